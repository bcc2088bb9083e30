"""Names that no gazetteer has: places where the article speaks of them so, else nothing."""

from __future__ import annotations

import pytest

PLACES = [
    ("Soldiers camped near Velvarra.", "Velvarra"),
    ("The dam lies just north of Velvarra.", "Velvarra"),
    ("Two farms in the small hill town Velvarra burned.", "Velvarra"),
    ("Police closed off Velvarra Street.", "Velvarra Street"),
    ("The Velvarra district was flooded.", "Velvarra"),
    ("The mayor of Velvarra, Ohio resigned.", "Velvarra"),
    ("Velvarra was hit. Rescuers came to Velvarra.", "Velvarra"),
    ("The storm struck Basra, Velvarra and Mosul.", "Velvarra"),
    ("Lorries stood on Route 61 all night.", "Route 61"),
    ("Most residents of Velvarra fled.", "Velvarra"),
    ("Troops marched out of Velvarra.", "Velvarra"),
]
NOTHING = [
    ("The drug Velvarra was withdrawn.", "Velvarra"),
    ("Voters rejected a no-deal Velvarra.", "Velvarra"),
    ("She starred as Velvarra.", "Velvarra"),
    ("Eggs of the brands Tolmar, Velvarra and Quist were recalled.", "Velvarra"),
    ("He died of Velvarra fever.", "Velvarra"),
]


def places_of(draft, text, name):
    page = draft(text)
    words = text.replace(",", "").replace(".", "").split()
    for known in ("Basra", "Mosul", "Tolmar", "Quist", "Ohio"):
        if known in words:
            page.name(known, "GPE")
    for nth in range(1, text.count(name) + 1):
        page.name(name, "GPE", nth=nth)
    return {place.name for place in page.resolve().places}


@pytest.mark.parametrize(("text", "name"), PLACES)
def test_unknown_name_is_a_place_where_it_is_told_so(draft, text, name):
    assert name in places_of(draft, text, name)


@pytest.mark.parametrize(("text", "name"), NOTHING)
def test_unknown_name_is_no_place_for_its_label_alone(draft, text, name):
    assert name not in places_of(draft, text, name)
