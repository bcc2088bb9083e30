"""A table on disk is a dictionary that outlives its process; what is not whole, or not ours, is refused."""

from __future__ import annotations

import pickle
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import ActorKind, Ref
from kg.tables import InMemory, OnDisk, TablesLost

KEYS = [
    "a", "b", 1, -2, Ref("n1", "7 a"), Ref("n1 7", " a\x00"), Ref("é", ""), ("a", 1, "b"), (("what", "'é"), None),
    (("what", "'é"), 3),
]  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.sampled_from(KEYS), st.sets(st.integers(0, 3))),
        st.tuples(st.sampled_from(["pop", "delete", "default", "add", "look"]), st.sampled_from(KEYS), st.just(set())),
        st.tuples(st.just("save"), st.none(), st.just(set())),
        st.tuples(st.just("end"), st.none(), st.just(set())),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(steps=STEPS, keys=st.sampled_from([KEYS[:2], KEYS[2:4], KEYS[4:7], KEYS[7:]]), fixed=st.booleans())
def test_a_table_is_a_dictionary_whatever_is_done_and_however_often_its_process_ends(
    steps, keys, fixed, tmp_path_factory
):
    path = tmp_path_factory.mktemp("tables") / "t.sqlite"
    model = InMemory().table("one")
    tables = OnDisk(path, made_by="a test")
    table = tables.table("one", fixed=fixed)
    for step, key, value in steps:
        if step in ("save", "end"):
            tables.save()
            if step == "end":
                tables.close()
                tables = OnDisk(path, made_by="a test")
                table = tables.table("one", fixed=fixed)
            continue
        for one, its in ((model, set(value)), (table, set(value))):
            if step == "set":
                one[key] = its
            elif step == "pop":
                one.pop(key, None)
            elif step == "delete" and key in one:
                del one[key]
            elif step == "default" and fixed:
                one.setdefault(key, {7})
            elif step == "default":
                one.setdefault(key, set()).add(7)
            elif step == "add" and key in one and fixed:
                one[key] = one[key] | {9}
            elif step == "add" and key in one:
                one[key].add(9)  # nobody says that it changed
        assert table.get(key) == model.get(key)
        assert (key in table) is (key in model)
        assert len(table) == len(model)
        assert dict(table.items()) == dict(model)
        assert set(table) == set(model)
        assert sorted(map(sorted, table.values())) == sorted(map(sorted, model.values()))
    tables.close()


def test_what_was_not_saved_is_as_if_it_had_not_been(tmp_path):
    path = tmp_path / "t.sqlite"
    with closing(OnDisk(path, made_by="a test")) as tables:
        tables.table("one")["kept"] = 1
        tables.save()
    with closing(OnDisk(path, made_by="a test")) as tables:
        table = tables.table("one")
        del table["kept"]
        table["new"] = 2
    with closing(OnDisk(path, made_by="a test")) as tables:
        assert dict(tables.table("one").items()) == {"kept": 1}


def test_missing_keys_are_errors_as_of_a_dictionary(tmp_path):
    with closing(OnDisk(tmp_path / "t.sqlite", made_by="a test")) as tables:
        table = tables.table("one")
        for wrong in (lambda: table["a"], lambda: table.pop("a"), lambda: table.__delitem__("a")):
            with pytest.raises(KeyError):
                wrong()
        with pytest.raises(ValueError, match="in use"):
            tables.table("one")


def test_what_others_made_is_dropped(tmp_path):
    path = tmp_path / "t.sqlite"
    for made_by, expected in (("one", {}), ("one", {"a": 1}), ("two", {}), ("two", {"a": 1})):
        with closing(OnDisk(path, made_by=made_by)) as tables:
            table = tables.table("one")
            assert dict(table.items()) == expected
            table["a"] = 1
            tables.save()


@pytest.mark.parametrize("value", [ActorKind.PERSON, date(2020, 1, 3), frozenset({Ref("a", "b")}), None, ("x", 1.5)])
def test_values_of_ours_come_back(value, tmp_path):
    path = tmp_path / "t.sqlite"
    with closing(OnDisk(path, made_by="a test")) as tables:
        tables.table("one")["a"] = value
        tables.save()
    with closing(OnDisk(path, made_by="a test")) as tables:
        assert tables.table("one")["a"] == value


class Evil:
    def __reduce__(self):
        return eval, ("1 + 1",)


@pytest.mark.parametrize(
    "value", [Evil(), print, sqlite3.Connection, pickle.Unpickler], ids=["call", "function", "class", "reader"]
)
def test_a_row_that_names_anything_else_is_refused(value, tmp_path):
    path = tmp_path / "t.sqlite"
    with closing(OnDisk(path, made_by="a test")) as tables:
        tables.table("one")["a"] = value
        tables.save()
    with closing(OnDisk(path, made_by="a test")) as tables, pytest.raises(TablesLost, match="none of its values"):
        tables.table("one")["a"]


def test_a_row_that_is_not_the_one_that_was_written_is_refused(tmp_path):
    path = tmp_path / "t.sqlite"
    with closing(OnDisk(path, made_by="a test")) as tables:
        tables.table("one")["a"] = "some words"
        tables.save()
    with closing(sqlite3.connect(path)) as file, file:
        ((block,),) = file.execute("SELECT value FROM one")
        file.execute("UPDATE one SET value = ?", (block.replace(b"words", b"sword"),))
    with closing(OnDisk(path, made_by="a test")) as tables, pytest.raises(TablesLost, match="not the one"):
        tables.table("one")["a"]


@pytest.mark.parametrize("left", [0, 1, 100, 5_000, 20_000])
def test_a_file_that_was_cut_off_is_empty_or_refused(left, tmp_path):
    path = tmp_path / "t.sqlite"
    with closing(OnDisk(path, made_by="a test")) as tables:
        tables.table("one").update((f"key {number}", "words" * number) for number in range(200))
        tables.save()
    path.write_bytes(path.read_bytes()[:left])
    try:
        with closing(OnDisk(path, made_by="a test")) as tables:
            assert dict(tables.table("one").items()) == {}
    except TablesLost:
        assert left > 0


def test_a_file_of_something_else_or_in_use_is_refused(tmp_path):
    path = tmp_path / "t.sqlite"
    path.write_text("no database " * 100)
    with pytest.raises(TablesLost, match="not a database"):
        OnDisk(path, made_by="a test")
    with pytest.raises(TablesLost, match="unable to open"):
        OnDisk(tmp_path / "missing" / "t.sqlite", made_by="a test")
