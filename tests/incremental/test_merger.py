"""The graph that is kept up to date is the one of the full merge, whatever came, went and came again, in any order."""

from __future__ import annotations

import random
import runpy
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build import merge
from kg.incremental import Merger
from kg.model import (
    Actor,
    ActorKind,
    ActorMention,
    Anchor,
    Filler,
    Form,
    Judged,
    Judgement,
    Merge,
    MergedGraph,
    Place,
    Role,
    Span,
    Tense,
)
from kg.read import fingerprint
from kg.resolve.across.features import NAMED_ELSEWHERE
from kg.tables import OnDisk, _unpacked

HAND = runpy.run_path(str(Path(__file__).parents[1] / "merge" / "conftest.py"))
deed, article = HAND["Deed"], HAND["article"]

WHO = [
    "US", "Iran", "Qasem Soleimani", "Ghasem Suleimani", "Soleimani", "Donald Trump", "Trump", "protesters", "soldiers",
    "Quds Force", "QF", "Revolutionary Guard", "Senate", "Jo Smith", "Joe Smith", "Smith", "Ali Hamidi", "gunman",
    "Hamidi", None,
]  # fmt: skip
WORDS = [("killed", "ASSAULT"), ("struck", "ASSAULT"), ("death", "CASUALTY"), ("met", "CONSULT"), ("said", "STATEMENT")]
BODIES = dict.fromkeys(["Quds Force", "QF", "Senate"], ActorKind.ORGANIZATION)
KINDS = BODIES | {"gunman": ActorKind.PERSON}
TALES = [
    "",
    "The reactor at Bushra leaked steam over the orchards while turbines whined and technicians fled the dome.",
    "The reactor at Bushra leaked steam over the orchards while turbines hummed and technicians fled the gunman.",
    "A ferry listed off the quay as the captain rang bells and the purser threw rafts to swimmers in the swell.",
]

deeds = st.tuples(
    st.sampled_from(WORDS),
    st.sampled_from(WHO),
    st.sampled_from(WHO),
    st.sampled_from(["Baghdad", "Iraq", "Tehran", "Nowhere", None]),
    st.sampled_from(["2020-01-03", "2020-01", "2019", None]),
    st.sampled_from([Tense.NON_FUTURE, Tense.NON_FUTURE, Tense.FUTURE]),
    st.booleans(),
    st.sampled_from(["Donald Trump", "US", None]),
)
versions = st.tuples(
    st.lists(deeds, max_size=3),
    st.sampled_from(["2020-01-02", "2020-01-04", "2020-01-20", "2020-02-25", "2020-04-20", None]),
    st.sampled_from(["Wire", "Daily", None]),
    st.sampled_from(TALES),
    st.sampled_from([None, ActorKind.ORGANIZATION, ActorKind.PERSON]),
)
steps = st.lists(
    st.lists(st.tuples(st.integers(0, 6), st.one_of(st.none(), versions, versions, versions)), min_size=1, max_size=4),
    min_size=1,
    max_size=6,
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def record_of(number, version):
    told, date, source, tale, kind = version
    record = article(
        f"n{number}",
        *(
            deed(
                word, event_type, agent=agent, patient=patient if patient != agent else None, place=place, time=time,
                tense=tense, also=("e1",) if linked and position > 0 else (), speaker=speaker, more=tale,
            )
            for position, ((word, event_type), agent, patient, place, time, tense, linked, speaker) in enumerate(told)
        ),
        date=date,
        source=source,
        kinds=KINDS | ({"Jo Smith": kind, "Ali Hamidi": kind} if kind else {}),
    )  # fmt: skip
    actors = tuple(_called(_owned(actor, record), record) for actor in record.actors)
    record = _tied(record) if source != "Daily" else record
    return replace(record, actors=actors, fingerprint=fingerprint(record.article.text) if tale else ())


def _tied(record):
    """All in one sentence, each event done by the next: "the death" by "the strike", in nouns."""
    events = [replace(event, sentence=0, rule="noun:test") for event in record.events]
    for number, cause in enumerate(events[1:]):
        role = Filler(role=Role.INSTRUMENT, span=cause.trigger, text=cause.text, head=cause.trigger)
        events[number] = replace(events[number], roles=(*events[number].roles, role))
    return replace(record, events=tuple(events), sentences=(Span(0, len(record.article.text)),) if events else ())


def _called(actor, record):
    """Ali Hamidi and Jo Smith are the gunman of the tale that tells of one."""
    at = record.article.text.find("gunman.")
    if at < 0 or actor.name not in ("Ali Hamidi", "Jo Smith"):
        return actor
    span = Span(at, at + len("gunman"))
    called = ActorMention(span=span, text="gunman", head=span, form=Form.NOMINAL)
    return replace(actor, mentions=(*actor.mentions, called))


def _owned(actor, record):
    """Soldiers and the Quds Force belong to the first state of the article."""
    state = next((one.id for one in record.actors if one.kind is ActorKind.POLITY), None)
    if actor.name in ("soldiers", "protesters", "Quds Force") and state is not None:
        return replace(actor, owner=state)
    if actor.name == "Donald Trump":
        mention = actor.mentions[0]
        titled = replace(actor, titles=("president",), country="US")
        return titled if mention.form is Form.NAME else actor
    return actor


def changed_in_place(table):
    """The keys of values that are others than were read, and were not put in."""
    for key in table._known.keys() - table._put:
        block = table._blocks[key]
        if block is not None and table._known[key] != _unpacked(block):
            yield key


class EndedAfterEach:
    """Does what a `Merger` does, in a process of its own for each update: only what is in the file goes on."""

    def __init__(self, folder):
        self._folder = folder

    def _do(self, work):
        tables = OnDisk(self._folder / "merge.sqlite", made_by="a test")
        try:
            done = work(Merger(tables=tables))
            for table in tables._tables.values():
                assert not table._fixed or list(changed_in_place(table)) == []
            tables.save()
            return done
        finally:
            tables.close()

    def update(self, *given, **more):
        return self._do(lambda merger: merger.update(*given, **more))

    def graph(self):
        return self._do(Merger.graph)


@pytest.fixture(params=["in memory", "grown in place", "on disk"])
def kept(request, monkeypatch, tmp_path_factory):
    """Makes a merger whose state is kept so; where few profiles grow in place, the full merge is in memory too.

    Where they do not, all that lies in two spans of days is told over many.
    """
    is_small = request.param == "in memory"
    monkeypatch.setattr("kg.incremental.profiles.MANY", 16 if is_small else 2)
    monkeypatch.setattr("kg.incremental.nearby._WIDE", 12 if is_small else 0)
    monkeypatch.setattr("kg.spools.HELD", 1_000 if is_small else 1)
    monkeypatch.setattr("kg.merge.grouping.HELD", 1_000 if is_small else 1)
    return Merger if request.param != "on disk" else lambda: EndedAfterEach(tmp_path_factory.mktemp("kept"))


@quick
@given(steps=steps)
def test_every_step_ends_in_the_graph_of_a_full_merge(steps, kept):
    merger, records = kept(), {}
    for step in steps:
        before = merger.graph()
        changed = {}
        for number, version in step:
            changed[f"n{number}"] = None if version is None else record_of(number, version)
        records.update(changed)
        records = {key: record for key, record in records.items() if record is not None}
        told = merger.update(changed, records.__getitem__)
        full = merge(records.values())
        assert merger.graph() == full
        assert applied(before, told) == full


def test_whom_reports_describe_and_name_follows_from_those_that_are_there(kept):
    """The gunman is Ali Hamidi while one report calls him so, and nobody while another calls Jo Smith so."""

    def version(who):
        told = (("met", "CONSULT"), who, "US", None, None, Tense.NON_FUTURE, False, None)
        return [told], "2020-01-04", None, TALES[2], None

    reports = {key: record_of(key, version(who)) for key, who in enumerate(["gunman", "Ali Hamidi", "Jo Smith"])}
    alone = {key: merge([record]) for key, record in reports.items()}
    assert all(len(graph.actors) == 2 for graph in alone.values())
    for order in permutations(reports):
        merger, records = kept(), {}
        for key in (*order, *order[:2]):
            name = f"n{key}"
            records = {one: record for one, record in records.items() if one != name} if name in records else {
                **records, name: reports[key]
            }  # fmt: skip
            merger.update({name: records.get(name)}, records.__getitem__)
            assert merger.graph() == merge(records.values())
            rules = {one.rule for one in merger.graph().merges}
            assert (NAMED_ELSEWHERE in rules) is (records.keys() in ({"n0", "n1"}, {"n0", "n2"}))


picks = st.lists(
    st.tuples(
        st.sampled_from(["actor", "place", "event", "event"]), st.booleans(), st.sampled_from(Judged),
        st.integers(0, 99), st.integers(0, 99),
    ),
    max_size=3,
)  # fmt: skip


def judged(records, picks):
    """Judgements about what the articles speak of: by name where one is wanted and there is one, else by its words."""
    found = []
    for kind, by_name, decision, one, two in picks:
        anchors = sorted(
            {
                Anchor(name=words)
                if by_name and kind != "event"
                else Anchor(name=words, article=key, start=at, end=end)
                for key, record in records.items()
                for words, at, end in _spoken(record, kind)
            }
        )
        left, right = (anchors[number % len(anchors)] if anchors else None for number in (one, two))
        if left != right:
            found.append(Judgement(kind=kind, judged=decision, one=left, two=right))
    return found


def _spoken(record, kind):
    if kind == "event":
        return [(event.text, event.trigger.start, event.trigger.end) for event in record.events]
    entities = record.actors if kind == "actor" else record.places
    return [(said.text, said.span.start, said.span.end) for entity in entities for said in entity.mentions]


@quick
@given(steps=steps, picks=st.lists(picks, min_size=6, max_size=6), stays=st.booleans())
def test_every_step_heeds_what_is_judged_then(steps, picks, stays, kept):
    merger, records = kept(), {}
    judgements = []
    for step, picked in zip(steps, picks, strict=False):
        before = merger.graph()
        changed = {}
        for number, version in step:
            changed[f"n{number}"] = None if version is None else record_of(number, version)
        records.update(changed)
        records = {key: record for key, record in records.items() if record is not None}
        # What was judged before stands at times, about words that may be gone.
        judgements = [*(judgements if stays else []), *judged(records, picked)]
        told = merger.update(changed, records.__getitem__, judgements=judgements)
        full = merge(records.values(), judgements=judgements)
        assert merger.graph() == full
        assert applied(before, told) == full
    merger.update({}, records.__getitem__)
    assert merger.graph() == merge(records.values())


def applied(graph, delta):
    """The graph with the old nodes taken out and the new ones put in; members that stay are in neither."""

    def kept(kind):
        nodes = {_id_of(one): one for one in getattr(graph, kind)}
        old = {_id_of(one): one for one in getattr(delta.old, kind)}
        new = {_id_of(one): one for one in getattr(delta.new, kind)}
        assert not set(old.values()) & set(new.values())
        for key, one in old.items():
            was = nodes.pop(key)
            if key in new and _is_listed_in_part(one):
                assert set(one.members) <= set(was.members)
                assert not set(was.members) & set(new[key].members)
                assert replace(one, members=()) == replace(was, members=())
                members = tuple(sorted(set(was.members) - set(one.members) | set(new[key].members)))
                new[key] = replace(new[key], members=members)
            else:
                assert one == was
        assert not set(nodes) & set(new)
        return tuple(one for _, one in sorted((nodes | new).items()))

    return MergedGraph(**{kind: kept(kind) for kind in ("actors", "places", "events", "merges", "copies")})


def _id_of(one):
    return getattr(one, "id", one)


def _is_listed_in_part(one):
    return isinstance(one, Actor | Place) or (isinstance(one, Merge) and one.kind != "event")


@quick
@given(told=st.lists(versions, max_size=7), seed=st.integers(0, 999))
def test_any_order_and_any_batches_end_in_one_graph(told, seed, kept):
    records = {f"n{number}": record_of(number, version) for number, version in enumerate(told)}
    chance = random.Random(seed)
    order = sorted(records)
    chance.shuffle(order)
    merger = kept()
    extra = record_of(9, told[0]) if told else None
    while order:
        size = chance.randint(1, len(order))
        batch = {key: records[key] for key in order[:size]}
        order = order[size:]
        if extra is not None and chance.random() < 0.5:  # comes and goes
            merger.update({"n9": extra}, records.__getitem__)
            batch["n9"] = None
        merger.update(batch, records.__getitem__)
    assert merger.graph() == merge(records.values())


def test_nothing_gives_nothing(kept):
    merger = kept()
    assert merger.graph() == merge([])
    merger.update({"n1": None}, {}.__getitem__)
    assert merger.graph() == merge([])


@pytest.mark.parametrize("order", [("Baghdad", "Iraq"), ("Iraq", "Baghdad")])
def test_a_country_and_its_city_go_at_once(order, kept):
    version = [(("met", "CONSULT"), "US", None, place, None, Tense.NON_FUTURE, False, None) for place in order]
    record = record_of(0, (version, "2020-01-02", "Wire", "", None))
    merger = kept()
    merger.update({"n0": record}, {}.__getitem__)
    assert merger.graph() == merge([record])
    merger.update({"n0": None}, {}.__getitem__)
    assert merger.graph() == merge([])


@pytest.mark.parametrize("seed", range(3))
def test_many_articles_of_a_few_names(seed, kept):
    chance = random.Random(seed)
    merger, records = kept(), {}
    for number in range(60):
        told = [
            (chance.choice(WORDS), chance.choice(WHO), chance.choice(WHO), chance.choice(["Baghdad", "Tehran", None]),
             chance.choice(["2020-01-03", "2020-01", None]), Tense.NON_FUTURE, chance.random() < 0.2, None)
            for _ in range(chance.randint(1, 3))
        ]  # fmt: skip
        day = f"2020-0{chance.randint(1, 6)}-{chance.randint(10, 28)}"
        key = chance.randrange(40)
        record = record_of(key, (told, day, chance.choice(["Wire", None]), chance.choice(TALES), None))
        records[record.article.id] = record
        merger.update({record.article.id: record}, records.__getitem__)
        if number % 10 == 9:
            assert merger.graph() == merge(records.values())
