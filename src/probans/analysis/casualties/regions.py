"""Regions of place, days, group and outcome: what lies in what, and what is apart.

A report speaks of a region. Places are a tree (``Report.within``); places of which neither is within the other are
apart. Groups are sets of the atoms in ``GROUPS``; a group not listed there (miners, pilgrims) is some unknown part of
its parent group and is handled as a hidden part, see layout.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from probans.model.when import DateInterval

EVERYWHERE = ""
Within = Mapping[str, tuple[str, ...]]  # place to the places that contain it
Days = tuple[DateInterval, ...] | None  # None: all days
Run = tuple[int, int]  # first day, day after the last, as ordinals

ALWAYS: Run = (0, 4_000_000)

_CIVILIANS = ("child", "civilian man", "civilian other", "civilian woman")
_COMBATANTS = ("combatant man", "combatant other", "combatant woman")
_PEOPLE = (*_CIVILIANS, *_COMBATANTS, "other man", "other other", "other woman")

# Children are within civilians within people. Men, women and children need not add up to the whole: some are unsaid.
GROUPS: dict[str, frozenset[str]] = {
    "": frozenset(_PEOPLE),
    "civilians": frozenset(_CIVILIANS),
    "children": frozenset({"child"}),
    "women": frozenset({"civilian woman", "combatant woman", "other woman"}),
    "men": frozenset({"civilian man", "combatant man", "other man"}),
    "adults": frozenset(_PEOPLE) - {"child"},
    "soldiers": frozenset(_COMBATANTS),
}
_SAME_GROUP = {
    "people": "",
    "persons": "",
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
    """A place with all that lies in it, days, a group, an outcome."""

    place: str
    days: Days
    group: str
    outcome: str


def group_atoms(group: str) -> frozenset[str]:
    """Atoms of a group; of its parent when the group itself is not listed."""
    known = plain_group(group)
    return GROUPS[known] if known in GROUPS else GROUPS[_PARENT_GROUP.get(known, "")]


def is_listed(group: str) -> bool:
    """Whether the group's atoms are known, so that two reports of it speak of the same people."""
    return plain_group(group) in GROUPS


def plain_group(group: str) -> str:
    """One name for one group; '' for people not further said."""
    name = " ".join(group.lower().split())
    return _SAME_GROUP.get(name, name)


def outcome_atoms(outcome: str) -> frozenset[str]:
    """Outcomes that a word joins; *casualties* is killed or injured, never silently killed."""
    return OUTCOMES.get(outcome, frozenset({outcome}))


@lru_cache(maxsize=100_000)
def runs(days: Days) -> tuple[Run, ...]:
    """Days as separate runs in order: overlapping and touching intervals are one."""
    if days is None:
        return (ALWAYS,)
    found: list[Run] = []
    for start, end in sorted((_start(day), _end(day)) for day in days):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def is_inside(place: str, outer: str, within: Within) -> bool:
    """Whether a place is another one or lies in it."""
    return outer in (EVERYWHERE, place) or outer in within.get(place, ())


def contains(outer: Region, inner: Region, within: Within) -> bool:
    """Whether everyone in the inner region is in the outer one."""
    return (
        is_inside(inner.place, outer.place, within)
        and outcome_atoms(inner.outcome) <= outcome_atoms(outer.outcome)
        and group_atoms(inner.group) <= group_atoms(outer.group)
        and covers(outer.days, inner.days)
    )


def covers(outer: Days, inner: Days) -> bool:
    """Whether all days of ``inner`` are days of ``outer``."""
    return all(any(start <= first and last <= end for start, end in runs(outer)) for first, last in runs(inner))


def are_apart(first: Region, second: Region, within: Within) -> bool:
    """Whether no one can be in both regions."""
    nested = is_inside(first.place, second.place, within) or is_inside(second.place, first.place, within)
    return (
        not nested
        or not outcome_atoms(first.outcome) & outcome_atoms(second.outcome)
        or not group_atoms(first.group) & group_atoms(second.group)
        or not _share_days(first.days, second.days)
    )


def group_classes(groups: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Atoms put together that none of the groups tells apart, in a fixed order."""
    sets = [group_atoms(group) for group in sorted(set(groups))]
    classes: dict[tuple[bool, ...], set[str]] = {}
    for atom in sorted(GROUPS[""]):
        classes.setdefault(tuple(atom in one for one in sets), set()).add(atom)
    return tuple(frozenset(atoms) for signature, atoms in sorted(classes.items()) if any(signature))


def days_union(several: Sequence[Days]) -> Days:
    """All days of several; None when one of them is all days."""
    if any(days is None for days in several):
        return None
    return tuple(sorted({day for days in several for day in days or ()}))


def _share_days(first: Days, second: Days) -> bool:
    return any(a < d and c < b for a, b in runs(first) for c, d in runs(second))


def _start(day: DateInterval) -> int:
    return date.fromisoformat(day.first).toordinal() if day.first else ALWAYS[0]


def _end(day: DateInterval) -> int:
    return date.fromisoformat(day.last).toordinal() + 1 if day.last else ALWAYS[1]
