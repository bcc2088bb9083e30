"""Judgements as lines of JSON, which people edit and keep in git, and which a store keeps beside its graph.

    {"judged": "same", "kind": "actor", "one": {"name": "Qasem Soleimani"}, "two": {"name": "Ghasem Suleimani"}}
    {"judged": "different", "kind": "event", "one": {"name": "blast", "article": "a1", "start": 9, "end": 14}, "two": …}

`by` and `note` may follow. Empty lines and lines that begin with `#` are passed over. The order has no influence.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.model import JUDGED_KINDS, Anchor, Judged, Judgement

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS = frozenset({"judged", "kind", "one", "two", "by", "note"})
_ANCHOR_KEYS = frozenset({"name", "article", "start", "end"})


def read_lines(lines: Iterable[str], *, where: str) -> tuple[Judgement, ...]:
    """The judgements of the lines, sorted, each once.

    StoreError naming `where` and the line for one that is none, and for judgements that contradict each other.
    """
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            found.append(_judgement(json.loads(line)))
        except ValueError as exc:
            raise StoreError(f"line {number} of the judgements {where} is none: {exc}; mend or remove it") from exc
    judgements = ordered(found)
    check_consistent(judgements)
    return judgements


def to_line(judgement: Judgement) -> str:
    """One line of JSON."""
    shown: dict[str, object] = {
        "judged": judgement.judged.value,
        "kind": judgement.kind,
        "one": _anchor_to_json(judgement.one),
        "two": _anchor_to_json(judgement.two),
        "by": judgement.by,
    }
    if judgement.note:
        shown["note"] = judgement.note
    return json.dumps(shown, ensure_ascii=False)


def ordered(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Sorted, equal ones once: the same set gives the same tuple."""
    return tuple(sorted(set(judgements), key=to_line))


def digest_of(judgements: Iterable[Judgement]) -> str:
    """What tells one set of judgements from another; empty for none that says same or different."""
    lines = [to_line(judgement) for judgement in ordered(judgements) if judgement.judged is not Judged.UNSURE]
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest() if lines else ""


def check_consistent(judgements: Iterable[Judgement]) -> None:
    """StoreError when things are judged different that others judge the same, directly or in steps."""
    judgements = ordered(judgements)
    root: dict[tuple[str, Anchor], tuple[str, Anchor]] = {}

    def find(side: tuple[str, Anchor]) -> tuple[str, Anchor]:
        while root.setdefault(side, side) != side:
            side = root[side]
        return side

    for one in judgements:
        if one.judged is Judged.SAME:
            root[find((one.kind, one.one))] = find((one.kind, one.two))
    for one in judgements:
        if one.judged is Judged.DIFFERENT and find((one.kind, one.one)) == find((one.kind, one.two)):
            same = _chain(judgements, one)
            raise StoreError(
                f"the judgements contradict each other: {one.one} and {one.two} are different says {one.by}, but "
                f"{same}; remove one with `kg judge --undo`"
            )


def _chain(judgements: tuple[Judgement, ...], wrong: Judgement) -> str:
    """The judgements that make the two sides of one the same, in words."""
    if wrong.one == wrong.two:
        return "both are the same name or words"
    steps: dict[Anchor, tuple[Anchor, Judgement]] = {}
    frontier = [wrong.one]
    while frontier and wrong.two not in steps:
        reached = []
        for side in frontier:
            for one in judgements:
                if one.judged is not Judged.SAME or one.kind != wrong.kind or side not in (one.one, one.two):
                    continue
                other = one.two if side == one.one else one.one
                if other not in steps and other != wrong.one:
                    steps[other] = (side, one)
                    reached.append(other)
        frontier = reached
    told: list[str] = []
    side = wrong.two
    while side != wrong.one:
        before, one = steps[side]
        told.append(f"{before} is the same as {side} ({one.by})")
        side = before
    return " and ".join(reversed(told))


def _judgement(shown: Any) -> Judgement:
    if not isinstance(shown, dict) or not {"judged", "kind", "one", "two"} <= shown.keys():
        raise ValueError("it needs `judged`, `kind`, `one` and `two`")
    if unknown := sorted(shown.keys() - _KEYS):
        raise ValueError(f"there is no key {unknown[0]!r}")
    if shown["kind"] not in JUDGED_KINDS:
        raise ValueError(f"kind is {shown['kind']!r}, not one of {', '.join(JUDGED_KINDS)}")
    if shown["judged"] not in [judged.value for judged in Judged]:
        raise ValueError(f"judged is {shown['judged']!r}, not one of {', '.join(Judged)}")
    one, two = _anchor(shown["one"]), _anchor(shown["two"])
    if shown["kind"] == "event" and not (one.article and two.article):
        raise ValueError("an event is named by `article`, `start` and `end` of its trigger")
    if shown["kind"] != "event" and shown["judged"] in (Judged.PART, Judged.NO_PART):
        raise ValueError(f"{shown['judged']!r} is said of two events, not of two {shown['kind']}s")
    return Judgement(
        kind=shown["kind"],
        judged=Judged(shown["judged"]),
        one=one,
        two=two,
        by=_text(shown, "by") or "user",
        note=_text(shown, "note"),
    )


def _anchor(shown: Any) -> Anchor:
    if not isinstance(shown, dict) or shown.keys() - _ANCHOR_KEYS or not _text(shown, "name"):
        raise ValueError("each side is `name` alone, or `name` with `article`, `start` and `end`")
    article, start, end = _text(shown, "article"), shown.get("start", 0), shown.get("end", 0)
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end) or (bool(article) != (end > 0)):
        raise ValueError("`article`, `start` and `end` go together; they say where the words stand in the article")
    return Anchor(name=_text(shown, "name"), article=article, start=start, end=end)


def _text(shown: dict[str, Any], key: str) -> str:
    value = shown.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key} is {value!r} and no text")  # noqa: TRY004 -- of the file, not of a caller
    return " ".join(value.split())


def _anchor_to_json(anchor: Anchor) -> dict[str, object]:
    if not anchor.article:
        return {"name": anchor.name}
    return {"name": anchor.name, "article": anchor.article, "start": anchor.start, "end": anchor.end}
