"""The sun against the worked example of the report and against four independent algorithms."""

import csv
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from probans.analysis.footage import sun
from tests.shared import shared_data


def test_worked_example_of_the_report() -> None:
    """NREL/TP-560-34302, appendix A.5."""
    moment = datetime(2003, 10, 17, 12, 30, 30, tzinfo=timezone(timedelta(hours=-7)))
    air = sun.Air(height_m=1830.14, pressure=820, celsius=11)
    found = sun.position(sun.julian_day(moment), 39.742476, -105.1786, air=air, delta_t=67)
    assert 90 - float(found.apparent) == pytest.approx(50.111622, abs=2e-6)
    assert float(found.azimuth) == pytest.approx(194.340241, abs=2e-6)
    centre = sun.geocentric(sun.julian_day(moment), delta_t=67)
    assert float(centre.ascension) == pytest.approx(202.227408, abs=2e-6)
    assert float(centre.declination) == pytest.approx(-9.31434, abs=2e-6)
    assert float(centre.sidereal) == pytest.approx(318.511910, abs=2e-5)


def test_four_other_algorithms_agree() -> None:
    path = shared_data("media", "sun", "solposx_conditions.csv")
    with path.open() as rows:
        for row in csv.DictReader(rows):
            moment = datetime.fromisoformat(row["time_iso"])
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            found = sun.position(sun.julian_day(moment), float(row["latitude_deg"]), float(row["longitude_deg_east"]))
            tolerance = 0.01 if 1950 <= moment.year <= 2060 else 0.6
            for name in ("spa", "skyfield"):
                elevation, azimuth = row[f"{name}_elevation"], row[f"{name}_azimuth"]
                assert not elevation or float(found.elevation) == pytest.approx(float(elevation), abs=tolerance), row
                assert not azimuth or _turn(float(found.azimuth), float(azimuth)) < tolerance, row


def _turn(first: float, second: float) -> float:
    return abs((first - second + 180) % 360 - 180)


def test_under_the_sun_it_stands_in_the_zenith() -> None:
    day = sun.julian_day(datetime(2031, 3, 4, 9, 30, tzinfo=UTC))
    latitude, longitude = sun.geocentric(day).under
    assert float(sun.position(day, latitude, longitude).elevation) == pytest.approx(90, abs=0.01)


def test_many_places_at_once() -> None:
    day = sun.julian_day(datetime(2031, 6, 21, 12, tzinfo=UTC))
    latitudes, longitudes = np.array([[-60.0], [0.0], [89.9]]), np.array([-180.0, 0.0, 33.0, 180.0])
    found = sun.position(day, latitudes, longitudes)
    assert found.elevation.shape == (3, 4)
    assert found.elevation[1, 0] == pytest.approx(found.elevation[1, 3])
    assert np.all(np.isfinite(found.azimuth))


def test_an_instant_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        sun.julian_day(datetime(2031, 3, 4))  # noqa: DTZ001
