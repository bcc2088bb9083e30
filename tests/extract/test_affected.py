"""Whom an act is aimed at when a clause or an act stands in his place, on trees built by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import EventMention, Extraction

DEMANDED = """
Hamas    hamas   NNP 2 nsubj ORG
demanded demand  VBD 0 root
that     that    IN  5 mark
Israel   israel  NNP 5 nsubj GPE
leave    leave   VB  2 ccomp
"""
THREATENED = """
Israel     israel   NNP 2 nsubj GPE
threatened threaten VBD 0 root
to         to       TO  4 mark
attack     attack   VB  2 xcomp
Iran       iran     NNP 4 obj GPE
"""
MUST = """
Russia  russia NNP 2 nsubj GPE
said    say    VBD 0 root
Sudan   sudan  NNP 5 nsubj GPE
must    must   MD  5 aux
leave   leave  VB  2 ccomp
"""
MUST_ITSELF = """
Sudan  sudan  NNP 2 nsubj GPE
said   say    VBD 0 root
Sudan  sudan  NNP 5 nsubj GPE
must   must   MD  5 aux
leave  leave  VB  2 ccomp
"""


def event_at(extraction: Extraction, word: str) -> tuple[EventMention, dict[str, list[str]]]:
    text = extraction.article.text
    event = next(item for item in extraction.events if item.trigger.of(text) == word)
    found: dict[str, list[str]] = {}
    for role in event.roles:
        found.setdefault(role.role.value, []).append(role.span.of(text))
    return event, found


def test_a_demand_is_made_to_whoever_is_to_act(extract_tree: Callable[..., Extraction]) -> None:
    event, roles = event_at(extract_tree(DEMANDED), "demanded")
    assert event.type == "REQUEST"
    assert roles == {"agent": ["Hamas"], "recipient": ["Israel"]}
    assert "addressed" in event.rule


def test_a_threat_is_aimed_at_whoever_would_suffer_it(extract_tree: Callable[..., Extraction]) -> None:
    event, roles = event_at(extract_tree(THREATENED), "threatened")
    assert roles == {"agent": ["Israel"], "patient": ["Iran"]}
    assert "threatened" in event.rule


def test_what_someone_else_must_do_is_demanded(extract_tree: Callable[..., Extraction]) -> None:
    event, roles = event_at(extract_tree(MUST), "said")
    assert (event.type, roles) == ("REQUEST", {"agent": ["Russia"], "recipient": ["Sudan"]})


def test_what_one_must_do_oneself_is_only_said(extract_tree: Callable[..., Extraction]) -> None:
    event, roles = event_at(extract_tree(MUST_ITSELF), "said")
    assert (event.type, roles) == ("STATEMENT", {"agent": ["Sudan"]})
