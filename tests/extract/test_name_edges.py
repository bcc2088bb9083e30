"""Where names begin and end, on names as a recogniser may cut them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import Doc

from kg import authority
from kg.extract.naming.datelines import find_datelines
from kg.extract.naming.name_edges import find_titled, mend_edges
from kg.extract.naming.name_repeats import find_repeated
from kg.extract.naming.names import mend_names
from kg.extract.text.tokens import Run, read_doc

if TYPE_CHECKING:
    from kg.extract.text.tokens import Doc as Read


def read_words(text: str) -> Read:
    """A Doc of words that blanks part; "_" before a word glues it to the one before."""
    pieces = text.split()
    words = [piece.removeprefix("_") for piece in pieces]
    spaces = [not after.startswith("_") for after in pieces[1:]] + [False]
    tags = ["PROPN" if word[:1].isupper() else "PUNCT" if not word.isalnum() else "NOUN" for word in words]
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        spaces=spaces,
        pos=tags,
        tags=tags,
        lemmas=[word.lower() for word in words],
        heads=[0] * len(words),
        deps=["ROOT"] + ["dep"] * (len(words) - 1),
    )
    return read_doc(doc)


@pytest.mark.parametrize(
    ("text", "start", "end", "whole"),
    [
        ("Moon Jae _- _in left", 0, 2, "Moon Jae-in"),
        ("Jean _- _Claude left", 0, 1, "Jean-Claude"),
        ("Le Pen _- _backed groups", 0, 2, "Le Pen"),
        ("Angela Merkel _- _era laws", 0, 2, "Angela Merkel"),
        ("Angela Merkel - chancellor then", 0, 2, "Angela Merkel"),
    ],
)
def test_a_hyphen_goes_on_with_a_name_but_makes_no_name_of_an_adjective(
    text: str, start: int, end: int, whole: str
) -> None:
    doc = read_words(text)
    names = mend_edges(doc, [Run(doc, start, end, label="PERSON")], authority.load())
    assert [name.text for name in names] == [whole]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Marco ' The Fox ' Bellini left", "Marco ' The Fox ' Bellini"),
        ("Marco “ Fox ” Bellini left", "Marco “ Fox ” Bellini"),
        ("Marco ' the mayor ' Bellini left", "Marco"),
        ("Marco ' The Fox ' left", "Marco"),
    ],
)
def test_a_name_goes_on_behind_a_nickname(text: str, whole: str) -> None:
    doc = read_words(text)
    (name,) = mend_edges(doc, [Run(doc, 0, 1, label="PERSON")], authority.load())
    assert " ".join(token.text for token in name) == whole


def test_what_the_authority_knows_as_one_is_one_and_other_pairs_stay_two() -> None:
    doc = read_words("Islamic State of Iraq and Syria")
    names = [Run(doc, 0, 4, label="ORG"), Run(doc, 5, 6, label="GPE")]
    assert [(name.text, name.label_) for name in mend_edges(doc, names, authority.load())] == [(doc.text, "ORG")]
    doc = read_words("Norway and Syria")
    names = [Run(doc, 0, 1, label="GPE"), Run(doc, 2, 3, label="GPE")]
    assert [name.text for name in mend_edges(doc, names, authority.load())] == ["Norway", "Syria"]


def test_the_abbreviation_of_a_rank_is_no_name() -> None:
    doc = read_words("Brig. Omar Saleh left")
    names = [Run(doc, 0, 1, label="ORG"), Run(doc, 1, 3, label="PERSON")]
    assert [name.text for name in mend_edges(doc, names, authority.load())] == ["Omar Saleh"]


def test_two_capitalised_words_behind_a_title_are_a_person_one_is_not() -> None:
    doc = read_words("President Ada Lem left")
    assert [name.text for name in find_titled(doc, set())] == ["Ada Lem"]
    assert find_titled(doc, {1, 2}) == []
    assert find_titled(read_words("President Lem left"), set()) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [("LAGOS , Nigeria —", ["LAGOS"]), ("NEW YORK —", ["NEW YORK"]), ("Lagos —", []), ("LAGOS fell", [])],
)
def test_a_dateline_begins_in_capitals_and_ends_with_a_dash(text: str, places: list[str]) -> None:
    assert [name.text for name in find_datelines(read_words(text))] == places


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("Walter Munk died _. Munk left", ["Munk"]),
        ("Walter Munk died _. Walter Munk left", ["Walter Munk"]),
        ("Walter Munk died _. The Munk Institute closed", []),
        ("Walter Cook died _. Cook left", ["Cook"]),
        ("Walter Cook died _. Cook it _, the cook said", []),
    ],
    ids=["surname", "whole name", "part of another name", "a name that is a word", "a word of the text"],
)
def test_a_name_overlooked_where_it_is_said_again_is_found(text: str, again: list[str]) -> None:
    doc = read_words(text)
    found = find_repeated(doc, [Run(doc, 0, 2, label="PERSON")], {}, {0, 1})
    assert [name.text for name in found] == again
    assert all(name.label_ == "PERSON" for name in found)


@pytest.mark.parametrize(
    ("text", "end", "parts"),
    [
        ("MSNBC Cummings spoke", 2, [("MSNBC", "ORG"), ("Cummings", "PERSON")]),
        ("JK Rowling spoke", 2, [("JK Rowling", "PERSON")]),
        ("QASEM SOLEIMANI spoke", 2, [("QASEM SOLEIMANI", "PERSON")]),
        ("PBS spoke", 1, [("PBS", "PERSON")]),
        ("Chiefs QB Brady Cole spoke", 4, [("Chiefs", "ORG"), ("Brady Cole", "PERSON")]),
        ("Norex CEO Ida Lund spoke", 4, [("Norex", "ORG"), ("Ida Lund", "PERSON")]),
        ("Brady QB spoke", 2, [("Brady QB", "PERSON")]),
        ("CHIEFS QB BRADY spoke", 3, [("CHIEFS QB BRADY", "PERSON")]),
    ],
)
def test_initials_of_a_body_are_no_part_of_a_person(text: str, end: int, parts: list[tuple[str, str]]) -> None:
    doc = read_words(text)
    names = mend_edges(doc, [Run(doc, 0, end, label="PERSON")], authority.load())
    assert [(name.text, name.label_) for name in names] == parts


@pytest.mark.parametrize(
    ("text", "end", "name"),
    [
        ("Mohammad Salman of Riyadh left", 3, "Mohammad Salman"),
        ("Norex Labour Party - 203 seats", 5, "Norex Labour Party"),
        ("Omar El _- _Hassan left", 4, "Omar El-Hassan"),
    ],
)
def test_no_name_ends_with_a_word_that_leads_on_or_the_next_cell(text: str, end: int, name: str) -> None:
    doc = read_words(text)
    doc.name([Run(doc, 0, end, label="PERSON")])
    assert next(one.text for one in mend_names(doc, authority.load()).ents) == name
