"""Which country an article is about, and whose its parliaments and parties are. Internal to `kg.resolve`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.model import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority import Authority
    from kg.model import ArticleRecord, LocalActor

# Last words of names of chambers and parties, which an article has of one state nearly always.
_SEATED = frozenset({"senate", "house", "representatives", "congress", "commons", "lords", "party"})
_POLITICAL = frozenset({"parliament", "party"})


def locale_of(record: ArticleRecord) -> str | None:
    """The country that the article's places and states are mostly of; None without a clear first."""
    counts: Counter[str] = Counter()
    for place in record.places:
        if place.country:
            counts[place.country] += len(place.mentions)
    if not counts:
        for actor in record.actors:
            if actor.kind is ActorKind.POLITY and actor.country:
                counts[actor.country] += len(actor.mentions)
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:2]
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def seat_of(name: str, actors: Iterable[LocalActor], authority: Authority) -> str | None:
    """The one country whose parliament and parties the article names, for the name of a chamber or party; else None.

    "The Senate" of a report on the House of Representatives of the United States is theirs, wherever else it tells of.
    """
    if fold(name).split()[-1:] == [] or fold(name).split()[-1] not in _SEATED:
        return None
    facts = (authority.organization_by_key(actor.authority) for actor in actors if actor.authority)
    countries = {fact.country for fact in facts if fact is not None and fact.kind in _POLITICAL and fact.country}
    return countries.pop() if len(countries) == 1 else None
