"""The stages as spaCy components, for a pipeline of one's own.

    nlp.add_pipe("whodid_events")     who did what, to whom, where, when, according to whom: `doc._.events` …
    nlp.add_pipe("whodid_names")      names made consistent within a document, before other components use them

spaCy finds both by entry points, so that `import kg` is not needed, and a pipeline saved with them loads again where
whodid is installed. What they say of a Doc is JSON in `doc.user_data`, so that `Doc.to_bytes` and
`DocBin(store_user_data=True)` keep it. See `docs/spacy.md`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg import authority as authorities
from kg.dates import is_partial
from kg.errors import InputError, ModelError
from kg.export.records import record_to_json
from kg.extract import extract
from kg.extract.naming.names import mend_names
from kg.extract.text import lexicon
from kg.extract.text.tokens import read_doc
from kg.ids import digest
from kg.model import Article
from kg.parse.labels import is_clearnlp, to_universal
from kg.parse.pipeline import NEEDED
from kg.read import noise_spans
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from collections.abc import Callable

EVENTS = "whodid_events"
NAMES = "whodid_names"
RESULTS = ("events", "actors", "places", "times")
"""Extension attributes of a Doc that hold what was found: lists of JSON objects as in `kg extract --format jsonl`."""
DATE = "date"
"""Extension attribute of a Doc that may be set before the component runs: its publication date."""


def _getter(name: str) -> Callable[[Doc], list[dict[str, Any]]]:
    def get(doc: Doc) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(doc.user_data.get(EVENTS, "{}")).get(name, [])
        return found

    return get


_GETTERS = {name: _getter(name) for name in RESULTS}


def register() -> None:
    """Makes the extension attributes known; again is no error.

    Raises:
        ModelError: another package has an attribute of the same name.
    """
    for name, getter in _GETTERS.items():
        if Doc.has_extension(name):
            if Doc.get_extension(name)[2] is not getter:
                raise ModelError(f"Doc._.{name} belongs to another package; remove its extension first")
        else:
            Doc.set_extension(name, getter=getter)
    if not Doc.has_extension(DATE):
        Doc.set_extension(DATE, default=None)


class EventFinder:
    """Extraction and resolution of one Doc; neither its annotation nor its names are changed.

    Args:
        nlp: the pipeline, for the scheme of its dependency labels.
        date: publication date (`YYYY-MM-DD` or coarser) of Docs whose `doc._.date` is not set; None: unknown.
        noise: leave out scraped boilerplate, as `kg build` does.

    Raises:
        InputError: the date cannot be read.
    """

    def __init__(self, nlp: Language, *, date: str | None, noise: bool) -> None:
        self.nlp = nlp
        self.date = _checked(date)
        self.noise = noise
        self.lexicon = lexicon.load()
        self.authority = authorities.load()
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Finds the events of the Doc.

        Raises:
            ModelError: the Doc lacks a layer, for instance because the component stands before the parser.
            InputError: its own date cannot be read.
        """
        missing = [what for layer, what in NEEDED.items() if len(doc) and not doc.has_annotation(layer)]
        if missing:
            raise ModelError(f"{EVENTS} needs {', '.join(missing)} before it in the pipeline")
        article = Article(id=digest(doc.text), text=doc.text, date=_checked(doc._.date) or self.date)
        record = resolve_article(
            extract(
                article,
                to_universal(doc) if is_clearnlp(self.nlp) else doc,
                noise=noise_spans(doc.text) if self.noise else (),
                lexicon=self.lexicon,
            ),
            authority=self.authority,
        )
        shape = record_to_json(record)
        # as text: spaCy's own storage gives lists back as tuples
        doc.user_data[EVENTS] = json.dumps({name: shape[name] for name in RESULTS}, ensure_ascii=False)
        return doc


@Language.factory(
    EVENTS,
    default_config={"date": None, "noise": True},
    requires=["token.dep", "token.tag", "token.pos", "token.lemma", "doc.ents"],
    assigns=[f"doc._.{name}" for name in RESULTS],
)
def make_events(nlp: Language, name: str, date: str | None, noise: bool) -> EventFinder:
    """The component of that name; spaCy passes the configuration by name."""
    _only_english(nlp, name)
    return EventFinder(nlp, date=date, noise=noise)


@Language.factory(NAMES, requires=["token.dep", "token.pos"], assigns=["doc.ents"])
def make_names(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Gives each name of a document one label, and adds countries, peoples and organisations that were missed."""
    _only_english(nlp, name)
    authority = authorities.load()

    def mend(doc: Doc) -> Doc:
        mended = mend_names(read_doc(doc), authority)
        doc.set_ents([Span(doc, name.start, name.end, label=name.label_) for name in mended.ents])
        return doc

    return mend


def _checked(date: str | None) -> str | None:
    if date and not is_partial(date):
        raise InputError(f"the date {date!r} of {EVENTS} cannot be read; write it as YYYY-MM-DD")
    return date or None


def _only_english(nlp: Language, name: str) -> None:
    if nlp.lang != "en":
        raise ModelError(f"{name} reads English; the pipeline is for {nlp.lang!r}")
