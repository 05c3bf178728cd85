"""What a shadow says of time and place: intervals of time at a known place, a band on the globe at a known time.

A shadow is measured as a ratio of its length to the height of what casts it, and perhaps the direction it falls; both
with a standard error. Everything is carried through: results are regions that hold the truth 95 times in 100, if the
errors are what was said and the ground is level. The measuring is a person's; nothing here looks at a picture.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from probans.analysis.footage import sun

# 95 % of a chi-square distribution with one and with two degrees of freedom.
_WITHIN = {1: 3.841, 2: 5.991}
_STEP = 1 / 1440  # days: the sun moves a quarter of a degree in a minute
_CIRCLE_POINTS = 720
# Refraction near the horizon depends on weather; its error there, and half the sun's disc where penumbra blurs the tip.
_DISC = 0.05

Degrees = NDArray[np.float64]
Misfit = Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A measured shadow, all errors one standard deviation.

    ``elevation`` of the sun as seen (with refraction) and its error, degrees; ``azimuth`` of the sun (the shadow falls
    the opposite way) when known; ``clock_error`` of the time in seconds.
    """

    elevation: float
    elevation_error: float
    azimuth: float | None = None
    azimuth_error: float = 5.0
    clock_error: float = 0.0

    @property
    def freedom(self) -> int:
        return 1 if self.azimuth is None else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """Lengths in any one unit: the height of what casts the shadow and the shadow's length, with relative errors.

    ``slope`` is the error in degrees from ground that may not be level.
    """

    height: float
    length: float
    height_error: float = 0.0
    length_error: float = 0.02
    slope: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one instant to another (UTC) in which a shadow fits; ``best`` fits best."""

    first: datetime
    last: datetime
    best: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Places from which the sun stands at an elevation: a ring around the point under the sun.

    Degrees: ``latitude`` and ``longitude`` of that point, radii of the ring's inner and outer edge and of its middle.
    """

    latitude: float
    longitude: float
    radius: float
    inner: float
    outer: float


def measured(
    ruler: Ruler, *, azimuth: float | None = None, azimuth_error: float = 5.0, clock_error: float = 0.0
) -> Shadow:
    """The sun's elevation from lengths; the error is half sin(2h) times the relative errors, added in squares."""
    if ruler.height <= 0 or ruler.length <= 0:
        raise ValueError("a shadow is measured by lengths above zero")
    angle = np.arctan2(ruler.height, ruler.length)
    relative = np.degrees(np.sin(2 * angle) / 2) * np.hypot(ruler.height_error, ruler.length_error)
    error = float(np.sqrt(relative**2 + ruler.slope**2 + _DISC**2))
    return Shadow(
        elevation=float(np.degrees(angle)),
        elevation_error=error,
        azimuth=None if azimuth is None else azimuth % 360,
        azimuth_error=azimuth_error,
        clock_error=clock_error,
    )


def misfit(shadow: Shadow, day: ArrayLike, latitude: ArrayLike, longitude: ArrayLike) -> Degrees:
    """How badly instants and places fit: squared errors in units of their variance, the clock's error included."""
    days = np.asarray(day, dtype=np.float64)
    found = sun.position(days, latitude, longitude)
    off = [shadow.elevation - found.apparent]
    if shadow.azimuth is not None:
        off.append(_turn(shadow.azimuth - found.azimuth))
    if shadow.clock_error == 0:
        return _squares(shadow, off, None)
    later = sun.position(days + _STEP, latitude, longitude)
    pace = [later.apparent - found.apparent, _turn(later.azimuth - found.azimuth)][: len(off)]
    return _squares(shadow, off, [part * shadow.clock_error / 60 for part in pace])


def fits(shadow: Shadow, day: ArrayLike, latitude: ArrayLike, longitude: ArrayLike) -> NDArray[np.bool_]:
    """Whether instants and places lie inside the 95 % region."""
    return np.asarray(misfit(shadow, day, latitude, longitude) <= _WITHIN[shadow.freedom])


def times_at(shadow: Shadow, latitude: float, longitude: float, first: datetime, last: datetime) -> tuple[Span, ...]:
    """All spans between two instants in which the shadow fits at a place, to the second, in order."""
    begin, end = sun.julian_day(first), sun.julian_day(last)
    days = np.arange(begin, end + _STEP, _STEP)
    off = misfit(shadow, days, latitude, longitude)
    # A span shorter than the step shows as a dip between samples; looking closer at every dip finds it.
    spans = [_span(shadow, latitude, longitude, days[rows]) for rows in _runs(off)]
    whole = _merged([span for span in spans if span is not None])
    return tuple(span for span in whole if span.last >= first and span.first <= last)


def places_at(shadow: Shadow, moment: datetime) -> Band:
    """The ring of places at which the sun stands as high at an instant; half the ring's points have it in the east.

    The clock's error moves the whole ring; it widens the band here as far as that can.
    """
    latitude, longitude = sun.geocentric(sun.julian_day(moment)).under
    width = float(np.sqrt(_WITHIN[1])) * float(np.hypot(shadow.elevation_error, shadow.clock_error / 240))
    true = shadow.elevation - float(sun.refraction(shadow.elevation))
    radius = 90 - true
    return Band(
        latitude=float(latitude),
        longitude=float(longitude),
        radius=radius,
        inner=max(0.0, radius - width),
        outer=min(180.0, radius + width),
    )


def ring(band: Band, radius: float) -> NDArray[np.float64]:
    """Latitudes and longitudes (720, 2) of the circle at ``radius`` degrees around the point under the sun."""
    bearing = np.radians(np.linspace(0, 360, _CIRCLE_POINTS, endpoint=False))
    phi, away = np.radians(band.latitude), np.radians(radius)
    sine = np.sin(phi) * np.cos(away) + np.cos(phi) * np.sin(away) * np.cos(bearing)
    latitude = np.arcsin(np.clip(sine, -1, 1))
    east = np.arctan2(np.sin(bearing) * np.sin(away) * np.cos(phi), np.cos(away) - np.sin(phi) * sine)
    longitude = (band.longitude + np.degrees(east) + 180) % 360 - 180
    return np.stack([np.degrees(latitude), longitude], axis=1)


def points_at(shadow: Shadow, moment: datetime) -> tuple[tuple[float, float], ...]:
    """The places (latitude, longitude) at which both elevation and azimuth fit best: none, one or two."""
    if shadow.azimuth is None:
        raise ValueError("a point needs the direction of the shadow")
    centre = sun.geocentric(sun.julian_day(moment))
    under, east = (float(part) for part in centre.under)
    height = np.radians(shadow.elevation - float(sun.refraction(shadow.elevation)))
    azimuth, declination = np.radians(shadow.azimuth), np.radians(under)
    # sin(declination) = sin(latitude) sin(height) + cos(latitude) cos(height) cos(azimuth), solved for the latitude.
    size = float(np.hypot(np.sin(height), np.cos(height) * np.cos(azimuth)))
    if abs(np.sin(declination)) > size:
        return ()
    turn = float(np.arctan2(np.cos(height) * np.cos(azimuth), np.sin(height)))
    angle = float(np.arcsin(np.sin(declination) / size))
    latitudes = {round(item, 9): item for item in (angle - turn, np.pi - angle - turn)}
    return tuple(_points(list(latitudes.values()), height, azimuth, declination, east))


def _points(
    latitudes: list[float], height: float, azimuth: float, declination: float, east: float
) -> Iterator[tuple[float, float]]:
    for raw in sorted(latitudes):
        latitude = float((raw + np.pi) % (2 * np.pi) - np.pi)
        if abs(latitude) > np.pi / 2:
            continue
        up = np.sin(height) * np.cos(latitude) - np.cos(height) * np.cos(azimuth) * np.sin(latitude)
        hour = np.degrees(np.arctan2(-np.cos(height) * np.sin(azimuth), up))
        if abs(np.cos(declination)) > 0:
            yield float(np.degrees(latitude)), float((east + hour + 180) % 360 - 180)


def _squares(shadow: Shadow, off: list[Degrees], moved: list[Degrees] | None) -> Degrees:
    variances = [shadow.elevation_error**2, shadow.azimuth_error**2][: len(off)]
    if moved is None:
        plain: Degrees = np.add.reduce([part**2 / width for part, width in zip(off, variances, strict=True)])
        return plain
    first = variances[0] + moved[0] ** 2
    if len(off) == 1:
        return np.asarray(off[0] ** 2 / first)
    # The clock moves both angles together: the two by two covariance is inverted as it stands.
    second, both = variances[1] + moved[1] ** 2, moved[0] * moved[1]
    determinant = first * second - both**2
    return np.asarray((second * off[0] ** 2 - 2 * both * off[0] * off[1] + first * off[1] ** 2) / determinant)


def _turn(angle: Degrees) -> Degrees:
    return np.asarray((angle + 180) % 360 - 180)


def _runs(off: Degrees) -> Iterator[slice]:
    """Stretches of samples around each lowest misfit: between neighbouring highest ones."""
    inner = np.arange(1, len(off) - 1)
    dips = inner[(off[inner] <= off[inner - 1]) & (off[inner] < off[inner + 1])]
    dips = np.concatenate([[0] if off[0] <= off[1] else [], dips, [len(off) - 1] if off[-1] < off[-2] else []]).astype(
        int
    )
    borders = [
        0,
        *(left + int(np.argmax(off[left:right])) for left, right in pairwise(dips)),
        len(off),
    ]
    for start, end in pairwise(borders):
        if end - start > 1:
            yield slice(max(0, start - 1), min(len(off), end + 1))


def _span(shadow: Shadow, latitude: float, longitude: float, days: Degrees) -> Span | None:
    """The span inside one stretch that has one lowest misfit."""
    limit = _WITHIN[shadow.freedom]

    def off(day: float) -> float:
        return float(misfit(shadow, day, latitude, longitude))

    values = misfit(shadow, days, latitude, longitude)
    lowest = int(np.argmin(values))
    best = _lowest(off, float(days[max(0, lowest - 1)]), float(days[min(len(days) - 1, lowest + 1)]))
    if off(best) > limit:
        return None
    before, after = days[:lowest][values[:lowest] > limit], days[lowest + 1 :][values[lowest + 1 :] > limit]
    first = _crossing(off, float(before[-1]), best, limit) if len(before) else float(days[0])
    last = _crossing(off, float(after[0]), best, limit) if len(after) else float(days[-1])
    return Span(first=sun.moment_of(first), last=sun.moment_of(last), best=sun.moment_of(best))


def _merged(spans: list[Span]) -> list[Span]:
    """Join spans that touch: around noon the sun can fit all the way from one dip to the next."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.first - merged[-1].last <= timedelta(minutes=1):
            merged[-1] = Span(first=merged[-1].first, last=span.last, best=merged[-1].best)
        else:
            merged.append(span)
    return merged


def _lowest(off: Misfit, low: float, high: float) -> float:
    """Where a function with one lowest point is lowest, to a fifth of a second."""
    while high - low > 2e-6:
        third = (high - low) / 3
        low, high = (low, high - third) if off(low + third) < off(high - third) else (low + third, high)
    return (low + high) / 2


def _crossing(off: Misfit, outside: float, inside: float, limit: float) -> float:
    while abs(outside - inside) > 2e-6:
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if off(middle) > limit else (outside, middle)
    return inside
