"""Loading N-Quads in pieces into the embedded database."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.store.engine import Embedded

LINES = [f'<urn:s{number}> <urn:p> "{"x" * number}" <urn:g> .\n'.encode() for number in (1, 7, 90_000)]


@pytest.mark.parametrize("pieces", [LINES, [b"".join(LINES)], [LINES[0], b"", *LINES[1:]], [b"", *LINES, b""]])
def test_all_pieces_are_loaded_an_empty_one_is_not_the_end(pieces: list[bytes]) -> None:
    engine = Embedded(ox.Store())
    engine.load(iter(pieces))
    assert sorted(len(quad.object.value) for quad in engine.store) == [1, 7, 90_000]
