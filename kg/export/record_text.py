"""One article's events as text for a terminal: what `kg extract --format table` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Role, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import ArticleRecord, Filler, LocalEvent

MARKS = {Status.DENIED: " (denied)", Status.PLANNED: " (planned)", Status.ALLEGED: " (alleged)"}
ARROWS = {Role.AGENT: "", Role.PATIENT: "→ ", Role.RECIPIENT: "to ", Role.INSTRUMENT: "with ", Role.PARTICIPANT: "and "}


def record_to_text(record: ArticleRecord) -> Iterator[str]:
    """Lines: the article, then each sentence that has events, with its events below it."""
    article = record.article
    yield f"# {article.title or article.id} ({article.date or 'undated'})"
    last = -1
    for event in record.events:
        if event.sentence != last:
            yield f"\n  {' '.join(record.sentences[event.sentence].of(article.text).split())}"
            last = event.sentence
        yield f"    {_event_line(event, record)}"
    yield ""


def _event_line(event: LocalEvent, record: ArticleRecord) -> str:
    names = {actor.id: actor.name for actor in record.actors}
    places = {place.id: place.name for place in record.places}
    times = {time.id: time for time in record.times}

    def shown(role: Role) -> str:
        return ", ".join(_filler(item, names) for item in event.roles if item.role is role)

    parts = [shown(Role.AGENT) or "?", f"{event.type}({event.text}){MARKS.get(event.status, '')}"]
    parts += [ARROWS[role] + shown(role) for role in Role if role is not Role.AGENT and shown(role)]
    if event.place is not None:
        parts.append(f"@ {places[event.place.id]}")
    if event.time is not None:
        time = times[event.time]
        parts.append(f"[{time.value or time.text}]")
    if event.attributed_to:
        speakers = [names.get(item.actor or "", item.text) for item in event.attributed_to]
        parts.append(f"says {', '.join(speakers)}")
    return "  ".join(" ".join(part.split()) for part in parts)


def _filler(filler: Filler, names: dict[str, str]) -> str:
    return names.get(filler.actor or "", filler.text)
