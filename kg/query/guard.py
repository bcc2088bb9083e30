"""Decides which free SPARQL text may run at all: raises RefusedQuery, before any parser sees it.

Refused are text over 1 MB, nesting deeper than 200 (a parser that recurses ends the process), updates, and `SERVICE`
and `LOAD`, which would send requests from here. The text is cut by the lexical grammar of SPARQL 1.1 (section 19.8),
so a comment, a string, an IRI or a variable can neither hide a keyword nor be mistaken for one. Where the grammar
leaves doubt, the cut errs towards showing a word: it costs an odd query, never a leak.
"""

from __future__ import annotations

import re

from kg.errors import QueryError, RefusedQuery

MAX_BYTES = 1_000_000
"""Largest query text, in bytes of UTF-8."""

MAX_DEPTH = 200
"""Deepest nesting of (), {} and [] outside strings and comments; Oxigraph overflows its stack from about 1,100."""

_TOKEN = re.compile(
    r'''
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|\'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$][A-Za-z0-9_]+)
    | (?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<name>[^\W\d][\w.\-]*+)(?P<local>:[A-Za-z0-9_:\-]*+)?
    | :[A-Za-z0-9_:\-]*+
    | (?P<mark>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_BAD_LETTER = re.compile("[\x00\ud800-\udfff]")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OUTSIDE = ("SERVICE", "LOAD")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_QUERIES = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def check_query(text: str) -> str:
    """The form of the query (SELECT, ASK, CONSTRUCT, DESCRIBE) if it may be handed to the query engine.

    Raises:
        RefusedQuery: it may not; the message has the reason.
        QueryError: it is no query at all.
    """
    n_bytes = len(text.encode("utf-8", "surrogatepass"))
    if n_bytes > MAX_BYTES:
        raise RefusedQuery(f"the query has {n_bytes} bytes; at most {MAX_BYTES} are allowed")
    if _BAD_LETTER.search(text):
        raise RefusedQuery("the query holds a null character or half a surrogate pair; send plain UTF-8 text")
    form = _check_tokens(text)
    unescaped = _ESCAPE.sub(_unescape, text)
    if unescaped != text:
        # SPARQL 19.2 replaces \u escapes before parsing, anywhere in the text: what they make counts as well
        form = _check_tokens(unescaped)
    if form is None:
        raise QueryError("the text is no SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form


def _check_tokens(text: str) -> str | None:
    """The form of the query, None where it has none; RefusedQuery for what no query may hold."""
    depth = 0
    form = None
    for match in _TOKEN.finditer(text):
        mark, name = match.group("mark"), match.group("name")
        if mark is not None:
            depth += (mark in "([{") - (mark in ")]}")
            if depth > MAX_DEPTH:
                raise RefusedQuery(f"the query is nested more than {MAX_DEPTH} deep; flatten it")
            _check_is_closed(match, text)
        elif match.group("iri") is not None:
            # `?a<?b)SERVICE?x#>` looks like an IRI and is a comparison; a closing bracket must come before the word
            _check_stays_inside(match.group().partition(")")[2])
        elif name is not None:
            # the parser asks for no gap after a keyword and reads trueSERVICE<x> as two words, so look inside
            _check_stays_inside(name)
            if form is None and match.group("local") is None:
                form = _form_of(name.upper())
    return form


def _check_is_closed(mark: re.Match[str], text: str) -> None:
    """No valid query holds a quote as a mark; going on would scan to the end from each of them, in square time."""
    if mark.group() in {'"', "'"} or (mark.group() == "\\" and text[mark.end() : mark.end() + 1] in {'"', "'"}):
        raise RefusedQuery(f"the string that starts at character {mark.start() + 1} of the query is not closed")


def _check_stays_inside(part: str) -> None:
    for word in _OUTSIDE:
        if word in part.upper():
            raise RefusedQuery(f"{word} reaches outside the store and is off; no prefix may contain this word either")


def _form_of(word: str) -> str | None:
    if word in _UPDATES:
        raise RefusedQuery(f"{word} is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered")
    return word if word in _QUERIES else None


def _unescape(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return match.group()
    return chr(code)
