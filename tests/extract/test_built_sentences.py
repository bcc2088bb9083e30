"""Constructions with many words in them are read right, as often as their tables say (tests/cases/built)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import authority, parse
from kg.extract import extract
from kg.model import Article
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from spacy.language import Language

sys.path.insert(0, str(Path(__file__).parent))
from built_sentences import Pattern, build, read_patterns, read_words
from case_check import Case, listed, mistakes

NUMBER = 12
PATTERNS = read_patterns()


def test_every_slot_has_words() -> None:
    words = read_words()
    for pattern in PATTERNS:
        for sentence in build(pattern, words, number=2):
            assert "{" not in sentence.text
            assert "*" not in sentence.text
            for event in sentence.events:
                assert any(word in sentence.text for word in listed(event["trigger"]))


@pytest.mark.parametrize("pattern", PATTERNS, ids=[pattern.text for pattern in PATTERNS])
def test_a_construction_is_read_with_whatever_words(pattern: Pattern, pipeline: Language) -> None:
    built = build(pattern, read_words(), number=NUMBER)
    articles = [Article(id=f"built-{n}", text=one.text, date="2019-09-11") for n, one in enumerate(built)]
    wrong = []
    for one, parsed in zip(built, parse.parse(((article, ()) for article in articles), pipeline), strict=True):
        record = resolve_article(extract(parsed.article, parsed.doc), authority=authority.load())
        case = Case("built", 0, one.text, None, one.events, pattern.not_events)
        if problems := mistakes(case, record):
            wrong.append(f"{one.text}\n    " + "\n    ".join(problems))
    report = "\n".join(wrong)
    print(report)  # noqa: T201 - what is left to do, shown by -rA
    assert 1 - len(wrong) / NUMBER >= pattern.floor, report
