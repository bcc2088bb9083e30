"""The ontology as files, and where they lie: nothing in, paths out; it knows nothing of articles or stores.

`events.ttl` holds the core, `reading.ttl` what is kept of each article besides, `types.ttl` the codebook of event
types, `shapes.ttl` the checks on a whole graph, `context.jsonld` the short names for JSON-LD, `ontology.html` shows it
all to people. `python -m ontology.generate --write` makes the last two, and `kg/vocab.py`, from the first three.
"""

from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("ontology")))
EVENTS = FOLDER / "events.ttl"
READING = FOLDER / "reading.ttl"
TYPES = FOLDER / "types.ttl"
SHAPES = FOLDER / "shapes.ttl"
CONTEXT = FOLDER / "context.jsonld"
DOCUMENT = FOLDER / "ontology.html"

__all__ = ["CONTEXT", "DOCUMENT", "EVENTS", "FOLDER", "READING", "SHAPES", "TYPES"]
