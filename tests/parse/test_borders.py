"""Sentence borders that the layout gives away."""

from __future__ import annotations

import pytest
import spacy

from kg.parse.borders import mark_borders


@pytest.mark.parametrize(
    ("text", "first_words"),
    [
        ("Trump's order backfires\n\nMourners marched.", ["Mourners"]),
        ("They wept.\nIran vowed revenge.", ["Iran"]),
        ("He said “no.”\nThen he left.", ["Then"]),
        ("x" * 120 + " end of a long line\nNext paragraph", ["Next"]),
        ("BAGHDAD, Jan 3 (Northern Wire) - The United States replied.", ["The"]),
        ("KIRKUK, Iraq — A contractor died.", ["A"]),
        ("The U.S.-led coalition - The largest - replied.", []),
        ("a wrapped line of some length that goes on\nand on", []),
    ],
)
def test_paragraphs_and_headlines_are_borders(text: str, first_words: list[str]) -> None:
    doc = mark_borders(spacy.blank("en")(text))
    assert [token.text for token in doc[1:] if token.is_sent_start] == first_words


def test_a_title_ends_no_sentence() -> None:
    doc = mark_borders(spacy.blank("en")("They met Gen. Smith ."))
    assert doc[3].text == "Smith"
    assert doc[3].is_sent_start is False


@pytest.mark.parametrize("quote", ['"', "“", "«"])
def test_an_opening_quote_and_white_space_are_no_sentences(quote: str) -> None:
    doc = mark_borders(spacy.blank("en")(f"He fell.  {quote}We won. They lost."))
    words = [token.text for token in doc]
    assert doc[words.index(" ")].is_sent_start is False
    assert doc[words.index("We")].is_sent_start is False
    assert doc[words.index(quote)].is_sent_start is not False


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ('More than two thousand were ill. "This is not enough," Lund said.', '"This'),
        ('She had "given up the title and lived as others do." Papers say she is treated well.', "Papers"),
        ("He called it “a farce[.]” Reporters left.", "Reporters"),
    ],
)
def test_a_sentence_begins_behind_a_full_stop_and_a_quotation_mark(text: str, begins: str) -> None:
    doc = mark_borders(spacy.blank("en")(text))
    at = next(token for token in doc if text[token.idx :].startswith(begins))
    assert at.is_sent_start is True


def test_a_speaker_behind_a_question_begins_no_sentence() -> None:
    doc = mark_borders(spacy.blank("en")('"Who did this?" Berg asked.'))
    assert next(token for token in doc if token.text == "Berg").is_sent_start is not True


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("10:42 – Kyiv says it was hit.", "Kyiv"),
        ("[16:20] Two shells hit the port.", "Two"),
        ("BREAKING: Gunmen storm a hotel.", "Gunmen"),
        ("Jan. 3, 2020: A strike killed the general.", "A"),
        ("2014 – Russia annexes Crimea", "Russia"),
        ("MR. HOLM: We left.", "We"),
        ("Two killed in Oslo – police", "police"),
    ],
)
def test_the_head_of_a_line_and_who_says_so_at_its_end_are_no_part_of_the_sentence(text: str, begins: str) -> None:
    starts = [token.text for token in mark_borders(spacy.blank("en")(text)) if token.is_sent_start]
    assert begins in starts


@pytest.mark.parametrize(
    "text", ["A. Holm left.", "In 2014 – the year of the vote – he left", "Protests go on – day five"]
)
def test_initials_and_dashes_inside_a_sentence_are_no_borders(text: str) -> None:
    assert not [token for token in mark_borders(spacy.blank("en")(text))[1:] if token.is_sent_start]
