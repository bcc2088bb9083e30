"""Training of the teacher on both kinds of data at once; a checkpoint after each round."""

from __future__ import annotations

import random
import time
from dataclasses import asdict
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional
from transformers import AutoTokenizer

from kg.train.teacher.batches import IGNORED, MAX_PIECES, Batch, Item, Reader, batches, morph_label
from kg.train.teacher.network import Inventory, Teacher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from spacy.tokens import Doc

SEED = 42
BATCH_PIECES = 2400
RATE = 3e-4
NAME_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "EVENT", "MISC")


def inventory_of(trees: Iterable[Doc]) -> Inventory:
    """The labels of the treebank (features seen once are left out) and of our names."""
    tags: dict[str, int] = {}
    morphs: dict[str, int] = {}
    deps: dict[str, int] = {"root": 1}
    for doc in trees:
        for token in doc:
            if not token.is_space:
                tags[token.tag_] = tags.get(token.tag_, 0) + 1
                morphs[morph_label(token)] = morphs.get(morph_label(token), 0) + 1
                if token.head.i != token.i:
                    deps[token.dep_] = deps.get(token.dep_, 0) + 1
    names = ["O", *(f"{mark}-{label}" for label in NAME_LABELS for mark in "BI")]
    return Inventory(
        tuple(sorted(tags)), tuple(sorted(key for key, n in morphs.items() if n > 1)), tuple(sorted(deps)), tuple(names)
    )


def fit(
    encoder: Path,
    out: Path,
    *,
    trees: Sequence[Doc],
    names: Sequence[Doc],
    dev_trees: Sequence[Doc],
    dev_names: Sequence[Doc],
    rounds: int = 3,
    names_per_tree: float = 0.5,
    rate: float = RATE,
    start: Path | None = None,
) -> None:
    """Trains and writes OUT (a torch file) after each round.

    Args:
        encoder: folder of the transformer.
        out: file to write.
        trees: Docs with trees, several sentences each.
        names: Docs with names, unknown tokens missing.
        dev_trees: to print scores by.
        dev_names: likewise.
        rounds: passes over the trees.
        names_per_tree: batches of names for each batch of trees.
        rate: highest learning rate of the encoder; the heads learn five times as fast.
        start: an earlier OUT to go on from.
    """
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    inventory = inventory_of(trees)
    reader = Reader(AutoTokenizer.from_pretrained(encoder), inventory)
    tree_items = [reader.sentence(sentence) for doc in trees for sentence in doc.sents]
    tree_items = [item for item in tree_items if item.words and len(item.pieces) <= MAX_PIECES]
    name_items = [item for item in map(reader.named, names) if item.words and len(item.pieces) <= MAX_PIECES]
    dev_tree_items = [reader.sentence(sentence) for doc in dev_trees for sentence in doc.sents]
    dev_name_items = [reader.named(doc) for doc in dev_names]
    model = Teacher(encoder, inventory)
    if start is not None:
        model.load_state_dict(torch.load(start, weights_only=True)["state"])
    n_batches = rounds * sum(1 for _ in batches(tree_items, size=BATCH_PIECES))
    optimizer, schedule = _optimizer(model, int(n_batches * (1 + names_per_tree)) + 2, rate)
    pool: Any = iter(())
    began = time.monotonic()
    for number in range(rounds):
        model.train()
        total = steps = 0.0
        for batch in batches(tree_items, size=BATCH_PIECES, rng=rng):
            total += _step(model, batch, optimizer, schedule)
            steps += 1
            if steps % 50 == 0:
                print(f"  step {steps:.0f}: loss {total / steps:.3f}, {time.monotonic() - began:.0f} s", flush=True)
            wanted = int(steps * names_per_tree) - int((steps - 1) * names_per_tree)
            drawn = list(islice(pool, wanted))
            if len(drawn) < wanted:
                pool = cycle(batches(name_items, size=BATCH_PIECES, rng=rng))
                drawn += islice(pool, wanted - len(drawn))
            for extra in drawn:
                _step(model, extra, optimizer, schedule)
        torch.save({"inventory": asdict(inventory), "state": model.state_dict()}, out)
        figures = score(model, dev_tree_items, dev_name_items, inventory)
        seconds = time.monotonic() - began
        print(f"round {number + 1}: loss {total / steps:.3f}", figures, f"{seconds:.0f} s", flush=True)


def _optimizer(model: Teacher, n_steps: int, rate: float) -> tuple[Any, Any]:
    groups = [
        {"params": [p for n, p in model.named_parameters() if n.startswith("encoder")], "lr": rate},
        {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder")], "lr": 5 * rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=[rate, 5 * rate], total_steps=n_steps, pct_start=0.08, anneal_strategy="linear"
    )
    return optimizer, schedule


def _step(model: Teacher, batch: Batch, optimizer: Any, schedule: Any) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = model(batch.pieces, batch.mask, batch.belongs, batch.shapes)
        loss = torch.zeros(())
        if (batch.heads != IGNORED).any():
            labels = model.labels(output, batch.heads.clamp(min=0))
            for scores, gold in (
                (output.tags, batch.tags), (output.morphs, batch.morphs), (output.arcs, batch.heads),
                (labels, batch.deps),
            ):  # fmt: skip
                loss = loss + functional.cross_entropy(
                    scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORED
                )
        if (batch.names != IGNORED).any():
            scores = output.names.float().flatten(0, 1)
            loss = loss + 2 * functional.cross_entropy(scores, batch.names.flatten(), ignore_index=IGNORED)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    return float(loss.detach())


@torch.no_grad()
def score(model: Teacher, trees: Sequence[Item], names: Sequence[Item], inventory: Inventory) -> dict[str, float]:
    """Tag, arc and label accuracy on gold sentences and words; F of exact names where they are annotated."""
    model.eval()
    right = {"tag": 0, "morph": 0, "uas": 0, "las": 0}
    n = 0
    for batch in batches(trees, size=6000):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = model(batch.pieces, batch.mask, batch.belongs, batch.shapes)
            heads = output.arcs.argmax(2)
            labels = model.labels(output, heads).argmax(2)
        known = batch.heads != IGNORED
        n += int(known.sum())
        right["tag"] += int(((output.tags.argmax(2) == batch.tags) & known).sum())
        right["morph"] += int(((output.morphs.argmax(2) == batch.morphs) & known).sum())
        arc = (heads == batch.heads) & known
        right["uas"] += int(arc.sum())
        right["las"] += int((arc & (labels == batch.deps)).sum())
    figures = {name: round(count / max(n, 1), 4) for name, count in right.items()}
    both = found = gold = 0
    for batch in batches(names, size=6000):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            guessed = model(batch.pieces, batch.mask, batch.belongs, batch.shapes).names.argmax(2)
        for row, item in zip(guessed.tolist(), batch.items, strict=True):
            spans = _spans([inventory.names[i] for i in row[: len(item.words)]])
            golds = _spans(["O" if i == IGNORED else inventory.names[i] for i in item.names])
            both += len(spans & golds)
            found += len(spans)
            gold += len(golds)
    figures["names"] = round(2 * both / max(found + gold, 1), 4)
    return figures


def _spans(labels: Sequence[str]) -> set[tuple[int, int, str]]:
    spans = set()
    start, kind = 0, ""
    for index, label in enumerate([*labels, "O"]):
        mark, _, name = label.partition("-")
        if kind and (mark != "I" or name != kind):
            spans.add((start, index, kind))
            kind = ""
        if name and not kind:
            start, kind = index, name
    return {(low, high, name) for low, high, name in spans if name not in {"DATE", "MISC", "EVENT"}}
