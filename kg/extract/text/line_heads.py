"""Heads of lines that the layout parts from what stands behind: "*BREAKING:* …", "*Jan. 3, 2020:* …", "*MR. HOLM:* …".

`kg.parse.line_heads` makes each a sentence of its own. In: a Doc. Out: which sentences are such heads, of what kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.text.tokens import Doc, Run, Token

MARKS = frozenset([":", "-", "–", "—"])
MAX_TOKENS = 10
"""Tokens of a head at most."""
ALERTS = frozenset(
    [
        "alert", "breaking", "correction", "developing", "exclusive", "file", "flash", "icymi", "just", "latest",
        "live", "update", "updated", "urgent", "watch",
    ]
)  # fmt: skip
"""First words of heads that tell of the news itself, not of what happened."""
TITLES = frozenset(
    [
        "ambassador", "chancellor", "dr", "general", "minister", "mr", "mrs", "ms", "president", "secretary", "senator",
    ]
)  # fmt: skip
"""First words of a head behind which stands a surname."""
NO_SPEAKERS = frozenset(["A", "Q", "ANSWER", "QUESTION"])
"""Who asks and who answers is not named."""


def words_of(sent: Run) -> list[Token]:
    """Its tokens without white space."""
    return [token for token in sent if not token.is_space]


def is_head(sent: Run) -> bool:
    """Whether it begins a line, a mark ends it and the line goes on."""
    words = words_of(sent)
    if words and not _begins_line(words[0]):
        return False
    if not words or len(words) > MAX_TOKENS or words[-1].text not in MARKS:
        return False
    doc, end = sent.doc, words[-1].i + 1
    return end < len(doc) and not doc[end].is_space


def _begins_line(word: Token) -> bool:
    """Whether nothing but a bullet stands before it in its line."""
    doc, at = word.doc, word.i - 1
    while at >= 0 and doc[at].is_punct and not doc[at].text.isalnum():
        at -= 1
    return at < 0 or "\n" in doc[at].text


def ends_line(sent: Run) -> bool:
    """Whether its line ends with it."""
    doc, end = sent.doc, sent.end
    return end >= len(doc) or any("\n" in item.text for item in (*sent.tokens[-1:], doc[end]))


def is_alert(sent: Run) -> bool:
    """As in "*BREAKING:* Gunmen storm a hotel": it tells of no event itself."""
    first = next(iter(words_of(sent)), None)
    return first is not None and first.lower_ in ALERTS and is_head(sent)


def is_bare_title(token: Token) -> bool:
    """Whether it stands in a line of capitals that says nothing of anybody: "*JOINT STATEMENT*"."""
    words = [item for item in token.sent if item.text.isalpha()]
    capitals = all(item.text.isupper() for item in words) and len(words) <= MAX_TITLE
    says = any(item.tag_ in tree.FINITE_OR_MODAL or item.tag_ == "VBN" for item in token.sent)
    return capitals and not says and not any(item.text[:1].isdigit() for item in token.sent)


MAX_TITLE = 4
"""Words of a title in capitals at most."""


def turns(doc: Doc) -> Iterator[tuple[int, int, Token | None]]:
    """What each speaker of a transcript says: first token, the one behind the last, and who it is."""
    sents = list(doc.sents)
    heads = [(at, speaker) for at, sent in enumerate(sents) if (speaker := _speaker(sent)) is not None]
    ends = [at for at, _ in heads[1:]] + [len(sents)]
    for (at, speaker), end in zip(heads, ends, strict=False):
        if at + 1 < end:
            named = None if speaker.text in NO_SPEAKERS else speaker
            yield sents[at + 1].start, sents[end - 1].end, named


def _speaker(sent: Run) -> Token | None:
    """The last word of a head in capitals and with a colon, which names who speaks."""
    if not is_head(sent) or is_alert(sent):
        return None
    *words, colon = words_of(sent)
    if colon.text != ":" or not words:
        return None
    if words[-1].ent_type_ in {"GPE", "LOC", "DATE", "TIME"} and words[0].lower_.rstrip(".") not in TITLES:
        return None
    return words[-1] if all(item.text.isupper() or item.is_punct for item in words) else None
