"""The quick parser and recogniser: what spaCy's own find, of any text, and only where that is certain."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc, Span

from kg import parse
from kg.parse import quick
from kg.parse.name_moves import NameFinder
from kg.parse.steps import CannotFollow
from kg.parse.tree_moves import TreeFinder
from kg.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.language import Language

WORDS = [
    "the", "a", "general", "Karim", "Berg", "Norway", "U.N.", "United", "Nations", "Bank", "of", "England", "in", "on",
    "at", "by", "killed", "said", "that", "who", "had", "been", "to", "visit", "12", "people", "Monday", "January", "3",
    ",", ".", '"', "(", ")", "-", "and", "but", "\n\n", "'s", "mayor", "protest", "not", "against", "New", "York",
]  # fmt: skip
FOUND = ["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "HEAD", "DEP", "SENT_START"]
AT_RANDOM = 12


@pytest.fixture(scope="module")
def plain() -> Language:
    parse.load_pipeline(DEFAULT_MODEL)  # makes its first component known to spaCy
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return parse.load_pipeline(DEFAULT_MODEL)


def doc_at_random(nlp: Language, seed: int) -> Doc:
    """Words without sense, with borders, forbidden borders, and names that are found already."""
    choose = random.Random(seed)
    words = choose.choices(WORDS, k=choose.randint(1, 120))
    starts = [choose.choices([None, True, False], [8, 2, 2])[0] for _ in words]
    doc = Doc(nlp.vocab, words=words, sent_starts=starts)
    if choose.random() < 0.7:
        ends = sorted(choose.sample(range(len(words) + 1), k=min(len(words), choose.choice([2, 4, 8]))))
        pairs = zip(ends[::2], ends[1::2], strict=False)
        doc.set_ents(
            [Span(doc, start, end, choose.choice(["ORG", "GPE", "MISC"])) for start, end in pairs],
            default=choose.choice(["missing", "outside"]),
        )
    return doc


def docs_at_random(nlp: Language, seed: int) -> list[Doc]:
    docs = [doc_at_random(nlp, 100 * seed + number) for number in range(24)]
    nlp.get_pipe("tok2vec").set_annotations(docs, nlp.get_pipe("tok2vec").predict(docs))  # type: ignore[attr-defined]
    return docs


def found(component: Any, docs: list[Doc]) -> list[bytes]:
    return [doc.to_array(FOUND).tobytes() for doc in component.pipe(docs, batch_size=32)]


@pytest.mark.parametrize("seed", range(AT_RANDOM))
@pytest.mark.parametrize(("name", "made"), [("ner", NameFinder), ("parser", TreeFinder)])
def test_any_words_are_read_as_by_spacy(
    nlp: Language, plain: Language, monkeypatch: pytest.MonkeyPatch, name: str, made: type[Any], seed: int
) -> None:
    component = nlp.get_pipe(name)
    assert type(component) is made
    monkeypatch.setattr("kg.parse.tree_moves._WORTH_IT", 0)
    assert found(component, docs_at_random(nlp, seed)) == found(plain.get_pipe(name), docs_at_random(plain, seed))


def test_close_scores_are_told_apart_by_spacys_own_product(
    nlp: Language, plain: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.parse.steps.CLOSE", 1e9)
    texts = [f"{quick._TRIAL}\n\nThe end.", quick._TRIAL]
    here = [doc.to_array(FOUND) for doc in nlp.pipe(texts)]
    there = [doc.to_array(FOUND) for doc in plain.pipe(texts)]
    assert all(map(np.array_equal, here, there))


@pytest.mark.parametrize(
    "text", ["", "Nothing.", "\n", "Rebels shelled the town of Karsk on Monday, killing 12. " * 20]
)
def test_a_text_of_one_stretch_is_left_to_spacy(nlp: Language, plain: Language, text: str) -> None:
    assert np.array_equal(nlp(text).to_array(FOUND), plain(text).to_array(FOUND))


def test_words_that_no_name_may_hold_are_left_to_spacy(nlp: Language, plain: Language) -> None:
    docs = []
    for pipeline in (nlp, plain):
        doc = pipeline.make_doc("Police in Paris arrested Maria Olsen of Norway.")
        doc.set_ents([], blocked=[doc[2:3]], default="missing")
        pipeline.get_pipe("tok2vec").set_annotations([doc], pipeline.get_pipe("tok2vec").predict([doc]))  # type: ignore[attr-defined]
        docs.append(pipeline.get_pipe("ner")(doc))
    with pytest.raises(CannotFollow):
        nlp.get_pipe("ner").find([docs[0]])  # type: ignore[attr-defined]
    assert docs[0][2].ent_type_ == docs[1][2].ent_type_ == ""
    assert [item.text for item in docs[0].ents] == [item.text for item in docs[1].ents] != []


def test_what_goes_wrong_is_handed_to_the_handler(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: NameFinder, docs: list[Doc]) -> list[Any]:
        raise ValueError("a bad batch")

    monkeypatch.setattr(NameFinder, "find", fails)
    with pytest.raises(ValueError, match="a bad batch"):
        list(nlp.pipe(["Norway."]))


def test_a_beam_is_left_to_spacy(plain: Language) -> None:
    parser = plain.get_pipe("parser")
    parser.cfg["beam_width"] = 4  # type: ignore[attr-defined]
    try:
        with pytest.raises(CannotFollow):
            TreeFinder(parser)
    finally:
        parser.cfg["beam_width"] = 1  # type: ignore[attr-defined]


def test_a_model_of_another_make_is_left_to_spacy() -> None:
    nlp = spacy.blank("en")
    settings = {"state_type": "ner", "extra_state_tokens": True, "hidden_width": 8, "maxout_pieces": 3}
    nlp.add_pipe("ner", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2", **settings}})
    nlp.get_pipe("ner").add_label("ORG")  # type: ignore[attr-defined]
    nlp.initialize()
    quick.hasten(nlp)
    assert type(nlp.get_pipe("ner")) is EntityRecognizer


def test_one_that_finds_something_else_is_not_taken(monkeypatch: pytest.MonkeyPatch, plain: Language) -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    monkeypatch.setattr(NameFinder, "find", lambda self, docs: self.moves.init_batch(docs))
    quick.hasten(nlp)
    assert type(nlp.get_pipe("ner")) is EntityRecognizer
    assert type(nlp.get_pipe("parser")) is TreeFinder
    assert isinstance(nlp.get_pipe("parser"), DependencyParser)
