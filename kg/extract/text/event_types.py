"""Sets of event types that several rules ask for; a set that one rule alone asks for stands beside the rule."""

from __future__ import annotations

HARMFUL = frozenset(["ASSAULT", "CASUALTY", "CRIME"])
"""Harm that somebody answers for."""
TOLD = frozenset(["ACCUSE", "REQUEST", "STATEMENT", "THREATEN"])
"""What is said: to refuse or deny it does not undo that it was said."""
GRANTED = frozenset(["AGREE", "CONCEDE"])
"""Yielding to what someone asks."""
OF_STATE = frozenset(["APPOINT", "ELECTION", "LEGISLATE"])
"""What happens in the polity whose office or law it is."""
