"""Phrases and clauses put where grammar allows them, where a parser hung them from the nearest word instead.

A restrictive clause says which one of several is meant, so it cannot belong to the name of a place ("a coalition to
patrol the Gulf *which was joined by* Oman"); a coordinated phrase with a preposition of its own is a phrase beside
the first ("talks in Cairo and *with* rebels"); two bare subjects in a row are the beginning of a list ("*citizens*,
police and reporters"); and what is reported has the subject that was taken for the object of the report ("the agency
reported an envoy, whom it did not name, *said* …"), and a gerund the object that was taken for a subject ("*killing*
the envoy adds to …").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.apart import who_at_place
from kg.extract.mending.clauses import body_meant, comma_before, person_meant
from kg.extract.mending.lost_phrases import dated_noun
from kg.extract.mending.parallels import one_of_body
from kg.extract.mending.press_clauses import who_of_thing
from kg.extract.text import tree
from kg.extract.text.harm import event_that_harmed
from kg.extract.text.lexicon import Kind
from kg.extract.text.measures import TIME_MARKS, is_time
from kg.extract.text.name_labels import ACTORS, PLACES

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

SINGULAR = frozenset(["is", "was", "has", "does"])
MAX_CLIMB = 4
MEASURES = frozenset(["second", "minute", "hour", "day", "week", "month", "year"])


def of_other_noun(clause: Token) -> Changes:
    """As in "a coalition to patrol the Gulf *which was joined by* Oman": what a relative clause is about."""
    noun = event_that_harmed(clause, clause.doc.lexicon) or _described(clause) or person_meant(clause)
    noun = (
        noun
        or body_meant(clause)
        or one_of_body(clause)
        or dated_noun(clause)
        or who_of_thing(clause)
        or who_at_place(clause)
    )
    return {} if noun is None else {clause.i: (noun.i, clause.dep_)}


def office_holder(person: Token) -> Changes:
    """As in "the president of Malawi, *Tiyo Kachere*, wept": another name of the president and not of the land."""
    holder = _holder(person)
    if holder is None or (person.base == "conj" and "cc" in person.family):
        return {}
    return {person.i: (holder.i, "appos")}


def phrase_beside(phrase: Token) -> Changes:
    """As in "talks in Cairo and *with rebels*": with a preposition of its own it is a phrase beside the first."""
    first = phrase.head
    if first.base not in {"nmod", "obl"} or phrase.i < first.i:
        return {}
    own = [item for item in tree.children(phrase, "case") if item.tag_ == "IN" and item.i < phrase.i]
    if not own or not tree.children(phrase, "cc"):
        return {}
    before = tree.preposition(first)
    return {phrase.i: (first.head.i, first.dep_)} if before and before != tree.preposition(phrase) else {}


def between_behind(one: Token) -> Changes:
    """As in "*talks* in Geneva *between Iran and six powers*": they do not lie between Geneva and anything."""
    place = one.head
    if tree.preposition(one) != "between" or place.base != "nmod" or place.ent_type_ not in PLACES or one.i < place.i:
        return {}
    event = place.head
    if event.pos_ != "NOUN" or event.i > place.i:
        return {}
    others = [item for item in tree.children(event, "conj") if item.i > one.i and "cc" in item.family]
    return {one.i: (event.i, "nmod")} | {item.i: (one.i, "conj") for item in others[:1]}


def charged_person(phrase: Token) -> Changes:
    """As in "a charge of murder *against Berg*": the charge is against him."""
    crime = phrase.head
    if crime.base != "nmod" or tree.preposition(phrase) != "against" or tree.preposition(crime) != "of":
        return {}
    return {phrase.i: (crime.head.i, phrase.dep_)} if crime.head.is_a("charge") else {}


def subject_of_auxiliary(subject: Token) -> Changes:
    """As in "that *the dam* had burst": hung from the auxiliary in place of the verb."""
    return {subject.i: (subject.head.head.i, subject.dep_)} if subject.head.base == "aux" else {}


def behind_doer(phrase: Token) -> Changes:
    """As in "an attack by rebels *on a convoy*", "demands from workers *for pay*": the noun asks for it."""
    doer = phrase.head
    noun = doer.head
    prep = tree.preposition(phrase)
    if (
        prep in {"by", "of"}
        and doer.base == "nmod"
        and noun.pos_ == "NOUN"
        and (doer.ent_type_ == "DATE" or doer.dep_ == "nmod:unmarked")
        and not is_time(phrase)
    ):
        return {phrase.i: (noun.i, "nmod")}  # "the arrest on Monday *of Berg*", "the death this month *of Berg*"
    lexicon = phrase.doc.lexicon
    if prep == "by" and doer.base == "nmod" and tree.preposition(doer) == "of" and _is_done(noun, doer, lexicon):
        return {phrase.i: (noun.i, "nmod")}  # "the seizure of the ship *by Iran*"
    if doer.base != "nmod" or noun.pos_ != "NOUN" or tree.preposition(doer) not in {"by", "from"}:
        return {}
    people = doer.ent_type_ or doer.is_a("person", "force")
    if not people and prep not in {"to", "against"}:
        return {}  # "a report by the committee on trade"
    role = lexicon.noun(noun.lemma_.lower()).preps.get(prep)
    return {phrase.i: (noun.i, "nmod")} if role in {"patient", "recipient", "content"} else {}


def _is_done(noun: Token, thing: Token, lexicon: Lexicon) -> bool:
    """Whether a noun tells what is done to a thing that nobody has written or done."""
    entry, lemma = lexicon.noun(noun.lemma_.lower()), thing.lemma_.lower()
    made = thing.is_a("paper", "document") or lexicon.is_eventive(lemma)
    return entry.kind is Kind.EVENT and entry.preps.get("of", entry.frame.of) == "patient" and not made


def _described(clause: Token) -> Token | None:
    """The noun above the name of a place that a restrictive clause with "which" or "that" was hung from."""
    name = clause.head
    pronoun = clause.doc[clause.left_edge.i]
    if name.ent_type_ not in PLACES or name.pos_ != "PROPN" or pronoun.lower_ not in {"which", "that"}:
        return None
    if pronoun.i == 0 or pronoun.nbor(-1).is_punct or pronoun.nbor(-1).is_space or pronoun.tag_ != "WDT":
        return None
    aux = [item.lower_ for item in tree.children(clause, "aux", "cop")]
    singular = clause.tag_ == "VBZ" or any(word in SINGULAR for word in aux[:1])
    for step, item in enumerate(tree.ancestors(name)):
        if step > MAX_CLIMB or item.i > name.i or item.sent.start != name.sent.start:
            return None
        if item.pos_ == "NOUN" and not (singular and item.tag_ == "NNS"):
            return item
        if item.base == "xcomp":  # "proposed *a fleet* to guard the Gulf which …": read as what is proposed to do
            objects = [one for one in tree.children(item.head, "obj") if one.pos_ == "NOUN" and one.i < item.i]
            return objects[-1] if objects else None
        if item.pos_ not in {"NOUN", "PROPN"} and item.base != "acl":
            return None  # a clause about the object of a main verb describes that object
    return None


def _holder(person: Token) -> Token | None:
    """The office holder of whose body or land a person's name was read as another name."""
    body = person.head
    if person.ent_type_ != "PERSON" or body.ent_type_ not in {"ORG", "GPE", "LOC"} or body.i > person.i:
        return None
    for _ in range(2):
        if body.base != "nmod" or tree.preposition(body) not in {"of", "for", "to", "in", "at"}:
            return None
        body = body.head
        if body.pos_ == "NOUN" and body.is_a("held_office"):
            return body
    return None


def clause_of_time(subject: Token) -> Changes:
    """A clause whose "after" or "before" was taken for a preposition of its subject: "days *after a drone* killed"."""
    verb = subject.head
    if subject.lemma_.lower() in MEASURES:  # "*minutes before the committee* voted"
        for inner in tree.children(subject, "nmod"):
            case = [item for item in tree.children(inner, "case") if item.lower_ in TIME_MARKS]
            if case and inner.i < verb.i and verb.tag_ in tree.FINITE:
                dated = (verb.i, "obl:unmarked")
                return {subject.i: dated, inner.i: (verb.i, subject.dep_), case[0].i: (verb.i, "mark")}
    marks = [item for item in tree.children(subject, "case") if item.lower_ in TIME_MARKS and item.i < subject.i]
    if not marks or subject.i > verb.i or verb.tag_ not in tree.FINITE:
        return {}
    changes: Changes = {marks[0].i: (verb.i, "mark")}
    if verb.base == "conj" and not tree.children(verb, "cc"):
        changes[verb.i] = (verb.head.i, "advcl")
    return changes


def start_of_list(second: Token) -> Changes:
    """As in "*citizens*, police and nurses": the first of a list was taken for a subject of its own."""
    verb = second.head
    subjects = [item for item in tree.children(verb, "nsubj") if item.i < verb.i]
    if len(subjects) < 2 or subjects[1].i != second.i or not tree.children(second, "conj"):
        return {}
    first = subjects[0]
    comma = first.right_edge.i + (verb.doc[first.right_edge.i].text != ",")
    if verb.doc[comma].text != "," or second.left_edge.i not in {comma, comma + 1}:
        return {}
    if first.ent_type_ == "PERSON" and second.pos_ == "NOUN":
        return {}  # "Lam, chairman and founder, resigned" is one person
    nouns = first.pos_ in {"NOUN", "PROPN"} and second.pos_ in {"NOUN", "PROPN"}
    return {second.i: (first.i, "conj")} if nouns else {}


def gerund_before(name: Token) -> Changes:
    """As in "*killing Lund* adds to the anger": a gerund and its object, the name, which was taken for the subject."""
    at = name.left_edge.i if name.left_edge.ent_type_ else name.i
    gerund = name.doc[at - 1] if at else None
    if gerund is None or gerund.tag_ != "VBG" or name.ent_type_ not in ACTORS or gerund.lower_ == "including":
        return {}
    if gerund.base not in {"cc", "dep", "compound", "mark", "discourse", "advmod"} or gerund.words:
        return {}
    if name.doc.lexicon.verb(gerund.lemma_.lower()).frame.object != "patient":
        return {}
    return {gerund.i: (name.head.i, "csubj"), name.i: (gerund.i, "obj")}


def reported(verb: Token) -> Changes:
    """As in "the agency reported *an envoy*, whom it did not name, *said* …": the object of a report says it."""
    if tree.children(verb, "nsubj", "csubj", "expl"):
        return {}
    clauses = [item for item in tree.children(verb, "ccomp") if item.i < verb.i and item.tag_ in tree.FINITE]
    if len(clauses) != 1 or not verb.doc.lexicon.verb(clauses[0].lemma_.lower()).speech:
        return {}
    report = clauses[0]
    objects = [item for item in tree.children(report, "obj") if report.i < item.i < verb.i]
    if not objects or not tree.children(report, "nsubj") or any(token.text in tree.CLOSING for token in verb.sent):
        return {}
    changes: Changes = {report.i: (report.i, verb.dep_), verb.i: (report.i, "ccomp"), objects[-1].i: (verb.i, "nsubj")}
    for item in verb.children:
        if item.i > verb.i and item.is_punct and item.text in {".", "!", "?"}:
            changes[item.i] = (report.i, item.dep_)
    return changes


def crime_after_time(phrase: Token) -> Changes:
    """As in "found guilty *last month of murder*": no month is of murder."""
    time = phrase.head
    start = time.left_edge.i
    if time.i > phrase.i or start == 0 or not (time.ent_type_ == "DATE" or time.lemma_ in tree.TIME_NOUNS):
        return {}
    guilty = time.doc[start - 1]
    return {phrase.i: (guilty.i, "obl")} if guilty.is_a("found_so") else {}


def crime_behind_comma(noun: Token) -> Changes:
    """As in "found him guilty of murder, *robbery* and arson": what else he is guilty of, read as an object."""
    verb = noun.head
    if comma_before(noun) is None or not verb.is_a("judging_so"):
        return {}
    guilty = [item for item in noun.doc[verb.i + 1 : noun.i] if item.is_a("found_so")]
    behind = noun.doc[guilty[-1].i + 1 : noun.i] if guilty else ()
    crimes = [item for item in behind if item.pos_ == "NOUN" and item.preposition == "of"]
    if not crimes:
        return {}
    rest: Changes = {item.i: (crimes[-1].i, "conj") for item in tree.children(noun, "conj")}
    return rest | {noun.i: (crimes[-1].i, "conj")}


def listed_below(noun: Token) -> Changes:
    """As in "the killing of *a judge, a reporter and a guard*": whoever is listed has it done to them, too."""
    event = noun.head
    if event.i > noun.i or not event.doc.lexicon.is_eventive(event.lemma_.lower()) or "case" in noun.family:
        return {}
    lexicon, comma = noun.doc.lexicon, comma_before(noun)
    first = [item for item in tree.children(event, "nmod") if item.i < noun.i and item.preposition == "of"]
    if not first or comma is None or lexicon.is_eventive(noun.lemma_.lower()):
        return {}
    last = first[-1]
    alike = any(last.is_a(kind) and noun.is_a(kind) for kind in ("person", "body", "vehicle", "place_noun"))
    alike = alike or (last.ent_type_ != "" and last.ent_type_ == noun.ent_type_)
    return {noun.i: (last.i, "conj")} if alike and last.right_edge.i in {comma - 1, comma} else {}


def state_behind_town(name: Token) -> Changes:
    """As in "Holm Inc., *Peoria, Ill.,* said": the state belongs to the town, and says nothing."""
    firm = name.head
    if "cc" in name.family or firm.ent_type_ not in {"ORG", "PERSON"} or name.i < 2:
        return {}
    comma = comma_before(name)
    towns = [item for item in tree.children(firm, "appos") if item.ent_type_ == "GPE" and item.i < name.i]
    close = comma is not None and towns and towns[-1].right_edge.i in {comma - 1, comma}
    return {name.i: (towns[-1].i, "appos")} if close else {}
