"""A deed that is named again with another modality: the attempt that failed, the offer that was turned down.

"An attempted *coup* … the *putsch*": that it failed is said once. "*Offered* to meet … rejected the *offer*": whoever
rejects it says that it was made, though what it was about will not be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Polarity, Status, Tense
from kg.model.trace import steps, traced
from kg.resolve.within.taken_up import is_of_one_stem

if TYPE_CHECKING:
    from kg.model import LocalEvent
    from kg.resolve.within.taken_up import Naming

# What says that it was tried and did not come about, as the trace of rules has it.
_ATTEMPTS = frozenset({"attempted", "failed", "thwarted", "foiled", "averted", "aborted", "botched"})
# Answers to what somebody said, which therefore was said.
_ANSWERS = frozenset({
    "rejected", "reject", "rejects", "refused", "declined", "decline", "declines", "dismissed", "spurned", "denied",
    "ignored", "criticised", "criticized", "opposed", "opposes",
})  # fmt: skip


def is_put_otherwise(naming: Naming, event: LocalEvent, other: LocalEvent) -> bool:
    """Whether a noun with "the" names the other, though it is put as what failed, or as what was turned down."""
    if event.id not in naming.again and event.id not in naming.anaphoric:
        return False
    if (_is_attempt(event) or _is_attempt(other)) and Tense.FUTURE not in (event.tense, other.tense):
        return True
    return _is_answered(event) and other.status is Status.REPORTED and is_of_one_stem(event.lemma, other.lemma)


def with_modality(group: list[LocalEvent]) -> list[LocalEvent]:
    """The mentions of one event, of which the nouns are as negative as an attempt, and as real as what is answered."""
    attempt = next((event for event in group if _is_attempt(event)), None)
    told = next((event for event in group if event.status is Status.REPORTED), None)
    return [_with(event, attempt=attempt, told=told) for event in group]


def _with(event: LocalEvent, *, attempt: LocalEvent | None, told: LocalEvent | None) -> LocalEvent:
    if not event.rule.startswith("noun"):
        return event
    if attempt is not None and event.polarity is not Polarity.NEG:
        moods = [("mood", word) for word in steps(attempt.rule, "mood") if word in _ATTEMPTS]
        return replace(event, polarity=Polarity.NEG, rule=traced(event.rule, moods))
    if attempt is None and told is not None and _is_answered(event):
        return replace(event, polarity=told.polarity, tense=told.tense)
    return event


def _is_attempt(event: LocalEvent) -> bool:
    return event.polarity is Polarity.NEG and not _ATTEMPTS.isdisjoint(steps(event.rule, "mood"))


def _is_answered(event: LocalEvent) -> bool:
    moods = steps(event.rule, "mood")
    return bool(moods) and _ANSWERS.issuperset(moods)
