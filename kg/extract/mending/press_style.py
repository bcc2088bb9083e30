"""Constructions that agencies and local papers use in every other report, put right where a parser misreads them.

In: a tree. Out: what to change in it. A clause behind what a vehicle carries ("after a train carrying oil *derailed*"),
who did what an event before says ("a raid on a farm *carried out by gunmen*"), whom somebody is loyal to ("forces loyal
*to Berg* detained …"), by what something falls ("reported a drop *in profit*"), to whom a part of a firm is sold, a
second description of one person ("a former mayor *and a close ally of Berg*, was held"), a pair of names in a headline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.name_labels import ACTORS, TIMES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

DATING = frozenset(["after", "before", "since", "until", "when"])
"""What opens a clause that tells when something happened."""
GROUPS = frozenset(["GPE", "ORG", "NORP"])


def behind_load(verb: Token) -> Changes:
    """As in "after *a train* carrying oil *derailed*": a past form without a by-phrase says what the train did."""
    load = verb.head
    if verb.tag_ not in {"VBD", "VBN"} or verb.dep_ != "acl" or load.base != "obj" or load.i > verb.i:
        return {}
    carrying, noun = load.head, load.head.head
    if noun.head is noun and noun.is_a("vehicle") and verb.tag_ == "VBD" and _may_end(noun, carrying, verb):
        rest: Changes = {item.i: (verb.i, item.dep_) for item in noun.words if item.i > verb.i}
        return rest | {verb.i: (verb.i, noun.dep_), noun.i: (verb.i, "nsubj")}
    if carrying.tag_ != "VBG" or carrying.dep_ != "acl" or noun.base not in {"obl", "nmod"} or noun.pos_ not in NOUNS:
        return {}
    mishap = verb.doc.lexicon.verb(verb.lemma_.lower()).type == "ACCIDENT" and noun.is_a("vehicle", "carrier")
    marks = [item for item in tree.children(noun, "case") if item.lower_ in DATING and item.i < noun.i]
    if (
        not marks
        or not (mishap or verb.tag_ == "VBD")
        or tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "obl:agent", "obj")
    ):
        return {}
    return {verb.i: (noun.head.i, "advcl"), noun.i: (verb.i, "nsubj"), marks[0].i: (verb.i, "mark")}


def _may_end(noun: Token, carrying: Token, verb: Token) -> bool:
    """Whether a sentence without a verb ends with one of its own: "a helicopter carrying aid *crashed* in Tyre"."""
    alone = carrying.tag_ == "VBG" and carrying.dep_ == "acl" and "cop" not in noun.family
    own = tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "obl:agent", "obj")
    return alone and not own and any(item.text == "." for item in verb.sent)


def done_by_behind(verb: Token) -> Changes:
    """As in "were killed in a raid on a farm *carried out by gunmen*": the raid was, and nobody who was killed."""
    if verb.tag_ not in {"VBD", "VBN"} or verb.dep_ not in {"advcl", "acl", "conj"} or not verb.is_a("perpetrating"):
        return {}
    if not tree.children(verb, "obl:agent") or tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "obj", "cc"):
        return {}
    before = next((item for item in reversed(verb.doc[verb.sent.start : verb.i]) if not item.is_punct), verb)
    for item in (before, *tree.ancestors(before)):
        if item.i >= verb.i or item.pos_ not in NOUNS:
            return {}
        if not item.ent_type_ and verb.doc.lexicon.is_eventive(item.lemma_.lower()):
            return {} if item is verb.head else {verb.i: (item.i, "acl")}
    return {}


def loyal_to(subject: Token) -> Changes:
    """As in "forces loyal *to Jan Lund* detained two men": no finite verb has "to", whoever stands between."""
    verb = subject.head
    first = subject.left_edge.i
    before = subject.doc[first - 1] if first else subject
    if before.lower_ not in {"to", "with"} or before.head is not verb or verb.tag_ not in tree.FINITE:
        return {}
    others = [item for item in tree.children(verb, *OF_SUBJECT) if item.i < before.i]
    if not others:
        return {}
    above = subject.doc[before.i - 1]
    below = above if above.pos_ in {"ADJ", "VERB"} and tree.is_below(above, others[0]) else others[0]
    if before.lower_ == "with" and above.tag_ != "VBN":
        return {}
    return {subject.i: (below.i, "obl"), before.i: (subject.i, "case")}


def of_change(phrase: Token) -> Changes:
    """As in "reported a drop *in profit*", "gave them a win *over Holm*": what is done to it, hung from the verb."""
    case = tree.children(phrase, "case")
    if phrase.dep_ != "obl" or len(case) != 1 or case[0].lower_ not in {"in", "over"} or case[0].i == 0:
        return {}
    noun = phrase.doc[case[0].i - 1]
    if noun.base != "obj" or noun.head is not phrase.head or noun.pos_ not in {"NOUN", "VERB"}:
        return {}
    if case[0].lower_ == "over":
        return {phrase.i: (noun.i, "nmod")} if noun.is_a("victory") and phrase.ent_type_ else {}
    role = phrase.doc.lexicon.noun(noun.lemma_.lower()).preps.get("in")
    thing = not phrase.ent_type_ and not phrase.is_a("place_noun")
    return {phrase.i: (noun.i, "nmod")} if role == "patient" and thing else {}


def sold_on(phrase: Token) -> Changes:
    """As in "sold its stake in Holm *to Norsk Oil*": who gets it, hung from the name before, which gets nothing."""
    name = phrase.head
    if phrase.base != "nmod" or phrase.preposition != "to" or not phrase.ent_type_ or name.ent_type_ not in ACTORS:
        return {}
    if name.base not in {"nmod", "obl"} or name.i > phrase.i or name.preposition == "from":
        return {}
    verb = next((item for item in tree.ancestors(name) if item.pos_ not in NOUNS), name)
    if verb.pos_ != "VERB" or verb.i > name.i or not tree.children(verb, "obj"):
        return {}
    if phrase.doc.lexicon.verb(verb.lemma_.lower()).preps.get("to") != "recipient":
        return {}
    return {} if any(item.preposition == "to" for item in tree.children(verb, "obl")) else {phrase.i: (verb.i, "obl")}


def tried_for(noun: Token) -> Changes:
    """As in "overturned the conviction of Jo Lund *for the arrest* of two men": what it is for, hung from the verb."""
    if noun.preposition not in {"for", "over"} or not noun.doc.lexicon.is_eventive(noun.lemma_.lower()):
        return {}
    before = [item for item in tree.children(noun.head, "obj") if item.i < noun.i and item.is_a("tried")]
    return {noun.i: (before[-1].i, "nmod")} if before else {}


def pleaded_to(verb: Token) -> Changes:
    """As in "pleaded not guilty *on Friday to charges* of fraud": when, and to what, one pleads."""
    if verb.lemma_ != "plead":
        return {}
    said = [item for item in tree.children(verb, "xcomp") if item.lemma_ in {"guilty", "innocent"}]
    return {item.i: (verb.i, "obl") for plea in said for item in tree.children(plea, "obl") if item.i > plea.i}


def second_description(noun: Token) -> Changes:
    """As in "Ada Lund, a former mayor *and a close ally of Berg*, was held": between the commas she is described."""
    name = noun.head
    if name.ent_type_ != "PERSON" or noun.pos_ != "NOUN" or noun.ent_type_ or not noun.is_a("person", "title"):
        return {}
    first = next((item for item in tree.children(name, "appos") if name.i < item.i < noun.i), None)
    if first is None or first.pos_ != "NOUN" or name.base not in OF_SUBJECT or name.head.pos_ != "VERB":
        return {}
    joined = any(item.lower_ == "and" for item in tree.children(noun, "cc"))
    alone = noun.tag_ == "NN" and any(item.lower_ in {"a", "an", "the"} for item in tree.children(noun, "det"))
    last = noun.right_edge.i
    doc = noun.doc
    closed = doc[last].text == "," or (last + 1 < len(doc) and doc[last + 1].text == ",")
    return {noun.i: (first.i, "conj")} if joined and alone and closed and name.head.i > last else {}


def pair_in_headline(second: Token) -> Changes:
    """As in "*Chad*, Niger sign trade deal": a headline writes a comma for "and"."""
    first = second.head
    if second.base != "appos":
        subjects = [item for item in tree.children(second.head, "nsubj") if item.i < second.head.i]
        if len(subjects) != 2 or subjects[1] is not second:
            return {}
        first = subjects[0]
    verb, comma = first.head, second.doc[second.left_edge.i - 1] if second.left_edge.i else second
    if first.ent_type_ not in GROUPS or second.ent_type_ not in GROUPS or second.i + 1 != verb.i:
        return {}
    plural = verb.tag_ in {"VBP", "VB"} or (verb.tag_ == "VBD" and second.base != "appos")
    bare = comma.text == "," and comma.i - 1 == first.i == first.sent.start and plural
    return {} if not bare or any(item.text == "." for item in verb.sent) else {second.i: (first.i, "conj")}


def set_off_town(name: Token) -> Changes:
    """As in "people killed in the capital, *Kabul*, this year": the name of the spot right before the comma."""
    doc, at = name.doc, name.i if name.name is None else name.name.start
    if at < 2 or name.ent_type_ != "GPE" or doc[at - 1].text != ",":
        return {}
    town = doc[at - 2]
    known = town.is_a("settlement", "seat_of_state") and bool(town.preposition)
    return {name.i: (town.i, "appos")} if known and town is not name.head else {}


def among_them(verb: Token) -> Changes:
    """As in "were among 20 people arrested *early on Saturday*": that is when they were arrested."""
    noun = verb.head
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or "cop" not in noun.family or noun.preposition != "among":
        return {}
    behind = [item for item in tree.children(noun, "obl", "advmod") if item.i > verb.i]
    behind += [item for item in tree.children(noun, "nmod") if item.i > verb.i and item.ent_type_ in TIMES]
    return {item.i: (verb.i, "obl" if item.base == "nmod" else item.dep_) for item in behind}


def harm_of_strike(verb: Token) -> Changes:
    """As in "attacked militants hiding in Tyre*, killing three*": who attacks kills, not who was hiding.

    So of "struck a bus that was carrying pilgrims, *killing* nine", and whatever those did who are fired at.
    """
    hiding = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or not verb.is_a("casualties"):
        return {}
    described = (hiding.tag_ == "VBG" and hiding.dep_ == "acl") or hiding.dep_ == "acl:relcl"
    if not described or hiding.i > verb.i or comma_before(verb) is None:
        return {}
    main = next((item for item in tree.ancestors(hiding) if item.pos_ == "VERB"), None)
    if main is None or hiding.head.head is not main or hiding.head.base not in {"obj", "obl"}:
        return {}
    fires = any(item.lemma_ == "fire" for item in tree.children(main, "obj")) or main.lemma_ == "fire"
    lexicon = verb.doc.lexicon
    strikes = lexicon.verb(main.lemma_.lower()).type in HARMFUL
    if hiding.dep_ == "acl:relcl" and lexicon.verb(hiding.lemma_.lower()).type in HARMFUL | {"ACCIDENT", "DISASTER"}:
        strikes = False
    return {verb.i: (main.i, "advcl")} if strikes or fires else {}


def age_of_second(number: Token) -> Changes:
    """As in "Jan Novak, 52, and Olav Lund, *38*, were held": how old the second is, read as a third."""
    first = number.head
    others = [item for item in tree.children(first, "conj") if item.i < number.i]
    if number.ent_type_ == "MONEY" or not number.text.isdigit() or len(number.text) > 2 or not others:
        return {}
    last = others[-1]
    beside = number.i - 2 == last.right_edge.i or (last.name is not None and last.name.end == number.i - 1)
    if not beside or last.ent_type_ != "PERSON" or number.doc[number.i - 1].text != ",":
        return {}
    return {number.i: (last.i, "nmod:unmarked")}


def age_between(number: Token) -> Changes:
    """As in "Jan Novak, *35*, a trader, told them": how old he is, read as another person."""
    name, doc = number.head, number.doc
    if name.pos_ != "PROPN" or not number.text.isdigit() or len(number.text) > 2 or "cc" in number.family:
        return {}
    set_off = 0 < number.i < len(doc) - 1 and doc[number.i - 1].text == doc[number.i + 1].text == ","
    beside = name.i < number.i and (number.i - 2 == name.i or doc[number.i - 2].head is name)
    return {number.i: (name.i, "nmod:unmarked")} if set_off and beside else {}


def shot_dead(verb: Token) -> Changes:
    """As in "*the army shot* dead two men": a past form with an object, read as a noun that the army goes with."""
    if verb.tag_ != "VBD" or verb.pos_ != "NOUN" or not tree.children(verb, "obj") or tree.children(verb, *OF_SUBJECT):
        return {}
    before = [item for item in tree.children(verb, "compound") if item.i == verb.i - 1 and item.pos_ in NOUNS]
    if not before:
        return {}
    verb.pos_ = "VERB"
    rest: Changes = {item.i: (before[0].i, item.dep_) for item in verb.words if item.i < before[0].i}
    return rest | {before[0].i: (verb.i, "nsubj")}
