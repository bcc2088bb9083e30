"""The merged graph kept up to date: what an article adds or takes away, in time for its candidates, not for the store.

`kg.build.merge` is a function of the set of article records, and of what people judged. Here the same function is
computed piece by piece: each stage knows by which keys its items meet (`Actors`: keys of profiles; `Places`: the place
itself; `Copies`: bands of fingerprints; `Events`: decided pairs; `Verdicts`: what is judged), finds what is connected
with the articles that changed, does that part again with the very functions of the full merge, and leaves the rest as
it is. Why a part may be done alone is said where that happens; tests compare every outcome with the full merge, byte by
byte.

The state is kept in memory by whoever adds articles again and again (`kg ingest`, a `Graph`). It is made of the records
when the process begins and holds what is compared, not the articles.
"""

from kg.incremental.keeper import MergeKeeper
from kg.incremental.merger import Delta, Merger

__all__ = ["Delta", "MergeKeeper", "Merger"]
