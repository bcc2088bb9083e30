"""Kill -9 of a writer whose store lies on a server: run again, it ends in the graph of an undisturbed run."""

from __future__ import annotations

import io
import random
import runpy
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import ReadStore, check_record

SERVERS = runpy.run_path(str(Path(__file__).with_name("servers.py")))
WRITER = Path(__file__).with_name("server_writer.py")
LEASE_S = runpy.run_path(str(WRITER))["LEASE_S"]
ROUNDS = 6

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SERVERS["why_not"]("oxigraph") is not None, reason=str(SERVERS["why_not"]("oxigraph"))),
]


def start(address: str) -> subprocess.Popen[str]:
    """A writer that has opened the store."""
    process = subprocess.Popen([sys.executable, str(WRITER), address], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def finish(address: str) -> float:
    """Lets a writer end; seconds that it took once the store was open, from where the moments of the kills count."""
    process = start(address)
    began = time.perf_counter()
    said, _ = process.communicate()
    assert said == "done\n"
    return time.perf_counter() - began


def graph_of(address: str) -> bytes:
    output = io.BytesIO()
    with ReadStore.open(address) as reader:
        assert reader.verify() == []
        reader.dump(output)
    return output.getvalue()


def check_articles(address: str) -> None:
    """What a killed writer left is whole articles, each of them there wholly."""
    try:
        reader = ReadStore.open(address)
    except StoreError:  # it had not published anything
        return
    with reader:
        for record in reader.records():
            check_record(record)


def test_killed_writers_end_in_the_graph_of_an_undisturbed_one() -> None:
    server = SERVERS["OxigraphServer"]()
    try:
        took = finish(server.address)
        wanted = graph_of(server.address)
        rng, killed = random.Random(11), 0
        for _ in range(ROUNDS):
            server.clear()
            process = start(server.address)
            time.sleep(rng.uniform(0, took))
            killed += process.poll() is None
            process.kill()
            process.communicate()
            check_articles(server.address)
            time.sleep(LEASE_S + 0.2)  # until the note of the dead writer has lapsed
            finish(server.address)
            assert graph_of(server.address) == wanted
        assert killed > ROUNDS // 2
    finally:
        server.stop()
