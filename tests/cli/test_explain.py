"""`kg extract --explain`: every event with the words and rules that made it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import authority
from kg.explain import GRAMMAR, PLACES, SOURCES, TIMES, explain
from kg.extract.mending.table import TABLES
from kg.extract.text import lexicon
from kg.model import Article, ArticleRecord, EventMention, Extraction, Form, Mention, Role, RoleMention, Span
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "Police in Lyon said smugglers had not been arrested on Monday."


def record(rule: str, **fields: object) -> ArticleRecord:
    """One event "arrested" by a rule, with Lyon as its place and the police as who says so."""

    def span(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    mentions = (
        Mention(span=span("Police"), head=span("Police"), form=Form.NOMINAL, label="", lemma="police", sentence=0),
        Mention(span=span("Lyon"), head=span("Lyon"), form=Form.NAME, label="GPE", lemma="Lyon", sentence=0),
    )
    said_by = RoleMention(role=Role.PARTICIPANT, span=span("Police"), head=span("Police"), mention=0)
    event = EventMention(
        id="e1", type="COERCE", trigger=span("arrested"), lemma="arrest", sentence=0, rule=rule,
        place=1, speakers=(said_by,), **fields,
    )  # fmt: skip
    extraction = Extraction(
        article=Article(id="t", text=TEXT), sentences=(Span(0, len(TEXT)),), mentions=mentions, events=(event,)
    )
    return resolve_article(extraction, authority=authority.load())


def lines(rule: str) -> str:
    return "\n".join(explain(record(rule)))


def test_word_entry_and_frame_are_named() -> None:
    shown = lines(f"verb:{lexicon.load().verb('arrest').rule} passive place:phrase source:said mood:not")
    assert "“arrested” → COERCE" in shown
    assert "the verb “arrest” is read by coerce/verbs" in shown
    assert "frame “act”: subject = agent, object = patient" in shown
    assert "the clause is passive" in shown
    assert "place: “Lyon”, Lyon (FR): a place phrase hangs from it" in shown
    assert "according to: “Police”: it is what a verb or noun of saying is about" in shown
    assert "because of “not”" in shown


@pytest.mark.parametrize("step", sorted(PLACES))
def test_every_rule_of_place_has_its_words(step: str) -> None:
    assert PLACES[step] in lines(f"verb:coerce/verbs/1 place:{step}")


@pytest.mark.parametrize("step", sorted(SOURCES))
def test_every_rule_of_attribution_has_its_words(step: str) -> None:
    assert f"{SOURCES[step]}; the author of the document" in lines(f"verb:coerce/verbs/1 source:{step}-paper")


@pytest.mark.parametrize("step", sorted(GRAMMAR))
def test_every_step_of_grammar_has_its_words(step: str) -> None:
    assert GRAMMAR[step] in lines(f"verb:coerce/verbs/1 {step}")


@pytest.mark.parametrize("rule", sorted({one.mend.__name__ for table in TABLES for row in table for one in row}))
def test_every_rule_of_mending_has_its_example(rule: str) -> None:
    """Where a parse was mended wrongly, the reader sees at once by which rule, and what it is meant for."""
    shown = next(line for line in lines(f"verb:coerce/verbs/1 tree:{rule}").splitlines() if "mended" in line)
    assert f"the parse was mended ({rule}): " in shown
    assert shown.count("*") >= 2, "an example marks the words that it is about"


def test_what_has_no_words_is_printed_as_it_stands() -> None:
    shown = lines("verb:coerce/verbs/1 sideways place:elsewhere")
    assert "\n      sideways\n" in shown
    assert "Lyon (FR): elsewhere" in shown


def test_a_noun_of_a_verb_and_its_light_verb_are_told() -> None:
    shown = lines("noun:coerce/verbs/1 via arrest + light/3")
    assert "as a noun of the verb “arrest”" in shown
    assert "carried by a light verb (light/3)" in shown


@pytest.mark.model
def test_the_command_explains_what_it_extracts(kg: Callable[..., object], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Clashes broke out in Mosul on Friday. Officials said a man was killed.", encoding="utf-8")
    outcome = kg("extract", file, "--date", "2024-05-14", "--explain")
    assert outcome.status == 0
    assert "“killed” → ASSAULT" in outcome.out
    assert f"time: “Friday” = 2024-05-10: {TIMES['clause']}" in outcome.out
    assert PLACES["main"] in outcome.out
    assert "according to: “Officials”" in outcome.out
    assert "rule: verb:assault/verbs" in outcome.out
