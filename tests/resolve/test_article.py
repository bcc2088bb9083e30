"""Names in an article: which are one actor, and of what kind; one behaviour per test, in made-up sentences."""

from __future__ import annotations

import pytest

from kg.authority import load
from kg.model import ActorKind, Extraction, Role
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
        ("Gabriela Fuentes Ibarra", "Fuentes"),
        ("Ben Wallace", "Wallace"),
        ("Zine El Abidine Ben Ali", "Ben Ali"),
        ("Prayuth Chan-o-cha", "Chan-o-cha"),
        ("Abdul Qawi", "Qawi"),
        ("Gabriela Fuentes Ibarra", "Gabriela Fuentes"),
    ],
)
def test_later_form_of_a_persons_name_joins_the_full_one(draft, full, later):
    page = draft(f"{full} spoke in public. Later that week {later} left.")
    page.name(full, "PERSON")
    page.add(later, label="PERSON", definite=True, nth=2 if later in full else 1)
    assert len(page.resolve().actors) == 1


@pytest.mark.parametrize(
    ("body", "word", "n"),
    [("Ford Motor Company", "Ford", 1), ("Harbour Airlines", "Harbour", 1), ("Berg Foundation", "Berg", 2)],
)
def test_a_companys_first_word_is_no_person(draft, body, word, n):
    page = draft(f"{body} closed a plant. {word} fired ten clerks.")
    page.event("closed", "OTHER", "close", agent=page.name(body, "ORG"))
    page.event("fired", "APPOINT", "fire", agent=page.name(word, "PERSON", nth=2))
    assert len(page.resolve().actors) == n


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Bill Clinton", "Hillary Clinton"),
        ("George Bush", "Kate Bush"),
        ("Kim Jong-un", "Kim Yo-jong"),
        ("Ali Khamenei", "Mojtaba Khamenei"),
        ("John Kerry", "John Berry"),
        ("Edward Scott Miller", "Scott"),
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


@pytest.mark.parametrize(
    ("headline", "body", "n"),
    [
        ("British climber", "A British climber", 2),
        ("British climber", "A Turkish climber", 4),
        ("British climber", "Another British climber", 3),
    ],
)
def test_a_headline_introduces_whom_it_calls_by_his_country(draft, headline, body, n):
    """The country is an actor too, once for each mention of another one."""
    page = draft(f"{headline} falls\n{body} fell on Monday.")
    for words, verb, nth in ((headline, "falls", 1), (body, "fell", 1 + ("British" in body))):
        country = page.name(words.split()[-2], "NORP", nth=nth)
        climber = page.nominal(words, "climber", owner=country, number="sing")
        page.event(verb, "ACCIDENT", "fall", patient=climber)
    assert len(page.resolve().actors) == n


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


def test_two_persons_named_together_are_not_an_organisation(draft, answers):
    page = draft("Petrov and Boshirov gave RT an interview. They laughed.")
    page.name("Petrov", "PERSON", is_subject=True)
    page.name("Boshirov", "PERSON", is_subject=True)
    page.event("gave", "TRANSACT", "give", recipient=page.name("RT", "ORG"))
    page.pronoun("They", is_subject=True)
    assert answers(page.resolve()).actor_of(page.find("They")) is None
