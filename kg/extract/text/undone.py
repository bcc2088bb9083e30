"""What is told as not done, or as untrue, without a "not": by what is done in its place, and by who calls it false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

IN_ITS_PLACE = frozenset(["instead of", "rather than", "in lieu of", "without"])
"""Prepositions, and conjunctions before a verb form, behind which stands what was not done."""
FALSELY = frozenset(["erroneously", "falsely", "fraudulently", "incorrectly", "mistakenly", "wrongly"])
"""Adverbs of a saying that make what is said untrue, and not the saying undone."""


def put_off_by(word: Token) -> str:
    """As in "*instead of attacking*", "sent envoys *rather than bomb* it": the words before it, else ""."""
    for item in tree.children(word, "mark", "case", "cc"):
        fixed = " ".join(one.lower_ for one in (item, *tree.children(item, "fixed")))
        open_yet = item.i > word.sent.start and item.nbor(-1).lower_ == "or"  # "with *or without* a deal"
        if fixed in IN_ITS_PLACE and item.i < word.i and not open_yet:
            return fixed
    return "short of" if _falls_short(word) else ""


def _falls_short(word: Token) -> bool:
    """As in "stopped *short of condemning* the raid": it was not condemned."""
    marked = [item for item in tree.children(word, "mark", "case") if item.lower_ == "of"]
    return bool(marked) and marked[0].i > word.sent.start and marked[0].nbor(-1).lower_ == "short"


def called_untrue(noun: Token) -> str:
    """As in "*rumours* that he fled *proved false*", "*claims* of a coup *are untrue*": the adjective, else ""."""
    if noun.base != "nsubj":
        return ""
    verb = noun.head
    said = [verb] if "cop" in verb.family else tree.children(verb, "xcomp") if verb.is_a("turning_out_as") else ()
    return next((item.lower_ for item in said if item.is_a("untrue") and not _is_denied(item, verb)), "")


def _is_denied(adjective: Token, verb: Token) -> bool:
    return any(item.lower_ in {"not", "n't", "n’t", "never"} for one in (adjective, verb) for item in one.words)


def says_falsely(verb: Token) -> str:
    """As in "*falsely claims* that it was bombed": the adverb, else ""."""
    return next((item.lower_ for item in tree.children(verb, "advmod") if item.lower_ in FALSELY), "")
