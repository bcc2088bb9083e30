"""What the service has done, in the text format of Prometheus.

The format: https://prometheus.io/docs/instrumenting/exposition_formats/. Counted in this process alone: several
processes are scraped one by one. Labels are routes as declared, never addresses as sent, so that no client can fill the
memory.
"""

from __future__ import annotations

import time
from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the classes of durations, in seconds."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters of one process; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._started = time.monotonic()
        self._started_at = time.time()
        self._requests: dict[Labels, int] = defaultdict(int)
        self._durations: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = defaultdict(float)
        self._queries: dict[str, int] = defaultdict(int)
        self._n_open = 0

    def begin(self) -> None:
        """A request has come in."""
        with self._lock:
            self._n_open += 1

    def end(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """A request is answered; `route` is the route's pattern."""
        known = method if method in _METHODS else "other"
        with self._lock:
            self._n_open -= 1
            self._requests[("method", known), ("route", route), ("status", str(status))] += 1
            counts = self._durations.setdefault(route, [0] * (len(BUCKETS_S) + 1))
            counts[next((index for index, bound in enumerate(BUCKETS_S) if seconds <= bound), len(BUCKETS_S))] += 1
            self._seconds[route] += seconds

    def query(self, outcome: str) -> None:
        """A SPARQL query came to its end: `ok`, or the kind of its problem."""
        with self._lock:
            self._queries[outcome] += 1

    def text(self, *, store: Mapping[str, int] | None, generation: int | None) -> str:
        """All of it; `store` holds the numbers of what the store has, None when it cannot be read."""
        with self._lock:
            return "".join(f"{line}\n" for line in self._lines(store, generation))

    def _lines(self, store: Mapping[str, int] | None, generation: int | None) -> Iterator[str]:
        yield from _family("whodid_requests_total", "counter", "Requests answered.", sorted(self._requests.items()))
        name = "whodid_request_duration_seconds"
        yield from _family(name, "histogram", "Time from the request to the end of its answer.", ())
        for route, counts in sorted(self._durations.items()):
            total = 0
            for bound, count in zip((*map(str, BUCKETS_S), "+Inf"), counts, strict=True):
                total += count
                yield _sample(f"{name}_bucket", (("route", route), ("le", bound)), total)
            yield _sample(f"{name}_sum", (("route", route),), round(self._seconds[route], 6))
            yield _sample(f"{name}_count", (("route", route),), total)
        yield from _family("whodid_requests_open", "gauge", "Requests being answered.", [((), self._n_open)])
        yield from _family(
            "whodid_sparql_queries_total", "counter", "SPARQL queries by outcome.",
            [((("outcome", outcome),), count) for outcome, count in sorted(self._queries.items())],
        )  # fmt: skip
        yield from _family("whodid_store_up", "gauge", "1 when the store can be read.", [((), int(store is not None))])
        if generation is not None:
            yield from _family("whodid_store_generation", "gauge", "Number of the snapshot.", [((), generation)])
        for kind, count in (store or {}).items():
            yield from _family(f"whodid_store_{kind}", "gauge", f"Number of {kind} in the store.", [((), count)])
        uptime = round(time.monotonic() - self._started, 3)
        yield from _family("whodid_uptime_seconds", "gauge", "Seconds since the start.", [((), uptime)])
        yield from _family(
            "process_start_time_seconds", "gauge", "Start of the process, in Unix time.",
            [((), round(self._started_at, 3))],
        )  # fmt: skip


def _family(name: str, kind: str, meaning: str, samples: Iterable[tuple[Labels, float]]) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield _sample(name, labels, value)


def _sample(name: str, labels: Labels, value: float) -> str:
    shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels)
    return f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
