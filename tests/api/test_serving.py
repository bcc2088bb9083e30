"""`kg serve` as users run it: settings, several processes, the end, and what it says before it starts."""

import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from api.settings import ServiceSettings, settings_from
from kg.errors import KgError
from kg.settings import SERVE_SETTINGS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SERVING = runpy.run_path(str(HERE / "serving.py"))
Served, WRITE_KEY = SERVING["Served"], SERVING["WRITE_KEY"]
KEY = "a-key-for-those-who-read"


def test_a_flag_goes_before_the_environment_and_that_before_the_default(monkeypatch):
    assert settings_from(Path("x"), {})[1].port == 8000
    monkeypatch.setenv("KG_PORT", "9000")
    assert settings_from(Path("x"), {})[1].port == 9000
    assert settings_from(Path("x"), {"port": "9001"})[1].port == 9001


def test_a_key_is_read_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text(f"{KEY}\n")
    monkeypatch.setenv("KG_KEY_FILE", str(tmp_path / "key"))
    assert settings_from(Path("x"), {"host": "0.0.0.0"})[0].key == KEY  # noqa: S104 -- with a key it may
    with pytest.raises(KgError, match="cannot be read"):
        settings_from(Path("x"), {"write_key_file": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("flag", "value"),
    [("--port", "abc"), ("--port", "70000"), ("--workers", "0"), ("--time-limit", "-1"), ("--memory-limit", "1"),
     ("--cors", "nowhere"), ("--host", "0.0.0.0"), ("--max-body", "1e3")],  # noqa: S104 -- must be refused
)  # fmt: skip
def test_a_wrong_setting_is_one_sentence_and_status_2(tmp_path, flag, value):
    command = [sys.executable, "-m", "kg", "serve", "--store", str(tmp_path), flag, value]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("KG_")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"kg: [^\n]+\n", done.stderr)


def test_a_port_that_is_taken_is_one_sentence_and_status_1(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "kg", "serve", "--store", str(tmp_path), "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"kg: the service cannot listen on 127\.0\.0\.1, port \d+ \([^\n]+\n", done.stderr)


def test_every_setting_has_a_flag_with_help():
    shown = subprocess.run([sys.executable, "-m", "kg", "serve", "--help"], capture_output=True, text=True, check=True)
    for setting in SERVE_SETTINGS:
        assert f"--{setting.name.replace('_', '-')}" in shown.stdout
        assert setting.variable in shown.stdout


@pytest.fixture
def store(api_store, tmp_path):
    shutil.copytree(api_store, tmp_path / "store")
    return tmp_path / "store"


@pytest.mark.parametrize("n_workers", ["1", "2"])
def test_sigterm_ends_open_requests_and_every_process(store, n_workers):
    served = Served(store, "--workers", n_workers, "--time-limit", "3", "--queries", "1")
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    replies = []

    def ask():
        with httpx2.Client(base_url=served.client.base_url, timeout=30) as client:
            replies.append(client.get("/sparql", params={"query": slow}).status_code)

    served.client.get("/events").raise_for_status()
    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.7)
    assert served.stop(signal.SIGTERM) == 0
    thread.join()
    assert replies == [504]
    assert SERVING["pids_of"]("kg", f"--port {served.port}") == []


def until_both_answer(served, path, seconds=60):
    """The answers to `path`, asked until each of two processes has given one.

    The second starts after the first has answered, and of two that idle the system may always wake the same: so
    several ask at once.
    """

    def ask(_):
        with httpx2.Client(base_url=served.client.base_url, timeout=60) as client:
            answer = client.get(path).raise_for_status().text
            # a kept connection stays with one process
            told = client.get("/metrics").raise_for_status().text
        return re.search(r"^process_start_time_seconds (\S+)", told, re.MULTILINE)[1], answer

    answers = {}
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(8) as asking:
        while len(answers) < 2 and time.monotonic() < end:
            answers |= dict(asking.map(ask, range(8)))
    assert len(answers) == 2
    return answers.values()


def test_several_processes_answer_from_one_store_and_add_to_it(store):
    served = Served(store, "--workers", "2")
    try:
        assert [json.loads(answer)["total"] for answer in until_both_answer(served, "/events")] == [6, 6]
        assert served.client.post("/articles", json={"text": "x"}).status_code == 401
        job = served.post({"id": "talks", "text": "Norland met Sudria."})
        assert [json.loads(answer)["id"] for answer in until_both_answer(served, f"/jobs/{job}")] == [job, job]
    finally:
        assert served.stop() == 0


def test_alive_is_not_ready(tmp_path):
    served = Served(tmp_path / "store")
    try:
        assert served.client.get("/health/live").json()["status"] == "ok"
        ready = served.client.get("/health")
        assert (ready.status_code, ready.headers["content-type"]) == (503, "application/problem+json")
        assert int(ready.headers["retry-after"]) > 0
    finally:
        served.stop()


def test_only_liveness_is_told_without_the_key(run_service, api_store):
    with run_service(ServiceSettings(store=api_store, key=KEY)) as address:
        assert httpx2.get(f"{address}/health/live").status_code == 200
        for path in ("/health", "/metrics", "/health/live/", "/health/live/../../events"):
            assert httpx2.get(f"{address}{path}").status_code in {401, 404}


def test_the_log_is_json_and_keeps_secrets(store):
    served = Served(store)
    served.client.get("/events?actor=norland", headers={"x-request-id": "told-7"})
    served.client.get("/articles/talks", headers={"x-api-key": WRITE_KEY})
    served.stop()
    lines = [json.loads(line) for line in served.log.read_text().splitlines()]
    assert [line["status"] for line in lines if line.get("request") == "told-7"] == [200]
    assert WRITE_KEY not in served.log.read_text()
    assert "actor=norland" not in served.log.read_text()


def test_the_collector_is_spared_the_code(store):
    """In the process that answers: most of what lives is not gone through again and again."""
    code = """if True:
        import asyncio, gc, sys
        from pathlib import Path
        from api.app import create_app
        from api.settings import ServiceSettings

        async def is_spared() -> bool:
            app = create_app(ServiceSettings(store=Path(sys.argv[1])))
            async with app.router.lifespan_context(app):
                return gc.get_freeze_count() > 10 * len(gc.get_objects())

        sys.exit(not asyncio.run(is_spared()))
    """
    assert subprocess.run([sys.executable, "-c", code, str(store)], check=False).returncode == 0


def test_what_is_no_http_is_a_problem_and_a_body_that_breaks_off_no_fault(store):
    served = Served(store)
    try:
        for text in (b"GARBAGE\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", served.port)) as raw:
                raw.sendall(text)
                head, _, body = b"".join(iter(lambda: raw.recv(65536), b"")).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 400 ")
            assert b"content-type: application/problem+json" in head.lower()
            assert int(re.search(rb"content-length: (\d+)", head)[1]) == len(body)
            assert json.loads(body)["status"] == 400
        head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: broken-off\r\n"
        body = b"Content-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK"
        with socket.create_connection(("127.0.0.1", served.port)) as raw:
            raw.sendall(head + body)
            time.sleep(0.2)
        end = time.monotonic() + 20
        while "broken-off" not in served.log.read_text() and time.monotonic() < end:
            time.sleep(0.05)
    finally:
        served.stop()
    lines = [json.loads(line) for line in served.log.read_text().splitlines()]
    assert [line["status"] for line in lines if line.get("request") == "broken-off"] == [400]
    assert not any("traceback" in line for line in lines)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_the_systemd_unit_is_understood(tmp_path):
    unit = tmp_path / "whodid.service"
    text = (ROOT / "docs" / "whodid.service").read_text()
    unit.write_text(text.replace("/opt/whodid/bin/kg", str(Path(sys.executable).parent / "kg")))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_container_starts_with_a_key_alone_and_its_check_tells_whether_it_lives(store):
    """What the container file runs, run here: its settings, its command, its health check."""
    text = (ROOT / "docs" / "Containerfile").read_text()
    settings = dict(re.findall(r"(KG_\w+)=(\S+)", re.search(r"^ENV (.+)$", text, re.MULTILINE)[1]))
    port = SERVING["free_port"]()
    environment = os.environ | settings | {"KG_STORE": str(store), "KG_PORT": str(port)}
    environment.pop("KG_KEY", None)
    command = json.loads(re.search(r"^CMD (\[.+\])$", text, re.MULTILINE)[1])
    assert command[0] == "kg"
    command[:1] = [sys.executable, "-m", "kg"]
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 2
    assert "no key is set" in refused.stderr
    check = json.loads(re.search(r"^HEALTHCHECK .*?CMD (\[.+\])$", text, re.MULTILINE)[1])
    assert check[:2] == ["python", "-c"]
    probe = [sys.executable, "-c", check[2].replace(":8000", f":{port}")]
    assert subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 1
    process = subprocess.Popen(command, env=environment | {"KG_KEY": KEY}, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while (code := subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode) and (
            time.monotonic() < end
        ):
            time.sleep(0.1)
        assert code == 0
        assert httpx2.get(f"http://127.0.0.1:{port}/events").status_code == 401
        assert httpx2.get(f"http://127.0.0.1:{port}/events", headers={"x-api-key": KEY}).status_code == 200
    finally:
        process.send_signal(getattr(signal, re.search(r"^STOPSIGNAL (\w+)$", text, re.MULTILINE)[1]))
        assert process.wait(30) == 0
