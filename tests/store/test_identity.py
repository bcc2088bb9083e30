"""Records and merged graphs survive the way to quads and back, whatever their texts are."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    Polarity,
    Precision,
    Ref,
    Role,
    Source,
    Span,
    Status,
    Support,
    Tense,
    Time,
    When,
)
from kg.store import canonical_graph, canonical_record, check_graph, check_record, mapping
from kg.store.dump import dump
from kg.store.engine import Embedded
from kg.store.iris import article_graph, article_iri, kind_and_id, local_iri, ref_of, resource_iri
from kg.store.terms import decimal
from kg.vocab import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

nasty = st.sampled_from(
    [
        "\n", "\r\n", "\r", '"', "'", "\\", "\\u0041", "e\u0301", "😀", " ", "\t", "\x00", "\u2028", "\ufeff", "#",
        "%", ">",
    ]
)  # fmt: skip
texts = st.lists(st.one_of(nasty, st.text(st.characters(exclude_categories=["Cs"]), max_size=5)), max_size=6).map(
    "".join
)
ids = texts.filter(bool)
optional_texts = st.none() | texts
units = st.floats(0, 1)
dates = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
)
optional_dates = st.none() | dates
types = st.sampled_from(EVENT_TYPES)


def subsets(known: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(known), max_size=3).map(tuple) if known else st.just(())


def maybe(known: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(known) if known else st.none()


@st.composite
def bounds(draw: st.DrawFn) -> tuple[str | None, str | None]:
    earliest, latest = sorted(draw(st.tuples(st.dates(), st.dates())))
    return draw(st.none() | st.just(earliest.isoformat())), draw(st.none() | st.just(latest.isoformat()))


@st.composite
def records(draw: st.DrawFn) -> ArticleRecord:
    text = draw(texts) + draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    def mentions() -> tuple[ActorMention, ...]:
        spans = [(span(), span(), draw(st.sampled_from(Form))) for _ in range(draw(st.integers(0, 3)))]
        return tuple(ActorMention(span=s, text=s.of(text), head=head, form=form) for s, head, form in spans)

    def filler() -> Filler:
        s = span()
        return Filler(
            role=draw(st.sampled_from(Role)), span=s, text=s.of(text), head=span(), actor=draw(maybe(actor_ids))
        )

    def source() -> Source:
        s = span()
        return Source(span=s, text=s.of(text), actor=draw(maybe(actor_ids)))

    def place_ref() -> PlaceRef | None:
        place = draw(maybe(place_ids))
        s = span()
        return None if place is None else PlaceRef(id=place, span=s, text=s.of(text))

    actor_ids, place_ids, time_ids, event_ids = (
        draw(st.permutations([f"{letter}{number}" for number in range(draw(st.integers(0, most)))]))
        for letter, most in (("a", 2), ("p", 2), ("t", 2), ("e", 12))
    )
    sentences = tuple(span() for _ in range(draw(st.integers(1, 3))))
    times = []
    for time in time_ids:
        s = span()
        earliest, latest = draw(bounds())
        times.append(
            Time(
                id=time,
                span=s,
                text=s.of(text),
                value=draw(optional_dates | st.sampled_from(["2020-W01", "2019-11-06/2020-01-06", "2018-12/2019-01"])),
                precision=draw(st.sampled_from(Precision)),
                earliest=earliest,
                latest=latest,
            )
        )
    events = []
    for event in event_ids:
        s = span()
        events.append(
            LocalEvent(
                id=event,
                type=draw(types),
                trigger=s,
                text=s.of(text),
                lemma=draw(texts),
                sentence=draw(st.integers(0, len(sentences) - 1)),
                roles=tuple(filler() for _ in range(draw(st.integers(0, 2)))),
                place=place_ref(),
                time=draw(maybe(time_ids)),
                polarity=draw(st.sampled_from(Polarity)),
                certainty=draw(st.sampled_from(Certainty)),
                tense=draw(st.sampled_from(Tense)),
                attributed_to=tuple(source() for _ in range(draw(st.integers(0, 1)))),
                confidence=draw(units),
                also=draw(subsets(event_ids)),
                rule=draw(texts),
            )
        )
    return ArticleRecord(
        article=Article(
            id=draw(ids),
            text=text,
            title=draw(optional_texts),
            date=draw(optional_dates),
            source=draw(optional_texts),
            url=draw(optional_texts),
            author=draw(optional_texts),
            language=draw(optional_texts),
        ),
        sentences=sentences,
        actors=tuple(
            LocalActor(
                id=actor,
                kind=draw(st.sampled_from(ActorKind)),
                name=draw(texts),
                mentions=mentions(),
                country=draw(optional_texts),
                titles=draw(st.lists(texts, max_size=2).map(tuple)),
                owner=draw(maybe(actor_ids)),
                authority=draw(optional_texts),
            )
            for actor in actor_ids
        ),
        places=tuple(
            LocalPlace(id=place, name=draw(texts), mentions=mentions(), **draw(positions())) for place in place_ids
        ),
        times=tuple(times),
        events=tuple(events),
        fingerprint=draw(st.lists(st.integers(0, 2**32 - 1), max_size=3).map(tuple)),
        extractor=draw(texts),
    )


@st.composite
def positions(draw: st.DrawFn) -> dict[str, object]:
    known = draw(st.booleans())
    return {
        "country": draw(optional_texts),
        "lat": draw(st.floats(-90, 90)) if known else None,
        "lon": draw(st.floats(-180, 180)) if known else None,
        "geonames": draw(st.none() | st.integers(0, 2**40)),
    }


members = st.lists(st.builds(Ref, ids, st.from_regex(r"[apte][0-9]{1,2}", fullmatch=True)), min_size=1, max_size=3).map(
    tuple
)
names = st.lists(texts, max_size=2).map(tuple)
outside = st.lists(st.sampled_from(["http://x.example/é#1", "urn:a:b", "https://y.example/%20?a='b'"]), max_size=2).map(
    tuple
)


@st.composite
def graphs(draw: st.DrawFn) -> MergedGraph:
    actor_ids = draw(st.lists(ids, max_size=3, unique=True))
    place_ids = draw(st.lists(ids, max_size=2, unique=True))
    event_ids = draw(st.lists(ids, max_size=3, unique=True))
    fillers = st.builds(Participant, role=st.sampled_from(Role), phrase=texts)
    if actor_ids:
        fillers |= st.builds(Participant, role=st.sampled_from(Role), actor=st.sampled_from(actor_ids))
    merges = []
    for kind, known in (("actor", actor_ids), ("place", place_ids), ("event", event_ids)):
        merges += [
            Merge(
                id=f"{kind}:{into}",
                kind=kind,
                into=into,
                members=draw(members),
                rule=draw(texts),
                score=draw(units),
                features=draw(
                    st.lists(st.builds(Feature, name=texts, score=units, detail=texts), max_size=2).map(tuple)
                ),
            )
            for into in known
        ]
    return MergedGraph(
        actors=tuple(
            Actor(
                id=actor,
                kind=draw(st.sampled_from(ActorKind)),
                name=draw(texts),
                members=draw(members),
                aliases=draw(names),
                country=draw(optional_texts),
                titles=draw(names),
                part_of=draw(maybe(actor_ids)),
                same_as=draw(outside),
            )
            for actor in actor_ids
        ),
        places=tuple(
            Place(
                id=place,
                name=draw(texts),
                members=draw(members),
                aliases=draw(names),
                within=draw(maybe(place_ids)),
                same_as=draw(outside),
                **draw(positions()),
            )
            for place in place_ids
        ),
        events=tuple(
            Event(
                id=event,
                type=draw(types),
                label=draw(texts),
                lemma=draw(texts),
                members=draw(members),
                participants=draw(st.lists(fillers, max_size=4).map(tuple)),
                place=draw(maybe(place_ids)),
                when=draw(
                    st.none()
                    | bounds().map(
                        lambda pair: When(earliest=pair[0], latest=pair[1], precision=Precision.RANGE, text="\n")
                    )
                ),
                polarity=draw(st.sampled_from(Polarity)),
                certainty=draw(st.sampled_from(Certainty)),
                tense=draw(st.sampled_from(Tense)),
                status=draw(st.sampled_from(Status)),
                attributed_to=draw(subsets(actor_ids)),
                confidence=draw(units),
                support=Support(articles=1, sources=draw(st.integers(0, 9))),
            )
            for event in event_ids
        ),
        merges=tuple(merges),
        copies=tuple((copy, original) for copy, original in draw(st.dictionaries(ids, ids, max_size=2)).items()),
    )


def through_a_store(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The quads after a transaction in SPARQL and a dump, the two ways in which text could be bent."""
    store = ox.Store()
    named = " ".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    if quads:
        store.update(f"INSERT DATA {{ GRAPH {quads[0].graph_name} {{ {named} }} }}")
    again = ox.Store()
    again.load(store.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
    return list(again)


@QUICK
@given(records())
def test_record_comes_back_as_it_was(record: ArticleRecord) -> None:
    check_record(record)
    canonical = canonical_record(record)
    quads = mapping.record_quads(canonical)
    assert mapping.record_of(through_a_store(quads)) == canonical


@QUICK
@given(records())
def test_order_of_what_has_an_id_does_not_matter(record: ArticleRecord) -> None:
    turned = replace(record, **{name: getattr(record, name)[::-1] for name in ("actors", "places", "times", "events")})
    assert canonical_record(turned) == canonical_record(record)


@QUICK
@given(records())
def test_literals_of_a_record_are_canonical(record: ArticleRecord) -> None:
    quads = mapping.record_quads(canonical_record(record))
    assert set(through_a_store(quads)) == set(quads)
    assert len(set(quads)) == len(quads)


@QUICK
@given(records())
def test_lines_of_a_record_are_those_that_oxigraph_writes(record: ArticleRecord) -> None:
    canonical = canonical_record(record)
    lines = mapping.record_lines(canonical)
    assert lines == ox.serialize(mapping.record_quads(canonical), format=ox.RdfFormat.N_QUADS)
    lenient = ox.Store()
    lenient.bulk_load(input=lines, format=ox.RdfFormat.N_QUADS, lenient=True)
    assert mapping.record_of(lenient) == canonical


@QUICK
@given(graphs())
def test_lines_of_a_merged_graph_are_those_that_oxigraph_writes(graph: MergedGraph) -> None:
    canonical = canonical_graph(graph)
    lines = b"".join(mapping.graph_lines(canonical))
    assert lines == ox.serialize(mapping.graph_quads(canonical), format=ox.RdfFormat.N_QUADS)


@QUICK
@given(graphs())
def test_merged_graph_comes_back_as_it_was(graph: MergedGraph) -> None:
    check_graph(graph)
    canonical = canonical_graph(graph)
    quads = list(mapping.graph_quads(canonical))
    assert mapping.graph_of(through_a_store(quads)) == canonical
    assert set(through_a_store(quads)) == set(quads)


@QUICK
@given(graphs())
def test_order_of_a_merged_graph_does_not_matter(graph: MergedGraph) -> None:
    shuffled = replace(graph, actors=graph.actors[::-1], places=graph.places[::-1], events=graph.events[::-1])
    assert canonical_graph(shuffled) == canonical_graph(graph)


@QUICK
@given(ids)
def test_any_id_is_in_its_iri_exactly(identifier: str) -> None:
    assert kind_and_id(article_iri(identifier)) == ("article", identifier)
    assert kind_and_id(resource_iri("event", identifier)) == ("event", identifier)
    assert ref_of(local_iri(Ref(identifier, "a1"))) == Ref(identifier, "a1")
    assert ox.NamedNode(article_graph(identifier)).value.isascii()


def test_composed_and_decomposed_ids_stay_apart() -> None:
    assert article_iri("é") != article_iri("e\u0301")


@pytest.mark.parametrize(
    ("value", "written"), [(0.12345, "0.1235"), (1.0, "1"), (0.0, "0"), (-0.00001, "0"), (0.5, "0.5")]
)
def test_decimals_are_written_in_canonical_form(value: float, written: str) -> None:
    assert decimal(value).value == written


def test_dump_of_every_text_is_one_line(make_record: Callable[..., ArticleRecord]) -> None:
    record = make_record()
    store = ox.Store()
    store.extend(mapping.record_quads(canonical_record(record)))
    output = io.BytesIO()
    dump(Embedded(store), output, format="nquads")
    assert output.getvalue().count(b"\n") == len(store)
