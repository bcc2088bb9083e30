"""spaCy Docs → padded batches of word pieces with targets; a target that is not annotated is IGNORED."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from kg.train.teacher.network import shape_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Span
    from torch import Tensor

    from kg.train.teacher.network import Inventory

IGNORED = -100
MAX_PIECES = 200
"""Longer sentences are left out of training; in annotation they are cut into parts."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence: words and targets by word, IGNORED where unknown; heads counted from 1, 0 for the root."""

    words: tuple[str, ...]
    pieces: tuple[int, ...]
    belongs: tuple[int, ...]
    tags: tuple[int, ...] = ()
    morphs: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    deps: tuple[int, ...] = ()
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of some items."""

    items: tuple[Item, ...]
    pieces: Tensor
    mask: Tensor
    belongs: Tensor
    shapes: Tensor
    tags: Tensor
    morphs: Tensor
    heads: Tensor
    deps: Tensor
    names: Tensor


class Reader:
    """Makes items with one tokenizer and one inventory of labels."""

    def __init__(self, tokenizer: Any, inventory: Inventory) -> None:
        self._tokenizer = tokenizer
        self._ids = {
            name: {label: index for index, label in enumerate(getattr(inventory, name))}
            for name in ("tags", "morphs", "deps", "names")
        }

    def bare(self, words: Sequence[str]) -> Item:
        """An item without targets."""
        encoded = self._tokenizer(list(words), is_split_into_words=True, add_special_tokens=True)
        belongs = tuple(0 if index is None else index + 1 for index in encoded.word_ids())
        return Item(tuple(words), tuple(encoded["input_ids"]), belongs)

    def sentence(self, span: Span) -> Item:
        """A sentence with tags, features and tree; names too where the Doc has them."""
        tokens = [token for token in span if not token.is_space]
        place = {token.i: index + 1 for index, token in enumerate(tokens)}
        bare = self.bare([token.text for token in tokens])
        ids = self._ids
        return Item(
            bare.words,
            bare.pieces,
            bare.belongs,
            tags=tuple(ids["tags"].get(token.tag_, IGNORED) for token in tokens),
            morphs=tuple(ids["morphs"].get(morph_label(token), IGNORED) for token in tokens),
            heads=tuple(0 if token.head.i == token.i else place.get(token.head.i, IGNORED) for token in tokens),
            deps=tuple(ids["deps"].get("root" if token.head.i == token.i else token.dep_, IGNORED) for token in tokens),
            names=tuple(self._name(token) for token in tokens),
        )

    def named(self, doc: Doc) -> Item:
        """A text with names only."""
        tokens = [token for token in doc if not token.is_space]
        bare = self.bare([token.text for token in tokens])
        names = tuple(self._name(token) for token in tokens)
        return Item(bare.words, bare.pieces, bare.belongs, names=names)

    def _name(self, token: Any) -> int:
        if token.ent_iob_ == "":
            return IGNORED
        label = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
        return self._ids["names"].get(label, IGNORED)


def morph_label(token: Any) -> str:
    """Part of speech and features in one string, as spaCy's morphologizer has them."""
    return f"{token.pos_}|{token.morph}" if str(token.morph) else str(token.pos_)


def batches(items: Iterable[Item], *, size: int, rng: random.Random | None = None) -> Iterator[Batch]:
    """Batches of about `size` pieces with padding, of items of like length, in chance order when `rng` is given."""
    ordered = list(items)
    if rng is not None:
        rng.shuffle(ordered)
    ordered.sort(key=lambda item: len(item.pieces) // 6)
    groups: list[list[Item]] = []
    group: list[Item] = []
    for item in ordered:
        if group and (len(group) + 1) * max(len(item.pieces), len(group[-1].pieces)) > size:
            groups.append(group)
            group = []
        group.append(item)
    if group:
        groups.append(group)
    if rng is not None:
        rng.shuffle(groups)
    for group in groups:
        yield collate(group)


def collate(items: Sequence[Item]) -> Batch:
    """One batch."""
    n_pieces = max(len(item.pieces) for item in items)
    n_words = max(len(item.words) for item in items)

    def padded(name: str, width: int, fill: int) -> Tensor:
        rows = [list(getattr(item, name)) for item in items]
        return torch.tensor([row + [fill] * (width - len(row)) for row in rows])

    pieces = padded("pieces", n_pieces, 0)
    lengths = torch.tensor([[len(item.pieces)] for item in items])
    shapes = [[shape_of(word) for word in item.words] + [0] * (n_words - len(item.words)) for item in items]
    return Batch(
        items=tuple(items),
        pieces=pieces,
        mask=(torch.arange(n_pieces).unsqueeze(0) < lengths).long(),
        belongs=padded("belongs", n_pieces, 0),
        shapes=torch.tensor(shapes),
        tags=padded("tags", n_words, IGNORED),
        morphs=padded("morphs", n_words, IGNORED),
        heads=padded("heads", n_words, IGNORED),
        deps=padded("deps", n_words, IGNORED),
        names=padded("names", n_words, IGNORED),
    )
