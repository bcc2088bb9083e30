"""The plain form of a Doc says what spaCy's own says, on any tree, and changes without changing spaCy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span

from kg.extract.text import tree
from kg.extract.text.tokens import Run, read_doc

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Doc

VOCAB = spacy.blank("en").vocab
WORDS = ("Police", "in", "Lyon", "arrested", "two", "men", ",", "said", "“", "\n\n", "’s", "naïve", "1.5", ".")
LABELS = ("nsubj", "nsubj:pass", "obl", "case", "conj", "fixed", "punct", "acl:relcl")
ATTRIBUTES = (
    "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "i", "idx", "whitespace_", "is_punct", "is_space",
)  # fmt: skip


@st.composite
def parsed(draw: st.DrawFn) -> SpacyDoc:
    """A Doc of one or two sentences with any trees and names."""
    sizes = draw(st.lists(st.integers(1, 8), min_size=1, max_size=2))
    heads: list[int] = []
    labels: list[str] = []
    for size in sizes:
        begin = len(heads)
        order = draw(st.permutations(range(begin, begin + size)))
        above = {word: order[draw(st.integers(0, at - 1))] if at else word for at, word in enumerate(order)}
        heads += [above[word] for word in range(begin, begin + size)]
        labels += ["root" if above[word] == word else draw(st.sampled_from(LABELS)) for word in above]
    n_words = sum(sizes)
    words = draw(st.lists(st.sampled_from(WORDS), min_size=n_words, max_size=n_words))
    doc = SpacyDoc(
        VOCAB,
        words=words,
        spaces=draw(st.lists(st.booleans(), min_size=n_words, max_size=n_words)),
        heads=heads,
        deps=labels,
        tags=["NN"] * n_words,
        pos=["NOUN"] * n_words,
        lemmas=[word.lower() for word in words],
        morphs=["Number=Sing"] * n_words,
    )
    begin = draw(st.integers(0, n_words - 1))
    doc.set_ents([Span(doc, begin, draw(st.integers(begin + 1, n_words)), label="ORG")])
    return doc


@given(parsed())
def test_it_says_what_spacy_says(doc: SpacyDoc) -> None:
    plain = read_doc(doc)
    for theirs, ours in zip(doc, plain, strict=True):
        for name in ATTRIBUTES:
            assert getattr(ours, name) == getattr(theirs, name)
        assert ours.head.i == theirs.head.i
        assert [item.i for item in ours.children] == [item.i for item in theirs.children]
        assert [item.i for item in ours.subtree] == [item.i for item in theirs.subtree]
        assert (ours.sent.start, ours.sent.end) == (theirs.sent.start, theirs.sent.end)
        assert [ours.feature("Number")] == theirs.morph.get("Number")
    assert plain.text == doc.text
    for theirs, ours in zip([*doc.sents, *doc.ents], [*plain.sents, *plain.ents], strict=True):
        assert (ours.start, ours.end, ours.text, ours.label_) == (theirs.start, theirs.end, theirs.text, theirs.label_)
        assert (ours.start_char, ours.end_char, len(ours)) == (theirs.start_char, theirs.end_char, len(theirs))
        assert ours.root.i == theirs.root.i


@given(parsed())
def test_edges_are_the_ends_of_the_subtree(doc: SpacyDoc) -> None:
    for token in read_doc(doc):
        below = [item.i for item in token.subtree]
        assert (token.left_edge.i, token.right_edge.i) == (min(below), max(below))


@given(parsed(), st.data())
def test_words_around_a_part_of_the_text_are_those_that_spacy_finds(doc: SpacyDoc, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(doc) - 1))
    end = data.draw(st.integers(begin, len(doc) - 1))
    first, last = doc[begin].idx, doc[end].idx + len(doc[end])
    theirs, ours = doc.char_span(first, last, alignment_mode="expand"), read_doc(doc).around(first, last)
    assert ours is not None
    assert (ours.start, ours.end) == (theirs.start, theirs.end)


@given(parsed())
def test_a_changed_tree_is_that_of_a_doc_made_so(doc: SpacyDoc) -> None:
    heads, labels = [0] * len(doc), ["root"] + ["dep"] * (len(doc) - 1)
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    expected = read_doc(SpacyDoc(VOCAB, words=words, spaces=spaces, heads=heads, deps=labels))
    changed = read_doc(doc)
    changed.hang(heads, labels)
    assert _shape(changed) == _shape(expected)
    assert len({token.head.i for token in doc if token.head.i == token.i}) == len(list(doc.sents))


@given(parsed(), st.data())
def test_what_hangs_elsewhere_alone_is_what_it_is_when_all_is_hung_anew(doc: SpacyDoc, data: st.DataObject) -> None:
    changes = data.draw(st.dictionaries(st.integers(0, len(doc) - 1), st.sampled_from(["obj", "nmod:poss", "conj"])))
    changes |= {0: "root"}  # else what is hung from it may be what it hangs from
    moved, hung = read_doc(doc), read_doc(doc)
    moved.move({index: (0, label) for index, label in changes.items()}, by="a rule")
    heads = [0 if token.i in changes else token.head.i for token in hung]
    hung.hang(heads, [changes.get(token.i, token.dep_) for token in hung])
    assert _shape(moved) == _shape(hung)
    for one, other in zip(moved, hung, strict=True):
        assert one.preposition == other.preposition
        assert [item.i for item in one.children] == [item.i for item in other.children]
        assert {label: [item.i for item in found] for label, found in one.family.items()} == {
            label: [item.i for item in found] for label, found in other.family.items()
        }


def test_a_lemma_is_looked_up_in_small_letters(tree_of: Callable[[str], Doc]) -> None:
    doc = tree_of("Ministers Minister NNPS 2 nsubj\nmet meet VBD 0 root")
    assert doc[0].is_a("title") == doc.lexicon.is_a("minister", "title")
    assert not doc[1].is_a("title", "office")


def _shape(doc: Doc) -> list[tuple[object, ...]]:
    return [(token.dep_, token.base, token.head.i, token.sent.start, token.left_edge.i) for token in doc]


def test_what_is_put_right_is_put_right_in_the_plain_doc_alone(parsed_of: Callable[[str], SpacyDoc]) -> None:
    doc = parsed_of("Radio radio NNP 2 compound ORG\nFree free NNP 3 nsubj ORG\nsaid say VBD 0 root")
    plain = read_doc(doc)
    plain.name([Run(plain, 0, 1, label="PERSON")])
    plain.hang([1, 1, 1], ["nsubj", "root", "ccomp"])
    plain[0].lemma_ = "x"
    assert [(name.text, name.label_) for name in plain.ents] == [("Radio", "PERSON")]
    assert [token.ent_type_ for token in plain] == ["PERSON", "", ""]
    assert plain[1].name is None
    assert [token.text for token in plain[1].children] == ["Radio", "said"]
    assert [(name.text, name.label_) for name in doc.ents] == [("Radio Free", "ORG")]
    assert [token.head.i for token in doc] == [1, 2, 2]
    assert doc[0].lemma_ == "radio"


@pytest.mark.parametrize(
    ("word", "preposition"),
    [("flood", "because of"), ("storm", "because of"), ("mayor", ""), ("town", "")],
)
def test_prepositions(word: str, preposition: str, tree_of: Callable[[str], Doc]) -> None:
    doc = tree_of("""
        The      the     DT  4 det
        town     town    NN  4 nmod:poss
        's       's      POS 2 case
        mayor    mayor   NN  5 nsubj
        left     leave   VBD 0 root
        because  because IN  8 case
        of       of      IN  6 fixed
        flood    flood   NN  5 obl
        and      and     CC  10 cc
        storm    storm   NN  8 conj
    """)
    token = next(item for item in doc if item.text == word)
    assert token.preposition == tree.preposition(token) == preposition


def test_a_text_without_words_has_no_sentences() -> None:
    doc = read_doc(SpacyDoc(VOCAB, words=[]))
    assert (list(doc), doc.sents, doc.ents) == ([], [], [])


@given(parsed(), st.data())
def test_nothing_is_hung_in_a_circle(doc: SpacyDoc, data: st.DataObject) -> None:
    """Each of two rules sees the tree as it was, and may hang one word from the other."""
    indices = st.integers(0, len(doc) - 1)
    changes = data.draw(st.dictionaries(indices, st.tuples(indices, st.sampled_from(["obj", "conj", "appos"]))))
    moved = read_doc(doc)
    before = [token.head.i for token in moved]
    moved.move(changes, by="a rule")
    for token in moved:
        path = {token.i}
        while token.head is not token:
            token = token.head
            assert token.i not in path
            path.add(token.i)
    heads = [changes[index][0] if index in changes else head for index, head in enumerate(before)]
    if _has_root_for_all(heads):
        assert [token.head.i for token in moved] == heads


def _has_root_for_all(heads: list[int]) -> bool:
    for start in range(len(heads)):
        at, steps = start, 0
        while heads[at] != at:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
    return True
