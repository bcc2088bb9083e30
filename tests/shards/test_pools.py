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


def test_builds_collect_rarely_and_leave_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    one, two = pools.collecting_rarely(), pools.collecting_rarely()
    one.__enter__()
    assert gc.get_threshold()[0] > before[0]
    two.__enter__()
    one.__exit__(None, None, None)
    assert gc.get_threshold()[0] > before[0], "the other build still lasts"
    two.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_a_collector_that_is_switched_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with pools.collecting_rarely():
            assert gc.get_threshold()[0] == 0
        assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
