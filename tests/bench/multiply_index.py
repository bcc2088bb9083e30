"""Makes the index of a store ten times as large, to measure reading on: every event ten times, under other ids.

    python tests/bench/multiply_index.py INDEX TARGET [--times 10]

Actors, places and articles stay as they are, so that each actor has ten times as many events: what a store of so many
events of the same world would have. Copies follow their event in time. It serves timing alone: what a copy shows is
its event's.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import numpy as np

from kg.query.index.keys import GAP, SENTENCES
from kg.query.index.pair_rows import read_rows, write_all

_WORD = re.compile(r"\w+")
_COUNTS = {
    "actor_day": "events",
    "shared": "events",
    "word": "events",
    "day": "events",
}
_AS_THEY_ARE = ("place", "point", "article", "merged")


def multiply(source: Path, target: Path, *, times: int) -> None:
    """Writes the larger index."""
    layout = files("kg.query.index")
    target.unlink(missing_ok=True)
    database = sqlite3.connect(target, isolation_level=None)
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
    database.executescript((layout / "schema.sql").read_text())
    database.execute("ATTACH ? AS one", (str(source),))
    database.execute("BEGIN")
    database.execute("CREATE TEMP TABLE copies (k INTEGER)")
    database.executemany("INSERT INTO copies VALUES (?)", ((k,) for k in range(times)))
    for table in _AS_THEY_ARE:
        database.execute(f"INSERT INTO {table} SELECT * FROM one.{table}")
    for table, column in _COUNTS.items():
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        shown = ", ".join(f"{name} * {times}" if name == column else name for name in names)
        database.execute(f"INSERT INTO {table} SELECT {shown} FROM one.{table}")
    database.execute(f"INSERT INTO actor SELECT a, id, name, shown, events * {times}, first, last FROM one.actor")
    step = GAP // (2 * times)
    for table in ("event", "name", "shown", "more", "part", "told", "differ"):
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        others = {"n": f"n + k * {step}"}
        others |= {name: f"{name} || '-' || k" for name in ("time_key", "support_key", "confidence_key")}
        if table in ("event", "name"):
            others |= {name: f"{name} || substr('-' || k, 1, 2 * (k > 0))" for name in ("id", "iri")}
        shown = ", ".join(others.get(name, name) for name in names)
        database.execute(f"INSERT INTO {table} SELECT {shown} FROM one.{table}, copies ORDER BY 1, 2, 3, 4"
                         if table == "part" else
                         f"INSERT INTO {table} SELECT {shown} FROM one.{table}, copies")  # fmt: skip
    with closing(sqlite3.connect(source)) as one:
        rows = read_rows(one)
    copies = np.repeat(rows, times)
    copies["n"] += np.tile(np.arange(times) * step, len(rows))
    write_all(database, copies)
    for n, shown in database.execute("SELECT n, event FROM one.shown"):
        sentences = sorted({item["sentence"] for item in json.loads(shown)["evidence"]})
        database.executemany(
            "INSERT INTO sentence(rowid, words) VALUES (?, ?)",
            (
                ((n + k * step) * SENTENCES + number, " ".join(_WORD.findall(sentence.lower())))
                for k in range(times)
                for number, sentence in enumerate(sentences)
            ),
        )
    for name, value in database.execute("SELECT name, value FROM one.meta").fetchall():
        if name == "events":
            value *= times
        elif name == "counts":
            numbers = json.loads(value)
            value = json.dumps(numbers | {"events": numbers["events"] * times})
        database.execute("INSERT INTO meta VALUES (?, ?)", (name, value))
    database.execute("COMMIT")
    database.executescript((layout / "finish.sql").read_text())
    database.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--times", type=int, default=10)
    asked = parser.parse_args()
    multiply(asked.source, asked.target, times=asked.times)
