"""What a search and the facets answer, as OpenAPI describes it; the shapes of the other routes are in `schemas`."""

from __future__ import annotations

from pydantic import Field

from api.schemas import EventPlace, Shape


class FoundItem(Shape):
    """Something that a search found."""

    id: str = Field(examples=["iran"])
    name: str = Field(examples=["Iran"])
    detail: str = Field(description="Kind and country.", examples=["polity, IR"])


class FoundItems(Shape):
    """The best of what was found, and how many there are in all."""

    items: list[FoundItem]
    total: int


class FoundEvents(Shape):
    """How many events have a sentence with all of the words."""

    total: int


class Found(Shape):
    """What a search found."""

    q: str
    actors: FoundItems
    places: FoundItems
    types: FoundItems
    events: FoundEvents


class FacetCount(Shape):
    """A type, status or outlet, and how many of the events it has."""

    id: str
    events: int


class FacetActor(FacetCount):
    """An actor, and how many of the events it takes part in."""

    name: str
    kind: str


class FacetPlace(EventPlace):
    """A place, and how many of the events happened there."""

    events: int


class Facets(Shape):
    """What the events that fit the filters are, the most frequent first."""

    events: int
    placed: int = Field(description="Events that have a place.")
    types: list[FacetCount]
    statuses: list[FacetCount]
    actors: list[FacetActor] = Field(description="Up to twelve.")
    places: list[FacetPlace]
    sources: list[FacetCount] = Field(description="Up to twelve outlets.")
