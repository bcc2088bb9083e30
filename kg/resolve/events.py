"""EventMentions → LocalEvents: roles, places and speakers by id, and further mentions of one event linked as `also`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.authority.triggers import are_told_together, is_close, is_one_kind, meanings
from kg.model import ActorKind, EventMention, Filler, Form, LocalEvent, PlaceRef, Role, Source, Status, Tense, Time
from kg.model.trace import steps, traced, untraced
from kg.resolve.headline import Headline, headline_of
from kg.resolve.taken_up import (
    HARM,
    Naming,
    is_claimed,
    is_marked_off,
    is_plan_taken_up,
    is_plural,
    naming_of,
    takes_up,
    with_plan,
)
from kg.resolve.traits import is_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import LocalActor
    from kg.resolve.entity import Page

_DOERS = frozenset({Role.AGENT, Role.PARTICIPANT})
_TARGETS = frozenset({Role.PATIENT, Role.RECIPIENT})
# Sayings are as many as their sentences; two "said"s are two events even from one mouth.
_NEVER_ALSO = frozenset({"STATEMENT"})
# Verbs by which a disaster but comes, and what stands before them.
_COMES = frozenset({"hit", "strike", "rock", "shake", "jolt", "rattle", "batter", "lash", "pound", "occur", "ravage"})
_AUXILIARIES = frozenset({"", "has", "had", "that", "which", "also"})
# Types in which who moves and who is moved may be the same.
_MOVES = frozenset({"MOVE", "RETREAT", "MOBILIZE"})
# Pronouns that are no doer where they stand for nobody known: "*it* raises money".
_NOBODY = frozenset({"it", "that", "which"})
# Of what is done together, that in which all take part alike: who meets whom is the reporter's choice.
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})
# Groups of one meaning that an event is compared with, the last ones: time in proportion to the article's length.
_HORIZON = 100


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
    naming = naming_of(page, events)
    events = [replace(one, rule=f"{one.rule} another") if one.id in naming.another else one for one in events]
    groups = _Grouping(page, times, actors, headline=headline_of(page, events), naming=naming).of(events)
    joined: dict[str, LocalEvent] = {}
    for group in map(with_plan, groups):
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


class _Grouping:
    """Which events of one article are mentions of one, in reading order."""

    def __init__(
        self,
        page: Page,
        times: Mapping[str, Time],
        actors: Mapping[str, LocalActor],
        *,
        headline: Headline,
        naming: Naming,
    ) -> None:
        self.page, self.times, self.actors = page, times, actors
        self.headline, self.naming = headline, naming
        self.groups: list[list[LocalEvent]] = []

    def of(self, events: list[LocalEvent]) -> list[list[LocalEvent]]:
        """Each event joins the first earlier group with all of whose members it agrees, and with one of them tellingly.

        What is named by "the" and its noun means the group of that word that was mentioned last, of one sentence the
        one that it told first: "a bomb went off, a week after a raid … *the attack*".
        """
        by_meaning: dict[str, list[int]] = {}
        last: dict[int, tuple[int, int]] = {}
        for event in events:
            keys = meanings(event.lemma) | ({"*harm"} if event.type in HARM else frozenset())
            near = {number for key in keys for number in by_meaning.get(key, ())[-_HORIZON:]}
            is_named = event.id in self.naming.again or event.id in self.naming.anaphoric
            order = sorted(near, key=last.__getitem__, reverse=True) if is_named else sorted(near)
            told_by = self._told_by(event)
            number = self._joined(event, order) if told_by is None else told_by
            if number is None:
                number = len(self.groups)
                self.groups.append([])
            self.groups[number].append(event)
            last[number] = (event.sentence, -event.trigger.start)
            for key in sorted(keys):
                if number not in by_meaning.setdefault(key, [])[-_HORIZON:]:
                    by_meaning[key].append(number)
        return self.groups

    def _agree(self, event: LocalEvent, other: LocalEvent) -> bool:
        is_plan, claimed = (ask(self.naming, event, other) for ask in (is_plan_taken_up, is_claimed))
        return _agrees(event, other, self.times, self.actors, is_plan=is_plan, is_claimed=claimed)

    def _told_by(self, event: LocalEvent) -> int | None:
        """The group of the quake or storm that a verb but says to have come: "*an earthquake struck*"."""
        if event.type != "DISASTER" or event.lemma not in _COMES or not self.groups:
            return None
        first = max(0, len(self.groups) - 3)
        for number, group in reversed(list(enumerate(self.groups[first:], first))):
            noun = group[-1]
            between = self.page.text[noun.trigger.end : event.trigger.start]
            if noun.type == "DISASTER" and noun.rule.startswith("noun") and between.strip() in _AUXILIARIES:
                return number
        return None

    def _joined(self, event: LocalEvent, order: Sequence[int]) -> int | None:
        """The group that the event is another mention of; None for a new one."""
        may_be_named = True
        is_only = sum(any(is_close(event.lemma, other.lemma) for other in self.groups[one]) for one in order) == 1
        for number in order:
            group = self.groups[number]
            if all(self._agree(event, other) for other in group) and any(
                (event.id not in self.naming.fresh and _telling(event, other, self.actors, self.headline))
                or (may_be_named and takes_up(self.page, self.naming, event, other, is_only=is_only))
                for other in group
            ):
                return number
            # "A pullout was announced, and critics called *the pullout* …": not that of the page before
            if any(
                (event.type, event.lemma) == (other.type, other.lemma)
                and is_plural(event) == is_plural(other)
                and not is_marked_off(self.page, self.naming, event, other)
                for other in group
            ):
                may_be_named = False
        return None


def _agrees(
    event: LocalEvent,
    other: LocalEvent,
    times: Mapping[str, Time],
    actors: Mapping[str, LocalActor],
    *,
    is_plan: bool = False,
    is_claimed: bool = False,
) -> bool:
    """Nothing speaks against one event: kind, modality, participants, place, time.

    `is_plan`: one of the two names what the other tells to lie ahead. `is_claimed`: who did it is but claimed.
    """
    if event.type in _NEVER_ALSO or other.type in _NEVER_ALSO:
        return False
    if event.trigger == other.trigger or not is_one_kind(event, other):
        return False
    if are_told_together(event, other) and not _have_one_victim(event, other, actors):
        return False
    if (event.status is Status.DENIED) != (other.status is Status.DENIED):
        return False
    is_other_tense = (event.tense is Tense.FUTURE) != (other.tense is Tense.FUTURE) and not is_plan
    if is_other_tense and not _is_said_ahead(event, other):
        return False
    mutual = _is_mutual(event, other)
    if mutual and not _same_parties(event, other):
        return False
    is_moved = _is_moved(event, other)
    for roles in () if mutual or is_moved else (_DOERS, _TARGETS):
        one, two = _actors(event, roles), _actors(other, roles)
        if one and two and not one & two and not (roles is _DOERS and (is_claimed or _one_side(event, other, actors))):
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
    if not mutual and not is_moved and _swapped(event, other):
        return False
    here, there = _said_place(event), _said_place(other)
    if here and there and here.id != there.id:
        return False
    return _times_meet(times.get(_said_time(event) or ""), times.get(_said_time(other) or ""))


def _telling(event: LocalEvent, other: LocalEvent, actors: Mapping[str, LocalActor], headline: Headline) -> bool:
    """Something speaks for one event: a common victim, or a common doer of the same deed with no victim unlike."""
    targets = _actors(event, _TARGETS) & _actors(other, _TARGETS)
    doers = _actors(event, _DOERS) & _actors(other, _DOERS)
    if any(is_named(actors[target]) for target in targets) or (targets and doers):
        return True
    if _is_moved(event, other) and is_close(event.lemma, other.lemma):
        return True
    if _is_same_hand(event, other, actors):
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
    """Ids of those in the roles; who does it to himself is but its doer: "blew himself up"."""
    found = {filler.actor for filler in event.roles if filler.role in roles and filler.actor is not None}
    if roles is _TARGETS and len(found) == 1:
        found -= {filler.actor for filler in event.roles if filler.role in _DOERS}
    return found


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


def _is_moved(event: LocalEvent, other: LocalEvent) -> bool:
    """Whether who is moved in one moves by himself in the other: "withdraw *troops*", "*troops'* withdrawal"."""
    if not {event.type, other.type} <= _MOVES:
        return False
    moved, moves = _actors(event, _TARGETS), _actors(event, _DOERS)
    others, by_others = _actors(other, _TARGETS), _actors(other, _DOERS)
    return bool(moved & by_others and not others) or bool(others & moves and not moved)


def _is_same_hand(event: LocalEvent, other: LocalEvent, actors: Mapping[str, LocalActor]) -> bool:
    """Whether one person does it with nobody else harmed: "a bomber *blew* himself up … *detonated* his vest"."""
    if not {event.type, other.type} <= HARM or not is_close(event.lemma, other.lemma):
        return False
    doers = _actors(event, _DOERS) & _actors(other, _DOERS)
    is_one = any(actors[local].kind is ActorKind.PERSON for local in doers)
    return is_one and not any(_actors(one, _TARGETS) for one in (event, other))


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
