"""Whether a name is told as a relative's: "his late father, Jo Berg", "Jo Berg, her brother". Internal."""

from __future__ import annotations

import re

_KIN = (
    r"(?:(?:grand|great-grand|step|half-|twin )?"
    r"(?:father|mother|parent|son|daughter|child|children|brother|sister|sibling)s?"
    r"|wife|wives|husband|spouse|partner|widow(?:er)?|fianc[eé]e?|uncle|aunt|cousin|nephew|niece|twin|relative)s?"
    r"(?:-in-law)?"
)
# "his late father, Jo Berg", "the couple's sons, Ian Berg and Jo Berg"; between kin and name at most another name. "The
# son of Jo Berg" is told of the son.
_KIN_BEFORE = re.compile(
    rf"(?:(?:\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur|whose)|['’]s?) (?:[\w-]+ ){{0,3}}{_KIN},? (?:named )?"
    rf"|\b{_KIN} of )"
    r"(?:(?:[A-Z][\w.'’-]*,? )+(?:\d+, )?and (?:\w+ )?)?$"
)
_KIN_BEHIND = re.compile(
    rf"(?:,? \(?\d+\)?)?, (?:(?:his|her|their) (?:[\w-]+ ){{0,2}}{_KIN}\b|(?:the )?{_KIN} of (?P<whose>[A-Z][\w'’-]*))"
)
_BACK = 90


def is_kin_before(text: str, start: int) -> bool:
    """Whether the name that begins at `start` stands behind a word for a relative."""
    return _KIN_BEFORE.search(text[max(0, start - _BACK) : start]) is not None


def is_told_as_kin(text: str, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` is a relative's, by the words before or behind it.

    "The son of Jo Berg" is told of the son; behind a name, "the son of" tells of him only where Jo Berg is known.
    """
    behind = _KIN_BEHIND.match(text, end)
    if behind is not None and (behind["whose"] is None or behind["whose"] in text[:start]):
        return True
    return is_kin_before(text, start)
