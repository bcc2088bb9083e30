"""Classes of names, as the recogniser labels them (OntoNotes), and the sets of them that the rules ask for.

PERSON; ORG companies, bodies, teams; NORP peoples, faiths, parties; GPE what has a government: countries, towns; LOC
mountains, seas, regions; FAC buildings, airports, roads; DATE, TIME.
"""

from __future__ import annotations

NAMES = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"])
"""Names of somebody or of a place."""
OWN_NAMES = NAMES - {"NORP"}
"""Names of one alone, not of all that are of a people."""
ACTORS = frozenset(["PERSON", "ORG", "GPE", "NORP"])
"""Names of those who act; a country is one."""
PLACES = frozenset(["GPE", "LOC", "FAC"])
AREAS = frozenset(["GPE", "LOC"])
"""Places that lie on a map as more than a spot."""
TIMES = frozenset(["DATE", "TIME"])
