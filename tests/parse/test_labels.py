"""ClearNLP trees (en_core_web_*) come out as Universal Dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.parse.labels import to_universal

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc


def _tree(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.text, token.dep_, token.head.text) for token in doc]


def test_passive_agent_loses_its_preposition(make_doc: Callable[..., Doc]) -> None:
    doc = make_doc(
        "Soleimani was killed by troops",
        heads=[2, 2, 2, 2, 3],
        deps="nsubjpass auxpass ROOT agent pobj",
        tags="NNP VBD VBN IN NNS",
        pos="PROPN AUX VERB ADP NOUN",
    )
    assert _tree(to_universal(doc)) == [
        ("Soleimani", "nsubj:pass", "killed"),
        ("was", "aux:pass", "killed"),
        ("killed", "root", "killed"),
        ("by", "case", "troops"),
        ("troops", "obl:agent", "killed"),
    ]


def test_preposition_hangs_from_its_noun(make_doc: Callable[..., Doc]) -> None:
    doc = make_doc(
        "the killing of civilians",
        heads=[1, 1, 1, 2],
        deps="det ROOT prep pobj",
        tags="DT NN IN NNS",
    )
    assert _tree(to_universal(doc))[2:] == [("of", "case", "civilians"), ("civilians", "nmod", "killing")]


def test_copula_hangs_from_its_predicate(make_doc: Callable[..., Doc]) -> None:
    doc = make_doc(
        "He was a general",
        heads=[1, 1, 3, 1],
        deps="nsubj ROOT det attr",
        tags="PRP VBD DT NN",
        pos="PRON AUX DET NOUN",
        lemmas="he be a general",
    )
    assert _tree(to_universal(doc)) == [
        ("He", "nsubj", "general"),
        ("was", "cop", "general"),
        ("a", "det", "general"),
        ("general", "root", "general"),
    ]


def test_words_offsets_and_names_stay(make_doc: Callable[..., Doc]) -> None:
    doc = make_doc(
        "Trump met Macron in Paris .",
        heads=[1, 1, 1, 1, 3, 1],
        deps="nsubj ROOT dobj prep pobj punct",
        tags="NNP VBD NNP IN NNP .",
        ents="B-PERSON O B-PERSON O B-GPE O",
    )
    turned = to_universal(doc)
    assert turned.text == doc.text
    assert [(name.text, name.label_) for name in turned.ents] == [(name.text, name.label_) for name in doc.ents]
