"""Parts of a larger event as they are shown, in the record, on the page and by `kg why`, and overruled in a store."""

import io
import json
import runpy
from pathlib import Path

import pytest

from api.explorer.details import event_page
from kg.build import remerge
from kg.curate import judge, undo, why
from kg.errors import StoreError
from kg.model import Judged
from kg.query.catalog import Catalog
from kg.query.events import detail_at_hand, get_event, shown_event
from kg.query.index.files import make_index, open_index
from kg.store import ReadStore, WriteStore
from kg.store.judgements import read_lines
from kg.store.shacl import validate

record = runpy.run_path(str(Path(__file__).parents[1] / "merge" / "marked.py"))["record"]


@pytest.fixture
def store(tmp_path):
    with WriteStore.open(tmp_path / "s") as target:
        target.replace([
            record("n1", "Twelve people *died* in the *raid*."),
            record("n2", "A *quake* struck Kell.", "Six were *injured* in the *quake*.", date="2021-05-01"),
        ])  # fmt: skip
        remerge(target)
        target.publish()
    return tmp_path / "s"


def ids(path):
    with ReadStore.open(path) as source:
        return {(event.members[0].article, event.lemma): event.id for event in source.merged().events}


def dumped(path):
    output = io.BytesIO()
    with ReadStore.open(path) as source:
        source.dump(output)
        assert source.verify() == []
    return output.getvalue()


def test_an_event_shows_its_whole_and_its_parts_with_and_without_an_index(store):
    known = ids(store)
    died, raid = known["n1", "die"], known["n1", "raid"]
    make_index(store)
    with ReadStore.open(store) as one, ReadStore.open(store) as two:
        for catalog in (Catalog(one), Catalog(two, index=open_index(two))):
            part, whole = (json.loads(shown_event(catalog, identifier)) for identifier in (died, raid))
            assert (part["part_of"]["id"], part["parts"]) == (raid, [])
            assert {part["iri"], whole["iri"]} < catalog.linked()
            assert len(catalog.linked()) == len(known)
            assert part["part_of"]["because"] == "article n1 says “died in the raid”"
            assert (whole["part_of"], [shown["id"] for shown in whole["parts"]]) == (None, [died])
            assert whole["parts"][0]["label"] == get_event(catalog, died).event.label
            assert detail_at_hand(catalog, died) in (None, shown_event(catalog, died))
            for identifier, sentence in ((died, "<li>It is part of <a"), (raid, "<li>Part of it: <a")):
                page = event_page(catalog, identifier).body.decode()
                assert sentence in page
                assert "article n1 says “died in the raid”" in page


def test_why_says_that_one_is_part_of_the_other(store):
    known = ids(store)
    told = why(known["n1", "raid"], known["n1", "die"], store=store)
    assert not told.same
    assert "article n1 says “died in the raid” (rule “told as in it”, score 0.90)" in told.sentences[-1]


def test_a_link_is_overruled_and_made_and_taken_back_without_a_trace(store):
    before, known = dumped(store), ids(store)
    died, raid = known["n1", "die"], known["n1", "raid"]
    judge(died, raid, Judged.NO_PART, store=store)
    with ReadStore.open(store) as source:
        assert [event.lemma for event in source.merged().events if event.part_of] == ["injure"]
    undo(died, raid, store=store)
    assert dumped(store) == before
    judge(raid, known["n2", "quake"], Judged.PART, store=store, by="Jo", note="in the ruins")
    with ReadStore.open(store) as source:
        links = {event.lemma: event.part_of for event in source.merged().events}
        assert links["raid"].rule == "judged by Jo"
        assert "in the ruins" in links["raid"].detail
        assert links["die"].whole == raid
        assert validate(source) == []
    undo(raid, known["n2", "quake"], store=store)
    assert dumped(store) == before


def test_only_events_are_parts():
    line = '{"judged": "part", "kind": "actor", "one": {"name": "Jo"}, "two": {"name": "Bo"}}'
    with pytest.raises(StoreError, match="'part' is said of two events, not of two actors"):
        read_lines([line], where="here")
