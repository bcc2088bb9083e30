"""What people judged, bound to the articles at hand as these come and go; the outcome is that of `kg.verdicts.bind`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.model import Judged, Judgement, Ref, Verdict
from kg.verdicts import meant_at, names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.model import Anchor, ArticleRecord
    from kg.tables import Table, Tables

Side = tuple[str, "Anchor"]
"""Kind of what an anchor is about, and the anchor."""


class Verdicts:
    """The verdicts by kind, as far as both their sides have members.

    Attributes:
        by_kind: the verdicts on actors, places and events, in the order of the judgements.
        moved: by kind, what is meant by another judgement since the last update, or by one no more.
    """

    def __init__(self, tables: Tables) -> None:
        self._names: Table[tuple[str, str], set[Ref]] = tables.table("verdicts.names")
        self._named: Table[str, list[tuple[str, str, Ref]]] = tables.table("verdicts.named", fixed=True)
        self._meant: Table[str, dict[Side, frozenset[Ref]]] = tables.table("verdicts.meant", fixed=True)
        self.by_kind: Table[str, tuple[Verdict, ...]] = tables.table("verdicts.by_kind", fixed=True)
        self.moved: dict[str, set[Ref]] = {}

    def update(
        self,
        changed: Mapping[str, ArticleRecord | None],
        judgements: Iterable[Judgement],
        read: Callable[[str], ArticleRecord],
    ) -> None:
        """Takes in the changed articles (None: gone), and what is judged now; `read` gives any other record."""
        for article, record in changed.items():
            self._note_names(article, record)
        wanted = [one for one in judgements if one.judged is not Judged.UNSURE]
        sides = {(one.kind, side) for one in wanted for side in (one.one, one.two)}
        before = self._meant.get("", {})
        meant: dict[Side, frozenset[Ref]] = {}
        for kind, side in sides:
            if not side.article:
                meant[kind, side] = frozenset(self._names.get((kind, fold(side.name)), ()))
            elif (kind, side) in before and side.article not in changed:
                meant[kind, side] = before[kind, side]
            else:
                there = changed[side.article] if side.article in changed else self._read(side.article, read)
                meant[kind, side] = frozenset() if there is None else frozenset(meant_at(there, kind, side))
        self._meant[""] = meant
        found: dict[str, tuple[Verdict, ...]] = {"actor": (), "place": (), "event": ()}
        for one in wanted:
            left, right = meant[one.kind, one.one], meant[one.kind, one.two]
            if left and right:
                found[one.kind] += (Verdict(one, left, right),)
        self.moved = {kind: _moved(self.by_kind.get(kind, ()), found[kind]) for kind in found}
        self.by_kind.update(found)

    def _note_names(self, article: str, record: ArticleRecord | None) -> None:
        for kind, name, ref in self._named.pop(article, ()):
            self._names[kind, name].discard(ref)
            if not self._names[kind, name]:
                del self._names[kind, name]
        if record is None:
            return
        self._named[article] = [
            (kind, name, Ref(article, entity.id))
            for kind, entities in (("actor", record.actors), ("place", record.places))
            for entity in entities
            for name in names_of(entity)
        ]
        for kind, name, ref in self._named[article]:
            self._names.setdefault((kind, name), set()).add(ref)

    def _read(self, article: str, read: Callable[[str], ArticleRecord]) -> ArticleRecord | None:
        return read(article) if article in self._named else None


def _moved(old: tuple[Verdict, ...], new: tuple[Verdict, ...]) -> set[Ref]:
    """What a judgement means that did not mean it before, or means no more; all that it means where it is another."""
    before = {verdict.judgement: verdict for verdict in old}
    after = {verdict.judgement: verdict for verdict in new}
    found: set[Ref] = set()
    for judgement in before.keys() | after.keys():
        was, now = before.get(judgement), after.get(judgement)
        if was is None or now is None:
            one = was or now
            found |= one.one | one.two if one is not None else set()
        else:
            found |= (was.one ^ now.one) | (was.two ^ now.two)
    return found
