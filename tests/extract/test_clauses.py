"""Subjects that a clause or an apposition cut off, on trees built by hand as a parser misread them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.mending.hanging import reattached

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Doc

CUT_OFF = """
Lund     lund    NNP 2  nsubj PERSON
hailed   hail    VBD 0  root
a        a       DT  4  det
step     step    NN  2  obj
,        ,       ,   7  punct
and      and     CC  7  cc
Norway   norway  NNP 4  conj GPE
,        ,       ,   10 punct
which    which   WDT 10 nsubj
left     leave   VBD 7  acl:relcl
,        ,       ,   12 punct
promised promise VBD 2  advcl
aid      aid     NN  12 obj
"""
LISTED = """
Lund     lund    NNP 2  nsubj PERSON
hailed   hail    VBD 0  root
Oslo     oslo    NNP 2  obj GPE
and      and     CC  5  cc
Malmö    malmö   NNP 3  conj GPE
,        ,       ,   7  punct
promised promise VBD 2  advcl
aid      aid     NN  7  obj
"""
MISREAD_MAIN = """
A        a       DT  2 det
lawyer   lawyer  NN  6 nsubj
,        ,       ,   5 punct
whose    whose   WP$ 5 nmod:poss
motion   motion  NN  6 nsubj
failed   fail    VBD 0 root
,        ,       ,   8 punct
appealed appeal  VBD 6 conj
"""
WHO = """
The    the    DT  2 det
envoy  envoy  NN  0 root
of     of     IN  4 case
Fifa   fifa   NNP 2 nmod ORG
who    who    WP  6 nsubj
left   leave  VBD 4 acl:relcl
"""
TAIL = """
Troops     troop      NNS 2 nsubj
killed     kill       VBD 0 root
two        two        CD  4 nummod
men        man        NNS 2 obj
,          ,          ,   7 punct
state      state      NN  7 compound
television television NN  4 conj
reported   report     VBD 2 advcl
.          .          .   2 punct
"""
JOINED = """
Banks   bank   NNS 4 nsubj
and     and    CC  3 cc
brokers broker NNS 4 nsubj
sold    sell   VBD 0 root
"""
COUNT = """
Over over RB  2 advmod
400  400  CD  4 obl
have have VBP 4 aux
died die  VBN 0 root
"""
OFFICE = """
praised   praise    VBN 0 root
by        by        IN  3 case
president president NN  4 nmod:desc
Lund      lund      NNP 1 obl:agent PERSON
"""
SOURCE = """
Ten       ten       CD  2 nsubj
died      die       VBD 0 root
of        of        IN  4 case
hunger    hunger    NN  2 obl
,         ,         ,   8 punct
according accord    VBG 8 case
to        to        IN  6 fixed
nurses    nurse     NNS 4 nmod
"""


@pytest.mark.parametrize(
    ("table", "moved"),
    [
        (CUT_OFF, {"Norway": ("promised", "nsubj"), "and": ("promised", "cc"), "promised": ("hailed", "conj")}),
        (LISTED, {}),
        (
            MISREAD_MAIN,
            {"lawyer": ("appealed", "nsubj"), "failed": ("lawyer", "acl:relcl"), "appealed": ("appealed", "root")},
        ),
        (WHO, {"left": ("envoy", "acl:relcl")}),
        (WHO.replace("who ", "which ").replace(" WP ", " WDT "), {}),
        (TAIL, {"television": ("reported", "nsubj"), "reported": ("killed", "parataxis")}),
        (TAIL.replace("reported   report ", "fled flee "), {}),
        (JOINED, {"brokers": ("Banks", "conj")}),
        (COUNT, {"400": ("died", "nsubj")}),
        (OFFICE, {"by": ("Lund", "case")}),
        (SOURCE, {"nurses": ("died", "obl")}),
    ],
)
def test_clauses_get_back_what_was_cut_off(
    tree_of: Callable[[str], Doc], table: str, moved: dict[str, tuple[str, str]]
) -> None:
    doc = tree_of(table)
    changes = reattached(doc)
    assert {doc[at].text: (doc[head].text, label) for at, (head, label) in changes.items()} == moved
