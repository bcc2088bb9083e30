"""The commands that answer from a store, on the sample articles."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from rdflib import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

pytestmark = pytest.mark.model

KILLED = "Soleimani"


def test_events_show_the_sentence_that_says_so(kg: Callable[..., Outcome], sample_store: Path) -> None:
    outcome = kg("events", "--store", sample_store, "--patient", KILLED, "--type", "ASSAULT", "--sort", "support")
    assert outcome.status == 0
    assert "“" in outcome.out
    assert "Soleimani" in outcome.out


def test_the_main_event_is_one_event_of_several_outlets(kg: Callable[..., Outcome], sample_store: Path) -> None:
    outcome = kg(
        "events",
        "--store",
        sample_store,
        "--patient",
        KILLED,
        "--type",
        "ASSAULT",
        "--sort",
        "support",
        "--format",
        "json",
    )
    event = json.loads(outcome.out)[0]
    assert {agent["name"] for agent in event["agents"]} >= {"United States"}
    assert event["time"]["earliest"] == "2020-01-03"
    assert event["support"]["articles"] > event["support"]["sources"] >= 3, "a wire copy is no source of its own"


@pytest.mark.parametrize("status", ["Reported", "Alleged", "Denied", "Planned"])
def test_every_status_occurs_in_the_samples(status: str, kg: Callable[..., Outcome], sample_store: Path) -> None:
    outcome = kg("events", "--store", sample_store, "--status", status, "--format", "json")
    assert {event["status"] for event in json.loads(outcome.out)} == {status}


def test_evidence_stands_at_its_offsets(kg: Callable[..., Outcome], sample_store: Path) -> None:
    articles = {
        row["id"]["value"]: row["text"]["value"]
        for row in json.loads(
            kg(
                "sparql",
                "SELECT ?id ?text WHERE { GRAPH ?g { ?a dcterms:identifier ?id ; nif:isString ?text } }",
                "--store",
                sample_store,
                "--format",
                "json",
            ).out
        )["results"]["bindings"]
    }
    events = json.loads(kg("events", "--store", sample_store, "--limit", "1000", "--format", "json").out)
    assert len(events) > 100
    for event in events:
        assert event["evidence"]
        for item in event["evidence"]:
            text = articles[item["article"]]
            assert text[item["start"] : item["end"]] == item["sentence"]
            assert text[item["trigger"]["start"] : item["trigger"]["end"]] == item["trigger"]["text"]


def test_events_as_csv_load_as_a_table(kg: Callable[..., Outcome], sample_store: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("events", "--store", sample_store, "--format", "csv").out)))
    assert len(rows) == 50
    assert {"type", "agents", "patients", "place"} <= rows[0].keys()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--type", "ASSAULTS"), "ASSAULT"),
        (("--from", "yesterday"), "yesterday"),
        (("--actor", "Nobody Whatsoever"), "Nobody Whatsoever"),
        (("--limit", "0"), "0"),
        (("--sort", "colour"), "colour"),
    ],
)
def test_a_wrong_filter_is_a_bad_call(
    arguments: tuple[str, str], words: str, kg: Callable[..., Outcome], sample_store: Path
) -> None:
    outcome = kg("events", "--store", sample_store, *arguments)
    assert outcome.status == 2
    assert words in outcome.err


def test_what_a_command_does_not_know_is_answered_with_its_own_usage(kg: Callable[..., Outcome]) -> None:
    outcome = kg("events", "Soleimani")
    assert outcome.status == 2
    assert outcome.err.startswith("usage: kg events ")
    assert outcome.err.endswith("unrecognized arguments: Soleimani\n")


def test_a_page_says_how_to_get_the_rest(kg: Callable[..., Outcome], sample_store: Path) -> None:
    given = ("events", "--store", sample_store, "--type", "ASSAULT")
    table = kg(*given, "--limit", "2")
    n_events = int(table.out.splitlines()[-1].split()[2])
    assert table.out.endswith(f"\n2 of {n_events} events; --limit {n_events} gives all\n")
    file = kg(*given, "--limit", "2", "--format", "csv")
    assert file.err == f"kg: 2 of {n_events} events; --limit {n_events} gives all\n"
    assert len(list(csv.DictReader(io.StringIO(file.out)))) == 2
    assert kg(*given, "--limit", n_events, "--format", "csv").err == ""


def test_a_cursor_of_the_command_line_leads_on(
    kg: Callable[..., Outcome], sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.query.filters.MAX_LIMIT", 3)
    given = ("events", "--store", sample_store, "--type", "ASSAULT", "--limit", "3")
    first = kg(*given)
    second = kg(*given, "--cursor", first.out.split("--cursor ")[1].strip())
    assert second.status == 0
    assert second.out.splitlines()[0] != first.out.splitlines()[0]


def test_nothing_found_is_one_line(kg: Callable[..., Outcome], sample_store: Path) -> None:
    assert kg("events", "--store", sample_store, "--source", "No Such Paper").out == "0 of 0 events\n"


def test_sparql_counts(kg: Callable[..., Outcome], sample_store: Path) -> None:
    outcome = kg(
        "sparql", "SELECT (COUNT(*) AS ?n) WHERE { ?e a ev:Event }", "--store", sample_store, "--format", "csv"
    )
    assert int(outcome.out.split()[1]) > 100


def test_sparql_reads_a_file(kg: Callable[..., Outcome], sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?e a ev:Event }", encoding="utf-8")
    assert kg("sparql", f"@{tmp_path / 'q.rq'}", "--store", sample_store).out.strip() == "yes"


@pytest.mark.parametrize(
    "query",
    ["SELECT WHERE", "DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "@no-such-file.rq"],
)
def test_a_query_that_cannot_run_is_a_bad_call(query: str, kg: Callable[..., Outcome], sample_store: Path) -> None:
    outcome = kg("sparql", query, "--store", sample_store)
    assert outcome.status == 2
    assert outcome.err.startswith("kg: ")
    assert len(outcome.err.splitlines()) == 1


def test_exports_load_where_users_take_them(kg: Callable[..., Outcome], sample_store: Path, tmp_path: Path) -> None:
    for name in ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf", "csv", "geojson", "mentions"):
        assert kg("export", "--format", name, "--out", tmp_path / name, "--store", sample_store).status == 0
    assert nx.read_graphml(tmp_path / "graphml").number_of_edges() > 20
    assert nx.read_gexf(tmp_path / "gexf").number_of_nodes() > 20
    assert json.loads((tmp_path / "geojson").read_text(encoding="utf-8"))["type"] == "FeatureCollection"
    mentions = [json.loads(line) for line in (tmp_path / "mentions").read_text(encoding="utf-8").splitlines()]
    assert {mention["kind"] for mention in mentions} == {"event", "actor", "place", "time"}
    graph = Dataset()
    graph.parse(tmp_path / "nquads", format="nquads")
    assert len(list(graph.graphs())) > 29


def test_a_file_that_cannot_be_written_is_said(kg: Callable[..., Outcome], sample_store: Path, tmp_path: Path) -> None:
    outcome = kg("export", "--format", "csv", "--out", tmp_path / "no" / "such.csv", "--store", sample_store)
    assert outcome.status == 1
    assert "such.csv" in outcome.err


def test_the_sample_graph_conforms_to_its_shapes(kg: Callable[..., Outcome], sample_store: Path) -> None:
    outcome = kg("validate", "--store", sample_store)
    assert outcome.status == 0, outcome.out


def test_stats_name_software_and_model(kg: Callable[..., Outcome], sample_store: Path) -> None:
    out = kg("stats", "--store", sample_store).out
    assert "en_whodid_news@" in out
    assert "articles" in out


def test_the_model_tells_licence_and_scores(kg: Callable[..., Outcome]) -> None:
    out = kg("model").out
    assert "CC BY-SA 4.0" in out
    assert "UD English EWT" in out
    assert "las" in out


def test_the_models_folder_is_printed_alone(kg: Callable[..., Outcome]) -> None:
    import spacy

    assert spacy.load(kg("model", "--path").out.strip()).lang == "en"


@pytest.mark.parametrize("command", [("events",), ("stats",), ("export", "--format", "csv"), ("sparql", "ASK {}")])
def test_a_missing_store_is_said(command: tuple[str, ...], kg: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = kg(*command, "--store", tmp_path / "nothing")
    assert outcome.status == 1
    assert "nothing" in outcome.err
