"""Event reads that take a moment, answered at once: no other thread, no look through the routes.

A hop to another thread and FastAPI's own work cost more than most of these reads. So a list of events or one event as
JSON is answered here where the index has it at hand. Whatever is slow, wrong or asked in another form goes on to the
route, which answers the same, as a test compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import choose_format
from api.parameters import FORMAT, event_filter
from api.problems import Problem
from api.replies import page_of_texts
from api.routers.events import EVENT_FORMATS, ONE_EVENT_FORMATS, router
from kg.errors import KgError
from kg.query.events import detail_at_hand, shown_at_hand

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.service import Service
    from kg.query.catalog import Catalog

_LIST, _ONE = "/events", "/events/"


class Quick:
    """Answers what it can, and passes everything else on."""

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self._app = app
        self._catalogs = service.catalogs
        self._routes = {route.name: route for route in router.routes if hasattr(route, "name")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request, or passes it on."""
        reply = self._reply(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (self._app if reply is None else reply)(scope, receive, send)

    def _reply(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if path != _LIST and not path.startswith(_ONE):
            return None
        catalog = self._catalogs.take_at_once()
        if catalog is None:
            return None
        try:
            name = "events" if path == _LIST else "event"
            reply = _events(Request(scope), catalog) if path == _LIST else _event(Request(scope), catalog)
            if reply is not None:
                scope["route"] = self._routes[name]
        except (KgError, Problem):
            return None  # the route says what is wrong
        else:
            return reply
        finally:
            self._catalogs.give_back(catalog)


def _events(request: Request, catalog: Catalog) -> Response | None:
    if choose_format(request, EVENT_FORMATS) != "json":
        return None
    page = shown_at_hand(catalog, event_filter(request))
    return None if page is None else page_of_texts(request, page)


def _event(request: Request, catalog: Catalog) -> Response | None:
    if choose_format(request, ONE_EVENT_FORMATS) != "json" or request.query_params.keys() - FORMAT.keys():
        return None
    shown = detail_at_hand(catalog, request.scope["path"].removeprefix(_ONE))
    return None if shown is None else Response(shown, media_type=EVENT_FORMATS["json"])
