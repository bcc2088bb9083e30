"""The stages as spaCy components: found by name, configured, saved and loaded, and harmless to the Doc they read."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from kg import settings
from kg.components import EVENTS, NAMES, RESULTS
from kg.errors import InputError, ModelError

TEXT = (
    "Police in Lyon arrested two smugglers on Monday. They had struck a customs officer, Claire Petit, the mayor said."
)
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.load(settings.DEFAULT_MODEL)
    nlp.add_pipe("whodid_events", config={"date": "2024-05-15"})
    return nlp


def by_trigger(doc: Doc) -> dict:
    return {event["trigger"]["text"]: event for event in doc._.events}


def test_a_doc_says_who_did_what(nlp) -> None:
    doc = nlp(TEXT)
    arrest = by_trigger(doc)["arrested"]
    actors = {actor["id"]: actor["name"] for actor in doc._.actors}
    assert arrest["type"] == "COERCE"
    assert {role["role"]: actors[role["actor"]] for role in arrest["roles"]} == {
        "agent": "police",
        "patient": "smugglers",
    }
    assert {place["id"]: place["name"] for place in doc._.places}[arrest["place"]["id"]] == "Lyon"
    assert {time["id"]: time["value"] for time in doc._.times}[arrest["time"]] == "2024-05-13"


def test_offsets_are_those_of_the_doc(nlp) -> None:
    doc = nlp(TEXT)
    for event in doc._.events:
        trigger = event["trigger"]
        assert doc.text[trigger["start"] : trigger["end"]] == trigger["text"]
        assert doc.char_span(trigger["start"], trigger["end"]) is not None


def test_the_date_of_a_doc_overrules_that_of_the_pipeline(nlp) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.date = "2020-01-08"
    doc = nlp(doc)
    assert [time["value"] for time in doc._.times] == ["2020-01-06"]


def test_a_date_that_cannot_be_read_is_refused(nlp) -> None:
    with pytest.raises(InputError, match=r"'15\.5\.2024' of whodid_events cannot be read"):
        nlp.create_pipe("whodid_events", config={"date": "15.5.2024"})
    doc = nlp.make_doc(TEXT)
    doc._.date = "soon"
    with pytest.raises(InputError, match="'soon'"):
        nlp(doc)


def test_the_annotation_of_the_doc_is_left_as_it_is(nlp) -> None:
    plain = nlp(TEXT, disable=["whodid_events"])
    read = nlp(TEXT)
    assert plain._.events == []

    def annotation(doc: Doc) -> list[tuple[str, ...]]:
        return [(token.pos_, token.lemma_, token.dep_, token.ent_type_) for token in doc]

    assert annotation(read) == annotation(plain)


def test_results_survive_bytes_and_doc_bin(nlp) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (kept,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    for name in RESULTS:
        assert getattr(again._, name) == getattr(doc._, name)
        assert getattr(kept._, name) == getattr(doc._, name)


def test_a_saved_pipeline_loads_with_its_configuration(nlp, tmp_path) -> None:
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.get_pipe_config(EVENTS)["date"] == "2024-05-15"
    assert again(TEXT)._.events == nlp(TEXT)._.events


def test_names_are_made_consistent_in_the_doc() -> None:
    nlp = spacy.load(settings.DEFAULT_MODEL)
    nlp.add_pipe("whodid_names")
    assert nlp.pipe_names[-1] == NAMES
    doc = nlp("Norway and Peru agreed. The Norwegian minister left.")
    assert {(ent.text, ent.label_) for ent in doc.ents} >= {("Norway", "GPE"), ("Peru", "GPE"), ("Norwegian", "NORP")}


def test_before_the_parser_it_says_what_it_needs() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(EVENTS)
    with pytest.raises(ModelError, match="needs a tagger, a dependency parser"):
        nlp(TEXT)


def test_another_language_is_refused() -> None:
    with pytest.raises(ModelError, match="reads English"):
        spacy.blank("de").add_pipe(EVENTS)


def test_an_attribute_of_another_package_is_not_taken_over(nlp) -> None:
    mine = Doc.get_extension("events")
    try:
        Doc.set_extension("events", default=None, force=True)
        with pytest.raises(ModelError, match="belongs to another package"):
            spacy.blank("en").add_pipe(EVENTS)
    finally:
        Doc.remove_extension("events")
        Doc.set_extension("events", getter=mine[2])


def test_an_empty_text_has_no_events(nlp) -> None:
    assert nlp("")._.events == []
