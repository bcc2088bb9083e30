"""Judgements of a store: added, taken back, listed; the graph is merged with them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.build import remerge
from kg.curate.identify import identify
from kg.errors import StoreError, UnknownError
from kg.model import Judged, Judgement, is_judged
from kg.store import WriteStore
from kg.store.folder import read_lines_of
from kg.store.home import home_of
from kg.store.judgements import check_consistent, read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from kg.curate.identify import Node
    from kg.model import Event, MergedGraph


def judge(
    one: str,
    two: str,
    judged: Judged,
    *,
    store: Path | str,
    kind: str | None = None,
    by: str = "user",
    note: str = "",
) -> Judgement:
    """Notes that two things are the same, different or unsure, and merges the graph again; replaces an older judgement.

    Of two events also that the first is part of the second, or no part.

    Args:
        one: what `kg.curate.identify` takes.
        two: likewise.
        judged: the decision.
        store: folder or address.
        kind: actor, place or event, where a name may be of several.
        by: whose decision it is.
        note: why.

    Raises:
        UnknownError: a side means nothing, several things, or things of two kinds.
        StoreError: it contradicts other judgements, or the store cannot be written; nothing is noted then.
    """
    with WriteStore.open(store) as target:
        graph = target.merged()
        left = identify(one, graph, target.article, kind=kind)
        right = identify(two, graph, target.article, kind=kind or left.kind)
        if left.anchor == right.anchor:
            raise UnknownError(f"{one!r} and {two!r} mean the same words; name two different ones, or two mentions")
        if judged in (Judged.PART, Judged.NO_PART) and left.kind != "event":
            raise UnknownError(f"{one!r} and {two!r} are of kind {left.kind}; only an event is part of another one")
        judgement = Judgement(
            kind=left.kind,
            judged=judged,
            one=left.anchor,
            two=right.anchor,
            by=" ".join(by.split()) or "user",
            note=" ".join(note.split()),
        )
        if judged is Judged.PART and (chain := _chain(right.node, left.node, graph)):
            told = " and ".join(f"“{part.label}” is part of “{whole.label}”" for part, whole in chain)
            raise StoreError(
                f"{one!r} cannot be part of {two!r}, as people judged that {told}; take that back first with "
                "`kg judge --undo`"
            )
        others = [other for other in target.judgements() if other.pair != judgement.pair]
        check_consistent([*others, judgement])
        target.write_judgements([*others, judgement])
        remerge(target)
    return judgement


def _chain(start: Node, end: Node, graph: MergedGraph) -> list[tuple[Event, Event]]:
    """The judged links, part and whole, that lead from one event to another; none where a link is wanting."""
    events = {event.id: event for event in graph.events}
    found: list[tuple[Event, Event]] = []
    here = events.get(start.id)
    while here is not None and here.id != end.id:
        link = here.part_of
        if link is None or not is_judged(link.rule):
            return []
        found.append((here, events[link.whole]))
        here = events[link.whole]
    return found


def undo(one: str, two: str, *, store: Path | str, kind: str | None = None) -> Judgement:
    """Takes the judgement about two things back and merges the graph again; UnknownError when there is none.

    Each side is given as for `judge`, or by the words that `kg judge --list` shows.
    """
    with WriteStore.open(store) as target:
        known = target.judgements()
        graph = target.merged()
        sides = []
        for text in (one, two):
            meant = {text}
            try:
                anchor = identify(text, graph, target.article, kind=kind).anchor
            except UnknownError:
                pass  # the article may be gone: the words of the judgement itself remain
            else:
                meant |= {str(anchor)}
            sides.append(meant)
        for judgement in known:
            names = [{side.name, str(side)} for side in (judgement.one, judgement.two)]
            if (names[0] & sides[0] and names[1] & sides[1]) or (names[0] & sides[1] and names[1] & sides[0]):
                target.write_judgements([other for other in known if other is not judgement])
                remerge(target)
                return judgement
    raise UnknownError(f"nobody judged {one!r} and {two!r}; see `kg judge --list`")


def judgements_of(store: Path | str) -> tuple[Judgement, ...]:
    """The judgements of a store, sorted."""
    home = home_of(store)
    return read_lines(home.judgements(), where=f"of {home.name!r}")


def take_judgements(file: Path) -> tuple[Judgement, ...]:
    """The judgements of a file; StoreError when there is none, a line is wrong, or they contradict each other."""
    if not file.exists():
        raise UnknownError(f"there is no file {str(file)!r} with judgements; give one, or leave --judgements out")
    return read_lines(read_lines_of(file), where=f"in {str(file)!r}")
