"""On what do articles differ that report one event: place, time, number, parties, type, and whether it happened.

Two articles disagree on a property when both state it and nothing that one states fits anything that the other states.
Refinements fit: Iraq and Baghdad, 2020 and 3 January 2020, "at least 12" and 14, the United States and its army. So do
two sides of one deed as types (ASSAULT, CASUALTY), one word that was read as two types, and a plan and what became of
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.authority.triggers import is_kindred
from kg.query.claims import Claim, read_claims
from kg.query.disagreement_filters import PROPERTIES
from kg.query.facts import CHUNK, nodes_of
from kg.query.rows import DifferenceRow, VersionRow
from kg.vocab import EV

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.query.catalog import Catalog
    from kg.query.rows import ActorRow, EventRow


_NO_STATE = frozenset({
    "rebels", "militants", "insurgents", "guerrillas", "separatists", "protesters", "demonstrators", "rioters",
    "terrorists", "gunmen", "extremists", "jihadists", "pirates", "looters", "students", "workers", "residents",
    "villagers", "settlers", "migrants", "activists", "strikers", "civilians",
})  # fmt: skip
"""Whom nobody takes for a state, though they have no name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One property on which articles differ: each value that conflicts with another, and the mentions that give it."""

    property: str
    values: tuple[tuple[str, str, tuple[str, ...]], ...]


def differences_in(catalog: Catalog, event: EventRow) -> tuple[DifferenceRow, ...]:
    """On what the articles differ that report one event, with the sentences."""
    if event.support.articles < 2:
        return ()
    return tuple(difference_row(difference, event) for difference in differences_of(catalog, [event.iri])[event.iri])


def differences_of(catalog: Catalog, events: Sequence[str]) -> Mapping[str, tuple[Difference, ...]]:
    """On what articles differ, by IRI of the event; what was found for a snapshot is kept with its catalog."""
    known = catalog.remember("differences", dict[str, tuple[Difference, ...]])
    known |= find_differences(catalog, [iri for iri in events if iri not in known])
    return {iri: known[iri] for iri in events}


def find_differences(catalog: Catalog, events: Sequence[str]) -> dict[str, tuple[Difference, ...]]:
    """The same, read from the graph."""
    found = {}
    for start in range(0, len(events), CHUNK):
        chunk = events[start : start + CHUNK]
        nodes = nodes_of(catalog, "members_of_events", chunk)
        members = {iri: [mention for _, mention in nodes[iri].all(EV.denotedBy)] for iri in chunk}
        for iri, claims in read_claims(catalog, members):
            found[iri] = tuple(_differences(catalog, claims))
    return found


def _differences(catalog: Catalog, claims: Sequence[Claim]) -> Iterator[Difference]:
    for name in PROPERTIES:
        by_article: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim.property == name:
                by_article.setdefault(claim.article, []).append(claim)
        conflicting = {
            claim
            for one, two in combinations(sorted(by_article), 2)
            if all(_conflict(catalog, left, right) for left in by_article[one] for right in by_article[two])
            for claim in (*by_article[one], *by_article[two])
        }
        if conflicting:
            yield Difference(name, _values(conflicting))


def _values(claims: Iterable[Claim]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Values with labels and mentions, the one of most articles first."""
    by_value: dict[str, list[Claim]] = {}
    for claim in claims:
        by_value.setdefault(claim.value, []).append(claim)
    ranked = sorted(by_value.items(), key=lambda item: (-len({claim.article for claim in item[1]}), item[0]))
    return tuple(
        (value, min((claim.article, claim.mention, claim.label) for claim in said)[2],
         tuple(sorted({claim.mention for claim in said})))
        for value, said in ranked
    )  # fmt: skip


def _conflict(catalog: Catalog, one: Claim, two: Claim) -> bool:
    """Whether not both can be true of one event."""
    if one.value == two.value:
        return False
    match one.property:
        case "place":
            return not (
                _holds(catalog, one.value, two.value)
                or _holds(catalog, two.value, one.value)
                or _is_same_spot(catalog, one.value, two.value)
            )
        case "time":
            return _is_before(one, two) or _is_before(two, one)
        case "number":
            if one.quantity is None or two.quantity is None or one.role != two.role:
                return False
            return one.quantity.contradicts(two.quantity)
        case "polarity":
            return one.tense == two.tense
        case "type":
            # one word read as two types is a doubt of the reading, not of the articles
            return (
                one.lemma != two.lemma
                and not is_kindred(one.value, two.value)
                and "OTHER" not in (one.value, two.value)
            )
    return not _is_same_side(catalog, one.value, two.value)


def _is_same_spot(catalog: Catalog, one: str, two: str) -> bool:
    """Whether a place that no gazetteer knows is the other by its name: Baghdad's (international) airport."""
    places = [catalog.places()[one], catalog.places()[two]]
    if all(place.lat is not None for place in places) or len({place.country for place in places} - {None}) > 1:
        return False
    shorter, longer = sorted((set(fold(place.name).split()) for place in places), key=len)
    return bool(shorter) and shorter <= longer


def _holds(catalog: Catalog, outer: str, inner: str) -> bool:
    """Whether a place contains another, or is it."""
    places = catalog.places()
    step: str | None = inner
    seen: set[str] = set()
    while step is not None and step not in seen:
        if step == outer:
            return True
        seen.add(step)
        step = places[step].within if step in places else None
    return False


def _is_before(one: Claim, two: Claim) -> bool:
    return one.days[1] is not None and two.days[0] is not None and one.days[1] < two.days[0]


def _is_same_side(catalog: Catalog, one: str, two: str) -> bool:
    """Whether one actor is a part of the other, belongs to the state that the other is, or may be it, unnamed."""
    actors = catalog.actors()
    rows = (actors[one], actors[two])
    if fold(rows[0].name) == fold(rows[1].name):
        return True
    for part, whole in (rows, rows[::-1]):
        chain = _chain(catalog, part.id)
        if whole.id in chain:
            return True
        is_state = whole.kind == "polity"
        if is_state and whole.country is not None and any(actors[key].country == whole.country for key in chain):
            return True
        if not _is_named(part):
            # "Soldiers" may be the other's; rebels and protesters are no state, and states are not they.
            return not (is_state and fold(part.name).split()[-1] in _NO_STATE)
    return False


def _chain(catalog: Catalog, actor: str) -> list[str]:
    """The actor and what it is a part of, from the narrowest."""
    actors = catalog.actors()
    chain: list[str] = []
    step: str | None = actor
    while step is not None and step in actors and step not in chain:
        chain.append(step)
        step = actors[step].part_of
    return chain


def _is_named(row: ActorRow) -> bool:
    return row.kind != "group" and any(letter.isupper() for letter in row.name.split()[-1])


def difference_row(difference: Difference, event: EventRow) -> DifferenceRow:
    """The difference with the sentences of the event's mentions."""
    evidence = {row.mention: row for row in event.evidence}
    return DifferenceRow(
        property=difference.property,
        values=tuple(
            VersionRow(
                value=value,
                label=label,
                evidence=tuple(row for mention, row in evidence.items() if mention in mentions),
            )
            for value, label, mentions in difference.values
        ),
    )
