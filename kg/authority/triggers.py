"""Whether two triggers may report one happening: by type, lemma and meaning. Shared by resolution and merging.

Meanings are lists of lemmas (`files/triggers.txt`, and `files/derived.txt` for verbs and the nouns made of them); a
lemma may stand in several ("fire" shoots, burns and dismisses).
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Filler, Span

# Types between which coders, and articles, waver for one happening. CASUALTY is the death without its doer.
_KINDRED = (
    frozenset({"ASSAULT", "CASUALTY", "CRIME"}),
    frozenset({"ACCIDENT", "CASUALTY", "DISASTER"}),
    frozenset({"CONSULT", "MOVE"}),
    frozenset({"CONSULT", "GATHER"}),
    frozenset({"CONCEDE", "RETREAT"}),
    frozenset({"APPOINT", "ELECTION", "RETREAT"}),
    frozenset({"APPOINT", "COERCE", "MOVE"}),
    frozenset({"ACCUSE", "JUDICIAL"}),
    frozenset({"LEGISLATE", "JUDICIAL", "SANCTION"}),
    frozenset({"LEGISLATE", "SUPPORT"}),
    frozenset({"GATHER", "PROTEST"}),
    frozenset({"AGREE", "COOPERATE", "SUPPORT", "CONSULT"}),
    frozenset({"COERCE", "JUDICIAL", "ASSAULT"}),
    frozenset({"MOVE", "RETREAT", "MOBILIZE"}),
    frozenset({"THREATEN", "STATEMENT"}),
    frozenset({"COOPERATE", "TRANSACT"}),
)


# Meanings so wide that one story has several events of them.
_BROAD = frozenset({
    "strike", "kill", "clash", "back", "demand", "threaten", "meet", "visit", "withdraw", "announce", "jolt", "ram",
    "violence", "beat", "escape", "publish", "rise", "drop", "order", "put", "gun", "shoot", "enter", "find", "cut",
    "transfer", "ask", "attack",
})  # fmt: skip


_IZE = re.compile(r"iz(e|ation|ing)$")


class Happening(Protocol):
    """What is looked at: the type of the codebook and the lemma of the trigger."""

    @property
    def type(self) -> str:
        """Codebook type."""

    @property
    def lemma(self) -> str:
        """Lemma of the trigger, lower-case."""


class Told(Happening, Protocol):
    """The same with where an article tells it."""

    @property
    def sentence(self) -> int:
        """Index of its sentence."""

    @property
    def trigger(self) -> Span:
        """Its word."""

    @property
    def roles(self) -> tuple[Filler, ...]:
        """Who and what takes part."""


def meanings(lemma: str) -> frozenset[str]:
    """The meanings that the lemma has; the lemma itself when it is in no list."""
    return _table()[0].get(lemma.replace(" ", "-"), frozenset({lemma}))


def is_known(lemma: str) -> bool:
    """Whether the lemma, of one word or more, is in a list of meanings."""
    return lemma.replace(" ", "-") in _table()[0]


def is_same_meaning(left: str, right: str) -> bool:
    """Whether the two lemmas are one or share a meaning."""
    return left == right or bool(meanings(left) & meanings(right))


def is_close(left: str, right: str) -> bool:
    """Whether the two lemmas are one, or share a narrow meaning: "blast" and "explosion", not "strike" and "raid"."""
    return left == right or bool((meanings(left) & meanings(right)) - _BROAD)


def is_plain_match(left: str, right: str) -> bool:
    """Whether each of the two lemmas has one narrow meaning alone, and it is the same, whatever types they were given.

    To pass is to die, or to make a law; a blast, of gas or of a bomb, is an explosion.
    """
    mine, other = (meanings(lemma) - _BROAD for lemma in (left, right))
    return len(mine) == 1 and mine == other


def is_side(left: str, right: str) -> bool:
    """Whether the two lemmas are two sides of one deed: "strike" and "kill"."""
    sides = _table()[1]
    return any((one, two) in sides for one in meanings(left) for two in meanings(right))


def is_kindred(left: str, right: str) -> bool:
    """Whether two types may be given to one happening."""
    return left == right or any(left in kin and right in kin for kin in _KINDRED)


def are_told_together(one: Told, two: Told) -> bool:
    """Whether one sentence tells of both side by side, as of two: "shot and killed", "a raid in which nine died".

    Not so where one is what the other says to happen ("the *quake* that *struck*", "*fought* a *battle*"), or where one
    word takes up the other ("there were *attacks*, but the *attack* …").
    """
    if one.sentence != two.sentence or one.lemma == two.lemma or one.type == two.type == "DISASTER":
        return False
    pairs = ((one, two), (two, one))
    return not any(filler.span.covers(inner.trigger) for outer, inner in pairs for filler in outer.roles)


def is_sort(noun: str) -> bool:
    """Whether the noun but says of what sort a deed is."""
    return noun in _table()[2]


def is_sort_of(noun: Happening, other: Happening) -> bool:
    """Whether the noun but says of what sort the other is: "the *disaster*" the sinking, "the *accident*" the crash."""
    return other.type in _table()[2].get(noun.lemma, ()) and noun.lemma != other.lemma


def is_one_kind(one: Happening, two: Happening) -> bool:
    """Whether type and trigger allow the two to be one happening."""
    if is_sort_of(one, two) or is_sort_of(two, one):
        return True
    if not is_kindred(one.type, two.type):
        return False
    # A heart attack is no blow by which somebody else's death is dealt.
    return is_same_meaning(one.lemma, two.lemma) or (
        not one.type == two.type == "CASUALTY" and is_side(one.lemma, two.lemma)
    )


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[str]], frozenset[tuple[str, str]], dict[str, frozenset[str]]]:
    """Word → meanings; pairs of meanings that are sides of one deed; noun → types of what it names by its sort."""
    table: dict[str, frozenset[str]] = {}
    sorts: dict[str, frozenset[str]] = {}
    sides: set[tuple[str, str]] = set()
    for words in _lines("triggers.txt"):
        if "=" in words:
            sorts[words[0]] = frozenset(words[2:])
            continue
        if "~" in words:
            sides |= {(words[0], words[2]), (words[2], words[0])}
            continue
        for word in words:
            table[word] = table.get(word, frozenset()) | {words[0]}
    for verb, *nouns in _lines("derived.txt"):
        for word in (verb, *nouns):
            for spelling in {word, _IZE.sub(r"is\1", word)}:
                table[spelling] = table.get(spelling, frozenset()) | {verb}
    return table, frozenset(sides), sorts


def _lines(name: str) -> Iterable[list[str]]:
    """The words of each line of a file."""
    text = (files("kg.authority") / "files" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]
