"""Sayings that stand inside a clause or behind it without a mark of their own, and took its words for theirs.

In: the verb of saying. Out: what to change in a tree that has the first noun for the speaker ("The minister, *critics
allege*, sold arms", "Rebels, *say villagers*, killed him"), the speaker for an object ("Gunmen shot two teachers, *say
witnesses*"), or, behind a passive, for the doer of what is told ("are thought *by envoys* to have killed him").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

MAX_ASIDE = 8
"""Words between the commas of a saying that is put into another clause."""
OF_NOUN_PHRASE = frozenset(["ADJ", "ADP", "DET", "NOUN", "NUM", "PART", "PRON", "PROPN"])
"""Parts of speech of the words that name a speaker."""
SKIPPED = frozenset(["ADV", "AUX", "PART"])
SAID = frozenset(["VBD", "VBP", "VBZ"])
NAMING = frozenset(["obj", "iobj", "nsubj", "ccomp", "obl:unmarked", "xcomp"])
"""Labels under which a speaker behind his verb is misread."""


def put_between(verb: Token) -> Changes:
    """As in "The minister, *critics allege*, sold arms", "Rebels, *say villagers*, killed him"."""
    if verb.tag_ not in SAID or not _speaks(verb):
        return {}
    inside = _between_commas(verb)
    if not inside:
        return {}
    doc, sent = verb.doc, verb.sent
    start, end = inside[0].i, inside[-1].i + 1
    speaker = _head_of([item for item in inside if item is not verb])
    told = doc[start - 2]
    while told.head is not told and sent.start <= told.head.i < start - 1 and told.head.pos_ in NOUNS:
        told = told.head
    before = doc[sent.start : start - 1]
    if speaker is None or (told.pos_ not in NOUNS and told.pos_ != "PRON"):
        return {}
    if any(item.tag_ in tree.FINITE_OR_MODAL for item in before):
        return {}
    main = _main_behind(doc[end].i + 1, verb)
    if main is None or told.preposition or any(item.i > end for item in tree.children(main, *OF_SUBJECT)):
        return {}
    if told.head is main and speaker.head is verb and speaker.base == "nsubj" and verb.base == "parataxis":
        return {}
    top = _outside(verb, main, told)
    changes: Changes = {item.i: (main.i, item.dep_) for item in verb.children if item.i < start or item.i > end}
    changes |= {item.i: (speaker.i, item.dep_) for item in told.children if start <= item.i < end and item is not verb}
    return changes | {
        main.i: (main.i if top is None else top[0], verb.dep_ if top is None else top[1]),
        told.i: (main.i, "nsubj:pass" if tree.is_passive(main) else "nsubj"),
        speaker.i: (verb.i, "nsubj"),
        verb.i: (main.i, "parataxis"),
    }


def _between_commas(verb: Token) -> list[Token]:
    """The words from one comma to the next around a verb, if they are but it and a speaker on one side of it."""
    doc, sent = verb.doc, verb.sent
    start, end = verb.i, verb.i + 1
    while start > sent.start and doc[start - 1].text != "," and verb.i - start < MAX_ASIDE:
        start -= 1
    while end < sent.end and doc[end].text != "," and end - verb.i < MAX_ASIDE:
        end += 1
    closed = start - 1 > sent.start and doc[start - 1].text == "," and end + 1 < sent.end and doc[end].text == ","
    beside = [item for item in doc[start:end] if item is not verb]
    one_side = bool(beside) and (beside[0].i > verb.i or beside[-1].i < verb.i)
    return list(doc[start:end]) if closed and one_side and all(item.pos_ in OF_NOUN_PHRASE for item in beside) else []


def _head_of(words: list[Token]) -> Token | None:
    """The noun of a phrase that names somebody; None where it names nobody, or begins with a preposition."""
    inside = {item.i for item in words}
    tops = [item for item in words if item.head.i not in inside or item.head is item]
    if len(tops) != 1 or words[0].pos_ == "ADP" or tops[0].pos_ not in NOUNS:
        return None
    top = tops[0]
    return top if top.ent_type_ or top.is_a("acting", "company", "paper") else None


def _main_behind(index: int, saying: Token) -> Token | None:
    """The verb of the clause that goes on behind a saying put into it; None where another subject comes first."""
    doc, end = saying.doc, saying.sent.end
    while index < end and doc[index].pos_ in SKIPPED:
        index += 1
    if index >= end or doc[index].pos_ != "VERB":
        return None
    main = doc[index]
    finite = main.tag_ in tree.FINITE or any(
        item.tag_ in tree.FINITE_OR_MODAL and item.i > saying.i for item in tree.children(main, "aux", "aux:pass")
    )
    return main if finite else None


def _outside(verb: Token, main: Token, told: Token) -> tuple[int, str] | None:
    """What the whole sentence hangs from, and how; None where it hangs from nothing."""
    inside = {verb.i, main.i, told.i}
    for item in (main, verb, told):
        if item.head is not item and item.head.i not in inside and item.head.i < told.i:
            return item.head.i, item.dep_
    return None


def said_behind(verb: Token) -> Changes:
    """As in "Gunmen shot two teachers, *say witnesses*.": at the end of a sentence a speaker follows a bare saying."""
    doc, sent = verb.doc, verb.sent
    if verb.i - 1 <= sent.start or doc[verb.i - 1].text != "," or not verb.is_a("reporting") or verb.head is verb:
        return {}
    if verb.base not in {"conj", "parataxis", "ccomp", "dep"} or verb.tag_ not in {"VB", "VBP", "VBZ", "VBD"}:
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "cc", "mark"):
        return {}
    named = [item for item in tree.children(verb, *NAMING) if item.i > verb.i and item.pos_ in NOUNS]
    if len(named) != 1 or named[0].preposition or named[0].left_edge.i != verb.i + 1:
        return {}
    speaker = named[0]
    ends = speaker.right_edge.i + 1 >= sent.end or doc[speaker.right_edge.i + 1].is_punct
    someone = speaker.ent_type_ or speaker.is_a("acting", "company")
    plain = not verb.is_a("said_of_people") or speaker.ent_type_
    if not ends or not someone or not plain:
        return {}
    if verb.tag_ == "VB":
        verb.tag_ = "VBP"
    return {speaker.i: (verb.i, "nsubj"), verb.i: (verb.head.i, "parataxis")}


def told_by_whom(noun: Token) -> Changes:
    """As in "are thought *by envoys* to have killed him": who thinks so, read as who has killed."""
    done = noun.head
    saying = done.head
    if noun.base != "nsubj" or noun.preposition != "by" or not tree.has_to(done) or noun.i > done.i:
        return {}
    if saying.i > noun.i or not tree.is_passive(saying) or done.base not in {"ccomp", "xcomp", "advcl"}:
        return {}
    return {noun.i: (saying.i, "obl:agent"), done.i: (saying.i, "xcomp")}


def _speaks(verb: Token) -> bool:
    return verb.doc.lexicon.verb(verb.lemma_.lower()).speech or verb.is_a("alleging")
