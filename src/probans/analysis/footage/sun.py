"""Where the sun stands: elevation and azimuth for a time and place, and the point on earth under it.

Obeys NREL/TP-560-34302, "Solar Position Algorithm for Solar Radiation Applications" (Reda and Andreas, 2008), good to
0.0003 degrees. Takes instants as Julian days of UTC and places in WGS 84 degrees, scalars or arrays that broadcast.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from probans.analysis.footage import sun_terms

Degrees = NDArray[np.float64]

# Terrestrial time minus UTC in seconds. It was 29 in 1950 and 69 in 2025; being 40 seconds off moves the sun by 0.0005
# degrees.
DELTA_T = 69.0
_EPOCH = datetime(2000, 1, 1, 12, tzinfo=UTC)
_J2000 = 2451545.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocentric:
    """The sun seen from the earth's centre: right ascension, declination (degrees), distance (AU), sidereal time."""

    ascension: Degrees
    declination: Degrees
    distance: Degrees
    sidereal: Degrees

    @property
    def under(self) -> tuple[Degrees, Degrees]:
        """Latitude and longitude of the point that has the sun in its zenith."""
        longitude = (self.ascension - self.sidereal + 180.0) % 360.0 - 180.0
        return self.declination, longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Degrees: ``elevation`` without and ``apparent`` with refraction, ``azimuth`` eastward from north."""

    elevation: Degrees
    apparent: Degrees
    azimuth: Degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """Where the observer stands in the air: ``pressure`` in hPa and ``celsius`` only bend the light."""

    height_m: float = 0.0
    pressure: float = 1010.0
    celsius: float = 10.0


STANDARD_AIR = Air()


def julian_day(moment: datetime) -> float:
    """Julian day of an instant with a zone; raises ValueError without one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return _J2000 + (moment.astimezone(UTC) - _EPOCH) / timedelta(days=1)


def moment_of(day: float) -> datetime:
    """The instant (UTC, to the second) of a Julian day."""
    return _EPOCH + timedelta(seconds=round((day - _J2000) * 86_400))


def geocentric(day: ArrayLike, *, delta_t: float = DELTA_T) -> Geocentric:
    """Sections 3.1 to 3.10 of the report for Julian days of UTC."""
    days = np.asarray(day, dtype=np.float64)
    century = (days - _J2000) / 36_525
    dynamic = (days + delta_t / 86_400 - _J2000) / 36_525
    longitude, latitude, distance = _heliocentric(dynamic / 10)
    nutation, tilt = _nutation(dynamic)
    tilt = tilt + _mean_obliquity(dynamic / 100)
    apparent = np.radians(np.degrees(longitude) + 180 + nutation - 20.4898 / 3600 / distance)
    beta, epsilon = -latitude, np.radians(tilt)
    ascension = np.arctan2(np.sin(apparent) * np.cos(epsilon) - np.tan(beta) * np.sin(epsilon), np.cos(apparent))
    declination = np.arcsin(np.sin(beta) * np.cos(epsilon) + np.cos(beta) * np.sin(epsilon) * np.sin(apparent))
    sidereal = 280.46061837 + 360.98564736629 * (days - _J2000) + century**2 * (0.000387933 - century / 38_710_000)
    return Geocentric(
        ascension=np.degrees(ascension) % 360,
        declination=np.degrees(declination),
        distance=distance,
        sidereal=(sidereal + nutation * np.cos(epsilon)) % 360,
    )


def position(
    day: ArrayLike, latitude: ArrayLike, longitude: ArrayLike, *, air: Air = STANDARD_AIR, delta_t: float = DELTA_T
) -> Position:
    """Sections 3.11 to 3.14: the sun from a place."""
    return from_place(geocentric(day, delta_t=delta_t), latitude, longitude, air=air)


def from_place(sun: Geocentric, latitude: ArrayLike, longitude: ArrayLike, *, air: Air = STANDARD_AIR) -> Position:
    """As ``position``, for a sun already computed: one instant and many places cost one sun."""
    phi, east = np.radians(latitude), np.asarray(longitude, dtype=np.float64)
    hour = np.radians(sun.sidereal + east - sun.ascension)
    declination, parallax = np.radians(sun.declination), np.radians(8.794 / 3600 / sun.distance)
    reduced = np.arctan(0.99664719 * np.tan(phi))
    x = np.cos(reduced) + air.height_m / 6_378_140 * np.cos(phi)
    y = 0.99664719 * np.sin(reduced) + air.height_m / 6_378_140 * np.sin(phi)
    beside = np.cos(declination) - x * np.sin(parallax) * np.cos(hour)
    shift = np.arctan2(-x * np.sin(parallax) * np.sin(hour), beside)
    seen = np.arctan2((np.sin(declination) - y * np.sin(parallax)) * np.cos(shift), beside)
    hour = hour - shift
    sine = np.sin(phi) * np.sin(seen) + np.cos(phi) * np.cos(seen) * np.cos(hour)
    elevation = np.degrees(np.arcsin(np.clip(sine, -1, 1)))
    azimuth = np.arctan2(np.sin(hour), np.cos(hour) * np.sin(phi) - np.tan(seen) * np.cos(phi))
    return Position(
        elevation=elevation,
        apparent=elevation + refraction(elevation, air),
        azimuth=(np.degrees(azimuth) + 180) % 360,
    )


def refraction(elevation: ArrayLike, air: Air = STANDARD_AIR) -> Degrees:
    """Degrees by which the air lifts the sun; zero once it is below the horizon."""
    true = np.asarray(elevation, dtype=np.float64)
    above = true >= -0.83337
    safe = np.where(above, true, 0.0)
    lift = 1.02 / 60 / np.tan(np.radians(safe + 10.3 / (safe + 5.11)))
    return np.where(above, air.pressure / 1010 * 283 / (273 + air.celsius) * lift, 0.0)


def _heliocentric(millennia: Degrees) -> tuple[Degrees, Degrees, Degrees]:
    tables = (sun_terms.LONGITUDE, sun_terms.LATITUDE, sun_terms.RADIUS)
    longitude, latitude, radius = (_series(table, millennia) for table in tables)
    return longitude, latitude, radius


def _series(tables: tuple[tuple[tuple[float, ...], ...], ...], millennia: Degrees) -> Degrees:
    total = np.zeros_like(millennia)
    for power, table in enumerate(tables):
        amplitude, phase, frequency = np.array(table, dtype=np.float64).T
        waves = np.cos(phase + np.multiply.outer(millennia, frequency)) @ amplitude
        total = total + waves * millennia**power
    return total / 1e8


def _nutation(centuries: Degrees) -> tuple[Degrees, Degrees]:
    """Nutation in longitude and in obliquity, degrees."""
    angles = np.stack(
        [
            297.85036 + centuries * (445267.11148 + centuries * (-0.0019142 + centuries / 189_474)),
            357.52772 + centuries * (35999.05034 + centuries * (-0.0001603 - centuries / 300_000)),
            134.96298 + centuries * (477198.867398 + centuries * (0.0086972 + centuries / 56_250)),
            93.27191 + centuries * (483202.017538 + centuries * (-0.0036825 + centuries / 327_270)),
            125.04452 + centuries * (-1934.136261 + centuries * (0.0020708 + centuries / 450_000)),
        ],
        axis=-1,
    )
    terms = np.array(sun_terms.NUTATION, dtype=np.float64)
    arguments = np.radians(angles @ terms[:, :5].T)
    in_longitude = (terms[:, 5] + np.multiply.outer(centuries, terms[:, 6])) * np.sin(arguments)
    in_obliquity = (terms[:, 7] + np.multiply.outer(centuries, terms[:, 8])) * np.cos(arguments)
    return in_longitude.sum(axis=-1) / 36e6, in_obliquity.sum(axis=-1) / 36e6


def _mean_obliquity(ten_millennia: Degrees) -> Degrees:
    seconds = (84381.448, -4680.93, -1.55, 1999.25, -51.38, -249.67, -39.05, 7.12, 27.87, 5.79, 2.45)
    obliquity: Degrees = np.polynomial.polynomial.polyval(ten_millennia, np.array(seconds)) / 3600
    return obliquity
