"""MinHash (Broder 1997): so many numbers of a set, of which two alike sets have many in common.

Number for number those of datasketch (scheme "affine32"), since fingerprints are stored; written out because to load
datasketch is to load SciPy, half a second in every process that reads an article. A test compares the two.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]


def minhash(hashes: Numbers, *, size: int, seed: int) -> tuple[int, ...]:
    """The least value of each of `size` random permutations of the hashes, of 32 bits; there must be one at least."""
    factors, summands = _permutations(size, seed)
    least: list[int] = (_mixed(hashes)[:, np.newaxis] * factors + summands).min(axis=0).tolist()
    return tuple(least)


@cache
def _permutations(size: int, seed: int) -> tuple[Numbers, Numbers]:
    """Of `factor * hash + summand` modulo 2^32; an odd factor makes it a permutation."""
    random = np.random.RandomState(seed)
    factors = random.randint(0, 1 << 31, size, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, random.randint(0, 1 << 32, size, dtype=np.uint32)


def _mixed(hashes: Numbers) -> Numbers:
    """The last steps of MurmurHash3, by which hashes that lie close are spread; a permutation too."""
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes = hashes * np.uint32(0x85EBCA6B)
    hashes = hashes ^ (hashes >> np.uint32(13))
    hashes = hashes * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))
