"""Name sets with different label inventories → spaCy Docs with one inventory.

A set that does not annotate a class says nothing about it: such tokens are *missing*, not "O", so that the model
learns only what each set knows (Doc.set_ents with `missing`). Places are GPE where the gazetteer knows a country or
city of that name, else LOC.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.util import filter_spans

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

MISSING = "-"
OUTSIDE = "O"
LABELS: dict[str, dict[str, str]] = {
    "gmb": {
        "PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "NORP": "NORP", "DATE": "DATE",
        "EVENT": "EVENT", "MISC": MISSING, "WORK_OF_ART": MISSING,
    },
    "gum_names": {
        "PERSON": "PERSON", "ORG": "ORG", "LOC": "PLACE", "NORP": "NORP", "DATE": "DATE",
        "EVENT": "EVENT", "MISC": "MISC", "PRODUCT": "MISC",
    },
    "wikigold": {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "MISC": "MISC"},
    "redocred": {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "TIME": "DATE", "MISC": "MISC", "NUM": OUTSIDE},
    "crossner_politics": {
        "politician": "PERSON", "person": "PERSON", "politicalparty": "ORG", "organisation": "ORG",
        "country": "PLACE", "location": "PLACE", "election": "EVENT", "misc": "MISC", "event": "EVENT",
    },
    "wnut17": {
        "person": "PERSON", "corporation": "ORG", "group": "ORG", "location": "PLACE",
        "creative-work": "MISC", "product": "MISC",
    },
}  # fmt: skip
"""Set → its label → ours; PLACE is decided by the gazetteer, MISC is a name of another kind (a work, a product), `-`
means "some name: unknown here". A class of other names keeps them from being taken for organisations and places."""

ACTING_COUNTRIES = {"gum_names", "gmb"}
"""Sets that call a country that acts an organisation."""
KNOWN = {
    "u.n.": "ORG", "united nations": "ORG", "african union": "ORG", "european union": "ORG", "nato": "ORG",
    "fatah": "ORG", "hamas": "ORG", "hezbollah": "ORG", "taleban": "ORG", "taliban": "ORG",
    "west bank": "LOC", "gaza": "LOC", "gaza strip": "LOC", "kashmir": "LOC", "chechnya": "LOC",
    "muslim": "NORP", "muslims": "NORP", "islamist": "NORP", "islamists": "NORP", "islamic": "NORP",
    "sunni": "NORP", "sunnis": "NORP", "shi'ite": "NORP", "shi'ites": "NORP", "shiite": "NORP", "shiites": "NORP",
    "christian": "NORP", "christians": "NORP", "catholic": "NORP", "jewish": "NORP", "kurdish": "NORP",
    "hindu": "NORP", "buddhist": "NORP", "republicans": "NORP", "democrats": "NORP",
}  # fmt: skip
"""Names of which the machine-made set says now one thing, now another ("U.N." half the time a place)."""
_EDGES = re.compile(r"^(?:['’]s\s+|[\s\-–—]+)|[\s\-–—]+$")
WITHOUT_DATES = {"wikigold", "crossner_politics", "wnut17", "gum_names"}
_DATE = re.compile(
    r"\b(?:(?:1[5-9]|20)\d\d|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today|tomorrow)\b"
)


@dataclass(frozen=True)
class Facts:
    """Lower-cased names of countries and cities, and demonyms: which places are GPE, which words are NORP."""

    polities: frozenset[str]
    demonyms: frozenset[str]
    countries: frozenset[str] = frozenset()


def read_facts(lexicons: Path) -> Facts:
    """From GeoNames' cities15000 and the table of countries."""
    cities = {
        line.split("\t")[0].lower()
        for line in (lexicons / "cities15000.tsv").read_text(encoding="utf-8").splitlines()
        if "\t" in line
    }
    countries = json.loads((lexicons / "countries.json").read_text(encoding="utf-8"))
    names = {name.lower() for country in countries for name in (country["name"]["common"], country["name"]["official"])}
    demonyms = {
        form.lower() + ending
        for country in countries
        for form in country.get("demonyms", {}).get("eng", {}).values()
        if form
        for ending in ("", "s")
    }
    names |= {"u.s.", "usa", "uk", "u.k."}
    return Facts(frozenset(cities | names | {"us"}), frozenset(demonyms), frozenset(names))


@dataclass(frozen=True, slots=True)
class Row:
    """One text with its spans (start, end, our label or `-`)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def read_rows(path: Path, facts: Facts) -> Iterator[Row]:
    """Rows of a JSONL set, only those whose licence lets weights be shipped."""
    name = path.name.split(".")[0]
    table = LABELS[name]
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if not record.get("permissive", True):
            continue
        text = record["text"]
        acting = name in ACTING_COUNTRIES
        spans = [
            (start, end, _label(text[start:end], table[label], facts, acting=acting))
            for start, end, label in trimmed(text, record["entities"])
            if table[label] != OUTSIDE
        ]
        if name in WITHOUT_DATES:
            spans += [(match.start(), match.end(), MISSING) for match in _DATE.finditer(text)]
        if name != "gmb":
            words = re.finditer(r"[A-Z]\w+", text)
            spans += [(m.start(), m.end(), MISSING) for m in words if m.group().lower() in facts.demonyms]
        yield Row(text, tuple(spans))


def trimmed(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The spans without what machine-made sets leave at their ends: dashes, a genitive's mark ("'s Supreme Court")."""
    for start, end, label in spans:
        core = _EDGES.sub("", _EDGES.sub("", text[start:end]))
        if core:
            first = text.index(core, start)
            yield first, first + len(core), label


def _label(text: str, label: str, facts: Facts, *, acting: bool) -> str:
    lower = text.lower()
    if label in {"PLACE", "MISC"} and lower in facts.demonyms:
        return "NORP" if label == "PLACE" else MISSING
    if label in {"PLACE", "MISC", "ORG", "GPE", "LOC", "PERSON"} and lower in KNOWN:
        return KNOWN[lower]
    if acting and label == "ORG" and lower in facts.countries:
        return "GPE"
    if label == "PLACE":
        return "GPE" if lower in facts.polities else "LOC"
    return label


def joined(rows: Iterable[Row], *, rng: random.Random) -> Iterator[Row]:
    """Rows of one set put together one to four at a time, as sentences stand in an article."""
    held: list[Row] = []
    size = rng.randint(1, 4)
    for row in rows:
        held.append(row)
        if len(held) >= size:
            yield _join(held, rng)
            held, size = [], rng.randint(1, 4)
    if held:
        yield _join(held, rng)


def _join(rows: list[Row], rng: random.Random) -> Row:
    text = ""
    spans: list[tuple[int, int, str]] = []
    for row in rows:
        if text:
            text += "\n\n" if rng.random() < 0.2 else " "
        spans += [(start + len(text), end + len(text), label) for start, end, label in row.spans]
        text += row.text
    return Row(text, tuple(spans))


def noisy(row: Row, *, rng: random.Random) -> Row:
    """The row with curly quotes or, rarely, all in capitals or without any; offsets stay as they are."""
    text = row.text
    if rng.random() < 0.3:
        text = text.replace("'", "’").replace(' "', " “").replace('"', "”")
    elif rng.random() < 0.04:
        upper = text.upper()
        text = upper if len(upper) == len(text) else text
    elif rng.random() < 0.04:
        lower = text.lower()
        text = lower if len(lower) == len(text) else text
    return Row(text, row.spans)


SWAPPED = ("PERSON", "ORG", "GPE", "LOC", "FAC")


def pools(rows: Iterable[Row]) -> dict[str, list[str]]:
    """Each label's distinct names, sorted: common ones stand there once like rare ones."""
    found: dict[str, set[str]] = {label: set() for label in SWAPPED}
    for row in rows:
        for start, end, label in row.spans:
            if label in found and "\n" not in row.text[start:end]:
                found[label].add(row.text[start:end])
    return {label: sorted(names) for label, names in found.items()}


def swapped(row: Row, names: Mapping[str, Sequence[str]], *, rng: random.Random, share: float = 0.5) -> Row:
    """The row with some of its names replaced by chance ones of their kind, so that the context has to tell."""
    spans = sorted(row.spans)
    if any(one[1] > other[0] for one, other in pairwise(spans)):
        return row
    text = ""
    kept: list[tuple[int, int, str]] = []
    at = 0
    for start, end, label in spans:
        text += row.text[at:start]
        name = row.text[start:end]
        if names.get(label) and rng.random() < share:
            name = rng.choice(names[label])
        kept.append((len(text), len(text) + len(name), label))
        text += name
        at = end
    return Row(text + row.text[at:], tuple(kept))


def to_doc(nlp: Language, row: Row) -> Doc:
    """A Doc on spaCy's own tokens; spans that do not fall on token borders become missing."""
    doc = nlp.make_doc(row.text)
    kept, missing = [], []
    for start, end, label in row.spans:
        span = doc.char_span(start, end, label=label)
        if span is None or label == MISSING:
            missing.append(doc.char_span(start, end, label=MISSING, alignment_mode="expand"))
        else:
            kept.append(span)
    entities = filter_spans(kept)
    taken = {token.i for span in entities for token in span}
    free = [
        doc[i : i + 1] for span in missing if span is not None for i in range(span.start, span.end) if i not in taken
    ]
    doc.set_ents(entities, missing=list({span.start: span for span in free}.values()), default="outside")
    return doc
