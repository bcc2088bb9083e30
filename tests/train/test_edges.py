"""Names after the fixed patterns behind the recogniser, on hand-built Docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import Doc

from kg import settings
from kg.train import edges

if TYPE_CHECKING:
    from spacy.language import Language

CASES = [
    # tags of the words, names afterwards
    (
        "Ruritanian/B-ORG Labour/I-ORG Party/I-ORG and/I-ORG Green/I-ORG League/I-ORG agreed",
        ["ORG Ruritanian Labour Party", "ORG Green League"],
    ),
    (
        "Harbour/B-ORG Bank/I-ORG ,/I-ORG Northern/I-ORG Fund/I-ORG and/I-ORG Coal/I-ORG Board/I-ORG paid",
        ["ORG Harbour Bank", "ORG Northern Fund", "ORG Coal Board"],
    ),
    ("Ministry/B-ORG of/I-ORG Trade/I-ORG and/I-ORG Industry/I-ORG denied", ["ORG Ministry of Trade and Industry"]),
    ("Dune/B-ORG Company/I-ORG ,/I-ORG Inc./I-ORG sold", ["ORG Dune Company , Inc."]),
    ("the Union/B-ORG and/I-ORG its/I-ORG", ["ORG Union and its"]),
    ("Northern/B-ORG Command/I-ORG -/I-ORG quit", ["ORG Northern Command"]),
    ("General/B-PERSON Adam/I-PERSON ,/I-PERSON Eve/B-PERSON left", ["PERSON General Adam", "PERSON Eve"]),
    ("Bank/B-ORG of/I-ORG the/I-ORG said", ["ORG Bank"]),
    ("Bank/B-ORG of/I-ORG Elbonia/B-GPE said", ["ORG Bank of Elbonia"]),
    ("Party/B-ORG of/I-ORG the/I-ORG Elbonian/B-GPE Republic/I-GPE won", ["ORG Party of the Elbonian Republic"]),
    ("King/B-PERSON of/I-PERSON Elbonia/B-GPE said", ["PERSON King", "GPE Elbonia"]),
    ("-/B-PERSON Ann/I-PERSON Lee/I-PERSON left", ["PERSON Ann Lee"]),
    ("troops of the US/B-ORG landed", ["GPE US"]),
    ("the US/B-ORG Navy/I-ORG landed", ["ORG US Navy"]),
    ("the US/B-PERSON landed", ["PERSON US"]),
]


@pytest.fixture(scope="module")
def ruler() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    edges.add_name_edges(nlp)
    return nlp


@pytest.mark.parametrize(("tagged", "expected"), CASES)
def test_names_afterwards(ruler: Language, tagged: str, expected: list[str]) -> None:
    words, tags = zip(
        *(word.rpartition("/")[::2] if "/" in word else (word, "O") for word in tagged.split()), strict=True
    )
    doc = ruler.get_pipe(edges.NAME)(Doc(ruler.vocab, words=list(words), ents=list(tags)))
    assert [f"{name.label_} {name.text}" for name in doc.ents] == expected
    for name in doc.ents:
        assert {token.ent_type_ for token in name} == {name.label_}


def test_shipped_pipeline_reads_names_before_trees() -> None:
    """A sentence border that the parser sets within a name would cut it in two."""
    names = spacy.load(settings.DEFAULT_MODEL).pipe_names
    assert names.index("ner") + 1 == names.index(edges.NAME) < names.index("parser")
