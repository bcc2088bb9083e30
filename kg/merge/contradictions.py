"""What speaks against two happenings being one event, and how strongly. Internal to `kg.merge`."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from kg.authority.triggers import are_told_together, is_close, is_same_meaning
from kg.merge.happenings import SYMMETRIC
from kg.merge.series import are_others
from kg.model.trace import trigger_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.merge.happenings import Happening

EACH = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "SANCTION", "THREATEN", "REJECT", "AID", "STATEMENT"})
"""What many do on one occasion, each for himself: to condemn, to promise, to order."""
_PERSON = frozenset({"person"})
_BODY = frozenset({"organization"})
_POLITY = "polity"
# What comes over a place, of which one report names the town and another the country: no other victims.
_HARM = frozenset({"ASSAULT", "CASUALTY", "ACCIDENT", "DISASTER", "CRIME"})
_STRIKES_PLACES = frozenset({"ASSAULT", "ACCIDENT", "DISASTER"})
# What one does once: to resign, to withdraw, to hold a funeral.
_ONCE = frozenset({"APPOINT", "RETREAT", "GATHER", "ELECTION"})
# Night there is day here, and first reports err: days said may differ by so much, more for a death, which is one.
_DAYS_OFF = timedelta(days=1)
_DAYS_OFF_DEATH = timedelta(days=3)


class Contradiction(IntEnum):
    """How strongly something speaks against one event."""

    NONE = 0
    SLIGHT = 1
    """The two alone are not taken for one; but a reading may be wrong, and many reports of one event outweigh it."""
    PLAIN = 2
    """No report of one event shows it, whatever others say."""


def contradict(one: Happening, two: Happening, *, in_story: bool = False) -> bool:
    """Differences that no report of one event shows: other victims, other days, another country, planned and done.

    `in_story`: their articles tell one story, in which the unnamed are those whom the other report names or counts in
    another way.
    """
    return contradiction(one, two, in_story=in_story) is not Contradiction.NONE


def contradiction(one: Happening, two: Happening, *, in_story: bool = False) -> Contradiction:
    """As `contradict`, and how strongly.

    Also for members of one cluster that were never compared: a chain of likenesses must not join two contraries.
    """
    if one.article == two.article:
        return _within(one, two)
    return _differ(one, two, in_story=in_story)


def _differ(one: Happening, two: Happening, *, in_story: bool) -> Contradiction:
    """Within a story only the dead and the days are beyond doubt: doers, places and plans are misread now and then."""
    doubtful = Contradiction.SLIGHT if in_story else Contradiction.PLAIN
    found = Contradiction.NONE
    is_other_tense = one.is_planned is not two.is_planned and not (one.dated and two.dated)
    is_other_tense = is_other_tense and not (in_story and (one.is_open or two.is_open))
    if is_other_tense and not (in_story and _came_about(one, two)):
        found = doubtful
    if one.type not in SYMMETRIC and _have_other_targets(one, two, in_story=in_story):
        if one.victims and two.victims and not _are_of_one_toll(one, two):
            return Contradiction.PLAIN
        found = doubtful
    if not in_story and one.type not in SYMMETRIC and one.targets and two.targets and not one.targets & two.targets:
        # Unnamed on one side: "a contractor" may be the one whom the other names, but not "25 fighters".
        if not (one.target_kinds & two.target_kinds) or bool(one.named_targets) is bool(two.named_targets):
            return Contradiction.PLAIN
        return found
    if in_story and not one.victims & two.victims and _have_other_doers(one, two):
        found = doubtful
    if in_story and is_symmetric(one, two) and _have_other_parties(one, two):
        found = doubtful
    if one.country and two.country and one.country != two.country:
        found = doubtful
    is_other = are_others(one.bulletins, two.bulletins) or not _windows_meet(one, two)
    return Contradiction.PLAIN if is_other else found


def _are_of_one_toll(one: Happening, two: Happening) -> bool:
    """Whether an article tells of the dead of both, who may have died together: each report names whom it names."""
    return not (one.dead.isdisjoint(two.victims) and two.dead.isdisjoint(one.victims))


def _came_about(one: Happening, two: Happening) -> bool:
    """Whether one is what the other had announced, and not told before it.

    It is done to the same, or a step taken once, or each article tells of but one such, and one does not say to whom;
    but a threat and a blow are two.
    """
    planned, done = (one, two) if one.is_planned else (two, one)
    if planned.told_on is not None and done.told_on is not None and planned.told_on > done.told_on:
        return False
    if one.lead.polarity is not two.lead.polarity:
        return False
    if one.named_doers and two.named_doers and not one.doers & two.doers:
        return False
    if one.targets & two.targets or one.things & two.things:
        return True
    if _is_only_such(one, two) and one.type not in _HARM:
        return not all(each.targets or each.things for each in (one, two))
    return bool(one.doers & two.doers) and one.type == two.type and one.type in _ONCE


def _is_only_such(one: Happening, two: Happening) -> bool:
    """Whether each is the only deed of its meaning in its article, and the meaning is one."""
    if one.namesakes > 1 or two.namesakes > 1:
        return False
    return any(is_same_meaning(left, right) for left in one.lemmas for right in two.lemmas)


def _have_other_targets(one: Happening, two: Happening, *, in_story: bool) -> bool:
    """Whether both name whom it is done to, and name others.

    In one story a part of a name is the name, and what is no person is no other person but his company or country.
    """
    if not one.named_targets or not two.named_targets or one.targets & two.targets:
        return False
    if not in_story:
        return True
    is_one_place = one.type in _STRIKES_PLACES and two.type in _STRIKES_PLACES and _is_place_in_place(one, two)
    return any(
        kind == other and not (words <= others or others <= words) and not (is_one_place and kind == _POLITY)
        for kind, words in one.target_names
        for other, others in two.target_names
    )


def _is_place_in_place(one: Happening, two: Happening) -> bool:
    """Whether the place of one is, or may be, in that of the other: Khoy, and "north-western Iran", on no map."""
    if not one.places or not two.places:
        return False
    if one.places[0] in two.places or two.places[0] in one.places:
        return True
    return one.country is not None and one.country == two.country and (one.is_off_map or two.is_off_map)


def _have_other_parties(one: Happening, two: Happening) -> bool:
    """Whether each has a party by name that the other has not, of one kind: an offer of one club and of another."""
    left = [party for party in one.target_names if not _is_among(party, two.target_names)]
    right = [party for party in two.target_names if not _is_among(party, one.target_names)]
    return not {kind for kind, _ in left}.isdisjoint(kind for kind, _ in right)


def _is_among(party: tuple[str, frozenset[str]], others: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """Whether a party is one of others, by a part of its name or the whole."""
    kind, words = party
    return any(kind == other and (words <= names or names <= words) for other, names in others)


def _have_other_doers(one: Happening, two: Happening) -> bool:
    """Whether they are by agents of different states, or by other courts, or are what several do each for himself."""
    if not one.doers or not two.doers or one.doers & two.doers or is_symmetric(one, two):
        return False
    if _are_of_courts(one, two):
        return True
    if one.callings & two.callings and not (one.named_doers and two.named_doers):
        return False  # "protesters" and "protesters" of one story
    if one.type in EACH or two.type in EACH:
        return True
    named = one.named_doers and two.named_doers and one.countries and two.countries
    return bool(named) and not one.countries & two.countries


def _are_of_courts(one: Happening, two: Happening) -> bool:
    """Whether two bodies judge, both of them named: what a court finds, the next one finds again."""
    judged = one.type == two.type == "JUDICIAL" and one.named_doers and two.named_doers
    return bool(judged) and one.doer_kinds == two.doer_kinds == _BODY


def _within(one: Happening, two: Happening) -> Contradiction:
    """Whether an article may tell of one event in two places without linking them: nothing speaks against it.

    By a near word, unless both name the dead, or the two who met and talked: "the strike" and "the raid" of one article
    are two. Whom an article calls otherwise in the same role is somebody else to it, named or not. Both are slight
    where a wide meaning is shared: what an article tells in two ways may be what others tell in either.
    """
    found = _differ(one, two, in_story=True)
    if "STATEMENT" in (one.type, two.type) or found is Contradiction.PLAIN:
        return Contradiction.PLAIN
    if _is_another(one) is not _is_another(two) and not (one.ongoing or two.ongoing):
        return Contradiction.PLAIN
    fits = [(is_close(left, right), is_same_meaning(left, right)) for left in one.lemmas for right in two.lemmas]
    are_close, share_a_meaning = (any(fit) for fit in zip(*fits, strict=True))
    if not share_a_meaning:
        return Contradiction.PLAIN
    if not one.victims & two.victims and any(
        are_told_together(left, right) for left in one.mentions for right in two.mentions
    ):
        return Contradiction.SLIGHT
    parties = one.participants & two.participants if is_symmetric(one, two) else frozenset[str]()
    if one.is_planned is not two.is_planned or not (are_close or one.victims & two.victims or len(parties) > 1):
        return Contradiction.SLIGHT
    return max(found, Contradiction.SLIGHT) if _are_told_apart(one, two) else found


def _is_another(one: Happening) -> bool:
    """Whether its article tells it as one beside another: "a second blast"."""
    return any("another" in trigger_words(mention.rule) for mention in one.mentions)


def _are_told_apart(one: Happening, two: Happening) -> bool:
    """Whether both say who does it, or to whom or what it is done, and have nothing of that in common.

    A person without a name may be the other one: the woman is the victim. Groups are not: helicopters are no workers.
    """
    if (one.ongoing and two.ongoing) or one.victims & two.victims:
        return False
    if one.doers and two.doers and not one.doers & two.doers:
        alone = one.doer_kinds | two.doer_kinds == _PERSON
        if not alone or (one.named_doers and two.named_doers):
            return True
    if one.targets and two.targets and one.target_kinds | two.target_kinds == _PERSON:
        return bool(one.named_targets and two.named_targets) and not one.targets & two.targets
    left, right = one.targets | one.things, two.targets | two.things
    return bool(left and right and not left & right)


def _windows_meet(one: Happening, two: Happening) -> bool:
    off = _DAYS_OFF_DEATH if one.victims & two.victims else _DAYS_OFF
    if not (is_day(one) and is_day(two)):
        off = timedelta(0)
    first, second = one.since(two), two.since(one)
    starts_before_end = first is None or two.last is None or first - off <= two.last
    return starts_before_end and (second is None or one.last is None or second - off <= one.last)


def is_day(one: Happening) -> bool:
    """Said to the day, or nearly: a month or year has no next day."""
    return one.dated and one.first is not None and one.last is not None and (one.last - one.first).days < 7


def is_symmetric(one: Happening, two: Happening) -> bool:
    """Whether the parties of both do it together."""
    return one.type in SYMMETRIC and two.type in SYMMETRIC
