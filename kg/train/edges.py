"""Edges and kinds of names that a few fixed patterns know better than the learnt recogniser.

The recogniser joins two organisations that "and" connects, lets a name run on into a dash, and takes "US" for an
organisation because one of its sets calls a country so where it acts. An attribute ruler behind it (any spaCy
has one) takes these back; what it gains per set is in docs/language-model.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "name_edges"
"""The attribute ruler's name in the pipeline."""
ORGANISATIONS = [
    "Agency", "Alliance", "Army", "Association", "Bank", "Church", "Commission", "Committee", "Company", "Congress",
    "Corp", "Corp.", "Council", "Court", "Federation", "Foundation", "Front", "Fund", "Group", "Inc", "Inc.",
    "Institute", "League", "Ministry", "Movement", "Navy", "Organisation", "Organization", "Party", "Police", "Review",
    "Senate", "Society", "Union", "University",
]  # fmt: skip
"""Last words of organisations' names: behind one of them "and" or a comma begins another."""
FORMS = ["Co", "Co.", "Corp", "Corp.", "Inc", "Inc.", "LLC", "Ltd", "Ltd.", "PLC"]
"""Forms of companies, which a comma leaves with their name."""
GOES_ON = ["for", "of", "the"]
"""Ends no name: the next name is its rest ("Communist Party of the" + "Russian Federation"), or it was too long."""
NEVER_LAST = ["-", "–", "—", ",", ":", "&", "/", "(", "and", "in", "'s", "’s"]
NEVER_FIRST = ["-", "–", "—", ",", ":", "/", ")", "and", "of", "'s", "’s"]
STATES = ["US", "U.S.", "USA", "U.S.A.", "UK", "U.K."]
INSIDE, OUTSIDE, BEGIN = 1, 2, 3
"""Codes of spaCy's `ENT_IOB`."""

Pattern = list[dict[str, Any]]


def add_name_edges(nlp: Language) -> None:
    """Adds the attribute ruler right behind `ner`."""
    ruler: Any = nlp.add_pipe("attribute_ruler", name=NAME, after="ner")
    none = {"ENT_IOB": OUTSIDE, "ENT_TYPE": ""}
    inside = {"ENT_IOB": INSIDE}
    no_name = {"ENT_IOB": OUTSIDE}
    behind = {"ENT_IOB": {"IN": [OUTSIDE, BEGIN]}}  # no name, or the next one

    both: Pattern = [
        {"ENT_TYPE": "ORG", "TEXT": {"IN": ORGANISATIONS}},
        inside | {"LOWER": {"IN": ["and", ","]}},
        inside | {"IS_LOWER": False, "TEXT": {"NOT_IN": FORMS}},
    ]
    ruler.add(patterns=[both], attrs=none, index=1)
    ruler.add(patterns=[both], attrs={"ENT_IOB": BEGIN}, index=2)

    for length in (1, 2):
        words: Pattern = [inside | {"TEXT": {"IN": GOES_ON}}] * length
        whose = words[-1] | {"ENT_TYPE": "ORG"}
        name: Pattern = [*words[:-1], whose, {"ENT_IOB": BEGIN}]
        ruler.add(patterns=[name], attrs=inside | {"ENT_TYPE": "ORG"}, index=length)
        ruler.add(patterns=[[*name, inside]], attrs={"ENT_TYPE": "ORG"}, index=length + 1)
        for index in range(length):
            others: Pattern = [*words[:-1], words[-1] | {"ENT_TYPE": {"NOT_IN": ["ORG"]}}, {"ENT_IOB": BEGIN}]
            ruler.add(patterns=[[*words, no_name], others], attrs=none, index=index)
            marks: Pattern = [inside | {"TEXT": {"IN": NEVER_LAST}}] * length
            ruler.add(patterns=[[*marks, behind]], attrs=none, index=index)

    first: Pattern = [{"ENT_IOB": BEGIN, "TEXT": {"IN": NEVER_FIRST}}]
    ruler.add(patterns=[[*first, inside]], attrs={"ENT_IOB": BEGIN}, index=1)
    ruler.add(patterns=[first], attrs=none, index=0)
    state: Pattern = [{"ENT_IOB": BEGIN, "ENT_TYPE": "ORG", "TEXT": {"IN": STATES}}, behind]
    ruler.add(patterns=[state], attrs={"ENT_TYPE": "GPE"}, index=0)
