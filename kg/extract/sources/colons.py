"""Who speaks in a headline with a colon: "*Police*: two killed in Oslo", "Two killed in Oslo: *police*"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.sources.asides import tail_of
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Token

MAX_COLON = 6
"""Words at most that name who speaks before a colon."""
MAX_BEHIND = 4
"""The same behind it, where a list or an explanation stands more often."""
CAPTIONS = frozenset(["image", "photo", "photograph", "picture", "video", "credit", "file", "graphic", "source"])
"""Words before a colon behind which stands who took a picture: "Lund at the gate. Photo: Ida Holm"."""
NO_NAME = frozenset(["VERB", "AUX", "ADP"])


def said_at_colon(
    words: list[Token], colon: Token, *, is_someone: Callable[[Token], bool]
) -> tuple[Token | None, list[Token]]:
    """The speaker, and the words that are said; `words`: those of the sentence, without punctuation."""
    before = [token for token in words if token.i < colon.i]
    behind = [token for token in words if token.i > colon.i]
    speaker = _named(before, is_someone) if len(before) <= MAX_COLON else None
    if speaker is not None:
        return speaker, behind
    if before and before[-1].lower_ in CAPTIONS:
        return None, []
    is_line = colon.sent.tokens[-1].text not in {".", "?", "!"} and any(item.pos_ == "VERB" for item in before)
    bare = not any(tree.children(item, "det") for item in behind)  # "wanted: *a doctor*"
    if is_line and bare and len(behind) <= MAX_BEHIND and (speaker := _named(behind, is_someone)) is not None:
        return speaker, before
    return None, []


def tells_where(name: Token, told: list[Token]) -> bool:
    """Whether a state before the colon says where: "*Chad*: nine killed as gunmen storm inn", "*Chad*: …, nurses say".

    Where another state acts, the first tells of it: "*Chad*: Libyan troops shelled town".
    """
    if name.ent_type_ != "GPE":
        return False
    others = any(item.ent_type_ == "NORP" or (item.ent_type_ == "GPE" and item.base in _DOING) for item in told)
    lexicon = name.doc.lexicon
    harm = any(item.pos_ == "VERB" and lexicon.verb(item.lemma_.lower()).type in HARMFUL for item in told)
    return tail_of(told) is not None or (harm and not others)


_DOING = frozenset(["nmod:poss", "nsubj", "obl:agent"])


def _named(words: list[Token], is_someone: Callable[[Token], bool]) -> Token | None:
    """Whom the words name, if they do nothing else."""
    speaker, inside = words[-1] if words else None, {token.i for token in words}
    while speaker is not None and speaker.head.i in inside and speaker.head.i != speaker.i:
        speaker = speaker.head
    if speaker is None or not is_someone(speaker) or any(token.pos_ in NO_NAME for token in words):
        return None
    return speaker
