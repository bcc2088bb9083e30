"""Users' authority entries in a store, in its backups and on a server."""

from kg.authority import Entry
from kg.store import WriteStore
from kg.store.backup import backup, restore

ENTRY = Entry(name="Harbour Union", kind="organization", same_as=("https://example.org/hu",), country="GB")
PLACE = Entry(name="Null Island", kind="place", lat=0.0, lon=0.0, within="Gulf of Guinea", country="XX")


def test_every_backend_and_its_backups_keep_them(place, make_record, make_graph, tmp_path):
    record = make_record()
    with WriteStore.open(place("s")) as store:
        assert store.authority() == ()
        store.replace([record])
        store.write_authority([ENTRY, PLACE, ENTRY])
        assert store.authority() == (ENTRY, PLACE)
        store.write_merged(make_graph(record))
        assert not store.needs_merge
        store.publish()
    backup(place("s"), tmp_path / "b.nq.gz")
    restore(tmp_path / "b.nq.gz", place("t"))
    with WriteStore.open(place("t")) as store:
        assert store.authority() == (ENTRY, PLACE)
        assert not store.needs_merge
        store.write_authority([])
        assert store.needs_merge
