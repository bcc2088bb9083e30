"""In: article texts, then their fingerprints. Out: which articles are copies of which. Refuses no text.

Two outlets that print the same agency story are one source, however they cut it, headline it and reword a phrase.
A fingerprint is a MinHash (Broder 1997) over runs of three words: the share of equal numbers in two fingerprints
estimates the share of runs that two texts have in common (their Jaccard similarity), to ± 0.06.
"""

from __future__ import annotations

import re
from array import array
from hashlib import blake2b
from operator import eq
from sys import intern
from typing import TYPE_CHECKING

import numpy as np

from kg.dates import bounds, is_partial
from kg.read.minhash import minhash
from kg.read.noise import noise_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.model import ArticleRecord, Span

SIZE = 64
"""Numbers in a fingerprint, each of 32 bits."""

SHINGLE = 3
"""Words in a run. Replacing every tenth word leaves 0.55 of the runs of three in common, 0.41 of the runs of five."""

THRESHOLD = 0.35
"""Estimated similarity from which one article counts as a copy of another; 1/3 means that half of the runs are shared.

Measured on 443 Wikinews articles and the 772 articles of ECB+ topics 1-35 (ten or more reports on each event, 737,505
pairs): 63 pairs reach it; each shares at least 0.25 of its runs, with word-for-word stretches that only a common
agency text explains. At 0.30 pairs with less than 0.2 come in. Of 400 Wikinews articles given a new headline and
dateline, a byline, a closing paragraph and an appeal, all are found again; 99 % with every tenth word replaced
besides, 93 % with a third of the paragraphs dropped, 83 % with that and every twentieth word replaced.
What stays below: a brief cut from a long story, which shares too little of it.
"""

COPY_DAYS = 31
"""Days within which an agency's text is printed and updated. What comes later in nearly the same words is the next of a
kind: bulletins of earthquakes, of prices, of a bank that leaves its rate alone. The very same text is a reprint."""

BANDS = (32, 2)
"""Bands and rows of the index: misses about one in 600 pairs that are just at the threshold, fewer above it."""
_SEED = 20200103
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’‘`´]")


def fingerprint(text: str, *, noise: Sequence[Span] | None = None) -> tuple[int, ...]:
    """64 numbers of 32 bits; empty for a text without words, which is nobody's copy.

    Case, white space, punctuation, the style of quotes and page furniture make no difference.

    Args:
        text: of the article.
        noise: the spans of page furniture in it, as `kg.read.noise` finds them; looked for when None.
    """
    prose = _prose(text, noise_spans(text) if noise is None else noise)
    words = _WORD.findall(_APOSTROPHE.sub("", prose).casefold())
    if not words:
        return ()
    runs = zip(*(words[start:] for start in range(SHINGLE)), strict=False) if len(words) > SHINGLE else (words,)
    return minhash(_hashes({" ".join(run).encode() for run in runs}), size=SIZE, seed=_SEED)


def similarity(left: Sequence[int], right: Sequence[int]) -> float:
    """Estimated share, 0 to 1, of the runs of words that two fingerprints have in common; 0 when one is empty.

    Raises:
        ValueError: the fingerprints have different lengths, so different versions made them.
    """
    if not left or not right:
        return 0.0
    if len(left) != len(right):
        raise ValueError(
            f"fingerprints of {len(left)} and {len(right)} numbers cannot be compared; read the older articles again"
        )
    n_equal: int = sum(map(eq, left, right))
    return n_equal / len(left)


def is_copy(alike: float, one: str | None, two: str | None) -> bool:
    """Whether one of two articles is a copy of the other: by their estimated similarity, and by their dates (ISO 8601).

    An article without a date is of any.
    """
    return alike >= THRESHOLD and (alike == 1.0 or _days_apart(one or "", two or "") <= COPY_DAYS)


def _days_apart(one: str, two: str) -> int:
    """Days between two dates, at the least that coarse ones allow; 0 where one is no date."""
    if not (is_partial(one[:10]) and is_partial(two[:10])):
        return 0
    (start, end), (other_start, other_end) = bounds(one[:10]), bounds(two[:10])
    return max((start - other_end).days, (other_start - end).days, 0)


class Prints:
    """Fingerprints of articles, told one after the other in any order; then which of them are copies."""

    def __init__(self) -> None:
        self._heads: list[tuple[bool, str, str, int]] = []
        self._held = array("I")

    def note(self, record: ArticleRecord) -> None:
        """Takes in the article of a record; errors as for `add`."""
        self.add(record.article.id, record.article.date, record.fingerprint)

    def add(self, article: str, date: str | None, numbers: Sequence[int]) -> None:
        """Takes in an article by its id, with its date of publication and its fingerprint.

        Raises:
            ValueError: a fingerprint that is neither empty nor `SIZE` numbers long.
        """
        if len(numbers) not in (0, SIZE):
            raise ValueError(
                f"the fingerprint of article {article!r} has {len(numbers)} numbers, not {SIZE}; read the article again"
            )
        if numbers:
            self._heads.append((date is None, intern(date or ""), intern(article), len(self._heads)))
            self._held.extend(numbers)

    def clear(self) -> None:
        """Lets go of what was told."""
        self._heads, self._held = [], array("I")

    def copies(self) -> tuple[tuple[str, str], ...]:
        """Pairs (copy, first article of its story), sorted; articles that are no copy do not appear.

        An article is a copy of the earlier article that it resembles most, and takes that one's first article for its
        own; so a chain of updates has one first, and a round-up that quotes two stories never joins them. Earlier means
        by date, a coarse date counting from its first day, undated last, then by id: the order of the input is without
        influence. Nearly the same words more than `COPY_DAYS` later are no copy. The source is not looked at, since an
        outlet's update of its own story is a copy like any other.
        """
        heads = sorted(self._heads)
        prints = np.frombuffer(self._held, dtype=np.uint32) if heads else np.zeros(0, dtype=np.uint32)
        places = np.array([place for *_, place in heads], dtype=np.int64)
        best: dict[int, tuple[float, int]] = {}
        for rank, earlier, alike in _alike(prints.reshape(-1, SIZE), places, threshold=THRESHOLD):
            if not is_copy(alike, heads[rank][1], heads[earlier][1]):
                continue
            best[rank] = max(best.get(rank, (0.0, 0)), (alike, -earlier))
        first: dict[str, str] = {}
        for rank in sorted(best):
            origin = heads[-best[rank][1]][2]
            first[heads[rank][2]] = first.get(origin, origin)
        return tuple(sorted(first.items()))


def _alike(
    prints: NDArray[np.uint32], places: NDArray[np.int64], *, threshold: float
) -> Iterator[tuple[int, int, float]]:
    """Ranks that share a band and are so similar: the later one, the earlier one, and their similarity.

    `places`: the row of each rank.

    The bands of an index for such fingerprints (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4), by
    sorting: `datasketch.MinHashLSH` finds the same, and takes 10 kB an article for it.
    """
    n_bands, n_rows = BANDS if len(prints) else (0, 0)
    for band in range(n_bands):
        columns = prints[:, band * n_rows : (band + 1) * n_rows][places]
        order = np.lexsort(columns.T)  # stable: rows that share the band stay in their order
        same = (columns[order[1:]] == columns[order[:-1]]).all(axis=1)
        begins = np.flatnonzero(np.concatenate(([True], ~same)))
        ends = np.concatenate((begins[1:], [len(order)]))
        for begin, end in zip(begins[ends - begins > 1], ends[ends - begins > 1], strict=True):
            rows = order[begin:end]
            for place in range(1, len(rows)):
                shares = (prints[places[rows[:place]]] == prints[places[rows[place]]]).mean(axis=1)
                for other in np.flatnonzero(shares >= threshold):
                    yield int(rows[place]), int(rows[other]), float(shares[other])


def _hashes(runs: Iterable[bytes]) -> NDArray[np.uint32]:
    """A hash of 32 bits of each; their order is that of the runs, and makes no difference to a fingerprint."""
    return np.frombuffer(b"".join([blake2b(run, digest_size=4).digest() for run in runs]), dtype="<u4")


def _prose(text: str, noise: Iterable[Span]) -> str:
    pieces = []
    end = 0
    for span in noise:
        pieces.append(text[end : span.start])
        end = span.end
    return " ".join([*pieces, text[end:]])
