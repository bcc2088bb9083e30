"""Loading the pipeline and running it over articles in batches."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language
from spacy.pipeline import Tok2Vec

from kg.errors import ModelError
from kg.parse.borders import mark_borders
from kg.parse.embeddings import remember_words
from kg.parse.kernels import quicken
from kg.parse.labels import is_clearnlp, to_universal
from kg.parse.quick import hasten
from kg.parse.recase import common_words, recased, restored
from kg.parse.rulers import narrow
from kg.parse.steps import portions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from spacy.tokens import Doc

    from kg.model import Article, Span

logger = logging.getLogger(__name__)

BATCH_SIZE = 32
"""Articles per call of `nlp.pipe`; larger batches gained nothing on news-sized texts and hold more memory."""
NEEDED = {"TAG": "a tagger", "DEP": "a dependency parser", "ENT_IOB": "a name recogniser", "LEMMA": "a lemmatizer"}
BORDERS = "whodid_borders"


@dataclass(frozen=True, slots=True)
class Parsed:
    """One article with its Doc (Universal Dependencies) and the spans of its scraped noise."""

    article: Article
    doc: Doc
    noise: tuple[Span, ...]


@Language.component(BORDERS)
def _borders(doc: Doc) -> Doc:
    return mark_borders(doc)


def load_pipeline(name: str | Path) -> Language:
    """The pipeline of that name or path, with paragraph borders set before its parser runs.

    Raises:
        ModelError: not found, not English, or without a layer that extraction needs.
    """
    folder = pipeline_folder(name)
    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError, KeyError) as exc:
        raise ModelError(f"the pipeline {str(name)!r} cannot be loaded ({exc}); reinstall it") from exc
    if nlp.lang != "en":
        raise ModelError(f"the pipeline {str(name)!r} is for {nlp.lang!r}; whodid reads English: give an English one")
    missing = _missing_layers(nlp)
    if missing:
        raise ModelError(f"the pipeline {str(name)!r} lacks {', '.join(missing)}; give one that has them")
    if BORDERS not in nlp.pipe_names:
        nlp.add_pipe(BORDERS, first=True)
    quicken(nlp)
    remember_words(nlp)
    for _, component in nlp.components:
        if isinstance(component, Tok2Vec):
            component.predict = partial(_in_portions, component.predict)  # type: ignore[method-assign]
    hasten(nlp)
    narrow(nlp)
    return nlp


def _in_portions(predict: Callable[[list[Doc]], list[Any]], docs: Iterable[Doc]) -> list[Any]:
    return [found for portion in portions_of(docs) for found in predict(portion)]


def _missing_layers(nlp: Language) -> list[str]:
    doc = nlp("Police in Paris arrested two men on Monday.")
    return [what for layer, what in NEEDED.items() if not doc.has_annotation(layer)]


def parse(items: Iterable[tuple[Article, tuple[Span, ...]]], nlp: Language) -> Iterator[Parsed]:
    """Parses articles in order, a batch at a time; memory does not grow with their number."""
    clearnlp = is_clearnlp(nlp)
    common = common_words(nlp)
    pairs = ((recased(article.text, common), (article, noise)) for article, noise in items)
    for doc, (article, noise) in nlp.pipe(pairs, as_tuples=True, batch_size=BATCH_SIZE):
        found = to_universal(doc) if clearnlp else doc
        yield Parsed(article, restored(found, article.text), noise)


def model_name(nlp: Language) -> str:
    """`en_whodid_news@0.1.0`."""
    return _identity(nlp.meta)


def pipeline_id(name: str | Path) -> str:
    """What `model_name` gives, without loading the pipeline; ModelError when there is none of that name."""
    return _identity(model_card(name))


def pipeline_folder(name: str | Path) -> Path:
    """Folder of an installed pipeline, or the path itself; ModelError when there is neither."""
    path = Path(name)
    if path.is_dir():
        return path
    if spacy.util.is_package(str(name)):
        return spacy.util.get_package_path(str(name))
    raise ModelError(f"no spaCy pipeline {str(name)!r}: install it, or give the path of its folder to --model")


def model_card(name: str | Path) -> dict[str, Any]:
    """The pipeline's `meta.json`: name, version, licence, sources, scores.

    Raises:
        ModelError: there is no such pipeline, or its folder holds no readable `meta.json`.
    """
    folder = pipeline_folder(name)
    try:
        card: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise ModelError(f"{str(folder)!r} is no folder of a spaCy pipeline; give one with a meta.json") from exc
    return card


def _identity(meta: Mapping[str, Any]) -> str:
    return f"{meta.get('lang', 'en')}_{meta.get('name', 'pipeline')}@{meta.get('version', '0')}"
