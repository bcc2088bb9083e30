"""The Python API answers what the command line answers, in the forms of pandas, networkx and rdflib."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from datetime import date, datetime
from io import BytesIO

import networkx as nx
import pandas as pd
import pytest
import rdflib

import kg
from kg.build import layer_of
from kg.cli import main
from kg.errors import InputError, KgError, QueryError, QueryTimeout, RefusedQuery, StoreError, UnknownError
from kg.export import frames
from kg.graph.filters import NAMES, pairs_of
from kg.query.filters import CONDITIONS
from kg.query.index.files import make_index
from kg.store import ReadStore

EV = "https://w3id.org/whodid/ontology#"


@pytest.mark.parametrize(
    ("filters", "flags"),
    [
        ({}, ""),
        ({"agent": "Norland"}, "--agent Norland"),
        ({"actor": ["Norland", "Sudria"]}, "--actor Norland --actor Sudria"),
        ({"place": "Emilia", "from_": "2021-05"}, "--place Emilia --from 2021-05"),
        ({"from_": date(2021, 5, 1), "to": "2021-05"}, "--from 2021-05-01 --to 2021-05-31"),
        ({"type": ("ASSAULT", "MOVE"), "status": "denied"}, "--type ASSAULT --type MOVE --status denied"),
        ({"near": (10.4, -20.2, 50)}, "--near 10.4,-20.2,50"),
        ({"bbox": (-21.0, 10, -20, 11)}, "--bbox=-21,10,-20,11"),
        ({"q": '"held talks"'}, "--q '\"held talks\"'"),
        ({"min_confidence": 0.6, "sort": "confidence"}, "--min-confidence 0.6 --sort confidence"),
        ({"min_support": 1, "sort": "-time"}, "--min-support 1 --sort=-time"),
        ({"attributed_to": "ministry", "polarity": "NEG", "tense": None}, "--attributed-to ministry --polarity NEG"),
    ],
)  # fmt: skip
def test_events_are_those_of_the_command_line_in_their_order(graph, story_path, capsys, filters, flags):
    with pytest.raises(SystemExit):
        main(["events", "--store", str(story_path), "--format", "json", *shlex.split(flags)])
    told = [event["id"] for event in json.loads(capsys.readouterr().out)]
    assert list(graph.events(**filters).id) == told
    assert [row.id for row in graph.show(**filters).rows] == told


def test_there_is_a_filter_for_every_condition_of_the_other_interfaces():
    assert {"from" if name == "from_" else name for name in NAMES} == set(CONDITIONS)


@pytest.mark.parametrize("day", [date(2021, 5, 3), datetime(2021, 5, 3, 12), pd.Timestamp("2021-05-03"), "2021-05-03"])  # noqa: DTZ001
def test_a_day_may_be_text_or_a_date(day):
    assert pairs_of({"from_": day, "to": None}) == [("from", "2021-05-03")]


def test_an_event_is_a_row_with_its_sentence(graph):
    (row,) = graph.events(type="ASSAULT", status="Reported").to_dict("records")
    assert (row["id"], row["agents"], row["patients"], row["instrument"]) == (
        "ev-bomb", "Norland", "the harbour of Port Émile", "jets",
    )  # fmt: skip
    assert (row["place"], row["country"], row["lat"], row["lon"]) == ("Port Émile", "XE", 10.5, -20.25)
    assert (row["earliest"], row["latest"], row["precision"]) == (pd.Timestamp("2021-05-03"),) * 2 + ("day",)
    assert (row["articles"], row["sources"], row["score"]) == (2, 1, -9.0)
    text = graph.article(row["article"]).text
    assert text[row["start"] : row["end"]] == row["sentence"]


def test_a_month_stays_a_month(graph):
    (row,) = graph.events(type="MOVE").to_dict("records")
    assert (str(row["earliest"].date()), str(row["latest"].date()), row["precision"]) == (
        "2021-06-01", "2021-06-30", "month",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("method", "columns"),
    [
        ("events", frames.EVENT_COLUMNS),
        ("participants", frames.PARTICIPANT_COLUMNS),
        ("evidence", frames.EVIDENCE_COLUMNS),
        ("disagreements", frames.DISAGREEMENT_COLUMNS),
        ("timeline", frames.BUCKET_COLUMNS),
    ],
)
def test_columns_and_their_types_do_not_depend_on_the_rows(graph, method, columns):
    full, empty = getattr(graph, method)(), getattr(graph, method)(type="CONCEDE")
    assert list(full.columns) == list(empty.columns) == list(columns)
    assert empty.empty
    assert dict(full.dtypes) == dict(empty.dtypes)


def test_participants_have_a_row_each(graph):
    aid = graph.participants(type="AID")
    assert list(zip(aid.role, aid.name, strict=True)) == [
        ("agent", "International Red Crescent Committee"), ("patient", "blankets"), ("recipient", "families"),
    ]  # fmt: skip
    assert list(aid.actor.isna()) == [False, True, False]


def test_every_sentence_stands_in_its_article(graph):
    evidence = graph.evidence()
    assert len(evidence) == 8
    for row in evidence.itertuples():
        text = graph.article(row.article).text
        assert text[row.start : row.end] == row.sentence
        assert text[row.trigger_start : row.trigger_end] == row.trigger


def test_actors_places_and_articles_are_listed_with_their_events(graph):
    actors = graph.actors()
    assert (actors.name[0], actors.events[0]) == ("Norland", 3)
    assert list(graph.actors("red cres").id) == ["red-crescent"]
    assert list(graph.actors(kind="person").name) == ["Ada Örn", "Bo Lind"]
    assert list(graph.places(country="XE").events) == [2, 0]
    assert graph.articles(source="wire").copy_of[0] == "harbour-1"
    assert graph.types().set_index("type").events["ASSAULT"] == 2


def test_an_actor_is_found_by_any_of_its_names(graph):
    actor = graph.actor("Republic of Norland")
    assert (actor.id, actor.n_events, actor.by_role) == ("norland", 3, {"agent": 2, "participant": 1})
    assert "also named" in repr(actor)
    assert "Republic of Norland" in actor._repr_html_()


def test_a_name_of_several_actors_asks_for_an_id(graph):
    with pytest.raises(QueryError, match=r"may be any of 2 actors: .*give the id of one"):
        graph.actor("of")


def test_an_event_tells_its_sentences_and_why_they_are_one(graph):
    event = graph.event("ev-bomb")
    assert len(event.evidence) == 2
    assert list(event.frame().article) == ["harbour-1", "harbour-2"]
    assert "Both have the agent Norland." in repr(event)
    assert "<b>bombed</b>" in event._repr_html_()
    assert graph.event(event.iri).label == event.label


def test_markup_of_an_article_is_shown_not_run(graph):
    for view in (graph.show(), graph.event("ev-told"), graph.article("denial/1"), graph.article("talks")):
        html = view._repr_html_()
        assert "<script" not in html
        assert "<b>is near" not in html
    assert "&lt;script&gt;" in graph.article("denial/1")._repr_html_()
    assert "&lt;b&gt;is near&lt;/b&gt;" in graph.article("talks")._repr_html_()


def test_the_timeline_keeps_vague_times_apart(graph):
    frame = graph.timeline("day")
    assert list(frame.bucket) == ["2021-05-03"]
    assert frame.attrs == {"by": "day", "events": 6, "spread": 1, "undated": 4}


def test_the_network_has_typed_signed_dated_edges_with_their_events(graph):
    network = graph.network()
    assert isinstance(network, nx.MultiDiGraph)
    ((source, target, edge),) = network.out_edges("red-crescent", data=True)
    assert (source, target) == ("red-crescent", "families")
    assert (edge["type"], edge["relation"], edge["weight"], edge["sign"], edge["events"]) == (
        "AID", "recipient", 1, 1, ("ev-aid",),
    )  # fmt: skip
    assert edge["first"] is None
    assert network.nodes["families"]["label"] == "families"
    assert set(graph.network(around="Sudria")) == {"norland", "sudria"}
    assert not graph.network(min_weight=2)


def test_an_answer_has_the_form_of_its_query(graph):
    counted = graph.select("SELECT ?type (COUNT(*) AS ?n) WHERE { ?e ev:type ?type } GROUP BY ?type ORDER BY DESC(?n)")
    assert (counted.n.dtype, int(counted.n[0])) == ("int64", 2)
    assert graph.ask("ASK { ?e ev:agent ?who }") is True
    assert graph.ask("ASK { ?e ev:agent ev:nobody }") is False
    agents = graph.construct("CONSTRUCT { ?e ev:agent ?who } WHERE { ?e ev:agent ?who }")
    assert len(agents) == 5
    for query, kind in (("SELECT * { ?s ?p ?o }", pd.DataFrame), ("ASK {}", bool), ("DESCRIBE ev:agent", rdflib.Graph)):
        assert isinstance(graph.sparql(query), kind)


def test_solutions_have_types_and_years_stay_years(graph):
    values = '(1 1.5 true "2020"^^xsd:gYear 7) (2 2 false "2021" UNDEF)'
    frame = graph.select(f"SELECT * {{ VALUES (?whole ?real ?truth ?year ?gap) {{ {values} }} }}")
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "whole": "int64", "real": "float64", "truth": "bool", "year": str(pd.Series(["x"]).dtype), "gap": "Int64",
    }  # fmt: skip
    assert list(frame.year) == ["2020", "2021"]
    assert frame.gap.isna().tolist() == [False, True]


def test_rdf_is_the_merged_graph_or_that_of_an_article(graph, story_path):
    merged = graph.rdf()
    bomb = rdflib.URIRef("https://w3id.org/whodid/id/event/ev-bomb")
    assert (bomb, rdflib.URIRef(f"{EV}type"), rdflib.URIRef("https://w3id.org/whodid/type/ASSAULT")) in merged
    assert not list(merged.objects(None, rdflib.URIRef(f"{EV}quote")))
    denial = graph.rdf(article="denial/1")
    assert {str(quote) for quote in denial.objects(None, rdflib.URIRef(f"{EV}quote"))} >= {"bomb", "visit"}
    with ReadStore.open(story_path) as store:
        n_quads = len(merged) + sum(len(graph.rdf(article=article)) for article in store.article_ids())
        assert n_quads == store.n_quads()


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda graph: graph.events(agnt="x"), QueryError, r"there is no filter 'agnt' \(did you mean 'agent'\?\)"),
        (lambda graph: graph.events(since="2020"), QueryError, "there is no filter 'since'"),
        (lambda graph: graph.events(agent="Norlund"), UnknownError, r"'Norlund' \(did you mean 'Norland'\?\)"),
        (lambda graph: graph.events(place="Atlantis"), UnknownError, "no place of the store is called 'Atlantis'"),
        (lambda graph: graph.events(from_="Friday"), QueryError, "from must be a date such as 2020-01-03"),
        (lambda graph: graph.events(type="ASAULT"), QueryError, r"did you mean 'ASSAULT'"),
        (lambda graph: graph.events(agent=""), QueryError, "agent is empty; leave it out"),
        (lambda graph: graph.events(agent={"a": 1}), QueryError, "agent must be a text, a number or a day"),
        (lambda graph: graph.events(min_support=True), QueryError, "min_support must be a text, a number"),
        (lambda graph: graph.events(limit=-1), QueryError, "limit must be a whole number of at least 0"),
        (lambda graph: graph.events(sort="size"), QueryError, "sort must be one of"),
        (lambda graph: graph.show(limit=0), QueryError, "limit must be a whole number from 1 to 1000"),
        (lambda graph: graph.timeline("hour"), QueryError, "by must be one of day, week, month, year"),
        (lambda graph: graph.disagreements(property="colour"), QueryError, "property must be one of"),
        (lambda graph: graph.network(min_weight=0), QueryError, "min_weight must be a whole number of at least 1"),
        (lambda graph: graph.network(around="Nobody"), UnknownError, "no actor of the store is called 'Nobody'"),
        (lambda graph: graph.event("x"), UnknownError, "no event of the store has the id 'x'"),
        (lambda graph: graph.article("x"), UnknownError, "no article of the store has the id 'x'"),
        (lambda graph: graph.rdf(article="x"), UnknownError, "no article of the store has the id 'x'"),
        (lambda graph: graph.delete("x"), UnknownError, "'x'"),
        (lambda graph: graph.select("ASK {}"), QueryError, "this is a query of the form ASK; use Graph.ask"),
        (lambda graph: graph.sparql("SELEC *"), QueryError, "is no SPARQL query"),
        (lambda graph: graph.sparql("CLEAR ALL"), RefusedQuery, "CLEAR is an update"),
        (lambda graph: graph.add("x.txt", format="docx"), InputError, "there is no format 'docx'"),
        (lambda graph: graph.add({"text": "x"}, date="soon"), InputError, "soon"),
        (lambda graph: graph.draw(graph.network(), place="Emilia"), QueryError, "give a network or filters, not both"),
        (lambda graph: graph.draw(colour_by="size"), QueryError, "colour_by must be 'kind', 'tone' or a group"),
        (lambda graph: graph.draw(max_nodes=0), QueryError, "max_nodes must be a whole number of at least 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(graph, call, error, said):
    with pytest.raises(error, match=said) as raised:
        call(graph)
    assert "\n" not in str(raised.value)


def test_a_query_is_stopped_at_its_time_limit(graph):
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryTimeout, match="stopped after 1 s"):
        graph.select(query, time_limit_s=1)


def test_there_must_be_a_store_unless_one_is_to_be_made(tmp_path):
    with pytest.raises(StoreError, match="there is no store at"):
        kg.open(tmp_path / "none")
    graph = kg.open(tmp_path / "none", create=True)
    assert repr(graph).endswith("none', empty)")
    with pytest.raises(StoreError, match="there is no store at"):
        graph.events()
    (tmp_path / "folder").mkdir()
    assert repr(kg.open(tmp_path / "folder", create=True)).endswith("folder', empty)")
    (tmp_path / "folder" / "letter.txt").write_text("not a store")
    with pytest.raises(StoreError):
        kg.open(tmp_path / "folder", create=True)


def test_the_store_of_the_environment_is_the_usual_one(story_path, monkeypatch):
    monkeypatch.setenv("KG_STORE", str(story_path))
    with kg.open() as graph:
        assert graph.store == story_path
        assert repr(graph) == f"Graph({str(story_path)!r}: 4 articles, 6 events, 7 actors, 4 places)"
        assert graph.stats()["events"] == 6


def test_a_closed_graph_says_so(story_path):
    with kg.open(story_path) as graph:
        pass
    graph.close()
    assert repr(graph).endswith("closed)")
    for call in (graph.events, graph.stats, graph.rdf, lambda: graph.ask("ASK {}"), lambda: graph.add([])):
        with pytest.raises(StoreError, match="was closed; open it again"):
            call()


def test_what_others_publish_is_seen_by_the_next_call(own_path):
    with kg.open(own_path) as graph:
        before = graph.events()
        with kg.open(own_path) as other:
            other.delete("talks")
        assert len(graph.events()) < len(before)


def test_with_the_index_of_the_service_the_answers_are_the_same(own_path):
    with kg.open(own_path) as plain:
        make_index(own_path)
        with kg.open(own_path) as indexed:
            for method in ("events", "participants", "evidence", "timeline", "actors", "places", "articles", "types"):
                pd.testing.assert_frame_equal(getattr(plain, method)(), getattr(indexed, method)())
            assert plain.draw().to_png() == indexed.draw().to_png()
            assert plain.explore().html == indexed.explore().html
            assert nx.utils.graphs_equal(plain.network(), indexed.network())


RECORD = {"id": "one", "date": "2021-05-04", "source": "Wire", "text": "Rebels attacked the port of Aden on Monday."}


@pytest.mark.model
def test_articles_are_added_and_removed(tmp_path):
    (tmp_path / "two.txt").write_text("Date: 2021-05-05\n\nPresident Ada Moran condemned the rebels on Tuesday.\n")
    with kg.open(tmp_path / "store", create=True) as graph:
        added = graph.add([RECORD, {"id": "bad", "text": ""}, tmp_path / "two.txt", {"words": "x"}])
        assert (added.read, added.new, len(added.rejected)) == (2, 2, 2)
        assert [item.where for item in added.rejected] == ["record 2", "record 4"]
        assert "rejected record 2: the text is empty" in repr(added)
        assert list(graph.events(type="ASSAULT").agents) == ["rebels"]
        assert graph.add(RECORD).unchanged == 1
        changed = graph.add({**RECORD, "text": "Rebels left the port of Aden on Monday."})
        assert (changed.replaced, changed.new) == (1, 0)
        assert graph.events(type="ASSAULT").empty
        graph.delete("one")
        assert list(graph.articles().id) != ["one"]
        assert len(graph.articles()) == 1


def _bytes(store):
    output = BytesIO()
    with ReadStore.open(store) as opened:
        opened.dump(output)
    return output.getvalue()


@pytest.mark.model
def test_what_a_session_merges_in_part_has_the_bytes_of_a_build_in_one_go(tmp_path, monkeypatch):
    records = [
        {**RECORD, "id": f"n{number}", "date": f"2021-05-{number + 4:02}", "text": f"Rebels attacked {town} on Monday."}
        for number, town in enumerate(("Aden", "Sanaa", "Aden", "Taiz", "Hodeidah"))
    ]
    merged = []
    monkeypatch.setattr("kg.build.layer_of", lambda *given, **named: merged.append(1) or layer_of(*given, **named))
    with kg.open(tmp_path / "store", create=True) as graph:
        for record in records:
            graph.add(record)
        graph.delete("n1")
    assert merged == [1]  # the first addition alone
    with kg.open(tmp_path / "whole", create=True) as graph:
        graph.add([record for record in records if record["id"] != "n1"])
    assert _bytes(tmp_path / "store") == _bytes(tmp_path / "whole")


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


def test_importing_and_asking_loads_no_more_than_it_needs(story_path):
    done = _python(
        "import sys, kg\n"
        "heavy = {'spacy', 'pandas', 'rdflib', 'matplotlib', 'networkx', 'pyoxigraph'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        f"graph = kg.open({str(story_path)!r}); graph.events()\n"
        "print(sorted({'spacy', 'matplotlib'} & set(sys.modules)))\n"
    )
    assert done.stdout.splitlines() == ["[]", "[]"], done.stderr


@pytest.mark.parametrize(("package", "call"), [("pandas", "events()"), ("matplotlib", "draw()")])
def test_a_missing_extra_is_one_sentence(story_path, package, call):
    done = _python(
        f"import sys; sys.modules[{package!r}] = None\n"
        f"import kg; from kg.errors import ExtraError\ngraph = kg.open({str(story_path)!r})\n"
        f"assert graph.show().total == 6 and graph.explore().html\n"
        f"try: graph.{call}\nexcept ExtraError as exc: print(exc)\n"
    )
    assert f"need {package}, which is not installed; pip install 'whodid[notebooks]'" in done.stdout, done.stderr


def test_nothing_is_logged_to_the_terminal(story_path):
    done = _python(f"import kg, warnings; graph = kg.open({str(story_path)!r}); graph.show()")
    assert (done.stdout, done.stderr) == ("", "")


def test_errors_are_in_the_tree_of_kg():
    assert issubclass(QueryError, KgError)
