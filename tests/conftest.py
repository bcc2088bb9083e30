"""Fixture strategy.

- `make_doc` builds a spaCy Doc by hand from words, heads, labels and tags: rule tests never depend on a model.
- `pipeline` loads the shipped model once; tests that use it are marked `model` and check what is reasonable.
- Stores live in `tmp_path`; nothing is written elsewhere, nothing sleeps, nothing needs a network.
- `browser` is one headless Chromium of the system for all tests of pages; two could not be driven in one process.
- Fixtures of one part stand in that part's own conftest.
- Every graph that a test publishes is checked: each quote in it is the text between its offsets.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import Doc

from kg import parse, settings
from kg.store import WriteStore
from kg.store.iris import article_graph, article_iri, span_iri, span_of
from kg.store.terms import node, words_of
from kg.vocab import EV, NIF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from spacy.language import Language

MakeDoc = "Callable[..., Doc]"


@pytest.fixture(scope="session")
def make_doc() -> Callable[..., Doc]:
    """`make_doc("The US killed him .", heads=[…], deps="det nsubj root obj punct", tags="DT NNP VBD PRP .")`.

    `heads` are absolute token indices, as many as words; `pos`, `tags`, `deps` and `lemmas` are blank-separated;
    `ents` are IOB tags such as `B-GPE`. Words are joined by blanks, none before punctuation or 's.
    """
    vocab = spacy.blank("en").vocab

    def build(
        text: str,
        *,
        heads: list[int],
        deps: str,
        tags: str,
        pos: str = "",
        lemmas: str = "",
        ents: str = "",
    ) -> Doc:
        words = text.split()
        glued = {".", ",", "'s", "”", ";", ":", "n't", ")"}
        spaces = [index + 1 < len(words) and words[index + 1] not in glued for index in range(len(words))]
        return Doc(
            vocab,
            words=words,
            spaces=spaces,
            heads=heads,
            deps=deps.split(),
            tags=tags.split(),
            pos=pos.split() if pos else [_POS.get(tag, "NOUN") for tag in tags.split()],
            lemmas=lemmas.split() if lemmas else [word.lower() for word in words],
            ents=ents.split() if ents else None,
        )

    return build


_POS = {
    "DT": "DET", "IN": "ADP", "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "VB": "VERB", "VBD": "VERB",
    "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "JJ": "ADJ", "RB": "ADV", "PRP": "PRON", "PRP$": "PRON",
    "WP": "PRON", "WDT": "PRON", "MD": "AUX", "TO": "PART", "CC": "CCONJ", "CD": "NUM", ".": "PUNCT", ",": "PUNCT",
    "POS": "PART", "AUX": "AUX",
}  # fmt: skip


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """The shipped model, loaded once."""
    return parse.load_pipeline(settings.DEFAULT_MODEL)


@pytest.fixture(scope="session")
def launch_chromium() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium with the flags given; the tests are skipped where there is none."""
    found = os.environ.get("CHROMIUM") or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("there is no chromium; install it, or set CHROMIUM to its path")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        # a root user has no sandbox in containers
        yield lambda *flags: playwright.chromium.launch(executable_path=found, args=["--no-sandbox", *flags])


@pytest.fixture(scope="session")
def browser(launch_chromium: Callable[..., Browser]) -> Iterator[Browser]:
    """Chromium with WebGL by software, as there may be no graphics card."""
    launched = launch_chromium("--enable-unsafe-swiftshader", "--use-angle=swiftshader")
    yield launched
    launched.close()


CHECKED: set[tuple[str, str]] = set()
"""Articles, with the digests of their graphs, whose quotes were checked; the same graph is not checked twice."""


def check_quotes(store: WriteStore) -> int:
    """Compares all quotes and stretches of all articles with their texts, in the quads themselves; how many."""
    n_quotes = 0
    for article, digest in store.article_ids().items():
        if (article, digest) in CHECKED:
            continue
        nodes: dict[str, dict[str, str]] = {}
        for quad in store._live.quads(graph=node(article_graph(article))):
            nodes.setdefault(words_of(quad.subject), {})[quad.predicate.value] = words_of(quad.object)
        text = nodes[article_iri(article)][NIF.isString]
        for iri, values in nodes.items():
            if EV.quote in values:
                n_quotes += 1
                found = text[int(values[EV.begin]) : int(values[EV.end])]
                assert found == values[EV.quote], f"{iri} quotes {values[EV.quote]!r} where the text has {found!r}"
            for term in (EV.head, EV.placeSpan):
                if term in values:
                    n_quotes += 1
                    span = span_of(values[term])
                    assert span_iri(article_iri(article), span) == values[term], (
                        f"{iri} quotes {values[term]} elsewhere"
                    )
                    assert span.end <= len(text), f"{iri} quotes {span!r} of {len(text)} code points"
        CHECKED.add((article, digest))
    return n_quotes


@pytest.fixture(autouse=True, scope="session")
def _every_quote_is_in_its_text() -> Iterator[None]:
    publish = WriteStore.publish

    def checked(self: WriteStore) -> int:
        generation = publish(self)
        check_quotes(self)
        return generation

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WriteStore, "publish", checked)
        yield
