"""What an event is a part of, and its own parts: looked up in the graph for one event at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import is_judged
from kg.query.rows import LinkRow
from kg.store.iris import kind_and_id
from kg.vocab import EV, RDFS, SEM

if TYPE_CHECKING:
    from kg.query.catalog import Catalog
    from kg.store import ReadStore

MOST_PARTS = 100
"""Parts of an event that are shown; a query for `sem:subEventOf` gives all."""


def links_of(catalog: Catalog, event: str) -> tuple[LinkRow | None, tuple[LinkRow, ...]]:
    """What an event (an IRI) is a part of, and its parts, as `whole_of` and `parts_of` give them."""
    if event not in catalog.linked():
        return None, ()
    return whole_of(catalog.store, event), parts_of(catalog.store, event)


def whole_of(store: ReadStore, event: str) -> LinkRow | None:
    """The larger event that the event (an IRI) is a part of, and why; None where it is of none."""
    wholes = store.values_of(event, SEM.subEventOf)
    return _link(store, event, wholes[0]) if wholes else None


def parts_of(store: ReadStore, event: str) -> tuple[LinkRow, ...]:
    """The events that are a part of it (an IRI), and why each is; sorted by IRI, the first `MOST_PARTS`."""
    parts = sorted(store.subjects_of(SEM.subEventOf, event))[:MOST_PARTS]
    return tuple(_link(store, part, part) for part in parts)


def reason_of(because: str, rule: str, score: float) -> str:
    """Why one is part of another: `article a1 says “died in the raid” (rule “told as in it”, score 0.90)`."""
    how = rule if is_judged(rule) else f"rule “{rule}”"
    return f"{because} ({how}, score {score:.2f})"


def _link(store: ReadStore, part: str, shown: str) -> LinkRow:
    """The link of a part, with the one of its two events that is to be shown."""
    reason = f"{part}#whole"
    (label,), (rule,), (score,), (because,) = (
        store.values_of(node, term)
        for node, term in ((shown, RDFS.label), (reason, EV.rule), (reason, EV.score), (reason, RDFS.comment))
    )
    return LinkRow(id=kind_and_id(shown)[1], iri=shown, label=label, rule=rule, score=float(score), because=because)
