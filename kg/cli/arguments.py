"""The arguments of every command."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg import dates, settings
from kg.cli import curating, keeping, reading, writing
from kg.model import JUDGED_KINDS, Judged
from kg.query.disagreement_filters import DISAGREEMENT_FILTERS
from kg.query.filters import FILTERS, REPEATABLE
from kg.settings import SERVE_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    _Commands = argparse._SubParsersAction["_Parser"]

INPUT_FORMATS = ("auto", "text", "html", "jsonl", "csv", "rss", "parquet", "warc")
EXPORT_FORMATS = ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf", "csv", "geojson", "mentions")
QUERY_FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle")


def parser() -> argparse.ArgumentParser:
    """The whole command line; every command sets `run`, a function of the arguments that gives the exit status."""
    whole = argparse.ArgumentParser(
        prog="kg", description="Who did what, to whom, where and when, and which sentence says so."
    )
    whole.add_argument("--version", action="version", version=settings.software())
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for add in (_reading_articles, _asking, _serving, _taking_out, _judging, _keeping):
        add(commands)
    return whole


class _Parser(argparse.ArgumentParser):
    """Of one command: what it does not know is refused with its own usage, not with the list of all commands."""

    def parse_known_args(  # type: ignore[override]  # typeshed's overloads are about the class of the namespace
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return known, rest


def _reading_articles(commands: _Commands) -> None:
    build = _command(commands, "build", writing.build, "read articles into the store")
    _inputs(build)
    _workers(build)
    build.add_argument(
        "--judgements", type=Path, metavar="FILE", help="take the judgements of the store from this file from now on"
    )
    build.add_argument(
        "--authority",
        type=Path,
        metavar="FILE",
        action="append",
        help="names and places that you know better, as CSV or SKOS; repeatable, kept with the store",
    )
    build.add_argument("--strict", action="store_true", help="exit with 1 when any input was rejected")
    _index(build)
    extract = _command(
        commands, "extract", writing.extract, "extraction only, one JSON object per article", store=False
    )
    _inputs(extract)
    _workers(extract)
    extract.add_argument("--out", metavar="PLACE", help="write shards to this folder or address, for `kg load`")
    extract.add_argument(
        "--shard-size", type=_positive, default=500, metavar="N", help="articles in each shard (default 500)"
    )
    extract.add_argument("--format", dest="output", choices=("jsonl", "table"), default="jsonl", help="default jsonl")
    extract.add_argument(
        "--explain", action="store_true", help="print in words how each event came about, instead of either format"
    )
    load = _command(commands, "load", writing.load, "bring shards into the store, and merge")
    load.add_argument("shards", nargs="+", metavar="PLACE", help="folders or addresses that `kg extract --out` wrote")
    load.add_argument("--strict", action="store_true", help="exit with 1 when any input was rejected")
    _index(load)


def _asking(commands: _Commands) -> None:
    events = _command(commands, "events", reading.events, "who did what, from the store")
    _filters(events, FILTERS)
    disagreements = _command(commands, "disagreements", reading.disagreements, "on what the articles differ")
    _filters(disagreements, DISAGREEMENT_FILTERS)
    sparql = _command(commands, "sparql", reading.sparql, "a SPARQL 1.1 query on the store")
    sparql.add_argument("query", help="the query, or @FILE")
    sparql.add_argument("--format", choices=QUERY_FORMATS, default="table")
    sparql.add_argument("--time-limit", type=_positive, default=60, metavar="SECONDS", help="default 60")


def _serving(commands: _Commands) -> None:
    serve = _command(commands, "serve", reading.serve, "the HTTP service")
    _serve_settings(serve)
    ingest = _command(commands, "ingest", writing.ingest, "do the jobs that the service took in (started by kg serve)")
    _model(ingest)
    ingest.add_argument(
        "--idle", type=_positive, default=60, metavar="SECONDS", help="end after so long without a job (default 60)"
    )
    ingest.add_argument("--watched", action="store_true", help="end also when standard input is closed")
    _command(commands, "index", reading.index, "make the index that the service reads (it does so itself)")


def _taking_out(commands: _Commands) -> None:
    export = _command(commands, "export", reading.export, "the graph, the network or the tables as a file")
    export.add_argument("--format", choices=EXPORT_FORMATS, required=True)
    export.add_argument("--out", type=Path, help="file to write; standard output when not given")
    delete = _command(commands, "delete", writing.delete, "remove an article and all that only it supports")
    delete.add_argument("article", help="its id")


def _judging(commands: _Commands) -> None:
    why = _command(commands, "why", curating.why, "why two things are one in the graph, or not")
    why.add_argument("one", help="id, IRI or name of an event, actor or place, or a mention (ARTICLE#e1)")
    why.add_argument("two", help="likewise")
    _kind(why)
    judge = _command(commands, "judge", curating.judge, "decide whether two things are one; the graph follows at once")
    judge.add_argument("one", nargs="?", help="id, IRI or name of an event, actor or place, or a mention (ARTICLE#e1)")
    judge.add_argument("two", nargs="?", help="likewise")
    judge.add_argument("judged", nargs="?", choices=[judged.value for judged in Judged])
    judge.add_argument("--note", default="", help="why")
    judge.add_argument("--by", default="user", metavar="NAME", help="whose decision it is (default user)")
    what = judge.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="print all judgements of the store")
    what.add_argument("--undo", action="store_true", help="take the judgement about the two back")
    _kind(judge)


def _keeping(commands: _Commands) -> None:
    backup = _command(commands, "backup", keeping.backup, "write the store to one file, also while it is in use")
    backup.add_argument("file", type=Path, help="a new file, for instance whodid-2026-01-31.nq.gz")
    restore = _command(commands, "restore", keeping.restore, "make a store of a backup, in a new place")
    restore.add_argument("file", type=Path, help="what `kg backup` wrote")
    _command(commands, "validate", reading.validate, "check the graph against its SHACL shapes")
    _command(commands, "stats", reading.stats, "counts, sizes and versions")
    model = _command(commands, "model", reading.model, "the installed language model", store=False)
    _model(model)
    model.add_argument("--path", action="store_true", help="print its folder alone")


def _command(
    commands: _Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
    *,
    store: bool = True,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(run=run)
    command.add_argument("--verbose", action="store_true", help="log what happens to standard error")
    if store:
        command.add_argument(
            "--store",
            type=settings.location,
            default=settings.load().store,
            metavar="PLACE",
            help="folder, or http:// address of a SPARQL server ($KG_STORE, else ./kg-store)",
        )
    return command


def _filters(command: argparse.ArgumentParser, filters: Mapping[str, str]) -> None:
    for name, text in filters.items():
        # The words are passed on as they are, so that the command and the route of the service refuse the same things.
        action = "append" if name in REPEATABLE else "store"
        flag = f"--{name.replace('_', '-')}"
        command.add_argument(flag, dest=name, action=action, metavar="X", help=text.replace("%", "%%"))
    command.add_argument("--format", choices=("table", "json", "csv"), default="table")


def _kind(command: argparse.ArgumentParser) -> None:
    command.add_argument("--kind", choices=JUDGED_KINDS, help="where a name or id may be of several")


def _serve_settings(serve: argparse.ArgumentParser) -> None:
    """A flag for every setting of the service; each stands in the environment as well, keys in files or there alone."""
    for setting in SERVE_SETTINGS:
        serve.add_argument(
            f"--{setting.name.replace('_', '-')}",
            dest=setting.name,
            metavar=setting.metavar,
            help=f"{setting.meaning} (${setting.variable}, else {setting.default or 'none'})",
        )


def _inputs(command: argparse.ArgumentParser) -> None:
    command.add_argument("input", nargs="+", help="files, folders, patterns, addresses (s3://…), or -")
    _model(command)
    command.add_argument(
        "--date", type=_date, metavar="YYYY-MM-DD", help="publication date of articles that bring none"
    )
    flag = "--input-format" if command.prog.endswith("extract") else "--format"
    command.add_argument(flag, dest="format", choices=INPUT_FORMATS, default="auto", help="of the input (default auto)")


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", default=settings.load().model, metavar="NAME", help="spaCy pipeline, name or path")


def _index(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-index", action="store_true", help="leave the index for reading to `kg serve`")


def _workers(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--workers", type=_positive, default=0, metavar="N", help="processes that parse (default: as many as cores)"
    )
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="let the workers of a Dask scheduler do it (tcp://host:8786)"
    )


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _date(text: str) -> str:
    if not dates.is_partial(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no date of the form YYYY-MM-DD")
    return text
