"""How far a clause tells of a class: what is never taken for something that another article tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import parse
from kg.extract import extract
from kg.model import Article
from kg.model.trace import trigger_words

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model


def general(text: str, pipeline: Language) -> set[str]:
    """The words of the events that may be told of a class."""
    (parsed,) = parse.parse([(Article(id="a", text=text), ())], pipeline)
    events = extract(parsed.article, parsed.doc).events
    return {event.trigger.of(text) for event in events if "general" in trigger_words(event.rule)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Police often clash with fans in Oslo.", {"clash"}),
        ("Residents often accuse the mayor of lying.", {"accuse"}),
        ("People who contract the disease die within days.", {"contract", "die"}),
        ("A simple majority is needed to impeach an official, who can then be removed.", {"impeach", "removed"}),
        ("It can lead to death.", {"death"}),
        ("The island was rarely hit by storms.", {"hit", "storms"}),
        ("The constitution requires both houses to confirm the minister.", {"confirm"}),
        ("An official can be removed if two thirds of the senators vote for it.", {"removed", "vote"}),
        ("Under the constitution the House impeaches the president.", {"impeaches"}),
        ("The limit for a storm of that class is 130 mph.", {"storm"}),
        ("The scale used by the agency for classifying tropical storms is old.", {"storms"}),
        ("The infection is often mild.", {"infection"}),
        ("Rubber boots protect farmers.", {"protect"}),
        ("The disease kills people who drink it.", {"drink"}),
    ],
)
def test_what_may_be_told_of_a_class(text: str, words: set[str], pipeline: Language) -> None:
    assert general(text, pipeline) == words


@pytest.mark.parametrize(
    "text",
    [
        "Police clash with fans in Oslo.",
        "The infection was mild.",
        "An investigation is under way to find the source.",
        "Tests are being carried out to find the source.",
        "The virus spreads across the country.",
        "Dorian could hit Cuba on Monday.",
        "The king may visit Oslo.",
        "Critics accuse the government of fraud.",
        "A man opens the gate.",
        "The firm fixed a flaw that allows thieves to enter.",
        "A source tells the paper that she is receiving treatment in Oslo.",
        "A video captures the attack.",
        "Workers strike over pay",
    ],
)
def test_what_happened_is_told_of_no_class(text: str, pipeline: Language) -> None:
    assert general(text, pipeline) == set()
