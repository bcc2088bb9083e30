"""Second pass: describing phrases and pronouns, in reading order, join the entity they mean or found their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form, Role
from kg.resolve.within.aged import age_named, noun_of_age, of_age, young_one
from kg.resolve.within.counted import people_by_number
from kg.resolve.within.culprits import culprit, victim
from kg.resolve.within.entity import Entity, Page
from kg.resolve.within.fields import DEFINITE, OTHER, is_other, says_others
from kg.resolve.within.fitting import (
    EPITHETS,
    KINDS,
    Description,
    agrees,
    calling_of,
    first_of,
    fits_gender,
    goes_by,
    has_role,
    may_mean,
    most_mentioned,
    only_reigning,
    own_name,
    rank_of,
)
from kg.resolve.within.introduced import join_to
from kg.resolve.within.offices_here import OFFICES, holder, main_person
from kg.resolve.within.pronoun_words import told_gender
from kg.resolve.within.pronouns import (
    fellows_of,
    is_first_person,
    is_relative,
    is_second_person,
    is_some_of_them,
    resolve_pronoun,
    resolve_some,
)
from kg.resolve.within.states import States
from kg.resolve.within.unnamed import known_body, name_of_unnamed, office_body, within_a_sentence
from kg.resolve.words.nouns import ACTS_ALONE, HOUSES, counted, is_thing, noun_of, noun_of_one, office_of
from kg.resolve.words.phrases import is_guard, is_one_of, lemma_of

if TYPE_CHECKING:
    from kg.authority import Authority

_INTRODUCES = re.compile(r"an? (?!(?:second|third|new|different|fellow)\b)", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:of|in|on|at|from|to|for|with|by|against|who|that|which|near|outside|inside)\b|,")
# Words by which a description tells somebody from others: "the *former* champion", "the *biggest* player".
_TOLD_APART = re.compile(
    r"\b(?:former|ex|then|next|new|other|late|older|younger|elder|second|third|fourth|fifth|last|\w{3,}est)\b|['’]s? ",
    re.IGNORECASE,
)
# Nouns behind a name that say what the body of that name is.
_SAYS_WHAT = frozenset(
    {"group", "movement", "militia", "network", "union", "company", "firm", "insurgency", "alliance"}
)
# What a person leads whose state the article does not tell: "Mr. Berg said *his government* would step in".
_LED = frozenset({"government", "administration"})
# Bodies that every state has: "the foreign ministry in Minsk".
_OF_STATES = frozenset({"ministry", "parliament", "court", "army"})
# A description reaches back this many sentences for someone who was not introduced by that word.
_REACH = 2
# Mentions looked back over at most, so that a book-long article takes time in proportion to its length.
_HORIZON = 600


def gather_descriptions(page: Page, authority: Authority, found: dict[int, Entity]) -> dict[int, Entity]:
    """The names' map with descriptions and pronouns added; those that mean no actor of the article stay out."""
    return _Describer(page, authority, dict(found)).run()


class _Describer:
    def __init__(self, page: Page, authority: Authority, found: dict[int, Entity]) -> None:
        self.page = page
        self.authority = authority
        self.found = found
        self.history: list[int] = []
        self.writers: dict[bool, Entity] = {}
        self.addressed: Entity | None = None
        self.states = States(page, authority, self.found, self.history)

    def run(self) -> dict[int, Entity]:
        for index in self.page.order:
            mention = self.page.mentions[index]
            entity = self.found.get(index)
            if entity is None and is_some_of_them(self.page, index):
                entity = resolve_some(self.page, index, found=self.found, history=self.history)
            elif entity is None and mention.form is Form.PRONOUN:
                self._introduce(mention.speaker)
                entity = resolve_pronoun(self.page, index, found=self.found, history=self.history)
                if entity is not None and entity.kind is ActorKind.PERSON:
                    entity.gender = entity.gender or told_gender(self.page, index)
                if entity is None and not mention.quoted:
                    entity = self._of_the_telling(index)
            elif entity is None and mention.form is Form.NOMINAL:
                entity = self._describe(index)
            elif entity is not None and self.page.apposition(index) is not None:
                self._rename(index, entity)
            if entity is not None:
                entity.add(index)
                self.found[index] = entity
                if not is_relative(self.page, index):
                    self.history.append(index)
        return self.found

    def _introduce(self, speaker: int | None) -> None:
        """Reads who stands behind his quotation before the quotation is: "'We will pay,' said *a spokesman*", *she*."""
        if speaker is None or speaker in self.found:
            return
        if self.page.mentions[speaker].form is Form.PRONOUN:
            entity = resolve_pronoun(self.page, speaker, found=self.found, history=self.history)
        else:
            entity = self._describe(speaker)
        if entity is not None:
            entity.add(speaker)
            self.found[speaker] = entity

    def _of_the_telling(self, index: int) -> Entity | None:
        """Who writes, for "I" and "we" outside quotations, and who is addressed, for "you"; None for any other."""
        if is_first_person(self.page, index):
            return self._writer(plural=self.page.mentions[index].number == "plur")
        if not is_second_person(self.page, index):
            return None
        self.addressed = self.addressed or Entity(ActorKind.PERSON, "whoever is addressed", anonymous=True, writes=True)
        return self.addressed

    def _writer(self, *, plural: bool) -> Entity:
        """Who says "I" outside quotations, and "we": who wrote the article or made the speech, and those with them."""
        if plural not in self.writers:
            author = self.page.extraction.article.author
            name = "the author and others" if plural else author or "the author"
            kind = ActorKind.GROUP if plural else ActorKind.PERSON
            self.writers[plural] = Entity(kind, name, plural=plural, anonymous=True, writes=True)
        return self.writers[plural]

    # -------------------------------------------------------------- descriptions

    def _describe(self, index: int) -> Entity | None:
        mention = self.page.mentions[index]
        description = self._read(index) or self._calling(index)
        if description is None:
            return None
        joined = self._apposed(index, description)
        if joined is not None:
            self._take_in(joined, description)
        joined = joined or self._antecedent(index, description)
        if joined is None:
            return None
        joined.lemmas.add(description.lemma)
        if description.noun.sort == "person" and joined.kind is ActorKind.PERSON:
            joined.roles.add(description.noun.family)
            told = mention.gender if mention.gender in ("masc", "fem") else ""
            joined.gender = joined.gender or description.noun.gender or told
        return joined

    def _antecedent(self, index: int, description: Description) -> Entity | None:
        owner_index = self.page.owner(index)
        owner = self.found.get(owner_index) if owner_index is not None else None
        if owner is not None and owner_index is not None and self._is_its_name(index, owner_index, description, owner):
            return owner
        if (owner is None and description.noun.sort == "polity") or description.noun.family in _OF_STATES:
            owner = owner or self.states.seated(index)
        if description.noun.sort == "polity":
            state = self.states.meant(
                index,
                description.lemma,
                definite=description.definite and not description.plural,
                family=description.noun.family,
                owner=owner,
            )
            if state is not None or owner is None or owner.kind is not ActorKind.PERSON:
                return state
            if description.lemma not in _LED or owner.anonymous:
                return None
        return self._earlier(index, description, owner) or self._create(index, description, owner)

    def _is_its_name(self, index: int, name: int, description: Description, body: Entity) -> bool:
        """As in "the *Islamic State* group", "the *Unite* union": the noun but says what the body of that name is."""
        if description.lemma not in _SAYS_WHAT or description.plural or body.kind is not ActorKind.ORGANIZATION:
            return False
        between = self.page.text[self.page.mentions[name].head.end : self.page.mentions[index].head.start]
        return between == " " and not body.anonymous and description.definite

    def _read(self, index: int) -> Description | None:
        """The head noun's reading; None for things."""
        mention, phrase = self.page.mentions[index], self.page.words(index)
        single = is_one_of(self.page.text, mention.span.start) or is_guard(phrase, mention.lemma)
        plural, lemma = self.page.is_plural(mention) and not single, mention.lemma
        rest = None if single else self._counted(index)
        if not plural and (office := office_of(self.page.text[mention.span.start : mention.head.end])):
            lemma = office  # "the prime minister" is no minister
        noun = noun_of_one(lemma) if single else noun_of(lemma, plural=plural) or noun_of_age(self.page, index)
        if rest and (noun is None or lemma in ("group", "member", "number", "crowd")):
            words = _PREPOSITION.split(rest)[0].split()
            if words and (inner := noun_of(words[-1].lower(), plural=True)):
                lemma, noun, plural = lemma_of(words[-1]), inner, True
        if noun is None and not rest and (people := people_by_number(self.page, index)) is not None:
            return Description(people.family, people, people.sort == "group", definite=False, bare=False, alone=False)
        if noun is None or mention.label in ("LOC", "FAC") or is_thing(self.page.head(index)):
            return None
        may_not_act = (plural and noun.family in HOUSES) or (not plural and lemma in ACTS_ALONE)
        if may_not_act and self._does_not_act(index):
            return None
        definite = not single and not OTHER.match(phrase) and (mention.definite or bool(DEFINITE.match(phrase)))
        bare = not rest and not single and not OTHER.match(phrase) and not DEFINITE.match(phrase)
        alone = mention.span.end == mention.head.end and not _TOLD_APART.search(phrase)
        alone = alone and (noun.family != "team" or phrase.lower() == f"the {lemma}")
        return Description(lemma, noun, plural, definite, bare, alone)

    def _calling(self, index: int) -> Description | None:
        """What no list has is a calling beside the name of a person: "its *bursar*, Ole Lund, resigned"."""
        other = self.page.apposition(index)
        named = None if other is None else self.found.get(other)
        return None if other is None or named is None else calling_of(self.page, index, other, named)

    def _counted(self, index: int) -> str | None:
        """What is counted in a phrase of quantity; nothing in "members of *the European Union*", which is one."""
        rest, owner = counted(self.page.words(index)), self.page.owner(index)
        return None if rest is None or (owner is not None and rest.startswith(self.page.head(owner))) else rest

    def _does_not_act(self, index: int) -> bool:
        roles = {role for _, role in self.page.roles.get(index, ())}
        return index not in self.page.speakers and Role.AGENT not in roles

    def _apposed(self, index: int, description: Description) -> Entity | None:
        other = self.page.apposition(index)
        entity = self.found.get(other) if other is not None else None
        if entity is None or not agrees(entity, description.noun, plural=description.plural, loose=True):
            return None
        return entity

    def _take_in(self, named: Entity, description: Description) -> None:
        """Joins whom the article called so before: "arrested *the captain of a tanker* … *the captain*, Luis Rojas"."""
        if named.anonymous or description.plural or not (description.definite and description.alone):
            return
        for entity in self._recent():
            if entity.kind is named.kind and description.lemma in entity.lemmas and entity is not named:
                may_be = entity.anonymous and not entity.plural and fits_gender(entity, description.noun)
                if may_be and not (entity.gender and named.gender and entity.gender != named.gender):
                    join_to(named, entity, self.found)
                return

    def _rename(self, index: int, entity: Entity) -> None:
        """Joins "the general, Qasem Soleimani": the name beside a description says whom that means."""
        other = self.page.apposition(index)
        before = self.found.get(other) if other is not None else None
        if (
            other is None
            or before is None
            or before is entity
            or not before.anonymous
            or before.kind is not entity.kind
        ):
            return
        for one in before.mentions:
            entity.add(one)
            self.found[one] = entity
        entity.roles |= before.roles
        entity.lemmas |= before.lemmas
        entity.gender = entity.gender or before.gender

    def _earlier(self, index: int, description: Description, owner: Entity | None) -> Entity | None:
        """The antecedent: one so described before, or else one that the description fits and that is near."""
        mention, noun = self.page.mentions[index], description.noun
        if self.page.is_anybody(index):
            return None  # "twelve people died" and "a law on *people* who protest"
        if not description.definite and not (description.bare and description.plural):
            return self._headlined(index, description, owner)
        taken = fellows_of(self.page, index, self.found)  # "accused Berg of beating *the detainee*": another than Berg
        recent = [entity for entity in self._recent() if not any(entity is one for one in taken)]
        if name := own_name(self.page, index, description):
            return next((entity for entity in recent if goes_by(entity, name, self.page)), None)
        if (aged := of_age(self.page, index, recent)) is not None and description.definite:
            return aged
        for entity in recent:
            same_owner = owner is None or entity.owner is owner or (entity.owner is None and not entity.anonymous)
            if (
                entity.anonymous
                and description.lemma in entity.lemmas
                and entity.plural == description.plural
                and same_owner
                and not (description.bare and says_others(self.page, index, entity))
                and not is_other(self.page, index, entity)
            ):
                return entity if owner else first_of(self.page, entity, recent)
        if description.definite and owner is not None and owner.kind is ActorKind.POLITY:
            held = holder(self.page, index, description, country=owner.nationality, recent=recent)
            return held or self._of_country(index, description, owner)
        if not description.definite or owner is not None:
            return None
        for entity in recent:
            if has_role(entity, description) and not is_other(self.page, index, entity):
                return entity
        if description.noun.family in OFFICES and description.noun.sort == "person":
            reigning = only_reigning(self.found.values(), description)
            return reigning or main_person(self.page, index, description, recent)
        for part in (culprit, victim):
            if (met := part(self.page, index, description, recent)) is not None:
                return met
        last = self._recent(reach=_REACH, sentence=mention.sentence)
        last = [entity for entity in last if not any(entity is one for one in taken)]
        if description.alone and not description.plural:
            fitting = (entity for entity in last if fits_gender(entity, noun))
            if (young := young_one(self.page, description.lemma, fitting)) is not None:
                return young
        near = [
            entity
            for entity in last
            if may_mean(entity, description, self.authority) and not is_other(self.page, index, entity)
        ]
        if description.noun.sort == "organization":
            if noun.family == "team":
                return most_mentioned(near)
            return min(near, key=lambda entity: rank_of(entity, noun, self.authority), default=None)
        if description.noun.sort == "person" and description.noun.family in EPITHETS:
            return most_mentioned(near)
        if description.lemma == "old" and len(near) > 1:  # of several of unknown age whom the article is about
            return most_mentioned([entity for entity in near if not entity.anonymous])
        return near[0] if len(near) == 1 or (near and description.noun.sort == "group") else None

    def _headlined(self, index: int, description: Description, owner: Entity | None) -> Entity | None:
        """Whom a headline told of without an article: "Woman killed", and then "*a woman* was killed"."""
        if description.plural or description.bare or not _INTRODUCES.match(self.page.words(index)):
            return None
        for entity in self._recent():
            is_other = owner is not None and entity.owner is not owner
            if entity.anonymous and not entity.plural and description.lemma in entity.lemmas and not is_other:
                phrases = [self.page.words(one) for one in entity.mentions]
                return None if any(DEFINITE.match(one) or OTHER.match(one) for one in phrases) else entity
        return None

    def _of_country(self, index: int, description: Description, owner: Entity) -> Entity | None:
        """Who "the American actress" and "the US software giant" are: who is near and belongs to no other state."""
        if description.noun.family not in ("company", *EPITHETS) and description.lemma != "group":
            return None
        if description.plural:
            return None
        near = [
            entity
            for entity in self._recent(reach=_REACH, sentence=self.page.mentions[index].sentence)
            if may_mean(entity, description, self.authority) and self._home_of(entity) in (None, owner.nationality)
        ]
        return most_mentioned(near) if len(near) == 1 or description.noun.sort == "organization" else None

    def _home_of(self, entity: Entity) -> str | None:
        """The state that somebody is said to be of, if only before a name: "*US* rival Novexa"."""
        said = (self.page.described.get(index) for index in entity.mentions)
        return entity.nationality or next((state for state in said if state is not None), None)

    def _create(self, index: int, description: Description, owner: Entity | None) -> Entity | None:
        mention = self.page.mentions[index]
        kind = ActorKind.ORGANIZATION if description.lemma in _LED else KINDS[description.noun.sort]
        is_said = mention.lemma == description.lemma or office_of(self.page.head(index)) == description.lemma
        head = self.page.head(index) if is_said else description.lemma
        if not description.plural and is_said and head.split()[-1].lower() != mention.lemma:
            head = " ".join([*head.split()[:-1], mention.lemma])  # "one of the *guards*", "the Thai and Lao *kings*"
        head = age_named(self.page, index) or head
        if description.plural and head == description.lemma:
            head = self._counted(index) or head
            head = _PREPOSITION.split(head)[0].strip()
        head = within_a_sentence(self.page, mention, head)
        entity = Entity(
            kind, name_of_unnamed(self.page, index, head, owner), plural=description.plural, anonymous=True, owner=owner
        )
        entity.nationality = owner.nationality if owner else None
        known = office_body(head, owner, self.authority) if kind is ActorKind.ORGANIZATION else None
        known = known or known_body(head, self.authority)
        if known:
            entity.kind = ActorKind.ORGANIZATION
            existing = next((other for other in self._recent() if other.authority == known), None)
            if existing:
                return existing
            entity.authority, entity.anonymous = known, False
            entity.name = self.authority.name_of(known) or entity.name
        return entity

    def _recent(self, *, reach: int | None = None, sentence: int = 0) -> list[Entity]:
        """Entities met so far, the last one first; with `reach`, only those of the sentences just before."""
        seen: dict[int, Entity] = {}
        for index in reversed(self.history[-_HORIZON:]):
            if reach is not None and self.page.mentions[index].sentence < sentence - reach:
                break
            seen.setdefault(id(self.found[index]), self.found[index])
        return list(seen.values())
