"""How alike two tellings are, with the reasons in plain words.

Takes two tellings; gives points for and against their being one incident, each with its reason, or what rules it out.
The points are added; what rules out is never outweighed. See docs/incidents.md for the table of points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt

from probans.analysis.incidents.kinds import can_be_one, in_words
from probans.analysis.incidents.tellings import Telling
from probans.model.counts import Count
from probans.model.when import DateInterval
from probans.model.where import Place

ONE_INCIDENT = 5.0  # points from which two well placed and dated tellings are one incident
ONE_INCIDENT_WEAK = 3.5  # the same where place or date is missing
NEAR_M = 3_000  # metres allowed besides the radii of two places
REPORTED_WITHIN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points and their reasons; ``against`` are the reasons that rule out (then nothing else counts)."""

    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()


def compare(first: Telling, second: Telling) -> Likeness:
    """Weigh two tellings. Symmetric: the order changes nothing but the order of names in the words."""
    against = tuple(_ruled_out(first, second))
    if against:
        return Likeness(0.0, (), against)
    weighed = tuple(_weigh(first, second))
    ordered = sorted(weighed, key=lambda item: -abs(item[0]))
    return Likeness(round(sum(points for points, _ in weighed), 3), tuple(words for _, words in ordered))


# --- what rules out ---


def _ruled_out(first: Telling, second: Telling) -> Iterator[str]:
    if "denial" not in (first.kind, second.kind) and not can_be_one(first.kind, second.kind):
        yield f"Different kinds of conduct: {in_words(first.kind)} and {in_words(second.kind)}."
    if first.intervals and second.intervals and not _dates_meet(first, second, slack=1):
        yield f"Different days: {say_dates(first.intervals)} and {say_dates(second.intervals)}."
    if (first.standing == "several") != (second.standing == "several"):
        yield "One sums several dates, the other tells of one."
    if _places_exclude(first, second):
        yield f"Different places: {say_places(first)} and {say_places(second)}."
    for telling, other in ((first, second), (second, first)):
        if telling.published and other.days and other.days[0] > telling.published:
            yield f"Published {telling.published}, before {other.days[0]}."
            return


def _places_exclude(first: Telling, second: Telling) -> bool:
    mine, theirs = first.places + first.coarse, second.places + second.coarse
    if mine and theirs:
        return not any(_place_points(one, other)[0] for one in mine for other in theirs)
    if first.names and second.names and not mine and not theirs:
        return not set(first.names) & set(second.names)
    return False


def _dates_meet(first: Telling, second: Telling, slack: int) -> bool:
    return any(one.overlaps(other, slack) for one in first.intervals for other in second.intervals)


# --- points ---


def _weigh(first: Telling, second: Telling) -> Iterator[tuple[float, str]]:
    yield from _weigh_time(first, second)
    yield from _weigh_place(first, second)
    if first.kind == second.kind:
        yield 1.0, f"Same kind of conduct: {in_words(first.kind)}."
    else:
        yield 0.5, f"Kinds that go together: {in_words(first.kind)} and {in_words(second.kind)}."
    yield from _weigh_particulars(first, second)
    yield from _weigh_counts(first, second)
    yield from _weigh_wording(first, second)


def _weigh_time(first: Telling, second: Telling) -> Iterator[tuple[float, str]]:
    if first.days and second.days and set(first.days) & set(second.days):
        if len(first.days) == len(second.days) == 1:
            yield 3.0, f"Same day: {first.days[0]}."
        else:
            yield 2.5, f"Days that overlap: {say_dates(first.intervals)} and {say_dates(second.intervals)}."
    elif first.intervals and second.intervals:
        if _dates_meet(first, second, slack=0):
            yield 1.0, f"The longer period contains it: {say_dates(first.intervals)} and {say_dates(second.intervals)}."
        else:
            yield -2.0, f"A day apart: {say_dates(first.intervals)} and {say_dates(second.intervals)}."
    else:
        yield from _weigh_publication(first, second)


def _weigh_publication(first: Telling, second: Telling) -> Iterator[tuple[float, str]]:
    """When a date is missing, the day of publication says when the thing was news."""
    mine = first.days[-1] if first.days else first.published
    theirs = second.days[-1] if second.days else second.published
    if not mine or not theirs:
        return
    gap = abs((date.fromisoformat(mine) - date.fromisoformat(theirs)).days)
    if gap <= REPORTED_WITHIN_DAYS:
        yield 0.5, f"One gives no date; it was told within {gap} days of the other."
    else:
        yield -2.0, f"One gives no date, and was told {gap} days apart from the other."


def _weigh_place(first: Telling, second: Telling) -> Iterator[tuple[float, str]]:
    mine, theirs = first.places or first.coarse, second.places or second.coarse
    found = [_place_points(one, other) for one in mine for other in theirs]
    if found:
        yield max(found)
    elif set(first.names) & set(second.names):
        yield 2.5, f"Same name of a place, unknown to the gazetteer: {min(set(first.names) & set(second.names))}."
    else:
        yield -1.0, "One names no place that could be compared."


def _place_points(first: Place, second: Place) -> tuple[float, str]:
    """Points for two places; 0 when they exclude each other."""
    if first.id == second.id:
        coarse = first.level in ("district", "province", "country", "region")
        return (1.0 if coarse else 3.0), f"Same place: {first.name}."
    for inner, outer in ((first, second), (second, first)):
        if outer.id in inner.within:
            coarse = outer.level in ("district", "province", "country", "region")
            return (0.5 if coarse else 2.5), f"{inner.name} lies in {outer.name}."
    distance = distance_m(first, second)
    if distance is not None and distance <= first.radius_m + second.radius_m + NEAR_M:
        return 1.5, f"{first.name} and {second.name} are {distance / 1000:.1f} km apart."
    return 0.0, f"{first.name} and {second.name} are different places."


def _weigh_particulars(first: Telling, second: Telling) -> Iterator[tuple[float, str]]:
    shared = first.weapons & second.weapons
    if shared:
        yield 1.0, f"Same weapon: {min(shared)}."
    elif first.weapons and second.weapons:
        yield -0.5, f"Different weapons: {min(first.weapons)} and {min(second.weapons)}."
    if first.targets & second.targets:
        yield 1.0, f"Same thing hit: {min(first.targets & second.targets)}."
    if first.people & second.people:
        yield 3.0, f"Same person named: {min(first.people & second.people)}."
    if first.authors and second.authors:
        same = set(first.authors) & set(second.authors)
        yield (0.5, "Same alleged side.") if same else (-0.5, "Different sides are said to have done it.")


def _weigh_counts(first: Telling, second: Telling) -> Iterator[tuple[float, str]]:
    theirs = {(outcome, group): count for outcome, group, count in second.counts}
    for outcome, group, count in first.counts:
        other = theirs.get((outcome, group))
        if other is None:
            continue
        if count.is_exact and other.is_exact and count.low == other.low and count.low >= 3:
            yield 1.0 if count.low < 10 else 1.5, f"Same number {outcome}: {count}."
        elif far_apart(count, other):
            yield -1.5, f"Numbers {outcome} far apart: {count} and {other}."


def far_apart(first: Count, second: Count) -> bool:
    """Whether two counts differ so much (fivefold and by ten) that they hardly count the same thing."""
    if first.low > second.low:
        first, second = second, first
    return first.high is not None and first.high + 10 <= second.low and first.high * 5 <= second.low


def _weigh_wording(first: Telling, second: Telling) -> Iterator[tuple[float, str]]:
    if first.sentence and first.sentence == second.sentence:
        yield 3.0, "Word for word the same sentence."
    if first.claim.text == second.claim.text:
        yield 1.5, "Told in the same text."
        if "about" in (first.standing, second.standing) and first.kind == second.kind:
            yield 2.0, "One tells of the act, the other of what is done about such an act, in the same text."


def distance_m(first: Place, second: Place) -> float | None:
    """Great-circle distance in metres; None when a place has no coordinates."""
    if first.latitude is None or first.longitude is None or second.latitude is None or second.longitude is None:
        return None
    return distance_between(first.latitude, first.longitude, second.latitude, second.longitude)


def distance_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in metres between two points in degrees, on a sphere of 6,371 km."""
    north, other_north = radians(latitude), radians(other_latitude)
    half_north, half_east = (other_north - north) / 2, radians(other_longitude - longitude) / 2
    chord = sin(half_north) ** 2 + cos(north) * cos(other_north) * sin(half_east) ** 2
    return 2 * 6_371_000 * asin(sqrt(min(1.0, chord)))


# --- words ---


def say_dates(intervals: tuple[DateInterval, ...]) -> str:
    """Days and periods in words."""
    return ", ".join(say_interval(interval) for interval in intervals) or "no date"


def say_interval(interval: DateInterval) -> str:
    """One day or period in words."""
    if interval.is_day:
        return interval.first
    return f"{interval.first or 'unknown'} to {interval.last or 'unknown'}"


def say_places(telling: Telling) -> str:
    """The places of a telling in words."""
    names = [place.name for place in telling.places or telling.coarse] or list(telling.names)
    return ", ".join(names) or "no place"
