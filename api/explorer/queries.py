"""The SPARQL page: the query, the competency questions as examples, and the answer as a table."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from api.explorer.address import address, page_of
from api.explorer.rendering import page
from kg import vocab
from kg.errors import StoreError
from kg.query.formats import formats_of
from kg.store.iris import kind_and_id
from kg.vocab import PREFIXES
from ontology import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.responses import HTMLResponse

MAX_SHOWN = 2_000
"""Rows of an answer that are put into the page; the downloads have all."""

_START = """SELECT ?who ?event ?label WHERE {
  ?event ev:agent ?agent ; ev:status ev:Reported ; rdfs:label ?label .
  ?agent skos:prefLabel ?who .
}
ORDER BY ?who
LIMIT 100"""


def query_page(
    query: str = "", *, form: str | None = None, content: bytes | None = None, problem: str | None = None,
    status: int = 200, took_ms: float | None = None,
) -> HTMLResponse:  # fmt: skip
    """The page with a query and, once it was asked, its answer or what is wrong with it.

    Args:
        query: as it was written; empty for a first one to begin with.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE, None before anything was asked.
        content: the answer, as SPARQL results JSON or Turtle.
        problem: what is wrong with the query.
        status: of the answer.
        took_ms: time that the answer took.
    """
    table: Mapping[str, Any] | None = None
    graph = None
    if content is not None and form in {"SELECT", "ASK"}:
        table = _table(json.loads(content))
    elif content is not None:
        graph = content.decode("utf-8")
    downloads = (
        [(name, address("/sparql", [("query", query), ("format", name)])) for name in formats_of(form)] if form else []
    )
    return page(
        "sparql.html",
        status=status,
        here="/sparql",
        query=query or _START,
        is_asked=content is not None,
        examples=[(name, title, address("/sparql", [("query", text)]), text) for name, title, text in examples()],
        prefixes=dict(sorted(PREFIXES.items())),
        table=table,
        graph=graph,
        problem=problem,
        downloads=downloads,
        took_ms=took_ms,
    )


@lru_cache(maxsize=1)
def examples() -> tuple[tuple[str, str, str], ...]:
    """The competency questions: file name, question, query without its prefixes, which every query has here."""
    found = []
    for path in sorted((FOLDER / "competency").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        question = re.search(r"^# \d+\. (.+)$", text, re.MULTILINE)
        found.append((path.stem, question.group(1) if question else path.stem, text))
    return tuple(found)


def _table(answer: Mapping[str, Any]) -> dict[str, Any]:
    if "boolean" in answer:
        return {"names": ["answer"], "rows": [[{"text": "yes" if answer["boolean"] else "no"}]], "total": 1}
    names = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    return {
        "names": names,
        "rows": [[_cell(row.get(name)) for name in names] for row in rows[:MAX_SHOWN]],
        "total": len(rows),
    }


def _cell(term: Mapping[str, str] | None) -> dict[str, str]:
    """What a cell shows: the text, and where it leads when it is a thing of the graph."""
    if term is None:
        return {"text": ""}
    value = term["value"]
    if term["type"] != "uri":
        return {"text": value, "kind": "number" if _is_number(term) else "text"}
    link = ""
    if value.startswith(vocab.RESOURCES) and "#" not in value:
        try:
            link = page_of(*kind_and_id(value))
        except StoreError:
            link = ""
    elif value.startswith(vocab.TYPES):
        link = f"/types#{value.removeprefix(vocab.TYPES)}"
    shown = value.removeprefix(vocab.RESOURCES) if link else _short(value)
    return {"text": shown, "link": link, "kind": "iri", "title": value}


def _is_number(term: Mapping[str, str]) -> bool:
    return term.get("datatype", "").rpartition("#")[2] in {"integer", "decimal", "double", "float"}


def _short(iri: str) -> str:
    """The IRI with the longest prefix that fits."""
    fitting = [(len(start), name, start) for name, start in PREFIXES.items() if iri.startswith(start)]
    if not fitting:
        return iri
    _, name, start = max(fitting)
    return f"{name}:{iri.removeprefix(start)}"
