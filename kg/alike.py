"""Which of many articles are about the same, found in one go; shared by resolution and merging.

Articles of known days are compared with those of near days, the others with all. The words of a thousand articles are
the rows of a matrix; such matrices multiplied give for each pair what its weights add up to, which leaves out nearly
all (`kg.authority.stories`). One more article of a store is compared by the stages themselves.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kg.authority.stories import FEWEST, Weights, least_sum, likeness, weighed
from kg.dates import day_of
from kg.rows import Rows
from kg.spools import FEW, Ascending, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kg.model import Article

LEAST = 0.2
"""Likeness from which a pair is kept; the stages ask for this, or more."""
DAYS = 60
"""Days between two articles up to which they are compared."""
_ROWS = 256
"""Articles of one matrix."""
KEYS = 24
"""Heaviest words of which it is told whether two articles have one in common."""
_DIGITS = 6
_UNIT = 10**_DIGITS
_BUCKET = 4_096
"""Articles of which the pairs are sorted together."""
_UNSURE = 1e-3
"""What adding up in another order may change of the last digit, and much more."""


class Like(NamedTuple):
    """Two articles that are alike.

    Attributes:
        likeness: `LEAST` to 1.
        n_shared: words that they have in common.
        n_heaviest: the fewest heaviest words of both among which is one in common; more than 24 are not told apart.
    """

    one: str
    two: str
    likeness: float
    n_shared: int
    n_heaviest: int


class _Words:
    """Which word has which column of the matrices: those of the articles at hand alone, however many there were."""

    def __init__(self) -> None:
        self._columns: dict[str, int] = {}
        self._words: list[str] = []
        self._uses = array("q")
        self._free: list[int] = []

    def __len__(self) -> int:
        """Columns, those included that no word has now."""
        return len(self._words)

    def columns(self, words: Iterable[str]) -> list[int]:
        """Those of the words of one more article."""
        found = []
        for word in words:
            column = self._columns.get(word)
            if column is None:
                column = self._columns[word] = self._new(word)
            self._uses[column] += 1
            found.append(column)
        return found

    def _new(self, word: str) -> int:
        if self._free:
            column = self._free.pop()
            self._words[column] = word
            return column
        self._words.append(word)
        self._uses.append(0)
        return len(self._words) - 1

    def leave(self, columns: Iterable[int]) -> None:
        """Lets go of articles, given all columns that they took."""
        for column in columns:
            self._uses[column] -= 1
            if not self._uses[column]:
                del self._columns[self._words[column]]
                self._free.append(column)


class _Block(NamedTuple):
    """Some articles of about the same days: their numbers and days (0: unknown), and their words as a matrix."""

    numbers: NDArray[np.int64]
    days: NDArray[np.int64]
    words: csr_array
    by_word: csr_array
    keys: NDArray[np.int32]


_Columns = tuple["NDArray[Any]", ...]
"""Of pairs: numbers of the two, likeness, words in common, heaviest words."""


class Alike:
    """Takes in articles, and after the last one knows which are alike.

    Args:
        weights: where the words of the articles are kept; as far as they are there they are not found again.

    Attributes:
        weights: the same.
    """

    def __init__(self, weights: MutableMapping[str, Weights] | None = None) -> None:
        self.weights: MutableMapping[str, Weights] = Shelf(Weights, recalled=FEW) if weights is None else weights
        self._names: list[str] = []
        self._numbers: Ascending[int] = Ascending(array("I"))
        self._days = array("q")
        self._pairs: _Pairs | None = None

    def __contains__(self, article: str) -> bool:
        return article in self._numbers

    def add(self, article: Article) -> Weights:
        """Takes in an article, again to no effect; gives its words."""
        if article.id not in self:
            day = day_of(article.date)
            self._numbers[article.id] = len(self._days)
            self._names.append(intern(article.id))
            self._days.append(0 if day is None else day.toordinal())
            self._pairs = None
        return weighed(article, self.weights)

    def pairs(self) -> Iterator[Like]:
        """Every two articles of near days that are alike, once."""
        names = self._names
        for one, two, its, shared, heaviest in self._found():
            yield Like(names[one], names[two], its, shared, heaviest)

    def likeness(self, one: str, two: str) -> float | None:
        """How much two articles are alike; 0 where it is less than `LEAST`, None where they are not of near days."""
        left, right = sorted((self._numbers[one], self._numbers[two]))
        first, second = self._days[left], self._days[right]
        return None if first and second and abs(first - second) > DAYS else self._found().likeness_of(left, right)

    def _found(self) -> _Pairs:
        if self._pairs is None:
            self._pairs = _Pairs(self._compared(), len(self._numbers))
        return self._pairs

    # ------------------------------------------------------------ matrices

    def _compared(self) -> Iterator[_Columns]:
        names, days = self._names, np.array(self._days, dtype=np.int64)
        order = np.argsort(days, kind="stable")  # those of no known day come first
        columns = _Words()
        before: list[_Block] = []
        for start in range(0, len(order), _ROWS):
            numbers = order[start : start + _ROWS]
            first = int(days[numbers[0]])
            near: list[_Block] = []
            far: list[_Block] = []
            for one in before:
                (far if first and one.days[0] and one.days[-1] < first - DAYS else near).append(one)
            for one in far:
                columns.leave(one.words.indices.tolist())
            block = self._block(names, days, numbers, columns)
            before = [*near, block]
            for other in before:
                yield self._among(names, block, other)

    def _block(self, names: list[str], days: NDArray[np.int64], numbers: NDArray[np.int64], columns: _Words) -> _Block:
        from scipy.sparse import csr_array  # most commands merge nothing

        ids, weights, ends = array("i"), array("d"), [0]
        keys = np.full((len(numbers), KEYS), -1, dtype=np.int32)
        for row, number in enumerate(numbers.tolist()):
            words = self.weights[names[number]]
            its = columns.columns(words)
            keys[row, : len(its)] = its[:KEYS]
            ids.extend(its)
            weights.extend(words.values())
            ends.append(len(ids))
        matrix = csr_array(
            (np.array(weights), np.array(ids, dtype=np.int32), np.array(ends, dtype=np.int32)),
            shape=(len(numbers), len(columns)),
        )
        return _Block(numbers, days[numbers], matrix, matrix.T.tocsr(), keys)

    def _among(self, names: list[str], block: _Block, other: _Block) -> _Columns:
        n_columns = block.words.shape[1]  # of earlier blocks there were fewer
        other.words.resize((len(other.numbers), n_columns))
        other.by_word.resize((n_columns, len(other.numbers)))
        sums = (block.words @ other.by_word).tocoo()
        days, other_days = block.days[sums.row], other.days[sums.col]
        near = (np.abs(days - other_days) <= DAYS) | (days == 0) | (other_days == 0)
        kept = near & (sums.data >= least_sum(LEAST)) & ((sums.row > sums.col) | (block is not other))
        rows, cols, totals = sums.row[kept], sums.col[kept], sums.data[kept]
        n_shared = _n_shared(block.words, rows, other.words, cols)
        likely = totals * np.minimum(1.0, n_shared / FEWEST) >= least_sum(LEAST)
        rows, cols, totals, n_shared = rows[likely], cols[likely], totals[likely], n_shared[likely]
        left, right = block.numbers[rows], other.numbers[cols]
        values = self._values(names, left, right, totals * np.minimum(1.0, n_shared / FEWEST))
        alike = values >= LEAST
        heaviest = _n_heaviest(block.keys[rows[alike]], other.keys[cols[alike]])
        return left[alike], right[alike], values[alike], n_shared[alike], heaviest

    def _values(
        self, names: list[str], left: NDArray[np.int64], right: NDArray[np.int64], sums: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Likenesses as `likeness` gives them; that function itself is asked where the last digit is not sure."""
        found = np.array([round(value, _DIGITS) for value in sums.tolist()])
        beyond = sums * 10**_DIGITS % 1.0
        for place in np.flatnonzero(np.abs(beyond - 0.5) < _UNSURE):
            found[place] = likeness(self.weights[names[left[place]]], self.weights[names[right[place]]])
        return found


def _n_shared(
    words: csr_array, rows: NDArray[np.int32], others: csr_array, cols: NDArray[np.int32]
) -> NDArray[np.int64]:
    """How many words each of these rows has in common with its other one."""
    one, two = words[rows], others[cols]
    one.data, two.data = np.ones(one.nnz), np.ones(two.nnz)  # also words that weigh nothing
    shared: NDArray[np.int32] = one.multiply(two).tocsr().indptr
    return np.diff(shared).astype(np.int64)


def _n_heaviest(keys: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.int64]:
    """See `Like`, by the heaviest words, the heaviest first."""
    ranks = np.arange(1, KEYS + 1)
    reach = np.maximum(ranks[:, None], ranks[None, :])
    found = np.full(len(keys), KEYS + 1, dtype=np.int64)
    for start in range(0, len(keys), _ROWS):
        one, two = keys[start : start + _ROWS, :, None], others[start : start + _ROWS, None, :]
        found[start : start + _ROWS] = np.where((one == two) & (one >= 0), reach, KEYS + 1).min(axis=(1, 2))
    return found


class _Pairs:
    """Pairs of numbers, each once and the lower number first, in order; 14 bytes each, likenesses as whole numbers."""

    def __init__(self, compared: Iterator[_Columns], n_articles: int) -> None:
        rows = Rows(5)
        for one, two, its, shared, heaviest in compared:
            parts = (np.minimum(one, two), np.maximum(one, two), np.rint(its * _UNIT), shared, heaviest)
            for row in np.stack([part.astype(np.int64) for part in parts], axis=1).tolist():
                rows.add(row[0] // _BUCKET, *row)
        self.left, self.right, self._millionths = array("i"), array("i"), array("i")
        self.n_shared, self.n_heaviest = array("B"), array("B")
        columns = (self.left, self.right, self._millionths, self.n_shared, self.n_heaviest)
        for found in rows:
            order = np.lexsort((found[:, 1], found[:, 0]))
            for column, values in zip(columns, found[order].T, strict=True):
                column.frombytes(values.astype(column.typecode).tobytes())
        starts = np.searchsorted(np.array(self.left, dtype=np.int32), np.arange(n_articles + 1))
        self._starts = array("i", starts.astype(np.int32).tobytes())

    def __iter__(self) -> Iterator[tuple[int, int, float, int, int]]:
        """Of each pair the columns."""
        for left, right, its, shared, heaviest in zip(
            self.left, self.right, self._millionths, self.n_shared, self.n_heaviest, strict=True
        ):
            yield left, right, its / _UNIT, shared, heaviest

    def likeness_of(self, left: int, right: int) -> float:
        """0 of what is no pair here."""
        end = self._starts[left + 1]
        place = bisect_left(self.right, right, self._starts[left], end)
        return self._millionths[place] / _UNIT if place < end and self.right[place] == right else 0.0
