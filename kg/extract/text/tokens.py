"""The parsed text as plain Python objects: what every rule of extraction reads.

In: a spaCy Doc with tags, lemmas, names, borders and a tree. Out: a `Doc` of `Token`s, read once. The names of
attributes are spaCy's (`token.lemma_`, `token.head`, `doc.sents`), so that a rule reads as any spaCy rule does; but
they hold strings and objects that are there already, where spaCy makes an object or looks up a string each time that
a rule asks. The spaCy Doc is not changed: what is put right is put right here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from mypy_extensions import mypyc_attr

from kg.extract.text import lexicon as lexicons
from kg.extract.text.columns import DEP, read_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc as SpacyDoc

    from kg.extract.text.lexicon import Lexicon

Changes = dict[int, tuple[int, str]]
"""What to hang elsewhere in a Doc: index of a token → index of its new head, and its new label."""
_offset = attrgetter("idx")


class Token:
    """One token. Attributes are spaCy's of the same name, those without a remark below.

    Attributes:
        base: the label without its subtype: "nsubj" of "nsubj:pass".
        words: the children that are no white space, in text order; `children` has those too.
        family: the words by label, full and bare.
        left_edge, right_edge: the first and the last token of its subtree.
        preposition: lower-case case marker of a noun ("by", "because of", "'s" left out), its coordination's where it
            has none of its own, "" when there is none.
        morph: features as text, "Number=Plur|Person=3", "_" when there are none.
        name: the name that it is part of, None outside of names; `ent_type_` is its class.
        sent: the sentence; its `start` and `end` are indices of tokens.
    """

    __slots__ = (
        "base", "children", "dep_", "doc", "ent_type_", "family", "head", "i", "idx", "is_punct", "is_space",
        "left_edge", "lemma_", "lower_", "morph", "name", "pos_", "preposition", "right_edge", "sent", "tag_", "text",
        "whitespace_", "words",
    )  # fmt: skip
    base: str
    children: Sequence[Token]
    dep_: str
    ent_type_: str
    family: Mapping[str, list[Token]]
    head: Token
    idx: int
    is_punct: bool
    is_space: bool
    left_edge: Token
    lemma_: str
    lower_: str
    morph: str
    name: Run | None
    pos_: str
    preposition: str
    right_edge: Token
    sent: Run
    tag_: str
    text: str
    whitespace_: str
    words: Sequence[Token]

    def __init__(self, doc: Doc, i: int) -> None:
        self.doc, self.i = doc, i

    def __repr__(self) -> str:
        return self.text

    def bring_up(self, children: list[Token]) -> None:
        """Makes these, in text order, its children."""
        by_label: dict[str, list[Token]] = {}
        words = [item for item in children if not item.is_space]
        for item in words:
            base, label = item.base, item.dep_
            if base in by_label:
                by_label[base].append(item)
            else:
                by_label[base] = [item]
            if label != base:
                if label in by_label:
                    by_label[label].append(item)
                else:
                    by_label[label] = [item]
        self.children, self.words, self.family = children, words, by_label

    @property
    def subtree(self) -> Iterator[Token]:
        """The token and all below it."""
        for item in self.children:
            if item.i < self.i:
                yield from item.subtree
        yield self
        for item in self.children:
            if item.i > self.i:
                yield from item.subtree

    def feature(self, name: str) -> str:
        """The value of a feature: "Plur" of "Number"; the first where it has several, "" where it has none."""
        return _feature(self.morph, name)

    def is_a(self, name: str, *others: str) -> bool:
        """Whether its lemma is in one of these classes of the lexicon (`classes*.toml`), named without `@`."""
        kinds = self.doc.lexicon.kinds[self.lemma_]
        return name in kinds or (bool(others) and not kinds.isdisjoint(others))

    def nbor(self, step: int = 1) -> Token:
        """The token so many places further on; there must be one."""
        return self.doc[self.i + step]


class Run:
    """Tokens in a row: a sentence, or a name with its class in `label_`. `start` and `end` are indices of tokens.

    `number`: of a sentence, how many stand before it.
    """

    __slots__ = ("_root", "_text", "doc", "end", "label_", "number", "start", "tokens")

    def __init__(self, doc: Doc, start: int, end: int, *, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self.tokens = doc[start:end]
        self.number = 0
        self._root: Token | None = None
        self._text: str | None = None

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def __repr__(self) -> str:
        return f"{self.text} ({self.label_})" if self.label_ else self.text

    @property
    def root(self) -> Token:
        """The token that the others hang from."""
        if self._root is None:
            self._root = _root(self.tokens, self.start, self.end)
        return self._root

    @property
    def start_char(self) -> int:
        """Where it begins, in code points of the text."""
        return self.tokens[0].idx

    @property
    def end_char(self) -> int:
        """Where it ends, in code points of the text."""
        last = self.tokens[-1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words with the blanks between them."""
        if self._text is None:
            self._text = self.doc.text[self.start_char : self.end_char]
        return self._text


@mypyc_attr(native_class=False)  # where extraction is compiled, what is a list stays Python's
class Doc(list[Token]):
    """The tokens of a text in order, with its names and sentences; its quotations once they were asked for.

    `lexicon`: the word tables by which its words are read; `storms`, `ships`: what storms and ships are called in it;
    `mended`: index of a token that was hung elsewhere than the parser had it → the rule.
    """

    __slots__ = ("ents", "lexicon", "mended", "quotations", "sents", "ships", "storms", "text")

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.text = ""
        self.ents: list[Run] = []
        self.sents: list[Run] = []
        self.quotations: list[tuple[int, int]] | None = None
        self.storms: frozenset[str] = frozenset()
        self.ships: frozenset[str] = frozenset()
        self.mended: dict[int, str] = {}

    def around(self, begin: int, end: int) -> Run | None:
        """The tokens that lie, if only in part, between two offsets of the text; None when there are none."""
        first = max(bisect_right(self, begin, key=_offset) - 1, 0)
        first += bool(self) and self[first].idx + len(self[first].text) <= begin
        last = bisect_left(self, end, key=_offset)
        return Run(self, first, last) if first < last else None

    def move(self, changes: Mapping[int, tuple[int, str]], *, by: str) -> None:
        """Hangs single tokens elsewhere: index → index of the new head, new label; `by`: the rule, if not noted yet.

        What would hang tokens in a circle, as two rules may that each see the tree as it was, is left out.
        """
        changes = self._without_circles(changes)
        if not changes:
            return
        self.mended = dict.fromkeys(changes, by) | self.mended
        touched = {self[index].head.i for index in changes} | {head for head, _ in changes.values()}
        families = {above: list(self[above].children) for above in touched}
        for index, (head, label) in changes.items():
            token = self[index]
            if token.head is not token:
                families[token.head.i].remove(token)
            if head != index:
                families[head].append(token)
            token.head, token.dep_, token.base = self[head], label, label.partition(":")[0]
        for above, family in families.items():
            self[above].bring_up(sorted(family, key=_offset))
        self._after_hanging()

    def _without_circles(self, changes: Mapping[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
        kept = dict(changes)
        for index in changes:
            path: dict[int, None] = {}
            at = index
            while at not in path:
                path[at] = None
                above = kept[at][0] if at in kept else self[at].head.i
                if above == at:
                    break
                at = above
            else:
                walked = list(path)
                for item in walked[walked.index(at) :]:
                    kept.pop(item, None)
        # What is left out may leave another circle; the tree as it was has none.
        return kept if len(kept) == len(changes) else self._without_circles(kept)

    def hang(self, heads: Sequence[int], labels: Sequence[str]) -> None:
        """Gives every token its head, by index, and its label; borders of sentences are those of the trees."""
        self._hang(heads, labels)
        self._after_hanging()

    def _after_hanging(self) -> None:
        _find_edges(self)
        self._see_prepositions()
        self._divide({token.left_edge.i for token in self if token.head is token})
        self.name(self.ents)

    def name(self, names: Iterable[Run]) -> None:
        """Makes these the names, in text order, instead of those there were; none may overlap another."""
        self.ents = [Run(self, item.start, item.end, label=item.label_) for item in names]
        for token in self:
            token.ent_type_, token.name = "", None
        for item in self.ents:
            for token in item.tokens:
                token.ent_type_, token.name = item.label_, item

    def _hang(self, heads: Sequence[int], labels: Sequence[str]) -> None:
        families: dict[int, list[Token]] = {}
        bases = {label: label.partition(":")[0] for label in set(labels)}
        for token, head, label in zip(self, heads, labels, strict=True):
            token.head, token.dep_, token.base = self[head], label, bases[label]
            token.children, token.words, token.family = (), (), _NONE
            if head != token.i:
                if head in families:
                    families[head].append(token)
                else:
                    families[head] = [token]
        for head, family in families.items():
            self[head].bring_up(family)

    def _see_prepositions(self) -> None:
        for token in self:
            marked = token.base == "conj" or "case" in token.family
            token.preposition = _preposition(token) if marked else ""

    def _divide(self, starts: set[int]) -> None:
        borders = [0, *sorted(starts - {0}), len(self)]
        self.sents = [Run(self, begin, end) for begin, end in pairwise(borders) if begin < end]
        for number, sent in enumerate(self.sents):
            sent.number = number
            for token in sent.tokens:
                token.sent = sent


_NONE: Mapping[str, list[Token]] = {}
"""The family of all tokens without children, never added to."""


@lru_cache(maxsize=4096)
def _feature(morph: str, name: str) -> str:
    values = (part.partition("=") for part in morph.split("|"))
    return next((value.split(",")[0] for key, _, value in values if key == name), "")


def read_doc(doc: SpacyDoc, lexicon: Lexicon | None = None) -> Doc:
    """The plain form of a spaCy Doc, which stays as it is and is not referred to; the shipped lexicon when None."""
    found = Doc(lexicon or lexicons.load())
    columns = read_columns(doc, found.lexicon.verbs)
    found.extend([Token(found, i) for i in range(len(columns.heads))])
    idx = 0
    for token, text, lower, lemma, tag, pos, morph, is_space, is_punct, blank in zip(
        found, *columns.words[:5], columns.words[-1], *columns.flags, strict=True
    ):
        token.idx, token.text, token.lower_, token.lemma_ = idx, text, lower, lemma
        token.tag_, token.pos_, token.morph = tag, pos, morph
        token.is_space, token.is_punct, token.whitespace_ = is_space, is_punct, " " if blank else ""
        idx += len(text) + blank
    found.text = "".join([token.text + token.whitespace_ for token in found])
    found._hang(columns.heads, columns.words[DEP])
    _find_edges(found)
    found._see_prepositions()
    found._divide(set(columns.starts))
    found.name(Run(found, start, end, label=label) for start, end, label in columns.names)
    return found


def _root(tokens: Sequence[Token], start: int, end: int) -> Token:
    """The first root of a tree among the tokens, else of those whose head lies outside the first nearest to a root.

    As in spaCy, punctuation and white space with nothing below them come last.
    """
    for token in tokens:
        if token.head is token:
            return token
    outer = [token for token in tokens if not start <= token.head.i < end]
    return min(outer, key=_depth) if len(outer) > 1 else outer[0] if outer else tokens[0]


def _depth(token: Token) -> int:
    """Steps up to the root of the tree, as many as there are words for marks with nothing below them."""
    if not token.children and (token.is_space or token.is_punct):
        return len(token.doc)
    steps = 0
    while token.head is not token and steps < len(token.doc):
        token = token.head
        steps += 1
    return steps


def _find_edges(doc: Doc) -> None:
    """Gives every token the first and the last one of its subtree."""
    order: list[Token] = []
    for token in doc:
        token.left_edge = token.right_edge = token
        if token.head is token:
            order.append(token)
    for token in order:  # grows: every token comes after its head
        order.extend(token.children)
    for token in reversed(order):
        head = token.head
        if token.left_edge.i < head.left_edge.i:
            head.left_edge = token.left_edge
        if token.right_edge.i > head.right_edge.i:
            head.right_edge = token.right_edge


def _preposition(token: Token) -> str:
    markers = _markers(token)
    if not markers:
        while token.base == "conj" and token.head is not token:
            token = token.head
        markers = _markers(token)
    return " ".join(word.lower_ for marker in markers[:2] for word in (marker, *marker.family.get("fixed", ())))


def _markers(token: Token) -> list[Token]:
    return [item for item in token.family.get("case", ()) if item.tag_ != "POS"]
