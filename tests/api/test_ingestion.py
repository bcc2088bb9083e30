"""Articles added over HTTP by `kg serve` and the process it keeps, both of which get killed."""

import re
import runpy
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kg.jobs import JobFolder, Kind
from kg.store import ReadStore
from kg.store.folder import Folder

SERVING = runpy.run_path(str(Path(__file__).parent / "serving.py"))
Served, kill, pids_of, WRITE_KEY = (SERVING[name] for name in ("Served", "kill", "pids_of", "WRITE_KEY"))

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes in /proc"),
]

_DEEDS = (
    "The army of Sudan attacked a village near Khartoum on Monday.",
    "President Emmanuel Macron met Olaf Scholz in Paris on 4 May 2023.",
    "The European Union imposed sanctions on Belarus, officials said.",
    "Protesters marched through Baghdad on Friday against the government.",
)


def article(number, *, length=1):
    text = " ".join(f"{deed[:-1]} for case {number}-{index}." for index in range(length) for deed in _DEEDS)
    return {"id": f"n{number}", "text": text, "date": "2023-05-05", "source": f"Paper {number % 7}"}


def story(first, n, *, length=1):
    return [article(number, length=length) for number in range(first, first + n)]


def ids_of(store):
    with ReadStore.open(store) as shown:
        assert shown.verify() == []
        return set(shown.article_ids())


def test_an_article_handed_in_is_read_soon_and_is_one_however_often(tmp_path):
    served = Served(tmp_path / "store")
    try:
        first = served.done(served.post([article(1), {"text": " \n"}, {"text": "x", "date": "soon"}, article(1)]))
        assert [item["outcome"] for item in first["outcomes"]] == ["new", "rejected", "rejected", "unchanged"]
        assert "white space" in first["outcomes"][1]["reason"]
        assert first["counts"] == {"new": 1, "rejected": 2, "unchanged": 1}
        assert served.client.get("/articles").json()["total"] == 1
        assert served.client.get("/events?actor=Macron").json()["total"] == 1
        again = served.done(served.post(article(1)))
        assert again["counts"] == {"unchanged": 1}
        assert again["generation"] == first["generation"]
        changed = served.done(served.post({**article(1), "text": "Emmanuel Macron visited Belarus."}))
        assert changed["counts"] == {"replaced": 1}
        assert served.client.get("/articles").json()["total"] == 1
        gone = served.client.delete("/articles/n1", headers={"authorization": f"Bearer {WRITE_KEY}"})
        assert served.done(gone.json()["id"])["counts"] == {"deleted": 1}
        assert served.client.get("/events").json()["total"] == 0
    finally:
        assert served.stop() == 0
    assert served.worker_pids() == []


def test_a_killed_worker_is_replaced_and_loses_nothing(tmp_path):
    store = tmp_path / "store"
    served = Served(store)
    try:
        job = served.post(story(0, 40, length=4))
        served.until(job, lambda found: found["done"] > 0)
        for pid in served.worker_pids():
            kill(pid)
        found = served.done(job)
        assert found["counts"] == {"new": 40}
        assert served.client.get("/articles").json()["total"] == 40
    finally:
        served.stop()
    assert ids_of(store) == {f"n{number}" for number in range(40)}


@pytest.mark.slow
def test_every_job_that_was_acknowledged_survives_kills_of_the_service(tmp_path):
    """The service is killed again and again while articles are handed in; no worker of a dead service stays behind."""
    store = tmp_path / "store"
    acknowledged = []
    for round_ in range(6):
        served = Served(store)
        acknowledged += [served.post(story(100 * round_ + 10 * part, 8, length=2)) for part in range(3)]
        if round_ % 2:
            served.until(acknowledged[-1], lambda found: found["done"] > 0 or found["state"] == "done")
        time.sleep(0.4 * round_)
        served.stop(signal.SIGKILL)
    served = Served(store)
    try:
        for job in acknowledged:
            assert served.done(job)["counts"] == {"new": 8}
        # the worker of a killed service ends after its batch
        end = time.monotonic() + 20
        while len(served.worker_pids()) > 1:
            assert time.monotonic() < end
            time.sleep(0.1)
        wanted = {f"n{100 * round_ + 10 * part + n}" for round_ in range(6) for part in range(3) for n in range(8)}
        assert served.client.get("/articles?limit=1000").json()["total"] == len(wanted)
    finally:
        served.stop()
    assert ids_of(store) == wanted
    assert pids_of("ingest", str(store)) == []


def test_a_job_waits_while_another_process_writes(tmp_path):
    store = tmp_path / "store"
    hold = (
        "import sys; from kg.store import WriteStore; s = WriteStore.open(sys.argv[1]); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout.readline() == b"open\n"
        served = Served(store)
        try:
            job = served.post(article(1))
            waiting = served.until(job, lambda found: found["detail"])
            assert waiting["state"] == "queued"
            assert "another process" in waiting["detail"]
            writer.stdin.close()
            assert served.done(job)["counts"] == {"new": 1}
        finally:
            served.stop()


def test_reading_stays_fast_while_articles_are_added(tmp_path):
    served = Served(tmp_path / "store")
    try:
        served.done(served.post(story(0, 3)))
        job = served.post(story(10, 30, length=4))
        served.until(job, lambda found: found["done"] > 0)
        waits = []
        while served.job(job)["done"] < 30:
            began = time.perf_counter()
            served.client.get("/events?limit=5").raise_for_status()
            waits.append(time.perf_counter() - began)
        assert len(waits) >= 10
        assert sorted(waits)[int(len(waits) * 0.95)] < 0.5
    finally:
        served.stop()


_WHERE = (
    ("Sudan", "Khartoum"), ("Iraq", "Baghdad"), ("Mali", "Bamako"), ("Chile", "Santiago"), ("Peru", "Lima"),
    ("Kenya", "Nairobi"), ("Egypt", "Cairo"), ("Japan", "Tokyo"), ("Cuba", "Havana"), ("Poland", "Warsaw"),
    ("Greece", "Athens"), ("Norway", "Oslo"), ("Nepal", "Kathmandu"), ("Turkey", "Ankara"), ("Ghana", "Accra"),
    ("Qatar", "Doha"), ("Yemen", "Sanaa"), ("Laos", "Vientiane"),
)  # fmt: skip
_WHAT = (
    "The army of {0} attacked a village near {1} on Monday. Teachers went on strike in {1} on Friday.",
    "Police in {0} arrested nine smugglers in {1} on Tuesday. An earthquake struck {1} on Saturday.",
    "Rebels bombed a bridge in {1} on Wednesday. The parliament of {0} passed a law against graft on Sunday.",
    "Farmers marched through {1} on Thursday. The president of {0} dismissed the minister of trade on Monday.",
)


@pytest.mark.parametrize("sort", ["time", "-time", "support", "confidence"])
def test_pages_show_what_stays_once_while_articles_are_added_and_removed(tmp_path, sort):
    """Between any two pages one article comes, older than those before it, and one goes."""
    served = Served(tmp_path / "store")

    def dated(number):
        country, town = _WHERE[number]
        return {
            "id": f"n{number}",
            "text": _WHAT[number % 4].format(country, town),
            "date": f"20{40 - number:02d}-05-05",
        }

    def events_of(path):
        return {event["id"] for event in served.client.get(path).raise_for_status().json()["items"]}

    try:
        served.done(served.post([dated(number) for number in range(12)]))
        at_first, seen = events_of("/events?limit=1000"), []
        path, number = f"/events?limit=3&sort={sort}", 12
        while path:
            reply = served.client.get(path).raise_for_status()
            seen += [event["id"] for event in reply.json()["items"]]
            path = re.match(r"<([^>]+)>", reply.headers.get("link", ""))
            path = path and path[1]
            if path and number < 18:
                served.done(served.post(dated(number)))
                gone = served.client.delete(f"/articles/n{number - 12}", headers={"x-api-key": WRITE_KEY})
                served.done(gone.json()["id"])
                number += 1
        stayed = at_first & events_of("/events?limit=1000")
    finally:
        served.stop()
    assert len(at_first) >= 20
    assert number >= 15
    assert len(stayed) >= 5
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)


def test_the_article_that_ends_the_worker_is_rejected_and_the_others_go_on(tmp_path):
    store = tmp_path / "store"
    script = textwrap.dedent("""
        import os, sys
        from pathlib import Path
        from kg import ingest, settings
        whole = ingest.Analyser.analyse
        def analyse(self, articles):
            if any("POISON" in article.text for article in articles):
                os._exit(9)
            return whole(self, articles)
        ingest.Analyser.analyse = analyse
        ingest.Worker(Path(sys.argv[1]), model=str(settings.DEFAULT_MODEL), is_stopped=lambda: False).run(idle_s=0.5)
    """)
    Folder(store).prepare()
    folder = JobFolder(store)
    folder.prepare()
    job = folder.submit(Kind.ADD, [article(1), {"id": "bad", "text": "POISON."}, article(2)], max_waiting=10).id
    codes = []
    while not codes or codes[-1]:
        assert len(codes) < 10
        codes.append(subprocess.run([sys.executable, "-c", script, str(store)], check=False).returncode)
    assert codes[:-1] == [9] * len(codes[:-1])
    found = folder.job(job)
    assert [item.outcome for item in found.outcomes] == ["new", "rejected", "new"]
    assert "ended the process" in found.outcomes[1].reason
    assert ids_of(store) == {"n1", "n2"}


def test_the_service_never_loads_the_language_model():
    code = "import sys, api.app, api.keeper; sys.exit(int('spacy' in sys.modules or 'kg.extract' in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
