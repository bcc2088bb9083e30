"""`kg export`: the whole store as one file of any format."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from kg.errors import QueryError
from kg.export import rdf
from kg.export.graph_files import gexf, graphml
from kg.export.network import EventNetwork
from kg.export.records import to_line
from kg.export.tables import events_to_csv, events_to_geojson_text
from kg.query.catalog import Catalog
from kg.query.events import each_event
from kg.query.filters import EventFilter
from kg.query.index.files import open_catalog
from kg.query.mentions import each_mention, mention_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.rows import EventRow
    from kg.store import ReadStore

_NETWORKS = {"graphml": graphml, "gexf": gexf}
FORMATS = (*rdf.FORMATS, *_NETWORKS, "csv", "geojson", "mentions")


def export_store(store: ReadStore, format: str, output: IO[bytes]) -> None:
    """Writes the store as one of `FORMATS`, always the same bytes for the same contents; QueryError for others.

    nquads and trig hold all graphs, turtle and jsonld the merged graph, graphml and gexf the network of actors, csv and
    geojson the event table, mentions one JSON line per mention after merging.
    """
    if format in rdf.FORMATS:
        rdf.write_rdf(store, output, format=format)
    elif format in _NETWORKS:
        with _events(store) as (catalog, rows), EventNetwork(rows, catalog.actors()) as network:
            output.writelines(_NETWORKS[format](network.nodes(), network.edges()))
    elif format == "csv":
        with _events(store) as (_, rows):
            output.writelines(line.encode() for line in events_to_csv(rows))
    elif format == "geojson":
        with _events(store) as (_, rows):
            output.writelines(piece.encode() for piece in events_to_geojson_text(rows))
    elif format == "mentions":
        output.writelines(to_line(mention_to_json(row)).encode() + b"\n" for row in each_mention(Catalog(store)))
    else:
        raise QueryError(f"{format!r} is no export format; choose one of {', '.join(FORMATS)}")


@contextmanager
def _events(store: ReadStore) -> Iterator[tuple[Catalog, Iterator[EventRow]]]:
    """The catalog and all events in the order of time; from the index where it is there, in a tenth of the time."""
    catalog = open_catalog(store)
    try:
        yield catalog, each_event(catalog, EventFilter())
    finally:
        if catalog.index is not None:
            catalog.index.close()
