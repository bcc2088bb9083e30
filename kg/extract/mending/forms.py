"""Verbs whose own form says where they belong, and what stands behind them.

In: a tree. Out: what to change in it. A bare infinitive goes on from an infinitive and from no finite verb ("called on
them to disband it, try its leaders *and compensate* families"), a past form under a saying in the past from the saying
("said that it opposes bans that have no basis *and urged* them …"); "but" between a subject and its verb joins the verb
to a participle before ("A convoy carrying food *crossed* the border but was halted"), and behind a verb of phase a
gerund has its own object ("continued *shelling villages*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.mending.lost_gerunds import BEFORE_NOUN, GERUND_TAGS, verb_of_gerund
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.measures import is_time
from kg.extract.text.outlook import PRESENT

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
NO_INFINITIVE = frozenset(["VBD", "VBG", "VBN", "VBZ"])
"""Forms that a bare infinitive is never joined to."""
HEARING = frozenset(["ACCUSE", "APPOINT", "COERCE", "CONSULT", "JUDICIAL", "REQUEST", "STATEMENT", "THREATEN"])
"""Types of what is done to people who may then be told more: "had been arrested and *warned* that …"."""
DONE_TO_NOUN = HARMFUL | {"COERCE", "MOBILIZE", "SANCTION", "AID", "RETREAT"}
"""Types of acts that a gerund before a noun without an article may be: "continued *evacuating* patients"."""


def bare_joined(verb: Token) -> Changes:
    """As in "asked them to disband it, try those who gave orders *and pay* the rest": it goes on from "try"."""
    above = verb.head
    if verb.tag_ != "VB" or verb.base != "conj" or above.tag_ not in NO_INFINITIVE or above.i > verb.i:
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "expl") or above.lower_ == above.lemma_.lower():
        return {}
    if any(item.tag_ == "MD" or item.lemma_ == "do" for item in tree.children(above, "aux")):
        return {}
    for word in reversed(verb.doc[verb.sent.start : verb.i]):
        if word.text == ";":
            return {}
        if word.tag_ != "VB" or word.pos_ != "VERB" or not _leads_on(word):
            continue
        related = tree.is_below(word, above) or tree.is_below(above, word)
        return {verb.i: (word.i, "conj")} if related else {}
    return {}


def _leads_on(word: Token) -> bool:
    """Whether a bare verb is an infinitive or stands under a modal, itself or by the one that it is joined to."""
    led = tree.has_to(word) or any(item.tag_ == "MD" for item in tree.children(word, "aux"))
    listed = word.doc.mended.get(word.i) == second_of_list.__name__
    return led or listed or (word.base == "conj" and not tree.children(word, *OF_SUBJECT))


def past_of_saying(verb: Token) -> Changes:
    """As in "said it opposes bans that have no basis *and urged* them to meet": who said so, in the past, urged.

    Of two past forms the second is the speaker's where the first is passive: no one killed or sent has spoken on.
    """
    inner = verb.head
    if verb.tag_ != "VBD" or verb.base != "conj" or inner.i > verb.i or tree.children(verb, *OF_SUBJECT, "aux"):
        return {}
    entry = verb.doc.lexicon.verb(verb.lemma_.lower())
    if not (entry.speech or entry.type in {"REQUEST", "THREATEN", "ACCUSE"}) or not tree.children(verb, "cc"):
        return {}
    if not (_is_present(inner) or _is_done_to(inner, speaks_on=bool(tree.children(verb, "ccomp")))):
        return {}
    for above in tree.ancestors(inner):
        if above.pos_ == "VERB" and above.tag_ == "VBD" and tree.children(above, "nsubj"):
            says = verb.doc.lexicon.verb(above.lemma_.lower()).speech or "ccomp" in above.family
            says = says and above.i < inner.i
            return {verb.i: (above.i, "conj")} if says else {}
    return {}


def _is_present(verb: Token) -> bool:
    auxiliaries = tree.children(verb, "aux", "aux:pass", "cop")
    return verb.tag_ in PRESENT or any(item.tag_ in PRESENT for item in auxiliaries)


def _is_done_to(verb: Token, *, speaks_on: bool) -> bool:
    """Whether nobody who suffers this speaks on: "had been *sent* … and warned that"."""
    if not speaks_on or verb.base != "ccomp" or "aux:pass" not in verb.family:
        return False
    subjects = tree.children(verb, *OF_SUBJECT)
    someone = any(item.ent_type_ or item.pos_ == "PRON" or item.is_a("acting") for item in subjects)
    return not someone or verb.doc.lexicon.verb(verb.lemma_.lower()).type not in HEARING


def first_of_two(verb: Token) -> Changes:
    """As in "A convoy carrying food *crossed* the border *but was* halted": "but" has a verb before it."""
    joints = [item for item in tree.children(verb, "cc") if item.lower_ in {"and", "but"}]
    subject = _joined_subject(verb)
    if len(joints) != 1 or subject is None or not subject.i < joints[0].i < verb.i:
        return {}
    between = verb.doc[subject.i + 1 : joints[0].i]
    found = [item for item in between if item.tag_ in {"VBD", "VBN"} and item.dep_ == "acl"]
    if not found or any(item.tag_ in tree.FINITE_OR_MODAL for item in between if item is not found[-1]):
        return {}
    first, top = found[-1], subject if verb.base == "conj" else verb
    own = tree.children(first, *OF_SUBJECT, "aux", "aux:pass", "mark", "obl:agent")
    if own or first.head is subject or not tree.is_below(first, subject) or first.pos_ != "VERB":
        return {}
    first.tag_ = "VBD"
    changes: Changes = {first.i: (first.i if top.head is top else top.head.i, _label_of(top))}
    changes |= {subject.i: (first.i, "nsubj"), verb.i: (first.i, "conj")}
    moved = (item for item in between if item.i > first.i and item.base == "obl" and item.head.i < first.i)
    return changes | {item.i: (first.i, item.dep_) for item in moved}


def _joined_subject(verb: Token) -> Token | None:
    """The subject before a verb, also one that a finite verb was joined to as to another noun."""
    subjects = tree.children(verb, *OF_SUBJECT)
    if verb.base != "conj":
        return subjects[0] if len(subjects) == 1 and subjects[0].i < verb.i else None
    noun = verb.head
    alone = noun.base in {"root", "ROOT", "appos"} and noun.pos_ in NOUNS and not subjects
    return noun if alone and tree.is_finite(verb) and "cop" not in noun.family else None


def _label_of(top: Token) -> str:
    return "parataxis" if top.base == "appos" else top.dep_


def behind_label(verb: Token) -> Changes:
    """As in "HIGHLIGHTS: Clashes *intensified* in May.": behind a label, a past form is no word of the noun."""
    noun = verb.head
    label = noun.head
    if verb.dep_ != "acl" or verb.tag_ != "VBD" or noun.base != "appos" or label.head is not label or noun.i > verb.i:
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "mark", "obl:agent") or verb.sent.tokens[-1].text != ".":
        return {}
    at = noun.left_edge.i - (noun.doc[noun.left_edge.i].text != ":")
    if at < 1 or noun.doc[at].text != ":" or not label.i < at:
        return {}
    rest: Changes = {item.i: (verb.i, "advcl") for item in tree.children(noun, "acl") if item.i > verb.i}
    return rest | {verb.i: (label.i, "parataxis"), noun.i: (verb.i, "nsubj")}


def phase_gerund(word: Token) -> Changes:
    """As in "continued *shelling* villages": behind a verb of phase, what is done to those named right behind."""
    noun = word.head
    verb = noun.head
    if word.base not in BEFORE_NOUN or word.tag_ not in GERUND_TAGS or word.words or word.ent_type_:
        return {}
    if noun.base != "obj" or word.i != verb.i + 1 or not verb.is_a("phase_verb") or noun.pos_ not in NOUNS:
        return {}
    lexicon = word.doc.lexicon
    stem = verb_of_gerund(word, lexicon)
    if not stem or lexicon.verb(stem).type not in DONE_TO_NOUN or (noun.tag_ != "NNS" and not noun.ent_type_):
        return {}
    kind = noun.lemma_.lower()
    if (
        lexicon.is_eventive(kind)
        or noun.is_a("undertaking")
        or lexicon.is_a(f"{word.lower_} {kind}", "gerund_compound")
    ):
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBG", stem
    rest: Changes = {
        item.i: (word.i, "obl") for item in tree.children(noun, "nmod") if item.preposition not in {"of", ""}
    }
    return rest | {word.i: (verb.i, "xcomp"), noun.i: (word.i, "obj")}


def himself(word: Token) -> Changes:
    """As in "the lawyer was *himself* detained": beside a subject it only stresses who is meant."""
    if word.lower_ not in REFLEXIVE or word.base not in OF_SUBJECT:
        return {}
    others = [item for item in tree.children(word.head, *OF_SUBJECT) if item is not word]
    return {word.i: (word.head.i, "advmod")} if others else {}


def counted_harmed(number: Token) -> Changes:
    """As in "displaced *two million*", "killed *11*": how many, read as by how much."""
    verb = number.head
    if number.dep_ != "obl:unmarked" or number.tag_ != "CD" or number.ent_type_ in {"MONEY", "PERCENT", "DATE", "TIME"}:
        return {}
    if verb.pos_ != "VERB" or number.left_edge.i != verb.i + 1 or tree.is_passive(verb) or tree.children(verb, "obj"):
        return {}
    if is_time(number) or tree.children(number, "nmod", "flat"):
        return {}
    entry = verb.doc.lexicon.verb(verb.lemma_.lower())
    harms = verb.is_a("casualties") or (entry.type in {"ASSAULT", "COERCE"} and entry.frame.name == "act")
    return {number.i: (verb.i, "obj")} if harms else {}


def said_in_headline(noun: Token) -> Changes:
    """As in "Oslo to reply in kind to bans, *says* senior envoy": who says so stands behind, without an article."""
    verb = noun.head
    if noun.base not in {"iobj", "obj"} or verb.tag_ not in PRESENT or not verb.is_a("reporting") or noun.i < verb.i:
        return {}
    before = verb.doc[verb.i - 1] if verb.i else verb
    ends = not any(item.text in {".", "?", "!"} for item in verb.sent) and noun.right_edge.i >= verb.sent.end - 2
    if before.text != "," or not ends or "det" in noun.family or verb.head is not verb:
        return {}
    if not (noun.ent_type_ or noun.is_a("acting")):
        return {}
    subjects = tree.children(verb, *OF_SUBJECT)
    above = subjects or [verb]
    told = [item for item in tree.children(above[0], "acl", "ccomp") if tree.has_to(item) and item.i < verb.i]
    if len(told) != 1 or len(subjects) > 1 or not (subjects or tree.children(told[0], *OF_SUBJECT)):
        return {}
    moved: Changes = {item.i: (told[0].i, "nsubj") for item in subjects}
    return moved | {told[0].i: (told[0].i, verb.dep_), verb.i: (told[0].i, "parataxis"), noun.i: (verb.i, "nsubj")}


def second_of_list(verb: Token) -> Changes:
    """As in "The envoys *called* on them to free two men, *punish* the guards and pay": one comma parts no subject."""
    subjects = tree.children(verb, *OF_SUBJECT)
    comma = verb.nbor(-1) if verb.i else verb
    if verb.head is not verb or verb.tag_ not in {"VB", "VBP"} or comma.text != "," or len(subjects) != 1:
        return {}
    main = next((item for item in tree.children(subjects[0], "acl") if item.tag_ == "VBD" and item.i < verb.i), None)
    if main is None or any(item.text == "," for item in verb.doc[subjects[0].left_edge.i : comma.i]):
        return {}
    aims = [item for item in tree.children(main, "advcl", "xcomp") if tree.has_to(item) and item.i < comma.i]
    joins = any(item.lower_ == "and" and item.i > verb.i for item in verb.sent)
    if len(aims) != 1 or not joins or tree.children(verb, "aux", "aux:pass"):
        return {}
    verb.tag_ = "VB"
    rest: Changes = {item.i: (main.i, item.dep_) for item in verb.words if item.text == "." and item.is_punct}
    return rest | {main.i: (main.i, verb.dep_), subjects[0].i: (main.i, "nsubj"), verb.i: (aims[0].i, "conj")}


def put_in(saying: Token) -> Changes:
    """As in "rejected the charge*, IRNA reported,* and vowed revenge": between two commas nothing is rejected of it."""
    verb, doc = saying.head, saying.doc
    if saying.base != "ccomp" or saying.tag_ not in {"VBD", "VBZ"} or saying.i < verb.i or verb.pos_ != "VERB":
        return {}
    if not saying.is_a("reporting") or tree.children(saying, "mark", "obj", "ccomp", "xcomp", "aux", "conj"):
        return {}
    subjects = tree.children(saying, "nsubj")
    start, end = saying.left_edge.i, saying.i + 1
    commas = start > 0 and end < len(doc) and (doc[start].text == "," or doc[start - 1].text == ",")
    if len(subjects) != 1 or subjects[0].i > saying.i or not commas or doc[end].text != ",":
        return {}
    return {saying.i: (verb.i, "parataxis")}


def towards_bearing(word: Token) -> Changes:
    """As in "advanced *southeast of Kupiansk*": a bearing is where one goes, and nothing that is advanced."""
    verb = word.head
    if word.base != "obj" or word.tag_ not in {"RB", "NN", "JJ"} or verb.pos_ != "VERB" or word.i < verb.i:
        return {}
    if not word.is_a("bearing") or tree.children(word, "det", "amod", "nmod:poss"):
        return {}
    return {word.i: (verb.i, "advmod")}


def headed_by_place(name: Token) -> Changes:
    """As in "*Chad*: Police fired on a crowd, nurses say": of two subjects the one before the colon says where."""
    verb, doc = name.head, name.doc
    if name.base not in OF_SUBJECT or name.ent_type_ != "GPE" or name.left_edge.i != name.sent.start:
        return {}
    colon = next((item for item in doc[name.i + 1 : name.i + 3] if item.text == ":"), None)
    if colon is None:
        return {}
    counted = [item for item in tree.children(name, "appos", "conj") if colon.i < item.i < verb.i]
    if counted and counted[0].left_edge.i <= colon.i + 1:  # "Chad: *11* killed in raid"
        return {counted[0].i: (verb.i, name.dep_), name.i: (verb.i, "nmod:unmarked")}
    if not any(item.i > colon.i for item in tree.children(verb, *OF_SUBJECT)):
        return {}
    told: Changes = {item.i: (verb.i, "ccomp") for item in name.words if item.i > colon.i and item.pos_ == "VERB"}
    return told | {name.i: (verb.i, "nmod:unmarked")}


def those_who_were(word: Token) -> Changes:
    """As in "paid the families of *those killed*": who they are, read as what becomes of somebody above."""
    if word.tag_ not in {"VBN", "VBD"} or word.i == 0 or word.base not in {"xcomp", "advcl", "ccomp", "conj"}:
        return {}
    those = word.nbor(-1)
    if those.lower_ != "those" or those.head is word or tree.children(word, *OF_SUBJECT, "aux", "aux:pass", "mark"):
        return {}
    bare = not tree.children(word, "obj", "cc") and not tree.children(those, "acl")
    return {word.i: (those.i, "acl")} if bare else {}


def with_article(word: Token) -> Changes:
    """As in "at *the* Erez border *crossing*": behind an article and a preposition, with no object, it is a noun."""
    if word.tag_ != "VBG" or word.base not in {"obl", "nmod"} or not tree.children(word, "case"):
        return {}
    known = word.lower_ in word.doc.lexicon.nouns or word.doc.lexicon.is_a(word.lower_, "place_noun")
    if (
        not known
        or not tree.children(word, "det")
        or tree.children(word, "obj", "ccomp", "xcomp", "aux", "mark", *OF_SUBJECT)
    ):
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    return {item.i: (word.i, "nmod") for item in tree.children(word, "obl")}


def charge_daffaires(word: Token) -> Changes:
    """As in "summoned the *chargé d'affaires* of Chad": an envoy, and no charge."""
    doc = word.doc
    behind = doc[word.i + 1] if word.i + 1 < len(doc) else word
    if word.lower_ not in {"charge", "chargé"} or behind.lower_.replace("’", "'") != "d'affaires":
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", "envoy"
    behind.pos_ = "NOUN"
    rest: Changes = {item.i: (word.i, item.dep_) for item in behind.words}
    return rest | {behind.i: (word.i, "flat")}


def run_by(word: Token) -> Changes:
    """As in "state-*run* media", "the army-*held* town": by whom it is run, and no run."""
    if (
        word.lower_ not in {"held", "run"}
        or word.i < 2
        or word.base not in {"amod", "compound"}
        or word.head.i < word.i
    ):
        return {}
    hyphen, runner = word.nbor(-1), word.nbor(-2)
    if hyphen.text != "-" or runner.pos_ not in NOUNS or hyphen.whitespace_ or runner.whitespace_:
        return {}
    word.pos_, word.tag_ = "ADJ", "JJ"
    return {word.i: (word.head.i, "amod"), runner.i: (word.i, "compound"), hyphen.i: (word.i, "punct")}


def bare_before_name(verb: Token) -> Changes:
    """As in "should open an inquiry, *and suspend* officers, the union said": read as a word of a name."""
    if verb.tag_ != "VB" or verb.base != "compound" or not tree.children(verb, "obj", "obl") or verb.head.i < verb.i:
        return {}
    if not any(item.lower_ in {"and", "or"} and item.i < verb.i for item in tree.children(verb, "cc")):
        return {}
    for word in reversed(verb.doc[verb.sent.start : verb.i]):
        if word.tag_ == "VB" and word.pos_ == "VERB" and _leads_on(word):
            return {verb.i: (word.i, "conj")}
    return {}
