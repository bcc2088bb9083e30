"""Words read as another part of speech than what stands around them allows.

In: a tree. Out: what to change in it; tags are put right on the spot. A gerund behind a preposition that opens no
clause is a noun ("died in *fighting*"), a participle behind "to" an adjective ("the prize to *jailed* activist Ada
Lund"), and what stands behind an adjective no infinitive ("demanded better *pay*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.mending.lost_clauses import WHILE
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.lexicon import Kind
from kg.extract.text.measures import is_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.text.tokens import Changes, Token

IN_EVENT = frozenset(["amid", "during", "in"])
"""Prepositions of an event that something happens in."""
PARTIES = frozenset(["between", "among", "against", "with"])
ADJECTIVAL = frozenset(["acl", "advcl", "ccomp", "xcomp"])
MAX_TOLL = 14
"""Tokens in which a toll is told: "left at least 64 people dead and more than 360 others wounded"."""
CLAUSES = frozenset(["acl", "advcl", "nsubj", "root", "ROOT"])
"""How a gerund that is a noun is read."""


def event_gerund(word: Token) -> Changes:
    """As in "died in *fighting* near the border", "*fighting* broke out between the two": nobody fights there.

    A gerund without an object that is a subject, or stands behind a preposition that opens no clause, is a noun.
    """
    if word.tag_ not in {"VBG", "NN"} or word.base not in CLAUSES or word.lower_ not in word.doc.lexicon.nouns:
        return {}
    behind = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else word
    marks = tree.children(word, "mark", "case")
    if between := _between_parties(word, marks):
        return between
    if behind.tag_ in tree.FINITE | {"VBN"} and behind.head is word and behind.base == "xcomp":
        return _subject_of(word, behind)  # "since *fighting resumed*"
    days = [item for item in tree.children(word, "obj") if is_time(item)]
    if len(tree.children(word, "obj", "ccomp", "xcomp", "aux", "advmod", *OF_SUBJECT)) > len(days):
        return {}
    if behind.pos_ in NOUNS | {"ADJ", "DET", "PRON"} and not is_time(behind):
        return {}  # its object, read as something else
    if word.base in {"root", "ROOT"}:
        return {}
    if word.base != "nsubj":
        spent = word.base == "acl" and word.head.lemma_.lower() in tree.TIME_NOUNS  # "days of *fighting*"
        asked = {"of"} if spent else IN_EVENT if word.base == "advcl" else frozenset()
        if len(marks) != 1 or marks[0].lower_ not in asked:
            return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    changes: Changes = {item.i: (word.i, "nmod") for item in tree.children(word, "obl")}
    changes |= {item.i: (word.i, "nmod:unmarked") for item in days}
    if word.base != "nsubj":
        changes |= {item.i: (word.i, "case") for item in marks}
        changes[word.i] = (word.head.i, "nmod" if word.base == "acl" else "obl")
    return changes


def gerund_marked(word: Token) -> Changes:
    """As in "said *after meeting* in Oslo": a word in -ing behind a conjunction, with no article, is what one did."""
    if word.tag_ != "NN" or word.base not in {"obl", "nmod"} or not word.lower_.endswith("ing"):
        return {}
    marks = [item for item in tree.children(word, "mark") if item.lower_ in WHILE]
    stem = word.lower_.removesuffix("ing")
    if len(marks) != 1 or marks[0].i + 1 != word.i or stem not in word.doc.lexicon.verbs or word.head.pos_ != "VERB":
        return {}
    if tree.children(word, "det", "amod", "compound", "nmod:poss"):
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", stem
    phrases: Changes = {item.i: (word.i, "obl") for item in tree.children(word, "nmod")}
    return phrases | {word.i: (word.head.i, "advcl")}


def _subject_of(word: Token, verb: Token) -> Changes:
    """As in "since *fighting resumed* in May": the clause is that of the verb behind."""
    word.pos_, word.tag_, word.lemma_, verb.tag_ = "NOUN", "NN", word.lower_, "VBD"
    changes: Changes = {item.i: (verb.i, item.dep_) for item in word.words if item is not verb}
    return changes | {verb.i: (word.head.i, word.dep_), word.i: (verb.i, "nsubj")}


def _between_parties(word: Token, marks: Sequence[Token]) -> Changes:
    """As in "since *fighting* between rebels and the army *began*": the clause is that of the verb behind."""
    if word.base != "advcl" or len(marks) != 1 or tree.children(word, "obj", *OF_SUBJECT):
        return {}
    parties = [item for item in tree.children(word, "obl") if item.preposition in PARTIES]
    verb = next((item for item in word.doc[word.i + 1 : word.sent.end] if item.pos_ == "VERB"), word)
    if not parties or verb.tag_ not in tree.FINITE or not verb.is_a("going_on"):
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    changes: Changes = {word.i: (verb.i, "nsubj"), marks[0].i: (verb.i, "mark")}
    changes |= {item.i: (word.i, "nmod") for item in parties}
    for second in tree.children(verb, *OF_SUBJECT):  # "and *the army* began", read as a clause of its own
        if parties[-1].i < second.i < verb.i:
            joins = [item for item in word.doc[parties[-1].i : second.i] if item.tag_ == "CC"]
            changes |= {second.i: (parties[-1].i, "conj")} | {item.i: (second.i, "cc") for item in joins}
    return changes if word.head is verb else changes | {verb.i: (word.head.i, "advcl")}


def participle_of_object(word: Token) -> Changes:
    """As in "searched *collapsed* buildings": a participle before a bare plural, read as what the verb does to it.

    "Left 5 wounded", "had it searched": the verbs that take a participle have the noun before it.
    """
    verb, objects = word.head, tree.children(word, "obj")
    if len(objects) != 1 or word.i != verb.i + 1 or verb.pos_ != "VERB" or verb.is_a("resulting_so"):
        return {}
    noun = objects[0]
    if noun.i != word.i + 1 or noun.tag_ != "NNS" or noun.ent_type_ or tree.children(verb, "obj", "iobj"):
        return {}
    if tree.children(word, "aux", "aux:pass", "mark", *OF_SUBJECT) or verb.tag_ in {"VBN"}:
        return {}
    rest: Changes = {item.i: (verb.i, item.dep_) for item in word.words if item.i > noun.i}
    return rest | {noun.i: (verb.i, "obj"), word.i: (noun.i, "amod")}


def visiting_subject(word: Token) -> Changes:
    """As in "*Visiting* President Berg thanked them": he visits, and the visit thanks nobody."""
    if word.base in {"ccomp", "xcomp"} and word.lower_ == "visiting" and word.i == word.head.i + 1:
        who = [item for item in tree.children(word, "obj") if item.ent_type_ == "PERSON" and item.left_edge.i > word.i]
        if len(who) != 1:
            return {}
        rest: Changes = {item.i: (word.head.i, item.dep_) for item in word.words if item is not who[0]}
        return rest | {who[0].i: (word.head.i, "obj"), word.i: (who[0].i, "amod")}  # "met *visiting* President Berg"
    if word.base != "csubj" or word.words:
        return {}
    said = [item for item in tree.children(word.head, "nsubj") if item.left_edge.i == word.i + 1]
    return {word.i: (said[0].i, "amod")} if said and not tree.children(said[0], "det") else {}


def adjectival(word: Token) -> Changes:
    """As in "blame *falling* demand on the strike", "adds to *choking* smog": nobody makes it fall."""
    objects = tree.children(word, "obj")
    if word.head is word or word.base not in ADJECTIVAL or len(objects) != 1:
        return {}
    if not word.doc.lexicon.is_a(word.lower_, "adjectival_ing"):
        return {}
    if tree.children(word, "aux", "cop", *OF_SUBJECT):
        return {}
    noun = objects[0]
    if noun.left_edge.i != word.i + 1 or tree.children(noun, "det", "nmod:poss", "nummod") or noun.pos_ not in NOUNS:
        return {}
    marks = tree.children(word, "mark", "case")
    label = "obl" if marks else "nmod" if word.base == "acl" else "obj"
    changes: Changes = {item.i: (noun.i, "case") for item in marks}
    changes |= {item.i: (word.head.i, item.dep_) for item in word.words if item.i > noun.i}
    return changes | {noun.i: (word.head.i, label), word.i: (noun.i, "amod")}


def to_verb(to: Token) -> Changes:
    """As in "ships were sent *to intercept* boats", "voted *to oust* the minister": no noun, so an infinitive."""
    noun = to.head
    if to.lower_ != "to" or noun.pos_ not in NOUNS or to.i == 0 or to.i + 1 >= noun.i:
        return {}
    verb, before = to.nbor(1), to.nbor(-1)
    lexicon, word = to.doc.lexicon, verb.text
    if not word.islower() or word not in lexicon.verbs or word in lexicon.nouns or word in BEFORE_GOODS:
        return {}
    if verb.base not in {"amod", "compound"} or verb.tag_ not in {"NN", "NNP", "VB", "VBP"} or verb.words:
        return {}
    if before.pos_ != "VERB" or not tree.is_below(verb, noun):
        return {}
    verb.pos_, verb.tag_, verb.lemma_ = "VERB", "VB", word
    wanted = lexicon.verb(before.lemma_.lower()).infinitive.tense
    label = "xcomp" if wanted and not tree.is_passive(before) else "advcl"
    return {verb.i: (before.i, label), to.i: (verb.i, "mark"), noun.i: (verb.i, "obj")}


BEFORE_GOODS = frozenset(["e-mail", "email", "retail"])
"""Verbs that stand before nouns as words of theirs: "shipped to *retail* outlets"."""


def be_done(be: Token) -> Changes:
    """As in "Berg has *been relieved* of his duties", "is to *be dissolved*": a passive, read as what somebody is."""
    verb = be.head
    if be.lower_ not in {"be", "been", "being"} and not (verb.tag_ == "JJ" and verb.is_a("rid_of")):
        return {}
    if verb.i < be.i or verb.tag_ not in {"VBN", "JJ"} or verb.i - be.i > 2 or tree.children(verb, "obj", "xcomp"):
        return {}
    if verb.tag_ == "JJ":
        phrases = [item for item in tree.children(verb, "obl") if item.preposition in {"from", "of"}]
        if not verb.is_a("rid_of") or not phrases:
            return {}
        verb.pos_, verb.tag_, verb.lemma_ = "VERB", "VBN", RID[verb.lower_]
        who = be.nbor(-1) if be.i > verb.sent.start else be
        while who.base in {"flat", "compound"} and who.head.i < be.i:
            who = who.head
        if verb.base in {"conj", "parataxis"} and who.base == "obl" and who.preposition in WHILE | {"after"}:
            marks: Changes = {item.i: (verb.i, "mark") for item in tree.children(who, "case")}
            return marks | {be.i: (verb.i, "aux:pass"), who.i: (verb.i, "nsubj:pass"), verb.i: (who.head.i, "advcl")}
    entry = verb.doc.lexicon.verb(verb.lemma_.lower())
    if entry.kind is not Kind.EVENT or "unknown" in entry.rule or entry.frame.name != "act":
        return {}
    subjects: Changes = {item.i: (verb.i, "nsubj:pass") for item in tree.children(verb, "nsubj")}
    return subjects | {be.i: (verb.i, "aux:pass")}


RID = {"relieved": "relieve", "stripped": "strip"}
"""What one is rid of by another, where the tagger takes it for a quality: "was *relieved* of his duties"."""


def befallen_noun(event: Token) -> Changes:
    """As in "to the rescue of a ship *under attack* by pirates": the ship is, where it stands right before."""
    if event.preposition != "under" or event.i < 2 or event.head.pos_ != "VERB":
        return {}
    case = tree.children(event, "case")
    at = case[0].i - 1 if case else 0
    lexicon = event.doc.lexicon
    if len(case) != 1 or at <= event.head.i or tree.children(event, "det"):
        return {}
    noun, name = event.doc[at], event.lemma_.lower()
    if noun.pos_ not in NOUNS or is_time(noun) or lexicon.light("be", name, "under") is None:
        return {}
    if noun.base not in {"nmod", "obl"} or lexicon.noun(name).type not in HARMFUL:
        return {}  # "put *the town* under siege"
    return {event.i: (noun.i, "nmod")}


def listed_verb(word: Token) -> Changes:
    """As in "should create jobs, *relieve* financial pressure and help": a bare verb read as a word for its object."""
    noun = word.head
    if word.i == 0 or word.nbor(-1).text != "," or noun.base not in {"obj", "conj"} or noun.left_edge.i < word.i - 1:
        return {}
    verb = noun.head if noun.base == "obj" else noun.head.head
    if verb.tag_ != "VB" or verb.i > word.i or tree.children(noun, "det", "nmod:poss"):
        return {}
    between: Changes = {item.i: (verb.i, "obj") for item in tree.children(verb, "iobj") if item.i < word.i}
    return between | {word.i: (verb.i, "conj"), noun.i: (word.i, "obj"), word.i - 1: (word.i, "punct")}


def participle_behind_to(word: Token) -> Changes:
    """As in "awarded the prize to *jailed* activist Ada Lund": no infinitive is a participle."""
    if word.tag_ not in {"VBN", "VBD"} or "mark" not in word.family:
        return {}
    marks = [item for item in tree.children(word, "mark") if item.lower_ == "to"]
    objects = tree.children(word, "obj")
    if len(marks) != 1 or marks[0].i + 1 != word.i or len(objects) != 1:
        return {}
    noun = objects[0]
    if tree.children(word, *OF_SUBJECT, "aux", "aux:pass") or noun.left_edge.i != word.i + 1 or word.head is word:
        return {}
    rest: Changes = {
        item.i: (word.head.i if item.base == "obl" else noun.i, item.dep_)
        for item in word.words
        if item is not noun and item is not marks[0]
    }
    place = (word.head.i, "obl" if word.base in {"advcl", "xcomp"} else "nmod")
    return rest | {marks[0].i: (noun.i, "case"), noun.i: place, word.i: (noun.i, "amod")}


def no_infinitive(word: Token) -> Changes:
    """As in "demanded better *pay*", "sought a *cut*": behind an adjective or an article there is no infinitive."""
    if word.tag_ != "VB" or word.base not in {"xcomp", "ccomp"} or word.head.i > word.i or tree.has_to(word):
        return {}
    before = word.nbor(-1) if word.i else word
    if before.head is not word or before.base not in {"amod", "det"} or tree.children(word, "obj", "aux", *OF_SUBJECT):
        return {}
    word.pos_, word.tag_ = "NOUN", "NN"
    phrases: Changes = {item.i: (word.i, "nmod") for item in tree.children(word, "obl")}
    return phrases | {word.i: (word.head.i, "obj")}


def those_so(word: Token) -> Changes:
    """As in "*the detained* have been charged", "treated *the wounded*": people, named by what was done to them."""
    if word.tag_ not in {"VBN", "VBD"} or word.base not in {"nsubj", "obj", "obl"} or word.i == 0:
        return {}
    article = word.nbor(-1)
    if article.lower_ != "the" or article.head is not word or len(word.words) > 1 + len(tree.children(word, "case")):
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NNS", word.lower_
    return {}


def left_so(verb: Token) -> Changes:
    """As in "left *64 dead* and *360 wounded*", "left 16 people *dead*": what became of how many, in turn."""
    if verb.lemma_ != "leave" or verb.pos_ != "VERB" or tree.is_passive(verb):
        return {}
    changes: Changes = {}
    first: Token | None = None
    for word in verb.doc[verb.i + 2 : min(verb.i + MAX_TOLL, verb.sent.end)]:
        if word.is_punct or (word.tag_ in tree.FINITE and not word.is_a("left_so")):
            break
        holder = word.nbor(-1)
        if not word.is_a("left_so") or holder.pos_ not in NOUNS | {"NUM"} or holder.i == verb.i:
            continue
        changes |= {item.i: (holder.i, item.dep_) for item in word.words if item.i < holder.i and item.base != "cc"}
        joins = [item for item in verb.doc[verb.i + 1 : word.i] if item.base == "cc"]
        word.pos_, word.tag_ = ("ADJ", "JJ") if word.lower_ == "dead" else ("VERB", "VBN")
        if first is None:
            first = word
            changes |= {holder.i: (verb.i, "obj"), word.i: (verb.i, "xcomp")}
        elif joins:
            label = "nsubj" if word.tag_ == "JJ" else "nsubj:pass"
            changes |= {holder.i: (word.i, label), word.i: (first.i, "conj"), joins[-1].i: (word.i, "cc")}
    return changes


def found_guilty(word: Token) -> Changes:
    """As in "found Ida Berg *guilty* of lying": what somebody is found to be, read as a part of his name."""
    if not word.is_a("found_so") or not (word.pos_ in NOUNS or word.base == "flat"):
        return {}
    before = [item for item in word.doc[max(word.sent.start, word.i - MAX_TOLL) : word.i] if item.pos_ == "VERB"]
    verb = before[-1] if before else word
    if not verb.is_a("judging_so"):
        return {}
    between = [item for item in verb.doc[verb.i + 1 : word.i] if item.head is verb or item.head is word]
    holder = next((item for item in between if item.pos_ in NOUNS | {"PRON"}), None)
    if holder is None or tree.is_passive(verb):
        return {}
    word.pos_, word.tag_ = "ADJ", "JJ"
    of_deed = word.i + 1 < word.sent.end and word.nbor(1).lower_ == "of"
    deeds = [item for item in (*tree.children(word, "acl"), *tree.children(verb, "advcl")) if item.i > word.i]
    changes: Changes = {item.i: (word.i, "advcl") for item in deeds if of_deed and item.tag_ == "VBG"}
    return changes | {holder.i: (verb.i, "obj"), word.i: (verb.i, "xcomp")}


def says_on(word: Token) -> Changes:
    """As in "urged them to give cash - *warning that* food will run out": a saying, read as a noun."""
    if word.tag_ != "NN" or not word.lower_.endswith("ing") or word.i < 2 or word.i + 1 >= len(word.doc):
        return {}
    stem = next((one for one in (word.lower_[:-3], f"{word.lower_[:-3]}e") if word.doc.lexicon.verb(one).speech), "")
    set_off = word.nbor(-1).text in {"-", "–", "—", ","}
    if (
        not stem
        or not set_off
        or word.nbor(1).lower_ != "that"
        or tree.children(word, "det", "amod", "nmod:poss", "case")
    ):
        return {}
    main = next(
        (item for item in tree.ancestors(word) if tree.is_finite(item) and tree.children(item, *OF_SUBJECT)), None
    )
    if main is None or main.i > word.i:
        return {}
    changes: Changes = {item.i: (word.i, "ccomp") for item in tree.children(word, "acl")}
    before = [item for item in tree.children(word, "compound") if item.i < word.i]
    if before:  # what stands before the dash was read as a word of it
        changes |= {before[-1].i: (word.head.i, word.dep_)}
        changes |= {item.i: (before[-1].i, item.dep_) for item in before[:-1]}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", stem
    return changes | {word.i: (main.i, "advcl")}
