"""Which verbs a noun may be made of, by its ending; whether there is such a verb, the lexicon says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES: Final = (
    ("ing", ("", "e")),
    ("ation", ("e", "ate", "")),
    ("ition", ("e", "ite", "")),
    ("ction", ("ct",)),
    ("sion", ("d", "de", "se")),
    ("tion", ("t", "te", "e")),
    ("ment", ("",)),
    ("ance", ("", "e")),
    ("al", ("e", "")),
)


def verbs_behind(noun: str) -> Iterator[str]:
    """Verbs that a noun may be derived from, by its ending: "bombing" from "bomb", "relocation" from "relocate"."""
    for suffix, endings in _SUFFIXES:
        stem = noun.removesuffix(suffix)
        if stem != noun and len(stem) > 2:
            for ending in endings:
                yield stem + ending
            if suffix == "ing" and stem[-1] == stem[-2]:
                yield stem[:-1]
