"""`kg serve` as a process of its own, for tests that kill it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2

WRITE_KEY = "a-key-for-those-who-write"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Served:
    """A running `kg serve`; `log` holds what it said."""

    def __init__(self, store, *flags, port=None, environment=None):
        self.port = port or free_port()
        self.log = Path(store).parent / f"serve-{time.time_ns()}.log"
        command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(self.port), *flags]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stderr=log, env=os.environ | {"KG_WRITE_KEY": WRITE_KEY} | (environment or {})
            )
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)
        self.await_answer()

    def await_answer(self):
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with contextlib.suppress(httpx2.TransportError):
                self.client.get("/health/live")
                return
            if self.process.poll() is not None:
                raise AssertionError(self.log.read_text())
            time.sleep(0.05)
        raise AssertionError("the service did not start")

    def worker_pids(self):
        return pids_of("ingest", f"--store {self.process.args[5]}")

    def post(self, articles):
        reply = self.client.post("/articles", json=articles, headers={"x-api-key": WRITE_KEY})
        assert reply.status_code == 202, reply.text
        return reply.json()["id"]

    def job(self, job):
        return self.client.get(f"/jobs/{job}").raise_for_status().json()

    def until(self, job, test, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.job(job)
            if test(found):
                return found
            time.sleep(0.05)
        raise AssertionError(f"{found} {self.log.read_text()[-2000:]}")

    def done(self, job, seconds=120):
        return self.until(job, lambda found: found["state"] == "done", seconds)

    def stop(self, number=signal.SIGTERM, wait_s=30):
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(wait_s)
        self.client.close()
        return code


def pids_of(*words):
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if all(word in line for word in words) and "kg" in line:
                found.append(int(entry.name))
    return found


def kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
