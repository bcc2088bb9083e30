"""What one article says of one event: its linked mentions together, in canonical terms. Internal to `kg.merge`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.authority.things import thing_of
from kg.authority.triggers import meanings
from kg.dates import bounds, day_of, is_partial
from kg.merge.aspect import is_bare, is_ongoing, is_open
from kg.merge.background import NOTHING, Background, background_of
from kg.merge.label import PLAIN, Wording, wording_of
from kg.merge.series import Numbers, bulletins_of, occasions_of
from kg.merge.wholes import DOES, Tie, ties_of
from kg.model import ActorKind, LocalEvent, Ref, Role, Tense, Time
from kg.model.trace import steps, trigger_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.merge.world import World
    from kg.model import ArticleRecord, Marks

DOERS = frozenset({Role.AGENT, Role.PARTICIPANT})
SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE", "TRANSACT"})
"""Types whose parties do it together: who is agent and who is patient is the reporter's choice."""
TARGETS = frozenset({Role.PATIENT, Role.RECIPIENT})
# News reports what lately happened, and announces what shortly will: bounds for events without a date.
BACK_DAYS = 14
AHEAD_DAYS = 60
# The protests, the demands: what goes on for weeks is news for as long.
ONGOING_DAYS = 60
# "The proposed bill", "the jailed leader": what a participle presupposes is known from earlier.
PRESUPPOSED_DAYS = 180
# A killing is spoken of for weeks without a date, and as that of its victim for years.
RECALL_DAYS = 60
# What goes on when it is told, or has no tense of its own, may not be over then.
OPEN_DAYS = 14
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of one article.

    Attributes:
        key: of its first mention; happenings sort by article and position. lead_at: place of the fullest mention.
        doers: canonical ids of agents; `targets` of patients, recipients; `things` the head words of other fillers.
        countries: of the doers, so that "Trump's army" and "United States" are no contradiction.
        places: canonical place id and all that contain it, from the narrowest on.
        dated: whether first and last are said, or only follow from the publication date.
        victims: who are killed or die in it; nobody dies twice, so these name the event. dead: all such of its article.
        named_targets: those of the targets that have a name; `target_kinds`, `doer_kinds` are the kinds of all.
        callings: by what nouns unnamed doers are called. scene: as `places`; of the article's place where none is said.
        target_names: kind of each named target (of what is done together: each named party), and the words of its name.
        is_off_map: whether no gazetteer knows its place.
        namesakes: how many of its article share a meaning with it, itself among them.
        recalled: whether it is a killing without a date, which by its victim may have been at any time before.
        askers: who demands, plans or announces what lies ahead: canonical ids, nouns for those without a name.
        told_on: day of publication; `published` what the article has of it, `outlet` its source.
        when: the first time of a mention, the lead before others. ongoing: goes on for weeks. lemmas: of all mentions.
        is_open: goes on when told or has no tense, so another may say that it lies ahead.
        words: content words of the sentences but for the speaker's name, for statements.
        is_general: whether it may be told of a class ("people who drink it die"), and is no event of another article.
        background: what an article without a date is about. occasions: the numbers that its article gives to the likes
            of what it is about; `bulletins` those that the sentences give to what they quote.
        ties: to larger events of its article. wording: how the lead puts who and what takes part, for the label.
    """

    key: tuple[str, int, str]
    article: str
    mentions: tuple[LocalEvent, ...]
    lead_at: int
    type: str
    lemma: str
    doers: frozenset[str]
    targets: frozenset[str]
    things: frozenset[str]
    countries: frozenset[str]
    places: tuple[str, ...]
    country: str | None
    first: date | None
    last: date | None
    dated: bool
    victims: frozenset[str]
    words: frozenset[str]
    dead: frozenset[str] = frozenset()
    named_targets: frozenset[str] = frozenset()
    target_kinds: frozenset[str] = frozenset()
    doer_kinds: frozenset[str] = frozenset()
    callings: frozenset[str] = frozenset()
    target_names: frozenset[tuple[str, frozenset[str]]] = frozenset()
    named_doers: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    namesakes: int = 1
    scene: tuple[str, ...] = ()
    is_off_map: bool = False
    ongoing: bool = False
    is_open: bool = False
    recalled: bool = False
    is_general: bool = False
    background: Background = NOTHING
    occasions: Numbers = frozenset()
    bulletins: Numbers = frozenset()
    askers: frozenset[str] = frozenset()
    told_on: date | None = None
    published: str | None = None
    outlet: str | None = None
    when: Time | None = None
    ties: tuple[Tie, ...] = ()
    wording: Wording = PLAIN

    @property
    def lead(self) -> LocalEvent:
        """The fullest mention."""
        return self.mentions[self.lead_at]

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Its mentions."""
        return tuple(Ref(self.article, mention.id) for mention in self.mentions)

    @property
    def participants(self) -> frozenset[str]:
        """Doers and targets."""
        return self.doers | self.targets

    def since(self, other: Happening) -> date | None:
        """The first day on which it may have been, if it is what the other tells of; None where there is none."""
        return None if self.recalled and self.victims & other.victims else self.first

    @property
    def is_planned(self) -> bool:
        """Not yet, if ever."""
        return self.lead.tense is Tense.FUTURE


def happenings_of(record: ArticleRecord, world: World, *, marks: Marks | None = None) -> list[Happening]:
    """The article's events, each with its `also` mentions, in reading order; every mention in exactly one.

    Mentions that people judged different (`marks`) are in none together.
    """
    by_id = {event.id: event for event in record.events}
    position = {local: number for number, local in enumerate(by_id)}
    root = {local: local for local in by_id}

    def find(local: str) -> str:
        while root[local] != local:
            local = root[local]
        return local

    for event in record.events:
        for other in event.also:
            one, two = sorted((find(event.id), find(other)), key=lambda local: position[local])
            root[two] = one
    groups: dict[str, list[LocalEvent]] = {}
    for event in record.events:
        groups.setdefault(find(event.id), []).append(by_id[event.id])
    for first, group in list(groups.items()) if marks else ():
        torn = marks.torn([Ref(record.article.id, event.id) for event in group]) if marks else ()
        apart = [event for event in group if Ref(record.article.id, event.id) in torn]
        rest = [event for event in group if event not in apart]
        if apart and rest:
            del groups[first]
            groups |= {part[0].id: part for part in (rest, apart)}
    times = {time.id: time for time in record.times}
    ties = {tie.part: tie for tie in ties_of(record)}
    doing = {part: by_id[tie.whole] for part, tie in ties.items() if tie.rule == DOES}
    background = background_of(record) if day_of(record.article.date) is None else NOTHING
    found = [
        _happening(record, position[first], group, times=times, world=world, doing=doing, background=background)
        for first, group in groups.items()
    ]
    occasions = occasions_of(record.article.text)
    dead = frozenset[str]().union(*(one.victims for one in found))
    spread = Counter(meaning for one in found for meaning in _meanings(one))
    return [
        replace(
            one,
            namesakes=max(spread[meaning] for meaning in _meanings(one)),
            occasions=occasions,
            dead=dead,
            ties=tuple(ties[mention.id] for mention in one.mentions if mention.id in ties),
        )
        for one in found
    ]


def _meanings(one: Happening) -> frozenset[str]:
    return frozenset().union(*(meanings(lemma) for lemma in one.lemmas))


def _happening(
    record: ArticleRecord,
    position: int,
    mentions: list[LocalEvent],
    *,
    times: Mapping[str, Time],
    world: World,
    doing: Mapping[str, LocalEvent],
    background: Background,
) -> Happening:
    """`doing`: mention → the event that does it: "the *blast* wounded four", on the day of the blast."""
    article = record.article.id
    lead = max(mentions, key=lambda event: (_fullness(event), bool(event.also), -event.trigger.start))
    doers = _ids(mentions, DOERS, article=article, world=world)
    targets = _ids(mentions, TARGETS, article=article, world=world)
    victims = frozenset(one for one in targets if world.actors[one].kind is ActorKind.PERSON and _is_deadly(mentions))
    causes = (doing[event.id] for event in mentions if event.id in doing)
    first, last, dated = _window([*mentions, *causes], lead, record=record, times=times)
    ahead = lead.tense is Tense.FUTURE
    ongoing = is_ongoing(record, mentions) and not ahead
    published = day_of(record.article.date)
    if ongoing and published is not None:
        # "The protests began in June" and "the protests", told today, reach as far as today.
        first = first if dated else published - timedelta(days=ONGOING_DAYS)
        last = max(last or published, published)
    elif first and published and not dated and not ahead and all(is_bare(record, one) for one in mentions):
        first = min(first, published - timedelta(days=ONGOING_DAYS))
    may_go_on = not ahead and not dated and any(is_open(record, one) for one in mentions)
    if may_go_on and last is not None:
        last += timedelta(days=OPEN_DAYS)
    recalled = bool(victims) and not dated and not ahead
    if recalled:
        first = min(first, published - timedelta(days=RECALL_DAYS)) if first and published else None
    # A place that only the rest of the article suggests neither joins nor parts what two articles tell.
    said = (event.place for event in [lead, *mentions] if "main" not in steps(event.rule, "place"))
    place = next((place for place in said if place is not None), None)
    chain = world.around(world.canonical(article, place.id if place else None))
    scene = next((event.place.id for event in [lead, *mentions] if event.place is not None), None)
    return Happening(
        key=(article, position, lead.id),
        article=article,
        mentions=tuple(mentions),
        lead_at=mentions.index(lead),
        type=lead.type,
        lemma=lead.lemma,
        doers=doers,
        targets=targets,
        things=frozenset(_things(mentions)),
        countries=frozenset().union(*(world.states(actor) for actor in doers)),
        places=chain,
        scene=chain or world.around(world.canonical(article, scene)),
        country=world.places[chain[0]].country if chain else None,
        is_off_map=bool(chain) and world.places[chain[0]].lat is None,
        first=first,
        last=last,
        dated=dated,
        victims=victims,
        words=_content(record, mentions),
        named_targets=frozenset(one for one in targets if world.is_named(one)),
        target_kinds=frozenset(str(world.actors[one].kind) for one in targets),
        doer_kinds=frozenset(str(world.actors[one].kind) for one in doers),
        callings=frozenset(fold(world.actors[one].name).split()[-1] for one in doers if not world.is_named(one)),
        target_names=frozenset(
            world.called(one) for one in (doers | targets if lead.type in SYMMETRIC else targets) if world.is_named(one)
        ),
        named_doers=frozenset(one for one in doers if world.is_named(one)),
        lemmas=frozenset(event.lemma for event in mentions),
        ongoing=ongoing,
        is_open=may_go_on,
        recalled=recalled,
        is_general=all("general" in trigger_words(event.rule) for event in mentions),
        askers=frozenset(_askers(mentions, article=article, world=world) if ahead else ()),
        background=background,
        bulletins=bulletins_of(
            " ".join(record.sentences[event.sentence].of(record.article.text) for event in mentions)
        ),
        told_on=published,
        published=record.article.date,
        outlet=record.article.source,
        when=next((time for time in _times([lead, *mentions], times) if time.earliest or time.latest), None),
        wording=wording_of(
            lead,
            record.article.text,
            lambda filler: world.canonical(article, filler.actor) or " ".join(filler.text.split()),
            sentence=record.sentences[lead.sentence],
        ),
    )


def _ids(mentions: Iterable[LocalEvent], roles: frozenset[Role], *, article: str, world: World) -> frozenset[str]:
    found = (
        world.canonical(article, filler.actor) for event in mentions for filler in event.roles if filler.role in roles
    )
    return frozenset(actor for actor in found if actor is not None)


def _askers(mentions: Iterable[LocalEvent], *, article: str, world: World) -> Iterable[str]:
    for event in mentions:
        for source in event.attributed_to:
            actor = world.canonical(article, source.actor)
            if actor is not None:
                yield actor if world.is_named(actor) else fold(world.actors[actor].name).split()[-1]


def _things(mentions: Iterable[LocalEvent]) -> Iterable[str]:
    for event in mentions:
        for filler in event.roles:
            if filler.actor is None and filler.role is not Role.INSTRUMENT:
                words = _WORD.findall(filler.text)
                if words:
                    yield thing_of(words[-1])


def _times(mentions: Iterable[LocalEvent], times: Mapping[str, Time]) -> Iterable[Time]:
    return (times[event.time] for event in mentions if event.time is not None and event.time in times)


def _fullness(event: LocalEvent) -> tuple[int, int]:
    actors = sum(filler.actor is not None for filler in event.roles)
    return actors, len(event.roles) + (event.place is not None) + (event.time is not None)


def _window(
    mentions: Iterable[LocalEvent], lead: LocalEvent, *, record: ArticleRecord, times: Mapping[str, Time]
) -> tuple[date | None, date | None, bool]:
    """First and last possible day, and whether they are said; of the past is what was before it was reported."""
    day = (record.article.date or "")[:10]
    today = bounds(day)[1] if is_partial(day) else None
    for event in [lead, *mentions]:
        time = None if "main" in steps(event.rule, "time") else times.get(event.time or "")
        if time is not None and (time.earliest or time.latest):
            first = bounds(time.earliest)[0] if time.earliest else None
            last = bounds(time.latest)[1] if time.latest else None
            if last and today and lead.tense is Tense.FUTURE and last < today and "beside" in steps(event.rule, "time"):
                continue  # "announced the pullout on Monday": so was it announced
            if last and today and lead.tense is not Tense.FUTURE and (first or last) <= today:
                last = min(last, today)  # "earlier this year", told in July
            return first, last, True
    if today is None:
        return None, None, False
    first, last = bounds(day)
    if lead.tense is Tense.FUTURE:
        return first, last + timedelta(days=AHEAD_DAYS), False
    if lead.rule.startswith("adjective"):
        return first - timedelta(days=PRESUPPOSED_DAYS), last, False
    # A saying is reported at once; the wide window would have every statement of a president compared with all others.
    return first - timedelta(days=1 if lead.type == "STATEMENT" else BACK_DAYS), last, False


def _is_deadly(mentions: Iterable[LocalEvent]) -> bool:
    return any("kill" in meanings(event.lemma) for event in mentions)


def _sentences(record: ArticleRecord, mentions: Iterable[LocalEvent]) -> Iterable[str]:
    return (record.sentences[event.sentence].of(record.article.text) for event in mentions)


def _content(record: ArticleRecord, mentions: Iterable[LocalEvent]) -> frozenset[str]:
    words: set[str] = set()
    said: set[str] = set()
    for sentence in _sentences(record, mentions):
        words.update(_WORD.findall(sentence.lower()))
    for event in mentions:
        said.update(_WORD.findall(event.text.lower()))
        for filler in event.roles:
            if filler.actor is not None and filler.role is Role.AGENT:
                said.update(_WORD.findall(filler.text.lower()))
    return frozenset(words - said)
