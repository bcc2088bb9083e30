"""Who did what: the events that fit a filter, one page of them, and one event with all that is known of it.

Filters are answered from the event index in memory and by fixed queries that give sets of events; labels, parties and
sentences are fetched for the events of the page alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic_core import to_json

from kg import dates
from kg.errors import StoreError, UnknownError
from kg.model import Role
from kg.query.differences import differences_in
from kg.query.facts import read_facts
from kg.query.filters import Sort
from kg.query.links import links_of
from kg.query.merges import readable
from kg.query.paging import Key, Page, ShownPage, cut_page
from kg.query.places import allowed_places
from kg.query.rows import EventDetail, EventRow, MergeRow, event_detail_to_json, event_to_json, links_to_json
from kg.store.iris import article_iri, resource_iri
from kg.store.terms import Iri
from kg.vocab import EV

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.query.catalog import Catalog, Columns, IndexedEvent
    from kg.query.filters import EventFilter
    from kg.query.index.event_index import Shown
    from kg.query.rows import DifferenceRow

_ROLES = {
    Role.AGENT: EV.agent,
    Role.PATIENT: EV.patient,
    Role.RECIPIENT: EV.recipient,
    Role.INSTRUMENT: EV.instrument,
    Role.PARTICIPANT: EV.participant,
}
_UNDATED = "9999-99-99"
_WORD = re.compile(r"\w+")


def list_events(catalog: Catalog, event_filter: EventFilter) -> Page[EventRow]:
    """One page of the events that fit, with their evidence.

    Raises:
        UnknownError: an actor, place or article of the filter is not in the store.
        QueryError: the cursor is not one of this list.
    """
    if catalog.index is not None:
        return catalog.index.rows(catalog, event_filter)
    page = page_of_index(catalog, event_filter)
    rows = tuple(fact.row for fact in read_facts(catalog, [event.iri for event in page.items]))
    return Page(items=rows, next=page.next, total=page.total)


def shown_at_hand(catalog: Catalog, event_filter: EventFilter) -> ShownPage | None:
    """`list_shown` where it takes no more than a moment, a millisecond or two; else None. Errors as for `list_events`.

    For callers that nothing may hold up, such as an event loop.
    """
    if catalog.index is None or not catalog.knows(event_filter):
        return None
    return catalog.index.page_at_hand(catalog, event_filter)


def list_shown(catalog: Catalog, event_filter: EventFilter) -> ShownPage:
    """The same page, written as JSON."""
    if catalog.index is not None:
        return catalog.index.page(catalog, event_filter)
    page = list_events(catalog, event_filter)
    items = ",".join(_compact(event_to_json(row)) for row in page.items)
    return ShownPage(items=items.encode(), next=page.next, total=page.total)


def each_event(catalog: Catalog, event_filter: EventFilter) -> Iterator[EventRow]:
    """All events that fit, in order, without paging: limit and cursor of the filter do not count."""
    if catalog.index is not None:
        yield from catalog.index.each(catalog, event_filter)
        return
    ordered = sorted(matching_events(catalog, event_filter), key=sort_key(event_filter.sort))
    for fact in read_facts(catalog, (event.iri for event in ordered)):
        yield fact.row


def get_event(catalog: Catalog, identifier: str) -> EventDetail:
    """One event by id or IRI: every mention, why they were merged, what articles differ on; UnknownError when none."""
    if catalog.index is not None:
        return _detail_in_index(catalog, catalog.index.shown(identifier))
    event = find_event(catalog, identifier)
    (fact,) = read_facts(catalog, [event.iri])
    return _detail(catalog, fact.row, merges_of(catalog, event.iri), differences_in(catalog, fact.row))


def _detail_in_index(catalog: Catalog, shown: Shown) -> EventDetail:
    row = shown.row()
    return _detail(catalog, row, shown.merges(), shown.differences(row))


def _detail(
    catalog: Catalog, row: EventRow, merges: Iterable[MergeRow], differences: tuple[DifferenceRow, ...]
) -> EventDetail:
    def name_of(identifier: str) -> str | None:
        node = catalog.actors().get(identifier) or catalog.places().get(identifier)
        return node.name if node is not None else None

    whole, parts = links_of(catalog, row.iri)
    return EventDetail(
        event=row,
        merges=tuple(readable(merge, name_of) for merge in merges),
        disagreements=differences,
        part_of=whole,
        parts=parts,
    )


def shown_event(catalog: Catalog, identifier: str) -> str:
    """The same as the text of its JSON object, `event_detail_to_json`; UnknownError when none."""
    return _compact(event_detail_to_json(get_event(catalog, identifier)))


def detail_at_hand(catalog: Catalog, identifier: str) -> str | None:
    """`shown_event` where there is an index, else None; UnknownError when there is no such event."""
    if catalog.index is None:
        return None
    shown = catalog.index.shown(identifier)
    if not shown.is_plain:
        return _compact(event_detail_to_json(_detail_in_index(catalog, shown)))
    detail = shown.detail()
    return _compact(detail | links_to_json(*links_of(catalog, detail["iri"])))


def _compact(shown: object) -> str:
    return to_json(shown).decode()  # in a fifth of the time that the standard library takes


def get_events(catalog: Catalog, identifiers: Iterable[str]) -> Iterator[EventRow]:
    """The events with these ids or IRIs, in their order; UnknownError when there is no such event."""
    if catalog.index is not None:
        for identifier in identifiers:
            yield catalog.index.shown(identifier).row()
        return
    for fact in read_facts(catalog, [find_event(catalog, identifier).iri for identifier in identifiers]):
        yield fact.row


def find_event(catalog: Catalog, identifier: str) -> IndexedEvent:
    """The event given by id or IRI; UnknownError when the store has none."""
    if catalog.index is not None:
        return catalog.index.find(identifier)[0]
    events = catalog.events()
    event = events.get(identifier)
    if event is None:
        with suppress(StoreError):  # what no id can be
            event = events.get(resource_iri("event", identifier))
    if event is None:
        raise UnknownError(f"no event of the store has the id {identifier!r}; see /events")
    return event


def page_of_index(catalog: Catalog, event_filter: EventFilter) -> Page[IndexedEvent]:
    """The same page as `list_events`, of what filters look at."""
    if catalog.index is not None:
        return catalog.index.page_of_index(catalog, event_filter)
    return cut_page(
        matching_events(catalog, event_filter),
        key=sort_key(event_filter.sort),
        asked=event_filter.asked(),
        limit=event_filter.limit,
        cursor=event_filter.cursor,
    )


class sort_key:  # noqa: N801 -- a function with a setting; a closure would not be typed as precisely
    """What the list is sorted by in one of its orders, as a function of the event."""

    def __init__(self, sort: Sort) -> None:
        self._sort = sort

    def __call__(self, event: IndexedEvent) -> Key:
        """The key; ends with the id."""
        start, end = sort_dates(event.earliest, event.latest)
        if self._sort is Sort.SUPPORT:
            return (-event.sources, -event.support, start, end, event.id)
        if self._sort is Sort.CONFIDENCE:
            return (-event.confidence, start, end, event.id)
        if self._sort is Sort.TIME_DOWN:
            is_undated = start == _UNDATED
            return (is_undated, *((0, 0) if is_undated else (-day_number(end), -day_number(start))), event.id)
        return (start, end, event.id)


def sort_dates(earliest: str | None, latest: str | None) -> tuple[str, str]:
    """What an event is sorted by in time; undated ones come last."""
    return earliest or latest or _UNDATED, latest or earliest or _UNDATED


def day_number(value: str) -> int:
    """Ordinal of the last day of a partial date."""
    return dates.bounds(value)[1].toordinal()


def matching_events(catalog: Catalog, wanted: EventFilter) -> list[IndexedEvent]:
    """The events that fit; order and page of the filter do not count. UnknownError as for `list_events`."""
    if catalog.index is not None:
        return catalog.index.matching(catalog, wanted)
    events = catalog.events()
    sets = list(_event_sets(catalog, wanted))
    iris = set.intersection(*sets) if sets else set(events)
    places = allowed_places(catalog, wanted)
    return [
        event
        for iri in sorted(iris)
        if (event := events.get(iri)) is not None
        and (not wanted.types or event.type in wanted.types)
        and (wanted.polarity is None or event.polarity == wanted.polarity)
        and (wanted.certainty is None or event.certainty == wanted.certainty)
        and (wanted.tense is None or event.tense == wanted.tense)
        and (wanted.status is None or event.status == wanted.status)
        and (wanted.min_confidence is None or event.confidence >= wanted.min_confidence)
        and (wanted.min_support is None or event.sources >= wanted.min_support)
        and (places is None or event.place in places)
        and _is_within_days(event, wanted)
    ]


def _event_sets(catalog: Catalog, wanted: EventFilter) -> Iterator[set[str]]:
    """For each condition on actors, articles and words, the IRIs of the events that meet it."""
    for names, properties in (
        (wanted.agent, (EV.agent,)),
        (wanted.patient, (EV.patient,)),
        (wanted.actor, tuple(_ROLES.values())),
        ((wanted.attributed_to,) if wanted.attributed_to else (), (EV.attributedTo,)),
    ):
        for name in names:
            yield {
                row.text("event")
                for actor in catalog.find_actors(name)
                for term in properties
                for row in catalog.select(
                    "events_by_role", property=Iri(term), actor=Iri(resource_iri("actor", actor))
                )
            }  # fmt: skip
    if wanted.article is not None:
        article = catalog.find_article(wanted.article)
        yield {row.text("event") for row in catalog.select("events_by_article", article=Iri(article_iri(article)))}
    if wanted.source is not None:
        folded = wanted.source.casefold()
        sources = {row.source for row in catalog.articles().values() if row.source and row.source.casefold() == folded}
        yield {
            row.text("event") for source in sorted(sources) for row in catalog.select("events_by_source", source=source)
        }
    if wanted.published_since is not None or wanted.published_until is not None:
        yield {
            row.text("event")
            for article in catalog.articles().values()
            if _is_published_within(article.date, wanted)
            for row in catalog.select("events_by_article", article=Iri(article_iri(article.id)))
        }
    if wanted.words:
        yield _events_with_words(catalog, wanted.words)


def _events_with_words(catalog: Catalog, words: tuple[str, ...]) -> set[str]:
    """Events of which one sentence has all the words; the article's text is searched for the longest word first."""
    longest = max((word for phrase in words for word in phrase.split()), key=lambda word: (len(word), word))
    found = set()
    for row in catalog.select("articles_with_word", word=longest):
        text = row.text("text")
        for sentence in catalog.select("sentences_of_article", article=Iri(row.text("article"))):
            shown = text[sentence.count("begin") : sentence.count("end")]
            joined = " ".join(["", *_WORD.findall(shown.lower()), ""])
            if all(f" {phrase} " in joined for phrase in words):
                found.add(sentence.text("event"))
    return found


def _is_within_days(event: IndexedEvent, wanted: EventFilter) -> bool:
    """Whether the event's time overlaps the days wanted, both ends included; an open end reaches any day."""
    if wanted.since is None and wanted.until is None:
        return True
    if event.earliest is None and event.latest is None:
        return False
    if wanted.since is not None and event.latest is not None and dates.bounds(event.latest)[1] < wanted.since:
        return False
    return wanted.until is None or event.earliest is None or dates.bounds(event.earliest)[0] <= wanted.until


def _is_published_within(day: str | None, wanted: EventFilter) -> bool:
    """Whether an article's date reaches the days of publication wanted; one without a date reaches none."""
    if day is None:
        return False
    first, last = dates.bounds(day)
    return (wanted.published_since is None or last >= wanted.published_since) and (
        wanted.published_until is None or first <= wanted.published_until
    )


def merges_of(catalog: Catalog, iri: str) -> tuple[MergeRow, ...]:
    """Why the mentions of an event were taken for one, from the graph."""
    merges: dict[str, Columns] = {}
    members: defaultdict[str, set[str]] = defaultdict(set)
    because: defaultdict[str, set[str]] = defaultdict(set)
    for row in catalog.select("event_merges", node=Iri(iri)):
        merges.setdefault(row.text("id"), row)
        members[row.text("id")].add(row.text("member"))
    for row in catalog.select("event_reasons", node=Iri(iri)):
        because[row.text("id")].add(row.text("detail"))
    return tuple(
        MergeRow(
            id=key,
            rule=row.text("rule"),
            score=row.number("score"),
            because=tuple(sorted(because[key])),
            members=tuple(sorted(members[key])),
        )
        for key, row in sorted(merges.items())
    )
