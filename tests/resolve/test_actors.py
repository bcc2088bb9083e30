"""Actors and places across articles: hand-made articles with one or two names each."""

from __future__ import annotations

import pytest

from kg.authority import Entry, load
from kg.model import ActorKind, Ref
from kg.resolve import cluster_actors


@pytest.fixture
def told(draft):
    """`told("a", ("Qasem Soleimani", "PERSON"), …)` → record of an article that has these names act."""

    def make(name, *names, date="2020-01-04", titles=()):
        phrases = [one for one, _ in names]
        page = draft(" acted. ".join([*phrases, ""]).strip(), id=name, date=date)
        for position, (words, label) in enumerate(names):
            title = titles[position] if position < len(titles) else ""
            index = page.name(words, label, title=title, number="plur" if label == "NORP" else "")
            page.event("acted", "OTHER", "act", nth=position + 1, agent=index)
        return page.resolve()

    return make


@pytest.fixture
def described(draft):
    """A record with one unnamed actor, with or without owner and place."""

    def make(name, words, lemma, *, owner=None, place=None, date="2020-01-04", number="plur"):
        text = f"{words} acted in {place}." if place else f"{words} acted."
        page = draft(text, id=name, date=date)
        possessor = page.name(owner, "GPE") if owner else None
        index = (
            page.nominal(words, lemma, owner=possessor, number=number)
            if owner
            else page.nominal(words, lemma, number=number)
        )
        where = page.name(place, "GPE") if place else None
        page.event("acted", "OTHER", "act", agent=index, place=where)
        return page.resolve()

    return make


def n_actors(*records):
    return len(cluster_actors(records).actors)


@pytest.mark.parametrize(
    ("one", "two", "label"),
    [
        ("Qasem Soleimani", "Qassem Soleimani", "PERSON"),
        ("Qasem Soleimani", "Ghasem Suleimani", "PERSON"),
        ("Abu Mahdi al-Muhandis", "Abu Mahdi al-Mohandes", "PERSON"),
        ("Muammar Gaddafi", "Moammar Gadhafi", "PERSON"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan", "PERSON"),
        ("Recep Tayyip Erdogan", "Recep Erdogan", "PERSON"),
        ("Mike Pompeo", "Michael Pompeo", "PERSON"),
        ("John F. Kennedy", "John Kennedy", "PERSON"),
        ("Juan Evo Morales Ayma", "Evo Morales", "PERSON"),
        ("IRGC", "Revolutionary Guards", "ORG"),
        ("IRGC", "Islamic Revolutionary Guard Corps of Iran", "ORG"),
        ("U.S.", "America", "GPE"),
        ("Tehran", "Iran", "GPE"),
        ("Acme Holdings", "Acme Holdings Ltd", "ORG"),
    ],
)
def test_variants_are_one_actor(told, one, two, label):
    assert n_actors(told("a", (one, label)), told("b", (two, label))) == 1


@pytest.mark.parametrize("other", ["Fuentes", "Adela Fuentes"])
def test_who_is_called_by_an_inner_name_is_found_by_it(told, other):
    one = told("a", ("Adela Fuentes Ibarra", "PERSON"), ("Fuentes", "PERSON"), ("Ole Berg", "PERSON"))
    two = told("b", (other, "PERSON"), ("Ole Berg", "PERSON"))
    assert n_actors(one, two) == 2


@pytest.mark.parametrize(
    ("title", "beside", "years", "n"),
    [
        ("Pope", ("Rome", "Lagos"), 1, 1),
        ("Pope", ("Rome", "Lagos"), 40, 2),
        ("Queen", ("Ada Lund", "Ada Lund"), 1, 1),
        ("Queen", ("Ada Lund", "Ole Berg"), 1, 2),
        ("Mayor", ("Ada Lund", "Ada Lund"), 1, 2),
    ],
)
def test_a_monarch_or_pope_is_one_for_years(told, title, beside, years, n):
    records = [
        told(name, ("Edmund", "PERSON"), (other, "PERSON"), titles=(title,), date=f"{2000 + later}-01-04")
        for name, other, later in (("a", beside[0], 0), ("b", beside[1], years))
    ]
    actors = cluster_actors(records).actors
    assert sum(actor.name == "Edmund" for actor in actors) == n


@pytest.mark.parametrize(
    ("one", "two", "label"),
    [
        ("Bill Clinton", "Hillary Clinton", "PERSON"),
        ("Ali Khamenei", "Ali Khomeini", "PERSON"),
        ("George Bush", "George Busch", "PERSON"),
        ("Kim Jong-un", "Kim Jong-il", "PERSON"),
        ("Quds Force", "Revolutionary Guards", "ORG"),
        ("Hezbollah", "Kataib Hezbollah", "ORG"),
        ("Iran", "Iraq", "GPE"),
        ("Niger", "Nigeria", "GPE"),
        ("Bank of Ireland", "Bank of Iceland", "ORG"),
        ("Soleimani", "Qasem Soleimani", "PERSON"),
    ],
)
def test_different_actors_stay_apart(told, one, two, label):
    assert n_actors(told("a", (one, label)), told("b", (two, label))) == 2


def test_surname_alone_joins_in_the_same_company_and_not_in_another(told):
    full = told("a", ("Qasem Soleimani", "PERSON"), ("Hadi Amiri", "PERSON"))
    same = told("b", ("Soleimani", "PERSON"), ("Hadi Amiri", "PERSON"))
    other = told("c", ("Soleimani", "PERSON"), ("Celine Dion", "PERSON"))
    mapping = cluster_actors([full, same, other]).mapping
    assert mapping[Ref("a", "a1")] == mapping[Ref("b", "a1")] != mapping[Ref("c", "a1")]


@pytest.mark.parametrize(("others", "n"), [([], 1), ([("Ivanka Trump", "PERSON")] * 2, 2)])
def test_surname_alone_means_who_is_much_in_the_news_under_it(told, others, n):
    records = [told(f"full{number}", ("Donald Trump", "PERSON")) for number in range(5)]
    records += [told(f"other{number}", one) for number, one in enumerate(others)]
    mapping = cluster_actors([*records, told("lone", ("Trump", "PERSON"))]).mapping
    assert len({mapping[Ref("full0", "a1")], mapping[Ref("lone", "a1")]}) == n


def test_homonyms_with_other_roles_and_company_stay_apart(told):
    general = told("a", ("John Allen", "PERSON"), titles=("Gen.",))
    senator = told("b", ("John Allen", "PERSON"), titles=("Sen.",))
    clusters = cluster_actors([general, senator])
    assert len(clusters.actors) == 2
    assert all(actor.id.startswith("john-allen-person-") for actor in clusters.actors)


def test_person_and_organization_of_one_name_stay_apart(told):
    assert n_actors(told("a", ("Philip Morris", "PERSON")), told("b", ("Philip Morris", "ORG"))) == 2


@pytest.mark.parametrize(
    ("one", "two", "n"),
    [
        ({"date": "2020-01-04", "place": "Baghdad"}, {"date": "2020-01-06", "place": "Baghdad"}, 1),
        ({"date": "2020-01-04", "place": "Baghdad"}, {"date": "2020-03-06", "place": "Baghdad"}, 2),
        ({"date": "2020-01-04", "place": "Baghdad"}, {"date": "2020-01-04", "place": "Paris"}, 2),
        ({"date": "2020-01-04"}, {"date": "2020-01-04"}, 2),
        ({"date": None, "place": "Baghdad"}, {"date": None, "place": "Baghdad"}, 2),
    ],
)
def test_unnamed_groups_join_by_place_and_time(described, one, two, n):
    records = [described("a", "Protesters", "protester", **one), described("b", "protesters", "protester", **two)]
    groups = [actor for actor in cluster_actors(records).actors if actor.kind is ActorKind.GROUP]
    assert len(groups) == n


@pytest.mark.parametrize(("lemma", "n"), [("passenger", 2), ("woman", 2), ("lawmaker", 1), ("rebel", 1)])
def test_who_happens_to_be_there_is_of_one_report(described, lemma, n):
    plural = {"woman": "women"}.get(lemma, f"{lemma}s")
    records = [described(name, plural, lemma, place="Baghdad") for name in "ab"]
    groups = [actor for actor in cluster_actors(records).actors if actor.kind is ActorKind.GROUP]
    assert len(groups) == n


def test_parliament_of_a_state_is_one_whatever_the_date(described):
    one = described("a", "Ruritania’s parliament", "parliament", owner="Ruritania", number="sing")
    two = described("b", "Ruritania’s parliament", "parliament", owner="Ruritania", date="2024-01-01", number="sing")
    bodies = [actor for actor in cluster_actors([one, two]).actors if actor.kind is ActorKind.ORGANIZATION]
    assert len(bodies) == 1


def test_a_body_is_one_by_the_name_and_by_the_adjective_of_its_state(described):
    one = described("a", "Iran’s parliament", "parliament", owner="Iran", number="sing")
    two = described("b", "Iran parliament", "parliament", owner="Iran", number="sing")
    bodies = [actor for actor in cluster_actors([one, two]).actors if actor.kind is ActorKind.ORGANIZATION]
    assert len(bodies) == 1


def test_lone_persons_without_name_are_never_joined(described):
    records = [described(name, "A woman", "woman", number="sing", place="Baghdad") for name in "ab"]
    assert len(cluster_actors(records).actors) == 2


RIVER = "police divers searched the flooded quarry below the cement works while neighbours lit candles at the chapel"
FOREST = "firefighters held the blaze beyond the railway while campers slept in a sports hall of the mountain town"


@pytest.mark.parametrize(
    ("one", "two", "date", "n"),
    [
        (("A gunman", RIVER), ("The masked gunman", RIVER), "2020-01-05", 1),
        (("A gunman", RIVER), ("A gunman", FOREST), "2020-01-05", 2),
        (("A gunman", RIVER), ("A gunman", RIVER), "2020-02-05", 2),
        (("A gunman", RIVER), ("A hostage", RIVER), "2020-01-05", 2),
        (("An official", RIVER), ("An official", RIVER), "2020-01-05", 2),
        (("A gunman", RIVER), ("A gunman fled. Another gunman", RIVER), "2020-01-05", 3),
        (("A gunman", RIVER), ("A gunman fled. A second gunman", RIVER), "2020-01-05", 3),
        (("A gunman", RIVER), ("A gunman fled. A masked gunman", RIVER), "2020-01-05", 2),
        (("A gunman", RIVER), ("A gunman fled. A masked gunman", FOREST), "2020-01-05", 3),
    ],
)
def test_unnamed_ones_are_one_in_one_story_where_articles_tell_none_apart(draft, one, two, date, n):
    records = []
    for name, (words, story), day in (("a", one, "2020-01-04"), ("b", two, date)):
        page = draft(f"{words} acted in the night. {story}.", id=name, date=day)
        *others, last = words.split(" fled. ")
        for phrase, word in (*((other, "fled") for other in others), (last, "acted")):
            index = page.nominal(phrase, phrase.split()[-1], number="sing")
            page.event(word, "OTHER", "act", agent=index)
        records.append(page.resolve())
    people = [actor for actor in cluster_actors(records).actors if actor.kind is ActorKind.PERSON]
    assert len(people) == n
    rules = {merge.rule for merge in cluster_actors(records).merges}
    assert rules == (
        {"same description in one story"} if len(people) < sum(len(one.actors) for one in records) else set()
    )


def test_canonical_actor_gathers_names_and_titles(told):
    records = [
        told("a", ("Qasem Soleimani", "PERSON"), ("U.S.", "GPE"), titles=("Maj. Gen.",)),
        told("b", ("Qassem Soleimani", "PERSON"), ("America", "GPE")),
        told("c", ("Qasem Soleimani", "PERSON")),
    ]
    actors = {actor.id: actor for actor in cluster_actors(records).actors}
    person, state = actors["qasem-soleimani-person"], actors["united-states-polity"]
    assert (person.aliases, person.titles) == (("Qassem Soleimani",), ("Maj. Gen.",))
    assert (state.country, set(state.aliases)) == ("US", {"U.S.", "America"})


def test_part_points_to_its_whole_only_where_that_is_an_actor(told):
    both = cluster_actors([told("a", ("Quds Force", "ORG"), ("IRGC", "ORG"))]).actors
    alone = cluster_actors([told("a", ("Quds Force", "ORG"))]).actors
    assert {actor.name: actor.part_of for actor in both} == {
        "Quds Force": "islamic-revolutionary-guard-corps-organization",
        "Islamic Revolutionary Guard Corps": None,
    }
    assert [actor.part_of for actor in alone] == [None]


def test_merges_give_rule_score_and_sentences(told):
    records = [told("a", ("Qasem Soleimani", "PERSON")), told("b", ("Ghasem Suleimani", "PERSON"))]
    (merge,) = cluster_actors(records).merges
    assert (merge.kind, merge.rule, merge.members) == ("actor", "spelling variant", (Ref("a", "a1"), Ref("b", "a1")))
    assert 0.75 <= merge.score <= 1
    assert merge.features[0].detail == "Ghasem Suleimani and Qasem Soleimani are spellings of one name"


def test_places_join_by_geonames_and_lie_within_their_country(draft):
    records = []
    for name, city in (("a", "Kyiv"), ("b", "Kiev")):
        page = draft(f"They met in {city}.", id=name)
        page.event("met", "CONSULT", "meet", place=page.name(city, "GPE"))
        records.append(page.resolve())
    places = {place.id: place for place in cluster_actors(records).places}
    assert set(places) == {"kyiv-703448", "ukraine-country"}
    assert places["kyiv-703448"].within == "ukraine-country"
    assert places["kyiv-703448"].same_as == ("https://sws.geonames.org/703448/",)
    assert places["ukraine-country"].members == ()


def test_a_place_is_not_named_as_datelines_print_it(draft):
    page = draft("They met in KIRKUK.", id="a")
    page.event("met", "CONSULT", "meet", place=page.name("KIRKUK", "GPE"))
    place = next(place for place in cluster_actors([page.resolve()]).places if place.members)
    assert (place.name, place.aliases) == ("Kirkuk", ("KIRKUK",))


def test_nameless_places_stay_with_their_article(draft):
    records = []
    for name in "ab":
        page = draft("They met at the airport.", id=name)
        page.event("met", "CONSULT", "meet", place=page.nominal("the airport", "airport"))
        records.append(page.resolve())
    assert len(cluster_actors(records).places) == 2


def test_weak_label_gives_way_to_what_other_articles_know(told):
    person = told("a", ("Walid Karimov", "PERSON"), titles=("Gen.",))
    mislabelled = told("b", ("Walid Karimow", "ORG"))
    clusters = cluster_actors([person, mislabelled])
    assert [actor.kind for actor in clusters.actors] == [ActorKind.PERSON]


def test_courts_of_two_countries_are_two(draft):
    def article(name, country):
        page = draft(f"{country} waited. Supreme Court ruled.", id=name)
        page.event("waited", "OTHER", "wait", agent=page.name(country, "GPE"))
        page.event("ruled", "JUDICIAL", "rule", agent=page.name("Supreme Court", "ORG"))
        return page.resolve()

    clusters = cluster_actors([article("a", "Kenya"), article("b", "Brazil"), article("c", "Kenya")])
    mapping = clusters.mapping
    assert mapping[Ref("a", "a2")] == mapping[Ref("c", "a2")] != mapping[Ref("b", "a2")]


@pytest.mark.parametrize(("day", "n"), [("2020-01-10", 1), ("2020-06-10", 2)])
def test_office_means_its_holder_in_the_same_weeks(draft, day, n):
    page = draft("Peru's health minister, Ana Rojas, spoke.", id="a", date="2020-01-04")
    page.name("Peru", "GPE")
    page.event("spoke", "STATEMENT", "speak", agent=page.name("Ana Rojas", "PERSON"))
    other = draft("Peru's health minister resigned.", id="b", date=day)
    owner = other.name("Peru", "GPE")
    index = other.nominal("Peru's health minister", "minister", head="health minister", owner=owner)
    other.event("resigned", "APPOINT", "resign", agent=index)
    clusters = cluster_actors([page.resolve(), other.resolve()])
    assert sum(actor.kind is ActorKind.PERSON for actor in clusters.actors) == n


def test_own_authority_wins_and_gives_name_and_links(told):
    own = Entry(name="Acme", kind="organization", aliases=("Zenith Works", "IRGC"), same_as=("https://example.org/a",))
    records = [
        told("a", ("Acme", "ORG")),
        told("b", ("Zenith Works", "ORG")),
        told("c", ("Revolutionary Guards", "ORG")),
    ]
    (actor,) = cluster_actors(records, authority=load().with_own([own])).actors
    assert (actor.name, actor.same_as) == ("Acme", ("https://example.org/a",))
    assert len(cluster_actors(records).actors) == 3


@pytest.mark.parametrize(("day", "n"), [("2020-01-06", 2), ("2012-01-06", 3)])
def test_office_means_whom_the_authority_knows_to_hold_it(told, described, day, n):
    unnamed = described("a", "the president of Iran", "president", owner="Iran", date=day, number="sing")
    named = told("b", ("Hassan Rouhani", "PERSON"), date=day)
    assert len(cluster_actors([unnamed, named]).actors) == n


def test_holders_do_not_overlap():
    days = [f"{year}-06-15" for year in range(2000, 2026)]
    for day in days:
        offices = [(one.office, one.country) for one in load().holders(day)]
        assert len(offices) == len(set(offices)), day


def test_an_actor_is_called_by_its_fullest_form_that_is_no_exception(told):
    usual = [told(f"a{number}", ("Barack Obama", "PERSON"), ("Jo Holm", "PERSON")) for number in range(6)]
    fuller = told("b", ("Barack Hussein Obama", "PERSON"), ("Jo Holm", "PERSON"))
    names = {actor.name for actor in cluster_actors([*usual, fuller]).actors}
    assert names == {"Barack Obama", "Jo Holm"}
    assert {actor.name for actor in cluster_actors([*usual[:2], fuller]).actors} == {"Barack Hussein Obama", "Jo Holm"}


def test_a_surname_is_no_full_name_however_often_it_stands_alone(told):
    short = [
        told(f"a{number}", ("Holm", "PERSON"), ("Ida Lund", "PERSON"), ("Jo Berg", "PERSON")) for number in range(9)
    ]
    full = told("b", ("Mary Holm", "PERSON"), ("Ida Lund", "PERSON"), ("Jo Berg", "PERSON"))
    assert "Mary Holm" in {actor.name for actor in cluster_actors([*short, full]).actors}
