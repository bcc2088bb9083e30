"""What each mention of some events says of place, time, number, parties, type and reality: the ground of disagreements.

In: IRIs of events. Out: claims, each a value with the mention and article that state it. Fetched node by node, many
events at a time, as in `kg.query.facts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocab
from kg.query.disagreement_filters import PROPERTIES
from kg.query.facts import ROLES, Node, nodes_of
from kg.query.quantities import Quantity, quantity_of
from kg.store.iris import kind_and_id
from kg.vocab import EV, SEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.query.catalog import Catalog

_TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE", "TRANSACT"})
"""Types whose parties do it together: who is agent and who is patient is the reporter's choice."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a mention gives for a property.

    Attributes:
        value: what equal claims share: an id of a place or actor, a time, a number with its thing, a type.
        label: the value in words.
        days: first and last possible day of a time; None where open.
        quantity: of a number.
        tense: of the mention.
        role: of a number, that of its phrase.
        lemma: of a type, that of the word it was read from.
    """

    property: str
    value: str
    label: str
    mention: str
    article: str
    days: tuple[str | None, str | None] = (None, None)
    quantity: Quantity | None = None
    tense: str = ""
    role: str = ""
    lemma: str = ""


def read_claims(catalog: Catalog, members: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, list[Claim]]]:
    """Claims of each event, by its IRI; `members` has the IRIs of its mentions."""
    mentions = sorted({mention for iris in members.values() for mention in iris})
    reader = _Reader(catalog, mentions)
    for event, iris in members.items():
        yield event, [claim for mention in sorted(iris) for claim in reader.claims(mention)]


class _Reader:
    def __init__(self, catalog: Catalog, mentions: Sequence[str]) -> None:
        self._catalog = catalog
        self._mentions = nodes_of(catalog, "all_of_locals", mentions)
        times = {iri for node in self._mentions.values() for _, iri in node.all(EV.time)}
        self._times = nodes_of(catalog, "all_of_locals", sorted(times))
        places = {iri for node in self._mentions.values() for _, iri in node.all(EV.place)}
        self._places = nodes_of(catalog, "places_of_locals", sorted(places))
        fillers = nodes_of(catalog, "all_of_participations", mentions)
        actors = {iri for node in fillers.values() for _, iri in node.all(EV.refersTo)}
        self._actors = nodes_of(catalog, "actors_of_locals", sorted(actors))
        self._fillers: dict[str, list[Node]] = {}
        for iri in sorted(fillers):
            self._fillers.setdefault(fillers[iri].one(EV.inMention), []).append(fillers[iri])

    def claims(self, mention: str) -> Iterator[Claim]:
        node = self._mentions[mention]
        article = kind_and_id(node.one(EV.inArticle))[1]
        event_type = node.one(EV.type).removeprefix(vocab.TYPES)
        tense, polarity = node.one(EV.tense), node.one(EV.polarity)
        yield Claim("type", event_type, event_type, mention, article, lemma=node.one(EV.lemma))
        said = "it happened" if polarity == "POS" else "it did not happen"
        if tense == "FUTURE":
            said = "it will happen" if polarity == "POS" else "it will not happen"
        yield Claim("polarity", polarity, said, mention, article, tense=tense)
        if polarity == "NEG":
            return  # what did not happen has no place, day or toll to differ on
        yield from self._circumstances(node, mention, article)
        for filler in self._fillers.get(mention, ()):
            yield from self._party(filler, mention, article, is_together=event_type in _TOGETHER)

    def _circumstances(self, node: Node, mention: str, article: str) -> Iterator[Claim]:
        place = self._canonical(self._places, node.maybe(EV.place))
        if place is not None and place in self._catalog.places():
            yield Claim("place", place, self._catalog.places()[place].name, mention, article)
        time = self._times.get(node.maybe(EV.time) or "")
        if time is not None:
            first, last = time.maybe(SEM.hasEarliestBeginTimeStamp), time.maybe(SEM.hasLatestEndTimeStamp)
            if first or last:
                value = (first if first == last else None) or f"{first or '..'}/{last or '..'}"
                yield Claim("time", value, value, mention, article, days=(first, last))

    def _party(self, filler: Node, mention: str, article: str, *, is_together: bool) -> Iterator[Claim]:
        role = filler.one(EV.role)
        quote = " ".join(filler.one(EV.quote).split())
        quantity = quantity_of(quote)
        if quantity is not None:
            value = f"{_bound(quantity.low)}..{_bound(quantity.high)} {quantity.thing}"
            yield Claim("number", value, quote, mention, article, quantity=quantity, role=role)
        actor = self._canonical(self._actors, filler.maybe(EV.refersTo))
        if actor is None or actor not in self._catalog.actors() or role not in ROLES:
            return
        if is_together and role in ("agent", "patient", "recipient", "participant"):
            role = "agent"
        if role in PROPERTIES:
            yield Claim(role, actor, self._catalog.actors()[actor].name, mention, article)

    @staticmethod
    def _canonical(found: Mapping[str, Node], local: str | None) -> str | None:
        node = found.get(local or "")
        iri = None if node is None else node.maybe(EV.denotedBy)
        return None if iri is None else kind_and_id(iri)[1]


def _bound(number: float) -> str:
    return "" if number == float("inf") else str(int(number))
