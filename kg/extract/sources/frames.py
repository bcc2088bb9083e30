"""Who stands over a whole sentence as its source: "…, according to X", "in X's words", "X: …", "…, X told reporters".

In: a sentence, and what the rest of a Doc knows of speaking. Out: the speakers, each with the words that are theirs by
it. A source that stands inside a sentence frames its own clause alone (`kg.extract.sources.speech`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.sources.asides import is_background, source_of, tail_of
from kg.extract.sources.colons import dash_speaker, said_at_colon, tells_where
from kg.extract.text import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.extract.text.tokens import Run, Token

NAMED = frozenset(["PERSON", "ORG", "GPE"])


class FrameFinder:
    """Finds the frames of sentences; `speaks` and `acts` tell of a verb and a noun whether they may."""

    def __init__(self, speaks: Callable[[Token], bool], acts: Callable[[Token], bool], quoted: set[int]) -> None:
        self.framing: set[int] = set()
        """Places of the sources that frame a sentence, so that they frame no clause besides."""
        self._speaks = speaks
        self._acts = acts
        self._quoted = quoted

    def frames(self, sent: Run, taken: dict[int, Token]) -> Iterator[tuple[list[Token], list[Token]]]:
        """Pairs of speakers and the words they say; `taken`: words that have a speaker, by a quotation."""
        words = [token for token in sent if not token.is_space and not token.is_punct]
        if not words:
            return
        for token in words:
            if source_of(token) is None or not {token.left_edge.i, token.right_edge.i} & {words[0].i, words[-1].i}:
                continue
            held = {item.i for item in token.subtree}
            near = _beside_semicolon(token, words)
            yield self.sources(token), [item for item in near if item.i not in held and _is_free(item, taken)]
            self.framing.add(token.i)
        saying = tail_of(words)
        if saying is not None and saying.i not in self._quoted and (saying.is_a("quoting") or self._speaks(saying)):
            subject = tree.children(saying, "nsubj", "nsubj:pass")[0]
            before = [item for item in words if item.i < subject.left_edge.i and _is_free(item, taken)]
            yield tree.conjuncts(subject), before
        if (tail := dash_speaker(sent)) is not None and (self._is_someone(tail) or tail.is_a("dash_source")):
            yield [tail], words
        yield from self._headed(sent, words)

    def _headed(self, sent: Run, words: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
        """As headlines have it: "Police: two killed"."""
        colon = next((token for token in sent if token.text == ":"), None)
        if colon is None or colon.i + 1 >= sent.end or colon.i + 1 in self._quoted:
            return
        speaker, told = said_at_colon(words, colon, is_someone=self._is_someone)
        if speaker is not None and not tells_where(speaker, told):
            yield [speaker], told

    def sources(self, token: Token) -> list[Token]:
        """Whom a source names, and those coordinated with him who can speak."""
        named = source_of(token) or token
        others = [item for item in tree.conjuncts(named) if item.i != named.i]
        return [named, *(item for item in others if self._is_someone(item))]

    def _is_someone(self, token: Token) -> bool:
        return token.ent_type_ in NAMED or (token.pos_ in {"NOUN", "PRON"} and self._acts(token))


def _beside_semicolon(source: Token, words: list[Token]) -> list[Token]:
    """The words on the source's side of a semicolon: "two died, according to the army; *rebels said ten had*".

    At the head of a sentence a source is that of all of it.
    """
    if source.left_edge.i == words[0].i:
        return words
    marks = [item.i for item in source.sent if item.text == ";"]
    start = max((at for at in marks if at < source.i), default=-1)
    end = min((at for at in marks if at > source.i), default=len(source.doc))
    return [item for item in words if start < item.i < end]


def _is_free(token: Token, taken: dict[int, Token]) -> bool:
    """Neither quoted nor inside a clause of time: "arrested *since the protests began*, according to X"."""
    return token.i not in taken and not any(is_background(item) for item in (token, *tree.ancestors(token)))
