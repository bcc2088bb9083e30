"""Lists of events and of people whose later members the parser hung elsewhere.

"Their demands grew to a withdrawal of the bill, *an inquiry* into violence, and *the resignation* of the mayor": what
stands between two commas is read as another name of the word before it, or as a clause, and what follows "and" as a
second of the nearest noun. So it is with "freed the mayor, *12 civilians* and a diplomat", where the numbers tell that
these are no other words for the mayor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, PLURALS, comma_before
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

PHRASES = frozenset(["obj", "obl", "nsubj", "nsubj:pass"])
BELOW = frozenset(["nmod", "appos", "compound"])


def listed_event(second: Token) -> Changes:
    """As in "a withdrawal of the bill, *an inquiry*, and *the resignation* of the mayor": three events side by side."""
    lexicon = second.doc.lexicon
    if second.dep_ not in {"appos", "parataxis"} or not _is_event(second, lexicon) or second.left_edge.i < 2:
        return {}
    if second.doc[second.left_edge.i].text != "," and second.doc[second.left_edge.i - 1].text != ",":
        return {}
    first, last = _first(second, lexicon), _last(second, lexicon)
    if first is None or last is None:
        return {}
    return {second.i: (first.i, "conj"), last.i: (first.i, "conj")}


def listed_people(second: Token) -> Changes:
    """As in "freed two journalists, *three soldiers* and a diplomat": the second of three, read as who the first are.

    Two men may be "a doctor and a nurse", and one man "a doctor and a father": these stay one. Who are counted
    otherwise than the first are others.
    """
    first = second.head
    is_title = second.tag_ == "NN" and not tree.children(second, "det", "nummod", "nmod:poss")
    if first.ent_type_ == "PERSON" or is_title:
        return {}  # "Ada Berg, *founder* and chairwoman of the firm"
    if second.base != "appos" or second.pos_ != "NOUN" or first.pos_ not in {"NOUN", "PROPN"} or first.i > second.i:
        return {}
    lasts = [item for item in (*tree.children(second, "conj"), *tree.children(first, "conj")) if item.i > second.i]
    if not lasts and second.is_a("partitive"):  # "a group of farmers *and dozens of students*"
        inner = [item for noun in tree.children(second, "nmod") for item in tree.children(noun, "conj")]
        lasts = [item for item in inner if item.is_a("partitive") or tree.children(item, "nummod", "det")]
    if not lasts or "cc" not in lasts[0].family or comma_before(second) is None or lasts[0].pos_ not in NOUNS:
        return {}
    last = lasts[0]
    many = [item for item in (second, last) if item.tag_ in PLURALS or item.is_a("partitive")]
    if first.tag_ in PLURALS:
        is_list = bool(many) and any(tree.children(item, "nummod") or item.is_a("partitive") for item in (first, *many))
    else:
        is_list = bool(many) and not first.is_a("body", "partitive", "company")
        is_list = is_list or _are_named_alike(first, second, last)
    if not is_list and last.head is not first:
        return {}
    return {second.i: (first.i, "conj"), last.i: (first.i, "conj")}


def _are_named_alike(*three: Token) -> bool:
    """As in "killed *a nurse, a teacher and a guard*": each by what he is, with the same article.

    "A man, a doctor and a father of two" is one, since anyone is a man.
    """
    articles = {item.lower_.removesuffix("n") for noun in three for item in tree.children(noun, "det")}
    each = all(len(tree.children(noun, "det")) == 1 and noun.tag_ == "NN" and noun.is_a("person") for noun in three)
    return each and len(articles) == 1 and not three[0].is_a("anyone") and len({noun.lemma_ for noun in three}) > 2


def _first(second: Token, lexicon: Lexicon) -> Token | None:
    """The event before the comma: above the noun that the second was hung from, else the last phrase of the verb."""
    head = second.head
    if head.pos_ == "VERB":
        phrases = [item for item in tree.children(head, *PHRASES) if item.i < second.i]
        return phrases[-1] if phrases and _is_event(phrases[-1], lexicon) else None
    while not _is_event(head, lexicon):
        if head.base not in BELOW or head.head.i >= head.i:
            return None
        head = head.head
    return head if head.i < second.i else None


def _last(second: Token, lexicon: Lexicon) -> Token | None:
    """The event behind "and", coordinated with the second or with a noun in its phrase."""
    for item in second.subtree:
        if item.i <= second.i or item.base != "conj" or not tree.children(item, "cc") or item.head.pos_ == "VERB":
            continue
        comma = item.left_edge.i > 0 and "," in {item.left_edge.text, item.doc[item.left_edge.i - 1].text}
        if _is_event(item, lexicon) and (comma or item.head.i == second.i):
            return item
    return None


def _is_event(noun: Token, lexicon: Lexicon) -> bool:
    return noun.pos_ == "NOUN" and not noun.ent_type_ and lexicon.is_eventive(noun.lemma_.lower())
