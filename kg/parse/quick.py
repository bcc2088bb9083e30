"""Puts the quick parser and the quick name recogniser into a pipeline where they find what spaCy's own find."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from spacy.pipeline import DependencyParser, EntityRecognizer

from kg.parse.name_moves import NameFinder
from kg.parse.steps import CannotFollow
from kg.parse.tree_moves import TreeFinder

if TYPE_CHECKING:
    from spacy.language import Language

logger = logging.getLogger(__name__)

_QUICK: dict[type[Any], type[Any]] = {EntityRecognizer: NameFinder, DependencyParser: TreeFinder}
_TRIAL = "\n\n".join(
    [
        "Police in Paris arrested two men on Monday.",
        "The U.N. envoy, Maria Olsen, said that 12 people had died.",
        "Rebels shelled the town of Karsk, killing a nurse.",
        "Talks between Norway and the Union of Miners broke down.",
        "“We will not leave,” the mayor told reporters",
        "A court in New York fined the bank $2 million.",
        "He was elected in 2009 and left office last May.",
        "Storms closed the port of Aalborg for three days.",
    ]
)
"""Names of one word and of several, trees of every kind, in so many paragraphs that the quick ones take them."""
_FOUND = ("ENT_IOB", "ENT_TYPE", "HEAD", "DEP", "SENT_START")


def hasten(nlp: Language) -> None:
    """Replaces the parser and the recogniser, if they are of spaCy's usual make and the quick ones find the same."""
    components: list[tuple[str, Any]] = nlp._components  # spaCy itself takes no component that is made already
    for place, (name, component) in enumerate(components):
        quick = _QUICK.get(type(component))
        if quick is None:
            continue
        before = _found(nlp)
        try:
            components[place] = name, quick(component)
            is_same = _found(nlp) == before
        except (CannotFollow, AttributeError, KeyError, TypeError, ValueError) as exc:
            logger.debug("%s stays spaCy's: %s", name, exc)
            is_same = False
        if not is_same:
            components[place] = name, component


def _found(nlp: Language) -> bytes:
    doc = nlp(_TRIAL)
    found: bytes = doc.to_array(list(_FOUND)).tobytes()
    return found
