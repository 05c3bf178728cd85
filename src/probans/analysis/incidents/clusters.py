"""Clusters of tellings: found by place and day without comparing all with all, joined best first.

Tellings that say the same of place, day, kind, weapon and author are one unit. Units meet in blocks (the same place or
one nearby, the same day or the next). Pairs join from the most alike downwards, when no two members rule each other out
and all pairs between the two clusters reach the threshold on average. Nothing depends on the order of the input.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from probans.analysis.incidents.constraints import Constraints, ordered
from probans.analysis.incidents.likeness import Likeness, compare
from probans.analysis.incidents.tellings import Telling

UNITS_COMPARED = 48  # in a fuller block every unit is compared with so many of its largest only
UNITS_WEIGHED = 24  # units of a cluster that speak for it when it is weighed against another
CELL_DEGREES = 0.2
PART_OF_TOWN_M = 2_500  # places up to this radius that are no settlements are looked for in their town too

Cluster = tuple[Telling, ...]
Key = tuple[str | int | float, ...]
Keys = Callable[[Telling], Iterable[Key]]


@dataclass(slots=True)
class Unit:
    """Tellings that say the same; ``first`` stands for all."""

    first: Telling
    members: list[Telling]


@dataclass(slots=True)
class Clustering:
    """Clusters and, for look-alikes that stayed apart, why."""

    clusters: list[Cluster]
    apart: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # (member id, member id) -> reasons


def cluster(
    tellings: Sequence[Telling],
    keys: Keys,
    threshold: float,
    constraints: Constraints,
) -> Clustering:
    """Join tellings that share a key into clusters, each and all in the order of their ids."""
    units = _units(tellings, constraints)
    pairs = _weigh_pairs(units, keys)
    joiner = _Joiner(units, constraints, threshold)
    for _, first, second in sorted((-likeness.log_odds, *pair) for pair, likeness in pairs.items()):
        joiner.join(first, second)
    return Clustering(joiner.clusters(), joiner.apart(pairs))


def _units(tellings: Sequence[Telling], constraints: Constraints) -> list[Unit]:
    singled = {member for pair in constraints.unlinks for member in pair}
    found: dict[Hashable, Unit] = {}
    for telling in sorted(tellings, key=lambda item: item.id):
        own = (signature(telling), telling.id if telling.id in singled else "")
        found.setdefault(own, Unit(telling, [])).members.append(telling)
    return list(found.values())


def signature(telling: Telling) -> Hashable:
    """What makes tellings one unit; names around them and unknown places or days keep the texts apart."""
    places = tuple(place.id for place in telling.places + telling.coarse)
    said = (telling.standing, telling.kind, places, telling.names, telling.intervals, telling.authors)
    particulars = tuple(tuple(sorted(item)) for item in (telling.weapons, telling.targets, telling.people))
    if telling.is_anchored and not (telling.very_rare or telling.rare or telling.other_scenes):
        return said, particulars
    return said, particulars, telling.claim.text, telling.published, telling.sentence


def _weigh_pairs(units: Sequence[Unit], keys: Keys) -> dict[tuple[int, int], Likeness]:
    blocks: dict[Hashable, dict[int, None]] = {}
    for number, unit in enumerate(units):
        for key in keys(unit.first):
            blocks.setdefault(key, {})[number] = None
    weighed: dict[tuple[int, int], Likeness] = {}
    for block in blocks.values():
        numbers = sorted(block, key=lambda number: (-len(units[number].members), units[number].first.id))
        for place, one in enumerate(numbers[:UNITS_COMPARED]):
            for other in numbers[place + 1 :]:
                pair = (min(one, other), max(one, other))
                if pair not in weighed:
                    weighed[pair] = compare(units[pair[0]].first, units[pair[1]].first)
    return weighed


class _Joiner:
    """Clusters of units as they grow, and why two of them may not be joined."""

    def __init__(self, units: Sequence[Unit], constraints: Constraints, threshold: float) -> None:
        self.units = units
        self.constraints = constraints
        self.threshold = threshold
        self.owner = list(range(len(units)))
        self.groups = {number: [number] for number in range(len(units))}
        self.known: dict[tuple[int, int], Likeness] = {}

    def join(self, first: int, second: int) -> None:
        """Join the clusters of two units when nothing speaks against it."""
        one, other = sorted((self.owner[first], self.owner[second]))
        if one == other or self.why_not(one, other):
            return
        for number in self.groups[other]:
            self.owner[number] = one
        self.groups[one] += self.groups.pop(other)

    def why_not(self, one: int, other: int) -> tuple[str, ...]:
        """Why two clusters stay apart; empty when they may be joined."""
        if self._kept_apart(one, other):
            return ("A person unlinked them.",)
        total = 0.0
        mine, theirs = self.groups[one][:UNITS_WEIGHED], self.groups[other][:UNITS_WEIGHED]
        for first in mine:
            for second in theirs:
                likeness = self._compare(first, second)
                if likeness.against:
                    return likeness.against
                total += likeness.probability
        average = total / (len(mine) * len(theirs))
        if average >= self.threshold:
            return ()
        return (f"Not alike enough: {average:.0%} on average, {self.threshold:.0%} is needed.",)

    def _kept_apart(self, one: int, other: int) -> bool:
        if not self.constraints.unlinks:
            return False
        mine, theirs = ([self.units[number].first.id for number in self.groups[key]] for key in (one, other))
        return any(self.constraints.apart(first, second) for first in mine for second in theirs)

    def _compare(self, first: int, second: int) -> Likeness:
        pair = (min(first, second), max(first, second))
        if pair not in self.known:
            self.known[pair] = compare(self.units[pair[0]].first, self.units[pair[1]].first)
        return self.known[pair]

    def clusters(self) -> list[Cluster]:
        """The clusters as tellings in the order of their ids, sorted by the first."""
        found = (
            tuple(sorted((item for number in group for item in self.units[number].members), key=lambda item: item.id))
            for group in self.groups.values()
        )
        return sorted(found, key=lambda group: group[0].id)

    def apart(self, pairs: Mapping[tuple[int, int], Likeness]) -> dict[tuple[str, str], tuple[str, ...]]:
        """For pairs of clusters that were compared and stay apart: two members and the reasons."""
        found: dict[tuple[int, int], tuple[tuple[str, str], tuple[str, ...]]] = {}
        for first, second in sorted(pairs):
            one, other = sorted((self.owner[first], self.owner[second]))
            if one == other or (one, other) in found:
                continue
            likeness = pairs[first, second]
            reasons = likeness.against or (*self.why_not(one, other), *likeness.reasons)
            members = ordered(self.units[first].first.id, self.units[second].first.id)
            found[one, other] = (members, reasons)
        return dict(found.values())


# --- blocks ---


def findings(telling: Telling) -> Iterator[Key]:
    """Keys of a findable telling: the same and neighbouring places on the same or the next day, and its loose ends."""
    if telling.very_rare:
        yield from loose_ends(telling)
    for day in telling.days:
        for reached in (day, (date.fromisoformat(day) + timedelta(days=1)).isoformat()):
            for place in _place_keys(telling):
                yield telling.standing, reached, *place


def loose_ends(telling: Telling) -> Iterator[Key]:
    """Keys of a telling without place or day: its text, its sentence, the people named, its place in those weeks."""
    yield "text", telling.claim.text
    if telling.sentence:
        yield "sentence", telling.sentence
    for person in sorted(telling.people):
        yield "person", person
    for name in sorted(telling.very_rare | telling.rare):
        yield "named", name
    for week in _weeks(telling):
        for place in _place_keys(telling):
            yield "week", week, *place


def open_ends(telling: Telling) -> Iterator[Key]:
    """Keys under which loose tellings find the group of a telling: also without a date, or with a wider place."""
    yield from loose_ends(telling)
    for place in _place_keys(telling):
        yield "week", -1, *place
    for day in telling.days:
        for inner in telling.places:
            for outer in inner.within:
                yield "within", outer, day


def ends_of(telling: Telling) -> Iterator[Key]:
    """Keys by which a loose telling looks for groups."""
    yield from loose_ends(telling)
    for day in telling.days:
        for place in telling.coarse:
            yield "within", place.id, day


def _place_keys(telling: Telling) -> Iterator[Key]:
    for place in telling.places:
        yield "place", place.id
        for outer in place.within[:2] if place.radius_m <= PART_OF_TOWN_M and place.level != "settlement" else ():
            yield "place", outer
        if place.latitude is not None and place.longitude is not None:
            for shift in (0.0, 0.5):
                for other in (0.0, 0.5):
                    yield "cell", shift, other, _cell(place.latitude, shift), _cell(place.longitude, other)
    for name in telling.names:
        yield "name", name


def _cell(degrees: float, shift: float) -> int:
    return int((degrees + 360.0) / CELL_DEGREES + shift)


def _weeks(telling: Telling) -> Iterator[int]:
    """Numbers of the fortnights, overlapping by half, in which a telling was news; -1 without any date."""
    news = telling.days[0] if telling.days else telling.published
    if not news:
        yield -1
        return
    number = date.fromisoformat(news).toordinal() // 7
    yield number
    yield number + 1
