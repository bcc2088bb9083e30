"""One command from data to a packaged pipeline: prepare, train, assemble, score.

    python -m kg.train --data DIR --out DIR [--steps prepare,parse,finish,names,assemble]

DIR of the data holds `parsing/*.conllu`, `ner/*.jsonl` and `lexicons/`. Everything lands under --out; the finished
pipeline is OUT/pipeline. Two hours on one core each for the two trainings, which may run side by side.
"""

from __future__ import annotations

import argparse
import json
import random
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import spacy
from spacy.cli.train import train
from spacy.tokens import DocBin

from kg.extract import lexicon
from kg.train import card, lemmas, names, treebank
from kg.train.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

STEPS = ("prepare", "parse", "finish", "names", "assemble")
SEED = 42
ABBREVIATIONS = (
    "Maj.", "Lt.", "Col.", "Sgt.", "Capt.", "Brig.", "Cmdr.", "Pvt.", "Spc.", "Supt.", "Insp.", "Pres.", "Amb.",
    "Hon.", "Det.", "Sr.", "Fr.", "Ft.", "Gens.", "Sens.", "Reps.", "Govs.", "Cpl.", "Pfc.", "Atty.", "Sheikh.",
)  # fmt: skip
"""Titles that spaCy's English tokenizer cuts in two; as one token their full stop ends no sentence."""
NAME_SETS = (
    ("gmb.train.jsonl", 1),
    ("gum_names.train.jsonl", 1),
    ("wikigold.jsonl", 2),
    ("redocred.jsonl", 2),
    ("crossner_politics.train.jsonl", 8),
    ("wnut17.train.jsonl", 1),
)
"""Training sets and how often each is repeated: news dominates by size, the rest keeps the model open."""


def blank() -> Language:
    """English with our titles as single tokens."""
    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer  # its class is compiled and has no types
    for form in ABBREVIATIONS:
        tokenizer.add_special_case(form, [{"ORTH": form}])
    return nlp


def prepare(data: Path, out: Path) -> None:
    """Writes the four DocBin files."""
    nlp = blank()
    nlp.to_disk(out / "blank")
    rng = random.Random(SEED)
    source = data / "parsing"
    train_docs = list(_treebank_docs(nlp, source / "ewt_gum.train.conllu", rng))
    rng.shuffle(train_docs)
    _write(train_docs, out / "parse.train.spacy")
    dev = [treebank.to_doc(nlp.vocab, document) for document in treebank.read_documents(source / "ewt_gum.dev.conllu")]
    _write(dev[::3], out / "parse.dev.spacy")
    facts = names.read_facts(data / "lexicons")
    rows = []
    for name, repeats in NAME_SETS:
        for _ in range(repeats):
            rows += list(names.joined(names.read_rows(data / "ner" / name, facts), rng=rng))
    rng.shuffle(rows)
    _write([names.to_doc(nlp, names.noisy(row, rng=rng)) for row in rows], out / "names.train.spacy")
    dev_rows = list(names.read_rows(data / "ner" / "gmb.dev.jsonl", facts))[:1200]
    dev_rows += list(names.read_rows(data / "ner" / "crossner_politics.dev.jsonl", facts))
    _write([names.to_doc(nlp, row) for row in dev_rows], out / "names.dev.spacy")


def _treebank_docs(nlp: Language, path: Path, rng: random.Random) -> Iterator[Doc]:
    for document in treebank.read_documents(path):
        for chunk in treebank.chunks(document, rng=rng):
            yield treebank.to_doc(nlp.vocab, chunk, separator=rng.choice(("\n\n", "\n\n", "\n")))
        for chunk in treebank.chunks(document, rng=rng):
            noisy = treebank.augmented(chunk, rng=rng)
            yield treebank.to_doc(nlp.vocab, noisy, separator=rng.choice(("\n\n", "\n\n", "\n")))


def _write(docs: list[Doc], path: Path) -> None:
    DocBin(docs=docs, store_user_data=False).to_disk(path)


def fit(config: str, out: Path) -> None:
    """Trains one config; the best model so far is always on disk, so a killed run can be used."""
    path = Path(str(files("kg.train") / "configs" / f"{config}.cfg"))
    overrides = {
        "paths.train": str(out / f"{_corpus(config)}.train.spacy"),
        "paths.dev": str(out / f"{_corpus(config)}.dev.spacy"),
        "paths.base": str(out / "blank"),
    }
    if config == "finish":
        overrides["paths.source"] = str(out / "parse" / "model-best")
    train(path, out / config, overrides=overrides)


def _corpus(config: str) -> str:
    """The second round reads the files of the first."""
    return "parse" if config == "finish" else config


def assemble(data: Path, out: Path, *, version: str) -> None:
    """One pipeline from the two best models, scored, with its card, in OUT/pipeline."""
    nlp = spacy.load(out / "finish" / "model-best")
    other = spacy.load(out / "names" / "model-best")
    nlp.add_pipe("ner", source=other)
    with ZipFile(data / "lexicons" / "propbank_frames.zip") as frames:
        known = {Path(name).stem for name in frames.namelist() if Path(name).stem.isalpha()}
    verbs = frozenset(known | {lemma for lemma in lexicon.load().verbs if lemma.isalpha()})
    lemmas.add_lemmatizer(nlp, data / "parsing" / "ewt_gum.train.conllu", verbs=verbs)
    nlp.meta.update(
        name="whodid_news",
        version=version,
        description="English for news: tags, morphology, Universal Dependencies, lemmas, names.",
        license="CC BY-SA 4.0",
        spacy_version=">=3.8.7,<3.9.0",
        author="The whodid authors",
        sources=[dict(source) for source in card.SOURCES],
    )
    # Where the training files lay on this machine is nobody's business, and no one retrains from the shipped config.
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["training"] = {}
    nlp.config["initialize"] = {}
    scores = evaluate(nlp, data)
    nlp.meta["performance"] = scores
    nlp.to_disk(out / "pipeline")
    card.write_card(nlp, out / "pipeline", scores)
    print(json.dumps(scores, indent=1))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with parsing/, ner/ and lexicons/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", default=",".join(STEPS))
    parser.add_argument("--version", default="0.1.0")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for step in arguments.steps.split(","):
        if step == "prepare":
            prepare(arguments.data, arguments.out)
        elif step == "assemble":
            assemble(arguments.data, arguments.out, version=arguments.version)
        elif step in STEPS:
            fit(step, arguments.out)
        else:
            parser.error(f"unknown step {step!r}; choose from {', '.join(STEPS)}")


if __name__ == "__main__":
    main()
