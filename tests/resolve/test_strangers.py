"""Whom one report describes and another names: joined by what both say of him, and by nothing less."""

from __future__ import annotations

import pytest

from kg.model import ActorKind, Anchor, Judged, Judgement, Verdict
from kg.resolve import cluster_actors
from kg.resolve.across.features import NAMED_ELSEWHERE

RIVER = "police divers searched the flooded quarry below the cement works while neighbours lit candles at the chapel"
FOREST = "firefighters held the blaze beyond the railway while campers slept in a sports hall of the mountain town"


@pytest.fixture
def report(draft):
    """A report: clauses of (word, type, lemma, phrase of whom it is done to or who does it, role), and its story."""

    def build(id, *clauses, story=RIVER, date="2020-01-04", renamed=None):
        text = " ".join(f"{phrase} was {word} there." for word, _, _, phrase, _ in clauses)
        page = draft(f"{text} {story}.", id=id, date=date)
        for word, kind, lemma, phrase, role in clauses:
            words = phrase.split(", ")
            if words[0][0].isupper() and words[0].split()[0] not in ("A", "The", "Another"):
                index = page.name(words[0], "PERSON")
                for other in words[1:]:
                    page.nominal(other, other.split()[-1], apposition=index, number="sing")
            else:
                index = page.nominal(phrase, phrase.split()[-1], number="sing")
            page.event(word, kind, lemma, **{role: index})
        return page.resolve()

    return build


def people(records, **options):
    return [actor for actor in cluster_actors(records, **options).actors if actor.kind is ActorKind.PERSON]


SEEN = ("seen", "OTHER", "see")


@pytest.mark.parametrize(
    ("one", "two", "story", "date", "n"),
    [
        ("A gunman", "Jo Bergmann, the gunman", RIVER, "2020-01-05", 1),
        ("The masked gunman", "Jo Bergmann, the gunman", RIVER, "2020-01-05", 1),
        ("A gunman", "Jo Bergmann, the hostage", RIVER, "2020-01-05", 2),
        ("A gunman", "Jo Bergmann, the gunman", FOREST, "2020-01-05", 2),
        ("A gunman", "Jo Bergmann, the gunman", RIVER, "2020-02-05", 2),
        ("Another gunman", "Jo Bergmann, the gunman", RIVER, "2020-01-05", 2),
        ("A spokesman", "Jo Bergmann, the spokesman", RIVER, "2020-01-05", 2),
        ("A woman", "John Bergmann", RIVER, "2020-01-05", 2),
    ],
)
def test_who_is_called_so_in_one_report_is_whom_another_calls_so(report, one, two, story, date, n):
    records = [report("a", (*SEEN, one, "agent")), report("b", (*SEEN, two, "agent"), story=story, date=date)]
    assert len(people(records)) == n
    assert [merge.rule for merge in cluster_actors(records).merges] == [NAMED_ELSEWHERE] * (2 - n)


@pytest.mark.parametrize(
    ("one", "two", "word", "n"),
    [
        ("A teenager", "Jo Bergmann", ("arrested", "COERCE", "arrest"), 1),
        ("A woman", "Mary Bergmann", ("killed", "ASSAULT", "kill"), 1),
        ("A woman", "John Bergmann", ("killed", "ASSAULT", "kill"), 2),
        ("A teenager", "Jo Bergmann", ("hit", "ASSAULT", "hit"), 2),
        ("A teenager", "Jo Bergmann", ("praised", "SUPPORT", "praise"), 2),
    ],
)
def test_who_alone_suffers_it_in_one_report_is_whom_another_names(report, one, two, word, n):
    records = [report("a", (*word, one, "patient")), report("b", (*word, two, "patient"), date="2020-01-05")]
    assert len(people(records)) == n


def test_the_merge_says_what_both_reports_say(report):
    records = [
        report("a", (*SEEN, "A gunman", "agent")), report("b", (*SEEN, "Jo Bergmann, the gunman", "agent")),
    ]  # fmt: skip
    merge = next(merge for merge in cluster_actors(records).merges if merge.rule == NAMED_ELSEWHERE)
    assert "both articles call him “gunman”" in merge.features[0].detail
    assert merge.into == "jo-bergmann-person"


def test_of_two_who_are_called_so_neither_is_meant(report):
    records = [
        report("a", (*SEEN, "A gunman", "agent")),
        report("b", (*SEEN, "Jo Bergmann, the gunman", "agent")),
        report("c", (*SEEN, "Ida Lund, the gunman", "agent")),
    ]
    assert {actor.name: len(actor.members) for actor in people(records)} == {
        "gunman": 1,
        "Jo Bergmann": 1,
        "Ida Lund": 1,
    }


@pytest.mark.parametrize(("one", "two"), [("Bergmann", "Lund"), ("Jo Bergmann", "Ida Lund"), ("Jo Bergmann", "Lund")])
def test_nobody_without_a_name_makes_one_of_two_who_have_names(report, one, two):
    """The gunman of both reports is one, and each is known by another name from a third and a fourth."""
    records = [
        report("a", (*SEEN, "A gunman", "agent"), ("arrested", "COERCE", "arrest", "The gunman", "patient")),
        report("b", (*SEEN, "The gunman", "agent"), ("tried", "JUDICIAL", "convict", "The gunman", "patient")),
        report("c", ("arrested", "COERCE", "arrest", one, "patient")),
        report("d", ("tried", "JUDICIAL", "convict", two, "patient")),
    ]
    for order in (records, records[::-1]):
        names = [sorted({member.article for member in actor.members}) for actor in people(order)]
        assert not any({"c", "d"} <= set(articles) for articles in names)


def test_who_is_unnamed_keeps_no_two_of_one_name_apart(report, draft):
    """In one report the gunman met Qasem Bergmann; another calls Qassem Bergmann the gunman, and he is the same."""
    page = draft(f"A gunman met Qasem Bergmann there. {RIVER}.", id="a", date="2020-01-04")
    gunman, name = page.nominal("A gunman", "gunman", number="sing"), page.name("Qasem Bergmann", "PERSON")
    page.event("met", "CONSULT", "meet", agent=gunman, patient=name)
    records = [page.resolve(), report("b", (*SEEN, "Qassem Bergmann, the gunman", "agent"))]
    for order in (records, records[::-1]):
        assert sorted((len(actor.members), actor.name) for actor in people(order))[0] == (1, "gunman")
        assert len(people(order)) == 2


def test_an_article_keeps_apart_whom_one_event_has_both(report, draft):
    named = report("b", (*SEEN, "Jo Bergmann, the gunman", "agent"))
    both = {}
    for together in (False, True):
        page = draft(f"A gunman was seen there. Jo Bergmann was met then. {RIVER}.", id="a", date="2020-01-04")
        gunman, name = page.nominal("A gunman", "gunman", number="sing"), page.name("Jo Bergmann", "PERSON")
        page.event("seen", "OTHER", "see", agent=gunman)
        page.event("met", "CONSULT", "meet", agent=name, patient=gunman if together else None)
        both[together] = len(people([page.resolve(), named]))
    assert both == {False: 1, True: 2}


def test_a_judgement_overrules_it_and_taken_back_leaves_no_trace(report):
    records = [
        report("a", (*SEEN, "A gunman", "agent")), report("b", (*SEEN, "Jo Bergmann, the gunman", "agent")),
    ]  # fmt: skip
    one, two = (frozenset(actor.members) for actor in _alone(records))
    verdict = Verdict(_judgement(), one, two)
    assert len(people(records, judged={"actor": (verdict,)})) == 2
    assert cluster_actors(records) == cluster_actors(records, judged={})
    assert len(people(records)) == 1


def _alone(records):
    return [people([record])[0] for record in records]


def _judgement():
    return Judgement(kind="actor", judged=Judged.DIFFERENT, one=Anchor(name="gunman"), two=Anchor(name="Jo Bergmann"))
