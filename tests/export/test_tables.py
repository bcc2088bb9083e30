import csv
import io
from dataclasses import replace

import pytest

from kg.export.tables import (
    CSV_COLUMNS,
    csv_line,
    events_to_csv,
    events_to_geojson,
    events_to_text,
    rows_to_text,
    show_time,
    title_line,
)
from kg.query.rows import TimeRow


def test_the_title_line_says_who_did_what_to_whom_where_and_when(rows):
    assert title_line(rows["ev-bomb"]) == (
        "2021-05-03  Norland → ASSAULT (bombed) → the harbour of Port Émile  by means of jets  "
        "@ Port Émile, XE  [reported, 1 source]"
    )
    assert title_line(rows["ev-visit"]) == "2021-06  Bo Lind → MOVE (visit)  @ Port Émile, XE  [planned, 1 source]"
    assert title_line(rows["ev-talks"]).startswith("(undated)  Norland, Sudria → CONSULT (talks)  @ Vell, XW")
    assert "to families" in title_line(rows["ev-aid"])
    assert "[denied, 1 source, says Ministry of Norland]" in title_line(rows["ev-denied"])


def test_below_each_event_stands_the_sentence_that_says_so(rows):
    lines = list(events_to_text([rows["ev-denied"], rows["ev-bomb"]], width=100))
    assert "    “The Republic of Norland did not bomb the harbour, its ministry said on Tuesday.”" in lines
    assert "    — Daily Wave, 2021-05-04, article harbour-1 (+1 more mention)" in lines
    assert lines[-1] == ""


@pytest.mark.parametrize("width", [60, 100, 120])
def test_lines_keep_to_the_width(rows, width):
    assert all(len(line) <= width for line in events_to_text(rows.values(), width=width))


def test_control_characters_do_not_reach_the_terminal(rows):
    row = rows["ev-told"]
    hostile = replace(row, evidence=(replace(row.evidence[0], sentence="a\x1b[2Jb\x07\nc"),))
    shown = "\n".join(events_to_text([hostile]))
    assert "\x1b" not in shown
    assert "\x07" not in shown


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "shown"),
    [
        ("2020-01-03", "2020-01-03", "day", "2020-01-03"),
        ("2020-01-01", "2020-01-31", "month", "2020-01"),
        ("2020-01-01", "2020-12-31", "year", "2020"),
        ("2020-01-06", "2020-01-12", "week", "2020-01-06/2020-01-12"),
        (None, "2020-01-12", "unknown", "until 2020-01-12"),
        ("2020-01-12", None, "unknown", "since 2020-01-12"),
        (None, None, "unknown", "(undated)"),
    ],
)
def test_a_date_is_shown_as_precise_as_it_is_known(earliest, latest, precision, shown):
    assert show_time(TimeRow(earliest=earliest, latest=latest, precision=precision, text="")) == shown


def test_csv_has_one_line_per_event_and_reads_back(rows):
    written = "".join(events_to_csv(rows.values()))
    read = list(csv.DictReader(io.StringIO(written, newline="")))
    assert tuple(read[0]) == CSV_COLUMNS
    by_id = {row["id"]: row for row in read}
    assert set(by_id) == set(rows)
    assert by_id["ev-bomb"]["lon"] == "-20.25"
    assert by_id["ev-bomb"]["sentence"].startswith("🚢 Norlandic jets")
    assert by_id["ev-talks"]["participants"] == "Norland; Sudria"
    assert by_id["ev-told"]["place"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_no_cell_starts_a_formula(start):
    ((cell,),) = csv.reader(io.StringIO(csv_line([f"{start}HYPERLINK()"]), newline=""))
    assert cell == f"'{start}HYPERLINK()"


def test_numbers_stay_numbers():
    assert csv_line([-20.25, None, 3, "a,b"]) == '-20.25,,3,"a,b"\r\n'


def test_geojson_puts_longitude_first(rows):
    shown = events_to_geojson([rows["ev-bomb"], rows["ev-told"]])
    assert shown["features"][0]["geometry"] == {"type": "Point", "coordinates": [-20.25, 10.5]}
    assert shown["features"][1]["geometry"] is None


def test_a_sparql_answer_becomes_aligned_columns():
    answer = {
        "head": {"vars": ["event", "n"]},
        "results": {
            "bindings": [
                {"event": {"type": "uri", "value": "https://w3id.org/whodid/type/AID"}},
                {"event": {"type": "literal", "value": "x" * 50}, "n": {"type": "literal", "value": "7"}},
            ]
        },
    }
    assert list(rows_to_text(answer, width=10)) == [
        "event       n",
        "----------  -",
        "type:AID",
        "xxxxxxxxx…  7",
        "(2 rows)",
    ]
