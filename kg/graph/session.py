"""`Graph`: a store, asked from Python."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Unpack

from kg.errors import QueryError
from kg.export.extras import extra
from kg.graph.filters import Filters, Name, pairs_of, texts_of
from kg.graph.linked import Linked
from kg.graph.views import Actor, Article, Event, EventTable
from kg.query import actors, articles, disagreements, events, timeline
from kg.query.active import events_at_places, events_of_actors
from kg.query.disagreement_filters import parse_disagreements
from kg.query.filters import MAX_LIMIT, EventFilter, parse_filter
from kg.query.network import UNBOUNDED, network_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import networkx as nx
    import pandas as pd

    from kg.export.explore import Page
    from kg.export.still import Picture
    from kg.query.paging import Page as RowPage
    from kg.query.rows import EventRow
    from kg.query.timeline import Timeline


class Graph(Linked):
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
        """The first events that fit, to read: a table in a notebook, lines elsewhere; with the sentences. At most 1000.

        Errors as for `events`; pandas is not needed.
        """
        catalog = self._catalog()
        page = events.list_events(catalog, self._filter(filters, sort=sort, limit=limit))
        return EventTable(rows=page.items, total=page.total)

    def event(self, id: str) -> Event:
        """One event by id or IRI, with every sentence that says so; UnknownError when there is none."""
        detail = events.get_event(self._catalog(), id)
        return Event(
            row=detail.event,
            merges=detail.merges,
            disagreements=detail.disagreements,
            part_of=detail.part_of,
            parts=detail.parts,
        )

    def disagreements(self, *, property: Name | None = None, **filters: Unpack[Filters]) -> pd.DataFrame:
        """On what the articles differ that report one event that fits: one row per sentence that gives a value.

        Columns: `event`, `label`, `property` (place, time, number, agent, patient, recipient, polarity, type), `value`,
        `value_label`, `article`, `source`, `date`, `sentence`, `start`, `end`. The value of most articles comes first.
        Refinements are no disagreement: Baghdad and Iraq, 2020 and 3 January 2020.

        Args:
            property: one of these or several; all when None.
            **filters: which events, see `Filters`.

        Raises:
            QueryError: as for `events`, or a property that is none.
        """
        with extra():
            from kg.export import frames
        pairs = [*pairs_of(filters), *texts_of("property", property)]
        wanted, properties = parse_disagreements(pairs)
        return frames.disagreements_to_frame(
            disagreements.each_disagreement(self._catalog(), wanted, properties=properties)
        )

    def timeline(self, by: str = "month", **filters: Unpack[Filters]) -> pd.DataFrame:
        """Events that fit, counted by day, week, month or year.

        Columns: `bucket` (ISO 8601 name), `first`, `last` (days), `events` (wholly within it), `possible` (those whose
        time is known too vaguely for one bucket but reaches into this one). The frame's `attrs` have `events` (all that
        fit), `spread` and `undated`. Errors as for `events`.
        """
        with extra():
            from kg.export import frames
        return frames.timeline_to_frame(self._timeline(by, filters))

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
        counts = events_of_actors(catalog)
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
        counts = events_at_places(catalog)
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

    # ------------------------------------------------------------ pictures

    def draw(
        self,
        network: nx.MultiDiGraph[str] | None = None,
        *,
        around: str | None = None,
        max_nodes: int = 40,
        colour_by: str | Mapping[str, object] = "kind",
        title: str | None = None,
        **filters: Unpack[Filters],
    ) -> Picture:
        """A still picture of who acts on whom; a PNG in a notebook, `save(path)` for PNG, SVG or PDF.

        Dots are actors, their area by their events; arrows lead from who acts to who is acted on, red for conflict,
        blue for cooperation, broken where nothing is reported as a fact, thick for many events.

        Args:
            network: one of `network`, perhaps with parts taken away; None for that of the filters.
            around: as for `network`.
            max_nodes: most actors; those with most events are shown.
            colour_by: colour of the dots: "kind"; "tone", by the mean score; or a group for each actor, by its id.
            title: above the picture.
            **filters: which events, see `Filters`.

        Raises:
            QueryError: as for `network`, or both a network and filters are given.
            ExtraError: matplotlib is not installed.
        """
        with extra():
            from kg.export.still import network_picture
        from kg.export.drawing import drawing_of

        graph = self._chosen(network, around, filters)
        return network_picture(drawing_of(graph, max_nodes=max_nodes, colour_by=colour_by), title=title)

    def explore(
        self,
        network: nx.MultiDiGraph[str] | None = None,
        *,
        around: str | None = None,
        max_nodes: int = 80,
        colour_by: str | Mapping[str, object] = "kind",
        title: str = "Who acts on whom",
        **filters: Unpack[Filters],
    ) -> Page:
        """The same to move about in: choose an actor or an arrow and read the sentences behind it.

        One HTML page with all it needs inside; no request leaves the machine. A frame in a notebook, `to_html(path)`
        for a file. Arguments and errors as for `draw`; matplotlib is not needed.
        """
        from kg.export.drawing import drawing_of
        from kg.export.explore import network_page

        drawing = drawing_of(self._chosen(network, around, filters), max_nodes=max_nodes, colour_by=colour_by)
        told = sorted({event for arrow in drawing.arrows for event in arrow.events})
        return network_page(drawing, events.get_events(self._catalog(), told), title=title)

    def draw_timeline(self, by: str = "month", *, title: str | None = None, **filters: Unpack[Filters]) -> Picture:
        """A still picture of `timeline`: bars, and lighter on top what may have been then. Errors as for `draw`."""
        with extra():
            from kg.export.charts import timeline_picture
        return timeline_picture(self._timeline(by, filters), title=title)

    def draw_map(self, *, title: str | None = None, **filters: Unpack[Filters]) -> Picture:
        """A still picture of where: dots by number of events, coloured by their mean score, on outlines of countries.

        Events without a place with coordinates are counted below it. Errors as for `draw`.
        """
        with extra():
            from kg.export.charts import map_picture
        return map_picture(self._rows(filters), title=title)

    # ------------------------------------------------------------ within

    def _chosen(
        self, network: nx.MultiDiGraph[str] | None, around: str | None, filters: Mapping[str, Any]
    ) -> nx.MultiDiGraph[str]:
        if network is None:
            return self.network(around=around, **filters)
        if around is not None or filters:
            raise QueryError("give a network or filters, not both; Graph.network takes the filters")
        return network

    def _timeline(self, by: str, filters: Mapping[str, object]) -> Timeline:
        wanted, bucket = timeline.parse_timeline([*pairs_of(filters), ("by", by)])
        return timeline.count_by_time(self._catalog(), wanted, by=bucket)

    def _filter(
        self, filters: Mapping[str, object], *, sort: str | None = None, limit: int | None = None
    ) -> EventFilter:
        listed = [(name, str(value)) for name, value in (("sort", sort), ("limit", limit)) if value is not None]
        return parse_filter([*pairs_of(filters), *listed])

    def _rows(
        self, filters: Mapping[str, object], *, sort: str | None = None, limit: int | None = None
    ) -> Iterator[EventRow]:
        if limit is not None and limit < 0:
            raise QueryError(f"limit must be a whole number of at least 0, not {limit!r}")
        return islice(events.each_event(self._catalog(), self._filter(filters, sort=sort)), limit)


def _all(page_after: Callable[[str | None], RowPage[Any]]) -> Iterator[Any]:
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
