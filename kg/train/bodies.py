"""Names of parties and armed groups that the recogniser is told, since no text taught it.

"Euskadiko Ezkerra" looks like a person, and a long name is cut at its "and". What the authority's files name beyond
doubt is a name from end to end, whatever stands around it: spaCy's entity ruler marks it before anything is read, and
the recogniser goes on around it. Told are parties, and armed groups by names of several words: on other bodies and
"Taliban" the sets of names do not agree (is "White House" a place?).
"""

from __future__ import annotations

import csv
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.authority import load
from kg.authority.lookup import ORGANIZATION_FILES
from kg.authority.names import is_acronym

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

NAME = "known_bodies"
"""The entity ruler's name in the pipeline."""


def add_known_bodies(nlp: Language) -> None:
    """Adds the entity ruler as the first of the pipeline.

    Elsewhere spaCy would send the names through all before it whenever the pipeline is loaded.
    """
    ruler: Any = nlp.add_pipe("entity_ruler", name=NAME, first=True)
    ruler.add_patterns([{"label": "ORG", "pattern": name} for name in known_names()])


def known_names() -> list[str]:
    """The names in their spellings, sorted; without those that only a country makes someone's."""
    return sorted({spelling for name in _names() for spelling in _spellings(name)})


def _names() -> Iterator[str]:
    countries = load()
    for filename in ORGANIZATION_FILES:
        text = (files("kg.authority") / "files" / filename).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            state = countries.country(row["country"])
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                owned = state is not None and name.endswith(f"({state.name})")
                if not owned and (row["kind"] == "party" or (row["kind"] == "armed group" and _is_long(name))):
                    yield name


def _is_long(name: str) -> bool:
    """Whether the name has several words and ends with one of its own: "Houthi rebels" is but a description."""
    *before, last = name.replace("-", " ").split()
    return bool(before) and not last.islower()


def _spellings(name: str) -> Iterator[str]:
    """As written, with typographic apostrophes, with hyphens for dashes; each without its accents too, but acronyms."""
    for spelling in (name, name.replace("'", "’"), name.replace("–", "-")):
        yield spelling
        if not is_acronym(spelling):
            decomposed = unicodedata.normalize("NFKD", spelling)
            yield "".join(char for char in decomposed if not unicodedata.combining(char))
