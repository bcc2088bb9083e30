"""The pages for people: who did what with a search form, and one event. Made on the server, they work without scripts.

Every text is escaped where it is put in; titles and sentences come from scraped pages and may hold anything.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kg.export.tables import best_evidence, show_time
from kg.model import Status
from kg.query.merges import sentence_of
from kg.vocab import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.query.paging import Page
    from kg.query.rows import DifferenceRow, EventDetail, EventRow, EvidenceRow, MergeRow, PartyRow

_FIELDS = (
    ("agent", "Who", "any name"),
    ("patient", "to whom", "any name"),
    ("actor", "with", "any role"),
    ("place", "where", "Iraq"),
    ("from", "from", "2020-01-01"),
    ("to", "to", "2020-12-31"),
    ("q", "words", "words of the sentence"),
)


def start_page(page: Page[EventRow], *, asked: Sequence[tuple[str, str]], problem: str | None = None) -> str:
    """Who did what, one page of it, below the search form; `problem` says what was wrong with the search."""
    given = dict(asked)
    parts = [_form(given)]
    if problem is not None:
        parts.append(f'<p class="problem">{escape(problem)}</p>')
    else:
        n_shown = len(page.items)
        parts.append(f"<p>{n_shown} of {_counted(page.total, 'event')}</p>")
        parts += [_event(row) for row in page.items]
        if page.next is not None:
            query = urlencode([(name, value) for name, value in asked if name != "cursor"] + [("cursor", page.next)])
            parts.append(f'<p><a rel="next" href="/?{escape(query)}">Next page</a></p>')
    return _page("Who did what", parts)


def event_page(detail: EventDetail) -> str:
    """One event with every sentence that says so and why they were taken for one event."""
    row = detail.event
    parts = [_event(row, is_alone=True)]
    parts.append(f"<h2>In {_counted(len(row.evidence), 'sentence')}</h2>")
    parts += [_evidence(evidence) for evidence in row.evidence]
    if detail.disagreements:
        parts.append("<h2>On what the articles differ</h2>")
        parts += [_difference(difference) for difference in detail.disagreements]
    if detail.merges:
        parts.append("<h2>Why they are one event</h2>")
        parts += [_merge(merge) for merge in detail.merges]
    return _page(row.label, parts)


def terms_page(terms: Iterable[tuple[str, str, str]]) -> str:
    """The ontology: rows of (IRI, label, definition)."""
    rows = [
        f'<tr id="{escape(iri.rpartition("#")[2].rpartition("/")[2])}"><td><code>{escape(iri)}</code></td>'
        f"<td>{escape(label)}</td><td>{escape(comment)}</td></tr>"
        for iri, label, comment in terms
    ]
    table = f"<table><tr><th>Term</th><th>Label</th><th>Definition</th></tr>{''.join(rows)}</table>"
    return _page("Ontology", ['<p>As <a href="/ontology?format=turtle">Turtle</a>.</p>', table])


def docs_page(*, openapi: str, assets: str) -> str:
    """The interactive description of the API, from vendored files alone."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>whodid API</title>'
        f'<link rel="icon" href="{escape(assets)}/favicon-32x32.png">'
        f'<link rel="stylesheet" href="{escape(assets)}/swagger-ui.css"></head>'
        f'<body><div id="swagger-ui" data-openapi="{escape(openapi)}"></div>'
        f'<script src="{escape(assets)}/swagger-ui-bundle.js"></script><script src="/static/docs.js"></script>'
        f'<noscript>This page needs scripts; the description itself is <a href="{escape(openapi)}">here</a>.</noscript>'
        "</body></html>"
    )


def _page(title: str, parts: Iterable[str]) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · whodid</title><link rel="stylesheet" href="/static/site.css">'
        "</head><body>"
        '<header><a href="/">whodid</a> <nav><a href="/articles">articles</a> <a href="/actors">actors</a> '
        '<a href="/places">places</a> <a href="/types">types</a> <a href="/ontology">ontology</a> '
        '<a href="/docs">API</a></nav></header>'
        f"<main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def _form(given: Mapping[str, str]) -> str:
    fields = [
        f'<label>{label} <input name="{name}" value="{escape(given.get(name, ""))}" placeholder="{hint}"></label>'
        for name, label, hint in _FIELDS
    ]
    fields.append(_choice("type", "what", EVENT_TYPES, given))
    fields.append(_choice("status", "status", tuple(Status), given))
    return f'<form action="/" method="get">{" ".join(fields)} <button>Search</button></form>'


def _choice(name: str, label: str, values: Iterable[str], given: Mapping[str, str]) -> str:
    options = [
        f"<option{' selected' if value == given.get(name) else ''}>{escape(value)}</option>" for value in ("", *values)
    ]
    return f'<label>{label} <select name="{name}">{"".join(options)}</select></label>'


def _event(row: EventRow, *, is_alone: bool = False) -> str:
    facts = [("when", escape(show_time(row.time)))]
    for label, parties in (
        ("who", row.agents),
        ("to whom", row.patients),
        ("for whom", row.recipients),
        ("by means of", row.instruments),
        ("with", row.participants),
        ("according to", row.attributed_to),
    ):
        if parties:
            facts.append((label, ", ".join(_party(party) for party in parties)))
    if row.place is not None:
        link = f"/places/{quote(row.place.id, safe='')}"
        facts.append(("where", f'<a href="{escape(link)}">{escape(row.place.name)}</a>'))
    facts.append(("support", f"{_counted(row.support.sources, 'source')}, {_counted(row.support.mentions, 'mention')}"))
    listed = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in facts)
    heading = (
        "" if is_alone else f'<h2><a href="/events/{quote(row.id, safe="")}?format=html">{escape(row.label)}</a></h2>'
    )
    best = None if is_alone else best_evidence(row)
    return (
        f'<article><p class="type">{escape(row.type)} <span class="{escape(row.status.lower())}">'
        f"{escape(row.status.lower())}</span></p>{heading}<dl>{listed}</dl>{_evidence(best) if best else ''}</article>"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _party(party: PartyRow) -> str:
    if party.id is None:
        return escape(party.name)
    return f'<a href="/?{escape(urlencode({"actor": party.id}))}">{escape(party.name)}</a>'


def _evidence(evidence: EvidenceRow) -> str:
    start, end = evidence.trigger.start - evidence.start, evidence.trigger.end - evidence.start
    words = evidence.sentence
    quoted = f"{escape(words[:start])}<mark>{escape(words[start:end])}</mark>{escape(words[end:])}"
    link = f"/articles/{quote(evidence.article, safe='')}"
    origin = ", ".join(escape(part) for part in (evidence.source, evidence.date) if part)
    speakers = ", ".join(escape(speaker.name) for speaker in evidence.attributed_to)
    said = f" (according to {speakers})" if speakers else ""
    return (
        f"<blockquote><p>{quoted}{said}</p><footer>"
        f'<a href="{escape(link)}">{escape(evidence.title or evidence.article)}</a> {origin}</footer></blockquote>'
    )


def _difference(difference: DifferenceRow) -> str:
    values = "".join(
        f"<li>{escape(version.label)}{''.join(_evidence(evidence) for evidence in version.evidence)}</li>"
        for version in difference.values
    )
    return f"<h3>{escape(difference.property)}</h3><ul>{values}</ul>"


def _merge(merge: MergeRow) -> str:
    return f"<p>{escape(sentence_of(merge))}</p>"
