"""The forms a SPARQL answer comes in: short names, as options take them, and media types, as HTTP takes them."""

from __future__ import annotations

from kg.errors import QueryError

SOLUTIONS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""For SELECT; ASK has the first two."""

GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "nquads": "application/n-quads",
    "trig": "application/trig",
}
"""For CONSTRUCT and DESCRIBE."""


def formats_of(form: str) -> dict[str, str]:
    """Formats by short name, the usual one first, for a query that is a SELECT, ASK, CONSTRUCT or DESCRIBE."""
    if form == "SELECT":
        return SOLUTIONS
    if form == "ASK":
        return {name: SOLUTIONS[name] for name in ("json", "xml")}
    return GRAPHS


def pick_format(form: str, name: str | None) -> str:
    """The short name, checked against the form of the query; the usual one for None.

    Raises:
        QueryError: a query of this form has no such answer.
    """
    offered = formats_of(form)
    if name is None:
        return next(iter(offered))
    if name not in offered:
        article = "an" if form == "ASK" else "a"
        raise QueryError(f"{article} {form} query cannot be answered as {name!r}; choose one of {', '.join(offered)}")
    return name
