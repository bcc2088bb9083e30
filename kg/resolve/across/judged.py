"""What people judged, for things that are one by a common key: keys put together, and members taken out. Internal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Judged, Marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Judgement, Ref, Verdict


@dataclass(slots=True)
class JudgedKeys:
    """The keys of members that are not their own any more, and the judgement that put members under a key."""

    keys: dict[Ref, str] = field(default_factory=dict)
    why: dict[str, Judgement] = field(default_factory=dict)


def judge_keys(own: Mapping[Ref, str], verdicts: tuple[Verdict, ...]) -> JudgedKeys:
    """Members judged the same get one key, that of an authority where one has it; `different` wins over `same`.

    A member that is judged different from others of its key gets one that only members of the same judgements share.
    """
    judged = JudgedKeys()
    if not verdicts:
        return judged
    marks = Marks(verdicts)
    groups: dict[str, list[Ref]] = {}
    for ref, key in own.items():
        groups.setdefault(key, []).append(ref)
    for key, refs in list(groups.items()):
        for ref in sorted(marks.torn(refs)):
            apart = f"{key}:{sorted(marks.of([ref]))}"
            groups[key].remove(ref)
            groups.setdefault(apart, []).append(ref)
    key_of = {ref: key for key, refs in groups.items() for ref in refs}
    for verdict in verdicts:
        if verdict.judgement.judged is not Judged.SAME:
            continue
        first, *others = sorted({key_of[ref] for ref in verdict.one | verdict.two})
        for other in others:
            if marks.forbid(marks.of(groups[first]), marks.of(groups[other])):
                continue
            into, gone = sorted((first, other), key=lambda key: (key.startswith(("name:", "alone:")), key))
            groups[into] += groups.pop(gone)
            key_of.update(dict.fromkeys(groups[into], into))
            judged.why.pop(gone, None)
            judged.why[into] = verdict.judgement
            first = into
        judged.why.setdefault(first, verdict.judgement)
    judged.keys = {ref: key for ref, key in key_of.items() if key != own[ref]}
    return judged
