"""The shapes pass on a whole store, and each of them fails on a graph that breaks it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.collection import Collection

from kg.errors import StoreError
from kg.model import (
    Actor,
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
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
    PartOf,
    Place,
    PlaceRef,
    Precision,
    Ref,
    Role,
    Source,
    Span,
    Time,
    When,
)
from kg.store import ReadStore, WriteStore
from kg.store.shacl import validate, violations
from kg.vocab import PREFIXES
from ontology import SHAPES

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Rebels shelled Lorna today, Rebels said."
ARTICLE = "https://w3id.org/whodid/id/article/a"
ID = "https://w3id.org/whodid/id/"
GRAPHS = "https://w3id.org/whodid/graph/"
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + f"PREFIX id: <{ID}>\n"


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def mention(words: str, *, head: str = "") -> ActorMention:
    return ActorMention(span=span(words), text=words, head=span(head or words), form=Form.NAME)


RECORD = ArticleRecord(
    article=Article(id="a", text=TEXT, date="2020-01"),
    sentences=(Span(0, len(TEXT)),),
    actors=(
        LocalActor(id="a1", kind=ActorKind.GROUP, name="Rebels", mentions=(mention("Rebels", head="Rebel"),)),
        LocalActor(id="a2", kind=ActorKind.GROUP, name="said", mentions=(), owner="a1"),
    ),
    places=(LocalPlace(id="p1", name="Lorna", mentions=(mention("Lorna"),), lat=1.5, lon=2.5),),
    times=(
        Time(
            id="t1",
            span=span("today"),
            text="today",
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
            trigger=span("shelled"),
            text="shelled",
            lemma="shell",
            sentence=0,
            roles=(Filler(role=Role.AGENT, span=span("Rebels"), text="Rebels", head=span("Rebels"), actor="a1"),),
            place=PlaceRef(id="p1", span=span("Lorna"), text="Lorna"),
            time="t1",
            attributed_to=(Source(span=span("Rebels"), text="Rebels", actor="a1"),),
            also=("e2",),
        ),
        LocalEvent(id="e2", type="STATEMENT", trigger=span("said"), text="said", lemma="say", sentence=0),
    ),
    fingerprint=(1, 2),
)
GRAPH = MergedGraph(
    actors=(
        Actor(id="r", kind=ActorKind.GROUP, name="Rebels", members=(Ref("a", "a1"),), same_as=("http://x.example/1",)),
        Actor(id="s", kind=ActorKind.PERSON, name="S", members=(Ref("a", "a2"),), part_of="r"),
    ),
    places=(
        Place(id="l", name="Lorna", members=(Ref("a", "p1"),), lat=1.5, lon=2.5, within="x"),
        Place(id="x", name="X", members=()),
    ),
    events=(
        Event(
            id="e",
            type="ASSAULT",
            label="Rebels shelled Lorna",
            lemma="shell",
            members=(Ref("a", "e1"),),
            participants=(Participant(role=Role.AGENT, actor="r"),),
            place="l",
            when=When(earliest="2020-01-03", latest="2020-01-04", precision=Precision.RANGE, text="today"),
            attributed_to=("r",),
        ),
        Event(
            id="f",
            type="CASUALTY",
            label="Death",
            lemma="death",
            members=(Ref("a", "e2"),),
            part_of=PartOf(whole="e", rule="in it", score=0.9, detail="In it.", mention=Ref("a", "e2")),
        ),
    ),
    merges=(
        Merge(
            id="m",
            kind="event",
            into="e",
            members=(Ref("a", "e1"),),
            rule="same",
            score=0.9,
            features=(Feature(name="type", score=1.0, detail="Both are attacks."),),
        ),
    ),
)

# SPARQL updates on the sound graph of both layers, and the message that each must bring. Values are dropped with
# DROP (subject, property) and set with SET (subject, property, new value).
A, EVENT, LOCAL = f"<{ARTICLE}>", "<https://w3id.org/whodid/id/event/e>", f"<{ARTICLE}#e1>"
ACTOR, PLACE, MERGE = f"<{ID}actor/r>", f"<{ID}place/l>", f"<{ID}merge/m>"
TIME, REASON, ROLE, SAID = f"<{ID}event/e#time>", f"<{ID}merge/m#r0>", f"<{ARTICLE}#e1.r0>", f"<{ARTICLE}#e1.q0>"
LACTOR, LPLACE, LTIME = f"<{ARTICLE}#a1>", f"<{ARTICLE}#p1>", f"<{ARTICLE}#t1>"
WORDS, SENT, SECOND = f"<{ARTICLE}#a1.0>", f"<{ARTICLE}#s0>", f"<{ARTICLE}#a2>"
PART = f"<{ID}event/f>"
SECOND_SAID = f"<{ARTICLE}#e1.q1>"
NOWHERE = "<https://x.example/nowhere>"

FAULTS: list[tuple[str, str, str | None, str]] = [
    (A, "dcterms:identifier", None, "exactly one id, a text that is not empty"),
    (A, "nif:isString", None, "exactly one text"),
    (A, "dcterms:issued", '"2020"', "at most one date of publication"),
    (A, "ev:fingerprint", '"xyz"', "32-bit numbers"),
    (SENT, "ev:inArticle", None, "A sentence needs exactly one article"),
    (LOCAL, "rdf:type", "nif:Sentence", "numbered by its IRI"),
    (LOCAL, "ev:begin", "-1", "exactly one begin"),
    (LOCAL, "ev:end", None, "exactly one end"),
    (LOCAL, "ev:begin", "39", "A span begins before it ends"),
    (LOCAL, "ev:quote", None, "exact words"),
    (WORDS, "ev:head", f"<{ARTICLE}#a1>", "The head of a mention is one stretch"),
    (LOCAL, "ev:inArticle", None, "A mention needs exactly one article"),
    (LACTOR, "ev:kind", '"robot"', "is of one kind"),
    (SECOND, "ev:partOf", NOWHERE, "owner of a local actor"),
    (WORDS, "ev:refersTo", NOWHERE, "belongs to exactly one local actor or place"),
    (WORDS, "ev:form", '"gesture"', "a name, a nominal or a pronoun"),
    (LTIME, "ev:precision", '"century"', "A time has one precision"),
    (LTIME, "sem:hasEarliestBeginTimeStamp", '"2020"^^xsd:gYear', "earliest bound of a time is one day"),
    (LTIME, "sem:hasLatestEndTimeStamp", '"2020"^^xsd:gYear', "latest bound of a time is one day"),
    (LTIME, "sem:hasEarliestBeginTimeStamp", '"2021-01-01"^^xsd:date', "not after its latest"),
    (LOCAL, "ev:type", "<https://w3id.org/whodid/type/PICNIC>", "exactly one type, of the codebook"),
    (EVENT, "ev:status", "ev:Rumoured", "exactly one status"),
    (EVENT, "ev:status", None, "exactly one status"),
    (EVENT, "ev:polarity", '"MAYBE"', "POS or NEG"),
    (EVENT, "ev:certainty", '"SURE"', "CERTAIN, PROBABLE or POSSIBLE"),
    (EVENT, "ev:tense", '"PAST"', "NON_FUTURE or FUTURE"),
    (EVENT, "ev:confidence", "1.5", "one decimal from 0 to 1"),
    (EVENT, "ev:lemma", None, "dictionary form"),
    (LOCAL, "ev:sentence", NOWHERE, "exactly one sentence"),
    (LOCAL, "ev:also", NOWHERE, "further mention of an event"),
    (LOCAL, "ev:time", NOWHERE, "time of an event mention"),
    (LOCAL, "ev:place", NOWHERE, "place of an event mention is"),
    (LOCAL, "ev:placeSpan", f"<{ARTICLE}#char=1>", "words that say where are one stretch"),
    (LOCAL, "ev:placeSpan", None, "needs the words that say where"),
    (ROLE, "ev:inMention", None, "participation belongs to exactly one"),
    (ROLE, "ev:role", '"subject"', "A role is agent"),
    (ROLE, "ev:refersTo", NOWHERE, "words of a role"),
    (SECOND_SAID, "rdf:type", "ev:Attribution", "attribution belongs to exactly one"),
    (LOCAL, "ev:attributedTo", NOWHERE, "source of an event mention"),
    (SAID, "ev:refersTo", NOWHERE, "words of an attribution"),
    (EVENT, "dcterms:identifier", None, "event needs exactly one id"),
    (EVENT, "rdfs:label", None, "exactly one label"),
    (EVENT, "ev:denotedBy", None, "at least one mention in an article"),
    (EVENT, "ev:denotedBy", NOWHERE, "at least one mention in an article"),
    *(
        (EVENT, f"ev:{role}", NOWHERE, f"{role} of an event is an actor")
        for role in ("agent", "patient", "recipient", "instrument", "participant")
    ),
    (EVENT, "ev:attributedTo", NOWHERE, "source of an event is an actor"),
    (EVENT, "ev:place", NOWHERE, "place of an event is one place"),
    (EVENT, "ev:time", NOWHERE, "time of an event is one time span"),
    (EVENT, "ev:support", "0", "at least one article"),
    (EVENT, "ev:sourceSupport", "7", "at least one independent source"),
    (PART, "sem:subEventOf", NOWHERE, "a part of at most one other event"),
    (PART, "ev:because", NOWHERE, "why an event is a part of another"),
    (PART, "ev:because", None, "part of another needs a reason"),
    (PART, "ev:because", REASON, "names the mention that says so"),
    (TIME, "ev:precision", None, "A time span has one precision"),
    (TIME, "rdfs:label", None, "keeps the words"),
    (TIME, "sem:hasEarliestBeginTimeStamp", "2020", "first day of a time span is one day"),
    (TIME, "sem:hasLatestEndTimeStamp", "2020", "last day of a time span is one day"),
    (TIME, "sem:hasLatestEndTimeStamp", '"2019-01-01"^^xsd:date', "not after its last"),
    (ACTOR, "rdf:type", "ev:Actor, ev:Group, ev:Polity", "exactly one of person"),
    (ACTOR, "dcterms:identifier", None, "An actor needs exactly one id"),
    (f"<{ID}actor/s>", "ev:partOf", NOWHERE, "part of at most one actor"),
    (PLACE, "dcterms:identifier", None, "A place needs exactly one id"),
    (PLACE, "geo:sfWithin", NOWHERE, "lies within at most one place"),
    (PLACE, "geo:hasGeometry", NOWHERE, "at most one geometry"),
    (PLACE, "skos:prefLabel", None, "exactly one preferred name"),
    (ACTOR, "owl:sameAs", f"<{ID}actor/s>", "only as something outside"),
    (PLACE, "wgs84:lat", "91.5", "latitude is one decimal"),
    (LPLACE, "wgs84:long", "181.5", "longitude is one decimal"),
    (MERGE, "ev:into", NOWHERE, "A merge makes exactly one"),
    (MERGE, "ev:merged", None, "joins nodes of articles"),
    (MERGE, "ev:rule", None, "exactly one rule"),
    (MERGE, "ev:because", NOWHERE, "explained by reasons"),
    (REASON, "ev:score", "2.0", "score is one decimal"),
    (REASON, "ev:rule", None, "A reason names its rule"),
    (REASON, "rdfs:comment", None, "one sentence for the reader"),
]


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shapes") / "store"
    with WriteStore.open(path) as store:
        store.replace([RECORD])
        store.write_merged(GRAPH)
        store.publish()
    return path


@pytest.fixture(scope="module")
def sound(store_path: Path) -> Graph:
    """Both layers in one graph."""
    graph = Graph()
    with ReadStore.open(store_path) as store:
        rows = store.query(
            "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", format="ntriples"
        )
    return graph.parse(rows, format="nt")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES, format="turtle")


def test_sound_store_has_no_violation(store_path: Path) -> None:
    with ReadStore.open(store_path) as store:
        assert validate(store) == []


def test_evidence_must_exist(tmp_path: Path) -> None:
    with WriteStore.open(tmp_path / "s") as store:
        store.replace([RECORD])
        event = GRAPH.events[0]
        lost = Event(id="e", type=event.type, label="x", lemma="x", members=(Ref("a", "e99"),))
        store.write_merged(MergedGraph(events=(lost,)))
        store.publish()
    with ReadStore.open(tmp_path / "s") as store:
        assert validate(store) == [f"{ID}event/e: its evidence {ARTICLE}#e99 is in no article's graph."]


def test_sums_and_offsets_in_iris_are_checked(tmp_path: Path) -> None:
    """What SHACL without SPARQL cannot say, put into the database behind the store's back."""
    with WriteStore.open(tmp_path / "s") as store:
        store.replace([RECORD])
        store.write_merged(GRAPH)
        store.publish()
    snapshot = max((tmp_path / "s" / "snapshots").iterdir())
    lines = {
        f"{EVENT} ev:support 1": f"{EVENT} ev:support 2",
        f"{WORDS} ev:head <{ARTICLE}#char=0,5>": f"{WORDS} ev:head <{ARTICLE}#char=5,5>",
        f"{LOCAL} ev:placeSpan <{ARTICLE}#char=15,20>": f"{LOCAL} ev:placeSpan <{ID}article/b#char=15,20>",
    }
    database = ox.Store(str(snapshot))
    for old, new in lines.items():
        graph = f"{GRAPHS}merged" if "support" in old else f"{GRAPHS}article/a"
        assert database.query(f"{HEAD} ASK {{ GRAPH <{graph}> {{ {old} }} }}")
        database.update(f"{HEAD} DELETE DATA {{ GRAPH <{graph}> {{ {old} }} }}")
        database.update(f"{HEAD} INSERT DATA {{ GRAPH <{graph}> {{ {new} }} }}")
    database.flush()
    del database
    with ReadStore.open(tmp_path / "s") as store:
        faults = "\n".join(validate(store))
    assert (
        f"{ID}event/e: An event is reported by no more articles than mentions (here: 2 articles, mentions: 1)."
        in faults
    )
    assert f"{ARTICLE}#a1.0: The words of a head or place begin before they end" in faults
    assert f"{ARTICLE}#e1: The words of a head or place begin before they end, in its own article" in faults


def minimal(shapes: Graph, message: str) -> Graph:
    """The property shapes, or node shape, with one message and what they target: the others would take time only."""
    kept = Graph()
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        own = str(shapes.value(shape, SH.message) or "")
        parts = [part for part in shapes.objects(shape, SH.property) if message in str(shapes.value(part, SH.message))]
        if not parts and message not in own:
            continue
        for predicate, value in shapes.predicate_objects(shape):
            if predicate != SH.property or value in parts:
                kept.add((shape, predicate, value))
    reachable = [node for node in kept.objects() if isinstance(node, BNode)]
    while reachable:
        node = reachable.pop()
        for triple in shapes.triples((node, None, None)):
            if triple not in kept:
                kept.add(triple)
                if isinstance(triple[2], BNode):
                    reachable.append(triple[2])
    return kept


@pytest.mark.parametrize(("subject", "term", "value", "message"), FAULTS, ids=[f"{f[1]}-{f[3]}" for f in FAULTS])
def test_every_shape_finds_its_fault(
    subject: str, term: str, value: str | None, message: str, *, sound: Graph, shapes: Graph
) -> None:
    some = minimal(shapes, message)
    assert violations(sound, shapes=some) == []
    broken = Graph() + sound
    broken.update(f"{HEAD} DELETE WHERE {{ {subject} {term} ?old }}")
    if value is not None:
        broken.update(f"{HEAD} INSERT DATA {{ {subject} {term} {value} }}")
    found = violations(broken, shapes=some)
    assert any(sentence.startswith(subject.strip("<>")) and message in sentence for sentence in found)


def test_every_message_is_brought_by_a_fault(shapes: Graph) -> None:
    messages = {str(message) for message in shapes.objects(None, SH.message)}
    silent = {text for text in messages if not any(fault[3] in text for fault in FAULTS)}
    assert silent == set()
    assert all(text.endswith(".") for text in messages)


def test_every_property_shape_has_a_message(shapes: Graph) -> None:
    for part in shapes.objects(None, SH.property):
        assert shapes.value(part, SH.message) is not None, shapes.value(part, SH.path)


def test_shapes_are_well_formed(shapes: Graph) -> None:
    for members in shapes.objects(None, URIRef(f"{SH}in")):
        assert len(Collection(shapes, members)) > 1


def test_missing_library_is_one_sentence(shapes: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(StoreError, match=r"pip install 'whodid\[shacl\]'"):
        violations(Graph(), shapes=shapes)
