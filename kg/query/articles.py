"""The articles of a store, and one of them with all that it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.query.events import find_article
from kg.query.paging import Page, cut_page
from kg.store.iris import article_iri
from kg.store.terms import Iri

if TYPE_CHECKING:
    from kg.model import ArticleRecord
    from kg.query.catalog import Catalog
    from kg.query.rows import ArticleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDetail:
    """One article: its row, the whole record, and for each local id the IRI of the canonical node it stands for."""

    row: ArticleRow
    record: ArticleRecord
    canonical: dict[str, str]


def list_articles(
    catalog: Catalog, *, limit: int, cursor: str | None = None, source: str | None = None, q: str | None = None
) -> Page[ArticleRow]:
    """Articles by date (undated last) and id; `source` in any case, `q` words of the title in any case."""
    folded_source, words = (source or "").casefold(), (q or "").casefold().split()
    rows = [
        row
        for row in catalog.articles().values()
        if (not folded_source or (row.source or "").casefold() == folded_source)
        and all(word in (row.title or "").casefold() for word in words)
    ]
    return cut_page(
        rows,
        key=lambda row: (row.date or "9999-99-99", row.id),
        asked=repr(("articles", folded_source, words)),
        limit=limit,
        cursor=cursor,
    )


def get_article(catalog: Catalog, identifier: str) -> ArticleDetail:
    """One article by id or IRI; UnknownError when the store has none."""
    article = find_article(catalog, identifier)
    record = catalog.store.article(article)
    canonical = {
        local: target
        for row in catalog.select("canonical_of_article", article=Iri(article_iri(article)))
        if (local := row.text("local").partition("#")[2]) and (target := row.text("node"))
    }
    return ArticleDetail(row=catalog.articles()[article], record=record, canonical=canonical)
