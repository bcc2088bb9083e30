"""What a writer's store holds: the digest of every record, and one of them all, kept up as articles come and go."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.store import books

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store.engine import Engine
    from kg.store.home import Home


class Holdings:
    """The articles of a store.

    Attributes:
        records: digest of the record of every article, by id, in no order.
        opened: digest of the set as it was first.
    """

    def __init__(self, records: Mapping[str, str]) -> None:
        self._records = dict(records)
        self._digest = books.set_digest(self._records)
        self._log: list[str] = []
        self._marks = {self._digest: 0}
        self.opened = self._digest
        self.records: Mapping[str, str] = MappingProxyType(self._records)

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

    def put(self, article: str, record: str) -> None:
        """An article with this record is there now."""
        self.drop(article)
        self._records[article] = record
        self._digest = books.set_digest({article: record}, base=self._digest)

    def drop(self, article: str) -> None:
        """The article is there no more."""
        self._log.append(article)
        old = self._records.pop(article, None)
        if old is not None:
            self._digest = books.set_digest({article: old}, base=self._digest, sign=-1)

    def leave(self, home: Home, engine: Engine, *, ground: str) -> None:
        """Leaves them to the next writer of this process, if nobody else writes in between.

        `ground`: what a merged graph of them is made from; one of others that is there is not whole.
        """
        if home.turn is not None and books.entry(engine, books.MERGED, books.MERGED_FROM) == ground:
            _LEFT.clear()
            _LEFT[home.name] = (home.turn[1], ground, self)

    @classmethod
    def left(cls, home: Home, engine: Engine) -> Holdings | None:
        """What the writer before left, when nobody wrote since and the database is the one that it left."""
        token, ground, held = _LEFT.pop(home.name, (None, None, None))
        if home.turn is None or token != home.turn[0]:
            return None
        return held if books.entry(engine, books.MERGED, books.MERGED_FROM) == ground else None


_LEFT: dict[str, tuple[str, str, Holdings]] = {}
"""By store, what the last writer of this process knew: its token, what its merged graph was made from, the articles."""
