"""The store's books: what it holds, by digest. They lie in the database itself, in a graph of their own.

Embedded that is the unnamed graph: every query of ours has a named default graph, so that no query, export or reader
ever meets them. Servers may have no unnamed graph, so there it has a name. As the books are written in the same
transaction as what they speak of, they are always true of it. `verify` counts again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.store.engine import Batch
from kg.store.iris import article_graph, article_iri, kind_and_id
from kg.store.terms import node, text, words_of
from kg.vocab import MERGED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Article, ArticleRecord
    from kg.store.engine import Engine, GraphName

_NAMESPACE = "https://w3id.org/whodid/store#"
RECORD = node(f"{_NAMESPACE}record")
SOURCE = node(f"{_NAMESPACE}source")
EXTRACTOR = node(f"{_NAMESPACE}extractor")
WRITTEN_IN = node(f"{_NAMESPACE}writtenIn")
MERGED_FROM = node(f"{_NAMESPACE}mergedFrom")
CONTENT = node(f"{_NAMESPACE}content")
GENERATION = node(f"{_NAMESPACE}generation")
FORMAT = node(f"{_NAMESPACE}format")
WRITER = node(f"{_NAMESPACE}writer")
RUN = node(f"{_NAMESPACE}run")
JUDGEMENT = node(f"{_NAMESPACE}judgement")
AUTHORITY = node(f"{_NAMESPACE}authority")
STORE = node("https://w3id.org/whodid/store")
MERGED = node(MERGED_GRAPH)
_SUM = "sum:"
_MODULUS = 1 << 128
KEY_BYTES = 16


def key(quad: ox.Quad) -> bytes:
    """16 bytes that stand for a quad."""
    return hashlib.blake2b(str(quad).encode(), digest_size=KEY_BYTES).digest()


def keys_of(lines: bytes) -> list[bytes]:
    """The keys of quads from their N-Quads, a line each."""
    return [hashlib.blake2b(line[:-2], digest_size=KEY_BYTES).digest() for line in lines.split(b"\n")[:-1]]


def digest_of(keys: Iterable[bytes]) -> str:
    """Digest of a set of quads, from their keys; the order does not matter."""
    return hashlib.blake2b(b"".join(sorted(set(keys))), digest_size=16).hexdigest()


def content_of(keys: Iterable[bytes], *, base: str = "") -> str:
    """Digest of the merged graph's quads, from their keys: a sum, to which more may be added later (`base`).

    An incremental hash in the manner of Bellare and Micciancio (1997), to find damage: whoever can write the graph can
    write its digest too.
    """
    total = int(base.removeprefix(_SUM), 16) if base else 0
    return f"{_SUM}{(total + sum(int.from_bytes(key) for key in keys)) % _MODULUS:032x}"


def content_without(keys: Iterable[bytes], *, base: str) -> str:
    """The digest of what is left when quads are taken away."""
    total = int(base.removeprefix(_SUM), 16) - sum(int.from_bytes(key) for key in keys)
    return f"{_SUM}{total % _MODULUS:032x}"


def is_sum(content: str | None) -> bool:
    """Whether the digest can be added to; stores of older versions have another one until they are merged again."""
    return content is not None and content.startswith(_SUM)


def source_digest(article: Article) -> str:
    """Digest of an article as it was read: text and all that came with it."""
    return hashlib.blake2b(json.dumps(astuple(article)).encode(), digest_size=16).hexdigest()


def set_digest(records: Mapping[str, str], *, base: str = "", sign: int = 1) -> str:
    """Digest of a set of articles, from the digests of their records; a sum, as `content_of` is.

    `base`: of a set to which these are added, or from which they are taken (`sign` -1).
    """
    total = int(base, 16) if base else 0
    for article, record in records.items():
        entry = hashlib.blake2b(json.dumps((article, record)).encode(), digest_size=16)
        total += sign * int.from_bytes(entry.digest())
    return f"{total % _MODULUS:032x}"


def article_quads(record: ArticleRecord, digest: str, *, graph: GraphName, run: str = "") -> list[ox.Quad]:
    """The entry of an article: digests of its record and of the article as read, what read it, and in which run."""
    subject = node(article_iri(record.article.id))
    return [
        ox.Quad(subject, RECORD, text(digest), graph),
        ox.Quad(subject, SOURCE, text(source_digest(record.article)), graph),
        ox.Quad(subject, EXTRACTOR, text(record.extractor), graph),
        *((ox.Quad(subject, WRITTEN_IN, text(run), graph),) if run else ()),
    ]


def merged_quads(*, merged_from: str, content: str, graph: GraphName) -> list[ox.Quad]:
    """The entry of the merged graph: digests of the articles it was made from and of what it holds."""
    return [
        ox.Quad(MERGED, MERGED_FROM, text(merged_from), graph),
        ox.Quad(MERGED, CONTENT, text(content), graph),
    ]


def records(engine: Engine) -> dict[str, str]:
    """Digest of the record of every article, by id, sorted."""
    entries = {
        kind_and_id(words_of(quad.subject))[1]: words_of(quad.object)
        for quad in engine.quads(None, RECORD, None, engine.books)
    }
    return dict(sorted(entries.items()))


def entry(engine: Engine, subject: ox.NamedNode, term: ox.NamedNode) -> str | None:
    """One entry of the books, None when there is none."""
    for quad in engine.quads(subject, term, None, engine.books):
        return words_of(quad.object)
    return None


def merged_state(engine: Engine) -> tuple[str | None, str | None]:
    """Digests of what the merged graph was made from, and of what it holds; None where there is none."""
    return entry(engine, MERGED, MERGED_FROM), entry(engine, MERGED, CONTENT)


def state(engine: Engine) -> tuple[str, str | None, str | None]:
    """What tells one state of a store from another."""
    return (set_digest(records(engine)), *merged_state(engine))


def verify(engine: Engine) -> list[str]:
    """One sentence for every graph that is not what the books say; empty when all is well."""
    known = records(engine)
    graphs = {article_graph(article) for article in known}
    faults = []
    for article, digest in known.items():
        if digest_of(map(key, engine.quads(graph=node(article_graph(article))))) != digest:
            faults.append(f"the graph of article {article!r} is not the one that was written; build it again")
    strangers = sorted({words_of(name) for name in engine.graphs()} - {MERGED_GRAPH} - graphs)
    faults += [f"the graph {graph} belongs to no article of the store; build the store again" for graph in strangers]
    content = entry(engine, MERGED, CONTENT)
    summed = content_of if is_sum(content) else digest_of
    if content is not None and content != summed(map(key, engine.quads(graph=MERGED))):
        faults.append("the merged graph is not the one that was written; run `kg build` again")
    return faults


def removal(article: str) -> Batch:
    """What takes an article out: its graph and its entries."""
    return Batch(drop=[node(article_graph(article))], forget=[node(article_iri(article))])
