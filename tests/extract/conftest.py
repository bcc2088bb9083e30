"""Fixtures of the extraction tests: trees as rows of a table, and extraction of a hand-built Doc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract import extract
from kg.extract.text import lexicon
from kg.extract.text.tokens import read_doc
from kg.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc as SpacyDoc

    from kg.extract.text.tokens import Doc
    from kg.model import Extraction


@pytest.fixture
def parsed_of(make_doc: Callable[..., SpacyDoc]) -> Callable[[str], SpacyDoc]:
    """A Doc from a table, one word a line: word, lemma, tag, head (from 1; 0 is the root), label, class of the name."""

    def build(table: str) -> SpacyDoc:
        rows = [line.split() for line in table.strip().splitlines()]
        names = [row[5] if len(row) > 5 else "" for row in rows]
        inside = ["I-" if index and name and names[index - 1] == name else "B-" for index, name in enumerate(names)]
        return make_doc(
            " ".join(row[0] for row in rows),
            heads=[int(row[3]) - 1 if row[3] != "0" else index for index, row in enumerate(rows)],
            deps=" ".join(row[4] for row in rows),
            tags=" ".join(row[2] for row in rows),
            lemmas=" ".join(row[1] for row in rows),
            ents=" ".join(mark + name if name else "O" for mark, name in zip(inside, names, strict=True)),
        )

    return build


@pytest.fixture
def tree_of(parsed_of: Callable[[str], SpacyDoc]) -> Callable[[str], Doc]:
    """Such a Doc as rules read it."""
    return lambda table: read_doc(parsed_of(table))


@pytest.fixture
def extract_tree(parsed_of: Callable[[str], SpacyDoc]) -> Callable[..., Extraction]:
    """Extraction of such a table, published on a Monday."""

    def run(table: str, *, date: str | None = "2020-01-06") -> Extraction:
        doc = parsed_of(table)
        return extract(Article(id="hand", text=doc.text, date=date), doc, lexicon=lexicon.load())

    return run
