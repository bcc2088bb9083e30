"""Scores of a finished pipeline on the development parts, from raw text with the pipeline's own tokenizer.

Parsing scores are spaCy's (`nlp.evaluate`) on whole documents; names count by exact span and class, places as one
class because the sets draw the border between countries, cities and other places differently.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from spacy.training import Example

from kg.train import treebank

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

PLACES = {"GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
NAME_SETS = {
    "gmb.dev.jsonl": {"PERSON": "PERSON", "ORG": "ORG", **PLACES},
    "uner_ewt.dev.jsonl": {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"},
    "crossner_politics.dev.jsonl": {
        "politician": "PERSON", "person": "PERSON", "politicalparty": "ORG", "organisation": "ORG",
        "country": "PLACE", "location": "PLACE",
    },
}  # fmt: skip
"""Development set → its labels → ours; other labels are not scored in it."""


def evaluate(nlp: Language, data: Path) -> dict[str, float]:
    """Figures between 0 and 1 by name, and words per second."""
    documents = treebank.read_documents(data / "parsing" / "ewt_gum.dev.conllu")
    examples = []
    for document in documents:
        gold = treebank.to_doc(nlp.vocab, document)
        examples.append(Example(nlp.make_doc(gold.text), gold))
    texts = [example.reference.text for example in examples]
    began = time.perf_counter()
    n_words = sum(len(doc) for doc in nlp.pipe(texts))
    seconds = time.perf_counter() - began
    scores = nlp.evaluate(examples)
    figures = {
        name: round(float(scores[key]), 4)
        for name, key in (
            ("upos", "pos_acc"), ("xpos", "tag_acc"), ("morph", "morph_acc"), ("lemma", "lemma_acc"),
            ("uas", "dep_uas"), ("las", "dep_las"), ("sentences_f", "sents_f"),
        )
    }  # fmt: skip
    for name, labels in NAME_SETS.items():
        path = data / "ner" / name
        if path.is_file():
            figures[f"names_f_{name.split('.')[0]}"] = round(_names_f(nlp, path, labels), 4)
    figures["words_per_s"] = round(n_words / seconds)
    return figures


def _names_f(nlp: Language, path: Path, labels: dict[str, str]) -> float:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    both = n_gold = n_found = 0
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        gold = {(start, end, labels[label]) for start, end, label in row["entities"] if label in labels}
        found = {
            (item.start_char, item.end_char, PLACES.get(item.label_, item.label_))
            for item in doc.ents
            if item.label_ in {"PERSON", "ORG", *PLACES}
        }
        both += len(gold & found)
        n_gold += len(gold)
        n_found += len(found)
    return 2 * both / (n_gold + n_found) if n_gold + n_found else 0.0
