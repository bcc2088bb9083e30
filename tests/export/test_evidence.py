from dataclasses import replace

import pytest

from kg.export.evidence import best_evidence
from kg.query.rows import PartyRow


@pytest.fixture
def told(rows):
    """Makes evidence of the bombing that says it as the event does, with the given differences."""
    row = rows["ev-bomb"]
    own = {"polarity": row.polarity, "certainty": row.certainty, "tense": row.tense}
    return lambda **other: replace(row.evidence[0], **own | other)


def test_the_sentence_shown_first_says_it_as_the_event_does(rows, told):
    sure = told(confidence=0.3)
    guess = told(mention="guess", confidence=0.9, certainty="POSSIBLE")
    assert best_evidence(replace(rows["ev-bomb"], evidence=(guess, sure))) == sure


def test_it_names_those_of_whom_the_event_is_about(rows, told):
    vague = told(mention="vague", confidence=0.9, sentence="The attack was condemned everywhere.")
    one = told(mention="one", confidence=0.8, sentence="Norland was blamed for the attack.")
    full = told(mention="full", confidence=0.3, sentence="Norland's jets bombed the harbour on Monday.")
    assert best_evidence(replace(rows["ev-bomb"], evidence=(vague, one, full))) == full


def test_a_name_in_another_spelling_counts_and_a_like_word_does_not(rows, told):
    victim = PartyRow(id="soleimani", name="Qassem Soleimani", kind="person")
    other = told(mention="other", confidence=0.9, sentence="The salesman was killed, a solemn court was told.")
    spelt = told(mention="spelt", confidence=0.3, sentence="Ghasem Suleimani was killed.")
    row = replace(rows["ev-bomb"], agents=(), patients=(victim,), evidence=(other, spelt))
    assert best_evidence(row) == spelt


def test_of_like_sentences_the_surest_is_shown_and_then_the_earliest(rows, told):
    late = told(mention="late", confidence=0.5, date="2021-05-06")
    early = told(mention="early", confidence=0.5, date="2021-05-04")
    weak = told(mention="weak", confidence=0.4, date="2021-05-03")
    assert best_evidence(replace(rows["ev-bomb"], evidence=(late, early, weak))) == early


def test_an_event_without_sentences_has_none(rows):
    assert best_evidence(replace(rows["ev-bomb"], evidence=())) is None
