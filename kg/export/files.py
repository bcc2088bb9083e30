"""`kg export`: the whole store as one file of any format."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from kg.errors import QueryError
from kg.export import rdf
from kg.export.mentions import mentions_to_json
from kg.export.network import actor_network, network_to_gexf, network_to_graphml
from kg.export.records import to_line
from kg.export.tables import events_to_csv, events_to_geojson_text
from kg.query.catalog import Catalog
from kg.query.events import each_event
from kg.query.filters import EventFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.rows import EventRow
    from kg.store import ReadStore

FORMATS = (*rdf.FORMATS, "graphml", "gexf", "csv", "geojson", "mentions")


def export_store(store: ReadStore, format: str, output: IO[bytes]) -> None:
    """Writes the store as one of `FORMATS`, always the same bytes for the same contents; QueryError for others.

    nquads and trig hold all graphs, turtle and jsonld the merged graph, graphml and gexf the network of actors, csv and
    geojson the event table, mentions one JSON line per mention after merging.
    """
    if format in rdf.FORMATS:
        rdf.write_rdf(store, output, format=format)
    elif format == "graphml":
        output.write(network_to_graphml(actor_network(store.merged())))
    elif format == "gexf":
        output.write(network_to_gexf(actor_network(store.merged())))
    elif format == "csv":
        for line in events_to_csv(_all_events(store)):
            output.write(line.encode())
    elif format == "geojson":
        output.writelines(piece.encode() for piece in events_to_geojson_text(_all_events(store)))
    elif format == "mentions":
        for mention in mentions_to_json(store.records(), store.merged()):
            output.write(to_line(mention).encode() + b"\n")
    else:
        raise QueryError(f"{format!r} is no export format; choose one of {', '.join(FORMATS)}")


def _all_events(store: ReadStore) -> Iterator[EventRow]:
    return each_event(Catalog(store), EventFilter())
