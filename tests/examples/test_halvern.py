"""The example case and its answer key: consistent in itself, and found again by the program."""

from pathlib import Path

from tools.make_example_basemap import basemap

from probans.model.case import CaseSettings
from probans.shell.settings import read_basemap, read_gazetteer, read_toml

HALVERN = Path(__file__).parents[2] / "examples" / "halvern"


def test_settings_gazetteer_and_basemap_are_read_without_a_problem() -> None:
    settings, settings_problems = read_toml((HALVERN / "case.toml").read_bytes(), "case.toml")
    places, place_problems = read_gazetteer((HALVERN / "gazetteer.csv").read_bytes(), "gazetteer.csv")
    geojson, map_problems = read_basemap((HALVERN / "basemap.geojson").read_bytes(), "basemap.geojson")
    assert settings_problems + place_problems + map_problems == ()
    assert set(settings) <= set(CaseSettings.__dataclass_fields__)
    assert settings["fictional"] is True
    ids = {place.id for place in places}
    assert len(ids) == len(places)
    assert {container for place in places for container in place.within} <= ids
    assert len(basemap()["features"]) == geojson.count('"Feature"')
