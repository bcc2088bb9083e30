import re

import pytest

from kg.errors import QueryError, UnknownError
from kg.query.events import each_event, get_event, list_events
from kg.query.filters import parse_filter
from kg.query.rows import event_detail_to_json, event_to_json

EVENT_KEYS = [
    "id", "iri", "type", "label", "agents", "patients", "recipients", "instrument", "participants", "place", "time",
    "status", "polarity", "certainty", "tense", "attributed_to", "confidence", "support", "evidence",
]  # fmt: skip
EVIDENCE_KEYS = [
    "article", "title", "date", "sentence", "start", "end", "trigger", "polarity", "certainty", "tense", "confidence",
]  # fmt: skip


def found(catalog, *pairs):
    return [row.id for row in list_events(catalog, parse_filter(pairs)).items]


@pytest.mark.parametrize(
    ("pairs", "ids"),
    [
        ([], ["ev-bomb", "ev-visit", "ev-aid", "ev-denied", "ev-talks", "ev-told"]),
        ([("sort", "-time")], ["ev-visit", "ev-bomb", "ev-aid", "ev-denied", "ev-talks", "ev-told"]),
        ([("sort", "support")], ["ev-aid", "ev-bomb", "ev-visit", "ev-denied", "ev-talks", "ev-told"]),
        ([("sort", "confidence")], ["ev-bomb", "ev-visit", "ev-denied", "ev-aid", "ev-talks", "ev-told"]),
        ([("agent", "norland")], ["ev-bomb", "ev-denied"]),
        ([("actor", "Norland")], ["ev-bomb", "ev-denied", "ev-talks"]),
        ([("actor", "https://w3id.org/whodid/id/actor/norland"), ("actor", "Sudria")], ["ev-talks"]),
        ([("patient", "norland")], []),
        ([("actor", "families")], ["ev-aid"]),
        ([("attributed_to", "ministry")], ["ev-denied"]),
        ([("place", "port emile")], ["ev-bomb", "ev-visit"]),
        ([("place", "emilia")], ["ev-bomb", "ev-visit"]),
        ([("place", "Westia")], ["ev-talks"]),
        ([("near", "10.5,-20,40")], ["ev-bomb", "ev-visit"]),
        ([("near", "10.5,-20,20")], []),
        ([("type", "ASSAULT"), ("type", "AID")], ["ev-bomb", "ev-aid", "ev-denied"]),
        ([("from", "2021-05-03"), ("to", "2021-05-03")], ["ev-bomb"]),
        ([("from", "2021-05-04")], ["ev-visit"]),
        ([("from", "2021-06-30")], ["ev-visit"]),
        ([("to", "2021-06-01")], ["ev-bomb", "ev-visit"]),
        ([("to", "2021-05-02")], []),
        ([("article", "denial/1")], ["ev-visit", "ev-denied"]),
        ([("article", "https://w3id.org/whodid/id/article/talks")], ["ev-talks", "ev-told"]),
        ([("source", "daily wave")], ["ev-bomb", "ev-aid"]),
        ([("source", "Nobody's Daily")], []),
        ([("published_from", "2021-05-05")], ["ev-visit", "ev-denied"]),
        ([("published_to", "2021-05-04")], ["ev-bomb", "ev-aid"]),
        ([("published_from", "2021"), ("published_to", "2021-05")], ["ev-bomb", "ev-visit", "ev-aid", "ev-denied"]),
        ([("published_to", "2021-05-04"), ("type", "AID")], ["ev-aid"]),
        ([("published_from", "2021-06")], []),
        ([("q", "BOMBED émile")], ["ev-bomb"]),
        ([("q", '"did not bomb"')], ["ev-denied"]),
        ([("q", "bomb reporters")], []),
        ([("q", "repor")], []),
        ([("polarity", "NEG")], ["ev-denied"]),
        ([("certainty", "PROBABLE")], ["ev-told"]),
        ([("tense", "FUTURE")], ["ev-visit"]),
        ([("status", "alleged")], ["ev-told"]),
        ([("min_confidence", "0.8")], ["ev-bomb", "ev-visit"]),
        ([("min_support", "2")], ["ev-aid"]),  # the bombing is one agency story printed twice
        ([("actor", "norland"), ("place", "emilia"), ("status", "Reported")], ["ev-bomb"]),
    ],
)
def test_a_filter_finds_exactly_its_events(catalog, pairs, ids):
    assert found(catalog, *pairs) == ids


@pytest.mark.parametrize(
    "name",
    ["norland", "NORLAND", "Republic of Norland", "the republic of norland", "the RON", "R.O.N.",
     "https://w3id.org/whodid/id/actor/norland"],
)  # fmt: skip
def test_an_actor_is_found_by_any_of_its_names(catalog, name):
    assert found(catalog, ("agent", name)) == ["ev-bomb", "ev-denied"]


@pytest.mark.parametrize(("name", "event"), [("orn", "ev-told"), ("Ada Orn", "ev-told"), ("IRCC", "ev-aid"),
                                             ("red crescent", "ev-aid"), ("lind", "ev-visit")])  # fmt: skip
def test_an_actor_is_found_by_its_short_form_and_without_accents(catalog, name, event):
    assert found(catalog, ("agent", name)) == [event]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("actor", "Nordland"), "no actor of the store is called 'Nordland' (did you mean 'Norland'?)"),
        (("agent", "https://w3id.org/whodid/id/actor/nobody"), "no actor of the store"),
        (("place", "Atlantis"), "no place of the store is called 'Atlantis'"),
        (("article", "none"), "no article of the store has the id 'none'"),
        (("actor", "!!"), "no actor of the store is called '!!'"),
    ],
)
def test_an_unknown_name_is_an_error_and_not_an_empty_list(catalog, pair, said):
    with pytest.raises(UnknownError) as error:
        found(catalog, pair)
    assert said in str(error.value)


def test_pages_follow_one_another_without_gap_or_repetition(catalog):
    for sort in ("time", "-time", "support", "confidence"):
        seen, cursor = [], ""
        while True:
            page = list_events(catalog, parse_filter([("limit", "2"), ("sort", sort), ("cursor", cursor)]))
            assert page.total == 6
            seen += [row.id for row in page.items]
            if page.next is None:
                break
            cursor = page.next
        assert seen == found(catalog, ("sort", sort))


@pytest.mark.parametrize("cursor", ["x", "!!!", "bnVsbA", "W10", "WyJ4IiwxLDJd", "é"])
def test_a_made_up_cursor_is_refused(catalog, cursor):
    with pytest.raises(QueryError, match="cursor"):
        found(catalog, ("cursor", cursor))


def test_a_cursor_of_another_filter_is_refused(catalog):
    page = list_events(catalog, parse_filter([("limit", "1")]))
    with pytest.raises(QueryError, match="other filters"):
        found(catalog, ("limit", "1"), ("type", "ASSAULT"), ("cursor", page.next))


def test_the_event_has_the_shape_of_the_contract(catalog):
    (row,) = list_events(catalog, parse_filter([("type", "AID")])).items
    shown = event_to_json(row)
    assert list(shown) == EVENT_KEYS
    assert shown["agents"] == [
        {"id": "red-crescent", "name": "International Red Crescent Committee", "kind": "organization"}
    ]
    assert shown["patients"] == [{"id": None, "name": "blankets", "kind": None}]
    assert shown["recipients"] == [{"id": "families", "name": "families", "kind": "group"}]
    assert (shown["instrument"], shown["place"], shown["time"]) == (None, None, None)
    assert shown["support"] == {"articles": 2, "sources": 2, "mentions": 2}
    assert [list(evidence) for evidence in shown["evidence"]] == [EVIDENCE_KEYS, EVIDENCE_KEYS]


def test_place_time_and_attribution_are_shown(catalog):
    (bomb,) = list_events(catalog, parse_filter([("from", "2021-05-03"), ("to", "2021-05-03")])).items
    shown = event_to_json(bomb)
    assert shown["place"] == {"id": "port-emile", "name": "Port Émile", "country": "XE", "lat": 10.5, "lon": -20.25}
    assert shown["time"] == {
        "earliest": "2021-05-03", "latest": "2021-05-03", "precision": "day", "text": "3 May 2021",
    }  # fmt: skip
    assert shown["instrument"] == {"id": None, "name": "jets", "kind": None}
    (denied,) = list_events(catalog, parse_filter([("polarity", "NEG")])).items
    assert event_to_json(denied)["attributed_to"] == [{"id": "ministry", "name": "Ministry of Norland"}]
    assert event_to_json(denied)["status"] == "Denied"


def test_every_sentence_and_trigger_is_cut_from_the_text_by_code_points(catalog):
    for row in each_event(catalog, parse_filter([])):
        assert row.evidence
        for evidence in row.evidence:
            text = catalog.store.article(evidence.article).article.text
            assert text[evidence.start : evidence.end] == evidence.sentence
            assert text[evidence.trigger.start : evidence.trigger.end] == evidence.trigger.text
            assert evidence.start <= evidence.trigger.start < evidence.trigger.end <= evidence.end


def test_one_event_tells_why_its_mentions_were_merged(catalog):
    shown = event_detail_to_json(get_event(catalog, "ev-bomb"))
    (merge,) = shown["merges"]
    assert (merge["rule"], merge["score"]) == ("same-type-and-agent", 0.95)
    assert merge["because"] == ["Both happened on 3 May 2021.", "Both have the agent Norland."]
    assert merge["members"] == [evidence["mention"] for evidence in shown["evidence"]]
    assert get_event(catalog, shown["iri"]) == get_event(catalog, "ev-bomb")


def test_evidence_names_its_speaker(catalog):
    detail = event_detail_to_json(get_event(catalog, "ev-denied"))
    (evidence,) = detail["evidence"]
    assert evidence["attributed_to"] == [{"id": "ministry", "name": "Ministry of Norland"}]


def test_an_unknown_event_is_an_error(catalog):
    for identifier in ("nothing", "", "\ud800", "https://w3id.org/whodid/id/event/x"):
        with pytest.raises(UnknownError):
            get_event(catalog, identifier)


def test_only_the_page_fetches_evidence(catalog, monkeypatch):
    asked = []
    query = catalog.store.query
    monkeypatch.setattr(catalog.store, "query", lambda text, **given: asked.append(text) or query(text, **given))
    page = list_events(catalog, parse_filter([("limit", "2")]))
    named = {iri for text in asked for iri in re.findall(r"<(https://w3id\.org/whodid/id/event/[^>]*)>", text)}
    assert named == {row.iri for row in page.items}
    # a page costs as many queries as one event, whatever its size
    assert len(asked) <= 6
