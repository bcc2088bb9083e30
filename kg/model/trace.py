"""The `rule` of a record: the path that made it, in one line.

    verb:assault/verbs/1 passive tree:main_verb place:phrase time:clause source:quote mood:deny

First the kind of word and the lexicon entry (file, frame, reading), then words that say what the grammar did
("passive", "control", "relative", "owner" …), then one `key:value` for each rule that hung the word or one of its
fillers elsewhere than the parser had it, and for each circumstance: by which rule place, time and sources were found,
and the words that decided polarity, certainty and tense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

KEYS = ("tree", "place", "time", "source", "mood")


def traced(rule: str, steps: Iterable[tuple[str, str]]) -> str:
    """The rule with steps added, each once; steps without a value are left out."""
    words = rule.split(" ")
    for key, value in steps:
        word = f"{key}:{value.replace(' ', '_')}"
        if value and word not in words:
            words.append(word)
    return " ".join(words)


def untraced(rule: str, key: str) -> str:
    """The rule without the steps of that key."""
    return " ".join(word for word in rule.split(" ") if not word.startswith(f"{key}:"))


def steps(rule: str, key: str) -> tuple[str, ...]:
    """The values of the steps of that key, in order."""
    start = f"{key}:"
    if start not in rule:
        return ()
    return tuple(word.removeprefix(start) for word in rule.split(" ") if word.startswith(start))


def trigger_words(rule: str) -> tuple[str, ...]:
    """The words of the rule that tell how the event itself and its roles were found."""
    return tuple(word for word in rule.split(" ") if word.partition(":")[0] not in KEYS)
