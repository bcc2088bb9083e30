"""Which larger event an event is a part or a consequence of: linked, never merged.

"Twelve people died in the raid" tells of two events, and that the one belongs to the other. What an article says so is
found in its own sentences (`ties_of`); to which event of the merged graph the link leads follows from where the two
mentions went (`whole_of`). An event is a part of at most one other, of the one that most articles say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.authority.triggers import meanings
from kg.model import Judged, PartOf, Ref, Role, Status, is_judged, judged_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.merge.happenings import Happening
    from kg.model import ArticleRecord, Event, LocalEvent, Verdict

DOES = "what does it is an event"
DURING = "told as in it"
_SCORES = {DOES: 0.95, DURING: 0.9}
_CAUSES = frozenset({Role.AGENT, Role.INSTRUMENT})

# Parts have a lower rank than their wholes, so that no chain of links comes back to where it began: harm comes of
# violence and mishaps, which fill demonstrations, which fill wars.
_HARM = frozenset({"kill", "injure"})
_VIOLENT = frozenset({"ASSAULT", "ACCIDENT", "DISASTER"})
_OCCASIONS = frozenset({"PROTEST", "GATHER", "ELECTION"})
_LONG = frozenset({"war", "conflict", "campaign", "offensive", "insurgency", "uprising", "coup", "invasion", "siege"})
_LONGEST = 90
"""Characters between the two words."""
# What comes of an event that does it; of all else that an event does it is itself the doer: "the storm approached".
_CONSEQUENCES = frozenset(
    {"damage", "destroy", "destruction", "displace", "devastate", "wreck", "collapse", "ruin", "affect"}
)
# Beside harm, what happens in another event where it is told as "in" it; charged *in the shooting* means over it.
_IN_PLACE = frozenset({"ASSAULT", "ACCIDENT", "DISASTER", "CRIME", "COERCE", "PROTEST", "MOVE"})
# "… in the raid", "… during last week's violent protests", "… in an attack".
_IN = re.compile(
    r"\b(?P<how>in|during|amid)\s+"
    r"(?P<one>(?:a|an|the|this|that|these|those|his|her|its|their|another|(?:last\s+)?\w+['’]s?)\s+)?"
    r"(?P<rest>(?:[\w’'-]+\s+){0,3})$",
    re.IGNORECASE,
)
# Between the noun of an event and the verb that tells what it does: "the blast *also* wounded four".
_SUBJECT = re.compile(r" (?:(?:also|alone|reportedly|has|had|itself) ){0,2}")
# What ends a clause, or begins another phrase: the raid is then told of something else.
_BORDER = re.compile(
    r"[;:.!?()“”\"]|\b(?:and|but|or|while|when|where|who|which|that|as|after|before|since|because|said|says|than|if)\b",
    re.IGNORECASE,
)
# Another phrase within, or no certain event at all: "in *the third year of* the war", "in *every* election".
_OTHER_PHRASE = re.compile(
    r"\b(?:in|during|amid|of|on|at|by|with|from|for|to|near|against|over|into|a|an|the|every|each|any|no|all|some)\b",
    re.IGNORECASE,
)


class Tie(NamedTuple):
    """That an article says of one of its events that it belongs to another one; `words` are those that say so."""

    part: str
    whole: str
    rule: str
    words: str


def ties_of(record: ArticleRecord) -> tuple[Tie, ...]:
    """What the article's sentences say, in reading order: at most one tie of each mention, the surer one."""
    by_sentence: dict[int, list[LocalEvent]] = {}
    for event in record.events:
        by_sentence.setdefault(event.sentence, []).append(event)
    found: list[Tie] = []
    for events in by_sentence.values():
        wholes = [event for event in events if event.type != "STATEMENT" and _is_noun(event)]
        for part in events:
            ties = [_tie(record, part, whole, events) for whole in wholes if whole is not part]
            said = [tie for tie in ties if tie is not None and part.type != "STATEMENT"]
            if said:
                found.append(max(said, key=lambda tie: _SCORES[tie.rule]))
    return tuple(found)


def whole_of(
    event: Event,
    happenings: Iterable[Happening],
    event_at: Callable[[Ref], Event | None],
    verdicts: Sequence[Verdict] = (),
) -> PartOf | None:
    """The larger event that an event belongs to, and why; None when no article says so.

    Args:
        event: the part.
        happenings: what it was made of.
        event_at: the canonical event of a mention; None where there is none.
        verdicts: what people judged of events. That it is no part of another one, or of which it is one, goes before
            all that articles say.
    """
    judged, barred = _judged(event, event_at, verdicts)
    if judged is not None:
        return judged
    votes: dict[str, dict[str, tuple[float, str, Tie]]] = {}
    for article, tie in ((one.article, tie) for one in happenings for tie in one.ties):
        whole = event_at(Ref(article, tie.whole))
        if whole is None or whole.id == event.id or whole.id in barred or not _may_hold(whole, event):
            continue
        told = votes.setdefault(whole.id, {})
        said = (-_SCORES[tie.rule], tie.words, tie)
        told[article] = min(told.get(article, said), said)
    if not votes:
        return None
    identifier = min(votes, key=lambda one: (-len(votes[one]), min(votes[one].values())[0], one))
    told = votes[identifier]
    article = min(told, key=lambda one: (told[one][0], one))
    tie = told[article][2]
    others = len(told) - 1
    more = f", and so {'does' if others == 1 else 'do'} {others} more" if others else ""
    return PartOf(
        whole=identifier,
        rule=tie.rule,
        score=_SCORES[tie.rule],
        detail=f"article {article} says “{tie.words}”{more}",
        mention=Ref(article, tie.part),
    )


def without_circles(starts: Iterable[str], link_of: Callable[[str], PartOf | None]) -> frozenset[str]:
    """The events whose links must go, so that nothing is a part of itself, however many links away.

    What articles say never goes round, by rank; what people judge may, alone or with what articles say. In a circle
    with links of articles the weakest of these goes; of judgements that go round none is better than the others, and
    none of them holds. Which links go follows from the links alone, as every event has one whole at most.

    Args:
        starts: events to go out from; of each circle one at least.
        link_of: the link of an event, as `whole_of` gives it.
    """
    gone: set[str] = set()
    seen: set[str] = set()
    for start in sorted(starts):
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in seen:
            seen.add(here)
            path.append(here)
            link = link_of(here)
            here = link.whole if link is not None else None
        if here in path:
            circle = path[path.index(here) :]
            said = [(link.score, one) for one in circle if (link := link_of(one)) and not is_judged(link.rule)]
            gone |= {min(said)[1]} if said else set(circle)
    return frozenset(gone)


def rank_of(event: Event) -> int:
    """How large a happening it is; only one of a higher rank holds it."""
    if _is_harm(event):
        return 0
    if event.lemma in _LONG:
        return 4
    if event.type in _OCCASIONS:
        return 3
    return 2 if event.type in _VIOLENT else 1


def _may_hold(whole: Event, part: Event) -> bool:
    """By rank; and what is denied holds nothing, nor what is planned what happened."""
    if Status.DENIED in (whole.status, part.status):
        return False
    return (whole.status is Status.PLANNED) is (part.status is Status.PLANNED) and rank_of(part) < rank_of(whole)


def _judged(
    event: Event, event_at: Callable[[Ref], Event | None], verdicts: Sequence[Verdict]
) -> tuple[PartOf | None, frozenset[str]]:
    """The whole that people judged it to be a part of, and the events that they said it is no part of."""
    mine = frozenset(event.members)
    found: list[PartOf] = []
    barred: set[str] = set()
    for verdict in verdicts:
        judged = verdict.judgement.judged
        if judged not in (Judged.PART, Judged.NO_PART):
            continue
        if judged is Judged.PART and verdict.two & mine:
            barred |= {whole.id for ref in verdict.one if (whole := event_at(ref)) is not None}  # the other way round
        if not verdict.one & mine:
            continue
        wholes = sorted({whole.id for ref in verdict.two if (whole := event_at(ref)) is not None} - {event.id})
        if judged is Judged.NO_PART:
            barred |= set(wholes)
        elif wholes:
            rule, feature = judged_as(verdict.judgement)
            mention = min(verdict.one & mine)
            found.append(PartOf(whole=wholes[0], rule=rule, score=1.0, detail=feature.detail, mention=mention))
    return min(found, key=lambda one: (one.whole, one.rule, one.detail), default=None), frozenset(barred)


def _is_harm(event: Event | LocalEvent) -> bool:
    return event.type == "CASUALTY" or bool(meanings(event.lemma) & _HARM)


def _is_noun(event: LocalEvent) -> bool:
    return event.rule.partition(":")[0] == "noun"


def _tie(record: ArticleRecord, part: LocalEvent, whole: LocalEvent, events: Sequence[LocalEvent]) -> Tie | None:
    text = record.article.text
    start, end = min(part.trigger.start, whole.trigger.start), max(part.trigger.end, whole.trigger.end)
    words = " ".join(text[start:end].split())
    if end - start > _LONGEST + len(part.text) + len(whole.text):
        return None
    is_done = _is_harm(part) or bool(meanings(part.lemma) & _CONSEQUENCES)
    if is_done and any(
        filler.role in _CAUSES and filler.actor is None and filler.head == whole.trigger for filler in part.roles
    ):
        return Tie(part.id, whole.id, DOES, words)
    if _is_harm(part) and part.type != "DISASTER" and _SUBJECT.fullmatch(text[whole.trigger.end : part.trigger.start]):
        return Tie(part.id, whole.id, DOES, words)
    if part.trigger.end > whole.trigger.start:
        return None
    between = text[part.trigger.end : whole.trigger.start]
    leads = _IN.search(between)
    if leads is None or _BORDER.search(between) or "," in leads.group() or _OTHER_PHRASE.search(leads["rest"]):
        return None
    if any(part.trigger.end <= one.trigger.start and one.trigger.end <= whole.trigger.start for one in events):
        return None  # "the inquiry into the killings during the war": the nearer one is told as in it
    is_one = leads["one"] is not None or leads["how"].lower() != "in"
    if not _is_harm(part) and (not is_one or (leads["how"].lower() == "in" and part.type not in _IN_PLACE)):
        return None
    return Tie(part.id, whole.id, DURING, words)
