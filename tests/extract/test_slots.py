"""Deep slots on trees built by hand: whatever the grammar, the same words end up in the same slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kg.extract.events.slots import SlotFinder
from kg.extract.text import lexicon, tree
from kg.extract.text.tokens import read_doc

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc as SpacyDoc


@dataclass(frozen=True)
class Tree:
    """A sentence with its tree; `verb` is the index looked at, the rest its expected slots as words."""

    text: str
    heads: list[int]
    deps: str
    tags: str
    verb: int
    lemmas: str
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    indirect: tuple[str, ...] = ()


TREES = {
    "active": Tree(
        "Troops killed rebels .", [1, 1, 1, 1], "nsubj root obj punct", "NNS VBD NNS .", 1, "troop kill rebel .",
        ("Troops",), ("rebels",),
    ),
    "passive with by": Tree(
        "Rebels were killed by troops .", [2, 2, 2, 4, 2, 2], "nsubj:pass aux:pass root case obl:agent punct",
        "NNS AUX VBN IN NNS .", 2, "rebel be kill by troop .", ("troops",), ("Rebels",),
    ),
    "passive without by": Tree(
        "Rebels were killed .", [2, 2, 2, 2], "nsubj:pass aux:pass root punct", "NNS AUX VBN .", 2, "rebel be kill .",
        (), ("Rebels",),
    ),
    "relative subject": Tree(
        "troops who killed rebels", [0, 2, 0, 2], "root nsubj acl:relcl obj", "NNS WP VBD NNS", 2,
        "troop who kill rebel", ("troops",), ("rebels",),
    ),
    "relative object without pronoun": Tree(
        "rebels troops killed", [0, 2, 0], "root nsubj acl:relcl", "NNS NNS VBD", 2, "rebel troop kill",
        ("troops",), ("rebels",),
    ),
    "reduced passive": Tree(
        "rebels killed by troops", [0, 0, 3, 1], "root acl case obl:agent", "NNS VBN IN NNS", 1, "rebel kill by troop",
        ("troops",), ("rebels",),
    ),
    "reduced active": Tree(
        "troops killing rebels", [0, 0, 1], "root acl obj", "NNS VBG NNS", 1, "troop kill rebel",
        ("troops",), ("rebels",),
    ),
    "coordination shares the subject": Tree(
        "Troops came and killed rebels .", [1, 1, 3, 1, 3, 1], "nsubj root cc conj obj punct",
        "NNS VBD CC VBD NNS .", 3, "troop come and kill rebel .", ("Troops",), ("rebels",),
    ),
    "coordination shares the object": Tree(
        "Troops chased and killed rebels .", [1, 1, 3, 1, 3, 1], "nsubj root cc conj obj punct",
        "NNS VBD CC VBD NNS .", 1, "troop chase and kill rebel .", ("Troops",), ("rebels",),
    ),
    "object control": Tree(
        "Generals ordered troops to kill rebels .", [1, 1, 1, 4, 1, 4, 1], "nsubj root obj mark xcomp obj punct",
        "NNS VBD NNS TO VB NNS .", 4, "general order troop to kill rebel .", ("troops",), ("rebels",),
    ),
    "subject control": Tree(
        "Troops vowed to kill rebels .", [1, 1, 3, 1, 3, 1], "nsubj root mark xcomp obj punct",
        "NNS VBD TO VB NNS .", 3, "troop vow to kill rebel .", ("Troops",), ("rebels",),
    ),
    "hearsay": Tree(
        "Troops are said to kill rebels .", [2, 2, 2, 4, 2, 4, 2], "nsubj:pass aux:pass root mark xcomp obj punct",
        "NNS AUX VBN TO VB NNS .", 4, "troop be say to kill rebel .", ("Troops",), ("rebels",),
    ),
    "double object": Tree(
        "Norway gave rebels weapons .", [1, 1, 1, 1, 1], "nsubj root iobj obj punct", "NNP VBD NNS NNS .", 1,
        "Norway give rebel weapon .", ("Norway",), ("weapons",), ("rebels",),
    ),
    "double object, passive": Tree(
        "Rebels were given weapons .", [2, 2, 2, 2, 2], "nsubj:pass aux:pass root obj punct", "NNS AUX VBN NNS .", 2,
        "rebel be give weapon .", (), ("weapons",), ("Rebels",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_slots_are_the_same_whatever_the_grammar(name: str, make_doc: Callable[..., SpacyDoc]) -> None:
    case = TREES[name]
    doc = read_doc(make_doc(case.text, heads=case.heads, deps=case.deps, tags=case.tags, lemmas=case.lemmas))
    slots = SlotFinder(lexicon.load()).slots(doc[case.verb])
    found = tuple(tuple(token.text for token in part) for part in (slots.subject, slots.object, slots.indirect))
    assert found == (case.subject, case.object, case.indirect)


def test_a_predicate_nouns_clause_is_about_its_subject(make_doc: Callable[..., SpacyDoc]) -> None:
    doc = read_doc(
        make_doc(
            "He was a commander killed in May .",
            heads=[3, 3, 3, 3, 3, 6, 4, 3],
            deps="nsubj cop det root acl case obl punct",
            tags="PRP AUX DT NN VBN IN NNP .",
            lemmas="he be a commander kill in May .",
        )
    )
    slots = SlotFinder(lexicon.load()).slots(doc[4])
    assert [token.text for token in slots.object] == ["He"]


def test_a_phrase_leaves_out_clauses_appositions_and_prepositions(make_doc: Callable[..., SpacyDoc]) -> None:
    doc = read_doc(
        make_doc(
            "by the rebels , a militia , who fled",
            heads=[2, 2, 2, 5, 5, 2, 8, 8, 2],
            deps="case det root punct det appos punct nsubj acl:relcl",
            tags="IN DT NNS , DT NN , WP VBD",
        )
    )
    assert [token.text for token in tree.phrase_tokens(doc[2])] == ["the", "rebels"]


def test_from_where_to_where_are_two_places(make_doc: Callable[..., SpacyDoc]) -> None:
    doc = read_doc(
        make_doc("from Lahore to Multan", heads=[1, 1, 3, 1], deps="case root case nmod", tags="IN NNP IN NNP")
    )
    assert [token.text for token in tree.phrase_tokens(doc[1])] == ["Lahore"]


def test_quotations_end_with_their_paragraph(make_doc: Callable[..., SpacyDoc]) -> None:
    doc = read_doc(
        make_doc(
            "“ yes ” he said", heads=[1, 1, 1, 4, 1], deps="punct root punct nsubj parataxis", tags=". NN . PRP VBD"
        )
    )
    assert tree.quoted_tokens(doc) == {1}
