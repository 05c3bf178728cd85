"""Map and timeline: what is uncertain is drawn as wide as it is, and nothing is drawn that is not known."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from probans.casework.dossier.chart_map import HEIGHT, WIDTH, MapChart, draw_map
from probans.casework.dossier.chart_time import LEFT, RIGHT, TimeChart, draw_timeline
from probans.casework.dossier.outline import read_basemap, read_world
from probans.model.incident import Incident
from probans.model.when import DateInterval
from probans.model.where import Place
from probans.shell.dossier_assets import load_assets
from tests.casework.dossier import halvern

INCIDENTS = (halvern.MARKET_INCIDENT, halvern.HOSPITAL_INCIDENT, halvern.RIVER_INCIDENT, halvern.UNPLACED_INCIDENT)


def at(latitude: float, longitude: float, radius_m: int = 1000, name: str = "somewhere") -> Incident:
    place = Place(id=f"{latitude},{longitude}", name=name, latitude=latitude, longitude=longitude, radius_m=radius_m)
    return replace(halvern.MARKET_INCIDENT, id=f"i-{latitude},{longitude}", place=place)


def mapped(*incidents: Incident, basemap: str = "") -> MapChart:
    chart = draw_map(incidents, basemap, load_assets().world)
    assert chart is not None
    return chart


def timed(*intervals: DateInterval | None, period: tuple[str, str] = ("", "")) -> TimeChart:
    incidents = [
        replace(halvern.MARKET_INCIDENT, id=f"i-{number}", number=f"I-{number}", interval=interval)
        for number, interval in enumerate(intervals)
    ]
    chart = draw_timeline(incidents, (), (), period)
    assert chart is not None
    return chart


def test_a_circle_is_as_wide_as_the_place_is_uncertain() -> None:
    chart = mapped(*INCIDENTS, basemap=halvern.BASEMAP)
    river = next(mark for mark in chart.marks if mark.incidents == ("i-river",))
    length, words = chart.bar
    kilometres = float(words.removesuffix(" km"))
    assert river.uncertain / (length / kilometres) == pytest.approx(60, rel=0.01)


def test_a_place_known_by_name_only_is_listed_not_drawn() -> None:
    chart = mapped(*INCIDENTS, basemap=halvern.BASEMAP)
    assert chart.nameless == ("i-farm",)
    assert "i-farm" not in {incident for mark in chart.marks for incident in mark.incidents}


def test_a_place_far_from_the_case_is_listed_not_drawn() -> None:
    chart = mapped(*INCIDENTS, at(36.2, -115.1, name="far away"), basemap=halvern.BASEMAP)
    assert [spot.place.name for spot in chart.far] == ["far away"]
    assert len(chart.marks) == 3
    assert chart.bar == mapped(*INCIDENTS, basemap=halvern.BASEMAP).bar


def test_no_place_no_map() -> None:
    assert draw_map([halvern.UNPLACED_INCIDENT], "", load_assets().world) is None


def test_marks_that_would_cover_each_other_become_one() -> None:
    chart = mapped(at(-38.05, -17.02), at(-38.051, -17.021), at(-37.0, -14.0))
    assert sorted(len(mark.incidents) for mark in chart.marks) == [1, 2]


def test_words_of_marks_do_not_cover_each_other() -> None:
    chart = mapped(*(at(-38 + row / 8, -17 + column / 8, name="a village") for row in range(8) for column in range(8)))
    assert any(not mark.words for mark in chart.marks)
    written = [mark for mark in chart.marks if mark.words]
    assert written
    for first in written:
        for second in written:
            same_line = abs(first.text_y - second.text_y) < 10 and first.anchor == second.anchor == "start"
            assert first is second or not same_line or abs(first.text_x - second.text_x) > 60


@pytest.mark.parametrize("longitude", [179.9, -179.9])
def test_the_date_line_is_no_edge(longitude: float) -> None:
    chart = mapped(at(-17.0, longitude), at(-17.5, 178.5))
    assert all(0 < mark.x < WIDTH and 0 < mark.y < HEIGHT for mark in chart.marks)
    assert chart.marks[0].x - chart.marks[1].x > WIDTH / 4


def test_the_world_is_drawn_when_the_case_brings_no_map() -> None:
    chart = mapped(at(48.2, 16.4, name="inland"))
    assert {"land", "border"} <= {kind for kind, _ in mapped(at(48.2, 16.4, 200_000)).paths}
    assert {kind for kind, _ in chart.paths} <= {"land", "border", "coast"}


def test_the_empty_ocean_has_no_land() -> None:
    assert mapped(at(-38.0, -17.0)).paths == ()


def polygon(point: str) -> str:
    return f'{{"features": [{{"geometry": {{"type": "Polygon", "coordinates": [[{point}, [0, 0], [1, 1]]]}}}}]}}'


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"features": 3}',
        '{"features": [{"geometry": {"type": "Polygon"}}]}',
        polygon("[NaN, 0]"),
        polygon("[1e999, 0]"),
        polygon("[0, 91]"),
        polygon('["east", 0]'),
        polygon("[]"),
        polygon("[1" + "0" * 400 + ", 0]"),
    ],
)
def test_a_basemap_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_basemap(bad)


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 1e6), (math.nan, 0), (0, math.inf)])
def test_coordinates_that_are_none_are_not_drawn(latitude: float, longitude: float) -> None:
    chart = mapped(at(latitude, longitude), at(10, 10))
    assert len(chart.marks) == len(chart.nameless) == 1


@pytest.mark.parametrize("latitude", [90.0, -90.0])
def test_the_poles_can_be_drawn(latitude: float) -> None:
    assert mapped(at(latitude, 0.0), at(latitude, 120.0)).marks


def test_the_outline_of_the_world_is_small_and_closed() -> None:
    world = load_assets().world
    assert len(world) < 200_000
    shapes = read_world(world)
    assert all(ring[0] == pytest.approx(ring[-1]) for shape in shapes if shape.closed for ring in shape.rings)
    assert not any(shape.name for shape in shapes)


def test_a_bar_is_as_wide_as_the_interval() -> None:
    chart = timed(halvern.day("2031-03-03"), DateInterval(first="2031-03-10", last="2031-03-29"))
    one, twenty = chart.bars
    assert twenty.width == pytest.approx(20 * one.width, rel=0.02)


def test_bars_in_one_lane_do_not_touch() -> None:
    days = [halvern.day(f"2031-03-{number:02}") for number in range(1, 29)]
    lanes: dict[float, float] = {}
    for bar in timed(*days, None).bars:
        assert bar.x >= lanes.get(bar.y, 0)
        lanes[bar.y] = bar.x + bar.width
    assert len(lanes) > 1


def test_an_open_end_goes_to_the_frame() -> None:
    chart = timed(halvern.day("2031-03-03"), DateInterval(first="2031-03-10", last=""))
    assert chart.bars[1].open_end == "end"
    assert chart.bars[1].x + chart.bars[1].width == pytest.approx(RIGHT, abs=0.2)


def test_one_stray_date_does_not_crush_the_period() -> None:
    period = ("2031-03-03", "2031-04-19")
    chart = timed(
        DateInterval(first="2024-01-01", last="2031-03-27"),
        halvern.day("2031-03-09"),
        halvern.day("2030-01-01"),
        period=period,
    )
    assert chart.bars[0].open_end == "start"
    assert chart.bars[0].x == LEFT
    assert chart.bars[1].width > 10
    assert chart.beyond == ("i-2",)


@pytest.mark.parametrize(
    "period", [("", ""), ("0001-01-01", "9999-12-31"), ("2031-04-19", "2031-03-03"), ("spring", "")]
)
def test_the_ends_of_the_calendar_can_be_drawn(period: tuple[str, str]) -> None:
    chart = timed(halvern.day("0001-01-01"), halvern.day("9999-12-31"), DateInterval(first="", last=""), period=period)
    assert len(chart.bars) >= 1


def test_no_date_no_timeline() -> None:
    assert draw_timeline([halvern.UNPLACED_INCIDENT], (), ()) is None


@pytest.mark.parametrize(("last", "most"), [("2031-03-04", 14), ("2031-08-01", 14), ("2049-01-01", 16)])
def test_the_axis_has_few_ticks(last: str, most: int) -> None:
    ticks = timed(DateInterval(first="2031-03-01", last=last)).ticks
    assert 1 <= len(ticks) <= most


def test_the_script_that_makes_the_outline_keeps_shared_borders(tmp_path: Path) -> None:
    """Two square countries beside each other: one shared arc, two polygons."""
    from tools.make_world import main  # noqa: PLC0415

    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [
            [[10, 0], [0, 10]],
            [[10, 10], [-5, 1], [-5, -1], [0, -5], [0, -5], [5, -1], [5, 1]],
            [[10, 0], [5, -1], [5, 1], [0, 5], [0, 5], [-5, 1], [-5, -1]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "arcs": [[[2, -1]]]},
                ]
            }
        },
    }
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(topology))
    main(source, target)
    made = json.loads(target.read_text())
    assert made["borders"] == [0]
    kinds = [shape.kind for shape in read_world(target.read_text())]
    assert kinds == ["land", "land", "border", "coast", "coast"]
