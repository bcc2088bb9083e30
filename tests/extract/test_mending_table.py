"""Which mending rules are asked of which words, and that a record tells which of them it owes its tree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract import extract
from kg.extract.mending.hanging import objects_mended, reattached
from kg.extract.mending.rule import Kind, Rule, rule
from kg.model import Article
from kg.model.trace import steps, trigger_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc as SpacyDoc

    from kg.extract.text.tokens import Changes, Doc, Token

VERB = Kind("advcl:relcl", "VBG", "VERB", ing=True)
ARTICLE = Kind("det", "DT", "DET", ing=False)


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
        (rule(nothing, ing=True), VERB._replace(ing=False), False),
    ],
)
def test_a_rule_is_asked_of_the_words_that_it_names(asked: Rule, kind: Kind, *, fits: bool) -> None:
    assert asked.fits(kind) is fits


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
