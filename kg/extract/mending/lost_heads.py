"""Main verbs that were read as words of a noun, and clauses that were cut off at the wrong word.

In: a tree. Out: what to change in it. A sentence whose only verb stands before its object like an adjective ("The
lender *sacked* chairman Jo Lund"), a clause behind "after" or "as" read as a phrase ("after a paper *published*
letters", "as a fire fanned by winds *jumped* a road"), a bare infinitive read as a name ("help *Kenya rebuild* roads"),
or a clause of time read as a saying put in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.mending.parallels import OF_NAME
from kg.extract.text import tree
from kg.extract.text.measures import TIME_MARKS, is_time

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

CONJUNCTIONS = frozenset(["after", "as", "because", "before", "since", "until", "when", "while"])
NAME_PARTS = frozenset(["amod", "compound", "flat", "nmod:desc", "nsubj", "det", "nmod:poss", "dep"])


def hidden_main(verb: Token) -> Changes:
    """As in "The lender *sacked* chairman Jo Lund after a row.": no sentence that ends is without a main verb."""
    if verb.tag_ not in {"VBN", "VBD"} or verb.base != "amod" or verb.head.i < verb.i:
        return {}
    noun = verb.head
    top = noun
    while top.dep_ in OF_NAME and top.head.i > top.i:
        top = top.head
    sent = verb.sent
    if top.head is not top or verb.i == sent.start or not any(item.text == "." for item in sent.tokens[-2:]):
        return {}
    if any(item.tag_ in tree.FINITE_OR_MODAL and not _is_below(item, verb, top) for item in sent):
        return {}
    before = verb.nbor(-1)
    if (before.pos_ not in NOUNS and not before.ent_type_) or not _is_known(verb, verb.doc.lexicon):
        return {}
    parts = [item for item in (*verb.words, *noun.words, *top.words) if item.i < verb.i and not item.is_punct]
    if not parts or any(item.base not in NAME_PARTS for item in parts):
        return {}
    subject = next((item for item in parts if item.base == "nsubj"), None)
    if subject is None:
        inside = {item.i for item in parts}
        subject = before
        while subject.head.i in inside or (subject.head.i < verb.i and subject.head.i not in {noun.i, top.i, verb.i}):
            subject = subject.head
    verb.pos_, verb.tag_ = "VERB", "VBD"
    changes: Changes = {verb.i: (verb.i, top.dep_), top.i: (verb.i, "obj"), subject.i: (verb.i, "nsubj")}
    for item in parts:
        if item is not subject and item.head is not subject:
            changes[item.i] = (subject.i, "compound" if item.base in {"amod", "flat"} else item.dep_)
    for item in (*top.words, *noun.words):
        if item.i > top.i and item.base == "conj" and item.tag_ in tree.FINITE:
            changes[item.i] = (verb.i, "conj")  # "pelted stones *and set* cars on fire"
            continue
        hangs = item.preposition not in {"", "of"} or item.is_punct or item.base in {"advcl", "obl"}
        if item.i > top.i and hangs:
            changes[item.i] = (verb.i, "obl" if item.base == "nmod" else item.dep_)
    return changes


def hidden_behind_name(verb: Token) -> Changes:
    """As in "Ida Berg *accused* officials of lying.": read as a word of who else she is, where no comma says so."""
    noun = verb.head
    name = noun.head
    if verb.tag_ not in {"VBN", "VBD"} or verb.base != "amod" or noun.base != "appos" or name.head is not name:
        return {}
    before, sent = verb.nbor(-1) if verb.i else verb, verb.sent
    if not name.ent_type_ or before.name is not name.name or noun.left_edge is not verb or noun.ent_type_:
        return {}
    if not any(item.text == "." for item in sent.tokens[-2:]) or not _is_known(verb, verb.doc.lexicon):
        return {}
    if any(item.tag_ in tree.FINITE_OR_MODAL and not _is_below(item, verb, noun) for item in sent):
        return {}
    verb.pos_, verb.tag_ = "VERB", "VBD"
    changes: Changes = {verb.i: (verb.i, name.dep_), name.i: (verb.i, "nsubj"), noun.i: (verb.i, "obj")}
    changes |= {item.i: (verb.i, item.dep_) for item in name.words if item.i > noun.i}
    for item in noun.words:
        if item.i > noun.i and item.tag_ == "VBG" and tree.children(item, "mark"):
            changes[item.i] = (verb.i, "advcl")  # "of *lying*"
        elif item.i > noun.i and item.preposition not in {"", "of"}:
            changes[item.i] = (verb.i, "obl")
    return changes


def _is_below(item: Token, verb: Token, top: Token) -> bool:
    """Whether a finite form stands in a clause below the noun that the verb was hung from, behind it."""
    return item is verb or (item.i > top.i and item.base in {"acl", "advcl", "ccomp", "conj", "aux"})


def _is_known(verb: Token, lexicon: Lexicon) -> bool:
    stems = (verb.lemma_.lower(), *(verb.lower_.removesuffix(end) for end in ("ed", "d")))
    return any(stem in lexicon.verbs for stem in stems)


def two_clauses(verb: Token) -> Changes:
    """As in "*The chairman quit* on Monday, a week after *the bank admitted* it": the first is the main clause."""
    subjects = tree.children(verb, "nsubj", "nsubj:pass")
    if verb.head is not verb or verb.tag_ not in tree.FINITE or len(subjects) != 2 or subjects[1].i > verb.i:
        return {}
    first, second = subjects
    marks = [
        item for item in tree.children(verb, "mark") if item.lower_ in CONJUNCTIONS and first.i < item.i < second.i
    ]
    done = [item for item in tree.children(first, "acl") if item.tag_ in {"VBD", "VBN"} and item.dep_ == "acl"]
    if len(marks) != 1 or len(done) != 1 or done[0].i > marks[0].i or "aux" in done[0].family:
        return {}
    main = done[0]
    main.tag_ = "VBD"
    ends = {item.i: (main.i, item.dep_) for item in verb.words if item.is_punct and item.i > verb.i}
    ahead = {item.i: (main.i, item.dep_) for item in verb.words if item.i < first.i}
    return {main.i: (main.i, verb.dep_), first.i: (main.i, "nsubj"), verb.i: (main.i, "advcl"), **ends, **ahead}


def plain_infinitive(to: Token) -> Changes:
    """As in "plans to *close* two plants": a verb that looks like an adjective of its object."""
    noun = to.head
    if to.base != "case" or to.lower_ != "to" or to.i + 1 >= len(to.doc) or to.i == 0 or noun.pos_ not in NOUNS:
        return {}
    verb, before = to.nbor(1), to.nbor(-1)
    if verb.head is not noun or verb.base not in {"amod", "compound"} or verb.tag_ not in {"JJ", "NN", "VB"}:
        return {}
    if not verb.is_a("verb_before_object") or verb.i > noun.i or noun.tag_ not in {"NNS", "NNPS"}:
        return {}
    wanted = None
    lexicon = to.doc.lexicon
    if before.pos_ == "NOUN":
        wanted = (
            lexicon.noun(before.lemma_.lower()).infinitive.tense or lexicon.noun(before.lemma_.lower()).effect.tense
        )
    elif before.pos_ == "VERB":
        wanted = lexicon.verb(before.lemma_.lower()).infinitive.tense
    if not wanted:
        return {}
    verb.pos_, verb.tag_ = "VERB", "VB"
    label = "acl" if before.pos_ == "NOUN" else "xcomp"
    return {verb.i: (before.i, label), to.i: (verb.i, "mark"), noun.i: (verb.i, "obj")}


def clause_behind(verb: Token) -> Changes:
    """As in "after *a newspaper published* messages": with an object of its own it is no participle."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or noun.base not in {"nmod", "obl"} or noun.i > verb.i:
        return {}
    case = tree.children(noun, "case")
    if len(case) != 1 or case[0].lower_ not in CONJUNCTIONS or noun.right_edge.i < verb.i:
        return {}
    objects = [item for item in tree.children(verb, "obj") if item.i > verb.i and not item.preposition]
    if tree.children(verb, "mark", "aux", *OF_SUBJECT):
        return {}  # "as a result *of having caught* it"
    if not objects or is_time(noun) or is_time(objects[0]) or verb.nbor(-1).text == ",":
        return {}
    main = noun.head
    verb.tag_ = "VBD"
    return {verb.i: (main.i, "advcl"), noun.i: (verb.i, "nsubj"), case[0].i: (verb.i, "mark")}


def fanned_clause(verb: Token) -> Changes:
    """As in "as a fire *fanned* by winds *jumped* a road": of two verbs of one clause the first is a participle."""
    if verb.tag_ != "VBN" or verb.base != "advcl" or tree.children(verb, *OF_SUBJECT, "aux", "obj"):
        return {}
    marks = [item for item in tree.children(verb, "case", "mark") if item.lower_ in CONJUNCTIONS and item.i < verb.i]
    nouns = [item for item in tree.children(verb, "compound", "amod") if item.pos_ in NOUNS and item.i == verb.i - 1]
    if len(marks) != 1 or len(nouns) != 1:
        return {}
    noun, main = nouns[0], verb.head
    for other in tree.children(main, "conj", "parataxis", "ccomp"):
        if other.tag_ in tree.FINITE and other.i > verb.i and not tree.children(other, *OF_SUBJECT, "cc", "mark"):
            before = {item.i: (noun.i, item.dep_) for item in verb.words if item.i < noun.i and item is not marks[0]}
            return before | {
                noun.i: (other.i, "nsubj"),
                verb.i: (noun.i, "acl"),
                marks[0].i: (other.i, "mark"),
                other.i: (main.i, "advcl"),
            }
    return {}


def helped_to(thing: Token) -> Changes:
    """As in "help *Kenya rebuild* roads": what is helped, and the bare infinitive, read as words of a name."""
    verb = thing.head
    if thing.base != "obj" or not verb.is_a("helping") or thing.i < verb.i or thing.pos_ not in NOUNS:
        return {}
    parts = [item for item in tree.children(thing, "compound", "amod") if item.i < thing.i]
    lexicon = thing.doc.lexicon
    for done in parts:
        before = done.nbor(-1)
        known = done.lower_ in lexicon.verbs and done.lower_ not in lexicon.nouns and done.lower_ == done.text
        if not known or before.i <= verb.i or before.pos_ not in NOUNS or done.lower_.endswith(("ed", "ing")):
            continue
        if not (before.ent_type_ or before.tag_ == "NNS") or (before not in parts and before.head is not done):
            continue
        done.pos_, done.tag_, done.lemma_ = "VERB", "VB", done.lower_
        changes: Changes = {before.i: (verb.i, "obj"), done.i: (verb.i, "xcomp"), thing.i: (done.i, "obj")}
        changes |= {item.i: (before.i, item.dep_) for item in thing.words if item.i < before.i}
        for item in tree.children(verb, "xcomp"):
            if item.tag_ == "VBN" and item.i > thing.i:  # "roads *washed* away"
                changes[item.i] = (item.nbor(-1).i, "acl")
        return changes
    return {}


def helped_do(done: Token) -> Changes:
    """As in "helped *broker* talks": a bare infinitive right behind "help", read as a word of its object."""
    thing = done.head
    verb = thing.head
    if thing.base != "obj" or verb.lemma_ != "help" or done.i != verb.i + 1 or done.ent_type_:
        return {}
    lexicon, word = done.doc.lexicon, done.lower_
    known = done.is_a("verb_before_object") or (word in lexicon.verbs and word not in lexicon.nouns)
    if not known or word != done.text or word.endswith(("ed", "ing")) or done.words:
        return {}
    done.pos_, done.tag_, done.lemma_ = "VERB", "VB", word
    return {done.i: (verb.i, "xcomp"), thing.i: (done.i, "obj")}


def used_for(verb: Token) -> Changes:
    """As in "the use of *hired thugs to disrupt* rallies": what somebody or something is used for, hung from above."""
    at = verb.left_edge.i - 1
    if not tree.has_to(verb) or at < verb.sent.start:
        return {}
    means = verb.doc[at]
    while means.head is not means and means.head.right_edge.i == at and means.base != "nmod":
        means = means.head
    noun = means.head
    if means.base != "nmod" or means.preposition != "of" or not noun.is_a("use_of") or verb.head is means:
        return {}
    return {verb.i: (means.i if means.is_a("acting") else noun.i, "acl")}


def dated_clause(verb: Token) -> Changes:
    """As in "quit, a week *after the bank admitted* it": a clause of time, read as who says so."""
    if verb.base != "parataxis" or verb.i < verb.head.i:
        return {}
    marked = any(item.lower_ in TIME_MARKS and item.i < verb.i for item in tree.children(verb, "mark"))
    return {verb.i: (verb.head.i, "advcl")} if marked else {}


def glued_case(word: Token) -> Changes:
    """As in "collided head-*on* near the town": a word behind a hyphen is no preposition."""
    if word.base != "case" or word.i == 0 or word.nbor(-1).text not in tree.HYPHENS or word.nbor(-1).whitespace_:
        return {}
    noun = word.head
    behind = word.nbor(1) if word.i + 1 < len(word.doc) else word
    if (
        word.i < 2
        or not word.nbor(-2).text.isalpha()
        or len(tree.children(noun, "case")) < 2
        or behind.text in tree.HYPHENS
    ):
        return {}
    return {word.i: (noun.head.i, "advmod")} if noun.head is not noun else {}


def resolved_to(verb: Token) -> Changes:
    """As in "voted overwhelmingly *to accept*": what is voted for, read as an aim."""
    head = verb.head
    if verb.base != "advcl" or not tree.has_to(verb) or verb.i < head.i or not head.is_a("resolving"):
        return {}
    return {verb.i: (head.i, "xcomp")} if not tree.children(head, "obj", "obl", "xcomp") else {}


def set_off_object(noun: Token) -> Changes:
    """As in "died of flu in Oslo*, the country's second death*": behind a comma it sums up what was said."""
    verb = noun.head
    if noun.base != "obj":
        return {}
    finite = verb.tag_ in tree.FINITE or (verb.tag_ == "VBN" and bool(tree.children(verb, "aux", "aux:pass")))
    if not finite or verb.i > noun.i or (comma := comma_before(noun)) is None:
        return {}
    between = verb.doc[verb.i + 1 : comma]
    if not between or any(item.is_punct or item.text in tree.CLOSING for item in between):
        return {}
    phrases = any(verb.i < item.i < comma and item.preposition for item in tree.children(verb, "obl"))
    return {noun.i: (verb.i, "parataxis")} if phrases and len(tree.children(verb, "obj")) == 1 else {}


def finite_joined(verb: Token) -> Changes:
    """As in "stopped boats trying to reach Italy *and recovered* bodies": no finite verb is joined to an infinitive."""
    first = verb.head
    if verb.base != "conj" or verb.tag_ not in {"VBD", "VBZ"} or first.tag_ != "VB" or first.i > verb.i:
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "expl") or not tree.has_to(first):
        return {}
    for main in tree.ancestors(first):
        if main.pos_ == "VERB" and main.i < first.i and main.tag_ == verb.tag_ and tree.children(main, *OF_SUBJECT):
            return {verb.i: (main.i, "conj")}
    return {}


def second_forced(noun: Token) -> Changes:
    """As in "forcing airlines to ground flights *and schools to cancel* trips": who does the second of two acts."""
    thing = noun.head
    if noun.base != "conj":
        return {}
    done = thing.head
    if thing.base != "obj" or not tree.has_to(done) or "cc" not in noun.family:
        return {}
    for verb in tree.children(done, "advcl", "xcomp"):
        if tree.has_to(verb) and verb.left_edge.i == noun.right_edge.i + 1 and not tree.children(verb, *OF_SUBJECT):
            cc = {item.i: (verb.i, "cc") for item in tree.children(noun, "cc")}
            return {noun.i: (verb.i, "nsubj"), verb.i: (done.i, "conj"), **cc} if noun.is_a("acting") else {}
    return {}


def listed_past(word: Token) -> Changes:
    """As in "killed 38 people, *flattened* houses and cut the power": the second of three verbs, as an adjective."""
    noun = word.head
    if not word.lower_.endswith("ed") or word.tag_ not in {"JJ", "VBD", "VBN"} or not _is_known(word, word.doc.lexicon):
        return {}
    if noun.base != "conj" or noun.pos_ not in NOUNS or noun.i < word.i or word.nbor(-1).text != ",":
        return {}
    first = tree.first_conjunct(noun)
    main = first.head
    if first.base != "obj" or main.tag_ != "VBD" or main.i > word.i or tree.children(noun, "cc", "det", "nmod:poss"):
        return {}
    last = [item for item in tree.children(main, "conj") if item.i > noun.i and item.tag_ in {"VB", "VBD", "VBN"}]
    if not last or "cc" not in last[0].family or word.words:
        return {}
    word.pos_, word.tag_ = "VERB", "VBD"
    return {word.i: (main.i, "conj"), noun.i: (word.i, "obj")}
