"""Merges a store again and again, in time for what changed: with a state in memory, or in the store's folder.

The state of a large store in a folder is a file there (`merge.sqlite`), with which any process goes on. It is derived:
where it is missing, of other rules or not whole, it is made anew of the store's articles.
"""

from __future__ import annotations

import logging
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from kg.authority import load as load_authority
from kg.authority.own import to_line
from kg.ids import digest
from kg.incremental.merger import Merger
from kg.incremental.rules import rules_digest
from kg.tables import InMemory, OnDisk, TablesLost

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from kg.authority import Entry
    from kg.incremental.merger import Delta
    from kg.store import WriteStore
    from kg.store.holdings import Holdings
    from kg.tables import Table, Tables

logger = logging.getLogger(__name__)

SHARE = 0.5
"""When more of the articles changed than this share, all is merged as a whole."""

LEAST = 200
"""Articles from which the state is kept in the store's folder; fewer are merged as a whole in a second or two."""

BATCH = 1_000
"""Articles that a state on disk takes in before it is saved: what they touch is in memory."""

_WROTE, _HOLDS = "wrote", "holds"
"""What the state notes of itself: the merged graph that was written of it, and of which articles it knows all."""


class Sizes(NamedTuple):
    """How many events, actors and places a merged graph has."""

    events: int
    actors: int
    places: int


class _State:
    """A merger, of which articles it knows which records, and the merged graph that was written of it last."""

    def __init__(self, own: Iterable[Entry], tables: Tables) -> None:
        self.merger = Merger(authority=load_authority().with_own(own), tables=tables)
        self._tables = tables
        self._known: Table[str, str] = tables.table("known", fixed=True)
        self._notes: Table[str, str] = tables.table("notes", fixed=True)

    def changed(self, held: Holdings) -> set[str]:
        """The articles that have another record than it knows, or none."""
        likely, records = held.since(self._notes.get(_HOLDS)), held.records
        if likely is None:
            known = dict(self._known.items())
            return {article for article in known.keys() | records if known.get(article) != records.get(article)}
        return {article for article in likely if self._known.get(article) != records.get(article)}

    def write(self, target: WriteStore, changed: Collection[str]) -> Sizes:
        """Takes in what changed and brings the store's merged graph up to date; to be saved after it.

        The graph is changed in part where it is the one that was written last, else compared as a whole.
        """
        wrote = self._notes.pop(_WROTE, None)
        self._notes.pop(_HOLDS, None)
        ordered = sorted(changed)
        if len(ordered) > BATCH:
            # Before any portion: what it touches is read from the store, which has other versions of these, or none.
            self._take_out(target, ordered)
            self._tables.save()
            ordered = [article for article in ordered if article in target.holdings.records]
            wrote = None
        parts = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)] or [[]]
        for part in parts[:-1]:
            self._take(target, part)
            self._tables.save()
        delta = self._take(target, parts[-1])
        if wrote is not None and wrote == target.merged_content:
            target.write_changes(delta.old, delta.new)
        else:
            self._tables.save()
            target.write_merged(self.merger.layer())
        content = target.merged_content
        if content is not None:
            self._notes[_WROTE] = content
        self._notes[_HOLDS] = target.holdings.mark()
        merger = self.merger
        return Sizes(len(merger.events.nodes), len(merger.actors.nodes.by_id), len(merger.places.nodes.by_id))

    def _take_out(self, target: WriteStore, changed: Iterable[str]) -> None:
        stale = [article for article in changed if self._known.get(article) is not None]
        self.merger.update(dict.fromkeys(stale), target.article, judgements=target.judgements())
        for article in stale:
            self._known.pop(article, None)

    def _take(self, target: WriteStore, changed: Iterable[str]) -> Delta:
        known = target.holdings.records
        records = {article: target.article(article) if article in known else None for article in changed}
        delta = self.merger.update(records, target.article, judgements=target.judgements())
        for article in records:
            if article in known:
                self._known[article] = known[article]
            else:
                self._known.pop(article, None)
        return delta


class MergeKeeper:
    """Merges a store again and again, each time in time for what changed.

    What changed is found by comparing the digests of all records with those that the state was made from, so nobody has
    to say it, and another writer in between, or a crash, does no harm. The merged graph of the store is changed in part
    only when it is the one that this state wrote; else it is written as a whole, which reads and compares all of it.

    Args:
        is_once: the process merges once: without a state on disk that serves, it does not make one in memory.
    """

    def __init__(self, *, is_once: bool = False) -> None:
        self._is_once = is_once
        self._state: _State | None = None
        self._own: tuple[Entry, ...] = ()

    def merge(self, target: WriteStore) -> Sizes | None:
        """Brings the merged graph up to date with the store's articles and judgements, and its users' authority.

        None where nothing was done because merging all as a whole costs less.
        """
        path = target.merge_state
        if path is not None and len(target.holdings.records) >= LEAST:
            self._state = None
            return self._on_disk(target, path)
        if path is not None:
            _discard(path)
        return None if self._is_once else self._in_memory(target)

    def _in_memory(self, target: WriteStore) -> Sizes:
        own, held = target.authority(), target.holdings
        state, self._state = self._state, None  # an update that fails midway leaves nothing to go on with
        if state is None or own != self._own:
            state = _State(own, InMemory())
        changed = state.changed(held)
        if _are_many(changed, held):
            state, changed = _State(own, InMemory()), set(held.records)
        sizes = state.write(target, changed)
        self._state, self._own = state, own
        return sizes

    def _on_disk(self, target: WriteStore, path: Path) -> Sizes | None:
        own, held = target.authority(), target.holdings
        made_by = digest(rules_digest(), *map(to_line, own), length=32)
        is_new = not path.exists()
        if (
            is_new
            and self._is_once
            and (target.merged_content is None or _are_many(held.since(held.opened) or (), held))
        ):
            return None
        while True:
            sizes: Sizes | None = None
            try:
                with closing(OnDisk(path, made_by=made_by)) as tables:
                    state = _State(own, tables)
                    changed = state.changed(held)
                    if is_new or not _are_many(changed, held):
                        sizes = state.write(target, changed)
                        tables.save()
                        return sizes
                is_lost = False
            except TablesLost as exc:
                logger.warning("the state of the merge is given up: %s", exc)
                is_lost = True
            _discard(path)
            if sizes is not None or (is_new if is_lost else self._is_once):
                return sizes
            is_new = True


def _are_many(changed: Collection[str], held: Holdings) -> bool:
    return len(changed) > SHARE * max(1, len(held.records))


def _discard(path: Path) -> None:
    """Removes a state, and what was left of a transaction."""
    for file in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):
            file.unlink(missing_ok=True)
