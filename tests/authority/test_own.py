"""Users' own authority files: what is read, what is refused, and that it wins in the graph."""

from __future__ import annotations

import pytest

from kg.authority import Entry, load, read_file
from kg.authority.own import OwnAuthority, read_lines, to_line
from kg.errors import KgError

SKOS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://example.org/id/7> a foaf:Person ; skos:prefLabel "Jane Roe"@en, "Jana Roe"@de ; skos:altLabel "J. M. Roe" ;
    skos:exactMatch <https://example.net/roe> .
<https://example.org/id/8> skos:prefLabel "Harbour Union" .
"""

ENDLESS = (
    """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d '&b;&b;&b;'><!ENTITY e "&d;&d;">]><a>&e;</a>"""
)


def written(tmp_path, text, name="names.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_gives_entries(tmp_path):
    text = "name,kind,aliases,sameAs,country\nHarbour Union,organization,HU|The Union,https://example.org/hu,gb\n"
    (entry,) = read_file(written(tmp_path, text))
    assert entry == Entry(
        name="Harbour Union",
        kind="organization",
        aliases=("HU", "The Union"),
        same_as=("https://example.org/hu",),
        country="GB",
    )


def test_skos_gives_english_labels_kind_and_identifiers(tmp_path):
    union, roe = sorted(read_file(written(tmp_path, SKOS, "names.ttl")), key=lambda entry: entry.name)
    assert (union.name, union.kind, union.same_as) == ("Harbour Union", "", ("https://example.org/id/8",))
    assert (roe.name, roe.kind, roe.aliases) == ("Jane Roe", "person", ("J. M. Roe",))
    assert roe.same_as == ("https://example.net/roe", "https://example.org/id/7")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
def test_rdf_xml_and_json_ld_are_read_as_people_write_them(tmp_path):
    xml = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY skos "http://www.w3.org/2004/02/skos/core#"> <!ENTITY e "&#233;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="&skos;">
  <rdf:Description rdf:about="https://example.org/a"><skos:prefLabel>Rope at S&e;a</skos:prefLabel></rdf:Description>
</rdf:RDF>"""
    json_ld = """{"@context": {"label": "http://www.w3.org/2004/02/skos/core#prefLabel"},
        "@id": "https://example.org/a", "label": "Rope at Séa"}"""
    for text, name in ((xml, "a.rdf"), (json_ld, "a.jsonld")):
        (entry,) = read_file(written(tmp_path, text, name))
        assert (entry.name, entry.same_as) == ("Rope at Séa", ("https://example.org/a",))


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("title\nx\n", "a.csv", "no column `name`"),
        ("name,colour\nx,red\n", "a.csv", "unknown column 'colour'"),
        ("name,kind\nx,robot\n", "a.csv", "kind 'robot'"),
        ("name,country\nx,Iran\n", "a.csv", "country 'IRAN'"),
        ("name,sameAs\nx,not an iri\n", "a.csv", "no IRI"),
        ("name\n\n", "a.csv", "no entry"),
        ("name,kind\n,person\n", "a.csv", "line 2"),
        ("<a> <b", "a.ttl", "cannot be read as turtle"),
        ("x", "a.xlsx", "no known extension"),
        (ENDLESS, "a.rdf", "entities made of entities"),
        (ENDLESS.replace("&b;", "&#38;b;"), "a.rdf", "entities made of entities"),
        (ENDLESS.replace("'&b;", "'>&b;"), "a.rdf", "entities made of entities"),
        ('{"@context": "http://127.0.0.1:1/context", "@id": "http://x/1"}', "a.jsonld", "nothing is fetched"),
        ('[{"@graph": [{"@context": [{}, "file:///etc/passwd"]}]}]', "a.jsonld", "nothing is fetched"),
        ('{"@context": {"a": {"@id": "b:c", "@context": "d.jsonld"}}}', "a.jsonld", "nothing is fetched"),
        ('{"@context": {"@version": 1.1, "@import": "d.jsonld"}}', "a.jsonld", "nothing is fetched"),
    ],
)
def test_bad_file_is_refused_in_one_sentence(tmp_path, text, name, said):
    with pytest.raises(KgError) as caught:
        read_file(written(tmp_path, text, name))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(KgError, match="cannot be read"):
        read_file(tmp_path / "none.csv")


def test_lines_of_the_store_give_the_entries_back():
    entries = (Entry(name="A", same_as=("https://example.org/a",)), Entry(name="B", kind="person", country="FR"))
    assert read_lines(map(to_line, reversed(entries))) == entries


def test_namesakes_are_told_apart_by_country_and_kind():
    here, there = Entry(name="Guard", country="IQ"), Entry(name="Guard", country="SY")
    own = OwnAuthority((here, there, Entry(name="Roe", kind="person")))
    assert own.find(["guard"], kind="organization", country="SY") is there
    assert own.find(["Guard"], kind="organization", country=None) is None
    assert own.find(["Guard"], kind="organization", country="FR") is None
    assert own.find(["Roe"], kind="organization", country=None) is None


def test_shipped_authority_stays_as_it_is():
    assert load().with_own(()) is load()
    assert load().with_own([Entry(name="A")]).own.entries
    assert not load().own.entries
