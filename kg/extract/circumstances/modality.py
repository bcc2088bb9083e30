"""Did it happen, did it not, might it, will it: polarity, certainty and tense of an event word.

Each comes from the word's own clause (negation, modals, hedges) and from what governs it ("denied killing", "vowed
revenge", "alleged attacks", "if the regime seeks vengeance"). A value that a governor sets is kept unless a nearer
one was set first; denial is never undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.circumstances.adjectives import TELLING, under_adjective
from kg.extract.circumstances.governed import is_complement, is_told_of, lies_ahead
from kg.extract.circumstances.values import Modality, Values
from kg.extract.text import tree
from kg.extract.text.denials import (
    denied_beside,
    denied_doer,
    is_asked,
    is_expected_not,
    is_held_back,
    is_not_without,
    is_seen,
    is_told_bare,
    taken_back,
    unconfirmed,
    undenied,
    undoubted,
)
from kg.extract.text.lexicon import Kind
from kg.extract.text.outlook import (
    FUTURE_MODALS,
    NEGATIONS,
    condition_of,
    demand_told,
    due_by,
    hangs_on_condition,
    is_aim,
    is_done_by_wish,
    is_due,
    is_ended,
    is_given,
    is_have,
    is_hearsay,
    is_held_reason,
    is_imagined,
    is_imagined_subject,
    is_infinitive,
    is_kept_from,
    is_more_than_denied,
    is_negated,
    is_negative_word,
    is_order,
    is_purpose,
    is_rumoured,
    is_soon_after,
    is_warded_off,
    is_when_ahead,
    negative_words,
    pleads_innocent,
)
from kg.extract.text.undone import (
    FALSELY,
    called_untrue,
    came_about,
    holds_untrue,
    is_saved_from,
    is_undone_verdict,
    is_unproven,
    leads_nowhere,
    put_off_by,
    says_falsely,
    tells_that,
    until_then,
    was_so,
)
from kg.model import Certainty, Polarity, Tense

if TYPE_CHECKING:
    from kg.extract.events.arguments import Predicate
    from kg.extract.events.predicates import PredicateFinder
    from kg.extract.text.lexicon import Entry, Lexicon
    from kg.extract.text.tokens import Token


DUTY_MODALS = frozenset(["should", "must", "ought"])
POSSIBLE_MODALS = frozenset(["may", "might", "could", "can", "ca"])
ABILITY_MODALS = frozenset(["can", "ca"])
"""What can be done need not lie ahead: "the drone *can* carry two men"."""
REASONED = frozenset(["ACCUSE", "COERCE", "JUDICIAL", "REJECT", "SANCTION", "SUPPORT"])
"""Types of what is done to somebody for what he has done."""
MAX_CLIMB = 6


def modality(predicate: Predicate, finder: PredicateFinder) -> Values:
    """The values of one event."""
    found = Modality()
    token = predicate.token
    lexicon = finder.lexicon
    _hedges(token, found, lexicon)
    if predicate.slots is not None:
        _clause(token, found, lexicon)
        if any(tree.is_nobody(argument.token) for argument in predicate.arguments):
            found.deny("no")
    elif undone := put_off_by(token):
        found.deny(undone)
    elif any(item.lower_ in {"no", "neither"} for item in tree.children(token, "det")):
        found.deny("no")
    if predicate.slots is None and token.base == "nsubj" and token.head.lemma_ == "be":
        _negation(token.head, found)  # "there *will* be protests"
        _auxiliaries(token.head, found)
        if condition := hangs_on_condition(token.head):
            found.set(condition, certainty=Certainty.POSSIBLE)
    if predicate.slots is None and tree.children(token, "cop"):  # the same, with the noun as its head
        _negation(token, found)
        _auxiliaries(token, found)
        if condition := hangs_on_condition(token):
            found.set(condition, certainty=Certainty.POSSIBLE)
    if predicate.slots is None and (demand := demand_told(token)) is not None:
        found.set(demand.lower_, tense=Tense.FUTURE)
    if predicate.slots is None and (due := due_by(token)):
        found.set(due, tense=Tense.FUTURE)
    top = token
    if predicate.carrier is not None and _is_given_by(predicate.carrier, token):
        return found.values()
    if predicate.carrier is not None:
        found.take(predicate.effect, predicate.carrier)
        _clause(predicate.carrier, found, lexicon)
        _hedges(predicate.carrier, found, lexicon)
        if negative_words(predicate.carrier) or any(map(tree.is_nobody, tree.children(predicate.carrier, "nsubj"))):
            found.deny("no")
        top = predicate.carrier
    _governors(top, found, finder)
    return found.values()


def _is_given_by(carrier: Token, event: Token) -> bool:
    """As in "*ended* the strike", "did not *see* the attack": it was, whatever becomes of the verb."""
    return is_seen(carrier, event) or is_ended(event, carrier) or came_about(carrier)


def _clause(verb: Token, found: Modality, lexicon: Lexicon) -> None:
    """Negation and auxiliaries of the verb's own clause; a coordinated bare verb shares those of the first."""
    source = verb
    while tree.shares_auxiliaries(source):
        source = source.head
    for clause in {verb.i: verb, source.i: source}.values():
        if clause is verb:
            _negation(clause, found)
        if undone := put_off_by(clause):
            found.deny(undone)
        _auxiliaries(clause, found)
        if condition := condition_of(clause):
            found.set(condition, certainty=Certainty.POSSIBLE, tense=Tense.FUTURE)
        if condition := hangs_on_condition(clause):
            found.set(condition, certainty=Certainty.POSSIBLE)
        if any(item.lower_ == "whether" for item in tree.children(clause, "mark")):
            found.set("whether", certainty=Certainty.POSSIBLE)
        if is_imagined(clause):
            found.set("would", certainty=Certainty.POSSIBLE)
        if is_imagined_subject(clause) or is_when_ahead(clause):
            found.set("will", tense=Tense.FUTURE)
    if _is_asked(verb):
        found.set("?", certainty=Certainty.POSSIBLE)
    headline = verb.base in {"root", "ROOT"} and is_infinitive(verb)  # "Canada to ban plastic bags"
    ahead = is_due(verb)
    if is_purpose(verb, lexicon) or is_aim(verb) or headline or ahead:
        found.set("to", tense=Tense.FUTURE)
    if is_order(verb):
        found.set("imperative", tense=Tense.FUTURE)


def _is_asked(verb: Token) -> bool:
    """As in "*Did* troops *attack* the village?"; what "who" or "why" is asked of is so."""
    last = verb.right_edge
    ends = last.text == "?" or (last.i + 1 < len(verb.doc) and last.nbor(1).text == "?")
    subjects = tree.children(verb, "nsubj", "nsubj:pass")
    if not ends or not subjects:
        return False
    before = [item for item in tree.children(verb, "aux", "aux:pass") if item.i < subjects[0].i]
    asked = any(item.tag_ in {"WP", "WRB", "WDT", "WP$"} and item.i < subjects[0].i for item in verb.subtree)
    return bool(before) and not asked


def _negation(verb: Token, found: Modality) -> None:
    """A word of denial that belongs to the verb itself."""
    own = tree.children(verb, "advmod", "cc:preconj", "cc")
    denied = [item for item in own if item.lower_ in NEGATIONS and not is_more_than_denied(item)]
    if denied and (until_then(verb) or was_so(verb) or is_not_without(verb)):
        return
    for item in (*denied, *filter(is_negative_word, verb.children)):
        found.deny(item.lower_)
    if word := denied_beside(verb) or denied_doer(verb):
        found.deny(word)


def _auxiliaries(verb: Token, found: Modality) -> None:
    """What will, may, should and their like say."""
    auxiliaries = list(tree.children(verb, "aux"))
    perfect = any(is_have(item) for item in auxiliaries)
    for item in auxiliaries:
        word = item.lower_
        if word == "should" and item.i == verb.left_edge.i and verb.i > 0:
            found.set(word, certainty=Certainty.POSSIBLE)  # "should the regime seek vengeance"
        if word in FUTURE_MODALS and perfect:
            found.set(word, certainty=Certainty.POSSIBLE)
        elif word in POSSIBLE_MODALS:
            ahead = not perfect and word not in ABILITY_MODALS
            found.set(word, certainty=Certainty.POSSIBLE, tense=Tense.FUTURE if ahead else None)
        elif word in DUTY_MODALS and perfect:  # "must have fled" is inferred, "should have fled" was not done
            found.set(word, certainty=Certainty.PROBABLE if word == "must" else Certainty.POSSIBLE)
        elif word in FUTURE_MODALS or word in DUTY_MODALS:
            found.set(word, tense=Tense.FUTURE)


def _hedges(token: Token, found: Modality, lexicon: Lexicon) -> None:
    """Adverbs and adjectives beside the word: "allegedly", "alleged attacks", "planned visit"."""
    says = token.pos_ == "VERB" and lexicon.verb(token.lemma_.lower()).type in TELLING
    for item in tree.children(token, "advmod", "amod"):
        if item.lower_ not in NEGATIONS and not is_soon_after(item) and not (says and item.lower_ in FALSELY):
            found.take(lexicon.hedge(item.lower_) or lexicon.hedge(item.lemma_.lower()), item)


def _governors(token: Token, found: Modality, finder: PredicateFinder) -> None:
    """What the clauses and nouns above do to it, nearest first, as long as it is their complement."""
    _take_noun_before(token, found, finder)
    event = token
    for _ in range(MAX_CLIMB):
        token = tree.first_conjunct(token)
        head = token.head
        if head.i == token.i:
            return
        if head.pos_ in {"VERB", "AUX"}:
            told = token.i == event.i and is_told_of(token, head, finder)
            goes_on = told or _under_verb(token, head, found, finder)
        elif head.pos_ in {"NOUN", "PROPN"}:
            goes_on = _under_noun(token, head, found, finder)
        else:
            goes_on = head.pos_ == "ADJ" and under_adjective(token, head, found, finder)
        if not goes_on:
            return
        token = head


def _take_noun_before(token: Token, found: Modality, finder: PredicateFinder) -> None:
    """The noun right before a preposition rules what follows, wherever the parser hung it: "*demands* for a probe"."""
    at = token.left_edge.i - 1
    if at < 0 or token.pos_ not in {"NOUN", "PROPN"} or token.head.i == at:
        return
    before = token.doc[at]
    if before.pos_ == "NOUN" and tree.preposition(token) in {"for", "of"}:
        found.take(finder.lexicon.noun(before.lemma_.lower(), finder.noun_usage(before)).effect, before)


def _under_verb(token: Token, head: Token, found: Modality, finder: PredicateFinder) -> bool:
    """Takes what a verb does to its complement; False when the word is none of its complements."""
    slots = finder.finder.slots(head)
    entry = finder.entry(head)
    if is_kept_from(token) and entry.effect.polarity is None and not is_negated(head):
        found.set(head.lower_, polarity=Polarity.NEG, tense=Tense.FUTURE if is_purpose(head, finder.lexicon) else None)
        return True
    if is_undone_verdict(token, head):
        found.set(head.lower_, certainty=Certainty.POSSIBLE)
    if is_saved_from(head, token):
        found.deny(head.lower_)
    if not is_complement(token, entry, finder):
        return False
    if token.base == "obj" and token.pos_ == "NOUN" and came_about(head):
        return False  # "could have prevented *the attack*"
    if holds_untrue(head, token) or is_unproven(head, token) or is_expected_not(head, token):
        found.deny("not")
    if (head.is_a("looking_back") and is_given(token, entry)) or (token.base == "obl" and head.is_a("commenting")):
        return False  # "wants the court to condemn *the attack*", "declined to comment on *it*": that was
    if is_held_reason(token) and entry.type in REASONED:
        found.take(entry.effect, head)  # "may punish him *for taking bribes*": he has, whether they do or not
        return False
    if head.is_a("listing"):  # "their demands *include* new elections": so far as the demands go
        for noun in slots.subject:
            found.take(finder.lexicon.noun(noun.lemma_.lower(), finder.noun_usage(noun)).effect, noun)
    if token.base == "obj" and head.is_a("heralding") and lies_ahead(token, finder):
        open_yet = Certainty.POSSIBLE if head.lemma_.lower() in {"negotiate", "propose"} else None
        found.set(head.lower_, certainty=open_yet, tense=Tense.FUTURE)
    if entry.type in TELLING and (untrue := says_falsely(head)):
        found.deny(untrue)
    spread = token.base == "ccomp" and not entry.speech and any(map(is_rumoured, tree.children(head, "nsubj")))
    if is_hearsay(head, entry, slots) or spread:
        found.set(head.lower_, certainty=Certainty.PROBABLE)
    infinitive = is_infinitive(token)
    if head.is_a("trying") and any(item.lower_ == "vain" for item in tree.children(head, "obl")):
        found.deny("vain")
    if is_done_by_wish(token):
        found.set(token.lower_, certainty=Certainty.CERTAIN, tense=Tense.NON_FUTURE)
    effect = entry.infinitive if infinitive else entry.effect
    denies = (effect is not None and effect.polarity is Polarity.NEG) or head.is_a("doubting")
    if denies and (sure := undenied(head, speech=entry.speech)) is not None:
        ahead = effect.tense if effect is not None and token.base != "ccomp" else None
        found.set(head.lower_, certainty=sure, tense=ahead)
        return not is_held_back(head)
    if unconfirmed(head):
        found.set(head.lower_, certainty=Certainty.POSSIBLE)
        return False
    if is_asked(token, head):
        return True
    if not (head.is_a("trying") and is_negated(head)):  # who did not even try has certainly not done it
        found.take(effect, head)
    if token.base == "obj" and is_warded_off(head, entry, finder.lexicon):
        found.set(head.lower_, tense=Tense.FUTURE)
    bound = token.base in {"xcomp", "advcl"} or (token.base == "obj" and not is_given(token, entry))
    bound = bound or (token.base == "obl" and entry.type == "AGREE")  # "will not agree *to a truce*"
    if (bound and not entry.speech and is_negated(head)) or pleads_innocent(token, head):
        found.deny("not")
    if token.base == "obl" and entry.type == "AGREE" and tree.preposition(token) == "to" and lies_ahead(token, finder):
        found.set(head.lower_, tense=Tense.FUTURE)  # "agreed *to talks*"
    idle = entry.kind in {Kind.STATE, Kind.SUPPORT} and token.base in {"obj", "xcomp"}
    if entry.kind is Kind.ASPECT or infinitive or entry.speech or idle:
        _inherit_tense(head, found, entry)
    if token.base == "xcomp" and (idle or entry.kind is Kind.ASPECT) and is_purpose(head, finder.lexicon):
        found.set("to", tense=Tense.FUTURE)  # "went there *to help rebuild* schools"
    return True


def _under_noun(token: Token, head: Token, found: Modality, finder: PredicateFinder) -> bool:
    """Takes what a noun does to its complement: "the *threat* of attack", "a *plan* to leave"."""
    label = token.base
    infinitive = is_infinitive(token)
    if (token.dep_ == "acl:relcl" and not tells_that(token)) or token.dep_ == "nmod:poss":
        return False
    if label not in {"acl", "nmod"}:
        return False
    if label == "acl" and not infinitive and not tree.children(token, "mark") and not is_told_bare(token, head):
        return False
    if label == "nmod" and tree.preposition(token) not in {"of", "for", "on", "over", "about", "against"}:
        return False
    if label == "nmod" and (head.is_a("looking_back") or (head.is_a("person") and not head.is_a("partitive"))):
        return False  # "demands for an inquiry into *the raid*", "aid for victims of *the flood*": that was
    if infinitive and head.base == "obj" and head.head.pos_ == "VERB" and finder.finder.controls(head.head):
        ordered = finder.lexicon.verb(head.head.lemma_.lower())
        found.take(ordered.infinitive, head.head)  # "ordered *troops to leave*", misread
    if (sure := undoubted(head)) is not None:
        found.set(head.lower_, certainty=sure)
        return True
    noun = finder.lexicon.noun(head.lemma_.lower(), finder.noun_usage(head))
    if noun.type == "REJECT" and token.is_a("accord"):
        return True  # "a breach *of the agreement*": that was made all the same
    post = f"{head.preposition} {head.lower_}"
    if not finder.lexicon.is_a(post, "in_post"):  # "*in charge* of a raid" charges nobody
        found.take(noun.infinitive if infinitive else noun.effect, head)
    if infinitive and (came_to := leads_nowhere(head)):
        found.deny(came_to)
    if label == "nmod" and tree.preposition(token) == "about":
        return False  # "hid messages *about the raid*": what they are about is not part of the charge
    if any(item.lower_ == "any" for item in tree.children(head, "det")) and any(
        is_negated(item) for item in (head, *tree.ancestors(head)) if item.sent is head.sent
    ):
        found.deny("not any")  # "is *not* part of *any* plan to raise tariffs"
    is_topic = label == "nmod" and tree.preposition(token) in {"about", "on", "over"}
    if not is_topic and any(item.lower_ == "no" for item in tree.children(head, "det")):
        found.deny("no")  # "no evidence of a crash"; of what one has no word *about* it may have been
    if (noun.type in TELLING or head.is_a("position_noun", "hearsay", "tale")) and (untrue := called_untrue(head)):
        found.deny(untrue)
    if label == "acl" and not infinitive:
        for item in tree.children(head, "amod"):  # "*unconfirmed* reports that", "*scant* evidence that"
            found.take(finder.lexicon.hedge(item.lower_), item)
            if item.is_a("hardly_any"):
                found.set(item.lower_, certainty=Certainty.POSSIBLE)
        if is_rumoured(head):
            found.set(head.lower_, certainty=Certainty.PROBABLE)
    if taken_back(head):
        found.set(head.lower_, certainty=Certainty.POSSIBLE)
    return True


def _inherit_tense(head: Token, found: Modality, entry: Entry) -> None:
    """Of "will begin to withdraw": what is only begun or said in the future lies there too."""
    words = {item.lower_ for item in tree.children(head, "aux")}
    if (words & FUTURE_MODALS and not entry.speech) or is_due(head):
        found.set(head.lower_, tense=Tense.FUTURE)
