"""Whether what an article tells goes on, by the form of its words. Internal to `kg.merge`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import ArticleRecord, LocalEvent

_ONGOING = frozenset({"PROTEST", "REQUEST"})
_AS_ONE = re.compile(
    r"(?:\b(?:the|these|those|their)|\w['’]|\b(?:days?|weeks?|months?|wave|series) of)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
# "Against interference by the army": a noun without an article tells of what goes on, not of one deed.
_DETERMINED = re.compile(
    r"(?:\b(?:an?|the|this|that|these|those|its?|his|her|their|our|my|your|no|any|each|every|another|one|some)|\w['’]s?|\d)"
    r"\s+(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
# What takes weeks to do: to pull out, to deploy.
_LASTING = frozenset({"RETREAT", "MOBILIZE"})
_BEGUN = re.compile(r"\b(?:beg[aiu]ns?|start(?:s|ed)?|continue[sd]?|resume[sd]?)\s+to\s+$", re.IGNORECASE)


def is_ongoing(record: ArticleRecord, mentions: Iterable[LocalEvent]) -> bool:
    """Several of a kind that go on for weeks, said as one: "the protests", "weeks of protests"."""
    return any(
        event.type in _ONGOING
        and event.text.lower() == f"{event.lemma}s"
        and event.rule.startswith("noun")
        and _AS_ONE.search(record.article.text[max(0, event.trigger.start - 40) : event.trigger.start])
        for event in mentions
    )


def is_open(record: ArticleRecord, event: LocalEvent) -> bool:
    """What takes weeks, as in "troops are *withdrawing*", "after *withdrawing*", "began to *withdraw*"."""
    if event.type not in _LASTING or not event.rule.startswith("verb"):
        return False
    start = event.trigger.start
    return event.text.endswith("ing") or bool(_BEGUN.search(record.article.text[max(0, start - 20) : start]))


def is_bare(record: ArticleRecord, event: LocalEvent) -> bool:
    """As in "against *interference* by the army": a noun in the singular without an article."""
    if not event.rule.startswith("noun") or event.text.lower() != event.lemma:
        return False
    return not _DETERMINED.search(record.article.text[max(0, event.trigger.start - 60) : event.trigger.start])
