"""Which of an event's sentences to show first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from kg.query.rows import EventRow, EvidenceRow

_WORD = re.compile(r"[^\W\d_]{2,}")
_SAME_WORD = 85.0
"""Likeness (0 to 100) of two spellings of one name: Soleimani and Suleimani have 89, Tehran and Teheran 92."""
_SHOWN_PARTIES = 6
"""More parties than fit into one sentence need not be looked for in each."""


def best_evidence(row: EventRow) -> EvidenceRow | None:
    """The sentence to show first, or None where there is none.

    It is one of the event's own polarity, tense and certainty; of those, one that names most of whom the event is
    about, so that the reader sees them in the words shown; then the surest, then the earliest.
    """
    if not row.evidence:
        return None
    parties = _longest_words(row)
    return min(
        row.evidence,
        key=lambda evidence: (
            (evidence.polarity, evidence.tense) != (row.polarity, row.tense),
            evidence.certainty != row.certainty,
            -_n_named(parties, evidence.sentence),
            -evidence.confidence,
            evidence.date or "9999",
            evidence.article,
            evidence.trigger.start,
        ),
    )


def _longest_words(row: EventRow) -> list[str]:
    """Of everyone with a part in the event the longest word of the name, which other names of them mostly keep."""
    parties = (*row.agents, *row.patients, *row.recipients, *row.participants)[:_SHOWN_PARTIES]
    words = (_WORD.findall(party.name.lower()) for party in parties)
    return [max(found, key=len) for found in words if found]


def _n_named(parties: list[str], sentence: str) -> int:
    """How many of the parties the sentence names, in any spelling that is near."""
    said = _WORD.findall(sentence.lower())
    return sum(any(fuzz.ratio(party, word, score_cutoff=_SAME_WORD) for word in said) for party in parties)
