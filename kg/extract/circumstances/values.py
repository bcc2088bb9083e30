"""Polarity, certainty and tense of one event, as they are gathered and as they end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Certainty, Polarity, Tense

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Effect
    from kg.extract.text.tokens import Token


class Values(NamedTuple):
    """What the wording says of an event, and the words that say so."""

    polarity: Polarity
    certainty: Certainty
    tense: Tense
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Modality:
    """The three values, gathered from the inside out; None means not yet decided. `words` decided something."""

    polarity: Polarity | None = None
    certainty: Certainty | None = None
    tense: Tense | None = None
    words: list[str] = field(default_factory=list)

    def take(self, effect: Effect | None, word: Token) -> None:
        """Adds what a governor or hedge does."""
        if effect is not None:
            self.set(word.lower_, polarity=effect.polarity, certainty=effect.certainty, tense=effect.tense)

    def set(
        self,
        word: str,
        *,
        polarity: Polarity | None = None,
        certainty: Certainty | None = None,
        tense: Tense | None = None,
    ) -> None:
        """Adds what a word does: a denial always, certainty and tense where no nearer word has decided them."""
        before = (self.polarity, self.certainty, self.tense)
        if polarity is Polarity.NEG:
            self.polarity = Polarity.NEG
        self.certainty = self.certainty or certainty
        self.tense = self.tense or tense
        if before != (self.polarity, self.certainty, self.tense):
            self.words.append(word)

    def deny(self, word: str) -> None:
        """It did not happen."""
        self.set(word, polarity=Polarity.NEG)

    def values(self) -> Values:
        """The three values with their defaults."""
        return Values(
            self.polarity or Polarity.POS,
            self.certainty or Certainty.CERTAIN,
            self.tense or Tense.NON_FUTURE,
            tuple(self.words),
        )
