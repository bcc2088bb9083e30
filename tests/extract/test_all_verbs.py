"""Every regular verb of the lexicon that somebody does to somebody, in clauses whose doer and victim are known.

What a text shows with one verb may be wrong with the next: the tagger knows few of them well. So each clause is read
with all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import authority, parse
from kg.extract import extract
from kg.extract.text import lexicon
from kg.extract.text.lexicon import Kind
from kg.model import Article, ArticleRecord, Role
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = [pytest.mark.model, pytest.mark.slow]

DOERS, VICTIMS = ("minister", "court"), ("general", "mayor")
CLAUSES = {
    "The minister {past} the general.": 0.99,
    "The general was {past} by the minister.": 0.98,
    "The minister who {past} the general resigned.": 0.99,
    "The minister wants to {bare} the general.": 0.98,
    "The general the minister {past} resigned.": 0.8,
    "Court {third} mayor after raid": 0.94,
}
"""Clause → the share of verbs with which it must be read right."""
IRREGULAR = frozenset(
    """
    bear beat bid bind bite blow break bring broadcast build burn buy cast catch choose cut deal drive feed fight find
    forbid foresee forgive freeze get give have hear hit hold keep know lead leave lend let lose make meet mislead
    outrun overhear override overrun oversee overtake overthrow pay put quit read rebuild rid ride see seek sell send
    set shake shed shoot show shut slay speak spend split spread stand steal stick sting strike swear sweep take teach
    tear tell think throw undercut undergo understand underwrite undo uphold upset weave wed win withdraw withhold write
    """.split()  # noqa: SIM905 -- a list of a hundred words
)
DOUBLED = frozenset(
    ["abet", "abhor", "admit", "commit", "compel", "control", "deter", "expel", "permit", "rebut", "refer"]
)
VOWELS = frozenset("aeiou")


def past_of(verb: str) -> str:
    """The regular past form."""
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return f"{verb[:-1]}ied"
    short = len(verb) <= 4 and verb[-1] in "bdgmnprt" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    return f"{verb}{verb[-1]}ed" if short or verb in DOUBLED else f"{verb}ed"


def third_of(verb: str) -> str:
    """The third person of the present."""
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb[-1] in "sxzo" or verb.endswith(("ch", "sh")) else f"{verb}s"


def verbs() -> list[str]:
    """Verbs whose subject does it to their object, and that are events whatever stands around them."""
    words = lexicon.load()
    found = [verb for verb in words.verbs if verb.isalpha() and len(verb) > 2 and verb not in IRREGULAR]
    return [verb for verb in found if words.verb(verb).kind is Kind.EVENT and words.verb(verb).frame.name == "act"]


def is_right(record: ArticleRecord, verb: str) -> bool:
    """Whether the first named does it to the second."""
    names = {actor.id: actor.name for actor in record.actors}
    for event in record.events:
        trigger = record.article.text[event.trigger.start : event.trigger.end]
        if trigger[:2].lower() == verb[:2]:
            roles = {role.role: names.get(role.actor, role.text).lower() for role in event.roles}
            agent, patient = roles.get(Role.AGENT, ""), roles.get(Role.PATIENT, "")
            return agent.endswith(DOERS) and patient.endswith(VICTIMS)
    return False


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_read_with_every_verb(clause: str, pipeline: Language) -> None:
    chosen = verbs()
    assert len(chosen) > 1400
    articles = [
        Article(id=verb, text=clause.format(past=past_of(verb), third=third_of(verb), bare=verb)) for verb in chosen
    ]
    wrong = []
    for verb, parsed in zip(chosen, parse.parse(((item, ()) for item in articles), pipeline), strict=True):
        record = resolve_article(extract(parsed.article, parsed.doc), authority=authority.load())
        if not is_right(record, verb):
            wrong.append(verb)
    print(f"{len(wrong)} of {len(chosen)} wrong: {' '.join(wrong)}")  # noqa: T201 - shown by -rA
    assert 1 - len(wrong) / len(chosen) >= CLAUSES[clause]
