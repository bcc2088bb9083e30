"""One short vector for each of the commonest English words, so that a word the training texts lack is not unknown.

A row is what a transformer makes of the word alone (reduced by PCA), beside plain facts: how common it is, how often
it is written with a capital, which parts of speech WordNet knows for it, whether a country, city or people is called
so. Words with near-equal rows share one (k-means), which keeps the table small. It is spaCy's ordinary vector table.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # compiled, without types
from transformers import AutoModel, AutoTokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.vocab import Vocab

    from kg.train.names import Facts

    Floats = NDArray[np.float32]

MEANING = 64
"""Dimensions kept of the transformer's."""
BATCH = 512
FACT_WEIGHT = 1.5
"""Facts weigh more than one dimension of meaning when words are put together."""
OWN_ROWS = 5000
SHARED_ROWS = 10_000
"""The commonest words have rows of their own, the others share."""


def lookups_table(name: str) -> Any:
    """A table of spacy-lookups-data, a training dependency."""
    path = files("spacy_lookups_data") / "data" / f"en_{name}.json.gz"
    with path.open("rb") as stream:
        return json.loads(gzip.decompress(stream.read()))


def choose_words(texts: Iterable[Sequence[str]], facts: Facts, *, common: int = 120_000) -> list[str]:
    """Words worth a vector: the commonest of English, those of the training texts, places.

    Args:
        texts: word lists of the training texts; words seen twice or more are kept.
        facts: lower-case names of places and peoples.
        common: how many of spaCy's list of a million, by probability.
    """
    probabilities: dict[str, float] = lookups_table("lexeme_prob")
    ranked = sorted(probabilities, key=lambda word: (-probabilities[word], word))
    seen = Counter(word for words in texts for word in words)
    wanted = dict.fromkeys(ranked[:common])
    wanted.update({word: None for word, count in sorted(seen.items()) if count > 1})
    wanted.update({name.title(): None for name in sorted(facts.polities | facts.demonyms) if " " not in name})
    return [word for word in wanted if 1 <= len(word) <= 24 and all(char.isalnum() or char in "-'’.&" for char in word)]


def fact_rows(words: Sequence[str], facts: Facts) -> Floats:
    """Plain facts about each word, columns of about unit size."""
    probabilities: dict[str, float] = lookups_table("lexeme_prob")
    index: dict[str, list[str]] = lookups_table("lemma_index")
    exceptions: dict[str, dict[str, list[str]]] = lookups_table("lemma_exc")
    rules: dict[str, list[list[str]]] = lookups_table("lemma_rules")
    parts = {
        part: (frozenset(index[part]), exceptions.get(part, {}), rules.get(part, []))
        for part in ("noun", "verb", "adj", "adv")
    }
    floor = min(probabilities.values())
    rows = []
    for word in words:
        lower = word.lower()
        small = math.exp(probabilities.get(lower, floor))
        large = math.exp(probabilities.get(word.title(), floor))
        row = [(probabilities.get(word, floor) + 15) / 4, 2 * small / (small + large) - 1]
        for known, irregular, endings in parts.values():
            row.append(1.0 if lower in known else -0.3)
            inflected = lower in irregular or any(
                lower.endswith(old) and old and lower[: len(lower) - len(old)] + new in known for old, new in endings
            )
            row.append(1.0 if inflected else -0.3)
        capital = word[0].isupper()  # "nice" is no city
        row.append(1.5 if capital and lower in facts.polities else -0.3)
        row.append(1.5 if capital and lower in facts.demonyms else -0.3)
        rows.append(row)
    return np.asarray(rows, dtype=np.float32)


@torch.no_grad()
def meaning_rows(words: Sequence[str], encoder: Path) -> Floats:
    """What the transformer makes of each word alone: the mean of its layers and pieces, reduced by PCA."""
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    model = AutoModel.from_pretrained(encoder, add_pooling_layer=False).eval()
    lowered = sorted({word.lower() for word in words}, key=lambda word: (len(word), word))
    rows = []
    for start in range(0, len(lowered), BATCH):
        encoded = tokenizer(lowered[start : start + BATCH], padding=True, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            layers = model(**encoded, output_hidden_states=True).hidden_states
        states = torch.stack([layer.float() for layer in layers[1:]]).mean(0)
        mask = encoded["attention_mask"].clone().float()
        lengths = mask.sum(1).long()
        mask[:, 0] = 0  # not the markers of begin and end
        mask[torch.arange(len(lengths)), lengths - 1] = 0
        rows.append(((states * mask.unsqueeze(2)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)).numpy())
    matrix = np.concatenate(rows)
    matrix -= matrix.mean(0)
    _, vectors = np.linalg.eigh(matrix.T @ matrix)
    reduced = matrix @ vectors[:, ::-1][:, :MEANING]
    reduced /= reduced.std(0) ** 0.6 + 1e-6  # the first directions would else drown the others
    reduced /= np.abs(reduced).mean()
    place = {word: number for number, word in enumerate(lowered)}
    return np.asarray(reduced[[place[word.lower()] for word in words]], dtype=np.float32)


def clustered(rows: Floats, *, own: int, shared: int, seed: int = 42) -> tuple[Floats, NDArray[np.int64]]:
    """The first `own` rows as they are, the others as the nearest of `shared` k-means centres.

    Returns:
        The table and, for each input row, its place in the table.
    """
    head, tail = rows[:own], rows[own:]
    if len(tail) <= shared:
        return rows, np.arange(len(rows))
    generator = np.random.default_rng(seed)
    centres = tail[generator.choice(len(tail), size=shared, replace=False)].copy()
    nearest = np.zeros(len(tail), dtype=np.int64)
    for _ in range(6):
        nearest = _nearest(tail, centres)
        counts = np.bincount(nearest, minlength=shared).astype(np.float32)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, tail)
        filled = counts > 0
        centres[filled] = sums[filled] / counts[filled, None]
    nearest = _nearest(tail, centres)
    return np.concatenate([head, centres]), np.concatenate([np.arange(len(head)), nearest + len(head)])


def _nearest(rows: Floats, centres: Floats) -> NDArray[np.int64]:
    norms = (centres**2).sum(1)
    parts = [
        np.argmin(norms - 2 * rows[start : start + 2048] @ centres.T, axis=1) for start in range(0, len(rows), 2048)
    ]
    return np.concatenate(parts).astype(np.int64)


def build(vocab: Vocab, words: Sequence[str], facts: Facts, encoder: Path) -> None:
    """Puts the table into a vocabulary; every word finds its row by its exact form."""
    rows = np.concatenate([meaning_rows(words, encoder), FACT_WEIGHT * fact_rows(words, facts)], axis=1)
    table, places = clustered(rows.astype(np.float32), own=OWN_ROWS, shared=SHARED_ROWS)
    vocab.vectors = Vectors(strings=vocab.strings, data=np.ascontiguousarray(table), name="whodid_words")
    for word, row in zip(words, places.tolist(), strict=True):
        vocab.vectors.add(word, row=row)
