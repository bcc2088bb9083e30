"""Every page in a real browser: no error, no request elsewhere, no barrier, nothing cut off on a phone."""

import json

import pytest

EVENT, ARTICLE, ACTOR, PLACE = "ev-bomb", "harbour-1", "norland", "port-emile"
PAGES = {
    "start": "/",
    "filtered": "/events?type=ASSAULT&actor=norland&status=Reported",
    "event": f"/events/{EVENT}",
    "network": "/network",
    "map": "/map",
    "timeline": "/timeline",
    "actors": "/actors",
    "actor": f"/actors/{ACTOR}",
    "places": "/places",
    "place": f"/places/{PLACE}",
    "articles": "/articles",
    "article": f"/articles/{ARTICLE}",
    "types": "/types",
    "disagreements": "/disagreements",
    "search": "/search?q=norland",
    "search without result": "/search?q=zebra",
    "SPARQL": "/sparql",
    "answer": "/sparql?query=SELECT%20%3Fs%20%3Flabel%20%7B%20%3Fs%20rdfs%3Alabel%20%3Flabel%20%7D%20LIMIT%2020",
    "graph": "/sparql?query=CONSTRUCT%20%7B%20%3Fs%20a%20%3Fo%20%7D%20%7B%20%3Fs%20a%20%3Fo%20%7D%20LIMIT%205",
    "add": "/add",
    "nothing found": "/events?q=zebra",
}
BAD = {
    "wrong filter": ("/events?from=yesterday", 400),
    "unknown actor": ("/actors/nobody", 404),
    "unknown name": ("/events?actor=nobody", 404),
    "wrong query": ("/sparql?query=SELECT", 400),
}
_SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="session")
def axe():
    package = pytest.importorskip("axe_playwright_python.sync_playwright")
    return package.Axe()


def barriers(axe, tab):
    """What axe-core finds serious or critical, in words."""
    found = axe.run(tab).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in _SERIOUS
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_error_or_a_serious_barrier(open_tab, axe, scheme):
    with open_tab(color_scheme=scheme) as watched:
        for name, path in PAGES.items():
            assert watched.go(path).status == 200, name
            assert barriers(axe, watched.tab) == [], name
            assert not watched.wrong, (name, watched.wrong)


def test_pages_of_errors_say_what_is_wrong(open_tab, axe):
    with open_tab(expected=["Failed to load resource"]) as watched:
        for name, (path, status) in BAD.items():
            assert watched.go(path).status == status, name
            assert watched.tab.inner_text("[role='alert']"), name
            assert barriers(axe, watched.tab) == [], name


def test_nothing_is_wider_than_a_phone_and_nothing_of_a_text_is_run(open_tab):
    with open_tab(viewport={"width": 360, "height": 740}, is_mobile=True) as watched:
        for name, path in PAGES.items():
            watched.go(path)
            wide = watched.tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (name, wide)
            # what articles say is shown on all of them, and nothing of it is run
            assert watched.tab.evaluate("window.hacked") is None, name
            assert watched.tab.evaluate("document.querySelectorAll('script:not([src]):not([type])').length") == 0, name


def test_every_page_works_without_scripts(open_tab):
    with open_tab(java_script_enabled=False) as watched:
        for name, path in PAGES.items():
            assert watched.tab.goto(f"{watched.site}{path}").status == 200, name
            assert watched.tab.inner_text("h1"), name
        watched.tab.goto(f"{watched.site}/")
        watched.tab.fill(".filters [name='agent']", "Norland")
        watched.tab.click(".filters button")
        assert "agent=Norland" in watched.tab.url
        assert "Norland" in watched.tab.inner_text(".chips")
        watched.tab.click(".chips a[aria-label^='Remove']")
        assert "agent" not in watched.tab.url
        watched.tab.fill("#search", "Port")
        watched.tab.click(".search button")
        assert "Port Émile" in watched.tab.inner_text("main")
        watched.tab.goto(f"{watched.site}/sparql")
        watched.tab.click(".query button")
        assert watched.tab.query_selector("table tbody tr")


def test_text_of_articles_is_shown_and_never_run(open_tab):
    with open_tab() as watched:
        for path, where in ((f"/events/{EVENT}", "h1"), (f"/actors/{ACTOR}", "h1"), (f"/articles/{ARTICLE}", "main")):
            watched.go(path)
            assert "<script>window.hacked=1</script>" in watched.tab.inner_text(where)
            assert watched.tab.evaluate("window.hacked") is None


def test_search_suggests_with_the_keyboard_alone(open_tab):
    with open_tab() as watched:
        watched.go("/types")
        watched.tab.keyboard.press("/")
        watched.tab.keyboard.type("norl")
        watched.tab.wait_for_selector("#search-suggestions [role='option']")
        assert watched.tab.get_attribute("#search", "aria-expanded") == "true"
        watched.tab.keyboard.press("ArrowDown")
        chosen = watched.tab.get_attribute("#search", "aria-activedescendant")
        assert watched.tab.get_attribute(f"#{chosen}", "aria-selected") == "true"
        watched.tab.keyboard.press("Enter")
        watched.tab.wait_for_url("**/actors/norland")
        watched.settle()
        watched.tab.keyboard.press("/")
        watched.tab.keyboard.type("norl")
        watched.tab.wait_for_selector("#search-suggestions [role='option']")
        watched.tab.keyboard.press("Escape")
        assert watched.tab.is_hidden("#search-suggestions")


def test_the_first_tab_stop_skips_to_the_content(open_tab):
    with open_tab() as watched:
        watched.go("/")
        watched.tab.keyboard.press("Tab")
        assert watched.tab.evaluate("document.activeElement.className") == "skip"
        watched.tab.keyboard.press("Enter")
        assert watched.tab.url.endswith("#main")


def test_facets_and_chips_add_and_remove_filters(open_tab):
    with open_tab() as watched:
        watched.go("/events")
        everything = watched.tab.inner_text(".count b")
        watched.tab.click(".facets .bars a >> nth=0")
        watched.tab.wait_for_selector(".chips")
        assert "type=" in watched.tab.url
        assert watched.tab.inner_text(".count b") != everything
        watched.tab.click("nav.tabs >> text=Timeline")
        assert "type=" in watched.tab.url
        watched.tab.click(".chips .clear a")
        assert "type=" not in watched.tab.url


def test_a_bar_of_the_timeline_and_a_place_of_the_map_lead_to_their_events(open_tab):
    with open_tab() as watched:
        for path, shape, name in (("/timeline", "rect", "from=2021-05-03"), ("/map", "circle", "place=port-emile")):
            watched.go(path)
            box = watched.tab.locator(f".plot svg {shape}").last.bounding_box()
            at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            watched.tab.mouse.move(*at)
            for _ in range(100):  # the picture follows the pointer a frame later
                if watched.tab.evaluate("document.querySelector('.plot svg').value"):
                    break
                watched.tab.wait_for_timeout(20)
            watched.tab.mouse.click(*at)
            watched.tab.wait_for_url(lambda url, name=name: "/events" in url and name in url)


def test_an_actor_of_the_network_is_found_and_kept_in_the_address(open_tab):
    with open_tab() as watched:
        watched.go("/network")
        assert int(watched.tab.get_attribute("[data-chart]", "data-drawn")) > 1
        option = watched.tab.get_attribute("#network-names option", "value")
        watched.tab.fill(".bar [type='search']", option)
        watched.tab.press(".bar [type='search']", "Tab")
        watched.tab.wait_for_selector(".about")
        assert option == watched.tab.inner_text(".about h3")
        assert "#actor=" in watched.tab.url
        watched.tab.reload()
        watched.tab.wait_for_selector(".about")
        watched.tab.click(".about >> text=Only events with this actor")
        assert "actor=" in watched.tab.url


def test_roles_show_when_an_event_of_the_text_is_pointed_at_or_focused(open_tab):
    with open_tab() as watched:
        watched.go(f"/articles/{ARTICLE}")
        watched.tab.hover(".text .m-trigger >> nth=0")
        assert watched.tab.locator(".m.is-agent").inner_text() == "Norlandic"
        assert watched.tab.locator(".m.is-agent").get_attribute("data-label") == "who"
        watched.tab.mouse.move(1, 1)
        watched.tab.focus(".text .m-trigger a >> nth=1")
        assert watched.tab.locator(".card.is-on").get_attribute("id") == "e2"
        watched.tab.click(".text .m-trigger a >> nth=0")
        assert watched.tab.url.endswith("#e1")


def test_a_wrong_event_is_copied_as_a_case_with_one_click(open_tab):
    with open_tab(permissions=["clipboard-read", "clipboard-write"]) as watched:
        watched.go(f"/articles/{ARTICLE}")
        watched.tab.click("#e1 .copy")
        watched.tab.wait_for_selector("#e1 .copy >> text=Copied")
        copied = watched.tab.evaluate("navigator.clipboard.readText()")
        assert copied == watched.tab.text_content("#case-e1")
        assert "[[case]]" in copied


def test_the_editor_sends_its_query_and_shows_the_answer(open_tab):
    with open_tab() as watched:
        watched.go("/sparql")
        watched.tab.wait_for_selector(".CodeMirror")
        watched.tab.click(".CodeMirror")
        watched.tab.keyboard.press("Control+A")
        watched.tab.keyboard.type("ASK { ?event a ev:Event }")
        watched.tab.click(".query button")
        watched.tab.wait_for_selector("table")
        assert watched.tab.inner_text("tbody td") == "yes"
        watched.go("/sparql")
        watched.tab.locator(".examples a").first.click()
        watched.tab.wait_for_selector(".count")


def test_pages_print_without_their_controls(open_tab):
    with open_tab() as watched:
        watched.go("/")
        watched.tab.emulate_media(media="print")
        assert watched.tab.is_hidden(".side")
        assert watched.tab.is_hidden(".top nav")
        assert watched.tab.is_visible(".event h3")


def test_data_in_pages_is_that_of_the_routes(open_tab, site):
    with open_tab() as watched:
        watched.go("/timeline?by=day")
        shown = json.loads(watched.tab.text_content("#timeline-data"))
        assert shown == watched.tab.request.get(f"{site}/timeline?by=day&format=json").json()
        watched.go("/map")
        shown = json.loads(watched.tab.text_content("#map-data"))
        assert shown == watched.tab.request.get(f"{site}/map?format=geojson").json()
