"""How an article names a deed by its noun: as the one told before ("the blast"), or as another ("a second blast").

A noun with "the" or "this" means what was told before, unless a word in between sets it against that ("the *other*
blast", "the *mosque* bombing" after one at a bank). "Another", "a second", "an earlier", "a higher offer" say that it
is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.authority.triggers import is_close, is_same_meaning, is_sort_of, meanings
from kg.model import Certainty, Role, Tense
from kg.model.trace import steps, traced, trigger_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import LocalEvent
    from kg.resolve.within.entity import Page

HARM = frozenset({"ASSAULT", "CASUALTY", "ACCIDENT", "DISASTER", "CRIME"})
"""Types in which one deed has two sides, the blow and the death, which share no meaning."""
TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE", "TRANSACT"})
"""What is done together, which one article tells of several times: talks, deals."""
# "The blast", "this deadly blast", "the Kandahar bombing", "the Oct. 7 attack" is left alone.
_TAKEN_UP = re.compile(
    r"\b(?:the|this|that|these|those|(?:mon|tues|wednes|thurs|fri|satur|sun)day['’]s|yesterday['’]s)\s+"
    r"(?:(?:magnitude|\d[\d.]*(?:-\w+)*)\s+){0,2}(?:([^\W\d_][\w-]*)\s+)?$",
    re.IGNORECASE,
)
# Words before the noun that set it against another one of its kind.
_APART = frozenset({
    "first", "second", "third", "fourth", "fifth", "next", "last", "latest", "other", "new", "newest", "previous",
    "following", "earlier", "later", "past", "separate", "similar", "final", "recent", "subsequent", "fresh", "renewed",
    "further", "upcoming", "initial", "original", "planned", "proposed", "alleged", "attempted", "possible", "same-day",
    "follow-up", "former", "prior", "parallel", "rival", "counter", "retaliatory", "higher", "lower", "revised",
    "improved", "additional", "annual", "monthly", "weekly", "daily",
})  # fmt: skip
# Of these, those by which an article tells of one beside another.
_BESIDE = _APART - {
    "first", "last", "latest", "initial", "original", "planned", "proposed", "alleged", "attempted", "possible",
    "final", "annual", "monthly", "weekly", "daily", "upcoming", "recent", "former", "higher", "lower", "rival",
}  # fmt: skip
_ANOTHER = re.compile(
    r"\b(?:another|(?:an?|two|three|four|several|many|more)\s+(?:\w+\s+)?(?:second|third|fourth|fifth|sixth|further|separate"
    r"|similar|new|earlier|previous|subsequent|fresh|higher|lower|better|improved|revised|larger|follow-up|different"
    r"|additional|more|other))\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
# How a sentence begins that tells of something else of the kind.
_ELSEWHERE = re.compile(
    r"\s*(?:elsewhere\b|separately,|in (?:a|another|an) (?:separate|different|other|unrelated|similar)?\s*"
    r"(?:incident|case|attack|development|event|matter|accident),)",
    re.IGNORECASE,
)
# What stands before several that are known: "the protests", "weeks of angry protests", "Moscow's protests".
_KNOWN = re.compile(
    r"(?:\b(?:the|these|those|this|that|their|his|her|its|of)|\w['’]s?)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
# What the noun is of, from or on, up to the name or noun that ends it; not the day.
_COMPLEMENT = re.compile(
    r" (of|from|on|against|by|at|in|to|with|near) "
    r"(?!\d|\w{3,6}day\b|(?:the|an?|its?|his|her|their) (?:day|week|month|year)\b)"
    r"((?:(?:the|an?|its|his|her|their|this|that|former|all) )*(?:[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
    r"|(?:[a-z][\w-]*(?:ern|ian|ese|ish|can|al) )?[a-z][\w-]*(?: [A-Z][\w’'-]*)?))"
)
_WHERE = frozenset({"in", "at", "near"})
_MONTH = re.compile(r"(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber")
_CASES = 3
# Sentences back to what a noun takes up: one deed in the same word; several, or in another word; any blow.
_REACH_WORD, _REACH_MEANING, _REACH_WIDE = 12, 4, 2
# How much farther where no other deed may be meant.
_FARTHER = 2
# Nouns that mean any blow that was told just before, by its meaning: "a bomb went off … *the attack*".
_ANY_BLOW = {
    "attack": "strike", "assault": "strike", "shooting": "strike", "fighting": "clash", "battle": "clash",
    "violence": "clash",
}  # fmt: skip
# Harm that a participle tells as well as a verb: "the *burning* hotel", "found *dead*".
_LEFT = frozenset({"CASUALTY", "ACCIDENT", "DISASTER"})
# Words around the word of a deed in which what tells it from others of its kind is looked for.
_AROUND = 60
# Letters in common from which two words of one meaning are of one stem: threaten, threat; resign, resignation.
_STEM = 5


@dataclass(frozen=True, slots=True)
class Naming:
    """Which deeds, by id, an article names by a noun, and how.

    Attributes:
        anaphoric: harm that is but taken up again, with nobody in it: "the blast".
        again: one deed that is known is named: "the ceremony", "this ban".
        fresh: told as new, whatever was told before.
        another: told as one beside another: "a second blast", "the other raid".
        marked: the word between "the" and the noun, for those that are named again with one.
        complements: what the noun is of, from or on: preposition → last word, for those that say it.
    """

    anaphoric: frozenset[str]
    again: frozenset[str]
    fresh: frozenset[str]
    another: frozenset[str]
    marked: Mapping[str, str]
    complements: Mapping[str, Mapping[str, str]]


def naming_of(page: Page, events: list[LocalEvent]) -> Naming:
    """How the article's deeds are named."""
    nouns = [event for event in events if event.rule.startswith("noun")]
    elsewhere = frozenset(event.id for event in events if _is_elsewhere(page, event))
    return Naming(
        anaphoric=frozenset(event.id for event in events if _is_anaphoric(page, event)) - elsewhere,
        again=frozenset(event.id for event in events if _is_named_again(page, event)) - elsewhere,
        fresh=frozenset(event.id for event in events if _is_new(page, event) or _is_another(page, event)),
        another=elsewhere.union(
            event.id for event in nouns if _is_another(page, event) or (_mark(page, event) or "") in _BESIDE
        ),
        marked={event.id: word for event in nouns if (word := _mark(page, event))},
        complements={event.id: words for event in nouns if (words := _complements(page, event))},
    )


def is_of_one_stem(one: str, two: str) -> bool:
    """Whether two lemmas of one meaning are a verb and its noun: "threaten" and "threat", "resign", "resignation"."""
    if one == two:
        return True
    shorter = min(len(one), len(two))
    return one[: min(shorter, _STEM)] == two[: min(shorter, _STEM)] and shorter > 2 and is_same_meaning(one, two)


def takes_up(page: Page, naming: Naming, event: LocalEvent, other: LocalEvent, *, is_only: bool = False) -> bool:
    """Whether the noun of the one may mean the other by its word, near enough, and by what stands around it.

    `is_only`: no other deed was told before that it may mean by its word.
    """
    back = event.sentence - other.sentence
    is_one_word = is_of_one_stem(event.lemma, other.lemma)
    is_marked = event.id in naming.marked and naming.marked[event.id] in _around(page, other, event.trigger.start)
    reach = _REACH_WORD if (event.lemma == other.lemma or is_marked) and not is_plural(event) else _REACH_MEANING
    if back > (_FARTHER * reach if is_only else reach):
        return False
    if other.rule.startswith("adjective") and other.type not in _LEFT:
        return False  # "the jailed leader" tells of no arrest that "the arrest" could take up
    is_set_apart = is_plural(event) != is_plural(other) or is_marked_off(page, naming, event, other)
    if event.id in naming.again and not is_set_apart and (is_only or not is_of_several(event)):
        if is_sort_of(event, other) or is_one_word:
            return True
        if is_only and is_close(event.lemma, other.lemma) and not is_of_several(event):
            return True
        if event.type == "ASSAULT" and _ANY_BLOW.get(event.lemma) in meanings(other.lemma):
            return back <= _REACH_WIDE or is_marked or is_only
    return event.id in naming.anaphoric and is_close(event.lemma, other.lemma) and not is_set_apart


def is_of_several(event: LocalEvent) -> bool:
    """Whether an article tells of several such, of which "the talks" means none by itself."""
    return is_plural(event) or (event.type in TOGETHER and event.type != "TRANSACT")


def is_plan_taken_up(naming: Naming, event: LocalEvent, other: LocalEvent) -> bool:
    """Whether "the withdrawal", of which nothing says that it was, names what is to come by what was said before.

    Harm is left out: "threatened to attack … *the attack* killed two" tells of the threat and of the deed.
    """
    if event.tense is Tense.FUTURE or event.id not in naming.again or event.type in HARM:
        return False
    if event.tense is other.tense:
        return False
    if "light" in event.rule or event.time is not None:
        return False
    return is_of_one_stem(event.lemma, other.lemma) or is_close(event.lemma, other.lemma)


def is_claimed(naming: Naming, event: LocalEvent, other: LocalEvent) -> bool:
    """Whether a deed is named again and its doer is but claimed: "rebels claimed the attack … blamed *Oslo for it*"."""
    if event.id not in naming.again:
        return False
    return any(one.certainty is not Certainty.CERTAIN or "ascribed" in one.rule.split() for one in (event, other))


def with_plan(group: list[LocalEvent]) -> list[LocalEvent]:
    """The mentions of one event, of which those that but name what lies ahead lie ahead too."""
    plan = next((event for event in group if event.tense is Tense.FUTURE and not event.rule.startswith("noun")), None)
    if plan is None:
        return group
    words = [("mood", word) for word in steps(plan.rule, "mood")]
    return [
        replace(event, tense=Tense.FUTURE, rule=traced(event.rule, words))
        if event.rule.startswith("noun") and event.tense is not Tense.FUTURE
        else event
        for event in group
    ]


def is_marked_off(page: Page, naming: Naming, event: LocalEvent, other: LocalEvent) -> bool:
    """Whether a word with the noun is told of something else: "the *mosque* bombing" is not that "at a bank".

    So are words behind it: "the withdrawal from Lund and the withdrawal *from Holm*".
    """
    around = _around(page, other, event.trigger.start)
    here, there = naming.complements.get(event.id, {}), naming.complements.get(other.id, {})
    if event.place is not None and other.place is not None:  # whether the places fit is asked elsewhere
        here = {case: word for case, word in here.items() if case not in _WHERE}
    may_be_said = event.sentence != other.sentence and not there and not _has_target(other)
    if any(word not in around or there.get(case, word) != word for case, word in here.items()) and not may_be_said:
        return True
    mark = naming.marked.get(event.id)
    if mark is None:
        return False
    if event.sentence == other.sentence and event.lemma == other.lemma:
        return mark not in around  # "a strike on a bank and the *night* strike"
    said = re.search(rf"\b{re.escape(mark)}", page.text[: event.trigger.start - len(mark) - 1], re.IGNORECASE)
    return said is not None and mark not in around


def _has_target(event: LocalEvent) -> bool:
    return any(filler.role in (Role.PATIENT, Role.RECIPIENT) for filler in event.roles)


def _complements(page: Page, event: LocalEvent) -> dict[str, str]:
    """The last words of what the noun is of, from or on: "the withdrawal *of troops from Kisima*"."""
    found: dict[str, str] = {}
    at = event.trigger.end
    while len(found) < _CASES and (match := _COMPLEMENT.match(page.text, at)):
        word = match[2].split()[-1].lower()
        if _MONTH.fullmatch(word):
            break
        found.setdefault(match[1], word)
        at = match.end()
    return found


def _around(page: Page, event: LocalEvent, before: int) -> str:
    """What stands around the word of a deed in its sentence, `before` an offset, and its fillers."""
    sentence = page.extraction.sentences[event.sentence]
    start = max(sentence.start, event.trigger.start - _AROUND)
    near = page.text[start : min(sentence.end, event.trigger.end + _AROUND, before)]
    return " ".join((near, *(filler.text for filler in event.roles), event.place.text if event.place else "")).lower()


def _mark(page: Page, event: LocalEvent) -> str | None:
    match = _TAKEN_UP.search(page.text[max(0, event.trigger.start - 30) : event.trigger.start])
    return match[1].lower() if match and match[1] else None


def _is_taken_up(page: Page, event: LocalEvent) -> bool:
    """Whether "the" or "this" stands before its noun, and no word that sets it against another."""
    if event.rule.partition(":")[0] not in ("noun", ""):
        return False
    match = _TAKEN_UP.search(page.text[max(0, event.trigger.start - 30) : event.trigger.start])
    return match is not None and (match[1] or "").lower() not in _APART


def _is_anaphoric(page: Page, event: LocalEvent) -> bool:
    """Whether it is but taken up again: "the blast", with nobody named in it; talks and sanctions are several."""
    if event.type not in HARM or any(filler.actor is not None for filler in event.roles):
        return False
    return _is_taken_up(page, event)


def _is_named_again(page: Page, event: LocalEvent) -> bool:
    """Whether one deed that is known is but named, with nothing said to be done in it: "the ceremony", "this ban"."""
    if event.type == "OTHER":
        return False
    if event.text.lower() != event.lemma and not _is_one_plural(page, event):
        return False
    return not _has_target(event) and event.rule != "" and _is_taken_up(page, event)


def _is_one_plural(page: Page, event: LocalEvent) -> bool:
    """As in "the talks", "the sanctions", which may be one; not "the D-Day landings", "the attacks", "the protests"."""
    return is_plural(event) and event.type not in HARM | {"PROTEST"} and _mark(page, event) is None


def is_plural(event: LocalEvent) -> bool:
    """Whether its noun tells of several: "attacks"."""
    return event.rule.startswith("noun") and event.text.lower() == f"{event.lemma}s"


def _is_new(page: Page, event: LocalEvent) -> bool:
    """Whether a plural without an article tells of further ones by the crowd of the article: "met with *protests*"."""
    if not is_plural(event) or "implied" not in trigger_words(event.rule):
        return False
    return _KNOWN.search(page.text[max(0, event.trigger.start - 40) : event.trigger.start]) is None


def _is_elsewhere(page: Page, event: LocalEvent) -> bool:
    """Whether its sentence is set beside what was told: "*Elsewhere in Chad*, bandits kidnapped three farmers"."""
    return _ELSEWHERE.match(page.extraction.sentences[event.sentence].of(page.text)) is not None


def _is_another(page: Page, event: LocalEvent) -> bool:
    """As in "*another* raid", "*a second* blast", "*an earlier* bid": none of those before."""
    if not event.rule.startswith("noun"):
        return False
    return _ANOTHER.search(page.text[max(0, event.trigger.start - 50) : event.trigger.start]) is not None
