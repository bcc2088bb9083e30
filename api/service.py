"""What the routes share: the store's current catalog and the query processes."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Semaphore
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.metrics import Metrics
from api.rate import Rate
from kg.jobs import JobFolder
from kg.query.catalog import Catalog
from kg.query.source import CatalogSource
from kg.query.sparql import BusyError, QueryPool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from api.settings import ServiceSettings


_N_DUMPS = 2
_DUMP_WAIT_S = 5.0


class Service:
    """The parts of one running service."""

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings = settings
        self.catalogs = CatalogSource(settings.store, is_indexed=settings.is_indexed)
        self.pool = QueryPool(settings.store, limits=settings.limits, n_workers=settings.n_workers, is_ready=True)
        self.metrics = Metrics()
        self.jobs = JobFolder(settings.store)
        self.writes = Rate(settings.write_limits.per_minute)
        self._dumps = Semaphore(_N_DUMPS)

    @contextmanager
    def one_of_few_dumps(self) -> Iterator[None]:
        """Writing a whole graph takes memory, so few are written at a time; BusyError when none comes free."""
        if not self._dumps.acquire(timeout=_DUMP_WAIT_S):
            raise BusyError("other graphs are being written; try again in a few seconds")
        try:
            yield
        finally:
            self._dumps.release()

    def close(self) -> None:
        """Lets go of the snapshot and ends the query processes."""
        self.pool.close()
        self.catalogs.close()


def service_of(request: Request) -> Service:
    """The service that the request came to."""
    service: Service = request.app.state.service
    return service


async def _current_catalog(request: Request) -> AsyncIterator[Catalog]:
    catalogs = service_of(request).catalogs
    catalog = catalogs.take_at_once()
    if catalog is None:
        catalog = await run_in_threadpool(catalogs.take)
    try:
        yield catalog
    finally:
        catalogs.give_back(catalog)


CatalogDep = Annotated[Catalog, Depends(_current_catalog)]
ServiceDep = Annotated[Service, Depends(service_of)]
