"""Reading the data model from an open database; shared by the writer and the readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UnknownError
from kg.store import articles, books, merged
from kg.store.iris import article_graph
from kg.store.terms import node
from kg.vocab import EV, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.model import ArticleRecord, MergedGraph


def read_article(store: ox.Store, article: str) -> ArticleRecord:
    """The record of an article; UnknownError when the store has none of this id."""
    quads = list(store.quads_for_pattern(None, None, None, node(article_graph(article))))
    if not quads:
        raise UnknownError(f"the store has no article {article!r}; see its ids with `kg stats` or GET /articles")
    return articles.record_of(quads)


def read_records(store: ox.Store) -> Iterator[ArticleRecord]:
    """All records, by article id."""
    for article in books.records(store):
        yield read_article(store, article)


def read_merged(store: ox.Store) -> MergedGraph:
    """The merged graph, empty before the first merge."""
    return merged.graph_of(store.quads_for_pattern(None, None, None, books.MERGED))


def count(store: ox.Store) -> dict[str, int]:
    """Numbers of articles, event mentions, events, actors, places and merges."""
    counts = {"articles": len(books.records(store))}
    for name, kind, graph in (
        ("mentions", EV.Mention, None),
        ("events", EV.Event, books.MERGED),
        ("actors", EV.Actor, books.MERGED),
        ("places", EV.Place, books.MERGED),
        ("merges", EV.Merge, books.MERGED),
    ):
        counts[name] = sum(1 for _ in store.quads_for_pattern(None, node(RDF.type), node(kind), graph))
    return counts
