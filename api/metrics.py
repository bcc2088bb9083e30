"""What the service has done, in the text format of Prometheus, for all of its processes together.

The format: https://prometheus.io/docs/instrumenting/exposition_formats/. Several processes share a folder, named in the
environment before the first of them imports this module; whichever is asked adds up what all of them counted. Labels
are routes as declared, never addresses as sent, so that no client can fill the memory.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as MEDIA_TYPE
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["BUCKETS_S", "MEDIA_TYPE", "SHARED_FOLDER", "Metrics"]

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name of the folder that several processes count in; its files are gone with the service."""
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the classes of durations, in seconds."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})

disable_created_metrics()  # type: ignore[no-untyped-call]  # a line more for each line, which nobody asked for


class Metrics:
    """Counters of the service; safe to use from several threads."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self._started = time.monotonic()
        self._started_at = time.time()
        self._requests = Counter(
            "whodid_requests", "Requests answered.", ("method", "route", "status"), registry=self._own
        )
        self._durations = Histogram(
            "whodid_request_duration_seconds", "Time from the request to the end of its answer.", ("route",),
            buckets=BUCKETS_S, registry=self._own,
        )  # fmt: skip
        self._counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._open = Gauge(
            "whodid_requests_open", "Requests being answered.", multiprocess_mode="livesum", registry=self._own
        )
        self._queries = Counter(
            "whodid_sparql_queries", "SPARQL queries by outcome.", ("outcome",), registry=self._own
        )  # fmt: skip

    def begin(self) -> None:
        """A request has come in."""
        self._open.inc()

    def end(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """A request is answered; `route` is the route's pattern."""
        self._open.dec()
        key = (method if method in _METHODS else "other", route, status)
        counted = self._counted.get(key)
        if counted is None:  # looking children up takes longer than counting
            counted = self._requests.labels(key[0], route, str(status)), self._durations.labels(route)
            self._counted[key] = counted
        counted[0].inc()
        counted[1].observe(seconds)

    def query(self, outcome: str) -> None:
        """A SPARQL query came to its end: `ok`, or the kind of its problem."""
        self._queries.labels(outcome).inc()

    def text(self, *, store: Mapping[str, int] | None, generation: int | None) -> str:
        """All of it; `store` holds the numbers of what the store has, None when it cannot be read."""
        counted, facts = self._own, CollectorRegistry()
        if folder := os.environ.get(SHARED_FOLDER):
            _forget_the_dead(Path(folder))
            counted = CollectorRegistry()
            MultiProcessCollector(counted, folder)  # type: ignore[no-untyped-call]
        facts.register(
            _Facts(store, generation, uptime_s=time.monotonic() - self._started, started_at=self._started_at)
        )
        return (generate_latest(counted) + generate_latest(facts)).decode()


class _Facts(Collector):
    """What is measured at the moment of asking."""

    def __init__(
        self, store: Mapping[str, int] | None, generation: int | None, *, uptime_s: float, started_at: float
    ) -> None:
        self._store, self._generation = store, generation
        self._uptime_s, self._started_at = uptime_s, started_at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("whodid_store_up", "1 when the store can be read.", int(self._store is not None))
        if self._generation is not None:
            yield GaugeMetricFamily("whodid_store_generation", "Number of the snapshot.", self._generation)
        for kind, count in (self._store or {}).items():
            yield GaugeMetricFamily(f"whodid_store_{kind}", f"Number of {kind} in the store.", count)
        yield GaugeMetricFamily("whodid_uptime_seconds", "Seconds since the start.", round(self._uptime_s, 3))
        yield GaugeMetricFamily(
            "process_start_time_seconds", "Start of the process, in Unix time.", round(self._started_at, 3)
        )


def _forget_the_dead(folder: Path) -> None:
    """Requests that a killed process had open are not open any more; what it answered stays counted."""
    for file in folder.glob("gauge_live*_*.db"):
        found = re.search(r"_(\d+)\.db$", file.name)
        if found and not _is_alive(int(found[1])):
            mark_process_dead(int(found[1]), path=str(folder))  # type: ignore[no-untyped-call]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
