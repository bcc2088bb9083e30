"""What a mending rule is, and of which words it is asked.

A rule looks at a word, and nearly always finds it hung right: of 283,000 questions to the words of 60 articles 97 were
answered by a change. So a rule names what a word must be for it to find anything, and is asked of no other: its `Kind`,
which is few words' alone already, and its `Signs`, which are all that one sees without going through the tree.
"""

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

NUMBER = "#"
"""The word before, in `Signs.before`, where it is a number."""


class Kind(NamedTuple):
    """How a word was read."""

    label: str
    tag: str
    pos: str


class Signs(NamedTuple):
    """What else decides whether a rule is asked of a word: "" or nothing where no rule asks for it.

    Attributes:
        word: the word itself in lower case.
        ending: "ing" or "ed".
        before: the word before it in lower case, `NUMBER` for any number.
        case: its preposition, or the first word of it.
        name: the class of the name that it is part of.
        classes: the classes of the lexicon that its lemma is in.
        subject: whether it has a subject, were it a clause or "there".
        second: whether it is a subject itself, and the verb has another one.
    """

    word: str
    ending: str
    before: str
    case: str
    name: str
    classes: frozenset[str]
    subject: bool
    second: bool


class Rule(NamedTuple):
    """One rule, and the words that it is asked of: of any where nothing is named.

    Attributes:
        mend: the rule.
        labels: labels of dependency; "acl:*" is "acl" with or without a subtype.
        tags: Penn tags.
        pos: universal parts of speech.
        words, endings, before, cases, names, classes, subject, second: what the `Signs` of a word must be one of.
    """

    mend: Mend
    labels: frozenset[str]
    tags: frozenset[str]
    pos: frozenset[str]
    words: frozenset[str]
    endings: frozenset[str]
    before: frozenset[str]
    cases: frozenset[str]
    names: frozenset[str]
    classes: frozenset[str]
    subject: bool | None
    second: bool | None

    def fits(self, kind: Kind) -> bool:
        """Whether it is asked of words that were read so."""
        if self.labels:
            if kind.label not in self.labels and f"{kind.label.partition(':')[0]}:*" not in self.labels:
                return False
        elif kind.label in LEFT_ALONE and kind.pos != "VERB" and kind.tag != "VBN":
            return False
        return (not self.tags or kind.tag in self.tags) and (not self.pos or kind.pos in self.pos)

    def heeds(self, signs: Signs) -> bool:
        """Whether it is asked of words with these signs."""
        named = (
            (self.words, signs.word),
            (self.endings, signs.ending),
            (self.before, signs.before),
            (self.cases, signs.case),
            (self.names, signs.name),
        )
        if any(wanted and found not in wanted for wanted, found in named):
            return False
        if self.classes and self.classes.isdisjoint(signs.classes):
            return False
        return self.subject in {None, signs.subject} and self.second in {None, signs.second}


def rule(
    mend: Mend,
    labels: str = "",
    tags: str = "",
    pos: str = "",
    *,
    words: str = "",
    ending: str = "",
    before: str = "",
    cases: str = "",
    names: str = "",
    classes: str = "",
    subject: bool | None = None,
    second: bool | None = None,
) -> Rule:
    """A rule, with labels, tags, words and all else parted by blanks."""
    return Rule(
        mend,
        labels=frozenset(labels.split()),
        tags=frozenset(tags.split()),
        pos=frozenset(pos.split()),
        words=frozenset(words.split()),
        endings=frozenset(ending.split()),
        before=frozenset(before.split()),
        cases=frozenset(cases.split()),
        names=frozenset(names.split()),
        classes=frozenset(classes.split()),
        subject=subject,
        second=second,
    )


Table = tuple[tuple[Rule, ...], ...]
"""Rows of rules that exclude each other: the first that applies is taken. What a later row changes, counts."""
