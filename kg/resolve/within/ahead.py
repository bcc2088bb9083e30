"""Pronouns before whom they mean: "In *his* ruling, Judge Berg", "When *he* arrived, Berg said". Internal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Form
from kg.resolve.within.pronoun_words import POSSESSIVE, fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.resolve.within.entity import Entity, Page

# What a sentence opens with before a possessive of whoever is named behind, before a pronoun as a subject, and mentions
# looked ahead over for him.
_PHRASE = re.compile(
    r"\W*(?:according to|after|amid|as|at|before|by|despite|during|following|in|like|on|since|under|unlike|with"
    r"|without)\s+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\W*(?:(?:soon|shortly|just|days|hours|minutes|months|weeks|years|even) )?"
    r"(?:after|although|as|because|before|if|once|since|though|until|when|while)\s+",
    re.IGNORECASE,
)
_AHEAD = 6


def ahead(page: Page, index: int, found: Mapping[int, Entity], gender: str) -> Entity | None:
    """The subject named behind a phrase or clause that opens the sentence and speaks of it already; None of nobody."""
    mention, word = page.mentions[index], page.words(index).lower()
    before = page.text[page.extraction.sentences[mention.sentence].start : mention.span.start]
    opens = _PHRASE.fullmatch(before) if word in POSSESSIVE else mention.is_subject and _CLAUSE.fullmatch(before)
    if not opens:
        return None
    at = page.rank[index] + 1
    for other in page.order[at : at + _AHEAD]:
        candidate = page.mentions[other]
        if candidate.sentence != mention.sentence or not candidate.is_subject:
            continue
        between = page.text[mention.span.end : candidate.span.start]
        known = found.get(other) if candidate.form is Form.NAME and "," in between else None
        return known if known is not None and fit(known, word, gender) > 0 else None
    return None
