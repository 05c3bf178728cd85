"""What reading knows beforehand: the case's own places and parties come before the world's."""

from probans.analysis.reading.resources import Resources
from probans.model.case import CaseSettings, Party
from probans.model.where import Place
from probans.shell.resources_reading import load_resources

SETTINGS = CaseSettings(parties=(Party(id="vesmar", name="Vesmar", names=("Vesmar", "Vesmari", "Orlesk")),))
OWN = (
    Place(id="orlesk", name="Orlesk", country="Vesmar", within=("vesmar",)),
    Place(id="paris", name="Paris", country="Vesmar", within=("vesmar",)),
)


def best(resources: Resources, name: str) -> Place:
    """The most probable place of a name."""
    return resources.places[resources.names[name][0]]


def test_the_cases_own_place_comes_first() -> None:
    assert best(load_resources(places=OWN, settings=SETTINGS), "paris").id == "paris"
    assert best(load_resources(settings=SETTINGS), "paris").country == "France"


def test_parties_give_adjectives_and_capitals() -> None:
    resources = load_resources(places=OWN, settings=SETTINGS)
    assert resources.adjectives["vesmari"] == "Vesmar"
    assert "orlesk" not in resources.adjectives
    assert resources.capitals["orlesk"] == "Vesmar"
    assert resources.party_of("Vesmar") == "vesmar"


def test_the_world_has_countries_with_extent_and_containment() -> None:
    resources = load_resources(settings=CaseSettings())
    country = best(resources, "norway")
    assert (country.level, country.gazetteer) == ("country", "GeoNames")
    assert country.radius_m > 100_000
    assert best(resources, "oslo").within == (country.id,)
    assert resources.adjectives["norwegian"] == "Norway"
