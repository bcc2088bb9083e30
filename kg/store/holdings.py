"""What a writer's store holds: the digest of every record, and one of them all, kept up as articles come and go.

A writer leaves the number of articles and their digest to the next one, with its word in the lock file: of a store of
a hundred thousand, one more article asks for its own record and no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from kg.store import books
from kg.store.iris import article_iri
from kg.store.terms import node

if TYPE_CHECKING:
    from kg.store.engine import Engine
    from kg.store.home import Home

Live = Callable[[], "Engine"]
"""Gives the database of the present writer, with all articles."""


class _Records(Mapping[str, str]):
    """Digests of records by article: those that were asked for, or all once all are gone through.

    Args:
        live: the database.
        number: how many there are; None reads them all.
    """

    def __init__(self, live: Live, number: int | None) -> None:
        self.live = live
        self._asked: dict[str, str | None] = {}
        self._all: dict[str, str] | None = books.records(live()) if number is None else None
        self._number = number or 0

    def set(self, article: str, record: str | None, *, before: str | None) -> None:
        """Notes the record of an article, and the one that it had; None is of one that is not there."""
        self._number += (record is not None) - (before is not None)
        if self._all is None:
            self._asked[article] = record
        elif record is None:
            self._all.pop(article, None)
        else:
            self._all[article] = record

    def __getitem__(self, article: str) -> str:
        if self._all is not None:
            return self._all[article]
        if article not in self._asked:
            self._asked[article] = books.entry(self.live(), node(article_iri(article)), books.RECORD)
        found = self._asked[article]
        if found is None:
            raise KeyError(article)
        return found

    def __iter__(self) -> Iterator[str]:
        if self._all is None:
            self._all = books.records(self.live())
        return iter(self._all)

    def __len__(self) -> int:
        return self._number if self._all is None else len(self._all)


class Holdings:
    """The articles of a store.

    Args:
        live: the database.
        number, digest: of the articles there, where they are known without reading.

    Attributes:
        records: digest of the record of every article, by id, in no order.
        opened: digest of the set as it was first.
    """

    def __init__(self, live: Live, *, number: int | None = None, digest: str = "") -> None:
        self._records = _Records(live, number)
        self._digest = books.set_digest(self._records) if number is None else digest
        self._log: list[str] = []
        self._marks = {self._digest: 0}
        self.opened = self._digest
        self.records: Mapping[str, str] = self._records

    @property
    def digest(self) -> str:
        """Digest of the set of articles, `kg.store.books.set_digest`."""
        return self._digest

    def mark(self) -> str:
        """Keeps the present moment in mind, for `since`; gives the digest."""
        self._marks[self._digest] = len(self._log)
        return self._digest

    def since(self, digest: str | None) -> set[str] | None:
        """Ids of the articles that came, went or were replaced since a moment with this digest; None when unknown."""
        mark = self._marks.get(digest or "")
        return None if mark is None else set(self._log[mark:])

    def put(self, article: str, record: str | None, *, before: str | None) -> None:
        """An article has this record now, and had the other one `before`; None is of one that is not there."""
        self._log.append(article)
        self._records.set(article, record, before=before)
        for one, sign in ((before, -1), (record, 1)):
            if one is not None:
                self._digest = books.set_digest({article: one}, base=self._digest, sign=sign)

    def leave(self, home: Home, *, ground: str) -> None:
        """Leaves them to the next writer, if nobody else writes in between.

        `ground`: what a merged graph of them is made from; one of others that is there is not whole.
        """
        if home.turn is not None and books.entry(self._records.live(), books.MERGED, books.MERGED_FROM) == ground:
            _LEFT.clear()
            _LEFT[home.name] = (home.turn.token, ground, self)
            home.turn.leave(json.dumps({"number": len(self.records), "digest": self.digest, "ground": ground}))

    @classmethod
    def left(cls, home: Home, engine: Engine, live: Live) -> Holdings | None:
        """What the writer before left, when nobody wrote since and the database is the one that it left."""
        token, ground, held = _LEFT.pop(home.name, (None, None, None))
        if home.turn is None:
            return None
        if token != home.turn.previous:
            number, digest, ground = _told(home.turn.word)
            held = None if number is None else cls(live, number=number, digest=digest)
        if held is None or books.entry(engine, books.MERGED, books.MERGED_FROM) != ground:
            return None
        held._records.live = live
        return held


def _told(word: str) -> tuple[int | None, str, str]:
    """Number, digest and ground from the word of a writer; no number where it left none."""
    try:
        told = json.loads(word)
        return int(told["number"]), str(told["digest"]), str(told["ground"])
    except (ValueError, TypeError, LookupError):
        return None, "", ""


_LEFT: dict[str, tuple[str, str, Holdings]] = {}
"""By store, what the last writer of this process knew: its token, what its merged graph was made from, the articles."""
