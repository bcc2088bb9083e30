"""Labels read as sentences."""

from __future__ import annotations

import pytest

from kg.merge.label import date_words, label_of, participle_of, past_of
from kg.model import Precision, Role, Status, When

DAY = When(earliest="2020-01-03", latest="2020-01-03", precision=Precision.DAY, text="Friday")


@pytest.mark.parametrize(
    ("lemma", "past", "participle"),
    [
        ("kill", "killed", "killed"),
        ("deny", "denied", "denied"),
        ("strike", "struck", "struck"),
        ("hit", "hit", "hit"),
        ("take over", "took over", "taken over"),
        ("destroy", "destroyed", "destroyed"),
        ("ban", "banned", "banned"),
        ("free", "freed", "freed"),
        ("vow", "vowed", "vowed"),
        ("shoot down", "shot down", "shot down"),
    ],
)
def test_past_tense(lemma, past, participle):
    assert (past_of(lemma), participle_of(lemma)) == (past, participle)


@pytest.mark.parametrize(
    ("lemma", "is_noun", "agents", "patients", "status", "label"),
    [
        ("kill", False, ["A"], ["B"], Status.REPORTED, "A killed B, Baghdad, 3 January 2020"),
        ("kill", False, [], ["B"], Status.REPORTED, "B was killed, Baghdad, 3 January 2020"),
        ("kill", False, [], ["B", "C"], Status.REPORTED, "B and C were killed, Baghdad, 3 January 2020"),
        (
            "kill",
            False,
            [],
            ["Iranian protesters"],
            Status.REPORTED,
            "Iranian protesters were killed, Baghdad, 3 January 2020",
        ),
        ("raid", False, [], ["Reuters"], Status.REPORTED, "Reuters was raided, Baghdad, 3 January 2020"),
        ("die", False, [], ["B"], Status.REPORTED, "B died, Baghdad, 3 January 2020"),
        ("attack", False, ["A"], ["B"], Status.PLANNED, "A attacked B, Baghdad, 3 January 2020 (planned)"),
        ("strike", True, ["A"], ["B"], Status.DENIED, "Strike by A on B, Baghdad, 3 January 2020 (denied)"),
        ("funeral", True, [], ["B"], Status.REPORTED, "Funeral of B, Baghdad, 3 January 2020"),
        (
            "meet",
            False,
            ["A", "B", "C", "D"],
            [],
            Status.ALLEGED,
            "A, B, C and others met, Baghdad, 3 January 2020 (alleged)",
        ),
    ],
)
def test_label(lemma, is_noun, agents, patients, status, label):
    fillers = {Role.AGENT: agents, Role.PATIENT: patients}
    made = label_of(lemma=lemma, is_noun=is_noun, fillers=fillers, place="Baghdad", when=DAY, status=status)
    assert made == label


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "words"),
    [
        ("2020", "2020", Precision.YEAR, "2020"),
        ("2020-01-01", "2020-12-31", Precision.YEAR, "2020"),
        ("2020-01-01", "2020-01-31", Precision.MONTH, "January 2020"),
        ("2020-01-03", "2020-01-05", Precision.RANGE, "3–5 January 2020"),
        ("2019-12-30", "2020-01-05", Precision.WEEK, "30 December 2019 – 5 January 2020"),
        ("2020-01-03", None, Precision.UNKNOWN, "after 3 January 2020"),
        (None, "2020-01", Precision.UNKNOWN, "before January 2020"),
        (None, None, Precision.UNKNOWN, ""),
    ],
)
def test_dates_are_as_fine_as_known(earliest, latest, precision, words):
    assert date_words(When(earliest=earliest, latest=latest, precision=precision, text="")) == words
