"""A store as one file, and back: `kg backup` of a store in use, `kg restore` into a new place.

The file is gzipped N-Quads, which any RDF tool reads, sorted, the same bytes for the same contents. What a store knows
besides stands in comments around them:

    # whodid-backup {"format": 3, "articles": 29, "quads": 67257}
    <…> <…> <…> <…> .
    # book {"id": "a1", "record": "…", "source": "…", "extractor": "…"}      one for every article
    # merged {"from": "…", "content": "…"}
    # judgement {"judged": "same", …}                                        what people judged
    # authority {"name": …}                                                 what users' authority files say
    # run {"action": "build", …}                                             the log of runs
    # end {"sha256": "…"}                                                    of all lines before it

A backup that was cut off or changed is refused, and a restore that fails leaves nothing behind.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self, cast

import pyoxigraph as ox

from kg.errors import StoreError, cause
from kg.store import books
from kg.store.engine import Batch, Embedded
from kg.store.folder import FORMAT, Folder, sync
from kg.store.home import FolderHome, home_of, is_address
from kg.store.iris import article_iri
from kg.store.terms import node, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.store.engine import Engine
    from kg.store.home import Home

_HEAD = "# whodid-backup "
_BOOK = "# book "
_MERGED = "# merged "
_JUDGEMENT = "# judgement "
_ENTRY = "# authority "
_RUN = "# run "
_END = "# end "
_CHUNK = 1 << 20
_SERVER_BATCH = 20_000
_LEVEL = 6
BOOK_TERMS = {
    "record": books.RECORD,
    "source": books.SOURCE,
    "extractor": books.EXTRACTOR,
    "run": books.WRITTEN_IN,
}
"""The books' terms for an article, by their names in a backup; those of before have no run."""


@dataclass(slots=True)
class Kept:
    """What a backup holds, as counts."""

    articles: int = 0
    quads: int = 0


def backup(location: Path | str, target: Path) -> Kept:
    """Writes the state that readers see now to a new file; writers and readers may go on meanwhile.

    StoreError when there is no store, the file exists or cannot be written, or a store on a server was changed while it
    was read.
    """
    from kg.store.read import ReadStore

    with ReadStore.open(location) as store:
        kept = Kept(articles=len(store.article_ids()), quads=store.n_quads())
        with BackupWriter(target, kept) as file:
            _write(store.engine, file, _notes(home_of(location)))
    return kept


class BackupWriter(io.RawIOBase):
    """Writes a backup: `write` the quads as lines of N-Quads, then the entries; it has its name once all is written.

    StoreError when the file exists or cannot be written. What was begun is gone when the block ends with an error.
    """

    def __init__(self, target: Path, kept: Kept) -> None:
        if target.exists():
            raise StoreError(f"{str(target)!r} exists; give the backup a new name, so that no older one is lost")
        self._target = target
        self._new = target.with_name(f".new-{target.name}")
        self._kept = kept
        self._hash = hashlib.sha256()

    def __enter__(self) -> Self:
        try:
            self._raw = self._new.open("wb")
        except OSError as exc:
            raise self._unwritten(exc) from exc
        # A few bytes, which the packer holds until there are more.
        self._packed = gzip.GzipFile("", "wb", _LEVEL, self._raw, mtime=0)
        self.line(f"{_HEAD}{json.dumps({'format': FORMAT, **asdict(self._kept)})}")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            with self._raw:
                if error is None:
                    self._packed.write(f"{_END}{json.dumps({'sha256': self._hash.hexdigest()})}\n".encode())
                    self._packed.close()
                    self._raw.flush()
                    os.fsync(self._raw.fileno())
            if error is None:
                self._new.rename(self._target)
                sync(self._target.parent)
        except OSError as exc:
            raise self._unwritten(exc) from exc
        finally:
            with suppress(OSError):
                self._new.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise self._unwritten(error) from error

    def _unwritten(self, error: OSError) -> StoreError:
        name = str(self._target)
        return StoreError(f"the backup {name!r} cannot be written: {error}; check free space and permissions")

    def writable(self) -> bool:
        """Yes: said for what writes to it as to a file."""
        return True

    def write(self, chunk: Any) -> int:
        """Some of the lines."""
        self._hash.update(chunk)
        return self._packed.write(chunk)

    def line(self, content: str) -> None:
        """One line."""
        self.write(f"{content}\n".encode())

    def book(self, article: str, entries: Mapping[str, str | None]) -> None:
        """What the books say of an article, by the names in `BOOK_TERMS`."""
        self.line(_BOOK + json.dumps({"id": article, **entries}, ensure_ascii=False))

    def merged(self, *, made_from: str | None, content: str | None) -> None:
        """What the books say of the merged graph."""
        self.line(_MERGED + json.dumps({"from": made_from, "content": content}))


def restore(source: Path, location: Path | str) -> Kept:
    """Makes a store of a backup in a new or empty folder, or on a server that has none.

    StoreError when the file is no whole backup, is of another format, or the place holds something already.
    """
    try:
        with source.open("rb") as file:
            return (
                _into_server(file, source, str(location))
                if is_address(location)
                else _into_folder(file, source, location)
            )
    except (gzip.BadGzipFile, EOFError, zlib.error, SyntaxError, ValueError) as exc:
        raise StoreError(
            f"{str(source)!r} is no whole backup ({exc}); nothing was restored, take another copy"
        ) from exc
    except OSError as exc:
        raise StoreError(f"{str(source)!r} cannot be restored to {str(location)!r}: {cause(exc)}") from exc


def _notes(home: Home) -> list[str]:
    """Comments for the judgements, as people wrote them, and the log of runs."""
    judged = [f"{_JUDGEMENT}{line}" for line in home.judgements() if line.strip()]
    judged += [f"{_ENTRY}{line}" for line in home.authority() if line.strip()]
    return judged + [f"{_RUN}{line}" for line in home.runs() if _is_json(line)]


def _write(engine: Engine, file: BackupWriter, notes: Iterable[str]) -> None:
    from kg.store.dump import dump

    before = books.state(engine)
    dump(engine, cast("IO[bytes]", file), format="nquads")
    for article in books.records(engine):
        subject = node(article_iri(article))
        file.book(article, {name: books.entry(engine, subject, term) for name, term in BOOK_TERMS.items()})
    _, made_from, content = before
    file.merged(made_from=made_from, content=content)
    for line in notes:
        file.line(line)
    if books.state(engine) != before:
        raise StoreError("the store was written while it was read; back it up again when the build has ended")


def _into_folder(file: IO[bytes], source: Path, location: Path | str) -> Kept:
    target = Path(location)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{str(target)!r} is not empty; restore into a new folder, so that nothing is lost")
    new = target.with_name(f".new-{target.name}")
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        folder = Folder(new)
        folder.prepare()
        store = ox.Store(str(folder.live))
        stream = _Checked(file, source)
        # What is no N-Quads at all ends here, what was changed since it was written at the digest.
        store.bulk_load(cast("IO[bytes]", stream), format=ox.RdfFormat.N_QUADS, lenient=True)
        kept = stream.finished()
        engine = Embedded(store)
        engine.write(Batch(add=stream.entries(engine)))
        del store
        folder.note_rewritten(kept.quads)  # loaded in one go it is dense, though the engine may still be sorting it
        home = FolderHome(folder)
        _, written = home.publish(engine)
        for line in stream.runs:
            home.add_run(line)
        home.write_judgements(stream.judgements)
        home.write_authority(stream.authority)
        home.close_writer(written)
        if target.exists():
            target.rmdir()
        new.rename(target)
        sync(target.parent)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return kept


def _into_server(file: IO[bytes], source: Path, address: str) -> Kept:
    from kg.store.server import Server

    server = Server(address)
    if books.entry(server, books.STORE, books.FORMAT) is not None:
        raise StoreError(f"the server at {server.name!r} has a store; restore on another one, so that nothing is lost")
    # Left by a restore that was cut off: the entry above comes last.
    server.write(Batch(drop=server.graphs()))
    stream = _Checked(file, source)
    batch: list[ox.Quad] = []
    for quad in ox.parse(cast("IO[bytes]", stream), format=ox.RdfFormat.N_QUADS):
        batch.append(quad)
        if len(batch) >= _SERVER_BATCH:
            server.write(Batch(add=batch))
            batch = []
    server.write(Batch(add=batch))
    kept = stream.finished()
    home = home_of(address)
    engine = home.open_writer()
    try:
        engine.write(Batch(add=stream.entries(engine)))
        home.write_judgements(stream.judgements)
        home.write_authority(stream.authority)
        home.publish(engine)
    finally:
        home.close_writer(engine)
    for line in stream.runs:
        home.add_run(line)
    return kept


@dataclass(slots=True)
class _Comments:
    """What the comments of a backup say."""

    head: dict[str, Any] | None = None
    books: list[dict[str, Any]] = field(default_factory=list)
    merged: dict[str, Any] | None = None
    end: dict[str, Any] | None = None


class _Checked(io.RawIOBase):
    """Unpacks a backup for the parser of quads, and reads its comments on the way."""

    def __init__(self, file: IO[bytes], source: Path) -> None:
        self._packed = gzip.GzipFile(fileobj=file, mode="rb")
        self._source = source
        self._hash = hashlib.sha256()
        self._rest = b""
        self._said = _Comments()
        self.runs: list[str] = []
        self.judgements: list[str] = []
        self.authority: list[str] = []
        self._check_head()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._packed.read(min(len(buffer), _CHUNK))
        self._take(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def finished(self) -> Kept:
        """Counts, once all was read; ValueError when the file is not whole."""
        while chunk := self._packed.read(_CHUNK):
            self._take(chunk)
        head, end = self._said.head, self._said.end
        if head is None or end is None or end.get("sha256") != self._hash.hexdigest():
            raise ValueError("its contents do not agree with its digest")
        return Kept(articles=int(head["articles"]), quads=int(head["quads"]))

    def entries(self, engine: Engine) -> list[ox.Quad]:
        """The books of the store."""
        graph = engine.books
        quads = []
        for entry in self._said.books:
            subject = node(article_iri(entry["id"]))
            for name, term in BOOK_TERMS.items():
                if entry.get(name) is not None:
                    quads.append(ox.Quad(subject, term, text(entry[name]), graph))
        merged = self._said.merged or {}
        if merged.get("from") is not None:
            quads += books.merged_quads(merged_from=merged["from"], content=merged["content"], graph=graph)
        return quads

    def _check_head(self) -> None:
        line = self._packed.readline(_CHUNK)
        self._take(line)
        head = self._said.head
        if head is None:
            raise ValueError("it does not begin as one")
        if head.get("format") != FORMAT:
            raise StoreError(
                f"the backup {str(self._source)!r} has format {head.get('format')!r}, this version of whodid "
                f"understands {FORMAT}; use the version that made it"
            )

    def _take(self, chunk: bytes) -> None:
        whole = self._rest + chunk
        end = whole.rfind(b"\n") + 1
        whole, self._rest = whole[:end], whole[end:]
        if not whole.startswith(b"#") and b"\n#" not in whole:  # quads alone, as nearly all of it
            self._hash.update(whole)
            return
        for line in whole.split(b"\n")[:-1]:
            if line.startswith(_END.encode()):
                self._said.end = json.loads(line[len(_END) :])
                continue
            self._hash.update(line + b"\n")
            if line.startswith(b"# "):
                self._note(line.decode())

    def _note(self, line: str) -> None:
        said = self._said
        if line.startswith(_HEAD):
            said.head = json.loads(line[len(_HEAD) :])
        elif line.startswith(_BOOK):
            said.books.append(json.loads(line[len(_BOOK) :]))
        elif line.startswith(_MERGED):
            said.merged = json.loads(line[len(_MERGED) :])
        elif line.startswith(_RUN):
            self.runs.append(line[len(_RUN) :])
        elif line.startswith(_JUDGEMENT):
            self.judgements.append(line[len(_JUDGEMENT) :])
        elif line.startswith(_ENTRY):
            self.authority.append(line[len(_ENTRY) :])


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
