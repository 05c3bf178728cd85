"""Lines: people of one place, group class and outcome along the days.

A line is cut at the days on which any report of its place, or of a place around it, begins or ends; each segment has
one unknown number of people. A place holds at least as many people in each of its segments as the places directly in
it together, so that a report of a country takes no more unknowns than one of a village (tree sums, no dense columns).
Running totals at the cuts as unknowns, which make long periods sparser still, were measured to be slower.
"""

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise

from probans.analysis.casualties.program import Row, Terms
from probans.analysis.casualties.regions import (
    ALWAYS,
    EVERYWHERE,
    Days,
    Region,
    Run,
    Within,
    group_atoms,
    group_classes,
    outcome_atoms,
    runs,
)

Line = tuple[str, int, str]  # place, group class, outcome


class Lines:
    """The lines that a set of regions needs, and their unknowns."""

    def __init__(self, regions: Sequence[Region], within: Within) -> None:
        self.within = within
        self.classes = group_classes(region.group for region in regions)
        self.outcomes = tuple(sorted({atom for region in regions for atom in outcome_atoms(region.outcome)}))
        self._inside = _tree({region.place for region in regions}, within)
        self._cuts = self._cut(regions)
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable) -> int:
        """The unknown of that name, numbered in order of first use."""
        return self._numbers.setdefault(key, len(self._numbers))

    def sum_of(self, region: Region) -> Terms:
        """The people of a region, one of those that the lines were made for."""
        total: dict[int, int] = {}
        for line in self.lines_of(region):
            for run in runs(region.days):
                self._add(total, line, run, 1)
        return _plain(total)

    def lines_of(self, region: Region) -> list[Line]:
        """Lines that make up a region."""
        atoms = group_atoms(region.group)
        classes = [at for at, some in enumerate(self.classes) if some <= atoms]
        return [(region.place, at, outcome) for at in classes for outcome in sorted(outcome_atoms(region.outcome))]

    def sum_of_line(self, line: Line, days: Days) -> Terms:
        """The people of one line on some days."""
        total: dict[int, int] = {}
        for run in runs(days):
            self._add(total, line, run, 1)
        return _plain(total)

    def rows(self) -> Iterable[Row]:
        """What holds of all lines: a place holds those in it; affected includes all."""
        for place in sorted(self._cuts):
            for segment in pairwise(self._cuts[place]):
                for at in range(len(self.classes)):
                    for outcome in self.outcomes:
                        yield from self._line_rows((place, at, outcome), segment)
                    if "affected" in self.outcomes:
                        yield from self._affected(place, at, segment)

    def _line_rows(self, line: Line, segment: Run) -> Iterable[Row]:
        place, at, outcome = line
        if not self._inside[place]:
            return
        total: dict[int, int] = {}
        self._add(total, line, segment, -1)
        name = f"{place or 'everywhere'}, {self._words(at)} {outcome}, {segment[0]} to {segment[1]}"
        for part in self._inside[place]:
            self._add(total, (part, at, outcome), segment, 1)
        yield Row(f"parts within: {name}", _plain(total), None, 0)

    def _affected(self, place: str, at: int, segment: Run) -> Iterable[Row]:
        """Affected people include all others; a person may be, say, injured and displaced: these are not added."""
        together = [["killed", "injured"], ["missing"], ["detained"], ["displaced"]]
        for outcomes in ([one for one in some if one in self.outcomes] for some in together):
            total: dict[int, int] = {}
            self._add(total, (place, at, "affected"), segment, -1)
            for outcome in outcomes:
                self._add(total, (place, at, outcome), segment, 1)
            if outcomes:
                yield Row(f"affected: {place} {at} {segment} {outcomes[0]}", _plain(total), None, 0)

    def _add(self, total: dict[int, int], line: Line, run: Run, times: int) -> None:
        start, end = run
        for cut in self._cuts[line[0]]:
            if start < cut <= end:
                variable = self.number((line, cut))
                total[variable] = total.get(variable, 0) + times

    def _cut(self, regions: Sequence[Region]) -> dict[str, tuple[int, ...]]:
        own: dict[str, set[int]] = {place: set() for place in self._inside}
        for region in regions:
            own[region.place].update(cut for run in runs(region.days) for cut in run)
        cuts: dict[str, tuple[int, ...]] = {}
        todo = [(EVERYWHERE, frozenset(ALWAYS))]
        while todo:
            place, around = todo.pop()
            here = around | own[place]
            cuts[place] = tuple(sorted(here))
            todo += [(part, here) for part in self._inside[place]]
        return cuts

    def _words(self, at: int) -> str:
        return "/".join(sorted(self.classes[at])) if len(self.classes) > 1 else "people"


def _tree(places: set[str], within: Within) -> dict[str, tuple[str, ...]]:
    """The places directly in each place, of those used."""
    used = places | {EVERYWHERE}
    inside: dict[str, list[str]] = {place: [] for place in used}
    for place in sorted(used - {EVERYWHERE}):
        around = next((outer for outer in within.get(place, ()) if outer in used and outer != place), EVERYWHERE)
        inside[around].append(place)
    return {place: tuple(parts) for place, parts in inside.items()}


def _plain(total: dict[int, int]) -> Terms:
    return tuple(sorted((variable, times) for variable, times in total.items() if times))
