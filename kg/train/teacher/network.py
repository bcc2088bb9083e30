"""A six-layer transformer with heads for tags, tree and names.

Encoder: MiniLM (Wang et al. 2020), uncased, so the letters' case comes in beside it. Tree: deep biaffine attention
(Dozat and Manning 2017). All heads read a word as the mean of its pieces over a learned mix of layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

if TYPE_CHECKING:
    from pathlib import Path

ARC_WIDTH = 256
LABEL_WIDTH = 96
SHAPES = 8
"""Classes of letter case, see `shape_of`."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The labels of each head, in the order of the head's outputs."""

    tags: tuple[str, ...]
    morphs: tuple[str, ...]
    deps: tuple[str, ...]
    names: tuple[str, ...]


def shape_of(word: str) -> int:
    """Letter case as a class: 0 is padding."""
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return 1 if any(char.isdigit() for char in word) else 2
    if all(char.islower() for char in letters):
        return 3
    if all(char.isupper() for char in letters):
        return 4 if len(letters) > 1 else 5
    if letters[0].isupper() and all(char.islower() for char in letters[1:]):
        return 6
    return 7


@dataclass(frozen=True, slots=True)
class Output:
    """Scores by word; shapes (batch, words, labels), for arcs (batch, words, words + 1) with the root in column 0."""

    tags: Tensor
    morphs: Tensor
    arcs: Tensor
    names: Tensor
    hidden: Tensor
    child: Tensor
    parent: Tensor


class Teacher(nn.Module):
    """The network; `labels` scores the relations of given arcs."""

    def __init__(self, folder: Path, inventory: Inventory) -> None:
        super().__init__()
        # No dropout on attention: drawing the chances would take a fifth of the time on a processor.
        self.encoder: Any = AutoModel.from_pretrained(folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
        width = self.encoder.config.hidden_size
        layers = self.encoder.config.num_hidden_layers + 1
        self.mix = nn.Parameter(torch.zeros(3, layers))  # one mix each for tags, tree, names
        self.shape_in = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shape_in.weight)
        self.shape_out = nn.Embedding(SHAPES, 32)
        self.drop = nn.Dropout(0.25)
        wide = width + 32
        self.tags = nn.Linear(wide, len(inventory.tags))
        self.morphs = nn.Linear(wide, len(inventory.morphs))
        self.names = nn.Sequential(
            nn.Linear(wide, 256), nn.GELU(), nn.Dropout(0.2), nn.Linear(256, len(inventory.names))
        )
        self.arc_child = nn.Sequential(nn.Linear(wide, ARC_WIDTH), nn.GELU(), nn.Dropout(0.25))
        self.arc_parent = nn.Sequential(nn.Linear(wide, ARC_WIDTH), nn.GELU(), nn.Dropout(0.25))
        self.arc = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.label_child = nn.Sequential(nn.Linear(wide, LABEL_WIDTH), nn.GELU(), nn.Dropout(0.25))
        self.label_parent = nn.Sequential(nn.Linear(wide, LABEL_WIDTH), nn.GELU(), nn.Dropout(0.25))
        self.label = nn.Parameter(torch.zeros(len(inventory.deps), LABEL_WIDTH + 1, LABEL_WIDTH + 1))
        self.root = nn.Parameter(torch.randn(wide) * 0.02)
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.label, std=0.02)

    def forward(self, pieces: Tensor, mask: Tensor, words: Tensor, shapes: Tensor) -> Output:
        """Scores for a batch.

        Args:
            pieces: piece ids, (batch, pieces).
            mask: 1 where there is a piece.
            words: the word each piece belongs to counted from 1, 0 for none, (batch, pieces).
            shapes: `shape_of` each word, 0 for padding, (batch, words).
        """
        batch, n_words = shapes.shape
        padded = functional.pad(shapes, (1, 0))
        by_piece = padded.gather(1, words)
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shape_in(by_piece)
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True).hidden_states
        stacked = torch.stack(states)
        mixed = torch.einsum("tl,lbpw->tbpw", self.mix.softmax(1).to(stacked.dtype), stacked)
        counts = torch.zeros(batch, n_words + 1, 1, dtype=mixed.dtype)
        counts.scatter_add_(1, words.unsqueeze(2), torch.ones(*words.shape, 1, dtype=mixed.dtype))
        outcome = []
        for layer in mixed:
            summed = torch.zeros(batch, n_words + 1, layer.shape[2], dtype=layer.dtype)
            summed = summed.scatter_add(1, words.unsqueeze(2).expand_as(layer), layer)
            means = (summed / counts.clamp(min=1))[:, 1:]
            outcome.append(torch.cat([means, self.shape_out(shapes).to(means.dtype)], dim=2))
        tagging, tree, naming = outcome
        tagged = self.drop(tagging)
        parsed = self.drop(tree)
        rooted = torch.cat([self.root.to(parsed.dtype).expand(batch, 1, -1), parsed], dim=1)
        child = self.arc_child(parsed)
        parent = self.arc_parent(rooted)
        ones = torch.ones(batch, n_words, 1, dtype=child.dtype)
        arcs = torch.cat([child, ones], dim=2) @ self.arc.to(child.dtype) @ parent.transpose(1, 2)
        absent = functional.pad(shapes == 0, (1, 0), value=False).unsqueeze(1)
        arcs = arcs.float().masked_fill(absent, -1e4)
        return Output(
            tags=self.tags(tagged),
            morphs=self.morphs(tagged),
            arcs=arcs,
            names=self.names(self.drop(naming)),
            hidden=torch.cat([tagging, tree, naming], dim=2),
            child=self.label_child(parsed),
            parent=self.label_parent(rooted),
        )

    def labels(self, output: Output, heads: Tensor) -> Tensor:
        """Scores of relations (batch, words, relations) for heads counted from 1, 0 for the root."""
        parent = output.parent.gather(1, heads.unsqueeze(2).expand(-1, -1, LABEL_WIDTH))
        ones = torch.ones(*heads.shape, 1, dtype=parent.dtype)
        left = torch.cat([output.child, ones], dim=2)
        right = torch.cat([parent, ones], dim=2)
        return torch.einsum("bni,rij,bnj->bnr", left, self.label.to(left.dtype), right)
