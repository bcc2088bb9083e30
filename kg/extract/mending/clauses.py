"""Main clauses that a parser cut from their subject, because a clause or an apposition stands between the two.

In: a tree. Out: what to change in it, where grammar leaves no other place: a finite verb behind a comma whose subject
was hung from the noun before it ("hailed the accord as a *step*, and the *US*, which had threatened both sides,
*promised* aid"); a relative clause that was read as the main one ("a *lawyer*, whose request was *rejected* last week,
*vowed* to appeal"); and people behind a name that cannot be meant by "who" ("a vice-president of the *Commission, who*
conceded defeat").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.name_labels import TIMES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

PAST = frozenset(["VBD", "VBN", "VBP", "VBZ"])
OF_SUBJECT = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")
NOUNS = frozenset(["NOUN", "PROPN"])
PLURALS = frozenset(["NNS", "NNPS"])
NO_PERSON = frozenset(["ORG", "GPE", "LOC", "FAC"])
PUNISHING = frozenset(["ACCUSE", "APPOINT", "COERCE", "JUDICIAL", "SANCTION"])
"""Types of what is done to someone for something: "sacked by the mayor *for fraud*"."""
MAX_CLIMB = 6


def cut_off(verb: Token) -> Changes:
    """As in "hailed it as a step, and *Norway*, which had left, *promised* aid": a subject that a comma cuts off."""
    if verb.tag_ not in PAST or verb.pos_ != "VERB" or verb.i < 2 or tree.children(verb, *OF_SUBJECT):
        return {}
    if verb.tag_ == "VBN" and tree.children(verb, "aux", "aux:pass"):
        return {}
    if verb.doc[verb.i - 1].text != ",":
        return {}
    noun = _second_subject(verb)
    if noun is None:
        return {}
    first = noun.head
    clause = next((item for item in tree.ancestors(first) if item.pos_ in {"VERB", "AUX"} and item is not verb), None)
    if clause is None or not tree.children(clause, *OF_SUBJECT):
        return {}
    changes: Changes = {noun.i: (verb.i, "nsubj")}
    changes |= {item.i: (verb.i, "cc") for item in tree.children(noun, "cc")}
    if tree.is_below(clause, verb):  # "*Developers greeted the news*" was taken for what is said
        top = clause
        while top.head is not verb:
            top = top.head
        root = verb.head is verb
        changes[top.i] = (top.i if root else verb.head.i, verb.dep_)
        changes[verb.i] = (top.i, "conj")
    else:
        changes[verb.i] = (clause.i, "conj")
    if verb.tag_ == "VBN":
        verb.tag_ = "VBD"
    return changes


def _second_subject(verb: Token) -> Token | None:
    """A noun behind ", and", with a clause or apposition that ends right before the verb's comma."""
    item = verb.doc[verb.i - 2]
    for _ in range(MAX_CLIMB):
        if item.base == "conj" and item.pos_ in NOUNS:
            marks = [one for one in tree.children(item, "cc") if one.i < item.i]
            described = tree.children(item, "acl:relcl", "appos", "acl")
            if (
                not marks
                or not described
                or item.right_edge.i >= verb.i
                or marks[0].lower_ not in {"and", "but", "while"}
            ):
                return None
            return item if marks[0].i and marks[0].nbor(-1).text == "," and item.head.i < item.i else None
        if item.head is item or item.head is verb or item.head.i >= verb.i:
            return None
        item = item.head
    return None


def tail(verb: Token) -> Changes:
    """A saying at the end of a sentence whose subject was hung from what is said: "…, *state television* reported."."""
    if verb.tag_ not in tree.FINITE or tree.children(verb, *OF_SUBJECT, "ccomp", "obj", "xcomp", "aux"):
        return {}
    if verb.head is verb or not verb.doc.lexicon.verb(verb.lemma_.lower()).speech or not _ends(verb):
        return {}
    doc, first = verb.doc, verb.i - 1
    while first > verb.sent.start and doc[first].pos_ in NOUNS | {"DET", "ADJ", "NUM"}:
        first -= 1
    name = doc[first + 1 : verb.i]
    if doc[first].text != "," or not name or name[-1].pos_ not in NOUNS:
        return {}
    noun = name[-1]
    while noun.head.i > first and noun.head.i < verb.i and noun.head is not noun:
        noun = noun.head
    root = next((item for item in tree.ancestors(verb) if item.head is item), verb)
    if root.i >= first or root.pos_ not in {"VERB", "AUX"}:
        return {}
    before = [item for item in noun.words if item.i < first and not item.is_punct]
    told: Changes = {before[-1].i: (noun.head.i, noun.dep_)} if before else {}  # "to obtain *land*, state television"
    return told | {noun.i: (verb.i, "nsubj"), verb.i: (root.i, "parataxis")}


def _ends(verb: Token) -> bool:
    """Whether behind the verb there are but phrases that say when, where and to whom it is said."""
    behind = [item for item in verb.sent.tokens if item.i > verb.i and not item.is_punct and not item.is_space]
    return all(item.pos_ in NOUNS | {"ADP", "DET", "ADJ", "NUM"} for item in behind)


def left_verbless(verb: Token) -> Changes:
    """The verb of a sentence that was left without one: "The candidate, Ida Berg, *won* by a wide margin.".

    A verb that has no passive needs nothing between: "The rebels *boasted* of killing 40."
    """
    noun = verb.head
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or noun.head is not noun or noun.pos_ not in NOUNS or verb.i < 1:
        return {}
    if not any(item.text in {".", "!", "?"} for item in noun.words) or tree.children(verb, "aux:pass", *OF_SUBJECT):
        return {}
    set_off = [item for item in tree.children(noun, "appos", "acl:relcl") if item.i < verb.i]
    if verb.doc[verb.i - 1].text != ",":
        if not verb.is_a("without_passive") or verb.i != noun.i + 1:
            return {}
    elif not set_off or set_off[-1].right_edge.i + 1 < verb.i - 1:
        return {}
    inside = {item.i for one in set_off for item in one.subtree}
    finite = [item for item in noun.sent if item.tag_ in tree.FINITE | {"MD"} and item.i not in inside]
    if any(not tree.is_below(item, verb) for item in finite):
        return {}
    verb.tag_ = "VBD"
    changes: Changes = {verb.i: (verb.i, noun.dep_), noun.i: (verb.i, "nsubj")}
    changes |= {item.i: (verb.i, item.dep_) for item in noun.words if item.i > verb.i}
    return changes


def behind_semicolon(verb: Token) -> Changes:
    """A clause with its own subject behind a semicolon, which nothing before it governs: "did not go; *she sued*"."""
    if verb.tag_ not in tree.FINITE:
        return {}
    subjects = [item for item in tree.children(verb, *OF_SUBJECT) if item.i < verb.i]
    if not subjects:
        return {}
    first = subjects[0].left_edge.i
    if first == 0 or verb.doc[first - 1].text != ";":
        return {}
    root = next((item for item in tree.ancestors(verb) if item.head is item), verb)
    if root.i >= first:
        return {}
    changes: Changes = {} if verb.base in {"conj", "parataxis"} else {verb.i: (root.i, "conj")}
    if verb.base == "amod":  # hung from its own object
        changes[verb.head.i] = (verb.i, "obj")
    for item in tree.children(root, "conj"):  # "…; her party objected and *demanded* a recount"
        between = any(one.text == ";" for one in verb.doc[verb.i : max(item.i, verb.i)])
        if item.i > verb.i and item.pos_ == "VERB" and not between and not tree.children(item, *OF_SUBJECT):
            changes[item.i] = (verb.i, "conj")
    return changes


def second_described(clause: Token) -> Changes:
    """As in "the cars that carried Lund and *the guard killed* with her": no second clause about the cars.

    It describes the last of a list in the first clause: the guard was carried, and was killed.
    """
    subjects = tree.children(clause, "nsubj")
    if clause.dep_ != "acl:relcl" or clause.tag_ not in {"VBD", "VBN"} or len(subjects) != 1:
        return {}
    subject = subjects[0]
    joined = any(item.lower_ in {"and", "or"} and item.i < subject.i for item in tree.children(subject, "cc"))
    if not joined or subject.i + 1 != clause.i or tree.children(clause, "obj", "aux", "ccomp", "xcomp"):
        return {}
    for first in tree.children(clause.head, "acl:relcl"):
        objects = tree.children(first, "obj")
        if first.i < subject.i and objects and objects[-1].right_edge.i + 1 == subject.left_edge.i:
            clause.tag_ = "VBN"
            return {subject.i: (objects[-1].i, "conj"), clause.i: (subject.i, "acl")}
    return {}


def joined_subject(second: Token) -> Changes:
    """The second of two coordinated subjects that was read as one of its own: "*the bank* and *officials* said"."""
    verb = second.head
    if "cc" not in second.family:
        return {}
    first = next((item for item in tree.children(verb, "nsubj", "nsubj:pass") if item.i < second.i), None)
    marks = [item for item in tree.children(second, "cc") if item.i < second.i and item.lower_ in {"and", "or"}]
    if first is None or not marks or second.i > verb.i or first.pos_ not in NOUNS or second.pos_ not in NOUNS:
        return {}
    end = first.right_edge.i + 1
    end += second.doc[end].text == ","  # "Ann Li of Labour, Jo Berg of the Greens*, and* Leo Kwok"
    return {second.i: (first.i, "conj")} if end == marks[0].i else {}


def second_office(name: Token) -> Changes:
    """One person with two offices: "party leader and *Prime Minister Ida Berg*", "writer and *poet Jo Lund*"."""
    first, before = name.head, name.doc[name.left_edge.i - 1]
    if name.ent_type_ != "PERSON" or first.pos_ != "NOUN" or first.ent_type_ or first.i > name.i or first.tag_ != "NN":
        return {}
    office = before if before.base == "conj" and before.head is first and before.pos_ == "NOUN" else None
    marks = [item for item in tree.children(office or name, "cc") if item.lower_ == "and" and item.i == first.i + 1]
    if not marks or not first.is_a("person") or tree.children(first, "det", "nmod:poss", "nummod"):
        return {}  # "*a* doctor and nurse Jo Lund" are two
    if office is None and not any(item.i > marks[0].i for item in tree.children(name, "nmod:desc", "compound")):
        return {}
    changes: Changes = {name.i: (first.head.i, first.dep_), first.i: (name.i, "nmod:desc")}
    if office is not None:
        changes[office.i] = (name.i, "nmod:desc")
    return changes | {item.i: (name.i, item.dep_) for item in first.words if item.base in {"case", "cop"}}


def listed_name(name: Token) -> Changes:
    """As in "Ann Li of Labour, *Jo Berg* of the Greens, and …": hung from the party or the title of the one before.

    "Representatives Ann Li, *Jo Berg*, and *Leo Kwok*".
    """
    head = name.head
    if name.ent_type_ != "PERSON" or head.i > name.i:
        return {}
    if name.base == "conj" and head.base == "flat" and head.ent_type_ == "PERSON" and head.head.tag_ in PLURALS:
        return {name.i: (head.head.i, "conj")}
    of_other = head.ent_type_ in NO_PERSON and head.base == "nmod" and head.head.ent_type_ == "PERSON"
    return {name.i: (head.head.i, "conj")} if name.base == "appos" and of_other else {}


def titled_behind(name: Token) -> Changes:
    """As in "militants loyal to *the cleric Abu Omar* said": the name behind a title, read as a second subject."""
    if name.ent_type_ != "PERSON" or name.i < 2:
        return {}
    title = name.doc[name.left_edge.i - 1]
    first = next((item for item in tree.children(name.head, "nsubj") if item.i < title.i), None)
    if first is None or title.pos_ != "NOUN" or title.head.pos_ != "ADJ":
        return {}  # "the chief of *staff* Ana Berg"
    return {name.i: (title.i, "appos")} if title.is_a("person") and tree.is_below(title, first) else {}


def misread_main(verb: Token) -> Changes:
    """As in "*Rebels who took* the town *fled*": the first of two subjects is that of the verb behind."""
    subjects = [item for item in tree.children(verb, "nsubj", "nsubj:pass") if item.i < verb.i]
    if len(subjects) != 2 or subjects[0].pos_ not in NOUNS:
        return {}
    outer, inner = subjects
    relative = inner.lower_ in {"who", "which"} or any(item.tag_ == "WP$" for item in tree.children(inner, "nmod:poss"))
    if not relative or comma_before(inner) is None:
        return {}
    for second in tree.children(verb, "conj", "parataxis", "ccomp"):
        if second.tag_ not in tree.FINITE or second.i < verb.i or tree.children(second, *OF_SUBJECT, "cc"):
            continue
        start = min([second.i, *(item.i for item in tree.children(second, "advmod", "aux"))])
        if verb.doc[start - 1].text != ",":
            continue
        root = verb.head is verb
        changes: Changes = {
            outer.i: (second.i, "nsubj"),
            verb.i: (outer.i, "acl:relcl"),
            second.i: (second.i if root else verb.head.i, verb.dep_),
        }
        ahead = [item for item in verb.words if item.i < outer.left_edge.i]
        changes |= {item.i: (second.i, item.dep_) for item in ahead}
        changes |= {item.i: (second.i, item.dep_) for item in verb.words if item.is_punct and item.i > second.i}
        return changes
    return {}


def set_off_participle(verb: Token) -> Changes:
    """A participle between commas read as the main verb: "The *tool, revealed* at a fair, *drew* praise"."""
    subjects = tree.children(verb, "nsubj")
    if verb.tag_ not in {"VBD", "VBN"} or len(subjects) != 1 or tree.children(verb, "obj", "aux", "ccomp", "xcomp"):
        return {}
    subject = subjects[0]
    if subject.pos_ not in NOUNS or subject.right_edge.i + 1 < verb.i - 1 or verb.nbor(-1).text != ",":
        return {}
    for main in tree.children(verb, "conj", "parataxis"):
        lone = main.tag_ in tree.FINITE and not tree.children(main, *OF_SUBJECT, "cc")
        start = min([main.i, *(item.i for item in tree.children(main, "advmod", "aux", "aux:pass"))])
        if not lone or verb.doc[start - 1].text != "," or not tree.children(verb, "obl"):
            continue
        root = verb.head is verb
        verb.tag_ = "VBN"
        passive = bool(tree.children(main, "aux:pass"))
        changes: Changes = {
            subject.i: (main.i, "nsubj:pass" if passive else "nsubj"),
            verb.i: (subject.i, "acl"),
            main.i: (main.i if root else verb.head.i, verb.dep_),
        }
        changes |= {item.i: (main.i, item.dep_) for item in verb.words if item.i > main.right_edge.i}
        return changes | {item.i: (main.i, item.dep_) for item in verb.words if item.i < subject.left_edge.i}
    return {}


def person_meant(clause: Token) -> Token | None:
    """The person that a clause with "who" is about, where it was hung from a thing or the name of a body or place."""
    name = clause.head
    if not any(item.lower_ == "who" for item in tree.children(clause, "nsubj")):
        return None
    if name.ent_type_ not in NO_PERSON and not (name.pos_ == "NOUN" and name.is_a("weapon", "instrument", "vehicle")):
        return None
    for item in tree.ancestors(name):
        if item.base in {"acl", "amod"} and item.tag_ in {"JJ", "VBN"}:
            continue  # "a man armed with a machete *who* …"
        if item.pos_ not in NOUNS or item.i > name.i:
            return None
        if item.ent_type_ == "PERSON" or item.is_a("person"):
            return item
        if item.base not in {"nmod", "compound", "appos"}:
            return None
    return None


def body_meant(clause: Token) -> Token | None:
    """As in "an appeal by Norex, *which* is accused of fraud": nobody accuses an appeal."""
    noun = clause.head
    if not clause.is_a("blaming") or not tree.is_passive(clause) or noun.ent_type_ or noun.is_a("acting"):
        return None
    before = clause.doc[clause.left_edge.i - 1]
    for item in tree.children(noun, "nmod"):
        someone = item.ent_type_ in {"ORG", "PERSON", "NORP"} or item.is_a("acting")
        if (
            someone
            and tree.preposition(item) in {"by", "from", "of"}
            and item.right_edge.i in {before.i, before.i - 1, clause.right_edge.i}
        ):
            return item
    return None


def set_off_source(noun: Token) -> Changes:
    """As in "died of hunger, *according to a nurse*, and": behind a comma it is about the clause, not its last noun."""
    before = comma_before(noun) if tree.preposition(noun).startswith("according") else None
    if before is None:
        return {}
    clause = next((item for item in tree.ancestors(noun) if item.pos_ in {"VERB", "AUX"}), None)
    return {} if clause is None or clause.i > before else {noun.i: (clause.i, "obl")}


def charge_behind(noun: Token) -> Changes:
    """As in "accused by senators *of fraud*", "blamed rebels *for the raid*": it is the charge."""
    prep = tree.preposition(noun)
    lexicon = noun.doc.lexicon
    if prep not in {"of", "for", "over"} or not lexicon.is_eventive(noun.lemma_.lower()) or noun.ent_type_:
        return {}
    accuser = noun.head
    while accuser.base == "nmod" and accuser.ent_type_ and accuser.head is not accuser:
        accuser = accuser.head
    verb = accuser.head
    by = accuser.base == "obl" and tree.preposition(accuser) == "by" and tree.is_passive(verb)
    accused = accuser.base == "obj" and verb.pos_ == "VERB" and verb.is_a("blaming")
    if not by and not accused:
        return {}
    entry = lexicon.verb(verb.lemma_.lower())
    asked = entry.preps.get(prep) == "content" or (prep != "of" and entry.type in PUNISHING)
    return {noun.i: (verb.i, "obl")} if asked else {}


def accuser_behind(noun: Token) -> Changes:
    """As in "was accused of torture *by the union*": who accuses, hung from what one is accused of."""
    charge = noun.head
    verb = charge.head
    if (
        tree.preposition(noun) != "by"
        or charge.base not in {"obl", "nmod"}
        or tree.preposition(charge) not in {"of", "for"}
    ):
        return {}
    if verb.pos_ != "VERB" or not verb.is_a("blaming") or not tree.is_passive(verb):
        return {}
    by = [item for item in tree.children(verb, "obl", "obl:agent") if tree.preposition(item) == "by"]
    return {} if by else {noun.i: (verb.i, "obl:agent")}


def comma_before(word: Token) -> int | None:
    """Index of the comma right before a phrase, which may be read as its first token."""
    first = word.left_edge
    at = first.i if first.text == "," else first.i - 1
    return at if at >= 0 and word.doc[at].text == "," else None


def bare_count(number: Token) -> Changes:
    """As in "Over *400* have died": a number right before a verb without a subject, read as a phrase."""
    verb = number.head
    if number.tag_ != "CD" or number.base not in {"obl", "nmod"} or number.i > verb.i or verb.pos_ != "VERB":
        return {}
    if tree.preposition(number) or number.ent_type_ in TIMES or tree.children(verb, *OF_SUBJECT):
        return {}
    between = verb.doc[number.i + 1 : verb.i]
    plural = bool(between) and all(item.base in {"aux", "advmod"} for item in between)
    return {number.i: (verb.i, "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj")} if plural else {}


def outer_preposition(case: Token) -> Changes:
    """As in "*by* former president Ana Lindt": the preposition of a name that was hung from the office before it."""
    office = case.head
    name = office.head
    if office.dep_ != "nmod:desc" or name is office or not case.i < office.i < name.i or case.tag_ == "POS":
        return {}
    return {case.i: (name.i, "case")}
