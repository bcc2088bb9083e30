"""Puts the service together: `create_app` for tests and other servers, `serve` for `kg serve`."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import problems, schemas
from api.caching import EntityTags
from api.compression import Gzip
from api.cors import CrossOrigin
from api.logs import LOGGING
from api.middleware import Gate
from api.observing import Observer
from api.routers import actors, events, graphs, meta, network, sparql
from api.service import Service
from api.settings import ServiceSettings, key_from_environment, origins_from_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_DESCRIPTION = """Who did what, to whom, where and when, according to whom, and which sentence says so.

Lists have `items`, `next` (a cursor) and `total`. Errors are `application/problem+json`. Every date range includes both
ends. Actors and places are given by id, IRI or any known name.

`Accept` or `?format=` picks another form where one is listed. Every answer that depends on the stored graph alone has
an `ETag`; with `If-None-Match` it is a 304 until the graph changes. Every answer carries the `X-Request-Id` of the
request, or one made for it, as the log has it."""


def create_app(settings: ServiceSettings) -> FastAPI:
    """The service as an ASGI application; KgError when its settings would expose a store without a key."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    service = Service(settings)
    app = FastAPI(
        title="whodid",
        description=_DESCRIPTION,
        version=version("whodid"),
        license_info={"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        responses={
            "default": {
                "model": schemas.ProblemShape,
                "description": "An error (RFC 9457).",
                "content": {problems.MEDIA_TYPE: {}},
            }
        },
    )
    app.state.service = service
    problems.install(app)
    # the network of an actor goes before the actor: an id may hold slashes
    for part in (network, events, actors, graphs, sparql, meta):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=str(files("api") / "static")), name="static")
    # the last added is the first that a request meets
    app.add_middleware(Gzip)
    app.add_middleware(EntityTags, settings=settings)
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(CrossOrigin, origins=settings.cors_origins)
    app.add_middleware(Observer, metrics=service.metrics)
    return app


def serve(
    store: Path | str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    key: str | None = None,
    cors_origins: tuple[str, ...] | None = None,
) -> None:
    """Serves the store until interrupted.

    Args:
        store: its folder.
        host: address to listen on; one that others can reach needs a key.
        port: 0 takes a free one.
        key: what every request must bring; `KG_KEY` of the environment when None.
        cors_origins: origins whose pages may read the answers; those in `KG_CORS` of the environment when None.

    Raises:
        KgError: others could reach the address and there is no key, the key is too short, or an origin is none.
    """
    origins = origins_from_environment() if cors_origins is None else cors_origins
    settings = ServiceSettings(store=store, host=host, key=key or key_from_environment(), cors_origins=origins)
    uvicorn.run(create_app(settings), host=host, port=port, server_header=False, access_log=False, log_config=LOGGING)
