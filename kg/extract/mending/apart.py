"""Subjects that stand apart from their verb, and clauses joined to the wrong one of two.

In: a tree. Out: what to change in it. Between a subject and its verb stands a clause ("soldiers who intervened *shot
dead* three", "the general, who …, *was quick* to …"), an apposition ("Chad, a former colony, *suspended* aid") or a
participle between commas ("two deputies, denied tickets by their party, *crossed* over"). A noun between "and" and a
verb is its subject ("lost their lives and *dozens more* were hurt"); a series goes on from the clause that it began in
("announced that it had dissolved the house, *closed* the borders *and imposed* a curfew").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.mending.lost_gerunds import verb_of_gerund
from kg.extract.mending.missing_subjects import CONJUNCTIONS
from kg.extract.text import tree
from kg.extract.text.name_labels import PLACES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

HAVE = frozenset(["had", "has", "have", "having"])
LOOSE = frozenset(["ROOT", "appos", "conj", "dep", "parataxis", "root"])
"""Labels of a noun that fills no place in a clause."""
MORE = frozenset(["more", "others"])
"""Words behind a number that belong to it: "*dozens more* were hurt"."""
WHO = frozenset(["who", "whom"])


def be_behind_clause(word: Token) -> Changes:
    """As in "; the general, who led the coup, *was quick* to praise it": who is so stands before the clause."""
    cops = [item for item in tree.children(word, "cop") if item.tag_ in tree.FINITE]
    if not cops or tree.children(word, *OF_SUBJECT, "expl", "mark", "csubj") or word.base not in LOOSE:
        return {}
    comma = word.doc[cops[0].i - 1] if cops[0].i else word
    if comma.text != ",":
        return {}
    for noun in tree.ancestors(word.doc[comma.i - 1]):
        clauses = [item for item in noun.words if item.dep_ == "acl:relcl" and item.i < comma.i]
        if noun.pos_ not in NOUNS or not clauses or noun.base not in LOOSE or noun.i > comma.i:
            continue
        if word.head is not noun and word.head is not noun.head:
            return {}
        top = (word.i if noun.head is noun else noun.head.i, noun.dep_)
        return {word.i: top, noun.i: (word.i, "nsubj")}
    return {}


def behind_apposition(verb: Token) -> Changes:
    """As in "Chad, the former colony, *suspended* aid and support.": the only verb, read as a word of its object."""
    thing = verb.head
    name = thing.head
    if (
        verb.tag_ not in {"VBD", "VBN"}
        or verb.base != "amod"
        or thing.i < verb.i
        or thing.base not in {"appos", "conj"}
    ):
        return {}
    if name.head is not name or not (name.ent_type_ or name.is_a("acting")) or comma_before(verb) is None:
        return {}
    described = [item for item in tree.children(name, "appos") if item.i < verb.i and item is not thing]
    if not described or not any(item.text == "." for item in verb.sent.tokens[-2:]) or "cc" in thing.family:
        return {}
    if described[-1].right_edge.i + 1 not in {verb.i, verb.i - 1}:
        return {}
    if any(item.tag_ in tree.FINITE_OR_MODAL and not _in_clause(item, name) for item in verb.sent):
        return {}
    verb.pos_, verb.tag_ = "VERB", "VBD"
    changes: Changes = {verb.i: (verb.i, name.dep_), name.i: (verb.i, "nsubj"), thing.i: (verb.i, "obj")}
    for item in name.words:
        if item.i > thing.i:
            changes[item.i] = (thing.i, "conj") if item.base == "conj" else (verb.i, item.dep_)
    for item in thing.words:
        if item.i > thing.i and item.preposition not in {"", "of"}:
            changes[item.i] = (verb.i, "obl")
    return changes


def _in_clause(word: Token, top: Token) -> bool:
    """Whether a finite verb stands in a clause of its own below the noun."""
    return any(
        item.base in {"acl", "advcl", "ccomp", "parataxis"} for item in (word, *tree.ancestors(word)) if item is not top
    )


def between_commas(verb: Token) -> Changes:
    """As in "Two deputies, denied tickets by the party, *crossed* over": two commas hold a participle, no verb."""
    thing = verb.head
    first = thing.head
    if verb.tag_ not in {"VBD", "VBN"} or verb.dep_ != "acl" or comma_before(verb) is None:
        return {}
    while thing.base == "nmod" and first.pos_ in NOUNS:
        thing, first = first, first.head
    if first.tag_ not in {"VBD", "VBN"} or first.pos_ != "VERB" or thing.base not in {"obj", "obl"}:
        return {}
    subjects = tree.children(first, *OF_SUBJECT)
    if len(subjects) != 1 or tree.children(first, "aux", "aux:pass", "cc") or not first.i < thing.i < verb.i:
        return {}
    subject = subjects[0]
    if subject.right_edge.text != "," and (subject.right_edge.i + 1 >= first.i or comma_before(first) is None):
        return {}
    if any(item.text == "," for item in verb.doc[subject.left_edge.i : first.i - 1]):
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "obl:agent") or first.lower_ == first.lemma_:
        return {}
    first.tag_, verb.tag_ = "VBN", "VBD"
    changes: Changes = {
        item.i: (verb.i, item.dep_) for item in first.words if item.i > verb.i or (item.is_punct and item.text == ".")
    }
    place = (verb.i if first.head is first else first.head.i, first.dep_)
    return changes | {verb.i: place, subject.i: (verb.i, "nsubj"), first.i: (subject.i, "acl")}


def shot_behind_clause(word: Token) -> Changes:
    """As in "soldiers who intervened *shot dead* three of them": a clause has its verb, so that "shot" is theirs."""
    if word.lower_ != "shot" or word.i + 1 >= len(word.doc) or word.nbor(1).lower_ != "dead":
        return {}
    clause = word.head
    people = clause.head
    if clause.dep_ != "acl:relcl" or word.base not in {"iobj", "obj"} or people.i > clause.i:
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBD", "shoot"
    changes: Changes = {item.i: (word.i, item.dep_) for item in clause.words if item.i > word.i}
    changes[word.i + 1] = (word.i, "xcomp")
    start = people.left_edge.i
    after_stop = ";" in {word.doc[start].text, word.doc[max(start - 1, 0)].text}
    root = next((item for item in tree.ancestors(people) if item.head is item), people)
    top = (root.i, "conj") if after_stop else (people.head.i, people.dep_)
    if people.head is people:
        top = (word.i, people.dep_)
    return changes | {word.i: top, people.i: (word.i, "nsubj")}


def behind_joint(verb: Token) -> Changes:
    """As in "lost their lives and *dozens more* were hurt": between "and" and a finite verb stands its subject."""
    if verb.base != "conj" or tree.children(verb, *OF_SUBJECT, "cc", "expl", "mark") or not tree.is_finite(verb):
        return {}
    if verb.head.pos_ not in {"VERB", "AUX"} and "cop" not in verb.head.family:
        return {}  # "tests in Bern and *Munich showed*", broken further up
    auxiliaries = [item for item in tree.children(verb, "aux", "aux:pass") if item.i < verb.i]
    at = (auxiliaries[0] if auxiliaries else verb).i - 1
    extra = []
    while at > verb.sent.start and verb.doc[at].lower_ in MORE:
        extra.append(verb.doc[at])
        at -= 1
    last = verb.doc[at]
    for noun in (last, *tree.ancestors(last)):
        if noun.i > last.i or noun.pos_ not in NOUNS | {"NUM"}:
            return {}
        joins = [item for item in tree.children(noun, "cc") if item.lower_ in {"and", "but"}]
        if noun.base != "conj" or not joins or noun.right_edge.i > at or noun.head.i < verb.head.i:
            continue
        label = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
        rest: Changes = {item.i: (noun.i, "amod") for item in extra}
        return rest | {noun.i: (verb.i, label), joins[0].i: (verb.i, "cc")}
    return {}


def series_told(verb: Token) -> Changes:
    """As in "said it had dissolved the house, *closed* the borders and laid a curfew": all of it is said."""
    above = verb.head
    if verb.base != "conj" or verb.tag_ not in {"VBD", "VBN"} or comma_before(verb) is None or "cc" in verb.family:
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "ccomp"):
        return {}
    told = [item for item in tree.children(above, "ccomp") if above.i < item.i < verb.i and item.tag_ == "VBN"]
    if len(told) != 1 or not any(item.lower_ in HAVE for item in tree.children(told[0], "aux")):
        return {}
    if "aux:pass" in told[0].family or not verb.doc.lexicon.verb(above.lemma_.lower()).speech:
        return {}
    return {verb.i: (told[0].i, "conj")} if tree.children(told[0], *OF_SUBJECT) else {}


def who_at_place(clause: Token) -> Token | None:
    """As in "clashed with *police* in Oslo *who* were trying to …": people, and no place."""
    place = clause.head
    if place.ent_type_ not in PLACES or not any(
        item.lower_ in WHO for item in tree.children(clause, *OF_SUBJECT, "obj")
    ):
        return None
    if not place.preposition or comma_before(clause) is not None:
        return None
    above = place.head
    if above.pos_ == "NOUN":
        return above if above.is_a("acting") else None
    before = [item for item in tree.children(above, "obj", "obl", "nsubj", "iobj") if above.i < item.i < place.i]
    return before[-1] if before and before[-1].is_a("acting") else None


def who_behind_place(clause: Token) -> Changes:
    """As in "clashed with *police* in Oslo *who* were trying to …", hung from the verb: people right before do so."""
    above = clause.head
    who = [item for item in tree.children(clause, *OF_SUBJECT) if item.lower_ == "who"]
    if not who or who[0].i == 0 or above.pos_ != "VERB" or clause.i < above.i:
        return {}
    last = who[0].nbor(-1)
    if last.ent_type_ not in PLACES or (last.head is not above and last.head.head is not above):
        return {}
    before = [item for item in tree.children(above, "obj", "obl", "iobj") if above.i < item.i < last.i]
    people = [item for item in before if item.pos_ == "NOUN" and item.is_a("acting")]
    return {clause.i: (people[-1].i, "acl:relcl")} if people else {}


def retorted(verb: Token) -> Changes:
    """As in "“…,” the minister *hit back*": beside a quotation it is said and nobody is hit."""
    back = [item for item in verb.words if item.lower_ == "back" and item.i == verb.i + 1]
    if verb.lemma_ not in {"fire", "hit", "shoot"} or not back or tree.children(verb, "obj", "aux"):
        return {}
    subjects = tree.children(verb, "nsubj")
    first = subjects[0].left_edge.i if subjects else 0
    if not subjects or not any(item.text in tree.CLOSING for item in verb.doc[max(first - 1, 0) : subjects[0].i]):
        return {}
    verb.lemma_ = "retort"
    return {back[0].i: (verb.i, "advmod")}


def announced_that(verb: Token) -> Changes:
    """As in "A prosecutor *announced* in May *that* …, but its findings have yet to appear": a saying, and no title."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in {"VBD", "VBN"} or noun.head is not noun or noun.pos_ not in NOUNS:
        return {}
    told = [item for item in tree.children(verb, "ccomp") if item.i > verb.i]
    marked = any(item.lower_ == "that" for one in told for item in tree.children(one, "mark"))
    own = tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "obl:agent")
    if not marked or own or not verb.doc.lexicon.verb(verb.lemma_.lower()).speech or "cop" in noun.family:
        return {}
    if not (noun.ent_type_ or noun.is_a("acting")):
        return {}
    verb.tag_ = "VBD"
    rest: Changes = {item.i: (verb.i, item.dep_) for item in noun.words if item.i > verb.i}
    return rest | {verb.i: (verb.i, noun.dep_), noun.i: (verb.i, "nsubj")}


def of_second(subject: Token) -> Changes:
    """As in "supporters *of former president Eva Moreno* kept it up": no verb has two subjects, nor "of" before one."""
    verb, first = subject.head, subject.left_edge
    others = [item for item in tree.children(verb, *OF_SUBJECT) if item.i < first.i]
    if first.lower_ != "of" or first.tag_ != "IN" or len(others) > 1 or first is subject:
        return {}
    if not others:
        return _clause_of_first(subject, first)
    if others[0].right_edge.i + 1 != first.i or others[0].pos_ not in NOUNS:
        return {}
    return {subject.i: (others[0].i, "nmod"), first.i: (subject.i, "case")}


def _clause_of_first(subject: Token, mark: Token) -> Changes:
    """As in "spoke *as supporters* of Eva Moreno kept it up": the first noun was read as a phrase."""
    verb, noun = subject.head, mark.nbor(-1) if mark.i else mark
    case = [item for item in tree.children(noun, "case") if item.lower_ in CONJUNCTIONS]
    if noun.base not in {"nmod", "obl"} or len(case) != 1 or noun.pos_ not in NOUNS or noun.head is verb:
        return {}
    if verb.tag_ not in tree.FINITE or noun.head.i > noun.i:
        return {}
    return {
        subject.i: (noun.i, "nmod"),
        mark.i: (subject.i, "case"),
        noun.i: (verb.i, "nsubj"),
        case[0].i: (verb.i, "mark"),
        verb.i: (noun.head.i, "advcl"),
    }


def behind_quotation(noun: Token) -> Changes:
    """As in "“They opened fire,” *a farmer* who hid nearby *said*": who speaks, read as a word of the quotation."""
    doc = noun.doc
    last = noun.right_edge.i
    verb = doc[last + 1] if last + 1 < len(doc) else noun
    if not verb.is_a("reporting") or verb.tag_ not in tree.FINITE or tree.children(verb, *OF_SUBJECT):
        return {}
    start = noun.left_edge.i
    closed = any(item.text in tree.CLOSING for item in doc[max(start - 1, 0) : start + 2])
    if not closed or not (noun.ent_type_ or noun.is_a("acting")) or not tree.is_below(noun, verb):
        return {}
    return {noun.i: (verb.i, "nsubj")}


def named_behind_owner(name: Token) -> Changes:
    """As in "Peru's *Boluarte* wins vote": a name between "'s" and a finite verb is who does it, not the owner."""
    verb, mark = name.head, name.nbor(-1) if name.i else name
    if name.base not in {"amod", "compound"} or verb.tag_ not in tree.FINITE or verb.i != name.i + 1:
        return {}
    owner = mark.head
    if mark.tag_ != "POS" or owner.head is not verb or owner.base not in OF_SUBJECT or name.pos_ not in NOUNS:
        return {}
    return {name.i: (verb.i, owner.dep_), owner.i: (name.i, "nmod:poss")}


def holder_behind_body(person: Token) -> Changes:
    """As in "*European Commission* President *Ida Lund* was the first to …": no comma parts them."""
    body = person.head
    titles = [item for item in tree.children(person, "nmod:desc") if item.i < person.i and item.is_a("title")]
    if person.base != "appos" or person.ent_type_ != "PERSON" or body.ent_type_ not in {"GPE", "ORG"} or not titles:
        return {}
    if person.left_edge.i != body.i + 1 or person.left_edge.is_punct:
        return {}
    rest: Changes = {item.i: (person.i, item.dep_) for item in body.words if item.base == "case"}
    return rest | {
        person.i: (person.i if body.head is body else body.head.i, body.dep_),
        body.i: (person.i, "compound"),
    }


def opening_gerund(word: Token) -> Changes:
    """As in "*Conceding* defeat, Lund thanked voters": before a comma that opens a clause it has its object."""
    noun = word.head
    verb = noun.head
    if word.i != word.sent.start or word.base != "compound" or not word.lower_.endswith("ing") or word.ent_type_:
        return {}
    behind = word.doc[noun.i + 1] if noun.i + 1 < len(word.doc) else noun
    if noun.i != word.i + 1 or behind.text != "," or noun.base not in {"advcl", "dep", "nsubj", "obl", "parataxis"}:
        return {}
    subjects = [item for item in tree.children(verb, *OF_SUBJECT) if behind.i < item.i < verb.i]
    joined = [item for item in tree.children(noun, "appos", "conj") if behind.i < item.i < verb.i]
    rest: Changes = {}
    if not subjects and noun.base == "nsubj" and joined and "cc" not in joined[0].family:
        subjects, rest = joined[:1], {joined[0].i: (verb.i, noun.dep_)}
    stem = verb_of_gerund(word, word.doc.lexicon)
    if not stem or not subjects or verb.pos_ != "VERB":
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", stem
    return rest | {word.i: (verb.i, "advcl"), noun.i: (word.i, "obj")}
