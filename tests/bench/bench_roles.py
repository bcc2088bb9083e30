"""Who did what to whom, verb by verb, against PropBank's annotation of the English Web Treebank.

    python tests/bench/bench_roles.py DATA [--split dev] [--model NAME] [--wrong 20]

DATA holds `roles/propbank_ewt.SPLIT.jsonl` (sentences as text and words, with frames: predicate, roleset, arguments as
half-open word ranges) and `parsing/ewt_gum.SPLIT.conllu` (the same sentences as trees, from which the heads of the
arguments come). Each sentence is parsed from its raw text.

Scored are frames of verbs, light ones and "be" left out: "everything" reads every verb, "events" only those that make
an event here. An argument is found when the head of a filler (agent for ARG0, patient for ARG1) lies on the head of the
gold argument; where the gold has a relative pronoun, its antecedent counts as well. A clause that a verb takes is its
ARG1 when it has no other. P is over verbs for which something is said, R over verbs that have the argument. PropBank
calls what moves or appears ARG1 where our codebook calls who moves the agent, so that ARG0 cannot be perfect.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg import authority, parse, settings
from kg.extract.events.predicates import PredicateFinder
from kg.extract.events.slots import SlotFinder
from kg.extract.mending.mend import mend_tokens, mend_tree
from kg.extract.naming.names import mend_names
from kg.extract.text import lexicon, tree
from kg.extract.text.tokens import read_doc
from kg.model import Article, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.text.tokens import Doc, Token

Range = tuple[int, int]
ROLES = {"ARG0": Role.AGENT, "ARG1": Role.PATIENT}
RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a gold tree; `head` counts from 0, the root is its own head minus one (-1)."""

    form: str
    tag: str
    head: int
    label: str


@dataclass(slots=True)
class Count:
    """Arguments found, said and wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def line(self) -> str:
        """Precision, recall and F."""
        p, r = self.right / max(self.said, 1), self.right / max(self.wanted, 1)
        return f"P {p:.3f}  R {r:.3f}  F {2 * p * r / max(p + r, 1e-9):.3f}  of {self.wanted}"


@dataclass(slots=True)
class Scores:
    """Counts by role, of all verbs and of those that make events."""

    everything: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in ROLES})
    events: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in ROLES})
    wrong: list[str] = field(default_factory=list)


def read_trees(path: Path) -> dict[str, list[Word]]:
    """Sentence id → words, of a CoNLL-U file."""
    found: dict[str, list[Word]] = {}
    words: list[Word] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# sent_id"):
            words = found.setdefault(line.partition("=")[2].strip(), [])
        elif line and line[0].isdigit():
            cells = line.split("\t")
            if cells[0].isdigit():
                words.append(Word(cells[1], cells[3], int(cells[6]) - 1, cells[7]))
    return found


def head_of(words: list[Word], begin: int, end: int) -> int:
    """The word of a range whose head lies outside it."""
    for index in range(begin, end):
        if not begin <= words[index].head < end and words[index].label != "punct":
            return index
    return begin


def antecedent(words: list[Word], index: int) -> int | None:
    """The noun that a relative pronoun stands for, None for any other word."""
    if words[index].form.lower() not in RELATIVES or words[index].tag not in {"PRON", "DET"}:
        return None
    for _ in words:
        if words[index].label == "acl:relcl":
            return words[index].head
        index = words[index].head
        if index < 0:
            return None
    return None


def locate(text: str, words: Iterable[str]) -> list[Range]:
    """Character ranges of the words of a text, in order; an empty range where a word is not there."""
    found, at = [], 0
    for word in words:
        begin = text.find(word, at)
        found.append((begin, begin + len(word)) if begin >= 0 else (at, at))
        at = found[-1][1]
    return found


def fillers(finder: PredicateFinder, verb: Token) -> dict[str, list[Token]]:
    """PropBank role → heads of what we read there, clauses included."""
    predicate = finder.read(verb)
    found = {name: predicate.fillers(role) for name, role in ROLES.items()}
    if not found["ARG1"]:
        found["ARG1"] = tree.children(verb, "ccomp", "xcomp")[:1]
    return found


def score_sentence(row: dict[str, object], words: list[Word], doc: Doc, scores: Scores) -> None:
    """Adds the verbs of one sentence to the counts."""
    finder = PredicateFinder(lexicon.load(), SlotFinder(lexicon.load()))
    tokens = [token for token in doc if not token.is_space]
    events = {predicate.token.i for predicate in finder.find(tokens)}
    places = locate(doc.text, [word.form for word in words])
    for index, arguments in _gold(row, words):
        verb = next((token for token in tokens if _meets(token, places[index])), None)
        read = fillers(finder, verb) if verb is not None and verb.pos_ == "VERB" else {}
        for name in ROLES:
            heads = arguments.get(name, [])
            heads = heads + [noun for head in heads if (noun := antecedent(words, head)) is not None]
            said = read.get(name, [])
            right = any(_meets(token, places[head]) for token in said for head in heads)
            for counts in (scores.everything, scores.events if verb is not None and verb.i in events else None):
                if counts is not None:
                    counts[name].right += right
                    counts[name].said += bool(said)
                    counts[name].wanted += bool(heads)
            if right != bool(heads) or (said and not right):
                given = ", ".join(token.text for token in said) or "-"
                gold = ", ".join(words[head].form for head in heads) or "-"
                scores.wrong.append(f"{words[index].form}: {name} is {given}, not {gold}: {doc.text}")


def _gold(row: dict[str, object], words: list[Word]) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """Index of each verb that is scored, with the heads of its arguments by role."""
    frames = row["frames"]
    if not isinstance(frames, list):
        raise TypeError(f"frames of {row.get('sent_id')!r} are no list")
    for frame in frames:
        index, roleset = frame["pred"], frame["roleset"]
        if words[index].tag == "VERB" and not roleset.endswith(".LV") and not roleset.startswith("be."):
            arguments: dict[str, list[int]] = {}
            for name, begin, end in frame["args"]:
                arguments.setdefault(name, []).append(head_of(words, begin, end))
            yield index, arguments


def _meets(token: Token, place: Range) -> bool:
    return place[0] < token.idx + len(token.text) and token.idx < place[1]


def run(data: Path, *, split: str, model: str) -> Scores:
    """Parses and scores all sentences of a split whose words are those of the treebank."""
    nlp, known = parse.load_pipeline(model), authority.load()
    trees = read_trees(data / "parsing" / f"ewt_gum.{split}.conllu")
    with (data / "roles" / f"propbank_ewt.{split}.jsonl").open(encoding="utf-8", newline="\n") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if [word.form for word in trees.get(row["sent_id"], [])] == row["words"]]
    articles = [(Article(id=row["sent_id"], text=row["text"]), ()) for row in rows]
    scores = Scores()
    for row, parsed in zip(rows, parse.parse(articles, nlp), strict=True):
        doc = mend_tokens(mend_tree(mend_names(read_doc(parsed.doc), known), lexicon.load()), lexicon.load())
        score_sentence(row, trees[row["sent_id"]], doc, scores)
    return scores


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", default=str(settings.DEFAULT_MODEL))
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="print the first N wrong arguments")
    arguments = parser.parse_args()
    scores = run(arguments.data, split=arguments.split, model=arguments.model)
    for title, counts in (("everything", scores.everything), ("events", scores.events)):
        for name, count in counts.items():
            print(f"{title:<12}{name}  {count.line()}")
    for line in scores.wrong[: arguments.wrong]:
        print(line)


if __name__ == "__main__":
    main()
