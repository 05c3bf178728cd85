"""Whole numbers of people under constraints: the tightest range of any sum of them, and what binds each end.

A program is a list of rows over variables that are whole numbers of people, at least 0. A row says
``low <= sum(coefficient * variable) <= high``. Ranges are exact over the whole numbers: linear programming first, which
settles an end when its answer is in whole people, then branch and bound (both HiGHS). Three reports that could only
agree by halving people do not agree. A connected part of more than MOST_ROWS rows is settled by linear programming
alone: its ranges are then never narrower than the exact ones, and may be wider where only whole people would tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Terms = tuple[tuple[int, int], ...]  # (variable, coefficient), sorted by variable

_OPTIMAL, _INFEASIBLE, _UNBOUNDED = 0, 2, 3
_NEAR = 1e-6
MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint. ``report`` names the report it comes from ('' for what follows from nesting alone)."""

    name: str
    terms: Terms
    low: int | None
    high: int | None
    report: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high`` people; ``high`` None: nothing bounds it."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range and reports that give it."""

    value: int
    reports: tuple[str, ...]


def terms_of(variables: Iterable[int], coefficient: int = 1) -> Terms:
    """Give every variable the same coefficient."""
    return tuple((variable, coefficient) for variable in sorted(variables))


def holds(rows: Sequence[Row]) -> bool:
    """Say whether some whole numbers of people satisfy all rows."""
    return Program(rows).holds()


def range_of(rows: Sequence[Row], question: Terms) -> Range | None:
    """Find the least and the greatest value of the question's sum; None when the rows cannot all hold."""
    program = Program(rows)
    if not program.holds():
        return None
    low, high = program.least(question), program.greatest(question)
    return Range(low.value, high.value if high else None)


class Program:
    """Rows ready to be asked. Only rows that share variables with the question, directly or in a chain, are solved."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)
        used = sorted({variable for row in rows for variable, _ in row.terms})
        self._column = {variable: at for at, variable in enumerate(used)}
        self._matrix = self._build()
        self._part, self._part_of_row = self._split()
        self._systems: dict[tuple[int, ...], _System] = {}

    def holds(self) -> bool:
        """Whether some whole numbers of people satisfy all rows."""
        return all(self._system((part,)).feasible() for part in sorted(set(self._part_of_row.tolist())))

    def least(self, question: Terms) -> End:
        """Least value of a sum that is never below 0. The rows must hold."""
        system, cost = self._ask(question)
        return system.least(cost)

    def greatest(self, question: Terms) -> End | None:
        """Greatest value of a sum; None when nothing bounds it. The rows must hold."""
        if any(variable not in self._column for variable, times in question if times > 0):
            return None
        system, cost = self._ask(question)
        return system.greatest(cost)

    def _ask(self, question: Terms) -> "tuple[_System, NDArray[np.float64]]":
        cost = np.zeros(len(self._column))
        for variable, times in question:
            if variable in self._column:
                cost[self._column[variable]] = times
        system = self._system(tuple(np.unique(self._part[np.flatnonzero(cost)]).tolist()))
        return system, cost[system.columns]

    def _system(self, parts: tuple[int, ...]) -> "_System":
        if parts not in self._systems:
            rows = np.flatnonzero(np.isin(self._part_of_row, parts))
            columns = np.flatnonzero(np.isin(self._part, parts))
            self._systems[parts] = _System(self._matrix[rows][:, columns], [self._rows[at] for at in rows], columns)
        return self._systems[parts]

    def _build(self) -> Any:
        where = [(at, self._column[v], value) for at, row in enumerate(self._rows) for v, value in row.terms]
        at, column, value = np.array(where, dtype=np.int64).reshape(-1, 3).T
        return csr_array((value.astype(float), (at, column)), shape=(len(self._rows), len(self._column)))

    def _split(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Number the parts of the program that share no variable: per variable and per row (rows of none: apart)."""
        rows, columns = self._matrix.shape
        coo = self._matrix.tocoo()
        graph = csr_array((np.ones(coo.nnz), (coo.coords[0], coo.coords[1] + rows)), shape=(rows + columns,) * 2)
        _, label = connected_components(graph, directed=False)
        return label[rows:].astype(np.int64), label[:rows].astype(np.int64)


class _System:
    """A connected part of a program."""

    def __init__(self, matrix: Any, rows: Sequence[Row], columns: NDArray[np.int64]) -> None:
        self.columns = columns
        self._matrix = matrix
        self._rows = rows
        upper = [(at, 1.0, float(row.high)) for at, row in enumerate(rows) if row.high is not None]
        sides = upper + [(at, -1.0, -float(row.low)) for at, row in enumerate(rows) if row.low]
        index, signs, bound = np.array(sides, dtype=float).reshape(-1, 3).T
        self._side_row = index.astype(np.int64)
        self._sides: Any = matrix[self._side_row] * signs[:, np.newaxis] if len(sides) else None
        self._bound = bound
        self._feasible: bool | None = None
        self._free: NDArray[np.bool_] | None = None

    def feasible(self) -> bool:
        if self._feasible is None:
            self._feasible = self._find_feasible()
        return self._feasible

    def least(self, cost: NDArray[np.float64]) -> End:
        if not cost.any() or self._sides is None:
            return End(0, ())
        return self._end(cost) or End(0, ())

    def greatest(self, cost: NDArray[np.float64]) -> End | None:
        if not cost.any():
            return End(0, ())
        if self._sides is None or self._free_variables()[np.flatnonzero(cost > 0)].any():
            return None
        end = self._end(-cost)
        return End(-end.value, end.reports) if end else None

    def _free_variables(self) -> NDArray[np.bool_]:
        """Variables that can grow without end: whatever bounds them can be paid by another such variable."""
        if self._free is None:
            above = (self._sides > 0).astype(np.int64)
            below = (self._sides < 0).astype(np.int64)
            free = np.zeros(len(self.columns), dtype=bool)
            while True:
                tight = (below @ free.astype(np.int64) == 0).astype(np.int64)
                more = above.T @ tight == 0
                if (more == free).all():
                    break
                free = more
            self._free = free
        return self._free

    def _find_feasible(self) -> bool:
        if not self.columns.size:
            return all((row.low or 0) <= 0 and (row.high is None or row.high >= 0) for row in self._rows)
        if self._sides is None:
            return True
        result = self._linear(np.zeros(len(self.columns)))
        if result.status == _OPTIMAL and self._settles(result):
            return True
        return result.status != _INFEASIBLE and bool(self._whole(np.zeros(len(self.columns))).status == _OPTIMAL)

    def _end(self, cost: NDArray[np.float64]) -> End | None:
        """Minimum of the cost with the reports that give it; None when unbounded."""
        result = self._linear(cost)
        if result.status == _OPTIMAL and self._settles(result):
            return End(ceil(result.fun - _NEAR), self._priced(result))
        if result.status == _UNBOUNDED:
            return None
        whole = self._whole(cost)
        if whole.status != _OPTIMAL:
            return None
        value = round(whole.fun)
        if result.status == _OPTIMAL and ceil(result.fun - _NEAR) == value:
            return End(value, self._priced(result))
        return End(value, self._needed(cost, value))

    def _settles(self, result: Any) -> bool:
        """Whether whole people would change nothing, or are too many rows to be tried."""
        return len(self._rows) > MOST_ROWS or _is_whole(result.x)

    def _priced(self, result: Any) -> tuple[str, ...]:
        """Reports whose bound has a price in the dual: together they prove the end (linear duality)."""
        priced = self._side_row[np.flatnonzero(np.abs(result.ineqlin.marginals) > _NEAR)]
        return tuple(sorted({self._rows[at].report for at in priced} - {""}))

    def _needed(self, cost: NDArray[np.float64], value: int) -> tuple[str, ...]:
        """Drop reports one by one as long as the end stays: for ends that only whole people explain."""
        kept = {row.report for row in self._rows}
        for report in sorted(kept - {""}):
            fewer = np.array([row.report in kept - {report} for row in self._rows])
            result = self._whole(cost, fewer)
            if result.status == _OPTIMAL and round(result.fun) >= value:
                kept = kept - {report}
        return tuple(sorted(kept - {""}))

    def _linear(self, cost: NDArray[np.float64]) -> Any:
        return linprog(cost, A_ub=self._sides, b_ub=self._bound, method="highs-ds")

    def _whole(self, cost: NDArray[np.float64], kept: NDArray[np.bool_] | None = None) -> Any:
        low = np.array([-np.inf if row.low is None else row.low for row in self._rows])
        high = np.array([np.inf if row.high is None else row.high for row in self._rows])
        if kept is not None:
            low, high = np.where(kept, low, -np.inf), np.where(kept, high, np.inf)
        constraint = LinearConstraint(self._matrix, low, high)
        return milp(cost, constraints=constraint, bounds=Bounds(0, np.inf), integrality=np.ones_like(cost))


def _is_whole(values: NDArray[np.float64]) -> bool:
    return bool(np.all(np.abs(values - np.round(values)) < _NEAR))
