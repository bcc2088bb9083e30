"""Person or organisation, by all articles together: one wrong label must not make two actors of one name. Internal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.authority.names import sound_key
from kg.model import ActorKind, Form, Ref
from kg.resolve.words.nouns import noun_of
from kg.resolve.words.variants import words_of
from kg.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.model import ArticleRecord, LocalActor

_EITHER = (ActorKind.PERSON, ActorKind.ORGANIZATION)
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_IMPERSONAL = frozenset({"it", "its", "itself"})
_BUCKETS = 64


Camp = dict[Ref, tuple[ActorKind, bool]]
"""Local actors of one name: kind, and whether the article says by more than the name of which kind it is."""


def settle_kinds(
    records: Sequence[ArticleRecord], first: Iterable[ArticleRecord] | None = None
) -> Mapping[Ref, ActorKind]:
    """The kind of each local actor whose own is outvoted by its namesakes, where nothing in its article supports it.

    `first`: gives the same records, for the time that all are gone through; then some are read once more.
    """
    # Most camps are of one kind. Which ones is told by hashes of their names, with kind and place of the article.
    told = Rows(2)
    for place, record in enumerate(records if first is None else first):
        for key, camp in camps_of(record).items():
            code = hash(key)
            for kind in {kind for kind, _ in camp.values()}:
                told.add(code % _BUCKETS, code, place << 1 | _EITHER.index(kind))
    mixed: set[int] = set()
    places: set[int] = set()
    for rows in told:
        here = _of_both_kinds(rows)
        mixed.update(here[:, 0].tolist())
        places.update((here[:, 1] >> 1).tolist())
    camps: dict[str, Camp] = {}
    for place in sorted(places):
        for key, camp in camps_of(records[place]).items():
            if hash(key) in mixed:
                camps.setdefault(key, {}).update(camp)
    return {ref: kind for camp in camps.values() for ref, kind in settle(camp).items()}


def _of_both_kinds(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows whose hash others of the other kind have too."""
    kinds = rows[:, 1] & 1
    both = np.intersect1d(rows[kinds == 0, 0], rows[kinds == 1, 0])
    return rows[np.isin(rows[:, 0], both)]


def camps_of(record: ArticleRecord) -> dict[str, Camp]:
    """The article's part of every camp, by the sound of the name."""
    camps: dict[str, Camp] = {}
    for actor in record.actors:
        if actor.kind not in _EITHER or actor.authority is not None or len(words_of(actor.name)) < 2:
            continue
        if any(mention.form is Form.NAME for mention in actor.mentions):
            key = sound_key(" ".join(words_of(actor.name)))
            camps.setdefault(key, {})[Ref(record.article.id, actor.id)] = (actor.kind, is_sure(actor))
    return camps


def settle(camp: Camp) -> dict[Ref, ActorKind]:
    """The kinds of one camp that are not the local actors' own."""
    if len({kind for kind, _ in camp.values()}) < 2:
        return {}
    votes = dict.fromkeys(_EITHER, 0.0)
    for kind, sure in camp.values():
        votes[kind] += 3.0 if sure else 1.0
    best = max(_EITHER, key=lambda kind: votes[kind])
    return {ref: best for ref, (kind, sure) in camp.items() if kind is not best and not sure}


def is_sure(actor: LocalActor) -> bool:
    """Whether its article says by title, pronoun or description of which kind it is."""
    if actor.kind is ActorKind.PERSON and actor.titles:
        return True
    pronouns = _PERSONAL if actor.kind is ActorKind.PERSON else _IMPERSONAL
    for mention in actor.mentions:
        if mention.form is Form.PRONOUN and mention.text.lower() in pronouns:
            return True
        if mention.form is Form.NOMINAL:
            noun = noun_of(mention.text.split()[-1].lower(), plural=False)
            if noun is not None and noun.sort == actor.kind.value:
                return True
    return False
