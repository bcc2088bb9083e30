"""The merged graph kept up to date: what an article adds or takes away, in time for its candidates, not for the store.

`kg.build.merge` is a function of the set of article records, and of what people judged. Here the same function is
computed piece by piece: each stage knows by which keys its items meet (`Actors`: keys of profiles; `Places`: the place
itself; `Copies`: bands of fingerprints; `Events`: decided pairs; `Verdicts`: what is judged), finds what is connected
with the articles that changed, does that part again with the very functions of the full merge, and leaves the rest as
it is. Why a part may be done alone is said where that happens; tests compare every outcome with the full merge, byte by
byte.

The state is made of the records and holds what is compared, not the articles. That of a small store, or of one on a
server, is in the memory of whoever adds articles again and again (`kg ingest`, a `Graph`); that of a large one is a
file in its folder (`kg.tables`), of which a process reads what it touches.
"""

from kg.incremental.keeper import MergeKeeper, Sizes
from kg.incremental.merger import Delta, Merger

__all__ = ["Delta", "MergeKeeper", "Merger", "Sizes"]
