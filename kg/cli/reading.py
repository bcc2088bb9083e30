"""Commands that answer from the store, and `kg model`. Imports are inside, so that each loads only its own."""

from __future__ import annotations

import io
import json
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar, cast

from kg.cli.progress import steps
from kg.errors import KgError, QueryError, StoreError, cause
from kg.settings import SERVE_SETTINGS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from kg.query.paging import Page

Row = TypeVar("Row")


def events(arguments: argparse.Namespace) -> int:
    """Prints who did what."""
    from kg.export.tables import events_to_csv, events_to_text
    from kg.query.events import list_events
    from kg.query.filters import FILTERS, parse_filter
    from kg.query.index.files import open_catalog
    from kg.query.rows import event_to_json
    from kg.store import ReadStore

    wanted = parse_filter(_given(arguments, FILTERS))
    with ReadStore.open(arguments.store) as store, closing(open_catalog(store)) as catalog:
        page = list_events(catalog, wanted)
    _print_page(page, arguments.format, "events", to_json=event_to_json, to_csv=events_to_csv, to_text=events_to_text)
    return 0


def disagreements(arguments: argparse.Namespace) -> int:
    """Prints on what the articles differ."""
    from kg.export.disagreements import disagreements_to_csv, disagreements_to_text
    from kg.query.disagreement_filters import DISAGREEMENT_FILTERS, parse_disagreements
    from kg.query.disagreements import list_disagreements
    from kg.query.index.files import open_catalog
    from kg.query.rows import disagreement_to_json
    from kg.store import ReadStore

    wanted, properties = parse_disagreements(_given(arguments, DISAGREEMENT_FILTERS))
    with ReadStore.open(arguments.store) as store, closing(open_catalog(store)) as catalog:
        page = list_disagreements(catalog, wanted, properties=properties)
    _print_page(
        page,
        arguments.format,
        "disagreements",
        to_json=disagreement_to_json,
        to_csv=disagreements_to_csv,
        to_text=disagreements_to_text,
    )
    return 0


def _print_page(
    page: Page[Row],
    form: str,
    what: str,
    *,
    to_json: Callable[[Row], object],
    to_csv: Callable[[Iterable[Row]], Iterable[str]],
    to_text: Callable[[Iterable[Row]], Iterable[str]],
) -> None:
    """Prints the rows of a page, and how to get the others where there are any; beside a file that goes to the user."""
    from kg.query.filters import MAX_LIMIT

    told = f"{len(page.items)} of {page.total} {what}"
    if page.next is not None:
        told += f"; --limit {page.total} gives all" if page.total <= MAX_LIMIT else f"; next: --cursor {page.next}"
    if form == "table":
        print("\n".join([*to_text(page.items), told]))
        return
    if form == "json":
        print(json.dumps([to_json(row) for row in page.items], ensure_ascii=False, indent=1))
    else:
        sys.stdout.write("".join(to_csv(page.items)))
    if page.next is not None:
        sys.stderr.write(f"kg: {told}\n")


def _given(arguments: argparse.Namespace, names: Iterable[str]) -> list[tuple[str, str]]:
    """The filters that were given, as (name, value) pairs."""
    pairs: list[tuple[str, str]] = []
    for name in names:
        given = getattr(arguments, name)
        pairs += [(name, value) for value in (given if isinstance(given, list) else [given]) if value is not None]
    return pairs


def sparql(arguments: argparse.Namespace) -> int:
    """Prints the answer of a query."""
    from kg.query.sparql import run_query

    text = arguments.query
    if text.startswith("@"):
        try:
            text = Path(text[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as exc:
            raise QueryError(f"the query file {text[1:]!r} cannot be read ({cause(exc)}); give a UTF-8 file") from exc
    wanted = None if arguments.format == "table" else arguments.format
    answer = run_query(arguments.store, text, format=wanted, time_limit_s=arguments.time_limit)
    content = answer.content.decode("utf-8")
    if arguments.format == "table" and answer.media_type.endswith("json"):
        print("\n".join(_rows_as_text(json.loads(content))))
    else:
        sys.stdout.write(content if content.endswith("\n") else content + "\n")
    return 0


def _rows_as_text(answer: dict[str, object]) -> Iterable[str]:
    """SPARQL results JSON as aligned columns; an ASK as yes or no."""
    from kg.export.tables import rows_to_text

    if "boolean" in answer:
        return ["yes" if answer["boolean"] else "no"]
    return rows_to_text(answer)


def serve(arguments: argparse.Namespace) -> int:
    """Runs the HTTP service until it is stopped."""
    try:
        from api.app import serve as run
    except ImportError as exc:
        raise StoreError(f"the service is not installed completely ({exc}); reinstall whodid") from exc
    run(arguments.store, {setting.name: getattr(arguments, setting.name) for setting in SERVE_SETTINGS})
    return 0


@contextmanager
def _whole_writes(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream with a buffer: PYTHONUNBUFFERED leaves none, and a write that a signal interrupts is cut off there."""
    if not isinstance(stream, io.RawIOBase):
        yield stream
        return
    buffered = io.BufferedWriter(stream)
    try:
        yield cast("IO[bytes]", buffered)
        buffered.flush()
    finally:
        buffered.detach()


def export(arguments: argparse.Namespace) -> int:
    """Writes the graph, the network or a table."""
    from kg.export.files import export_store
    from kg.store import ReadStore

    with ReadStore.open(arguments.store) as store:
        if arguments.out is None:
            with _whole_writes(sys.stdout.buffer) as output:
                export_store(store, arguments.format, output)
            return 0
        try:
            with arguments.out.open("wb") as output:
                export_store(store, arguments.format, output)
        except OSError as exc:
            raise StoreError(
                f"{str(arguments.out)!r} cannot be written ({exc.strerror}); choose another --out"
            ) from exc
    return 0


def index(arguments: argparse.Namespace) -> int:
    """Makes the index of the current snapshot."""
    from kg.query.index.files import make_index
    from kg.store.home import is_address

    if is_address(arguments.store):
        raise KgError("an index is made of a store in a folder; a SPARQL server answers without")
    with steps("indexing", "events") as progress:
        path = make_index(arguments.store, progress=progress)
    print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB")
    return 0


def validate(arguments: argparse.Namespace) -> int:
    """Prints every violation of the shapes; 1 when there is any."""
    from kg.store import ReadStore
    from kg.store.shacl import validate

    with ReadStore.open(arguments.store) as store:
        sentences = validate(store)
    for sentence in sentences:
        print(sentence)
    print(f"{len(sentences)} violations" if sentences else "the graph conforms to its shapes")
    return 1 if sentences else 0


def stats(arguments: argparse.Namespace) -> int:
    """Prints counts, sizes and versions."""
    from kg.query.stats import store_stats

    for name, value in store_stats(arguments.store).items():
        print(f"{name:<20}{value}")
    return 0


def model(arguments: argparse.Namespace) -> int:
    """Prints what is known of the language model."""
    from kg.parse import model_card, pipeline_folder

    folder = pipeline_folder(arguments.model)
    if arguments.path:
        print(folder)
        return 0
    card = model_card(arguments.model)
    for name in ("name", "version", "license", "description", "author"):
        print(f"{name:<14}{card.get(name) or '-'}")
    for source in card.get("sources") or []:
        print(f"{'trained on':<14}{source.get('name', '?')} ({source.get('license', '?')})")
    for name, score in sorted((card.get("performance") or {}).items()):
        if isinstance(score, int | float):
            print(f"{'score':<14}{name} {score:.4g}")
    if (folder / "MODEL_CARD.md").is_file():
        print(f"{'card':<14}{folder / 'MODEL_CARD.md'}")
    return 0
