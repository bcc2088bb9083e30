"""Phrases and clauses put under the word they belong to, on trees built by hand as a parser misread them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.mending.hanging import reattached

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Doc

FLEET = """
A      a      DT  2 det
fleet  fleet  NN  0 root
in     in     IN  4 case
Malta  malta  NNP 2 nmod GPE
which  which  WDT 7 nsubj:pass
was    be     VBD 7 aux:pass
joined join   VBN 4 acl:relcl
"""
SET_OFF = """
A      a      DT  2 det
fleet  fleet  NN  0 root
in     in     IN  4 case
Malta  malta  NNP 2 nmod GPE
,      ,      ,   8 punct
which  which  WDT 8 nsubj:pass
was    be     VBD 8 aux:pass
joined join   VBN 4 acl:relcl
"""
TALKS = """
Talks  talk   NNS 0 root
in     in     IN  3 case
Cairo  cairo  NNP 1 nmod GPE
and    and    CC  6 cc
with   with   IN  6 case
rebels rebel  NNS 3 conj
"""
LIST = """
Nurses  nurse   NNS 7 nsubj
,       ,       ,   3 punct
police  police  NNS 7 nsubj
and     and     CC  5 cc
drivers driver  NNS 3 conj
were    be      VBD 7 aux
hurt    hurt    VBN 0 root
"""
REPORT = """
Tass     tass    NNP 2 nsubj ORG
reported report  VBD 5 ccomp
a        a       DT  4 det
source   source  NN  2 obj
said     say     VBD 0 root
"""
HOLDER = """
The   the   DT  2 det
head  head  NN  7 nsubj
of    of    IN  4 case
Fifa  fifa  NNP 2 nmod ORG
,     ,     ,   6 punct
Lund  lund  NNP 4 appos PERSON
left  leave VBD 0 root
"""
GERUND = """
that    that VBG 4 cc
killing kill VBG 4 cc
Lund    lund NNP 4 nsubj PERSON
adds    add  VBZ 0 root
"""
MINUTES = """
Minutes   minute    NNS 5 nsubj
before    before    IN  4 case
the       the       DT  4 det
committee committee NN  1 nmod
voted     vote      VBD 0 root
"""
CHARGE = """
A       a       DT  2 det
charge  charge  NN  0 root
of      of      IN  4 case
murder  murder  NN  2 nmod
against against IN  6 case
Lund    lund    NNP 4 nmod PERSON
"""


@pytest.mark.parametrize(
    ("table", "moved"),
    [
        (FLEET, {"joined": ("fleet", "acl:relcl")}),
        (SET_OFF, {}),
        (TALKS, {"rebels": ("Talks", "nmod")}),
        (LIST, {"police": ("Nurses", "conj")}),
        (REPORT, {"reported": ("reported", "root"), "said": ("reported", "ccomp"), "source": ("said", "nsubj")}),
        (HOLDER, {"Lund": ("head", "appos")}),
        (MINUTES, {"Minutes": ("voted", "obl:unmarked"), "committee": ("voted", "nsubj"), "before": ("voted", "mark")}),
        (CHARGE, {"Lund": ("charge", "nmod")}),
        (GERUND, {"killing": ("adds", "csubj"), "Lund": ("killing", "obj")}),
    ],
)
def test_words_go_where_grammar_allows_them(
    tree_of: Callable[[str], Doc], table: str, moved: dict[str, tuple[str, str]]
) -> None:
    doc = tree_of(table)
    changes = reattached(doc)
    assert {doc[at].text: (doc[head].text, label) for at, (head, label) in changes.items()} == moved
