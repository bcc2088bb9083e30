"""Person or organisation, kept up to date: the votes of the local actors of one name (`kg.resolve.across.kinds`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolve.across.kinds import Camp, camps_of, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import ActorKind, ArticleRecord, Ref
    from kg.tables import Table, Tables


class Kinds:
    """All camps, and what they settle.

    Attributes:
        settled: the kind of each local actor whose own is outvoted.
    """

    def __init__(self, tables: Tables) -> None:
        self._camps: Table[str, Camp] = tables.table("kinds.camps")
        self._camps_of: Table[str, frozenset[str]] = tables.table("kinds.camps_of", fixed=True)
        self.settled: Table[Ref, ActorKind] = tables.table("kinds.settled", fixed=True)

    def update(self, changed: Mapping[str, ArticleRecord | None]) -> set[str]:
        """Counts the votes of the camps anew; articles of which a kind is settled otherwise now."""
        touched: set[str] = set()
        for article, record in changed.items():
            for key in self._camps_of.pop(article, ()):
                touched.add(key)
                for ref in [ref for ref in self._camps[key] if ref.article == article]:
                    del self._camps[key][ref]
                    self.settled.pop(ref, None)
            for key, camp in camps_of(record).items() if record is not None else ():
                touched.add(key)
                self._camps.setdefault(key, {}).update(camp)
                self._camps_of[article] = self._camps_of.get(article, frozenset()) | {key}
        dirty: set[str] = set()
        for key in touched:
            settled = settle(self._camps[key])
            for ref in self._camps[key]:
                if self.settled.get(ref) != settled.get(ref):
                    dirty.add(ref.article)
                    self.settled.pop(ref, None)
            self.settled.update(settled)
            if not self._camps[key]:
                del self._camps[key]
        return dirty
