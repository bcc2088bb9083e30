"""The articles of a store, and one of them with all that it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query.filters import is_searchable
from kg.query.paging import Page, cursor_after, cut_page, key_of_cursor, wrong_cursor
from kg.query.rows import ArticleRow
from kg.store.iris import article_iri
from kg.store.terms import Iri

if TYPE_CHECKING:
    from kg.model import ArticleRecord
    from kg.query.catalog import Catalog
    from kg.query.index.event_index import EventIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDetail:
    """One article: its row, the whole record, and for each local id the IRI of the canonical node it stands for.

    `run` is when the run began that wrote it, None where the store does not say.
    """

    row: ArticleRow
    record: ArticleRecord
    canonical: dict[str, str]
    run: str | None


def list_articles(
    catalog: Catalog, *, limit: int, cursor: str | None = None, source: str | None = None, q: str | None = None
) -> Page[ArticleRow]:
    """Articles by date (undated last) and id; `source` in any case, `q` words of the title in any case."""
    if q and not is_searchable(q):
        raise QueryError(f"q must hold a word of the title, not {q[:80]!r}")
    folded_source, words = (source or "").casefold(), (q or "").casefold().split()
    asked = repr(("articles", folded_source, words))
    if catalog.index is not None:
        return _page_of_index(catalog.index, folded_source, words, asked=asked, limit=limit, cursor=cursor)
    rows = [
        row
        for row in catalog.articles().values()
        if (not folded_source or (row.source or "").casefold() == folded_source)
        and all(word in (row.title or "").casefold() for word in words)
    ]
    return cut_page(
        rows,
        key=lambda row: (row.date or "9999-99-99", row.id),
        asked=asked,
        limit=limit,
        cursor=cursor,
    )


def _page_of_index(
    index: EventIndex, source: str, words: list[str], *, asked: str, limit: int, cursor: str | None
) -> Page[ArticleRow]:
    after = None
    if cursor is not None:
        match key_of_cursor(cursor, asked=asked):
            case (str(day), str(article)):
                after = (day, article)
            case _:
                raise wrong_cursor(cursor)
    found, total = index.articles(source=source, words=words, after=after, limit=limit + 1)
    rows = tuple(ArticleRow(**row) for row in found[:limit])
    following = None
    if len(found) > limit:
        following = cursor_after((rows[-1].date or "9999-99-99", rows[-1].id), asked=asked)
    return Page(items=rows, next=following, total=total)


def get_article(catalog: Catalog, identifier: str) -> ArticleDetail:
    """One article by id or IRI; UnknownError when the store has none."""
    article = catalog.find_article(identifier)
    record = catalog.store.article(article)
    return ArticleDetail(
        row=catalog.article_row(article),
        record=record,
        canonical=canonical_of(catalog, article),
        run=catalog.store.written_in(article),
    )


def canonical_of(catalog: Catalog, article: str) -> dict[str, str]:
    """IRIs of the canonical actors, places and events of an article of the store, by the ids of its own."""
    return {
        local: target
        for row in catalog.select("canonical_of_article", article=Iri(article_iri(article)))
        if (local := row.text("local").partition("#")[2]) and (target := row.text("node"))
    }
