"""`kg build`, `kg delete`: what ends up in the store, and what is said of inputs that are no articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg import analysis
from kg.query.index.files import open_index
from kg.store import ReadStore, runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

pytestmark = pytest.mark.model

ATTACK = "Gunmen killed two policemen in Mosul on Monday, the interior ministry said."
DENIAL = "The militia denied that its fighters had killed two policemen in Mosul on Monday."


def _write(path: Path, *records: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def _dump(store: Path, tmp_path: Path) -> bytes:
    target = tmp_path / "dump.nq"
    with ReadStore.open(store) as opened, target.open("wb") as output:
        opened.dump(output, format="nquads")
    return target.read_bytes()


def test_building_again_changes_nothing(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    source = _write(tmp_path / "a.jsonl", {"id": "one", "date": "2024-05-14", "text": ATTACK})
    store = tmp_path / "store"
    assert "1 new" in kg("build", source, "--store", store).out
    first = _dump(store, tmp_path)
    assert "1 unchanged" in kg("build", source, "--store", store).out
    assert _dump(store, tmp_path) == first
    with ReadStore.open(store) as opened:
        assert opened.written_in("one") == runs(store)[0].started


def test_what_was_built_has_its_index_unless_that_is_not_wanted(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    one = _write(tmp_path / "1.jsonl", {"id": "one", "date": "2024-05-14", "text": ATTACK})
    two = _write(tmp_path / "2.jsonl", {"id": "two", "date": "2024-05-14", "text": DENIAL})
    store = tmp_path / "store"
    assert "index" not in kg("build", one, "--store", store, "--no-index").out
    with ReadStore.open(store) as opened:
        assert open_index(opened) is None
    assert "index" in kg("build", two, "--store", store).out
    listed = kg("events", "--store", store, "--format", "csv").out
    with ReadStore.open(store) as opened:
        index = open_index(opened)
        assert index is not None
        assert index.counts["articles"] == 2
        index.path.unlink()
        index.close()
    assert kg("events", "--store", store, "--format", "csv").out == listed


def test_a_changed_article_replaces_its_old_version(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    store = tmp_path / "store"
    kg("build", _write(tmp_path / "a.jsonl", {"id": "one", "date": "2024-05-14", "text": ATTACK}), "--store", store)
    changed = _write(
        tmp_path / "a.jsonl", {"id": "one", "date": "2024-05-14", "text": "Police arrested Maria Lindqvist."}
    )
    assert "1 replaced" in kg("build", changed, "--store", store).out
    with ReadStore.open(store) as opened:
        assert "Lindqvist" in opened.article("one").article.text
        assert [event.lemma for event in opened.merged().events] == ["arrest"]


def test_deleting_and_building_again_ends_in_the_same_graph(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    one = _write(tmp_path / "1.jsonl", {"id": "one", "date": "2024-05-14", "text": ATTACK, "source": "A"})
    two = _write(tmp_path / "2.jsonl", {"id": "two", "date": "2024-05-14", "text": DENIAL, "source": "B"})
    store = tmp_path / "store"
    kg("build", one, two, "--store", store)
    both = _dump(store, tmp_path)
    assert kg("delete", "two", "--store", store).status == 0
    assert b"/article/two" not in _dump(store, tmp_path)
    kg("build", two, "--store", store)
    assert _dump(store, tmp_path) == both


def test_order_and_number_of_builds_do_not_matter(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    one = _write(tmp_path / "1.jsonl", {"id": "one", "date": "2024-05-14", "text": ATTACK})
    two = _write(tmp_path / "2.jsonl", {"id": "two", "date": "2024-05-15", "text": DENIAL})
    kg("build", one, two, "--store", tmp_path / "at-once")
    kg("build", two, "--store", tmp_path / "one-by-one")
    kg("build", one, "--store", tmp_path / "one-by-one")
    assert _dump(tmp_path / "at-once", tmp_path) == _dump(tmp_path / "one-by-one", tmp_path)


def test_deleting_what_is_not_there_is_a_bad_call(kg: Callable[..., Outcome], sample_store: Path) -> None:
    outcome = kg("delete", "no-such-article", "--store", sample_store)
    assert outcome.status == 2
    assert "no-such-article" in outcome.err


def test_two_workers_give_the_graph_of_one(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    records = [{"id": f"n{n}", "date": "2024-05-14", "text": ATTACK if n % 2 else DENIAL} for n in range(20)]
    source = _write(tmp_path / "a.jsonl", *records)
    kg("build", source, "--store", tmp_path / "one")
    kg("build", source, "--store", tmp_path / "two", "--workers", "2")
    assert _dump(tmp_path / "one", tmp_path) == _dump(tmp_path / "two", tmp_path)


BAD_INPUTS = {
    "empty.txt": b"",
    "blank.txt": b" \n\n ",
    "binary.txt": b"\x7fELF\x00\x01\x02\x00" * 50,
    "picture.html": b"\x89PNG\r\n\x1a\n\x00\x00",
    "no-text.html": b"<html><head><title>Menu</title></head><body><nav><a href='/'>Home</a></nav></body></html>",
    "broken.jsonl": b'{"text": "Police arrested Ada Berg in Oslo."}\n{"text": "cut off\n',
    "no-text.jsonl": b'{"title": "nothing"}\n',
    "bad-date.jsonl": b'{"text": "Police arrested a man.", "date": "yesterdayish"}\n',
    "no-column.csv": b"title,body\na,b\n",
    "feed.rss": b"<rss><channel><title>x",
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_input_gets_one_sentence_and_the_run_goes_on(
    name: str, kg: Callable[..., Outcome], tmp_path: Path
) -> None:
    bad = tmp_path / name
    bad.write_bytes(BAD_INPUTS[name])
    good = _write(tmp_path / "good.jsonl", {"id": "good", "date": "2024-05-14", "text": ATTACK})
    outcome = kg("build", bad, good, "--store", tmp_path / "store")
    assert outcome.status == 0
    complaints = [line for line in outcome.err.splitlines() if name in line]
    assert len(complaints) == 1, outcome.err
    assert "Traceback" not in outcome.err
    with ReadStore.open(tmp_path / "store") as opened:
        assert "good" in opened.article_ids()


def test_a_latin_1_file_is_read(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Police in Córdoba arrested José Peña on Monday, the señor’s café said.".encode("cp1252"))
    kg("build", path, "--store", tmp_path / "store")
    with ReadStore.open(tmp_path / "store") as opened:
        (record,) = opened.records()
        assert "José Peña" in record.article.text


def test_an_article_of_ten_megabytes_is_refused_with_the_limit(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_text((ATTACK + "\n") * (10_000_000 // len(ATTACK)), encoding="utf-8")
    outcome = kg("build", path, "--store", tmp_path / "store")
    assert outcome.status == 1
    assert "huge.txt" in outcome.err
    assert "1,000,000" in outcome.err


def test_a_folder_without_articles_says_so(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = kg("build", tmp_path / "empty", "--store", tmp_path / "store")
    assert outcome.status == 1
    assert "empty" in outcome.err


def test_a_missing_date_is_said_in_the_summary(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    source = _write(tmp_path / "a.jsonl", {"id": "one", "text": ATTACK})
    assert "without a date" in kg("build", source, "--store", tmp_path / "store").out


def test_strict_turns_a_rejection_into_failure(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    good = _write(tmp_path / "good.jsonl", {"id": "good", "text": ATTACK})
    assert kg("build", tmp_path / "empty.txt", good, "--store", tmp_path / "store", "--strict").status == 1


def test_an_article_that_fails_does_not_end_the_build(
    kg: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = analysis.resolve_article

    def failing(extraction: object, **options: object) -> object:
        if extraction.article.id == "bad":  # type: ignore[attr-defined]
            raise RuntimeError("a rule stumbled")
        return real(extraction, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(analysis, "resolve_article", failing)
    source = _write(tmp_path / "a.jsonl", {"id": "bad", "text": DENIAL}, {"id": "good", "text": ATTACK})
    outcome = kg("build", source, "--store", tmp_path / "store")
    assert outcome.status == 0
    assert "bad: the article could not be analysed" in outcome.err
    with ReadStore.open(tmp_path / "store") as opened:
        assert list(opened.article_ids()) == ["good"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "x.txt", "--model", "no_such_pipeline"), "no_such_pipeline"),
        (("build", "x.txt", "--date", "31-12-2020"), "31-12-2020"),
        (("build", "x.txt", "--workers", "0"), "'0'"),
        (("build", "x.txt", "--format", "pdf"), "pdf"),
        (("events", "--colour", "red"), "--colour"),
    ],
)
def test_a_bad_call_is_one_sentence_and_status_2(
    arguments: tuple[str, ...], words: str, kg: Callable[..., Outcome], tmp_path: Path
) -> None:
    store = ("--store", str(tmp_path / "store"))
    outcome = kg(*arguments, *store)
    assert outcome.status == 2
    assert words in outcome.err
    assert "Traceback" not in outcome.err


def test_two_versions_of_an_article_in_one_input_end_in_the_later_one_every_time(
    kg: Callable[..., Outcome], tmp_path: Path
) -> None:
    source = _write(
        tmp_path / "a.jsonl", {"id": "one", "date": "2024-05-14", "text": DENIAL}, {"id": "two", "text": DENIAL},
        {"id": "one", "date": "2024-05-14", "text": ATTACK},
    )  # fmt: skip
    store = tmp_path / "store"
    assert "2 new, 1 replaced" in kg("build", source, "--store", store).out
    first = _dump(store, tmp_path)
    kg("build", source, "--store", store)
    assert _dump(store, tmp_path) == first
    with ReadStore.open(store) as opened:
        assert opened.article("one").article.text == ATTACK


def test_own_authority_names_the_actor_and_stays_with_the_store(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,aliases,sameAs\nCustoms Watch,Harbour Guard,https://example.org/cw\n", encoding="utf-8")
    store = tmp_path / "store"
    query = "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT ?a { ?a owl:sameAs <https://example.org/cw> }"
    record = {"id": "a", "date": "2020-01-06", "text": "The Harbour Guard arrested two smugglers in Mosul on Monday."}
    assert kg("build", _write(tmp_path / "a.jsonl", record), "--authority", names, "--store", store).status == 0
    record |= {"id": "b", "text": "On Tuesday the Harbour Guard arrested a captain in Mosul."}
    assert kg("build", _write(tmp_path / "b.jsonl", record), "--store", store).status == 0
    found = kg("sparql", query, "--store", store, "--format", "csv").out
    assert "customs-watch" in found
    with ReadStore.open(store) as opened:
        actor = next(actor for actor in opened.merged().actors if actor.name == "Customs Watch")
    assert {ref.article for ref in actor.members} == {"a", "b"}


def test_authority_file_that_is_none_is_a_bad_call(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    article = _write(tmp_path / "a.jsonl", {"id": "a", "text": ATTACK})
    outcome = kg("build", article, "--authority", tmp_path / "none.csv", "--store", tmp_path / "store")
    assert outcome.status == 2
    assert "none.csv" in outcome.err
    assert not (tmp_path / "store").exists()
