"""Fits the weights of `kg.merge.told` on ECB+ and says how well they do on topics that they have not seen.

    python tests/bench/tune_stories.py docs.dev.jsonl --cache /tmp/ecb.pickle

In: ECB+ as JSON lines (one document a line: topic, sentences with words and spaces, mentions with tag, tokens and
instance). Out: precision and recall over pairs on the even topics with weights from the odd ones, then those weights,
to be copied into `kg/merge/told.py`. The cache keeps the records, which take minutes to extract; delete it after a
change of extraction.
"""

from __future__ import annotations

import argparse
import json
import pickle
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from kg import settings
from kg.authority.triggers import is_same_meaning
from kg.build import analyse
from kg.merge import told
from kg.merge.compare import contradict
from kg.merge.happenings import Happening, World, happenings_of
from kg.merge.stories import Stories
from kg.model import Article, ArticleRecord, Span
from kg.resolve import cluster_actors

Json = dict[str, Any]
_EVENTS = ("ACTION_", "NEG_ACTION_")
_RIDGE = 1.0
_STEPS = 30


def text_of(row: Json) -> tuple[str, dict[tuple[int, int], Span]]:
    """The document's text, and where each token (sentence, number) stands in it."""
    text = ""
    spans: dict[tuple[int, int], Span] = {}
    for sentence in row["sentences"]:
        text += "\n" if text else ""
        for number, (word, space) in enumerate(zip(sentence["words"], sentence["spaces"], strict=True)):
            spans[sentence["sent"], number] = Span(len(text), len(text) + len(word))
            text += word + (" " if space and number < len(sentence["words"]) - 1 else "")
    return text, spans


def records_of(rows: list[Json], cache: Path | None) -> list[ArticleRecord]:
    """What the documents say, from the cache where there is one."""
    if cache and cache.exists():
        found: list[ArticleRecord] = pickle.loads(cache.read_bytes())  # noqa: S301 - written by this script
        return found
    articles = (Article(id=row["doc"], text=text_of(row)[0]) for row in rows)
    outcomes = (item.outcome for item in analyse(articles, model=str(settings.DEFAULT_MODEL)))
    found = [outcome for outcome in outcomes if isinstance(outcome, ArticleRecord)]
    if cache:
        cache.write_bytes(pickle.dumps(found))
    return found


def gold_of(row: Json, happenings: list[Happening]) -> dict[tuple[str, int, str], str]:
    """Happening → label of the gold event that one of its triggers lies on; the first one where there are several."""
    _, spans = text_of(row)
    label_at: dict[int, str] = {}
    selected = {sentence["sent"] for sentence in row["sentences"] if sentence["selected"]}
    for number, mention in enumerate(row["mentions"]):
        if mention["tag"].startswith(_EVENTS) and mention["sent"] in selected:
            label = f"{row['topic']} {mention.get('instance') or (row['doc'], number)}"
            for token in mention["tokens"]:
                span = spans[mention["sent"], token]
                label_at.update(dict.fromkeys(range(span.start, span.end), label))
    found: dict[tuple[str, int, str], str] = {}
    for one in happenings:
        labels = [label_at[trigger.start] for trigger in _triggers(one) if trigger.start in label_at]
        if labels:
            found[one.key] = labels[0]
    return found


def _triggers(one: Happening) -> list[Span]:
    return [mention.trigger for mention in one.mentions]


def pairs_of(rows: list[Json], records: list[ArticleRecord]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, whether the pair is one event, and the topic, for pairs of annotated happenings of like articles."""
    clusters = cluster_actors(records)
    world = World(clusters.actors, clusters.places, clusters.mapping)
    stories = Stories(records)
    row_of = {row["doc"]: row for row in rows}
    labelled: dict[str, list[tuple[Happening, str]]] = {}
    for record in records:
        happenings = happenings_of(record, world)
        labels = gold_of(row_of[record.article.id], happenings)
        labelled[record.article.id] = [(one, labels[one.key]) for one in happenings if one.key in labels]
    features, same, topics = [], [], []
    for left, right in combinations(sorted(labelled), 2):
        likeness = stories.likeness(left, right)
        if likeness < told.STORY:
            continue
        for one, label in labelled[left]:
            for two, other in labelled[right]:
                if "STATEMENT" in (one.type, two.type) or contradict(one, two, in_story=True):
                    continue
                if any(is_same_meaning(here, there) for here in one.lemmas for there in two.lemmas):
                    features.append([found.score for found in told.probability(one, two, likeness)[1]])
                    same.append(label == other)
                    topics.append(int(row_of[left]["topic"]))
    return np.array(features), np.array(same, dtype=float), np.array(topics)


def fit(features: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Weights and bias of a logistic regression with a ridge, by Newton's method."""
    with_bias = np.hstack([features, np.ones((len(features), 1))])
    ridge = np.diag([*[_RIDGE] * features.shape[1], 0.0])
    weights = np.zeros(with_bias.shape[1])
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-with_bias @ weights))
        slope = with_bias.T @ (chance - same) + ridge @ weights
        curve = (with_bias * (chance * (1.0 - chance))[:, None]).T @ with_bias + ridge + 1e-9 * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def report(weights: np.ndarray, features: np.ndarray, same: np.ndarray) -> str:
    """Precision and recall over the pairs at some thresholds."""
    chance = 1.0 / (1.0 + np.exp(-(features @ weights[:-1] + weights[-1])))
    lines = []
    for limit in (0.3, 0.4, 0.5, 0.6, 0.7):
        said = chance >= limit
        hits = float(same[said].sum())
        lines.append(f"  from {limit}: precision {hits / max(1, said.sum()):.3f} recall {hits / same.sum():.3f}")
    return "\n".join(lines)


def main() -> None:
    """Fits on the odd topics and reports on the even ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.documents.read_text(encoding="utf-8").splitlines()]
    features, same, topics = pairs_of(rows, records_of(rows, args.cache))
    odd = topics % 2 == 1
    weights = fit(features[odd], same[odd])
    print(f"{len(same)} pairs, {int(same.sum())} of one event")
    print("odd topics (fitted)\n" + report(weights, features[odd], same[odd]))
    print("even topics (not seen)\n" + report(weights, features[~odd], same[~odd]))
    for name, weight in zip((*told.NAMES, "BIAS"), weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
