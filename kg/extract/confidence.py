"""How likely a record is right, from how it was derived: a logistic table over features of the derivation.

"Right" is type, agents and patients all right. The table is fitted by `kg.train.confidence` (L2 penalty 4) to 425
records of twelve articles annotated by hand, 48 % of them right. Each article predicted by a table that has not
seen it: Brier score 0.206 (always saying the share of right ones: 0.250), expected calibration error 0.066.
The table shipped here is fitted to all twelve; `docs/extraction.md` has the reliability plot. Nine more features
(adjective, light verb, quotation, length of the sentence, several fillers …) were left out: in an earlier state each
half of the articles foretold the other as well without them (Brier 0.222 and 0.223).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kg.extract.events.mentions import content_head
from kg.extract.text.name_labels import ACTORS
from kg.model import Role

if TYPE_CHECKING:
    from kg.extract.events.arguments import Predicate

BIAS = 0.19
WEIGHTS = {
    "noun": -0.29,
    "other": -0.83,
    "statement": 0.88,
    "passive": 0.74,
    "path": -0.62,
    "mutual": -0.62,
    "no filler": -0.77,
    "agent name": 0.52,
    "agent pronoun": -0.45,
    "patient name": 0.25,
    "patient pronoun": -0.37,
    "patient noun": -0.34,
}
"""Log-odds that each feature adds."""


def confidence(predicate: Predicate) -> float:
    """Estimated probability, 0..1, that type and roles of the record are right."""
    score = BIAS + sum(WEIGHTS[name] for name in features(predicate))
    return round(1 / (1 + math.exp(-score)), 4)


def features(predicate: Predicate) -> list[str]:
    """Names of the features that hold, each a key of `WEIGHTS`."""
    rule = predicate.rule
    agents, patients = predicate.fillers(Role.AGENT), predicate.fillers(Role.PATIENT)
    found = set()
    if rule.startswith("noun:"):
        found.add("noun")
    if predicate.type in {"OTHER", "STATEMENT"}:
        found.add(predicate.type.lower())
    if " passive" in rule:
        found.add("passive")
    if " " in rule and any(word in rule for word in (" conj", " control", " relative", " clause", " author")):
        found.add("path")
    if predicate.entry.frame.partners:
        found.add("mutual")
    if not agents and not patients:
        found.add("no filler")
    for role, tokens in (("agent", agents), ("patient", patients)):
        for item in map(content_head, tokens):
            if item.ent_type_ in ACTORS:
                found.add(f"{role} name")
            if item.pos_ in {"PRON", "DET"}:
                found.add(f"{role} pronoun")
            if item.pos_ == "NOUN" and not item.ent_type_:
                found.add(f"{role} noun")
    return [name for name in WEIGHTS if name in found]
