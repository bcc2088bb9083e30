"""Whom possessives, "it", "the group" and "the country" mean, on hand-made extractions."""

from __future__ import annotations

import pytest

from kg.model import ActorKind


def names_of(record):
    return sorted(actor.name for actor in record.actors)


@pytest.mark.parametrize(
    ("text", "patient", "owner"),
    [
        ("Norway urged Serbia to withdraw its troops.", "its troops", "Serbia"),
        ("Norway urged Serbia to punish Hamas and its backers.", "its backers", "Hamas"),
    ],
)
def test_its_is_of_who_acts_on_it_unless_another_stands_just_before(draft, answers, text, patient, owner):
    page = draft(text)
    norway = page.name("Norway", "GPE", is_subject=True)
    serbia = page.name("Serbia", "GPE")
    done_to = [page.name("Hamas", "ORG")] if "Hamas" in text else []
    its = page.pronoun("its", number="sing")
    done_to.append(page.nominal(patient, patient.split()[-1].rstrip("s"), number="plur", owner=its))
    page.event("urged", "REQUEST", "urge", agent=norway, recipient=serbia)
    page.event("withdraw" if "withdraw" in text else "punish", "OTHER", "act", agent=serbia, patient=done_to)
    assert answers(page.resolve()).actor_of(page.find("its")) == owner


def test_it_that_is_made_to_act_is_somebody(draft, answers):
    page = draft("Hamas held a crossing. Mediators forced it to withdraw.")
    page.event("held", "COERCE", "hold", agent=page.name("Hamas", "ORG", is_subject=True))
    mediators = page.nominal("Mediators", "mediator", number="plur", is_subject=True)
    it = page.pronoun("it", number="sing")
    page.event("forced", "COERCE", "force", agent=mediators, patient=it)
    page.event("withdraw", "RETREAT", "withdraw", agent=it)
    record = page.resolve()
    assert answers(record).actor_of(page.find("it")) == answers(record).actor_of(page.find("Hamas"))


def test_the_group_is_an_armed_one_rather_than_the_union_named_after_it(draft):
    page = draft("Hamas shelled a town. The European Union protested. The group agreed.")
    page.event("shelled", "ASSAULT", "shell", agent=page.name("Hamas", "ORG", is_subject=True))
    page.event("protested", "ACCUSE", "protest", agent=page.name("European Union", "ORG", is_subject=True))
    page.event("agreed", "AGREE", "agree", agent=page.nominal("The group", "group", number="sing"))
    record = page.resolve()
    assert record.events[2].roles[0].actor == record.events[0].roles[0].actor


def test_the_group_is_a_union_of_states_where_no_other_is_near(draft):
    page = draft("The European Union protested. The group agreed.")
    page.event("protested", "ACCUSE", "protest", agent=page.name("European Union", "ORG", is_subject=True))
    page.event("agreed", "AGREE", "agree", agent=page.nominal("The group", "group", number="sing"))
    record = page.resolve()
    assert record.events[1].roles[0].actor == record.events[0].roles[0].actor


@pytest.mark.parametrize(
    ("between", "state"),
    [("", "Malawi"), (" Nobody was hurt. Nothing burned.", "Zambia")],
    ids=["named in the sentence before", "of the article"],
)
def test_the_country_is_the_one_just_named_else_that_of_the_article(draft, between, state):
    page = draft(f"A court in Lusaka sat. Zambian guards shot. One fled to Malawi.{between} They left the country.")
    page.name("Lusaka", "GPE")
    page.nominal("Zambian guards", "guard", owner=page.name("Zambian", "NORP"), number="plur")
    page.name("Malawi", "GPE")
    page.event("left", "MOVE", "leave", patient=page.nominal("the country", "country", number="sing"))
    record = page.resolve()
    names = {actor.id: actor.name for actor in record.actors}
    assert names[record.events[0].roles[0].actor] == state


@pytest.mark.parametrize(
    ("between", "iso"),
    [("", "MW"), (" Nobody was hurt. Nothing burned.", "ZM")],
    ids=["named in the sentence before", "of the article"],
)
def test_where_the_country_is_a_place_it_is_the_one_that_it_is_as_an_actor(draft, between, iso):
    page = draft(
        f"A court in Lusaka sat. Zambian guards shot. One fled to Malawi.{between} They met in the country, at the "
        "country's airport."
    )
    page.name("Lusaka", "GPE")
    page.nominal("Zambian guards", "guard", owner=page.name("Zambian", "NORP"), number="plur")
    page.event("fled", "MOVE", "flee", place=page.name("Malawi", "GPE"))
    page.event("met", "CONSULT", "meet", place=page.nominal("the country", "country", number="sing"))
    owner = page.nominal("the country", "country", number="sing", nth=2)
    page.event("sat", "OTHER", "sit", place=page.nominal("the country's airport", "airport", owner=owner))
    record = page.resolve()
    country = {place.id: place.country for place in record.places}
    assert {event.text: country[event.place.id] for event in record.events} == {"fled": "MW", "met": iso, "sat": iso}


def test_another_country_is_no_place_that_was_named(draft):
    page = draft("Gunmen shot a baker in Malawi. They hid in a neighbouring country.")
    page.event("shot", "ASSAULT", "shoot", place=page.name("Malawi", "GPE"))
    hiding = page.nominal("a neighbouring country", "country", number="sing")
    page.event("hid", "OTHER", "hide", place=hiding)
    record = page.resolve()
    assert [place.name for place in record.places] == ["Malawi"]
    assert [event.place is not None for event in record.events] == [True, False]


def test_a_state_that_names_itself_is_no_other(draft, answers):
    page = draft("Peru wrote. The government of Hadi answered.")
    page.event("wrote", "STATEMENT", "write", agent=page.name("Peru", "GPE", is_subject=True))
    page.name("Hadi", "PERSON")
    government = page.nominal("The government of Hadi", "government", head="government", number="sing")
    page.event("answered", "STATEMENT", "answer", agent=government)
    record = page.resolve()
    assert answers(record).actor_of(page.find("The government of Hadi")) != answers(record).actor_of(page.find("Peru"))


@pytest.mark.parametrize(("second", "same"), [("Forces", True), ("Afghan forces", True), ("Foreign forces", False)])
def test_bare_groups_told_apart_by_a_word_are_two(draft, second, same):
    page = draft(f"Afghan forces lost a tank. {second} left.")
    page.event("lost", "OTHER", "lose", agent=page.nominal("Afghan forces", "force", number="plur"))
    nth = 2 if second == "Afghan forces" else 1
    page.event("left", "MOVE", "leave", agent=page.nominal(second, "force", number="plur", nth=nth))
    first, then = page.resolve().events
    assert (first.roles[0].actor == then.roles[0].actor) is same


def test_a_title_and_the_surname_of_a_person_are_that_person(draft, answers):
    page = draft("Monica Reed spoke. Captain Reed left.")
    page.name("Monica Reed", "PERSON")
    page.event("left", "MOVE", "leave", agent=page.name("Captain Reed", "ORG"))
    assert answers(page.resolve()).actor_of(page.find("Captain Reed")) == "Monica Reed"


def test_the_paper_is_the_newspaper_by_its_name(draft):
    page = draft("The Jakarta Post asked Boeing. The paper waited.")
    page.event("asked", "REQUEST", "ask", agent=page.name("Jakarta Post", "ORG"), recipient=page.name("Boeing", "ORG"))
    page.event("waited", "OTHER", "wait", agent=page.nominal("The paper", "paper", number="sing"))
    asked, waited = page.resolve().events
    assert waited.roles[0].actor == asked.roles[0].actor


def test_a_state_of_emergency_is_no_state(draft, answers):
    page = draft("Peru trembled. Lawyers fought the state of emergency.")
    page.event("trembled", "DISASTER", "tremble", patient=page.name("Peru", "GPE", is_subject=True))
    page.event("fought", "OTHER", "fight", patient=page.nominal("the state of emergency", "state", head="state"))
    assert answers(page.resolve()).actor_of(page.find("the state of emergency")) is None


def test_a_surname_stays_with_whom_it_was_said_of_alone(draft, answers):
    page = draft("Elijah Reed died. Reed led a panel. Reed won. His mother Ruth Reed wept. Reed was honoured.")
    page.name("Elijah Reed", "PERSON", gender="masc")
    for nth in (2, 3, 5):
        page.name("Reed", "PERSON", nth=nth)
    page.name("Ruth Reed", "PERSON")
    assert answers(page.resolve()).actor_of(page.find("Reed", 5)) == "Elijah Reed"


@pytest.mark.parametrize(("again", "name"), [("Brotherhood", "Brotherhood"), ("The Brotherhood", "The Brotherhood")])
def test_the_article_is_a_part_of_a_name_only_where_it_always_stands(draft, again, name):
    page = draft(f"The Brotherhood wrote. He told {again} so.")
    page.event("wrote", "STATEMENT", "write", agent=page.name("The Brotherhood", "ORG"))
    page.event("told", "STATEMENT", "tell", recipient=page.name(again, "ORG", nth=2))
    assert names_of(page.resolve()) == [name]


def test_members_of_a_body_are_called_members(draft):
    page = draft("Members of the European Union met.")
    union = page.name("European Union", "ORG")
    members = page.nominal("Members of the European Union", "member", head="Members", owner=union, number="plur")
    page.event("met", "CONSULT", "meet", agent=members)
    assert names_of(page.resolve()) == ["European Union", "members of European Union"]


@pytest.mark.parametrize(
    ("text", "words", "head", "name"),
    [
        ("Protesters met.", "Protesters", "Protesters", "protesters"),
        ("He left. Protesters met.", "Protesters", "Protesters", "protesters"),
        ("“Protesters met.”", "Protesters", "Protesters", "protesters"),
        ("Port guards met. The port is shut.", "Port guards", "Port guards", "port guards"),
        ("Pentagon guards met.", "Pentagon guards", "Pentagon guards", "Pentagon guards"),
        ("On Monday Guards met.", "Guards", "Guards", "Guards"),
    ],
)
def test_the_capital_of_a_sentences_first_word_is_no_part_of_what_somebody_is_called(draft, text, words, head, name):
    page = draft(text)
    who = page.nominal(words, words.split()[-1].lower().rstrip("s"), head=head, number="plur")
    page.event("met", "CONSULT", "meet", agent=who)
    assert names_of(page.resolve()) == [name]


def test_a_body_that_is_known_becomes_no_person_by_who_stands_beside_it(draft):
    page = draft("There was a call. Dispatcher, CNN. CNN reported it.")
    who = page.nominal("Dispatcher", "dispatcher", number="sing")
    page.name("CNN", "ORG", apposition=who)
    page.event("reported", "STATEMENT", "report", agent=page.name("CNN", "ORG", nth=2))
    (actor,) = [one for one in page.resolve().actors if one.name == "CNN"]
    assert actor.kind is ActorKind.ORGANIZATION


def test_you_outside_quotations_is_whoever_is_addressed_and_nobody_of_the_article(draft, answers):
    page = draft("Ole Berg ate there. If you ate there, call. He left.")
    page.event("ate", "OTHER", "eat", agent=page.name("Ole Berg", "PERSON", is_subject=True))
    page.event("call", "STATEMENT", "call", agent=page.pronoun("you"))
    page.event("left", "MOVE", "leave", agent=page.pronoun("He", number="sing", is_subject=True))
    record = page.resolve()
    assert answers(record).actor_of(page.find("you")) == "whoever is addressed"
    assert answers(record).actor_of(page.find("He")) == "Ole Berg"
