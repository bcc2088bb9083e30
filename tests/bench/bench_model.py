"""Speed of the shipped pipeline beside stock spaCy pipelines with the same components, in one run.

    python tests/bench/bench_model.py [--texts FILE.jsonl] [--rounds 5]

Stock is what `spacy init config --lang en --pipeline tagger,morphologizer,parser,ner --optimize efficiency` writes
(hash embeddings, width 96, four convolutions, one encoder shared by all), once more with an encoder of its own for the
names as spaCy's published en_core_web_sm has it, both with the rule lemmatizer. They learn for a moment from the
shipped pipeline's own answers, so that they take as many parsing steps. The shipped one is once as `spacy.load` gives
it, and once as whodid loads it, with `kg.parse.kernels`; the stock ones once more with these matrix products, as they
are where BLIS knows the processor. Texts: the sample articles unless given.
Prints words per second of each (median of the rounds, taken in turn) and the ratios.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.cli.init_config import init_config
from spacy.training import Example

from kg import settings
from kg.model import Article
from kg.parse import load_pipeline
from kg.parse.kernels import quicken
from kg.read import read_articles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENTS = ["tagger", "morphologizer", "parser", "ner"]
UPDATES = 150


def stock(docs: Sequence[Doc], *, own_names: bool) -> Language:
    """A stock pipeline that has learnt a little."""
    config = init_config(lang="en", pipeline=COMPONENTS, optimize="efficiency")
    if own_names:
        encoder = json.loads(json.dumps(config["components"]["tok2vec"]["model"]))
        config["components"]["ner"]["model"]["tok2vec"] = encoder
    config["training"], config["initialize"], config["corpora"], config["paths"] = {}, {}, {}, {}
    nlp = spacy.util.load_model_from_config(config, auto_fill=True, validate=False)
    examples = [Example(nlp.make_doc(doc.text), _aligned(nlp, doc)) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    rng = random.Random(1)
    for _ in range(UPDATES):
        nlp.update(rng.sample(examples, 4), sgd=optimizer, drop=0.1)
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lambda: examples, nlp=nlp)  # type: ignore[attr-defined]
    return nlp


def _aligned(nlp: Language, doc: Doc) -> Doc:
    """The answers on a vocabulary of the other pipeline."""
    return spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))


def speed(nlp: Language, texts: Sequence[str]) -> float:
    """Words per second of one pass."""
    began = time.perf_counter()
    n_words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=32))
    return n_words / (time.perf_counter() - began)


def _texts(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()[:600]]
    samples = Path(settings.__file__).parent / "assets" / "samples"
    found = [item for item in read_articles([str(samples)]) if isinstance(item, Article)]
    return [article.text for article in found] * 10


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=str(settings.DEFAULT_MODEL))
    parser.add_argument("--texts", type=Path, help="JSONL with a field `text`")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    texts = _texts(arguments.texts)
    ours = spacy.load(arguments.model)
    docs = list(ours.pipe(texts[:60]))
    quick = {
        name: stock(docs, own_names=own) for name, own in (("one encoder", False), ("own encoder for names", True))
    }
    for nlp in quick.values():
        quicken(nlp)
    pipelines = {
        "shipped": ours,
        "shipped, as whodid loads it": load_pipeline(arguments.model),
        "stock, one encoder": stock(docs, own_names=False),
        "stock, own encoder for names": stock(docs, own_names=True),
        **{f"stock, {name}, with the same matrix products": nlp for name, nlp in quick.items()},
    }
    speeds: dict[str, list[float]] = {name: [] for name in pipelines}
    for _ in range(arguments.rounds):
        for name, nlp in pipelines.items():
            speeds[name].append(speed(nlp, texts))
    base = statistics.median(speeds["shipped, as whodid loads it"])
    for name, values in speeds.items():
        median = statistics.median(values)
        print(f"{name}: {median:.0f} words/s, ours as loaded / this = {base / median:.2f}")


if __name__ == "__main__":
    main()
