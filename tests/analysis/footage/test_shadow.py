"""Shadows simulated with the errors they claim: the truth lies inside as often as is said."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from probans.analysis.footage import shadow, sun
from probans.analysis.footage.shadow import Ruler, Shadow

HALVERN = (-31.5, -12.26)
NOON = datetime(2031, 3, 4, 12, 40, tzinfo=UTC)


def seen(moment: datetime, place: tuple[float, float]) -> sun.Position:
    return sun.position(sun.julian_day(moment), *place)


def test_elevation_from_lengths() -> None:
    found = shadow.measured(Ruler(height=1.0, length=1.0, length_error=0.01))
    assert found.elevation == pytest.approx(45)
    # Half sin(90 degrees) times one per cent is 0.29 degrees.
    assert found.elevation_error == pytest.approx(0.29, abs=0.01)
    with pytest.raises(ValueError, match="above zero"):
        shadow.measured(Ruler(height=1.0, length=0.0))


def test_times_of_a_shadow_at_a_place_are_morning_and_afternoon() -> None:
    moment = datetime(2031, 3, 4, 16, 0, tzinfo=UTC)
    observed = Shadow(elevation=float(seen(moment, HALVERN).apparent), elevation_error=0.5)
    day = datetime(2031, 3, 4, tzinfo=UTC)
    morning, afternoon = shadow.times_at(observed, *HALVERN, day, day + timedelta(days=1))
    assert morning.last < NOON < afternoon.first
    assert afternoon.first < moment < afternoon.last
    assert abs(afternoon.best - moment) <= timedelta(seconds=2)
    assert timedelta(minutes=5) < afternoon.last - afternoon.first < timedelta(minutes=15)


def test_direction_leaves_one_time() -> None:
    moment = datetime(2031, 3, 4, 16, 0, tzinfo=UTC)
    there = seen(moment, HALVERN)
    observed = Shadow(elevation=float(there.apparent), elevation_error=0.5, azimuth=float(there.azimuth))
    day = datetime(2031, 3, 4, tzinfo=UTC)
    (span,) = shadow.times_at(observed, *HALVERN, day, day + timedelta(days=1))
    assert span.first < moment < span.last


def test_impossible_shadow_has_no_time() -> None:
    day = datetime(2031, 6, 21, tzinfo=UTC)
    observed = Shadow(elevation=80, elevation_error=0.5)
    assert shadow.times_at(observed, 60.0, 10.0, day, day + timedelta(days=1)) == ()


def test_noon_is_one_span() -> None:
    highest = float(max(seen(NOON + timedelta(minutes=m), HALVERN).apparent for m in range(-60, 60)))
    observed = Shadow(elevation=highest - 0.3, elevation_error=0.5)
    day = datetime(2031, 3, 4, tzinfo=UTC)
    (span,) = shadow.times_at(observed, *HALVERN, day, day + timedelta(days=1))
    assert span.first < NOON < span.last


def test_ring_of_places_runs_through_the_true_place() -> None:
    moment = datetime(2031, 3, 4, 16, 0, tzinfo=UTC)
    there = seen(moment, HALVERN)
    band = shadow.places_at(Shadow(elevation=float(there.apparent), elevation_error=0.3), moment)
    away = _distance(HALVERN, (band.latitude, band.longitude))
    assert away == pytest.approx(band.radius, abs=0.02)
    points = shadow.ring(band, band.radius)
    heights = sun.position(sun.julian_day(moment), points[:, 0], points[:, 1]).elevation
    assert np.ptp(heights) < 0.02
    assert band.inner < away < band.outer


@pytest.mark.parametrize("place", [HALVERN, (0.0, 20.0), (68.0, -150.0), (-66.0, 179.0)])
def test_elevation_and_direction_leave_a_point(place: tuple[float, float]) -> None:
    for hour in range(24):
        moment = datetime(2031, 3, 4, hour, 10, tzinfo=UTC)
        there = seen(moment, place)
        if not 3 < float(there.elevation) < 87:
            continue
        observed = Shadow(elevation=float(there.apparent), elevation_error=0.3, azimuth=float(there.azimuth))
        points = shadow.points_at(observed, moment)
        assert 1 <= len(points) <= 2
        assert min(_distance(point, place) for point in points) < 0.2


def test_region_holds_the_truth_as_often_as_it_says() -> None:
    dice = np.random.default_rng(7)
    inside = {1: 0, 2: 0}
    for number in range(1000):
        freedom = 1 + number % 2
        inside[freedom] += _is_inside(dice, freedom)
    assert 460 <= inside[1] <= 490
    assert 460 <= inside[2] <= 490


def _is_inside(dice: np.random.Generator, freedom: int) -> bool:
    while True:
        place = (float(np.degrees(np.arcsin(dice.uniform(-1, 1)))), float(dice.uniform(-180, 180)))
        moment = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(seconds=int(dice.uniform(0, 365 * 86_400)))
        there = seen(moment, place)
        if 5 < float(there.apparent) < 80:
            break
    length = 1 / np.tan(np.radians(float(there.apparent)))
    ruler = Ruler(height=1.0, length=length * (1 + dice.normal(0, 0.02)), length_error=0.02)
    azimuth = float(there.azimuth) + dice.normal(0, 5) if freedom == 2 else None
    observed = shadow.measured(ruler, azimuth=azimuth, azimuth_error=5, clock_error=60)
    stated = sun.julian_day(moment) + dice.normal(0, 60) / 86_400
    return bool(shadow.fits(observed, stated, *place))


def _distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    one, two = np.radians(first), np.radians(second)
    sine = np.sin(one[0]) * np.sin(two[0]) + np.cos(one[0]) * np.cos(two[0]) * np.cos(one[1] - two[1])
    return float(np.degrees(np.arccos(np.clip(sine, -1, 1))))
