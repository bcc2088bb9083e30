import io
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kg.export.files import export_store
from kg.export.records import record_to_json, to_line


def test_keys_stand_in_the_order_of_the_contract(records):
    shown = record_to_json(records[1])
    assert list(shown) == ["article", "sentences", "actors", "places", "times", "events"]
    assert list(shown["article"]) == ["id", "title", "date", "source", "url", "text"]
    assert list(shown["actors"][0]) == ["id", "kind", "name", "mentions"]
    assert list(shown["actors"][0]["mentions"][0]) == ["start", "end", "text", "head", "form"]
    assert list(shown["places"][0]) == ["id", "name", "country", "lat", "lon", "geonames", "mentions"]
    assert list(shown["times"][0]) == ["id", "start", "end", "text", "value", "precision", "earliest", "latest"]
    event = shown["events"][0]
    assert list(event) == [
        "id", "type", "trigger", "sentence", "roles", "place", "time", "polarity", "certainty", "tense",
        "attributed_to", "confidence", "also", "rule",
    ]  # fmt: skip
    assert list(event["trigger"]) == ["start", "end", "text", "lemma"]
    assert list(event["roles"][0]) == ["role", "start", "end", "text", "head", "actor"]
    assert list(event["place"]) == ["id", "start", "end", "text"]


def test_every_span_is_cut_from_the_text(records):
    n_spans = 0
    for record in records:
        shown = record_to_json(record)
        text = shown["article"]["text"]
        spans = [mention for kind in ("actors", "places") for one in shown[kind] for mention in one["mentions"]]
        spans += shown["times"]
        for event in shown["events"]:
            spans += [event["trigger"], *event["roles"], *event["attributed_to"]]
            spans += [event["place"]] if event["place"] else []
        for span in spans:
            assert text[span["start"] : span["end"]] == span["text"]
        n_spans += len(spans)
    assert n_spans > 30


def test_what_is_not_known_is_null(records):
    shown = record_to_json(records[3])
    assert shown["article"]["date"] is None
    assert shown["events"][1]["place"] is None
    assert shown["events"][1]["time"] is None
    assert shown["places"][0]["lat"] is None
    assert record_to_json(records[1])["events"][0]["roles"][1]["actor"] is None


def test_one_line_per_record_in_any_text(records):
    odd = replace(records[3], article=replace(records[3].article, title="a\u2028b\u0085c\nd"))
    lines = "\n".join(to_line(record_to_json(record)) for record in [odd, *records]).splitlines()
    assert len(lines) == 5
    assert json.loads(lines[0])["article"]["title"] == "a\u2028b\u0085c\nd"
    assert "Émile" in lines[2]


@given(st.text())
def test_any_text_survives_as_one_line_of_utf8(text):
    line = to_line({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode().decode())["text"] == text


@given(st.characters(categories=["Cs"]))
def test_half_a_surrogate_pair_can_be_written(half):
    assert json.loads(to_line({"text": half}).encode())["text"] == half


def test_mentions_point_to_their_canonical_nodes(records, store):
    output = io.BytesIO()
    export_store(store, "mentions", output)
    mentions = [json.loads(line) for line in output.getvalue().splitlines()]
    assert [list(mention) for mention in mentions[:1]] == [["article", "start", "end", "text", "kind", "entity"]]
    texts = {record.article.id: record.article.text for record in records}
    for mention in mentions:
        assert texts[mention["article"]][mention["start"] : mention["end"]] == mention["text"]
    assert mentions == sorted(mentions, key=lambda mention: (mention["article"], mention["start"], mention["end"]))
    found = {(mention["text"], mention["kind"]): mention["entity"] for mention in mentions}
    assert found["Norlandic", "actor"] == "https://w3id.org/whodid/id/actor/norland"
    assert found["bombed", "event"] == "https://w3id.org/whodid/id/event/ev-bomb"
    assert found["Vell", "place"] == "https://w3id.org/whodid/id/place/vell"
    assert found["June 2021", "time"] == "https://w3id.org/whodid/id/article/denial%2F1#t1"
    told = {
        (record.article.id, span.start, span.end, kind)
        for record in records
        for kind, spans in {
            "actor": [mention.span for actor in record.actors for mention in actor.mentions],
            "place": [mention.span for place in record.places for mention in place.mentions],
            "time": [time.span for time in record.times],
            "event": [event.trigger for event in record.events],
        }.items()
        for span in spans
    }
    assert {tuple(mention[key] for key in ("article", "start", "end", "kind")) for mention in mentions} == told
    assert len(mentions) == sum(
        len(
            [
                *record.times,
                *record.events,
                *(span for one in (*record.actors, *record.places) for span in one.mentions),
            ]
        )
        for record in records
    )
