"""What a writer promises: same in, same store; whole articles; one writer; clear errors."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, UnknownError
from kg.model import ActorMention, ArticleRecord, Form, MergedGraph, Span
from kg.store import (
    Change,
    ReadStore,
    WriteStore,
    books,
    canonical_graph,
    canonical_record,
    check_record,
    graph_changes,
)
from kg.store.engine import Embedded
from kg.vocab import MERGED_GRAPH

Place = Callable[[str], Path | str]
Make = Callable[..., ArticleRecord]
MakeGraph = Callable[..., MergedGraph]


def dumped(path: Path | str) -> bytes:
    output = io.BytesIO()
    with ReadStore.open(path) as store:
        store.dump(output)
    return output.getvalue()


def build(path: Path | str, records: list[ArticleRecord], graph: MergedGraph) -> int:
    with WriteStore.open(path) as store:
        store.replace(records)
        store.write_merged(graph)
        return store.publish()


def test_store_gives_back_what_was_written(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    records = [make_record("b"), make_record("a é")]
    build(place("s"), records, make_graph(*records))
    with ReadStore.open(place("s")) as store:
        assert list(store.records()) == sorted(map(canonical_record, records), key=lambda record: record.article.id)
        assert store.article("b") == canonical_record(records[0])
        assert store.merged() == canonical_graph(make_graph(*records))
        assert store.verify() == []
        assert store.counts() == {"articles": 2, "mentions": 4, "events": 1, "actors": 2, "places": 2, "merges": 1}


def test_same_again_changes_nothing(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    records = [make_record("a"), make_record("b")]
    first = build(place("s"), records, make_graph(*records))
    before = dumped(place("s"))
    with WriteStore.open(place("s")) as store:
        assert store.replace(records) == {"a": Change.UNCHANGED, "b": Change.UNCHANGED}
        assert store.write_merged(make_graph(*records)) == 0
        assert store.publish() == first
    assert dumped(place("s")) == before


def test_order_of_articles_does_not_matter(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    records = [make_record("a"), make_record("b"), make_record("c")]
    build(place("at once"), records, make_graph(*records))
    for record in reversed(records):
        build(place("one by one"), [record], MergedGraph())
    with WriteStore.open(place("one by one")) as store:
        store.write_merged(make_graph(*records))
        store.publish()
    assert dumped(place("one by one")) == dumped(place("at once"))


def test_changed_article_replaces_its_old_version(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    old, other = make_record("a"), make_record("b")
    new = replace(old, events=old.events[:1], actors=old.actors[:1])
    new = replace(new, events=(replace(new.events[0], also=(), attributed_to=()),))
    build(place("s"), [old, other], make_graph(old, other))
    with WriteStore.open(place("s")) as store:
        assert store.replace([new]) == {"a": Change.REPLACED}
        assert store.needs_merge
        assert store.article("a") == canonical_record(new)
        assert store.article("b") == canonical_record(other)


def test_build_delete_build_ends_in_the_same_graph(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    first, second = make_record("a"), make_record("b")
    build(place("s"), [first], make_graph(first))
    before = dumped(place("s"))
    build(place("s"), [second], make_graph(first, second))
    assert dumped(place("s")) != before
    with WriteStore.open(place("s")) as store:
        store.delete("b")
        assert store.article_ids().keys() == {"a"}
        assert store.write_merged(make_graph(first)) > 0
        store.publish()
    assert dumped(place("s")) == before
    with WriteStore.open(place("s")) as store:
        store.delete("a")
        store.write_merged(MergedGraph())
        store.publish()
    assert dumped(place("s")) == b""


def test_deleting_an_unknown_article_is_an_error(place: Place) -> None:
    with WriteStore.open(place("s")) as store, pytest.raises(UnknownError, match="no article 'x'"):
        store.delete("x")


def test_large_differences_go_in_several_transactions(
    place: Place, make_record: Make, make_graph: MakeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = make_record("a")
    build(place("whole"), [record], make_graph(record))
    monkeypatch.setattr(graph_changes, "TRANSACTION_QUADS", 7)
    build(place("parts"), [record], MergedGraph())
    build(place("parts"), [record], make_graph(record))
    assert dumped(place("parts")) == dumped(place("whole"))
    build(place("parts"), [record], MergedGraph())
    build(place("whole"), [record], MergedGraph())
    assert dumped(place("parts")) == dumped(place("whole"))


def test_a_large_first_graph_is_the_same_as_one_in_transactions(
    place: Place, make_record: Make, make_graph: MakeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = make_record("a")
    build(place("whole"), [record], make_graph(record))
    monkeypatch.setattr(graph_changes, "TRANSACTION_QUADS", 7)
    with WriteStore.open(place("parts")) as store:
        store.replace([record])
        assert store.write_merged(make_graph(record)) > 7
        assert store.write_merged(make_graph(record)) == 0, "what was loaded is what the books say"
        store.publish()
    assert dumped(place("parts")) == dumped(place("whole"))


def test_needs_merge_follows_the_set_of_articles(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    record = make_record("a")
    with WriteStore.open(place("s")) as store:
        assert not store.needs_merge
        store.replace([record])
        assert store.needs_merge
        with pytest.raises(StoreError, match="older than the articles"):
            store.publish()
        store.write_merged(make_graph(record))
        assert not store.needs_merge
        store.replace([make_record("b")])
        store.delete("b")
        assert not store.needs_merge
    with WriteStore.open(place("s")) as store:
        store.replace([make_record("b")])
    with WriteStore.open(place("s")) as store:
        assert store.needs_merge


def test_same_article_by_the_same_reader_need_not_be_read_again(place: Place, make_record: Make) -> None:
    article = make_record("a").article
    with WriteStore.open(place("s")) as store:
        assert not store.holds(article, extractor="whodid@1 model@1")
        store.replace([make_record("a", extractor="whodid@1 model@1")])
        assert store.holds(article, extractor="whodid@1 model@1")
        assert not store.holds(article, extractor="whodid@1 model@2")
        assert not store.holds(replace(article, title="other"), extractor="whodid@1 model@1")
        store.replace([make_record("a", extractor="whodid@1 model@2")])
        assert not store.holds(article, extractor="whodid@1 model@1")


def test_books_say_in_which_run_an_article_was_written(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    old, other = make_record("a"), make_record("b")
    new = replace(old, extractor="whodid@2 model@1")
    for run, records in (("2026-01-02T03:04:05", [old, other]), ("2026-01-03T03:04:05", [new, other])):
        with WriteStore.open(place("s")) as store:
            store.run = run
            store.replace(records)
            store.write_merged(make_graph(*records))
            store.publish()
    with ReadStore.open(place("s")) as store:
        assert store.written_in("a") == "2026-01-03T03:04:05"
        assert store.written_in("b") == "2026-01-02T03:04:05"
        assert store.written_in("c") is None
    assert b"2026-01-0" not in dumped(place("s"))
    build(place("other"), [new, other], make_graph(new, other))
    assert dumped(place("other")) == dumped(place("s"))
    with ReadStore.open(place("other")) as store:
        assert store.written_in("a") is None


def test_second_writer_is_turned_away(place: Place) -> None:
    with WriteStore.open(place("s")), pytest.raises(StoreError, match="being written by another process"):
        WriteStore.open(place("s"))
    WriteStore.open(place("s")).close()


def test_closed_store_says_so(place: Place) -> None:
    store = WriteStore.open(place("s"))
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.article_ids()


def test_folder_with_other_files_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds other files"):
        WriteStore.open(tmp_path)
    with pytest.raises(StoreError, match="is no store"):
        ReadStore.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_file_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(StoreError, match="is a file"):
        WriteStore.open(path)
    with pytest.raises(StoreError, match="is no store"):
        ReadStore.open(path)


def test_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        ReadStore.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_store_that_was_never_published_cannot_be_read(tmp_path: Path) -> None:
    WriteStore.open(tmp_path / "s").close()
    with pytest.raises(StoreError, match="not built to its end"):
        ReadStore.open(tmp_path / "s")


@pytest.mark.parametrize("content", ['{"format": 2}', '{"format": 4}', "[]", "{}"])
def test_store_of_another_format_is_refused(tmp_path: Path, content: str) -> None:
    WriteStore.open(tmp_path / "s").close()
    (tmp_path / "s" / "whodid.json").write_text(content)
    for opening in (WriteStore.open, ReadStore.open):
        with pytest.raises(StoreError, match="has format"):
            opening(tmp_path / "s")


def test_damaged_mark_is_reported(tmp_path: Path) -> None:
    WriteStore.open(tmp_path / "s").close()
    (tmp_path / "s" / "whodid.json").write_text('{"form')
    with pytest.raises(StoreError, match="cannot be read"):
        WriteStore.open(tmp_path / "s")


@pytest.mark.skipif(os.geteuid() == 0, reason="the super-user may write anywhere")
def test_read_only_folder_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        WriteStore.open(tmp_path / "s")


def test_folder_where_nothing_can_be_written_is_reported() -> None:
    # Not even the super-user can make a folder there.
    with pytest.raises(StoreError, match="cannot be written"):
        WriteStore.open("/proc/whodid-store")


def test_merged_graph_of_unknown_articles_is_refused(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    with WriteStore.open(place("s")) as store, pytest.raises(StoreError, match="speaks of article 'a'"):
        store.write_merged(make_graph(make_record("a")))


def test_bad_record_is_refused_and_those_before_it_stay(place: Place, make_record: Make) -> None:
    good, bad = make_record("a"), make_record("b")
    bad = replace(bad, article=replace(bad.article, text="x" + bad.article.text[1:]))
    with WriteStore.open(place("s")) as store:
        with pytest.raises(StoreError, match="quotes 'Rebels' where the text has 'xebels'"):
            store.replace([good, bad])
        assert store.article_ids().keys() == {"a"}


def _with_event(record: ArticleRecord, **changes: object) -> ArticleRecord:
    return replace(record, events=(replace(record.events[0], **changes), *record.events[1:]))  # type: ignore[arg-type]


def _with_actor(record: ArticleRecord, **changes: object) -> ArticleRecord:
    return replace(record, actors=(replace(record.actors[0], **changes), *record.actors[1:]))  # type: ignore[arg-type]


FAULTS: dict[str, tuple[Callable[[ArticleRecord], ArticleRecord], str]] = {
    "span after the end": (
        lambda record: _with_actor(
            record, mentions=(ActorMention(span=Span(900, 901), text="x", head=Span(0, 1), form=Form.NAME),)
        ),
        "ends after the text",
    ),
    "unknown type": (lambda record: _with_event(record, type="PICNIC"), "'PICNIC', which the codebook does not have"),
    "unknown time": (lambda record: _with_event(record, time="t9"), "'t9', which is nowhere defined"),
    "unknown mention": (lambda record: _with_event(record, also=("e9",)), "'e9', which is nowhere defined"),
    "unknown owner": (lambda record: _with_actor(record, owner="a9"), "'a9', which is nowhere defined"),
    "sentence": (lambda record: _with_event(record, sentence=7), "is in sentence 7, of 2"),
    "confidence": (lambda record: _with_event(record, confidence=1.5), "must lie between 0 and 1"),
    "no number": (lambda record: _with_event(record, confidence=float("nan")), "must lie between 0 and 1"),
    "local id": (lambda record: replace(record, actors=(*record.actors, record.actors[0])), "local id 'a1' twice"),
    "local id of a sentence": (
        lambda record: replace(record, times=(*record.times, replace(record.times[0], id="s1"))),
        "local id 's1'",
    ),
    "local id with a dot": (
        lambda record: replace(record, times=(*record.times, replace(record.times[0], id="a1.0"))),
        "local id 'a1.0'",
    ),
    "date": (lambda record: replace(record, article=replace(record.article, date="5 May")), "dated '5 May'"),
    "latitude": (
        lambda record: replace(record, places=(replace(record.places[0], lat=91.0),)),
        "latitude goes to ±90",
    ),
    "one coordinate": (lambda record: replace(record, places=(replace(record.places[0], lon=None),)), "one coordinate"),
    "bounds": (
        lambda record: replace(record, times=(replace(record.times[0], earliest="2021-01-01"),)),
        "begins on '2021-01-01', after it ends",
    ),
    "fingerprint": (lambda record: replace(record, fingerprint=(2**32,)), "have 32 bits"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_record_that_does_not_hold_together_is_refused(name: str, make_record: Make) -> None:
    fault, message = FAULTS[name]
    record = make_record("a")
    check_record(record)
    with pytest.raises(StoreError, match=message.replace("(", r"\(")):
        check_record(fault(record))


def test_lone_surrogate_is_refused(place: Place, make_record: Make) -> None:
    record = make_record("a")
    record = replace(record, article=replace(record.article, title="\ud800"))
    with WriteStore.open(place("s")) as store, pytest.raises(StoreError, match="lone surrogate"):
        store.replace([record])
    record = replace(record, article=replace(record.article, id="\ud800", title=None))
    with WriteStore.open(place("s")) as store, pytest.raises(StoreError, match="lone surrogate"):
        store.replace([record])


def test_no_blank_node_and_no_book_in_the_dump(place: Place, make_record: Make, make_graph: MakeGraph) -> None:
    record = make_record("a")
    build(place("s"), [record], make_graph(record))
    lines = dumped(place("s")).decode().removesuffix("\n").split("\n")
    graphs = {line.rsplit(" ", 2)[1] for line in lines}
    assert graphs == {f"<{MERGED_GRAPH}>", "<https://w3id.org/whodid/graph/article/a>"}
    assert not any("_:" in line.split(" ", 1)[0] for line in lines)
    assert not any("whodid/store#" in line for line in lines)
    assert lines == sorted(lines, key=str.encode)


def test_damage_is_found(tmp_path: Path, make_record: Make, make_graph: MakeGraph) -> None:
    record = make_record("a")
    build(tmp_path / "s", [record], make_graph(record))
    live = ox.Store(str(tmp_path / "s" / "live"))
    live.update(
        "PREFIX ev: <https://w3id.org/whodid/ontology#> "
        "DELETE WHERE { GRAPH <https://w3id.org/whodid/graph/article/a> { ?s ev:lemma ?o } } ; "
        "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } GRAPH <https://w3id.org/whodid/graph/merged> { <x:s> <x:p> 1 } }"
    )
    faults = books.verify(Embedded(live))
    assert len(faults) == 3
    assert "article 'a' is not the one" in faults[0]
    assert "x:g belongs to no article" in faults[1]
    assert "merged graph is not the one" in faults[2]


def test_mark_names_the_format(tmp_path: Path) -> None:
    WriteStore.open(tmp_path / "s").close()
    assert json.loads((tmp_path / "s" / "whodid.json").read_text()) == {"format": 3}
