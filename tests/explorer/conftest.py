"""One service over a story with markup in every place, for all tests of the pages."""

import dataclasses
import runpy
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.settings import ServiceSettings
from kg.store import WriteStore

TESTS = Path(__file__).parents[1]
API = runpy.run_path(str(TESTS / "api" / "conftest.py"))
EVIL = "<script>window.hacked=1</script>"


def hostile(records, merged):
    """The story with a script in the title, text, outlet and names of what is shown."""
    told = []
    for record in records:
        article = record.article
        # behind the text, so that every offset stays right
        text = f"{article.text} {EVIL} “{EVIL}”"
        told.append(
            dataclasses.replace(
                record, article=dataclasses.replace(article, title=f"{article.title or ''} {EVIL}", text=text)
            )
        )
    actors = tuple(
        dataclasses.replace(actor, name=f"{actor.name} {EVIL}", aliases=(*actor.aliases, actor.name, f'">{EVIL}'))
        for actor in merged.actors
    )
    events = tuple(dataclasses.replace(event, label=f"{event.label} {EVIL}") for event in merged.events)
    return told, dataclasses.replace(merged, actors=actors, events=events)


@pytest.fixture(scope="session")
def page_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("explorer") / "store"
    records, merged = hostile(API["STORY"]["records"](), API["STORY"]["merged"]())
    with WriteStore.open(path) as store:
        store.replace(records)
        store.write_merged(merged)
        store.publish()
    return path


@pytest.fixture(scope="session")
def site(page_store):
    """Address of a service that only reads."""
    with API["running"](ServiceSettings(store=page_store)) as address:
        yield address


class Watched:
    """A tab that notes what must not happen: errors of scripts, and requests that leave the machine."""

    def __init__(self, tab, site):
        self.tab = tab
        self.site = site
        self.wrong = []
        tab.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: self.wrong.append(str(error)))
        tab.on("request", self._see)
        tab.set_default_timeout(30_000)

    def _see(self, request):
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.wrong.append(f"asks {request.url}")

    def go(self, path):
        """Opens a page and waits until all of its scripts have done what they do at first."""
        reply = self.tab.goto(f"{self.site}{path}")
        self.settle()
        return reply

    def settle(self):
        """Waits until scripts and pictures are done."""
        self.tab.wait_for_selector("html[data-ready]")
        self.tab.wait_for_selector("[data-chart]:not([data-drawn])", state="detached")


@pytest.fixture
def open_tab(browser, site):
    """`with open_tab(**options of the context) as tab`: a tab in which nothing may go wrong."""

    @contextmanager
    def opening(*, address=site, expected=(), **options):
        context = browser.new_context(**options)
        watched = Watched(context.new_page(), address)
        try:
            yield watched
        finally:
            context.close()
        wrong = [said for said in watched.wrong if not any(part in said for part in expected)]
        assert not wrong, wrong

    return opening
