"""Why mentions were taken for one, in a sentence for people."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import is_judged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.query.rows import MergeRow

# An id of an actor or place: at least two words, its digest or number last. Those in brackets are meant as ids.
_ID = re.compile(r"(?<![\w[-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")


def with_names(text: str, names: Mapping[str, str] | Callable[[str], str | None]) -> str:
    """The text with names in the place of ids; words that are no id stay."""
    find = names if callable(names) else names.get
    return _ID.sub(lambda match: find(match.group()) or match.group(), text)


def readable(merge: MergeRow, find: Callable[[str], str | None]) -> MergeRow:
    """The merge with names in its reasons; `find` gives the name of an id, None when it is none."""
    return replace(merge, because=tuple(with_names(reason, find) for reason in merge.because))


def sentence_of(merge: MergeRow) -> str:
    """`4 mentions were taken for one by rule “same death” (score 0.88): both say “kill”; …`."""
    n_members = len(merge.members)
    because = f": {'; '.join(merge.because)}" if merge.because else ""
    how = f"as {merge.rule}" if is_judged(merge.rule) else f"by rule “{merge.rule}”"
    return f"{n_members} mentions were taken for one {how} (score {merge.score:.2f}){because}."
