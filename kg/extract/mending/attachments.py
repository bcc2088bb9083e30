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

from kg.extract.mending.amounts import amount_mended
from kg.extract.mending.clauses import (
    accuser_behind,
    bare_count,
    body_meant,
    charge_behind,
    joined_subject,
    listed_name,
    outer_preposition,
    person_meant,
    second_described,
    second_office,
    set_off_source,
    titled_behind,
)
from kg.extract.mending.listed_events import listed_event, listed_people
from kg.extract.mending.lost_clauses import told_that, with_clause
from kg.extract.mending.lost_gerunds import gerund_mended
from kg.extract.mending.lost_heads import head_mended
from kg.extract.mending.lost_phrases import (
    adverb_first,
    announced_behind,
    behind_manner,
    dated_noun,
    fronted_time,
    named_as,
    of_noun_before,
    pending,
)
from kg.extract.mending.lost_subjects import (
    also_called,
    from_place,
    harmed_beside,
    late_subject,
    object_before,
    said_by,
)
from kg.extract.mending.lost_words import (
    behind_have,
    behind_space,
    charged_with,
    counted_behind,
    counted_second,
    issued_noun,
    of_whole_clause,
    on_the_way,
    said_behind_comma,
    told_of,
    under_threat,
)
from kg.extract.mending.miscast import (
    adjectival,
    event_gerund,
    found_guilty,
    gerund_marked,
    listed_verb,
    says_on,
)
from kg.extract.mending.parallels import (
    asked_for,
    by_doer,
    ended_so,
    given_to,
    goes_on_beside,
    in_an_effort,
    name_behind_noun,
    one_of_body,
)
from kg.extract.mending.verbs_hung import verb_hung_anew
from kg.extract.text import tree
from kg.extract.text.harm import event_that_harmed
from kg.extract.text.lexicon import Kind
from kg.extract.text.measures import is_time
from kg.extract.text.name_labels import ACTORS, PLACES
from kg.extract.text.prefixes import NOUN_PREFIXES, joined_prefix

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Doc, Token

SINGULAR = frozenset(["is", "was", "has", "does"])
LEFT_ALONE = frozenset(["det", "punct", "aux", "cc", "mark", "advmod", "cop", "aux:pass"])
"""Labels of words that are hung right, unless they are something else by their part of speech."""
COUNTED = frozenset(["advmod", "nmod", "obj"])
"""Labels of what may belong to a sum or a score, besides numbers."""
MAX_CLIMB = 4
TIME_MARKS = frozenset(["after", "before", "since", "until"])
"""Words that open a clause as well as a phrase of time."""
MEASURES = frozenset(["second", "minute", "hour", "day", "week", "month", "year"])


def reattached(doc: Doc, lexicon: Lexicon) -> Changes:
    """What to change in the tree of a Doc."""
    changes: Changes = {}
    for token in doc:
        label = token.dep_
        if token.is_space:
            changes |= behind_space(token)
            continue
        base, tag = token.base, token.tag_
        if base in COUNTED or tag == "CD":
            changes |= amount_mended(token, lexicon)
        if label in LEFT_ALONE and token.pos_ != "VERB" and tag != "VBN" and token.lower_ not in NOUN_PREFIXES:
            continue  # as half of the words: no rule below asks about them
        if label == "acl:relcl":
            if described := _other_clause(token, lexicon):
                changes |= described
                continue
            noun = event_that_harmed(token, lexicon) or _described(token) or person_meant(token)
            noun = noun or body_meant(token) or one_of_body(token) or dated_noun(token)
            if noun is not None:
                changes[token.i] = (noun.i, label)
        elif label == "appos":
            holder = _holder(token)
            if holder is not None:
                changes[token.i] = (holder.i, label)
            changes |= listed_name(token) or second_office(token) or listed_event(token, lexicon)
            changes |= {} if token.i in changes else listed_people(token)
        elif label == "parataxis" and token.pos_ == "NOUN":
            changes |= listed_event(token, lexicon)
        elif label == "conj":
            first = _phrase_beside(token)
            if first is not None:
                changes[token.i] = (first.head.i, first.dep_)
            elif not tree.children(token, "cc") and (holder := _holder(token)) is not None:
                changes[token.i] = (holder.i, "appos")  # "the president of Malawi*, Tiyo Kachere,* wept"
            changes |= counted_second(token) or listed_name(token) or second_office(token) or also_called(token)
        elif label in {"nmod", "obl"} and (moved := _moved_phrase(token, lexicon)):
            changes |= moved
        elif label == "obj":
            changes |= given_to(token)
        elif label == "xcomp" and token.ent_type_ == "PERSON":
            changes |= named_as(token)
        elif label == "nmod" and token.head.base == "nmod" and tree.preposition(token) == "against":
            if token.head.head.is_a("charge") and tree.preposition(token.head) == "of":
                changes[token.i] = (token.head.head.i, label)  # "a charge of murder *against Berg*"
        elif label == "compound" and token.ent_type_ == "DATE":
            changes |= fronted_time(token)
        elif label == "nummod" and token.head.base == "conj":
            changes |= counted_second(token)
        elif token.lower_ == "pending":
            changes |= pending(token)
        elif token.tag_ == "CD":
            changes |= bare_count(token)
        elif label == "case":
            changes |= outer_preposition(token)
        elif token.lower_ in NOUN_PREFIXES:
            changes |= joined_prefix(token)
        elif label in {"nsubj", "nsubj:pass"}:
            if token.head.base == "aux":  # "that *the dam* had burst"
                changes[token.i] = (token.head.head.i, label)
            changes |= _clause_of_time(token) or joined_subject(token) or titled_behind(token) or object_before(token)
            changes |= name_behind_noun(token)
            changes |= from_place(token) or late_subject(token)
            gerund = _gerund_before(token, lexicon)
            if gerund is not None:
                changes[gerund.i], changes[token.i] = (token.head.i, "csubj"), (gerund.i, "obj")
                continue
            first = _start_of_list(token)
            if first is not None:
                changes[token.i] = (first.i, "conj")
        elif token.pos_ == "ADV" and token.head is token and token.i == token.sent.start:
            changes |= adverb_first(token)
        elif token.tag_ in tree.FINITE and label in {"ROOT", "root"}:
            changes |= _reported(token, lexicon)
        mended = gerund_mended(token, lexicon) or head_mended(token, lexicon)
        changes |= mended
        if base == "acl" and token.pos_ in {"NOUN", "PROPN", "ADJ"}:
            changes |= told_of(token) if token.pos_ != "ADJ" else told_that(token)
        elif label == "ccomp":
            changes |= said_by(token, lexicon)
        elif label == "csubj" and tag == "VBG":
            changes |= adjectival(token)
        if token.pos_ == "VERB" and token.i not in mended:
            changes |= verb_hung_anew(token, lexicon)
        if token.is_a("found_so"):
            changes |= found_guilty(token)
        if token.tag_ == "JJ" and label == "conj":
            changes |= harmed_beside(token)
        elif label == "amod":
            changes |= listed_verb(token) if token.tag_ == "VB" else ended_so(token)
        if token.tag_ == "VBG" and token.doc.lexicon.is_a(token.lower_, "adjectival_ing"):
            changes |= adjectival(token)
        elif token.lower_.endswith("ing"):
            changes |= event_gerund(token, lexicon) or says_on(token, lexicon) or gerund_marked(token, lexicon)
        if token.tag_ == "VBN":
            changes |= behind_have(token) or issued_noun(token) or harmed_beside(token)
    return changes


def _other_clause(clause: Token, lexicon: Lexicon) -> Changes:
    """What reads as a relative clause and is another one."""
    return (
        second_described(clause)
        or told_that(clause)
        or of_whole_clause(clause, lexicon)
        or said_behind_comma(clause, lexicon)
        or announced_behind(clause, lexicon)
        or of_noun_before(clause)
    )


def _moved_phrase(noun: Token, lexicon: Lexicon) -> Changes:
    if noun.dep_ == "obl":
        return (
            on_the_way(noun)
            or bare_count(noun)
            or counted_behind(noun)
            or in_an_effort(noun)
            or with_clause(noun)
            or by_doer(noun, lexicon)
        )
    return (
        set_off_source(noun)
        or under_threat(noun)
        or charged_with(noun)
        or charge_behind(noun, lexicon)
        or accuser_behind(noun)
        or behind_manner(noun)
        or goes_on_beside(noun)
        or in_an_effort(noun)
        or on_the_way(noun)
        or asked_for(noun)
        or _behind_doer(noun, lexicon)
    )


def _behind_doer(phrase: Token, lexicon: Lexicon) -> Changes:
    """As in "an attack by rebels *on a convoy*", "demands from workers *for pay*": the noun asks for it."""
    doer = phrase.head
    noun = doer.head
    prep = tree.preposition(phrase)
    if (
        prep in {"by", "of"}
        and doer.base == "nmod"
        and noun.pos_ == "NOUN"
        and doer.ent_type_ == "DATE"
        and not is_time(phrase)
    ):
        return {phrase.i: (noun.i, "nmod")}  # "the arrest on Monday *of Berg*"
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


def _phrase_beside(phrase: Token) -> Token | None:
    """The first of two coordinated phrases, where the second has another preposition."""
    first = phrase.head
    if first.base not in {"nmod", "obl"} or phrase.i < first.i:
        return None
    own = [item for item in tree.children(phrase, "case") if item.tag_ == "IN" and item.i < phrase.i]
    if not own or not tree.children(phrase, "cc"):
        return None
    before = tree.preposition(first)
    return first if before and before != tree.preposition(phrase) else None


def _clause_of_time(subject: Token) -> Changes:
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


def _start_of_list(second: Token) -> Token | None:
    """The first of a list whose first member was taken for a subject of its own: "*citizens*, police and nurses"."""
    verb = second.head
    subjects = [item for item in tree.children(verb, "nsubj") if item.i < verb.i]
    if len(subjects) < 2 or subjects[1].i != second.i or not tree.children(second, "conj"):
        return None
    first = subjects[0]
    comma = first.right_edge.i + (verb.doc[first.right_edge.i].text != ",")
    if verb.doc[comma].text != "," or second.left_edge.i not in {comma, comma + 1}:
        return None
    if first.ent_type_ == "PERSON" and second.pos_ == "NOUN":
        return None  # "Lam, chairman and founder, resigned" is one person
    return None if first.pos_ not in {"NOUN", "PROPN"} or second.pos_ not in {"NOUN", "PROPN"} else first


def _gerund_before(name: Token, lexicon: Lexicon) -> Token | None:
    """The gerund that has a name as its object, where the name was taken for the subject: "*killing* Lund adds to"."""
    at = name.left_edge.i if name.left_edge.ent_type_ else name.i
    gerund = name.doc[at - 1] if at else None
    if gerund is None or gerund.tag_ != "VBG" or name.ent_type_ not in ACTORS:
        return None
    if gerund.base not in {"cc", "dep", "compound", "mark", "discourse", "advmod"} or gerund.words:
        return None
    return (
        gerund
        if lexicon.verb(gerund.lemma_.lower()).frame.object == "patient" and gerund.lower_ != "including"
        else None
    )


def _reported(verb: Token, lexicon: Lexicon) -> Changes:
    """A report taken for what a verb without a subject says: its object is the subject of that verb."""
    if tree.children(verb, "nsubj", "csubj", "expl"):
        return {}
    clauses = [item for item in tree.children(verb, "ccomp") if item.i < verb.i and item.tag_ in tree.FINITE]
    if len(clauses) != 1 or not lexicon.verb(clauses[0].lemma_.lower()).speech:
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
