"""One command from data to a packaged pipeline: prepare, teach, word vectors, silver, train, assemble, score.

    python -m kg.train --data DIR --out DIR [--steps prepare,teach,words,silver,parse,names,again,finish,assemble]

DIR of the data holds `parsing/*.conllu`, `ner/*.jsonl` and `lexicons/`. Everything lands under --out; the finished
pipeline is OUT/pipeline. On two cores: forty minutes for the teacher (both cores), ten for its silver, then an hour
and a half on one core each for the two trainings, which may run side by side.
"""

from __future__ import annotations

import argparse
import json
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

import spacy
from spacy.cli.train import train

from kg.extract.text import lexicon
from kg.train import bodies, card, corpora, edges, lemmas
from kg.train.average import average
from kg.train.evaluate import evaluate

STEPS = ("prepare", "teach", "words", "silver", "parse", "names", "again", "finish", "assemble")
FITTED = ("parse", "names", "again", "finish")
SOURCES = {"again": "names", "finish": "parse"}
"""Round → the round that it goes on from."""
AVERAGED = (("names", "model-best", 0.3), ("again", "model-best", 0.35), ("again", "model-last", 0.35))
"""States of the names whose mean is shipped, and their shares."""


def fit(config: str, out: Path) -> None:
    """Trains one config; the best model so far is always on disk, so a killed run can be used."""
    path = Path(str(files("kg.train") / "configs" / f"{config}.cfg"))
    overrides = {
        "paths.train": str(out / f"{'names' if config == 'again' else config}.train.spacy"),
        "paths.dev": str(out / f"{'names' if config in {'names', 'again'} else 'parse'}.dev.spacy"),
        "paths.base": str(out / "base"),
    }
    if config in SOURCES:
        overrides["paths.source"] = str(out / SOURCES[config] / "model-best")
    train(path, out / config, overrides=overrides)


def assemble(data: Path, out: Path, *, version: str) -> None:
    """One pipeline from the best models, scored, with its card, in OUT/pipeline."""
    nlp = spacy.load(out / "finish" / "model-best")
    states = [(spacy.load(out / folder / state), share) for folder, state, share in AVERAGED]
    nlp.add_pipe("ner", source=average(states, component="ner"), before="parser")
    edges.add_name_edges(nlp)
    bodies.add_known_bodies(nlp)
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
    nlp.config["initialize"] = {"components": {}, "tokenizer": {}}  # `remove_pipe` looks in there
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
            corpora.prepare(arguments.data, arguments.out)
        elif step == "teach":
            corpora.teach(arguments.out)
        elif step == "words":
            corpora.words(arguments.data, arguments.out)
        elif step == "silver":
            corpora.silver(arguments.data, arguments.out)
        elif step == "assemble":
            assemble(arguments.data, arguments.out, version=arguments.version)
        elif step in FITTED:
            fit(step, arguments.out)
        else:
            parser.error(f"unknown step {step!r}; choose from {', '.join(STEPS)}")


if __name__ == "__main__":
    main()
