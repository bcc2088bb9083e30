"""Digests that do not fit into memory are compared bucket by bucket."""

from __future__ import annotations

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.store import buckets
from kg.store.buckets import Buckets


@given(entries=st.lists(st.binary(min_size=3, max_size=3), max_size=60), pending=st.sampled_from([1, 20, 10_000]))
def test_every_entry_is_in_the_bucket_of_its_first_byte(entries, pending):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(buckets, "_PENDING_BYTES", pending)
        kept = Buckets(3)
        for entry in entries:
            kept.add(entry)
        found = list(kept)
    assert sorted(entry for bucket in found for entry in bucket) == sorted(entries)
    assert all(entry[0] == first for first, bucket in enumerate(found) for entry in bucket)


def test_a_full_folder_for_temporary_files_is_said(monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(buckets, "_PENDING_BYTES", 1)
    monkeypatch.setattr("kg.store.buckets.tempfile.TemporaryFile", full)
    with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
        Buckets(3).add(b"abc")
