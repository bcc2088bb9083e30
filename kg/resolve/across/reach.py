"""What clusters of profiles must not contradict when they are joined: articles, countries and names of their members.

A chain of likenesses must not bring together two that differ. A cluster that only grows is not joined anew
(`kg.incremental.actors`): what is looked at here is looked at there. Internal to `kg.resolve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.resolve.across.features import names
from kg.resolve.words.variants import words_of

if TYPE_CHECKING:
    from kg.resolve.across.profiles import Profile


@dataclass(slots=True)
class Reach:
    """The articles of a cluster, its named profiles by country, and those of them with more than a surname.

    A person much in the news is a surname in hundreds of articles, each a profile: these have but their article and
    their country to contradict by, and their name where somebody without one (`strangers`) stands between.
    """

    profiles: list[Profile]
    articles: set[str]
    full: list[Profile]
    short: dict[tuple[str, str], Profile]
    of: dict[str, list[Profile]]
    strangers: dict[str, frozenset[str]]

    @classmethod
    def from_profile(cls, profile: Profile) -> Reach:
        """Of one profile."""
        named = [profile] if profile.named else []
        articles = {ref.article for ref in profile.members}
        return cls(
            profiles=[profile],
            articles=articles,
            full=[one for one in named if len(words_of(one.name)) > 1],
            short={(str(one.kind), fold(one.name)): one for one in named if len(words_of(one.name)) < 2},
            of={one.country: [one] for one in named if one.country},
            strangers={} if profile.named else dict.fromkeys(articles, profile.may_be),
        )

    def told_in(self, article: str) -> set[str]:
        """The local ids of its members in an article."""
        return {ref.local for profile in self.profiles for ref in profile.members if ref.article == article}

    def add(self, other: Reach) -> None:
        """Takes in another."""
        if len(self.articles) < len(other.articles):
            self.articles, other.articles = other.articles, self.articles
        self.articles |= other.articles
        self.profiles += other.profiles
        self.full += other.full
        self.short = other.short | self.short
        for article, may_be in other.strangers.items():
            self.strangers[article] = self.strangers.get(article, may_be) & may_be
        for country, profiles in other.of.items():
            self.of.setdefault(country, []).extend(profiles)


def contradict(here: Reach, there: Reach) -> bool:
    """Whether members are kept apart in one article, have other names, or belong to other countries."""
    if not here.articles.isdisjoint(there.articles) and _are_kept_apart(here, there):
        return True
    if any(not names(one, two).score for one in here.full for two in there.full):
        return True
    if (here.strangers or there.strangers) and _have_other_names(here, there):
        return True
    return any(
        one.company.isdisjoint(two.company)
        for country, mine in here.of.items()
        for other, theirs in there.of.items()
        if country != other
        for one in mine
        for two in theirs
    )


def _are_kept_apart(here: Reach, there: Reach) -> bool:
    """Whether an article of both speaks of two; not where one has no name there and may be the other."""
    shared = here.articles & there.articles
    if any((article in here.strangers) is (article in there.strangers) for article in shared):
        return True
    for article in shared:
        one, two = (here, there) if article in here.strangers else (there, here)
        named = two.told_in(article)
        if len(named) > 1 or len(one.told_in(article)) > 1 or not named <= one.strangers[article]:
            return True
    return False


def _have_other_names(here: Reach, there: Reach) -> bool:
    """Whether two named ones, one of them by a single word, have names that are no forms of one another."""
    mine, theirs = list(here.short.values()), list(there.short.values())
    pairs = [(one, two) for one in mine for two in (*theirs, *there.full)]
    pairs += [(one, two) for one in here.full for two in theirs]
    return any(one.kind is not two.kind or not names(one, two).score for one, two in pairs)
