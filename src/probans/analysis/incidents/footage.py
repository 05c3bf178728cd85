"""Which footage belongs to which incident: by its name in a report, by where and when it was taken, by its copies.

Takes footage readings, copies, exhibits and groups of tellings; gives for each piece the incident it most likely
belongs to with the reasons, or why none could be chosen. Nothing here says that the footage is what it is said to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from probans.analysis.incidents.constraints import Constraints, by_whom
from probans.analysis.incidents.gathering import Group
from probans.analysis.incidents.likeness import distance_between
from probans.analysis.incidents.tellings import Telling
from probans.model.exhibit import Exhibit
from probans.model.incident import Apart, FootageCopy
from probans.model.reading import FootageReading

NAMED = 4.0
CAPTURED_THERE = 3.0
CARRIED = 2.0
SPOKEN_OF = 1.0
ENOUGH = 2.0
SHORTEST_NAME = 5  # letters of a file name that can be told from a word
NEAR_M = 3_000
SAME_FOOTAGE = ("same bytes", "same recording")

_Reasons = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Footage put with groups (by their number in the sequence), and footage that could be none's or several's."""

    of_group: Mapping[int, Mapping[str, _Reasons]]
    apart: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What footage is looked for by: a group's texts, exhibits, days, places and words about footage."""

    exhibits: frozenset[str]
    speaks_of_footage: frozenset[str]  # exhibits whose claims mention footage
    words: str
    tellings: tuple[Telling, ...]


def place_footage(
    footage: Sequence[FootageReading],
    copies: Sequence[FootageCopy],
    exhibits: Sequence[Exhibit],
    groups: Sequence[Group],
    constraints: Constraints,
) -> Placed:
    """Put every piece of footage with at most one group."""
    known = {item.sha256: item for item in exhibits}
    scenes = [_scene(group) for group in groups]
    of_group: dict[int, dict[str, _Reasons]] = {}
    apart: list[Apart] = []
    placed: dict[str, int] = {}
    readings = {item.reading.exhibit: item for item in footage if item.reading.exhibit not in constraints.rejected}
    for digest in sorted(readings):
        chosen, reasons, trouble = _choose(readings[digest], known.get(digest), scenes, groups, constraints)
        apart += trouble
        if chosen is not None:
            of_group.setdefault(chosen, {})[digest] = reasons
            placed[digest] = chosen
    _follow_copies(readings, copies, placed, of_group, (groups, constraints))
    return Placed(of_group, tuple(apart))


def _scene(group: Group) -> _Scene:
    tellings = group.members()
    words = [item.claim.sentence or item.claim.passage.words for item in tellings]
    words += [f"{mention.name} {mention.code}" for item in tellings for mention in item.claim.footage]
    return _Scene(
        exhibits=frozenset(item.claim.exhibit for item in tellings),
        speaks_of_footage=frozenset(item.claim.exhibit for item in tellings if item.claim.footage),
        words="\n".join(sorted(set(words))).casefold(),
        tellings=tuple(group.tellings),
    )


def _choose(
    reading: FootageReading,
    exhibit: Exhibit | None,
    scenes: Sequence[_Scene],
    groups: Sequence[Group],
    constraints: Constraints,
) -> tuple[int | None, _Reasons, list[Apart]]:
    digest = reading.reading.exhibit
    linked = _linked(digest, groups, constraints)
    if linked is not None:
        return linked[0], linked[1], []
    weighed = []
    for number, scene in enumerate(scenes):
        reasons = list(_reasons(reading, exhibit, scene))
        if reasons and not any(constraints.apart(digest, item.id) for item in groups[number].members()):
            weighed.append((sum(points for points, _ in reasons), number, tuple(words for _, words in reasons)))
    weighed = sorted((item for item in weighed if item[0] >= ENOUGH), key=lambda item: (-item[0], item[1]))
    if not weighed:
        return None, (), []
    if len(weighed) > 1 and weighed[0][0] == weighed[1][0]:
        reason = f"It fits {len(weighed)} incidents equally; nothing tells which one it shows."
        return None, (), [Apart(first=digest, second=groups[weighed[0][1]].tellings[0].id, reasons=(reason,))]
    return weighed[0][1], weighed[0][2], []


def _linked(digest: str, groups: Sequence[Group], constraints: Constraints) -> tuple[int, _Reasons] | None:
    for pair, decisions in constraints.links.items():
        if digest in pair:
            other = pair[1] if pair[0] == digest else pair[0]
            for number, group in enumerate(groups):
                if any(item.id == other for item in group.members()):
                    return number, (f"Linked by {' and '.join(by_whom(decision) for decision in decisions)}.",)
    return None


def _reasons(reading: FootageReading, exhibit: Exhibit | None, scene: _Scene) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []
    names = _names(exhibit) if exhibit is not None else ()
    named = next((name for name in names if name in scene.words), "")
    if named or reading.reading.exhibit in scene.words:
        found.append((NAMED, f"A report names it: {named or 'its digest'}."))
    if exhibit is not None:
        carriers = {exhibit.parent, *(arrival.from_exhibit for arrival in exhibit.arrivals)} & scene.exhibits
        if carriers:
            found.append((CARRIED, "It came inside a report that tells of this incident."))
        if carriers & scene.speaks_of_footage:
            found.append((SPOKEN_OF, "That report speaks of footage of it."))
    place, day = _captured_place(reading, scene), _captured_day(reading, scene)
    if place and day:
        found.append((CAPTURED_THERE, f"{place} {day}"))
    return found


def _names(exhibit: Exhibit) -> tuple[str, ...]:
    """File names with and without extension, and the exhibit number, folded; long enough to mean this file only."""
    files = [arrival.path_nfc.rpartition("/")[2].casefold() for arrival in exhibit.arrivals]
    stems = [file.rpartition(".")[0] or file for file in files]
    tellable = [stem for stem in stems if len(stem) >= SHORTEST_NAME and any(letter.isdigit() for letter in stem)]
    return (*files, *tellable, exhibit.number.casefold())


def _captured_place(reading: FootageReading, scene: _Scene) -> str:
    if reading.latitude is None or reading.longitude is None:
        return ""
    for place in (place for item in scene.tellings for place in item.places):
        if place.latitude is None or place.longitude is None:
            continue
        distance = distance_between(reading.latitude, reading.longitude, place.latitude, place.longitude)
        if distance <= place.radius_m + NEAR_M:
            return f"Its own metadata place it {distance / 1000:.1f} km from {place.name}."
    return ""


def _captured_day(reading: FootageReading, scene: _Scene) -> str:
    captured = reading.captured
    if captured is None or not (captured.first or captured.last):
        return ""
    intervals = [interval for item in scene.tellings for interval in item.intervals]
    if any(interval.overlaps(captured, 1) for interval in intervals):
        return f"Its own metadata date it {captured.first or captured.last} (zone {reading.captured_zone})."
    return ""


def _follow_copies(
    readings: Mapping[str, FootageReading],
    copies: Sequence[FootageCopy],
    placed: dict[str, int],
    of_group: dict[int, dict[str, _Reasons]],
    where: tuple[Sequence[Group], Constraints],
) -> None:
    """A copy of the same recording belongs where the other copy does, unless people or its own signs say otherwise."""
    groups, constraints = where
    same = [copy for copy in copies if copy.verdict.startswith(SAME_FOOTAGE)]
    neighbours: dict[str, list[tuple[str, FootageCopy]]] = {}
    for copy in sorted(same, key=lambda item: (item.first, item.second)):
        neighbours.setdefault(copy.first, []).append((copy.second, copy))
        neighbours.setdefault(copy.second, []).append((copy.first, copy))
    reached = sorted(placed)
    while reached:
        following: dict[str, tuple[int, str]] = {}
        for digest in reached:
            for other, copy in neighbours.get(digest, []):
                members = [item.id for item in groups[placed[digest]].members()]
                if other in placed or other not in readings or any(constraints.apart(other, item) for item in members):
                    continue
                words = copy.words or copy.verdict
                following.setdefault(other, (placed[digest], f"It is likely a copy of footage placed here ({words})."))
        for other, (number, reason) in sorted(following.items()):
            placed[other] = number
            of_group.setdefault(number, {})[other] = (reason,)
        reached = sorted(following)


def taken_before(reading: FootageReading, first: str) -> bool:
    """Whether footage says of itself that it was taken more than a day before an incident's first day."""
    captured = reading.captured
    if captured is None or not captured.last or not first:
        return False
    return date.fromisoformat(captured.last) + timedelta(days=1) < date.fromisoformat(first)
