"""The store on disk: article records and the merged graph in, the same and SPARQL answers out.

One named graph per article and one merged graph, in Oxigraph; nobody else in whodid speaks to it. Refused: records
whose quotes are not in their text or whose references lead nowhere (`check_record`), a second writer, folders that are
no store or of another format. All errors are StoreError or QueryError.

    WriteStore   the one writer: replace, delete, write_merged, publish
    ReadStore    any number of readers, each on a finished snapshot that never changes: select, query, dump
"""

from kg.store.checks import canonical_graph, canonical_record, check_graph, check_record, check_spans
from kg.store.read import ReadStore
from kg.store.run_log import Run, add_run, runs
from kg.store.terms import Iri, Value
from kg.store.write import Change, WriteStore

__all__ = [
    "Change",
    "Iri",
    "ReadStore",
    "Run",
    "Value",
    "WriteStore",
    "add_run",
    "canonical_graph",
    "canonical_record",
    "check_graph",
    "check_record",
    "check_spans",
    "runs",
]
