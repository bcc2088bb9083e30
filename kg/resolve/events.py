"""EventMentions → LocalEvents: roles, places and speakers by id, and further mentions of one event linked as `also`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.authority.triggers import are_told_together, is_close, is_one_kind, meanings
from kg.model import ActorKind, EventMention, Filler, Form, LocalEvent, PlaceRef, Role, Source, Status, Tense, Time
from kg.model.trace import steps, traced, trigger_words, untraced
from kg.resolve.traits import is_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import LocalActor, Span
    from kg.resolve.entity import Page

_DOERS = frozenset({Role.AGENT, Role.PARTICIPANT})
_TARGETS = frozenset({Role.PATIENT, Role.RECIPIENT})
# Sayings are as many as their sentences; two "said"s are two events even from one mouth.
_NEVER_ALSO = frozenset({"STATEMENT"})
# Types in which one deed has two sides, the blow and the death, which share no meaning.
_HARM = frozenset({"ASSAULT", "CASUALTY", "ACCIDENT", "DISASTER", "CRIME"})
_TAKEN_UP = re.compile(r"\b(?:the|this|that)\s+(?:[a-z]+\s+)?$", re.IGNORECASE)
# What stands before several that are known: "the protests", "weeks of angry protests", "Moscow's protests".
_KNOWN = re.compile(
    r"(?:\b(?:the|these|those|this|that|their|his|her|its|of)|\w['’]s?)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
# Pronouns that are no doer where they stand for nobody known: "*it* raises money".
_NOBODY = frozenset({"it", "that", "which"})
# What is done together, which one article tells of several times: talks, deals.
_TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE", "TRANSACT"})
# Of these, those in which all take part alike: who meets whom is the reporter's choice.
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})
# Sentences below a headline in which it is told again.
_BELOW = 2
_STOPS = (".", "!", "?", "”", '"')
# Groups of one meaning that an event is compared with, the last ones: time in proportion to the article's length.
_HORIZON = 100


@dataclass(frozen=True, slots=True)
class _Headline:
    """The sentence that tells first what the article tells, and how far below it others stand.

    Attributes:
        below: sentence → how many sentences it stands below the headline.
        is_line: whether the headline is a line of its own that does not end as a sentence does.
    """

    below: Mapping[int, int]
    is_line: bool

    def is_told_again(self, event: LocalEvent, other: LocalEvent) -> bool:
        """Whether a deed is told by its word right below the headline that told it."""
        if event.type != other.type or event.type in _TOGETHER or (event.type == "OTHER" and not self.is_line):
            return False
        first, second = sorted(self.below.get(one.sentence, _BELOW + 1) for one in (event, other))
        return first == 0 and 0 < second <= _BELOW


def _headline(page: Page, events: Sequence[LocalEvent]) -> _Headline:
    """The first line that tells of anything, below addresses, dates and names of outlets; else the first sentence.

    Below a line, sentences that tell of nothing are not counted.
    """
    told = sorted({event.sentence for event in events})
    if told and _is_headline(page.text, page.extraction.sentences[told[0]]):
        return _Headline({sentence: rank for rank, sentence in enumerate(told)}, is_line=True)
    return _Headline({sentence: sentence for sentence in told}, is_line=False)


def _is_headline(text: str, sentence: Span) -> bool:
    """Whether a sentence is a line of its own that does not end as a sentence does, and has text below."""
    said = sentence.of(text).rstrip()
    before, behind = text[: sentence.start], text[sentence.start + len(said) :]
    rest_of_line = before.rpartition("\n")[2] + behind.partition("\n")[0]
    return not rest_of_line.strip() and bool(behind.strip()) and not said.endswith(_STOPS)


def local_events(
    page: Page,
    mentions: Sequence[EventMention],
    *,
    actor_ids: Mapping[int, str],
    place_ids: Mapping[int, str],
    actors: Mapping[str, LocalActor],
) -> list[LocalEvent]:
    """The article's events in reading order as e1, e2 …, further mentions linked from the fullest one.

    `mentions`: in reading order.
    `actors`: by id; two events need a named one in common, or all their actors, to join.
    """
    events = [
        _local(page, event, number, actor_ids=actor_ids, place_ids=place_ids)
        for number, event in enumerate(mentions, 1)
    ]
    times = {time.id: time for time in page.extraction.times}
    anaphoric = frozenset(event.id for event in events if _is_anaphoric(page, event))
    fresh = frozenset(event.id for event in events if _is_new(page, event))
    again = frozenset(event.id for event in events if _is_named_again(page, event))
    groups = _group(
        events, times, actors, anaphoric=anaphoric, again=again, fresh=fresh, headline=_headline(page, events)
    )
    joined: dict[str, LocalEvent] = {}
    for group in groups:
        lead = max(group, key=lambda event: (_fullness(event), -int(event.id[1:])))
        also = tuple(event.id for event in group if event.id != lead.id)
        joined.update({event.id: _with_time_of(_with_place_of(event, group), group, times) for event in group})
        if also:
            joined[lead.id] = replace(joined[lead.id], also=also)
    return [joined[event.id] for event in events]


def _with_place_of(event: LocalEvent, group: list[LocalEvent]) -> LocalEvent:
    """The event with the place that another mention of it says, where its own sentence says none."""
    said = next((place for other in group if (place := _said_place(other)) is not None), None)
    if said is None or _said_place(event) is not None:
        return event
    return replace(event, place=said, rule=traced(untraced(event.rule, "place"), [("place", "also")]))


def _with_time_of(event: LocalEvent, group: list[LocalEvent], times: Mapping[str, Time]) -> LocalEvent:
    """The event with the time that other mentions of it say, where its own sentence says none and they say the same."""
    said = [time for other in group if (time := _said_time(other)) is not None]
    if _said_time(event) is not None or not said or len({times[key].value for key in said}) > 1:
        return event
    return replace(event, time=said[0], rule=traced(untraced(event.rule, "time"), [("time", "also")]))


def _said_place(event: LocalEvent) -> PlaceRef | None:
    """The place that the event's own sentence says; one that it has from the rest of the article parts no mentions."""
    if event.place is None or "main" in steps(event.rule, "place"):
        return None
    return event.place


def _said_time(event: LocalEvent) -> str | None:
    """The time that the event's own sentence says; as of places, one from the rest of the article parts no mentions."""
    return None if "main" in steps(event.rule, "time") else event.time


def _local(
    page: Page, event: EventMention, number: int, *, actor_ids: Mapping[int, str], place_ids: Mapping[int, str]
) -> LocalEvent:
    text = page.text
    fillers: list[Filler] = []
    for role in event.roles:
        actor = actor_ids.get(role.mention) if role.mention is not None else None
        if actor is None and role.role is Role.AGENT and role.span.of(text).lower() in _NOBODY:
            continue
        filler = Filler(role=role.role, span=role.span, text=role.span.of(text), head=role.head, actor=actor)
        repeated = any(other.role is filler.role and actor is not None and other.actor == actor for other in fillers)
        if not repeated:
            fillers.append(filler)
    place = None
    # "The US killing" is by the US, not in it.
    doers = [role.span for role in event.roles if role.role is Role.AGENT]
    if event.place is not None and event.place in place_ids and page.mentions[event.place].span not in doers:
        span = page.mentions[event.place].span
        place = PlaceRef(id=place_ids[event.place], span=span, text=span.of(text))
    sources: list[Source] = []
    for speaker in event.speakers:
        actor = actor_ids.get(speaker.mention) if speaker.mention is not None else None
        if actor is None and speaker.mention is not None and page.mentions[speaker.mention].form is Form.PRONOUN:
            continue  # "it highlights …": a pronoun that stands for nobody known is no source
        if not any(actor is not None and other.actor == actor for other in sources):
            sources.append(Source(span=speaker.span, text=speaker.span.of(text), actor=actor))
    return LocalEvent(
        id=f"e{number}",
        type=event.type,
        trigger=event.trigger,
        text=event.trigger.of(text),
        lemma=event.lemma,
        sentence=event.sentence,
        roles=tuple(fillers),
        place=place,
        time=event.time,
        polarity=event.polarity,
        certainty=event.certainty,
        tense=event.tense,
        attributed_to=tuple(sources),
        confidence=event.confidence,
        rule=event.rule,
    )


def _group(
    events: list[LocalEvent],
    times: Mapping[str, Time],
    actors: Mapping[str, LocalActor],
    *,
    anaphoric: frozenset[str],
    again: frozenset[str],
    fresh: frozenset[str],
    headline: _Headline,
) -> list[list[LocalEvent]]:
    """Each event joins the first earlier group with all of whose members it agrees, and with one of them tellingly.

    What is but named `again` means the last such group.
    `anaphoric` events are but taken up again, those `again` by their own word, `fresh` ones are told as new.
    """
    groups: list[list[LocalEvent]] = []
    by_meaning: dict[str, list[int]] = {}
    for event in events:
        keys = meanings(event.lemma) | ({"*harm"} if event.type in _HARM else frozenset())
        near = {number for key in keys for number in by_meaning.get(key, ())[-_HORIZON:]}
        is_again = event.id in again
        for number in sorted(near, reverse=is_again):
            group = groups[number]
            if all(_agrees(event, other, times, actors) for other in group) and any(
                (event.id not in fresh and _telling(event, other, actors, headline))
                or (event.id in anaphoric and is_close(event.lemma, other.lemma))
                or (is_again and (event.type, event.lemma) == (other.type, other.lemma))
                for other in group
            ):
                group.append(event)
                break
            # "A pullout was announced, and critics called *the pullout* …": not that of the page before
            is_again = is_again and all((event.type, event.lemma) != (other.type, other.lemma) for other in group)
        else:
            number = len(groups)
            groups.append([event])
        for key in sorted(keys):
            if number not in by_meaning.setdefault(key, [])[-_HORIZON:]:
                by_meaning[key].append(number)
    return groups


def _is_anaphoric(page: Page, event: LocalEvent) -> bool:
    """Whether it is but taken up again: "the blast", with nobody named in it."""
    if event.type not in _HARM:
        return False  # "the talks", "the sanctions" are several in one article
    if event.rule.partition(":")[0] not in ("noun", "") or any(filler.actor is not None for filler in event.roles):
        return False
    start = event.trigger.start
    return _TAKEN_UP.search(page.text[max(0, start - 30) : start]) is not None


def _is_named_again(page: Page, event: LocalEvent) -> bool:
    """Whether one deed that is known is but named, with nobody and nothing in it: "the ceremony", "this ban"."""
    if event.roles or event.type == "OTHER" or event.type in _TOGETHER or event.text.lower() != event.lemma:
        return False
    if event.rule.partition(":")[0] != "noun":
        return False
    return _TAKEN_UP.search(page.text[max(0, event.trigger.start - 30) : event.trigger.start]) is not None


def _is_new(page: Page, event: LocalEvent) -> bool:
    """Whether a plural without an article tells of further ones by the crowd of the article: "met with *protests*"."""
    if event.text.lower() != f"{event.lemma}s" or "implied" not in trigger_words(event.rule):
        return False
    return _KNOWN.search(page.text[max(0, event.trigger.start - 40) : event.trigger.start]) is None


def _agrees(event: LocalEvent, other: LocalEvent, times: Mapping[str, Time], actors: Mapping[str, LocalActor]) -> bool:
    """Nothing speaks against one event: kind, modality, participants, place, time."""
    if event.type in _NEVER_ALSO or other.type in _NEVER_ALSO:
        return False
    if event.trigger == other.trigger or not is_one_kind(event, other):
        return False
    if are_told_together(event, other) and not _have_one_victim(event, other, actors):
        return False
    if (event.status is Status.DENIED) != (other.status is Status.DENIED):
        return False
    if (event.tense is Tense.FUTURE) != (other.tense is Tense.FUTURE) and not _is_said_ahead(event, other):
        return False
    mutual = _is_mutual(event, other)
    if mutual and not _same_parties(event, other):
        return False
    for roles in () if mutual else (_DOERS, _TARGETS):
        one, two = _actors(event, roles), _actors(other, roles)
        if one and two and not one & two and not (roles is _DOERS and _one_side(event, other, actors)):
            return False
        # What is done to a thing is not what is done to a person: "quit the deal", "quit the talks".
        if (
            not one
            and not two
            and _things(event, roles)
            and _things(other, roles)
            and not _things(event, roles) & _things(other, roles)
        ):
            return False
        if bool(one) != bool(two) and (_things(event, roles) if not one else _things(other, roles)):
            return False
    if not mutual and _swapped(event, other):
        return False
    here, there = _said_place(event), _said_place(other)
    if here and there and here.id != there.id:
        return False
    return _times_meet(times.get(_said_time(event) or ""), times.get(_said_time(other) or ""))


def _telling(event: LocalEvent, other: LocalEvent, actors: Mapping[str, LocalActor], headline: _Headline) -> bool:
    """Something speaks for one event: a common victim, or a common doer of the same deed with no victim unlike."""
    targets = _actors(event, _TARGETS) & _actors(other, _TARGETS)
    doers = _actors(event, _DOERS) & _actors(other, _DOERS)
    if any(is_named(actors[target]) for target in targets) or (targets and doers):
        return True
    if _is_mutual(event, other) and len(_parties(event) & _parties(other)) > 1:
        return True
    if event.lemma == other.lemma and (targets or headline.is_told_again(event, other)):
        return True
    if event.type == "OTHER" or not doers or event.lemma != other.lemma:
        return False
    things = _things(event, _TARGETS) & _things(other, _TARGETS)
    return bool(things) or not (_things(event, _TARGETS) or _things(other, _TARGETS))


def _have_one_victim(event: LocalEvent, other: LocalEvent, actors: Mapping[str, LocalActor]) -> bool:
    """Whether both are done to somebody who is named: "his *death* in the *strike* on his car"."""
    common = _actors(event, _TARGETS) & _actors(other, _TARGETS)
    return any(actors[local].kind is ActorKind.PERSON and is_named(actors[local]) for local in common)


def _one_side(event: LocalEvent, other: LocalEvent, actors: Mapping[str, LocalActor]) -> bool:
    """Other words for one doer: a state and its army; or any at all where a person is killed, which happens once."""
    one = {actors[local].country for local in _actors(event, _DOERS)} - {None}
    two = {actors[local].country for local in _actors(other, _DOERS)} - {None}
    if one & two:
        return True
    victims = _actors(event, _TARGETS) & _actors(other, _TARGETS)
    deadly = "kill" in meanings(event.lemma) and "kill" in meanings(other.lemma)
    return deadly and any(actors[local].kind is ActorKind.PERSON for local in victims)


def _actors(event: LocalEvent, roles: frozenset[Role]) -> set[str]:
    return {filler.actor for filler in event.roles if filler.role in roles and filler.actor is not None}


def _things(event: LocalEvent, roles: frozenset[Role]) -> set[str]:
    """Last words of the phrases that are no actors: "oil facilities" → facilities."""
    return {
        filler.text.split()[-1].lower()
        for filler in event.roles
        if filler.role in roles and filler.actor is None and filler.text.split()
    }


def _is_said_ahead(event: LocalEvent, other: LocalEvent) -> bool:
    """Whether one is to come and the other but the same named or said in the present: "will host", "I'm hosting"."""
    done = other if event.tense is Tense.FUTURE else event
    word, lemma = done.text.lower(), done.lemma
    is_past = not (word.endswith("ing") or word in (lemma, f"{lemma}s", f"{lemma}es"))
    if is_past or event.lemma != other.lemma or _said_time(event) != _said_time(other):
        return False
    same = [_actors(event, roles) & _actors(other, roles) for roles in (_DOERS, _TARGETS)]
    return all(same)


def _swapped(event: LocalEvent, other: LocalEvent) -> bool:
    """Who does it here suffers it there: two deeds, unless all parties do it together."""
    doers, targets = _actors(event, _DOERS), _actors(event, _TARGETS)
    return bool(doers & _actors(other, _TARGETS) - targets) or bool(targets & _actors(other, _DOERS) - doers)


def _is_mutual(event: LocalEvent, other: LocalEvent) -> bool:
    """Whether who does it and to whom is the reporter's choice in both: meetings, clashes."""
    return {event.type, other.type} <= _MUTUAL or all("clash" in meanings(one.lemma) for one in (event, other))


def _parties(event: LocalEvent) -> set[str]:
    return _actors(event, _DOERS | _TARGETS)


def _same_parties(event: LocalEvent, other: LocalEvent) -> bool:
    """Whether one names no party that the other lacks: "Kim met Moon", "Moon's talks with Kim", "the talks"."""
    one, two = _parties(event), _parties(other)
    return not one or not two or one <= two or two <= one


def _times_meet(one: Time | None, two: Time | None) -> bool:
    if one is None or two is None:
        return True
    if one.earliest is None or one.latest is None or two.earliest is None or two.latest is None:
        return True
    return one.earliest <= two.latest and two.earliest <= one.latest


def _fullness(event: LocalEvent) -> tuple[int, int, int]:
    """Actors first, then all that is known."""
    actors = sum(filler.actor is not None for filler in event.roles)
    known = len(event.roles) + (_said_place(event) is not None) + (_said_time(event) is not None)
    return actors, known, int(event.type != "CASUALTY")
