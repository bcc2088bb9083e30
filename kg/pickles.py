"""Values as bytes, and back: dataclasses with slots are written field by field, and nothing but values is read.

A pickle may name any function to be called. Of what is read from a file, only the classes of values of this package,
and a few of the standard library, are let through.
"""

from __future__ import annotations

import io
import pickle
from collections import Counter
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, cast

from kg.model import Ref

if TYPE_CHECKING:
    from collections.abc import Callable

UNREADABLE = (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, LookupError, EOFError)
"""What `unpacked` raises of bytes that `packed` did not make."""


def packed(item: object) -> bytes:
    """The item as bytes."""
    block = io.BytesIO()
    _Pickler(block, protocol=5).dump(_in_columns(item))
    return block.getvalue()


def unpacked(block: bytes) -> Any:
    """The item of such bytes, wherever they come from; one of `UNREADABLE` when they are none."""
    return _Unpickler(io.BytesIO(block)).load()


class _Pickler(pickle.Pickler):
    """Pickles dataclasses with slots value by value; their own way, which looks up all fields, takes twice as long."""

    def reducer_override(self, item: Any) -> Any:
        if isinstance(item, FunctionType):
            made = getattr(item, "made", None)
            return NotImplemented if made is None else (maker_of, (made,))
        if isinstance(item, _Columns):
            return item.maker, (item.articles, item.locals)
        values_of = _values_of(item.__class__)
        return NotImplemented if values_of is None else (maker_of(item.__class__), values_of(item))


@cache
def _values_of(made: type[object]) -> Callable[[Any], tuple[object, ...]] | None:
    """What gives the values of the fields of such an object, in order; None for all but dataclasses with slots."""
    if not is_dataclass(made) or "__slots__" not in made.__dict__:
        return None
    names = [field.name for field in fields(made)]
    if len(names) == 1:
        return lambda item: (getattr(item, names[0]),)
    if not names:
        return None
    all_of = attrgetter(*names)
    if any(_COLLECTED in str(field.type) for field in fields(made)):
        return lambda item: tuple(map(_in_columns, all_of(item)))
    return all_of


@cache
def maker_of(made: type[Any]) -> Callable[..., object]:
    """What makes such an object of the values of its fields, which were checked when it was first made."""
    setters = [getattr(made, field.name).__set__ for field in fields(made)]
    new = object.__new__

    def make_of_two(one: object, two: object) -> object:
        item = new(made)
        first(item, one)
        second(item, two)
        return item

    def make_of_many(*values: object) -> object:
        item = new(made)
        for setter, value in zip(setters, values, strict=True):
            setter(item, value)
        return item

    make: Callable[..., object] = make_of_many
    if len(setters) == 2:  # spans and references are two thirds of all
        first, second = setters
        make = make_of_two
    make.made = made  # type: ignore[attr-defined]
    return make


_ref = cast("Callable[[str, str], Ref]", maker_of(Ref))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Many references, to be written as two lists of texts and made again by `maker`."""

    maker: Callable[[list[str], list[str]], object]
    articles: list[str]
    locals: list[str]


def refs_set(articles: list[str], locals: list[str]) -> set[Ref]:
    """The references of two columns."""
    return set(map(_ref, articles, locals))


def refs_frozenset(articles: list[str], locals: list[str]) -> frozenset[Ref]:
    """Likewise."""
    return frozenset(map(_ref, articles, locals))


def refs_list(articles: list[str], locals: list[str]) -> list[Ref]:
    """Likewise."""
    return list(map(_ref, articles, locals))


_OF_MANY: dict[type, Callable[[list[str], list[str]], object]] = {
    set: refs_set,
    frozenset: refs_frozenset,
    list: refs_list,
}
_MANY = 16
_COLLECTED = "[Ref]"
"""In the type of a field that may hold many references."""
_PAIR = attrgetter("article", "local")


def _in_columns(value: Any) -> Any:
    """A collection of many references as columns: a state in the news has thousands, each read and written singly."""
    maker = _OF_MANY.get(value.__class__)
    if maker is None or len(value) < _MANY or not all(one.__class__ is Ref for one in value):
        return value
    pairs = list(map(_PAIR, value))
    if not isinstance(value, list):
        pairs.sort()  # so that a set which is what it was is written as it was
    articles, locals_ = zip(*pairs, strict=True)
    return _Columns(maker, list(articles), list(locals_))


class _Unpickler(pickle.Unpickler):
    """Reads what `_Pickler` writes, and lets nothing else be called."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        return _named(module_name, global_name)


_ALLOWED = {
    (one.__module__, one.__qualname__): one
    for one in (maker_of, date, Counter, set, frozenset, refs_set, refs_frozenset, refs_list)
}
_HOMES = ("kg.model.", "kg.resolve.", "kg.merge.", "kg.incremental.", "kg.authority.")


@cache
def _named(module: str, name: str) -> Any:
    """What a pickle names: a class of values of ours."""
    allowed = _ALLOWED.get((module, name))
    if allowed is not None:
        return allowed
    found = getattr(import_module(module), name) if module.startswith(_HOMES) and "." not in name else None
    is_value = is_dataclass(found) or (isinstance(found, type) and issubclass(found, Enum | tuple))
    if not isinstance(found, type) or not is_value or found.__module__ != module:
        raise pickle.UnpicklingError(f"{module}.{name} is none of its values")
    return found
