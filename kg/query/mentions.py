"""The mentions of a store after merging: which words of which article stand for which node of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocab
from kg.query.articles import canonical_of
from kg.store.iris import article_graph
from kg.store.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.catalog import Catalog

Json = dict[str, object]

_KINDS = {
    vocab.EV.LocalActor: "actor",
    vocab.EV.LocalPlace: "place",
    vocab.EV.TimeMention: "time",
    vocab.EV.Mention: "event",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """Words of an article, half-open in code points of its text, that mention something.

    `kind` is event, actor, place or time (the words of an event are its trigger), `local` the id of the article's own
    one, `entity` the IRI of the canonical one. A time, and what no canonical node claims, keeps its own IRI, so that
    nothing vanishes.
    """

    article: str
    kind: str
    local: str
    start: int
    end: int
    text: str
    entity: str


def each_mention(catalog: Catalog) -> Iterator[MentionRow]:
    """All mentions of the store, by article and place in its text; one article is held at a time."""
    for article in catalog.store.article_ids():
        yield from sorted(_mentions_of(catalog, article), key=lambda row: (row.start, row.end, row.kind, row.local))


def mention_to_json(row: MentionRow) -> Json:
    """The contract's mention."""
    return {
        "article": row.article,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "kind": row.kind,
        "entity": row.entity,
    }


def _mentions_of(catalog: Catalog, article: str) -> Iterator[MentionRow]:
    # Reading the whole record would take three times as long.
    entities = canonical_of(catalog, article)
    for row in catalog.select("mentions_of_article", graph=Iri(article_graph(article))):
        iri = row.text("local")
        local = iri.partition("#")[2]
        yield MentionRow(
            article=article,
            kind=_KINDS[row.text("class")],
            local=local,
            start=row.count("begin"),
            end=row.count("end"),
            text=row.text("quote"),
            entity=entities.get(local, iri),
        )
