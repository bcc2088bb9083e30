"""One JSON object per line of the service's log, on standard error."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii
from typing import Any

FIELDS = ("request", "method", "path", "route", "status", "ms", "bytes")
"""What a line about a request tells; the query of the address is left out, it may name people."""

_NAMES = {name: json.dumps(name) for name in ("time", "level", "logger", "message", "traceback", *FIELDS)}


class JsonFormatter(logging.Formatter):
    """Makes one line of JSON of a record: time (UTC), level, logger, message, the request's fields, and a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; line breaks and control characters of a hostile address are escaped."""
        shown: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        own = record.__dict__
        shown |= {name: own[name] for name in FIELDS if name in own}
        if record.exc_info:
            shown["traceback"] = self.formatException(record.exc_info)
        # value by value: setting up an encoder for the whole takes longer than all of them
        return f"{{{', '.join([f'{_NAMES[name]}: {_value(value)}' for name, value in shown.items()])}}}"


def _value(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    return repr(value) if type(value) is int else json.dumps(value, default=str)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonFormatter}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "loggers": {
        # the service writes its own line per request, so uvicorn's stays silent
        "api": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn.access": {"handlers": [], "level": "WARNING", "propagate": False},
    },
}
"""Configuration of logging for a process that is nothing but the service."""


def spare_what_no_line_tells() -> None:
    """Leaves out what the standard library gathers for each line and no line of ours shows.

    As https://docs.python.org/3/howto/logging.html#optimization says; it takes as long as all the rest of a line.
    """
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
