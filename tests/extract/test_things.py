"""What is nobody loses its name, and an office leaves the name of whose office it is."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from kg import authority
from kg.extract.naming.things import without_offices, without_things
from kg.extract.text.tokens import read_doc

# words with a recogniser's classes; the rest of the names
NOBODY = [
    ("Bird/B-ORG Flu/I-ORG spread", []),
    ("H5N1/B-ORG spread", []),
    ("Poliomyelitis/B-GPE spread", []),
    ("Ebola/B-GPE spread", []),
    ("the German town of Marburg/B-GPE", ["Marburg"]),
    ("the Marburg/B-PERSON virus", []),
    ("U.N./B-ORG AIDS/I-ORG said", ["U.N. AIDS"]),
    ("the International/B-ORG AIDS/I-ORG Society/I-ORG", ["International AIDS Society"]),
    ("Hurricane Lena/B-PERSON passed and Lena/B-PERSON weakened", []),
    ("Cyclone/B-GPE Lena/I-GPE passed", []),
    ("Lena/B-PERSON watched the storm", ["Lena"]),
    ("Rebels storm Aleppo/B-GPE and hold Aleppo/B-GPE", ["Aleppo", "Aleppo"]),
    ("Rebels Storm Aleppo/B-GPE", ["Aleppo"]),
    ("Tropical Storm Xandra/B-PERSON passed and Xandra/B-PERSON weakened", []),
    ("Lena/B-PERSON Holm/I-PERSON fled from Hurricane Lena/B-PERSON", ["Lena Holm"]),
    ("the Clean/B-ORG Water/I-ORG Act/I-ORG passed", []),
    ("Maria/B-PERSON Day/I-PERSON sang", ["Maria Day"]),
    ("in mid-April/B-LOC and in mid-2009/B-GPE", []),
    ("in Mid-Wales/B-LOC", ["Mid-Wales"]),
    ("the Central/B-GPE African states", []),
    ("the Central/B-LOC Highlands/I-LOC", ["Central Highlands"]),
]
OFFICES = [
    ("Ohio/B-ORG Governor/I-ORG", [("Ohio", "GPE")]),
    ("US/B-ORG Ambassador/I-ORG", [("US", "GPE")]),
    ("Senate/B-ORG Majority/I-ORG Leader/I-ORG", [("Senate", "ORG")]),
    ("Republican/B-ORG Senator/I-ORG", []),
    ("Governor/B-ORG Holm/I-ORG", [("Holm", "PERSON")]),
    (
        "Harbour/B-ORG Bank/I-ORG Economist/I-ORG Ida/I-ORG Holm/I-ORG",
        [("Harbour Bank", "ORG"), ("Ida Holm", "PERSON")],
    ),
    ("Office/B-ORG of/I-ORG the/I-ORG Governor/I-ORG", [("Office of the Governor", "ORG")]),
    ("Mayor/B-ORG Daley/I-ORG Foundation/I-ORG", [("Mayor Daley Foundation", "ORG")]),
    ("Ohio/B-ORG governor/I-ORG", [("Ohio governor", "ORG")]),
    ("Ida/B-PERSON Mayor/I-PERSON", [("Ida Mayor", "PERSON")]),
]


def read(tagged: str):
    """A Doc whose words hang on the first one of their name, names on the first word of all."""
    words, tags = zip(
        *(word.rpartition("/")[::2] if "/" in word else (word, "O") for word in tagged.split()), strict=True
    )
    ends = [k for k, tag in enumerate(tags) if k + 1 == len(tags) or not tags[k + 1].startswith("I")]
    heads = [next(end for end in ends if end >= k) if tag != "O" else k for k, tag in enumerate(tags)]
    doc = Doc(
        spacy.blank("en").vocab,
        words=list(words),
        pos=["ADJ" if word == "Republican" else "PROPN" if word[:1].isupper() else "NOUN" for word in words],
        tags=["NNP"] * len(words),
        lemmas=[word.lower() for word in words],
        heads=heads,
        deps=["ROOT" if head == k else "compound" for k, head in enumerate(heads)],
        ents=list(tags),
    )
    return read_doc(doc)


@pytest.mark.parametrize(("tagged", "kept"), NOBODY)
def test_names_of_nobody(tagged, kept):
    doc = read(tagged)
    assert [name.text for name in without_things(doc, doc.ents, authority.load())] == kept


def test_an_institution_is_no_person():
    doc = read("University/B-PERSON of/I-PERSON Elbonia/I-PERSON and Ida/B-PERSON Holm/I-PERSON")
    assert [name.label_ for name in without_things(doc, doc.ents, authority.load())] == ["ORG", "PERSON"]


@pytest.mark.parametrize(("tagged", "parts"), OFFICES)
def test_offices(tagged, parts):
    doc = read(tagged)
    found = without_offices(next(iter(doc.ents)), authority.load())
    assert [(name.text, name.label_) for name in found] == parts
