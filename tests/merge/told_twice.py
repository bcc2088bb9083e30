"""Split and glued pairs of mentions in the stories of `stories/` (README.md there), by the shipped model and the rules.

python tests/merge/told_twice.py [STORY ...]
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg import authority, parse, settings
from kg.build import layer_of
from kg.extract import extract
from kg.extract.text import lexicon
from kg.model import Article
from kg.read import fingerprint, noise_spans
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from spacy.language import Language

STORIES = Path(__file__).with_name("stories")
_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


class Mark(NamedTuple):
    """Words of an article that tell of an event, and the event's name in its story."""

    article: str
    start: int
    end: int
    event: str


def read_story(path: Path) -> tuple[list[Article], list[Mark]]:
    """The articles of a story and what is marked in them."""
    articles, marks = [], []
    for part in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, body = part.split("\n", 1)
        name, day, outlet, title = (field.strip() for field in head.split("|"))
        source, text, last = f"{title}\n\n{body.strip()}\n", "", 0
        for match in _MARK.finditer(source):
            text += source[last : match.start()]
            marks.append(Mark(name, len(text), len(text) + len(match[1]), match[2]))
            text += match[1]
            last = match.end()
        articles.append(Article(id=name, text=text + source[last:], date=day, source=outlet, title=title))
    return articles, marks


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    return parse.load_pipeline(str(settings.DEFAULT_MODEL))


def judged(path: Path) -> tuple[Counter[str], list[str]]:
    """Pairs of mentions of one story that the rules join or not, counted, and those that they have wrong.

    Keys: `across right`, `across split`, `across glued`, and the same with `within`. A mention that was not found is
    in no pair.
    """
    articles, marks = read_story(path)
    text = {article.id: article.text for article in articles}
    words, known = lexicon.load(), authority.load()
    records = []
    for done in parse.parse([(article, noise_spans(article.text)) for article in articles], _pipeline()):
        found = extract(done.article, done.doc, noise=done.noise, lexicon=words)
        print_of = fingerprint(done.article.text, noise=done.noise)
        records.append(resolve_article(found, authority=known, fingerprint=print_of))
    node = {ref: event.id for event in layer_of(records).events for ref in event.members}
    node_of = {(ref.article, ref.local): event for ref, event in node.items()}
    by_article = {record.article.id: record.events for record in records}
    told = [
        (mark, event)
        for mark in marks
        for event in by_article[mark.article]
        if event.trigger.start < mark.end and mark.start < event.trigger.end
    ]
    counts: Counter[str] = Counter()
    wrong = []
    for (one, here), (two, there) in combinations(told, 2):
        if here is there:
            continue
        where = "within" if one.article == two.article else "across"
        is_one = node_of[one.article, here.id] == node_of[two.article, there.id]
        is_same = one.event == two.event
        if not is_one and not is_same:
            continue
        verdict = f"{where} {'right' if is_one and is_same else 'split' if is_same else 'glued'}"
        counts[verdict] += 1
        if is_one is not is_same:
            phrases = [
                f"{mark.article} “{text[mark.article][mark.start : mark.end]}” {mark.event}" for mark in (one, two)
            ]
            wrong.append(f"{verdict}: {' / '.join(phrases)}")
    return counts, wrong


def main(names: list[str]) -> None:
    """Prints the counts of each story and of all; of those that are named also what is wrong."""
    total: Counter[str] = Counter()
    for path in sorted(STORIES.glob("*.txt")):
        if names and path.stem not in names:
            continue
        counts, wrong = judged(path)
        total += counts
        _write(f"{path.stem} {dict(sorted(counts.items()))}")
        for line in wrong if names else ():
            _write(f"    {line}")
    _write(f"all {dict(sorted(total.items()))}")


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
