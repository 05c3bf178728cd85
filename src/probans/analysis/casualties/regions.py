"""Regions of place, days, group and outcome, and how they are cut into cells that no report divides.

A report speaks of a region. Two regions overlap where their places nest, their days overlap, and their groups nest.
Places are a tree (``Report.within``); places of which neither is within the other are apart. Days are cut at every
first and last day that is used. Groups are sets of the atoms in ``GROUPS``; a group not listed there (miners, pilgrims)
is some unknown part of its parent group and is handled as a hidden part, see layout.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from probans.model.when import DateInterval

EVERYWHERE = ""

_CIVILIANS = ("child", "civilian man", "civilian other", "civilian woman")
_COMBATANTS = ("combatant man", "combatant other", "combatant woman")
_PEOPLE = (*_CIVILIANS, *_COMBATANTS, "other man", "other other", "other woman")

# Children are within civilians within people. Men, women and children need not add up to the whole: some are unsaid.
GROUPS: dict[str, frozenset[str]] = {
    "": frozenset(_PEOPLE),
    "people": frozenset(_PEOPLE),
    "civilians": frozenset(_CIVILIANS),
    "children": frozenset({"child"}),
    "women": frozenset({"civilian woman", "combatant woman", "other woman"}),
    "men": frozenset({"civilian man", "combatant man", "other man"}),
    "adults": frozenset(_PEOPLE) - {"child"},
    "soldiers": frozenset(_COMBATANTS),
}
_SAME_GROUP = {
    "persons": "people",
    "residents": "civilians",
    "civilian": "civilians",
    "child": "children",
    "minors": "children",
    "combatants": "soldiers",
    "servicemen": "soldiers",
    "military": "soldiers",
    "military personnel": "soldiers",
    "troops": "soldiers",
    "fighters": "soldiers",
    "woman": "women",
    "man": "men",
}
# Groups that are some part of a listed one, not further known; any other group is some part of people.
_PARENT_GROUP = {"journalists": "civilians", "aid workers": "civilians", "prisoners of war": "soldiers"}

OUTCOMES: dict[str, frozenset[str]] = {
    "killed or missing": frozenset({"killed", "missing"}),
    "killed or injured": frozenset({"killed", "injured"}),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A set of places (gazetteer ids), of days, of group atoms, of outcome atoms. ``days`` None: all days."""

    place: str
    days: tuple[DateInterval, ...] | None
    group: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one class of (place, days, group) with one outcome: no region divides them."""

    part: int
    outcome: str


def group_atoms(group: str) -> frozenset[str]:
    """Atoms of a group; of its parent when the group itself is not listed."""
    known = plain_group(group)
    return GROUPS[known] if known in GROUPS else GROUPS[_PARENT_GROUP.get(known, "people")]


def is_listed(group: str) -> bool:
    """Whether the group's atoms are known, so that two reports of it speak of the same people."""
    return plain_group(group) in GROUPS


def plain_group(group: str) -> str:
    """One name for one group."""
    name = " ".join(group.lower().split())
    return _SAME_GROUP.get(name, name)


def outcome_atoms(outcome: str) -> frozenset[str]:
    """Outcomes that a word joins; *casualties* is killed or injured, never silently killed."""
    return OUTCOMES.get(outcome, frozenset({outcome}))


class Partition:
    """All regions cut into parts. Deterministic: parts are numbered in order of place, day and group."""

    def __init__(self, regions: Sequence[Region], within: Mapping[str, tuple[str, ...]]) -> None:
        self._within = within
        self._places = tuple(sorted({region.place for region in regions} | {EVERYWHERE}))
        self._cuts = _cut_days(regions)
        self._groups = tuple(sorted(GROUPS["people"]))
        self._parts = self._number_parts(sorted(set(regions), key=_order))

    def cells(self, region: Region) -> tuple[Cell, ...]:
        """Cells that make up the region. The region must be one of those the partition was made of."""
        return tuple(
            Cell(part, outcome) for part in self._parts[region] for outcome in sorted(outcome_atoms(region.outcome))
        )

    def _number_parts(self, regions: Sequence[Region]) -> dict[Region, tuple[int, ...]]:
        signatures: dict[tuple[str, int, str], list[int]] = {}
        for index, region in enumerate(regions):
            for atom in self._atoms(region):
                signatures.setdefault(atom, []).append(index)
        numbers: dict[tuple[int, ...], int] = {}
        for atom in sorted(signatures):
            numbers.setdefault(tuple(signatures[atom]), len(numbers))
        parts: dict[Region, list[int]] = {region: [] for region in regions}
        for signature, number in numbers.items():
            for index in signature:
                parts[regions[index]].append(number)
        return {region: tuple(sorted(found)) for region, found in parts.items()}

    def _atoms(self, region: Region) -> Iterable[tuple[str, int, str]]:
        places = [place for place in self._places if self._is_inside(place, region.place)]
        days = [at for at in range(len(self._cuts) + 1) if self._covers(region.days, at)]
        return ((place, day, group) for place in places for day in days for group in sorted(group_atoms(region.group)))

    def _is_inside(self, place: str, outer: str) -> bool:
        return outer in (EVERYWHERE, place) or outer in self._within.get(place, ())

    def _covers(self, days: tuple[DateInterval, ...] | None, at: int) -> bool:
        """Whether the segment of days that ends before cut ``at`` lies in one of the intervals."""
        if days is None:
            return True
        start = self._cuts[at - 1] if at else ""
        last = len(self._cuts)
        return any(
            (not day.first or (bool(start) and day.first <= start))
            and (not day.last or (at < last and _after(day.last) >= self._cuts[at]))
            for day in days
        )


def _cut_days(regions: Sequence[Region]) -> tuple[str, ...]:
    """First days of every segment but the open first one."""
    days = [day for region in regions for day in region.days or ()]
    return tuple(sorted({day.first for day in days if day.first} | {_after(day.last) for day in days if day.last}))


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _order(region: Region) -> tuple[str, tuple[DateInterval, ...], str, str]:
    return region.place, region.days or (), region.group, region.outcome
