"""Matrix products at the speed of the processor where BLIS takes it for an unknown one.

Two thirds of the time of a spaCy pipeline of this size are matrix products, for which Thinc calls BLIS. The BLIS in the
wheels of `blis` 1.2 and later knows no processor of AMD newer than Zen 2, and takes its portable kernels there, nearly
three times slower than those for AVX2 and FMA that it has as well
(https://github.com/explosion/cython-blis/issues/53). BLIS's expert interface lets the caller say which kernels to use:
here those named `haswell`, which suit every processor with these instructions. They keep what the others have: a row of
a product depends on this row alone, to the bit, and not on what else is multiplied with it, so that an article is read
alike in any batch. (OpenBLAS in NumPy is as fast and does not have this.)

On other processors, where the library has another form, or where a trial product is wrong, nothing is changed.
"""

from __future__ import annotations

import ctypes
import logging
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language

logger = logging.getLogger(__name__)

_KERNELS = "haswell"
_NEEDED = ("AVX2", "FMA3")
_UNKNOWN = b"generic"
"""What BLIS calls a processor that it does not know."""
_CONTEXT_BYTES = 65_536
"""Room for BLIS's `cntx_t`, which takes some 5,500."""
_AS_IT_IS = 0
"""BLIS_NO_TRANSPOSE: the strides say where rows and columns are."""

_SIZE, _POINTER = ctypes.c_int64, ctypes.c_void_p
_MATRIX = (_POINTER, _SIZE, _SIZE)
"""Where it begins, and how many numbers one row and one column are apart."""


class FastOps(NumpyOps):  # type: ignore[misc]
    """Thinc's operations on the processor, with products of float32 by BLIS's kernels for AVX2 and FMA.

    Args:
        library: BLIS, as `blis` has it.

    Raises:
        AttributeError: the library lacks a function.
        ValueError: it does not count in 64 bits.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        super().__init__()
        if library.bli_info_get_int_type_size() != 8 * ctypes.sizeof(_SIZE):
            raise ValueError("BLIS does not count in 64 bits")
        self._product = library.bli_sgemm_ex
        self._product.restype = None
        self._product.argtypes = (
            ctypes.c_int, ctypes.c_int, _SIZE, _SIZE, _SIZE, _POINTER, *_MATRIX, *_MATRIX, _POINTER, *_MATRIX, _POINTER,
            _POINTER,
        )  # fmt: skip
        self._context = ctypes.create_string_buffer(_CONTEXT_BYTES)
        getattr(library, f"bli_cntx_init_{_KERNELS}")(self._context)
        self._one, self._zero = ctypes.c_float(1.0), ctypes.c_float(0.0)

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process has its own library, or another processor."""
        return _ops_here, ()

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, each transposed if so told; as `NumpyOps.gemm`, which does all but float32."""
        left, right = (x.T if trans1 else x), (y.T if trans2 else y)
        operands = (left, right) if out is None else (left, right, out)
        are_plain = all(one.dtype == np.float32 and one.ndim == 2 for one in operands)
        if not are_plain or left.shape[1] != right.shape[0]:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        shape = left.shape[0], right.shape[1]
        result = np.empty(shape, dtype=np.float32) if out is None else out
        if result.shape != shape or 0 in (*left.shape, *right.shape):
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        self._product(
            _AS_IT_IS, _AS_IT_IS, *shape, left.shape[1],
            ctypes.byref(self._one), *_matrix(left), *_matrix(right), ctypes.byref(self._zero), *_matrix(result),
            self._context, None,
        )  # fmt: skip
        return result


def quicken(nlp: Language) -> None:
    """Lets the models of a pipeline multiply by the fast kernels where this processor gains by it."""
    ops = fast_ops()
    if ops is None:
        return
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        for node in model.walk() if hasattr(model, "walk") else ():
            if type(node.ops) is NumpyOps:
                node.ops = ops


@lru_cache(maxsize=1)
def fast_ops() -> FastOps | None:
    """Operations with the fast kernels; None where BLIS knows the processor, or they cannot be used."""
    try:
        library = blis_library()
        library.bli_arch_string.restype = ctypes.c_char_p
        if library.bli_arch_string(library.bli_arch_query_id()) != _UNKNOWN or not has_instructions():
            return None
        ops = FastOps(library)
    except (AttributeError, ImportError, OSError, ValueError) as exc:
        logger.debug("matrix products stay as they are: %s", exc)
        return None
    return ops if _is_right(ops) else None


def blis_library() -> ctypes.CDLL:
    """BLIS, as the package `blis` has it; OSError or ImportError where it cannot be had."""
    return ctypes.CDLL(import_module("blis.cy").__file__)


def has_instructions() -> bool:
    """Whether the processor has what the fast kernels need, as NumPy sees it."""
    features: dict[str, bool] = import_module("numpy._core._multiarray_umath").__cpu_features__
    return all(features.get(name, False) for name in _NEEDED)


def _ops_here() -> NumpyOps:
    return fast_ops() or NumpyOps()


def _matrix(array: Any) -> tuple[int, int, int]:
    rows, columns = array.strides
    return array.ctypes.data, rows // array.itemsize, columns // array.itemsize


def _is_right(ops: FastOps) -> bool:
    """Whether products of several forms are those that NumPy finds."""
    numbers = np.random.default_rng(0)
    for n_rows, n_shared, n_columns in ((1, 5, 3), (37, 96, 51), (64, 336, 112)):
        left = numbers.random((n_rows, n_shared), dtype=np.float32)
        right = numbers.random((n_columns, n_shared), dtype=np.float32)
        if not np.allclose(ops.gemm(left, right, trans2=True), left @ right.T, rtol=1e-4):
            return False
    return True
