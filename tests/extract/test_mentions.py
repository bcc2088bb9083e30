"""Mentions on trees built by hand: span, head, owner, apposition; and what is mended before any rule looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.mending.mend import mend_tokens
from kg.extract.text import lexicon, tree
from kg.extract.text.tokens import read_doc
from kg.model import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc as SpacyDoc

    from kg.extract.text.tokens import Doc
    from kg.model import Extraction, Mention

SUBJECT = """
Iran Iran NNP 3 nmod:poss GPE
's 's POS 1 case
parliament parliament NN 7 nsubj
, , , 5 punct
Majlis Majlis NNP 3 appos ORG
, , , 5 punct
voted vote VBD 0 root
"""


def _mention(extraction: Extraction, words: str) -> Mention:
    return next(item for item in extraction.mentions if item.head.of(extraction.article.text) == words)


def test_an_owner_is_linked_and_not_the_thing_itself(extract_tree: Callable[..., Extraction]) -> None:
    extraction = extract_tree(SUBJECT)
    parliament = _mention(extraction, "parliament")
    assert parliament.form is Form.NOMINAL
    assert parliament.owner == extraction.mentions.index(_mention(extraction, "Iran"))
    assert parliament.is_subject


def test_a_name_beside_a_noun_is_linked_to_it(extract_tree: Callable[..., Extraction]) -> None:
    extraction = extract_tree(SUBJECT)
    linked = {item.head.of(extraction.article.text): item.apposition for item in extraction.mentions}
    assert [linked["parliament"], linked["Majlis"]].count(None) == 1


def test_who_is_for_a_country_is_not_the_countrys_own(extract_tree: Callable[..., Extraction]) -> None:
    extraction = extract_tree(
        "armed armed JJ 5 amod\nPro pro JJ 5 amod\n- - HYPH 5 punct\nRussian Russian JJ 5 amod NORP\n"
        "rebels rebel NNS 6 nsubj\nfled flee VBD 0 root"
    )
    rebels = _mention(extraction, "Pro - Russian rebels")
    assert rebels.owner is None
    assert rebels.lemma == "rebel"


def test_a_phrase_between_commas_is_no_part_of_a_name(tree_of: Callable[[str], Doc]) -> None:
    doc = tree_of(
        "Trump Trump NNP 7 nsubj PERSON\n, , , 4 punct\nin in IN 4 case\nWashington Washington NNP 1 nmod GPE\n"
        ", , , 1 punct\nalso also RB 7 advmod\nspoke speak VBD 0 root"
    )
    assert [token.text for token in tree.phrase_tokens(doc[0])] == ["Trump"]


@pytest.mark.parametrize(
    ("table", "index", "pos", "lemma"),
    [
        ("Dams dam NNS 2 nsubj\nburst burst VB 0 root", 1, "VERB", "burst"),
        ("They they PRP 2 nsubj\nneed nee VBP 0 root", 1, "VERB", "need"),
        ("He he PRP 2 nsubj\nhopes hopes VBZ 0 root", 1, "VERB", "hope"),
        ("They they PRP 2 nsubj\nplanned planne VBD 0 root", 1, "VERB", "plan"),
        ("He he PRP 2 nsubj\nis be VBZ 0 root", 1, "VERB", "be"),
    ],
)
def test_a_lemma_follows_the_form(table: str, index: int, pos: str, lemma: str, tree_of: Callable[[str], Doc]) -> None:
    token = mend_tokens(tree_of(table), lexicon.load())[index]
    assert (token.pos_, token.lemma_) == (pos, lemma)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said " go " and left', ["go"]),
        ("“ a “ b ” c ” d", ["a", "“", "b", "”", "c"]),
        ("“ open to the end", []),
    ],
)
def test_quotation_marks(text: str, inside: list[str], make_doc: Callable[..., SpacyDoc]) -> None:
    words = text.split()
    labels, tags = " ".join(["root"] + ["dep"] * (len(words) - 1)), " ".join(["NN"] * len(words))
    doc = read_doc(make_doc(text, heads=[0] * len(words), deps=labels, tags=tags))
    assert [doc[index].text for index in sorted(tree.quoted_tokens(doc))] == inside


WHO = """
A a DT 3 det
local local JJ 3 amod
baker baker NN 8 nsubj:pass
who who WP 5 nsubj
fled flee VBD 3 acl:relcl
Boston Boston NNP 5 obj GPE
was be VBD 8 aux:pass
arrested arrest VBN 0 root
, , , 11 punct
which which WDT 11 nsubj
surprised surprise VBD 8 advcl
"""


def test_a_relative_pronoun_of_persons_is_a_mention_beside_whom_it_stands_for(
    extract_tree: Callable[..., Extraction],
) -> None:
    extraction = extract_tree(WHO)
    who = _mention(extraction, "who")
    assert who.form is Form.PRONOUN
    assert who.apposition is not None
    assert extraction.mentions[who.apposition].lemma == "baker"
    assert all(item.head.of(extraction.article.text) != "which" for item in extraction.mentions)


ASKED = """
Who who WP 2 nsubj
fled flee VBD 0 root
? ? . 2 punct
"""


def test_who_in_a_question_stands_for_nobody(extract_tree: Callable[..., Extraction]) -> None:
    assert not extract_tree(ASKED).mentions


HIRED = """
The the DT 2 det
Tigers Tigers NNPS 3 nsubj ORG
hired hire VBD 0 root
Cole Cole NNP 3 obj PERSON
as as IN 6 case
coach coach NN 3 obl
. . . 3 punct
"""

WORKS = """
Cole Cole NNP 2 nsubj PERSON
works work VBZ 0 root
as as IN 5 case
a a DT 5 det
coach coach NN 2 obl
"""

USED = """
They they PRP 2 nsubj
used use VBD 0 root
Cole Cole NNP 2 obj PERSON
as as IN 6 case
a a DT 6 det
coach coach NN 2 obl
"""


WAS_HIRED = """
Cole Cole NNP 3 nsubj:pass PERSON
was be VBD 3 aux:pass
announced announce VBN 0 root
as as IN 6 case
the the DT 6 det
coach coach NN 3 obl
"""

SET = """
Cole Cole NNP 2 nsubj PERSON
set set VBD 0 root
as as IN 4 case
coach coach NN 2 obl
"""

SHE_WORKS = """
Cole Cole NNP 2 nsubj PERSON
left leave VBD 0 root
and and CC 6 cc
she she PRP 6 nsubj
also also RB 6 advmod
works work VBZ 2 conj
as as IN 9 case
a a DT 9 det
coach coach NN 6 obl
"""

NOT_HIRED = """
Cole Cole NNP 4 nsubj:pass PERSON
was be VBD 4 aux:pass
not not RB 4 advmod
named name VBN 0 root
as as IN 6 case
coach coach NN 4 obl
"""

WILL_BE = """
Cole Cole NNP 5 nsubj PERSON
will will MD 5 aux
be be VB 5 cop
the the DT 5 det
coach coach NN 0 root
of of IN 8 case
the the DT 8 det
Tigers Tigers NNPS 5 nmod ORG
"""

MAY_BE = WILL_BE.replace("will will", "may may")

IS_COACH = """
Cole Cole NNP 3 nsubj PERSON
is be VBZ 3 cop
coach coach NN 0 root
of of IN 6 case
the the DT 6 det
Tigers Tigers NNPS 3 nmod ORG
"""

IS_A_COACH = """
Cole Cole NNP 4 nsubj PERSON
is be VBZ 4 cop
a a DT 4 det
coach coach NN 0 root
"""


@pytest.mark.parametrize(
    ("tree_text", "name"),
    [
        (HIRED, "Cole"),
        (WORKS, "Cole"),
        (USED, None),
        (WAS_HIRED, "Cole"),
        (SET, "Cole"),
        (SHE_WORKS, "she"),
        (NOT_HIRED, None),
        (WILL_BE, "Cole"),
        (MAY_BE, None),
        (IS_COACH, "Cole"),
        (IS_A_COACH, None),
    ],
)
def test_who_is_hired_as_coach_is_the_coach(
    extract_tree: Callable[..., Extraction], tree_text: str, name: str | None
) -> None:
    extraction = extract_tree(tree_text)
    found = [
        extraction.mentions[item.apposition].head.of(extraction.article.text)
        for item in extraction.mentions
        if item.lemma == "coach" and item.apposition is not None
    ]
    assert found == ([name] if name else [])


def test_what_somebody_is_begins_behind_the_verb(extract_tree: Callable[..., Extraction]) -> None:
    extraction = extract_tree(WILL_BE)
    assert _mention(extraction, "coach").span.of(extraction.article.text) == "the coach of the Tigers"


COPES = """
Workers worker NNS 5 nsubj
at at IN 4 case
the the DT 4 det
dam dam NN 1 nmod
slept sleep VBD 0 root
"""


def test_who_does_what_is_no_event_is_a_mention_all_the_same(extract_tree: Callable[..., Extraction]) -> None:
    extraction = extract_tree(COPES)
    assert [item.lemma for item in extraction.mentions] == ["worker"]
