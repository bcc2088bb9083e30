"""What a clause only looks forward to, sets as a condition, or imagines: small questions about one verb or noun.

Aims ("withdrew the bill *to calm* the public"), what is due ("is set *to open*"), conditions ("as long as he *stays*"),
what hangs on them ("if it rains, the march *will be moved*"), what would be so ("building it *would divert* money"),
and when-clauses of a clause that lies ahead ("will land when it *arrives*").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.lexicon_entries import Kind
from kg.model import Polarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Slots
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.lexicon_entries import Entry
    from kg.extract.text.tokens import Token

FUTURE_MODALS = frozenset(["will", "shall", "'ll", "’ll", "wo", "would", "'d", "’d"])
PRESENT = frozenset(["VBP", "VBZ"])
"""Tags of verbs in the simple present."""
OPEN_MODALS = frozenset(["could", "may", "might", "must", "should"])
NEGATIONS = frozenset(["not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely"])
ORDINALS = frozenset(["first", "second", "third", "last", "latest", "only", "sole", "next"])
CONDITIONS = frozenset(["if", "unless", "provided", "should", "whether"])
UNTIL = frozenset(["until", "till"])
PUT_OFF_TO = UNTIL | {"to"}
WHEN_CLAUSE = frozenset(["when", "after", "once", "before", "until", "till"])
"""Conjunctions of a clause that says when."""
_AS_LONG_AS = re.compile(r"\b(?:(?:as|so) long as|in case|on condition that|in the event)\b", re.IGNORECASE)
PARTS = frozenset(["one", "another", "some", "first", "second", "third", "last"])
"""Words that take one out of several: "*one* of their demands is …"."""
LEAD = 4
"""Tokens before a clause that may hold the words of its condition."""
WILLING = frozenset(["AGREE", "CONCEDE", "LEGISLATE"])
"""Types of verbs whose object comes about by them: not to sign or allow it is not to have it."""


def is_wanted(clause: Token, adjective: Token) -> bool:
    """As in "is ready *to leave*", "it is vital *that the army leaves*": what an adjective says is yet to come."""
    if is_infinitive(clause):
        return adjective.is_a("inclined", "disinclined")
    subjects = tree.children(clause, "nsubj", "nsubj:pass")
    return bool(subjects) and clause.base in {"ccomp", "csubj"} and adjective.is_a("needed")


def is_infinitive(token: Token) -> bool:
    """A verb with "to"."""
    return token.tag_ != "VBG" and token.pos_ in {"VERB", "AUX"} and tree.has_to(token)


def is_ahead(word: Token) -> bool:
    """Whether an auxiliary of the word, or of its copula, says that it will be."""
    auxiliaries = tree.children(word, "aux")
    return any(item.lower_ in FUTURE_MODALS for item in auxiliaries) and not any(is_have(item) for item in auxiliaries)


def lies_ahead(verb: Token, *, perhaps: bool) -> bool:
    """Whether it will be or is due, or `perhaps` may or must be: "*could* reach it by Friday".

    Who "could *not* come on Friday" did not.
    """
    auxiliaries = tree.children(verb, "aux")
    words = {item.lower_ for item in auxiliaries}
    if words & FUTURE_MODALS or is_due(verb):
        return True
    if not perhaps or not words & OPEN_MODALS or any(is_have(item) for item in auxiliaries):
        return False
    return "could" not in words or not is_negated(verb)


def was_ahead(time: Token) -> bool:
    """Whether a time is that of what lay ahead when it was told of: "said it *would land* on Monday"."""
    verb = next((item for item in tree.ancestors(time) if item.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return False
    governor = {item.lower_ for item in tree.children(verb.head, "aux", "aux:pass")}
    past = verb.head.tag_ == "VBD" or not governor.isdisjoint({"was", "were", "had"})
    if tree.has_to(verb) and verb.base in {"xcomp", "advcl"} and past:
        return True
    return any(item.lower_ in {"would", "'d", "’d"} for item in tree.children(verb, "aux"))


def put_off_until(time: Token) -> Token | None:
    """The verb of "was *adjourned* until Monday", "*delayed* it to May": what is put off takes place then."""
    verb = time.head
    until = verb.is_a("putting_off") and time.base == "obl" and tree.preposition(time) in PUT_OFF_TO
    return verb if until else None


def is_purpose(verb: Token, lexicon: Lexicon) -> bool:
    """As in "withdrew the bill *to calm* the public", "a zone *to house* refugees": an aim is not yet reached."""
    head = verb.head
    if not is_infinitive(verb) or head.i == verb.i or any(is_have(item) for item in tree.children(verb, "aux")):
        return False  # "are reported *to have visited* the camp": nobody aims at what is past
    if (first := became_first(verb)) is not None:
        return is_ahead(first) or is_ahead(first.head)  # "the first state *to recognise* it" has done so, "will be" not
    if verb.is_a("won_by_it", "outplaying") and head.base == "obj" and head.head.is_a("overcoming"):
        return False  # "overcame a slow start *to beat* Holm"
    if verb.base == "acl":  # not of "forced by the flood *to leave*", where the noun's verb rules the infinitive
        return head.pos_ == "NOUN" and not (head.head.pos_ == "VERB" and lexicon.verb(head.head.lemma_.lower()).control)
    only = any(item.lower_ == "only" and item.i < verb.i for item in tree.children(verb, "advmod"))
    if verb.base != "advcl" or only or verb.doc[max(verb.left_edge.i - 1, 0)].lower_ in {"only", "on"}:
        return False
    if verb.is_a("voiced_together") and head.is_a("turning_out") and head.tag_ in {"VBD", "VBN"}:
        return False  # "marched *to demand* higher wages"
    if head.is_a("using") and head.tag_ == "VBD" and not is_infinitive(head):
        return False  # "used tear gas *to disperse* them"
    if verb.is_a("chancing_on") and head.is_a("coming_back") and head.tag_ in {"VBD", "VBN"}:
        return False  # "returned *to find* the house burned"
    if verb.is_a("outplaying") and head.is_a("coming_from_behind") and head.tag_ in {"VBD", "VBN"}:
        return False  # "came from behind *to beat* Norway"
    if verb.is_a("won_by_it") and head.is_a("outplaying") and head.tag_ in {"VBD", "VBN"}:
        return False  # "beat Norway 3-1 *to reach* the final"
    if head.pos_ == "VERB":  # "forced them *to leave*" says more about the leaving than an aim does
        entry = lexicon.verb(head.lemma_.lower())
        return not entry.control and entry.infinitive.tense is None and entry.infinitive.polarity is None
    return head.pos_ in {"NOUN", "PROPN"} and bool(tree.children(head, "cop"))


def became_first(verb: Token) -> Token | None:
    """The noun of "the first *state* to recognise it", also where it hangs from "became"; None without one."""
    head = verb.head
    if verb.base == "acl":
        return head if is_one_of_those(head) else None
    if head.lemma_ != "become" or verb.base not in {"advcl", "xcomp"}:
        return None
    return next((item for item in tree.children(head, "xcomp", "obj") if is_one_of_those(item)), None)


def is_one_of_those(noun: Token) -> bool:
    """As in "the *first* state to recognise it" and "*among* the towns to vote against it"."""
    ordinal = any(item.lower_ in ORDINALS for item in tree.children(noun, "amod"))
    return ordinal or (tree.preposition(noun) == "among" and bool(tree.children(noun, "cop")))


def is_soon_after(word: Token) -> bool:
    """As in "*soon* after signing it", "he *soon* fled": what is told with "soon" need not lie ahead."""
    if word.lower_ != "soon":
        return False
    behind = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else word
    return behind.lower_ in {"after", "afterwards"} or word.head.tag_ == "VBD"


def is_kept_from(verb: Token) -> bool:
    """As in "stopped the men *from boarding* the ship": that they did not; what is *hard* to keep from is done."""
    if verb.tag_ != "VBG" or verb.base != "advcl" or not verb.head.is_a("preventing"):
        return False
    if is_infinitive(verb.head) and verb.head.head.is_a("hard"):
        return False
    return any(item.lower_ == "from" for item in tree.children(verb, "mark", "case"))


def is_warded_off(verb: Token, entry: Entry, lexicon: Lexicon) -> bool:
    """As in "set up checkpoints *to prevent* attacks": what is not to come about, if it is up to whoever does so."""
    return not entry.speech and entry.effect.polarity is Polarity.NEG and is_purpose(verb, lexicon)


def pleads_innocent(noun: Token, verb: Token) -> bool:
    """As in "pleaded *not guilty* to charges of fraud"."""
    if verb.lemma_ != "plead" or noun.base not in {"obl", "advcl"}:
        return False
    pleas = tree.children(verb, "xcomp", "advmod")
    return any(item.lower_ == "not" for plea in pleas for item in (plea, *tree.children(plea, "advmod")))


def is_nearing(verb: Token, adjective: Token) -> bool:
    """As in "are close *to signing* it"."""
    if verb.tag_ != "VBG" or not verb.doc.lexicon.is_a(adjective.lower_, "nearing"):
        return False
    return any(item.lower_ == "to" for item in tree.children(verb, "mark", "case"))


def is_order(verb: Token) -> bool:
    """An imperative, as in "*Free* the prisoners!"."""
    if verb.tag_ != "VB" or verb.feature("Mood") != "Imp":
        return False
    return not tree.children(verb, "nsubj", "aux", "mark", "expl")


def is_have(auxiliary: Token) -> bool:
    """Whether it makes a perfect: "would *'ve* lost"."""
    return auxiliary.lemma_ == "have" or auxiliary.lower_ in {"'ve", "’ve"}


def is_more_than_denied(word: Token) -> bool:
    """Of "*not only* blocked the bridge but …" the blocking is done."""
    behind = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else word
    return word.lower_ == "not" and behind.lower_ in {"only", "just", "merely", "simply", "solely"}


def is_negative_word(word: Token) -> bool:
    """As in "*neither* met nor spoke", hung where the tree has room, and "would *no longer* abide"."""
    if word.lower_ == "neither":
        return word.pos_ == "CCONJ"
    return word.lower_ in {"longer", "more"} and word.i > 0 and word.nbor(-1).lower_ == "no" and word.pos_ == "ADV"


def is_aim(verb: Token) -> bool:
    """As in "the invasion was *to prevent* …", "their goal is *to oust* him", "*ousting* him is their goal"."""
    if is_infinitive(verb) and tree.children(verb, "cop"):
        return True
    return verb.base in {"csubj", "nsubj"} and verb.head.is_a("aim")


def is_due(verb: Token) -> bool:
    """As in "is going to rule" and "is set to rule"; "due to" may be read as a preposition."""
    if verb.tag_ == "VB" and any(verb.doc.lexicon.is_a(item.lower_, "due") for item in tree.children(verb, "case")):
        return True
    return verb.base == "xcomp" and verb.doc.lexicon.is_a(verb.head.lower_, "due")


def due_by(noun: Token) -> str:
    """By which word it lies ahead: "a parade *to* be held", "is on the *way*", "*pending* trial"; "" by none."""
    if tree.preposition(noun) == "pending":
        return "pending"
    if any(_is_passive_infinitive(item) for item in tree.children(noun, "acl", "xcomp")):
        return "to"
    on_the_way = noun.base == "nsubj" and noun.head.lower_ == "way" and tree.preposition(noun.head) == "on"
    return "way" if on_the_way else ""


def demand_told(noun: Token) -> Token | None:
    """The demand or aim that a noun is said to be: "their *demand* is a new trial", "among their *demands* are …"."""
    first = tree.first_conjunct(noun)
    if first.pos_ != "NOUN" or not tree.children(first, "cop"):
        return None
    for subject in tree.children(first, "nsubj"):
        parts = tree.children(subject, "nmod") if subject.lower_ in PARTS else ()
        for item in (subject, *parts):
            if item.is_a("demand", "aim") and item.i != first.i:
                return item
    among = [item for item in tree.children(first, "obl", "nmod") if tree.preposition(item) == "among"]
    return next((item for item in among if item.is_a("demand", "aim")), None)


def _is_passive_infinitive(verb: Token) -> bool:
    return tree.has_to(verb) and any(item.lower_ == "be" for item in tree.children(verb, "aux:pass", "aux"))


def is_imagined(verb: Token) -> bool:
    """What an act that is only thought of would bring: "*building* the wall *would divert* money"."""
    auxiliaries = {item.lower_ for item in tree.children(verb, "aux")}
    return bool(auxiliaries & {"would", "'d", "’d"}) and any(item.tag_ == "VBG" for item in _subjects(verb))


def is_imagined_subject(verb: Token) -> bool:
    """The act itself in "*building* the wall *would divert* money"."""
    return verb.tag_ == "VBG" and verb.base in {"csubj", "nsubj"} and is_imagined(verb.head)


def _subjects(verb: Token) -> Sequence[Token]:
    return tree.children(verb, "csubj", "nsubj")


def condition_of(clause: Token) -> str:
    """The words that make a clause a condition, "" when it is none."""
    marks = {item.lower_ for item in tree.children(clause, "mark")}
    if marks & CONDITIONS and clause.base == "advcl" and not _is_open_question(clause):
        return min(marks & CONDITIONS)
    if not marks & {"as", "that"} and "case" not in {item.lower_ for item in clause.children if item.i < clause.i}:
        return ""
    subject = tree.child(clause, "nsubj", "nsubj:pass", "expl")
    if subject is None or subject.i > clause.i:
        return ""
    first = subject.left_edge.i
    before = clause.doc[max(first - LEAD, clause.sent.start) : first]
    found = _AS_LONG_AS.search(" ".join(item.text for item in before))
    return found.group(0).lower().replace(" ", "_") if found else ""


def _is_open_question(clause: Token) -> bool:
    """As in "is sued *over whether it broke* a deal": it was done or not, and nothing hangs on it."""
    marks = tree.children(clause, "mark", "case")
    return any(item.lower_ == "whether" and item.i > marks[0].i for item in marks)


def hangs_on_condition(main: Token) -> str:
    """The condition of a main clause that lies ahead: "*if* it rains, the march will be moved"; "" when it has none."""
    if not is_ahead(main):
        return ""
    for item in tree.children(main, "advcl", "dep"):
        for clause in (item, *tree.children(item, "advcl")):  # "for as *long* as …": the clause hangs from "long"
            found = condition_of(clause)
            if found and found != "whether":
                return found
    return ""


def is_when_ahead(clause: Token) -> bool:
    """The when-clause, in the present tense, of a main clause that lies ahead: "will land when it *arrives*".

    What goes on "until he *is killed*", or is promised "until the siege *was lifted*", lies ahead by itself.
    """
    if clause.base != "advcl":
        return False
    present = not {"VBZ", "VBP", "VBG"}.isdisjoint(
        {clause.tag_, *(item.tag_ for item in tree.children(clause, "aux:pass"))}
    )
    words = {item.lower_ for item in tree.children(clause, "mark", "advmod")}
    if words & UNTIL:
        main = clause.head
        wanted = tree.has_to(main) and main.base == "xcomp" and main.head.is_a("committing")
        return wanted or (present and clause.tag_ != "VBG")
    return present and bool(words & WHEN_CLAUSE) and is_ahead(clause.head)


def is_done_by_wish(verb: Token) -> bool:
    """As in "we would like *to thank* the crew": who says so does it."""
    head = verb.head
    return (
        verb.base == "xcomp"
        and verb.is_a("thanking")
        and head.lemma_.lower() in {"like", "want", "wish"}
        and not any(item.lower_ in {"not", "n't", "n’t"} for item in tree.children(head, "advmod"))
    )


def is_given(noun: Token, governor: Entry) -> bool:
    """Whether the event is known whatever becomes of the verb: "did not mention *the raid*", not "approve the sale"."""
    if governor.kind is not Kind.EVENT or governor.type in WILLING or noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    return bool(tree.children(noun, "nmod:poss")) or tree.is_definite(noun)


def is_ended(noun: Token, verb: Token) -> bool:
    """As in "voted to *end the strike*", "will *stop its attacks*": what one wants to end goes on, and one knows which.

    What has an article or owner is stopped in its course, anything else may be kept from happening: "to stop attacks".
    """
    if noun.base not in {"obj", "nsubj:pass", "nsubj"} or noun.head is not verb or not verb.is_a("ending", "halting"):
        return False
    passive = noun.base == "obj" or tree.is_passive(verb)
    known = tree.is_definite(noun) or bool(tree.children(noun, "nmod:poss"))
    return passive and (known or verb.is_a("ending"))


def is_hearsay(verb: Token, entry: Entry, slots: Slots) -> bool:
    """As in "forces *are said* to have killed": nobody in particular speaks, which puts the killing in doubt."""
    infinitive = [item for item in tree.children(verb, "xcomp") if tree.children(item, "mark")]
    return entry.speech and slots.passive and not slots.subject and bool(infinitive)


def is_rumoured(noun: Token) -> bool:
    """As in "there were *reports* that …", "*word* spread that …": what is told by nobody in particular is open."""
    if not noun.is_a("hearsay") or (noun.tag_ == "NN" and noun.lower_ == "report"):
        return False
    return not tree.children(noun, "nmod:poss", "compound") and not any(
        item.lower_ in tree.POINTING for item in tree.children(noun, "det")
    )


def negative_words(verb: Token) -> bool:
    """Whether a subject or object has "no" before it: "held *no* talks"."""
    return any(
        item.lower_ in {"no", "neither"}
        for noun in tree.children(verb, "obj", "nsubj")
        for item in tree.children(noun, "det")
    )


def is_negated(word: Token) -> bool:
    """As in "did *not* sign", "*never* left"."""
    return any(item.lower_ in NEGATIONS for item in tree.children(word, "advmod"))


def is_held_reason(clause: Token) -> bool:
    """As in "blacklist them *for supplying arms*": what somebody is punished, praised or charged for."""
    marks = [item.lower_ for item in tree.children(clause, "mark")]
    return clause.base == "advcl" and clause.tag_ == "VBG" and marks == ["for"] and clause.head.i < clause.i
