"""In: files, folders, addresses or standard input. Out: articles, and a refusal for whatever gives none.

Read are plain text, HTML pages, JSONL (also JSON), CSV, RSS or Atom, Parquet and WARC files, each also packed by gzip
or zstd, on this machine or wherever fsspec reaches (`kg.locations`). The text of an article never changes after this
stage, since every offset points into it. Refused, with one sentence each: what is missing, empty, binary, in no known
encoding, broken, without text, too long, or dated in no readable way.

`kg.read.noise` tells page furniture from prose, `kg.read.duplicates` finds copies of one story; both see text only.
"""

from kg.read.duplicates import Prints, fingerprint
from kg.read.files import read_articles, read_items
from kg.read.html import Page
from kg.read.limits import MAX_ARTICLE_CHARS
from kg.read.meter import Meter
from kg.read.noise import noise_spans
from kg.read.records import article_from_record

__all__ = [
    "MAX_ARTICLE_CHARS",
    "Meter",
    "Page",
    "Prints",
    "article_from_record",
    "fingerprint",
    "noise_spans",
    "read_articles",
    "read_items",
]
