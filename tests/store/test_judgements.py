"""Judgements as lines, in a store, in its backups and on a server; what is wrong is said in one sentence."""

import json

import pytest

from kg.errors import StoreError
from kg.model import Anchor, Judged, Judgement
from kg.store import WriteStore
from kg.store.backup import backup, restore
from kg.store.judgements import digest_of, read_lines, to_line


def actor(one, two, judged=Judged.SAME, **more):
    return Judgement(kind="actor", judged=judged, one=Anchor(name=one), two=Anchor(name=two), **more)


EVENT = Judgement(
    kind="event", judged=Judged.DIFFERENT, by="Jo", note="two blasts",
    one=Anchor(name="blast", article="a1", start=4, end=9), two=Anchor(name="blast", article="b/2", start=0, end=5),
)  # fmt: skip


def test_lines_come_back_whatever_their_order():
    judged = [actor("Jo Smith", "J. Smith"), EVENT, actor("Al", "Bo", Judged.UNSURE)]
    lines = [to_line(one) for one in judged]
    assert set(read_lines(lines, where="")) == set(judged)
    assert read_lines(lines, where="") == read_lines([*reversed(lines), "", "# a comment", lines[0]], where="")


def test_the_digest_is_of_what_has_an_effect():
    assert digest_of([]) == digest_of([actor("Al", "Bo", Judged.UNSURE)]) == ""
    assert digest_of([actor("Al", "Bo"), EVENT]) == digest_of([EVENT, actor("Al", "Bo"), EVENT])
    assert digest_of([EVENT]) != digest_of([actor("Al", "Bo")])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1 of the judgements of x is none"),
        ("[]", "needs `judged`"),
        ({"judged": "same", "kind": "actor", "one": {"name": "a"}, "two": {"name": "b"}, "when": 1}, "no key 'when'"),
        ({"judged": "same", "kind": "time", "one": {"name": "a"}, "two": {"name": "b"}}, "not one of actor"),
        ({"judged": "maybe", "kind": "actor", "one": {"name": "a"}, "two": {"name": "b"}}, "not one of same"),
        ({"judged": "same", "kind": "actor", "one": {"name": ""}, "two": {"name": "b"}}, "each side is"),
        ({"judged": "same", "kind": "actor", "one": "a", "two": {"name": "b"}}, "each side is"),
        ({"judged": "same", "kind": "actor", "one": {"name": "a", "article": "x"}, "two": {"name": "b"}}, "together"),
        ({"judged": "same", "kind": "event", "one": {"name": "a"}, "two": {"name": "b"}}, "of its trigger"),
        ({"judged": "same", "kind": "actor", "one": {"name": "a"}, "two": {"name": "b"}, "by": 3}, "no text"),
    ],
)
def test_a_wrong_line_gets_one_sentence(line, message):
    with pytest.raises(StoreError, match=message) as raised:
        read_lines([line if isinstance(line, str) else json.dumps(line)], where="of x")
    assert "\n" not in str(raised.value)


def test_contradicting_judgements_get_one_sentence_with_the_chain():
    wrong = [actor("A", "B", by="Jo"), actor("C", "B"), actor("A", "C", Judged.DIFFERENT, by="Al")]
    with pytest.raises(StoreError) as raised:
        read_lines(map(to_line, wrong), where="of x")
    assert str(raised.value) == (
        "the judgements contradict each other: “A” and “C” are different says Al, but “A” is the same as “B” (Jo) and "
        "“B” is the same as “C” (user); remove one with `kg judge --undo`"
    )
    assert read_lines(map(to_line, [*wrong[:2], actor("A", "D", Judged.DIFFERENT)]), where="of x")


def test_a_store_keeps_them_and_needs_a_merge(tmp_path):
    with WriteStore.open(tmp_path / "s") as store:
        assert store.judgements() == ()
        store.write_judgements([EVENT, actor("Al", "Bo")])
        assert set(store.judgements()) == {EVENT, actor("Al", "Bo")}
    (tmp_path / "s" / "judgements.jsonl").write_text("# ours\n\n" + to_line(EVENT) + "\n", encoding="utf-8")
    with WriteStore.open(tmp_path / "s") as store:
        store.write_judgements([actor("Al", "Bo")])
    assert (tmp_path / "s" / "judgements.jsonl").read_text(encoding="utf-8").startswith("# ours\n\n{")


def test_every_backend_and_its_backups_keep_them(place, make_record, make_graph, tmp_path):
    record = make_record()
    with WriteStore.open(place("s")) as store:
        store.replace([record])
        store.write_judgements([EVENT])
        assert store.judgements() == (EVENT,)
        store.write_merged(make_graph(record))
        assert not store.needs_merge
        store.publish()
    backup(place("s"), tmp_path / "b.nq.gz")
    restore(tmp_path / "b.nq.gz", place("t"))
    with WriteStore.open(place("t")) as store:
        assert store.judgements() == (EVENT,)
        assert not store.needs_merge
        store.write_judgements([])
        assert store.needs_merge


def test_a_backup_of_a_folder_keeps_comments(tmp_path, make_record, make_graph):
    record = make_record()
    with WriteStore.open(tmp_path / "s") as store:
        store.replace([record])
        store.write_merged(make_graph(record))
        store.publish()
    (tmp_path / "s" / "judgements.jsonl").write_text(f"{to_line(EVENT)}\n# why: see the minutes\n", encoding="utf-8")
    backup(tmp_path / "s", tmp_path / "b.nq.gz")
    restore(tmp_path / "b.nq.gz", tmp_path / "t")
    kept = (tmp_path / "t" / "judgements.jsonl").read_text(encoding="utf-8")
    assert kept == f"{to_line(EVENT)}\n# why: see the minutes\n"
