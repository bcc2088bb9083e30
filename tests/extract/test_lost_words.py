"""Words taken for parts of another clause, and verbs of headlines, on trees built by hand as a parser misread them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.mending.hanging import reattached
from kg.extract.mending.headline_verbs import headline_verbs
from kg.extract.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Doc

COUNTED = """
Three   three   CD  2 nsubj:pass
shot    shoot   VBN 0 root
and     and     CC  4 cc
nine    nine    CD  2 conj
hurt    hurt    VBN 2 conj
"""
DENIED = """
Chad   chad   NNP 2 nsubj GPE
moved  move   VBD 0 root
tanks  tank   NNS 2 obj
,      ,      ,   7 punct
which  which  WDT 7 obj
Niger  niger  NNP 7 nsubj GPE
denies deny   VBZ 3 acl:relcl
"""
SAID_BEHIND = """
Lund    lund    NNP 2  nsubj PERSON
said    say     VBD 0  root
after   after   IN  5  mark
rebels  rebel   NNS 5  nsubj
took    take    VBD 2  advcl
Oslo    oslo    NNP 5  obj GPE
,       ,       ,   11 punct
that    that    IN  11 mark
he      he      PRP 11 nsubj
would   would   MD  11 aux
resign  resign  VB  6  acl:relcl
"""
MAIN_BEHIND = """
The     the     DT  2 det
strike  strike  NN  0 root
,       ,       ,   6 punct
whose   whose   WP$ 5 nmod:poss
fame    fame    NN  6 nsubj
matched match   VBD 2 acl:relcl
that    that    DT  10 nsubj
,       ,       ,   10 punct
will    will    MD  10 aux
anger   anger   VB  6 ccomp
many    many    JJ  10 obj
"""
HAVE = """
Oslo    oslo    NNP 3 nsubj GPE
might   might   MD  3 aux
have    have    VB  0 root
flown   fly     VBN 5 compound
medics  medic   NNS 3 obj
"""
IN_VAIN = """
Envoys  envoy   NNS 2 nsubj
tried   try     VBD 0 root
in      in      IN  4 case
vain    vain    JJ  2 obl
to      to      TO  6 mark
end     end     VB  2 advcl
it      it      PRP 6 obj
"""
CARRIER = """
Rebels   rebel    NNS 2 nsubj
struck   strike   VBD 0 root
a        a        DT  4 det
bus      bus      NN  2 obj
carrying carry    VBG 4 acl
nuns     nun      NNS 5 obj
in       in       IN  8 case
Tyre     tyre     NNP 5 obl GPE
"""
STORM = """
Angry    angry    JJ  2 amod
farmers  farmer   NNS 4 compound
storm    storm    NN  4 compound
ministry ministry NN  0 root
"""


@pytest.mark.parametrize(
    ("table", "moved"),
    [
        (COUNTED, {"nine": ("hurt", "nsubj:pass"), "and": ("hurt", "cc")}),
        (DENIED, {"denies": ("moved", "conj"), "which": ("denies", "discourse")}),
        (DENIED.replace("denies deny ", "sold   sell "), {}),
        (SAID_BEHIND, {"resign": ("said", "ccomp"), "that": ("resign", "mark")}),
        (SAID_BEHIND.replace(",       ,       ,   11 punct", "today   today   NN  5  obl:unmarked"), {}),
        (MAIN_BEHIND, {"anger": ("anger", "root"), "strike": ("anger", "nsubj"), "that": ("matched", "obj")}),
        (
            HAVE,
            {
                "flown": ("flown", "root"),
                "have": ("flown", "aux"),
                "medics": ("flown", "obj"),
                "Oslo": ("flown", "nsubj"),
                "might": ("flown", "aux"),
            },
        ),
        (HAVE.replace("compound", "amod"), {}),
        (IN_VAIN, {"end": ("tried", "xcomp")}),
        (IN_VAIN.replace("tried   try ", "met     meet"), {}),
        (CARRIER, {"Tyre": ("struck", "obl")}),
        (CARRIER.replace("bus      bus ", "man      man "), {}),
    ],
)
def test_words_go_where_grammar_leaves_them(
    tree_of: Callable[[str], Doc], table: str, moved: dict[str, tuple[str, str]]
) -> None:
    doc = tree_of(table)
    changes = reattached(doc)
    assert {doc[at].text: (doc[head].text, label) for at, (head, label) in changes.items()} == moved


@pytest.mark.parametrize(
    ("table", "moved"),
    [
        (STORM, {"farmers": ("storm", "nsubj"), "storm": ("storm", "root"), "ministry": ("storm", "obj")}),
        (STORM.replace("farmers  farmer  ", "sports   sport   "), {}),
        (STORM.replace("storm    storm ", "castle   castle"), {}),
        (STORM.replace("Angry    angry    JJ  2 amod", "The      the      DT  2 det"), {}),
    ],
)
def test_a_plural_of_people_before_a_verb_is_its_subject(
    tree_of: Callable[[str], Doc], table: str, moved: dict[str, tuple[str, str]]
) -> None:
    doc = tree_of(table)
    changes = headline_verbs(doc.sents[0], lexicon.load())
    assert {doc[at].text: (doc[head].text, label) for at, (head, label) in changes.items()} == moved
