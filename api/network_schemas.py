"""The JSON of networks of actors, for the service's OpenAPI description."""

from __future__ import annotations

from pydantic import Field

from api.schemas import Shape


class NetworkNode(Shape):
    """An actor of a network."""

    id: str = Field(examples=["iran"])
    iri: str
    label: str = Field(examples=["Iran"])
    kind: str = Field(description="person, organization, group or polity.", examples=["polity"])
    country: str | None = Field(description="ISO 3166-1 alpha-2.", examples=["IR"])
    weight: int = Field(description="Sum of the weights of its edges, those left out included.", examples=[7])


class NetworkEdge(Shape):
    """All events of one type and status between two actors, in one relation."""

    source: str = Field(description="Id of the actor that does it.", examples=["united-states"])
    target: str = Field(description="Id of the actor to whom it is done.", examples=["iran"])
    key: str = Field(description="Tells the edges between two actors apart.", examples=["ASSAULT patient Reported"])
    relation: str = Field(description="patient, recipient, or with between equals.", examples=["patient"])
    type: str = Field(examples=["ASSAULT"])
    status: str = Field(description="Reported, Alleged, Denied or Planned.", examples=["Reported"])
    weight: int = Field(description="How many events.", examples=[3])
    score: float = Field(description="The type's, from conflict (-10) to cooperation (10).", examples=[-9.0])
    sign: int = Field(description="-1 for conflict, 1 for cooperation, 0 for neither.", examples=[-1])
    first: str | None = Field(description="First day that any of them may have happened on.", examples=["2020-01-03"])
    last: str | None = Field(description="Last day that any of them may have happened on.", examples=["2020-01-08"])
    confidence: float = Field(ge=0, le=1, description="The greatest of the events'.")
    events: list[str] = Field(description="Ids of up to five of them, those with the widest support first.")


class NetworkSize(Shape):
    """The network before it was cut."""

    ego: str | None = Field(description="Id of the actor that it lies around; null for a whole network.")
    nodes: int
    edges: int
    events: int = Field(description="Events that make up the edges.")
    truncated: bool = Field(description="Whether actors or edges were left out.")


class Network(Shape):
    """Node-link JSON, as `networkx.node_link_graph` and D3 read it."""

    directed: bool
    multigraph: bool
    graph: NetworkSize
    nodes: list[NetworkNode]
    edges: list[NetworkEdge]
