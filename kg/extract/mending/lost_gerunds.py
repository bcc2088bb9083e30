"""Gerunds that were read as words for the noun behind them, and nouns that were read as gerunds.

In: a tree. Out: what to change in it. "accused of selling drugs and *laundering money*", "ripping off roofs, *toppling*
lines and blocking roads", "accused the site of *censoring posts*"; "fled *fighting* in the north".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL, TOLD
from kg.extract.text.lexicon import Kind

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

BEFORE_NOUN = frozenset(["amod", "compound"])
ACCUSED = frozenset(["iobj", "nsubj:pass", "obj"])
CHARGED_BY = frozenset(["for", "in", "of", "over", "with"])
"""Prepositions behind which stands what one is charged with."""
CHARGING = frozenset(["ACCUSE", "COERCE", "JUDICIAL", "SANCTION"])
"""Types of verbs that say what somebody is held to have done."""
GERUND_TAGS = frozenset(["JJ", "NN", "VBG"])


def read_as_gerund(word: Token) -> Changes:
    """As in "wanted *for smuggling* drugs": with an object and without an article it is a gerund, whatever its tag."""
    if word.pos_ != "NOUN" or word.base not in {"advcl", "acl", "xcomp"} or "det" in word.family:
        return {}
    if "mark" in word.family and "obj" in word.family and (stem := verb_of_gerund(word, word.doc.lexicon)):
        word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", stem
    return {}


def listed_gerund(word: Token) -> Changes:
    """As in "accused of selling drugs and *laundering money*": what it does to its noun was said of one before.

    Only of acts that things are not called by, or between two gerunds: "selling wood and *building material*" is open.
    """
    noun = word.head
    lexicon = word.doc.lexicon
    if not _hides_gerund(word, lexicon) or noun.base != "conj" or tree.children(noun, "det", "nmod:poss"):
        return {}
    joint = [item for item in tree.children(noun, "cc", "punct") if item.i == word.i - 1]
    first = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), None)
    if first is None or first.tag_ != "VBG" or first.i > word.i or first.base in BEFORE_NOUN:
        return {}
    before = tree.first_conjunct(noun)
    if before is not first and before.head is not first and first.i not in {item.i for item in tree.ancestors(before)}:
        return {}
    followed = any(
        item.tag_ == "VBG" and item.i > noun.i and "cc" in item.family for item in tree.children(first, "conj")
    )
    between = followed and word.doc[word.i - 1].text == ","
    kind = lexicon.verb(word.lower_) if word.lower_ in lexicon.verbs else lexicon.verb(verb_of_gerund(word, lexicon))
    if not between and not (joint and kind.type in HARMFUL):
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", verb_of_gerund(word, lexicon)
    changes: Changes = {item.i: (word.i, item.dep_) for item in joint}
    changes |= {item.i: (word.i, "obl") for item in tree.children(noun, "nmod") if item.preposition not in {"of", ""}}
    return changes | {word.i: (first.i, "conj"), noun.i: (word.i, "obj")}


def joined_gerund(word: Token) -> Changes:
    """The same, with the first object read as a word of the second: "selling *heroin and laundering money*"."""
    thing = word.head
    noun = thing.head
    first = noun.head
    if thing.base != "compound":
        return {}
    if noun.base != "obj" or first.tag_ != "VBG" or not first.i < thing.i < word.i < noun.i or word.i != noun.i - 1:
        return {}
    lexicon = word.doc.lexicon
    stem = verb_of_gerund(word, lexicon)
    if word.tag_ not in GERUND_TAGS or not stem or lexicon.verb(stem).type not in HARMFUL or "cc" not in word.family:
        return {}
    if tree.children(noun, "det", "nmod:poss") or lexicon.is_a(
        f"{word.lower_} {noun.lemma_.lower()}", "gerund_compound"
    ):
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", stem
    return {thing.i: (first.i, "obj"), word.i: (first.i, "conj"), noun.i: (word.i, "obj")}


def charged_gerund(word: Token) -> Changes:
    """As in "accused the site *of censoring posts*", "fined it *for misleading clients*": it is for an act."""
    noun = word.head
    lexicon = word.doc.lexicon
    if not _hides_gerund(word, lexicon) or noun.base not in {"nmod", "obl"}:
        return {}
    if noun.tag_ != "NNS" and lexicon.verb(verb_of_gerund(word, lexicon)).type not in HARMFUL:
        return {}  # "accused *of laundering money*"; of other acts "racing car" may be a thing
    case = tree.children(noun, "case")
    if len(case) != 1 or case[0].i != word.i - 1 or case[0].lower_ not in CHARGED_BY or noun.ent_type_:
        return {}
    accused = noun.head
    verb = accused if accused.pos_ == "VERB" else accused.head
    beside = accused.base in ACCUSED or accused.dep_ == "obl:agent"
    if verb.pos_ != "VERB" or verb.i > noun.i or (accused is not verb and not beside):
        return {}
    entry = lexicon.verb(verb.lemma_.lower())
    if (
        entry.type not in CHARGING
        or entry.preps.get(case[0].lower_) != "content"
        or lexicon.is_eventive(noun.lemma_.lower())
    ):
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", verb_of_gerund(word, lexicon)
    return {word.i: (verb.i, "advcl"), case[0].i: (word.i, "mark"), noun.i: (word.i, "obj")}


def owned_gerund(word: Token) -> Changes:
    """As in "admitted *smuggling arms*": what one owns up to or denies is an act."""
    thing = word.head
    verb, lexicon = thing.head, word.doc.lexicon
    if thing.base != "obj" or word.i != verb.i + 1 or not verb.is_a("confessing", "own_word", "denying"):
        return {}
    if not _hides_gerund(word, lexicon) or lexicon.verb(verb_of_gerund(word, lexicon)).type not in HARMFUL:
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", verb_of_gerund(word, lexicon)
    return {word.i: (verb.i, "xcomp"), thing.i: (word.i, "obj")}


def gerund_object(verb: Token) -> Changes:
    """As in "denied *having stolen* it", "ruled out *sending* troops": right behind such a verb it is the object."""
    governor = verb.head
    having = any(item.lower_ in {"having", "being"} for item in tree.children(verb, "aux", "aux:pass"))
    if verb.base != "advcl" or not (verb.tag_ == "VBG" or having) or governor.i > verb.i:
        return {}
    if not governor.is_a("takes_gerund") or tree.children(verb, "mark", "case", *OF_SUBJECT):
        return {}
    before = verb.doc[verb.left_edge.i - 1]
    behind = before is governor or (before.head is governor and before.dep_ == "compound:prt")
    return {verb.i: (governor.i, "xcomp")} if behind and not tree.children(governor, "obj") else {}


def _hides_gerund(word: Token, lexicon: Lexicon) -> bool:
    """Whether a word in -ing before a noun may be a gerund with that noun as its object."""
    if word.base not in BEFORE_NOUN or word.tag_ not in GERUND_TAGS or not word.lower_.endswith("ing"):
        return False
    noun = word.head
    if noun.i < word.i or noun.pos_ not in NOUNS or word.words or word.ent_type_:
        return False
    if lexicon.is_a(f"{word.lower_} {noun.lemma_.lower()}", "gerund_compound"):
        return False
    stem = verb_of_gerund(word, lexicon)
    return bool(stem) and lexicon.verb(stem).kind is Kind.EVENT


def verb_of_gerund(word: Token, lexicon: Lexicon) -> str:
    """The verb of a form in -ing, "" where no table has it."""
    rest = word.lower_.removesuffix("ing")
    doubled = rest[:-1] if len(rest) > 2 and rest[-1] == rest[-2] else rest
    return next((stem for stem in (rest, f"{rest}e", doubled) if stem in lexicon.verbs), "")


def fled_from(word: Token) -> Changes:
    """As in "fled *fighting* in the north": what one flees from is no act of one's own."""
    verb = word.head
    if word.tag_ != "VBG" or word.base not in {"xcomp", "ccomp", "advcl"} or not verb.is_a("fleeing"):
        return {}
    if verb.i != word.i - 1 or tree.children(word, "obj", "mark", "aux", *OF_SUBJECT):
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    phrases = {item.i: (word.i, "nmod") for item in tree.children(word, "obl") if item.preposition}
    return {word.i: (verb.i, "obj"), **phrases}


def told_on(verb: Token) -> Changes:
    """As in "refused to accept the result, *alleging* fraud": who refused says it, and not the result."""
    noun = verb.head
    if verb.left_edge.i < verb.i - 1 or verb.i < noun.i + 2 or verb.nbor(-1).text != "," or noun.pos_ != "NOUN":
        return {}
    if noun.base not in {"obj", "obl"} or noun.head.pos_ != "VERB" or noun.ent_type_ or noun.is_a("acting", "paper"):
        return {}
    entry = verb.doc.lexicon.verb(verb.lemma_.lower())
    return {verb.i: (noun.head.i, "advcl")} if entry.speech or entry.type in TOLD else {}


def denied_doing(gerund: Token) -> Changes:
    """As in "denied *misleading investors*": people, to whom it was done, and no quality of theirs."""
    noun = gerund.head
    verb = noun.head
    if noun.base != "obj" or verb.pos_ != "VERB" or gerund.i != verb.i + 1 or noun.left_edge.i != gerund.i:
        return {}
    if not verb.is_a("denied_doing") or not noun.is_a("person", "company") or noun.tag_ not in {"NNS", "NNP", "NNPS"}:
        return {}
    stem = next((one for one in (gerund.lower_[:-3], f"{gerund.lower_[:-3]}e") if one in gerund.doc.lexicon.verbs), "")
    if not stem:
        return {}
    gerund.pos_, gerund.tag_, gerund.lemma_ = "VERB", "VBG", stem
    return {gerund.i: (verb.i, "xcomp"), noun.i: (gerund.i, "obj")}


def act_behind(word: Token) -> Changes:
    """As in "two held after *stabbing* in Leeds": what needs an object and has none is a noun, and not their act."""
    verb = word.head
    marks = tree.children(word, "mark")
    if word.base != "advcl" or len(marks) != 1 or marks[0].lower_ not in {"after", "following", "in", "over"}:
        return {}
    if tree.children(word, "obj", "ccomp", "xcomp", "aux", "advmod", *OF_SUBJECT):
        return {}
    entry = word.doc.lexicon.verb(word.lemma_.lower())
    if entry.type not in HARMFUL or entry.frame.name != "act" or marks[0].i != word.i - 1:
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    phrases = {item.i: (word.i, "nmod") for item in tree.children(word, "obl") if item.preposition}
    return {word.i: (verb.i, "obl"), marks[0].i: (word.i, "case"), **phrases}


def crime_named(word: Token) -> Changes:
    """As in "charged with *people smuggling*": a crime by what it is done to, not people who do it."""
    thing = word.head
    if word.dep_ != "acl" or thing.i != word.i - 1 or thing.words != [*tree.children(thing, "case"), word]:
        return {}
    if tree.children(word, "obj", "mark", "aux", *OF_SUBJECT) or not thing.is_a("smuggled"):
        return {}
    if word.doc.lexicon.noun(word.lower_).type != "CRIME" or thing.base not in {"obl", "nmod"}:
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    cases = {item.i: (word.i, "case") for item in tree.children(thing, "case")}
    phrases = {item.i: (thing.head.i, "obl") for item in tree.children(word, "obl")}
    return {word.i: (thing.head.i, thing.dep_), thing.i: (word.i, "compound"), **cases, **phrases}


def behind_infinitive(verb: Token) -> Changes:
    """As in "walked out to stop the sale*, halting* exports": no gerund is joined to an infinitive."""
    first = verb.head
    if verb.tag_ != "VBG" or verb.base != "conj" or first.tag_ != "VB" or first.i > verb.i:
        return {}
    if tree.children(verb, "cc", *OF_SUBJECT, "aux") or comma_before(verb) is None:
        return {}
    main = next((item for item in tree.ancestors(first) if item.pos_ == "VERB" and item.tag_ in tree.FINITE), None)
    return {verb.i: (main.i, "advcl")} if main is not None and tree.children(main, "nsubj") else {}


def speaks_behind_reduced(verb: Token) -> Changes:
    """As in "blacklisted two firms registered in Oslo*, accusing* them of fraud": who blacklists accuses."""
    inner = verb.head
    if verb.tag_ != "VBG" or verb.base not in {"advcl", "conj"} or inner.dep_ != "acl" or inner.i > verb.i:
        return {}
    noun = inner.head
    main = noun.head
    if inner.tag_ != "VBN" or noun.base not in {"obj", "obl", "nmod"} or tree.children(verb, "cc", "mark", *OF_SUBJECT):
        return {}
    while main.base in {"nmod", "obl", "obj"} and main.pos_ in NOUNS:
        main = main.head
    if main.pos_ != "VERB" or comma_before(verb) is None or not tree.children(main, "nsubj"):
        return {}
    return {verb.i: (main.i, "advcl")} if verb.doc.lexicon.verb(verb.lemma_.lower()).speech else {}


def behind_befallen(verb: Token) -> Changes:
    """As in "paid the heirs of a man who died in the fire*, finding* the firm liable": who died has not found so."""
    inner = verb.head
    if verb.base != "advcl" or inner.dep_ != "acl:relcl" or inner.i > verb.i or comma_before(verb) is None:
        return {}
    noun = inner.head
    lexicon = verb.doc.lexicon
    befalls = lexicon.verb(inner.lemma_.lower())
    if befalls.frame.lone != "patient" or tree.children(inner, "obj") or not tree.children(verb, "obj"):
        return {}
    if verb.is_a("casualties") or lexicon.verb(verb.lemma_.lower()).type in HARMFUL or tree.children(verb, *OF_SUBJECT):
        return {}
    main = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), None)
    if main is None or main.i > noun.i or main.dep_ == "acl:relcl" or not tree.children(main, "nsubj"):
        return {}
    return {verb.i: (main.i, "advcl")}
