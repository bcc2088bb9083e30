"""Articles from other places than this machine's folders, by fsspec; the web server is a real one on loopback."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import socket
import threading
from typing import TYPE_CHECKING

import fsspec
import pytest
from fsspec.registry import known_implementations

from kg.model import Article, Rejected
from kg.read import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = "Troops left the town on Monday."


def line(identifier: str) -> bytes:
    return json.dumps({"id": identifier, "text": WORDS}).encode() + b"\n"


def ids(*inputs: str | Path) -> list[str]:
    found = list(read_articles(inputs))
    assert all(isinstance(item, Article) for item in found), found
    return [item.id for item in found if isinstance(item, Article)]


def refusal(address: str) -> Rejected:
    (item,) = read_articles([address])
    assert isinstance(item, Rejected)
    assert "\n" not in item.reason
    return item


@pytest.fixture
def bucket() -> Iterator[str]:
    """Two folders in fsspec's file system in memory."""
    files = fsspec.filesystem("memory")
    for name, content in {
        "b/1.jsonl": line("b1"),
        "b/2.jsonl.gz": gzip.compress(line("b2")),
        "b/deep/3.jsonl": line("b3"),
        "b/.hidden.jsonl": line("hidden"),
        "a.jsonl": line("a"),
    }.items():
        files.pipe_file(f"/news/{name}", content)
    yield "memory://news"
    files.rm("/news", recursive=True)


def test_one_file_a_folder_and_patterns_are_read_in_the_order_of_their_names(bucket: str) -> None:
    assert ids(f"{bucket}/a.jsonl") == ["a"]
    assert ids(bucket) == ["a", "b1", "b2", "b3"]
    assert ids(f"{bucket}/b/*.jsonl") == ["b1"]
    assert ids(f"{bucket}/**/[12].jsonl*") == ["b1", "b2"]


def test_what_is_nowhere_or_of_unknown_kind_is_refused_in_one_sentence(bucket: str) -> None:
    assert refusal(f"{bucket}/none.jsonl").reason.startswith("there is no such file or folder")
    assert refusal(f"{bucket}/*.warc").reason == "no file matches this pattern; check it"
    assert "no file system is known" in refusal("nowhere://x").reason
    fsspec.filesystem("memory").pipe_file("/news/b/picture.png", b"\x89PNG")
    found = [item for item in read_articles([bucket]) if isinstance(item, Rejected)]
    assert len(found) == 1
    assert "files ending in '.png' are not read" in found[0].reason


def test_a_missing_file_system_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(known_implementations, "s3", {"class": "no_such_s3.Files", "err": "Install s3fs to access S3"})
    assert refusal("s3://bucket/news/").reason == (
        "addresses of this kind need another package (Install s3fs to access S3); install it with pip"
    )


def test_passwords_of_addresses_are_not_shown() -> None:
    assert refusal("nowhere://me:secret@host/x").where == "nowhere://host/x"


def test_a_file_that_breaks_off_while_it_is_read_keeps_what_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    files = fsspec.filesystem("memory")
    files.pipe_file("/broken.jsonl", line("one") * 3)
    whole = type(files).open

    def breaking(self: object, path: str, mode: str = "rb", **options: object) -> object:
        stream = whole(files, path, mode, **options)
        read = stream.read
        monkeypatch.setattr(
            stream, "read", lambda size: read(len(line("one"))) if stream.tell() == 0 else _fail(), raising=False
        )
        return stream

    def _fail() -> bytes:
        raise TimeoutError("too slow") from None

    monkeypatch.setattr(type(files), "open", breaking)
    found = list(read_articles(["memory://broken.jsonl"]))
    assert [type(item) for item in found][-1] is Rejected


def test_local_patterns(tmp_path: Path) -> None:
    for name in ("a1.jsonl", "a2.jsonl", "b.jsonl", "c[1].jsonl"):
        (tmp_path / name).write_bytes(line(name))
    assert ids(str(tmp_path / "a*.jsonl")) == ["a1.jsonl", "a2.jsonl"]
    assert ids(str(tmp_path / "c[1].jsonl")) == ["c[1].jsonl"], "a file of this very name goes before the pattern"
    assert refusal(str(tmp_path / "z*")).reason == "no file or folder matches this pattern; check it"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """A listing as web servers give it, with sorting links and a folder within."""
    (tmp_path / "in").mkdir()
    (tmp_path / "1.jsonl").write_bytes(line("w1"))
    (tmp_path / "in" / "2.jsonl").write_bytes(line("w2"))
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


def test_a_web_listing_is_read_with_its_folders(web: str) -> None:
    assert ids(f"{web}/") == ["w1", "w2"]
    assert ids(f"{web}/in/2.jsonl") == ["w2"]
    assert refusal(f"{web}/none.jsonl").reason.startswith("there is no such file")


def test_a_server_that_does_not_answer_is_one_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "ClientConnectorError" in refusal(f"http://127.0.0.1:{port}/a.jsonl").reason
