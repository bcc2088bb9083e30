"""Pronouns: the nearest entity before that agrees, subjects first.

Inside a quotation I and we are its speaker, and you is whom he says it to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form, Mention, Role
from kg.resolve.within.ahead import ahead
from kg.resolve.within.pronoun_words import FIRST, HE, IT, POSSESSIVE, SHE, THEY, fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.resolve.within.entity import Entity, Page

_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_SECOND = frozenset({"you", "your", "yours", "yourself", "yourselves"})
# What stands behind "her" where she owns nothing.
_NOT_OWNING = re.compile(
    r"\s*(?:[^\w\s]|(?:about|after|against|and|as|at|because|before|but|by|during|for|from|how|if|in|into|of|off|on|or|out|over|that|the|to"
    r"|today|twice|under|until|when|where|while|why|with|without|yesterday|\w+ times)\b)"
)
# Types of what is done to suspects, and how much it speaks against somebody that he does so.
_HELD = frozenset({"ACCUSE", "COERCE", "JUDICIAL"})
_ENFORCES = 3.0
# For whom the article is about.
_HERO = 2.0
# How often a person is named or spoken of at least whom an article is about.
_PROTAGONIST = 5
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_SOME = frozenset({"others", "some", "many", "most", "several"})
_SORTS = frozenset({"ORG", "GPE"})
_BODIES = frozenset({ActorKind.ORGANIZATION, ActorKind.POLITY})
# How many sentences back a pronoun reaches; "it" and "they" lose their thread sooner.
_REACH = {"person": 2, "other": 1}
# A relative pronoun stands right behind its noun phrase, at most a comma and a modifier away.
_RELATIVE_GAP = 60
# Weights of a candidate: against it for each sentence back and each mention between; for it as a subject, each time
# that it was named (up to four), and as a subject where the pronoun is one too. On 119 training
# documents of GUM other values of the first made no difference that counts; the others are set by hand.
_BACK = 2.0
_DISTANCE = 0.15
_SUBJECT = 1.5
_OFTEN = 0.15
_PARALLEL = 0.8
# Whose act an infinitive is stands before it, as if its subject: "ordered *Israel* to halt".
_ACTS_NEXT = re.compile(r" (?:not )?to (?!(?:the|an?|its|his|her|their|this|that)\b)[a-z]+\b")
_TO_ITS_OWN = re.compile(r" (?:not )?to [a-z]+(?: [a-z]+)? ")
_CONJUNCTION_BEFORE = re.compile(r"\b(?:after|because|before|if|once|unless|until|when|while)\s+$")
_PHRASE_BEFORE = re.compile(r"\b(?:to|in|into|at|from|with|of|by|against|near)\s+(?:the\s+)?$")
# For who does something to what the pronoun owns: "urged *Rwanda* to withdraw *its* forces".
_OWN_DOER = 2.0
# For who stands just before it: "investigate *Biden* and *his* son".
_BESIDE = 2.5
# Whom another state harms and whose own does not: "blamed Kyiv for killing *its general*".
_SERVANT = re.compile(
    r"\b(?:ambassador|army|base|bases|colonel|commander|commanders|consul|consulate|convoy|diplomat|diplomats|embassy|envoy|envoys|forces"
    r"|general|generals|guard|guards|jet|jets|navy|officer|officers|official|officials|personnel|pilot|pilots|policemen|sailors|scientist"
    r"|scientists|ship|ships|soldier|soldiers|territory|tourists|troops|warplane|warship)$"
)
_HARM = frozenset({"ASSAULT", "CASUALTY", "CRIME"})
# What is of the dead, and never of who finds it.
_LEFT_BEHIND = frozenset({"body", "corpse", "remains"})
# Mentions looked back over for what is no actor.
_RIVALS = 60


def resolve_pronoun(page: Page, index: int, *, found: Mapping[int, Entity], history: Sequence[int]) -> Entity | None:
    """The entity that the pronoun means, None when nothing near agrees. `history`: resolved mentions before it."""
    mention = page.mentions[index]
    word = page.words(index).lower()
    if word in FIRST:
        speaker = found.get(mention.speaker) if mention.speaker is not None else None
        return _side(speaker) if speaker is not None and word in _WE else speaker
    if word in _SECOND:
        return _addressee(page, mention, found) if mention.speaker is not None else None
    if mention.apposition is not None and (mention.apposition in found or word in _RELATIVE):
        return found.get(mention.apposition)
    if word in _RELATIVE:
        return _relative(page, mention, found=found, history=history)
    if word in HE | SHE | IT | THEY:
        gender = "masc" if word in HE else "fem" if word in SHE else ""
        nearest = _best(page, index, found=found, history=history, gender=gender) or ahead(page, index, found, gender)
        return nearest or (_protagonist(page, index, found, history, gender) if gender else None)
    return None


def _side(speaker: Entity) -> Entity:
    """Of a spokesman's "we" the body that he speaks for, where it is said; of anybody else's himself."""
    body = speaker.owner
    speaks_for = "spokesperson" in speaker.roles and body is not None and body.kind in _BODIES
    return body if speaks_for and body is not None else speaker


def _addressee(page: Page, mention: Mention, found: Mapping[int, Entity]) -> Entity | None:
    """To whom the quotation is said: "Trump *told Zelensky*, 'You …'"; None when nobody is named."""
    for number, role in page.roles.get(mention.speaker, ()) if mention.speaker is not None else ():
        if role is Role.AGENT:
            for other in page.extraction.events[number].roles:
                if other.role is Role.RECIPIENT and other.mention is not None and other.mention in found:
                    return found[other.mention]
    return None


def is_first_person(page: Page, index: int) -> bool:
    """I or we, in any case."""
    return page.words(index).lower() in FIRST


def is_second_person(page: Page, index: int) -> bool:
    """You, in any case."""
    return page.words(index).lower() in _SECOND


def is_relative(page: Page, index: int) -> bool:
    """As in "the man *who* fled": it names nobody anew, whom it means stands just before."""
    return page.mentions[index].form is Form.PRONOUN and page.words(index).lower() in _RELATIVE


def is_some_of_them(page: Page, index: int) -> bool:
    """As in "*others* fled", "*many* carried banners": some of a group, said as a subject of its own."""
    mention = page.mentions[index]
    before = page.text[max(0, mention.span.start - 4) : mention.span.start].lower()
    return mention.is_subject and page.words(index).lower() in _SOME and before not in ("and ", " or ")


def resolve_some(page: Page, index: int, *, found: Mapping[int, Entity], history: Sequence[int]) -> Entity | None:
    """The group, or the several named by their people, that was the subject last, here or one sentence before."""
    mention = page.mentions[index]
    for other in reversed(history):
        candidate = page.mentions[other]
        if mention.sentence - candidate.sentence > _REACH["other"]:
            return None
        entity = found[other]
        if candidate.is_subject and entity.kind is ActorKind.GROUP and not entity.writes:
            return entity
    return None


def _relative(page: Page, mention: Mention, *, found: Mapping[int, Entity], history: Sequence[int]) -> Entity | None:
    for other in reversed(history):
        span = page.mentions[other].span
        if page.mentions[other].sentence != mention.sentence or mention.span.start - span.end > _RELATIVE_GAP:
            return None
        if span.end <= mention.span.start and other not in page.owners:
            return found[other]
    return None


def _best(page: Page, index: int, *, found: Mapping[int, Entity], history: Sequence[int], gender: str) -> Entity | None:
    mention, word = page.mentions[index], page.words(index).lower()
    if word == "it" and not mention.is_subject and not _is_doer(page, index):
        return None  # as an object it is nearly always a thing, "called it a lie", unless it is made to act
    reach = _REACH["person" if gender else "other"]
    owns = word in POSSESSIVE and not _is_whom(page, index)
    taken = () if owns or word in _REFLEXIVE else fellows_of(page, index, found)
    doers = _doers(page, index, found) if owns else ()
    if any(page.mentions[one].lemma in _LEFT_BEHIND for one in page.owned.get(index, ())):
        taken, doers = doers, ()  # "rescuers found *their* bodies"
    if word in IT and _is_harmed_servant(page, index):
        taken, doers = doers, ()
    # Who says a quotation is not whom it speaks of: "'My client has paid,' *she* said."
    spoken_of = {
        id(found[other])
        for other in (history[-_RIVALS:] if gender else ())
        if page.mentions[other].speaker == index and not is_first_person(page, other)
    }
    hero = _protagonist(page, index, found, history, gender) if gender else None
    goes_on = hero is not None and (
        (_speaks(page, index) and _has_spoken(page, index, found, history, but=hero))
        or (mention.is_subject and _has_acted(page, index, found, history, gender, but=hero))
    )
    suspected = _is_suspected(page, index)
    best: tuple[float, Entity | None] | None = None
    for distance, other in enumerate(reversed(history)):
        candidate = page.mentions[other]
        back = mention.sentence - candidate.sentence
        if back > reach:
            break
        entity = found[other]
        if any(entity is fellow for fellow in taken) or candidate.span.covers(mention.span):
            continue
        # Inside a quotation the speaker is "I"; "he" is someone else.
        if mention.quoted and mention.speaker is not None and found.get(mention.speaker) is entity:
            continue
        if id(entity) in spoken_of:
            continue
        if entity.writes or (mention.quoted and mention.speaker is not None and page.owner(mention.speaker) == other):
            continue  # who writes is "I", and whom the speaker speaks for "we"
        # "Iranian" of "Iranian officials" is no antecedent of "it": it is not spoken of.
        if not gender and entity.kind is ActorKind.POLITY and page.label(other) == "NORP":
            continue
        fits = fit(entity, word, gender)
        if word in THEY and entity.kind is ActorKind.ORGANIZATION and not candidate.is_subject:
            fits = 0.0
        if fits == 0.0 or (fits < 0 and hero is not None):
            continue
        controls = not candidate.is_subject and not back and _acts_next(page, other)
        acting = candidate.is_subject or (controls and word not in POSSESSIVE and _in_own_clause(page, mention))
        score = fits - _BACK * back - _DISTANCE * distance + _SUBJECT * acting
        score += _OFTEN * min(len(entity.mentions), 4) + _PARALLEL * (acting and mention.is_subject)
        between = page.text[candidate.span.end : mention.span.start]
        own = controls and word in POSSESSIVE and _TO_ITS_OWN.fullmatch(between) is not None
        score += _OWN_DOER * (own or any(entity is doer for doer in doers))
        score += _BESIDE * (between == " and ")
        score += (_HERO if back <= 1 else _HERO / 2) * (entity is hero and not goes_on)
        score -= _ENFORCES * (suspected and _enforces(page, other))
        if best is None or score > best[0]:
            best = (score, entity)
    rival = _rival(page, index, history) if not gender else None
    if best is None or (rival is not None and rival > best[0]):
        return None
    return best[1]


def _is_whom(page: Page, index: int) -> bool:
    """As in "police arrested *her* in May", where "her" owns nothing: whoever arrests her is somebody else."""
    behind = page.text[page.mentions[index].span.end :]
    return page.words(index).lower() == "her" and index not in page.owned and _NOT_OWNING.match(behind) is not None


def _speaks(page: Page, index: int) -> bool:
    """As in "…," *he* said: rather who has just been quoted than whom the article is about."""
    acts = (number for number, role in page.roles.get(index, ()) if role is Role.AGENT)
    return any(page.extraction.events[number].type == "STATEMENT" for number in acts)


def _has_spoken(page: Page, index: int, found: Mapping[int, Entity], history: Sequence[int], *, but: Entity) -> bool:
    """Whether somebody else was quoted here or one sentence before."""
    here = page.mentions[index].sentence
    for other in reversed(history):
        if here - page.mentions[other].sentence > 1:
            return False
        if found[other] is not but and _speaks(page, other):
            return True
    return False


def _has_acted(
    page: Page, index: int, found: Mapping[int, Entity], history: Sequence[int], gender: str, *, but: Entity
) -> bool:
    """Whether the last sentence told what another one did, who may well be meant: "*Moon* came along. *He* praised it".

    Of whose sex nothing is known is rather "he" than "she", as most of those are of whom news tell.
    """
    here, least = page.mentions[index].sentence, 0.0 if gender == "masc" else 1.0
    last = [other for other in history if here - page.mentions[other].sentence <= 1]
    doers = [found[other] for other in last if page.mentions[other].is_subject]
    people = [item for item in doers if item.kind is ActorKind.PERSON and not item.anonymous]
    others = [item for item in people if item is not but and fit(item, "", gender) > least]
    return bool(others) and not any(item is but for item in people)


def _is_suspected(page: Page, index: int) -> bool:
    """As in "*they* were charged", "*he* denied the theft": who is held to have done something, or does it."""
    for number, role in page.roles.get(index, ()):
        kind = page.extraction.events[number].type
        if (role is Role.PATIENT and kind in _HELD) or (role is Role.AGENT and kind == "CRIME"):
            return True
    return False


def _enforces(page: Page, index: int) -> bool:
    """As in "*police* arrested two men": whoever enforces the law is not soon charged himself."""
    return any(
        role is Role.AGENT and page.extraction.events[number].type in _HELD
        for number, role in page.roles.get(index, ())
    )


def _protagonist(
    page: Page, index: int, found: Mapping[int, Entity], history: Sequence[int], gender: str
) -> Entity | None:
    """Whom the article is about, where nobody near can be meant: named time and again, as no other of that sex."""
    if page.mentions[index].quoted:
        return None
    people = {id(found[other]): found[other] for other in history if found[other].kind is ActorKind.PERSON}
    taken = fellows_of(page, index, found)
    known = [item for item in people.values() if not item.anonymous and fit(item, "", gender) > 1.0]
    known.sort(key=lambda item: -len(item.mentions))
    if not known or len(known[0].mentions) < _PROTAGONIST or any(known[0] is fellow for fellow in taken):
        return None
    alone = len(known) == 1 or len(known[1].mentions) * 2 <= len(known[0].mentions)
    return known[0] if alone else None


def _in_own_clause(page: Page, mention: Mention) -> bool:
    """As in "to free them before *it* received aid", but not "to do what *it* calls right"."""
    return _CONJUNCTION_BEFORE.search(page.text[max(0, mention.span.start - 12) : mention.span.start]) is not None


def _acts_next(page: Page, index: int) -> bool:
    """As in "ordered *Israel* to halt", but not "sent troops *to Chad* to protect" or "promised *Chad* to go"."""
    span = page.mentions[index].span
    if not _ACTS_NEXT.match(page.text, span.end):
        return False
    for number, role in page.roles.get(index, ()):
        if page.extraction.events[number].type == "AGREE" and role is not Role.AGENT:
            return False
    return _PHRASE_BEFORE.search(page.text[max(0, span.start - 14) : span.start]) is None


def _rival(page: Page, index: int, history: Sequence[int]) -> float | None:
    """The score of the best antecedent that is no actor: a thing for "it", two persons named together for "they"."""
    mention, word = page.mentions[index], page.words(index).lower()
    rank = page.rank[index]
    best: float | None = None
    for other in reversed(page.order[max(0, rank - _RIVALS) : rank]):
        candidate = page.mentions[other]
        back = mention.sentence - candidate.sentence
        if back > 1:
            break
        if candidate.span.covers(mention.span):
            continue
        if word in IT:
            is_thing = candidate.form is Form.NOMINAL and other not in history and not page.is_plural(candidate)
            # A thing in another case is seldom what the next sentence goes on about.
            if not (is_thing and candidate.is_subject and mention.is_subject and candidate.label not in ("LOC", "FAC")):
                continue
        elif not _is_pair(page, other):
            continue
        score = (1.0 if word in IT else 2.0) - 2.0 * back + 2.3 * candidate.is_subject
        best = score if best is None else max(best, score)
    return best


def _is_pair(page: Page, index: int) -> bool:
    """Whether what is named is the first of two of its sort: "Petrov and Boshirov", "Boeing and Airbus"."""
    mention, rank = page.mentions[index], page.rank[index]
    is_sort = page.label(index) == "PERSON" or (page.label(index) in _SORTS and mention.is_subject)
    if not is_sort or rank + 1 >= len(page.order):
        return False
    behind = page.order[rank + 1]
    between = page.text[mention.span.end : page.mentions[behind].span.start]
    return page.label(behind) == page.label(index) and between == " and "


def _is_doer(page: Page, index: int) -> bool:
    return any(role is Role.AGENT for _, role in page.roles.get(index, ()))


def _doers(page: Page, index: int, found: Mapping[int, Entity]) -> tuple[Entity, ...]:
    """Who acts in the events that what a possessive owns has a part in."""
    numbers = {number for owned in page.owned.get(index, ()) for number, _ in page.roles.get(owned, ())}
    doers: list[Entity] = []
    for number in sorted(numbers):
        for role in page.extraction.events[number].roles:
            if role.role is Role.AGENT and role.mention is not None and role.mention in found:
                doers.append(found[role.mention])  # noqa: PERF401  # mypy narrows the index only in a statement
    return tuple(doers)


def _is_harmed_servant(page: Page, index: int) -> bool:
    """As in "blamed Kyiv for killing *its general*": no state that is accused of it by another harms its own."""
    rank = page.rank[index]
    before = page.order[max(0, rank - _RIVALS) : rank]
    here = [other for other in before if page.mentions[other].sentence == page.mentions[index].sentence]
    accusing = (number for other in here for number, role in page.roles.get(other, ()) if role is Role.AGENT)
    if not any(page.extraction.events[number].type == "ACCUSE" for number in accusing):
        return False
    for owned in page.owned.get(index, ()):
        harmed = any(
            role is Role.PATIENT and page.extraction.events[number].type in _HARM
            for number, role in page.roles.get(owned, ())
        )
        if harmed and _SERVANT.search(page.words(owned).lower()) and " own " not in page.words(owned).lower():
            return True
    return False


def fellows_of(page: Page, index: int, found: Mapping[int, Entity]) -> tuple[Entity, ...]:
    """Entities that fill another role of an event in which the pronoun has one: "him" is not who criticised him."""
    fellows: list[Entity] = []
    for number, role in page.roles.get(index, ()):
        for other in page.extraction.events[number].roles:
            if other.mention not in (None, index) and other.role is not role and other.mention in found:
                fellows.append(found[other.mention])  # noqa: PERF401  # mypy narrows the index only in a statement
    return tuple(fellows)
