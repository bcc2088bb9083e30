"""What a `Graph` gives for one thing: an event, an actor, an article, a table with sentences, what `add` did.

Each prints as text, and in a notebook as HTML in which everything that comes from an article is escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.export import markup
from kg.export.extras import extra
from kg.export.tables import events_to_text

if TYPE_CHECKING:
    import pandas as pd

    from kg.build import BuildReport
    from kg.model import Rejected
    from kg.query.actors import ActorDetail
    from kg.query.articles import ArticleDetail
    from kg.query.rows import ActorRow, ArticleRow, DifferenceRow, EventRow, EvidenceRow, LinkRow, MergeRow


@dataclass(frozen=True, slots=True, repr=False)
class EventTable:
    """Events with the sentence that says so; `total` counts all that fit, also those not shown."""

    rows: tuple[EventRow, ...]
    total: int

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return "\n".join([*events_to_text(self.rows), f"{len(self.rows)} of {self.total} events"])

    def _repr_html_(self) -> str:
        return markup.events_to_html(self.rows, total=self.total)


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One event with every mention of it, and why its mentions were taken for one.

    Attributes:
        row: who, what, whom, where, when, status, support (`kg.query.rows.EventRow`).
        merges: rule, score and reasons of each merge; empty for an event with one mention.
        disagreements: properties on which its articles differ, with values and sentences.
        part_of: the larger event that it is a part or a consequence of, and why; `parts` are its own.
    """

    row: EventRow
    merges: tuple[MergeRow, ...]
    disagreements: tuple[DifferenceRow, ...] = ()
    part_of: LinkRow | None = None
    parts: tuple[LinkRow, ...] = ()

    @property
    def id(self) -> str:
        """The id, as in `Graph.events()`."""
        return self.row.id

    @property
    def iri(self) -> str:
        """The IRI in the RDF graph."""
        return self.row.iri

    @property
    def label(self) -> str:
        """The event as a readable sentence."""
        return self.row.label

    @property
    def evidence(self) -> tuple[EvidenceRow, ...]:
        """Every mention: article, sentence, offsets, trigger, attribution; `article.text[start:end] == sentence`."""
        return self.row.evidence

    def frame(self) -> pd.DataFrame:
        """The evidence, one row per mention; columns as `Graph.evidence`."""
        with extra():
            from kg.export import frames
        return frames.evidence_to_frame([self.row])

    def __repr__(self) -> str:
        return "\n".join(markup.event_to_text(self.row, self.merges, self.disagreements))

    def _repr_html_(self) -> str:
        return markup.event_to_html(self.row, self.merges, self.disagreements)


@dataclass(frozen=True, slots=True, repr=False)
class Actor:
    """One actor: names, and its part in the events.

    Attributes:
        row: id, name, kind, country, aliases, titles, links (`kg.query.rows.ActorRow`).
        by_role: number of events by role, most first; `by_type` by event type.
        first: first day of its events, ISO 8601; `last` likewise; None when none is dated.
        counterparts: the actors it shares most events with, and how many.
    """

    row: ActorRow
    n_events: int
    by_role: dict[str, int]
    by_type: dict[str, int]
    first: str | None
    last: str | None
    counterparts: tuple[tuple[ActorRow, int], ...]

    @classmethod
    def of(cls, detail: ActorDetail) -> Actor:
        """The actor that the query tells of."""
        return cls(
            row=detail.actor,
            n_events=detail.n_events,
            by_role=detail.by_role,
            by_type=detail.by_type,
            first=detail.first,
            last=detail.last,
            counterparts=detail.counterparts,
        )

    @property
    def id(self) -> str:
        """The id, as in `Graph.actors()`."""
        return self.row.id

    @property
    def name(self) -> str:
        """The name shown."""
        return self.row.name

    def facts(self) -> dict[str, str]:
        """What is known of it, by heading, as text."""
        named = [name for name in self.row.aliases if name != self.name]
        told = {
            "kind": self.row.kind + (f", {self.row.country}" if self.row.country else ""),
            "also named": "; ".join(named),
            "titles": "; ".join(self.row.titles),
            "events": f"{self.n_events}, from {self.first or '?'} to {self.last or '?'}",
            "as": ", ".join(f"{role} {n}" for role, n in self.by_role.items()),
            "types": ", ".join(f"{name} {n}" for name, n in self.by_type.items()),
            "with": ", ".join(f"{other.name} {n}" for other, n in self.counterparts),
            "same as": "; ".join(self.row.same_as),
        }
        return {heading: text for heading, text in told.items() if text}

    def __repr__(self) -> str:
        return markup.facts_to_text(self.name, self.facts())

    def _repr_html_(self) -> str:
        return markup.facts_to_html(self.name, self.facts())


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """One article with all that it says.

    Attributes:
        row: id, title, date, source, url and the like (`kg.query.rows.ArticleRow`).
        detail: the record of the extraction (`detail.record`), and the IRI that each of its local ids stands for.
    """

    row: ArticleRow
    detail: ArticleDetail

    @property
    def id(self) -> str:
        """The id, as in `Graph.articles()`."""
        return self.row.id

    @property
    def text(self) -> str:
        """The text that every offset points into."""
        return self.detail.record.article.text

    def __repr__(self) -> str:
        record = self.detail.record
        said = f"{len(record.events)} events, {len(record.actors)} actors, {len(record.places)} places"
        return f"{markup.article_line(self.row)}\n{said}; {len(self.text):,} characters"

    def _repr_html_(self) -> str:
        return markup.article_to_html(self.row, self.detail.record)


@dataclass(frozen=True, slots=True, repr=False)
class Added:
    """What `Graph.add` did; `rejected` has every input that gave no article, with its reason.

    Attributes:
        read: articles read: `new`, `replaced` or `unchanged`.
        events: events in the whole graph now; `actors`, `places` likewise.
    """

    read: int
    new: int
    replaced: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    events: int
    actors: int
    places: int

    @classmethod
    def of(cls, report: BuildReport) -> Added:
        """The part of a build's report that says what changed."""
        return cls(
            read=report.read,
            new=report.new,
            replaced=report.replaced,
            unchanged=report.unchanged,
            rejected=tuple(report.rejected),
            events=report.events,
            actors=report.actors,
            places=report.places,
        )

    def __repr__(self) -> str:
        lines = [
            f"{self.read} articles read: {self.new} new, {self.replaced} replaced, {self.unchanged} unchanged; "
            f"{len(self.rejected)} inputs rejected",
            f"graph: {self.events} events, {self.actors} actors, {self.places} places",
            *(f"rejected {item.where}: {item.reason}" for item in self.rejected),
        ]
        return "\n".join(lines)
