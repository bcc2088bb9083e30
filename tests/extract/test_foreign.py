"""Which words are of another language: those of whole texts, with their short sentences, and none of English ones."""

from __future__ import annotations

import pytest
import spacy

from kg.extract.events.foreign import foreign_tokens
from kg.extract.text import lexicon
from kg.extract.text.tokens import read_doc


def foreign_words(*sentences: str) -> list[str]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = read_doc(nlp(" ".join(sentences)))
    return [doc[index].text for index in sorted(foreign_tokens(doc, lexicon.load()))]


@pytest.mark.parametrize(
    "sentences",
    [
        ("Le maire démissionne.", "Il a annoncé cela mardi dans la salle de la mairie, après deux ans en poste."),
        ("Bürgermeister tritt zurück.", "Er hat das am Dienstag vor dem Rat gesagt, wie die Stadt mitteilte.",
         "Nach zwei Jahren ist er nicht mehr im Amt."),
        ("Renuncia el alcalde.", "Lo dijo el martes en una reunión con los vecinos, según la prensa de la ciudad."),
    ],
)  # fmt: skip
def test_a_text_of_another_language_is_so_from_its_headline_on(sentences: tuple[str, ...]) -> None:
    words = foreign_words(*sentences)
    assert words[0] == sentences[0].split()[0]
    assert words[-1] == "."


def test_a_quotation_does_not_make_an_english_text_foreign() -> None:
    said = "“Nous ne voulons pas de cette loi, et nous le dirons dans les rues,”"
    words = foreign_words(f"{said} the mayor of Lyon said before the vote.", "It was his last day in the office.")
    assert "voulons" in words
    assert not {"mayor", "vote", "office"} & set(words)


def test_names_of_places_abroad_are_english_text() -> None:
    assert foreign_words("Police in Rio de Janeiro freed the son of Maria de la Cruz.") == []
