"""Event reads that take a moment, answered at once: no other thread, no look through the routes.

A hop to another thread and FastAPI's own work cost more than most of these reads. So a list of events or one event as
JSON is answered here where the index has it at hand, and answers given lately are kept while their snapshot is shown.
Whatever is slow, wrong or asked in another form goes on to the route, which answers the same, as a test compares.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import choose_format
from api.parameters import FORMAT, event_filter
from api.problems import Problem
from api.replies import page_of_shown
from api.routers.events import EVENT_FORMATS, ONE_FORMATS, router
from kg.errors import KgError
from kg.query.events import detail_at_hand, shown_at_hand

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.service import Service
    from kg.query.catalog import Catalog

KEPT_BYTES = 32_000_000
"""Most that the kept answers take together, with what was asked."""

_LARGEST = 500_000
_AROUND = 1_000
"""Bytes of the objects around an answer, about."""
_LIST, _ONE = "/events", "/events/"


class Quick:
    """Answers what it can, and passes everything else on."""

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self._app = app
        self._catalogs = service.catalogs
        self._kept_of: Catalog | None = None
        self._kept: OrderedDict[tuple[str | bytes, ...], _Kept] = OrderedDict()
        self._n_bytes = 0
        self._routes = {route.name: route for route in router.routes if hasattr(route, "name")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request, or passes it on."""
        reply = self._reply(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (self._app if reply is None else reply)(scope, receive, send)

    def _reply(self, scope: Scope) -> ASGIApp | None:
        path = scope["path"]
        if path != _LIST and not path.startswith(_ONE):
            return None
        catalog = self._catalogs.take_at_once()
        if catalog is None:
            return None
        scope["route"] = self._routes["events" if path == _LIST else "event"]  # also for the count of what fails here
        try:
            return self._found(scope, catalog)
        except (KgError, Problem):
            return None  # the route says what is wrong
        finally:
            self._catalogs.give_back(catalog)

    def _found(self, scope: Scope, catalog: Catalog) -> _Kept | None:
        if catalog is not self._kept_of:
            self._kept_of, self._kept, self._n_bytes = catalog, OrderedDict(), 0
        accepted = [value for name, value in scope["headers"] if name == b"accept"]
        asked = (scope["path"], scope["query_string"], *accepted)
        kept = self._kept.get(asked)
        if kept is not None:
            self._kept.move_to_end(asked)
            return kept
        request = Request(scope)
        response = _events(request, catalog) if scope["path"] == _LIST else _event(request, catalog)
        if response is None:
            return None
        # what was asked is kept too, and a header may be many times as long as its answer
        reply = _Kept(response, n_asked=sum(map(len, asked)))
        if reply.n_bytes <= _LARGEST:
            self._kept[asked] = reply
            self._n_bytes += reply.n_bytes
            while self._n_bytes > KEPT_BYTES:
                _, oldest = self._kept.popitem(last=False)
                self._n_bytes -= oldest.n_bytes
        return reply


class _Kept:
    """An answer that may be given many times."""

    def __init__(self, response: Response, *, n_asked: int) -> None:
        self.body = bytes(response.body)
        self.n_bytes = len(self.body) + n_asked + _AROUND
        self._headers = response.raw_headers

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        # each time with a list of its own, to which others add
        await send({"type": "http.response.start", "status": 200, "headers": [*self._headers]})
        await send({"type": "http.response.body", "body": self.body})


def _events(request: Request, catalog: Catalog) -> Response | None:
    if choose_format(request, EVENT_FORMATS) != "json":
        return None
    page = shown_at_hand(catalog, event_filter(request))
    return None if page is None else page_of_shown(request, page)


def _event(request: Request, catalog: Catalog) -> Response | None:
    if choose_format(request, ONE_FORMATS) != "json" or request.query_params.keys() - FORMAT.keys():
        return None
    shown = detail_at_hand(catalog, request.scope["path"].removeprefix(_ONE))
    return None if shown is None else Response(shown, media_type=EVENT_FORMATS["json"])
