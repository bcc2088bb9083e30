"""Verbs of headlines that were taken for nouns: "*Farmers storm* ministry in Lima".

Headlines leave out articles, so that a plural, a verb in its base form and an object look like one compound noun. But
plurals seldom stand before another noun, and one that is followed by a word that can be a verb is its subject. Where
the verb was seen, its subject may have been taken for the first part of a compound with it ("*Apple* releases update"),
or the clause before it for what it says ("Police arrest thief, *seize* loot").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.headline_plurals import plural_verb
from kg.extract.text import tree
from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Run, Token

ENDS = frozenset([".", "?", "!", "”", '"'])
FORMS = frozenset(["VBD", "VBN", "VBP", "VBZ"])
OPENING = frozenset(["after", "as", "before", "until", "when"])
"""Prepositions that open a clause of a headline as well: "bosses flee *as staff storm* meeting"."""


def headline_verbs(sent: Run, lexicon: Lexicon) -> Changes:
    """What to change in the tree of a line without a full stop."""
    if any(token.text in ENDS for token in sent):
        return {}
    changes: Changes = {}
    for token in sent:
        if token.tag_ in FORMS and not tree.children(token, "nsubj", "nsubj:pass", "csubj", "expl", "aux"):
            changes |= _compounded(token, lexicon) or _second(token)
        elif token.lower_ == "to" and token.i > sent.start:
            changes |= _to_come(token, sent, lexicon)
    if changes or any(token.tag_ == "DT" for token in sent):
        return changes
    for token in sent:
        if token.tag_ in {"NNS", "NNPS"} and (found := plural_verb(token, lexicon)):
            return found
    for token in sent:
        if token.i > sent.start and (token.dep_ in {"compound", "advmod"} or _is_odd_adjective(token, lexicon)):
            changes |= _behind_name(token, lexicon) or _between(token, lexicon)
        elif _is_read_as_adjective(token, lexicon):
            token.pos_, token.tag_, token.lemma_ = "VERB", "VBP", token.lower_
    return changes


def _compounded(verb: Token, lexicon: Lexicon) -> Changes:
    """The subject that hangs from a verb like the first part of a compound, which no verb has."""
    whole = verb if verb.dep_ not in {"compound", "amod"} else verb.head
    parts = [item for item in tree.children(whole, "compound", "nmod:desc") if item.i < verb.i]
    if not parts and whole is not verb:  # "after key *witness retracts* testimony"
        parts = [item for item in tree.children(verb, "compound") if item.i < verb.i]
    if not parts or parts[-1].i != verb.i - 1 or parts[-1].pos_ not in {"NOUN", "PROPN"} or not _is_verb(verb, lexicon):
        return {}
    subject = parts[-1]
    above = verb if subject.head is verb else whole
    ahead = [item for item in above.words if item.i < subject.i and item.base not in {"case", "advmod", "obl"}]
    changes: Changes = {item.i: (subject.i, item.dep_) for item in ahead if not item.is_punct}
    changes[subject.i] = (verb.i, "nsubj")
    if whole is verb:
        return changes
    if verb.tag_ == "VBN" or verb.dep_ == "amod" or whole.i < verb.i:
        return {}
    if whole.head is not whole:
        case = [item for item in tree.children(whole, "case") if item.lower_ in OPENING and item.i < subject.i]
        if not case or verb.tag_ != "VBZ":
            return {}
        return changes | {
            verb.i: (whole.head.i, "advcl"),
            whole.i: (verb.i, "obj"),
            case[0].i: (verb.i, "mark"),
        }
    behind = [item for item in whole.words if item.i > whole.i and item.base in {"obl", "advcl", "punct", "parataxis"}]
    changes |= {item.i: (verb.i, item.dep_) for item in behind}
    return changes | {verb.i: (verb.i, whole.dep_), whole.i: (verb.i, "obj")}


def _to_come(to: Token, sent: Run, lexicon: Lexicon) -> Changes:
    """Of a line without a finite verb what is to come, read as said of its doer: "Cole *to host* gala"."""
    verb = to.head
    who = verb.head
    if verb.i != to.i + 1 or who.i >= to.i or who.head is not who or not _may_do(who):
        return {}
    if verb.dep_ not in {"acl", "advcl", "nmod"} or any(_is_finite(token, verb) for token in sent):
        return {}
    if any(who.i < item.i < to.i and item.base not in {"flat", "punct"} for item in who.words):
        return {}
    if verb.pos_ != "VERB":
        if not _is_known(verb, lexicon):
            return {}
        verb.pos_, verb.tag_, verb.lemma_ = "VERB", "VB", verb.lower_
    changes: Changes = {verb.i: (verb.i, who.dep_), who.i: (verb.i, "nsubj")}
    for item in who.words:
        if item.i > verb.i:
            is_object = item.pos_ in {"NOUN", "PROPN"} and not tree.preposition(item)
            changes[item.i] = (verb.i, "obj" if is_object else "obl" if tree.preposition(item) else item.dep_)
    return changes


def _is_finite(word: Token, verb: Token) -> bool:
    """Whether the line has a verb with a tense, other than in a clause at its end: "… *as* profit *falls*"."""
    if word.tag_ not in FORMS and word.tag_ != "MD":
        return False
    behind = verb.doc[verb.i + 1 : word.i] if word.i > verb.i else []
    return not any(item.lower_ in OPENING or item.text == ";" for item in behind)


def _may_do(who: Token) -> bool:
    """Whether a noun names or means somebody, so that what is to be done is his to do: not "a plan to cut taxes"."""
    return bool(who.ent_type_) or (who.pos_ in {"NOUN", "PROPN"} and who.is_a("acting"))


def _is_verb(word: Token, lexicon: Lexicon) -> bool:
    return "unknown" not in lexicon.verb(word.lemma_.lower()).rule


def _second(verb: Token) -> Changes:
    """The second of two clauses of one subject, read as what says the first: "Police arrest thief, *seize* loot"."""
    if verb.head is not verb or verb.tag_ == "VBN":
        return {}
    for first in tree.children(verb, "ccomp"):
        end = first.right_edge.i
        if first.tag_ not in FORMS or first.i > verb.i or not tree.children(first, "nsubj", "nsubj:pass"):
            continue
        comma = verb.doc[end] if verb.doc[end].text == "," else verb.doc[end + 1]
        if comma.text == "," and comma.i == verb.i - 1:
            return {first.i: (first.i, verb.dep_), verb.i: (first.i, "conj"), comma.i: (verb.i, "punct")}
    return {}


def _is_read_as_adjective(word: Token, lexicon: Lexicon) -> bool:
    """A verb in a spelling that the tagger knows not: "Chad and Niger *mobilise*"."""
    read_so = word.tag_ == "JJ" or (word.tag_ == "NN" and "obj" in word.family)  # "Strikers *storm* factory"
    if not read_so or word.head is not word or "nsubj" not in word.family or "cop" in word.family:
        return False
    return _is_known(word, lexicon)


def _between(word: Token, lexicon: Lexicon) -> Changes:
    """Of a word between a plural and the noun that both were hung from: its object."""
    doers = word.nbor(-1)
    thing = doers.head
    while thing.dep_ == "compound" and thing.head.i > thing.i:
        thing = thing.head
    plural = doers.tag_ == "NNS" and doers.is_a("headline_doer")
    if (
        not (plural or doers.doc.lexicon.is_a(doers.lower_, "collective"))
        or thing.i <= word.i
        or doers.dep_ not in {"compound", "nsubj"}
        or thing.pos_ != "NOUN"
    ):
        return {}
    if word.text != word.lower_ or not _is_known(word, lexicon) or not _hangs_between(word, doers, thing):
        return {}
    changes: Changes = {doers.i: (word.i, "nsubj"), thing.i: (word.i, "obj")}
    cases = [item for item in tree.children(thing, "case") if item.i < doers.i]
    ahead = [item for item in thing.words if item.i < doers.i and item not in cases and item.base != "nsubj"]
    changes |= {item.i: (doers.i, item.dep_) for item in ahead if not item.is_punct}
    above = thing.head
    if above is thing:
        changes[word.i] = (word.i, thing.dep_)
    elif thing.base == "nsubj" and above.head is above and above.tag_ in {"VB", "VBP"} and above.nbor(-1).text == ",":
        above.tag_ = "VBP"  # "Rebels *oust* chief, suspend talks"
        changes |= {word.i: (word.i, above.dep_), above.i: (word.i, "conj")}
    elif cases and cases[0].lower_ in OPENING:
        changes |= {word.i: (above.i, "advcl"), cases[0].i: (word.i, "mark")}
    elif cases and above.head is above and above.pos_ in {"NOUN", "PROPN"}:  # "dozens *of farmers storm* ministry"
        changes |= {doers.i: (above.i, "nmod"), cases[0].i: (doers.i, "case")}
        changes |= {above.i: (word.i, "nsubj"), word.i: (word.i, above.dep_)}
        changes |= {item.i: (word.i, item.dep_) for item in above.words if item.i > thing.i}
    elif thing.base in {"appos", "parataxis", "dep"} and word.doc[doers.left_edge.i - 1].text == ":":
        changes[word.i] = (above.i, "parataxis")  # "Fraud probe: *police search* offices"
    else:
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBP", word.lower_
    return changes


def _is_odd_adjective(word: Token, lexicon: Lexicon) -> bool:
    """A verb read as an adjective that no table knows: "Soldiers *oust* president"."""
    return word.dep_ == "amod" and word.tag_ == "JJ" and word.lower_ in lexicon.verbs and not word.lower_.endswith("ed")


def _behind_name(word: Token, lexicon: Lexicon) -> Changes:
    """As in "nine killed *as al-Shabaab storms* hotel": behind such a word and a name what looks like a plural."""
    thing, last = word.head, word.nbor(-1)
    if word.tag_ != "NNS" or word.dep_ != "compound" or thing.i < word.i or thing.base not in {"obl", "nmod"}:
        return {}
    case = [item for item in tree.children(thing, "case") if item.lower_ in OPENING and item.i < last.i]
    name = last
    while name.head is not thing and name.head.ent_type_ == last.ent_type_ and name.head is not name:
        name = name.head
    if not case or last.ent_type_ not in ACTORS or name.head is not thing or word.lemma_.lower() not in lexicon.verbs:
        return {}
    word.pos_, word.tag_ = "VERB", "VBZ"
    phrases = [item for item in tree.children(thing, "nmod") if item.preposition not in {"", "of"}]
    torn = [item for item in thing.words if item is not name and item.i < word.i and item.ent_type_]
    rest: Changes = {item.i: (word.i, "obl") for item in phrases} | {item.i: (name.i, "compound") for item in torn}
    return rest | {
        word.i: (thing.head.i, "advcl"),
        name.i: (word.i, "nsubj"),
        thing.i: (word.i, "obj"),
        case[0].i: (word.i, "mark"),
    }


def _hangs_between(word: Token, doers: Token, thing: Token) -> bool:
    if word.dep_ == "advmod":
        return word.head is doers and doers.head is thing  # "ministers *back* tax plan"
    head = word.head
    while head is not thing and head.dep_ == "compound" and head.head.i > head.i:
        head = head.head
    return head is thing


def _is_known(word: Token, lexicon: Lexicon) -> bool:
    entry = lexicon.verb(word.lower_)
    return "unknown" not in entry.rule
