"""A store as one file, and back: `kg backup` of a store in use, `kg restore` into a new place.

The file is gzipped N-Quads, which any RDF tool reads, sorted, the same bytes for the same contents. What a store knows
besides stands in comments around them:

    # whodid-backup {"format": 2, "articles": 29, "quads": 67257}
    <…> <…> <…> <…> .
    # book {"id": "a1", "record": "…", "source": "…", "extractor": "…"}      one for every article
    # merged {"from": "…", "content": "…"}
    # judgement {"judged": "same", …}                                        what people judged
    # authority {"name": …}                                                 what users' authority files say
    # run {"action": "build", …}                                             the log of runs
    # end {"sha256": "…"}                                                    of all lines before it

A backup that was cut off or changed is refused, and a restore that fails leaves nothing behind.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from kg.errors import StoreError, cause
from kg.store import books
from kg.store.engine import Batch, Embedded
from kg.store.folder import FORMAT, Folder, sync
from kg.store.home import FolderHome, home_of, is_address
from kg.store.iris import article_iri
from kg.store.terms import node, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.engine import Engine
    from kg.store.home import Home

_HEAD = "# whodid-backup "
_BOOK = "# book "
_MERGED = "# merged "
_JUDGEMENT = "# judgement "
_ENTRY = "# authority "
_RUN = "# run "
_END = "# end "
_CHUNK = 1 << 20
_SERVER_BATCH = 20_000
_LEVEL = 6
_BOOK_TERMS = {
    "record": books.RECORD,
    "source": books.SOURCE,
    "extractor": books.EXTRACTOR,
    "run": books.WRITTEN_IN,
}
"""The books' terms for an article, by their names in a backup; those of before have no run."""


@dataclass(slots=True)
class Kept:
    """What a backup holds, as counts."""

    articles: int = 0
    quads: int = 0


def backup(location: Path | str, target: Path) -> Kept:
    """Writes the state that readers see now to a new file; writers and readers may go on meanwhile.

    StoreError when there is no store, the file exists or cannot be written, or a store on a server was changed while it
    was read.
    """
    from kg.store.read import ReadStore

    if target.exists():
        raise StoreError(f"{str(target)!r} exists; give the backup a new name, so that no older one is lost")
    new = target.with_name(f".new-{target.name}")
    with ReadStore.open(location) as store:
        kept = Kept(articles=len(store.article_ids()), quads=store.n_quads())
        try:
            with new.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
                sink = _Hashed(cast("IO[bytes]", packed))
                home = home_of(location)
                _write(store.engine, sink, kept, _notes(home))
                packed.write(f"{_END}{json.dumps({'sha256': sink.digest})}\n".encode())
            with new.open("rb") as written:
                os.fsync(written.fileno())
            new.rename(target)
            sync(target.parent)
        except OSError as exc:
            raise StoreError(f"the backup {str(target)!r} cannot be written: {exc}; check free space") from exc
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)
    return kept


def restore(source: Path, location: Path | str) -> Kept:
    """Makes a store of a backup in a new or empty folder, or on a server that has none.

    StoreError when the file is no whole backup, is of another format, or the place holds something already.
    """
    try:
        with source.open("rb") as file:
            return (
                _into_server(file, source, str(location))
                if is_address(location)
                else _into_folder(file, source, location)
            )
    except (gzip.BadGzipFile, EOFError, zlib.error, SyntaxError, ValueError) as exc:
        raise StoreError(
            f"{str(source)!r} is no whole backup ({exc}); nothing was restored, take another copy"
        ) from exc
    except OSError as exc:
        raise StoreError(f"{str(source)!r} cannot be restored to {str(location)!r}: {cause(exc)}") from exc


def _notes(home: Home) -> list[str]:
    """Comments for the judgements, as people wrote them, and the log of runs."""
    judged = [f"{_JUDGEMENT}{line}" for line in home.judgements() if line.strip()]
    judged += [f"{_ENTRY}{line}" for line in home.authority() if line.strip()]
    return judged + [f"{_RUN}{line}" for line in home.runs() if _is_json(line)]


def _write(engine: Engine, sink: _Hashed, kept: Kept, notes: Iterable[str]) -> None:
    from kg.store.dump import dump

    before = books.state(engine)
    sink.line(f"{_HEAD}{json.dumps({'format': FORMAT, 'articles': kept.articles, 'quads': kept.quads})}")
    dump(engine, cast("IO[bytes]", sink), format="nquads")
    for article in books.records(engine):
        subject = node(article_iri(article))
        entry = {
            "id": article,
            **{name: books.entry(engine, subject, term) for name, term in _BOOK_TERMS.items()},
        }
        sink.line(_BOOK + json.dumps(entry, ensure_ascii=False))
    _, made_from, content = before
    sink.line(_MERGED + json.dumps({"from": made_from, "content": content}))
    for line in notes:
        sink.line(line)
    if books.state(engine) != before:
        raise StoreError("the store was written while it was read; back it up again when the build has ended")


def _into_folder(file: IO[bytes], source: Path, location: Path | str) -> Kept:
    target = Path(location)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{str(target)!r} is not empty; restore into a new folder, so that nothing is lost")
    new = target.with_name(f".new-{target.name}")
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        folder = Folder(new)
        folder.prepare()
        store = ox.Store(str(folder.live))
        stream = _Checked(file, source)
        # What is no N-Quads at all ends here, what was changed since it was written at the digest.
        store.bulk_load(cast("IO[bytes]", stream), format=ox.RdfFormat.N_QUADS, lenient=True)
        kept = stream.finished()
        engine = Embedded(store)
        engine.write(Batch(add=stream.entries(engine)))
        del store
        folder.note_rewritten(kept.quads)  # loaded in one go it is dense, though the engine may still be sorting it
        home = FolderHome(folder)
        _, written = home.publish(engine)
        for line in stream.runs:
            home.add_run(line)
        home.write_judgements(stream.judgements)
        home.write_authority(stream.authority)
        home.close_writer(written)
        if target.exists():
            target.rmdir()
        new.rename(target)
        sync(target.parent)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return kept


def _into_server(file: IO[bytes], source: Path, address: str) -> Kept:
    from kg.store.server import Server

    server = Server(address)
    if books.entry(server, books.STORE, books.FORMAT) is not None:
        raise StoreError(f"the server at {server.name!r} has a store; restore on another one, so that nothing is lost")
    # Left by a restore that was cut off: the entry above comes last.
    server.write(Batch(drop=server.graphs()))
    stream = _Checked(file, source)
    batch: list[ox.Quad] = []
    for quad in ox.parse(cast("IO[bytes]", stream), format=ox.RdfFormat.N_QUADS):
        batch.append(quad)
        if len(batch) >= _SERVER_BATCH:
            server.write(Batch(add=batch))
            batch = []
    server.write(Batch(add=batch))
    kept = stream.finished()
    home = home_of(address)
    engine = home.open_writer()
    try:
        engine.write(Batch(add=stream.entries(engine)))
        home.write_judgements(stream.judgements)
        home.write_authority(stream.authority)
        home.publish(engine)
    finally:
        home.close_writer(engine)
    for line in stream.runs:
        home.add_run(line)
    return kept


class _Hashed(io.RawIOBase):
    """Passes bytes on and takes their digest."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any) -> int:
        self._hash.update(chunk)
        return self._output.write(chunk)

    def line(self, content: str) -> None:
        self.write(f"{content}\n".encode())


@dataclass(slots=True)
class _Comments:
    """What the comments of a backup say."""

    head: dict[str, Any] | None = None
    books: list[dict[str, Any]] = field(default_factory=list)
    merged: dict[str, Any] | None = None
    end: dict[str, Any] | None = None


class _Checked(io.RawIOBase):
    """Unpacks a backup for the parser of quads, and reads its comments on the way."""

    def __init__(self, file: IO[bytes], source: Path) -> None:
        self._packed = gzip.GzipFile(fileobj=file, mode="rb")
        self._source = source
        self._hash = hashlib.sha256()
        self._rest = b""
        self._said = _Comments()
        self.runs: list[str] = []
        self.judgements: list[str] = []
        self.authority: list[str] = []
        self._check_head()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._packed.read(min(len(buffer), _CHUNK))
        self._take(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def finished(self) -> Kept:
        """Counts, once all was read; ValueError when the file is not whole."""
        while chunk := self._packed.read(_CHUNK):
            self._take(chunk)
        head, end = self._said.head, self._said.end
        if head is None or end is None or end.get("sha256") != self._hash.hexdigest():
            raise ValueError("its contents do not agree with its digest")
        return Kept(articles=int(head["articles"]), quads=int(head["quads"]))

    def entries(self, engine: Engine) -> list[ox.Quad]:
        """The books of the store."""
        graph = engine.books
        quads = []
        for entry in self._said.books:
            subject = node(article_iri(entry["id"]))
            for name, term in _BOOK_TERMS.items():
                if entry.get(name) is not None:
                    quads.append(ox.Quad(subject, term, text(entry[name]), graph))
        merged = self._said.merged or {}
        if merged.get("from") is not None:
            quads += books.merged_quads(merged_from=merged["from"], content=merged["content"], graph=graph)
        return quads

    def _check_head(self) -> None:
        line = self._packed.readline(_CHUNK)
        self._take(line)
        head = self._said.head
        if head is None:
            raise ValueError("it does not begin as one")
        if head.get("format") != FORMAT:
            raise StoreError(
                f"the backup {str(self._source)!r} has format {head.get('format')!r}, this version of whodid "
                f"understands {FORMAT}; use the version that made it"
            )

    def _take(self, chunk: bytes) -> None:
        whole = self._rest + chunk
        end = whole.rfind(b"\n") + 1
        whole, self._rest = whole[:end], whole[end:]
        if not whole.startswith(b"#") and b"\n#" not in whole:  # quads alone, as nearly all of it
            self._hash.update(whole)
            return
        for line in whole.split(b"\n")[:-1]:
            if line.startswith(_END.encode()):
                self._said.end = json.loads(line[len(_END) :])
                continue
            self._hash.update(line + b"\n")
            if line.startswith(b"# "):
                self._note(line.decode())

    def _note(self, line: str) -> None:
        said = self._said
        if line.startswith(_HEAD):
            said.head = json.loads(line[len(_HEAD) :])
        elif line.startswith(_BOOK):
            said.books.append(json.loads(line[len(_BOOK) :]))
        elif line.startswith(_MERGED):
            said.merged = json.loads(line[len(_MERGED) :])
        elif line.startswith(_RUN):
            self.runs.append(line[len(_RUN) :])
        elif line.startswith(_JUDGEMENT):
            self.judgements.append(line[len(_JUDGEMENT) :])
        elif line.startswith(_ENTRY):
            self.authority.append(line[len(_ENTRY) :])


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
