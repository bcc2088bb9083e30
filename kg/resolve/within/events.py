"""EventMentions → LocalEvents: roles, places and speakers by id, and further mentions of one event linked as `also`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.authority.triggers import is_close, is_sort, meanings
from kg.model import EventMention, Filler, Form, LocalEvent, PlaceRef, Role, Source, Time
from kg.model.trace import steps, traced, untraced
from kg.resolve.within.agreement import agrees, is_like_word, is_telling, said_place, said_time
from kg.resolve.within.attempts import is_put_otherwise, with_modality
from kg.resolve.within.headline import Headline, headline_of
from kg.resolve.within.phrasal import whole_lemma
from kg.resolve.within.taken_up import (
    HARM,
    Naming,
    is_claimed,
    is_marked_off,
    is_of_several,
    is_plan_taken_up,
    is_plural,
    naming_of,
    takes_up,
    with_plan,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import LocalActor
    from kg.resolve.within.entity import Page
    from kg.resolve.within.where import Where

# Verbs by which a disaster or a blow but comes, and what stands before them.
_COMES = frozenset({
    "hit", "strike", "rock", "shake", "jolt", "rattle", "batter", "lash", "pound", "occur", "ravage", "target",
    "rip", "tear",
})  # fmt: skip
_MAGNITUDE = re.compile(
    r"\A(?: (?:of|with a) (?:preliminary )?magnitude(?: of)? [\d.]+| measuring [\d.]+(?: on the Richter scale)?)"
)
_AUXILIARIES = frozenset({"", "has", "had", "that", "which", "also"})
# Pronouns that are no doer where they stand for nobody known: "*it* raises money".
_NOBODY = frozenset({"it", "that", "which"})
# Groups of one meaning that an event is compared with, the last ones: time in proportion to the article's length.
_AT_HOME = frozenset({"home", "host", "of", "office"})
"""Rules of a place that may be who acts, too: what a land does at home."""
_HORIZON = 100
# Events before the verb by which a blow but comes, among which it is.
_NEAR = 3


def local_events(
    page: Page,
    mentions: Sequence[EventMention],
    *,
    actor_ids: Mapping[int, str],
    place_ids: Mapping[int, str],
    actors: Mapping[str, LocalActor],
    where: Where,
) -> list[LocalEvent]:
    """The article's events in reading order as e1, e2 …, further mentions linked from the fullest one.

    `mentions`: in reading order.
    `actors`: by id; two events need a named one in common, or all their actors, to join. `where`: the places.
    """
    events = [
        _local(page, event, number, actor_ids=actor_ids, place_ids=place_ids)
        for number, event in enumerate(mentions, 1)
    ]
    times = {time.id: time for time in page.extraction.times}
    naming = naming_of(page, events)
    events = [replace(one, rule=f"{one.rule} another") if one.id in naming.another else one for one in events]
    groups = _Grouping(page, times, actors, where, headline=headline_of(page, events), naming=naming).of(events)
    joined: dict[str, LocalEvent] = {}
    for group in map(with_modality, map(with_plan, groups)):
        lead = max(group, key=lambda event: (_fullness(event), -int(event.id[1:])))
        also = tuple(event.id for event in group if event.id != lead.id)
        joined.update({event.id: _with_time_of(_with_place_of(event, group), group, times) for event in group})
        if also:
            joined[lead.id] = replace(joined[lead.id], also=also)
    return [joined[event.id] for event in events]


def _with_place_of(event: LocalEvent, group: list[LocalEvent]) -> LocalEvent:
    """The event with the place that another mention of it says, where its own sentence says none."""
    said = next((place for other in group if (place := said_place(other)) is not None), None)
    if said is None or said_place(event) is not None:
        return event
    return replace(event, place=said, rule=traced(untraced(event.rule, "place"), [("place", "also")]))


def _with_time_of(event: LocalEvent, group: list[LocalEvent], times: Mapping[str, Time]) -> LocalEvent:
    """The event with the time that other mentions of it say, where its own sentence says none and they say the same."""
    said = [time for other in group if (time := said_time(other)) is not None]
    if said_time(event) is not None or not said or len({times[key].value for key in said}) > 1:
        return event
    return replace(event, time=said[0], rule=traced(untraced(event.rule, "time"), [("time", "also")]))


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
    # "The US killing" is by the US, not in it; the elections that Iraq holds, and the talks that Oslo hosts, are there.
    at_home = event.type != "APPOINT" and not _AT_HOME.isdisjoint(steps(event.rule, "place"))
    doers = [] if at_home else [role.span for role in event.roles if role.role is Role.AGENT]
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
        lemma=whole_lemma(text, event, fillers),
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
        where: Where,
        *,
        headline: Headline,
        naming: Naming,
    ) -> None:
        self.page, self.times, self.actors, self.where = page, times, actors, where
        self.headline, self.naming = headline, naming
        self.groups: list[list[LocalEvent]] = []
        self.recent: list[int] = []

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
            if is_sort(event.lemma):  # "the disaster" is what was called so
                so_called = {number for number in near if any(one.lemma == event.lemma for one in self.groups[number])}
                order.sort(key=lambda number: number not in so_called)
            told_by = self._told_by(event)
            number = self._joined(event, order) if told_by is None else told_by
            if number is None:
                number = len(self.groups)
                self.groups.append([])
            self.groups[number].append(event)
            self.recent = [*self.recent[-_NEAR + 1 :], number]
            last[number] = (event.sentence, -event.trigger.start)
            for key in sorted(keys):
                if number not in by_meaning.setdefault(key, [])[-_HORIZON:]:
                    by_meaning[key].append(number)
        return self.groups

    def _agree(self, event: LocalEvent, other: LocalEvent) -> bool:
        return agrees(
            event,
            other,
            self.times,
            self.actors,
            self.where,
            is_plan=is_plan_taken_up(self.naming, event, other),
            is_claimed=is_claimed(self.naming, event, other),
            is_put_otherwise=is_put_otherwise(self.naming, event, other),
            is_below=self.headline.is_line and self.headline.is_told_again(event, other) and is_like_word(event, other),
        )

    def _told_by(self, event: LocalEvent) -> int | None:
        """The group of the quake or blow that a verb but says to have come: "*an earthquake struck*"."""
        if event.type not in HARM or event.lemma not in _COMES:
            return None
        for number in reversed(self.recent):
            noun = self.groups[number][-1]
            if not noun.rule.startswith("noun") or noun.sentence != event.sentence:
                continue
            between = _MAGNITUDE.sub("", self.page.text[noun.trigger.end : event.trigger.start])
            if noun.type == event.type == "DISASTER" and between.strip() in _AUXILIARIES:
                return number
            if noun.type == "ASSAULT" and any(
                filler.role is Role.AGENT and filler.head.end == noun.trigger.end for filler in event.roles
            ):
                return number
        return None

    def _takes_up(self, event: LocalEvent, group: Sequence[LocalEvent], order: Sequence[int]) -> bool:
        only = self._is_only(event, order)
        return any(takes_up(self.page, self.naming, event, other, is_only=only) for other in group)

    def _is_only(self, event: LocalEvent, order: Sequence[int]) -> bool:
        """Whether but one deed of its word was told before, that of the headline aside, which the text tells again.

        Of talks and deals, one of the same noun: that the deal was signed is told beside it.
        """
        fits = str.__eq__ if is_of_several(event) else is_close
        close = [one for one in order if any(fits(event.lemma, other.lemma) for other in self.groups[one])]
        return sum(self.headline.is_below(self.groups[one][-1]) for one in close) == 1 or len(close) == 1

    def _joined(self, event: LocalEvent, order: Sequence[int]) -> int | None:
        """The group that the event is another mention of; None for a new one."""
        may_be_named = True
        for number, group in ((one, self.groups[one]) for one in order):
            if all(self._agree(event, other) for other in group):
                new = event.id in self.naming.fresh
                told = not new and any(is_telling(event, other, self.actors, self.headline) for other in group)
                if told or (may_be_named and self._takes_up(event, group, order)):
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


def _fullness(event: LocalEvent) -> tuple[int, int, int]:
    """Actors first, then all that is known."""
    actors = sum(filler.actor is not None for filler in event.roles)
    known = len(event.roles) + (said_place(event) is not None) + (said_time(event) is not None)
    return actors, known, int(event.type != "CASUALTY")
