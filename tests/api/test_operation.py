import gzip
import json
import logging
import re
import runpy
from pathlib import Path

import httpx2
import pytest
from starlette.datastructures import Headers

from api.compression import accepts_gzip
from api.logs import JsonFormatter
from api.metrics import BUCKETS_S, Metrics
from api.settings import ServiceSettings, settings_from
from kg.errors import KgError
from kg.store import WriteStore

SERVING = runpy.run_path(str(Path(__file__).parent / "serving.py"))
Served, kill = SERVING["Served"], SERVING["kill"]

KEY = "a-long-enough-key-for-tests"
SITE = "https://site.example"


def samples(text):
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_metrics_count_requests_and_queries_and_tell_the_store(run_service, api_store):
    with run_service(ServiceSettings(store=api_store, n_workers=1)) as address:
        for path in ("/events", "/events?x=1", "/events/ev-bomb", "/events/ev-talks", "/a", "/b", "/static/site.css"):
            httpx2.get(f"{address}{path}")
        httpx2.head(f"{address}/events")
        httpx2.get(f"{address}/sparql", params={"query": "ASK {}"})
        httpx2.get(f"{address}/sparql", params={"query": "SELECT * { SERVICE <a:b> {} }"})
        reply = httpx2.get(f"{address}/metrics")
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = samples(reply.text)
    count = "whodid_requests_total"
    assert found[f'{count}{{method="GET",route="/events",status="200"}}'] == 1
    assert found[f'{count}{{method="GET",route="/events",status="400"}}'] == 1
    assert found[f'{count}{{method="HEAD",route="/events",status="200"}}'] == 1
    assert found[f'{count}{{method="GET",route="/events/{{identifier:path}}",status="200"}}'] == 2
    assert found[f'{count}{{method="GET",route="none",status="404"}}'] == 2
    assert found[f'{count}{{method="GET",route="/static",status="200"}}'] == 1
    assert found['whodid_sparql_queries_total{outcome="ok"}'] == 1
    assert found['whodid_sparql_queries_total{outcome="refused"}'] == 1
    assert (found["whodid_store_up"], found["whodid_store_events"], found["whodid_requests_open"]) == (1, 6, 1)
    assert found["whodid_store_generation"] >= 1
    assert found["whodid_uptime_seconds"] > 0
    assert found['whodid_request_duration_seconds_count{route="/events"}'] == 3


def test_durations_fall_into_cumulative_classes():
    metrics = Metrics()
    for seconds in (0.001, 0.005, 0.3, 99):
        metrics.begin()
        metrics.end(method="BREW", route='/"\n', status=200, seconds=seconds)
    found = samples(metrics.text(store=None, generation=None))
    name, route = "whodid_request_duration_seconds_bucket", r'route="/\"\n"'
    counts = [found[f'{name}{{le="{bound}",{route}}}'] for bound in (*BUCKETS_S, "+Inf")]
    assert counts == [2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4]
    assert found[r'whodid_requests_total{method="other",route="/\"\n",status="200"}'] == 4
    assert found["whodid_store_up"] == 0


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes in /proc")
def test_several_processes_count_together(api_store):
    served = Served(api_store, "--workers", "2", environment={"KG_WRITE_KEY": ""})
    try:
        for _ in range(30):  # each over a connection of its own, so that both processes answer some
            httpx2.get(f"http://127.0.0.1:{served.port}/types").raise_for_status()
        found = samples(httpx2.get(f"http://127.0.0.1:{served.port}/metrics").text)
        assert found['whodid_requests_total{method="GET",route="/types",status="200"}'] == 30
        assert found["whodid_requests_open"] == 1  # the one that asks
        kill(answering_pids(served)[0])
        served.await_answer()
        found = samples(httpx2.get(f"http://127.0.0.1:{served.port}/metrics").text)
        assert found['whodid_requests_total{method="GET",route="/types",status="200"}'] == 30
        assert found["whodid_requests_open"] == 1
    finally:
        served.stop()


def answering_pids(served):
    children = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children").read_text().split()
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_metrics_are_told_without_a_store(run_service, tmp_path):
    with run_service(ServiceSettings(store=tmp_path / "none")) as address:
        reply = httpx2.get(f"{address}/metrics")
    assert (reply.status_code, samples(reply.text)["whodid_store_up"]) == (200, 0)


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("abc-1.2_3:x", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("a b", False),
        ('"', False),
        ("", False),
        ("é", False),
    ],
)
def test_a_request_keeps_its_id_if_it_is_sane(client, given, is_kept):
    shown = client.get("/health", headers={"x-request-id": given.encode("latin-1")}).headers["x-request-id"]
    assert (shown == given) == is_kept
    assert is_kept or re.fullmatch(r"[0-9a-f]{32}", shown)


def test_every_request_is_one_line_of_json(client, caplog):
    caplog.set_level(logging.INFO, logger="api.access")
    client.get("/events/none%1B%0D[2J?q=secret", headers={"x-request-id": "told-1"})
    (record,) = (record for record in caplog.records if getattr(record, "request", "") == "told-1")
    line = JsonFormatter().format(record)
    assert line.isprintable()
    told = json.loads(line)
    assert (told["status"], told["route"], told["method"]) == (400, "/events/{identifier:path}", "GET")
    assert told["path"] == "/events/none\x1b\r[2J"
    assert told["bytes"] > 0
    assert told["ms"] >= 0
    assert "secret" not in line


def test_a_fault_is_logged_counted_and_carries_the_headers(run_service, api_store, monkeypatch, caplog):
    def fail(*_):
        raise ZeroDivisionError("secret")

    for name in ("api.quick.shown_at_hand", "api.routers.events.list_shown"):
        monkeypatch.setattr(name, fail)
    with run_service(ServiceSettings(store=api_store)) as address:
        reply = httpx2.get(f"{address}/events", headers={"x-request-id": "broken-1"})
        metrics = httpx2.get(f"{address}/metrics").text
    assert reply.status_code == 500
    assert reply.headers["x-request-id"] == "broken-1"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert 'route="/events",status="500"' in metrics
    (failed,) = (record for record in caplog.records if record.exc_info)
    assert "ZeroDivisionError: secret" in json.loads(JsonFormatter().format(failed))["traceback"]


@pytest.mark.parametrize(
    "path",
    ["/", "/events", "/events/ev-bomb", "/actors?q=orn", "/types", "/timeline", "/network?format=gexf", "/stats",
     "/graph?default", "/ontology", "/sparql?query=ASK%7B%7D", "/articles?format=csv"],
)  # fmt: skip
def test_what_the_client_has_is_not_sent_again(client, path):
    first = client.get(path).raise_for_status()
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    for asked in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(path, headers={"if-none-match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.head(path, headers={"if-none-match": tag}).status_code == 304
    assert 'route="unchanged",status="304"' in client.get("/metrics").text
    assert client.get(path, headers={"if-none-match": 'W/"other"'}).content == first.content


def test_tags_tell_forms_and_queries_apart(client):
    asked = [
        ("/events", {}), ("/events", {"accept": "text/csv"}), ("/events?limit=1", {}), ("/events?format=csv", {}),
        ("/network", {}),
    ]  # fmt: skip
    assert len({client.get(path, headers=headers).headers["etag"] for path, headers in asked}) == len(asked)


@pytest.mark.parametrize(
    "path",
    ["/health", "/metrics", "/openapi.json", "/nowhere", "/events?x=1", "/events/none", "/id/event/ev-bomb",
     "/sparql?query=SELECT(rand()AS%3Fx)%7B%7D", "/sparql?query=SELECT(%4eOW()AS%3Fx)%7B%7D"],
)  # fmt: skip
def test_what_changes_or_fails_has_no_tag(client, path):
    reply = client.get(path, headers={"if-none-match": "*"})
    assert "etag" not in reply.headers
    assert reply.status_code != 304


def test_a_new_snapshot_has_new_tags(run_service, tmp_path, story):
    path = tmp_path / "store"
    with run_service(ServiceSettings(store=path)) as address:
        assert "etag" not in httpx2.get(f"{address}/events").headers
        with WriteStore.open(path) as store:
            store.publish()
            empty = httpx2.get(f"{address}/events").headers["etag"]
            store.replace(story["records"]())
            store.write_merged(story["merged"]())
            assert httpx2.get(f"{address}/events", headers={"if-none-match": empty}).status_code == 304
            store.publish()
        reply = httpx2.get(f"{address}/events", headers={"if-none-match": empty})
        assert (reply.status_code, reply.json()["total"]) == (200, 6)


def test_a_key_keeps_answers_out_of_shared_caches_and_tags_from_strangers(run_service, api_store):
    with run_service(ServiceSettings(store=api_store, key=KEY)) as address:
        reply = httpx2.get(f"{address}/events", headers={"x-api-key": KEY})
        assert reply.headers["cache-control"] == "private, no-cache"
        stranger = httpx2.get(f"{address}/events", headers={"if-none-match": reply.headers["etag"]})
        assert stranger.status_code == 401


def test_large_answers_are_compressed_for_those_who_take_it(client):
    plain = client.get("/events", headers={"accept-encoding": "identity"})
    packed = client.get("/events", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert packed.content == plain.content
    for reply in (plain, packed):
        assert {"Accept", "Accept-Encoding"} <= {part.strip() for part in reply.headers["vary"].split(",")}
    with client.stream("GET", "/events", headers={"accept-encoding": "gzip"}) as reply:
        assert gzip.decompress(b"".join(reply.iter_raw())) == plain.content
    assert "content-encoding" not in client.get("/health", headers={"accept-encoding": "gzip"}).headers
    assert "content-encoding" not in client.get("/nowhere", headers={"accept-encoding": "gzip"}).headers


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("x-gzip", True), ("gzip;q=0", False), ("br", False),
     ("*;q=1, gzip;q=0", False), ("gzip;q=x", False), ("", False), ("identity", False)],
)  # fmt: skip
def test_who_takes_gzip(header, is_taken):
    assert accepts_gzip(Headers({"accept-encoding": header})) == is_taken


def test_other_origins_get_nothing_unless_named(run_service, api_store):
    preflight = {"origin": SITE, "access-control-request-method": "GET"}
    with run_service(ServiceSettings(store=api_store, key=KEY, cors_origins=(SITE,))) as address:
        allowed = httpx2.options(f"{address}/events", headers=preflight)
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, SITE)
        assert "X-API-Key" in allowed.headers["access-control-allow-headers"]
        reply = httpx2.get(f"{address}/events", headers={"origin": SITE, "x-api-key": KEY})
        assert reply.headers["access-control-allow-origin"] == SITE
        assert "Origin" in reply.headers["vary"]
        assert "Link" in reply.headers["access-control-expose-headers"]
        # the page may read why it was refused, and is refused all the same
        refused = httpx2.get(f"{address}/events", headers={"origin": SITE})
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, SITE)
        for origin in ("https://site.example.evil.example", "http://site.example", "null"):
            other = httpx2.get(f"{address}/events", headers={"origin": origin, "x-api-key": KEY})
            assert "access-control-allow-origin" not in other.headers
        stranger = httpx2.options(f"{address}/events", headers=preflight | {"origin": "https://evil.example"})
        assert stranger.status_code == 401
    with run_service(ServiceSettings(store=api_store)) as address:
        off = httpx2.options(f"{address}/events", headers=preflight)
        assert (off.status_code, off.headers["content-type"]) == (405, "application/problem+json")
        assert "access-control-allow-origin" not in off.headers


def test_all_origins_need_a_key(tmp_path):
    with pytest.raises(KgError, match="every page"):
        ServiceSettings(store=tmp_path, cors_origins=("*",))
    assert ServiceSettings(store=tmp_path, cors_origins=("*",), key=KEY)


@pytest.mark.parametrize(
    "origin", ["site.example", "https://site.example/", "https://*.example", "null", "https://u@x"]
)
def test_what_is_no_origin_is_refused(tmp_path, origin):
    with pytest.raises(KgError, match="is no origin"):
        ServiceSettings(store=tmp_path, cors_origins=(origin,))


def test_origins_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("KG_CORS", f"{SITE}, http://localhost:3000")
    assert settings_from(Path("x"), {})[0].cors_origins == (SITE, "http://localhost:3000")
    monkeypatch.delenv("KG_CORS")
    assert settings_from(Path("x"), {})[0].cors_origins == ()
