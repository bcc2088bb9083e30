"""What a mending rule is, and of which words it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kg.extract.text.tokens import Changes, Token

Mend = Callable[[Token], Changes]
"""What to change around a token, {} where it is hung right; it may put the token's part of speech right at once."""

LEFT_ALONE = frozenset(["det", "punct", "aux", "cc", "mark", "advmod", "cop", "aux:pass"])
"""Labels of words that are hung right, unless they are verbs or a rule asks for the label; half of all words."""


FINITE = "VBD VBP VBZ"
PAST = "VBD VBN"
VERBAL = "VB VBD VBG VBN VBP VBZ"
SUBJECT = "nsubj nsubj:pass"
NOUNS = "NOUN PROPN"
"""Tags, labels and parts of speech that many rules name."""


class Rule(NamedTuple):
    """One rule, and the words that it is asked of: of any label, tag or part of speech where none is named.

    Attributes:
        mend: the rule.
        labels: labels of dependency; "acl:*" is "acl" with or without a subtype.
        tags: Penn tags.
        pos: universal parts of speech.
        ing: whether it is asked of words in -ing alone.
    """

    mend: Mend
    labels: frozenset[str]
    tags: frozenset[str]
    pos: frozenset[str]
    ing: bool

    def fits(self, kind: Kind) -> bool:
        """Whether it is asked of such words."""
        if self.labels:
            if kind.label not in self.labels and f"{kind.label.partition(':')[0]}:*" not in self.labels:
                return False
        elif kind.label in LEFT_ALONE and kind.pos != "VERB" and kind.tag != "VBN":
            return False
        if self.ing and not kind.ing:
            return False
        return (not self.tags or kind.tag in self.tags) and (not self.pos or kind.pos in self.pos)


class Kind(NamedTuple):
    """What decides which rules are asked of a word."""

    label: str
    tag: str
    pos: str
    ing: bool


def rule(mend: Mend, labels: str = "", tags: str = "", pos: str = "", *, ing: bool = False) -> Rule:
    """A rule, with labels, tags and parts of speech parted by blanks."""
    return Rule(mend, frozenset(labels.split()), frozenset(tags.split()), frozenset(pos.split()), ing)


Table = tuple[tuple[Rule, ...], ...]
"""Rows of rules that exclude each other: the first that applies is taken. What a later row changes, counts."""
