"""Users' own authority: actors and places that they know better, from a CSV file or a SKOS vocabulary; it wins.

A CSV file has the columns `name`, and if wanted `kind` (person, organization, group, polity, place), `aliases`,
`sameAs` (both separated by `|`), `country` (ISO 3166-1 alpha-2), and of places `lat`, `lon` (WGS84 degrees) and
`within` (the name of what contains it). In SKOS (Turtle, N-Triples, RDF/XML, JSON-LD) every resource with a
`skos:prefLabel` is an entry: English labels count, and those without a language; `skos:altLabel` and
`skos:hiddenLabel` are aliases; its IRI, `owl:sameAs` and `skos:exactMatch` are its identifiers; a FOAF, ORG or
schema.org class gives its kind. W3C Basic Geo (`geo:lat`, `geo:long`) or a GeoSPARQL point gives its coordinates, and
makes it a place where no class says what it is. Nothing is fetched: a JSON-LD context must stand in the file.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kg.authority.names import fold
from kg.authority.points import Point, point_of, point_of_wkt
from kg.errors import KgError, cause
from kg.ids import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

PLACE = "place"
KINDS = ("person", "organization", "group", "polity", PLACE)
_COLUMNS = ("name", "kind", "aliases", "sameAs", "country", "lat", "lon", "within")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel")
_LINKS = ("http://www.w3.org/2002/07/owl#sameAs", f"{_SKOS}exactMatch")
_KIND_OF = {
    "Person": "person", "Organization": "organization", "FormalOrganization": "organization",
    "GovernmentOrganization": "organization", "Group": "group", "Country": "polity",
    "Place": PLACE, "City": PLACE, "SpatialThing": PLACE, "Feature": PLACE,
}  # fmt: skip
_ISO_LETTERS = 2
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_GEOSPARQL = "http://www.opengis.net/ont/geosparql#"
_COUNTRY_CODE = "http://www.geonames.org/ontology#countryCode"
_RDF = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml", ".jsonld": "json-ld"}
_EMPTY: tuple[object, ...] = ("", (), None)  # not 0.0, which is the equator
_ENTITY = r"&(?!#(?!0*38;|[xX]0*26;))"  # or what stands for the sign itself, which makes one in the second reading
_NESTED_ENTITY = re.compile(rf"""<!ENTITY\s+\S+\s+(?:"[^"]*{_ENTITY}[^"]*"|'[^']*{_ENTITY}[^']*')""")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Entry:
    """One actor or place that a user's authority knows.

    Attributes:
        kind: one of `KINDS`, or "" for an actor of any.
        same_as: IRIs of it outside.
        country: ISO code; where given, namesakes of other countries are not meant.
        lat: latitude of a place, WGS84 degrees; None where it is not given, and `lon` neither.
        within: name of the place that contains it.
    """

    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    within: str | None = None

    @property
    def key(self) -> str:
        """What tells it from other entries: `own:` and a digest of all it says but for its aliases."""
        where = [f"{self.lat} {self.lon} {self.within or ''}"] if self.kind == PLACE else []
        return f"own:{digest(self.name, self.kind, self.country or '', *self.same_as, *where, length=10)}"

    @property
    def point(self) -> Point | None:
        """Latitude and longitude."""
        return (self.lat, self.lon) if self.lat is not None and self.lon is not None else None


@dataclass(frozen=True, slots=True)
class OwnAuthority:
    """The entries by folded name and alias."""

    entries: tuple[Entry, ...] = ()
    _by_name: dict[str, list[Entry]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            for name in dict.fromkeys(fold(name) for name in (entry.name, *entry.aliases)):
                self._by_name.setdefault(name, []).append(entry)

    def find(self, names: Iterable[str], *, kind: str, country: str | None) -> Entry | None:
        """The only entry so named that may be of the kind and country; None where there is none, or are several.

        An entry that says the country is preferred to one that says none.
        """
        # What says of no kind is an actor: a ministry is no place, though an article be read so.
        kinds = (kind,) if kind == PLACE else ("", kind)
        found = {entry for name in names for entry in self._by_name.get(fold(name), ()) if entry.kind in kinds}
        for wanted in (country, None) if country else (None,):
            fitting = [entry for entry in found if entry.country == wanted]
            if len(fitting) == 1:
                return fitting[0]
        # Nothing is known of the one in the text: it is who alone is so called.
        return next(iter(found)) if len(found) == 1 and country is None else None

    def by_key(self, key: str) -> Entry | None:
        """The entry with the key."""
        return next((entry for entry in self.entries if entry.key == key), None)


def read_file(path: Path) -> tuple[Entry, ...]:
    """The entries of a CSV or RDF file, sorted.

    Raises:
        KgError: the file cannot be read, or an entry is none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise KgError(f"the authority file {str(path)!r} cannot be read ({cause(exc)}); give a UTF-8 file") from exc
    suffix = path.suffix.lower()
    if suffix == ".csv":
        entries = _from_csv(text, where=str(path))
    elif suffix in _RDF:
        entries = _from_skos(text, _RDF[suffix], where=str(path))
    else:
        raise KgError(
            f"the authority file {str(path)!r} has no known extension; give a .csv file, or SKOS as {', '.join(_RDF)}"
        )
    if not entries:
        raise KgError(f"the authority file {str(path)!r} has no entry; every one needs a name")
    return tuple(sorted(set(entries), key=to_line))


def to_line(entry: Entry) -> str:
    """One line of JSON, as the store keeps it."""
    return json.dumps({key: value for key, value in asdict(entry).items() if value not in _EMPTY}, ensure_ascii=False)


def read_lines(lines: Iterable[str]) -> tuple[Entry, ...]:
    """The entries that `to_line` wrote, sorted."""
    found = [json.loads(line) for line in lines if line.strip()]
    entries = {
        Entry(
            name=shown["name"],
            kind=shown.get("kind", ""),
            aliases=tuple(shown.get("aliases", ())),
            same_as=tuple(shown.get("same_as", ())),
            country=shown.get("country"),
            lat=shown.get("lat"),
            lon=shown.get("lon"),
            within=shown.get("within"),
        )
        for shown in found
    }
    return tuple(sorted(entries, key=to_line))


def _from_csv(text: str, *, where: str) -> list[Entry]:
    rows = csv.DictReader(io.StringIO(text))
    names = rows.fieldnames or []
    if "name" not in names or (unknown := [name for name in names if name not in _COLUMNS]):
        wrong = "has no column `name`" if "name" not in names else f"has an unknown column {unknown[0]!r}"
        raise KgError(f"the authority file {where!r} {wrong}; the columns are {', '.join(_COLUMNS)}")
    return [_entry(row, where=f"line {rows.line_num} of the authority file {where!r}") for row in rows]


def _entry(row: dict[str, str | None], *, where: str) -> Entry:
    cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
    kind, country = cells.get("kind", "").lower(), cells.get("country", "").upper()
    if not cells["name"] or not fold(cells["name"]):
        raise KgError(f"{where} has no name")
    if kind and kind not in KINDS:
        raise KgError(f"{where} has the kind {kind!r}, which is not one of {', '.join(KINDS)}")
    _check_country(country, where=where)
    point = point_of(cells.get("lat", ""), cells.get("lon", ""), where=where)
    within = cells.get("within", "")
    if (point or within) and kind not in ("", PLACE):
        raise KgError(
            f"{where} says where something of kind {kind!r} lies; only a {PLACE} has `lat`, `lon` and `within`"
        )
    same_as = _split(cells.get("sameAs", ""))
    for iri in same_as:
        _check_iri(iri, where=where)
    return Entry(
        name=cells["name"],
        kind=PLACE if point or within else kind,
        aliases=_split(cells.get("aliases", "")),
        same_as=same_as,
        country=country or None,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        within=within or None,
    )


def _check_country(country: str, *, where: str) -> None:
    if country and not (len(country) == _ISO_LETTERS and country.isascii() and country.isalpha()):
        raise KgError(f"{where} has the country {country!r}; give an ISO 3166-1 code of two letters")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(sorted({part.strip() for part in cell.split("|") if part.strip()}))


def _check_iri(iri: str, *, where: str) -> None:
    if not _IRI.fullmatch(iri):
        raise KgError(f"{where} has {iri!r} for an identifier, which is no IRI; give the whole address")


def _check_harmless(text: str, format: str, *, where: str) -> None:
    """KgError for what would make the parser fetch something, or go on for hours."""
    if format == "xml" and _NESTED_ENTITY.search(text):
        raise KgError(
            f"the authority file {where!r} has entities made of entities, which may have no end; save it as Turtle"
        )
    if format == "json-ld":
        with suppress(ValueError, RecursionError):  # the parser says what is wrong with it
            if _asks_elsewhere(json.loads(text)):
                raise KgError(
                    f"the authority file {where!r} has its @context elsewhere, and nothing is fetched; write it into "
                    "the file, or save it as Turtle"
                )


def _asks_elsewhere(part: Any) -> bool:
    """Whether a JSON-LD document, or a part of one, names a context by its address."""
    if isinstance(part, list):
        return any(map(_asks_elsewhere, part))
    if not isinstance(part, dict):
        return False
    contexts = part.get("@context")
    named = [contexts] if not isinstance(contexts, list) else contexts
    return "@import" in part or any(isinstance(one, str) for one in named) or any(map(_asks_elsewhere, part.values()))


def _from_skos(text: str, format: str, *, where: str) -> list[Entry]:
    from rdflib import RDF, Graph, URIRef  # takes a while to load, and few builds need it

    _check_harmless(text, format, where=where)
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    try:
        graph = Graph().parse(data=text, format=format)
    except Exception as exc:
        detail = str(exc).strip().partition("\n")[0]
        raise KgError(f"the authority file {where!r} cannot be read as {format} ({detail}); mend it") from exc
    entries: list[Entry] = []
    for subject in sorted({one for one in graph.subjects(URIRef(f"{_SKOS}prefLabel")) if isinstance(one, URIRef)}):
        names = _words(graph.objects(subject, URIRef(f"{_SKOS}prefLabel")))
        kinds = {_KIND_OF.get(_last(str(one)), "") for one in graph.objects(subject, RDF.type)} - {""}
        if not names:
            continue
        about = f"<{subject}> in the authority file {where!r}"
        # An organisation may have the coordinates of its seat: it is no place for that.
        point = _point(graph, subject, where=about) if not kinds or PLACE in kinds else None
        is_place = point is not None or PLACE in kinds
        country = _text(graph, subject, _COUNTRY_CODE).upper() if is_place else ""
        _check_country(country, where=about)
        links = {str(one) for link in _LINKS for one in graph.objects(subject, URIRef(link))}
        labels = [one for label in _LABELS for one in graph.objects(subject, URIRef(label))]
        same_as = tuple(sorted({str(subject), *links}))
        for iri in same_as:
            _check_iri(iri, where=f"the authority file {where!r}")
        entries.append(
            Entry(
                name=names[0],
                kind=PLACE if is_place else min(kinds, default=""),
                aliases=tuple(sorted({*_words(labels), *names[1:]} - {names[0]})),
                same_as=same_as,
                country=country or None,
                lat=point[0] if point else None,
                lon=point[1] if point else None,
            )
        )
    return entries


def _point(graph: Graph, subject: Node, *, where: str) -> Point | None:
    """Where a resource lies, by W3C Basic Geo or by GeoSPARQL, of itself or of its geometry."""
    from rdflib import URIRef

    found = {point_of(_text(graph, subject, f"{_GEO}lat"), _text(graph, subject, f"{_GEO}long"), where=where)}
    shapes = [subject, *graph.objects(subject, URIRef(f"{_GEOSPARQL}hasGeometry"))]
    texts = (wkt for one in shapes for wkt in graph.objects(one, URIRef(f"{_GEOSPARQL}asWKT")))
    found |= {point_of_wkt(str(wkt), where=where) for wkt in texts}
    found.discard(None)
    if len(found) > 1:
        raise KgError(f"{where} lies at {len(found)} points; leave one")
    return next(iter(found), None)


def _text(graph: Graph, subject: Node, term: str) -> str:
    """The literal of a property, "" where there is none; the first by its letters of several."""
    from rdflib import URIRef

    return min((str(one).strip() for one in graph.objects(subject, URIRef(term))), default="")


def _words(labels: Iterable[Node]) -> list[str]:
    """English labels before those without a language; others are of no use for English news."""
    found: list[tuple[int, str]] = []
    for label in labels:
        language = getattr(label, "language", None)
        if language is None or language.split("-")[0] == "en":
            found.append((0 if language else 1, str(label).strip()))
    return [word for _, word in sorted(found) if fold(word)]


def _last(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
