"""Places and deeds of an article: where they are, and which mentions are one deed; one behaviour per test."""

from __future__ import annotations

import pytest

from kg.model import Role, Tense


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Kisima area", "Kisima area"),
        ("an American base", "American base"),
        ("nine African countries", "nine African countries"),
    ],
)
def test_a_described_place_is_called_by_the_phrase_without_its_article(draft, answers, words, name):
    page = draft(f"They met in {words}.")
    page.event("met", "CONSULT", "meet", place=page.nominal(words, words.split()[-1], number="plur"))
    assert answers(page.resolve()).place(name).geonames is None


def test_place_of_an_event_has_coordinates_and_country(draft, answers):
    page = draft("He died in Baghdad.")
    baghdad = page.name("Baghdad", "GPE")
    page.event("died", "CASUALTY", "die", place=baghdad)
    record = page.resolve()
    place = answers(record).place("Baghdad")
    assert (place.country, place.geonames) == ("IQ", 98182)
    assert place.lat == pytest.approx(33.3, abs=0.2)
    assert record.events[0].place.id == place.id
    assert record.actors == ()


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A storm hit Tripoli.", "Tripoli", "LY"),
        ("Lebanon and Lebanese troops: a storm hit Tripoli.", "Tripoli", "LB"),
        ("A storm hit Paris.", "Paris", "FR"),
        ("A storm hit Paris, Texas.", "Paris", "US"),
        ("A storm hit Georgia.", "Georgia", "GE"),
        ("A storm hit London, Ontario.", "London", "CA"),
    ],
)
def test_ambiguous_place_follows_container_and_context(draft, answers, text, name, country):
    page = draft(text)
    for words, label in (("Lebanon", "GPE"), ("Lebanese", "NORP"), (name, "GPE")):
        if words in text:
            page.name(words, label)
    page.event("hit", "DISASTER", "hit", place=len(page.mentions) - 1)
    assert answers(page.resolve()).place(name).country == country


def test_airport_has_the_country_of_its_city_and_no_coordinates(draft, answers):
    page = draft("He died at Baghdad’s international airport.")
    city = page.name("Baghdad", "GPE")
    airport = page.nominal("Baghdad’s international airport", "airport", owner=city)
    page.event("died", "CASUALTY", "die", place=airport)
    place = answers(page.resolve()).place("Baghdad’s international airport")
    assert (place.country, place.lat, place.geonames) == ("IQ", None, None)


def test_embassy_is_not_in_the_country_that_it_belongs_to(draft, answers):
    page = draft("They met at the U.S. embassy.")
    owner = page.name("U.S.", "GPE")
    page.event("met", "CONSULT", "meet", place=page.nominal("the U.S. embassy", "embassy", owner=owner))
    assert answers(page.resolve()).place("U.S. embassy").country is None


def test_unknown_place_stays_without_coordinates(draft, answers):
    page = draft("They met in Qwertyville.")
    page.event("met", "CONSULT", "meet", place=page.name("Qwertyville", "GPE"))
    place = answers(page.resolve()).place("Qwertyville")
    assert (place.country, place.lat, place.lon, place.geonames) == (None, None, None, None)


def test_part_of_a_country_has_the_country_alone(draft, answers):
    page = draft("Troops left southern Iraq.")
    page.event("left", "MOVE", "leave", place=page.name("southern Iraq", "LOC"))
    place = answers(page.resolve()).place("southern Iraq")
    assert (place.country, place.lat) == ("IQ", None)


def test_further_mentions_of_one_deed_are_linked_from_the_fullest(draft):
    page = draft("The U.S. killed Qasem Soleimani. His death shocked many. The strike on Soleimani drew anger.")
    doer, victim = page.name("U.S.", "GPE"), page.name("Qasem Soleimani", "PERSON")
    his = page.pronoun("His", gender="masc")
    again = page.name("Soleimani", "PERSON", nth=2)
    page.event("killed", "ASSAULT", "kill", agent=doer, patient=victim)
    page.event("death", "CASUALTY", "death", patient=his)
    page.event("strike", "ASSAULT", "strike", patient=again)
    events = page.resolve().events
    assert [event.also for event in events] == [("e2", "e3"), (), ()]


def test_a_place_said_of_one_mention_is_that_of_all(draft):
    page = draft("Rebels killed Qasem Soleimani in Mosul. Soleimani was killed at dawn in Iraq.")
    victim, again = page.name("Qasem Soleimani", "PERSON"), page.name("Soleimani", "PERSON", nth=2)
    mosul, iraq = page.name("Mosul", "GPE"), page.name("Iraq", "GPE")
    page.event("killed", "ASSAULT", "kill", patient=victim, place=mosul, rule="verb:assault/verbs/1 place:phrase")
    page.event("killed", "ASSAULT", "kill", nth=2, patient=again, place=iraq, rule="verb:assault/verbs/1 place:main")
    first, second = page.resolve().events
    assert first.also == (second.id,) or second.also == (first.id,)
    assert first.place == second.place
    assert second.rule == "verb:assault/verbs/1 place:also"


@pytest.mark.parametrize(
    ("second", "fields"),
    [
        ("other victim", {"patient": 2}),
        ("planned", {"patient": 1, "tense": Tense.FUTURE}),
        ("saying", {"patient": 1, "kind": "STATEMENT"}),
    ],
)
def test_contradicting_mentions_are_two_events(draft, second, fields):
    page = draft("Britain killed John Doe. Killed too was Mary Major.")
    page.name("Britain", "GPE")
    page.name("John Doe", "PERSON")
    page.name("Mary Major", "PERSON")
    page.event("killed", "ASSAULT", "kill", agent=0, patient=1)
    kind = fields.pop("kind", "ASSAULT")
    page.event("Killed", kind, "kill", **fields)
    assert all(not event.also for event in page.resolve().events), second


@pytest.mark.parametrize(("trigger", "kind", "linked"), [("killed", "ASSAULT", True), ("struck", "ASSAULT", False)])
def test_other_doer_is_another_deed_unless_a_person_dies_of_it(draft, trigger, kind, linked):
    page = draft(f"Britain {trigger} John Doe. France {trigger} him.")
    one, two, victim = page.name("Britain", "GPE"), page.name("France", "GPE"), page.name("John Doe", "PERSON")
    lemma = {"killed": "kill", "struck": "strike"}[trigger]
    page.event(trigger, kind, lemma, agent=one, patient=victim)
    page.event(trigger, kind, lemma, nth=2, agent=two, patient=page.pronoun("him", gender="masc"))
    assert any(event.also for event in page.resolve().events) is linked


def test_state_and_its_army_are_one_side(draft):
    page = draft("Britain struck John Doe. British troops struck Doe.")
    state, victim = page.name("Britain", "GPE"), page.name("John Doe", "PERSON")
    army = page.nominal("British troops", "troop", owner=page.name("British", "NORP"), number="plur")
    again = page.name("Doe", "PERSON", nth=2)
    page.event("struck", "ASSAULT", "strike", agent=state, patient=victim)
    page.event("struck", "ASSAULT", "strike", nth=2, agent=army, patient=again)
    assert [event.also for event in page.resolve().events] == [("e2",), ()]


def test_a_protest_without_doers_is_by_the_crowd_of_the_article_and_suppressing_it_is_done_to_them(draft):
    page = draft("Protesters filled a square. The protests began in May. Police suppressed protests.")
    crowd = page.nominal("Protesters", "protester", number="plur")
    police = page.nominal("Police", "police", number="plur")
    page.event("filled", "PROTEST", "fill", agent=crowd, rule="verb:x")
    page.event("protests", "PROTEST", "protest", rule="noun:x")
    page.event("suppressed", "COERCE", "suppress", agent=police, patient="protests", rule="verb:x")
    record = page.resolve()
    name = {actor.id: actor.name for actor in record.actors}
    protest, coercion = record.events[1], record.events[2]
    assert [(role.role, name[role.actor]) for role in protest.roles] == [(Role.AGENT, "protesters")]
    assert protest.rule.endswith("implied")
    assert [name[role.actor] for role in coercion.roles if role.role is Role.PATIENT and role.actor] == ["protesters"]


def test_crowds_that_stand_against_one_another_leave_a_protest_open(draft):
    page = draft("Protesters met rival demonstrators. Protesters left. The protests began in May.")
    one = page.nominal("Protesters", "protester", number="plur")
    two = page.nominal("rival demonstrators", "demonstrator", number="plur")
    three = page.nominal("Protesters", "protester", number="plur", nth=2)
    page.event("met", "CONSULT", "meet", agent=[one, two], rule="verb:x")
    page.event("left", "MOVE", "leave", agent=three, rule="verb:x")
    page.event("protests", "PROTEST", "protest", rule="noun:x")
    assert page.resolve().events[2].roles == ()


def test_two_meet_whoever_is_said_to_meet_whom(draft):
    page = draft("Kim Jong-un met Moon Jae-in. Moon Jae-in’s meeting with Kim Jong-un was short.")
    kim, moon = page.name("Kim Jong-un", "PERSON"), page.name("Moon Jae-in", "PERSON")
    again, with_him = page.name("Moon Jae-in", "PERSON", nth=2), page.name("Kim Jong-un", "PERSON", nth=2)
    page.event("met", "CONSULT", "meet", agent=kim, patient=moon)
    page.event("meeting", "CONSULT", "meeting", agent=again, patient=with_him)
    assert any(event.also for event in page.resolve().events)


def test_two_fight_whoever_is_said_to_fight_whom(draft):
    page = draft("Norland clashed with Sudria. The clash between Sudria and Norland was short.")
    one, two = page.name("Norland", "GPE"), page.name("Sudria", "GPE")
    there, here = page.name("Sudria", "GPE", nth=2), page.name("Norland", "GPE", nth=2)
    page.event("clashed", "ASSAULT", "clash", agent=one, patient=two)
    page.event("clash", "ASSAULT", "clash", agent=[there, here], rule="noun:x")
    assert any(event.also for event in page.resolve().events)


def test_meetings_with_others_are_others(draft):
    page = draft("Kim Jong-un met Moon Jae-in. His meeting with Xi Jinping was short.")
    kim, moon = page.name("Kim Jong-un", "PERSON"), page.name("Moon Jae-in", "PERSON")
    his, other = page.pronoun("His", gender="masc"), page.name("Xi Jinping", "PERSON")
    page.event("met", "CONSULT", "meet", agent=kim, patient=moon)
    page.event("meeting", "CONSULT", "meeting", agent=his, patient=other)
    assert not any(event.also for event in page.resolve().events)
