"""Words that a parser took for another part of the clause than grammar leaves them: clauses of nouns, lost subjects.

In: a tree. Out: what to change in it. A noun read as a clause ("a claim *that a spokesman, Idriss Hamadi, dismissed*"),
a "which" that means the whole clause before it, a "that" behind a comma that opens what is said, the number before a
second participle, a main verb behind a relative clause that took its subject for its own ("the *strike* on Karim, whose
fame matched that of a star, *will anger* many"), a participle behind "have".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.name_labels import PLACES, TIMES

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

ON_THE_WAY = frozenset(["at", "in", "near", "on", "outside"])
"""Prepositions of where and when somebody was carried."""

AFTER = frozenset(["after", "before", "since"])
"""Conjunctions of what somebody did earlier or later than something else."""

OPENS = frozenset(["advcl", "advmod", "cc", "discourse", "mark", "obl", "punct"])
"""Labels of what stands before the subject of a sentence."""


def counted_second(number: Token) -> Changes:
    """As in "three were shot and *nine injured*": how many the second participle is about."""
    verb = number.head
    if number.tag_ != "CD" or number.base not in {"conj", "nummod"} or number.i + 1 >= len(number.doc):
        return {}
    if number.base == "nummod" and verb.base != "conj":
        return {}
    second = number.nbor(1)
    if number.head is second and ("cc" in second.family or "cc" in number.family):
        verb = second.head  # "were killed and *30 wounded*"
    if second.head is not verb or second.base != "conj" or tree.children(second, *OF_SUBJECT, "obj", "aux"):
        return {}
    if second.tag_ == "JJ" and second.is_a("left_so") and not second.is_a("dead"):
        second.pos_, second.tag_ = "VERB", "VBN"
    elif second.tag_ not in {"VBN", "VBD"}:
        return {}
    return {number.i: (second.i, "nsubj:pass"), **{item.i: (second.i, "cc") for item in tree.children(number, "cc")}}


def counted_behind(number: Token) -> Changes:
    """As in "killed two and *wounded at least 13*", "injuring more than *20*": the object of the verb right before."""
    if number.tag_ != "CD" or number.base != "obl" or number.ent_type_ in TIMES:
        return {}
    before = number.left_edge.i - 1
    verb = number.doc[before] if before >= 0 else number
    if not verb.is_a("casualties") or verb.pos_ != "VERB" or tree.children(verb, "obj", "aux:pass"):
        return {}
    behind = number.doc[number.i + 1] if number.i + 1 < len(number.doc) else number
    ends = behind.is_punct or behind.pos_ in {"ADP", "CCONJ", "SCONJ", "ADV"}
    return {number.i: (verb.i, "obj")} if ends and not tree.preposition(number) else {}


def told_of(noun: Token) -> Changes:
    """As in "a claim *that a spokesman, Idriss Hamadi, dismissed*": the subject of a clause, read as the clause."""
    if noun.base != "acl" or noun.pos_ not in NOUNS or tree.children(noun, "cop", "aux", *OF_SUBJECT):
        return {}
    pronoun = noun.left_edge
    verbs = [
        item for item in tree.children(noun, "acl", "acl:relcl") if item.tag_ in {"VBN", "VBD"} and item.i > noun.i
    ]
    if (
        pronoun.lower_ not in {"that", "which", "whom"}
        or len(verbs) != 1
        or tree.children(verbs[0], *OF_SUBJECT, "obj")
    ):
        return {}
    verb = verbs[0]
    verb.tag_, pronoun.tag_ = "VBD", "WDT"
    return {verb.i: (noun.head.i, "acl:relcl"), noun.i: (verb.i, "nsubj"), pronoun.i: (verb.i, "obj")}


def of_whole_clause(clause: Token) -> Changes:
    """As in "flew men to the front, *which Turkey denies*": nobody denies a front: the whole clause is meant."""
    pronoun, noun = next((item for item in tree.children(clause, "obj") if item.lower_ == "which"), None), clause.head
    if not clause.is_a("disputing") or pronoun is None or comma_before(pronoun) is None:
        return {}
    if clause.doc.lexicon.is_eventive(noun.lemma_.lower()) or noun.is_a("paper", "statement", "charge", "suit"):
        return {}
    governor = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB" and item.i < noun.i), None)
    return {} if governor is None else {clause.i: (governor.i, "conj"), pronoun.i: (clause.i, "discourse")}


def charged_with(phrase: Token) -> Changes:
    """As in "charged the chief *with treason*", "blamed the raid *on rebels*": it says whom the verb is about."""
    held = phrase.head
    key = f"{held.head.lemma_.lower()}+{phrase.preposition}"
    if held.base == "obj" and phrase.i > held.i and phrase.doc.lexicon.is_a(key, "ascribing"):
        return {phrase.i: (held.head.i, "obl")}
    if phrase.preposition != "with" or held.base != "obj" or not held.head.is_a("charging"):
        return {}
    return {phrase.i: (held.head.i, "obl")}


def under_threat(noun: Token) -> Changes:
    """As in "took him from a villa *at gunpoint*": it is how something is done, and no villa is at it."""
    if not noun.is_a("threatening_way") or noun.base != "nmod":
        return {}
    verb = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), None)
    return {} if verb is None else {noun.i: (verb.i, "obl")}


def said_behind_comma(clause: Token) -> Changes:
    """As in "said, after rebels took a clinic*, that he would resign*": no relative "that" stands behind a comma."""
    marks = [item for item in tree.children(clause, "mark", "nsubj", "obj", "advmod") if item.lower_ == "that"]
    subjects = [item for item in tree.children(clause, "nsubj", "nsubj:pass") if item.lower_ != "that"]
    if not marks or not subjects or comma_before(marks[0]) is None:
        return {}
    for item in tree.ancestors(clause):
        if item.pos_ == "VERB" and clause.doc.lexicon.verb(item.lemma_.lower()).speech:
            told = tree.children(item, "ccomp", "obj")
            return {} if told or item.i > clause.i else {clause.i: (item.i, "ccomp"), marks[0].i: (clause.i, "mark")}
    return {}


def behind_relative(verb: Token) -> Changes:
    """As in "the *strike*, whose fame grew, *will anger* many": a main verb hung from a clause that a comma ends."""
    if verb.pos_ != "VERB" or verb.base not in {"ccomp", "conj", "advcl", "parataxis"}:
        return {}
    auxiliaries = tree.children(verb, "aux", "aux:pass")
    if verb.tag_ not in tree.FINITE and not any(item.tag_ in tree.FINITE_OR_MODAL for item in auxiliaries):
        return {}
    start = min([verb.i, *(item.i for item in auxiliaries)])
    subjects = tree.children(verb, *OF_SUBJECT)
    if verb.head.dep_ != "acl:relcl" or len(subjects) != 1 or start < 1:
        return {}
    clause, subject = verb.head, subjects[0]
    marks = [*tree.children(subject, "cc"), *tree.children(verb, "cc")]
    joined = [item for item in marks if clause.i < item.i < subject.i]
    also = (
        bool(joined) and verb.doc[joined[0].i - 1].text == ","
    )  # "the chief, who was ill*, and two others* were hurt"
    if not also and not (verb.doc[start - 1].text == "," and subject.i < start - 1):
        return {}
    noun = clause.head
    while noun.base == "nmod" and noun.head.pos_ in NOUNS:
        noun = noun.head
    if noun.head is not noun or noun.pos_ not in NOUNS or noun.i > clause.i or "cop" in noun.family:
        return {}
    changes: Changes = {verb.i: (verb.i, noun.dep_), noun.i: (verb.i, subject.dep_ if also else "nsubj")}
    changes[subject.i] = (noun.i, "conj") if also else (clause.i, "obj")
    changes |= {item.i: (subject.i, "cc") for item in joined}
    return changes | {item.i: (verb.i, item.dep_) for item in noun.words if item.i > verb.i}


def speaks_on(verb: Token) -> Changes:
    """As in "said, “Go home,” *adding*, “All of you”": who goes on to speak, hung from what he said."""
    lexicon = verb.doc.lexicon
    if verb.tag_ != "VBG" or not lexicon.verb(verb.lemma_.lower()).speech:
        return {}
    doc, mark = verb.doc, verb.i - 1
    while mark > verb.sent.start and (doc[mark].text == "," or doc[mark].pos_ == "ADV"):
        mark -= 1
    if doc[mark].text not in tree.CLOSING:
        return {}
    said = next((item for item in tree.ancestors(verb) if _says_outside(item, lexicon)), None)
    if said is None:
        said = next((item for item in doc[verb.sent.start : mark] if _says_outside(item, lexicon)), None)
    return {} if said is None or said is verb.head else {verb.i: (said.i, "advcl")}


def _says_outside(verb: Token, lexicon: Lexicon) -> bool:
    """Whether it is a finite saying of the writer's own."""
    finite = verb.pos_ == "VERB" and verb.tag_ in tree.FINITE and bool(tree.children(verb, "nsubj"))
    return finite and lexicon.verb(verb.lemma_.lower()).speech and verb.i not in tree.quoted_tokens(verb.doc)


def behind_have(participle: Token) -> Changes:
    """As in "might already have *flown* fighters": a participle read as the first word of its object."""
    thing, have = participle.head, participle.head.head
    if participle.tag_ != "VBN" or thing.base != "obj" or have.lemma_ != "have":
        return {}
    joined = participle.i > 1 and participle.nbor(-1).text in tree.HYPHENS  # "has *test-fired* missiles"
    could = any(item.tag_ == "MD" for item in tree.children(have, "aux"))
    if not (joined or (could and participle.dep_ == "compound")) or have.i + (3 if joined else 1) != participle.i:
        return {}
    root = have.head is have
    changes: Changes = {
        participle.i: (participle.i if root else have.head.i, have.dep_),
        have.i: (participle.i, "aux"),
        thing.i: (participle.i, "obj"),
    }
    participle.pos_ = "VERB"
    return changes | {item.i: (participle.i, item.dep_) for item in have.words if item is not thing}


def issued_noun(participle: Token) -> Changes:
    """As in "in *an advisory issued* late": a noun taken for an adjective of the participle that has its article."""
    articles = [item for item in tree.children(participle, "det") if item.i < participle.i]
    nouns = [item for item in tree.children(participle, "amod") if item.i == participle.i - 1]
    if participle.tag_ != "VBN" or not articles or not nouns or articles[0].i > nouns[0].i or not nouns[0].i:
        return {}
    noun = nouns[0]
    noun.pos_, noun.tag_, participle.pos_ = "NOUN", "NN", "VERB"
    root = participle.head is participle
    changes: Changes = {
        noun.i: (noun.i if root else participle.head.i, participle.dep_),
        participle.i: (noun.i, "acl"),
    }
    return changes | {item.i: (noun.i, item.dep_) for item in participle.words if item.i < noun.i}


def tried_in_vain(verb: Token) -> Changes:
    """As in "tried in vain *to end* it": what is tried, taken for a purpose because words stand between."""
    governor = verb.head
    if verb.base != "advcl" or not tree.has_to(verb) or governor.pos_ != "VERB" or governor.i > verb.i:
        return {}
    if not governor.is_a("struggling") or tree.children(governor, "xcomp", "obj", "ccomp"):
        return {}
    return {verb.i: (governor.i, "xcomp")}


def on_the_way(phrase: Token) -> Changes:
    """As in "struck a bus carrying nuns *in Saada on Friday*": where and when the bus was, and was struck."""
    clause = phrase.head
    to_do = clause.base in {"xcomp", "advcl"} and tree.has_to(clause)  # "carrying men *to work in* Saada"
    held = clause.base == "obj" and phrase.base == "nmod" and phrase.ent_type_ in PLACES  # "carrying *nuns in* Saada"
    if to_do or held:
        clause = clause.head
    carrier = clause.head
    if not clause.is_a("carrying") or clause.base != "acl" or tree.preposition(phrase) not in ON_THE_WAY:
        return {}
    if not carrier.is_a("carrier") or carrier.base not in {"obj", "nsubj", "obl"}:
        return {}
    return {phrase.i: (carrier.head.i, "obl")} if carrier.head.pos_ == "VERB" else {}


def then_did(verb: Token) -> Changes:
    """As in "left in May, *then* in June *came back*": a second verb of the subject that was taken for a clause."""
    if verb.base != "parataxis" or verb.tag_ not in tree.FINITE or tree.children(verb, *OF_SUBJECT, "expl"):
        return {}
    first = verb.head
    opens = any(item.lower_ == "then" and item.i < verb.i for item in tree.children(verb, "advmod"))
    if not opens or first.pos_ != "VERB" or first.i > verb.i or not tree.children(first, *OF_SUBJECT):
        return {}
    return {verb.i: (first.i, "conj")}


def main_verb(verb: Token) -> Changes:
    """As in "The UN *envoy called* on both": a past form that was read as a participle of the head of the sentence."""
    noun = verb.head
    while verb.tag_ == "VBD" and noun.right_edge.i >= verb.i and noun.head is not noun:
        armed = noun.head if noun.base == "obl" and noun.head.base in {"acl", "amod"} else None
        if armed is not None and armed.tag_ in {"JJ", "VBN"}:
            noun = armed.head  # "*Gunmen* armed with rifles detained two men"
        elif noun.base == "nmod":
            noun = noun.head  # "*Supporters* of both campaigned"
        else:
            break
    past = verb.tag_ == "VBD" or (verb.tag_ == "VBN" and (_has_object_behind(verb) or _is_of_mishap(verb)))
    if not past or noun.head is not noun or noun.pos_ not in {"NOUN", "PROPN"} or noun.i > verb.i:
        return {}
    if (verb.i and verb.nbor(-1).text == ",") or tree.children(verb, *OF_SUBJECT, "obl:agent", "aux", "mark"):
        return {}
    if any(item.tag_ == "VBD" for item in tree.children(noun, "amod")):
        return {}  # the main verb, as another rule has found
    others = [item for item in tree.children(noun, "acl:relcl") if not (item.i > verb.i and item.is_a("reporting"))]
    if others or tree.children(noun, "cop", *OF_SUBJECT, "ccomp") or not any(item.text == "." for item in verb.sent):
        return {}
    behind = [item for item in noun.words if item.i > verb.i or (item.i < noun.i and item.base in OPENS)]
    changes: Changes = {item.i: (verb.i, item.dep_) for item in behind}
    changes |= {item.i: (verb.i, "obj") for item in tree.children(verb, "xcomp") if item.ent_type_ == "PERSON"}
    return changes | {verb.i: (verb.i, noun.dep_), noun.i: (verb.i, "nsubj")}


def _has_object_behind(verb: Token) -> bool:
    """As in "Syria's rulers *named Ada Lund*, who …, as premier": no participle of a plural has an object."""
    objects = [item for item in tree.children(verb, "obj", "xcomp") if item.left_edge.i == verb.i + 1]
    return bool(objects) and objects[0].ent_type_ == "PERSON" and verb.head.tag_ in {"NNS", "NNPS"}


def _is_of_mishap(verb: Token) -> bool:
    """As in "An *earthquake* of magnitude 6 *struck* the coast, killing three": nobody strikes an earthquake."""
    return verb.head.is_a("mishap") and bool(tree.children(verb, "obj")) and not tree.children(verb, "obl:agent")


def under_event(word: Token) -> Changes:
    """As in "came under *shelling*": no clause stands behind "under"."""
    marks = [item for item in tree.children(word, "mark") if item.lower_ == "under"]
    if word.tag_ != "VBG" or word.base != "advcl" or not marks or tree.children(word, "obj", "ccomp", "xcomp"):
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    phrases: Changes = {item.i: (word.i, "nmod") for item in tree.children(word, "obl")}
    return phrases | {word.i: (word.head.i, "obl"), marks[0].i: (word.i, "case")}


def so_far_as(verb: Token) -> Changes:
    """As in "went so far *as to say*": who went so far says it."""
    far = verb.head
    if far.lower_ != "far" or far.base != "advmod" or not tree.has_to(verb) or far.head.pos_ != "VERB":
        return {}
    return {verb.i: (far.head.i, "xcomp")}


def behind_phrase(verb: Token) -> Changes:
    """As in "At the meeting *Dr. Lund*, its head, *said*": a subject read as another name of what stands before it."""
    if verb.tag_ not in tree.FINITE or tree.children(verb, *OF_SUBJECT, "expl"):
        return {}
    for phrase in tree.children(verb, "obl"):
        for name in tree.children(phrase, "appos") if phrase.i < verb.i and not phrase.ent_type_ else ():
            if name.ent_type_ == "PERSON" and comma_before(name) is None and name.i > phrase.i:
                return {name.i: (verb.i, "nsubj")}
    return {}


def behind_space(space: Token) -> Changes:
    """A name that was hung from the white space before it, where that is wider than one blank."""
    name = next((item for item in tree.children(space, "flat", "appos", "compound") if not item.is_space), None)
    if name is None or space.head is space:
        return {}
    changes: Changes = {item.i: (name.i, item.dep_) for item in space.words if item is not name}
    return changes | {name.i: (space.head.i, space.dep_), space.i: (name.i, "dep")}


def after_act(verb: Token) -> Changes:
    """As in "prices rose in the wake of *Berg's seizure* of the port *after quitting* the pact": who acted had quit.

    Only beside a verb that is passive or whose subject is no one: "Lund praised Berg's visit after landing" is open.
    """
    if verb.tag_ != "VBG" or verb.base != "advcl" or verb.i < verb.head.i or tree.children(verb, *OF_SUBJECT):
        return {}
    if not any(item.lower_ in AFTER for item in tree.children(verb, "mark", "case")):
        return {}
    main = verb.head
    subjects = tree.children(main, *OF_SUBJECT)
    someone = any(item.ent_type_ or item.pos_ != "NOUN" or item.is_a("company") for item in subjects)
    if someone and not tree.is_passive(main):
        return {}
    before = verb.doc[verb.left_edge.i - 1]
    for item in (before, *tree.ancestors(before)):
        if item.pos_ not in NOUNS or item.i < main.i or item.base in OF_SUBJECT:
            break
        owners = tree.children(item, "nmod:poss")
        acts = item.is_a("performing") or verb.doc.lexicon.is_eventive(item.lemma_.lower())
        if owners and owners[0].ent_type_ and acts:
            return {verb.i: (item.i, "acl")}
    return {}


def head_winds(verb: Token) -> Changes:
    """Two nouns that look like a subject and its verb: "the *head winds* that the firm faces"."""
    before = verb.doc[verb.i - 1] if verb.i else verb
    whole = f"{before.lower_}+{verb.lower_}"
    if before.head is not verb or not verb.doc.lexicon.is_a(whole, "noun_like_clause"):
        return {}
    verb.pos_, verb.tag_, verb.lemma_ = "NOUN", "NNS", verb.lower_.removesuffix("s")
    label = "obj" if verb.base in {"ccomp", "xcomp"} else verb.dep_
    clauses = {item.i: (verb.i, "acl:relcl") for item in tree.children(verb, "ccomp", "xcomp")}
    return {before.i: (verb.i, "compound"), verb.i: (verb.head.i, label), **clauses}


def trade_listed(verb: Token) -> Changes:
    """As in "attacks on bases, *shipping* in the Gulf and a refinery": the trade, read as a clause without object."""
    if verb.tag_ != "VBG" or verb.base not in {"advcl", "acl"} or verb.i < 2:
        return {}
    lexicon = verb.doc.lexicon
    if (
        not lexicon.is_a(verb.lower_, "trade_ing")
        or verb.doc[verb.i - 1].text != ","
        or tree.children(verb, "obj", "aux", "mark", *OF_SUBJECT)
    ):
        return {}
    before = verb.doc[verb.i - 2]
    for item in (before, *tree.ancestors(before)):
        listed = item.pos_ in NOUNS and item.base in {"nmod", "obl", "obj"}
        if listed and (item.head.pos_ == "VERB" or lexicon.is_eventive(item.head.lemma_.lower())):
            verb.pos_, verb.tag_, verb.lemma_ = "NOUN", "NN", verb.lower_
            return {verb.i: (item.i, "conj")}
    return {}
