"""Times, sums and kinds of machines that stand where arguments do: "said *Friday*", "was fined *40 million euros*"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.name_labels import TIMES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

MODEL = re.compile(r"(?!G\d)[A-Z]{1,3}-?\d{2,4}[A-Z]?s?|7\d7s?")
"""The name of a kind of aircraft or car, as in "two *F-16s*"; the G20 is none."""
TIME_WORDS = frozenset(
    [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
        "April", "May", "June", "July", "August", "September", "October", "November", "December", "Jan.", "Feb.",
        "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sept.", "Sep.", "Oct.", "Nov.", "Dec.", "today", "yesterday",
        "tomorrow", "tonight", "weekend",
    ]
)  # fmt: skip
"""Times that stand without the name recogniser's help; months and days by their capital ("a march" is none)."""


MAX_SCORE = 3
"""Digits of what one side has scored."""
WHICH_TIME = frozenset(["this", "that", "last", "next", "every", "each", "past", "following", "same", "previous"])
"""Words that make a day or hour the time of something."""
TIME_MARKS = frozenset(["after", "before", "since", "until"])
"""Words that open a clause of time as well as a phrase."""


def is_model(noun: Token) -> bool:
    """Whether a noun names a kind of machine: "the first *A380* landed", "an *F-16*", which may be three tokens."""
    behind = noun.doc[noun.i + 1 : noun.i + 3]
    name = noun.text
    if len(behind) > 1 and behind[0].text == "-" and behind[1].text[:1].isdigit():
        name += f"-{behind[1].text}"
    return MODEL.fullmatch(name) is not None


HALVES_OF_DAY = frozenset(["a.m.", "p.m.", "am", "pm"])


SEASONS = frozenset(["autumn", "spring", "summer", "winter"])


def is_time(token: Token) -> bool:
    """A day or date that the parser took for an argument ("the White House said Friday")."""
    if token.text in TIME_WORDS and token.ent_type_ not in {"PERSON", "ORG", "GPE"}:
        return True
    if token.tag_ == "CD" and token.i and token.nbor(-1).lower_ == "aged":
        return True  # "dies *aged 71*"
    if token.tag_ == "CD" and any(item.text in TIME_WORDS or item.lower_ in HALVES_OF_DAY for item in token.children):
        return True  # "Dec. 28", "4:00 p.m."
    if DECADE.fullmatch(token.text):
        return True
    if token.ent_type_ in TIMES:
        return not tree.children(token, "acl:relcl")
    if token.lower_ in SEASONS and any(item.lower_ in {"following", "next", "previous"} for item in token.words):
        return True  # "was sacked *the following spring*"
    if token.ent_type_ or token.lemma_.lower() not in tree.TIME_NOUNS or tree.children(token, "acl:relcl", "acl"):
        return False
    is_one = token.tag_ == "NN" and token.preposition in {"during", "in", "on"}  # not "locked in *months of talks*"
    if is_one and any(item.preposition == "of" for item in tree.children(token, "nmod")):
        return True  # "attacked him on *the evening of 12 May*", "on *the night* of the fire"
    return any(item.lower_ in WHICH_TIME for item in tree.children(token, "det", "amod"))  # "*this evening*"


def is_sum(noun: Token) -> bool:
    """An amount of money or a percentage."""
    return noun.tag_ == "$" or noun.is_a("currency") or any(item.is_a("currency") for item in noun.children)


def is_score(token: Token) -> bool:
    """The first number of a score: "won *4*-3", "beat them *27*–19"."""
    if token.tag_ != "CD" or not token.text.isdigit() or len(token.text) > MAX_SCORE or token.i + 2 >= len(token.doc):
        return False
    dash, second = token.doc[token.i + 1], token.doc[token.i + 2]
    whole = dash.text in tree.HYPHENS and not token.whitespace_ and not dash.whitespace_
    behind = token.doc[token.i + 3].text if token.i + 3 < len(token.doc) and not second.whitespace_ else ""
    before = token.nbor(-1) if token.i else None
    alone = before is None or bool(before.whitespace_) or before.text in {"(", "“"}
    return whole and alone and second.text.isdigit() and len(second.text) <= MAX_SCORE and behind not in tree.HYPHENS


CENTS = frozenset(["cents", "pence"])
"""Small change; "per cent" is none."""


def is_how_far(noun: Token, verb: Token) -> bool:
    """As in "rose *5 percent*", "plunged *30 metres*": by how much, and nothing that is done to anyone."""
    return noun.is_a("currency") or noun.lower_ in CENTS or (noun.is_a("extent") and verb.is_a("falling"))


def is_extent(token: Token) -> bool:
    """A time, a sum or a length where "by" may also stand before who did it: "was beaten *by two goals*"."""
    return is_time(token) or is_sum(token) or (token.is_a("extent") and not token.ent_type_) or _is_way(token)


MEANS = frozenset(["dint", "means", "reason", "virtue", "way"])
"""Nouns behind "by" that with "of" are a preposition."""


def _is_way(noun: Token) -> bool:
    """As in "was taken *by ambulance*", "sent it *by mail*", "*by virtue of* a warrant": how, and nobody."""
    if noun.lower_ in MEANS and noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ == "of":
        return True
    bare = noun.tag_ == "NN" and not noun.ent_type_ and tree.children(noun, "case") == noun.words
    return bare and noun.is_a("vehicle", "post")


def is_counted(noun: Token) -> bool:
    """As in "six-*party* talks", "five-*nation* tour": how many there are, and not whose it is."""
    if noun.i < 2 or noun.tag_ != "NN" or noun.nbor(-1).text not in tree.HYPHENS:
        return False
    return noun.nbor(-2).tag_ == "CD"


DECADE = re.compile(r"(?:19|20)\d0s")
"""Ten years by their first: "the wars of the *1990s*"."""


def filled_with(noun: Token) -> Token | None:
    """What a stretch of time is full of: "two days *of talks*"; None for all other nouns."""
    if noun.lemma_.lower() not in tree.TIME_NOUNS:
        return None
    return next((item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of"), None)


def is_time_owner(token: Token) -> bool:
    """In "Friday's attack" the day owns nothing."""
    return token.ent_type_ in TIMES or token.lemma_.lower() in {
        "today",
        "yesterday",
        "tomorrow",
        "week",
        "month",
        "year",
    }
