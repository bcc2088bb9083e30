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
from api.middleware import Gate
from api.routers import actors, events, meta, sparql
from api.service import Service
from api.settings import ServiceSettings, key_from_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_DESCRIPTION = """Who did what, to whom, where and when, according to whom, and which sentence says so.

Lists have `items`, `next` (a cursor) and `total`. Errors are `application/problem+json`. Every date range includes both
ends. Actors and places are given by id, IRI or any known name."""


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
    for part in (events, actors, sparql, meta):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=str(files("api") / "static")), name="static")
    app.add_middleware(Gate, settings=settings)
    return app


def serve(store: Path, *, host: str = "127.0.0.1", port: int = 8000, key: str | None = None) -> None:
    """Serves the store until interrupted.

    Args:
        store: its folder.
        host: address to listen on; one that others can reach needs a key.
        port: 0 takes a free one.
        key: what every request must bring; `KG_KEY` of the environment when None.

    Raises:
        KgError: others could reach the address and there is no key, or the key is too short.
    """
    settings = ServiceSettings(store=store, host=host, key=key or key_from_environment())
    uvicorn.run(create_app(settings), host=host, port=port, server_header=False, log_level="info")
