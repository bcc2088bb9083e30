"""How likely a record is right, from how it was derived: a logistic table over features of the derivation.

"Right" is type, agents and patients all right. The table is fitted by `kg.train.confidence` (L2 penalty 4) to 414
records of twelve articles annotated by hand, 42 % of them right. Each article predicted by a table that has not
seen it: Brier score 0.203 (always saying the share of right ones: 0.244), expected calibration error 0.032.
The table shipped here is fitted to all twelve; `docs/extraction.md` has the reliability plot.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kg.extract.mentions import content_head
from kg.model import Role

if TYPE_CHECKING:
    from kg.extract.arguments import Predicate

NAMED = frozenset(["PERSON", "ORG", "GPE", "NORP"])
LONG_SENTENCE = 35
"""Tokens; parses of longer sentences are wrong more often."""
BIAS = -0.36
WEIGHTS = {
    "noun": -0.12,
    "adjective": -0.31,
    "light": -0.08,
    "derived": -0.06,
    "other": -0.61,
    "statement": 1.08,
    "passive": 0.66,
    "path": -0.54,
    "mutual": -0.49,
    "owner": 0.42,
    "quoted": -0.27,
    "long": -0.08,
    "several agents": 0.01,
    "several patients": -0.09,
    "no filler": -0.58,
    "agent name": 0.67,
    "agent pronoun": -0.14,
    "agent noun": 0.32,
    "patient name": 0.34,
    "patient pronoun": -0.55,
    "patient noun": -0.26,
}
"""Log-odds that each feature adds."""


def confidence(predicate: Predicate, *, quoted: bool) -> float:
    """Estimated probability, 0..1, that type and roles of the record are right."""
    score = BIAS + sum(WEIGHTS[name] for name in features(predicate, quoted=quoted))
    return round(1 / (1 + math.exp(-score)), 4)


def features(predicate: Predicate, *, quoted: bool) -> list[str]:
    """Names of the features that hold, each a key of `WEIGHTS`."""
    rule, token = predicate.rule, predicate.token
    agents, patients = predicate.fillers(Role.AGENT), predicate.fillers(Role.PATIENT)
    heads = {
        "agent": [content_head(item) for item in agents],
        "patient": [content_head(item) for item in patients],
    }
    found = {
        "noun": rule.startswith("noun:"),
        "adjective": rule.startswith("adjective:"),
        "light": predicate.carrier is not None,
        "derived": " via " in rule,
        "other": predicate.type == "OTHER",
        "statement": predicate.type == "STATEMENT",
        "passive": " passive" in rule,
        "path": any(word in rule for word in (" conj", " control", " relative", " clause", " author")),
        "mutual": bool(predicate.entry.frame.partners),
        "owner": any(word in rule for word in (" owner", " addressed", " threatened")),
        "quoted": quoted,
        "long": len(token.sent) > LONG_SENTENCE,
        "several agents": len(agents) > 1,
        "several patients": len(patients) > 1,
        "no filler": not agents and not patients,
    }
    for role, tokens in heads.items():
        found |= dict.fromkeys((f"{role} name", f"{role} pronoun", f"{role} noun"), False)
        for item in tokens:
            found[f"{role} name"] |= item.ent_type_ in NAMED
            found[f"{role} pronoun"] |= item.pos_ in {"PRON", "DET"}
            found[f"{role} noun"] |= item.pos_ == "NOUN" and not item.ent_type_
    return [name for name, holds in found.items() if holds]
