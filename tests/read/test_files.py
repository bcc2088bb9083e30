import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Article, Rejected
from kg.read import read_articles

WORDS = "Troops left the town on Monday."


def texts(*inputs: str | Path, form: str = "auto") -> list[str]:
    return [item.text for item in read_articles(inputs, format=form) if isinstance(item, Article)]


def refusals(*inputs: str | Path) -> list[tuple[str, str]]:
    found = read_articles(inputs)
    return [(Path(item.where).name, item.reason) for item in found if isinstance(item, Rejected)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", WORDS),
        ("a.md", WORDS),
        ("a", WORDS),
        ("a.jsonl", json.dumps({"text": WORDS})),
        ("a.ndjson", json.dumps({"text": WORDS})),
        ("a.json", json.dumps([{"text": WORDS}])),
        ("a.json", json.dumps({"text": WORDS}, indent=1)),
        ("a.csv", f"text\n{WORDS}\n"),
        ("a.tsv", f"id\ttext\n1\t{WORDS}\n"),
        ("a.html", f"<p>{WORDS}</p>"),
        ("a.HTM", f"<html><body><p>{WORDS}</p></body></html>"),
        ("a.txt", f"<!DOCTYPE html><html><body><p>{WORDS}</p></body></html>"),
        ("a.rss", f"<rss version='2.0'><channel><item><description>{WORDS}</description></item></channel></rss>"),
        ("a.xml", f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><summary>{WORDS}</summary></entry></feed>"),
        ("a.xml", f'<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS}</p></html>'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_format_is_told_by_extension_and_content(tmp_path: Path, name: str, content: str, packed: bool) -> None:
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())
    assert texts(path) == [WORDS]


@pytest.mark.parametrize(
    "content",
    [
        WORDS,
        json.dumps({"text": WORDS}),
        json.dumps([{"text": WORDS}]),
        f"title,text\nx,{WORDS}\n",
        f"<html><body><p>{WORDS}</p></body></html>",
        f"<?xml version='1.0'?><rss><channel><item><description>{WORDS}</description></item></channel></rss>",
    ],
)
def test_format_of_standard_input_is_told_by_content(content: str) -> None:
    found = list(read_articles(["-"], stdin=io.BytesIO(content.encode())))
    assert [item.text for item in found if isinstance(item, Article)] == [WORDS]


@pytest.mark.parametrize(
    "text", ["The text, in full, follows.", "[Update] Troops left.", "{sic} he said", "<b>Now</b> go"]
)
def test_prose_that_resembles_another_format_stays_text(text: str) -> None:
    found = list(read_articles(["-"], stdin=io.BytesIO(text.encode())))
    assert [item.text for item in found if isinstance(item, Article)] == [text]


def test_forced_format_overrules_the_extension(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(WORDS)
    assert texts(tmp_path / "a.csv", form="text") == [WORDS]


def test_standard_input_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WORDS.encode())))
    assert texts("-") == [WORDS]


def test_stream_that_gives_little_at_a_time_is_read_whole() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(3 if size is None or size < 0 else min(size, 3))

    found = list(read_articles(["-"], stdin=Slow(json.dumps({"text": WORDS}).encode())))
    assert isinstance(found[0], Article)


def test_records_stream(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n' * 3)
    stream = read_articles([tmp_path / "a.jsonl", tmp_path / "missing"])
    assert isinstance(next(stream), Article)


def test_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c/x/y.txt", "B.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"In {name} they left.")
    assert texts(tmp_path) == [
        f"In {name} they left." for name in ("B.txt", "a/1.txt", "a/2.txt", "b.txt", "c/x/y.txt")
    ]


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "Troops leave.html").write_text(f"<html><body><article><p>{WORDS}</p></article></body></html>")
    for name in ("Troops leave_files", "Talks_files", "Troops leave_notes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(name)
    (tmp_path / "Troops leave-Dateien").write_text("a file, not a folder")
    assert texts(tmp_path) == ["Talks_files", "a file, not a folder", WORDS, "Troops leave_notes"]


def test_hidden_files_are_skipped(tmp_path: Path) -> None:
    for name in (".DS_Store", ".git/config.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(WORDS)
    assert list(map(type, read_articles([tmp_path]))) == [Article]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.png", b"\x89PNG\r\n", "this is a PNG picture, not text"),
        ("a.bin", b"\x00\x01", "this is a binary file, not text"),
        ("a.txt", b"\x00\x01", "this is a binary file, not text"),
        ("a.jsonl", b"%PDF-1.4", "this is a PDF file, not text"),
        ("a.css", b"p {}", "files ending in '.css' are not read from a folder"),
        ("a.txt", b"", "it is empty"),
        ("a.jsonl", b"", "it is empty"),
        ("a.html", b"", "it is empty"),
        ("a.csv", b"", "it is empty"),
        ("a.txt", b" \n ", "the text holds only white space"),
        ("a.jsonl", b"\n\n", "there is no article in it"),
        ("a.xml", b"<note>x</note>", "this XML is neither a feed nor a page but 'note'"),
        ("a.txt.gz", b"\x1f\x8b\x08broken", "the gzip file is damaged or cut off"),
        ("a.txt.gz", gzip.compress(b"words" * 100)[:-9], "the gzip file is damaged or cut off"),
        ("a.gz", gzip.compress(b"\x89PNG\r\n"), "this is a PNG picture"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_and_the_run_goes_on(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text(WORDS)
    ((where, found),) = refusals(tmp_path)
    assert (where, found[: len(reason)]) == (name, reason)
    assert texts(tmp_path) == [WORDS]


def test_unknown_kind_of_file_is_read_when_named(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(WORDS)
    assert texts(tmp_path / "a.story") == [WORDS]


def test_unknown_kind_of_file_in_a_folder_is_read_when_the_format_is_given(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(WORDS)
    assert texts(tmp_path, form="text") == [WORDS]


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path / "none.txt") == [("none.txt", "there is no such file or folder; check the name")]


def test_empty_name_is_refused() -> None:
    assert refusals("") == [("''", "the name of the input is empty; name a file, a folder or -")]


def test_name_with_a_nul_is_refused() -> None:
    assert len(refusals("a\0b")) == 1


@pytest.mark.parametrize("as_member", [False, True])
def test_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_member: bool) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text(WORDS)
    monkeypatch.setattr(Path, "open", refuse)
    found = refusals(tmp_path if as_member else tmp_path / "a.txt")
    assert found == [("a.txt", "permission to read it is missing; change its mode or its owner")]


def test_store_beside_the_articles_is_no_input(tmp_path: Path) -> None:
    store = tmp_path / "graph"
    (store / "live").mkdir(parents=True)
    (store / "whodid.json").write_text('{"format": 3}')
    (store / "live" / "000004.log").write_bytes(bytes(range(256)))
    (tmp_path / "a.txt").write_text(WORDS)
    assert texts(tmp_path) == [WORDS]
    assert refusals(tmp_path) == []
    assert refusals(store) == [
        ("graph", "this is a store, no folder of articles; name the folder that the articles are in")
    ]


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    assert refusals(tmp_path) == [(tmp_path.name, "the folder holds no file to read; hidden files are left out")]


def test_link_back_to_its_own_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert texts(tmp_path) == [WORDS]
    assert refusals(tmp_path) == [
        ("loop", "this link leads to a folder that is read already; it is not followed again")
    ]


def test_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert refusals(tmp_path) == [("gone.txt", "there is no such file or folder; check the name")]


def test_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [where for where, _ in refusals(tmp_path, tmp_path / "pipe.txt")] == ["pipe.txt", "pipe.txt"]


def test_device_is_refused() -> None:
    assert refusals("/dev/null")[0][1].startswith("this is a device, pipe or socket, not a file")


def test_file_name_that_is_no_text_is_named_printably(tmp_path: Path) -> None:
    name = os.fsdecode(bytes(tmp_path) + b"/\xff.txt")
    Path(name).write_bytes(b"")
    (found,) = read_articles([name])
    assert isinstance(found, Rejected)
    assert found.where.encode().endswith(b"/\\udcff.txt")


def test_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Troops left. " * 800_000)
    assert refusals(tmp_path / "a.txt") == [
        (
            "a.txt",
            "the article has 10,400,000 characters, more than the 1,000,000 that can be parsed; "
            "split it into several articles",
        )
    ]


def test_one_string_is_one_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    assert len(list(read_articles(str(tmp_path / "a.txt")))) == 1


def test_unknown_format_is_an_error_at_once() -> None:
    with pytest.raises(InputError, match="no format 'docx'; choose from auto, text, html, jsonl, csv, rss"):
        read_articles([], format="docx")


def test_bad_default_date_is_an_error_at_once() -> None:
    with pytest.raises(InputError, match="the date 'soon' cannot be read"):
        read_articles([], date="soon")
