"""How likely two tellings are of one incident, with the reasons in plain words.

Takes two tellings; gives pieces of evidence for and against, each with its words, or what rules it out. Each piece
carries a weight in log-odds: learned from articles with known incidents where such articles can teach it, set by
judgement otherwise (docs/incidents.md has the table and says which). What rules out is never outweighed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import asin, cos, exp, log1p, radians, sin, sqrt

from probans.analysis.incidents.kinds import can_be_one, in_words
from probans.analysis.incidents.tellings import Telling
from probans.model.counts import Count
from probans.model.when import DateInterval
from probans.model.where import Place

ONE_INCIDENT = 0.4  # probability, averaged over all pairs, from which tellings are one incident
NEAR_M = 500  # metres allowed besides the radii of two places
COARSE = frozenset({"province", "country", "region"})

LEARNED: Mapping[str, float] = {
    "base": 1.7,
    "words": -1.34,  # by how many named words there are to compare: the more, the more must be shared
    "same day": 0.7,
    "place and day": 0.6,
    "days between": -1.36,
    "same place": 3.1,
    "very rare names": 3.6,
    "rare names": 2.55,
    "same ages": 2.65,
    "other ages": -1.4,
    "days around": 2.2,
}
JUDGED: Mapping[str, float] = {
    "days overlap": 0.5,
    "period around": 0.3,
    "day apart": -6.0,
    "other day": -8.0,
    "undated": 0.0,
    "place inside": 2.8,
    "place near": 1.5,
    "place around": 1.0,
    "other place": -4.0,
    "no place": -2.0,
    "same name of place": 2.8,
    "same kind": 0.5,
    "kinds go together": 0.0,
    "same weapon": 0.7,
    "other weapon": -0.5,
    "same target": 0.7,
    "same person": 3.0,
    "same side": 0.3,
    "other side": -0.3,
    "same number": 1.0,
    "numbers far apart": -1.5,
    "same sentence": 5.0,
    "same text": 0.5,
    "one act in a text": 2.0,
    "act and what is done about it": 2.0,
}
WEIGHTS: Mapping[str, float] = {**LEARNED, **JUDGED}
_FROM_NEAR_TO_FAR = (
    (0, "period around", "The longer period contains it"),
    (1, "day apart", "A day apart"),
    (10**5, "other day", "Different days"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: its name in the table of weights, how much there is of it, and the words ('' when not worth it)."""

    name: str
    amount: float
    words: str

    @property
    def log_odds(self) -> float:
        return WEIGHTS[self.name] * self.amount


@dataclass(frozen=True, slots=True)
class Likeness:
    """Log-odds that two tellings are of one incident, the reasons, weightiest first, and what rules it out."""

    log_odds: float
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def probability(self) -> float:
        return 0.0 if self.against else 1 / (1 + exp(-self.log_odds))


def compare(first: Telling, second: Telling) -> Likeness:
    """Weigh two tellings. Symmetric: the order changes nothing but the order of names in the words."""
    against = tuple(ruled_out(first, second))
    if against:
        return Likeness(float("-inf"), (), against)
    found = tuple(evidence(first, second))
    ordered = sorted((item for item in found if item.words), key=lambda item: -abs(item.log_odds))
    total = sum(item.log_odds for item in found)
    return Likeness(round(total, 3), tuple(item.words for item in ordered))


# --- what rules out ---


def ruled_out(first: Telling, second: Telling) -> Iterator[str]:
    """Reasons why two tellings cannot be of one incident; none when they can."""
    if "denial" not in (first.kind, second.kind) and not can_be_one(first.kind, second.kind):
        yield f"Different kinds of conduct: {in_words(first.kind)} and {in_words(second.kind)}."
    if (first.standing == "several") != (second.standing == "several"):
        yield "One sums several dates, the other tells of one."
    told_apart = first.claim.text == second.claim.text or _tells_also(first, second) or _tells_also(second, first)
    if told_apart and first.intervals and second.intervals and not _dates_meet(first, second, slack=1):
        yield f"Different days, told of apart in one text: {_both_dates(first, second)}."
    if told_apart and _places_exclude(first, second):
        yield f"Different places, told of apart in one text: {_both_places(first, second)}."


def _tells_also(telling: Telling, other: Telling) -> bool:
    """Whether the text of a telling also tells of the place and day of another: then it means two different acts."""
    return bool(other.scenes) and other.scenes <= telling.other_scenes


def _places_exclude(first: Telling, second: Telling) -> bool:
    mine, theirs = first.places + first.coarse, second.places + second.coarse
    if mine and theirs:
        return all(_place_evidence(one, other) is None for one in mine for other in theirs)
    if first.names and second.names and not mine and not theirs:
        return not set(first.names) & set(second.names)
    return False


def _dates_meet(first: Telling, second: Telling, slack: int) -> bool:
    return any(one.overlaps(other, slack) for one in first.intervals for other in second.intervals)


# --- evidence ---


def evidence(first: Telling, second: Telling) -> Iterator[Evidence]:
    """All pieces of evidence on whether two tellings are of one incident."""
    yield Evidence("base", 1.0, "")
    if first.claim.text != second.claim.text:
        yield Evidence("words", log1p(min(len(first.context.named), len(second.context.named))), "")
    time, place = _time_evidence(first, second), _best_place(first, second)
    yield from (time, place)
    if time.name == "undated":
        yield from _gap_evidence(first, second)
    if time.name in ("same day", "days overlap") and place.name in ("same place", "place inside", "same name of place"):
        yield Evidence("place and day", 1.0, "")
    yield from _kind_evidence(first, second)
    yield from _particulars(first, second)
    yield from _count_evidence(first, second)
    yield from _wording_evidence(first, second)


def _time_evidence(first: Telling, second: Telling) -> Evidence:
    if first.days and second.days and set(first.days) & set(second.days):
        if len(first.days) == len(second.days) == 1:
            return Evidence("same day", 1.0, f"Same day: {first.days[0]}.")
        return Evidence("days overlap", 1.0, f"Days that overlap: {_both_dates(first, second)}.")
    if first.intervals and second.intervals:
        for slack, name, words in _FROM_NEAR_TO_FAR:
            if _dates_meet(first, second, slack):
                return Evidence(name, 1.0, f"{words}: {_both_dates(first, second)}.")
    if _published_before(first, second) or _published_before(second, first):
        return Evidence("other day", 1.0, "One was published before the day that the other names.")
    return Evidence("undated", 1.0, "")


def _published_before(telling: Telling, other: Telling) -> bool:
    return bool(telling.published and other.days) and other.days[0] > telling.published


def _both_dates(first: Telling, second: Telling) -> str:
    return " and ".join(sorted((say_dates(first.intervals), say_dates(second.intervals))))


def _both_places(first: Telling, second: Telling) -> str:
    return " and ".join(sorted((say_places(first), say_places(second))))


def _gap_evidence(first: Telling, second: Telling) -> Iterator[Evidence]:
    """When a date is missing, the day of publication says when the thing was news."""
    mine = first.days[-1] if first.days else first.published
    theirs = second.days[-1] if second.days else second.published
    if mine and theirs:
        gap = abs((date.fromisoformat(mine) - date.fromisoformat(theirs)).days)
        near = "on the same day as" if gap == 0 else f"within {gap} {'day' if gap == 1 else 'days'} of"
        yield Evidence("days between", log1p(gap), f"A date is missing; it was told {near} the other.")


def _best_place(first: Telling, second: Telling) -> Evidence:
    mine, theirs = first.places or first.coarse, second.places or second.coarse
    found = [item for one in mine for other in theirs if (item := _place_evidence(one, other)) is not None]
    if found:
        return max(found, key=lambda item: (item.log_odds, item.words))
    shared = set(first.names) & set(second.names)
    if shared:
        return Evidence("same name of place", 1.0, f"Same name of a place, unknown to the gazetteer: {min(shared)}.")
    if _places_exclude(first, second):
        return Evidence("other place", 1.0, f"Different places: {_both_places(first, second)}.")
    return Evidence("no place", 1.0, "One names no place that could be compared.")


def _place_evidence(first: Place, second: Place) -> Evidence | None:
    """What two places say; None when they exclude each other."""
    if first.id == second.id:
        name = "place around" if first.level in COARSE else "same place"
        return Evidence(name, 1.0, f"Same place: {first.name}.")
    for inner, outer in ((first, second), (second, first)):
        if outer.id in inner.within:
            name = "place around" if outer.level in COARSE else "place inside"
            return Evidence(name, 1.0, f"{inner.name} lies in {outer.name}.")
    distance = distance_m(first, second)
    if distance is not None and distance <= first.radius_m + second.radius_m + NEAR_M:
        one, other = sorted((first.name, second.name))
        return Evidence("place near", 1.0, f"{one} and {other} are {distance / 1000:.1f} km apart.")
    return None


def _kind_evidence(first: Telling, second: Telling) -> Iterator[Evidence]:
    if first.kind == second.kind:
        yield Evidence("same kind", 1.0, f"Same kind of conduct: {in_words(first.kind)}.")
    else:
        one, other = sorted((in_words(first.kind), in_words(second.kind)))
        yield Evidence("kinds go together", 1.0, f"Kinds that go together: {one} and {other}.")


def _particulars(first: Telling, second: Telling) -> Iterator[Evidence]:
    shared = first.weapons & second.weapons
    if shared:
        yield Evidence("same weapon", 1.0, f"Same weapon: {min(shared)}.")
    elif first.weapons and second.weapons:
        one, other = sorted((min(first.weapons), min(second.weapons)))
        yield Evidence("other weapon", 1.0, f"Different weapons: {one} and {other}.")
    if first.targets & second.targets:
        yield Evidence("same target", 1.0, f"Same thing hit: {min(first.targets & second.targets)}.")
    if first.people & second.people:
        yield Evidence("same person", 1.0, f"Same person named: {min(first.people & second.people)}.")
    if first.authors and second.authors:
        if set(first.authors) & set(second.authors):
            yield Evidence("same side", 1.0, "Same alleged side.")
        else:
            yield Evidence("other side", 1.0, "Different sides are said to have done it.")


def _count_evidence(first: Telling, second: Telling) -> Iterator[Evidence]:
    theirs = {(outcome, group): count for outcome, group, count in second.counts}
    for outcome, group, count in first.counts:
        other = theirs.get((outcome, group))
        if other is None:
            continue
        if count.is_exact and other.is_exact and count.low == other.low and count.low >= 3:
            yield Evidence("same number", 1.0 if count.low < 10 else 1.5, f"Same number {outcome}: {count}.")
        elif far_apart(count, other):
            low, high = sorted((count, other), key=lambda item: item.low)
            yield Evidence("numbers far apart", 1.0, f"Numbers {outcome} far apart: {low} and {high}.")


def far_apart(first: Count, second: Count) -> bool:
    """Whether two counts differ so much (fivefold and by ten) that they hardly count the same thing."""
    if first.low > second.low:
        first, second = second, first
    return first.high is not None and first.high + 10 <= second.low and first.high * 5 <= second.low


def _wording_evidence(first: Telling, second: Telling) -> Iterator[Evidence]:
    if first.claim.text == second.claim.text:
        yield Evidence("same text", 1.0, "Told in the same text.")
        if not (first.is_anchored and second.is_anchored):
            yield Evidence("one act in a text", 1.0, "")
        if "about" in (first.standing, second.standing) and first.kind == second.kind:
            words = "One tells of the act, the other of what is done about such an act, in the same text."
            yield Evidence("act and what is done about it", 1.0, words)
        return
    if first.sentence and first.sentence == second.sentence:
        yield Evidence("same sentence", 1.0, "Word for word the same sentence.")
    for name, mine, theirs in (
        ("very rare names", first.very_rare, second.very_rare),
        ("rare names", first.rare, second.rare),
    ):
        shared = sorted(mine & theirs)
        if shared:
            yield Evidence(name, log1p(len(shared)), f"Both have around them: {', '.join(shared[:6])}.")
    yield from _age_evidence(first, second)
    days = first.context.days & second.context.days
    if days and not (first.days and second.days):
        yield Evidence("days around", log1p(len(days)), f"Both name {', '.join(sorted(days)[:3])} nearby.")


def _age_evidence(first: Telling, second: Telling) -> Iterator[Evidence]:
    mine, theirs = first.context.ages, second.context.ages
    if mine & theirs:
        yield Evidence("same ages", log1p(len(mine & theirs)), f"Same ages: {', '.join(sorted(mine & theirs))}.")
    elif mine and theirs:
        yield Evidence("other ages", 1.0, f"No age in common: {', '.join(sorted(mine))}; {', '.join(sorted(theirs))}.")


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
