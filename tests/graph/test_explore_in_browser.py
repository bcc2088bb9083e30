"""The page to explore a network, in a browser: it draws, leads to the sentences, asks for nothing and runs no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HOSTILE = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>'


class Seen:
    """A page with all that it complained of, asked for and ran."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture
def seen(browser: Browser) -> Iterator[Seen]:
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    yield Seen(page)
    page.close()


def test_actors_and_arrows_lead_to_their_sentences(graph, seen, tmp_path):
    network = graph.network()
    next(iter(network["norland"]["sudria"].values()))["score"] = -9.0
    written = graph.explore(network).to_html(tmp_path / "page.html")
    page = seen.page
    page.goto(written.as_uri())
    page.locator("#network canvas").first.wait_for()
    assert page.evaluate("window.network.graph.order") == 4
    assert page.locator("#still").is_hidden()
    page.get_by_role("button", name="families").click()
    told = page.locator("#told")
    assert "The Red Crescent gave blankets to the families." in told.inner_text()
    assert told.locator("mark").inner_text() == "gave"
    page.get_by_label("Find an actor").fill("sudr")
    assert "held talks in Vell" in told.inner_text()
    page.get_by_role("button", name="all actors").click()
    page.evaluate("window.network.choose({link: ['families', 'red-crescent'].join(' ')})")
    assert "AID 1" in told.inner_text()
    page.get_by_label("cooperation").uncheck()
    assert page.evaluate("window.network.renderer.getEdgeDisplayData('families red-crescent').hidden") is True
    assert (seen.complaints, seen.requests) == ([], [written.as_uri()])


def test_in_a_notebook_it_stands_in_a_frame_that_can_do_nothing_else(graph, seen):
    page = seen.page
    page.set_content(f"<title>notebook</title>{graph.explore()._repr_html_()}")
    frame = page.frames[-1]
    frame.locator("#network canvas").first.wait_for()
    reached = frame.evaluate("(() => { try { return parent.document.title } catch (error) { return error.name } })()")
    assert reached == "SecurityError"
    assert seen.complaints == []


def test_a_text_is_shown_not_run(graph, seen, tmp_path):
    network = graph.network()
    for attributes in network.nodes.values():
        attributes["label"] = HOSTILE + attributes["label"]
    written = graph.explore(network, title=HOSTILE).to_html(tmp_path / "page.html")
    seen.page.goto(written.as_uri())
    seen.page.locator("#network canvas").first.wait_for()
    assert seen.page.locator("h1").inner_text() == HOSTILE
    assert seen.page.get_by_role("button", name=HOSTILE + "families").is_visible()
    assert seen.page.locator("img").count() == 0
    assert (seen.complaints, seen.requests) == ([], [written.as_uri()])


def test_without_scripts_the_still_picture_stays(graph, browser, tmp_path):
    written = graph.explore().to_html(tmp_path / "page.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(written.as_uri())
    assert "families" in page.locator("#still svg text").all_text_contents()
    assert page.locator("#still").is_visible()
    assert "still picture" in page.locator("#told").inner_text()
    context.close()


def test_without_webgl_the_still_picture_stays(graph, launch_chromium, tmp_path):
    written = graph.explore().to_html(tmp_path / "page.html")
    plain = launch_chromium("--disable-gpu", "--disable-3d-apis")
    seen = Seen(plain.new_page())
    page = seen.page
    page.goto(written.as_uri())
    page.wait_for_timeout(500)
    assert seen.complaints == []
    assert page.locator("#still").is_visible()
    assert page.locator("#network").is_hidden()
    plain.close()
