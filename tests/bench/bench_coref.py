"""Who is meant: persons and organisations of an article, against the coreference annotation of GUM.

    python tests/bench/bench_coref.py DATA [--split dev] [--model NAME] [--genre news]

DATA holds `coref/gum.SPLIT.jsonl`: documents as sentences of words, and mentions as word ranges with the number of
their entity. Each document is read from its text. Scored are the entities that GUM calls person or organization
against our persons, groups and organisations; a mention is known by its head, the last word before its first
preposition or comma. CoNLL is the mean of the F of MUC, B³ and CEAFe over all documents together (Pradhan et al.
2014); a mention that one side alone has counts against it. "Agreed" takes only the mentions that both sides have.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg import authority, parse, settings
from kg.extract import extract
from kg.model import ActorKind, Article
from kg.read import noise_spans
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import ArticleRecord

Cluster = frozenset[int]
"""Mentions of one entity, each the offset at which its head word begins."""

PREPOSITIONS = frozenset(
    ["of", "in", "on", "at", "from", "to", "for", "with", "by", "against", "who", "that", "which", "near", ",", "("]
)
WANTED = frozenset(["person", "organization"])
KINDS = frozenset([ActorKind.PERSON, ActorKind.GROUP, ActorKind.ORGANIZATION])


@dataclass(slots=True)
class Ratio:
    """Sums of numerators and denominators of precision and recall."""

    p_top: float = 0.0
    p_bottom: float = 0.0
    r_top: float = 0.0
    r_bottom: float = 0.0

    def add(self, p: tuple[float, float], r: tuple[float, float]) -> None:
        """Adds one document."""
        self.p_top, self.p_bottom = self.p_top + p[0], self.p_bottom + p[1]
        self.r_top, self.r_bottom = self.r_top + r[0], self.r_bottom + r[1]

    @property
    def f(self) -> float:
        """Harmonic mean of precision and recall, between 0 and 1."""
        p, r = self.p_top / max(self.p_bottom, 1e-9), self.r_top / max(self.r_bottom, 1e-9)
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Scores:
    """MUC, B³ and CEAFe over documents."""

    muc: Ratio = field(default_factory=Ratio)
    b_cubed: Ratio = field(default_factory=Ratio)
    ceaf: Ratio = field(default_factory=Ratio)

    def add(self, gold: Sequence[Cluster], ours: Sequence[Cluster]) -> None:
        """Counts one document."""
        self.muc.add(_links(ours, gold), _links(gold, ours))
        self.b_cubed.add(_overlaps(ours, gold), _overlaps(gold, ours))
        total = _paired(gold, ours)
        self.ceaf.add((total, len(ours)), (total, len(gold)))

    @property
    def conll(self) -> float:
        """Mean of the three."""
        return (self.muc.f + self.b_cubed.f + self.ceaf.f) / 3

    def line(self) -> str:
        """The figures in words."""
        return f"CoNLL {self.conll:.3f}  (MUC {self.muc.f:.3f}  B3 {self.b_cubed.f:.3f}  CEAFe {self.ceaf.f:.3f})"


def _links(side: Sequence[Cluster], other: Sequence[Cluster]) -> tuple[float, float]:
    """Links of one side that the other keeps, and all links."""
    number = {mention: index for index, cluster in enumerate(other) for mention in cluster}
    top = 0
    for cluster in side:
        parts = {number[mention] for mention in cluster if mention in number}
        top += len(cluster) - len(parts) - sum(mention not in number for mention in cluster)
    return top, sum(len(cluster) - 1 for cluster in side)


def _overlaps(side: Sequence[Cluster], other: Sequence[Cluster]) -> tuple[float, float]:
    """For each mention the share of its cluster that the other side puts with it, summed; and their number."""
    number = {mention: index for index, cluster in enumerate(other) for mention in cluster}
    top = 0.0
    for cluster in side:
        shared: dict[int, int] = defaultdict(int)
        for mention in cluster:
            if mention in number:
                shared[number[mention]] += 1
        top += sum(count * count for count in shared.values()) / len(cluster)
    return top, sum(len(cluster) for cluster in side)


def _paired(gold: Sequence[Cluster], ours: Sequence[Cluster]) -> float:
    """The greatest likeness of a one-to-one pairing of clusters; likeness is twice what is shared over both sizes."""
    number = {mention: index for index, cluster in enumerate(ours) for mention in cluster}
    graph: Any = nx.Graph()
    for index, cluster in enumerate(gold):
        for other in {number[mention] for mention in cluster if mention in number}:
            weight = 2 * len(cluster & ours[other]) / (len(cluster) + len(ours[other]))
            graph.add_edge(("gold", index), ("ours", other), weight=weight)
    return sum(graph.edges[edge]["weight"] for edge in nx.max_weight_matching(graph))


def read_text(row: Mapping[str, Any]) -> tuple[str, list[list[int]]]:
    """The text of a document, and the offset of each word of each sentence."""
    text, offsets = "", []
    for sentence in row["sentences"]:
        offsets.append([])
        for word, blank in zip(sentence["words"], sentence["spaces"], strict=True):
            offsets[-1].append(len(text))
            text += word + (" " if blank else "")
        text = text if text.endswith(" ") else text + " "
    return text, offsets


def gold_clusters(row: Mapping[str, Any], offsets: Sequence[Sequence[int]]) -> list[Cluster]:
    """The annotated persons and organisations; an entity is what most of its mentions are called."""
    mentions: dict[str, dict[int, str]] = defaultdict(dict)
    for mention in row["mentions"]:
        words = row["sentences"][mention["sent"]]["words"][mention["start"] : mention["end"]]
        cut = next((at for at, word in enumerate(words) if at and word.lower() in PREPOSITIONS), len(words))
        head = offsets[mention["sent"]][mention["start"] + cut - 1]
        mentions[mention["eid"]][head] = mention["etype"]
    kept = []
    for heads in mentions.values():
        types = list(heads.values())
        if max(sorted(set(types)), key=types.count) in WANTED:
            kept.append(frozenset(heads))
    return _disjoint(kept)


def our_clusters(record: ArticleRecord) -> list[Cluster]:
    """The actors of a record that are no states."""
    text = record.article.text
    found = []
    for actor in record.actors:
        if actor.kind in KINDS:
            spans = (mention.head or mention.span for mention in actor.mentions)
            found.append(frozenset(span.start + text[span.start : span.end].rfind(" ") + 1 for span in spans))
    return _disjoint(found)


def _disjoint(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The clusters with each mention in the first that has it, as the measures want them."""
    taken: set[int] = set()
    kept = []
    for cluster in clusters:
        rest = cluster - taken
        taken |= rest
        if rest:
            kept.append(rest)
    return kept


def read(path: Path, genre: str | None) -> Iterator[dict[str, Any]]:
    """The documents of a file, of one genre where asked."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            if genre in (None, row["genre"]):
                yield row


def score(rows: Sequence[Mapping[str, Any]], records: Iterable[ArticleRecord]) -> dict[str, Scores]:
    """Figures over documents and what was made of them: with and without clusters of one, and agreed mentions."""
    scores = {name: Scores() for name in ("all", "no singletons", "agreed mentions")}
    for row, record in zip(rows, records, strict=True):
        _, offsets = read_text(row)
        gold, ours = gold_clusters(row, offsets), our_clusters(record)
        scores["all"].add(gold, ours)
        several = [[cluster for cluster in side if len(cluster) > 1] for side in (gold, ours)]
        scores["no singletons"].add(*several)
        both = frozenset().union(*gold) & frozenset().union(*ours)
        scores["agreed mentions"].add(*([kept for one in side if (kept := one & both)] for side in (gold, ours)))
    return scores


def records_of(rows: Sequence[Mapping[str, Any]], model: str) -> Iterator[ArticleRecord]:
    """Each document read from its text."""
    known = authority.load()
    articles = [Article(id=row["doc"], text=read_text(row)[0]) for row in rows]
    items = ((article, noise_spans(article.text)) for article in articles)
    for parsed in parse.parse(items, parse.load_pipeline(model)):
        yield resolve_article(extract(parsed.article, parsed.doc, noise=parsed.noise), authority=known)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", default=str(settings.DEFAULT_MODEL))
    parser.add_argument("--genre", help="only documents of this genre")
    arguments = parser.parse_args()
    rows = list(read(arguments.data / "coref" / f"gum.{arguments.split}.jsonl", arguments.genre))
    for name, counted in score(rows, records_of(rows, arguments.model)).items():
        print(f"{name:<16} {counted.line()}")


if __name__ == "__main__":
    main()
