"""Whether two mentions of one article may tell of one event, and whether they do: by who takes part, where and when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.authority.things import thing_of
from kg.authority.triggers import are_told_together, is_close, is_one_kind, meanings
from kg.model import ActorKind, LocalEvent, PlaceRef, Role, Status, Tense, Time
from kg.model.trace import steps, trigger_words
from kg.resolve.within.taken_up import HARM, is_of_one_stem
from kg.resolve.words.traits import is_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import LocalActor
    from kg.resolve.within.headline import Headline
    from kg.resolve.within.where import Where

_DOERS = frozenset({Role.AGENT, Role.PARTICIPANT})
_TARGETS = frozenset({Role.PATIENT, Role.RECIPIENT})
# Sayings are as many as their sentences; two "said"s are two events even from one mouth.
_NEVER_ALSO = frozenset({"STATEMENT"})
# Types in which who moves and who is moved may be the same.
_MOVES = frozenset({"MOVE", "RETREAT", "MOBILIZE"})
# Of what is done together, that in which all take part alike: who meets whom is the reporter's choice.
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})


def agrees(
    event: LocalEvent,
    other: LocalEvent,
    times: Mapping[str, Time],
    actors: Mapping[str, LocalActor],
    where: Where,
    *,
    is_plan: bool = False,
    is_claimed: bool = False,
    is_put_otherwise: bool = False,
    is_below: bool = False,
) -> bool:
    """Nothing speaks against one event: kind, modality, participants, place, time.

    `is_plan`: one of the two names what the other tells to lie ahead. `is_claimed`: who did it is but claimed.
    `is_put_otherwise`: one names the other, whatever their modality. `is_below`: a headline told what the other tells
    right below it.
    """
    if event.type in _NEVER_ALSO or other.type in _NEVER_ALSO:
        return False
    if event.trigger == other.trigger or not is_one_kind(event, other):
        return False
    if are_told_together(event, other) and not _have_one_victim(event, other, actors):
        return False
    if not is_put_otherwise and not _have_one_mood(event, other, is_plan=is_plan):
        return False
    mutual = _is_mutual(event, other)
    if mutual and not _same_parties(event, other) and not _same_sides(event, other, actors):
        return False
    is_moved = _is_moved(event, other)
    is_harm = {event.type, other.type} <= HARM  # a market is struck, and so are the people in it
    for roles in () if mutual or is_moved else (_DOERS, _TARGETS):
        one, two = _actors(event, roles), _actors(other, roles)
        if one and two and not one & two:
            if roles is _DOERS and (is_claimed or _one_side(event, other, actors)):
                continue
            if roles is _TARGETS and is_harm and _are_place_and_people(one, two, actors):
                continue
            if is_below and "kill" not in meanings(event.lemma) and _may_be_called_so(one, two, actors):
                continue
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
        is_thing = bool(one) != bool(two) and (_things(event, roles) if not one else _things(other, roles))
        if is_thing and not (roles is _TARGETS and is_harm):
            return False
    if not mutual and not is_moved and _swapped(event, other):
        return False
    here, there = said_place(event), said_place(other)
    if here and there and not where.do_meet(here.id, there.id):
        return False
    return _times_meet(times.get(said_time(event) or ""), times.get(said_time(other) or ""))


def _have_one_mood(event: LocalEvent, other: LocalEvent, *, is_plan: bool) -> bool:
    """Whether both are denied or neither, and both lie ahead or neither."""
    if (event.status is Status.DENIED) != (other.status is Status.DENIED):
        return False
    is_other_tense = (event.tense is Tense.FUTURE) != (other.tense is Tense.FUTURE) and not is_plan
    return not is_other_tense or _is_said_ahead(event, other)


def is_telling(event: LocalEvent, other: LocalEvent, actors: Mapping[str, LocalActor], headline: Headline) -> bool:
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
    if headline.is_line and headline.is_told_again(event, other) and is_like_word(event, other):
        return True
    if doers and not targets and is_of_one_stem(event.lemma, other.lemma) and event.lemma != other.lemma:
        return not (_things(event, _TARGETS) or _things(other, _TARGETS))  # "he resigned … his resignation"
    if _is_done_to_it_again(event, other):
        return True
    if event.type == "OTHER" or not doers or event.lemma != other.lemma:
        return False
    things = _things(event, _TARGETS) & _things(other, _TARGETS)
    return bool(things) or not (_things(event, _TARGETS) or _things(other, _TARGETS))


def is_like_word(event: LocalEvent, other: LocalEvent) -> bool:
    """Whether a word of one narrow meaning says it, neither of them as one beside another: "a second blast"."""
    if event.type == "OTHER" or not is_close(event.lemma, other.lemma):
        return False
    return not any("another" in trigger_words(one.rule) for one in (event, other))


def _is_done_to_it_again(event: LocalEvent, other: LocalEvent) -> bool:
    """Whether harm comes to what was said to have come to harm: "a ferry *capsized* … the vessel *went down*"."""
    if not {event.type, other.type} <= HARM or not is_close(event.lemma, other.lemma):
        return False
    again = [one for one in event.roles if one.role in _TARGETS and one.text.lower().startswith(("the ", "this "))]
    return bool(_things(replace(event, roles=tuple(again)), _TARGETS) & _things(other, _TARGETS))


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
    """What the phrases that are no actors mean by their last words: "oil facilities" → facilitie, "a ferry" → ship."""
    return {
        thing_of(words[-1])
        for filler in event.roles
        if filler.role in roles and filler.actor is None and (words := filler.text.split())
    }


def _are_place_and_people(one: set[str], two: set[str], actors: Mapping[str, LocalActor]) -> bool:
    """Whether the one names where it strikes and the other whom: "a raid on *Homs*", "a raid killing *nine people*"."""
    kinds = [{actors[local].kind for local in side} for side in (one, two)]
    return {ActorKind.POLITY} in kinds and {ActorKind.GROUP} in kinds


def _may_be_called_so(one: set[str], two: set[str], actors: Mapping[str, LocalActor]) -> bool:
    """Whether they are people without a name on either side: "*two aid workers*", "*a nurse* and *her driver*".

    Of the dead it is not asked: an article tells of one after the other.
    """
    people = (actors[local] for local in one | two)
    return all(each.kind in (ActorKind.PERSON, ActorKind.GROUP) and not is_named(each) for each in people)


def _is_said_ahead(event: LocalEvent, other: LocalEvent) -> bool:
    """Whether one is to come and the other but the same named or said in the present: "will host", "I'm hosting"."""
    done = other if event.tense is Tense.FUTURE else event
    word, lemma = done.text.lower(), done.lemma
    is_past = not (word.endswith("ing") or word in (lemma, f"{lemma}s", f"{lemma}es"))
    if is_past or event.lemma != other.lemma or said_time(event) != said_time(other):
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


def _same_sides(event: LocalEvent, other: LocalEvent, actors: Mapping[str, LocalActor]) -> bool:
    """The same of a fight, by the states that they are or belong to: "a clash with Peru", "with Peruvian troops"."""
    if event.type != "ASSAULT":
        return False
    one, two = ({actors[local].country for local in _parties(each)} for each in (event, other))
    return None not in one | two and (one <= two or two <= one)


def _times_meet(one: Time | None, two: Time | None) -> bool:
    if one is None or two is None:
        return True
    if one.earliest is None or one.latest is None or two.earliest is None or two.latest is None:
        return True
    return one.earliest <= two.latest and two.earliest <= one.latest


def said_place(event: LocalEvent) -> PlaceRef | None:
    """The place that the event's own sentence says; one that it has from the rest of the article parts no mentions."""
    if event.place is None or "main" in steps(event.rule, "place"):
        return None
    return event.place


def said_time(event: LocalEvent) -> str | None:
    """The time that the event's own sentence says; as of places, one from the rest of the article parts no mentions."""
    return None if "main" in steps(event.rule, "time") else event.time
