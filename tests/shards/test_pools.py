"""Worker processes keep what they loaded out of the collector's way, and nobody else's process does."""

from __future__ import annotations

import gc
from multiprocessing import get_context

from kg import pools


def test_only_a_worker_keeps_the_collector_off_what_is_loaded() -> None:
    before = gc.get_freeze_count()
    pools.keep_what_is_loaded()
    assert gc.get_freeze_count() == before
    with get_context("spawn").Pool(1) as pool:
        assert pool.apply(gc.get_freeze_count) == 0
        pool.apply(pools.keep_what_is_loaded)
        assert pool.apply(gc.get_freeze_count) > 1000
