"""Common first names and family names, from the files: their sex, their country's customs."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from kg.authority.names import fold


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    """Mark of the file (m, f, M, F, i) → folded names."""
    found: dict[str, set[str]] = {}
    text = (files("kg.authority") / "files" / "first_names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        mark, *names = line.split()
        if mark != "#":
            found.setdefault(mark, set()).update(fold(name) for name in names)
    return {mark: frozenset(names) for mark, names in found.items()}


def sex_of(name: str) -> str:
    """The pronoun that a folded first name lets expect: masc, fem or ""."""
    table = _table()
    if name in table["m"] or name in table["M"]:
        return "masc"
    return "fem" if name in table["f"] or name in table["F"] else ""


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Folded first names of men and women, as news has them most."""
    return _table()["m"] | _table()["f"]


def iberian_names() -> frozenset[str]:
    """Folded first names of Spain, Portugal and Latin America."""
    return _table()["i"]


@lru_cache(maxsize=8)
def family_rows(mark: str) -> tuple[tuple[str, ...], ...]:
    """Rows of the family names under the mark: k, c, j of East Asia, w the most frequent of the world."""
    text = (files("kg.authority") / "files" / "family_names.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines())
    return tuple(tuple(row[1:]) for row in rows if row and row[0] == mark)


@lru_cache(maxsize=1)
def _frequent() -> frozenset[str]:
    return frozenset(name for row in family_rows("w") for name in row)


def is_frequent(words: tuple[str, ...]) -> bool:
    """Whether many people have this full name: a common first name and one of the most frequent family names."""
    return len(words) == 2 and words[0] in first_names() and words[1] in _frequent()
