"""People and bodies that an article calls otherwise than by name: by people, number, town or office."""

from __future__ import annotations

import pytest

from kg.model import ActorKind, Form
from kg.resolve import cluster_actors
from kg.resolve.words.nouns import noun_of

KILLED = ("killed", "ASSAULT", "kill")
STORY = "police divers searched the flooded quarry below the cement works while neighbours lit candles at the chapel"
OTHER = "firefighters held the blaze beyond the railway while campers slept in a sports hall of the mountain town"


# ---------------------------------------------------------------- nouns


@pytest.mark.parametrize(
    ("lemma", "plural", "sort"),
    [
        ("technician", False, "person"),
        ("ex-wife", False, "person"),
        ("co-worker", True, "group"),
        ("partygoer", True, "group"),
        ("zookeeper", False, "person"),
        ("ex-stadium", False, None),
        ("tanker", False, None),
        ("prayer", False, None),
        ("specimen", False, None),
        ("regimens", True, None),
        ("pensioner", True, "group"),
    ],
)
def test_nouns_by_ending_and_prefix(lemma, plural, sort):
    noun = noun_of(lemma, plural=plural)
    assert (noun.sort if noun else None) == sort


# ---------------------------------------------------------------- one of a people


@pytest.mark.parametrize(
    ("phrase", "head", "kind"),
    [
        ("A Briton", "Briton", ActorKind.PERSON),
        ("Briton", "Briton", ActorKind.PERSON),
        ("A 38-year-old American", "American", ActorKind.PERSON),
        ("The New Zealander", "New Zealander", ActorKind.PERSON),
        ("The German", "German", ActorKind.PERSON),
        ("That Iraqi", "Iraqi", ActorKind.PERSON),
        ("The Swiss", "Swiss", ActorKind.GROUP),
        ("Iranian", "Iranian", ActorKind.POLITY),
    ],
)
def test_one_of_a_people_is_a_person_of_that_country(draft, phrase, head, kind):
    page = draft(f"{phrase} was killed there.")
    page.event(*KILLED, patient=page.name(phrase, "NORP", head=head, number="sing"))
    (actor,) = page.resolve().actors
    assert actor.kind is kind
    assert actor.country is not None
    assert [one.form for one in actor.mentions] == [Form.NOMINAL if kind is ActorKind.PERSON else Form.NAME]


def test_one_of_a_people_is_who_suffers_the_same_by_name_below(draft):
    page = draft("Briton killed in fall. Bob Holm was slain there.")
    page.event(*KILLED, patient=page.name("Briton", "NORP", number="sing"))
    page.event("slain", "CASUALTY", "die", patient=page.name("Bob Holm", "PERSON"))
    (actor,) = page.resolve().actors
    assert (actor.name, actor.country) == ("Bob Holm", "GB")


def test_several_of_a_people_stay_a_people(draft):
    page = draft("Two Britons were killed there.")
    page.event(*KILLED, patient=page.name("Two Britons", "NORP", head="Britons", number="plur"))
    assert [actor.kind for actor in page.resolve().actors] == [ActorKind.GROUP]


def test_two_reports_of_one_of_a_people_speak_of_two_unless_they_tell_one_story(draft):
    records = []
    for id, story in (("a", STORY), ("b", STORY), ("c", OTHER)):
        page = draft(f"A Briton was killed there. {story}.", id=id, date="2020-01-04")
        page.event(*KILLED, patient=page.name("A Briton", "NORP", head="Briton", number="sing"))
        records.append(page.resolve())
    members = [{ref.article for ref in actor.members} for actor in cluster_actors(records).actors]
    assert sorted(map(sorted, members)) == [["a", "b"], ["c"]]


# ---------------------------------------------------------------- as many who suffer the same


@pytest.fixture
def toll(draft):
    """A report of so many to whom something is done."""

    def build(id, phrase, head, word=KILLED, story=STORY):
        page = draft(f"{phrase} were {word[0]} there. {story}.", id=id, date="2020-01-04")
        page.event(*word, patient=page.nominal(phrase, head, number="plur"))
        return page.resolve()

    return build


@pytest.mark.parametrize(
    ("one", "two", "n"),
    [
        (("Four people", "people"), ("4 workers", "worker"), 1),
        (("Four people", "people"), ("The four people", "people"), 1),
        (("Four people", "people"), ("Five people", "people"), 2),
        (("Four people", "people"), ("Many people", "people"), 2),
        (("At least four people", "people"), ("Four people", "people"), 2),
        (("Four people", "people"), ("Four people", "people", ("praised", "SUPPORT", "praise")), 2),
        (("Four people", "people"), ("Four people", "people", KILLED, OTHER), 2),
    ],
)
def test_as_many_who_suffer_the_same_in_one_story_are_one(toll, one, two, n):
    clusters = cluster_actors([toll("a", *one), toll("b", *two)])
    assert len(clusters.actors) == n
    assert [merge.rule for merge in clusters.merges] == ["as many suffer the same in one story"] * (2 - n)


def test_the_merge_says_how_many_and_what_they_suffer(toll):
    (merge,) = cluster_actors([toll("a", "Four people", "people"), toll("b", "4 workers", "worker")]).merges
    assert merge.features[0].detail == "in both articles 4 suffer “kill”"


# ---------------------------------------------------------------- a town for its team


@pytest.mark.parametrize(
    ("names", "n"),
    [
        (("Denver Broncos", "Denver"), 1),
        (("Denver Broncos", "Boston"), 2),
        (("Denver Broncos", "Denver Nuggets", "Denver"), 3),
        (("Denver Museum", "Denver"), 2),
    ],
)
def test_what_a_town_does_is_done_by_its_only_team_of_the_article(draft, names, n):
    page = draft(" ".join(f"{name} won." for name in names))
    for nth, name in enumerate(names, 1):
        alone = sum(other.startswith(name) for other in names[:nth])
        page.event(
            "won", "OTHER", "win", nth=nth, agent=page.name(name, "GPE" if " " not in name else "ORG", nth=alone)
        )
    assert len(page.resolve().actors) == n


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("San Diego Chargers", "GPE", ActorKind.ORGANIZATION),
        ("Ohio Highway Patrol", "LOC", ActorKind.ORGANIZATION),
        ("Niagara Falls", "GPE", ActorKind.POLITY),
    ],
)
def test_a_team_or_force_taken_for_a_place(draft, name, label, kind):
    page = draft(f"{name} won.")
    page.event("won", "OTHER", "win", agent=page.name(name, label))
    assert [actor.kind for actor in page.resolve().actors] == [kind]


# ---------------------------------------------------------------- who leads it


@pytest.fixture
def term(draft):
    """A report of what is called by who leads it, or led it."""

    def build(id, leader, what, *, date):
        page = draft(f"The {leader} {what} paid.", id=id, date=date)
        owner = page.name(leader, "PERSON")
        page.event("paid", "OTHER", "pay", agent=page.nominal(f"The {leader} {what}", what, owner=owner, number="sing"))
        return page.resolve()

    return build


@pytest.mark.parametrize(
    ("one", "two", "n"),
    [
        (("Obama", "administration"), ("Obama", "administration"), 1),
        (("Obama", "administration"), ("Barack Obama", "administration"), 1),
        (("Obama", "administration"), ("Bush", "administration"), 2),
        (("Obama", "team"), ("Obama", "team"), 2),
    ],
)
def test_an_administration_is_known_by_its_president(term, one, two, n):
    records = [term("a", *one, date="2009-03-01"), term("b", *two, date="2013-03-01")]
    found = [actor for actor in cluster_actors(records).actors if actor.kind is ActorKind.ORGANIZATION]
    assert len(found) == n


@pytest.mark.parametrize(
    ("leader", "dates", "n"),
    [
        ("Bush", ("1990-05-01", "2004-05-01"), 2),  # the father's and the son's
        ("Bush", ("1990-05-01", "1991-05-01"), 1),
        ("Bush", ("2004-05-01", "2016-05-01"), 1),  # recalled
        ("Bush", ("2000-12-20", "2004-05-01"), 1),  # after the election
        ("Bush", (None, "2004-05-01"), 1),  # nothing says otherwise
        ("Stanmore", ("1990-05-01", "2004-05-01"), 1),  # nobody whom the authority knows
    ],
)
def test_an_administration_long_before_the_president_took_office_is_another(term, leader, dates, n):
    records = [term(name, leader, "administration", date=day) for name, day in zip("ab", dates, strict=True)]
    found = [actor for actor in cluster_actors(records).actors if actor.kind is ActorKind.ORGANIZATION]
    assert len(found) == n


@pytest.mark.parametrize(("leader", "n"), [("Barack Obama", 1), ("Jo Holm", 2)])
def test_a_headline_writes_the_administration_like_a_name(draft, term, leader, n):
    page = draft(f"Obama Administration paid. {leader} agreed.", id="b", date="2013-03-01")
    page.event("paid", "OTHER", "pay", agent=page.name("Obama Administration", "ORG"))
    page.event("agreed", "OTHER", "agree", agent=page.name(leader, "PERSON"))
    records = [term("a", "Barack Obama", "administration", date="2009-03-01"), page.resolve()]
    found = [actor for actor in cluster_actors(records).actors if actor.kind is ActorKind.ORGANIZATION]
    assert len(found) == n


@pytest.mark.parametrize(("name", "n"), [("Tamsina", 1), ("Marisol", 2)])
def test_a_first_name_taken_for_a_place_is_that_of_who_is_named_in_full(draft, name, n):
    page = draft(f"Tamsina Holm fled. {name} cried.")
    page.event("fled", "MOVE", "flee", agent=page.name("Tamsina Holm", "PERSON"))
    page.event("cried", "OTHER", "cry", agent=page.name(name, "GPE", nth=2 if n == 1 else 1))
    assert len(page.resolve().actors) == n


# ---------------------------------------------------------------- one of a people, by demonym alone


def test_the_american_is_the_only_one_who_was_named(draft):
    page = draft("American journalist Ann Reyes was seized. Gunmen shot the American.")
    who = page.name("Ann Reyes", "PERSON")
    page.event("seized", "ASSAULT", "seize", patient=who)
    page.event("shot", "ASSAULT", "shoot", patient=page.name("the American", "NORP", head="American", number="sing"))
    first, second = page.resolve().events
    assert first.roles[0].actor == second.roles[0].actor


@pytest.mark.parametrize("phrase", ["No American", "Every American"])
def test_people_one_by_one_are_the_people(draft, phrase):
    page = draft(f"{phrase} was hurt there.")
    page.event("hurt", "ASSAULT", "hurt", patient=page.name(phrase, "NORP", head="American", number="sing"))
    (actor,) = page.resolve().actors
    assert (actor.kind, actor.name, actor.country) == (ActorKind.GROUP, "Americans", "US")


# ---------------------------------------------------------------- a noun that brings a name of its own


@pytest.mark.parametrize(
    ("phrase", "head", "same"),
    [
        ("the movement", "movement", True),
        ("the Zorbla movement", "Zorbla movement", False),
        ("the Hamid movement", "Hamid movement", True),
    ],
)
def test_a_body_called_by_another_name_is_another_one(draft, phrase, head, same):
    page = draft(f"Hamid Front fighters fled, and {phrase} fell silent.")
    front = page.name("Hamid Front", "ORG")
    page.event("fled", "MOVE", "flee", agent=front)
    page.event("fell", "OTHER", "fall", agent=page.nominal(phrase, "movement", head=head, number="sing"))
    first, second = page.resolve().events
    assert (first.roles[0].actor == second.roles[0].actor) is same
