"""Whom possessives, "it", "the group" and "the country" mean, on hand-made extractions."""

from __future__ import annotations

import pytest


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


def test_a_state_that_names_itself_is_no_other(draft, answers):
    page = draft("Peru wrote. The government of Hadi answered.")
    page.event("wrote", "STATEMENT", "write", agent=page.name("Peru", "GPE", is_subject=True))
    page.name("Hadi", "PERSON")
    government = page.nominal("The government of Hadi", "government", head="government", number="sing")
    page.event("answered", "STATEMENT", "answer", agent=government)
    record = page.resolve()
    assert answers(record).actor_of(page.find("The government of Hadi")) != answers(record).actor_of(page.find("Peru"))
