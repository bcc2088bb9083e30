"""Who holds an office that is named with what it is of: "Mayor of *London* | *Sadiq Khan*" is a town and a person.

Place and person stand side by side without a comma. The recogniser then takes both for one name, and the parser hangs
the person from the place; both are put right here. A first name that one knows, the person's name elsewhere in the
article, or the tree tells a person from what else begins so ("the director of *Boston Scientific*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.given_names import first_names
from kg.authority.names import fold
from kg.authority.titles import is_title
from kg.extract.text import tree
from kg.extract.text.name_labels import AREAS
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.authority import Authority
    from kg.extract.text.tokens import Changes, Doc, Token

OFFICES = ("held_office", "office_name", "title")
"""Classes of the lexicon with what one may be of a place or body."""
OF_THE_PERSON = frozenset(["conj", "cc", "appos", "acl:relcl", "punct", "parataxis"])
"""Labels of words behind the person that the parser hung from the office."""
BESIDE = frozenset(["appos", "flat", "nmod"])
"""Labels of a person that hangs from the same word as the office."""
PARTICLES = frozenset(["al", "bin", "da", "de", "del", "der", "di", "do", "dos", "ibn", "la", "le", "van", "von"])


def parted_holder(name: Run, persons: Collection[str], authority: Authority) -> list[Run]:
    """The name as that of a place or body and of a person, where it is both behind an office; else as it is.

    `persons`: names of persons in the article, full ones and their last words.
    """
    doc = name.doc
    office = _office_before(doc, name.start)
    if len(name) < 2 or office is None or _is_known(name.text, authority):
        return [name]
    end = name.end
    while end < len(doc) and doc[end].tag_ == "NNP" and doc[end].text.istitle() and not doc[end].ent_type_:
        end += 1  # "London Sadiq" | "Khan"
    for at in range(name.end - 1, name.start, -1):
        first, rest = Run(doc, name.start, at), Run(doc, at, end)
        if is_title(fold(first.text).split(), sure=True):
            continue  # "the spokesman, *DSP* Ahmed Wakili": a rank, and no body of these letters
        first.label_ = _label(first, authority)
        of_land = first.label_ == "GPE" and len(rest) > 1 and office.is_a("land_office")
        sure = of_land or (name.label_ == "PERSON" and _is_state(first.text, authority))
        if first.label_ and _is_person(rest, persons, sure=sure):
            rest.label_ = "PERSON"
            return [first, rest]
    return [name]


def _is_state(text: str, authority: Authority) -> bool:
    """A state, its capital or a part of it; towns have the names of much else ("*Roman* Catholic Christianity")."""
    return authority.is_country(text) or authority.capital_of(text) is not None or authority.region(text) is not None


def _is_known(text: str, authority: Authority) -> bool:
    return authority.is_place(text) or authority.is_organization(text) or authority.region(text) is not None


def _label(name: Run, authority: Authority) -> str:
    """The class of the name of a country, place or body, "" when it is none that one knows."""
    text = name.text
    if authority.is_country(text) or authority.is_place(text) or authority.region(text) is not None:
        return "GPE"
    is_body = authority.is_organization(text) or name.doc.lexicon.is_a(name.tokens[-1].lower_, "body_name")
    return "ORG" if is_body else ""


def _is_person(name: Run, persons: Collection[str], *, sure: bool) -> bool:
    is_a = name.doc.lexicon.is_a
    for token in name:
        word = token.text[:1].isupper() and token.text.replace(".", "").replace("-", "").isalpha()
        if not word and token.text not in PARTICLES:
            return False
        if is_a(token.lower_, "body_name") or is_a(token.lower_, "spot") or is_a(token.lower_, "title"):
            return False
    first = name.tokens[0]
    if sure or name.text in persons or fold(first.text) in first_names():
        return True
    return any(item.dep_ == "nmod:desc" for item in first.children)


def hang_holders(doc: Doc) -> None:
    """Hangs office and place below the person, as in "Mayor Sadiq Khan"; names are as they were."""
    for place, person in zip(doc.ents, doc.ents[1:], strict=False):
        if person.label_ != "PERSON" or place.end != person.start or place.label_ not in AREAS | {"ORG"}:
            continue
        office = _office_before(doc, place.start)
        if office is not None:
            doc.move(_hung(office, place, person), by=hang_holders.__name__)


def _hung(office: Token, place: Run, person: Run) -> Changes:
    words = [office, *place, *person]
    tops = [item for item in words if item.head is item or item.head not in words]
    if not all(item.head is tops[0].head and item.dep_ in BESIDE for item in tops[1:]):
        return {}  # "told the mayor of *Paris* *Berg* had left": the person is a word of the clause
    first, *others = person.tokens
    head, *rest = place.tokens
    above = first if tops[0].head is tops[0] else tops[0].head
    second = tops[0].dep_ == "appos" and bool(tree.children(office, "cc"))  # "X *and* Mayor of Y Z"
    label = "conj" if second else tops[0].dep_
    changes: Changes = {first.i: (above.i, label), office.i: (first.i, "nmod:desc"), head.i: (office.i, "nmod")}
    changes |= {item.i: (first.i, "flat") for item in others}
    changes |= {item.i: (head.i, "flat") for item in rest}
    changes |= {item.i: (head.i, item.dep_) for item in office.doc[office.i + 1 : head.i]}
    for item in words:
        changes |= {
            other.i: (first.i, other.dep_)
            for other in item.children
            if other.i >= person.end and other.dep_ in OF_THE_PERSON and item is not first
        }
    return changes


def _office_before(doc: Doc, start: int) -> Token | None:
    """The office that what begins there is of: "*Mayor* of", "*speaker* of the"; None when it is none."""
    at = start - 1
    if at > 1 and doc[at].lower_ == "the":
        at -= 1
    if at < 1 or doc[at].lower_ != "of":
        return None
    office = doc[at - 1]
    return office if any(office.is_a(name) for name in OFFICES) else None
