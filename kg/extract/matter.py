"""What an article is about, where that decides which sense of a word it uses: "killed", "won", "a strike".

In: the words of a Doc and its predicates. Out: the types of those whose own clause leaves the sense open. A text keeps
to one sense of a word (Gale, Church and Yarowsky, "One sense per discourse", 1992): nobody is attacked where "5,000
people were *killed*" by a flood that the sentence does not name, the run-off is "*won*", and drivers' "*strike*" hits
nobody. A sense that its own words decide ("won a contract") stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.mentions import content_head
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.arguments import Predicate
    from kg.extract.lexicon import Lexicon
    from kg.extract.tokens import Doc


@dataclass(frozen=True, slots=True)
class Matter:
    """A sense that a subject matter gives to words whose clause leaves it open.

    Attributes:
        type: the event type.
        words: lemmas that have it.
        signs: class of nouns that tell the matter.
        against: class of nouns that tell another one.
        least: mentions of signs that an article must have; they must be twice those against it, too.
        unowned: only of passives and nouns without an agent.
        is_noun: only of nouns.
    """

    type: str
    words: frozenset[str]
    signs: str
    against: str
    least: int
    unowned: bool = False
    is_noun: bool = False


MATTERS = (
    Matter("CASUALTY", frozenset(["kill"]), "about_mishap", "about_fight", least=3, unowned=True),
    Matter(
        "DISASTER", frozenset(["destroy", "destruction", "wreck"]), "about_nature", "about_fight", least=4, unowned=True
    ),
    Matter("ELECTION", frozenset(["win", "lose", "victory", "defeat"]), "about_election", "about_contest", least=4),
    Matter("ASSAULT", frozenset(["injure", "wound"]), "about_unrest", "about_mishap", least=5, unowned=True),
    Matter("PROTEST", frozenset(["block", "blockade"]), "about_unrest", "about_mishap", least=5, unowned=True),
    Matter("PROTEST", frozenset(["strike", "walkout"]), "about_labour", "about_fight", least=3),
    Matter("LEGISLATE", frozenset(["vote"]), "about_chamber", "about_polls", least=5, is_noun=True),
)


def settle_types(doc: Doc, predicates: Sequence[Predicate], lexicon: Lexicon) -> None:
    """Gives open senses the type that the article's matter says."""
    open_: list[tuple[Predicate, Matter]] = []
    by_token = {predicate.token.i: predicate for predicate in predicates}
    for predicate in predicates:
        if _follows_mishap(predicate, by_token):
            continue
        if _lays_down_work(predicate):
            predicate.type = "PROTEST"
            continue
        if not predicate.entry.senses or predicate.type != predicate.entry.type:
            continue  # its own words have decided
        lemma = predicate.token.lemma_.lower()
        open_ += [(predicate, matter) for matter in MATTERS if lemma in matter.words and _fits(predicate, matter)]
    told: dict[Matter, bool] = {}
    for predicate, matter in open_:
        if matter not in told:
            told[matter] = _is_about(doc, matter, lexicon.classes)
        if told[matter] and (not matter.unowned or _is_unowned(predicate)):
            predicate.type = matter.type
            predicate.rule += " matter"


def _follows_mishap(predicate: Predicate, by_token: Mapping[int, Predicate]) -> bool:
    """Makes the harm of a mishap nobody's: "the mine collapsed, *killing* two"."""
    verb = predicate.token
    if verb.tag_ != "VBG" or verb.base != "advcl" or predicate.type != "ASSAULT" or not verb.is_a("casualties"):
        return False
    mishap = by_token.get(verb.head.i)
    if mishap is None or mishap.type not in {"ACCIDENT", "DISASTER"}:
        return False
    befallen = {item.i for item in mishap.fillers(Role.PATIENT)}
    kept = [item for item in predicate.arguments if item.role is not Role.AGENT or item.token.i not in befallen]
    predicate.arguments[:] = kept
    predicate.type = "CASUALTY"
    predicate.rule += " mishap"
    return True


def _fits(predicate: Predicate, matter: Matter) -> bool:
    return predicate.slots is None or not matter.is_noun


def _lays_down_work(predicate: Predicate) -> bool:
    """As in "the *union* called off its *strike*": workers hit nobody."""
    if predicate.slots is not None or predicate.type != "ASSAULT" or predicate.token.lemma_.lower() != "strike":
        return False
    return any(content_head(item).is_a("striker") for item in predicate.fillers(Role.AGENT))


def _is_about(doc: Doc, matter: Matter, classes: Mapping[str, frozenset[str]]) -> bool:
    signs, against = classes[matter.signs], classes[matter.against]
    found = other = 0
    for token in doc:
        lemma = token.lemma_.lower()
        found += lemma in signs
        other += lemma in against
    return found >= matter.least and found >= 2 * other


def _is_unowned(predicate: Predicate) -> bool:
    """Whether it is told of those who suffered it, and of nobody who did it."""
    passive = predicate.slots is None or predicate.slots.passive
    return passive and not predicate.fillers(Role.AGENT)
