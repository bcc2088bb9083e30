"""Events, kept up to date: happenings by block, decided pairs, and the groups that they make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.incremental.nearby import Key, Nearby
from kg.merge.canonical import canonical_event, event_merge
from kg.merge.copies import copied_pairs
from kg.merge.happenings import happenings_of
from kg.merge.joining import decide_pair, join_pairs
from kg.merge.wholes import whole_of, without_circles
from kg.model import Judged, Marks, PartOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.merge.compare import Decision
    from kg.merge.happenings import Happening
    from kg.merge.joining import Pair
    from kg.merge.stories import Stories
    from kg.merge.world import World
    from kg.model import ArticleRecord, Event, Merge, Ref, Verdict
    from kg.tables import Table, Tables


class _Twins(NamedTuple):
    """What a copy tells in the words of its first article: two happenings, by their keys."""

    decision: Decision
    one: Key
    two: Key


class Events:
    """The canonical events.

    Attributes:
        nodes: events by id; `merges` their merges by id of the event.
        was: what the nodes touched by the last update were before it, with their merges.
    """

    def __init__(self, world: World, first_of: Mapping[str, str], stories: Stories, tables: Tables) -> None:
        self._world = world
        self._first_of = first_of
        self._outlets: Table[str, str | None] = tables.table("events.outlets", fixed=True)
        self._stories = stories
        self._happenings: Table[Key, Happening] = tables.table("events.happenings", fixed=True)
        self._of_article: Table[str, list[Key]] = tables.table("events.of_article", fixed=True)
        self._nearby = Nearby(self._stories, tables)
        self._pairs: Table[Key, dict[Key, Decision]] = tables.table("events.pairs")
        self._copied: Table[str, list[_Twins]] = tables.table("events.copied", fixed=True)
        self._first_was: Table[str, str] = tables.table("events.first_was", fixed=True)
        self._copies: Table[str, set[str]] = tables.table("events.copies")
        self._group_of: Table[Key, str] = tables.table("events.group_of", fixed=True)
        self._keys_of: Table[str, list[Key]] = tables.table("events.keys_of", fixed=True)
        self._circular: Table[str, dict[str, PartOf | None]] = tables.table("events.circular", fixed=True)
        self.was: dict[str, tuple[Event | None, Merge | None]] = {}
        self.nodes: Table[str, Event] = tables.table("events.nodes", fixed=True)
        self.merges: Table[str, Merge] = tables.table("events.merges", fixed=True)

    def update(
        self,
        changed: Mapping[str, ArticleRecord | None],
        dirty: Iterable[str],
        copies: Iterable[str],
        read: Callable[[str], ArticleRecord],
        *,
        verdicts: tuple[Verdict, ...] = (),
    ) -> None:
        """Takes in what changed.

        Args:
            changed: articles with new records (None: gone).
            dirty: articles whose actors or places are others now, or called otherwise, or whose events were judged.
            copies: articles that are copies of another first article now, or of none.
            read: gives the record of an article.
            verdicts: what people judged of events.
        """
        records = dict(changed)
        marks = Marks(verdicts)
        # The first article of a story lends its copies its outlet.
        again = {copy for article in changed for copy in self._copies.get(article, ())}
        for copy in copies:
            self._follow(copy)
        for article in (*dirty, *copies, *again):
            if article not in records and article in self._outlets:
                records[article] = read(article)
        gone: set[Key] = set()
        for article in sorted(records):
            gone |= self._leave(article)
        fresh = [one for article in sorted(records) for one in self._take(article, records[article], marks)]
        for article in {one.article for one in fresh}:
            self._compare(article)
        self._align(records, read)
        self._group(gone | {one.key for one in fresh}, verdicts)

    def _follow(self, copy: str) -> None:
        """Notes of which article it is a copy now."""
        old, new = self._first_was.pop(copy, None), self._first_of.get(copy)
        if old is not None:
            self._copies[old].discard(copy)
        if new is not None:
            self._first_was[copy] = new
            self._copies.setdefault(new, set()).add(copy)

    # ------------------------------------------------------------ happenings

    def _leave(self, article: str) -> set[Key]:
        """Takes the happenings of an article out; gives their keys, and those of what was joined with them."""
        left = [self._happenings.pop(key) for key in self._of_article.pop(article, ())]
        self._nearby.remove(article, left)
        for one in left:
            for other in self._pairs.pop(one.key, {}):
                self._pairs[other].pop(one.key, None)
        self._outlets.pop(article, None)
        return {one.key for one in left}

    def _take(self, article: str, record: ArticleRecord | None, marks: Marks) -> list[Happening]:
        if record is None:
            return []
        self._outlets[article] = record.article.source
        found = happenings_of(record, self._world, marks=marks)
        self._of_article[article] = [one.key for one in found]
        for one in found:
            self._happenings[one.key] = one
        self._nearby.add(article, found)
        return found

    def _compare(self, article: str) -> None:
        """Decides the happenings of an article with all that they meet.

        Without anybody in common only those of its story count (`kg.merge.joining.decide_pair`), and of most articles
        that name the same city this is known before anything is asked of what they tell.
        """
        mates = [
            (self._stories.do_keys_meet(article, other), self._nearby.leads(other))
            for other in self._nearby.of_story(article)
        ]
        for key, told in self._nearby.leads(article):
            one = self._happenings[key]
            parties = self._nearby.with_party(one)
            for other in sorted(parties):
                if other[0] != article:
                    self._decide(one, other)
            for do_words_meet, leads in mates:
                for other, its in leads:
                    if other not in parties and told.meets(its, do_words_meet=do_words_meet):
                        self._decide(one, other)

    def _decide(self, one: Happening, other: Key) -> None:
        """Decides two that meet, unless they are known to be one."""
        if other in self._pairs.get(one.key, {}):
            return
        pair = decide_pair(one, self._happenings[other], self._stories)
        if pair is not None:
            self._pairs.setdefault(one.key, {})[other] = pair[0]
            self._pairs.setdefault(other, {})[one.key] = pair[0]

    def _align(self, records: Mapping[str, ArticleRecord | None], read: Callable[[str], ArticleRecord]) -> None:
        """Finds again the events that copies share with their first articles, where one of the two changed."""
        concerned = {copy for article in records for copy in (article, *self._copies.get(article, ()))}
        for copy in concerned:
            self._copied.pop(copy, None)
            first = self._first_of.get(copy)
            if first is not None and copy in self._outlets:
                both = {article: records.get(article) or read(article) for article in (copy, first)}
                happenings = [self._happenings[key] for article in both for key in self._of_article[article]]
                pairs = copied_pairs(happenings, {copy: first}, both)
                self._copied[copy] = [_Twins(decision, left.key, right.key) for decision, left, right in pairs]

    def _twins(self, key: Key) -> Iterator[_Twins]:
        """The copied pairs that a happening is in."""
        for copy in (key[0], *self._copies.get(key[0], ())):
            yield from (pair for pair in self._copied.get(copy, ()) if key in (pair.one, pair.two))

    def _pair(self, decision: Decision, one: Key, two: Key) -> Pair:
        return decision, self._happenings[one], self._happenings[two]

    # ------------------------------------------------------------ groups

    def _keys(self, refs: Iterable[Ref]) -> set[Key]:
        """The happenings of local events."""
        return {
            key for ref in refs for key in self._of_article.get(ref.article, ()) if ref in self._happenings[key].refs
        }

    def _group(self, touched: set[Key], verdicts: tuple[Verdict, ...]) -> None:
        """Groups anew what pairs, copies, judgements or old groups connect with the touched happenings."""
        linked: dict[Key, set[Key]] = {}
        for one in verdicts:
            chain = self._keys(one.one | one.two) if one.judgement.judged is Judged.SAME else set()
            for key in chain:
                linked.setdefault(key, set()).update(chain)
        waiting, seen = list(touched), set(touched)
        looked_at: set[str] = set()
        while waiting:
            key = waiting.pop()
            old = self._group_of.get(key, "")
            near: set[Key] = set(self._keys_of[old] if old and old not in looked_at else ())
            looked_at.add(old)
            near |= linked.get(key, set())
            near |= self._pairs.get(key, {}).keys()
            near |= {one for pair in self._twins(key) for one in (pair.one, pair.two)}
            waiting += near - seen
            seen |= near
        before = {self._group_of.pop(key) for key in seen if key in self._group_of}
        for identifier in before:
            del self._keys_of[identifier]
        members = sorted(key for key in seen if key in self._happenings)
        pairs = [
            self._pair(decision, key, other)
            for key in members
            for other, decision in self._pairs.get(key, {}).items()
            if key < other
        ]
        copies = sorted({copy for key in members for copy in (key[0], *self._copies.get(key[0], ()))})
        twins = [self._pair(*pair) for copy in copies for pair in self._copied.get(copy, ()) if pair.one in seen]
        judged = tuple(
            one for one in verdicts if one.judgement.judged is Judged.DIFFERENT or self._keys(one.one) <= seen
        )
        happenings = [self._happenings[key] for key in members]
        groups = join_pairs(happenings, pairs, stories=self._stories, copied=twins, verdicts=judged)
        made: dict[str, tuple[Event, Merge | None]] = {}
        for group in groups:
            event = canonical_event(group.happenings, world=self._world, first_of=self._first_of, outlets=self._outlets)
            merge = event_merge(event, group.happenings, group.decisions) if len(event.members) > 1 else None
            made[event.id] = (event, merge)
            self._keys_of[event.id] = [one.key for one in group.happenings]
            self._group_of.update((one.key, event.id) for one in group.happenings)
        self.was = {}
        for identifier in before | made.keys():
            self.was[identifier] = (self.nodes.pop(identifier, None), self.merges.pop(identifier, None))
            if identifier in made:
                event, merge = made[identifier]
                self.nodes[identifier] = event
                if merge is not None:
                    self.merges[identifier] = merge
        self._link(made, seen, verdicts)

    def _link(self, made: Iterable[str], seen: set[Key], verdicts: tuple[Verdict, ...]) -> None:
        """Links the events made, and those that may belong to one of them, to what they are a part of."""
        concerned = set(made)
        near = {key for article in {key[0] for key in seen} for key in self._of_article.get(article, ())}
        concerned |= {self._group_of[key] for key in near if self._happenings[key].ties}
        for verdict in verdicts:
            if verdict.judgement.judged in (Judged.PART, Judged.NO_PART):
                concerned |= {self._group_of[key] for key in self._keys(verdict.one | verdict.two)}
        links: dict[str, PartOf | None] = {}
        for identifier in concerned:
            happenings = [self._happenings[key] for key in self._keys_of[identifier]]
            links[identifier] = whole_of(self.nodes[identifier], happenings, self._event_at, verdicts)
        # What was left out so that nothing is a part of itself is weighed again: a circle may have opened elsewhere.
        links = {key: link for key, link in self._circular.get("", {}).items() if key in self.nodes} | links

        def link_of(identifier: str) -> PartOf | None:
            return links[identifier] if identifier in links else self.nodes[identifier].part_of

        # A circle has a judgement in it, whose events are among those concerned.
        circular = {key: link_of(key) for key in without_circles(concerned, link_of)}
        for identifier in sorted(links.keys() | circular.keys()):
            event = self.nodes[identifier]
            whole = None if identifier in circular else links[identifier]
            if whole != event.part_of:
                self.was.setdefault(identifier, (event, self.merges.get(identifier)))
                self.nodes[identifier] = replace(event, part_of=whole)
        self._circular[""] = circular

    def _event_at(self, ref: Ref) -> Event | None:
        """The event of a mention."""
        return next((self.nodes[self._group_of[key]] for key in self._keys([ref])), None)

    def changes(self) -> tuple[tuple[list[Event], list[Event]], tuple[list[Merge], list[Merge]]]:
        """Events and merges that the last update changed, each as they were and as they are."""
        events: tuple[list[Event], list[Event]] = ([], [])
        merges: tuple[list[Merge], list[Merge]] = ([], [])
        for identifier, (old, old_merge) in sorted(self.was.items()):
            new, new_merge = self.nodes.get(identifier), self.merges.get(identifier)
            if old != new:
                for side, event in zip(events, (old, new), strict=True):
                    side += [event] if event is not None else []
            if old_merge != new_merge:
                for kept, merge in zip(merges, (old_merge, new_merge), strict=True):
                    kept += [merge] if merge is not None else []
        return events, merges
