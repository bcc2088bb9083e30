"""`Graph`: a store, asked and added to from Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

import rdflib

from kg import settings
from kg.errors import QueryError, StoreError
from kg.export.extras import extra
from kg.graph.filters import Filters, pairs_of
from kg.graph.views import Actor, Added, Article, Event, EventTable
from kg.query import actors, articles, events, sparql, stats, timeline
from kg.query.catalog import Catalog
from kg.query.filters import MAX_LIMIT, EventFilter, parse_filter
from kg.query.guard import check_query
from kg.query.index.files import open_index
from kg.query.network import UNBOUNDED, network_of
from kg.store import ReadStore
from kg.store.home import home_of, is_address
from kg.store.iris import article_graph
from kg.vocab import MERGED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    import networkx as nx
    import pandas as pd

    from kg.query.paging import Page
    from kg.query.rows import EventRow

Record = Mapping[str, object]
"""An input record: `text`, and if known `id`, `url`, `title`, `date`, `source`, `author`, `language`."""


class Graph:
    """A store: who did what, as tables, networks, RDF and pictures; articles in and out.

    Each call answers from the state that was published last, as the command line does: what another process adds is
    seen by the next call, and a table or network that was given out stays as it is. Use it in one thread.

    Args:
        store: folder, or address of a SPARQL server; None for `$KG_STORE`, else `./kg-store`.
        create: whether the store may be missing until articles are added.
        model: spaCy pipeline for `add`; None for `$KG_MODEL`, else the shipped one.

    Raises:
        StoreError: there is no store, or it cannot be read.

    Example:
        >>> with kg.open("kg-store") as graph:
        ...     graph.events(actor="Suleimani", from_="2020-01", status="Reported")
    """

    def __init__(self, store: Path | str | None = None, *, create: bool = False, model: str | None = None) -> None:
        defaults = settings.load()
        self._store = defaults.store if store is None else settings.location(str(store))
        self._model = model or defaults.model
        self._shown: Catalog | None = None
        self._is_closed = False
        if not (create and self._is_missing()):
            self._catalog()

    # ------------------------------------------------------------ the store

    @property
    def store(self) -> Path | str:
        """Folder or address of the store."""
        return self._store

    def close(self) -> None:
        """Lets go of the store's files; afterwards every other call is a StoreError. Again has no effect."""
        self._is_closed = True
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._is_closed:
            return f"Graph({str(self._store)!r}, closed)"
        if self._is_missing():
            return f"Graph({str(self._store)!r}, empty)"
        counts = self._catalog().counts()
        told = ", ".join(f"{counts[name]} {name}" for name in ("articles", "events", "actors", "places"))
        return f"Graph({str(self._store)!r}: {told})"

    # ------------------------------------------------------------ who did what

    def events(self, *, sort: str | None = None, limit: int | None = None, **filters: Unpack[Filters]) -> pd.DataFrame:
        """One row per event that fits, with its best sentence.

        Columns: `id`, `type`, `label` (a readable sentence), `status`, `agents`, `patients`, `recipients`,
        `instrument`, `participants` (names, joined by `; `), `place`, `country`, `lat`, `lon`, `earliest`, `latest`
        (first and last possible day), `precision`, `time` (as worded), `polarity`, `certainty`, `tense`,
        `attributed_to`, `confidence`, `articles`, `sources` (independent ones), `mentions`, `trigger`, `article`,
        `title`, `date`, `source`, `sentence`, `start`, `end` (the sentence's offsets in the article's text),
        `agent_ids`, `patient_ids`, `recipient_ids`, `place_id`, `score` (the codebook's, conflict -10 to cooperation
        10), `iri`.

        Args:
            sort: time (undated last), -time, support or confidence (highest first); time when None.
            limit: most rows; None for all.
            **filters: which events, see `Filters`.

        Raises:
            QueryError: a filter that is not known, or a value that cannot be read.
            UnknownError: an actor, place or article that is not in the store.
            ExtraError: pandas is not installed.
        """
        with extra():
            from kg.export import frames
        return frames.events_to_frame(self._rows(filters, sort=sort, limit=limit))

    def participants(self, **filters: Unpack[Filters]) -> pd.DataFrame:
        """One row per party of an event that fits: the tidy form to count and group by actor and role.

        Columns: `event`, `role` (agent, patient, recipient, instrument, participant), `actor` (id; missing for a
        phrase that is no actor), `name`, `kind`, `type`, `status`, `score`, `earliest`, `latest`, `place`, `country`,
        `confidence`, `sources`. Errors as for `events`.
        """
        with extra():
            from kg.export import frames
        return frames.participants_to_frame(self._rows(filters))

    def evidence(self, **filters: Unpack[Filters]) -> pd.DataFrame:
        """One row per mention of an event that fits: the sentences that say so.

        Columns: `event`, `label`, `type`, `article`, `title`, `date`, `source`, `url`, `sentence`, `start`, `end`,
        `trigger`, `trigger_start`, `trigger_end`, `polarity`, `certainty`, `tense`, `attributed_to`, `confidence`,
        `rule` (that found it), `mention` (IRI). All offsets are half-open, in code points of the article's text.
        Errors as for `events`.
        """
        with extra():
            from kg.export import frames
        return frames.evidence_to_frame(self._rows(filters))

    def show(self, *, sort: str | None = None, limit: int = 20, **filters: Unpack[Filters]) -> EventTable:
        """The first events that fit, to read: a table in a notebook, lines elsewhere; with the sentences.

        Errors as for `events`; pandas is not needed.
        """
        catalog = self._catalog()
        wanted = self._filter(filters, sort=sort)
        page = events.list_events(catalog, replace(wanted, limit=limit))
        return EventTable(rows=page.items, total=page.total)

    def event(self, id: str) -> Event:
        """One event by id or IRI, with every sentence that says so; UnknownError when there is none."""
        detail = events.get_event(self._catalog(), id)
        return Event(row=detail.event, merges=detail.merges)

    def timeline(self, by: str = "month", **filters: Unpack[Filters]) -> pd.DataFrame:
        """Events that fit, counted by day, week, month or year.

        Columns: `bucket` (ISO 8601 name), `first`, `last` (days), `events` (wholly within it), `possible` (those whose
        time is known too vaguely for one bucket but reaches into this one). The frame's `attrs` have `events` (all that
        fit), `spread` and `undated`. Errors as for `events`.
        """
        with extra():
            from kg.export import frames
        wanted, bucket = timeline.parse_timeline([*pairs_of(filters), ("by", by)])
        return frames.timeline_to_frame(timeline.count_by_time(self._catalog(), wanted, by=bucket))

    # ------------------------------------------------------------ actors, places, articles, types

    def actors(self, q: str | None = None, *, kind: str | None = None, country: str | None = None) -> pd.DataFrame:
        """One row per actor, most events first, or with `q` those whose names have words that start so, best first.

        Columns: `id`, `name`, `kind` (person, organization, group, polity), `country`, `events` (in any role),
        `aliases`, `titles`, `part_of`, `same_as`, `iri`.
        """
        with extra():
            from kg.export import frames
        catalog = self._catalog()
        rows = _all(lambda cursor: actors.list_actors(
            catalog, limit=MAX_LIMIT, cursor=cursor, q=q, kind=kind, country=country
        ))  # fmt: skip
        counts = Counter(
            actor for by_role in catalog.roles().values() for actor in {one for ids in by_role.values() for one in ids}
        )
        return _most_first(frames.actors_to_frame(rows, counts), is_ranked=q is not None)

    def actor(self, name: str) -> Actor:
        """One actor by id, IRI or any name; UnknownError when there is none, QueryError when several are meant."""
        catalog = self._catalog()
        found = catalog.find_actors(name)
        if len(found) > 1:
            known = catalog.actors()
            told = ", ".join(f"{known[key].name} ({key})" for key in found)
            raise QueryError(f"{name!r} may be any of {len(found)} actors: {told}; give the id of one")
        return Actor.of(actors.get_actor(catalog, found[0]))

    def places(self, q: str | None = None, *, country: str | None = None) -> pd.DataFrame:
        """One row per place, most events first, or with `q` as for `actors`.

        Columns: `id`, `name`, `country` (ISO 3166-1), `lat`, `lon` (WGS84 degrees), `events`, `aliases`, `within`,
        `geonames`, `iri`.
        """
        with extra():
            from kg.export import frames
        catalog = self._catalog()
        rows = _all(lambda cursor: actors.list_places(catalog, limit=MAX_LIMIT, cursor=cursor, q=q, country=country))
        counts = Counter(event.place for event in catalog.events().values() if event.place is not None)
        return _most_first(frames.places_to_frame(rows, counts), is_ranked=q is not None)

    def articles(self, q: str | None = None, *, source: str | None = None) -> pd.DataFrame:
        """One row per article, by date; with `q` those with its words in the title.

        Columns: `id`, `date` (as precise as it is known), `source`, `title`, `author`, `url`, `language`, `copy_of`
        (id of the article whose agency story it repeats), `iri`.
        """
        with extra():
            from kg.export import frames
        catalog = self._catalog()
        rows = _all(lambda cursor: articles.list_articles(
            catalog, limit=MAX_LIMIT, cursor=cursor, q=q, source=source
        ))  # fmt: skip
        return frames.articles_to_frame(rows)

    def article(self, id: str) -> Article:
        """One article by id or IRI, with its text and all that it says; UnknownError when there is none."""
        detail = articles.get_article(self._catalog(), id)
        return Article(row=detail.row, detail=detail)

    def types(self) -> pd.DataFrame:
        """The codebook, one row per event type, most events first.

        Columns: `type`, `events`, `score` (conflict -10 to cooperation 10), `quad`, `definition`.
        """
        with extra():
            from kg.export import frames
        return frames.types_to_frame(actors.count_types(self._catalog()))

    def stats(self) -> dict[str, object]:
        """Counts, sizes and versions, by name, as `kg stats` prints them."""
        self._catalog()
        return stats.store_stats(self._store)

    # ------------------------------------------------------------ networks

    def network(
        self, *, around: str | None = None, min_weight: int = 1, **filters: Unpack[Filters]
    ) -> nx.MultiDiGraph[str]:
        """Who acts on whom, in the events that fit, as a networkx graph.

        An edge leads from agent to patient or recipient; agents and participants of an event without either are joined
        pairwise (`relation` "with"). Events that agree in both actors, relation, type and status are one edge.

        Nodes are actor ids with `label` (name), `kind`, `country`, `iri`, `weight` (events, summed over its edges).
        Edges have `type`, `relation` (patient, recipient, with), `status`, `weight` (number of events), `score`
        (conflict -10 to cooperation 10), `sign` (-1, 0, 1), `first`, `last` (days, ISO 8601, or None), `confidence`
        (the greatest), `events` (tuple of all their ids, widest support first).

        Args:
            around: id, IRI or name of an actor: it, those with an edge to it, and the edges among them.
            min_weight: least number of events of an edge.
            **filters: which events, see `Filters`.

        Raises:
            QueryError: as for `events`; also an `around` that several actors are called.
            UnknownError: as for `events`.
        """
        from kg.export.network import network_to_graph

        ego = None if around is None else self.actor(around).id
        if min_weight < 1:
            raise QueryError(f"min_weight must be a whole number of at least 1, not {min_weight!r}")
        bounds = replace(UNBOUNDED, min_weight=min_weight)
        return network_to_graph(network_of(self._catalog(), self._filter(filters), bounds=bounds, ego=ego))

    # ------------------------------------------------------------ SPARQL and RDF

    def sparql(self, query: str, *, time_limit_s: float = 60.0) -> pd.DataFrame | bool | rdflib.Graph:
        """The answer to a SPARQL 1.1 query: a DataFrame, a bool or an rdflib graph, by the form of the query.

        The merged graph is the default graph, every article's graph a named one; the usual prefixes need no
        declaration. `select`, `ask` and `construct` do the same for one form each, and so have one type.

        Raises:
            RefusedQuery: an update, SERVICE, or an answer of more than a million rows.
            QueryTimeout: it ran into the time limit.
            QueryError: it cannot be read.
        """
        form = check_query(query)
        if form == "SELECT":
            return self.select(query, time_limit_s=time_limit_s)
        if form == "ASK":
            return self.ask(query, time_limit_s=time_limit_s)
        return self.construct(query, time_limit_s=time_limit_s)

    def select(self, query: str, *, time_limit_s: float = 60.0) -> pd.DataFrame:
        """The solutions of a SELECT query, one column per variable.

        Numbers and truth values become pandas' own; IRIs, texts and dates stay text, since a date may be a mere year.
        Errors as for `sparql`.
        """
        with extra():
            from kg.export import frames
        return frames.solutions_to_frame(self._answer(query, ("SELECT",), "json", time_limit_s))

    def ask(self, query: str, *, time_limit_s: float = 60.0) -> bool:
        """The answer to an ASK query. Errors as for `sparql`."""
        return b"true" in self._answer(query, ("ASK",), "json", time_limit_s)

    def construct(self, query: str, *, time_limit_s: float = 60.0) -> rdflib.Graph:
        """The graph of a CONSTRUCT or DESCRIBE query. Errors as for `sparql`."""
        return _parsed(self._answer(query, ("CONSTRUCT", "DESCRIBE"), "ntriples", time_limit_s))

    def rdf(self, *, article: str | None = None) -> rdflib.Graph:
        """The merged graph, or the graph of one article (id or IRI), as an rdflib graph of its own in memory.

        It is a copy: what is done to it does not reach the store. Some 30,000 triples load in a second.
        """
        catalog = self._catalog()
        name = MERGED_GRAPH if article is None else article_graph(catalog.find_article(article))
        written = BytesIO()
        catalog.store.dump(written, format="ntriples", graph=name)
        return _parsed(written.getvalue())

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
        report = build_articles(read_given(articles, date=date, format=format), store=self._store, options=options)
        return Added.of(report)

    def delete(self, article: str) -> None:
        """Removes one article, by its id, and all that only it supports; UnknownError when there is none."""
        self._catalog()
        from kg.build import remove

        remove(article, store=self._store)

    # ------------------------------------------------------------ within

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
        except StoreError:
            return not is_address(self._store) and not Path(self._store).exists()

    def _filter(self, filters: Mapping[str, object], *, sort: str | None = None) -> EventFilter:
        return parse_filter([*pairs_of(filters), *([("sort", sort)] if sort else [])])

    def _rows(
        self, filters: Mapping[str, object], *, sort: str | None = None, limit: int | None = None
    ) -> Iterator[EventRow]:
        if limit is not None and limit < 0:
            raise QueryError(f"limit must be a whole number of at least 0, not {limit!r}")
        return islice(events.each_event(self._catalog(), self._filter(filters, sort=sort)), limit)

    def _answer(self, query: str, forms: tuple[str, ...], format: str, time_limit_s: float) -> bytes:
        form = check_query(query)
        if form not in forms:
            method = {"SELECT": "select", "ASK": "ask"}.get(form, "construct")
            raise QueryError(f"this is a query of the form {form}; use Graph.{method}, or Graph.sparql for any form")
        self._check_open()
        answer = sparql.run_query(self._store, query, format=format, time_limit_s=time_limit_s, max_rows=_MAX_ROWS)
        return answer.content


_MAX_ROWS = 1_000_000


def _all(page_after: Callable[[str | None], Page[Any]]) -> Iterator[Any]:
    """The rows of all pages."""
    cursor = None
    while True:
        page = page_after(cursor)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def _most_first(frame: pd.DataFrame, *, is_ranked: bool) -> pd.DataFrame:
    if is_ranked:
        return frame
    return frame.sort_values(["events", "name", "id"], ascending=[False, True, True], ignore_index=True)


def _parsed(ntriples: bytes) -> rdflib.Graph:
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    return graph.parse(data=ntriples, format="nt")
