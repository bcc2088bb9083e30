"""How an article describes somebody without a name: "an *environmental* group". Internal to `kg.resolve`.

Within an article the noun is enough to tell such actors from others; who reads of them elsewhere needs the words
before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Form

if TYPE_CHECKING:
    from kg.model import LocalActor

MOST_WORDS = 2
_PLAIN = re.compile(r"[^\W\d_A-Z](?:[^\W\d_]|-)+")
_BARE = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "some",
    "any", "all", "both", "each", "every", "no", "many", "most", "several", "few", "more", "other", "others", "another",
    "such", "same", "own", "only", "just", "even", "about", "nearly", "almost", "around", "over", "at", "least", "up",
    "to", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen",
    "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "millions", "of", "first", "second", "third",
    "last", "next", "new", "single", "certain", "various", "numerous", "entire", "whole", "very", "what", "which",
    "whose", "who", "and", "or", "but", "than", "not", "also", "either", "neither", "missing", "dead", "killed",
    "wounded", "injured", "surviving", "remaining",
})  # fmt: skip
"""Words before a noun that say how many, which or how they are just then, and not what they are like."""


def told_as(actor: LocalActor, text: str) -> str | None:
    """Its name with the words by which the article first tells what it is like; None where there are none.

    Args:
        actor: one without a name.
        text: of its article.
    """
    for mention in actor.mentions:
        if mention.form is not Form.NOMINAL or mention.head.of(text).lower() != actor.name.lower():
            continue
        words = text[mention.span.start : mention.head.start].split()
        while words and (words[0].lower() in _BARE or words[0][:1].isdigit()):
            del words[0]
        if 0 < len(words) <= MOST_WORDS and all(_PLAIN.fullmatch(word) and word not in _BARE for word in words):
            return " ".join([*words, actor.name])
    return None
