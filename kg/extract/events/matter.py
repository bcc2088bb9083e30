"""What an article is about, where that decides which sense of a word it uses: "killed", "won", "a strike".

In: the words of a Doc and its predicates. Out: the types of those whose own clause leaves the sense open. A text keeps
to one sense of a word (Gale, Church and Yarowsky, "One sense per discourse", 1992): nobody is attacked where "5,000
people were *killed*" by a flood that the sentence does not name, the run-off is "*won*", and drivers' "*strike*" hits
nobody. A sense that its own words decide ("won a contract") stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.events.mentions import content_head
from kg.extract.text import tree
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Doc


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
        if _follows_mishap(predicate, by_token) or _dated_by_mishap(predicate, by_token):
            continue
        if (mishap := _goes_on_as(predicate, by_token)) is not None:
            predicate.type = mishap
            continue
        if _lays_down_work(predicate, by_token):
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
    verb = tree.first_conjunct(predicate.token)
    harms = predicate.type in {"ASSAULT", "CASUALTY"} and predicate.token.is_a("casualties")
    if verb.tag_ != "VBG" or verb.base != "advcl" or not harms:
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


def _dated_by_mishap(predicate: Predicate, by_token: Mapping[int, Predicate]) -> bool:
    """Makes deaths nobody's that came with a mishap: "four were killed *when a bus plunged* into a gorge"."""
    verb = predicate.token
    if predicate.type != "ASSAULT" or not verb.is_a("casualties") or not _is_unowned(predicate):
        return False
    for clause in tree.children(tree.first_conjunct(verb), "advcl"):
        mishap = by_token.get(clause.i)
        marks = {item.lower_ for item in tree.children(clause, "mark", "advmod")}
        if mishap is not None and mishap.type in {"ACCIDENT", "DISASTER"} and marks & {"after", "as", "when"}:
            predicate.type = "CASUALTY"
            predicate.rule += " mishap"
            return True
    return False


def _goes_on_as(predicate: Predicate, by_token: Mapping[int, Predicate]) -> str | None:
    """The type of the mishap that a verb only tells more of: "a gas *explosion ripped through* a bakery"."""
    if predicate.type != "ASSAULT" or predicate.slots is None or predicate.slots.passive:
        return None
    told = [by_token.get(item.i) for item in predicate.slots.subject]
    types = {item.type for item in told if item is not None}
    nature = predicate.entry.frame.name == "nature" or bool(predicate.token.is_a("sweeping"))
    return types.pop() if nature and len(types) == 1 and types <= {"ACCIDENT", "DISASTER"} else None


def _fits(predicate: Predicate, matter: Matter) -> bool:
    return predicate.slots is None or not matter.is_noun


def _lays_down_work(predicate: Predicate, by_token: Mapping[int, Predicate]) -> bool:
    """As in "the *union* called off its *strike*": workers hit nobody."""
    if predicate.type != "ASSAULT" or predicate.token.lemma_.lower() != "strike":
        return False
    if predicate.slots is not None:  # "the *union* said it would *strike*"
        said = predicate.token.head if predicate.token.base == "ccomp" else predicate.token
        speakers = [content_head(item) for item in tree.children(said, "nsubj")]
        return not predicate.fillers(Role.PATIENT) and any(item.is_a("striker") for item in speakers)
    doers = [item for item in predicate.fillers(Role.AGENT) if item.tag_ != "PRP$"]
    above = by_token.get(predicate.token.head.i) if not doers and predicate.token.base == "obj" else None
    if above is not None:  # "*hotel workers* reached a deal, averting a *strike*"
        doers = above.fillers(Role.AGENT)
    return any(content_head(item).is_a("striker") for item in doers)


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
