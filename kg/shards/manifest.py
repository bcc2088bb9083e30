"""What a shard says of itself, and how it is told whether a shard is the one wanted."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, astuple, dataclass, field
from typing import TYPE_CHECKING

from kg.errors import LocationError
from kg.model import Rejected
from kg.read import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.read.files import Outcome
    from kg.shards.place import Place

FORMAT = 2
INDEX = "shards.json"
QUADS = "nq.gz"
MENTIONS = "mentions.parquet"
MANIFEST = "json"

_NAME = re.compile(rf"(\d{{6,}})\.(?:{re.escape(QUADS)}|{re.escape(MENTIONS)}|{MANIFEST})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One shard.

    Attributes:
        number: its place in the order of all, from 0.
        input: digest of what was read (`input_digest`).
        extractor: software and model.
        articles, undated, words, mentions, events, actors, places: counts; `actors` and `places` within articles.
        rejected: where and why, for whatever gave no article.
        files: size in bytes and SHA-256 of the other two files, by name.
    """

    number: int
    input: str
    extractor: str
    articles: int
    undated: int
    words: int
    events: int
    actors: int
    places: int
    mentions: int
    rejected: tuple[tuple[str, str], ...] = ()
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    def refusals(self) -> list[Rejected]:
        """What gave no article."""
        return [Rejected(where=where, reason=why) for where, why in self.rejected]

    def dumped(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All shards of a folder, written when the last one is there."""

    shards: int
    articles: int
    rejected: int
    extractor: str
    format: int = FORMAT


def file_name(number: int, kind: str) -> str:
    """`000007.nq.gz`."""
    return f"{number:06}.{kind}"


def number_of(name: str) -> int | None:
    """The shard that a file belongs to; None when it is no file of a shard."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else None


def input_digest(items: Sequence[Outcome]) -> str:
    """Digest of what a shard is made from."""
    digest = hashlib.blake2b(digest_size=16)
    for item in items:
        values = astuple(item)
        if isinstance(item, Page):
            values = (item.where, hashlib.blake2b(item.raw).hexdigest(), item.date, item.url, item.charset)
        digest.update(json.dumps([type(item).__name__, *values]).encode())
    return digest.hexdigest()


def manifest_at(place: Place, number: int) -> Manifest | None:
    """The manifest of a shard; None when there is none, or not a whole one."""
    try:
        values = json.loads(place.read(file_name(number, MANIFEST)))
        if values["format"] != FORMAT:
            return None
        rejected = tuple((where, why) for where, why in values.pop("rejected"))
        files = {name: (size, digest) for name, (size, digest) in values.pop("files").items()}
        return Manifest(**values, rejected=rejected, files=files)
    except (LocationError, ValueError, TypeError, KeyError, AttributeError):
        return None


def index_at(place: Place) -> Index | None:
    """The index; None when there is none: the shards are not all made."""
    if INDEX not in place.sizes():
        return None
    try:
        return Index(**json.loads(place.read(INDEX)))
    except (ValueError, TypeError) as exc:
        raise LocationError(f"{place.name!r} has a damaged {INDEX}; make the shards again") from exc
