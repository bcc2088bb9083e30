"""Whom descriptions and pronouns mean in an article: one behaviour per test, in made-up sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import ActorKind, Form


def names_of(record):
    return sorted(actor.name for actor in record.actors)


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


@pytest.mark.parametrize(
    ("other", "n"), [("Ada Lund", 2), ("Queen Sofia", 3)], ids=["the only queen", "one of two queens"]
)
def test_an_office_may_be_told_before_its_holder(draft, other, n):
    page = draft(f"The queen spoke. Later Queen Margrethe met {other}.")
    queen = page.nominal("The queen", "queen", number="sing")
    later = page.name("Queen Margrethe", "PERSON", head="Margrethe", title="Queen")
    beside = page.name(other, "PERSON", head=other.split()[-1], title="Queen" if "Queen" in other else "")
    page.event("spoke", "STATEMENT", "speak", agent=queen)
    page.event("met", "CONSULT", "meet", agent=later, patient=beside)
    assert len(page.resolve().actors) == n


@pytest.mark.parametrize(("title", "n"), [("Gen.", 1), ("Dr.", 2)])
def test_the_leader_is_the_general_whom_the_article_is_about(draft, title, n):
    page = draft(f"{title} Omar Lund fled. Lund hid. Lund rested. The leader returned.")
    one = page.name(f"{title} Omar Lund", "PERSON", head="Omar Lund", title=title)
    for nth in (2, 3):
        page.name("Lund", "PERSON", nth=nth)
    leader = page.nominal("The leader", "leader", number="sing")
    page.event("fled", "MOVE", "flee", agent=one)
    page.event("returned", "MOVE", "return", agent=leader)
    assert len(page.resolve().actors) == n


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


def test_unused_description_is_dropped_and_unused_name_is_kept(draft):
    page = draft("Boris Johnson saw a soldier.")
    page.name("Boris Johnson", "PERSON")
    page.nominal("a soldier", "soldier")
    assert names_of(page.resolve()) == ["Boris Johnson"]


def test_name_and_description_between_commas_are_one(draft):
    page = draft("He named Esmail Karim, Saleh's deputy, to lead.")
    name = page.name("Esmail Karim", "PERSON")
    owner = page.name("Saleh", "PERSON")
    deputy = page.nominal("Saleh's deputy", "deputy", head="deputy", owner=owner)
    page.event("named", "APPOINT", "name", patient=[name, deputy])
    event = page.resolve().events[0]
    assert [filler.text for filler in event.roles] == ["Esmail Karim"]


def test_people_to_whom_something_is_done_are_nobody_in_particular(draft):
    page = draft("Twelve people were hurt. A law would punish people who protest.")
    hurt = page.nominal("Twelve people", "people", number="plur")
    page.event("hurt", "CASUALTY", "hurt", patient=hurt)
    anybody = page.add("people", nth=2, head="people", lemma="people", form=Form.NOMINAL, number="plur")
    page.event("punish", "COERCE", "punish", patient=anybody)
    record = page.resolve()
    assert names_of(record) == ["people"]
    assert [event.roles[0].actor for event in record.events] == ["a1", None]


def test_people_who_do_something_are_a_crowd(draft):
    page = draft("In the square people sang.")
    crowd = page.nominal("people", "people", number="plur")
    page.event("sang", "GATHER", "sing", agent=crowd)
    assert names_of(page.resolve()) == ["people"]
