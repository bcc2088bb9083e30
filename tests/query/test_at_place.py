"""Asked for by a place and a noun: "Vell police"."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from kg.query.at_place import actors_at_place
from kg.query.rows import ActorRow, PlaceRow


@dataclass
class Town:
    """What is asked of a catalog: two police forces, protesters and a namesake with a name, in two towns."""

    index: None = None
    remembered: list[object] = field(default_factory=list)

    def actors(self):
        called = {"p1": "police", "p2": "police", "crowd": "protesters", "band": "Police", "none": "guards"}
        return {key: ActorRow(id=key, name=name, kind="group") for key, name in called.items()}

    def places(self):
        return {
            "vell": PlaceRow(id="vell", name="Vell"),
            "square": PlaceRow(id="square", name="Old Square", within="vell"),
            "emile": PlaceRow(id="emile", name="Port Émile"),
        }

    def events(self):
        where = {"e1": "square", "e2": "emile", "e3": "vell", "e4": None}
        return {iri: SimpleNamespace(place=place) for iri, place in where.items()}

    def roles(self):
        return {
            "e1": {"agent": ("p1",), "patient": ("crowd",)}, "e2": {"agent": ("p2",)}, "e3": {"agent": ("band",)},
            "e4": {"agent": ("none",)},
        }  # fmt: skip

    def remember(self, key: object, find: Callable[[], object]):
        self.remembered.append(key)
        return find()


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Vell police", ("p1",)),  # in the square of the town
        ("Port Émile police", ("p2",)),
        ("port emile POLICE", ("p2",)),
        ("Vell protesters", ("crowd",)),
        ("Port Émile protesters", ()),
        ("Vell guards", ()),  # they are nowhere
        ("Nowhere police", ()),
        ("police", ()),  # a name like any other
        ("Vell", ()),
    ],
)
def test_the_unnamed_of_a_place(name, ids):
    assert actors_at_place(Town(), name) == ids
