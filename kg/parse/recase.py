"""Headlines in which every word has a capital, written as the text below them is.

"Police Arrest Two Men In Oslo" shows a model that learned from running text six names and no verb. Before the parse a
word of such a line gets a small letter, where the text has it with one or it is no name that is known; afterwards the
Doc gets its own letters back. On restoring case first: Lita, Ittycheriah, Roukos and Kambhatla 2003, tRuEcasIng.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kg import authority
from kg.authority.given_names import first_names
from kg.authority.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

LONGEST = 160
"""Characters of a headline at most."""
LEAST_WORDS = 4
LONG = 4
"""Letters from which every word of such a headline has a capital."""
LEAST_CHANGED = 2
MOST_NAME_WORDS = 6
FUNCTION_WORDS = frozenset(
    [
        "a", "about", "above", "after", "against", "amid", "among", "an", "and", "as", "at", "before", "behind",
        "below", "between", "but", "by", "down", "during", "for", "from", "in", "into", "is", "its", "near", "nor",
        "of", "off", "on", "onto", "or", "out", "over", "per", "since", "than", "that", "the", "their", "through", "to",
        "under", "until", "up", "upon", "via", "was", "were", "when", "while", "who", "will", "with", "within",
        "without",
    ]
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[a-z]{3}\. ")
_ENDS = (".", ";", ":", ",")
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
"""Words with a capital inside a sentence: names."""


def common_words(nlp: Language) -> frozenset[str]:
    """Verbs and adjectives by their lemmas, as the pipeline's lemmatizer lists them; none where it has no list."""
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None) if nlp.has_pipe("lemmatizer") else None
    if lookups is None or not lookups.has_table("lemma_index"):
        return frozenset()
    table = lookups.get_table("lemma_index")
    return frozenset(word for kind in ("verb", "adj") for word in table.get(kind, ()))


def recased(text: str, common: frozenset[str] = frozenset()) -> str:
    """The text, as long as it was, with small letters where a headline has capitals for all words.

    `common`: lemmas that are words of the language even where a place or somebody is called so.
    """
    lines = [match for match in re.finditer(r"[^\n]+", text) if _is_headline(match.group())]
    if not lines:
        return text
    body = "\n".join(line for line in text.split("\n") if not _is_headline(line))
    small = common | FUNCTION_WORDS | set(re.findall(r"\b[a-z]+\b", body))
    names = frozenset(_INSIDE.findall(body))
    letters = list(text)
    for line in lines:
        found = list(_lowered(line.group(), small, names))
        for at in found if len(found) >= LEAST_CHANGED else ():
            letters[line.start() + at] = letters[line.start() + at].lower()
    return "".join(letters)


def restored(doc: Doc, text: str) -> Doc:
    """A Doc of the text with what was found in its recased form, word by word."""
    if doc.text == text:
        return doc
    return Doc(
        doc.vocab,
        words=[text[token.idx : token.idx + len(token)] for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc],
    )


def _is_headline(line: str) -> bool:
    """Whether nearly every longer word has a capital, and the line is no sentence."""
    if len(line) > LONGEST or line.rstrip().endswith(_ENDS) or _SENTENCE_END.search(line):
        return False
    words = _WORD.findall(line)
    long = [word for word in words if len(word) >= LONG]
    if len(words) < LEAST_WORDS or len(long) < LEAST_WORDS - 1 or line.isupper():
        return False
    return all(word[0].isupper() for word in long) and any(not word.isupper() for word in long)


def _lowered(line: str, small: frozenset[str], names: frozenset[str]) -> Iterator[int]:
    """Where a capital goes: behind the first word, of words that are no names."""
    words = list(_WORD.finditer(line))
    kept = _named(line, words, names)
    for number, match in enumerate(words):
        word = match.group()
        if not number or number in kept or not word[:1].isupper() or not word[1:].islower():
            continue
        plain = re.split(r"['’-]", word)[0].lower()
        surname = number - 1 in kept or fold(words[number - 1].group()) in first_names()
        if plain in small or any(stem in small for stem in _stems(plain)) or not (surname or _is_name(word, names)):
            yield match.start()


def _stems(word: str) -> tuple[str, ...]:
    """What it may be a form of: "captures", "denies", "arrested", "shelling"."""
    ends = {"s": ("",), "es": ("", "e"), "ies": ("y",), "ed": ("", "e"), "ing": ("", "e")}
    return tuple(word.removesuffix(end) + new for end, news in ends.items() if word.endswith(end) for new in news)


def _named(line: str, words: list[re.Match[str]], names: frozenset[str]) -> set[int]:
    """Numbers of the words that are part of a longer name, of the text or of the authority."""
    known = authority.load()
    kept: set[int] = set()
    for first in range(len(words)):
        for last in range(first + 1, min(first + MOST_NAME_WORDS, len(words))):
            phrase = line[words[first].start() : words[last].end()]
            if phrase in names or known.is_organization(phrase) or known.is_place(phrase):
                kept.update(range(first, last + 1))
    return kept


def _is_name(word: str, names: frozenset[str]) -> bool:
    known, bare = authority.load(), re.sub(r"['’]s?$", "", word)
    if any(bare in name.split() for name in names) or fold(bare) in first_names():
        return True
    return bool(known.is_place(bare) or known.is_country(bare) or known.demonym(bare) or known.is_organization(bare))
