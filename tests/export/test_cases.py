"""An extracted event as a linguistic case: TOML in the form of tests/cases, and a record that comes back from JSON."""

import dataclasses
import runpy
import tomllib
from pathlib import Path

import pytest

from kg.export.cases import case_of
from kg.export.records import record_from_json, record_to_json
from kg.model import Form

TESTS = Path(__file__).parents[1]
STORY = runpy.run_path(str(TESTS / "query" / "story.py"))
KNOWN = {
    "trigger", "type", "agent", "patient", "recipient", "instrument", "place", "time", "polarity", "certainty", "tense",
    "attributed_to",
}  # fmt: skip


@pytest.fixture(scope="module")
def records():
    return STORY["records"]()


@pytest.fixture(scope="module")
def harbour(records):
    return next(record for record in records if record.article.id == "harbour-1")


def case_in(record, event):
    (case,) = tomllib.loads(case_of(record, event))["case"]
    return case


def test_a_case_says_what_was_extracted_in_the_form_of_the_tables(harbour):
    case = case_in(harbour, harbour.events[0])
    assert case["date"] == "2021-05-04"
    assert case["text"].startswith("🚢 Norlandic jets bombed the harbour")
    (event,) = case["events"]
    assert event == {
        "trigger": "bombed", "type": "ASSAULT", "agent": ["Norlandic"], "patient": ["the harbour of Port Émile"],
        "instrument": ["jets"], "place": "Port Émile", "time": "2021-05-03", "polarity": "POS", "certainty": "CERTAIN",
        "tense": "NON_FUTURE",
    }  # fmt: skip


def test_every_event_gives_a_case_whose_words_are_in_its_text(records):
    for record in records:
        for event in record.events:
            case = case_in(record, event)
            (said,) = case["events"]
            assert set(said) <= KNOWN
            assert said["trigger"] in case["text"]


def test_a_pronoun_is_named_by_its_antecedent_and_brings_the_sentence_before(harbour):
    record = harbour
    event = record.events[1]
    (role, *others) = event.roles
    actor = next(actor for actor in record.actors if actor.id == role.actor)
    (mention,) = actor.mentions
    pronoun = dataclasses.replace(mention, form=Form.PRONOUN)
    named = dataclasses.replace(mention, span=type(mention.span)(2, 11), text="Norlandic", form=Form.NAME)
    changed = dataclasses.replace(
        record,
        actors=tuple(
            dataclasses.replace(one, mentions=(named, pronoun)) if one.id == actor.id else one for one in record.actors
        ),
    )
    case = case_in(changed, event)
    assert case["text"].startswith("General Ada Örn")
    assert others
    # the only name of it stands in neither sentence, so it is its own name
    assert case["events"][0]["agent"] == [actor.name]


def test_a_trigger_that_does_not_occur_once_is_told(harbour):
    event = dataclasses.replace(harbour.events[0], text="nowhere")
    assert "# the trigger must occur once in the text, it occurs" in case_of(harbour, event)


def test_records_come_back_from_their_json(records):
    for record in records:
        shown = record_to_json(record)
        assert record_to_json(record_from_json(shown)) == shown
