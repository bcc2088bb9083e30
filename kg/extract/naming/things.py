"""Names that the recogniser gives to what is nobody, and offices that it leaves on a name.

In: the names as recognised. Out: no name for diseases ("avian flu", "H5N1"), storms ("Hurricane *Lena*", and "Lena"
after it) and texts ("the Water *Act*"), because none of them does anything, nor for times taken for places; and a body
or place without the office of whoever speaks for it ("*Ohio* Governor"), with the holder as a person ("*Harbour Bank*
economist *Ida Holm*").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.text.name_labels import AREAS
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority import Authority
    from kg.extract.text.tokens import Doc, Token

_STRAIN = re.compile(r"H\d{1,2}(?:N\d{1,2})?")
_DISEASED = ("virus", "itis", "osis", "emia")
_PART_OF_TIME = re.compile(
    r"(?:mid|early|late)-(?:\d{4}s?|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)",
    re.IGNORECASE,
)
PLACES_OR_NONE = AREAS | {""}
_UNDER = frozenset(["of", "for", "to"])
MOST_DISEASE_WORDS = 4
MOST_HOLDER_WORDS = 3


def without_things(doc: Doc, names: Iterable[Run], authority: Authority) -> list[Run]:
    """The names that may be somebody or a place; institutions that were taken for persons are none."""
    classes = doc.lexicon.classes
    kinds = classes["storm_kind"]
    behind = [doc[kind.i + 1] for kind in doc[:-1] if kind.lower_ in kinds]
    vessels = [doc[kind.i + 1] for kind in doc[:-1] if kind.lower_ in classes["ship"]]
    ships = doc.ships = frozenset(token.text for token in vessels if _is_ship(token, authority))
    storms = doc.storms = frozenset(token.text for token in behind if _is_storm(token, kinds, authority))
    return [
        Run(doc, name.start, name.end, label="ORG") if _is_institution(name) else name
        for name in names
        if name.text not in storms
        and not any(_is_storm(token, kinds, authority) for token in name.tokens[1:4])
        and not (
            len(name) == 1 and name.root.pos_ == "VERB" and name.root.tag_ in {"VBG", "VBN"}
        )  # "*Appearing* in court"
        and not _is_disease(name, classes["disease_name"], authority)
        and not (name.label_ == "ORG" and name.root.lower_ in classes["text_name"])
        and not (len(name) == 1 and name.text.lower() in classes["arm_name"])
        and not (name.label_ in AREAS and _is_nowhere(name.text, classes["nowhere"]))
        and name.text not in ships
    ]


def without_offices(name: Run, authority: Authority) -> list[Run]:
    """The name in its parts: what has the office, and its holder if one is named; none where it is only an office."""
    if name.label_ not in {"ORG", "GPE"} or authority.is_organization(name.text):
        return [name]
    tokens = name.tokens
    at = next((k for k in range(len(tokens) - 1, -1, -1) if _is_office(tokens, k)), None)
    if at is None:
        return [name]
    behind = tokens[at + 1 :]
    if behind and not _is_holder(behind):
        return [name]
    while at and (_is_office(tokens, at - 1) or name.doc.lexicon.is_a(tokens[at - 1].lower_, "office_attribute")):
        at -= 1
    parts = []
    whole = Run(name.doc, name.start, name.start + at, label=name.label_)
    if at and whole.root.pos_ != "ADJ":  # "*Republican* Representative"
        parts.append(Run(name.doc, whole.start, whole.end, label=_label(whole, authority)))
    if behind:
        parts.append(Run(name.doc, behind[0].i, name.end, label="PERSON"))
    return parts


def _is_ship(name: Token, authority: Authority) -> bool:
    """Whether the word behind "tanker" or "vessel" is what it is called: "merchant vessel *Gibe*", and no place."""
    named = name.text.istitle() and name.pos_ == "PROPN" and name.sent is name.nbor(-1).sent
    return named and name.ent_type_ in PLACES_OR_NONE and not authority.is_country(name.text)


def _is_storm(name: Token, kinds: frozenset[str], authority: Authority) -> bool:
    """Whether the word is what a storm is called: "Hurricane *Lena*", but not "Rebels storm *Aleppo*"."""
    kind = name.nbor(-1)
    if not name.text.istitle() or kind.lower_ not in kinds or name.doc.lexicon.is_a(name.lower_, "storm_body"):
        return False
    return kind.lower_ != "storm" or (kind.text.istitle() and kind.pos_ != "VERB" and not authority.is_place(name.text))


def _is_disease(name: Run, diseases: frozenset[str], authority: Authority) -> bool:
    words = [token for token in name.tokens if token.text.isalnum()]
    if not words or len(words) > MOST_DISEASE_WORDS:
        return False
    last = words[-1].lower_
    named = last in diseases or (len(words) < MOST_DISEASE_WORDS - 1 and last.endswith(_DISEASED))
    if not named and not any(_STRAIN.fullmatch(token.text) for token in words):
        return False
    if authority.is_organization(name.text):
        return False
    return name.label_ not in AREAS or not authority.is_place(name.text)  # "Marburg"


def _is_institution(name: Run) -> bool:
    """A person to the recogniser, but "University of …"."""
    words = name.doc.lexicon.classes["institution_name"]
    return name.label_ == "PERSON" and len(name) > 1 and any(token.text.lower() in words for token in name)


def _is_nowhere(text: str, words: frozenset[str]) -> bool:
    return text.lower() in words or _PART_OF_TIME.fullmatch(text) is not None


def _is_office(tokens: list[Token], at: int) -> bool:
    """Whether the word is an office that nothing before it in the name takes: "Office of the *Governor*" is a body."""
    token = tokens[at]
    if not token.text.istitle() or not token.doc.lexicon.is_a(token.lower_, "office_name"):
        return False
    return not any(before.lower_ in _UNDER for before in tokens[max(0, at - 2) : at])


def _is_holder(tokens: list[Token]) -> bool:
    body = tokens[0].doc.lexicon.classes["body_name"]
    return len(tokens) <= MOST_HOLDER_WORDS and all(
        token.text[:1].isupper() and token.text.isalpha() and token.lower_ not in body for token in tokens
    )


def _label(name: Run, authority: Authority) -> str:
    if authority.is_country(name.text) or authority.region(name.text) is not None:
        return "GPE"
    return "NORP" if authority.demonym(name.text) is not None else name.label_
