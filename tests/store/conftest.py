"""Fixtures of the store's tests: one record that uses every field, and the merged graph of some records."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.model import (
    Actor,
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
    Certainty,
    Event,
    Feature,
    Filler,
    Form,
    LocalActor,
    LocalEvent,
    LocalPlace,
    Merge,
    MergedGraph,
    Participant,
    Place,
    PlaceRef,
    Precision,
    Ref,
    Role,
    Source,
    Span,
    Status,
    Support,
    Time,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVERS = runpy.run_path(str(Path(__file__).with_name("servers.py")))
BACKENDS = ("folder", "oxigraph", "virtuoso")

TEXT = (
    "Rebels shelled the harbour of Lorna on Friday, the ministry said.\n"
    "“They may have used a drone,” it added 😀. The shelling lasted hours."
)


def _mention(text: str, words: str, *, form: Form = Form.NAME, start: int = 0) -> ActorMention:
    begin = text.index(words, start)
    span = Span(begin, begin + len(words))
    return ActorMention(span=span, text=words, head=span, form=form)


def _record(
    article_id: str = "wire/1 ü%20#x", *, text: str = TEXT, extractor: str = "whodid@0 test@0"
) -> ArticleRecord:
    rebels = _mention(text, "Rebels")
    they = _mention(text, "They", form=Form.PRONOUN)
    ministry = _mention(text, "the ministry", form=Form.NOMINAL)
    lorna = _mention(text, "Lorna")
    drone = _mention(text, "a drone", form=Form.NOMINAL)
    friday = _mention(text, "on Friday")
    trigger = _mention(text, "shelled")
    again = _mention(text, "shelling")
    end = text.index(".\n") + 1
    return ArticleRecord(
        article=Article(
            id=article_id,
            text=text,
            title='Harbour "shelled"',
            date="2020-01-04",
            source="Herald",
            url="https://news.example/1?a=b c",
        ),
        sentences=(Span(0, end), Span(end + 1, len(text))),
        actors=(
            LocalActor(id="a1", kind=ActorKind.GROUP, name="Rebels", mentions=(rebels, they), titles=("Gen.",)),
            LocalActor(id="a2", kind=ActorKind.ORGANIZATION, name="ministry", mentions=(ministry,), owner="a1"),
        ),
        places=(
            LocalPlace(id="p1", name="Lorna", mentions=(lorna,), country="XL", lat=-33.30001, lon=44.4, geonames=7),
        ),
        times=(
            Time(
                id="t1",
                span=friday.span,
                text=friday.text,
                value="2020-01-03",
                precision=Precision.DAY,
                earliest="2020-01-03",
                latest="2020-01-03",
            ),
        ),
        events=(
            LocalEvent(
                id="e1",
                type="ASSAULT",
                trigger=trigger.span,
                text=trigger.text,
                lemma="shell",
                sentence=0,
                roles=(
                    Filler(role=Role.AGENT, span=rebels.span, text=rebels.text, head=rebels.span, actor="a1"),
                    Filler(role=Role.INSTRUMENT, span=drone.span, text=drone.text, head=drone.span),
                ),
                place=PlaceRef(id="p1", span=lorna.span, text=lorna.text),
                time="t1",
                certainty=Certainty.POSSIBLE,
                attributed_to=(Source(span=ministry.span, text=ministry.text, actor="a2"),),
                confidence=0.87,
                also=("e2",),
                rule="active",
            ),
            LocalEvent(
                id="e2", type="ASSAULT", trigger=again.span, text=again.text, lemma="shelling", sentence=1, also=("e1",)
            ),
        ),
        fingerprint=(0, 4294967295, 17),
        extractor=extractor,
    )


def _graph(*records: ArticleRecord) -> MergedGraph:
    ids = sorted(record.article.id for record in records)
    if not ids:
        return MergedGraph()
    refs = {local: tuple(Ref(article, local) for article in ids) for local in ("a1", "a2", "p1", "e1")}
    return MergedGraph(
        actors=(
            Actor(id="ministry", kind=ActorKind.ORGANIZATION, name="ministry", members=refs["a2"], part_of="rebels"),
            Actor(
                id="rebels",
                kind=ActorKind.GROUP,
                name="Rebels",
                members=refs["a1"],
                aliases=("Rebels", "the rebels"),
                titles=("Gen.",),
                same_as=("http://www.wikidata.org/entity/Q1",),
            ),
        ),
        places=(
            Place(id="lorna", name="Lorna", members=refs["p1"], country="XL", lat=-33.3, lon=44.4, within="xl"),
            Place(id="xl", name="Xland", members=()),
        ),
        events=(
            Event(
                id="assault/1",
                type="ASSAULT",
                label="Rebels shelled Lorna, 3 January 2020",
                lemma="shell",
                members=refs["e1"],
                participants=(
                    Participant(role=Role.AGENT, actor="rebels"),
                    Participant(role=Role.INSTRUMENT, phrase="a drone"),
                ),
                place="lorna",
                when=When(earliest="2020-01-03", latest="2020-01-03", precision=Precision.DAY, text="on Friday"),
                certainty=Certainty.POSSIBLE,
                status=Status.ALLEGED,
                attributed_to=("ministry",),
                confidence=0.9,
                support=Support(articles=len(ids), sources=1),
            ),
        ),
        merges=(
            Merge(
                id="m1",
                kind="event",
                into="assault/1",
                members=refs["e1"],
                rule="same",
                score=0.95,
                features=(Feature(name="type", score=1.0, detail="Both are attacks."),),
            ),
        ),
        copies=tuple((article, ids[0]) for article in ids[1:]),
    )


@pytest.fixture(scope="session")
def make_record() -> Callable[..., ArticleRecord]:
    return _record


@pytest.fixture(scope="session")
def make_graph() -> Callable[..., MergedGraph]:
    return _graph


@pytest.fixture(scope="session", params=BACKENDS)
def backend(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., object]]:
    """Gives an empty place for a store, by name: what the interface promises is tested on each kind of place."""
    kind: str = request.param
    reason = SERVERS["why_not"](kind)
    if reason is not None:
        pytest.skip(reason)
    servers: dict[str, object] = {}

    def place(name: str) -> object:
        # One Virtuoso is enough: it takes seconds to start. What is compared with it lies in a folder.
        if kind == "folder" or (kind == "virtuoso" and servers.keys() - {name}):
            return tmp_path_factory.mktemp("place") / name
        if name not in servers:
            if kind == "oxigraph":
                servers[name] = SERVERS["OxigraphServer"]()
            else:
                servers[name] = SERVERS["VirtuosoServer"](tmp_path_factory.mktemp("virtuoso") / "db")
        server = servers[name]
        server.clear()  # type: ignore[attr-defined]
        return server.address  # type: ignore[attr-defined]

    place.kind = kind  # type: ignore[attr-defined]
    yield place
    for server in servers.values():
        server.stop()  # type: ignore[attr-defined]


@pytest.fixture
def place(backend: Callable[[str], object]) -> Callable[[str], object]:
    """`place("s")` is one and the same empty place within a test."""
    given: dict[str, object] = {}

    def find(name: str = "s") -> object:
        if name not in given:
            given[name] = backend(name)
        return given[name]

    find.kind = backend.kind  # type: ignore[attr-defined]
    return find
