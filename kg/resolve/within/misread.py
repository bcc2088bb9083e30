"""Names that were recognised with too much in them, or as what they are not: offices, bodies before persons, places.

First `cut_names`: of "Education Olga Brandt", behind "Minister of", and "World Bank economist Iva Ohm" the person is
left, and of "Ole Berg of Norway". Then, when every name has its label, `relabel`: "Tomsk Oblast" is no person, "Prime
Minister" no organisation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.authority.names import fold, is_acronym
from kg.model import Form
from kg.resolve.within.naming import NOTHING
from kg.resolve.within.place_signs import is_sort_of_place
from kg.resolve.words.institutions import is_generic, is_subject
from kg.resolve.words.nouns import noun_of
from kg.resolve.words.teams import is_nickname
from kg.resolve.words.titles import has_first_name, peel
from kg.resolve.words.variants import words_of

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.resolve.within.entity import Page

OFFICE = "office"
"""The label of an office that stands for who holds it: "Prime Minister", "Chief Medical Officer"."""
# Families of nouns of those who are called by their office.
_OFFICES = frozenset({
    "president", "vicepresident", "premier", "minister", "cleric", "governor", "speaker", "diplomat", "spokesperson",
    "general", "officer", "judge", "lawyer", "executive", "adviser", "inspector",
})  # fmt: skip
# "The Independent Counsel", "News Anchor": offices too; but these nouns end names of papers and teams.
_NO_OFFICES = frozenset({
    "examiner", "editor", "marshal", "marshals", "counsel", "star", "priest", "monk", "doctor", "captain", "warden",
    "commander", "trainer", "senator", "baron", "chief", "deputy", "auditor", "executive", "justice",
})  # fmt: skip
# Last words of names that are no person's; parts of states and streets.
_PARTS = frozenset({
    "avenue", "boulevard", "canton", "county", "district", "governorate", "krai", "municipality", "oblast",
    "peninsula", "prefecture", "province", "raion", "region", "street", "township", "valley", "voivodeship", "island",
    "islands",
})  # fmt: skip
_BUILDINGS = frozenset({
    "airport", "arena", "auditorium", "cathedral", "cemetery", "courthouse", "hospital", "hotel", "memorial", "mosque",
    "museum", "racecourse", "stadium", "synagogue",
})  # fmt: skip
_BODIES = frozenset({
    "academy", "airlines", "airways", "association", "bank", "bulletin", "college", "committee", "corporation",
    "council", "daily", "foundation", "gazette", "herald", "institute", "journal", "ministry", "observer", "school",
    "schools", "times", "tribune", "university", "agency", "commission", "department",
})  # fmt: skip
_MINISTER_OF = re.compile(r"\b(?:minister|secretary|undersecretary|commissioner) (?:of|for) \Z", re.IGNORECASE)
_OF_BEHIND = re.compile(r" of (?:the )?[A-Z]\w+")
# "*West Nile* virus", "*Lyme* disease": called by a place, and none.
_ILLNESS = re.compile(r"\s+(?:virus|disease|fever|flu|syndrome|strain)\b")
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_ARABIC = re.compile(r"\b(?:al|el)-\w|\b(?:bin|ibn|abu) \w", re.IGNORECASE)
# Kinds of bodies that are seldom called as people are.
_NO_SURNAMES = frozenset({"company", "government", "media"})
_HONORABLE = frozenset({"honorable", "honourable", "taoiseach", "tanaiste", "scientologist"})
_MOST_NAMES = 4


def cut_names(page: Page, authority: Authority) -> None:
    """Fills `page.longer` and `page.peeled` for persons that were recognised with what stands beside their names."""
    surnames = {
        words[-1]
        for index in page.order
        if page.mentions[index].form is Form.NAME
        and page.mentions[index].label == "PERSON"
        and len(words := words_of(page.head(index))) > 1
    }
    for index in page.order:
        mention = page.mentions[index]
        if mention.form is Form.NAME and mention.label in ("GPE", "LOC"):
            _lengthen(page, index, authority)
        if mention.form is not Form.NAME or mention.label not in ("PERSON", "ORG"):
            continue
        name = page.head(index)
        if authority.organization(name) is not None:
            continue
        found = _person_in(page, index, surnames, authority)
        if found is not None and found[1] != name:
            title, page.longer[index] = found
            page.labels[index] = "PERSON"
            if title:
                page.peeled[index] = title


def _lengthen(page: Page, index: int, authority: Authority) -> None:
    """Takes in what stands behind a name where only the whole is a country: "Democratic Republic *of the Congo*"."""
    name, head = page.head(index), page.mentions[index].head
    behind = _OF_BEHIND.match(page.text[head.end : head.end + 30])
    if behind and not authority.is_place(name) and authority.is_country(f"{name}{behind[0]}"):
        page.longer[index] = f"{name}{behind[0]}"


def _person_in(page: Page, index: int, surnames: set[str], authority: Authority) -> tuple[str, str] | None:
    """Title and name of the person whom a longer name has in it."""
    mention, name = page.mentions[index], page.head(index)
    words = name.split()
    before_of, _, whole = name.partition(" of ")
    title, body = peel(before_of)
    is_person = mention.label == "PERSON" or has_first_name(body)
    if whole and is_person and len(body.split()) in (2, 3) and not _ends_as_body(body) and _is_home(whole, authority):
        return title, body
    if len(words) < 2 or len(words) > 8:
        return None
    before = page.text[max(0, mention.head.start - 30) : mention.head.start]
    if len(words) > 2 and is_subject(words[0]) and _may_be_person(" ".join(words[1:])) and _MINISTER_OF.search(before):
        return "", " ".join(words[1:])
    if fold(words[0]) in _HONORABLE and len(words) > 2:
        return words[0], " ".join(words[1:])
    for at in range(len(words) - 1, 0, -1):
        head, tail = " ".join(words[:at]), " ".join(words[at:])
        if len(words) - at > _MOST_NAMES or not _may_be_person(tail):
            continue
        if mention.label == "ORG" and at > 1 and _is_calling(words[at - 1]) and len(words) - at > 1:
            return words[at - 1], tail
        is_surname = len(words_of(tail)) == 1 and fold(tail) in surnames
        is_known = is_surname or has_first_name(tail) or _ARABIC.search(tail)
        fact = authority.organization(re.sub(r"['’]s?$", "", head)) if is_known else None
        if fact is None or authority.is_place(tail) or authority.is_organization(tail):
            continue
        if fact.kind == "media" if is_surname else not is_nickname(tail):
            return "", tail
    return None


def _is_home(words: str, authority: Authority) -> bool:
    """Whether somebody may be said to be of it: a state, a body, or a party by its initials."""
    bare = words.removeprefix("the ")
    return (
        is_acronym(bare)
        or bool(
            authority.country_of(bare) or authority.region(bare) or authority.organization(bare) or _ends_as_body(bare)
        )
        or fold(bare).endswith(" party")
    )


def _may_be_person(words: str) -> bool:
    """Whether every word has a capital and none says of what sort a body or place is."""
    each = words.split()
    return all(word[:1].isupper() or word.lower() in ("bin", "al", "de", "van", "von") for word in each) and not (
        _ends_as_body(words) or any(_noun_sort(word) in ("organization", "group") for word in each)
    )


def _ends_as_body(words: str) -> bool:
    last = (fold(words).split() or [""])[-1]
    return last in _PARTS | _BUILDINGS | _BODIES or is_sort_of_place(last)


def _noun_sort(word: str) -> str:
    noun = noun_of(fold(word), plural=False)
    return noun.sort if noun is not None else ""


def _is_calling(word: str) -> bool:
    """Whether it says what somebody is: "economist", "Judge"."""
    return _is_office_noun(word) or (word.islower() and _noun_sort(word) == "person")


# ---------------------------------------------------------------- labels


def relabel(page: Page, authority: Authority) -> None:
    """Gives names their label where the words of a name say what it is not."""
    persons = [
        page.head(index)
        for index in page.order
        if page.mentions[index].form is Form.NAME and page.label(index) == "PERSON" and " " in page.head(index)
    ]
    called = {fold(word) for name in persons for word in name.split()}
    for index in page.order:
        if page.mentions[index].form is not Form.NAME:
            continue
        name, label = page.head(index), page.label(index)
        if (
            label in _PLACES
            and _ILLNESS.match(page.text, page.mentions[index].head.end)
            and not authority.is_place(name)
        ):
            page.labels[index] = NOTHING
        elif label in ("ORG", "PERSON", "") and is_office(name) and not authority.is_organization(name):
            page.labels[index] = OFFICE
        elif label == "PERSON":
            better = _no_person(page, index, called, authority)
            if better:
                page.labels[index] = better


def is_office(name: str) -> bool:
    """Whether a name is but an office: "Prime Minister", "Archbishop of Lund", "House of Commons Speaker".

    >>> is_office("Chief Medical Officer"), is_office("Washington Examiner"), is_office("Archbishop of Lund")
    (True, False, True)
    """
    words = name.split()
    if len(words) < 2 or has_first_name(name) or is_generic(name) or words[0] == "Office":
        return False
    first = re.split(r" (?:of|for|to) ", name)[0].split()[-1]
    return _is_office_noun(words[-1]) or (first != words[-1] and _is_office_noun(first))


def _is_office_noun(word: str) -> bool:
    noun = noun_of(fold(word), plural=False)
    is_one = noun is not None and noun.sort == "person" and noun.family in _OFFICES
    return is_one and fold(word) not in _NO_OFFICES and not word.endswith("s")


def _no_person(page: Page, index: int, called: set[str], authority: Authority) -> str:
    """GPE, FAC, ORG or nothing for what was taken for a person and is a place or body; else "" for what may be one."""
    name = page.head(index)
    words = fold(name).split()
    last = words[-1] if len(words) > 1 else ""
    if len(words) == 1 and words[0] in _PARTS:
        return NOTHING
    if last in _PARTS and not has_first_name(name):
        return "GPE"
    if page.title(index) or page.mentions[index].gender in ("masc", "fem"):
        return ""
    if last in _BUILDINGS and not has_first_name(name):
        return "FAC"
    if last in _BODIES and not has_first_name(name):
        return "ORG"
    if len(words) == 1 and words[0] in called:
        return ""
    fact = authority.organization(name)
    if fact is not None and fact.kind in _NO_SURNAMES and not has_first_name(name):
        return "ORG"
    region = authority.region(name)
    return "GPE" if region is not None and len(words) < 4 and not has_first_name(name) else ""
