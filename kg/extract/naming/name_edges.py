"""Where names begin and end, where the recogniser cut them, and what they are where the words beside them say so.

In: the names as recognised. Out: a hyphenated name whole ("Moon Jae-in"), one name for what the authority knows as one
("Islamic State of Iraq *and* Syria"), a person without the initials before ("*MSNBC* Cummings"), with the nickname
between ("Marco *'The Fox' Bellini*") and the suffix behind ("Cyrus Vance, *Jr.*"), a body and a person on either side
of a calling ("*Chiefs* QB *Brady Cole*"), no name for the abbreviation of a rank ("*Brig.* Gen."), and persons behind
their title that were not recognised ("Secretary-General *Ban Ki-moon*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.measures import TIME_WORDS
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.authority import Authority
    from kg.extract.text.tokens import Doc, Token

MAX_NAME_TOKENS = 6
MIN_DATED = 2
QUOTES = frozenset(["'", '"', "“", "”", "‘", "’", "``", "''"])
MAX_NICKNAME = 4
"""Words of a nickname between the names of a person, its quotation mark with them."""
SUFFIXES = frozenset(["Jr", "Jr.", "Sr", "Sr."])
"""What stands behind the name of a father or son, and is no name."""
FIELD_OPENING = frozenset(["against", "for", "on"])
"""Words between a body and what it is for."""
JOINING = frozenset(["and", "of", "the", "&", *FIELD_OPENING])
MIN_INITIALS = 3
"""Letters of initials that are no person's: "*NBC*", but "*JK* Rowling"."""
MAX_JOINING = 2
"""Words between two names that may be one."""
SPEAKING = frozenset(["add", "say", "state", "tell", "tweet", "write"])
"""Verbs that only persons and bodies are the subject of, where that is a name."""
MAX_OFFICE_TOKENS = 8
"""Words from an office to the comma behind what it is of."""


def mend_edges(doc: Doc, names: Iterable[Run], authority: Authority) -> list[Run]:
    """The names with their edges mended, in text order."""
    names = _with_nicknames(doc, list(names))
    names = [name for name in names if name.text not in SUFFIXES]
    parted = [part for name in names if not doc.lexicon.is_a(name.text.lower(), "rank") for part in _parted(doc, name)]
    parted = [_with_partner(doc, _without_kind(doc, _without_day(doc, name))) for name in parted]
    kept = [_with_suffix(doc, _with_capital_in(doc, _with_hyphen(doc, name))) for name in parted]
    return _joined(doc, sorted(kept, key=lambda name: name.start), authority)


def _without_day(doc: Doc, name: Run) -> Run:
    """The person alone where a date was read as a part of the name: "seized *Ada Lund* May 3rd"."""
    if name.label_ != "PERSON" or name.end > len(doc) or len(name) < MIN_DATED:
        return name
    for token in name.tokens[1:]:
        if token.text in TIME_WORDS and token.i + 1 < len(doc) and doc[token.i + 1].text[:1].isdigit():
            return Run(doc, name.start, token.i, label="PERSON")
    return name


def _without_kind(doc: Doc, name: Run) -> Run:
    """The body alone where the name begins with what it is: "*Carmaker* Valdano said"."""
    kind = (
        len(name) > 1
        and name.label_ in {"GPE", "LOC", "ORG", "PERSON"}
        and doc.lexicon.is_a(name.tokens[0].lower_, "firm_kind")
    )
    return Run(doc, name.start + 1, name.end, label="ORG") if kind and name.tokens[1].text[:1].isupper() else name


def _with_partner(doc: Doc, name: Run) -> Run:
    """A firm whole that is called by two names: "Hartmann *& Sons*"."""
    end = name.end
    if name.label_ not in {"GPE", "LOC", "ORG", "PERSON"} or end + 1 >= len(doc) or doc[end].text != "&":
        return name
    end += 1
    if not _is_name_word(doc[end]):
        return name
    while end < len(doc) and end - name.start <= MAX_NAME_TOKENS and _is_name_word(doc[end]):
        end += 1
    return Run(doc, name.start, end, label="ORG")


def _with_nicknames(doc: Doc, names: list[Run]) -> list[Run]:
    """Persons whole who are called otherwise between their names: "Marco *'The Fox' Bellini*"."""
    whole: list[Run] = []
    for name in names:
        end = _behind_nickname(doc, name.end) if name.label_ == "PERSON" else None
        if end is not None:
            whole.append(Run(doc, name.start, end, label="PERSON"))
    inside = {token.i for name in whole for token in name}
    return [*(name for name in names if inside.isdisjoint(token.i for token in name)), *whole]


def _behind_nickname(doc: Doc, start: int) -> int | None:
    """Where the name ends that goes on behind quoted words of a nickname; None where none stands there."""
    if start >= len(doc) or doc[start].text not in QUOTES:
        return None
    close = start + 1
    while (
        close < len(doc) and close - start <= MAX_NICKNAME and (_is_name_word(doc[close]) or doc[close].lower_ == "the")
    ):
        close += 1
    is_closed = start + 1 < close < len(doc) - 1 and doc[close].text in QUOTES
    return close + 2 if is_closed and _is_name_word(doc[close + 1]) else None


def find_titled(doc: Doc, taken: set[int]) -> list[Run]:
    """Persons that were not recognised behind their title: two capitalised words or more, right behind it."""
    found = []
    for token in doc:
        if not token.text[:1].isupper() or not token.is_a("title") or token.i in taken:
            continue
        end = token.i + 1
        while end < len(doc) and end - token.i <= MAX_NAME_TOKENS and end not in taken and _is_name_word(doc[end]):
            end += 1
        name = _with_hyphen(doc, Run(doc, token.i + 1, end, label="PERSON")) if end > token.i + 2 else None
        if name is not None and doc[name.end - 1].head.i >= token.i:
            found.append(name)
    return found


def find_set_off(doc: Doc, taken: set[int]) -> list[Run]:
    """Persons not recognised between commas behind their office: "the president of Malawi*, Tiyo Kachere,*"."""
    found = []
    for token in doc:
        if token.text != "," or token.i + 3 >= len(doc) or token.i + 1 in taken:
            continue
        end = token.i + 1
        while end + 1 < len(doc) and end - token.i <= MAX_NAME_TOKENS and end not in taken and _is_name_word(doc[end]):
            end += 1
        if end < token.i + 3 or doc[end].text != "," or not all(item.tag_ == "NNP" for item in doc[token.i + 1 : end]):
            continue
        if _office_before(doc, token.i):
            found.append(Run(doc, token.i + 1, end, label="PERSON"))
    return found


def find_speakers(doc: Doc, taken: set[int], authority: Authority) -> list[Run]:
    """Those who speak and were not recognised: "*Kosgei* said", "according to the *Lund County Office*".

    Whoever speaks is a person or body; a name of two words with an article is a body's.
    """
    found = []
    for token in doc:
        if not token.text[:1].isupper() or token.i in taken or not _speaks(token):
            continue
        parts = [token, *(item for item in tree.children(token, "compound", "flat") if item.text[:1].isupper())]
        first, last = min(item.i for item in parts), max(item.i for item in parts)
        words = doc[first : last + 1]
        if taken & set(range(first, last + 1)) or not all(item.text.isalnum() for item in words):
            continue
        if first == token.sent.start and token.tag_ != "NNP" and not token.text.isupper():
            continue  # "*Staff* said": any word has a capital there
        if len(words) != len(parts) or not all(item.pos_ in {"PROPN", "NOUN"} for item in words):
            continue
        name = Run(doc, first, last + 1, label="PERSON")
        articles = tree.children(token, "det")
        body = all(item.text.isupper() for item in words) or doc.lexicon.is_a(words[-1].lower_, "body_name")
        body = body or authority.is_organization(name.text) or (len(words) > 1 and bool(articles))
        known = authority.is_country(name.text) or authority.demonym(name.text)
        described = bool(articles) or bool(tree.children(token, "amod"))  # "the *Register* said"
        if not known and (body or not described) and len(token.text) >= MIN_INITIALS:
            name.label_ = "ORG" if body else "PERSON"
            found.append(name)
    return found


def _speaks(name: Token) -> bool:
    subject = name.base == "nsubj" and name.head.lemma_ in SPEAKING and name.tag_ not in {"NNS", "NNPS", "PRP"}
    return (subject or name.preposition.startswith("according")) and name.pos_ in {"PROPN", "NOUN"}


def as_speaker(name: Run, authority: Authority) -> Run:
    """The name as a person's or body's where it is said to speak and is no place that one knows: "said *Kosgei*"."""
    root, doc = name.root, name.doc
    if name.label_ not in {"LOC", "GPE", "FAC"} or not _speaks(root):
        return name
    if authority.is_place(name.text) or authority.is_country(name.text) or authority.region(name.text) is not None:
        return name
    body = all(item.text.isupper() for item in name) or doc.lexicon.is_a(name.tokens[-1].lower_, "body_name")
    return Run(doc, name.start, name.end, label="ORG" if body else "PERSON")


def as_holder(name: Run, authority: Authority) -> Run:
    """The name as a person's where it stands between commas behind an office, and is no body or place known."""
    doc, end = name.doc, name.end
    if name.label_ not in {"ORG", "GPE", "LOC"} or not 1 < len(name) <= MAX_NAME_TOKENS or end >= len(doc):
        return name
    if name.start == 0 or doc[name.start - 1].text != "," or doc[end].text != ",":
        return name
    known = authority.is_organization(name.text) or authority.is_place(name.text)
    if known or not all(_is_name_word(token) and not doc.lexicon.is_a(token.lower_, "body_name") for token in name):
        return name
    if not _office_before(doc, name.start - 1):
        return name
    return Run(doc, name.start, end, label="PERSON")


def _office_before(doc: Doc, comma: int) -> bool:
    """Whether a definite description that ends at the comma is that of an office: "its *leader*", "the *head* of X"."""
    for at in range(comma - 1, max(comma - MAX_OFFICE_TOKENS, doc[comma].sent.start) - 1, -1):
        token = doc[at]
        if token.pos_ == "NOUN" and token.tag_ == "NN" and (token.is_a("title") or token.lemma_.lower() == "head"):
            before = {item.lower_ for item in token.words if item.base in {"det", "nmod:poss"} and item.i < at}
            return bool(before - {"a", "an", "no"})
        if token.is_punct or token.pos_ in {"VERB", "AUX", "PRON", "SCONJ"}:
            return False
    return False


def _is_name_word(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.isalpha() and token.pos_ in {"PROPN", "NOUN", "VERB", "X"}


def _with_capital_in(doc: Doc, name: Run) -> Run:
    """The person's name with a capital "In" behind it, the end of a Korean one, but in a headline in capitals."""
    at = name.end
    if name.label_ != "PERSON" or len(name) < 2 or at + 1 >= len(doc):
        return name
    ends = doc[at].text == "In" and doc[at + 1].text.islower()
    return Run(doc, name.start, at + 1, label=name.label_) if ends else name


def _with_suffix(doc: Doc, name: Run) -> Run:
    """The person's name with what tells father and son apart: "Cyrus Vance, *Jr.*"."""
    at = name.end + (name.end < len(doc) and doc[name.end].text == ",")
    if name.label_ != "PERSON" or len(name) < 2 or at >= len(doc) or doc[at].text not in SUFFIXES:
        return name
    return Run(doc, name.start, at + 1, label="PERSON")


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
    """A person without the initials of a body, or a body and a calling, before the name.

    As in "told *MSNBC* | *Cummings*", "*Chiefs* QB *Brady Cole*".
    """
    calling = next(
        (token.i for token in name.tokens[1:-1] if name.doc.lexicon.is_a(token.text, "office_abbreviation")), None
    )
    if calling is not None and name.label_ in {"PERSON", "ORG", "GPE"} and not name.text.isupper():
        return [Run(doc, name.start, calling, label="ORG"), Run(doc, calling + 1, name.end, label="PERSON")]
    first = name.tokens[0]
    initials = first.text.isalpha() and first.text.isupper() and len(first.text) >= MIN_INITIALS
    if name.label_ != "PERSON" or len(name) == 1 or not initials or all(token.text.isupper() for token in name):
        return [name]
    return [Run(doc, name.start, name.start + 1, label="ORG"), Run(doc, name.start + 1, name.end, label="PERSON")]


def _joined(doc: Doc, names: list[Run], authority: Authority) -> list[Run]:
    """Two names with but "and" or "of" between them as one, where the authority knows the whole or grammar says so."""
    found: list[Run] = []
    for name in names:
        before = found[-1] if found else None
        between = doc[before.end : name.start] if before is not None else []
        if before is not None and 0 < len(between) <= MAX_JOINING and all(item.lower_ in JOINING for item in between):
            whole = Run(doc, before.start, name.end, label="ORG")
            if authority.is_organization(whole.text) or _goes_on(before, between, name, authority):
                found[-1] = whole
                continue
        found.append(name)
    return found


def _goes_on(body: Run, between: Sequence[Token], name: Run, authority: Authority) -> bool:
    """As in "the Kenya Commission *on Human Rights*", "the Union of Miners *and Metal Workers*": one body's name."""
    if body.label_ != "ORG" or name.label_ != "ORG" or len(between) != 1:
        return False
    if between[0].lower_ in FIELD_OPENING:
        return body.tokens[-1].is_a("body_for") and not authority.is_organization(name.text)
    of_whom = any(item.lower_ == "of" for item in body.tokens)
    callings = [names.tokens[-1] for names in (body, name)]
    return between[0].lower_ == "and" and of_whom and all(item.tag_ == "NNPS" for item in callings)
