"""Whom an article introduces without a name and names later; and whom it goes on about by age or calling."""

from __future__ import annotations

import pytest


@pytest.fixture
def persons(draft):
    """How many persons an article tells of: sentences of a phrase and what is done to whom it means."""

    def count(*sentences):
        page = draft(" ".join(f"{phrase} was {word} there." for phrase, word, *_ in sentences))
        seen = {}
        for phrase, word, kind, lemma, role in sentences:
            nth = seen[phrase] = seen.get(phrase, 0) + 1
            is_name = phrase[0].isupper() and not phrase.startswith(("A ", "The ", "Another ", "He", "She"))
            if is_name:
                index = page.name(phrase, "PERSON", nth=nth)
            elif phrase in ("He", "She"):
                index = page.pronoun(phrase, nth=nth, is_subject=True)
            else:
                index = page.nominal(phrase, phrase.split()[-1], number="sing", nth=nth)
            page.event(word, kind, lemma, **{role: index})
        return len(page.resolve().actors)

    return count


KILLED = ("killed", "ASSAULT", "kill", "patient")
STRUCK = ("slain", "CASUALTY", "die", "patient")


@pytest.mark.parametrize(
    ("sentences", "n"),
    [
        ([("A woman", *KILLED), ("Mary Holm", *STRUCK)], 1),
        ([("A 69-year-old woman", *KILLED), ("Mary Holm", *STRUCK)], 1),
        ([("A woman", *KILLED), ("John Holm", *STRUCK)], 2),
        ([("A worker", *KILLED), ("Mary Holm", *STRUCK), ("Ida Lund", *KILLED)], 3),
        ([("Another worker", *KILLED), ("Mary Holm", *STRUCK)], 2),
        ([("Mary Holm", *KILLED), ("A worker", *STRUCK)], 2),
        ([("A worker", *KILLED), ("Mary Holm", "praised", "SUPPORT", "praise", "patient")], 2),
    ],
)
def test_who_alone_suffers_it_without_a_name_is_who_does_by_name(persons, sentences, n):
    assert persons(*sentences) == n


def test_one_of_many_is_nobody_in_particular(draft):
    page = draft("A worker was killed there. Twelve people were killed. Mary Holm was slain.")
    for words, word, head, nth in (("A worker", "killed", "worker", 1), ("Twelve people", "killed", "people", 2)):
        number = "sing" if nth == 1 else "plur"
        page.event(word, "ASSAULT", "kill", nth=nth, patient=page.nominal(words, head, number=number))
    page.event("slain", "CASUALTY", "die", patient=page.name("Mary Holm", "PERSON"))
    assert sorted(actor.name for actor in page.resolve().actors) == ["Mary Holm", "people", "worker"]


def test_nobody_is_of_two_ages(draft):
    page = draft("A 14-year-old pupil was killed there. Jo Holm, 45, was slain.")
    one, two = page.nominal("A 14-year-old pupil", "pupil", number="sing"), page.name("Jo Holm", "PERSON")
    page.event("killed", "ASSAULT", "kill", patient=one)
    page.event("slain", "CASUALTY", "die", patient=two)
    assert len(page.resolve().actors) == 2


@pytest.mark.parametrize(
    ("phrase", "n"),
    [
        ("The actress", 1),
        ("The young actress", 1),
        ("The former actress", 2),
        ("The third actress", 2),
        ("The judge", 2),
    ],
)
def test_an_article_goes_on_about_whom_it_is_about(persons, phrase, n):
    said = ("seen", "OTHER", "see", "agent")
    assert persons(("Mary Holm", *said), (phrase, "met", "CONSULT", "meet", "agent")) == n


@pytest.mark.parametrize(("name", "n"), [("Oslo Ravens", 1), ("Oslo Bank", 2), ("NRK", 2)])
def test_the_team_is_what_is_called_by_a_plural(draft, name, n):
    page = draft(f"The {name} lost there. The team left.")
    one, two = page.name(name, "ORG"), page.nominal("The team", "team", number="sing")
    page.event("lost", "OTHER", "lose", agent=one)
    page.event("left", "MOVE", "leave", agent=two)
    assert len(page.resolve().actors) == n


@pytest.mark.parametrize(
    ("text", "patient", "n"),
    [
        ("Police identified the driver as John Holm.", "the driver", 1),
        ("The driver was identified by police as 23-year-old John Holm.", "The driver", 1),
        ("The driver, who police later identified as John Holm, fled.", None, 1),
        ("The driver, identified as John Holm, fled.", None, 1),
        ("The driver was not identified as John Holm.", "The driver", 2),
        ("The driver identified the car of John Holm.", None, 2),
        ("The driver fled and police identified nobody but said as much to John Holm.", None, 2),
    ],
)
def test_whom_an_article_says_somebody_to_be(draft, text, patient, n):
    page = draft(text)
    phrase = patient or "The driver"
    who = page.nominal(phrase, "driver", number="sing")
    name = page.name("John Holm", "PERSON")
    page.event("identified", "STATEMENT", "identify", **({"patient": who} if patient else {}))
    if "fled" in text:
        page.event("fled", "MOVE", "flee", agent=who)
    else:
        page.event(text.split()[-3] if patient is None else "as", "OTHER", "see", agent=[who, name])
    assert len(page.resolve().actors) == n


def test_a_woman_is_not_identified_as_a_man(draft):
    page = draft("The woman was identified as John Holm.")
    page.event(
        "identified", "STATEMENT", "identify", patient=page.nominal("The woman", "woman", number="sing", gender="fem")
    )
    page.name("John Holm", "PERSON")
    assert len(page.resolve().actors) == 2
