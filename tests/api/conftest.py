"""One service over the story of `tests/query/story.py`, over real HTTP, for the whole module that asks for it."""

import contextlib
import runpy
import threading
import time
from pathlib import Path

import httpx2
import pytest
import uvicorn

from api.app import create_app
from api.protocol import Protocol
from api.settings import ServiceSettings
from kg.query.sparql import Limits
from kg.store import WriteStore

STORY = runpy.run_path(str(Path(__file__).parents[1] / "query" / "story.py"))


def build_store(path):
    with WriteStore.open(path) as store:
        store.replace(STORY["records"]())
        store.write_merged(STORY["merged"]())
        store.publish()
    return path


@contextlib.contextmanager
def running(settings):
    """The base address of a service that listens while the `with` statement lasts."""
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="critical", http=Protocol)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            pytest.fail("the service did not start")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def story():
    return STORY


@pytest.fixture(scope="session")
def api_store(tmp_path_factory):
    return build_store(tmp_path_factory.mktemp("api") / "store")


@pytest.fixture(scope="session")
def run_service():
    return running


@pytest.fixture(scope="session")
def client(api_store):
    limits = Limits(time_s=1.5, memory_mb=400, rows=1000)
    settings = ServiceSettings(store=api_store, limits=limits, n_workers=1)
    with running(settings) as address, httpx2.Client(base_url=address, timeout=30) as client:
        yield client
