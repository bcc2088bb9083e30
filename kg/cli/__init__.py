"""The command `kg`: parses arguments, calls one function, prints. It knows nothing of how anything is done.

Errors go to standard error as one sentence; exit status 2 for a bad call, 1 for a failed job.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

from kg.cli.arguments import parser
from kg.errors import KgError, ModelError, QueryError, UnknownError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command and exits with its status."""
    arguments = parser().parse_args(argv)
    logging.basicConfig(
        level=logging.DEBUG if arguments.verbose else logging.CRITICAL, format="%(levelname)s %(name)s: %(message)s"
    )
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: `kg events | head`
        status = 0
    except KgError as exc:
        sys.stderr.write(f"kg: {exc}\n")
        # a plain KgError is a setting that is wrong
        is_bad_call = isinstance(exc, (QueryError, UnknownError, ModelError)) or type(exc) is KgError
        status = 2 if is_bad_call else 1
    except OSError as exc:
        sys.stderr.write(f"kg: {exc.strerror or exc}{f': {exc.filename!r}' if exc.filename else ''}\n")
        status = 1
    except KeyboardInterrupt:
        sys.stderr.write("kg: stopped; what was finished is kept, run the same command again to go on\n")
        status = 130
    sys.exit(status)
