"""Verbs of headlines in the third person that were taken for plurals: "Court *blocks* merger", "Gunman *hijacks* bus".

In: a word, and the table of verbs. Out: what to change in the tree of a line without a full stop and without another
finite verb. A plural stands before another noun for few words only ("arms deal", "sports club").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

FINITE = frozenset(["VBD", "VBP", "VBZ", "MD"])
BEFORE_NOUN = frozenset(
    [
        "affairs", "arms", "awards", "bonds", "communications", "customs", "drinks", "drugs", "earnings", "economics",
        "electronics", "figures", "forces", "funds", "futures", "games", "goods", "headquarters", "hours", "jobs",
        "materials", "narcotics", "operations", "parks", "parts", "payments", "politics", "prices", "procurements",
        "profits", "records", "relations", "reparations", "resources", "results", "rights", "sales", "savings",
        "securities", "services", "shares", "skills", "sports", "standards", "statistics", "stocks", "supplies",
        "systems", "talks", "taxes", "times", "trials", "troops", "utilities", "vehicles", "wages", "weapons", "works",
    ]
)  # fmt: skip
"""Plurals that do stand before another noun: "*arms* deal"."""
BEFORE = frozenset(["compound", "nmod:desc", "nsubj", "amod", "flat"])
"""Labels of words that a headline's subject may have before what was read as the head of it all."""


def plural_verb(word: Token, lexicon: Lexicon) -> Changes:
    """As in "Court *blocks* merger after row": between one who acts and a noun without an article."""
    thing = word.head
    sent = word.sent
    if word.tag_ not in {"NNS", "NNPS"} or word.i == sent.start or word.i + 1 >= sent.end:
        return {}
    stem = _stem(word, lexicon)
    if not stem or word.lower_ in BEFORE_NOUN or word.ent_type_ in ACTORS:
        return {}
    someone = thing.is_a("person", "captive", "company", "body", "acting") or bool(thing.ent_type_)
    if lexicon.is_eventive(word.lemma_.lower()) and not someone:
        return {}  # "Russia *sanctions* list"
    if word.base not in {"compound", "nsubj"} or thing.i <= word.i or thing.head is not thing:
        return {}
    if any(item.tag_ in FINITE and item is not thing for item in sent):
        return {}
    misread = thing.tag_ in FINITE  # "Norway deports *dissident*"
    if misread and (not thing.is_a("person") or any(item.i > thing.i and item.base == "obj" for item in thing.words)):
        return {}
    if not misread and thing.pos_ not in {"NOUN", "PROPN"}:
        return {}
    last = word.nbor(-1)
    if last.tag_ not in {"NN", "NNP"} or not (last.ent_type_ in ACTORS or last.is_a("acting", "company", "body")):
        return {}
    ahead = [item for item in (*thing.words, *word.words) if item.i < word.i]
    if any(item.base not in BEFORE for item in ahead) or any(item.i > word.i for item in word.words):
        return {}
    subject = last
    while (
        subject.head is not thing
        and subject.head is not word
        and subject.head.i < word.i
        and subject.head is not subject
    ):
        subject = subject.head
    if misread:
        thing.pos_, thing.tag_, thing.lemma_ = "NOUN", "NN", thing.lower_
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBZ", stem
    changes: Changes = {item.i: (subject.i, "compound") for item in ahead if item is not subject}
    for item in thing.words:
        behind = item.i > thing.i and not item.is_punct
        if behind and item.base in {"advcl", "parataxis"}:
            changes[item.i] = (word.i, item.dep_)
        elif behind and item.preposition not in {"", "of"}:
            changes[item.i] = (word.i, "obl")
    return changes | {
        word.i: (word.i, "ROOT" if misread else thing.dep_),
        subject.i: (word.i, "nsubj"),
        thing.i: (word.i, "obj"),
    }


def _stem(word: Token, lexicon: Lexicon) -> str:
    """The verb whose third person a word may be, "" where no table has it."""
    text = word.lower_
    stems = [text.removesuffix("s")]
    if text.endswith("ies"):
        stems.append(f"{text[:-3]}y")
    elif text.endswith("es"):
        stems.append(text.removesuffix("es"))
    return next((stem for stem in stems if text.endswith("s") and "unknown" not in lexicon.verb(stem).rule), "")
