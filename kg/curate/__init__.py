"""Merges for people: why two things are one or not (`why`), and how to overrule it (`judge`).

In: what a user types for an actor, place, event or mention (`identify`), and a store. Out: sentences, and judgements in
the store, with which its graph is merged again at once.
"""

from kg.curate.identify import Thing, identify
from kg.curate.judge import judge, judgements_of, take_judgements, undo
from kg.curate.why import Explanation, why

__all__ = ["Explanation", "Thing", "identify", "judge", "judgements_of", "take_judgements", "undo", "why"]
