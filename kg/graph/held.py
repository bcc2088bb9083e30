"""A store held open: the state that readers see, and articles in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Self

from kg import settings
from kg.errors import MissingStore, StoreError
from kg.graph.views import Added
from kg.query import stats
from kg.query.catalog import Catalog
from kg.query.index.files import open_index
from kg.store import ReadStore
from kg.store.home import home_of, is_address

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from kg.incremental import MergeKeeper

Record = Mapping[str, object]
"""An input record: `text`, and if known `id`, `url`, `title`, `date`, `source`, `author`, `language`."""


class Held:
    """The store of a `Graph`: opened anew for every state that is published, and let go at the end.

    Args:
        store: folder, or address of a SPARQL server; None for `$KG_STORE`, else `./kg-store`.
        create: whether the store may be missing until articles are added.
        model: spaCy pipeline for `add`; None for `$KG_MODEL`, else the shipped one.

    Raises:
        StoreError: there is no store, or it cannot be read.
    """

    def __init__(self, store: Path | str | None = None, *, create: bool = False, model: str | None = None) -> None:
        defaults = settings.load()
        self._store = defaults.store if store is None else settings.location(str(store))
        self._model = model or defaults.model
        self._shown: Catalog | None = None
        self._keeper: MergeKeeper | None = None
        self._merges = 0
        self._is_closed = False
        if not self._is_missing() or not create:
            self._catalog()

    # ------------------------------------------------------------ the store

    @property
    def store(self) -> Path | str:
        """Folder or address of the store."""
        return self._store

    def close(self) -> None:
        """Lets go of the store's files; afterwards every other call is a StoreError. Again has no effect."""
        self._is_closed = True
        self._keeper = None
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._is_closed:
            return f"{type(self).__name__}({str(self._store)!r}, closed)"
        if self._is_missing():
            return f"{type(self).__name__}({str(self._store)!r}, empty)"
        counts = self._catalog().counts()
        told = ", ".join(f"{counts[name]} {name}" for name in ("articles", "events", "actors", "places"))
        return f"{type(self).__name__}({str(self._store)!r}: {told})"

    def stats(self) -> dict[str, object]:
        """Counts, sizes and versions, by name, as `kg stats` prints them."""
        self._check_open()
        return stats.store_stats(self._store)

    # ------------------------------------------------------------ articles in and out

    def add(
        self,
        articles: str | Path | Record | Iterable[str | Path | Record],
        *,
        date: str | None = None,
        format: str = "auto",
        workers: int = 1,
    ) -> Added:
        """Reads articles into the store, as `kg build` does; the same again changes nothing.

        Args:
            articles: a file or folder (text, HTML, JSON Lines, CSV, RSS), a record with `text` and if known `id`,
                `url`, `title`, `date`, `source`, `author`, `language`, or several of these.
            date: publication date of articles that bring none.
            format: of files: auto, text, html, jsonl, csv or rss.
            workers: processes that parse.

        Raises:
            StoreError: the store cannot be written, or another process writes it.
            ModelError: the spaCy pipeline cannot be used.
            InputError: `date` or `format` is wrong. An article that cannot be read is none: see `Added.rejected`.
        """
        self._check_open()
        from kg.build import Options, build_articles
        from kg.graph.adding import read_given

        options = Options(model=self._model, workers=workers, date=date, format=format)
        given = read_given(articles, date=date, format=format)
        report = build_articles(given, store=self._store, options=options, keeper=self._kept())
        return Added.of(report)

    def delete(self, article: str) -> None:
        """Removes one article, by its id, and all that only it supports; UnknownError when there is none."""
        self._catalog()
        from kg.build import remove

        remove(article, store=self._store, keeper=self._kept())

    # ------------------------------------------------------------ within

    def _kept(self) -> MergeKeeper | None:
        """What is kept from one merge to the next, from the second on: one addition alone is merged faster without."""
        from kg.incremental import MergeKeeper

        if self._merges > 0 and self._keeper is None:
            self._keeper = MergeKeeper()
        self._merges += 1
        return self._keeper

    def _check_open(self) -> None:
        if self._is_closed:
            raise StoreError(f"the graph of {str(self._store)!r} was closed; open it again")

    def _catalog(self) -> Catalog:
        """The state that was published last, with the service's index where there is one."""
        self._check_open()
        if self._shown is None or not self._shown.store.is_current:
            self._let_go()
            store = ReadStore.open(self._store)
            self._shown = Catalog(store, index=None if is_address(self._store) else open_index(store))
        return self._shown

    def _let_go(self) -> None:
        shown, self._shown = self._shown, None
        if shown is not None:
            shown.close()

    def _is_missing(self) -> bool:
        try:
            return home_of(self._store).current() is None
        except MissingStore:
            return True
