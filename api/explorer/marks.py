"""What is marked in a text: who, where and when, the words that say what happened, and the roles of each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.explorer.address import page_of
from api.explorer.spans import Mark
from api.explorer.words import ROLES, when
from kg.model import Form
from kg.query.rows import TimeRow
from kg.store.iris import kind_and_id
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import ArticleRecord, LocalEvent, Time
    from kg.query.rows import EvidenceRow


def article_marks(record: ArticleRecord, canonical: Mapping[str, str]) -> list[Mark]:
    """All marks of an article; `canonical` has the IRI that each local id stands for."""
    marks = [
        Mark(
            start=mention.span.start,
            end=mention.span.end,
            kind=kind,
            label=_named(entity.name, mention.text),
            link=link_of(canonical, entity.id) if mention.form is Form.NAME else "",
        )
        for kind, entities in (("actor", record.actors), ("place", record.places))
        for entity in entities
        for mention in entity.mentions
    ]
    marks += [Mark(start=time.span.start, end=time.span.end, kind="time", label=_said(time)) for time in record.times]
    for event in record.events:
        marks += _of_event(record, event, canonical)
    return marks


def event_marks(
    found: tuple[ArticleRecord, LocalEvent] | None, evidence: EvidenceRow, canonical: Mapping[str, str]
) -> list[Mark]:
    """The marks of one event in one sentence: its trigger, and its roles where the article's record is at hand."""
    if found is None:
        return [Mark(start=evidence.trigger.start, end=evidence.trigger.end, kind="trigger", label=ROLES["trigger"])]
    record, event = found
    return [mark for mark in _of_event(record, event, canonical) if evidence.start <= mark.start < evidence.end]


def _of_event(record: ArticleRecord, event: LocalEvent, canonical: Mapping[str, str]) -> Iterator[Mark]:
    yield Mark(
        start=event.trigger.start, end=event.trigger.end, kind="trigger", label=CODEBOOK[event.type].label,
        link=link_of(canonical, event.id), event=event.id,
    )  # fmt: skip
    for role in event.roles:
        yield Mark(
            start=role.span.start, end=role.span.end, kind=role.role.value, label=ROLES[role.role.value],
            link=link_of(canonical, role.actor), event=event.id,
        )  # fmt: skip
    for source in event.attributed_to:
        yield Mark(
            start=source.span.start, end=source.span.end, kind="attributed_to", label=ROLES["attributed_to"],
            link=link_of(canonical, source.actor), event=event.id,
        )  # fmt: skip
    if event.place is not None:
        yield Mark(
            start=event.place.span.start, end=event.place.span.end, kind="where", label=ROLES["place"],
            link=link_of(canonical, event.place.id), event=event.id,
        )  # fmt: skip
    time = next((time for time in record.times if time.id == event.time), None)
    if time is not None:
        yield Mark(start=time.span.start, end=time.span.end, kind="when", label=ROLES["time"], event=event.id)


def link_of(canonical: Mapping[str, str], local: str | None) -> str:
    """The page of what a local id stands for; empty when there is none, as before an article is added."""
    if local is None or local not in canonical:
        return ""
    return page_of(*kind_and_id(canonical[local]))


def _named(name: str, text: str) -> str:
    return "" if name == text else name


def _said(time: Time) -> str:
    """The day or days that the words mean; empty when they are not known."""
    return when(TimeRow(earliest=time.earliest, latest=time.latest, precision=time.precision.value, text=time.text))
