"""Every error that a caller may catch, in one tree; those that one module alone raises are defined there.

KgError
├── InputError        an article or file that cannot be read (never ends a build: it is counted and reported)
├── ModelError        the language model is missing or unfit
│   └── LexiconError  a word table of extraction breaks its rules (`kg.extract.text.lexicon`)
├── LocationError     a place where files lie cannot be reached, read or written
├── PoolError         the processes or the cluster that do the work are gone or cannot be reached
├── ExtraError        a part of whodid that is not installed everywhere is missing
├── AddressError      the service cannot listen where it is told to
├── FullError         more articles wait than may (`kg.jobs`)
├── StoreError        the store cannot be opened, is busy, of another version, or not writable
│   ├── MissingStore  there is nothing yet where a store may be made
│   ├── UnknownError  something asked for by id or name is not in the store
│   └── NotReadyError the first snapshot is being made ready (`kg.query.source`)
└── QueryError        a filter or SPARQL query that is wrong
    ├── RefusedQuery  understood and refused: updates, SERVICE, too deep, too large
    ├── QueryTimeout  stopped at its time limit
    └── BusyError     no query process came free in time (`kg.query.sparql`)

A message is one sentence: what was wrong, with which value, and what to do. Nothing here knows of HTTP.
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that whodid raises on purpose."""


class InputError(KgError):
    """An article or file that cannot be read. `where` names the file, and the line or item in it."""

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where
        self.reason = message


class ModelError(KgError):
    """The language model is missing or lacks a layer that extraction needs."""


class LocationError(KgError):
    """A place where files lie (a folder, a bucket, a web server) cannot be reached, read or written."""


class PoolError(KgError):
    """The processes or the cluster that do the work are gone, or cannot be reached."""


class ExtraError(KgError):
    """A package that only some uses need is not installed."""


class AddressError(KgError):
    """The service cannot listen where it is told to."""


class StoreError(KgError):
    """The store cannot be opened or written."""


class MissingStore(StoreError):
    """There is no store, and nothing that would be in the way of one."""


class UnknownError(StoreError):
    """Something asked for by id or name is not in the store."""


class QueryError(KgError):
    """A filter or query that is wrong."""


class RefusedQuery(QueryError):
    """A query that was understood and is not allowed here."""


class QueryTimeout(QueryError):
    """A query that was stopped at its time limit."""


def cause(error: Exception) -> str:
    """What an error says; of one of the system without its number and path, as our message names the path itself."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
