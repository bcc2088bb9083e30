"""Which mending rules are asked of which words, and that a record tells which of them it owes its tree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract import extract
from kg.extract.mending.hanging import objects_mended, reattached
from kg.extract.mending.plans import plans_for
from kg.extract.mending.rule import NUMBER, Kind, Rule, Signs, rule
from kg.extract.mending.table import TABLES
from kg.extract.text import lexicon
from kg.model import Article
from kg.model.trace import steps, trigger_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc as SpacyDoc

    from kg.extract.text.tokens import Changes, Doc, Token

VERB = Kind("advcl:relcl", "VBG", "VERB")
ARTICLE = Kind("det", "DT", "DET")
PLAIN = Signs("", "", "", "", "", frozenset(), subject=False, second=False)


def nothing(token: Token) -> Changes:
    """A rule that finds nothing."""
    return {token.i: (token.i, "root")} if token.text == "" else {}


@pytest.mark.parametrize(
    ("asked", "kind", "fits"),
    [
        (rule(nothing), VERB, True),
        (rule(nothing), ARTICLE, False),  # half of all words are hung right
        (rule(nothing), ARTICLE._replace(pos="VERB"), True),
        (rule(nothing), ARTICLE._replace(tag="VBN"), True),
        (rule(nothing, "det"), ARTICLE, True),
        (rule(nothing, "advcl"), VERB, False),
        (rule(nothing, "acl advcl:*"), VERB, True),
        (rule(nothing, "advcl:*"), VERB._replace(label="advcl"), True),
        (rule(nothing, "advcl:relcl", "VBD VBG"), VERB, True),
        (rule(nothing, tags="VBD"), VERB, False),
        (rule(nothing, pos="NOUN"), VERB, False),
    ],
)
def test_a_rule_is_asked_of_the_words_that_it_names(asked: Rule, kind: Kind, *, fits: bool) -> None:
    assert asked.fits(kind) is fits


@pytest.mark.parametrize(
    ("asked", "signs", "heeds"),
    [
        (rule(nothing), PLAIN, True),
        (rule(nothing, words="held run"), PLAIN, False),
        (rule(nothing, words="held run"), PLAIN._replace(word="run"), True),
        (rule(nothing, ending="ing"), PLAIN._replace(ending="ed"), False),
        (rule(nothing, before=", and"), PLAIN._replace(before=","), True),
        (rule(nothing, before=NUMBER), PLAIN._replace(before=","), False),
        (rule(nothing, cases="by"), PLAIN._replace(case="by"), True),
        (rule(nothing, names="GPE ORG"), PLAIN._replace(name="PERSON"), False),
        (rule(nothing, classes="body person"), PLAIN._replace(classes=frozenset(["person", "title"])), True),
        (rule(nothing, classes="body"), PLAIN, False),
        (rule(nothing, subject=True), PLAIN, False),
        (rule(nothing, subject=False), PLAIN, True),
        (rule(nothing, second=True), PLAIN._replace(second=True), True),
        (rule(nothing, words="run", before=","), PLAIN._replace(word="run"), False),  # all that it names
    ],
)
def test_a_rule_is_asked_of_the_words_with_its_signs(asked: Rule, signs: Signs, *, heeds: bool) -> None:
    assert asked.heeds(signs) is heeds


SIGNED = """
The     the     DT  2 det
envoy   envoy   NN  4 nsubj
police  police  NNS 4 nsubj
held    hold    VBD 0 root
twelve  twelve  CD  6 nummod
crore   crore   NN  4 obj
in      in      IN  8 case
Oslo    Oslo    NNP 4 obl
"""


@pytest.mark.parametrize(
    ("word", "asked", "passed_over"),
    [
        ("crore", ("counted_in_crores", "given_to"), ("paid_before_sum", "tried_for")),
        ("Oslo", ("on_the_way", "of_change"), ("with_clause", "by_doer", "bare_count")),
        ("police", ("joined_capital", "start_of_list"), ("titled_behind", "himself")),
        ("envoy", ("one_of_them",), ("joined_capital", "start_of_list")),
        ("held", ("misread_main", "behind_semicolon"), ("missing_subject", "tail", "left_so")),
        ("The", (), ("outer_preposition",)),
    ],
)
def test_a_word_is_asked_what_its_signs_call_for(
    word: str, asked: tuple[str, ...], passed_over: tuple[str, ...], tree_of: Callable[[str], Doc]
) -> None:
    token = next(item for item in tree_of(SIGNED) if item.text == word)
    names = {one.__name__ for plan in plans_for(token) for _, row in plan for one in row}
    assert set(asked) <= names
    assert names.isdisjoint(passed_over)


def test_what_a_rule_names_is_a_name_that_words_have() -> None:
    rules = [one for table in TABLES for row in table for one in row]
    assert {name for one in rules for name in one.classes} <= set(lexicon.load().classes)
    assert {ending for one in rules for ending in one.endings} <= {"ing", "ed"}


COUNTED = """
Three   three   CD  2 nsubj:pass
shot    shoot   VBN 0 root
and     and     CC  4 cc
nine    nine    CD  2 conj
hurt    hurt    VBN 2 conj
"""


def test_what_is_moved_is_noted_with_its_rule(tree_of: Callable[[str], Doc]) -> None:
    doc = tree_of(COUNTED)
    changes = reattached(doc)
    assert {doc[at].text: name for at, name in doc.mended.items()} == dict.fromkeys(("nine", "and"), "counted_second")
    assert set(doc.mended) == set(changes)
    assert not objects_mended(doc)


def test_a_record_tells_which_rule_mended_its_tree(parsed_of: Callable[[str], SpacyDoc]) -> None:
    parsed = parsed_of(COUNTED)
    shot, hurt = extract(Article(id="a", text=parsed.text), parsed).events
    assert (shot.lemma, steps(shot.rule, "tree")) == ("shoot", ())
    assert (hurt.lemma, steps(hurt.rule, "tree")) == ("hurt", ("counted_second",))
    assert "tree:counted_second" not in trigger_words(hurt.rule)
