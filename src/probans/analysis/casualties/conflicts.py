"""Contradictions: minimal sets of reports that cannot all be true, their proofs, and the sets that can.

A minimal conflicting set loses its conflict when any one report is left out. All of them are looked for, up to a limit;
then each maximal consistent set of reports is the rest after a smallest choice of one report from every conflict.
The proof of a conflict is a whole-number multiplier per constraint (Farkas): see ``certificate`` and docs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from probans.analysis.casualties.program import Row, Terms, holds

Find = Callable[[frozenset[str]], frozenset[str] | None]

MOST_CONFLICTS = 200
MOST_WORLDS = 12
MANY_REPORTS = 60
_MOST_HALVED = 9


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Minimal conflicting sets of report ids; ``corrections``: smallest sets to leave out, fewest first.

    ``complete`` is false when a limit cut either list short.
    """

    sets: tuple[frozenset[str], ...] = ()
    corrections: tuple[frozenset[str], ...] = (frozenset(),)
    complete: bool = True


def find_conflicts(rows: Sequence[Row]) -> Conflicts:
    """Find all minimal conflicting sets of reports among the rows, up to MOST_CONFLICTS."""
    reports = sorted({row.report for row in rows if row.report})

    def conflict_among(kept: frozenset[str]) -> frozenset[str] | None:
        return _minimal_conflict(rows, sorted(kept))

    if len(reports) > MANY_REPORTS:
        return _conflicts_by_correction(rows, frozenset(reports), conflict_among)
    return _all_conflicts(frozenset(reports), conflict_among)


def smallest_correction(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """Reports whose ends must move for all rows to hold, with by how many people, the sum of moves being least."""
    sides = sides_of(rows)
    owners = {row.name: row.report for row in rows}
    movable = [at for at, side in enumerate(sides) if owners[side.name.rsplit(" at ", 1)[0]]]
    left, right = _system(sides)
    moves = csr_array((-np.ones(len(movable)), (movable, np.arange(len(movable)))), shape=(len(sides), len(movable)))
    cost = np.concatenate([np.zeros(left.shape[1]), np.ones(len(movable))])
    result = linprog(cost, A_ub=hstack([left, moves], format="csr"), b_ub=right, method="highs-ds")
    if result.status != 0:
        return ()
    moved = np.ceil(result.x[left.shape[1] :] - 1e-6).astype(int)
    found = [
        (owners[sides[at].name.rsplit(" at ", 1)[0]], int(by)) for at, by in zip(movable, moved, strict=True) if by
    ]
    return tuple(sorted(found))


def _conflicts_by_correction(rows: Sequence[Row], reports: frozenset[str], conflict_among: Find) -> Conflicts:
    """One conflict per report of the smallest correction: with many reports all conflicts would be too many."""
    left_out = frozenset(report for report, _ in smallest_correction(rows))
    found = []
    for report in sorted(left_out):
        conflict = conflict_among(reports - left_out | {report})
        if conflict:
            found.append(conflict)
    rest = conflict_among(reports - left_out)
    while rest and len(found) < MOST_CONFLICTS:
        found.append(rest)
        left_out |= rest
        rest = conflict_among(reports - left_out)
    worlds, _ = _worlds(found)
    agreed = [world for world in worlds[:MOST_WORLDS] if found and conflict_among(reports - world) is None]
    shown = dict.fromkeys([*found, *_outright(rows)])
    return Conflicts(_ordered(list(shown)[:MOST_CONFLICTS]), tuple(agreed) or (left_out,), complete=not shown)


def _outright(rows: Sequence[Row]) -> list[frozenset[str]]:
    """Pairs of reports that give the very same people numbers that cannot both be true: seen without solving."""
    same: dict[Terms, list[Row]] = {}
    for row in rows:
        if row.report:
            same.setdefault(row.terms, []).append(row)
    pairs = []
    for many in same.values():
        for at, one in enumerate(many):
            pairs += [frozenset({one.report, other.report}) for other in many[:at] if _apart(one, other)]
    return pairs


def _apart(one: Row, other: Row) -> bool:
    one_low, other_low = one.low or 0, other.low or 0
    return (one.high is not None and one.high < other_low) or (other.high is not None and other.high < one_low)


def keep(rows: Sequence[Row], reports: Iterable[str]) -> list[Row]:
    """Rows of the given reports and those that follow from nesting."""
    kept = {*reports, ""}
    return [row for row in rows if row.report in kept]


def certificate(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """Multipliers of constraints that add up to 0 >= 1; () when none with these steps was found.

    A constraint is ``<row name> at least`` (its low end) or ``<row name> at most`` (its high end). Times their
    multipliers and added up, the at-most constraints minus the at-least ones leave on the left a sum in which no
    variable has a negative coefficient, so at least 0, and on the right a number of at most -1.
    Where only halves of people could reconcile the rows, a constraint may be ``half of (<constraint> + ...)``: the
    constraints in brackets added up as at-most ones and halved, coefficients and number rounded down.
    """
    sides = sides_of(rows)
    multipliers = _farkas(sides)
    if not any(multipliers):
        sides = [*sides, *_halves(sides)]
        multipliers = _farkas(sides)
    return tuple((side.name, value) for side, value in zip(sides, multipliers, strict=True) if value)


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a row, as ``sum(terms) <= bound``."""

    name: str
    terms: tuple[tuple[int, int], ...]
    bound: int


def sides_of(rows: Sequence[Row]) -> list[Side]:
    """Split rows into their ends, each as at-most."""
    sides = []
    for row in rows:
        if row.high is not None:
            sides.append(Side(f"{row.name} at most", row.terms, row.high))
        if row.low:
            sides.append(Side(f"{row.name} at least", tuple((v, -c) for v, c in row.terms), -row.low))
    return sides


def _halves(sides: Sequence[Side]) -> list[Side]:
    """Sums of constraints whose number is odd, halved and rounded down (a cut of Gomory); for small conflicts only."""
    if len(sides) > _MOST_HALVED:
        return []
    chosen = (some for size in range(2, len(sides) + 1) for some in combinations(sides, size))
    return [_half(some) for some in chosen if sum(side.bound for side in some) % 2]


def _half(some: Sequence[Side]) -> Side:
    total: dict[int, int] = {}
    for variable, coefficient in (term for side in some for term in side.terms):
        total[variable] = total.get(variable, 0) + coefficient
    name = f"half of ({' + '.join(side.name for side in some)})"
    terms = tuple(sorted((variable, value // 2) for variable, value in total.items()))
    return Side(name, terms, sum(side.bound for side in some) // 2)


def _system(sides: Sequence[Side]) -> tuple[csr_array, NDArray[np.float64]]:
    """Sides as a matrix (a row each) and their bounds."""
    variables = sorted({variable for side in sides for variable, _ in side.terms})
    column = {variable: at for at, variable in enumerate(variables)}
    where = [(at, column[variable], value) for at, side in enumerate(sides) for variable, value in side.terms]
    at, by, value = zip(*where, strict=True)
    matrix = csr_array((value, (at, by)), shape=(len(sides), len(variables)), dtype=float)
    return matrix, np.array([float(side.bound) for side in sides])


def _farkas(sides: Sequence[Side]) -> list[int]:
    left, right = _system(sides)
    result = linprog(
        np.ones(len(sides)),
        A_ub=-left.T,
        b_ub=np.zeros(left.shape[1]),
        A_eq=right[np.newaxis, :],
        b_eq=[-1.0],
        method="highs",
    )
    whole = _whole(result.x) if result.status == 0 else [0] * len(sides)
    return whole if adds_up(sides, whole) else [0] * len(sides)


def _whole(values: Iterable[float]) -> list[int]:
    fractions = [Fraction(value).limit_denominator(10_000) for value in values]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    return [int(fraction * scale) for fraction in fractions]


def adds_up(sides: Sequence[Side], multipliers: Sequence[int]) -> bool:
    """Check with whole numbers that the multipliers give 0 >= 1."""
    total: dict[int, int] = {}
    for side, times in zip(sides, multipliers, strict=True):
        for variable, coefficient in side.terms:
            total[variable] = total.get(variable, 0) + times * coefficient
    right = sum(times * side.bound for side, times in zip(sides, multipliers, strict=True))
    return min(multipliers, default=0) >= 0 and min(total.values(), default=0) >= 0 and right <= -1


def _minimal_conflict(rows: Sequence[Row], reports: Sequence[str]) -> frozenset[str] | None:
    """Shrink the reports to a minimal conflicting set; None when they agree."""

    def agree(some: Sequence[str]) -> bool:
        return holds(keep(rows, some))

    if agree(reports):
        return None
    suspects = _suspects(keep(rows, reports))
    start = suspects if suspects and not agree(suspects) else reports
    return frozenset(_quick_explain(agree, [], [], list(start)))


def _quick_explain(
    agree: Callable[[Sequence[str]], bool], base: list[str], added: list[str], rest: list[str]
) -> list[str]:
    """Minimal part of ``rest`` that conflicts together with ``base`` (Junker 2004: divide and conquer)."""
    if added and not agree(base):
        return []
    if len(rest) == 1:
        return rest
    half = len(rest) // 2
    second = _quick_explain(agree, base + rest[:half], rest[:half], rest[half:])
    first = _quick_explain(agree, base + second, second, rest[:half])
    return first + second


def _suspects(rows: Sequence[Row]) -> list[str]:
    """Reports with a part in one proof of the conflict, from the multipliers that linear programming finds."""
    sides = sides_of(rows)
    used = _farkas(sides)
    names = {row.name: row.report for row in rows}
    found = {names[side.name.rsplit(" at ", 1)[0]] for side, value in zip(sides, used, strict=True) if value}
    return sorted(found - {""})


def _all_conflicts(reports: frozenset[str], conflict_among: Find) -> Conflicts:
    """Leave out the smallest choices that resolve all conflicts known; what still conflicts is a new one.

    When every minimal choice has been tried, the conflicts found are all there are (they and the choices are dual).
    Conflicts that share no report are resolved apart, so that their choices do not multiply.
    """
    found: list[frozenset[str]] = []
    agreed: set[frozenset[str]] = set()
    while len(found) < MOST_CONFLICTS:
        worlds, complete = _worlds(found)
        conflict = _first_conflict(reports, worlds, agreed, conflict_among)
        if conflict is None:
            return Conflicts(_ordered(found), tuple(worlds[:MOST_WORLDS]), complete and len(worlds) <= MOST_WORLDS)
        found.append(conflict)
    disputed = frozenset[str]().union(*found)
    left_out = reports if conflict_among(reports - disputed) else disputed
    return Conflicts(_ordered(found), (left_out,), complete=False)


def _first_conflict(
    reports: frozenset[str], worlds: Sequence[frozenset[str]], agreed: set[frozenset[str]], conflict_among: Find
) -> frozenset[str] | None:
    for left_out in worlds:
        if left_out in agreed:
            continue
        conflict = conflict_among(reports - left_out)
        if conflict:
            return conflict
        agreed.add(left_out)
    return None


def _worlds(sets: Sequence[frozenset[str]]) -> tuple[list[frozenset[str]], bool]:
    """Choices that resolve all conflicts, the smallest first: those of every cluster beside the others' smallest.

    Complete when there are few clusters, so that all combinations fit.
    """
    choices = [_hitting_sets(cluster) for cluster in _clusters(sets)]
    complete = all(whole for _, whole in choices)
    combined = [frozenset[str]()]
    for found, _ in choices:
        combined = [one | other for one in combined for other in found]
        complete = complete and len(combined) <= 8 * MOST_WORLDS
        combined = list(_ordered(combined))[: 8 * MOST_WORLDS]
    firsts = [found[0] for found, _ in choices]
    for at, (found, _) in enumerate(choices if len(choices) > 1 else ()):
        rest = frozenset[str]().union(*firsts[:at], *firsts[at + 1 :])
        combined += [one | rest for one in found]
    return list(_ordered(combined)), complete


def _clusters(sets: Sequence[frozenset[str]]) -> list[list[frozenset[str]]]:
    """Conflicts grouped so that two groups share no report."""
    clusters: list[tuple[frozenset[str], list[frozenset[str]]]] = []
    for one in sets:
        touching = [cluster for cluster in clusters if cluster[0] & one]
        clusters = [cluster for cluster in clusters if not cluster[0] & one]
        members = [one, *(member for _, group in touching for member in group)]
        clusters.append((one.union(*(reports for reports, _ in touching)), members))
    return [list(_ordered(members)) for _, members in clusters]


def _hitting_sets(sets: Sequence[frozenset[str]]) -> tuple[tuple[frozenset[str], ...], bool]:
    """Minimal sets that share a report with every conflict, the smallest first (Berge); false when cut short."""
    hitting = [frozenset[str]()]
    complete = True
    for conflict in sets:
        grown = {new for old in hitting for new in ([old] if old & conflict else [old | {one} for one in conflict])}
        hitting = [one for one in _ordered(grown) if not any(other < one for other in grown)]
        complete = complete and len(hitting) <= 8 * MOST_WORLDS
        hitting = hitting[: 8 * MOST_WORLDS]
    return tuple(hitting), complete


def _ordered(sets: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    return tuple(sorted(set(sets), key=lambda one: (len(one), sorted(one))))
