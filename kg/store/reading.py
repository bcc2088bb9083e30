"""Reading the data model from an open database; shared by the writer and the readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UnknownError
from kg.store import books, mapping
from kg.store.iris import article_graph
from kg.store.terms import node
from kg.vocab import EV, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import ArticleRecord, MergedGraph
    from kg.store.engine import Engine


def read_article(engine: Engine, article: str) -> ArticleRecord:
    """The record of an article; UnknownError when the store has none of this id."""
    quads = list(engine.quads(graph=node(article_graph(article))))
    if not quads:
        raise UnknownError(f"the store has no article {article!r}; `kg events` and GET /articles show their ids")
    return mapping.record_of(quads)


def read_records(engine: Engine) -> Iterator[ArticleRecord]:
    """All records, by article id."""
    for article in books.records(engine):
        yield read_article(engine, article)


def read_merged(engine: Engine) -> MergedGraph:
    """The merged graph, empty before the first merge."""
    return mapping.graph_of(engine.quads(graph=books.MERGED))


def count(engine: Engine) -> dict[str, int]:
    """Numbers of articles, event mentions, events, actors, places and merges."""
    counts = {"articles": len(books.records(engine))}
    for name, kind, graph in (
        ("mentions", EV.Mention, None),
        ("events", EV.Event, books.MERGED),
        ("actors", EV.Actor, books.MERGED),
        ("places", EV.Place, books.MERGED),
        ("merges", EV.Merge, books.MERGED),
    ):
        counts[name] = engine.count(predicate=node(RDF.type), object=node(kind), graph=graph)
    return counts
