"""Events as statements: all that the graph says of them, with names of actors and places, and every sentence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.query.catalog import text_of
from kg.vocab import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.query.catalog import Catalog
    from kg.store import ReadStore

_IRI = re.compile(r"[^<>\"{}|^`\\\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One triple. `datatype` is None for an IRI as object, the data type's IRI for a literal."""

    subject: str
    predicate: str
    object: str
    datatype: str | None


def describe_events(catalog: Catalog, iris: Sequence[str]) -> tuple[Statement, ...]:
    """What is said of events of the store: in their order, then of times, mentions, actors, places and articles.

    Each sentence has its words as `ev:quote`; all else stands in the graph as it is given here.
    """
    if not iris:
        return ()
    for iri in iris:
        # they come from the store itself; the check keeps it so
        if not _IRI.fullmatch(iri):
            raise StoreError(f"{iri!r} is no IRI; build the store again")
    query = text_of("describe_events").replace("$events", " ".join(f"<{iri}>" for iri in iris))
    answer = json.loads(catalog.store.query(query, format="json"))
    found = {_statement(row["s"]["value"], row["p"]["value"], row["o"]) for row in answer["results"]["bindings"]}
    ranks = {iri: index for index, iri in enumerate(iris)}
    return tuple(
        sorted(
            found,
            key=lambda it: (
                ranks.get(it.subject, len(ranks)), it.subject, it.predicate != RDF.type, it.predicate, it.object,
            ),
        )
    )  # fmt: skip


def describe_merged(store: ReadStore) -> tuple[Statement, ...]:
    """All statements of the merged graph, in no order."""
    answer = json.loads(store.query("SELECT ?s ?p ?o { ?s ?p ?o }", format="json"))
    return tuple(_statement(row["s"]["value"], row["p"]["value"], row["o"]) for row in answer["results"]["bindings"])


def _statement(subject: str, predicate: str, term: dict[str, str]) -> Statement:
    datatype = None if term["type"] == "uri" else term.get("datatype", XSD.string)
    return Statement(subject, predicate, term["value"], datatype)
