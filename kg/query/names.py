"""From what a user types (an id, an IRI, any name) to the canonical actors and places meant.

Names are compared folded: case, accents, dots and a leading "the" do not count. In order: the id or IRI; a name or
alias; a name of the same country or organisation in the authority ("USA" for a graph that says "United States"); a
short form (family name, acronym, part of the name); the same without middle initials ("Donald J. Trump"), then without
a title ("General Suleimani"); another transcription ("Suleymani"). All actors that fit equally well are meant. Of a
place also what contains it may be said ("Mosul, Iraq").
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from kg import vocab
from kg.authority import load
from kg.authority.names import fold as _fold
from kg.authority.names import initials, is_acronym, sound_key
from kg.authority.titles import is_title
from kg.errors import UnknownError
from kg.query.filters import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.query.rows import ActorRow, PlaceRow

    Named = ActorRow | PlaceRow

_HINT = "; give another spelling or a part of the name"
_INITIALS = re.compile(r"(?:\w\.)+|\w")
_ASIDES = re.compile(r"\A(?:an? )?(?:anonymous|unidentified|unknown|unnamed) |\s*\([^()]*\)", re.IGNORECASE)
"""What somebody adds who asks for the unnamed, or to tell namesakes apart: "unnamed group", "group (in Vell)"."""
_FEWEST_SOUNDS = 4
"""Shorter names sound like too many others."""
_LEAST_LIKE, _MOST_LIKE = 55.0, 500
"""Percent of the letters that two transcriptions of a name share at least, and most names that are looked at."""
fold = lru_cache(maxsize=200_000)(_fold)
"""Every name of the store is folded at each search; remembered that takes a tenth of the time."""


def find_actors(actors: Mapping[str, ActorRow], name: str) -> tuple[str, ...]:
    """Ids of the actors meant by the name, sorted; UnknownError with the nearest known name when there is none."""
    found = _find(actors, name, kind="actor")
    if not found:
        names = {known for actor in actors.values() for known in (actor.name, *actor.aliases)}
        raise UnknownError(f"no actor of the store is called {name!r}{nearest(name, names)}{_HINT}")
    return found


def find_places(places: Mapping[str, PlaceRow], name: str) -> frozenset[str]:
    """Ids of the places meant by the name and of all places within them; UnknownError when there is none.

    A country is found by its name also when only places in it are in the store.
    """
    found = set(_find(places, name, kind="place") or _inside_of_another(places, name))
    # Georgia in the United States is no country: a place stands for a country of its name only if it lies in it
    countries = {places[key].country for key in found if _country_code(places[key].name) == places[key].country}
    if not found:
        countries.add(_country_code(name))
    found |= {place.id for place in places.values() if place.country is not None and place.country in countries}
    if not found:
        names = {known for place in places.values() for known in (place.name, *place.aliases)}
        raise UnknownError(f"no place of the store is called {name!r}{nearest(name, names)}{_HINT}")
    return _with_inner(places, found)


def _inside_of_another(places: Mapping[str, PlaceRow], name: str) -> list[str]:
    """Ids of the places meant by "Mosul, Iraq": those of the first name within those of the rest."""
    inner, comma, outer = name.partition(",")
    if not comma or not fold(inner) or not fold(outer):
        return []
    with suppress(UnknownError):
        around = find_places(places, outer.strip())
        return [key for key in _find(places, inner.strip(), kind="place") if key in around]
    return []


def search(rows: Mapping[str, Named], text: str) -> dict[str, int]:
    """Ids of the actors or places whose name or alias has words that start with the words of the text, best first.

    With each the rank of its match: 0 for the whole name, 1 for its start, 2 for words of it; 3 for words that sound
    so, where nothing is written so.
    """
    whole = fold(text)
    starts = [f" {word}" for word in whole.split()]
    if not starts:
        return {}
    ranked = []
    for row in rows.values():
        # each word begins behind a space; names that lack the first of those wanted are most, and soon told
        names = [f" {fold(name)}" for name in (row.name, *row.aliases)]
        fitting = [name for name in names if starts[0] in name]
        if not fitting:
            continue
        if f" {whole}" in fitting:
            rank = 0
        elif any(name.startswith(f" {whole}") for name in fitting):
            rank = 1
        elif any(all(start in name for start in starts) for name in fitting):
            rank = 2
        else:
            continue
        ranked.append((rank, row.name, row.id))
    if not ranked:
        sounds = sound_key(text).split()
        ranked = [
            (3, row.name, row.id)
            for row, known in _sounding(rows, text)
            if all(any(word.startswith(sound) for word in known) for sound in sounds)
        ]
    return {identifier: rank for rank, _, identifier in sorted(ranked)}


def _find(rows: Mapping[str, Named], name: str, *, kind: str) -> tuple[str, ...]:
    start = f"{vocab.RESOURCES}{kind}/"
    if name.startswith(start):
        name = unquote(name.removeprefix(start))
        return (name,) if name in rows else ()
    if name in rows:
        return (name,)
    folded = fold(name)
    if not folded:
        return ()
    others, plain = _other_names(name), fold(_without_initials(name))
    tests: tuple[Callable[[str], bool], ...] = (
        lambda known: fold(known) == folded,
        lambda known: fold(known) in others,
        lambda known: _is_short_form(folded, known=known, is_initials=is_acronym(name)),
        lambda known: f" {folded} " in f" {fold(known)} ",
        lambda known: fold(_without_initials(known)) == plain,
    )
    for test in tests:
        found = tuple(sorted(row.id for row in rows.values() if any(test(known) for known in (row.name, *row.aliases))))
        if found:
            return found
    core = _ASIDES.sub("", name)
    if core != name:
        return _find(rows, core, kind=kind)
    bare = _without_title(rows, folded)
    if bare:
        return _find(rows, bare, kind=kind)
    sounds = sound_key(name).split()
    alike = [(row.id, known) for row, known in _sounding(rows, name) if known[-len(sounds) :] == sounds]
    whole = [identifier for identifier, known in alike if known == sounds]
    return tuple(sorted(set(whole or [identifier for identifier, _ in alike])))


def _without_initials(name: str) -> str:
    """A name without the initials between its first word and its last."""
    words = name.split()
    return " ".join([*words[:1], *(word for word in words[1:-1] if not _INITIALS.fullmatch(word)), *words[1:][-1:]])


def _without_title(rows: Mapping[str, Named], folded: str) -> str:
    """A folded name without the title that it starts with; empty when there is none, or nothing else."""
    words = folded.split()
    titles = {fold(title) for row in rows.values() for title in getattr(row, "titles", ())}
    for size in range(len(words) - 1, 0, -1):
        if is_title(words[:size]) or " ".join(words[:size]) in titles:
            return " ".join(words[size:])
    return ""


def _sounding(rows: Mapping[str, Named], text: str) -> Iterator[tuple[Named, list[str]]]:
    """Actors or places with the sounds of those of their names that are written somewhat like the text."""
    if len(sound_key(text).replace(" ", "")) < _FEWEST_SOUNDS:
        return
    owners = [(row, known) for row in rows.values() for known in (row.name, *row.aliases)]
    written = [fold(known) for _, known in owners]
    # telling how a name sounds takes a hundred times as long as seeing that it is another
    for _, _, at in process.extract(
        fold(text), written, scorer=fuzz.partial_ratio, score_cutoff=_LEAST_LIKE, limit=_MOST_LIKE
    ):
        row, known = owners[at]
        yield row, sound_key(known).split()


def _is_short_form(folded: str, *, known: str, is_initials: bool) -> bool:
    """A family name or last words ("soleimani"), or the initials of a name of several words ("IRGC")."""
    if is_initials and len(known.split()) > 1 and initials(known) == folded.replace(" ", ""):
        return True
    return fold(known).endswith(f" {folded}")


def _other_names(name: str) -> frozenset[str]:
    authority = load()
    for written in (name, name.title(), name.upper()):
        fact = authority.country_of(written) or authority.organization(written)
        if fact is not None:
            return frozenset(fold(other) for other in (fact.name, *fact.aliases))
    return frozenset()


def _country_code(name: str) -> str | None:
    authority = load()
    for written in (name, name.title(), name.upper()):
        country = authority.country_of(written)
        if country is not None:
            return country.iso
    return None


def _with_inner(places: Mapping[str, PlaceRow], outer: set[str]) -> frozenset[str]:
    inner: dict[str, list[str]] = {}
    for place in places.values():
        if place.within is not None:
            inner.setdefault(place.within, []).append(place.id)
    reached, frontier = set(outer), sorted(outer)
    while frontier:
        frontier = [key for container in frontier for key in inner.get(container, ()) if key not in reached]
        reached.update(frontier)
    return frozenset(reached)
