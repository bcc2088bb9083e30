"""What grammar gives away of a misread tree, on trees built by hand as a parser misread them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.mending.mend import mend_tokens, mend_tree
from kg.extract.text import lexicon, tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Doc
    from kg.model import Extraction

RELINQUISHED = """
The          the        DT  2 det
British      british    NNP 3 nsubj NORP
relinquished relinquish VBD 4 amod
control      control    NN  0 root
of           of         IN  6 case
Malta        malta      NNP 4 nmod GPE
.            .          .   4 punct
"""
REPORTED = """
Tass     tass   NNP 2 nsubj ORG
reported report VBD 0 root
Leonov   leonov NNP 2 obj PERSON
had      have   VBD 5 aux
died     die    VBN 2 ccomp
.        .      .   2 punct
"""
SAID = """
Trump  trump  NNP 2 nsubj PERSON
said   say    VBD 0 root
Leonov leonov NNP 2 nsubj PERSON
was    be     VBD 5 aux:pass
killed kill   VBN 2 ccomp
.      .      .   2 punct
"""
BURNED = """
Crowds   crowd  NNS 2 nsubj
chanted  chant  VBD 0 root
slogans  slogan NNS 2 obj
and      and    CC  5 cc
burned   burn   VBD 2 conj
flags    flag   NNS 2 obj
.        .      .   2 punct
"""


def mended(doc: Doc) -> Doc:
    return mend_tree(doc, lexicon.load())


def roles(extraction: Extraction, word: str) -> dict[str, list[str]]:
    """Role → phrases of the event at a word."""
    text = extraction.article.text
    event = next(item for item in extraction.events if item.trigger.of(text) == word)
    found: dict[str, list[str]] = {}
    for role in event.roles:
        found.setdefault(role.role.value, []).append(role.span.of(text))
    return found


def test_a_verb_before_its_object_takes_the_objects_place(tree_of: Callable[[str], Doc]) -> None:
    doc = mended(tree_of(RELINQUISHED))
    assert doc[2].dep_.lower() == "root"
    assert doc[2].head.i == 2
    assert (doc[3].head.text, doc[3].dep_) == ("relinquished", "obj")
    assert (doc[1].head.text, doc[1].dep_) == ("relinquished", "nsubj")
    assert [item.text for item in tree.children(doc[2], "obj")] == ["control"]


def test_an_adjectival_participle_stays_where_it_is(tree_of: Callable[[str], Doc]) -> None:
    doc = tree_of("""
        The     the    DT  3 det
        ousted  oust   VBN 3 amod
        leader  leader NN  4 nsubj
        fled    flee   VBD 0 root
    """)
    assert [token.head.i for token in mended(doc)] == [2, 2, 3, 3]


def test_who_was_read_as_the_object_of_a_saying_is_the_subject_of_what_is_said(
    extract_tree: Callable[..., Extraction],
) -> None:
    assert roles(extract_tree(REPORTED), "died") == {"patient": ["Leonov"]}
    assert roles(extract_tree(REPORTED), "reported") == {"agent": ["Tass"]}


def test_a_second_subject_of_a_saying_is_the_subject_of_what_is_said(extract_tree: Callable[..., Extraction]) -> None:
    assert roles(extract_tree(SAID), "said") == {"agent": ["Trump"]}
    assert roles(extract_tree(SAID), "killed") == {"patient": ["Leonov"]}


def test_an_object_behind_the_second_verb_is_the_second_verbs(extract_tree: Callable[..., Extraction]) -> None:
    assert roles(extract_tree(BURNED), "burned")["patient"] == ["flags"]
    assert "flags" not in roles(extract_tree(BURNED), "chanted").get("patient", [])


def test_children_are_those_of_the_mended_tree(tree_of: Callable[[str], Doc]) -> None:
    doc = tree_of(RELINQUISHED)
    assert [item.text for item in tree.children(doc[3], "amod")] == ["relinquished"]
    mended(doc)
    assert not tree.children(doc[3], "amod")


def test_tags_and_text_are_not_touched(tree_of: Callable[[str], Doc]) -> None:
    for table in (RELINQUISHED, REPORTED, SAID, BURNED):
        before, after = tree_of(table), mend_tokens(mended(tree_of(table)), lexicon.load())
        assert after.text == before.text
        assert [token.tag_ for token in after] == [token.tag_ for token in before]
        assert [ent.label_ for ent in after.ents] == [ent.label_ for ent in before.ents]


@pytest.mark.parametrize(
    ("word", "lemma", "tag", "right"),
    [
        ("raped", "rap", "VBN", "rape"),
        ("raping", "rap", "VBG", "rape"),
        ("rapped", "rap", "VBD", "rap"),
        ("rated", "rate", "VBD", "rate"),
        ("banned", "ban", "VBN", "ban"),
        ("fixed", "fix", "VBD", "fix"),
    ],
)
def test_a_lemma_is_one_that_spells_the_form_so(
    tree_of: Callable[[str], Doc], word: str, lemma: str, tag: str, right: str
) -> None:
    doc = tree_of(f"{word} {lemma} {tag} 0 root")
    assert mend_tokens(doc, lexicon.load())[0].lemma_ == right


def test_the_subject_behind_a_participles_comma_is_no_object_of_it(extract_tree: Callable[..., Extraction]) -> None:
    found = extract_tree("""
        Speaking speak VBG 7 advcl
        to       to    IN  3 case
        us       we    PRP 1 obl
        ,        ,     ,   1 punct
        the      the   DT  6 det
        mayor    mayor NN  1 obj
        said     say   VBD 0 root
        no       no    UH  7 discourse
    """)
    assert roles(found, "said") == {"agent": ["the mayor"]}


def test_a_short_form_in_capitals_is_its_own_lemma(tree_of: Callable[[str], Doc]) -> None:
    sentence = "they they PRP 1 nsubj\nhad have VBD 1 root\nAIDS aid NNS 1 obj"
    assert mend_tokens(tree_of(sentence), lexicon.load())[2].lemma_ == "AIDS"
    shouted = "THEY they PRP 1 nsubj\nSENT send VBD 1 root\nRAIDS raid NNS 1 obj"
    assert mend_tokens(tree_of(shouted), lexicon.load())[2].lemma_ == "raid"
