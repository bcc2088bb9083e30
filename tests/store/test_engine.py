"""Loading N-Quads in pieces into the embedded database."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.store.engine import Embedded, bulk_load

LINES = [f'<urn:s{number}> <urn:p> "{"x" * number}" <urn:g> .\n'.encode() for number in (1, 7, 90_000)]


@pytest.mark.parametrize("pieces", [LINES, [b"".join(LINES)], [LINES[0], b"", *LINES[1:]], [b"", *LINES, b""]])
def test_all_pieces_are_loaded_an_empty_one_is_not_the_end(pieces: list[bytes]) -> None:
    engine = Embedded(ox.Store())
    engine.load(iter(pieces))
    assert sorted(len(quad.object.value) for quad in engine.store) == [1, 7, 90_000]


@pytest.mark.parametrize("size", [1, 50, 3_000, 10_000_000])
@pytest.mark.parametrize("cut", [1, 40, 2_500])
def test_portions_end_where_lines_do(monkeypatch: pytest.MonkeyPatch, size: int, cut: int) -> None:
    monkeypatch.setattr("kg.store.engine.PORTION_BYTES", size)
    lines = b"".join(b'<urn:s%d> <urn:p> "%s" <urn:g> .\n' % (n, b"x" * n) for n in range(40))
    store = ox.Store()
    bulk_load(store, (lines[start : start + cut] for start in range(0, len(lines), cut)))
    assert sorted(len(quad.object.value) for quad in store) == list(range(40))
