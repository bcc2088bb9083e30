"""What is answered at once is what the route would answer, header by header."""

import asyncio
import json

import pytest
from pydantic import TypeAdapter

from api import schemas
from api.app import create_app
from api.quick import KEPT_BYTES, Quick
from api.settings import ServiceSettings
from kg.query.index.files import make_index

QUESTIONS = [
    "/events", "/events?limit=2", "/events?limit=2&sort=-time", "/events?actor=norland", "/events?limit=1&cursor=",
    "/events?actor=Norland&from=2021-05", "/events?q=bombed&sort=support", "/events?type=ASSAULT&type=AID&format=json",
    "/events?place=Emilia", "/events?source=wire&limit=1&polarity=POS", "/events?bbox=-21,10,-20,11",
    "/events/ev-bomb", "/events/ev-told?format=json", "/events/ev-denied", "/events/https://w3id.org/whodid/id/event/ev-denied",
]  # fmt: skip
OTHERS = [
    "/events?actor=nobody", "/events?form=json", "/events?format=csv", "/events?limit=0", "/events/none",
    "/events/ev-bomb?x=1", "/events?cursor=x", "/events?format=geojson", "/articles",
]  # fmt: skip


@pytest.fixture(scope="module")
def app(api_store):
    make_index(api_store)
    app = create_app(ServiceSettings(store=api_store, n_workers=1))
    yield app
    app.state.service.close()


def answer(app, path, *, accept=None, is_quick=True):
    """Status, headers but for what differs each time, and body."""
    address, _, query = path.partition("?")
    sent = []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": address,
        "raw_path": address.encode(), "query_string": query.encode(), "root_path": "", "scheme": "http",
        "headers": [(b"host", b"127.0.0.1"), *([(b"accept", accept.encode())] if accept else [])],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {},
    }  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    with pytest.MonkeyPatch.context() as patch:
        if not is_quick:
            patch.setattr(Quick, "_reply", lambda *_: None)
        asyncio.run(app(scope, receive, send))
    start = sent[0]
    headers = sorted((name, value) for name, value in start["headers"] if name != b"x-request-id")
    return start["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]), scope["route"].path


@pytest.mark.parametrize("path", QUESTIONS)
@pytest.mark.parametrize("accept", [None, "application/json", "*/*", "text/html, */*;q=0.5"])
def test_the_quick_answer_is_the_route_s(app, path, accept):
    slow = answer(app, path, accept=accept, is_quick=False)
    assert slow[0] == 200
    # twice, for the second comes from what was kept
    assert answer(app, path, accept=accept) == slow
    assert answer(app, path, accept=accept) == slow


@pytest.mark.parametrize("path", OTHERS)
def test_all_else_is_the_route_s(app, path):
    assert answer(app, path) == answer(app, path, is_quick=False)


@pytest.mark.parametrize("path", QUESTIONS)
def test_answers_are_what_the_description_says(app, path):
    model = schemas.EventDetail if path.startswith("/events/") else schemas.Listed[schemas.Event]
    shown = json.loads(answer(app, path)[2])
    # nothing missing, nothing more, nothing of another type
    assert TypeAdapter(model).validate_python(shown, strict=True).model_dump(mode="json", by_alias=True) == shown


def test_quick_answers_go_round_the_routes(app, monkeypatch):
    def fail(*_):
        raise AssertionError("the route was asked")

    monkeypatch.setattr("api.routers.events.list_shown", fail)
    monkeypatch.setattr("api.routers.events.shown_event", fail)
    assert answer(app, "/events?limit=3")[0] == 200
    assert answer(app, "/events/ev-denied")[0] == 200


def test_what_is_kept_stays_within_its_bound(app, monkeypatch):
    monkeypatch.setattr("api.quick.KEPT_BYTES", 20_000)
    quick = Quick(app, service=app.state.service)
    scope = {"type": "http", "method": "GET", "path": "/events", "headers": [(b"host", b"127.0.0.1")]}
    catalog = app.state.service.catalogs.take()
    for limit in range(1, 60):
        quick._found({**scope, "query_string": f"limit={limit}".encode()}, catalog)
    assert 0 < quick._n_bytes == sum(kept.n_bytes for kept in quick._kept.values()) <= 20_000
    for n in range(20):  # a short answer to a long header takes the room of the header
        headers = [(b"host", b"127.0.0.1"), (b"accept", b"application/json, " + b"x/y, " * 2000 + b"x/%d" % n)]
        quick._found({**scope, "headers": headers, "query_string": b"limit=1"}, catalog)
    assert sum(len(part) for asked in quick._kept for part in asked) < quick._n_bytes <= 20_000
    app.state.service.catalogs.give_back(catalog)
    assert KEPT_BYTES < 1 << 26
