"""The ontology as files, and where they lie: nothing in, paths out; it knows nothing of articles or stores.

`events.ttl` holds the classes and properties, `types.ttl` the codebook of event types, `shapes.ttl` the checks on a
whole graph, `context.jsonld` the short names for JSON-LD. `python -m ontology.generate --write` makes `kg/vocab.py`
from the first two.
"""

from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("ontology")))
EVENTS = FOLDER / "events.ttl"
TYPES = FOLDER / "types.ttl"
SHAPES = FOLDER / "shapes.ttl"
CONTEXT = FOLDER / "context.jsonld"

__all__ = ["CONTEXT", "EVENTS", "FOLDER", "SHAPES", "TYPES"]
