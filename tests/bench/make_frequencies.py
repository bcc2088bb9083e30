"""Writes `kg/authority/files/frequencies.txt`: how common each word is in news, to tell which articles tell one story.

    python tests/bench/make_frequencies.py gmb.train.jsonl

In: JSON lines with a `text` of one sentence each. The shipped file was made from the 42,825 sentences of the Groningen
Meaning Bank's training side (Voice of America news, public domain). Out: a line per half step of
log2(sentences / sentences with the word), followed by the words of that rareness. Words of fewer than three
sentences are left out: an unknown word counts as rare as the rarest.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

from kg.authority.stories import story_words

FEWEST = 3
TARGET = Path(__file__).parents[2] / "kg" / "authority" / "files" / "frequencies.txt"


def main(path: str) -> None:
    """Counts the sentences of the file and writes the table."""
    spread: Counter[str] = Counter()
    n_sentences = 0
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            n_sentences += 1
            spread.update(set(story_words(json.loads(line)["text"])))
    steps: dict[float, list[str]] = {}
    for word, count in spread.items():
        if count >= FEWEST and word.isascii():
            steps.setdefault(round(2 * math.log2(n_sentences / count)) / 2, []).append(word)
    head = "# Rareness of words in news: log2(sentences / sentences with it). Made by tests/bench/make_frequencies.py\n"
    rows = "".join(f"{step:g} {' '.join(sorted(words))}\n" for step, words in sorted(steps.items()))
    TARGET.write_text(head + rows, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
