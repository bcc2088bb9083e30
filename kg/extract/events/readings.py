"""What each verb and noun of a Doc means where it stands, looked up once.

In: a word of the tree, the slots of its verb. Out: its `Usage` and the `Entry` of the lexicon that fits it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.events.mentions import content_head
from kg.extract.events.slots import SlotFinder
from kg.extract.events.usages import noun_usage, verb_usage
from kg.extract.text.lexicon import Entry, Lexicon, Usage
from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.events.arguments import Slots
    from kg.extract.text.tokens import Token


@dataclass(slots=True)
class Reader:
    """The readings of the words of one Doc."""

    lexicon: Lexicon
    finder: SlotFinder
    _usages: dict[int, Usage] = field(default_factory=dict)
    _noun_usages: dict[int, Usage] = field(default_factory=dict)
    _entries: dict[int, Entry] = field(default_factory=dict)

    def acts(self, noun: Token) -> bool:
        """Whether a common noun names someone: persons, forces, bodies, polities."""
        return noun.pos_ in {"NOUN", "PROPN"} and noun.is_a("acting")

    def names_someone(self, noun: Token) -> bool:
        """Whether a noun or its content head is a name, a pronoun or someone who acts."""
        head = content_head(noun)
        return head.ent_type_ in ACTORS or head.pos_ == "PRON" or self.acts(head)

    def usage(self, verb: Token, slots: Slots) -> Usage:
        """What surrounds a verb, as the lexicon's senses ask for it."""
        if verb.i not in self._usages:
            self._usages[verb.i] = verb_usage(verb, slots)
        return self._usages[verb.i]

    def entry(self, verb: Token) -> Entry:
        """The reading of a verb by all that surrounds it."""
        found = self._entries.get(verb.i)
        if found is None:
            usage = self.usage(verb, self.finder.slots(verb))
            found = self._entries[verb.i] = self.lexicon.verb(verb.lemma_.lower(), usage)
        return found

    def noun_usage(self, noun: Token) -> Usage:
        """What surrounds a noun."""
        if noun.i not in self._noun_usages:
            self._noun_usages[noun.i] = noun_usage(noun)
        return self._noun_usages[noun.i]
