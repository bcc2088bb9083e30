"""Why things are one, and judgements that overrule it: on records made by hand, in a real store."""

import io
import random
import runpy
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.authority import Entry
from kg.build import merge, remerge
from kg.cli import main
from kg.curate import judge, judgements_of, undo, why
from kg.errors import StoreError, UnknownError
from kg.model import Anchor, Judged, Judgement, Ref
from kg.store import ReadStore, WriteStore

HAND = runpy.run_path(str(Path(__file__).parents[1] / "merge" / "conftest.py"))
deed, article = HAND["Deed"], HAND["article"]


def reports():
    return [
        article("n1", deed("killed", agent="US", patient="Qasem Soleimani", place="Baghdad", time="2020-01-03")),
        article("n2", deed("killed", agent="US", patient="Ghasem Suleimani", time="2020-01-03"), date="2020-01-05"),
        article("n3", deed("struck", agent="US", patient="Ali Hamidi", place="Tehran", time="2020-01-09")),
        article("n4", deed("met", "CONSULT", agent="Qasem Soleimani", patient="Ali Hamidi")),
        article("n5", deed("met", "CONSULT", agent="Jo Smith", patient="Iran", place="Nowhere"), date="2021-01-01"),
    ]


@pytest.fixture
def store(tmp_path):
    with WriteStore.open(tmp_path / "s") as target:
        target.replace(reports())
        remerge(target)
    return tmp_path / "s"


def dumped(path):
    output = io.BytesIO()
    with ReadStore.open(path) as store:
        store.dump(output)
        assert store.verify() == []
    return output.getvalue()


def graph_of(path):
    with ReadStore.open(path) as store:
        return store.merged()


def home(graph, article_id, local):
    (node,) = (node for node in (*graph.actors, *graph.places, *graph.events) if Ref(article_id, local) in node.members)
    return node.id


def test_why_tells_the_rule_and_the_features_of_each_step(store):
    told = why("Qasem Soleimani", "Ghasem Suleimani", store=store)
    assert told.same
    assert "are one actor [qasem-soleimani-person], by 1 step" in told.sentences[0]
    assert "rule “spelling variant”, score 0.7" in told.sentences[1]
    assert "are spellings of one name" in told.sentences[1]


def test_why_names_what_keeps_two_apart(store):
    told = why("Qasem Soleimani", "Ali Hamidi", store=store)
    assert not told.same
    assert "are different names" in told.sentences[0]
    assert any(sentence.startswith("name 0.00") for sentence in told.sentences)


def test_why_knows_the_authority_file_that_the_store_is_merged_with(tmp_path):
    with WriteStore.open(tmp_path / "own") as target:
        target.write_authority([Entry(name="The General", aliases=("Qasem Soleimani", "Ali Hamidi"), kind="person")])
        target.replace(reports())
        remerge(target)
    told = why("n1#a2", "n3#a2", store=tmp_path / "own")
    assert told.same
    assert "are The General in your authority file" in told.sentences[0]


def test_why_of_events_by_mention_and_by_id(store):
    told = why("n1#e1", "n2#e1", store=store)
    assert told.same
    assert "same death" in told.sentences[1]
    event = home(graph_of(store), "n3", "e1")
    apart = why(event, "n1#e1", store=store)
    assert not apart.same
    assert "done to Qasem Soleimani, the other to Ali Hamidi" in apart.sentences[0]


def test_why_says_what_is_but_likely_and_lacks_other_reports(tmp_path):
    shared = "at the shuttered cannery by the estuary where herring"
    told = {
        "a": ("slept sleep", "waited wait", "jets", "meadow orchard gravel willow chapel basin"),
        "b": ("yawned yawn", "danced dance", "troops", "mooring ferry gallery canal pier tower"),
    }
    with WriteStore.open(tmp_path / "s") as target:
        for name, (*idle, agent, scene) in told.items():
            deeds = [deed(word, "OTHER", lemma) for word, lemma in map(str.split, idle)]
            attack = deed("attacked", "OTHER", "attack", agent=agent, more=f"{shared} {scene}")
            target.replace([article(name, *deeds, attack)])
        remerge(target)
    found = why("a#e3", "b#e3", store=tmp_path / "s")
    assert not found.same
    assert "but likely one, and too few other reports say the same" in found.sentences[0]


def test_why_of_places(store):
    assert "two places of GeoNames" in why("Baghdad", "Tehran", store=store).sentences[0]
    assert why("n1#p1", "Baghdad", store=store).same


@pytest.mark.parametrize(
    ("one", "two", "message"),
    [
        ("Nobody", "Ali Hamidi", "nothing in the store is called 'Nobody'"),
        ("n1#e1", "Ali Hamidi", "only things of one kind"),
        ("n1#e9", "n2#e1", "has no actor, place or event 'e9'"),
        ("n9#e1", "n2#e1", "no article 'n9'"),
        ("https://w3id.org/whodid/id/planet/x", "n2#e1", "no IRI of this graph"),
    ],
)
def test_what_is_meant_by_nothing(store, one, two, message):
    with pytest.raises(UnknownError, match=message):
        why(one, two, store=store)
    with pytest.raises(UnknownError):
        judge(one, two, Judged.SAME, store=store)
    assert judgements_of(store) == ()


def test_different_takes_a_merge_apart_and_undoing_leaves_no_trace(store):
    before = dumped(store)
    noted = judge("Qasem Soleimani", "Ghasem Suleimani", Judged.DIFFERENT, store=store, by="Jo", note="a namesake")
    assert noted.one == Anchor(name="Qasem Soleimani")
    graph = graph_of(store)
    assert home(graph, "n1", "a2") != home(graph, "n2", "a2")
    assert home(graph, "n1", "a2") == home(graph, "n4", "a1")
    assert home(graph, "n1", "e1") != home(graph, "n2", "e1")  # other victims
    assert why("Qasem Soleimani", "Ghasem Suleimani", store=store).sentences == (
        "Qasem Soleimani and Ghasem Suleimani are two actors: Jo judged that “Qasem Soleimani” and “Ghasem Suleimani” "
        "are different (a namesake).",
    )
    undo("Ghasem Suleimani", "Qasem Soleimani", store=store)
    assert dumped(store) == before
    assert judgements_of(store) == ()


def test_same_joins_what_no_rule_would_and_says_who(store):
    before = dumped(store)
    judge("n1#e1", "n3#e1", Judged.SAME, store=store, by="Jo", note="one raid")
    graph = graph_of(store)
    event = home(graph, "n1", "e1")
    assert home(graph, "n3", "e1") == home(graph, "n2", "e1") == event
    (made,) = (one for one in graph.merges if one.into == event)
    assert made.rule == "judged by Jo"
    assert "one raid" in made.features[0].detail
    told = why("n3#e1", "n2#e1", store=store)
    assert told.same
    assert any("judged by Jo" in sentence for sentence in told.sentences)
    undo("n3#e1", "n1#e1", store=store)
    assert dumped(store) == before


def test_actors_and_places_judged_the_same(store):
    judge("Jo Smith", "Ali Hamidi", Judged.SAME, store=store)
    judge("Nowhere", "Tehran", Judged.SAME, store=store, kind="place")
    graph = graph_of(store)
    assert home(graph, "n5", "a1") == home(graph, "n3", "a2")
    assert home(graph, "n5", "p1") == home(graph, "n3", "p1")
    assert {merge.rule for merge in graph.merges if merge.into == home(graph, "n5", "p1")} == {"judged by user"}


def test_one_mention_may_be_judged_another_place_than_its_namesakes(store):
    with WriteStore.open(store) as target:
        target.replace([article("n6", deed("met", "CONSULT", agent="US", patient="Iran", place="Baghdad"))])
        remerge(target)
    assert home(graph_of(store), "n6", "p1") == home(graph_of(store), "n1", "p1")
    judge("n6#p1", "n1#p1", Judged.DIFFERENT, store=store)
    assert home(graph_of(store), "n6", "p1") != home(graph_of(store), "n1", "p1")


def test_actors_of_one_authority_entry_may_be_judged_different(store):
    with WriteStore.open(store) as target:
        target.replace([article("n6", deed("struck", agent="US", patient="Iraq"))])
        remerge(target)
    judge("n6#a1", "n1#a1", Judged.DIFFERENT, store=store)
    graph = graph_of(store)
    assert home(graph, "n6", "a1") != home(graph, "n1", "a1") == home(graph, "n2", "a1")


def test_a_judgement_survives_its_articles_and_what_is_built_anew(store, tmp_path):
    judge("n1#e1", "n2#e1", Judged.DIFFERENT, store=store)
    judged = dumped(store)
    with WriteStore.open(store) as target:
        target.delete("n2")
        remerge(target)
        assert len(target.judgements()) == 1
        target.replace([record for record in reports() if record.article.id == "n2"])
        remerge(target)
    assert dumped(store) == judged
    with WriteStore.open(tmp_path / "t") as target:
        target.write_judgements(judgements_of(store))
        target.replace(reversed(reports()))
        remerge(target)
    assert dumped(tmp_path / "t") == judged


def test_a_newer_judgement_replaces_an_older_one_on_the_same_two(store):
    judge("n1#e1", "n2#e1", Judged.DIFFERENT, store=store)
    judge("n2#e1", "n1#e1", Judged.UNSURE, store=store, by="Jo")
    (only,) = judgements_of(store)
    assert only.judged is Judged.UNSURE
    told = why("n1#e1", "n2#e1", store=store)
    assert told.same
    assert told.sentences[-1] == "Jo was unsure."


def test_contradicting_judgements_are_refused_and_not_noted(store):
    judge("Qasem Soleimani", "Ali Hamidi", Judged.SAME, store=store)
    judge("Ghasem Suleimani", "Jo Smith", Judged.SAME, store=store)
    judge("Jo Smith", "Iran", Judged.SAME, store=store, kind="actor")
    noted, graph = judgements_of(store), dumped(store)
    with pytest.raises(StoreError, match="contradict each other"):
        judge("Iran", "Ghasem Suleimani", Judged.DIFFERENT, store=store, kind="actor")
    assert (judgements_of(store), dumped(store)) == (noted, graph)


@pytest.mark.parametrize("between", [(), ("n4#e1",)])
def test_a_part_that_would_hold_its_whole_is_refused_and_not_noted(store, between):
    chain = ("n1#e1", *between, "n3#e1")
    for one, two in pairwise(chain):
        judge(one, two, Judged.PART, store=store, by="Jo")
    noted, graph = judgements_of(store), dumped(store)
    with pytest.raises(
        StoreError, match=r"'n3#e1' cannot be part of 'n1#e1', as people judged that .* `kg judge"
    ) as told:
        judge("n3#e1", "n1#e1", Judged.PART, store=store)
    assert "\n" not in str(told.value)
    assert str(told.value).count("is part of") == len(between) + 1
    # another mention of the first event says no other thing
    with pytest.raises(StoreError, match="cannot be part"):
        judge("n3#e1", "n2#e1", Judged.PART, store=store)
    assert (judgements_of(store), dumped(store)) == (noted, graph)
    undo("n1#e1", chain[1], store=store)
    judge("n3#e1", "n1#e1", Judged.PART, store=store)
    assert next(event for event in graph_of(store).events if event.id == home(graph_of(store), "n3", "e1")).part_of


def run(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_the_commands(store, capsys, tmp_path):
    asked = ("--store", store)
    status, said, _ = run(capsys, "why", "Qasem Soleimani", "Ghasem Suleimani", *asked)
    assert (status, said.splitlines()[1][:2]) == (0, "  ")
    status, said, _ = run(
        capsys, "judge", "Qasem Soleimani", "Ghasem Suleimani", "different", "--by", "Jo", "--note", "two", *asked
    )
    line = "actor  “Qasem Soleimani”  different  “Ghasem Suleimani”  by Jo — two"
    assert (status, said) == (0, f"noted: {line}\n")
    assert run(capsys, "judge", "--list", *asked) == (0, f"{line}\n1 judgement\n", "")
    judged = tmp_path / "judged.jsonl"
    judged.write_bytes((store / "judgements.jsonl").read_bytes())
    assert run(capsys, "judge", "--undo", "Ghasem Suleimani", "Qasem Soleimani", *asked)[0] == 0
    assert judgements_of(store) == ()
    for words, message in (
        (("--undo", "Jo Smith", "Iran"), "nobody judged"),
        (("Jo Smith",), "needs two things"),
        (("Jo Smith", "Iran"), "needs same, different, unsure, part or no-part"),
        (("Jo Smith", "Jo Smith", "same"), "mean the same words"),
    ):
        status, _, said = run(capsys, "judge", *words, *asked)
        assert (status, said.count("\n")) == (2, 1)
        assert message in said


def test_build_takes_the_judgements_of_a_file(store, capsys, tmp_path):
    judged, told = tmp_path / "judged.jsonl", tmp_path / "a.txt"
    told.write_text("Title: Nothing\nDate: 2020-01-01\n\nIt rained all day in the village.\n", encoding="utf-8")
    judged.write_text('{"judged": "same"}\n', encoding="utf-8")
    status, _, said = run(capsys, "build", told, "--judgements", judged, "--store", store)
    assert (status, said.count("\n")) == (1, 1)
    assert "line 1 of the judgements" in said
    assert run(capsys, "build", told, "--judgements", tmp_path / "none", "--store", store)[0] == 2
    (store / "judgements.jsonl").write_text("nonsense\n", encoding="utf-8")
    status, _, said = run(capsys, "build", told, "--store", store)
    assert (status, said.count("\n")) == (1, 1)


names = st.sampled_from(["Qasem Soleimani", "Ghasem Suleimani", "Ali Hamidi", "Jo Smith", "United States", "Iran"])
words = st.sampled_from([("n1", "killed"), ("n2", "killed"), ("n3", "struck"), ("n4", "met"), ("n5", "met")])
verdicts = st.sampled_from([Judged.SAME, Judged.DIFFERENT])


def anchor(record_id, word):
    (record,) = (record for record in reports() if record.article.id == record_id)
    span = next(event.trigger for event in record.events if event.text == word)
    return Anchor(name=word, article=record_id, start=span.start, end=span.end)


judged_pairs = st.one_of(
    st.builds(lambda one, two, said: Judgement(kind="actor", judged=said, one=Anchor(name=one), two=Anchor(name=two)),
              names, names, verdicts),
    st.builds(lambda one, two, said: Judgement(kind="event", judged=said, one=anchor(*one), two=anchor(*two)),
              words, words, verdicts),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(judged=st.lists(judged_pairs, max_size=4), seed=st.integers(0, 99))
def test_any_judgements_give_a_graph_that_holds_together_whatever_the_order(judged, seed):
    graph = merge(reports(), judgements=judged)
    shuffled = reports()
    random.Random(seed).shuffle(shuffled)
    assert merge(shuffled, judgements=judged) == graph
    members = [ref for node in (*graph.actors, *graph.events) for ref in node.members]
    assert len(members) == len(set(members))
    of = {ref: node.id for node in (*graph.actors, *graph.events) for ref in node.members}
    for ref in (Ref(record.article.id, event.id) for record in reports() for event in record.events):
        assert ref in of
    for one in judged:
        if one.judged is Judged.DIFFERENT and one.kind == "event" and one.one != one.two:
            assert of[Ref(one.one.article, "e1")] != of[Ref(one.two.article, "e1")]
