"""What the routes share: the store's current catalog and the query processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from kg.query.catalog import Catalog, CatalogSource
from kg.query.sparql import QueryPool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.settings import ServiceSettings


class Service:
    """The parts of one running service."""

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings = settings
        self.catalogs = CatalogSource(settings.store)
        self.pool = QueryPool(settings.store, limits=settings.limits, n_workers=settings.n_workers)

    def close(self) -> None:
        """Lets go of the snapshot and ends the query processes."""
        self.pool.close()
        self.catalogs.close()


def service_of(request: Request) -> Service:
    """The service that the request came to."""
    service: Service = request.app.state.service
    return service


def _current_catalog(request: Request) -> Iterator[Catalog]:
    with service_of(request).catalogs.use() as catalog:
        yield catalog


CatalogDep = Annotated[Catalog, Depends(_current_catalog)]
ServiceDep = Annotated[Service, Depends(service_of)]
