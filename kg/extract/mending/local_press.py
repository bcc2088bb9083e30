"""Turns of local papers, courts and business wires in which a verb loses its subject, its object or its clause.

In: a tree. Out: what to change in it. The second of two acts, read as an adjective of its object ("treated 40 people
*and distributed* masks"); the main verb behind a relative clause, read so too ("The charity, which runs two shelters,
*accused* ministers of …"); clauses that go on behind a relative clause or a gerund ("arrested the driver, who fled,
*and are questioning* his wife"; "admitted hiding it *and will be sentenced*"); what is done to whose thing ("whose car
*thieves* stole"); "that" as the object of a relative clause; and where somebody lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.lexicon import Kind
from kg.extract.text.measures import is_time

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

PLURAL_FORMS, SINGULAR_FORMS = frozenset(["are", "have", "were"]), frozenset(["has", "is", "was"])
"""Auxiliaries whose form tells how many do it."""
SPOTS = frozenset(["FAC", "GPE", "LOC"])
HELD_BY_VERB = frozenset(["nsubj", "nsubj:pass", "obj", "obl"])
RULINGS = frozenset(["COERCE", "CONCEDE", "JUDICIAL", "REQUEST", "SANCTION"])
"""Types of what judges do when they have spoken."""
HOME = frozenset(["from", "of"])
"""Prepositions before where somebody lives: "Jo Lund, 34, *of* Park Lane"."""


def joined_past(word: Token) -> Changes:
    """As in "treated 40 people *and distributed* masks": the second of two acts, read as an adjective."""
    noun = word.head
    if word.i == word.sent.start or word.nbor(-1).lower_ != "and" or word.i > noun.i:
        return {}
    if any(item is not word.nbor(-1) for item in word.words) or not word.lower_.endswith("ed"):
        return {}
    if noun.pos_ != "NOUN" or noun.base not in {"conj", "obj", "obl"} or "case" in noun.family:
        return {}
    first = tree.first_conjunct(noun)
    main = _verb_above(first)
    objects = [item for item in tree.children(main, "obj") if item.i < word.i] if main is not None else []
    if main is None or not objects or main.i > word.i or not _tells_past(main):
        return {}
    if noun.base == "conj" and any(item.i > word.i for item in tree.children(first, "conj") if item is not noun):
        return {}  # one of a longer list
    if not _may_be_act(word, main):
        return {}
    word.pos_, word.tag_ = "VERB", main.tag_
    joint = word.nbor(-1)
    changes: Changes = {word.i: (main.i, "conj"), noun.i: (word.i, "obj"), joint.i: (word.i, "cc")}
    for item in tree.children(main, "obl"):
        if item.i > noun.i and item.preposition == "to" and not is_time(item):
            changes[item.i] = (word.i, "obl")  # "delivered food *to villagers*"
    return changes


def _verb_above(noun: Token) -> Token | None:
    return next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), None)


def _tells_past(verb: Token) -> bool:
    perfect = verb.tag_ == "VBN" and any(item.lemma_ == "have" for item in tree.children(verb, "aux"))
    return verb.tag_ == "VBD" or (perfect and not tree.is_passive(verb))


def _may_be_act(word: Token, main: Token) -> bool:
    """Whether the participle names an act of its own: "*injured* soldiers" only beside other harm."""
    if not _is_event(word):
        return False
    lexicon, stem = word.doc.lexicon, word.lemma_
    if word.lower_ not in lexicon.adjectives and not word.is_a("adjectival_past"):
        return True
    return lexicon.verb(stem).type in HARMFUL and lexicon.verb(main.lemma_.lower()).type in HARMFUL


def _is_event(word: Token) -> bool:
    """Whether a form in -ed is one of a verb that reports something; its lemma is put right."""
    lexicon = word.doc.lexicon
    stems = (word.lemma_.lower(), word.lower_[:-2], word.lower_[:-1], word.lower_[:-3])
    stem = next((item for item in stems if item in lexicon.verbs), None)
    if stem is None or lexicon.verb(stem).kind is not Kind.EVENT:
        return False
    word.lemma_ = stem
    return True


def main_behind_clause(verb: Token) -> Changes:
    """As in "The charity, which runs two shelters, *accused* ministers of …": the main verb, read as an adjective."""
    noun, sent = verb.head, verb.sent
    if verb.i <= sent.start or verb.nbor(-1).text != "," or verb.i > noun.i or not verb.lower_.endswith("ed"):
        return {}
    subject = _described_before(verb, noun)
    if subject is None or "cop" in subject.family or not any(item.text == "." for item in sent):
        return {}
    above = subject.head
    if subject is above:
        if any(_is_main(item, verb, subject) for item in sent):
            return {}
        changes: Changes = {verb.i: (verb.i, subject.dep_)}
    else:
        changes = _instead_of(above, verb, subject)
        if not changes:
            return {}
    verb.pos_, verb.tag_ = "VERB", "VBD"
    changes |= {subject.i: (verb.i, "nsubj"), noun.i: (verb.i, "obj")}
    ahead = [item for item in subject.words if item.i > verb.i and item is not noun]
    for item in (*ahead, *verb.words, *noun.words):
        if item.i < noun.i or item.i in changes:
            continue
        if item.tag_ == "VBG" and tree.children(item, "mark"):
            changes[item.i] = (verb.i, "advcl")  # "accused them *of breaking* it"
        elif item.is_punct or (item in ahead and item.base != "conj"):
            changes[item.i] = (verb.i, item.dep_)
        elif item.base == "nmod" and item.preposition not in {"", "of"}:
            changes[item.i] = (verb.i, "obl")
    return changes


def _described_before(verb: Token, noun: Token) -> Token | None:
    """Who the relative clause before the comma describes, where the noun cannot be a part of that clause."""
    above = noun.head
    for clause in (above, *tree.ancestors(above)):
        if clause.dep_ == "acl:relcl" and clause.i < verb.i:
            second = above is clause and any(item.i < verb.i for item in tree.children(clause, "obj"))
            return clause.head if noun.base == "obj" and (second or clause.head.head is clause.head) else None
    clauses = [item for item in tree.children(above, "acl:relcl") if item.i < verb.i]
    joined = noun.base in {"appos", "conj"} and "cc" not in noun.family and above.head is above
    return above if joined and clauses and above.pos_ in NOUNS else None


def _is_main(word: Token, verb: Token, subject: Token) -> bool:
    """Whether a word is a finite verb of the sentence itself."""
    if word.tag_ not in tree.FINITE_OR_MODAL:
        return False
    if word.i > verb.i:
        return word.base in {"aux", "ROOT", "root", "cop"}
    return not any(tree.is_below(word, clause) for clause in tree.children(subject, "acl:relcl"))


def _instead_of(main: Token, verb: Token, subject: Token) -> Changes:
    """What moves where a later verb of its own subject was taken for the main one: "under which staff *agreed*"."""
    others = [item for item in tree.children(main, *OF_SUBJECT) if item.i > verb.i]
    if main.i < verb.i or main.head is not main or subject.base not in OF_SUBJECT or len(others) != 1:
        return {}
    first = others[0].left_edge
    which = [item for item in others[0].words if item.tag_ in {"WDT", "WP"}]
    noun = next((item for item in tree.ancestors(verb.doc[first.i - 1]) if item.pos_ in NOUNS), None)
    if not which or noun is None or noun.i < verb.i:
        return {}
    ends: Changes = {item.i: (verb.i, item.dep_) for item in main.words if item.is_punct and item.i > main.i}
    return {verb.i: (verb.i, main.dep_), main.i: (noun.i, "acl:relcl"), **ends}


def of_plural_subject(verb: Token) -> Changes:
    """As in "arrested the driver, who fled, *and are questioning* his wife": one driver has no plural verb."""
    inner = verb.head
    if verb.base != "conj" or inner.dep_ != "acl:relcl" or inner.i > verb.i or tree.children(verb, *OF_SUBJECT):
        return {}
    noun = inner.head
    main = noun.head
    forms = [item.lower_ for item in tree.children(verb, "aux", "aux:pass", "cop")][:1]
    if not forms or noun.base not in {"obj", "obl"} or main.pos_ != "VERB" or tree.children(noun, "conj"):
        return {}
    subjects = tree.children(main, *OF_SUBJECT)
    if len(subjects) != 1 or subjects[0].i > main.i:
        return {}
    for form, many in ((PLURAL_FORMS, True), (SINGULAR_FORMS, False)):
        if forms[0] in form and _is_many(noun) is not many and _is_many(subjects[0]) is many:
            return {verb.i: (main.i, "conj")}
    return {}


def _is_many(noun: Token) -> bool:
    plural = noun.tag_ in {"NNS", "NNPS"} or bool(tree.children(noun, "conj"))
    return plural or noun.lower_ in {"we", "they", "police"} or noun.doc.lexicon.is_a(noun.lower_, "collective")


def finite_beyond(verb: Token) -> Changes:
    """As in "admitted hiding it *and will be sentenced*", "accused him of lying *and demanded* that he go".

    No finite verb is joined to a gerund.
    """
    first = verb.head
    modal = any(item.tag_ == "MD" for item in tree.children(verb, "aux"))
    bare = verb.tag_ in {"VBD", "VBZ"} and not tree.children(verb, "aux", "aux:pass", "cop")
    if verb.base != "conj" or not (modal or bare) or first.tag_ != "VBG" or first.i > verb.i:
        return {}
    if tree.children(verb, *OF_SUBJECT) or tree.children(first, "aux", *OF_SUBJECT):
        return {}
    if first.base not in {"acl", "advcl", "xcomp"} or first.dep_ == "acl:relcl":
        return {}
    main = first.head if first.head.pos_ == "VERB" else _verb_above(first.head)
    if main is None or main.i > first.i or not tree.children(main, *OF_SUBJECT):
        return {}
    return {verb.i: (main.i, "conj")} if main.tag_ == verb.tag_ or (modal and main.tag_ in tree.FINITE) else {}


def listed_beside(word: Token) -> Changes:
    """As in "blocked it, *burned* tyres and threw stones", "agreed to cut costs, *dropped* plans and named a head"."""
    noun = word.head
    if not word.lower_.endswith("ed") or noun.pos_ not in NOUNS or noun.i < word.i or word.i == word.sent.start:
        return {}
    if word.nbor(-1).text != "," or any(not item.is_punct for item in word.words):
        return {}
    if tree.children(noun, "cc", "det", "nmod:poss", "case"):
        return {}
    first = tree.first_conjunct(noun)
    main = first.head
    objects = [item for item in tree.children(main, "obj") if item.i < word.i]
    if first.base != "obj" or not objects or main.i > word.i or main.pos_ != "VERB":
        return {}
    last = [item for item in tree.children(main, "conj") if item.i > noun.i and "cc" in item.family]
    if not last or last[0].tag_ not in {"VBD", "VBN"} or tree.children(last[0], "aux", "aux:pass", *OF_SUBJECT):
        return {}
    above = main.head if tree.has_to(main) and main.base == "xcomp" else main
    if above.tag_ != "VBD" or not tree.children(above, *OF_SUBJECT) or not _is_event(word):
        return {}
    word.pos_, word.tag_ = "VERB", "VBD"
    last[0].tag_ = "VBD"
    return {word.i: (above.i, "conj"), noun.i: (word.i, "obj"), last[0].i: (above.i, "conj")}


def acts_in_clause(verb: Token) -> Changes:
    """As in "was held up when fans invaded the pitch, *tore* down a net": the fans did, and not what was held up."""
    main = verb.head
    if verb.base != "conj" or verb.tag_ != "VBD" or verb.i < main.i or not tree.is_passive(main):
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass") or not tree.children(verb, "obj"):
        return {}
    subjects = tree.children(main, *OF_SUBJECT)
    if not subjects or subjects[-1].is_a("acting", "company") or subjects[-1].ent_type_ or subjects[-1].pos_ != "NOUN":
        return {}
    for clause in reversed(tree.children(main, "advcl")):
        if clause.tag_ == "VBD" and main.i < clause.i < verb.i:
            doers = tree.children(clause, "nsubj")
            someone = any(item.is_a("acting", "company") or item.ent_type_ for item in doers)
            return {verb.i: (clause.i, "conj")} if someone else {}
    return {}


def whose_object(subject: Token) -> Changes:
    """As in "a teacher whose *car thieves* stole": whose thing it is done to, and who does it, read as one noun."""
    verb = subject.head
    owners = [item for item in tree.children(subject, "nmod:poss") if item.lower_ == "whose"]
    things = [item for item in tree.children(subject, "compound") if item.i == subject.i - 1]
    if not owners or not things or verb.dep_ != "acl:relcl" or subject.tag_ != "NNS" or things[0].tag_ != "NN":
        return {}
    frame = verb.doc.lexicon.verb(verb.lemma_.lower()).frame.name
    if frame != "act" or tree.children(verb, "obj", "ccomp", "xcomp", "aux:pass", "cop", "compound:prt"):
        return {}
    if not subject.is_a("person", "force", "troops", "politician"):
        return {}
    if verb.tag_ == "VBN" and not tree.children(verb, "aux"):
        verb.tag_ = "VBD"
    rest: Changes = {item.i: (things[0].i, item.dep_) for item in subject.words if item.i < things[0].i}
    return rest | {things[0].i: (verb.i, "obj"), subject.i: (verb.i, "nsubj")}


def that_object(verb: Token) -> Changes:
    """As in "samples *that a nurse smuggled* out": of a thing nothing is said, so that it is what she smuggled."""
    noun = verb.head
    marks = [item for item in tree.children(verb, "mark") if item.lower_ == "that"]
    subjects = tree.children(verb, "nsubj")
    if verb.dep_ != "acl" or len(marks) != 1 or len(subjects) != 1 or noun.pos_ != "NOUN" or noun.ent_type_:
        return {}
    if noun.i + 1 != marks[0].i or tree.children(verb, "obj", "ccomp", "xcomp", "cop", "aux:pass", "nsubj:pass"):
        return {}
    lexicon = verb.doc.lexicon
    word = noun.lemma_.lower()
    said = word in lexicon.nouns or noun.is_a("aim", "document", "statement", "thought")
    known = verb.lemma_.lower() in lexicon.verbs and lexicon.verb(verb.lemma_.lower()).frame.name == "act"
    return {verb.i: (noun.i, "acl:relcl"), marks[0].i: (verb.i, "obj")} if known and not said else {}


def at_home(noun: Token) -> Changes:
    """As in "Jo Lund, 34, of Park Lane, *Leeds*, was held": where one lives, read as another who was."""
    name = noun.head
    if noun.base not in {"appos", "conj"} or name.ent_type_ != "PERSON" or "cc" in noun.family or noun.i < name.i:
        return {}
    if noun.preposition in HOME and tree.children(noun, "case"):
        return {noun.i: (name.i, "nmod")}  # "of no fixed address"
    start = noun.i if noun.name is None else noun.name.start
    if noun.ent_type_ not in SPOTS or noun.doc[start - 1].text != ",":
        return {}
    homes = [item for item in tree.children(name, "nmod") if name.i < item.i < noun.i and item.preposition in HOME]
    return {noun.i: (homes[-1].i, "appos")} if homes and homes[-1].ent_type_ in SPOTS else {}


def tried_at(verb: Token) -> Changes:
    """As in "appeared at Leeds Crown Court *charged* with arson": who appeared is, and no court."""
    court = verb.head
    main = court.head
    if verb.tag_ not in {"VBD", "VBN"} or verb.dep_ != "acl" or not verb.is_a("charging_with"):
        return {}
    if court.base != "obl" or court.lemma_.lower() not in {"court", "tribunal"} or main.pos_ != "VERB":
        return {}
    verb.tag_ = "VBN"
    return {verb.i: (main.i, "xcomp")} if tree.children(main, "nsubj") and main.i < court.i else {}


def among_whom(noun: Token) -> Changes:
    """As in "arrested 12 people, *among them a mayor*": he is one of them, and nobody to whom more is done."""
    doc, first = noun.doc, noun.left_edge.i
    if noun.i < noun.head.i or noun.pos_ not in NOUNS or noun.base not in {"conj", "iobj", "nmod", "obj", "obl"}:
        return {}
    at = first if doc[first].lower_ == "among" else first - 2
    if at < 1 or doc[at].lower_ != "among" or doc[at + 1].lower_ not in {"them", "whom"} or doc[at - 1].text != ",":
        return {}
    if at + 1 >= noun.i:
        return {}
    people = [item for item in doc[noun.sent.start : at] if item.tag_ == "NNS" and item.base in HELD_BY_VERB]
    counted = [item for item in people if tree.children(item, "nummod")] or people
    if not counted:
        return {}
    return {noun.i: (counted[-1].i, "appos"), at + 1: (noun.i, "nmod"), at: (at + 1, "case")}


def ruled_above(verb: Token) -> Changes:
    """As in "the judge said Lund had lied *and ordered him to pay*": the judge did, and not Lund himself."""
    told = verb.head
    main = told.head
    if verb.base != "conj" or verb.tag_ != main.tag_ or told.base != "ccomp" or not main.is_a("reporting"):
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass") or told.i > verb.i or main.i > told.i:
        return {}
    if verb.doc.lexicon.verb(verb.lemma_.lower()).type not in RULINGS:
        return {}
    speakers = tree.children(main, "nsubj")
    judges = [item for item in speakers if item.is_a("judging") or _is_titled_judge(item)]
    whom = [item for item in tree.children(verb, "obj", "iobj") if item.tag_ == "PRP"]
    clauses = tree.children(verb, "ccomp")
    whom += [item for clause in clauses for item in tree.children(clause, *OF_SUBJECT) if item.tag_ == "PRP"]
    return {verb.i: (main.i, "conj")} if judges and whom else {}


def _is_titled_judge(name: Token) -> bool:
    titles = tree.children(name, "nmod:desc", "compound")
    return any(item.is_a("judging") or item.lower_ in {"judge", "justice", "magistrate"} for item in titles)
