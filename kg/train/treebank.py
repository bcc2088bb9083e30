"""CoNLL-U → spaCy Docs whose text is that of running articles.

In: a Universal Dependencies file. Out: Docs of some consecutive sentences each, joined by a space within a paragraph
and by an empty line between paragraphs, because borders are what a parser trained on single sentences never learns.
White-space tokens follow spaCy's own convention (tag `_SP`, attached to the token before).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.vocab import Vocab

MAX_CHUNK_WORDS = 180
"""Words per training Doc: long enough to hold several borders, short enough to batch."""


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; `head` is an index into the sentence, equal to the word's own index for the root."""

    form: str
    space: bool
    upos: str
    xpos: str
    feats: str
    lemma: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `opens_paragraph` says that an empty line stands before it."""

    words: tuple[Word, ...]
    opens_paragraph: bool


def read_documents(path: Path) -> Iterator[list[Sentence]]:
    """The documents of a CoNLL-U file, in order."""
    document: list[Sentence] = []
    comments: list[str] = []
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            stripped = line.rstrip("\n")
            if stripped.startswith("#"):
                comments.append(stripped)
            elif stripped:
                rows.append(stripped.split("\t"))
            elif rows:
                if document and any(comment.startswith("# newdoc") for comment in comments):
                    yield document
                    document = []
                opens = any(comment.startswith("# newpar") for comment in comments)
                document.append(Sentence(_words(rows), opens))
                comments, rows = [], []
    if document:
        yield document


def _words(rows: list[list[str]]) -> tuple[Word, ...]:
    spaces: dict[int, bool] = {}
    for row in rows:
        if "-" in row[0]:
            low, high = (int(part) for part in row[0].split("-"))
            spaces.update(dict.fromkeys(range(low, high), False))
            spaces[high] = "SpaceAfter=No" not in row[9]
    words = []
    for row in rows:
        if not row[0].isdigit():
            continue
        number, head = int(row[0]), int(row[6])
        space = spaces.get(number, "SpaceAfter=No" not in row[9])
        feats = "" if row[5] == "_" else row[5]
        index = number - 1 if head == 0 else head - 1
        words.append(Word(row[1], space, row[3], row[4], feats, row[2], index, row[7]))
    return tuple(words)


def chunks(document: list[Sentence], *, rng: random.Random) -> Iterator[list[Sentence]]:
    """Cuts a document into runs of sentences of varying length, so that borders fall everywhere."""
    chunk: list[Sentence] = []
    room = rng.randint(20, MAX_CHUNK_WORDS)
    for sentence in document:
        if chunk and sum(len(s.words) for s in chunk) + len(sentence.words) > room:
            yield chunk
            chunk, room = [], rng.randint(20, MAX_CHUNK_WORDS)
        chunk.append(sentence)
    if chunk:
        yield chunk


def to_doc(vocab: Vocab, sentences: Iterable[Sentence], *, separator: str = "\n\n") -> Doc:
    """One Doc with gold tags, features, lemmas, tree and borders."""
    words: list[str] = []
    spaces: list[bool] = []
    columns: dict[str, list[str]] = {name: [] for name in ("tags", "pos", "morphs", "lemmas", "deps")}
    heads: list[int] = []
    starts: list[bool] = []

    def push(word: Word, head: int, *, start: bool) -> None:
        words.append(word.form)
        spaces.append(word.space)
        heads.append(head)
        starts.append(start)
        for name, value in zip(columns, (word.xpos, word.upos, word.feats, word.lemma, word.deprel), strict=True):
            columns[name].append(value)

    for sentence in sentences:
        if words and sentence.opens_paragraph:
            spaces[-1] = False
            push(Word(separator, False, "SPACE", "_SP", "", separator, 0, "dep"), len(words) - 1, start=False)
        elif words:
            spaces[-1] = True
        base = len(words)
        for index, word in enumerate(sentence.words):
            push(word, base + word.head, start=index == 0)
    return Doc(vocab, words=words, spaces=spaces, heads=heads, sent_starts=starts, **columns)  # type: ignore[arg-type]


TITLES = (
    ("Maj.", "Gen."), ("Lt.", "Gen."), ("Brig.", "Gen."), ("Gen.",), ("Lt.", "Col."), ("Col.",), ("Sgt.",),
    ("Capt.",), ("Adm.",), ("Sen.",), ("Rep.",), ("Gov.",), ("Dr.",), ("Prof.",), ("Ayatollah",), ("President",),
    ("Prime", "Minister"), ("Rev.",), ("Cmdr.",),
)  # fmt: skip
"""Titles put before names in training: the treebank has nearly none, and each full stop invites a false border."""


def with_title(sentence: Sentence, *, rng: random.Random) -> Sentence:
    """The sentence with a title before one of its full names, or unchanged where it has none."""
    words = sentence.words
    named = [
        index
        for index, word in enumerate(words)
        if word.upos == "PROPN"
        and index + 1 < len(words)
        and words[index + 1].deprel == "flat"
        and words[index + 1].head == index
        and not any(w.head == index and w.deprel == "nmod:desc" for w in words)
    ]
    if not named:
        return sentence
    at = rng.choice(named)
    title = rng.choice(TITLES)
    n = len(title)
    shifted = [replace(word, head=word.head + n if word.head >= at else word.head) for word in words]
    added = [
        Word(
            form,
            True,
            "PROPN",
            "NNP",
            "Number=Sing",
            form,
            at + n if index == n - 1 else at + n - 1,
            "nmod:desc" if index == n - 1 else "compound",
        )
        for index, form in enumerate(title)
    ]
    return replace(sentence, words=(*shifted[:at], *added, *shifted[at:]))


CURLY = {"n't": "n’t", "'s": "’s", "'re": "’re", "'ve": "’ve", "'ll": "’ll", "'d": "’d", "'m": "’m", "'": "’"}


def with_curly_quotes(sentence: Sentence) -> Sentence:
    """The sentence with typographic quotes and dashes, as newspapers print them."""
    opening = True
    words = []
    for word in sentence.words:
        form = CURLY.get(word.form, word.form)
        if word.form == '"':
            form, opening = ("“", False) if opening else ("”", True)
        elif word.form in {"--", " - "}:
            form = "—"
        words.append(replace(word, form=form))
    return replace(sentence, words=tuple(words))


def as_headline(sentence: Sentence) -> Sentence:
    """The sentence in capitals throughout: headlines and shouting."""
    return replace(sentence, words=tuple(replace(word, form=word.form.upper()) for word in sentence.words))


def augmented(chunk: list[Sentence], *, rng: random.Random) -> list[Sentence]:
    """A noisier copy of a chunk: curly quotes, titles, now and then a sentence in capitals."""
    curly = rng.random() < 0.6
    copies = []
    for sentence in chunk:
        copy = sentence
        if rng.random() < 0.6:
            copy = with_title(copy, rng=rng)
        if curly:
            copy = with_curly_quotes(copy)
        elif rng.random() < 0.04:
            copy = as_headline(copy)
        if rng.random() < 0.1:
            copy = replace(copy, opens_paragraph=True)
        copies.append(copy)
    return copies
