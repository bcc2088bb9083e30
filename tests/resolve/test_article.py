"""In-article resolution on hand-made extractions: one behaviour per test, in made-up sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.authority import load
from kg.model import ActorKind, Extraction, Form, Role, Tense
from kg.resolve import resolve_article


def names_of(record):
    return sorted(actor.name for actor in record.actors)


@pytest.mark.parametrize(
    ("full", "later"),
    [
        ("Qasem Soleimani", "Soleimani"),
        ("Qasem Soleimani", "Suleimani"),
        ("Qassem Suleimani", "Ghasem Soleimani"),
        ("Recep Tayyip Erdoğan", "Erdogan"),
        ("Bashar al-Assad", "Assad"),
        ("Muammar Gaddafi", "Gadhafi"),
        ("Aung San Suu Kyi", "Suu Kyi"),
        ("Xi Jinping", "Xi"),
        ("Michael Pompeo", "Mike Pompeo"),
    ],
)
def test_later_form_of_a_persons_name_joins_the_full_one(draft, full, later):
    page = draft(f"{full} spoke in public. Later that week {later} left.")
    page.name(full, "PERSON")
    page.add(later, label="PERSON", definite=True, nth=2 if later in full else 1)
    assert len(page.resolve().actors) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Bill Clinton", "Hillary Clinton"),
        ("George Bush", "Kate Bush"),
        ("Kim Jong-un", "Kim Yo-jong"),
        ("Ali Khamenei", "Mojtaba Khamenei"),
        ("John Kerry", "John Berry"),
    ],
)
def test_two_persons_with_one_shared_name_stay_apart(draft, one, two):
    page = draft(f"{one} met {two}.")
    page.name(one, "PERSON")
    page.name(two, "PERSON")
    assert names_of(page.resolve()) == sorted([one, two])


def test_surname_shared_by_two_means_the_last_mentioned_unless_its_title_says_otherwise(draft, answers):
    page = draft("Bill Clinton met Hillary Clinton. Clinton spoke. Mr. Clinton left.")
    page.name("Bill Clinton", "PERSON", gender="masc")
    page.name("Hillary Clinton", "PERSON", gender="fem")
    page.name("Clinton", "PERSON", nth=3)
    page.name("Mr. Clinton", "PERSON", head="Clinton", title="Mr.", gender="masc")
    record = answers(page.resolve())
    assert record.actor_of(page.find("Clinton", 3)) == "Hillary Clinton"
    assert record.actor_of(page.find("Mr. Clinton")) == "Bill Clinton"


@pytest.mark.parametrize("age", ["", ", 66", ", 66,"])
def test_surname_shared_by_two_named_side_by_side_means_the_first(draft, answers, age):
    page = draft(f"Sergei Skripal{age} and Yulia Skripal are ill. Col Skripal was a spy.")
    page.name("Sergei Skripal", "PERSON")
    page.name("Yulia Skripal", "PERSON")
    page.name("Col Skripal", "PERSON", head="Skripal", title="Col")
    record = answers(page.resolve())
    assert record.actor_of(page.find("Col Skripal")) == "Sergei Skripal"


def test_titles_are_kept_and_are_no_part_of_the_name(draft):
    page = draft("Maj. Gen. Qasem Soleimani died.")
    page.name("Maj. Gen. Qasem Soleimani", "PERSON", head="Qasem Soleimani", title="Maj. Gen.")
    (actor,) = page.resolve().actors
    assert (actor.name, actor.titles, actor.kind) == ("Qasem Soleimani", ("Maj. Gen.",), ActorKind.PERSON)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Northern Relief Committee", "NRC"),
        ("Mahan Air", "Mahan"),
        ("Acme Holdings", "Acme"),
        ("Islamic Revolutionary Guard Corps", "IRGC"),
        ("European Union", "EU"),
        ("Hezbollah", "Hizbullah"),
    ],
)
def test_acronyms_and_short_forms_join_their_organisation(draft, full, short):
    page = draft(f"The {full} met. Then {short} left.")
    page.name(full, "ORG")
    page.name(short, "ORG", nth=2 if short in full else 1)
    assert len(page.resolve().actors) == 1


def test_part_of_an_organisation_is_another_organisation(draft):
    page = draft("The Quds Force belongs to the Revolutionary Guards.")
    page.name("Quds Force", "ORG")
    page.name("Revolutionary Guards", "ORG")
    assert [(actor.authority, actor.country) for actor in page.resolve().actors] == [
        ("org:quds", "IR"),
        ("org:irgc", "IR"),
    ]


@pytest.mark.parametrize(
    ("words", "label", "authority"),
    [
        ("Iran", "GPE", "country:IR"),
        ("Tehran", "GPE", "country:IR"),
        ("Iranian", "NORP", "country:IR"),
        ("U.S.", "GPE", "country:US"),
        ("Washington", "GPE", "country:US"),
        ("Britain", "GPE", "country:GB"),
        ("Kremlin", "FAC", "org:kremlin"),
    ],
)
def test_places_and_demonyms_that_act_are_the_state(draft, words, label, authority):
    page = draft(f"{words} rejected it.")
    doer = page.name(words, label)
    page.event("rejected", "REJECT", "reject", agent=doer)
    record = page.resolve()
    assert [actor.authority for actor in record.actors] == [authority]
    assert record.places == ()
    assert record.events[0].roles[0].actor == "a1"


def test_capital_that_is_bombed_is_the_city_and_one_that_is_sanctioned_is_the_state(draft):
    page = draft("Jets bombed Tehran. Britain sanctioned Tehran.")
    city, state = page.name("Tehran", "GPE"), page.name("Tehran", "GPE", nth=2)
    page.event("bombed", "ASSAULT", "bomb", patient=city)
    page.event("sanctioned", "SANCTION", "sanction", patient=state)
    assert [(actor.name, actor.authority) for actor in page.resolve().actors] == [
        ("Tehran", None),
        ("Iran", "country:IR"),
    ]


def test_people_are_a_group_of_their_state_not_the_state(draft):
    page = draft("Iranians mourned. Iran vowed revenge.")
    people, state = page.name("Iranians", "NORP", number="plur"), page.name("Iran", "GPE")
    page.event("mourned", "GATHER", "mourn", agent=people)
    page.event("vowed", "THREATEN", "vow", agent=state)
    group, polity = page.resolve().actors
    assert (group.kind, group.country, group.owner) == (ActorKind.GROUP, "IR", polity.id)
    assert polity.kind is ActorKind.POLITY


def test_government_is_the_state_but_parliament_and_officials_are_their_own(draft):
    page = draft("The Iranian government fell. Iran's parliament voted. Iranian officials resigned.")
    adjective = page.name("Iranian", "NORP")
    government = page.nominal("The Iranian government", "government", owner=adjective)
    iran = page.name("Iran", "GPE")
    parliament = page.nominal("Iran's parliament", "parliament", owner=iran)
    adjective2 = page.name("Iranian", "NORP", nth=2)
    officials = page.nominal("Iranian officials", "official", owner=adjective2, number="plur")
    page.event("fell", "OTHER", "fall", agent=government)
    page.event("voted", "LEGISLATE", "vote", agent=parliament)
    page.event("resigned", "RETREAT", "resign", agent=officials)
    record = page.resolve()
    assert [(actor.kind, actor.name, actor.owner) for actor in record.actors] == [
        (ActorKind.POLITY, "Iran", None),
        (ActorKind.ORGANIZATION, "Islamic Consultative Assembly", "a1"),
        (ActorKind.GROUP, "Iranian officials", "a1"),
    ]


def test_administration_of_a_person_is_an_organisation_of_his(draft, answers):
    page = draft("Donald Trump spoke. The Trump administration agreed.")
    page.name("Donald Trump", "PERSON")
    page.name("Trump", "PERSON", nth=2)
    administration = page.nominal("The Trump administration", "administration")
    page.event("agreed", "AGREE", "agree", agent=administration)
    record = answers(page.resolve())
    actor = record.actor("Trump administration")
    assert (actor.kind, actor.owner) == (ActorKind.ORGANIZATION, record.actor("Donald Trump").id)


def test_apposition_and_definite_description_join_the_named(draft):
    page = draft("Qasem Soleimani, a commander, was killed. The commander was mourned.")
    name = page.name("Qasem Soleimani", "PERSON")
    page.nominal("a commander", "commander", apposition=name, number="sing")
    later = page.nominal("The commander", "commander", number="sing")
    page.event("killed", "ASSAULT", "kill", patient=name)
    page.event("mourned", "GATHER", "mourn", patient=later)
    record = page.resolve()
    assert len(record.actors) == 1
    assert [mention.text for mention in record.actors[0].mentions] == [
        "Qasem Soleimani",
        "a commander",
        "The commander",
    ]


def test_description_with_another_role_does_not_join(draft):
    page = draft("Maj. Gen. Qasem Soleimani died. The spokesman confirmed it.")
    page.name("Maj. Gen. Qasem Soleimani", "PERSON", head="Qasem Soleimani", title="Maj. Gen.")
    other = page.nominal("The spokesman", "spokesman", number="sing")
    page.event("confirmed", "STATEMENT", "confirm", agent=other)
    assert names_of(page.resolve()) == ["Qasem Soleimani", "spokesman"]


def test_title_answers_for_the_rank(draft):
    page = draft("Maj. Gen. Qasem Soleimani met President Barham Salih. The general left.")
    page.name("Maj. Gen. Qasem Soleimani", "PERSON", head="Qasem Soleimani", title="Maj. Gen.")
    page.name("President Barham Salih", "PERSON", head="Barham Salih", title="President")
    general = page.nominal("The general", "general", number="sing")
    page.event("left", "MOVE", "leave", agent=general)
    record = page.resolve()
    assert record.events[0].roles[0].actor == "a1"


def test_the_group_is_the_armed_group_just_named_not_the_newspaper(draft):
    page = draft("Hamas told Reuters so. The group agreed.")
    page.name("Hamas", "ORG")
    page.name("Reuters", "ORG")
    group = page.nominal("The group", "group", number="sing")
    page.event("agreed", "AGREE", "agree", agent=group)
    assert page.resolve().events[0].roles[0].actor == "a1"


def test_the_country_is_the_state_last_spoken_of(draft):
    page = draft("Iran met Iraq. The country’s parliament voted.")
    iran, iraq = page.name("Iran", "GPE"), page.name("Iraq", "GPE")
    page.event("met", "CONSULT", "meet", agent=[iran, iraq])
    country = page.nominal("The country", "country", number="sing")
    parliament = page.nominal("The country’s parliament", "parliament", owner=country)
    page.event("voted", "LEGISLATE", "vote", agent=parliament)
    record = page.resolve()
    assert [(actor.name, actor.owner) for actor in record.actors][-1] == ("Council of Representatives of Iraq", "a2")


def test_the_country_may_have_been_a_place_before(draft):
    page = draft("In Iraq anger rose at U.S. troops. The country’s parliament voted.")
    page.name("Iraq", "GPE")
    troops = page.nominal("U.S. troops", "troop", owner=page.name("U.S.", "GPE"), number="plur")
    page.event("anger", "OTHER", "anger", agent=troops)
    country = page.nominal("The country", "country", number="sing")
    parliament = page.nominal("The country’s parliament", "parliament", owner=country)
    page.event("voted", "LEGISLATE", "vote", agent=parliament)
    assert "Council of Representatives of Iraq" in names_of(page.resolve())


def test_long_article_keeps_its_many_names_apart(draft):
    words = " ".join(f"Peter Nr{number} Doe{number} hit protesters." for number in range(300))
    page = draft(f"They met in {words}.")
    for number in range(300):
        doer = page.name(f"Peter Nr{number} Doe{number}", "PERSON")
        victims = page.nominal("protesters", "protester", nth=number + 1, number="plur")
        page.event("hit", "ASSAULT", "hit", nth=number + 1, agent=doer, patient=victims)
    record = page.resolve()
    assert len(record.actors) == 301
    assert len(record.events) == 300


def test_things_are_no_actors(draft):
    page = draft("Missiles hit the convoy.")
    missiles = page.nominal("Missiles", "missile", number="plur")
    convoy = page.nominal("the convoy", "convoy", number="sing")
    page.event("hit", "ASSAULT", "hit", agent=missiles, patient=convoy)
    record = page.resolve()
    assert record.actors == ()
    assert [(role.text, role.actor) for role in record.events[0].roles] == [("Missiles", None), ("the convoy", None)]


def test_groups_said_again_with_the_join_and_other_ones_do_not(draft):
    page = draft("Hundreds of protesters marched. The protesters sang. Other protesters slept.")
    first = page.nominal("Hundreds of protesters", "protester", number="plur")
    second = page.nominal("The protesters", "protester", number="plur")
    third = page.nominal("Other protesters", "protester", number="plur")
    page.event("marched", "PROTEST", "march", agent=first)
    page.event("sang", "OTHER", "sing", agent=second)
    page.event("slept", "OTHER", "sleep", agent=third)
    assert [event.roles[0].actor for event in page.resolve().events] == ["a1", "a1", "a2"]


@pytest.mark.parametrize(("head", "lemma"), [("Hundreds", "hundred"), ("protesters", "protester")])
def test_counted_group_is_what_is_counted(draft, head, lemma):
    page = draft("Hundreds of protesters marched.")
    crowd = page.add("Hundreds of protesters", head=head, lemma=lemma, form=Form.NOMINAL, number="plur")
    page.event("marched", "PROTEST", "march", agent=crowd)
    (actor,) = page.resolve().actors
    assert (actor.name, actor.kind) == ("protesters", ActorKind.GROUP)


def test_pronouns_agree_in_gender_and_prefer_subjects(draft):
    page = draft("Angela Merkel met Boris Johnson. He thanked her.")
    page.name("Angela Merkel", "PERSON", gender="fem", is_subject=True)
    page.name("Boris Johnson", "PERSON", title="", gender="masc")
    he = page.pronoun("He", gender="masc", is_subject=True)
    her = page.pronoun("her", gender="fem")
    page.event("thanked", "SUPPORT", "thank", agent=he, patient=her)
    assert [role.actor for role in page.resolve().events[0].roles] == ["a2", "a1"]


def test_him_is_not_the_one_who_does_it_to_him(draft):
    page = draft("Boris Johnson met Emmanuel Macron. Boris Johnson thanked him.")
    page.name("Boris Johnson", "PERSON", is_subject=True)
    page.name("Emmanuel Macron", "PERSON")
    doer = page.name("Boris Johnson", "PERSON", nth=2, is_subject=True)
    him = page.pronoun("him", gender="masc")
    page.event("thanked", "SUPPORT", "thank", agent=doer, patient=him)
    assert [role.actor for role in page.resolve().events[0].roles] == ["a1", "a2"]


def test_first_person_in_a_quotation_is_its_speaker(draft):
    page = draft("“I warned Iran,” said Mike Pompeo.")
    speaker = page.name("Mike Pompeo", "PERSON")
    first = page.pronoun("I", quoted=True, speaker=speaker)
    iran = page.name("Iran", "GPE")
    page.event("warned", "THREATEN", "warn", agent=first, patient=iran, speaker=speaker)
    event = page.resolve().events[0]
    assert event.roles[0].actor == event.attributed_to[0].actor


def test_you_in_a_quotation_is_whom_it_is_said_to(draft):
    page = draft("“You lied,” Mike Pompeo told Maria Rossi.")
    speaker, listener = page.name("Mike Pompeo", "PERSON"), page.name("Maria Rossi", "PERSON")
    page.event("lied", "STATEMENT", "lie", agent=page.pronoun("You", quoted=True, speaker=speaker), speaker=speaker)
    page.event("told", "STATEMENT", "tell", agent=speaker, recipient=listener)
    lie, told = page.resolve().events
    assert lie.roles[0].actor == told.roles[1].actor


def test_you_without_a_listener_is_nobody(draft):
    page = draft("“You lied,” said Mike Pompeo.")
    speaker = page.name("Mike Pompeo", "PERSON")
    page.event("lied", "STATEMENT", "lie", agent=page.pronoun("You", quoted=True, speaker=speaker), speaker=speaker)
    assert page.resolve().events[0].roles[0].actor is None


@pytest.mark.parametrize(("author", "name"), [(None, "the author"), ("Ana Lund", "Ana Lund")])
def test_i_outside_quotations_is_who_wrote_the_article(draft, author, name):
    page = draft("I met the mayor. I left.")
    page.article = replace(page.article, author=author)
    page.event("met", "CONSULT", "meet", agent=page.pronoun("I"))
    page.event("left", "MOVE", "leave", agent=page.pronoun("I", nth=2))
    record = page.resolve()
    assert names_of(record) == [name]
    assert len(record.actors[0].mentions) == 2


def test_i_in_a_quotation_of_nobody_is_not_the_author(draft):
    page = draft("“I left.”")
    page.event("left", "MOVE", "leave", agent=page.pronoun("I", quoted=True))
    assert page.resolve().actors == ()


def test_pronoun_without_antecedent_stays_without_actor(draft):
    page = draft("It fell. They left.")
    page.event("fell", "OTHER", "fall", agent=page.pronoun("It"))
    page.event("left", "MOVE", "leave", agent=page.pronoun("They"))
    record = page.resolve()
    assert record.actors == ()
    # an "it" that means nobody is no doer
    assert [role.text for event in record.events for role in event.roles] == ["They"]


@pytest.mark.parametrize(
    ("first", "second", "n"),
    [
        ("Teacher", "a teacher", 1),
        ("Village teacher", "an elderly teacher", 1),
        ("A teacher", "an elderly teacher", 2),
        ("The teacher", "a teacher", 2),
        ("Teacher", "another teacher", 2),
        ("Teacher", "a second teacher", 2),
        ("Teacher", "a nun", 2),
    ],
)
def test_headline_and_first_sentence_introduce_one(draft, first, second, n):
    page = draft(f"{first} robbed. On Monday {second} lost his purse.")
    head = page.nominal(first, "teacher", number="sing")
    body = page.nominal(second, second.split()[-1], number="sing")
    page.event("robbed", "CRIME", "rob", patient=head)
    page.event("lost", "OTHER", "lose", agent=body)
    assert len(page.resolve().actors) == n


def test_unused_description_is_dropped_and_unused_name_is_kept(draft):
    page = draft("Boris Johnson saw a soldier.")
    page.name("Boris Johnson", "PERSON")
    page.nominal("a soldier", "soldier")
    assert names_of(page.resolve()) == ["Boris Johnson"]


# ---------------------------------------------------------------- places


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


# ---------------------------------------------------------------- events


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


@pytest.mark.parametrize(
    ("text", "found", "label", "country"),
    [
        ("North Korean rockets rose.", "Korean", "NORP", "KP"),
        ("South Sudan rose.", "Sudan", "GPE", "SS"),
        ("Tehran rose.", "Tehran", "ORG", "IR"),
    ],
)
def test_names_cut_short_or_mislabelled_are_mended(draft, text, found, label, country):
    page = draft(text)
    page.event("rose", "OTHER", "rise", agent=page.name(found, label))
    assert [actor.authority for actor in page.resolve().actors] == [f"country:{country}"]


def test_offsets_and_texts_agree(draft):
    page = draft("Maj. Gen. Qasem Soleimani, a commander, died in Baghdad.")
    name = page.name("Maj. Gen. Qasem Soleimani", "PERSON", head="Qasem Soleimani", title="Maj. Gen.")
    page.nominal("a commander", "commander", apposition=name)
    page.event("died", "CASUALTY", "die", patient=name, place=page.name("Baghdad", "GPE"))
    record = page.resolve()
    text = record.article.text
    for mention in (one for thing in (*record.actors, *record.places) for one in thing.mentions):
        assert mention.span.of(text) == mention.text
    for role in record.events[0].roles:
        assert role.span.of(text) == role.text
        assert role.role is Role.PATIENT


def test_empty_extraction_gives_an_empty_record(draft):
    page = draft("Nothing happened.")
    empty = Extraction(article=page.article, sentences=page.sentences)
    record = resolve_article(empty, authority=load(), extractor="x", fingerprint=(1, 2))
    assert (record.actors, record.places, record.events) == ((), (), ())
    assert (record.extractor, record.fingerprint) == ("x", (1, 2))


def test_one_wrong_label_makes_no_second_actor(draft):
    page = draft("Col Skripal fled. Mr Skripal spoke.")
    page.event("fled", "MOVE", "flee", agent=page.name("Col Skripal", "ORG"))
    page.event("spoke", "STATEMENT", "speak", agent=page.name("Mr Skripal", "PERSON", head="Skripal", title="Mr"))
    record = page.resolve()
    assert [(actor.name, actor.kind) for actor in record.actors] == [("Skripal", ActorKind.PERSON)]
    assert record.actors[0].titles == ("Col", "Mr")


def test_name_and_description_between_commas_are_one(draft):
    page = draft("He named Esmail Karim, Saleh's deputy, to lead.")
    name = page.name("Esmail Karim", "PERSON")
    owner = page.name("Saleh", "PERSON")
    deputy = page.nominal("Saleh's deputy", "deputy", head="deputy", owner=owner)
    page.event("named", "APPOINT", "name", patient=[name, deputy])
    event = page.resolve().events[0]
    assert [filler.text for filler in event.roles] == ["Esmail Karim"]


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [("Iran spoke. Moscow called it a lie.", "it"), ("Iranian officials met. Its port burned.", "Its")],
)
def test_it_is_not_every_state(draft, answers, text, pronoun):
    page = draft(text)
    for name, label in (("Iran", "GPE"), ("Moscow", "GPE"), ("Iranian", "NORP")):
        if f"{name} " in text:
            page.event(
                {"Iran": "spoke", "Moscow": "called", "Iranian": "met"}[name],
                "STATEMENT",
                "speak",
                agent=page.name(name, label, is_subject=label == "GPE"),
            )
    page.pronoun(pronoun, is_subject=False)
    assert answers(page.resolve()).actor_of(page.find(pronoun)) is None


def test_two_persons_named_together_are_not_an_organisation(draft, answers):
    page = draft("Petrov and Boshirov gave RT an interview. They laughed.")
    page.name("Petrov", "PERSON", is_subject=True)
    page.name("Boshirov", "PERSON", is_subject=True)
    page.event("gave", "TRANSACT", "give", recipient=page.name("RT", "ORG"))
    page.pronoun("They", is_subject=True)
    assert answers(page.resolve()).actor_of(page.find("They")) is None


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
    assert [(role.role, name[role.actor]) for role in protest.roles] == [(Role.AGENT, "Protesters")]
    assert protest.rule.endswith("implied")
    assert [name[role.actor] for role in coercion.roles if role.role is Role.PATIENT and role.actor] == ["Protesters"]


def test_crowds_that_stand_against_one_another_leave_a_protest_open(draft):
    page = draft("Protesters met rival demonstrators. Protesters left. The protests began in May.")
    one = page.nominal("Protesters", "protester", number="plur")
    two = page.nominal("rival demonstrators", "demonstrator", number="plur")
    three = page.nominal("Protesters", "protester", number="plur", nth=2)
    page.event("met", "CONSULT", "meet", agent=[one, two], rule="verb:x")
    page.event("left", "MOVE", "leave", agent=three, rule="verb:x")
    page.event("protests", "PROTEST", "protest", rule="noun:x")
    assert page.resolve().events[2].roles == ()


def test_others_are_of_the_group_that_acted_last(draft):
    page = draft("Students threw stones. Others fled.")
    students = page.nominal("Students", "student", number="plur", is_subject=True)
    others = page.nominal("Others", "other", number="plur", is_subject=True)
    page.event("threw", "ASSAULT", "throw", agent=students)
    page.event("fled", "MOVE", "flee", agent=others)
    first, second = page.resolve().events
    assert first.roles[0].actor == second.roles[0].actor


def test_who_was_he_once_is_not_she(draft):
    page = draft("Ashley met Robin. He knew her. She left.")
    page.name("Ashley", "PERSON", is_subject=True)
    page.name("Robin", "PERSON", gender="fem")
    page.pronoun("He", gender="masc", number="sing", is_subject=True)
    she = page.pronoun("She", gender="fem", number="sing", is_subject=True)
    page.event("left", "MOVE", "leave", agent=she)
    record = page.resolve()
    assert {actor.id: actor.name for actor in record.actors}[record.events[0].roles[0].actor] == "Robin"
