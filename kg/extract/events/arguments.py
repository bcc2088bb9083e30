"""A verb's slots, an event word with its reading and who does what to whom: what the rules of extraction pass on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.events.misread import EACH_OTHER, is_each_other
from kg.extract.text import tree
from kg.extract.text.lexicon import Effect, Entry
from kg.extract.text.tokens import Run, Token
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

ROLES = {role.value: role for role in Role}


FILLERS = frozenset(["NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"])
"""Parts of speech of what can fill a role."""
OF_STATES = frozenset(["NORP", "GPE", "ORG"])
"""Names of whose people may share a noun."""


class Argument(NamedTuple):
    """A filler: its role and the token that heads it (before coordination and partitives are looked through)."""

    role: Role
    token: Token


def _is_sum(token: Token) -> bool:
    """As in "lost *$40 million*", but not "a loss of $40 million"."""
    stands = token.base in {"obj", "nsubj", "conj"} and token.head.pos_ == "VERB"
    return stands and token.pos_ == "SYM" and token.text != "%" and "nummod" in token.family


def _is_left_out(second: Token) -> bool:
    """Whether the second of two is said not to be meant."""
    if any(word.lower_ in {"not", "never"} for word in tree.children(second, "advmod")):
        return True
    return any(word.lower_ in {"rather", "instead", "unlike"} for word in tree.children(second, "cc", "case"))


def _names_nobody(token: Token, first: Token) -> bool:
    """Words that only hold the place of a filler, and ages behind names.

    "*It* was reported that he fled", "let*'s* talk", "talks with *each other*", "Ada Lund and Jo Berg, 40
    and *49*", "the MPLA/*B*".
    """
    if token.i != first.i and len(token.text) == 1 and token.text.isupper() and token.nbor(-1).text == "/":
        return True
    if token.lower_ in {"'s", "’s"} or is_each_other(token):
        return True
    if token.pos_ == "NUM":
        return token.i != first.i and first.ent_type_ == "PERSON" and not token.words
    if token.lower_ != "it":
        return False
    return (token.base == "expl" and not token.head.is_a("disposed")) or (
        token.dep_ == "nsubj:pass" and bool(tree.children(token.head, "ccomp", "csubj", "csubj:pass"))
    )


def of_each(noun: Token) -> list[Token]:
    """The further states of a noun for people of several: "Thai and *Lao* troops", "kings of Tonga and *Bhutan*"."""
    if noun.pos_ != "NOUN" or noun.ent_type_ or not noun.is_a("acting"):
        return []
    before = [item for item in tree.children(noun, "amod", "compound", "nmod:poss") if item.ent_type_ in OF_STATES]
    firsts = before or [item for item in tree.children(noun, "nmod") if _is_whose(item, noun)]
    others = tree.conjuncts(firsts[0])[1:] if len(firsts) == 1 else ()
    end = noun.i if before else noun.right_edge.i + 1
    return [item for item in others if item.ent_type_ in OF_STATES and firsts[0].i < item.i < end and _is_bare(item)]


def _is_whose(state: Token, noun: Token) -> bool:
    """As in "*presidents* of *Chad*", "*troops* from *Chad*": of one there is no more than one president."""
    several = noun.tag_ == "NNS" and noun.i < state.i
    return several and state.ent_type_ in OF_STATES and tree.preposition(state) in {"of", "from"}


def _is_bare(state: Token) -> bool:
    """With nothing below it but the rest of its name, an article, its case and a conjunction."""
    return all(item.base in _BESIDE or item.name is state.name is not None for item in state.words)


_BESIDE = frozenset(["case", "cc", "det", "punct"])


def is_one_of_each(noun: Token) -> bool:
    """Whether each of several states has one of these alone: "Thai and Lao *armies*", "foreign *ministers*"."""
    if not noun.is_a("one_of_each", "minister", "so_named"):
        return False
    others = of_each(noun)
    if noun.is_a("so_named"):
        return bool(others) and others[0].i > noun.i  # "the *states* of Bihar and Assam", but "Thai and Lao cities"
    if not others or any(noun.doc.lexicon.is_a(item.lower_, "regional") for item in (*others, others[0].head)):
        return False  # "Asian and *European* governments": of many
    described = [item for item in tree.children(noun, "amod", "compound") if not item.ent_type_]
    return noun.is_a("one_of_each") or any(item.pos_ == "NOUN" or item.is_a("field_adjective") for item in described)


def shared_noun(state: Token) -> Token | None:
    """The noun that a state of `of_each` shares with the one before it; None for all other words."""
    if state.base != "conj" or state.ent_type_ not in OF_STATES:
        return None
    noun = tree.first_conjunct(state).head
    return noun if any(item.i == state.i for item in of_each(noun)) else None


class Slots(NamedTuple):
    """Deep grammatical slots of one verb.

    Attributes:
        subject: who would be the subject of the active clause.
        object: who would be its object.
        indirect: who would be its indirect object.
        obliques: (preposition, noun) in text order; the `by` phrase of a passive is `subject` instead.
        passive: whether the clause is passive.
        mutual: whether the subject stands in other slots as well: "they attacked *each other*".
        path: how a slot that is not filled in the clause itself was found: "", "conj", "control", "relative", "clause".
    """

    subject: tuple[Token, ...] = ()
    object: tuple[Token, ...] = ()
    indirect: tuple[Token, ...] = ()
    obliques: tuple[tuple[str, Token], ...] = ()
    passive: bool = False
    path: str = ""
    mutual: bool = False

    def preps(self) -> dict[str, list[Token]]:
        """Preposition → nouns."""
        found: dict[str, list[Token]] = {}
        for prep, noun in self.obliques:
            found.setdefault(prep, []).append(noun)
        return found

    def reciprocated(self) -> Slots:
        """The same with the subject in place of "each other" and "one another"."""
        phrases = (noun for _, noun in self.obliques)
        if not any(noun.lower_ in EACH_OTHER for nouns in (self.object, self.indirect, phrases) for noun in nouns):
            return self
        obliques = [
            (prep, who) for prep, noun in self.obliques for who in (self.subject if is_each_other(noun) else (noun,))
        ]
        return self._replace(
            object=self._meant(self.object),
            indirect=self._meant(self.indirect),
            obliques=tuple(obliques),
            mutual=True,
        )

    def _meant(self, nouns: tuple[Token, ...]) -> tuple[Token, ...]:
        kept = tuple(noun for noun in nouns if not is_each_other(noun))
        return kept if len(kept) == len(nouns) else (*kept, *self.subject)


@dataclass(slots=True)
class Predicate:
    """One event word with its reading and arguments.

    Attributes:
        token: the trigger.
        entry: the lexicon's reading.
        type: event type; a light verb may overrule the noun's own.
        carrier: the light or support verb that carries the noun, whose tense and negation count; None otherwise.
        effect: what the carrier does to the noun's event.
        slots: slots of the trigger when it is a verb.
        sites: places named before an event noun.
        rule: how it was derived.
        mutual: whether who does it has it done to him as well: "they attacked *each other*".
    """

    token: Token
    entry: Entry
    type: str
    arguments: list[Argument] = field(default_factory=list)
    carrier: Token | None = None
    effect: Effect | None = None
    slots: Slots | None = None
    sites: list[Token] = field(default_factory=list)
    rule: str = ""
    mutual: bool = False

    @property
    def is_prenominal(self) -> bool:
        """Whether it stands before what it was done to, as known: "the *slain* commander"."""
        return self.slots is None and self.token.base == "amod"

    def fillers(self, role: Role) -> list[Token]:
        """Tokens with that role."""
        return [argument.token for argument in self.arguments if argument.role is role]

    def names(self, name: Run) -> bool:
        """Whether a word of the name has a role already."""
        return any(argument.token.name is name for argument in self.arguments)

    def add(self, role: str, tokens: Sequence[Token]) -> None:
        """Adds fillers of a lexicon role; roles that are none of the model's (content, place, none) add nothing."""
        known_role = ROLES.get(role)
        if known_role is None or not tokens:
            return
        barring = [item for item in self.arguments if item.role is known_role or not self.mutual]
        known = {argument.token.i for argument in barring} | {self.token.i}
        for token in tokens:
            joined = tree.conjuncts(token) if token.base != "conj" else [token]
            for item in (one for noun in joined for one in (noun, *of_each(noun))):
                if token.base == "appos" and item is not token and tree.is_same(token, item):
                    continue
                if item.i != token.i and _is_left_out(item):
                    continue  # "the Senate, but *not the lower house*", "rebels *rather than the army*"
                if _names_nobody(item, token):
                    continue
                if item.i not in known and (item.pos_ in FILLERS or _is_sum(item)):
                    self.arguments.append(Argument(known_role, item))
                    known.add(item.i)
