"""Whether a demonym names one person or people one by one, and not the state: "an *American* was killed"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.authority.names import fold

if TYPE_CHECKING:
    from kg.resolve.within.entity import Page

# Demonyms that only a person has, and phrases that make one of any.
_NATIONAL = re.compile(
    r"^(?:briton|dane|finn|pole|scot|serb|spaniard|swede|turk|\w+(?:sh|ch|ots)(?:wo)?man|(?:\w+ )?\w+lander)$"
)
_ONE_OF = re.compile(r"(?:an?|another|the \d+-year-old|\d+-year-old) ", re.IGNORECASE)
# Demonyms with a plural of their own, whose singular names one of them or each: "the American", but not "the French".
_COUNTED = re.compile(r"^(?:czech|greek|\w+(?:an|[^g]i))$")
_THIS_ONE = re.compile(r"(?:the|this|that) ", re.IGNORECASE)
_EACH_OF = re.compile(r"(?:any|each|every|no|not (?:one|a single)) ", re.IGNORECASE)


def names_one(page: Page, index: int) -> bool:
    """As in "a 38-year-old *Briton*", "an *American* was killed", "the *American* was freed", "*Briton* dies"."""
    if not _is_alone(page, index):
        return False
    if _NATIONAL.search(_word(page, index)):
        return True  # whatever the parse says of its number
    one = page.acts(index) and bool(_ONE_OF.match(page.words(index)))
    return page.mentions[index].number != "plur" and (one or names_this_one(page, index))


def names_this_one(page: Page, index: int) -> bool:
    """As in "the *American* was freed": who was spoken of already."""
    head = page.mentions[index].head
    shares = page.text.startswith(" and the ", head.end)  # "the Thai and the Lao kings"
    known = _is_counted(page, index) or bool(_NATIONAL.search(_word(page, index)))
    return known and not shares and bool(_THIS_ONE.match(page.words(index)))


def names_each(page: Page, index: int) -> bool:
    """As in "no *American* was hurt": the people, one by one."""
    return _is_alone(page, index) and _is_counted(page, index) and bool(_EACH_OF.match(page.words(index)))


def _is_counted(page: Page, index: int) -> bool:
    singular = page.mentions[index].number != "plur"
    return singular and page.acts(index) and bool(_COUNTED.search(_word(page, index)))


def _is_alone(page: Page, index: int) -> bool:
    """Whether it owns nothing and has nothing behind it."""
    mention = page.mentions[index]
    return index not in page.owners and mention.span.end <= mention.head.end


def _word(page: Page, index: int) -> str:
    return fold(page.head(index)).removeprefix("the ")
