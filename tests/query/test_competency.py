"""Each competency question, asked of a story whose answers are known."""

import json
import re
import runpy
from pathlib import Path

import pytest

from kg.query.guard import check_query
from kg.store import ReadStore, WriteStore
from ontology import FOLDER

QUERIES = {path.name[:2]: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "competency").glob("*.rq"))}
SHELLING = "Vella shelled the army of Oram with rockets in Port Oram on 1 March 2030."
DAILY = "Governor Brin said the rebels shelled the army of Oram in Kell on 2 March 2030."
WEEK = {"from": '"2030-02-27"^^xsd:date', "to": '"2030-03-05"^^xsd:date'}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    story = runpy.run_path(str(Path(__file__).with_name("competency_story.py")))
    path = tmp_path_factory.mktemp("competency") / "store"
    with WriteStore.open(path) as written:
        written.replace(story["records"]())
        written.write_merged(story["merged"]())
        written.publish()
    with ReadStore.open(path) as store:
        yield store


@pytest.fixture
def ask(store):
    def answered(number, **parameters):
        """Rows of a question: the last part of IRIs, and the text of literals, for the columns asked for."""
        text = QUERIES[number]
        for name, value in parameters.items():
            text, n_replaced = re.subn(rf"(VALUES \?{name} {{)[^}}]*}}", rf"\1 {value} }}", text)
            assert n_replaced == 1, name
        answer = json.loads(store.query(text, format="json"))
        return [
            {name: re.split("[/#]", cell["value"])[-1] if cell["type"] == "uri" else cell["value"]
             for name, cell in row.items()}
            for row in answer["results"]["bindings"]
        ]  # fmt: skip

    return answered


def columns(rows, *names):
    return [tuple(row.get(name) for name in names) for row in rows]


def test_there_are_twelve_and_each_says_what_it_asks_and_gives():
    assert sorted(QUERIES) == [f"{number:02}" for number in range(1, 13)]
    for number, text in QUERIES.items():
        question, *header = [line for line in text.splitlines() if line.startswith("#")]
        assert re.match(rf"# {int(number)}\. .*\?$", question)
        told = " ".join(header)
        parameters = set(re.findall(r"VALUES (\?\w+)", text))
        assert parameters == set(re.findall(r"\?\w+", told[: told.index("Columns")]))
        shown = re.search(r"SELECT (.*?)WHERE", text, re.DOTALL).group(1)
        for name in re.findall(r"\?(\w+)(?= |\n)(?!\))", re.sub(r"\(.*? AS (\?\w+)\)", r"\1 ", shown, flags=re.DOTALL)):
            assert re.search(rf"\b{name}\b", told[told.index("Columns") :]), name


@pytest.mark.parametrize("number", QUERIES)
def test_each_runs_as_it_is_and_passes_the_guard(store, number):
    assert check_query(QUERIES[number]) == "SELECT"
    assert json.loads(store.query(QUERIES[number], format="json"))["head"]["vars"]


def test_1_who_did_it_where_when_with_what_and_which_sentence_says_so(ask):
    rows = ask("01", targetName='"army of Oram"')
    assert columns(rows, "event", "status", "who", "place", "means", "article", "sentence") == [
        ("denial", "Denied", "Vella", None, None, "daily", "Vella did not shell the army of Oram, Sol Ade said."),
        ("shelling", "Reported", "Vella", "Port Oram", "rockets", "copied", SHELLING),
        ("shelling", "Reported", "Vella", "Port Oram", "rockets", "daily", DAILY),
        ("shelling", "Reported", "Vella", "Port Oram", "rockets", "wire", SHELLING),
    ]
    assert (rows[1]["earliest"], rows[1]["latest"]) == ("2030-03-01", "2030-03-01")


def test_2_what_one_did_to_another_and_its_parts_in_order(ask):
    asked = {"doerName": '"Vella"', "targetName": '"Oram"'}
    assert columns(ask("02", **asked, **WEEK), "event", "target", "earliest") == [
        ("shelling", "army of Oram", "2030-03-01")
    ]
    assert ask("02", **asked, **WEEK | {"from": '"2030-03-02"^^xsd:date'}) == []


def test_3_who_acted_in_a_place_or_within_it(ask):
    assert columns(ask("03", placeName='"Oramland"', **WEEK), "who", "status", "events") == [("Vella", "Reported", "1")]
    assert ask("03", placeName='"Kell"', **WEEK) == []


def test_4_what_happened_and_what_did_not(ask):
    assert columns(ask("04", name='"Vella"'), "status", "event") == [
        ("Denied", "denial"),
        ("Planned", "plan"),
        ("Reported", "shelling"),
    ]


def test_5_according_to_whom_and_who_says_otherwise(ask):
    assert columns(ask("05", targetName='"army of Oram"'), "event", "says", "article", "quote", "speaker") == [
        ("denial", "otherwise", "daily", "Sol Ade", "Sol Ade"),
        ("shelling", "so", "copied", None, None),
        ("shelling", "so", "daily", "Governor Brin", "Tal Brin"),
        ("shelling", "so", "wire", None, None),
    ]


def test_6_copies_are_no_independent_outlets(ask):
    assert columns(ask("06", targetName='"army of Oram"'), "event", "outlets", "day", "first") == [
        ("shelling", "2", "2030-03-02", "Northern Wire"),
        ("denial", "1", "2030-03-03", "Daily Oram"),
    ]


def test_7_on_what_the_articles_disagree(ask):
    rows = ask("07")
    assert {(row["event"], row["aspect"], *sorted(row["values"].split(" | "))) for row in rows} == {
        ("shelling", "agent", "Vella", "rebels"),
        ("shelling", "place", "Kell", "Port Oram"),
        ("shelling", "time", "2030-03-01", "2030-03-02"),
    }


def test_8_which_names_are_one_actor_and_why(ask):
    rows = ask("08", name='"Governor Brin"')
    assert columns(rows, "rule", "score", "said", "article", "reason") == [
        ("family-name", "0.9", "Governor Brin", "daily", "Both have the family name Brin."),
        ("family-name", "0.9", "Tal Brin", "later", "Both have the family name Brin."),
        ("family-name", "0.9", "Tal Brin", "summit", "Both have the family name Brin."),
    ]


def test_9_the_shortest_chain_comes_first(ask):
    rows = ask("09", oneName='"Vella"', otherName='"the Union"')
    assert columns(rows, "steps", "first", "by", "second") == [("2", "blame", "Tal Brin", "meeting")]
    longer = ask("09", oneName='"army of Oram"', otherName='"the Union"')
    assert {row["steps"] for row in longer} == {"3"}
    assert ("shelling", "Vella", "blame", "Tal Brin", "meeting") in columns(
        longer, "first", "by", "second", "then", "third"
    )
    assert columns(ask("09", oneName='"Tal Brin"', otherName='"the Union"')[:1], "steps", "first") == [("1", "meeting")]


def test_10_from_target_to_perpetrator(ask):
    assert columns(ask("10"), "who", "counterpart", "suffered", "did", "since") == [
        ("army of Oram", "Vella", "shelling", "answer", "2030-03-05")
    ]


def test_11_a_vague_date_keeps_its_words_and_bounds(ask):
    assert columns(ask("11"), "event", "precision", "expression", "earliest", "latest") == [
        ("visit", "range", "late last year", "2029-10-01", "2029-12-31")
    ]


def test_12_what_a_day_added_confirmed_and_contradicted(ask):
    day = '"2030-03-03"'
    assert columns(ask("12", **{"from": day, "to": day}), "change", "event", "opposite") == [
        ("confirms", "shelling", None),
        ("contradicts", "denial", "shelling"),
    ]
    day = '"2030-03-07"'
    assert columns(ask("12", **{"from": day, "to": day}), "change", "event", "opposite") == [
        ("adds", "blame", None),
        ("adds", "meeting", None),
    ]
