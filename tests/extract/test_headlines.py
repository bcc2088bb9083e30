"""Where a name in a headline ends, by what the text below calls it."""

from __future__ import annotations

import pytest

from kg.extract.naming.headlines import cut_headlines
from kg.extract.text.tokens import Run, read_doc

VERBS = frozenset({"beat", "leave", "place", "hire"})


@pytest.mark.parametrize(
    ("words", "heading", "below", "expected"),
    [
        ("Ravens Beat Otters Ravens won . Otters lost .", (0, 3), [(3, 4), (6, 7)], ["Ravens", "Otters"]),
        ("Anna Berg Leaves Home Anna Berg went .", (0, 4), [(4, 6)], ["Anna Berg"]),
        ("Anna Berg Placed Second Anna Berg went .", (0, 4), [(4, 6)], ["Anna Berg"]),
        ("Ravens Beat Otters Bears won .", (0, 3), [(3, 4)], ["Ravens Beat Otters"]),
        ("Norex Bank Opens Branch Norex grew .", (0, 2), [(4, 5)], ["Norex Bank"]),
        ("Anna Berg Leaves . Anna Berg went .", (0, 3), [(4, 6)], ["Anna Berg Leaves"]),
    ],
)
def test_a_name_ends_before_the_verb_where_the_text_knows_it(make_doc, words, heading, below, expected):
    n = len(words.split())
    first = heading[1] if words.split()[heading[1]] != "." else heading[1] + 1
    starts = [index in (0, first) for index in range(n)]
    heads = [max(at for at in range(index + 1) if starts[at]) for index in range(n)]
    tags = " ".join("NNP" if word.istitle() else "." if word == "." else "VBD" for word in words.split())
    deps = " ".join("ROOT" if start else "dep" for start in starts)
    doc = read_doc(make_doc(words, heads=heads, deps=deps, tags=tags))
    names = [Run(doc, *span, label="ORG") for span in (heading, *below)]
    found = cut_headlines(names, VERBS)
    assert [name.text for name in found if name.start < heading[1]] == expected
    assert [name.text for name in found if name.start >= heading[1]] == [name.text for name in names[1:]]
