"""What everything between the parsed text and an article's record costs, against the parse, in one run.

    python tests/bench/bench_extraction.py ARTICLES… [--articles 100] [--rounds 3] [--profile]

ARTICLES is what `kg build` reads. Each article is parsed, extracted, resolved and fingerprinted by itself, in one
process that looks for cyclic garbage as rarely as a build does. The least processor time of the rounds counts for each
stage of an article, since other processes can only add to it. The parse is whodid's own, of one article at a time, and
beside it that of the same pipeline as `spacy.load` gives it. `--profile` adds where the time above the parse goes, by
file, as Python's own profiler sees it, which makes short functions look dearer than they are.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy

from kg import parse, settings
from kg.analysis import Analyser
from kg.extract import extract
from kg.model import Article
from kg.pools import collecting_rarely
from kg.read import fingerprint, noise_spans, read_articles
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from collections.abc import Callable

STAGES = ("noise", "parse", "extract", "resolve", "fingerprint")
SPACY = "the same parse as spacy.load gives it"
TOP = 12


class Stopwatch:
    """The least processor time of each stage of each article, in seconds."""

    def __init__(self) -> None:
        self.least: dict[tuple[str, str], float] = {}

    def __call__(self, stage: str, article: str, function: Callable[[], Any]) -> Any:
        """What the function gives, timed."""
        began = time.process_time()
        result = function()
        took = time.process_time() - began
        self.least[stage, article] = min(took, self.least.get((stage, article), took))
        return result

    def total(self, *stages: str) -> float:
        """Seconds of all articles in the stages."""
        return sum(seconds for (stage, _), seconds in self.least.items() if stage in stages)


def run(article: Article, analyser: Analyser, nlp: Any, clock: Stopwatch) -> None:
    """One article through all stages, and once more through a pipeline."""
    key, text = article.id, article.text
    clock(SPACY, key, lambda: nlp(text))
    noise = clock("noise", key, lambda: noise_spans(text))
    (parsed,) = clock("parse", key, lambda: list(parse.parse([(article, noise)], analyser.nlp)))
    found = clock("extract", key, lambda: extract(article, parsed.doc, noise=noise, lexicon=analyser.lexicon))
    clock("resolve", key, lambda: resolve_article(found, authority=analyser.authority))
    clock("fingerprint", key, lambda: fingerprint(text, noise=noise))


def profile(articles: list[Article], analyser: Analyser) -> Counter[str]:
    """Seconds above the parse by file, of functions without what they call."""
    parsed = list(parse.parse(((item, noise_spans(item.text)) for item in articles), analyser.nlp))
    profiler = cProfile.Profile()
    profiler.enable()
    for item in parsed:
        found = extract(item.article, item.doc, noise=item.noise, lexicon=analyser.lexicon)
        sketch = fingerprint(item.article.text, noise=item.noise)
        resolve_article(found, authority=analyser.authority, fingerprint=sketch)
    profiler.disable()
    spent: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, _) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        spent[f"built in {name}" if file == "~" else "/".join(Path(file).parts[-2:])] += own
    return spent


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--model", default=str(settings.DEFAULT_MODEL))
    arguments = parser.parse_args()
    read = read_articles([Path(item) for item in arguments.inputs])
    articles = list(islice((item for item in read if isinstance(item, Article)), arguments.articles))
    analyser, clock = Analyser(arguments.model), Stopwatch()
    analyser.analyse(articles[:2])  # loads what is loaded on first use
    nlp = spacy.load(arguments.model)
    with collecting_rarely():
        for _ in range(arguments.rounds):
            for article in articles:
                run(article, analyser, nlp, clock)
    words = sum(len(item.text.split()) for item in articles)
    print(f"{len(articles)} articles of {words / len(articles):.0f} words, least of {arguments.rounds} rounds\n")
    print("| stage | ms an article | of the parse | of spaCy's |\n| --- | ---: | ---: | ---: |")
    above = tuple(stage for stage in STAGES if stage != "parse")
    for stage, parts in [*((stage, (stage,)) for stage in (*STAGES, SPACY)), ("above the parse", above)]:
        seconds = clock.total(*parts)
        shares = " | ".join(f"{seconds / clock.total(whole):.3f}" for whole in ("parse", SPACY))
        print(f"| {stage} | {1000 * seconds / len(articles):.2f} | {shares} |")
    if arguments.profile:
        spent = profile(articles, analyser)
        print("\n| file | share |\n| --- | ---: |")
        for name, seconds in spent.most_common(TOP):
            print(f"| {name} | {seconds / spent.total():.1%} |")


if __name__ == "__main__":
    main()
