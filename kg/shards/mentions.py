"""The table of mentions of a shard: one row for each span that names an actor, place or time, or tells an event.

Offsets are half-open, in code points of the article's text. `local` is the id within the article, `iri` its node in the
graph; what canonical actor, place or event that belongs to is known after the merge (`kg export --format mentions`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kg.errors import ExtraError
from kg.model import Ref
from kg.store.iris import local_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import ArticleRecord

_ROWS_PER_GROUP = 50_000


def check_available() -> None:
    """Raises ExtraError when pyarrow is missing."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as exc:
        raise ExtraError("shards need pyarrow; install it with pip install 'whodid[parquet]'") from exc


def mention_rows(record: ArticleRecord) -> Iterator[dict[str, Any]]:
    """Rows of one article; keys that a kind of mention has no value for are left out."""
    article = record.article.id
    for kind, entities in (("actor", record.actors), ("place", record.places)):
        for entity in entities:
            named = {"article": article, "kind": kind, "local": entity.id, "name": entity.name}
            for mention in entity.mentions:
                span = mention.span
                yield named | {"start": span.start, "end": span.end, "text": mention.text, "form": mention.form.value,
                               "country": entity.country}  # fmt: skip
    for time in record.times:
        yield {"article": article, "kind": "time", "local": time.id, "name": time.value,
               "start": time.span.start, "end": time.span.end, "text": time.text}  # fmt: skip
    for event in record.events:
        yield {
            "article": article, "kind": "event", "local": event.id, "name": event.lemma, "start": event.trigger.start,
            "end": event.trigger.end, "text": event.text, "type": event.type, "status": event.status.value,
            "sentence": event.sentence, "confidence": round(event.confidence, 4),
        }  # fmt: skip


def mention_table(rows: Sequence[dict[str, Any]]) -> bytes:
    """The rows as a Parquet file; the same rows give the same bytes with the same pyarrow."""
    import pyarrow as pa
    from pyarrow import parquet

    text, number = pa.string(), pa.int32()
    schema = pa.schema(
        [
            pa.field("article", text, nullable=False), pa.field("start", number, nullable=False),
            pa.field("end", number, nullable=False), pa.field("text", text, nullable=False),
            pa.field("kind", text, nullable=False), pa.field("local", text, nullable=False),
            pa.field("iri", text, nullable=False), pa.field("name", text), pa.field("form", text),
            pa.field("country", text), pa.field("type", text), pa.field("status", text),
            pa.field("sentence", number), pa.field("confidence", pa.float32()),
        ]
    )  # fmt: skip
    complete = [row | {"iri": local_iri(Ref(row["article"], row["local"]))} for row in rows]
    target = io.BytesIO()
    table = pa.Table.from_pylist(complete, schema=schema)
    parquet.write_table(table, target, compression="zstd", row_group_size=_ROWS_PER_GROUP)
    return target.getvalue()
