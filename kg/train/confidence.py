"""Fits the table behind `confidence`: how likely a record is right, from how it was derived.

    python -m kg.train.confidence JUDGED.jsonl [--penalty 4] [--plot FILE.png]

In: one line per judged record, `{"article": …, "features": [names of kg.extract.confidence], "right": true}`; right is
a record whose type, agents and patients are all right, judged against articles annotated by hand. Out: the bias and the
weights to put into `kg/extract/confidence.py`, and how well such a table does on articles it has not seen: each article
is predicted by a table fitted to all others. A logistic regression with an L2 penalty on all but the bias, by Newton's
method, so that the same judgements give the same table.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.confidence import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NAMES = tuple(WEIGHTS)
BINS = 10
STEPS = 100
ENOUGH = 1e-10


@dataclass(frozen=True, slots=True)
class Judged:
    """One record: where it stands, the features that hold for it, and whether it is right."""

    article: str
    features: frozenset[str]
    right: bool


def read_judged(path: Path) -> list[Judged]:
    """The judgements of a file.

    Raises:
        ValueError: a line names a feature that extraction does not know.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        unknown = sorted(set(row["features"]) - set(NAMES))
        if unknown:
            raise ValueError(f"{path} line {number}: unknown feature {unknown[0]!r}; judge again with this version")
        found.append(Judged(str(row["article"]), frozenset(row["features"]), bool(row["right"])))
    return found


def fit(judged: Sequence[Judged], *, penalty: float) -> NDArray[np.float64]:
    """Bias and weights, in the order of `NAMES`."""
    table, right = _table(judged), np.array([item.right for item in judged], dtype=np.float64)
    pull = np.eye(len(NAMES) + 1) * penalty
    pull[0, 0] = 0.0
    weights = np.zeros(len(NAMES) + 1)
    for _ in range(STEPS):
        chance = _logistic(table @ weights)
        slope = table.T @ (chance - right) + pull @ weights
        curve = table.T @ (table * (chance * (1 - chance))[:, None]) + pull
        step = np.linalg.solve(curve + np.eye(len(weights)) * 1e-9, slope)
        weights = weights - step
        if float(np.abs(step).max()) < ENOUGH:
            break
    return weights


def predict(judged: Sequence[Judged], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Estimated probability of each record."""
    return _logistic(_table(judged) @ weights)


def unseen(judged: Sequence[Judged], *, penalty: float) -> NDArray[np.float64]:
    """The probability of each record by a table that has not seen its article."""
    chances = np.zeros(len(judged))
    for article in sorted({item.article for item in judged}):
        inside = [index for index, item in enumerate(judged) if item.article == article]
        others = [item for item in judged if item.article != article]
        chances[inside] = predict([judged[index] for index in inside], fit(others, penalty=penalty))
    return chances


def calibration_error(judged: Sequence[Judged], chances: NDArray[np.float64]) -> float:
    """Expected calibration error over ten equal bins, 0 (best) to 1."""
    right = np.array([item.right for item in judged], dtype=np.float64)
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = [abs(float((chances - right)[bins == number].sum())) for number in range(BINS)]
    return sum(gaps) / max(len(judged), 1)


def brier(judged: Sequence[Judged], chances: NDArray[np.float64]) -> float:
    """Mean squared error of the probabilities, 0 is best."""
    right = np.array([item.right for item in judged], dtype=np.float64)
    return float(((chances - right) ** 2).mean())


def reliability(judged: Sequence[Judged], chances: NDArray[np.float64]) -> list[tuple[float, float, int]]:
    """Mean estimate, share right and number of records of each bin that is not empty."""
    right = np.array([item.right for item in judged], dtype=np.float64)
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    full = [number for number in range(BINS) if (bins == number).any()]
    return [
        (float(chances[bins == one].mean()), float(right[bins == one].mean()), int((bins == one).sum())) for one in full
    ]


def plot(judged: Sequence[Judged], chances: NDArray[np.float64], path: Path) -> None:
    """Draws what was said against what was, a dot per bin, its area the number of records; needs matplotlib."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(4, 4), dpi=90)
    rows = reliability(judged, chances)
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.scatter([row[0] for row in rows], [row[1] for row in rows], s=[3 * row[2] for row in rows], color="#1f5fa8")
    for said, was, count in rows:
        axes.annotate(str(count), (said, was), textcoords="offset points", xytext=(9, -9), fontsize=8)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence said", ylabel="share of records right", aspect="equal")
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})


def _table(judged: Sequence[Judged]) -> NDArray[np.float64]:
    return np.array([[1.0, *(float(name in item.features) for name in NAMES)] for item in judged], dtype=np.float64)


def _logistic(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float64)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judged", type=Path)
    parser.add_argument("--penalty", type=float, default=4.0)
    parser.add_argument("--plot", type=Path, help="write the reliability plot (PNG)")
    arguments = parser.parse_args()
    judged = read_judged(arguments.judged)
    weights = fit(judged, penalty=arguments.penalty)
    print(f"BIAS = {weights[0]:.2f}")
    for name, weight in zip(NAMES, weights[1:], strict=True):
        print(f'    "{name}": {weight:.2f},')
    chances = unseen(judged, penalty=arguments.penalty)
    share = sum(item.right for item in judged) / len(judged)
    error = calibration_error(judged, chances)
    print(f"# {len(judged)} records, {share:.3f} right; on unseen articles: mean {chances.mean():.3f},", end=" ")
    print(f"Brier {brier(judged, chances):.4f} (always the share: {share * (1 - share):.4f}), calibration {error:.4f}")
    for mean, right, count in reliability(judged, chances):
        print(f"# said {mean:.2f}  was {right:.2f}  of {count}")
    if arguments.plot is not None:
        plot(judged, chances, arguments.plot)


if __name__ == "__main__":
    main()
