"""The Python API: a store as a `Graph` that gives DataFrames, networks, RDF and pictures.

In: a store and filters. Out: what the command line and the service give for the same filters, by the same code
(`kg.query`), in the forms that analysts use. Decided here is nothing but the form.

- `session`: the `Graph` · `filters`: keyword arguments → the filters of all interfaces
- `views`: one event, actor, article as text and HTML · `pictures`: its drawings
"""

from kg.graph.filters import Filters
from kg.graph.session import Graph
from kg.graph.views import Actor, Added, Article, Event, EventTable

__all__ = ["Actor", "Added", "Article", "Event", "EventTable", "Filters", "Graph"]
