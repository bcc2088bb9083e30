"""Pasting an article: seen without changing the graph, added, removed; and what is said where that cannot be."""

import runpy
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest

from api.settings import ServiceSettings

API = Path(__file__).parents[1] / "api"
SERVING = runpy.run_path(str(API / "serving.py"))
RUNNING = runpy.run_path(str(API / "conftest.py"))["running"]
KEY = SERVING["WRITE_KEY"]
HTML = {"accept": "text/html"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
PASTED = {
    "title": "Jets hit <b>harbour</b>",
    "date": "2021-05-04",
    "source": "Daily Wave",
    "text": "Norlandic jets bombed the harbour of Odessa on Monday.\r\nThe general said so.",
}


def send(client, values):
    return client.post("/add", content=urlencode(values), headers=HTML | FORM, follow_redirects=False)


@pytest.mark.model
@pytest.mark.slow
def test_an_article_is_seen_added_and_removed(page_store, tmp_path):
    served = SERVING["Served"](tmp_path / "store")
    try:
        client = served.client
        seen = send(client, PASTED | {"preview": "1", "key": KEY})
        assert seen.status_code == 303
        job = seen.headers["location"].removeprefix("/jobs/").removesuffix("?format=html")
        assert served.done(job)["counts"] == {"read": 1}
        page = client.get(f"/jobs/{job}", headers=HTML).raise_for_status().text
        assert ">bombed</a>" in page
        assert "Jets hit &lt;b&gt;harbour&lt;/b&gt;" in page
        # nothing was stored by looking
        assert client.get("/articles").status_code == 503
        added = send(client, PASTED | {"key": KEY})
        (outcome,) = served.done(added.headers["location"][len("/jobs/") :].partition("?")[0])["outcomes"]
        assert outcome["outcome"] == "new"
        article = outcome["article"]
        shown = client.get(f"/articles/{article}").raise_for_status().json()
        assert shown["text"] == PASTED["text"].replace("\r\n", "\n")
        page = client.get(f"/articles/{article}", headers=HTML).text
        assert f'name="remove" value="{article}"' in page
        removed = send(client, {"remove": article, "key": KEY})
        served.done(removed.headers["location"][len("/jobs/") :].partition("?")[0])
        assert client.get(f"/articles/{article}").status_code == 404
    finally:
        served.stop()


def test_a_wrong_key_and_an_empty_text_are_said_and_the_text_stays(page_store):
    settings = ServiceSettings(store=page_store, write_key=KEY)
    with RUNNING(settings) as address, httpx2.Client(base_url=address, timeout=30) as client:
        refused = send(client, PASTED | {"key": "wrong"})
        assert refused.status_code == 403
        assert "not the write key" in refused.text
        assert "Norlandic jets bombed" in refused.text
        empty = send(client, {"text": " ", "key": KEY})
        assert empty.status_code == 400
        assert "there is no text" in empty.text
        other = client.post("/add", content="{}", headers={"content-type": "application/json"})
        assert other.status_code == 415


def test_a_service_that_only_reads_says_how_to_write(site):
    with httpx2.Client(base_url=site, timeout=30) as client:
        page = client.get("/add", headers=HTML)
        assert "KG_WRITE_KEY" in page.text
        assert "<textarea" not in page.text
        assert send(client, PASTED | {"key": KEY}).status_code == 503


def test_a_browser_brings_the_key_as_password_and_can_only_read(page_store):
    key = "a-key-for-those-who-read"
    basic = {"authorization": f"Basic {b64encode(f'me:{key}'.encode()).decode()}"}
    settings = ServiceSettings(store=page_store, key=key, write_key=KEY)
    with RUNNING(settings) as address, httpx2.Client(base_url=address, timeout=30) as client:
        asked = client.get("/", headers=HTML)
        assert asked.status_code == 401
        assert asked.headers["www-authenticate"].startswith("Basic ")
        assert client.get("/", headers=HTML | basic).status_code == 200
        assert client.get("/", headers=HTML | {"authorization": "Basic %%%"}).status_code == 401
        writing = {"authorization": f"Basic {b64encode(f'me:{KEY}'.encode()).decode()}"}
        assert client.post("/articles", json={"text": "x"}, headers=writing).status_code == 401
