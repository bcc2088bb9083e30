"""A rule lemmatizer whose exceptions are completed from the treebank.

spaCy's English rules and exceptions (package spacy-lookups-data, MIT, from WordNet) know verbs and nouns that no
treebank of this size shows ("acquitted", "fled"), but not the pronouns, auxiliaries and habits of the treebank. So
every form that the rules get wrong on the training part becomes an exception: a plain table, no learning.

Base forms the rules put in lower case before any table is asked ("Iraqi" becomes "iraqi", "TV" "tv"). So a first
attribute ruler takes the base form's feature from adjectives and nouns whose lemma keeps its capitals, the table is
asked, and a second one gives it back. That one also sets what hangs on the tag ("her" is of "she" as an object only).
On thirty documents of the dev part, all words: a trained edit-tree lemmatizer .936, but "acquitt", "flead" and "shelle"
for words it had not seen; rules alone .861; rules with these exceptions as good as the trained one, see MODEL_CARD.md.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, TypeVar, cast

from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from spacy.lang.en.lemmatizer import EnglishLemmatizer
    from spacy.language import Language

from kg import authority
from kg.train import treebank

Key = TypeVar("Key", str, tuple[str, str])
CLOSED = frozenset(["ADP", "AUX", "CCONJ", "DET", "INTJ", "NUM", "PART", "PRON", "PUNCT", "SCONJ", "SYM", "ADV"])
"""Classes whose forms all become exceptions: the rules have nothing for them, not even lower case."""


RULED = frozenset(["ADJ", "NOUN", "ADV", "VERB", "PRON", "PROPN", "PUNCT"])
"""Classes whose forms the attribute ruler may correct."""
SEEN_OFTEN = 4
"""Occurrences in the training part from which on it does."""
MOST_RULED = 120
"""Corrections that the attribute ruler makes, the most frequent ones: each costs the same on every word of a text."""
MARKS = "lemma_marks"
"""Name of the attribute ruler before the lemmatizer."""
BASE = {"ADJ": "Degree=Pos", "NOUN": "Number=Sing"}
"""Features of base forms by class."""
MARKED = {"ADJ": "Degree=Base", "NOUN": "Number=Base"}
"""What stands for them between the two attribute rulers; no treebank has these values."""
NAME_TAGS = ["NNP", "NNPS"]
"""Tags of words within names, whose lemmas keep their capitals ("Supreme Court": 98 of 100 in the treebank)."""


def add_lemmatizer(nlp: Language, path: Path, *, verbs: frozenset[str]) -> None:
    """Adds the components after the others and completes the table of exceptions.

    Args:
        nlp: the pipeline.
        path: CoNLL-U file whose lemmas count.
        verbs: lemmas of common verbs, to decide what the rules leave open ("staged": stage, not stag).
    """
    capitals = _capitals(path)
    _add_marks(nlp, capitals)
    if "trainable_lemmatizer" in nlp.pipe_names:
        nlp.remove_pipe("trainable_lemmatizer")
    lemmatizer = cast("EnglishLemmatizer", nlp.add_pipe("lemmatizer", config={"mode": "rule", "overwrite": True}))
    lemmatizer.initialize()
    table = lemmatizer.lookups.get_table("lemma_exc")
    table["verb"] = _decided(table["verb"], verbs)
    index = lemmatizer.lookups.get_table("lemma_index")
    # A rule's result that is in the index beats every exception, so that "stag" must leave it for "staged" to be stage.
    index["verb"] = [lemma for lemma in index["verb"] if lemma in verbs or f"{lemma}e" not in verbs]
    for key in list(index):
        # The package has lists, which are searched from end to end for every new word: 0.3 ms. Sets cannot be stored.
        index[key] = dict.fromkeys(sorted(index[key]), True)
    additions: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for pos, kept in capitals.items():
        additions[pos.lower()] = {form: [lemma] for form, lemma in kept.items()}
    for (pos, form), (lemma, feats) in _commonest(path).items():
        if form in capitals.get(pos, {}) and feats == BASE[pos]:
            continue
        if pos == "VERB" and lemma not in verbs and _ruled(nlp, lemmatizer, form, pos=pos, feats=feats) in verbs:
            continue  # a slip of the treebank
        spellings = (form, form.capitalize()) if pos != "PROPN" else (form,)
        if pos in CLOSED or any(_ruled(nlp, lemmatizer, item, pos=pos, feats=feats) != lemma for item in spellings):
            additions[pos.lower()][form] = [lemma]
    for key, forms in additions.items():
        table[key] = {**table.get(key, {}), **forms}
    lemmatizer.cache = {}
    _add_ruler(nlp, lemmatizer, path, capitals)
    lemmatizer.cache = {}


def _capitals(path: Path) -> dict[str, dict[str, str]]:
    """Class → lower-case base form → its lemma with capitals: what the treebank has, and demonyms of all countries."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in treebank.read_documents(path):
        for sentence in document:
            for word in sentence.words:
                if BASE.get(word.upos) == word.feats and word.xpos not in NAME_TAGS:
                    counts[word.upos, word.form.lower()][word.lemma] += 1
    found: dict[str, dict[str, str]] = {pos: {} for pos in BASE}
    for country in authority.load().countries():
        found["ADJ"] |= {name.lower(): name for name in country.adjectives if name.isalpha()}
    for (pos, form), lemmas in counts.items():
        lemma = _first(lemmas)
        if lemma != form and lemmas[lemma] > lemmas[form]:
            found[pos][form] = lemma
        else:
            found[pos].pop(form, None)  # "polish" as the treebank has it
    return found


def _add_marks(nlp: Language, capitals: Mapping[str, Mapping[str, str]]) -> None:
    """Takes the feature of base forms from words whose lemmas keep their capitals."""
    ruler: Any = nlp.add_pipe("attribute_ruler", name=MARKS)
    for pos, feature in BASE.items():
        base = {"POS": pos, "MORPH": feature}
        patterns = [[base | {"LOWER": {"IN": sorted(capitals[pos])}}], [base | {"TAG": {"IN": NAME_TAGS}}]]
        ruler.add(patterns=patterns, attrs={"MORPH": MARKED[pos]})


def _add_ruler(
    nlp: Language, lemmatizer: EnglishLemmatizer, path: Path, capitals: Mapping[str, Mapping[str, str]]
) -> None:
    """Sets the lemmas of frequent forms that the rules, with all their exceptions, still give otherwise.

    It also gives base forms their feature back.
    """

    def ruled(form: str, *, pos: str, tag: str, feats: str) -> str:
        if BASE.get(pos) == feats and (tag in NAME_TAGS or form.lower() in capitals[pos]):
            feats = MARKED[pos]
        return _ruled(nlp, lemmatizer, form, pos=pos, feats=feats)

    counts: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for document in treebank.read_documents(path):
        for sentence in document:
            for word in sentence.words:
                if word.upos in RULED:
                    counts[word.upos, word.form, word.xpos][word.lemma, word.feats] += 1
    lemmas_of: dict[tuple[str, str], set[str]] = defaultdict(set)  # of one form with different tags
    for (pos, form, _), readings in counts.items():
        lemmas_of[pos, form].add(_first(readings)[0])
    gains: list[tuple[int, str, dict[str, Any]]] = []
    for (pos, form, tag), readings in sorted(counts.items()):
        if readings.total() < SEEN_OFTEN:
            continue
        lemma = _first(readings)[0]
        right = wrong = 0  # of the occurrences, with the correction and without
        for (item, feats), n in readings.items():
            right += n * (item == lemma)
            wrong += n * (item == ruled(form, pos=pos, tag=tag, feats=feats))
        if right > wrong:
            pattern: dict[str, Any] = {"ORTH": form, "POS": pos}
            if len(lemmas_of[pos, form]) > 1:  # "her" is of "she" as an object only
                pattern["TAG"] = tag  # a number to compare; features would be sets to search
            gains.append((wrong - right, lemma, pattern))
    gains.sort(key=lambda item: (item[0], item[1], str(item[2])))
    patterns: dict[str, list[list[dict[str, Any]]]] = defaultdict(list)
    for _, lemma, pattern in gains[:MOST_RULED]:
        patterns[lemma].append([pattern])
    ruler: Any = nlp.add_pipe("attribute_ruler")
    for lemma, items in sorted(patterns.items()):
        ruler.add(patterns=items, attrs={"LEMMA": lemma})
    for pos, feature in BASE.items():
        ruler.add(patterns=[[{"POS": pos, "MORPH": MARKED[pos]}]], attrs={"MORPH": feature})


def _decided(exceptions: Mapping[str, list[str]], verbs: frozenset[str]) -> dict[str, list[str]]:
    """The verbs' exceptions with one lemma each, and forms of verbs in -e that the rules would cut too short."""
    decided = {}
    for form, lemmas in exceptions.items():
        decided[form] = [lemma for lemma in lemmas if lemma in verbs][:1] or lemmas[:1]
    for verb in sorted(verbs):
        if len(verb) > 1:
            decided[verb] = [verb]  # "need" is no "nee"; a capital imperative is looked up in lower case
        stem = verb[:-1]
        if verb.endswith("e") and stem in verbs and _doubling(stem):
            # "hopped" and "hopping" are of "hop", so that these are of "hope".
            for form in (f"{verb}d", f"{stem}ing"):
                decided[form] = [verb]
        if verb.endswith("e") and stem not in verbs:
            for form in (f"{verb}d", f"{stem}ing"):
                decided.setdefault(form, [verb])
    return decided


def _doubling(stem: str) -> bool:
    """Whether English doubles the last letter of a verb before -ed and -ing: one vowel, one consonant."""
    return re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprtvz]", stem) is not None


def _commonest(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(part of speech, lower-case form) → its commonest lemma (typing errors count for nothing) and features."""
    lemmas: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    feats: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in treebank.read_documents(path):
        for sentence in document:
            for word in sentence.words:
                if word.upos != "X" and (word.upos != "NUM" or word.form.isalpha() or word.lemma != word.form):
                    key = word.upos, word.form.lower()
                    lemmas[key][word.lemma] += 1
                    feats[key][word.feats] += 1
    return {key: (_first(counts), _first(feats[key])) for key, counts in lemmas.items()}


def _first(counts: Counter[Key]) -> Key:
    return min(counts, key=lambda item: (-counts[item], item))


def _ruled(nlp: Language, lemmatizer: EnglishLemmatizer, form: str, *, pos: str, feats: str) -> str:
    lemmatizer.cache = {}
    doc = Doc(nlp.vocab, words=[form], pos=[pos], morphs=[feats])
    return str(lemmatizer.rule_lemmatize(doc[0])[0])
