"""Fast matrix products: the right ones, the same ones in any company, and only where they help."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from thinc.api import NumpyOps

from kg import parse
from kg.parse import kernels
from kg.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    import ctypes
    from collections.abc import Iterator

TEXT = "Rebels shelled the town of Taftanaz on Monday. The U.N. envoy, Staffan de Mistura, said 12 people had died."


@pytest.fixture(scope="module")
def ops() -> kernels.FastOps:
    try:
        if kernels.has_instructions():
            return kernels.FastOps(kernels.blis_library())
    except (AttributeError, ImportError, OSError, ValueError) as exc:
        pytest.skip(f"the BLIS of this installation cannot be asked: {exc}")
    pytest.skip("this processor has no AVX2")


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    kernels.fast_ops.cache_clear()
    yield
    kernels.fast_ops.cache_clear()


def numbers(*shape: int, seed: int = 0) -> Any:
    return np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)


SIZES = st.integers(1, 130)


@settings(max_examples=80, deadline=None)
@given(n=SIZES, k=SIZES, m=SIZES, trans1=st.booleans(), trans2=st.booleans(), into=st.booleans())
def test_products_are_those_of_numpy(
    ops: kernels.FastOps, n: int, k: int, m: int, trans1: bool, trans2: bool, into: bool
) -> None:
    left, right = numbers(n, k), numbers(k, m, seed=1)
    out = np.full((n, m), np.nan, dtype=np.float32) if into else None
    given_left = np.ascontiguousarray(left.T) if trans1 else left
    given_right = np.ascontiguousarray(right.T) if trans2 else right
    found = ops.gemm(given_left, given_right, out=out, trans1=trans1, trans2=trans2)
    np.testing.assert_allclose(found, left @ right, rtol=1e-3, atol=1e-4)
    assert out is None or found is out


@pytest.mark.parametrize(("k", "m"), [(76, 112), (96, 768), (112, 50), (288, 288), (560, 336)])
def test_a_row_is_the_same_to_the_bit_in_any_company(ops: kernels.FastOps, k: int, m: int) -> None:
    rows, weights = numbers(1000, k), numbers(m, k, seed=1)
    together = ops.gemm(rows, weights, trans2=True)
    for start, end in ((0, 1), (1, 3), (5, 12), (17, 80), (3, 336), (500, 1000)):
        assert np.array_equal(ops.gemm(rows[start:end], weights, trans2=True), together[start:end])


def test_parts_of_matrices_and_empty_ones(ops: kernels.FastOps) -> None:
    rows, weights = numbers(40, 60), numbers(60, 30, seed=1)
    np.testing.assert_allclose(ops.gemm(rows[::2, 5:35], weights[10:40]), rows[::2, 5:35] @ weights[10:40], rtol=1e-3)
    out = np.zeros((40, 64), dtype=np.float32)
    ops.gemm(rows, weights, out=out[:, 2:32])
    np.testing.assert_allclose(out[:, 2:32], rows @ weights, rtol=1e-3, atol=1e-4)
    assert not out[:, :2].any()
    assert not out[:, 32:].any()
    assert ops.gemm(rows[:0], weights).shape == (0, 30)


def test_what_does_not_fit_is_refused_as_before(ops: kernels.FastOps) -> None:
    with pytest.raises(ValueError, match="float32"):
        ops.gemm(numbers(3, 4).astype("float64"), numbers(4, 5))
    with pytest.raises(ValueError, match="2-dimensional"):
        ops.gemm(numbers(3), numbers(3, 5))


def test_a_pipeline_reads_the_same_and_any_batch_alike(ops: kernels.FastOps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "fast_ops", lambda: ops)
    fast, plain = parse.load_pipeline(DEFAULT_MODEL), spacy.load(DEFAULT_MODEL)
    assert any(node.ops is ops for node in fast.get_pipe("parser").model.walk())  # type: ignore[attr-defined]
    one, two = fast(TEXT), plain(TEXT)
    for left, right in zip(one, two, strict=True):
        assert (left.tag_, left.dep_, left.head.i, left.ent_type_, left.ent_iob_, left.lemma_) == (
            right.tag_, right.dep_, right.head.i, right.ent_type_, right.ent_iob_, right.lemma_
        )  # fmt: skip
    texts = [TEXT, "Nothing.", f"{TEXT} {TEXT}"]
    assert [doc.to_bytes() for doc in fast.pipe(texts)] == [fast(text).to_bytes() for text in texts]


def test_a_known_processor_keeps_its_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        class bli_arch_string:  # noqa: N801 -- BLIS's name
            restype = None

            def __new__(cls, number: int) -> Any:
                return b"skx"

        @staticmethod
        def bli_arch_query_id() -> int:
            return 0

    monkeypatch.setattr(kernels, "blis_library", Library)
    assert kernels.fast_ops() is None


@pytest.mark.parametrize("failure", [OSError("no such file"), ImportError("no blis")])
def test_without_the_library_all_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def missing() -> ctypes.CDLL:
        raise failure

    monkeypatch.setattr(kernels, "blis_library", missing)
    assert kernels.fast_ops() is None
    nlp = parse.load_pipeline(DEFAULT_MODEL)
    assert all(type(node.ops) is NumpyOps for node in nlp.get_pipe("ner").model.walk())  # type: ignore[attr-defined]


def test_a_wrong_product_is_not_trusted(monkeypatch: pytest.MonkeyPatch, ops: kernels.FastOps) -> None:
    assert kernels._is_right(ops)
    monkeypatch.setattr(type(ops), "gemm", lambda self, x, y, **_: np.zeros((len(x), len(y)), dtype=np.float32))
    assert not kernels._is_right(ops)


def test_another_process_asks_its_own_library(ops: kernels.FastOps) -> None:
    assert isinstance(pickle.loads(pickle.dumps(ops)), NumpyOps)  # noqa: S301 -- our own
