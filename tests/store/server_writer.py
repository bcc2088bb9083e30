"""Writes a known store on a server, to be killed at any moment: `python server_writer.py ADDRESS ROUND`."""

from __future__ import annotations

import runpy
import sys
from contextlib import suppress
from pathlib import Path

from kg.errors import UnknownError
from kg.store import WriteStore, server_home

LEASE_S = 1.0
STORY = runpy.run_path(str(Path(__file__).parents[1] / "query" / "story.py"))


def say(word: str) -> None:
    """Tells the test how far this is."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(address: str) -> None:
    """All articles but one, then that one too while another goes; each time with its merged graph."""
    server_home.LEASE_S = LEASE_S
    records, merged = STORY["records"](), STORY["merged"]()
    with WriteStore.open(address) as store:
        say("open")
        store.replace(records)
        store.write_merged(merged)
        store.publish()
        with suppress(UnknownError):
            store.delete(records[0].article.id)
        store.replace(records)
        store.write_merged(merged)
        store.publish()
    say("done")


if __name__ == "__main__":
    main(sys.argv[1])
