"""Taking articles in, without the process that does the jobs: who may, what is refused, and what is kept."""

import json

import httpx2
import pytest

from api.settings import ServiceSettings, WriteLimits
from kg.errors import KgError, StoreError
from kg.jobs import FullError, JobFolder, Kind, Outcome, State

READ, WRITE = "a-key-for-those-who-read", "a-key-for-those-who-write"
AUTH = {"x-api-key": WRITE}
ARTICLE = {"id": "one", "text": "Jets bombed the harbour."}


@pytest.fixture
def limits():
    return WriteLimits(body_bytes=20_000, articles=5, waiting=8, per_minute=1000)


@pytest.fixture
def service(run_service, tmp_path, limits):
    settings = ServiceSettings(store=tmp_path / "store", write_key=WRITE, write_limits=limits)
    with run_service(settings) as address, httpx2.Client(base_url=address) as client:
        yield client


def test_what_is_taken_in_can_be_asked_for(service, tmp_path):
    taken = service.post("/articles", json=[ARTICLE, {**ARTICLE, "id": "two"}], headers=AUTH)
    assert taken.status_code == 202
    shown = service.get(taken.headers["location"])
    assert shown.json() == taken.json()
    assert shown.headers["retry-after"] == "1"
    assert "etag" not in shown.headers
    assert (shown.json()["state"], shown.json()["total"], shown.json()["outcomes"]) == ("queued", 2, [])
    folder = JobFolder(tmp_path / "store")
    assert folder.records(shown.json()["id"]) == [ARTICLE, {**ARTICLE, "id": "two"}]


def test_lines_are_articles_too(service, tmp_path):
    body = f"{json.dumps(ARTICLE)}\n\n{json.dumps({'text': 'Örn spoke. 🚢'})}\n"
    taken = service.post("/articles", content=body, headers=AUTH | {"content-type": "application/x-ndjson"})
    assert taken.json()["total"] == 2
    assert JobFolder(tmp_path / "store").records(taken.json()["id"])[1] == {"text": "Örn spoke. 🚢"}


@pytest.mark.parametrize(
    ("body", "kind", "status", "told"),
    [
        ("", "application/json", 400, "not JSON"),
        ("[]", "application/json", 400, "no article"),
        ("{", "application/json", 400, "line 1, column 2"),
        ("3", "application/json", 400, "the article"),
        ("{}", "application/json", 400, "text: Field required"),
        ('[{"text":"a"},{"text":1}]', "application/json", 400, "item 2: text"),
        ('{"text":"a","id":7}', "application/json", 400, "id"),
        ('{"text":"a","date":false}', "application/json", 400, "date"),
        ("[" * 100_00, "application/json", 400, "nesting"),
        ('{"text":"a"}\n{"txt":"a"}', "application/x-ndjson", 400, "line 2: text"),
        ("\n \n", "application/x-ndjson", 400, "no article"),
        (b"\xff\xfe", "application/json", 400, "UTF-8"),
        ('{"text":"a"}', "text/plain", 415, "text/plain"),
        ('{"text":"a"}', "application/json; charset=utf-16", 415, "utf-16"),
        (json.dumps([ARTICLE] * 6), "application/json", 413, "6 articles"),
        (json.dumps({"text": "a" * 30_000}), "application/json", 413, "20000 bytes"),
    ],
)
def test_a_body_that_is_no_article_is_refused_as_a_whole(service, body, kind, status, told):
    reply = service.post("/articles", content=body, headers=AUTH | {"content-type": kind})
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert told in reply.json()["detail"]
    assert service.get("/jobs").json()["total"] == 0


def test_a_body_without_a_length_is_cut_off_at_the_limit(service):
    def endless():
        for _ in range(1000):
            yield b" " * 1000

    reply = service.post("/articles", content=endless(), headers=AUTH | {"content-type": "application/json"})
    assert reply.status_code == 413


def test_more_than_may_wait_is_turned_away_and_told_when_to_come_back(service):
    for _ in range(2):
        assert service.post("/articles", json=[ARTICLE] * 4, headers=AUTH).status_code == 202
    full = service.post("/articles", json=ARTICLE, headers=AUTH)
    assert (full.status_code, full.json()["type"]) == (503, "https://w3id.org/whodid/problem/full")
    assert int(full.headers["retry-after"]) > 0
    assert service.get("/jobs").json()["total"] == 2


def test_too_many_requests_are_told_when_to_come_back(run_service, tmp_path):
    limits = WriteLimits(per_minute=3)
    settings = ServiceSettings(store=tmp_path / "store", write_key=WRITE, write_limits=limits)
    with run_service(settings) as address:
        replies = [httpx2.post(f"{address}/articles", json=ARTICLE, headers=AUTH) for _ in range(5)]
        assert [reply.status_code for reply in replies] == [202, 202, 202, 429, 429]
        assert 0 < int(replies[-1].headers["retry-after"]) <= 20
        assert replies[-1].headers["content-type"] == "application/problem+json"
        assert httpx2.get(f"{address}/jobs").status_code == 200


@pytest.mark.parametrize(("method", "path"), [("POST", "/articles"), ("DELETE", "/articles/talks")])
def test_writing_needs_the_write_key(run_service, api_store, method, path):
    settings = ServiceSettings(store=api_store, key=READ, write_key=WRITE)
    with run_service(settings) as address:
        for headers, status in (
            ({}, 401),
            ({"x-api-key": "wrong"}, 401),
            ({"x-api-key": "wröng"}, 401),
            ({"x-api-key": READ}, 403),
            ({"authorization": f"Basic {WRITE}"}, 401),
        ):
            encoded = {name: value.encode() for name, value in headers.items()}
            reply = httpx2.request(method, address + path, headers=encoded)
            assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
        assert httpx2.get(f"{address}/events", headers=AUTH).status_code == 200
        assert httpx2.get(f"{address}/events", headers={"x-api-key": READ}).status_code == 200


@pytest.mark.parametrize(("method", "path"), [("POST", "/articles"), ("DELETE", "/articles/talks")])
def test_without_a_write_key_the_service_only_reads(client, method, path):
    reply = client.request(method, path, headers=AUTH)
    assert (reply.status_code, reply.json()["type"]) == (503, "https://w3id.org/whodid/problem/read-only")
    assert "KG_WRITE_KEY" in reply.json()["detail"]


def test_a_wrong_key_is_told_before_the_body_is_read(service):
    reply = service.post("/articles", content=b"x" * 1_000_000, headers={"x-api-key": "wrong"})
    assert reply.status_code == 403


def test_keys_are_told_apart(tmp_path):
    with pytest.raises(KgError, match="are the same"):
        ServiceSettings(store=tmp_path, key=READ, write_key=READ)
    with pytest.raises(KgError, match="write key has 3"):
        ServiceSettings(store=tmp_path, write_key="abc")
    assert WRITE not in repr(ServiceSettings(store=tmp_path, write_key=WRITE))


@pytest.mark.parametrize(
    "path", ["/jobs/none", "/jobs/..%2f..%2fwhodid.json", "/jobs/20260101T000000000000-00000000", "/jobs/%00"]
)
def test_there_is_no_other_job(service, path):
    assert service.get(path).status_code == 404


def test_removing_what_is_not_there_is_told_at_once(run_service, tmp_path, api_store):
    with run_service(ServiceSettings(store=api_store, write_key=WRITE)) as address:
        assert httpx2.delete(f"{address}/articles/none", headers=AUTH).status_code == 404


def test_jobs_are_listed_youngest_first_and_page_by_page(service):
    taken = [service.post("/articles", json=ARTICLE, headers=AUTH).json()["id"] for _ in range(5)]
    seen, path = [], "/jobs?limit=2"
    while path:
        reply = service.get(path).raise_for_status()
        seen += [job["id"] for job in reply.json()["items"]]
        # one handed in while turning the pages moves nothing
        service.post("/articles", json=ARTICLE, headers=AUTH) if len(seen) == 2 else None
        link = reply.headers.get("link")
        path = link[1 : link.index(">")] if link else None
    assert seen == taken[::-1]


def test_a_disk_that_takes_nothing_is_said(service, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.jobs.os.fsync", fail)
    reply = service.post("/articles", json=ARTICLE, headers=AUTH)
    assert reply.status_code == 503
    assert "No space left" in reply.json()["detail"]
    monkeypatch.undo()
    assert service.get("/jobs").json()["total"] == 0
    assert list((tmp_path / "store/jobs/open").iterdir()) == []


def test_a_job_is_there_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    folder = JobFolder(tmp_path)
    folder.prepare()
    monkeypatch.setattr("pathlib.Path.rename", lambda *_: (_ for _ in ()).throw(OSError(5, "broken")))
    with pytest.raises(StoreError, match="broken"):
        folder.submit(Kind.ADD, [ARTICLE], max_waiting=10)
    monkeypatch.undo()
    assert folder.waiting() == []


def test_one_large_job_is_taken_by_an_empty_queue(tmp_path):
    folder = JobFolder(tmp_path)
    folder.prepare()
    folder.submit(Kind.ADD, [ARTICLE] * 20, max_waiting=10)
    with pytest.raises(FullError):
        folder.submit(Kind.ADD, [ARTICLE], max_waiting=10)


def test_a_finished_job_keeps_its_outcomes_and_lets_go_of_the_text(tmp_path):
    folder = JobFolder(tmp_path)
    folder.prepare()
    job = folder.submit(Kind.ADD, [ARTICLE], max_waiting=10).id
    outcomes = [Outcome(item=1, article="one", outcome="new")]
    folder.decide(job, outcomes)
    folder.finish(job, generation=3)
    found = folder.job(job)
    assert (found.state, found.generation, found.outcomes) == (State.DONE, 3, tuple(outcomes))
    assert folder.waiting() == []
    assert not list(tmp_path.rglob("articles.jsonl"))


def test_old_jobs_go(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.jobs.KEPT_JOBS", 2)
    folder = JobFolder(tmp_path)
    folder.prepare()
    jobs = [folder.submit(Kind.ADD, [ARTICLE], max_waiting=10).id for _ in range(4)]
    for job in jobs[:3]:
        folder.finish(job, generation=1)
    folder.clean()
    assert folder.ids() == jobs[:0:-1]
