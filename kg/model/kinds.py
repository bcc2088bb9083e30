"""The closed lists: roles, forms, kinds, polarity, certainty, tense, status, precision."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a filler does in the event: by meaning, not by grammar."""

    AGENT = "agent"
    PATIENT = "patient"
    RECIPIENT = "recipient"
    INSTRUMENT = "instrument"
    PARTICIPANT = "participant"


class Form(StrEnum):
    """How a mention names its referent."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class ActorKind(StrEnum):
    """What sort of actor. A polity is a state, region or city that acts."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    POLITY = "polity"


class Polarity(StrEnum):
    """Whether the mention says that it happened or that it did not."""

    POS = "POS"
    NEG = "NEG"


class Certainty(StrEnum):
    """How sure the wording is (hedge words); who says so is a matter of attribution. Values are MEANTIME's."""

    CERTAIN = "CERTAIN"
    PROBABLE = "PROBABLE"
    POSSIBLE = "POSSIBLE"


class Tense(StrEnum):
    """FUTURE covers what is planned, threatened, promised or demanded. Values are MEANTIME's."""

    NON_FUTURE = "NON_FUTURE"
    FUTURE = "FUTURE"


class Status(StrEnum):
    """The one word that keeps an uncertain, denied or future event apart from a reported one."""

    REPORTED = "Reported"
    ALLEGED = "Alleged"
    DENIED = "Denied"
    PLANNED = "Planned"


class Precision(StrEnum):
    """How finely a time is known. UNKNOWN: only bounds, if that."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


def status_of(polarity: Polarity, certainty: Certainty, tense: Tense) -> Status:
    """The status that follows from modality; denial outweighs planning, planning outweighs doubt."""
    if polarity is Polarity.NEG:
        return Status.DENIED
    if tense is Tense.FUTURE:
        return Status.PLANNED
    if certainty is not Certainty.CERTAIN:
        return Status.ALLEGED
    return Status.REPORTED
