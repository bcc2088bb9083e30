"""Events, articles and actors as HTML for a notebook, and as text where a terminal has no form of its own for them.

Everything that comes from an article is escaped. No styles but borders and weights, so that the page's own colours,
light or dark, hold; code hosts strip styles anyway, and what is left still reads.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kg.export.evidence import best_evidence
from kg.export.tables import names_of, one_line, show_time, title_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import ArticleRecord
    from kg.query.rows import ArticleRow, DifferenceRow, EventRow, EvidenceRow, MergeRow

_LEFT = ' style="text-align:left"'
_WIDE = ' style="text-align:left; min-width:20em; max-width:46em; white-space:normal"'
_UNBROKEN = ' style="text-align:left; white-space:nowrap"'


def events_to_html(rows: Sequence[EventRow], *, total: int) -> str:
    """A table: when, who, what, whom, where, status, and the sentence with its trigger in bold."""
    head = "".join(
        f"<th{_LEFT}>{name}</th>" for name in ("when", "who", "did what", "to whom", "where", "standing", "says so")
    )
    body = "".join(f"<tr>{''.join(_event_cells(row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{len(rows)} of {total} events</p>"


def event_to_html(row: EventRow, merges: Sequence[MergeRow], differences: Sequence[DifferenceRow] = ()) -> str:
    """The event's label, its facts, every sentence that says so, why these are one event, on what they differ."""
    facts = facts_to_html(row.label, _facts(row))
    head = "".join(f"<th{_LEFT}>{name}</th>" for name in ("article", "sentence", "put as", "according to"))
    body = "".join(
        f"<tr><td{_LEFT}>{escape(_origin(one))}</td><td{_WIDE}>{_sentence(one)}</td>"
        f"<td{_LEFT}>{escape(_modality(one))}</td><td{_LEFT}>{escape(_speakers(one))}</td></tr>"
        for one in row.evidence
    )
    lists = _list("Taken for one event because", _reasons(merges)) + _list(
        "The articles differ on", _values(differences)
    )
    return f"{facts}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{lists}"


def event_to_text(
    row: EventRow, merges: Sequence[MergeRow], differences: Sequence[DifferenceRow] = ()
) -> Iterator[str]:
    """The same as lines."""
    yield row.label
    yield title_line(row)
    for one in row.evidence:
        said = f", says {_speakers(one)}" if one.attributed_to else ""
        yield f"  “{one_line(one.sentence)}”"
        yield f"    {_origin(one)}, {one.start}–{one.end}: {_modality(one)}{said}"
    yield from (f"  merged: {line}" for line in _reasons(merges))
    yield from (f"  differ on {line}" for line in _values(differences))


def facts_to_html(title: str, facts: Mapping[str, str]) -> str:
    """A heading and a table of two columns."""
    body = "".join(
        f"<tr><th{_LEFT}>{escape(name)}</th><td{_WIDE}>{escape(text)}</td></tr>" for name, text in facts.items()
    )
    return f"<p><b>{escape(title)}</b></p><table><tbody>{body}</tbody></table>"


def facts_to_text(title: str, facts: Mapping[str, str]) -> str:
    """A heading and one line for each fact."""
    return "\n".join([title, *(f"  {name:<11}{one_line(text)}" for name, text in facts.items())])


def article_line(row: ArticleRow) -> str:
    """Title, source, date and id."""
    where = ", ".join(part for part in (row.source, row.date, f"article {row.id}") if part)
    return f"{row.title or 'Without a title'} ({where})"


def article_to_html(row: ArticleRow, record: ArticleRecord) -> str:
    """The text with what names an event in bold, an actor underlined and a place in italics; roles are titles."""
    text = record.article.text
    spans: list[tuple[int, int, str, str]] = [
        (event.trigger.start, event.trigger.end, "b", event.type) for event in record.events
    ]
    spans += [
        (mention.head.start, mention.head.end, "u", f"{actor.name} ({actor.kind.value})")
        for actor in record.actors
        for mention in actor.mentions
    ]
    spans += [
        (mention.head.start, mention.head.end, "i", f"{place.name}, {place.country or '?'}")
        for place in record.places
        for mention in place.mentions
    ]
    shown, at = "", 0
    for start, end, tag, told in sorted(spans):
        if start >= at:  # of two that overlap the first is shown
            shown += f'{escape(text[at:start])}<{tag} title="{escape(told)}">{escape(text[start:end])}</{tag}>'
            at = end
    shown += escape(text[at:])
    paragraphs = "".join(f"<p>{part.strip()}</p>" for part in shown.split("\n\n") if part.strip())
    legend = "<p>bold: events · underlined: actors · italic: places</p>"
    return f"<p><b>{escape(article_line(row))}</b></p>{paragraphs}{legend}"


def _event_cells(row: EventRow) -> Iterator[str]:
    best = best_evidence(row)
    doers, others = names_of(row.agents or row.participants), [*row.patients, *row.recipients]
    standing = f"{row.status.lower()}, {_counted(row.support.sources, 'source')}"
    if row.attributed_to:
        standing += f", says {names_of(row.attributed_to)}"
    what = f"{row.type} ({best.trigger.text if best else row.lemma})"
    yield f"<td{_UNBROKEN}>{escape(show_time(row.time)).replace('/', '/<br>')}</td>"
    for text in (doers, what, names_of(others), row.place.name if row.place else "", standing):
        yield f"<td{_LEFT}>{escape(text)}</td>"
    yield f"<td{_WIDE}>{_sentence(best) + '<br>— ' + escape(_origin(best)) if best else ''}</td>"


def _facts(row: EventRow) -> dict[str, str]:
    place = row.place
    told = {
        "id": row.id,
        "type": row.type,
        "when": f"{show_time(row.time)}, known to the {row.time.precision}" if row.time else "",
        "where": f"{place.name}, {place.country or '?'}" if place else "",
        "who": names_of(row.agents),
        "to whom": names_of(row.patients),
        "recipient": names_of(row.recipients),
        "by means of": names_of(row.instruments),
        "with": names_of(row.participants),
        "status": f"{row.status.lower()}, confidence {row.confidence:.2f}",
        "support": ", ".join(
            (
                _counted(row.support.articles, "article"),
                _counted(row.support.sources, "independent source"),
                _counted(row.support.mentions, "mention"),
            )
        ),
        "according to": names_of(row.attributed_to),
    }
    return {name: text for name, text in told.items() if text}


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _sentence(one: EvidenceRow) -> str:
    start, end = one.trigger.start - one.start, one.trigger.end - one.start
    if not 0 <= start < end <= len(one.sentence):  # an event of one sentence may be named in the next
        return escape(one_line(one.sentence))
    before, after = one.sentence[:start], one.sentence[end:]
    return f"{escape(before)}<b>{escape(one.sentence[start:end])}</b>{escape(after)}"


def _origin(one: EvidenceRow) -> str:
    return ", ".join(part for part in (one.source, one.date, one.article) if part)


def _modality(one: EvidenceRow) -> str:
    words = {"NEG": "denied", "PROBABLE": "probable", "POSSIBLE": "possible", "FUTURE": "future"}
    return ", ".join(words[value] for value in (one.polarity, one.certainty, one.tense) if value in words) or "stated"


def _speakers(one: EvidenceRow) -> str:
    return ", ".join(speaker.name for speaker in one.attributed_to)


def _list(heading: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>{heading}</p><ul>{items}</ul>" if items else ""


def _values(differences: Sequence[DifferenceRow]) -> Iterator[str]:
    for difference in differences:
        yield f"{difference.property}: {' | '.join(version.label for version in difference.values)}"


def _reasons(merges: Sequence[MergeRow]) -> Iterator[str]:
    for merge in merges:
        yield f"{'; '.join(merge.because) or merge.rule} (score {merge.score:.2f}, {len(merge.members)} mentions)"
