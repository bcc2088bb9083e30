"""Rows again from the JSON that the index keeps of them: the way back of `kg.query.rows`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.query.rows import (
    ActorRow,
    DifferenceRow,
    EventRow,
    EvidenceRow,
    MergeRow,
    PartyRow,
    PlaceRow,
    SpeakerRow,
    SupportRow,
    TimeRow,
    TriggerRow,
    VersionRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = ("id", "iri", "type", "label", "status", "polarity", "certainty", "tense", "confidence")


def merge_from_json(shown: dict[str, Any]) -> MergeRow:
    """The row that `merge_to_json` was made of."""
    return MergeRow(**shown | {"because": tuple(shown["because"]), "members": tuple(shown["members"])})


def differences_to_json(differences: Iterable[DifferenceRow], row: EventRow) -> list[dict[str, Any]]:
    """`[{property, values: [[value, label, [number of the evidence]]]}]`; the sentences stand with the event."""
    numbers = {item.mention: number for number, item in enumerate(row.evidence)}
    return [
        {
            "property": difference.property,
            "values": [
                [version.value, version.label, [numbers[item.mention] for item in version.evidence]]
                for version in difference.values
            ],
        }
        for difference in differences
    ]


def differences_from_json(shown: list[dict[str, Any]], row: EventRow) -> tuple[DifferenceRow, ...]:
    """The rows that `differences_to_json` was made of."""
    return tuple(
        DifferenceRow(
            property=difference["property"],
            values=tuple(
                VersionRow(value=value, label=label, evidence=tuple(row.evidence[number] for number in numbers))
                for value, label, numbers in difference["values"]
            ),
        )
        for difference in shown
    )


def detail_from_json(shown: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """What `event_detail_to_json` gives of an event without merges and disagreements, but for its links.

    From `event_to_json`, which is changed, and `more_to_json`.
    """
    for one, rest in zip(shown["evidence"], more["evidence"], strict=True):
        one.update(rest)
    shown["merges"], shown["disagreements"] = [], []
    return shown


def event_from_json(shown: dict[str, Any], more: dict[str, Any]) -> EventRow:
    """The row that `event_to_json` and `more_to_json` were made of."""

    def parties(given: list[dict[str, Any]]) -> tuple[PartyRow, ...]:
        return tuple(PartyRow(**party) for party in given)

    place = more["place"]
    return EventRow(
        **{name: shown[name] for name in _PLAIN},
        lemma=more["lemma"],
        agents=parties(shown["agents"]),
        patients=parties(shown["patients"]),
        recipients=parties(shown["recipients"]),
        instruments=parties(more["instruments"]),
        participants=parties(shown["participants"]),
        place=None if place is None else PlaceRow(**place | {"aliases": tuple(place["aliases"])}),
        time=None if shown["time"] is None else TimeRow(**shown["time"]),
        attributed_to=parties(more["attributed_to"]),
        support=SupportRow(**shown["support"]),
        evidence=tuple(
            EvidenceRow(
                **one
                | rest
                | {
                    "trigger": TriggerRow(**one["trigger"]),
                    "attributed_to": tuple(SpeakerRow(**speaker) for speaker in rest["attributed_to"]),
                }
            )
            for one, rest in zip(shown["evidence"], more["evidence"], strict=True)
        ),
    )


def actor_from_json(shown: dict[str, Any]) -> ActorRow:
    """The row that `actor_to_json` was made of."""
    lists = {name: tuple(shown[name]) for name in ("aliases", "titles", "same_as")}
    return ActorRow(**shown | lists)


def place_from_json(shown: dict[str, Any]) -> PlaceRow:
    """The row that `place_to_json` was made of."""
    return PlaceRow(**shown | {"aliases": tuple(shown["aliases"])})
