"""What the lexicon says about a word, and how it is looked up. Read from files by `kg.extract.text.lexicon`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from kg.extract.text.derived_nouns import verbs_behind
from kg.extract.text.word_classes import Kinds
from kg.model import Certainty, Polarity, Tense

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES: Final = frozenset(("agent", "patient", "recipient", "instrument", "participant", "place", "content", "none"))
"""Slot values. `place`: names where; `content`: what is said, demanded, charged (an event or a topic, no role of an
actor); `none`: no role. The others are those of `kg.model.Role`."""


class Kind(StrEnum):
    """What a word does.

    EVENT makes an event; STATE never; ASPECT ("begin", "try") hands its subject on to its complement; SUPPORT ("occur",
    "witness") leaves the event to the noun beside it and is otherwise none.
    """

    EVENT = "event"
    STATE = "state"
    ASPECT = "aspect"
    SUPPORT = "support"


class Eventive(StrEnum):
    """When a noun is an event.

    ARGUED: only with an argument of its frame, an event-like modifier, a time, or a light verb ("strike", "order").
    """

    ALWAYS = "always"
    ARGUED = "argued"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Which grammatical slot holds which role (a value of `ROLES`).

    Attributes:
        subject: subject of an active clause with an object; the `by` phrase of a passive one.
        object: direct object; subject of a passive clause.
        indirect: indirect object. With one present the object is always the patient.
        lone: subject of an active clause without object or clause: "the bomb exploded".
        owner: possessive of the noun ("Iran's attack"). When the `of` phrase takes the same role, the owner is agent.
        of: the `of` phrase of the noun.
        compound: an actor as noun or adjective before the noun ("U.S. strike", "hostage release").
        partners: prepositions whose noun is one more agent ("with", "between"), for what is done mutually.
    """

    name: str
    subject: str = "agent"
    object: str = "patient"
    indirect: str = "recipient"
    lone: str = "agent"
    owner: str = "agent"
    of: str = "patient"
    compound: str = "agent"
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a word does to the event in its complement; None leaves it as it is."""

    name: str = "none"
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    tense: Tense | None = None


class Usage(NamedTuple):
    """What surrounds a word, as keys: lower-case head lemmas and, for names, class marks such as `@person`, `@place`.

    Active and passive look alike here: `object` holds the subject of a passive clause.

    Attributes:
        particles: particles of a phrasal verb.
        preps: preposition → keys of its noun, in sentence order; the `of` phrase of a noun too.
        modifiers: of a noun its compounds and adjectives, of a verb its adverbs and adjectives ("shot *dead*").
        clause: form of the complement clause: "that", "to", "ing" or "" when there is none.
        complement: the verb of that clause: "vowed to *retaliate*".
        governor: of a noun: the verb whose subject or object it is; "win+in" where a preposition stands between.
    """

    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    indirect: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    preps: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    clause: str = ""
    complement: tuple[str, ...] = ()
    governor: tuple[str, ...] = ()
    passive: bool = False


NO_USAGE: Final = Usage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Condition of a sense: every part that is set must hold."""

    subject: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    indirect: frozenset[str] = frozenset()
    owner: frozenset[str] = frozenset()
    modifier: frozenset[str] = frozenset()
    prep: frozenset[str] = frozenset()
    oblique: tuple[tuple[str, frozenset[str]], ...] = ()
    clause: frozenset[str] = frozenset()
    complement: frozenset[str] = frozenset()
    governor: frozenset[str] = frozenset()
    bare: bool | None = None
    passive: bool | None = None

    def fits(self, usage: Usage) -> bool:
        """Whether the surroundings meet every part of the condition."""
        if self.object and self.object.isdisjoint(usage.object):
            return False
        if self.modifier and self.modifier.isdisjoint(usage.modifiers):
            return False
        if self.prep and self.prep.isdisjoint(usage.preps):
            return False
        if self.oblique and not (usage.preps and self._fits_phrase(usage.preps)):
            return False
        if self.subject and self.subject.isdisjoint(usage.subject):
            return False
        if self.indirect and self.indirect.isdisjoint(usage.indirect):
            return False
        if self.owner and self.owner.isdisjoint(usage.owner):
            return False
        if self.clause and (usage.clause or "none") not in self.clause:
            return False
        if self.complement and self.complement.isdisjoint(usage.complement):
            return False
        if self.governor and self.governor.isdisjoint(usage.governor):
            return False
        if self.bare is not None and self.bare != (not usage.object):
            return False
        return self.passive is None or self.passive == usage.passive

    def _fits_phrase(self, preps: Mapping[str, tuple[str, ...]]) -> bool:
        return any(prep in preps and not words.isdisjoint(preps[prep]) for prep, words in self.oblique)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading of a word. Shared by all words of a group, so it does not name the word.

    Attributes:
        rule: which group or sense it came from: `assault/verbs/2`, `senses/fire/1`.
        type: event type, "" unless `kind` is EVENT.
        preps: preposition → role, beyond `by` (agent, everywhere) and the frame's partners.
        speech: a reporting verb or noun: its subject is who says so.
        effect: on a finite or gerund complement, an event noun in object position, or a `content` phrase.
        infinitive: on a to-infinitive, where it differs ("agree that" and "agree to").
        control: whose act the infinitive is: "subject", "object", a preposition ("call on X to"), or "" for the
            object where there is one and the subject otherwise.
        eventive: of nouns; verbs and adjectives are ALWAYS.
        verb: the verb that a noun or adjective stands for, or "".
        head: for adjectives, the role of the noun they modify ("slain commander": patient).
        senses: other readings with their conditions, in order.
    """

    rule: str
    kind: Kind = Kind.EVENT
    type: str = "OTHER"
    frame: Frame
    preps: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    speech: bool = False
    effect: Effect
    infinitive: Effect
    control: str = ""
    eventive: Eventive = Eventive.ALWAYS
    verb: str = ""
    head: str = "patient"
    senses: tuple[tuple[Condition, Entry], ...] = ()

    def read(self, usage: Usage) -> Entry:
        """The first sense whose condition fits, else this entry."""
        for condition, sense in self.senses:
            if condition.fits(usage):
                return sense
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A verb that carries an event noun.

    Attributes:
        slot: where the noun stands: "object" (of the clause, or subject of its passive), "subject", or a preposition.
        subject: role that the verb's subject has in the noun's event: agent, patient, recipient, place or none.
        object: role of the verb's object when the noun stands elsewhere ("put X under arrest": patient).
        indirect: role of the indirect object or of `to`: "gave rebels support".
        type: event type that the pair has whatever the noun's own, or "".
        effect: on the noun's event: "cancelled the visit".
        preps: roles of the verb's prepositional phrases, before those of the noun: "opened fire *on* the convoy".
    """

    rule: str
    slot: str = "object"
    subject: str = "agent"
    object: str = "patient"
    indirect: str = "recipient"
    type: str = ""
    effect: Effect
    nouns: frozenset[str] | None = None
    preps: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The tables, looked up by lower-case lemma; `kinds` are `classes` the other way round."""

    verbs: Mapping[str, Entry]
    nouns: Mapping[str, Entry]
    adjectives: Mapping[str, Entry]
    lights: Mapping[str, tuple[Light, ...]]
    carriers: frozenset[str]
    phrasal: frozenset[str]
    hedges: Mapping[str, Effect]
    classes: Mapping[str, frozenset[str]]
    unknown_verb: Entry
    unknown_noun: Entry
    kinds: Kinds = field(init=False, repr=False, compare=False)
    _verb_alone: Callable[[str], Entry] = field(init=False, repr=False, compare=False)
    _alone: Callable[[str], Entry] = field(init=False, repr=False, compare=False)
    _noun_alone: Callable[[str], Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", Kinds(self.classes))
        # The same words are asked for again and again, by every rule and in every article.
        alone = {"_verb_alone": self._read_verb, "_alone": self._find_alone, "_noun_alone": self._read_noun_alone}
        for name, find in alone.items():
            object.__setattr__(self, name, lru_cache(maxsize=20_000)(find))

    def verb(self, lemma: str, usage: Usage = NO_USAGE) -> Entry:
        """The reading of a verb; phrasal verbs win over plain ones, longest first. Unknown: OTHER, frame "act"."""
        return self._verb_alone(lemma) if usage is NO_USAGE else self._read_verb(lemma, usage)

    def _read_verb(self, lemma: str, usage: Usage = NO_USAGE) -> Entry:
        words = (*usage.particles, *usage.modifiers, *usage.object)
        for key in _verb_keys(lemma, words, tuple(usage.preps)) if self._is_phrasal(lemma) else (lemma,):
            entry = _find(self.verbs, key)
            if entry:
                return entry.read(usage)
        again = _find(self.verbs, self.once(lemma))  # "*reimposed* sanctions", "*readmitted* two members"
        if again is None:
            return self.unknown_verb
        entry = again.read(usage)
        return replace(entry, rule=f"{entry.rule} again")

    def once(self, lemma: str) -> str:
        """The verb that one with "re-" before it says was done again, "" where the table has none."""
        rest = lemma.removeprefix("re").removeprefix("-")
        entry = (
            _find(self.verbs, rest) if len(rest) >= MIN_REPEATED and rest != lemma and lemma not in self.verbs else None
        )
        return rest if entry is not None and entry.kind is Kind.EVENT and entry.type != "OTHER" else ""

    def _is_phrasal(self, lemma: str) -> bool:
        """Whether any entry is of the verb with other words; whatever may be spelt in two ways is taken to be."""
        return lemma in self.phrasal or bool(_american(lemma))

    def noun(self, lemma: str, usage: Usage = NO_USAGE) -> Entry:
        """The reading of a noun, with a compound before it where the two are listed ("hunger strike").

        Unknown nouns are no events, unless derived from a verb that makes one; then they are ARGUED.
        """
        if usage is NO_USAGE:
            return self._noun_alone(lemma)
        for modifier in usage.modifiers:
            entry = _find(self.nouns, f"{modifier} {lemma}")
            if entry:
                return entry.read(usage)
        return self._alone(lemma).read(usage)

    def _find_alone(self, lemma: str) -> Entry:
        """The entry of a noun whatever stands before it."""
        return _find(self.nouns, lemma) or _find(self.nouns, lemma.removesuffix("s")) or self._derived(lemma)

    def _read_noun_alone(self, lemma: str) -> Entry:
        return self._alone(lemma).read(NO_USAGE)

    def adjective(self, lemma: str, usage: Usage = NO_USAGE) -> Entry | None:
        """The reading of an adjective or prenominal participle by its form ("slain", "ousted"); None: no event."""
        entry = _find(self.adjectives, lemma)
        return entry.read(usage) if entry else None

    def may_carry(self, lemma: str) -> bool:
        """Whether a verb of that lemma carries event nouns at all, with other words or without."""
        return lemma in self.carriers or any(spelling in self.carriers for spelling in _american(lemma))

    def light(
        self, lemma: str, noun: str, slot: str, words: tuple[str, ...] = (), usage: Usage = NO_USAGE
    ) -> Light | None:
        """How the verb carries the noun with that usage in `slot` ("object", "subject" or a preposition), if it does.

        `words`: particles of the verb, and its object when the noun stands elsewhere ("the vote took *place*").
        """
        off = any(word in _PARTICLES and f"{lemma} {word}" in self.verbs for word in words)  # "called *off* a strike"
        for key in _verb_keys(lemma, words):
            for light in () if off and key == lemma else _find(self.lights, key) or ():
                fits = light.slot == slot and (light.nouns is None or noun in light.nouns)
                if fits and self.is_eventive(noun, usage):
                    return light
        return None

    def is_eventive(self, noun: str, usage: Usage = NO_USAGE) -> bool:
        """Whether the noun can be an event at all."""
        return self.noun(noun, usage).eventive is not Eventive.NEVER

    def hedge(self, words: str) -> Effect | None:
        """What an adverb, adjective, noun or fixed phrase (blank-separated lemmas) does to the event beside it."""
        return _find(self.hedges, words)

    def is_a(self, lemma: str, name: str) -> bool:
        """Whether a word, as the class lists it (mostly its lemma), belongs to a class, named without `@`."""
        return lemma in self.classes[name]

    def _derived(self, lemma: str) -> Entry:
        for verb in verbs_behind(lemma):
            entry = self.verbs.get(verb)
            if entry and entry.kind is Kind.EVENT and (entry.type != "OTHER" or lemma.endswith("ing")):
                return replace(entry, rule=f"{entry.rule} via {verb}", eventive=Eventive.ARGUED, verb=verb, senses=())
        return self.unknown_noun


_T = TypeVar("_T")
MIN_REPEATED = 4
"""Letters of a verb that "re-" may stand before: "reenter", but no "relate"."""


def _find(table: Mapping[str, _T], key: str) -> _T | None:
    """The value of a key or of its American spelling."""
    found = table.get(key)
    if found is None:
        for spelling in _american(key):
            if (found := table.get(spelling)) is not None:
                break
    return found


_SPELLINGS: Final = (
    ("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("our", "or"), ("lling", "ling"), ("ence", "ense"),
    ("-", " "), ("-", ""),
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def _american(key: str) -> tuple[str, ...]:
    """The spellings that a key may have in American English, in the order in which they are tried; mostly none."""
    return tuple(key.replace(british, american) for british, american in _SPELLINGS if british in key)


_PARTICLES: Final = frozenset(("out", "off", "up", "down", "away", "back", "apart", "aside", "forward"))


def _verb_keys(lemma: str, words: tuple[str, ...], preps: tuple[str, ...] = ()) -> Iterator[str]:
    """Keys of a verb with the words around it, longest first: "crack down+on", "crack down", "call+for", "crack".

    A particle and a preposition differ: "take over the bank" is not "take over three years". Only words that are hardly
    ever prepositions count as particles wherever they stand ("pull *out* of Iran").
    """
    stray = tuple(prep.split()[0] for prep in preps if prep.split()[0] in _PARTICLES)
    words = words + tuple(word for word in stray if word not in words)
    for word in words:
        for prep in preps:
            yield f"{lemma} {word}+{prep.removeprefix(word).lstrip()}"
    for word in words:
        yield f"{lemma} {word}"
    for prep in preps:
        yield f"{lemma}+{prep}"
    yield lemma
