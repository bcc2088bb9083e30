"""`ETag` and `If-None-Match`: an answer depends on the snapshot and the request alone, so its tag is known beforehand.

The tag is weak: it stands for the same answer in any encoding.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from kg.errors import KgError
from kg.ids import digest
from kg.settings import software_version
from kg.store.folder import Folder
from kg.store.home import is_address

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.service import Service

# what is not a function of the snapshot, or has tags of its own
_UNTAGGED = ("/health", "/metrics", "/docs", "/openapi.json", "/static/", "/id/", "/jobs")
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?("[^"]*")')


FOREVER = "public, max-age=31536000, immutable"
"""For files whose address holds their version."""


class Files(StaticFiles):
    """Static files that say how long they may be kept; without it browsers guess, and show old scripts."""

    def __init__(self, *, directory: str, cache_control: str) -> None:
        super().__init__(directory=directory)
        self._cache_control = cache_control

    def file_response(self, *args: Any, **options: Any) -> Response:
        """The file, or 304."""
        response = super().file_response(*args, **options)
        response.headers["Cache-Control"] = self._cache_control
        return response


class EntityTags:
    """Puts a tag on every answer to a GET, and answers 304 where the client has it already."""

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        settings = service.settings
        self._app = app
        self._catalogs = service.catalogs
        self._folder = None if is_address(settings.store) else Folder(settings.store)
        self._cache_control = "no-cache" if settings.key is None else "private, no-cache"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, unless its answer is known to the client."""
        tag = await self._tag(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if tag is None:
            await self._app(scope, receive, send)
            return
        added = {"ETag": f"W/{tag}", "Cache-Control": self._cache_control}
        asked = Headers(scope=scope).get("if-none-match", "")
        if tag in _TAG.findall(asked):
            await Response(status_code=HTTPStatus.NOT_MODIFIED, headers=added)(scope, receive, send)
            return
        is_any = asked.strip() == "*"
        is_unchanged = False

        async def send_tagged(message: Message) -> None:
            nonlocal is_unchanged
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
                is_unchanged = is_any
                if is_unchanged:
                    kept = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                    message = {**message, "status": int(HTTPStatus.NOT_MODIFIED), "headers": kept}
            elif is_unchanged and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app(scope, receive, send_tagged)

    async def _tag(self, scope: Scope) -> str | None:
        """The tag, quoted, or None. It is taken before the answer is made, so that it is never the newer of the two."""
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        if self._folder is None:
            return None  # a server's readers see articles as they are written
        if path.startswith(_UNTAGGED) or (path == "/sparql" and _CHANGING.search(unquote_plus(query))):
            return None
        try:
            # queries are answered from the newest snapshot, all else from the newest that has its index
            state = _newest(self._folder) if path == "/sparql" else self._catalogs.state()
            if state is None:
                state = await run_in_threadpool(self._after_use)
        except (KgError, OSError):
            return None
        if state is None:
            return None
        headers = Headers(scope=scope)
        asked = (path, query, headers.getlist("accept"), headers.get("host"), scope["scheme"])
        return f'"{state[0]}-{digest(repr((software_version(), state, asked)), length=20)}"'

    def _after_use(self) -> tuple[int, int, int] | None:
        with self._catalogs.use():
            return self._catalogs.state()


def _newest(folder: Folder) -> tuple[int, int, int] | None:
    generation = folder.current()
    if generation is None:
        return None
    stat = folder.snapshot(generation).stat()
    return generation, stat.st_ino, stat.st_mtime_ns
