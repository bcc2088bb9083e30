"""The state of one process for one store: used while it is that of the store, made anew when it is not."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kg.authority import load as load_authority
from kg.incremental.merger import Merger

if TYPE_CHECKING:
    from kg.authority import Entry
    from kg.store import WriteStore
    from kg.store.holdings import Holdings

logger = logging.getLogger(__name__)

SHARE = 0.5
"""When more of the articles changed than this share, all is merged as a whole."""


class MergeKeeper:
    """Merges a store again and again, each time in time for what changed.

    What changed is found by comparing the digests of all records with those that the state was made from, so nobody has
    to say it, and another writer in between, or a crash, does no harm. The merged graph of the store is changed in part
    only when it is the one that this state wrote; else it is written as a whole, which reads and compares all of it.
    """

    def __init__(self) -> None:
        self._merger: Merger | None = None
        self._known: dict[str, str] = {}
        self._own: tuple[Entry, ...] = ()
        self._held: Holdings | None = None
        self._mark = 0
        self._wrote: str | None = None

    def merge(self, target: WriteStore) -> None:
        """Brings the merged graph up to date with the store's articles and judgements, and its users' authority."""
        own = target.authority()
        held = target.holdings
        known = held.records
        likely = held.since(self._mark) if self._held is held else self._known.keys() | known.keys()
        changed = {article for article in likely if self._known.get(article) != known.get(article)}
        if self._merger is None or own != self._own or len(changed) > SHARE * max(1, len(known)):
            self._merger, self._known, changed = Merger(authority=load_authority().with_own(own)), {}, set(known)
            self._own = own
            self._wrote = None  # nothing is known of what the store has
        self._held = None
        merger, self._merger = self._merger, None  # an update that fails midway leaves nothing to go on with
        records = {article: target.article(article) if article in known else None for article in sorted(changed)}
        delta = merger.update(records, target.article, judgements=target.judgements())
        del records
        if self._wrote is not None and self._wrote == target.merged_content:
            target.write_changes(delta.old, delta.new)
        else:
            target.write_merged(merger.graph())
        for article in changed:
            self._known.pop(article, None)
        self._known.update((article, known[article]) for article in changed if article in known)
        self._merger, self._wrote = merger, target.merged_content
        self._held, self._mark = held, held.mark

    def sizes(self) -> tuple[int, int, int]:
        """Numbers of events, actors and places after the last merge."""
        merger = self._merger
        if merger is None:
            return 0, 0, 0
        return len(merger.events.nodes), len(merger.actors.nodes.by_id), len(merger.places.nodes.by_id)
