"""Values by key: in memory, or in one file of which only what is asked for is read. Both are used as dictionaries are.

What is taken from a table may be changed in place, unless its values are said to be fixed. A table on disk packs what
it gave out once more when it is saved, and writes what differs from what it read: nobody has to say what changed. Until
then every key has one object. Fixed values are packed when they are put in, and never again.

Values are pickled; a file may come from anywhere, so only what `kg.pickles` lets through is read.
"""

from __future__ import annotations

import sqlite3
import zlib
from ast import literal_eval
from collections.abc import ItemsView, Iterator, MutableMapping, ValuesView
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from kg.errors import StoreError
from kg.model import Ref
from kg.pickles import UNREADABLE, packed, unpacked

if TYPE_CHECKING:
    from pathlib import Path

K = TypeVar("K")
V = TypeVar("V")
_D = TypeVar("_D")

Table = MutableMapping[K, V]
"""Values by key. Keys are texts, whole numbers, `Ref`s, or tuples of texts, whole numbers, None and such tuples."""

_FORMAT = 1
_MADE_BY = "made_by"
_ERRORS = (sqlite3.Error, OverflowError, UnicodeError)
_ROW = "SELECT value FROM {} WHERE key = ?"
_SUM_BYTES = 4
_LONG = 1_000
_ZIPPED = b"Z"
"""Before what is zipped, which is what is longer than that; a pickle begins otherwise."""
_CACHE_KIB = 32 * 1024


class Tables(Protocol):
    """Makes the tables of one state, each by its name."""

    def table(self, name: str, *, fixed: bool = False) -> Table[Any, Any]:
        """The table of this name, a new one where there is none; asked for once.

        `fixed`: its values are put in and taken out, and never changed in place.
        """
        ...

    def save(self) -> None:
        """Makes what changed last; nothing that was taken from a table may be used any more."""
        ...


class InMemory:
    """Tables that are dictionaries."""

    def table(self, name: str, *, fixed: bool = False) -> Table[Any, Any]:
        """A new dictionary."""
        return {}

    def save(self) -> None:
        """See Tables: there is nothing to do."""


class TablesLost(StoreError):
    """The file cannot be read or written, or is not whole: what is in it has to be made anew."""


class OnDisk:
    """Tables in one SQLite file, which one process may have open.

    Args:
        path: of the file; made when missing.
        made_by: what the tables follow from besides what is put in; what another made is dropped.

    Raises:
        TablesLost: from every method, also of the tables.
    """

    def __init__(self, path: Path, *, made_by: str) -> None:
        self._path = path
        self._tables: dict[str, _OnDisk[Any, Any]] = {}
        try:
            self._file = sqlite3.connect(path, isolation_level=None)
            try:
                self._there = self._prepared(f"{_FORMAT} {made_by}")
            except BaseException:
                self._file.close()
                raise
        except sqlite3.Error as exc:
            raise self._lost(exc) from exc

    def _prepared(self, made_by: str) -> set[str]:
        """Drops what another made; gives the names of the tables that are there."""
        self._file.execute("PRAGMA locking_mode = EXCLUSIVE")  # not a lock for each question
        self._file.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        there = {name for (name,) in self._file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if _MADE_BY in there and list(self._file.execute(f"SELECT words FROM {_MADE_BY}")) == [(made_by,)]:  # noqa: S608
            return there
        self._begin()
        for name in there:
            self._file.execute(f"DROP TABLE {_quoted(name)}")
        self._file.execute(f"CREATE TABLE {_MADE_BY} (words TEXT NOT NULL)")
        self._file.execute(f"INSERT INTO {_MADE_BY} VALUES (?)", (made_by,))  # noqa: S608 -- our own name
        return set()

    def _begin(self) -> None:
        if not self._file.in_transaction:
            self._file.execute("BEGIN IMMEDIATE")

    def table(self, name: str, *, fixed: bool = False) -> Table[Any, Any]:
        """See Tables."""
        if name in self._tables or name == _MADE_BY:
            raise ValueError(f"the table {name!r} is in use")
        is_new = name not in self._there
        if is_new:
            try:
                self._begin()
                self._file.execute(f"CREATE TABLE {_quoted(name)} (key PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
            except sqlite3.Error as exc:
                raise self._lost(exc) from exc
        made = self._tables[name] = _OnDisk[Any, Any](name, self, fixed=fixed, is_empty=is_new)
        return made

    def save(self) -> None:
        """See Tables: writes what changed in one transaction, and lets go of what was read."""
        try:
            self._begin()
            for table in self._tables.values():
                table.write()
            self._file.execute("COMMIT")
        except _ERRORS as exc:
            raise self._lost(exc) from exc
        for table in self._tables.values():
            table.forget()

    def close(self) -> None:
        """Lets go of the file; what was not saved is lost. Again has no effect."""
        with suppress(sqlite3.Error):
            self._file.close()

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Asks or tells the file something."""
        try:
            return self._file.execute(statement, values)
        except _ERRORS as exc:
            raise self._lost(exc) from exc

    def write_all(self, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
        """Tells the file something of many rows."""
        self._file.executemany(statement, rows)

    def _lost(self, exc: Exception) -> TablesLost:
        return TablesLost(f"{str(self._path)!r} cannot be used ({exc}); it is made anew")


class _Absent(Enum):
    """What a table has for a key that it has not."""

    ABSENT = 0
    UNREAD = 1


_ABSENT, _UNREAD = _Absent.ABSENT, _Absent.UNREAD


class _OnDisk(MutableMapping[K, V]):
    """One of them. What was asked for, and that nothing is there, is remembered until it is saved."""

    def __init__(self, name: str, tables: OnDisk, *, fixed: bool, is_empty: bool) -> None:
        self._tables = tables
        self._fixed = fixed
        self._is_empty = is_empty
        self._name = _quoted(name)
        self._row = _ROW.format(self._name)
        self._known: dict[K, V | _Absent] = {}
        self._blocks: dict[K, bytes | None] = {}
        self._put: set[K] = set()

    def _find(self, key: K) -> V | _Absent:
        found: V | _Absent = self._known.get(key, _UNREAD)
        if found is not _UNREAD:
            return found
        row = None if self._is_empty else self._tables.execute(self._row, _stored(key)).fetchone()
        if row is None:
            self._blocks[key] = None
            self._known[key] = _ABSENT
            return _ABSENT
        self._blocks[key] = row[0]
        value: V = _unpacked(row[0])
        self._known[key] = value
        return value

    def __getitem__(self, key: K) -> V:
        found = self._find(key)
        if found is _ABSENT:
            raise KeyError(key)
        return cast("V", found)

    def __contains__(self, key: object) -> bool:
        return self._find(cast("K", key)) is not _ABSENT

    def get(self, key: K, default: Any = None) -> Any:
        """As of a dictionary."""
        found = self._find(key)
        return default if found is _ABSENT else found

    def setdefault(self, key: K, default: Any = None) -> Any:
        """As of a dictionary."""
        found = self._find(key)
        if found is _ABSENT:
            self[key] = found = default
        return found

    def pop(self, key: K, *default: Any) -> Any:
        """As of a dictionary."""
        found = self._find(key)
        if found is not _ABSENT:
            del self[key]
            return found
        if default:
            return default[0]
        raise KeyError(key)

    def __setitem__(self, key: K, value: V) -> None:
        self._known[key] = value
        self._put.add(key)

    def __delitem__(self, key: K) -> None:
        if self._find(key) is _ABSENT:
            raise KeyError(key)
        self._known[key] = _ABSENT
        self._put.add(key)

    def __iter__(self) -> Iterator[K]:
        """All keys, in no order; nothing may come or go meanwhile."""
        return (key for key, _ in self.rows())

    def __len__(self) -> int:
        (number,) = self._tables.execute(f"SELECT count(*) FROM {self._name}").fetchone()  # noqa: S608 -- our own name
        for key, value in self._known.items():
            if key not in self._blocks:
                key_is_there = self._tables.execute(self._row, _stored(key)).fetchone() is not None
            else:
                key_is_there = self._blocks[key] is not None
            number += (value is not _ABSENT) - key_is_there
        return int(number)

    def items(self) -> ItemsView[K, V]:
        """As of a dictionary; what was not asked for before is not remembered."""
        return _Items(self)

    def values(self) -> ValuesView[V]:
        """Likewise."""
        return _Values(self)

    def rows(self) -> Iterator[tuple[K, V]]:
        """All keys with their values."""
        known = dict(self._known)
        for stored, block in self._tables.execute(f"SELECT key, value FROM {self._name}"):  # noqa: S608 -- our own name
            key: K = _key_of(stored)
            if key not in known:
                yield key, _unpacked(block)
        for key, value in known.items():
            if value is not _ABSENT:
                yield key, cast("V", value)

    def write(self) -> None:
        """Tells the file what is another now than it was read."""
        changed: list[tuple[Any, bytes]] = []
        gone: list[tuple[Any]] = []
        for key in self._put if self._fixed else self._known:
            value, was = self._known[key], self._blocks.get(key, b"")
            if value is _ABSENT:
                if was is not None:
                    gone.append((_stored(key),))
                continue
            block = _packed(value)
            if block != was:
                changed.append((_stored(key), block))
        if gone:
            self._tables.write_all(f"DELETE FROM {self._name} WHERE key = ?", iter(gone))  # noqa: S608 -- our own name
        if changed:
            self._is_empty = False
            changed.sort(key=_in_order)
            self._tables.write_all(f"INSERT OR REPLACE INTO {self._name} VALUES (?, ?)", iter(changed))  # noqa: S608

    def forget(self) -> None:
        """Lets go of all that was read."""
        self._known.clear()
        self._blocks.clear()
        self._put.clear()


class _Items(ItemsView[K, V]):
    def __init__(self, table: _OnDisk[K, V]) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return self._table.rows()


class _Values(ValuesView[V]):
    def __init__(self, table: _OnDisk[Any, V]) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[V]:
        return (value for _, value in self._table.rows())


def _in_order(row: tuple[Any, bytes]) -> tuple[str, Any]:
    """Keys one after the other as the file has them, so that its pages are filled in turn."""
    return row[0].__class__.__name__, row[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# ---------------------------------------------------------------- keys and values as bytes


def _stored(key: object) -> str | int | bytes:
    if isinstance(key, str | int):
        return key
    if isinstance(key, Ref):
        return f"R{len(key.article)} {key.article}{key.local}".encode()
    return f"T{key!r}".encode()


def _key_of(stored: str | int | bytes) -> Any:
    if isinstance(stored, str | int):
        return stored
    words = stored.decode()
    if words[0] == "T":
        return literal_eval(words[1:])
    length, _, rest = words[1:].partition(" ")
    return Ref(rest[: int(length)], rest[int(length) :])


def _packed(value: object) -> bytes:
    block = packed(value)
    if len(block) > _LONG:
        block = _ZIPPED + zlib.compress(block, 1)
    return zlib.crc32(block).to_bytes(_SUM_BYTES) + block


def _unpacked(block: bytes) -> Any:
    """The value of a row; TablesLost when it is not the one that was written."""
    content = block[_SUM_BYTES:]
    if zlib.crc32(content) != int.from_bytes(block[:_SUM_BYTES]):
        raise TablesLost("a row is not the one that was written; all is made anew")
    try:
        if content.startswith(_ZIPPED):
            content = zlib.decompress(content[len(_ZIPPED) :])
        return unpacked(content)
    except (zlib.error, *UNREADABLE) as exc:
        raise TablesLost(f"a row cannot be read ({exc}); all is made anew") from exc
