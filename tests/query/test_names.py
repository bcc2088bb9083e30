"""Names as people write them lead to who is meant."""

import pytest

from kg.errors import UnknownError
from kg.query.names import find_actors, find_places, search
from kg.query.rows import ActorRow, PlaceRow

ACTORS = {
    row.id: row
    for row in (
        ActorRow(id="farrukh", name="Farrukh Zelimov", kind="person", aliases=("Zelimov",), titles=("air marshal",)),
        ActorRow(id="lindqvist", name="Maria Lindqvist", kind="person", titles=("envoy",)),
        ActorRow(id="lindqvist-2", name="Per Lindqvist", kind="person"),
        ActorRow(id="usa", name="United States", kind="polity", aliases=("US",)),
        ActorRow(id="hrk", name="Harbour Rescue Corps", kind="organization"),
        ActorRow(id="oman", name="Oman", kind="polity"),
        ActorRow(id="veld", name="Ona R. Veld", kind="person"),
    )
}
PLACES = {
    row.id: row
    for row in (
        PlaceRow(id="iraq", name="Iraq", country="IQ"),
        PlaceRow(id="mosul", name="Mosul", country="IQ", within="iraq"),
        PlaceRow(id="kirkuk", name="Kirkuk", country="IQ", within="iraq", aliases=("Kerkuk",)),
    )
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Zelimov", {"farrukh"}), ("zelimov", {"farrukh"}), ("Farrukh Zelimov", {"farrukh"}),
        ("President Zelimov", {"farrukh"}), ("Air Marshal Farrukh Zelimov", {"farrukh"}), ("Mr. Zelimov", {"farrukh"}),
        ("former President Zelimov", {"farrukh"}), ("Selimow", {"farrukh"}), ("General Faruk Zelimoff", {"farrukh"}),
        ("Lindqvist", {"lindqvist", "lindqvist-2"}), ("envoy Maria Lindqvist", {"lindqvist"}),
        ("Marya Lindkvist", {"lindqvist"}), ("the US", {"usa"}), ("U.S.", {"usa"}), ("USA", {"usa"}),
        ("the United States of America", {"usa"}), ("HRC", {"hrk"}), ("Oman", {"oman"}),
        ("Farrukh Q. Zelimov", {"farrukh"}), ("Maria A. B. Lindqvist", {"lindqvist"}),
        ("Maria A.B. Lindqvist", {"lindqvist"}), ("Per T Lindqvist", {"lindqvist-2"}),
        ("Ona Veld", {"veld"}), ("Mr Ona R. Veld", {"veld"}), ("Harbour Rescue Corps (of Oman)", {"hrk"}),
        ("an unnamed Lindqvist", {"lindqvist", "lindqvist-2"}), ("unidentified Zelimov", {"farrukh"}),
    ],
)  # fmt: skip
def test_an_actor_is_found_however_it_is_written(written, meant):
    assert set(find_actors(ACTORS, written)) == meant


@pytest.mark.parametrize("written", ["General", "Uma", "Zelda", "Lindqvist Corps", "President", "", "   ", "…"])
def test_who_is_nobody_is_not_taken_for_somebody(written):
    with pytest.raises(UnknownError):
        find_actors(ACTORS, written)


def test_who_is_not_there_is_answered_with_the_nearest_name():
    with pytest.raises(UnknownError, match="did you mean 'Harbour Rescue Corps'"):
        find_actors(ACTORS, "Harbor Rescue Crew")


@pytest.mark.parametrize("written", ["Iraq", "iraq", "Irak", "Republic of Iraq"])
def test_a_country_contains_its_towns(written):
    assert find_places(PLACES, written) == {"iraq", "mosul", "kirkuk"}


@pytest.mark.parametrize("written", ["Mosul, Iraq", "Mossul,Irak", "mosul, Republic of Iraq"])
def test_a_town_may_be_said_with_its_country(written):
    assert find_places(PLACES, written) == {"mosul"}


@pytest.mark.parametrize("written", ["Mosul, Chile", "Mosul, Nowhere", "Basra, Iraq", ","])
def test_a_town_in_another_country_is_none(written):
    with pytest.raises(UnknownError):
        find_places(PLACES, written)


@pytest.mark.parametrize(("written", "meant"), [("Mossul", "mosul"), ("Kirkouk", "kirkuk"), ("kerkuk", "kirkuk")])
def test_a_town_is_found_in_other_transcriptions(written, meant):
    assert find_places(PLACES, written) == {meant}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("zel", {"farrukh": 1}), ("farrukh zelimov", {"farrukh": 0}), ("lind", {"lindqvist": 2, "lindqvist-2": 2}),
        ("selimow", {"farrukh": 3}), ("mariya lindkv", {"lindqvist": 3}), ("corp", {"hrk": 2}), ("qzx", {}),
        ("xyz", {}),
    ],
)  # fmt: skip
def test_searching_ranks_what_is_written_so_and_falls_back_on_what_sounds_so(text, wanted):
    assert search(ACTORS, text) == wanted
