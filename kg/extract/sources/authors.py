"""Whose words a paper holds: "a statement *released by the office*", "the *Turkish* statement", "the lawsuit".

In: the noun that names a paper, tweet, report, lawsuit or video. Out: the tokens that head its authors, the noun itself
where nothing says who wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.extract.events.predicates import PredicateFinder
from kg.extract.text import tree
from kg.extract.text.measures import is_time_owner
from kg.extract.text.name_labels import ACTORS, TIMES
from kg.extract.text.tokens import Doc, Token

MAX_BACK = 80
"""Tokens before "the statement" in which its author is looked for."""
MAX_FILED = 400
"""Tokens before "the lawsuit" in which it must have been brought."""


@dataclass(frozen=True, slots=True)
class AuthorFinder:
    """Finds the authors of the papers of one Doc; `speaker_of` gives who speaks in a verb, [] when it is no saying."""

    doc: Doc
    finder: PredicateFinder
    speaker_of: Callable[[Token], Sequence[Token]]

    def authors(self, sayer: Token) -> list[Token]:
        """Whose words a document holds, by grammar, by who brought it, or by who spoke before."""
        authors = self.named_authors(sayer)
        if authors != [sayer] or not self._is_paper(sayer):
            return authors
        return [author for item in self._author_before(sayer) for author in self.named_authors(item)] or authors

    def named_authors(self, sayer: Token) -> list[Token]:
        """Whose words a document holds, where grammar says so: "a statement *released by the office*"; else itself."""
        if not self._is_paper(sayer):
            return [sayer]
        # "a tweet on Monday *by the minister*": the author may hang from the day
        days = [inner for item in sayer.children if item.ent_type_ in TIMES for inner in item.children]
        for item in (*sayer.children, *days, *_behind(sayer)):
            label = item.base
            if item.dep_ == "nmod:poss" and item.pos_ != "PRON" and not is_time_owner(item):
                return [item]
            # "by Secretary of State Ana Kos": the preposition may hang from the office before the name
            preps = {tree.preposition(item), item.left_edge.lower_}
            if label in {"nmod", "obl"} and ("by" in preps or ("from" in preps and self._can_write(item))):
                return tree.conjuncts(item)
            if label in {"amod", "compound"} and item.ent_type_ in ACTORS:
                return [item]
            if label == "acl" and item.tag_ == "VBN" and not item.is_a("coming_by"):
                agents = [noun for noun in self.finder.finder.slots(item).subject if noun.i != sayer.i]
                if agents:
                    return agents
        if sayer.base == "obj" and sayer.head.is_a("issuing"):
            return [item for noun in self.finder.finder.slots(sayer.head).subject for item in tree.conjuncts(noun)]
        return [sayer]

    def _can_write(self, noun: Token) -> bool:
        """Not so of "footage *from the scene*"."""
        return noun.ent_type_ in ACTORS or self.finder.acts(noun)

    def _is_paper(self, noun: Token) -> bool:
        return noun.pos_ == "NOUN" and noun.is_a("paper")

    def _author_before(self, paper: Token) -> list[Token]:
        """Who brought "the lawsuit" before, or spoke last before "the statement"."""
        if not any(item.lower_ == "the" for item in tree.children(paper, "det")):
            return []
        if paper.is_a("suit"):
            return self._filer_before(paper)
        for token in reversed(self.doc[max(paper.i - MAX_BACK, 0) : paper.i]):
            sayers = [item for item in self.speaker_of(token) if item.i < paper.i] if token.pos_ == "VERB" else []
            if sayers and sayers[0].pos_ in {"PROPN", "NOUN"} and sayers[0].lemma_ != paper.lemma_:
                return sayers
        return []

    def _filer_before(self, paper: Token) -> list[Token]:
        """Who brought a suit, where a sentence before says so: "*sixteen states* filed a lawsuit"."""
        for token in reversed(self.doc[max(paper.i - MAX_FILED, 0) : paper.i]):
            if token.pos_ != "VERB" or not token.is_a("issuing"):
                continue
            slots = self.finder.finder.slots(token)
            brought = any(item.is_a("suit") for item in slots.object)
            filers = [item for item in slots.subject if item.pos_ in {"PROPN", "NOUN"}]
            if brought and filers:
                return [item for noun in filers for item in tree.conjuncts(noun)]
        return []


def _behind(paper: Token) -> list[Token]:
    """A "by" phrase right behind the paper, hung from the verb above: "a tweet on Monday *by the envoy*"."""
    if paper.head.pos_ not in {"VERB", "AUX"} or tree.is_passive(paper.head):
        return []
    beside = tree.children(paper.head, "obl")
    return [item for item in beside if item.left_edge.i == paper.right_edge.i + 1 and tree.preposition(item) == "by"]
