"""How likely a record is right, from how it was derived.

A first table, not yet calibrated: shares seen on the development articles, rounded. The mission's calibration on
held-out data replaces it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Role

if TYPE_CHECKING:
    from kg.extract.predicates import Predicate

BASE = {"verb": 0.45, "noun": 0.35, "adjective": 0.45}
"""Prior by kind of trigger."""
STEPS = {"both": 0.15, "one": 0.05, "path": -0.05, "other": -0.05, "unknown": -0.15}


def confidence(predicate: Predicate) -> float:
    """Estimated probability, 0..1, that type and roles of the record are right."""
    score = BASE[predicate.rule.split(":", 1)[0]]
    agents, patients = predicate.fillers(Role.AGENT), predicate.fillers(Role.PATIENT)
    if agents and patients:
        score += STEPS["both"]
    elif agents or patients:
        score += STEPS["one"]
    if predicate.slots is not None and predicate.slots.path:
        score += STEPS["path"]
    if predicate.type == "OTHER":
        score += STEPS["other"]
    if "unknown" in predicate.rule:
        score += STEPS["unknown"]
    return round(min(max(score, 0.05), 0.95), 4)
