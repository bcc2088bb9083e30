"""Silver training texts: sentences of the name sets, tree and tags by the teacher.

The trees of news are what the treebank has too few of. The names of the treebank's own sentences, by the teacher,
bring web text to the names. Only sets whose licence lets weights be shipped; only sentences whose heads form a tree of
which the teacher is sure.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spacy.language import Language

    from kg.train.names import Facts
    from kg.train.teacher.annotate import Annotation, Annotator

SURE = 0.88
"""Least mean probability of the heads of a sentence that is kept: leaves out about a tenth."""
SURE_NAME = 0.6
"""A word whose name label is less sure is unknown."""
SETS = ("gmb.train", "redocred", "wikigold", "crossner_politics.train")
MAX_WORDS = 60


def sentences(data: Path) -> Iterator[str]:
    """The raw sentences, none twice."""
    seen: set[str] = set()
    for name in SETS:
        for line in (data / "ner" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            text = str(json.loads(line)["text"]).strip()
            if text not in seen:
                seen.add(text)
                yield text


def trees(nlp: Language, texts: Iterable[str], annotator: Annotator, *, rng: random.Random) -> Iterator[Doc]:
    """Docs of one to four sentences with the teacher's tags and trees."""
    docs = [doc for doc in map(nlp.make_doc, texts) if 3 <= len(doc) <= MAX_WORDS]
    docs = [doc for doc in docs if not any(token.is_space for token in doc)]
    pairs = zip(docs, annotator.annotate([[token.text for token in doc] for doc in docs]), strict=True)
    kept = [(doc, said) for doc, said in pairs if said is not None and said.surety >= SURE]
    at = 0
    while at < len(kept):
        size = rng.randint(1, 4)
        yield _joined(nlp, kept[at : at + size], separator=rng.choice(("", "", "", "\n\n", "\n")))
        at += size


def _joined(nlp: Language, parts: Sequence[tuple[Doc, Annotation]], *, separator: str) -> Doc:
    columns: dict[str, list[Any]] = {
        name: [] for name in ("words", "spaces", "tags", "pos", "morphs", "heads", "deps", "sent_starts")
    }

    def push(*values: Any) -> None:
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)

    for number, (doc, said) in enumerate(parts):
        if number and separator:
            columns["spaces"][-1] = False
            push(separator, False, "_SP", "SPACE", "", len(columns["words"]) - 1, "dep", False)
        elif number:
            columns["spaces"][-1] = True
        base = len(columns["words"])
        for i, token in enumerate(doc):
            push(
                token.text, bool(token.whitespace_), said.tags[i], said.pos[i], said.feats[i], base + said.heads[i],
                said.deps[i], i == 0,
            )  # fmt: skip
    return Doc(nlp.vocab, **columns)  # type: ignore[arg-type]


def named(nlp: Language, docs: Iterable[Doc], annotator: Annotator, *, facts: Facts) -> Iterator[Doc]:
    """The treebank's Docs with the teacher's names; words of which it is unsure, and dates, are left unknown."""
    held = [(doc, [token for token in sentence if not token.is_space]) for doc in docs for sentence in doc.sents]
    spoken = annotator.annotate([[token.text for token in tokens] for _, tokens in held])
    by_doc: dict[int, tuple[Doc, list[str]]] = {}
    for (doc, tokens), said in zip(held, spoken, strict=True):
        _, labels = by_doc.setdefault(id(doc), (doc, ["-" if not token.is_space else "O" for token in doc]))
        if said is not None:
            for token, label, chance in zip(tokens, said.names, said.name_surety, strict=True):
                labels[token.i] = label if chance >= SURE_NAME and not label.endswith("DATE") else "-"
    for doc, labels in by_doc.values():
        copy = Doc(nlp.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])
        _set_names(copy, labels, facts)
        yield copy


def _set_names(doc: Doc, labels: Sequence[str], facts: Facts) -> None:
    """Names from BIO labels; `-` is unknown, and a name that touches an unknown word is unknown too."""
    spans: list[Span] = []
    missing: list[int] = []
    index = 0
    while index < len(labels):
        label = labels[index]
        end = index + 1
        if label[:2] in {"B-", "I-"}:
            while end < len(labels) and labels[end] == f"I-{label[2:]}":
                end += 1
            broken = label.startswith("I-") or (end < len(labels) and labels[end] == "-")
            if broken:
                missing += range(index, end)
            else:
                kind = label[2:]
                if kind == "LOC" and doc[index:end].text.lower() in facts.polities:
                    kind = "GPE"
                spans.append(Span(doc, index, end, label=kind))
        elif label == "-":
            missing.append(index)
        index = end
    doc.set_ents(spans, missing=[doc[i : i + 1] for i in missing], default="outside")
