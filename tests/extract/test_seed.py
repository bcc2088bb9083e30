"""The article that the project started from, scraped with its noise: what an analyst must find in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.analysis import analyse
from kg.export.records import record_to_json
from kg.model import ArticleRecord
from kg.read import read_articles

SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
pytestmark = [
    pytest.mark.model,
    pytest.mark.shared,
    pytest.mark.skipif(not SEED.is_file(), reason="the seed article is not part of the repository"),
]


@pytest.fixture(scope="module")
def article() -> dict[str, Any]:
    from kg import settings

    (outcome,) = analyse(
        (item for item in read_articles([SEED], date="2020-01-06") if not hasattr(item, "reason")),  # type: ignore[misc]
        model=str(settings.DEFAULT_MODEL),
    )
    assert isinstance(outcome.outcome, ArticleRecord)
    shown: dict[str, Any] = json.loads(json.dumps(record_to_json(outcome.outcome)))
    return shown


def _events(article: dict[str, Any], *lemmas: str) -> list[dict[str, Any]]:
    return [event for event in article["events"] if event["trigger"]["lemma"] in lemmas]


def _names(article: dict[str, Any], event: dict[str, Any], role: str) -> set[str]:
    actors = {actor["id"]: actor["name"] for actor in article["actors"]}
    return {actors.get(item["actor"], item["text"]) for item in event["roles"] if item["role"] == role}


def _place(article: dict[str, Any], event: dict[str, Any]) -> str:
    places = {place["id"]: place["name"] for place in article["places"]}
    return places[event["place"]["id"]] if event["place"] else ""


def _time(article: dict[str, Any], event: dict[str, Any]) -> str | None:
    return {time["id"]: time["value"] for time in article["times"]}.get(event["time"])


def test_the_killing_of_soleimani(article: dict[str, Any]) -> None:
    strikes = [event for event in _events(article, "strike") if "Qasem Soleimani" in _names(article, event, "patient")]
    assert all("airport" in _place(article, event) for event in strikes), "what one mention says of the place, all have"
    (strike,) = [event for event in strikes if event["also"]]
    assert strike["type"] == "ASSAULT"
    assert _names(article, strike, "agent") == {"United States"}
    assert "airport" in _place(article, strike)
    assert _time(article, strike) == "2020-01-03"
    assert strike["also"], "the killing is told again and again"


def test_the_funeral_processions(article: dict[str, Any]) -> None:
    (procession,) = _events(article, "procession")
    assert procession["type"] == "GATHER"
    assert _names(article, procession, "agent") == {"mourners"}
    assert _time(article, procession) == "2020-01-04/2020-01-05"


def test_irans_vow_lies_in_the_future(article: dict[str, Any]) -> None:
    (vow,), (revenge,) = _events(article, "vow"), _events(article, "revenge")
    assert _names(article, vow, "agent") == {"Iran"}
    assert revenge["tense"] == "FUTURE"


def test_the_killing_of_protesters_is_hearsay(article: dict[str, Any]) -> None:
    (killing,) = [event for event in _events(article, "kill") if "security forces" in _names(article, event, "agent")]
    assert killing["certainty"] == "PROBABLE"
    assert any("protesters" in name for name in _names(article, killing, "patient"))
    assert _time(article, killing) == "2019-11-06/2020-01-06"


def test_trumps_threat(article: dict[str, Any]) -> None:
    (threat,), (destruction,) = _events(article, "threaten"), _events(article, "destruction")
    assert threat["type"] == "THREATEN"
    assert any("Trump" in name for name in _names(article, threat, "agent"))
    assert destruction["tense"] == "FUTURE"


def test_irans_announcement(article: dict[str, Any]) -> None:
    announcement = _events(article, "announcement")[0]
    assert announcement["type"] == "STATEMENT"
    assert _names(article, announcement, "agent") == {"Iran"}
    assert _time(article, announcement) == "2020-01-05"


def test_the_parliaments_vote(article: dict[str, Any]) -> None:
    (vote,) = _events(article, "vote")
    assert vote["type"] == "LEGISLATE"
    assert _names(article, vote, "agent") == {"Council of Representatives of Iraq"}
    assert _time(article, vote) == "2020-01-05"


def test_the_ransacking_of_the_embassy(article: dict[str, Any]) -> None:
    (ransacking,) = _events(article, "ransack")
    assert ransacking["type"] == "ASSAULT"
    assert any("militiamen" in name for name in _names(article, ransacking, "agent"))
    assert any("Embassy" in name for name in _names(article, ransacking, "patient"))
    assert _place(article, ransacking) == "Iraq"


def test_the_alleged_attacks(article: dict[str, Any]) -> None:
    alleged = [event for event in _events(article, "attack") if event["certainty"] != "CERTAIN"]
    assert any("U.S. positions" in name for event in alleged for name in _names(article, event, "patient"))


def test_every_span_is_the_text_at_its_offsets(article: dict[str, Any]) -> None:
    text = article["article"]["text"]

    def check(node: object) -> int:
        if isinstance(node, dict):
            found = 0
            if {"start", "end", "text"} <= node.keys():
                assert text[node["start"] : node["end"]] == node["text"]
                found = 1
            return found + sum(check(value) for value in node.values())
        return sum(check(item) for item in node) if isinstance(node, list) else 0

    assert check(article) > 100


def test_no_event_is_built_on_noise_or_a_bare_verb(article: dict[str, Any]) -> None:
    text = article["article"]["text"]
    noise = text.index("Comments 0")
    assert all(event["trigger"]["start"] < noise for event in article["events"])
    assert not _events(article, "be", "have", "comment")
