"""Many items of which few are in memory: all as long as they are few, then those that were asked for last.

The merge looks at every article several times, and at more of them than fit into memory. What it keeps of each goes
into a `Spool` (by number) or a `Shelf` (by key). A few hundred items never touch the disk; with one more than are held,
all go to a file, so that many take no more memory than some. The file is a temporary one
without a name, in the folder that TMPDIR says; it goes with the process, however that ends. Items are values: what is
read back is equal to what was put in, and need not be the same object.
"""

from __future__ import annotations

import tempfile
import weakref
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, MutableMapping, MutableSequence, Sequence
from contextlib import contextmanager
from functools import cache
from sys import intern
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import msgspec

from kg.errors import StoreError
from kg.model import ArticleRecord

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import FileIO

Item = TypeVar("Item")
_T = TypeVar("_T")

HELD = 1_000
"""Items in memory at most if nothing else is said: all of so many, or of more those that were asked for last."""
FEW = 50
"""Items that are remembered of what is mostly gone through in its order, so that each is asked for once."""

_CHUNK_BYTES = 1 << 20
_packed = msgspec.msgpack.Encoder().encode


@cache
def _reader(kind: Any) -> Callable[[bytes], Any]:
    """What makes an item of this type of its bytes: the types of all fields have to be known where they are defined."""
    return msgspec.msgpack.Decoder(kind).decode


class Spool(Sequence[Item]):
    """Items by number, in the order in which they came; they can be added and read, not changed.

    Args:
        kind: their type, by which they are read back: `ArticleRecord`, `tuple[Told, ...]`.
        items: the first ones.
        held: how many are kept in memory as they are; with one more all go to the file.
        recalled: how many are then remembered, those that were asked for last; as many if nothing is said.

    Raises:
        StoreError: the folder for temporary files is full or cannot be written.
    """

    def __init__(
        self, kind: Any, items: Iterable[Item] = (), *, held: int | None = None, recalled: int | None = None
    ) -> None:
        self._unpacked: Callable[[bytes], Item] = _reader(kind)
        self._held = HELD if held is None else held
        self._recalled = self._held if recalled is None else recalled
        self._first: list[Item] = []
        self._recent: OrderedDict[int, Item] = OrderedDict()
        self._ends = array("Q", [0])
        self._file: FileIO | None = None
        self._waiting = bytearray()
        for item in items:
            self.append(item)

    def append(self, item: Item) -> None:
        """Adds one more."""
        if self._file is None:
            if len(self._first) < self._held:
                self._first.append(item)
                return
            with _filling():
                # Without a buffer, which would be filled anew for every item that is read out of turn.
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 -- lives as long as the spool
            weakref.finalize(self, self._file.close)
            first, self._first = self._first, []
            for one in first:
                self._put(one, self._file)
        self._put(item, self._file)

    def _put(self, item: Item, file: FileIO) -> None:
        block = _packed(item)
        self._waiting += block
        self._ends.append(self._ends[-1] + len(block))
        if len(self._waiting) >= _CHUNK_BYTES:
            self._write(file)

    def _write(self, file: FileIO) -> None:
        with _filling():
            file.seek(self._ends[-1] - len(self._waiting))
            while self._waiting:  # a disk that is nearly full takes a part, and refuses the next one
                del self._waiting[: file.write(self._waiting)]

    def __len__(self) -> int:
        return len(self._first) + len(self._ends) - 1

    @overload
    def __getitem__(self, number: int) -> Item: ...

    @overload
    def __getitem__(self, number: slice) -> list[Item]: ...

    def __getitem__(self, number: int | slice) -> Item | list[Item]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        return self.at(number + len(self) if number < 0 else number)

    def at(self, number: int) -> Item:
        """The item of this number, from 0."""
        if self._file is None:
            return self._first[number]
        if number in self._recent:
            self._recent.move_to_end(number)
            return self._recent[number]
        item = self._read(number, self._file)
        if self._recalled:
            self._recent[number] = item
            if len(self._recent) > self._recalled:
                self._recent.popitem(last=False)
        return item

    def __iter__(self) -> Iterator[Item]:
        """All, in their order; none of those in the file is remembered for it."""
        if self._file is None:
            yield from self._first
            return
        for number in range(len(self)):
            yield self._read(number, self._file)

    def _read(self, number: int, file: FileIO) -> Item:
        start, end = self._ends[number], self._ends[number + 1]
        if end > self._ends[-1] - len(self._waiting):
            self._write(file)
        file.seek(start)
        block = file.read(end - start)
        while len(block) < end - start:  # a read may give less than there is
            block += file.read(end - start - len(block)) or _cut_off(file)
        return self._unpacked(block)


@contextmanager
def _filling() -> Iterator[None]:
    """What cannot be written is said."""
    try:
        yield
    except OSError as exc:
        raise StoreError(f"no temporary file can be written ({exc}); let TMPDIR name a folder with space") from exc


def _cut_off(file: FileIO) -> bytes:
    raise StoreError(f"the temporary file {file.name!r} was cut off while it was in use; run the same command again")


class Ascending(MutableMapping[str, Item], Generic[Item]):
    """Values by key, where most keys come in ascending order, as the ids of articles do when all are gone through.

    These are found in a list by halving it: of each there are two references, or one and a number, in place of the
    hundred bytes that a dictionary takes. The text itself is one for all such lists. Other keys are in a dictionary.

    Args:
        values: what is to hold the values: an empty list, or an array of numbers.
    """

    def __init__(self, values: MutableSequence[Item] | None = None) -> None:
        self._keys: list[str] = []
        self._values: MutableSequence[Item] = [] if values is None else values
        self._others: dict[str, Item] = {}

    def _place(self, key: str) -> int:
        """The place of a key among those that came in their order; -1 of any other."""
        place = bisect_left(self._keys, key)
        return place if place < len(self._keys) and self._keys[place] == key else -1

    def __getitem__(self, key: str) -> Item:
        keys = self._keys  # as `_place`, at half its time
        place = bisect_left(keys, key)
        return self._values[place] if place < len(keys) and keys[place] == key else self._others[key]

    def __setitem__(self, key: str, value: Item) -> None:
        if not self._keys or self._keys[-1] < key:
            self._others.pop(key, None)
            self._keys.append(intern(key))
            self._values.append(value)
        elif (place := self._place(key)) >= 0:
            self._values[place] = value
        else:
            self._others[key] = value

    def __delitem__(self, key: str) -> None:
        place = self._place(key)
        if place < 0:
            del self._others[key]
        else:
            del self._keys[place], self._values[place]

    def __iter__(self) -> Iterator[str]:
        """Those that came in their order, then the others."""
        yield from self._keys
        yield from self._others

    def __len__(self) -> int:
        return len(self._keys) + len(self._others)

    def __contains__(self, key: object) -> bool:
        return key in self._others or (isinstance(key, str) and self._place(key) >= 0)


class Shelf(MutableMapping[str, Item], Generic[Item]):
    """The same by key; what is put in anew or taken out leaves its room in the file unused."""

    def __init__(self, kind: Any, *, held: int | None = None, recalled: int | None = None) -> None:
        self._items: Spool[Item] = Spool(kind, held=held, recalled=recalled)
        self._numbers: Ascending[int] = Ascending(array("q"))

    def __setitem__(self, key: str, item: Item) -> None:
        self._items.append(item)
        self._numbers[key] = len(self._items) - 1

    def __getitem__(self, key: str) -> Item:
        return self._items.at(self._numbers[key])

    @overload
    def get(self, key: str, default: None = None) -> Item | None: ...

    @overload
    def get(self, key: str, default: Item) -> Item: ...

    @overload
    def get(self, key: str, default: _T) -> Item | _T: ...

    def get(self, key: str, default: Any = None) -> Any:
        """As of a dictionary."""
        number = self._numbers.get(key)
        return default if number is None else self._items.at(number)

    def __delitem__(self, key: str) -> None:
        del self._numbers[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, key: object) -> bool:
        return key in self._numbers


class Records(Sequence[ArticleRecord]):
    """Article records in the order of their ids, read as often as wanted.

    Args:
        articles: their ids, in any order.
        read: gives the record of an article.
    """

    def __init__(self, articles: Iterable[str], read: Callable[[str], ArticleRecord]) -> None:
        self._articles = sorted(map(intern, articles))
        self._read = read

    @classmethod
    def of(cls, records: Iterable[ArticleRecord]) -> Records:
        """The records, given in any order; themselves where they are ordered already."""
        if isinstance(records, cls):
            return records
        kept: Spool[ArticleRecord] = Spool(ArticleRecord, recalled=FEW)
        came: dict[str, int] = {}
        for record in records:
            came[intern(record.article.id)] = len(kept)
            kept.append(record)
        articles = sorted(came)
        numbers = array("I", map(came.__getitem__, articles))
        return cls(articles, lambda article: kept.at(numbers[bisect_left(articles, article)]))

    def get(self, article: str) -> ArticleRecord | None:
        """The record of an article; None when it is not among them."""
        return None if self.number(article) is None else self._read(article)

    def id_at(self, place: int) -> str:
        """The id of the article of this place."""
        return self._articles[place]

    def number(self, article: str) -> int | None:
        """The place of an article in their order, from 0; None when it is not among them."""
        place = bisect_left(self._articles, article)
        return place if self._articles[place : place + 1] == [article] else None

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, place: int) -> ArticleRecord: ...

    @overload
    def __getitem__(self, place: slice) -> list[ArticleRecord]: ...

    def __getitem__(self, place: int | slice) -> ArticleRecord | list[ArticleRecord]:
        if isinstance(place, slice):
            return [self._read(article) for article in self._articles[place]]
        return self._read(self._articles[place])

    def __iter__(self) -> Iterator[ArticleRecord]:
        return map(self._read, self._articles)
