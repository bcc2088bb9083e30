"""Where, when and whether, against PropBank's and UDS' annotation of the English Web Treebank.

    python tests/bench/bench_circumstances.py DATA [--split dev] [--model NAME] [--wrong 20]

DATA holds `roles/propbank_ewt.SPLIT.jsonl` (sentences with frames: predicate, arguments as half-open word ranges) and
`factuality/uds.SPLIT.jsonl` (the same sentences by `sent_id`, each predicate with a score below 0 for what did not
happen). Each sentence is parsed from its raw text and extracted as an article of its own, published on `PUBLISHED`.

    place     events of ours whose frame has an ARGM-LOC that holds a name of a place as our names have them: R; P over
              events with a frame that we give a place
    time      events whose frame has an ARGM-TMP that holds an expression that we read: R; P over events that we date
    not       events that scored below -`SURE`: those that we deny, put ahead or doubt are right (P, R, F); the rest
              scored above `SURE`
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_roles import locate
from bench_times import Count, Scores, print_scores

from kg import parse, settings
from kg.extract import extract
from kg.model import Article, Certainty, Polarity, Span, Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import EventMention, Extraction

PUBLISHED = "2005-06-15"
SURE = 0.5
PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate: its word, what its arguments span by role, and whether it happened (None where not asked)."""

    word: Span
    arguments: dict[str, list[Span]]
    score: float | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its frames."""

    id: str
    text: str
    frames: tuple[Frame, ...] = field(default_factory=tuple)

    def article(self) -> Article:
        """As `kg.parse` takes it."""
        return Article(id=self.id, text=self.text, date=PUBLISHED)


def read_corpus(data: Path, split: str) -> list[Sentence]:
    """The sentences of PropBank's file, with UDS' scores."""
    scores = {row["sent_id"]: dict(_scores(row)) for row in _rows(data / "factuality" / f"uds.{split}.jsonl")}
    sentences = []
    for row in _rows(data / "roles" / f"propbank_ewt.{split}.jsonl"):
        words = locate(row["text"], row["words"])
        known = scores.get(row["sent_id"], {})
        frames = []
        for frame in row["frames"]:
            arguments: dict[str, list[Span]] = {}
            for role, begin, end in frame["args"]:
                if words[begin][0] < words[end - 1][1]:
                    arguments.setdefault(role, []).append(Span(words[begin][0], words[end - 1][1]))
            begin, end = words[frame["pred"]]
            if begin < end:
                frames.append(Frame(Span(begin, end), arguments, known.get(frame["pred"])))
        sentences.append(Sentence(row["sent_id"], row["text"], tuple(frames)))
    return sentences


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        yield from map(json.loads, lines)


def _scores(row: dict[str, Any]) -> Iterator[tuple[int, float]]:
    for word, score, _ in row["factuality"]:
        yield word, score


def score_sentence(sentence: Sentence, found: Extraction, scores: Scores) -> None:
    """Adds the events of one sentence that have a frame."""
    names = [mention.span for mention in found.mentions if mention.label in PLACES]
    times = {time.id: time.span for time in found.times}
    for event in found.events:
        frame = next((item for item in sentence.frames if _meet(item.word, event.trigger)), None)
        if frame is None:
            continue
        place = found.mentions[event.place].span if event.place is not None else None
        _score(scores, "place", frame, "ARGM-LOC", names, place, sentence.text)
        _score(scores, "time", frame, "ARGM-TMP", list(times.values()), times.get(event.time or ""), sentence.text)
        _score_factuality(event, frame, scores, sentence.text)


def _score(
    scores: Scores, name: str, frame: Frame, role: str, candidates: list[Span], given: Span | None, text: str
) -> None:
    """Whether what we give is in the argument, where the argument holds something that we could have given."""
    spans = frame.arguments.get(role, [])
    wanted = [item for item in candidates if any(_meet(item, span) for span in spans)]
    right = given is not None and any(_meet(given, span) for span in spans)
    scores.counts[name].add(right=right, said=given is not None, wanted=bool(wanted) or right)
    if not right and (wanted or given is not None):
        said = text[given.start : given.end] if given is not None else "-"
        gold = ", ".join(text[item.start : item.end] for item in spans) or "-"
        kind = f"{name} surplus" if not wanted else f"{name} missed" if given is None else f"{name} other"
        roles = {label for label, items in frame.arguments.items() if given and any(_meet(given, one) for one in items)}
        scores.wrong.append(f"{kind}: {said} {sorted(roles)}, not {gold}: {_marked(text, frame.word)}")


def _score_factuality(event: EventMention, frame: Frame, scores: Scores, text: str) -> None:
    if frame.score is None or abs(frame.score) < SURE:
        return
    untrue = frame.score < 0
    said = event.polarity is Polarity.NEG or event.tense is Tense.FUTURE or event.certainty is Certainty.POSSIBLE
    scores.counts["not"].add(right=said and untrue, said=said, wanted=untrue)
    if said != untrue:
        kind = "not surplus" if said else "not missed"
        scores.wrong.append(f"{kind}: {event.polarity} {event.certainty} {event.tense}: {_marked(text, frame.word)}")


def _meet(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def _marked(text: str, word: Span) -> str:
    return f"{text[: word.start]}[{text[word.start : word.end]}]{text[word.end :]}"


def score(sentences: Iterable[Sentence], extracted: Iterable[Extraction]) -> Scores:
    """Counts over all sentences."""
    scores = Scores()
    for name in ("place", "time", "not"):
        scores.counts[name] = Count()
    for sentence, found in zip(sentences, extracted, strict=True):
        score_sentence(sentence, found, scores)
    return scores


def run(data: Path, *, split: str, model: str) -> Scores:
    """Reads, parses, extracts and scores."""
    nlp, sentences = parse.load_pipeline(model), read_corpus(data, split)
    parsed = parse.parse(((sentence.article(), ()) for sentence in sentences), nlp)
    return score(sentences, (extract(item.article, item.doc) for item in parsed))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", default=str(settings.DEFAULT_MODEL))
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="print the first N wrong of each kind")
    arguments = parser.parse_args()
    print_scores(run(arguments.data, split=arguments.split, model=arguments.model), n_wrong=arguments.wrong)


if __name__ == "__main__":
    main()
