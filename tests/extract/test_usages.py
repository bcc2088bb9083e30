"""What the senses of the lexicon may ask of a word's surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.events.predicates import PredicateFinder
from kg.extract.events.slots import SlotFinder
from kg.extract.text.lexicon import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Doc


def test_a_verb_knows_the_verb_of_its_clause_and_a_noun_the_verb_above_it(tree_of: Callable[[str], Doc]) -> None:
    doc = tree_of("""
        Rebels   rebel   NNS  2  nsubj
        vowed    vow     VBD  0  root
        to       to      TO   4  mark
        avenge   avenge  VB   2  xcomp
        a        a       DT   6  det
        raid     raid    NN   4  obj
        at       at      IN   8  case
        dawn     dawn    NN   2  obl
        .        .       .    2  punct
    """)
    lexicon = load()
    finder = PredicateFinder(lexicon, SlotFinder(lexicon))
    usage = finder.usage(doc[1], finder.finder.slots(doc[1]))
    assert (usage.clause, usage.complement) == ("to", ("avenge",))
    assert finder.noun_usage(doc[5]).governor == ("avenge",)
    assert finder.noun_usage(doc[7]).governor == ("vow+at",)
    assert finder.noun_usage(doc[0]).governor == ("vow",)
    assert finder.entry(doc[1]).type == "THREATEN"
