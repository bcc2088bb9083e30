"""Puts the service together: `create_app` for tests and other servers, `serve` for `kg serve`."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import ExitStack, asynccontextmanager
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import problems, schemas
from api.caching import FOREVER, EntityTags, Files
from api.compression import Gzip
from api.cors import CrossOrigin
from api.explorer.errors import error_page
from api.keeper import Keeper, check_writable
from api.logs import LOGGING, spare_what_no_line_tells
from api.metrics import SHARED_FOLDER
from api.middleware import Gate
from api.observing import Observer
from api.protocol import Protocol
from api.quick import Quick
from api.routers import actors, disagreements, events, explorer, graphs, jobs, meta, network, sparql
from api.service import Service
from api.settings import ServiceSettings, settings_from
from kg.errors import AddressError, cause
from kg.settings import VENDOR, software_version

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

_HANDED_ON = "WHODID_SERVE"
"""Carries the settings to the processes that answer, where there are several; keys are not in it."""

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
        # Code and routes stay for good. The collector went through all of them in the midst of about one in fifteen of
        # the requests that make many objects: a network of 20 ms took 120 then.
        gc.collect()
        gc.freeze()
        service.catalogs.open_soon()
        yield
        gc.unfreeze()
        service.close()

    service = Service(settings)
    app = FastAPI(
        title="whodid",
        description=_DESCRIPTION,
        version=software_version(),
        license_info={"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        # short names, from which generated clients make theirs
        generate_unique_id_function=lambda route: route.name,
        responses={
            "default": {
                "description": "An error (RFC 9457).",
                "content": {
                    problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemShape"}},
                    "text/html": {},  # for who would rather have a page
                },
            }
        },
    )
    app.state.service = service
    app.openapi = cache(partial(_description_of, app))  # type: ignore[method-assign]  # FastAPI's own way to extend it
    problems.install(app, page_of=error_page)
    _add_routes(app)
    # the last added is the first that a request meets
    app.add_middleware(Quick, service=service)
    app.add_middleware(Gzip)
    app.add_middleware(EntityTags, service=service)
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(CrossOrigin, origins=settings.cors_origins)
    app.add_middleware(Observer, metrics=service.metrics)
    return app


def _add_routes(app: FastAPI) -> None:
    # the network of an actor goes before the actor: an id may hold slashes
    for part, subject in (
        (network, "counts"), (jobs, "adding"), (events, "events"), (disagreements, "events"), (actors, "actors"),
        (graphs, "graphs"), (sparql, "graphs"), (meta, "service"),
    ):  # fmt: skip
        app.include_router(part.router, tags=[subject])
    app.include_router(explorer.router)
    app.mount("/static/vendor", Files(directory=str(VENDOR), cache_control=FOREVER), name="vendor")
    app.mount("/static", Files(directory=str(files("api") / "static"), cache_control="no-cache"), name="static")


def _description_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the shapes and keys that routes only name."""
    described = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        license_info=app.license_info,
        routes=app.routes,
    )
    components = described.setdefault("components", {})
    for shape in (schemas.ArticleToAdd, schemas.ProblemShape):
        components.setdefault("schemas", {})[shape.__name__] = shape.model_json_schema()
    components["securitySchemes"] = {
        "writeKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "writeKeyBearer": {"type": "http", "scheme": "bearer"},
    }
    return described


def serve(store: Path | str, given: Mapping[str, str | None]) -> None:
    """Serves the store until it is told to end; what is not given comes from the environment, then from defaults.

    Ends on SIGTERM or SIGINT: takes no new requests, ends the open ones, then the processes it started.

    Args:
        store: its folder, or the address of a SPARQL server.
        given: settings by name, see `kg.settings.SERVE_SETTINGS`; None is not given.

    Raises:
        KgError: a setting is wrong, or others could reach the address and there is no key.
        AddressError: the address is taken, or none of this machine.
    """
    settings, server = settings_from(store, given)
    _check_free(settings.host, server.port)
    spare_what_no_line_tells()
    options: dict[str, Any] = {
        "host": settings.host,
        "port": server.port,
        "http": Protocol,
        "server_header": False,
        "access_log": False,
        "log_config": LOGGING,
        "timeout_graceful_shutdown": server.grace_s,
    }
    with ExitStack() as stack:
        if settings.write_key is not None:
            folder = Path(store)
            check_writable(folder)
            stack.enter_context(Keeper(folder, grace_s=server.grace_s))
        # uvicorn raises the signal again once it has ended; this turns it into an end like any other
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        if server.n_processes == 1:
            uvicorn.run(create_app(settings), **options)
        else:
            os.environ[_HANDED_ON] = json.dumps({"store": str(store), "given": dict(given)})
            os.environ[SHARED_FOLDER] = stack.enter_context(TemporaryDirectory(prefix="whodid-metrics-"))
            uvicorn.run("api.app:app_of_parent", factory=True, workers=server.n_processes, **options)


def _check_free(host: str, port: int) -> None:
    """AddressError when nobody can listen there; uvicorn would end with a status and lines of its own."""
    address = host.strip("[]")
    try:
        socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET).close()
    except OSError as exc:
        raise AddressError(
            f"the service cannot listen on {host}, port {port} ({cause(exc)}); choose another --host or --port"
        ) from exc


def app_of_parent() -> FastAPI:
    """The service with the settings of the process that started this one."""
    handed_on = json.loads(os.environ[_HANDED_ON])
    settings, _ = settings_from(handed_on["store"], handed_on["given"])
    spare_what_no_line_tells()
    return create_app(settings)
