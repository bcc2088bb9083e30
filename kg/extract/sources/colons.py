"""Who speaks in a headline with a colon: "*Police*: two killed in Oslo", "Two killed in Oslo: *police*"."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.extract.naming.datelines import DASHES
from kg.extract.sources.asides import tail_of
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.line_heads import ends_line, is_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.extract.text.tokens import Doc, Run, Token

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


def dash_speaker(sent: Run) -> Token | None:
    """Who says what the line tells, behind its dash: "Two killed in Oslo – *police*".

    `kg.parse.line_heads` begins a sentence there.
    """
    words = [token for token in sent if not token.is_space]
    doc = sent.doc
    if not words or words[-1].text not in DASHES or sent.end >= len(doc) or words[-1].i + 1 != sent.end:
        return None
    behind = doc[sent.end].sent
    tail = [token for token in behind if not token.is_space and not token.is_punct]
    return behind.root if tail and ends_line(behind) and len(tail) <= MAX_BEHIND and len(words) > len(tail) else None


def labels(doc: Doc) -> Iterator[tuple[Token, int]]:
    """The country or town that is all that stands before a colon and tells where, with the index of the colon.

    With the colon it may be a sentence of its own to the parser.
    """
    for sent, behind in zip_longest(doc.sents, doc.sents[1:]):
        words = [token for token in sent if not token.is_space]
        if behind is not None and is_head(sent):
            words += [token for token in behind if not token.is_space]
        colon = next((at for at, token in enumerate(words[: MAX_COLON + 1]) if token.text == ":"), 0)
        name = words[0].name if colon else None
        if name is not None and [item.i for item in name] == [item.i for item in words[:colon]]:
            told = [item for item in words[colon + 1 :] if not item.is_punct]
            if told and tells_where(name.root, told):
                yield name.root, words[colon].i


def tells_where(name: Token, told: list[Token]) -> bool:
    """Whether a state before the colon says where: "*Chad*: nine killed as gunmen storm inn", "*Chad*: …, nurses say".

    Where another state acts in a headline, the first tells of it: "*Chad*: Libyan troops shelled town"; and so it does
    where nobody acts: "*Chad*: Talks to resume". A full stop makes the line a report, which names its country so.
    """
    if name.ent_type_ not in {"GPE", "LOC"} or any(item.lower_ in {"we", "our", "i"} for item in told):
        return False
    others = any(item.ent_type_ in {"NORP", "GPE"} and {item.base, item.head.base} & _DOING for item in told)
    verbs = [item for item in told if item.pos_ == "VERB"]
    harm = any(name.doc.lexicon.verb(item.lemma_.lower()).type in HARMFUL for item in verbs)
    acts = any(_is_done_by_someone(item) for item in verbs)
    reports = any(item.text == "." for item in told[-1].sent.tokens[-2:])
    sourced = tail_of(told) is not None or dash_speaker(name.sent) is not None
    return sourced or reports or ((harm or acts) and not others)


def _is_done_by_someone(verb: Token) -> bool:
    """As in "Peru: *Congress ousts* president", "Mali: *Opposition leader detained*"."""
    done = tree.children(verb, "nsubj", "nsubj:pass")
    return verb.tag_ in {"VBD", "VBN", "VBP", "VBZ"} and any(
        item.is_a("acting") or item.ent_type_ in {"ORG", "PERSON"} for item in done
    )


_DOING = frozenset(["nmod:poss", "nsubj", "obl:agent"])


def _named(words: list[Token], is_someone: Callable[[Token], bool]) -> Token | None:
    """Whom the words name, if they do nothing else."""
    speaker, inside = words[-1] if words else None, {token.i for token in words}
    while speaker is not None and speaker.head.i in inside and speaker.head.i != speaker.i:
        speaker = speaker.head
    if speaker is None or not is_someone(speaker) or any(token.pos_ in NO_NAME for token in words):
        return None
    return speaker
