"""IRIs of articles, actors, places, events and merges, and back; ids may be any non-empty text.

Everything but letters, digits and `-._~` is percent-encoded as UTF-8, so that decoding gives the id again, code point
by code point. A node within an article is a hash IRI of the article's: `…/id/article/foo#e1`; a stretch of its text is
one as of RFC 5147, which says where it begins and ends: `…/id/article/foo#char=174,187`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from kg.errors import StoreError
from kg.model import Ref, Span
from kg.vocab import ARTICLE_GRAPHS, RESOURCES, TYPES

KINDS = ("article", "actor", "place", "event", "merge")

# A local id with a dot would meet the IRIs of the mentions (`a1.0`), one like `s3` those of the sentences.
_LOCAL = re.compile(r"(?!s\d+$)[A-Za-z][A-Za-z0-9_-]*")
_SENTENCE = re.compile(r"s(0|[1-9]\d*)")
_STRETCH = re.compile(r"char=(0|[1-9]\d*),(0|[1-9]\d*)")


def resource_iri(kind: str, identifier: str) -> str:
    """IRI of an article, actor, place, event or merge."""
    return f"{RESOURCES}{kind}/{_encoded(identifier)}"


def article_iri(article: str) -> str:
    """IRI of an article."""
    return resource_iri("article", article)


def article_graph(article: str) -> str:
    """IRI of the named graph that holds all that one article says."""
    return ARTICLE_GRAPHS + _encoded(article)


def local_iri(ref: Ref) -> str:
    """IRI of a local actor, place, time or event."""
    return f"{article_iri(ref.article)}#{ref.local}"


def span_iri(article: str, span: Span) -> str:
    """IRI of a stretch of the text of the article with this IRI; offsets are half-open, in code points."""
    return f"{article}#char={span.start},{span.end}"


def span_of(iri: str) -> Span:
    """Where a stretch of an article's text begins and ends; StoreError when the IRI does not say."""
    match = _STRETCH.fullmatch(iri.partition("#")[2])
    if match is None or int(match[1]) > int(match[2]):
        raise StoreError(f"the store is damaged: {iri!r} is no stretch of an article's text; build it again")
    return Span(int(match[1]), int(match[2]))


def sentence_iri(article: str, number: int) -> str:
    """IRI of a sentence, counted from 0, of the article with this IRI."""
    return f"{article}#s{number}"


def sentence_of(iri: str) -> int:
    """Number of a sentence within its article, from 0; StoreError when it is none."""
    match = _SENTENCE.fullmatch(iri.partition("#")[2])
    if match is None:
        raise StoreError(f"the store is damaged: {iri!r} is no sentence of an article; build it again")
    return int(match[1])


def id_order(local: str) -> tuple[int, str]:
    """Order of local ids, and of the IRIs of one article's nodes: `e2` before `e10`."""
    return len(local), local


def type_iri(name: str) -> str:
    """IRI of an event type of the codebook."""
    return TYPES + name


def kind_and_id(iri: str) -> tuple[str, str]:
    """Kind and id of a resource; the part after `#` is left out. StoreError when it is none of ours."""
    kind, slash, rest = iri.removeprefix(RESOURCES).partition("/")
    identifier = unquote(rest.partition("#")[0], errors="strict") if _is_utf8(rest) else ""
    if not iri.startswith(RESOURCES) or kind not in KINDS or not slash or not identifier:
        raise StoreError(f"{iri!r} is no IRI of an article, actor, place, event or merge of whodid")
    return kind, identifier


def ref_of(iri: str) -> Ref:
    """Article and local id of a node within an article."""
    kind, article = kind_and_id(iri)
    local = iri.partition("#")[2]
    if kind != "article" or not local:
        raise StoreError(f"{iri!r} is no IRI of a node within an article")
    return Ref(article, local)


def is_local_id(local: str) -> bool:
    """Whether a local id is a letter followed by letters, digits, `_` or `-`, and not that of a sentence (`s3`)."""
    return _LOCAL.fullmatch(local) is not None


@lru_cache(maxsize=16_384)
def _encoded(identifier: str) -> str:
    if not identifier:
        raise StoreError("an id is empty; give every article, actor, place, event and merge one")
    try:
        return quote(identifier, safe="")
    except UnicodeEncodeError as exc:
        raise StoreError(f"the id {identifier!r} has a lone surrogate; give an id that is valid Unicode") from exc


def _is_utf8(encoded: str) -> bool:
    try:
        unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        return False
    return True
