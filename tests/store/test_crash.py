"""A writer is killed, or its disk is full: whole articles remain, and none that was acknowledged is lost."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import StoreError
from kg.model import Article, ArticleRecord, MergedGraph, Span
from kg.store import ReadStore, WriteStore, check_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITER = textwrap.dedent(
    """
    import sys
    from kg.model import Article, ArticleRecord, MergedGraph, Span
    from kg.store import WriteStore

    start = int(sys.argv[2])
    with WriteStore.open(sys.argv[1]) as store:
        print("open", flush=True)
        for number in range(start, start + 10_000):
            article = f"n{number % 40}"
            text = f"version {number} " + "word " * 200
            sentences = tuple(Span(at, at + 5) for at in range(0, 900, 9))
            store.replace([ArticleRecord(article=Article(id=article, text=text), sentences=sentences)])
            print(article, number, flush=True)
            if number % 10 == 9:
                store.write_merged(MergedGraph())
                store.publish()
    """
)


def killed_writer(path: Path, *, start: int, after_s: float) -> dict[str, int]:
    """Runs a writer, kills it, and gives the versions that it acknowledged, by article."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(start)], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    stdout = process.stdout
    assert stdout is not None
    assert stdout.readline() == "open\n"
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    lines = stdout.read().split("\n")[:-1]
    stdout.close()
    process.wait()
    return {article: int(number) for article, number in (line.split() for line in lines)}


def test_killed_writer_leaves_whole_articles_and_loses_none(tmp_path: Path) -> None:
    path = tmp_path / "s"
    acknowledged: dict[str, int] = {}
    for round_, after_s in enumerate((0.03, 0.11, 0.22, 0.37)):
        acknowledged |= killed_writer(path, start=round_ * 100_000, after_s=after_s)
        with WriteStore.open(path) as store:
            found = {record.article.id: record for record in store.records()}
            for record in found.values():
                check_record(record)
                assert len(record.sentences) == 100
            # The writer may have been killed between writing a version and saying so.
            versions = {article: int(record.article.text.split()[1]) for article, record in found.items()}
            assert all(versions[article] >= number for article, number in acknowledged.items())
            acknowledged = versions
            store.write_merged(MergedGraph())
            store.publish()
            assert not list((path / "snapshots").glob(".new-*"))
        with ReadStore.open(path) as reader:
            assert reader.verify() == []
            assert reader.article_ids().keys() == acknowledged.keys()
    assert acknowledged


def test_leftovers_of_a_killed_publisher_are_removed(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with WriteStore.open(path) as store:
        first = store.publish()
    unfinished = path / "snapshots" / ".new-0000000002"
    unfinished.mkdir()
    (unfinished / "CURRENT").write_text("x")
    # Renamed, yet never made the current one.
    forgotten = path / "snapshots" / "0000000007"
    forgotten.mkdir()
    (path / ".new-current").write_text("7")
    with ReadStore.open(path) as reader:
        assert reader.generation == first
    with WriteStore.open(path) as store:
        assert not unfinished.exists()
        assert not forgotten.exists()
        store.replace([ArticleRecord(article=Article(id="a", text="x"), sentences=(Span(0, 1),))])
        store.write_merged(MergedGraph())
        assert store.publish() == first + 1


FULL = textwrap.dedent(
    """
    import resource, sys
    from kg.errors import StoreError
    from kg.model import Article, ArticleRecord, Span
    from kg.store import WriteStore

    store = WriteStore.open(sys.argv[1])
    written = 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        for number in range(200):
            text = str(number) * 5_000
            store.replace([ArticleRecord(article=Article(id=f"n{number}", text=text), sentences=(Span(0, 1),))])
            written += 1
    except StoreError as error:
        print(written, error)
    """
)


def test_full_disk_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    # A limit on the size of files stands for a full disk: the same writes fail.
    path = tmp_path / "s"
    finished = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert finished.returncode == 0, finished.stderr
    written, said = finished.stdout.split(" ", 1)
    assert "cannot be written" in said
    assert "check free space" in said
    assert said.count("\n") == 1
    with WriteStore.open(path) as store:
        assert {f"n{number}" for number in range(int(written))} <= store.article_ids().keys()
        for record in store.records():
            check_record(record)
            assert record.article.text == record.article.id[1:] * 5_000


def test_full_disk_while_publishing_keeps_the_old_snapshot(
    tmp_path: Path, make_record: Callable[..., ArticleRecord]
) -> None:
    path = tmp_path / "s"
    with WriteStore.open(path) as store:
        old = store.publish()
        store.replace([make_record("a")])
        store.write_merged(MergedGraph())
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
        try:
            with pytest.raises(StoreError, match="cannot be written"):
                store.publish()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with ReadStore.open(path) as reader:
        assert reader.generation == old
    with WriteStore.open(path) as store:
        store.write_merged(MergedGraph())
        assert store.publish() > old
    with ReadStore.open(path) as reader:
        assert reader.article_ids().keys() == {"a"}
