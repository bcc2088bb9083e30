"""textacy's subject–verb–object triples of some texts into an rdflib graph; a part of `bench_all.py`.

    python tests/bench/textacy_triples.py MODEL TEXTS

Prints seconds of CPU (without loading the model) and the number of triples, as JSON. Needs textacy and rdflib only, in
an environment of their own where they do not go together with ours.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from urllib.parse import quote

import rdflib
import spacy
from textacy.extract import subject_verb_object_triples


def main() -> None:
    """Measures and prints."""
    nlp = spacy.load(sys.argv[1])
    texts = [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    list(nlp.pipe(texts[:8]))
    began = time.process_time()
    graph = rdflib.Graph()
    for doc in nlp.pipe(texts, batch_size=32):
        for triple in subject_verb_object_triples(doc):
            graph.add(tuple(_node(tokens) for tokens in (triple.subject, triple.verb, triple.object)))
    graph.serialize(format="nt")
    print(json.dumps({"seconds": time.process_time() - began, "triples": len(graph)}))


def _node(tokens: list[spacy.tokens.Token]) -> rdflib.URIRef:
    return rdflib.URIRef("https://example.org/" + quote(" ".join(token.text for token in tokens)))


if __name__ == "__main__":
    main()
