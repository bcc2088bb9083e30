"""An index that follows the store step by step holds what one made anew would hold."""

import json
import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Feature, Merge, MergedGraph, Precision, Ref, Support, When
from kg.query.catalog import Catalog
from kg.query.index import files
from kg.query.index.build import CrowdedError, build_index, update_index
from kg.query.index.files import index_path, make_index
from kg.query.index.keys import GAP, STEP
from kg.query.index.pair_rows import read_rows
from kg.store import ReadStore, WriteStore
from kg.store.changes import ChangeLog
from kg.store.folder import Folder

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from made_up import World

WORLD = World(60, n_actors=12, n_places=70, seed=5)
RECORDS = {record.article.id: record for record in WORLD.records()}
GRAPH = WORLD.merged()


def pairs_in(database):
    """The packed rows, with ids where they have numbers, in the order of the events in time."""
    events = dict(database.execute("SELECT n, id FROM event"))
    actors = dict(database.execute("SELECT a, id FROM actor"))
    places = {0: "", **dict(database.execute("SELECT p, id FROM place"))}
    rows = read_rows(database)
    names = [name for name in rows.dtype.names if name not in {"n", "source", "target", "place"}]
    shown = [
        (
            events[row["n"]],
            actors[row["source"]],
            actors[row["target"]],
            places[row["place"]],
            *(row[name].item() for name in names),
        )
        for row in rows
    ]
    order = {event: place for place, event in enumerate(events[n] for n in sorted(events))}
    assert [order[row[0]] for row in shown] == sorted(order[row[0]] for row in shown)
    return sorted(shown)


def contents(path):
    """All that an index holds, with ids where it has numbers of its own."""
    with closing(sqlite3.connect(path)) as database:
        rows = lambda query: sorted(database.execute(named(query)).fetchall(), key=repr)  # noqa: E731 -- short

        def named(query):
            """The query with ids for `who(number)`, `event(number)` and `place(number)`."""
            query = re.sub(r"who\((\S+?)\)", r"(SELECT id FROM actor WHERE actor.a = \1)", query)
            query = re.sub(r"place\((\S+?)\)", r"(SELECT id FROM place WHERE place.p = \1)", query)
            query = re.sub(r"text\((\S+?)\)", r"(SELECT id FROM article WHERE article.r = \1)", query)
            return re.sub(r"event\((\S+?)\)", r"(SELECT id FROM event WHERE event.n = \1)", query)

        found = {
            "meta": rows("SELECT name, value FROM meta"),
            "event": rows(
                "SELECT id, iri, type, status, polarity, certainty, tense, confidence, support, sources, "
                "place(event.place), earliest, latest, first, last, long, down, time_key, support_key, confidence_key "
                "FROM event"
            ),
            "name": rows("SELECT event(name.n), id FROM name"),
            "order": database.execute("SELECT id FROM event ORDER BY n").fetchall(),
            "shown": rows("SELECT event(shown.n), event, more FROM shown JOIN more USING (n)"),
            "actor": rows("SELECT id, name, shown, events, first, last FROM actor"),
            "part": rows("SELECT who(part.a), role, long, event(part.n), first, last, type, status, down FROM part"),
            "actor_day": rows("SELECT who(actor_day.a), role, first, last, events FROM actor_day"),
            "shared": rows("SELECT who(shared.a), who(other), events FROM shared"),
            "place": rows("SELECT id, shown, lat_low, lon_high FROM place LEFT JOIN point USING (p)"),
            "article": rows("SELECT id, source, date, title, shown, extractor, mentions FROM article"),
            "told": rows("SELECT text(told.r), event(told.n) FROM told"),
            "word": rows("SELECT word, events FROM word"),
            "day": rows("SELECT type, first, last, events FROM day"),
            "pairs": pairs_in(database),
            "merged": rows("SELECT id, node FROM merged"),
            "differ": rows("SELECT event(differ.n), property FROM differ"),
        }
        for word in ("attacked", "met", "nobody", "river", "case31", '"met nobody in"', "renamed"):
            query = named("SELECT DISTINCT event(sentence.rowid/1024) FROM sentence WHERE sentence MATCH ?")
            found[word] = sorted(database.execute(query, (word,)).fetchall())
        return found


def graph_of(articles, *, renamed, moved, merges):
    """The merged graph of some of the articles; with other names, types and days, and with merges."""

    def kept(refs):
        return tuple(ref for ref in refs if ref.article in articles)

    events = tuple(
        replace(
            event,
            members=kept(event.members),
            support=Support(**dict.fromkeys(("articles", "sources"), len(kept(event.members)))),
            **({"type": "AID", "when": None} if number % 7 in moved else {}),
            **({"when": SINCE} if number % 7 not in moved and number % 5 in moved else {}),
        )
        for number, event in enumerate(GRAPH.events)
        if kept(event.members)
    )  # fmt: skip
    parties = {party.actor for event in events for party in event.participants}
    actors = tuple(
        replace(
            actor, members=kept(actor.members), name=f"Renamed {actor.name}" if number % 6 in renamed else actor.name
        )
        for number, actor in enumerate(GRAPH.actors)
        if kept(actor.members) and actor.id in parties
    )
    places = tuple(
        replace(place, members=kept(place.members), lat=1.5 if number % 4 in renamed else place.lat)
        for number, place in enumerate(GRAPH.places)
    )
    return MergedGraph(
        actors=actors,
        places=places,
        events=events,
        merges=tuple(
            Merge(id=f"m-{event.id}", kind="event", into=event.id, members=event.members, rule="same", score=score / 10,
                  features=(Feature(name="time", score=1.0, detail=f"same day {score}"),))
            for event in events
            if (score := merges.get(event.id, 0)) and len(event.members) > 1
        ),
    )  # fmt: skip


SINCE = When(earliest="2020-02-01", latest=None, precision=Precision.MONTH, text="since February 2020")

STEPS = st.fixed_dictionaries(
    {
        "articles": st.sets(st.sampled_from(sorted(RECORDS)), min_size=1),
        "renamed": st.sets(st.integers(0, 5), max_size=2),
        "moved": st.sets(st.integers(0, 6), max_size=2),
        "merges": st.dictionaries(
            st.sampled_from([event.id for event in GRAPH.events]), st.integers(1, 9), max_size=20
        ),
        "worded": st.sets(st.sampled_from(sorted(RECORDS)), max_size=2),
    }
)


def write(store, step):
    """Makes the store hold the articles and merged graph of a step."""
    for gone in store.article_ids().keys() - step["articles"]:
        store.delete(gone)
    for key in sorted(step["articles"]):
        record = RECORDS[key]
        if key in step["worded"]:
            record = replace(record, article=replace(record.article, title=f"Other news {key}", source="Paper X"))
        store.replace([record])
    store.write_merged(graph_of(step["articles"], **{name: step[name] for name in ("renamed", "moved", "merges")}))
    return store.publish()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=2, max_size=3))
def test_an_index_that_follows_is_one_made_anew(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("follow") / "store"
    with WriteStore.open(path) as store:
        write(store, steps[0])
        make_index(path)
        for step in steps[1:]:
            generation = write(store, step)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(files, "build_index", lambda *_: pytest.fail("it was made anew"))
                followed = make_index(path)
            with ReadStore.open(path) as shown:
                assert shown.generation == generation
                build_index(Catalog(shown), path / "anew.sqlite")
            assert contents(followed) == contents(path / "anew.sqlite")


def test_changes_over_two_snapshots_are_added_up(tmp_path):
    path = tmp_path / "store"
    first, second, third = ({"articles": set(sorted(RECORDS)[:n]), "renamed": set(), "moved": set(), "merges": {},
                             "worded": set()} for n in (3, 6, 9))  # fmt: skip
    with WriteStore.open(path) as store:
        write(store, first)
        old = make_index(path)
        write(store, second)
        newest = write(store, third)
        with ReadStore.open(path) as shown:
            changes = shown.changes_since(newest - 2)
            assert {f"a{n:07d}" for n in range(3, 9)} <= changes.articles
            update_index(shown, changes, old=old, path=path / "new.sqlite")
            build_index(Catalog(shown), path / "anew.sqlite")
        assert contents(path / "new.sqlite") == contents(path / "anew.sqlite")


def test_what_is_not_known_to_have_changed_makes_the_index_anew(tmp_path):
    path = tmp_path / "store"
    step = {"articles": set(sorted(RECORDS)[:3]), "renamed": set(), "moved": set(), "merges": {}, "worded": set()}
    with WriteStore.open(path) as store:
        write(store, step)
        make_index(path)
        newest = write(store, step | {"articles": set(sorted(RECORDS)[:5])})
    for file in (path / "changes").iterdir():
        file.unlink()
    with ReadStore.open(path) as shown:
        assert shown.changes_since(newest - 1) is None
        build_index(Catalog(shown), path / "anew.sqlite")
    assert contents(make_index(path)) == contents(path / "anew.sqlite")


def test_notes_of_another_run_of_the_machine_are_not_trusted(tmp_path, monkeypatch):
    path = tmp_path / "store"
    step = {"articles": set(sorted(RECORDS)[:3]), "renamed": set(), "moved": set(), "merges": {}, "worded": set()}
    with WriteStore.open(path) as store:
        write(store, step)
        store.replace([RECORDS["a0000005"]])
        assert (path / "changes" / "open").exists()
        monkeypatch.setattr("kg.store.changes._boot", lambda: "another")
        newest = write(store, step | {"articles": set(sorted(RECORDS)[:6])})
        assert not (path / "changes" / "open").exists()
    assert ChangeLog(Folder(path)).since(newest - 1, until=newest) is None


def test_a_line_of_the_log_that_was_cut_off_counts_for_nothing(tmp_path):
    path = tmp_path / "store"
    step = {"articles": set(sorted(RECORDS)[:3]), "renamed": set(), "moved": set(), "merges": {}, "worded": set()}
    with WriteStore.open(path) as store:
        write(store, step)
        store.replace([RECORDS["a0000005"]])
        with (path / "changes" / "open").open("a") as log:
            log.write('{"events": ["ev-')
        newest = write(store, step | {"articles": set(sorted(RECORDS)[:6])})
    assert "a0000005" in ChangeLog(Folder(path)).since(newest - 1, until=newest).articles


def test_too_many_events_between_two_are_said(tmp_path, monkeypatch):
    """Then the index is made anew, and no answer differs."""
    path = tmp_path / "store"
    step = {"articles": set(sorted(RECORDS)[::2]), "renamed": set(), "moved": set(), "merges": {}, "worded": set()}
    monkeypatch.setattr("kg.query.index.build.GAP", 1)
    with WriteStore.open(path) as store:
        write(store, step)
        old = make_index(path)
        write(store, step | {"articles": set(RECORDS)})
        with ReadStore.open(path) as shown:
            with pytest.raises(CrowdedError):
                update_index(shown, shown.changes_since(shown.generation - 1), old=old, path=path / "new.sqlite")
            build_index(Catalog(shown), path / "anew.sqlite")
        assert contents(make_index(path)) == contents(path / "anew.sqlite")
    assert GAP > STEP


def test_a_broken_index_is_not_followed(tmp_path):
    path = tmp_path / "store"
    step = {"articles": set(sorted(RECORDS)[:3]), "renamed": set(), "moved": set(), "merges": {}, "worded": set()}
    with WriteStore.open(path) as store:
        write(store, step)
        make_index(path).write_bytes(b"no database" * 1000)
        generation = write(store, step | {"articles": set(RECORDS)})
    made = make_index(path)
    assert made == index_path(path, generation)
    with ReadStore.open(path) as shown:
        build_index(Catalog(shown), path / "anew.sqlite")
    assert contents(made) == contents(path / "anew.sqlite")
    assert json.loads(dict(contents(made)["meta"])["counts"])["articles"] == len(RECORDS)


def test_the_first_store_needs_no_notes(tmp_path):
    with WriteStore.open(tmp_path / "store") as store:
        store.replace([RECORDS["a0000001"]])
        store.write_merged(MergedGraph())
        assert not (tmp_path / "store" / "changes").exists()
        store.publish()
    assert Ref("a0000001", "e0") in GRAPH.events[5].members
