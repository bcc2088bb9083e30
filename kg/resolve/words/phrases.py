"""What the words of a describing phrase say: of how many it speaks. Internal to `kg.resolve`."""

from __future__ import annotations

import re

_ONE_OF = re.compile(r"\b(?:one|another) of $", re.IGNORECASE)
_ONE_GUARD = re.compile(r"(?:an?|the|one|his|her|their) (?:(?:security|prison|armed|unarmed|night|private) )?guard\b")


def is_one_of(text: str, start: int) -> bool:
    """Whether a phrase names those of whom but one is meant: "one of *the guards*"."""
    return _ONE_OF.search(text[max(0, start - 12) : start]) is not None


def is_guard(phrase: str, lemma: str) -> bool:
    """Whether "a guard" is one man and no corps: "the *Coast* Guard"."""
    return lemma == "guard" and _ONE_GUARD.match(phrase) is not None


def lemma_of(word: str) -> str:
    """The singular of a noun, in small letters: "Workmen" → workman."""
    lower = word.lower()
    for plural, singular in (("men", "man"), ("people", "people"), ("ies", "y"), ("s", "")):
        if lower.endswith(plural):
            return lower[: -len(plural)] + singular
    return lower
