"""What a head noun tells about its referent: sort of actor, gender, and which other nouns may name the same one.

Read from `files/nouns.txt`. A noun that is in no row and has no telling ending names a thing, and things do not act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kg.authority.names import fold

# Endings that only nouns for people have; -er and -or are left out, as too many things have them (tanker, motor).
_PERSON_ENDINGS = ("ist", "woman", "man", "crat", "ologist", "ographer", "ician", "goer", "owner", "payer", "keeper")
# What is put before a noun for a person, and leaves him one: "ex-wife", "co-founder".
_BEFORE_PERSON = ("ex-", "co-")
# Words for numbers of people that stand before "of": the noun after it says who they are.
_QUANTITY = re.compile(
    r"\b(?:hundreds|thousands|millions|dozens|scores|tens|hosts?|number|total|majority|group|groups|handful|members?|"
    r"crowds?|part|"
    r"some|many|most|several|half|percent|%)(?: of thousands| of hundreds)? of (?:the |his |her |its |their )?(.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Noun:
    """One reading of a noun. `sort` is person, group, organization or polity; `family` groups words for one role."""

    sort: str
    family: str
    gender: str


# Compounds whose last word sounds like a person or an organisation, and which are things.
_THINGS = re.compile(
    r"\b(?:(?:nerve|chemical|biological|blister|cleaning|toxic|warfare|infectious|disease)[ -]agents?"
    r"|(?:dead|human|charred) bodies|(?:fire|missile|rocket|grenade) launchers?|best[- ]?sellers?"
    r"|(?:oil|space|power|railway|train|bus|metro|subway|police|polling|petrol|gas|fire) stations?"
    r"|(?:graduation|birthday|dinner|cocktail|wedding|christmas|holiday|house|garden|backyard|farewell) part(?:y|ies)"
    r"|(?:purification|treatment|storage|housing|power|processing|dialysis|intensive[- ]care) units?)$",
    re.IGNORECASE,
)
# Nouns without a row of their sex that tell it.
_WOMEN = frozenset({
    "actress", "ballerina", "comedienne", "hostess", "housewife", "mistress", "priestess", "schoolgirl", "seamstress",
    "starlet", "stewardess", "waitress",
})  # fmt: skip
_MEN = frozenset({"schoolboy", "waiter"})
# Men and women are called so.
_ANYBODY = frozenset({"chairman", "spokesman", "human", "layman", "everyman"})
# A virtue and a proceeding, of which only who judges and who inquires acts.
ACTS_ALONE = frozenset({"inquiry", "justice"})
# Organisations that are houses too: they act only as doers or speakers.
HOUSES = frozenset({"hospital", "school", "church", "bank", "embassy", "media"})


def is_thing(phrase: str) -> bool:
    """Whether a compound names a thing although its last word alone would act: "nerve agent", "police station"."""
    return _THINGS.search(phrase) is not None


@lru_cache(maxsize=20_000)
def noun_of(lemma: str, *, plural: bool) -> Noun | None:
    """The reading of the noun in the number, None for a thing.

    Several persons, organisations or states are a group; "force" alone is an organisation, "forces" are a group.
    """
    readings = _nouns().get(lemma) or _nouns().get(_singular(lemma)) or _by_ending(lemma)
    if not readings:
        plain = next((lemma.removeprefix(before) for before in _BEFORE_PERSON if lemma.startswith(before)), None)
        inner = noun_of(plain, plural=plural) if plain else None
        return inner if inner is not None and inner.sort in ("person", "group") else None
    if plural:
        best = next((reading for reading in readings if reading.sort == "group"), readings[0])
        return Noun("group", best.family, best.gender)
    return next((reading for reading in readings if reading.sort == "organization" and len(readings) > 1), readings[0])


def noun_of_one(lemma: str) -> Noun | None:
    """The reading of a noun that means one of several: of "one of the guards" a person, not a corps."""
    person = next((reading for reading in _nouns().get(lemma, ()) if reading.sort == "person"), None)
    return person or noun_of(lemma, plural=False)


def title_nouns(title: str) -> frozenset[str]:
    """Families of the roles that a title says: "Maj. Gen." → general, "Vice President" → vicepresident."""
    folded = re.sub(r"\b(secretary|director) general\b", r"\1-general", fold(title))
    nouns = {_titles()[folded]} if folded in _titles() else {_titles().get(word, word) for word in folded.split()}
    return frozenset(noun.family for name in nouns if (noun := noun_of(name, plural=False)))


@lru_cache(maxsize=20_000)
def office_of(phrase: str) -> str | None:
    """The noun that a compound office means: "the outgoing prime minister" → premier; None where the last word does."""
    words = fold(phrase).split()[-2:]
    if len(words) < 2:
        return None
    noun = _titles().get(" ".join(words))
    return noun if noun != words[-1] else None


@lru_cache(maxsize=20_000)
def counted(phrase: str) -> str | None:
    """What is counted in a phrase of quantity: "hundreds of Iranian protesters" → "Iranian protesters"; else None."""
    match = _QUANTITY.search(phrase)
    return match[1] if match else None


def are_same_calling(one: str, two: str) -> bool:
    """Whether two folded nouns are said of the same people: "robbers" and "thieves", not "robber" and "man"."""
    callings = _callings()
    return not callings.get(_singular(one), frozenset()).isdisjoint(callings.get(_singular(two), frozenset()))


def _singular(word: str) -> str:
    for plural, singular in (("men", "man"), ("people", "person"), ("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word[: -len(plural)] + singular
    return word


# Words with such an ending, or with "-men", that mean nobody.
_NOBODY = frozenset({
    "abdomen", "acumen", "bitumen", "cyclamen", "dolmen", "ottoman", "regimen", "specimen", "stamen", "talisman",
    "zeitgeist",
})  # fmt: skip


def _by_ending(lemma: str) -> tuple[Noun, ...]:
    singular = _singular(lemma)
    if (
        len(singular) < 6
        or lemma.removesuffix("s") in _NOBODY
        or not singular.endswith(_PERSON_ENDINGS)
        or singular.endswith(("list", "human"))
    ):
        return ()
    return (Noun("person", singular, _told_by_ending(singular)),)


def _told_by_ending(word: str) -> str:
    """The sex that a noun for a person tells: "masc" of "congressman", "" of "chairman", which women are called too."""
    if word in _WOMEN or word in _MEN:
        return "fem" if word in _WOMEN else "masc"
    if word.endswith("man") and word not in _ANYBODY:
        return "fem" if word.endswith("woman") else "masc"
    return ""


def _lines(filename: str) -> list[str]:
    text = (files("kg.resolve") / "files" / filename).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _nouns() -> dict[str, tuple[Noun, ...]]:
    table: dict[str, tuple[Noun, ...]] = {}
    for line in _lines("nouns.txt"):
        sort, family, gender, *words = line.split()
        for word in words:
            told = gender if gender != "-" else _told_by_ending(word) if sort == "person" else ""
            table[word] = (*table.get(word, ()), Noun(sort, family, told))
    return table


@lru_cache(maxsize=1)
def _callings() -> dict[str, frozenset[int]]:
    """Singular noun → the lines that it is in."""
    table: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_lines("same_nouns.txt")):
        for word in line.split():
            table[word] = table.get(word, frozenset()) | {number}
    return table


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    return dict(line.split("|", 1) for line in _lines("titles.txt"))
