"""Names of a Doc, made consistent: what the recogniser missed and the authority knows, and one label per name.

A statistical recogniser labels the same surname differently from sentence to sentence and misses towns that its
training text never named. Both are mended here, before any rule looks: a document-wide vote for each name, and proper
nouns that the authority files know as a country, organisation or place.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.naming.datelines import DASHES, find_datelines
from kg.extract.naming.firms import as_firm
from kg.extract.naming.headlines import cut_headlines
from kg.extract.naming.holders import parted_holder
from kg.extract.naming.name_edges import (
    MAX_NAME_TOKENS,
    as_holder,
    as_speaker,
    find_set_off,
    find_speakers,
    find_titled,
    mend_edges,
)
from kg.extract.naming.name_repeats import find_repeated
from kg.extract.naming.sums import without_sums
from kg.extract.naming.things import without_offices, without_things
from kg.extract.naming.unknown_spots import as_spots
from kg.extract.text import tree
from kg.extract.text.measures import TIME_WORDS, is_score
from kg.extract.text.name_labels import OWN_NAMES, TIMES
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.extract.text.tokens import Doc, Token

UNNAMED = frozenset(["EVENT", "MISC"])
"""Classes of names that name no one and no place: events, and whatever else has a name (works, products)."""
LEADING_ON = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"])
"""Words in small letters that no name ends with: "Mohammad bin Salman *of*"."""
NAME_JOINING = frozenset(["for", "of", "the", "to", "without"])
"""Words inside the name of a body that are no names."""
SITES = frozenset(["ain", "ayn", "deir", "dayr", "jabal", "jebel", "kafr", "tell", "wadi"])
"""Words for a spring, a monastery, a hill or a valley, with which Arabic names of places begin: "*Ain* al-Asad"."""
PLACE_PREPOSITIONS = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "from", "to", "into", "toward", "off", "across"]
)


def mend_names(doc: Doc, authority: Authority) -> Doc:
    """The Doc with mended names; its tokens and tree are not touched.

    Names of events ("2019 Ukrainian parliamentary election") are dissolved: what happens is found by its words, and the
    country in it is a name again.
    """
    datelines = list(find_datelines(doc))
    headed = {token.i for name in datelines for token in name}
    named = [
        _trimmed(entity)
        for entity in without_sums(doc)
        if entity.label_ not in UNNAMED and entity.start not in headed and not _is_common(entity)
    ]
    whole = cut_headlines([item for item in named if item is not None], doc.lexicon.verbs)
    somebody = without_things(doc, whole, authority)
    persons = _parts_of_persons(somebody) | {item.text for item in somebody if item.label_ == "PERSON"}
    parted = [part for item in somebody for part in parted_holder(item, persons, authority)]
    held = [part for item in parted for part in without_offices(_holder(item), authority)]
    kept = [as_speaker(as_holder(item, authority), authority) for item in mend_edges(doc, held, authority)]
    kept = as_spots(kept, authority)
    labels = _votes(kept)
    for word in _parts_of_persons(kept):
        if word in labels and not authority.is_place(word) and not authority.is_organization(word):
            labels[word] = "PERSON"
    mended = [Run(doc, item.start, item.end, label=_label(item, labels, authority)) for item in kept]
    kept_parts = _parts_of_persons(kept)
    mended = [name if name.text in kept_parts else as_firm(name) for name in mended]
    mended = _employers([_as_traded(_as_said(item, authority), authority) for item in mended])
    mended += [name for name in datelines if authority.is_place(name.text) or authority.is_country(name.text)]
    taken = {token.i for item in mended for token in item} | {token.i for token in doc if token.text in doc.ships}
    for name in _close_appositions(doc, taken):
        mended.append(name)
        taken.update(range(name.start, name.end))
    for name in find_titled(doc, taken):
        mended.append(name)
        taken.update(range(name.start, name.end))
    for name in find_set_off(doc, taken):
        mended.append(name)
        taken.update(range(name.start, name.end))
    for name in find_speakers(doc, taken, authority):
        mended.append(name)
        taken.update(range(name.start, name.end))
    for name in find_repeated(doc, mended, labels, taken):
        mended.append(name)
        taken.update(range(name.start, name.end))
    for name in _known_phrases(doc, taken, authority):
        mended.append(name)
        taken.update(range(name.start, name.end))
    for run in _proper_runs(doc, taken):
        found = _known(doc, run, authority)
        if found is not None:
            mended.append(found)
            taken.update(range(found.start, found.end))
    doc.name(sorted(mended, key=lambda item: item.start))
    return doc


def _is_common(name: Run) -> bool:
    """Whether it is but a noun in small letters that the lexicon knows: "the *navy* said"."""
    word = name.root
    one = name.end - name.start == 1 and name.label_ in OWN_NAMES
    return one and word.text.islower() and bool(word.doc.lexicon.kinds[word.text])


def _trimmed(entity: Run) -> Run | None:
    """The name without punctuation or white space at its ends ("Friday —"), None when nothing is left."""
    start, end = entity.start, entity.end
    doc = entity.doc
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].is_space or (doc[end - 1].is_punct and doc[end - 1].text != ".")):
        end -= 1
    for token in doc[start + 1 : end - 1]:
        if token.text in DASHES and token.whitespace_ and doc[token.i - 1].whitespace_:
            end = token.i  # the cell of a table or list: "Labour Party - 203"
            break
    if end - start > 2 and doc[end - 1].tag_ == "CD" and doc[end - 2].lower_ in {"at", "by", "for"}:
        end -= 2  # "bought *Belcom* for 3 billion"
    if end - start > 3 and is_score(doc[end - 3]):
        end -= 3  # "beat *Chelsea* 3-1"
    while end > start and doc[end - 1].text in LEADING_ON:
        end -= 1
    if entity.label_ == "NORP" and end > start + 1 and doc[start].lower_ == "the":
        start += 1
    if end < entity.end and doc[end - 1].tag_ == "POS":
        end -= 1
    return Run(doc, start, end, label=entity.label_) if start < end else None


def _holder(entity: Run) -> Run:
    """The person alone where the name begins with the field of an office: "Secretary of *State Rex Tillerson*"."""
    doc = entity.doc
    for token in entity:
        office = tree.office_of(token)
        if office is not None and tree.children(token, "flat") and entity.start > office.i:
            return Run(doc, token.i, entity.end, label="PERSON")
    return entity


def _votes(entities: list[Run]) -> dict[str, str]:
    """Label of each name by vote; the last word of a full personal name votes with it."""
    votes: dict[str, Counter[str]] = {}
    for item in entities:
        votes.setdefault(item.text, Counter())[item.label_] += 1
        if item.label_ == "PERSON" and len(item) > 1:
            votes.setdefault(item.tokens[-1].text, Counter())["PERSON"] += 2
    return {text: min(counts, key=lambda label: (-counts[label], label)) for text, counts in votes.items()}


def _parts_of_persons(entities: list[Run]) -> set[str]:
    """Words of full personal names: each stands for the person when it stands alone ("Ricardo *Rosselló* Nevares")."""
    full = [item for item in entities if item.label_ == "PERSON" and len(item) > 1]
    return {token.text for item in full for token in item.tokens[1:] if len(token.text) > 2}


def _label(entity: Run, labels: dict[str, str], authority: Authority) -> str:
    """The vote, unless the authority knows the name as a country, a people or an organisation."""
    label = labels[entity.text]
    if label in TIMES:
        return label
    text = entity.text
    if label == "PERSON" and entity.end > entity.start + 1 and entity.tokens[0].lower_ in SITES:
        return "LOC"
    if authority.is_country(text):
        return "GPE" if entity.root.pos_ != "ADJ" else "NORP"
    if authority.demonym(text) is not None and entity.root.pos_ in {"ADJ", "NOUN", "PROPN"}:
        return "NORP"
    if label in {"ORG", "PERSON"} and tree.preposition(entity.root) in PLACE_PREPOSITIONS and authority.is_place(text):
        return label if authority.is_organization(text) else "GPE"
    if label in {"PERSON", "NORP", "GPE", "LOC"} and authority.is_organization(text):
        return "ORG" if label != "GPE" or not authority.is_place(text) else label
    return label


def _close_appositions(doc: Doc, taken: set[int]) -> list[Run]:
    """Unrecognised names beside what they are, without a comma: "the rebel group *FDLR*", "Minister *Lars Holm*"."""
    found = []
    for token in doc:
        noun = _kind_before(token) if token.pos_ == "PROPN" or _is_acronym(token) else None
        if noun is None:
            continue
        label = "ORG" if noun.is_a("body_title") else "PERSON" if noun.is_a("title") else ""
        named = [item for item in tree.children(token, "compound", "flat") if item.pos_ == "PROPN" and item.i > noun.i]
        parts = [token, *named]
        first, last = min(item.i for item in parts), max(item.i for item in parts)
        if label and last - first < MAX_NAME_TOKENS and not taken & set(range(first, last + 1)):
            found.append(Run(doc, first, last + 1, label=label))
    return found


def _as_said(name: Run, authority: Authority) -> Run:
    """The name with the class that the noun straight before it says: "the company *Unilever*" is no person."""
    town = name.root.head
    if name.label_ in {"ORG", "PERSON"} and name.root.preposition == "of" and town.is_a("settlement"):
        beside = name.root.base == "nmod" and town.i == name.start - 2
        return Run(name.doc, name.start, name.end, label="GPE") if beside else name  # "the town of *Settat*"
    if name.label_ in {"ORG", "PERSON"} and _is_set_off(name) and authority.is_place(name.text):
        return Run(name.doc, name.start, name.end, label="GPE")
    noun = _kind_before(name.root) if name.label_ in {"PERSON", "ORG", "GPE"} else None
    if noun is None or noun.i >= name.start:
        return name
    if name.label_ != "ORG" and noun.is_a("body_title"):
        return Run(name.doc, name.start, name.end, label="ORG")
    if name.label_ == "ORG" and noun.is_a("title") and len(name) > 1 and name.root.base == "appos":
        return Run(name.doc, name.start, name.end, label="PERSON")
    return name


def _is_set_off(name: Run) -> bool:
    """As in "in the capital, *Kabul*,": between a comma and what no name stands before as a subject."""
    doc, at = name.doc, name.start - 2
    if at < 0 or doc[at + 1].text != "," or not doc[at].is_a("settlement", "seat_of_state"):
        return False
    behind = doc[name.end] if name.end < len(doc) else None
    ends = (
        behind is None or behind.is_punct or behind.tag_ in {"IN", "RB", "CC", "TO", "DT"} or behind.text in TIME_WORDS
    )
    return ends and doc[at].preposition in PLACE_PREPOSITIONS


def _as_traded(name: Run, authority: Authority) -> Run:
    """The name as a firm's where it is of shares: "shares in *Norsk Tidal*" say no place."""
    root = name.root
    held = root.base == "nmod" and root.preposition in {"in", "of"} and root.head.is_a("share_noun")
    held = held or (
        name.start > 1 and name.doc[name.start - 1].lower_ == "in" and name.doc[name.start - 2].is_a("share_noun")
    )
    if not held or name.label_ not in {"GPE", "LOC", "PERSON", "FAC"} or authority.is_country(name.text):
        return name
    return name if authority.is_place(name.text) else Run(name.doc, name.start, name.end, label="ORG")


def _employers(names: list[Run]) -> list[Run]:
    """The names with ORG for what stands before the office of a person: "*Norex* spokesman Ed Lund".

    A word of a person's full name stays one ("*Merkel* aide Ida Holm").
    """
    parts = _parts_of_persons(names)
    people = {item.root.i for item in names if item.label_ == "PERSON"}
    found = []
    for item in names:
        office = item.root.head
        is_office = office.is_a("title") and office.i == item.end and office.head.i in people
        if item.label_ == "PERSON" and len(item) == 1 and item.text not in parts and is_office:
            found.append(Run(item.doc, item.start, item.end, label="ORG"))
        else:
            found.append(item)
    return found


def _is_acronym(token: Token) -> bool:
    """A word in capitals, which the tagger may take for a common noun: "the network *NTV*"."""
    return token.pos_ == "NOUN" and len(token.text) > 1 and token.text.isupper() and token.text.isalpha()


def _kind_before(name: Token) -> Token | None:
    """The noun straight before a name that says what it is, in apposition or as its compound: "the *network* NTV"."""
    if name.base == "appos":
        return name.head if tree.is_close(name.head, name) else None
    nouns = [item for item in tree.children(name, "compound", "nmod:desc") if item.pos_ == "NOUN" and item.i < name.i]
    return nouns[-1] if nouns and all(item.pos_ == "PROPN" for item in name.doc[nouns[-1].i + 1 : name.i]) else None


def _proper_runs(doc: Doc, taken: set[int]) -> list[list[Token]]:
    """Runs of capitalised proper nouns and adjectives outside names."""
    runs: list[list[Token]] = []
    for token in doc:
        named = token.pos_ in {"PROPN", "ADJ"} or token.tag_.startswith("NNP")
        if token.i in taken or not named or not token.text[:1].isupper():
            continue
        if token.ent_type_ and token.ent_type_ != "EVENT":  # "the 2020 *United States* election"
            continue
        beside = runs[-1][-1].i if runs else -2
        if beside == token.i - 2 and doc[token.i - 1].text == "-" and doc[beside].lower_ in {"al", "el"}:
            runs[-1].append(token)  # "al-Qaeda"
        elif beside == token.i - 1 and len(runs[-1]) < MAX_NAME_TOKENS:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _known_phrases(doc: Doc, taken: set[int], authority: Authority) -> list[Run]:
    """What the authority knows by more than proper nouns: "*Doctors Without Borders*", "the *Zionist regime*"."""
    found = []
    end = 0
    for token in doc[:-2]:
        if token.i < end or not token.text[:1].isupper():
            continue
        behind = token.nbor(1)
        if behind.pos_ == "NOUN" and not taken & {token.i, behind.i}:
            if authority.is_country(doc.text[token.idx : behind.idx + len(behind.text)]):
                found.append(Run(doc, token.i, behind.i + 1, label="GPE"))
                end = behind.i + 1
            continue
        if behind.lower_ not in NAME_JOINING:
            continue
        for last in range(min(token.i + MAX_NAME_TOKENS, len(doc) - 1), token.i + 1, -1):
            words = doc[token.i : last + 1]
            inside = {token.i, last} | {item.i for item in words}
            if not doc[last].text[:1].isupper() or taken & inside:
                continue
            if authority.is_organization(doc.text[token.idx : doc[last].idx + len(doc[last].text)]):
                found.append(Run(doc, token.i, last + 1, label="ORG"))
                end = last + 1
                break
    return found


def _known(doc: Doc, run: list[Token], authority: Authority) -> Run | None:
    """The longest part of a run that the authority knows."""
    for size in range(len(run), 0, -1):
        for at in range(len(run) - size + 1):
            part = run[at : at + size]
            if label := _known_label(doc.text[part[0].idx : part[-1].idx + len(part[-1].text)], part, authority):
                return Run(doc, part[0].i, part[-1].i + 1, label=label)
    return None


def _known_label(text: str, part: list[Token], authority: Authority) -> str:
    """What the authority knows the tokens with that text as, "" where it does not."""
    if authority.is_country(text):
        return "GPE"
    if len(part) == 1 and authority.demonym(text) is not None:
        return "NORP"
    if part[-1].pos_ != "PROPN":
        return ""
    if authority.is_organization(text):
        return "ORG"
    return "GPE" if _stands_as_place(part[-1]) and authority.is_place(text) else ""


def _stands_as_place(name: Token) -> bool:
    """Behind a preposition of place, or besieged: "in *Taiz*", "shelled *Taiz*"."""
    besieged = name.base == "obj" and name.head.is_a("besieging")
    return besieged or tree.preposition(name) in PLACE_PREPOSITIONS
