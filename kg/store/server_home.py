"""A store on a SPARQL server: who may write it, which state it is in, and its log of runs, all in its books.

A folder is locked by the system; a server has no locks, so the writer leaves a note with its name and a time at which
the note lapses, and renews it while it lives. A killed writer's note lapses within `LEASE_S`.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import MissingStore, StoreError
from kg.ids import digest
from kg.store import books
from kg.store.engine import Batch
from kg.store.folder import FORMAT
from kg.store.home import Reader
from kg.store.server import BOOKS, Server
from kg.store.terms import node, text, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store.arrivals import Arrivals
    from kg.store.changes import Changes
    from kg.store.engine import Engine

LEASE_S = 120.0

_WRITER = node("https://w3id.org/whodid/store/writer")
_PUBLISHED = node("https://w3id.org/whodid/store/published")
_JUDGEMENTS = node("https://w3id.org/whodid/store/judgements")
_AUTHORITY = node("https://w3id.org/whodid/store/authority")
_RUNS = node("https://w3id.org/whodid/store/runs")


class ServerHome:
    """A store at an address; see `kg.store.home.Home`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.name = Server(address).name
        self.arrivals: Arrivals | None = None
        self._lease: _Lease | None = None

    def open_writer(self) -> Engine:
        """See Home."""
        server = Server(self._address)
        found = books.entry(server, books.STORE, books.FORMAT)
        if found is None:
            server.write(Batch(add=[ox.Quad(books.STORE, books.FORMAT, text(str(FORMAT)), BOOKS)]))
        else:
            self._check(found)
        self._lease = _Lease(self._address, self.name)
        return _Leased(self._address, self._lease)

    @property
    def turn(self) -> None:
        """See Home; others may write to a server without asking."""
        return None

    def settle(self, engine: Engine) -> None:
        """See Home; nothing waits."""

    def close_writer(self, engine: Engine) -> None:
        """See Home."""
        engine.close()
        if self._lease is not None:
            self._lease.release()

    def open_reader(self) -> Reader:
        """See Home."""
        server = Server(self._address)
        generation = self._generation(server)
        if generation is None:
            raise StoreError(f"the store at {self.name!r} is not built to its end; run `kg build` again")
        return Reader(generation, server)

    def current(self) -> int | None:
        """See Home."""
        server = Server(self._address)
        try:
            return self._generation(server)
        finally:
            server.close()

    def note(self, batch: Batch) -> None:
        """See Home; nothing is made of the states of a server."""

    def changes(self, generation: int, *, until: int) -> Changes | None:
        """See Home."""
        del generation, until
        return None

    def is_current(self, reader: Reader) -> bool:
        """See Home."""
        return self.current() == reader.generation

    def publish(self, engine: Engine) -> tuple[int, Engine]:
        """See Home: readers see it already; this counts it as a state of its own and says that it is whole."""
        number, state = _published(engine)
        if state != _state(engine):
            number += 1
            entry = ox.Quad(_PUBLISHED, books.GENERATION, text(f"{number} {_state(engine)}"), BOOKS)
            engine.write(Batch(forget=[_PUBLISHED], add=[entry]))
        return number, engine

    def is_published(self, engine: Engine) -> bool:
        """See Home."""
        return _published(engine)[1] == _state(engine)

    def add_run(self, line: str) -> None:
        """See Home."""
        server = Server(self._address)
        self._generation(server)
        number = len(self.runs())
        server.write(Batch(add=[ox.Quad(_RUNS, books.RUN, text(f"{number:09} {line}"), BOOKS)]))

    def runs(self) -> list[str]:
        """See Home."""
        server = Server(self._address)
        self._generation(server)
        lines = sorted(words_of(quad.object) for quad in server.quads(_RUNS, books.RUN, None, BOOKS))
        return [line.partition(" ")[2] for line in lines]

    def judgements(self) -> list[str]:
        """See Home."""
        server = Server(self._address)
        self._generation(server)
        return sorted(words_of(quad.object) for quad in server.quads(_JUDGEMENTS, books.JUDGEMENT, None, BOOKS))

    def write_judgements(self, lines: Sequence[str]) -> None:
        """See Home."""
        quads = [ox.Quad(_JUDGEMENTS, books.JUDGEMENT, text(line), BOOKS) for line in lines if line.strip()]
        Server(self._address).write(Batch(forget=[_JUDGEMENTS], add=quads))

    def authority(self) -> list[str]:
        """See Home."""
        server = Server(self._address)
        self._generation(server)
        return sorted(words_of(quad.object) for quad in server.quads(_AUTHORITY, books.AUTHORITY, None, BOOKS))

    def write_authority(self, lines: Sequence[str]) -> None:
        """See Home."""
        quads = [ox.Quad(_AUTHORITY, books.AUTHORITY, text(line), BOOKS) for line in lines]
        Server(self._address).write(Batch(forget=[_AUTHORITY], add=quads))

    def _check(self, found: str) -> None:
        if found != str(FORMAT):
            raise StoreError(
                f"the store at {self.name!r} has format {found!r}, this version of whodid understands {FORMAT}; use "
                "the version that made it, or build it again on an empty server"
            )

    def _generation(self, server: Server) -> int | None:
        found = books.entry(server, books.STORE, books.FORMAT)
        if found is None:
            raise MissingStore(f"there is no store at {self.name!r}; make one with `kg build`, or name its address")
        self._check(found)
        entry = books.entry(server, _PUBLISHED, books.GENERATION)
        return None if entry is None else int(entry.partition(" ")[0])


def _state(engine: Engine) -> str:
    return digest(json.dumps(books.state(engine)), length=32)


def _published(engine: Engine) -> tuple[int, str]:
    """Number and digest of the state that was published last; 0 and nothing before the first one."""
    number, _, state = (books.entry(engine, _PUBLISHED, books.GENERATION) or "0").partition(" ")
    return int(number), state


class _Leased(Server):
    """A server that is written only while the writer's note stands."""

    def __init__(self, address: str, lease: _Lease) -> None:
        super().__init__(address)
        self._note = lease

    def write(self, batch: Batch) -> None:
        self._note.check()
        super().write(batch)


class _Lease:
    """The writer's note on the server, renewed by a thread of its own."""

    def __init__(self, address: str, name: str) -> None:
        self._server = Server(address)
        self._name = name
        self._token = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(8).hex()}"
        self._lost = False
        self._turned_away(self._others())
        self._renew()
        # Two may have looked at the same time: both see the other's note now, and both go.
        others = self._others()
        if others:
            self._remove()
            self._turned_away(others)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease of the store", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """StoreError when another has taken over because this process slept too long."""
        if self._lost:
            raise StoreError(f"another process writes the store at {self._name!r} since this one paused; run it again")

    def release(self) -> None:
        """Takes the note away; again has no effect."""
        if not self._ended.is_set():
            self._ended.set()
            self._thread.join()
            self._remove()
            self._server.close()

    def _keep(self) -> None:
        while not self._ended.wait(LEASE_S / 4):
            try:
                if self._others():
                    self._lost = True
                    return
                self._renew()
            except StoreError:
                continue  # the server may be back before the note lapses; the writer itself sees that it is away

    def _renew(self) -> None:
        until = time.time() + LEASE_S
        note = ox.Quad(node(f"{_WRITER.value}#{self._token}"), books.WRITER, text(f"{until:.3f}"), BOOKS)
        self._server.write(Batch(forget=[note.subject], add=[note]))  # type: ignore[list-item]

    def _remove(self) -> None:
        self._server.write(Batch(forget=[node(f"{_WRITER.value}#{self._token}")]))

    def _others(self) -> dict[str, float]:
        """When the notes of others lapse, by their tokens; lapsed ones are removed."""
        now, others = time.time(), {}
        for quad in list(self._server.quads(None, books.WRITER, None, BOOKS)):
            token, until = words_of(quad.subject).partition("#")[2], float(words_of(quad.object))
            if token == self._token:
                continue
            if until > now:
                others[token] = until
            else:
                self._server.write(Batch(forget=[quad.subject]))  # type: ignore[list-item]
        return others

    def _turned_away(self, others: dict[str, float]) -> None:
        if not others:
            return
        token, until = min(others.items())
        host, process, _ = token.split(":")
        lapse = datetime.fromtimestamp(until, UTC).strftime("%H:%M:%S")
        raise StoreError(
            f"the store at {self._name!r} is being written by another process ({process} on {host}); wait until it has "
            f"ended, or if it was killed until {lapse} UTC"
        )
