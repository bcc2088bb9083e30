"""One JSON line per mention after merging: which words of which article stand for which node of the graph.

In: article records, and which nodes those of an article stand for. Out: objects in the order of the records and of the
text. A mention that no canonical node claims keeps its own IRI, so that nothing vanishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Ref
from kg.store.iris import local_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.model import ArticleRecord, Span

Json = dict[str, object]


def mentions_to_json(
    records: Iterable[ArticleRecord], canonical_of: Callable[[str], Mapping[str, str]]
) -> Iterator[Json]:
    """`{article, start, end, text, kind, entity}` for every mention of an event, actor, place or time.

    `kind` is event, actor, place or time; the span of an event is its trigger. The entity of a time is the expression
    itself: times are not merged. The records are taken in the order given, one at a time. `canonical_of` gives the IRIs
    of an article's canonical actors, places and events by the ids of its own.
    """
    for record in records:
        entities = canonical_of(record.article.id)
        found = sorted(_spans_of(record), key=lambda found: (found[0].start, found[0].end, found[1], found[2]))
        for span, kind, local in found:
            yield {
                "article": record.article.id,
                "start": span.start,
                "end": span.end,
                "text": span.of(record.article.text),
                "kind": kind,
                "entity": entities.get(local) or local_iri(Ref(record.article.id, local)),
            }


def _spans_of(record: ArticleRecord) -> Iterator[tuple[Span, str, str]]:
    for actor in record.actors:
        for mention in actor.mentions:
            yield mention.span, "actor", actor.id
    for place in record.places:
        for mention in place.mentions:
            yield mention.span, "place", place.id
    for time in record.times:
        yield time.span, "time", time.id
    for event in record.events:
        yield event.trigger, "event", event.id
