"""The teacher at work: silver trees and names for texts that have none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoTokenizer

from kg.train.teacher.batches import MAX_PIECES, Item, Reader, batches
from kg.train.teacher.network import Inventory, Teacher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the teacher says of one sentence, by word.

    `heads` counts from 0, a root is its own head; `surety` is the mean probability of the heads; `names` are BIO
    labels, `name_surety` their probabilities.
    """

    tags: tuple[str, ...]
    pos: tuple[str, ...]
    feats: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    surety: float
    names: tuple[str, ...]
    name_surety: tuple[float, ...]


class Annotator:
    """A trained teacher."""

    def __init__(self, encoder: Path, weights: Path) -> None:
        saved: dict[str, Any] = torch.load(weights, weights_only=True)
        self.inventory = Inventory(**{name: tuple(labels) for name, labels in saved["inventory"].items()})
        self._model = Teacher(encoder, self.inventory)
        self._model.load_state_dict(saved["state"])
        self._model.eval()
        self._reader = Reader(AutoTokenizer.from_pretrained(encoder), self.inventory)

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[Annotation | None]:
        """One annotation for each sentence given as words; None where it is too long or its heads are no tree."""
        items = [self._reader.bare(words) for words in sentences]
        place = {id(item): number for number, item in enumerate(items)}
        result: list[Annotation | None] = [None] * len(items)
        fitting = [item for item in items if item.words and len(item.pieces) <= MAX_PIECES]
        for item, annotation in self._run(fitting):
            result[place[id(item)]] = annotation
        return result

    @torch.no_grad()
    def _run(self, items: Sequence[Item]) -> Iterator[tuple[Item, Annotation | None]]:
        labels = self.inventory
        for batch in batches(items, size=6000):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                output = self._model(batch.pieces, batch.mask, batch.belongs, batch.shapes)
                chances = output.arcs.float().softmax(2)
                best, heads = chances.max(2)
                deps = self._model.labels(output, heads)
            deps[:, :, labels.deps.index("root")] = -1e4  # the root's label follows from its head
            name_chances, names = output.names.float().softmax(2).max(2)
            columns = [
                tensor.tolist()
                for tensor in (
                    output.tags.argmax(2), output.morphs.argmax(2), heads, deps.argmax(2), best, names, name_chances
                )
            ]  # fmt: skip
            for item, *rows in zip(batch.items, *columns, strict=True):
                n = len(item.words)
                yield item, self._annotation(*(row[:n] for row in rows))

    def _annotation(
        self, tags: Any, morphs: Any, heads: Any, deps: Any, best: Any, names: Any, name_chances: Any
    ) -> Annotation | None:
        places = tuple(index if head == 0 else head - 1 for index, head in enumerate(heads))
        if not is_tree(places):
            return None
        labels = self.inventory
        parts = [labels.morphs[index].partition("|") for index in morphs]
        return Annotation(
            tags=tuple(labels.tags[index] for index in tags),
            pos=tuple(part[0] for part in parts),
            feats=tuple(part[2] for part in parts),
            heads=places,
            deps=tuple("root" if place == i else labels.deps[deps[i]] for i, place in enumerate(places)),
            surety=sum(best) / len(best),
            names=tuple(labels.names[index] for index in names),
            name_surety=tuple(name_chances),
        )


def is_tree(heads: Sequence[int]) -> bool:
    """Whether heads (a root is its own) form one tree."""
    if sum(head == index for index, head in enumerate(heads)) != 1:
        return False
    safe: set[int] = set()
    for start in range(len(heads)):
        path = []
        at = start
        while at not in safe and heads[at] != at:
            path.append(at)
            at = heads[at]
            if len(path) > len(heads):
                return False
        safe.update(path)
    return True
