"""Where names begin and end, where the recogniser cut them, and what they are where the words beside them say so.

In: the names as recognised. Out: a hyphenated name whole ("Moon Jae-in"), one name for what the authority knows as one
("Islamic State of Iraq *and* Syria"), a person without the initials before ("*MSNBC* Cummings"), no name for the
abbreviation of a rank ("*Brig.* Gen."), and persons behind their title that were not recognised ("Secretary-General
*Ban Ki-moon*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority import Authority
    from kg.extract.tokens import Doc, Token

MAX_NAME_TOKENS = 6
JOINING = frozenset(["and", "of", "the", "for", "&"])
MIN_INITIALS = 3
"""Letters of initials that are no person's: "*NBC*", but "*JK* Rowling"."""
MAX_JOINING = 2
"""Words between two names that may be one."""


def mend_edges(doc: Doc, names: Iterable[Run], authority: Authority) -> list[Run]:
    """The names with their edges mended, in text order."""
    parted = [part for name in names if not doc.lexicon.is_a(name.text.lower(), "rank") for part in _parted(doc, name)]
    kept = [_with_hyphen(doc, name) for name in parted]
    return _joined(doc, sorted(kept, key=lambda name: name.start), authority)


def find_titled(doc: Doc, taken: set[int]) -> list[Run]:
    """Persons that were not recognised behind their title: two capitalised words or more, right behind it."""
    found = []
    for token in doc:
        if not token.is_a("title") or token.i in taken or not token.text[:1].isupper():
            continue
        end = token.i + 1
        while end < len(doc) and end - token.i <= MAX_NAME_TOKENS and end not in taken and _is_name_word(doc[end]):
            end += 1
        name = _with_hyphen(doc, Run(doc, token.i + 1, end, label="PERSON")) if end > token.i + 2 else None
        if name is not None and doc[name.end - 1].head.i >= token.i:
            found.append(name)
    return found


def _is_name_word(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.isalpha() and token.pos_ in {"PROPN", "NOUN", "VERB", "X"}


def _with_hyphen(doc: Doc, name: Run) -> Run:
    """The person's name with what a hyphen adds to it, unless that makes an adjective of it ("Le Pen-backed")."""
    at = name.end
    if name.label_ != "PERSON" or at + 1 >= len(doc) or doc[at].text not in tree.HYPHENS:
        return name
    behind = doc[at + 1]
    if doc[at - 1].whitespace_ or doc[at].whitespace_ or not behind.text.isalpha() or behind.ent_type_:
        return name
    word = behind.lower_
    if (
        word.endswith(("ed", "ing"))
        or doc.lexicon.is_a(word, "name_suffix")
        or (at - name.start < 2 and behind.text.islower())
    ):
        return name
    return Run(doc, name.start, at + 2, label=name.label_)


def _parted(doc: Doc, name: Run) -> list[Run]:
    """A person without the initials of a body before the name: "told *MSNBC* | *Cummings*"."""
    first = name.tokens[0]
    initials = first.text.isalpha() and first.text.isupper() and len(first.text) >= MIN_INITIALS
    if name.label_ != "PERSON" or len(name) == 1 or not initials or all(token.text.isupper() for token in name):
        return [name]
    return [Run(doc, name.start, name.start + 1, label="ORG"), Run(doc, name.start + 1, name.end, label="PERSON")]


def _joined(doc: Doc, names: list[Run], authority: Authority) -> list[Run]:
    """Two names with but "and" or "of" between them as one, where the authority knows the whole."""
    found: list[Run] = []
    for name in names:
        before = found[-1] if found else None
        between = doc[before.end : name.start] if before is not None else []
        if before is not None and 0 < len(between) <= MAX_JOINING and all(item.lower_ in JOINING for item in between):
            whole = Run(doc, before.start, name.end, label="ORG")
            if authority.is_organization(whole.text):
                found[-1] = whole
                continue
        found.append(name)
    return found
