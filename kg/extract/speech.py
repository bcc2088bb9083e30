"""According to whom: the speakers of an event, nearest first.

Three ways to be said by someone: to be the complement of a reporting verb or noun ("officials said that …", "claims
by X that …", "…," wrote Shabani), to stand in a clause with "according to", and to stand inside a quotation whose
speaker the sentence or the quotation before names. Scare quotes of a few words attribute nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.lexicon import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.predicates import Predicate, PredicateFinder

MIN_QUOTE_TOKENS = 4
MAX_CLIMB = 12
COMPLEMENTS = frozenset(["ccomp", "xcomp", "parataxis", "obj", "csubj", "nsubj"])


@dataclass(slots=True)
class SpeakerFinder:
    """Finds the speakers in one Doc; `quote_speaker` maps a quoted token to the token that heads its speaker."""

    doc: Doc
    finder: PredicateFinder
    quoted: set[int]
    quote_speaker: dict[int, Token] = field(default_factory=dict)

    def __post_init__(self) -> None:
        previous: Token | None = None
        last_end = -1
        for start, end in _runs(self.quoted):
            if end - start < MIN_QUOTE_TOKENS:
                continue
            speaker = self._speaker_beside(start, end)
            if speaker is None and previous is not None and _paragraphs_between(self.doc, last_end, start) <= 1:
                speaker = previous
            if speaker is not None:
                for index in range(start, end):
                    self.quote_speaker[index] = speaker
            previous, last_end = speaker, end

    def speakers(self, predicate: Predicate) -> list[Token]:
        """Heads of the phrases that name who says that this event happened."""
        found: list[Token] = []
        token = predicate.token
        if predicate.carrier is not None and tree.is_below(token, predicate.carrier):
            token = predicate.carrier
        own = {argument.token.i for argument in predicate.arguments if predicate.entry.speech}
        for _ in range(MAX_CLIMB):
            for item in self._beside(token):
                _append(found, item)
            head = tree.governor(token)
            if head.i == token.i:
                break
            if self._is_said(token, head):
                for item in self._sayers(head):
                    _append(found, item)
            token = head
        if predicate.token.i in self.quote_speaker:
            _append(found, self.quote_speaker[predicate.token.i])
        return [item for item in found if item.i not in own and not tree.is_below(predicate.token, item)]

    # ------------------------------------------------------------ grammar

    def _beside(self, clause: Token) -> list[Token]:
        """Speakers named beside a clause: "according to X", and a reporting verb put after or into it."""
        found = []
        for item in clause.children:
            if tree.base(item) in {"obl", "nmod"} and tree.preposition(item).startswith("according"):
                found += tree.conjuncts(item)
            elif item.pos_ == "VERB" and _is_aside(item) and self._speaks(item):
                found += self._sayers(item)
        return found

    def _is_said(self, token: Token, head: Token) -> bool:
        """Whether the word hangs from a reporting verb or noun as what is said."""
        label = tree.base(token)
        if head.pos_ in {"VERB", "AUX"}:
            if label == "nsubj" and token.dep_ != "nsubj:pass":
                return False
            if label == "parataxis" and self._speaks(token):
                return False  # two sayings side by side: neither is said by the other's speaker
            return (label in COMPLEMENTS or head.i != token.head.i) and self._speaks(head)
        if head.pos_ == "NOUN" and label in {"acl", "ccomp"} and token.dep_ != "acl:relcl":
            return self.finder.lexicon.noun(head.lemma_.lower()).speech
        return False

    def _speaks(self, verb: Token) -> bool:
        slots = self.finder.finder.slots(verb)
        entry = self.finder.lexicon.verb(verb.lemma_.lower(), self.finder.usage(verb, slots))
        return entry.speech and entry.kind is Kind.EVENT

    def _sayers(self, word: Token) -> list[Token]:
        if word.pos_ in {"VERB", "AUX"}:
            return [item for noun in self.finder.finder.slots(word).subject for item in tree.conjuncts(noun)]
        owners = tree.children(word, "nmod:poss")
        by = [item for item in tree.children(word, "nmod") if tree.preposition(item) in {"by", "from", "of"}]
        return owners or by[:1]

    # ------------------------------------------------------------ quotations

    def _speaker_beside(self, start: int, end: int) -> Token | None:
        """The speaker that the sentences holding the quotation's ends name outside it."""
        for sent in (self.doc[end - 1].sent, self.doc[start].sent):
            for token in sent:
                if token.pos_ != "VERB" or token.i in self.quoted or not self._speaks(token):
                    continue
                sayers = [item for item in self._sayers(token) if item.i not in self.quoted]
                if sayers:
                    return sayers[0]
            for token in sent:
                if tree.base(token) in {"obl", "nmod"} and tree.preposition(token).startswith("according"):
                    return token
        return None


def _is_aside(verb: Token) -> bool:
    """A clause put beside another: "…, *police said*, …", "as *officials put it*"."""
    if tree.base(verb) == "parataxis":
        return True
    return tree.base(verb) == "advcl" and any(mark.lower_ == "as" for mark in tree.children(verb, "mark"))


def _append(found: list[Token], token: Token) -> None:
    if all(item.i != token.i for item in found):
        found.append(token)


def _runs(indices: set[int]) -> list[tuple[int, int]]:
    """Half-open runs of consecutive indices."""
    runs: list[tuple[int, int]] = []
    for index in sorted(indices):
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _paragraphs_between(doc: Doc, left: int, right: int) -> int:
    return sum("\n" in token.text for token in doc[max(left, 0) : right] if token.is_space)
