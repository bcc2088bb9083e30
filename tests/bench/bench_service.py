"""How fast the service answers on a store of `make_events.py`, beside the same questions in SPARQL.

    python tests/bench/make_events.py STORE --events 100000
    python tests/bench/bench_service.py STORE [--repeat 40] [--parts rows wrk sparql] [--kinds WORD …]

Starts `kg serve` on the store, asks each kind of question with other actors, days, words and places every time, and
prints the 50th and 95th percentile and the first answer in milliseconds, and of the processor time that the service
used the same percentiles. With `--cold` the file of the index is not in memory when the service starts, and the first
question of each kind counts; without, neither. Then who did what by actor and date as SPARQL in pyoxigraph, in this
process, over the same snapshot. Then, where `wrk` is installed,
requests per second for one page of 50 events beside a bare FastAPI route that sends the same bytes, and the share of
it by the clock and by processor time: what it is where the machine has nothing else to do. Last the memory of the
service.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from kg.store import ReadStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

N_ACTORS, N_PLACES = 8000, 3000
HUBS = 20

_BARE = """
import sys, uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
body = open(sys.argv[1], "rb").read()
app = FastAPI()
@app.get("/page")
def page() -> Response:
    return Response(body, media_type="application/json")
uvicorn.run(app, port=int(sys.argv[2]), log_level="critical", access_log=False)
"""

_OTHER_PAGES = """local n = 0
request = function()
  n = n + 1
  local day, month = math.floor(n / 700) % 28 + 1, math.floor(n / 19600) % 12 + 1
  return wrk.format("GET", string.format("/events?actor=actor-%d&from=2019-%02d-%02d", n % {n_actors}, month, day))
end"""
_OTHER_EVENTS = """local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/events/ev-" .. n % {n_events})
end"""

_SPARQL = """SELECT ?event ?label ?type ?agent ?patient ?place ?day WHERE {{
  VALUES ?role {{ ev:agent ev:patient ev:recipient ev:instrument ev:participant }}
  ?event ?role <https://w3id.org/whodid/id/actor/actor-{actor}> ; ev:type ?type ; rdfs:label ?label ; ev:time ?time .
  ?time sem:hasEarliestBeginTimeStamp ?day .
  FILTER(STR(?day) >= "{first}" && STR(?day) <= "{last}")
  OPTIONAL {{ ?event ev:agent ?agent }} OPTIONAL {{ ?event ev:patient ?patient }} OPTIONAL {{ ?event ev:place ?place }}
}} ORDER BY ?day LIMIT 50"""


class Questions:
    """Questions of each kind, with other values each time, about actors that a store of so many events surely has."""

    def __init__(self, seed: int, n_events: int) -> None:
        self._rng = random.Random(seed)
        self.n_events, self.n_actors = n_events, max(HUBS, min(1000, n_events // 100))

    def span(self) -> tuple[str, str]:
        """A year, somewhere."""
        year, month = self._rng.randrange(2019, 2024), self._rng.randrange(1, 13)
        return f"{year}-{month:02d}-01", f"{year + 1}-{month:02d}-28"

    def actor(self) -> int:
        """One of the first: hubs and others."""
        return int(self.n_actors * self._rng.random() ** 2)

    def kinds(self) -> dict[str, Callable[[], str]]:
        """Addresses, by kind of question."""
        rng = self._rng

        def dated(name: str, number: int) -> str:
            first, last = self.span()
            return f"/events?{name}=actor-{number}&from={first}&to={last}"

        return {
            "actor and dates": lambda: dated("actor", self.actor()),
            "hub actor and dates": lambda: dated("actor", rng.randrange(HUBS)),
            "agent and type": lambda: f"/events?agent=actor-{self.actor()}&type=ASSAULT",
            "hub actor, newest first": lambda: f"/events?actor=actor-{rng.randrange(HUBS)}&sort=-time",
            "one event": lambda: f"/events/ev-{rng.randrange(min(10_000, self.n_events))}",
            "common word": lambda: f"/events?q={rng.choice(['river', 'harbour', 'attacked', 'met'])}",
            "rare word": lambda: f"/events?q=case{rng.randrange(5000)}",
            "two words": lambda: f"/events?q=river%20attacked&from={self.span()[0]}",
            "map box": lambda: (
                f"/events?bbox={(west := rng.randrange(-170, 160))},{(south := rng.randrange(-50, 60))},"
                f"{west + 10},{south + 8}"
            ),
            "around a point": lambda: f"/events?near={rng.randrange(-50, 60)},{rng.randrange(-170, 170)},300",
            "place": lambda: f"/events?place=place-{rng.randrange(60)}",
            "timeline of all": lambda: f"/timeline?by={rng.choice(['day', 'month', 'year'])}&type=ASSAULT",
            "timeline of a hub": lambda: f"/timeline?by=month&actor=actor-{rng.randrange(HUBS)}",
            "pair counts": lambda: f"/network?max_nodes={rng.randrange(100, 250)}",
            "pair counts of a year": lambda: "/network?from={}&to={}".format(*self.span()),
            "pair counts of a type": lambda: f"/network?type={rng.choice(['ASSAULT', 'CONSULT', 'AID', 'PROTEST'])}",
            "pair counts of a place": lambda: f"/network?place=place-{rng.randrange(60)}",
            "network around a hub": lambda: f"/actors/actor-{rng.randrange(HUBS)}/network",
            "hub actor": lambda: f"/actors/actor-{rng.randrange(HUBS)}",
            "actors by name": lambda: f"/actors?q={rng.choice(['ka', 'miro', 'tensal', 'vor'])}",
        }


def percentiles(seconds: list[float]) -> str:
    """50th and 95th percentile, in milliseconds."""
    ordered = sorted(seconds)
    return f"{1000 * ordered[len(ordered) // 2]:9.1f} {1000 * ordered[int(len(ordered) * 0.95)]:9.1f}"


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process, once it listens."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait()


def resident_mb(pid: int) -> tuple[float, float]:
    """Resident memory of a process in MiB: all of it, and that which is no file."""
    status = Path(f"/proc/{pid}/status").read_text()
    whole, private = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "RssAnon"))  # type: ignore[index]
    return whole, private


def processor_s(pid: int) -> float:
    """Seconds of the processor that a process has used: unlike the clock, hardly more when the machine is busy.

    To the nanosecond where the system keeps that of each thread; those that have ended are missing then.
    """
    with contextlib.suppress(OSError, IndexError):
        threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
        used = sum(int(thread.read_text().split()[0]) for thread in threads)
        if used:
            return used / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def wrk(address: str, *, script: str = "") -> float:
    """Requests per second; a script in Lua makes other addresses of it."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-c8", "-t1", "-d5s", *(["-s", file.name] if script else []), address]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        sys.exit(f"not all answers were good: {out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])  # type: ignore[index]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--repeat", type=int, default=40)
    parser.add_argument("--parts", nargs="+", choices=("rows", "wrk", "sparql"), default=("rows", "wrk", "sparql"))
    parser.add_argument("--kinds", nargs="+", metavar="WORD", help="of the rows only those whose name has a word")
    parser.add_argument("--cold", action="store_true", help="let the system forget the index beforehand (Linux)")
    asked = parser.parse_args()
    for file in (asked.store / "index").glob("*.sqlite"):
        with file.open("rb") as index:
            if asked.cold:
                os.posix_fadvise(index.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while not asked.cold and index.read(1 << 24):
                pass
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--store", str(asked.store), "--port", str(port)]
    base = f"http://127.0.0.1:{port}"
    with running(command, port) as served, httpx2.Client(base_url=base, timeout=600) as client:
        began = time.perf_counter()
        while client.get("/health").status_code != 200:
            time.sleep(0.2)
        print(f"ready after {time.perf_counter() - began:.1f} s")
        client.get("/events?actor=actor-1").raise_for_status()
        n_events = client.get("/events?limit=1").json()["total"]
        questions = Questions(1, n_events)
        heads = ("p50", "p95", "first", "processor", "its p95")
        print(f"{'milliseconds':28}{''.join(f'{head:>10}' for head in heads)}   rows in all, of the last")
        for name, ask in questions.kinds().items() if "rows" in asked.parts else ():
            if asked.kinds and not any(word in name for word in asked.kinds):
                continue
            if not asked.cold:
                client.get(ask()).raise_for_status()
            seconds, used = [], []
            for _ in range(asked.repeat):
                path = ask()
                before, began = processor_s(served.pid), time.perf_counter()
                reply = client.get(path)
                seconds.append(time.perf_counter() - began)
                used.append(processor_s(served.pid) - before)
                reply.raise_for_status()
            total = reply.json().get("total", "")
            print(f"{name:28}{percentiles(seconds)} {1000 * seconds[0]:9.1f} {percentiles(used)}   {total}", flush=True)
        whole, private = resident_mb(served.pid)
        print(f"memory of the service: {whole:.0f} MiB resident, {private:.0f} MiB of it its own")
        if shutil.which("wrk") and "wrk" in asked.parts:
            page = client.get("/events?actor=actor-3&limit=50", headers={"accept-encoding": "identity"})
            one = client.get("/events/ev-7", headers={"accept-encoding": "identity"})
            for name, reply, script in (
                ("50 events", page, ""), ("other 50 events each time", page, _OTHER_PAGES), ("one event", one, ""),
                ("another event each time", one, _OTHER_EVENTS),
            ):  # fmt: skip
                body, bare = asked.store / "page.tmp", free_port()
                body.write_bytes(reply.content)
                with running([sys.executable, "-c", _BARE, str(body), str(bare)], bare) as plain:
                    before = processor_s(plain.pid)
                    reference = wrk(f"http://127.0.0.1:{bare}/page")
                    used_bare = (processor_s(plain.pid) - before) / (5 * reference)
                for name_of, value in (("{n_events}", n_events), ("{n_actors}", questions.n_actors)):
                    script = script.replace(name_of, str(value))
                before = processor_s(served.pid)
                rate = wrk(str(reply.url), script=script)
                used = (processor_s(served.pid) - before) / (5 * rate)
                body.unlink()
                print(f"wrk, {name} ({len(reply.content)} bytes): {rate:.0f}/s, bare route {reference:.0f}/s, "
                      f"{rate / reference:.0%}; processor {1000 * used:.2f} and {1000 * used_bare:.2f} ms a request, "
                      f"{used_bare / used:.0%}")  # fmt: skip
    with ReadStore.open(asked.store) as store:
        for name, pick in (
            (("SPARQL, actor and dates", None), ("SPARQL, hub and dates", HUBS)) if "sparql" in asked.parts else ()
        ):
            questions, seconds = Questions(1, n_events), []
            rng = random.Random(2)
            used = time.process_time()
            for _ in range(asked.repeat):
                first, last = questions.span()
                actor = questions.actor() if pick is None else rng.randrange(pick)
                query = _SPARQL.format(actor=actor, first=first, last=last)
                began = time.perf_counter()
                store.query(query, format="json")
                seconds.append(time.perf_counter() - began)
            used = (time.process_time() - used) / asked.repeat
            print(f"{name:28}{percentiles(seconds)} {1000 * used:9.1f}")


if __name__ == "__main__":
    os.environ.pop("KG_KEY", None)
    main()
