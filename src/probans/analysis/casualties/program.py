"""Whole numbers of people under constraints: the tightest range of any sum of them.

A program is a list of rows over variables that are whole numbers of people, at least 0. A row says
``low <= sum(coefficient * variable) <= high``. Ranges are exact over the whole numbers (HiGHS, branch and bound),
so three reports that could only agree by halving people do not agree.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

Terms = tuple[tuple[int, int], ...]  # (variable, coefficient), sorted by variable

_OPTIMAL, _INFEASIBLE = 0, 2
_PRICE = 1e-9
_EXACT = 2**50  # above this a double no longer tells neighbouring whole numbers apart safely


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


def terms_of(variables: Iterable[int], coefficient: int = 1) -> Terms:
    """Give every variable the same coefficient."""
    return tuple((variable, coefficient) for variable in sorted(variables))


def range_of(rows: Sequence[Row], question: Terms) -> Range | None:
    """Find the least and the greatest value of the question's sum; None when the rows cannot all hold."""
    low = _least(rows, question)
    if low is None:
        return None
    return Range(low, _greatest(rows, question))


def holds(rows: Sequence[Row]) -> bool:
    """Say whether some whole numbers of people satisfy all rows."""
    return _least(rows, ()) is not None


def binding_low(rows: Sequence[Row], question: Terms, low: int) -> tuple[str, ...]:
    """Find reports without any one of which the question could be fewer than ``low``; () when nothing is needed."""

    def still(some: Sequence[Row]) -> bool:
        least = _least(some, question)
        return least is None or least >= low

    return _needed(rows, question, still, sign=1) if low > 0 else ()


def binding_high(rows: Sequence[Row], question: Terms, high: int) -> tuple[str, ...]:
    """Find reports without any one of which the question could be more than ``high``."""

    def still(some: Sequence[Row]) -> bool:
        greatest = _greatest(some, question)
        return greatest is not None and greatest <= high

    return _needed(rows, question, still, sign=-1)


def _needed(
    rows: Sequence[Row], question: Terms, still: Callable[[Sequence[Row]], bool], *, sign: int
) -> tuple[str, ...]:
    """Drop reports one by one as long as the bound stays. Starts from those that linear programming says matter."""
    matter = _with_price(rows, question, sign=sign)
    kept = [row for row in rows if row.report in matter or not row.report]
    if not still(kept):
        kept = list(rows)
    for report in sorted({row.report for row in kept if row.report}):
        fewer = [row for row in kept if row.report != report]
        if still(fewer):
            kept = fewer
    return tuple(sorted({row.report for row in kept if row.report}))


def _with_price(rows: Sequence[Row], question: Terms, *, sign: int) -> frozenset[str]:
    """Reports whose bound has a price in the linear program's dual: moving it would move the answer."""
    columns = _columns(rows, question)
    cost = np.zeros(len(columns))
    for variable, coefficient in question:
        cost[columns[variable]] = sign * coefficient
    constraint = _constraint(rows, columns)
    sides = [(at, 1.0, row.high) for at, row in enumerate(rows) if row.high is not None]
    sides += [(at, -1.0, -row.low) for at, row in enumerate(rows) if row.low]
    if not sides:
        return frozenset()
    index, signs, bound = (np.array(part) for part in zip(*sides, strict=True))
    result = linprog(cost, A_ub=constraint.A[index] * signs[:, np.newaxis], b_ub=bound, method="highs")
    if result.status != _OPTIMAL:
        return frozenset()
    priced = np.flatnonzero(np.abs(result.ineqlin.marginals) > _PRICE)
    return frozenset(rows[index[at]].report for at in priced) - {""}


def _least(rows: Sequence[Row], question: Terms) -> int | None:
    """Minimum of a sum with coefficients of at least 0, which is never unbounded; None when infeasible."""
    result = _solve(rows, question, sign=1)
    if result.status == _INFEASIBLE:
        return None
    return _whole(result)


def _greatest(rows: Sequence[Row], question: Terms) -> int | None:
    """Maximum of a feasible program; None when unbounded."""
    result = _solve(rows, question, sign=-1)
    return -_whole(result) if result.status == _OPTIMAL else None


def _whole(result: Any) -> int:
    if result.status != _OPTIMAL:
        raise ArithmeticError(f"the solver did not finish: {result.message}")
    least: float = result.fun
    return round(least)


def _solve(rows: Sequence[Row], question: Terms, *, sign: int) -> Any:
    columns = _columns(rows, question)
    cost = np.zeros(max(len(columns), 1))
    for variable, coefficient in question:
        cost[columns[variable]] = sign * coefficient
    constraint = _constraint(rows, columns) if rows else ()
    return milp(cost, constraints=constraint, bounds=Bounds(0, np.inf), integrality=np.ones_like(cost))


def _columns(rows: Sequence[Row], question: Terms) -> dict[int, int]:
    used = {variable for row in rows for variable, _ in row.terms} | {variable for variable, _ in question}
    return {variable: column for column, variable in enumerate(sorted(used))}


def _constraint(rows: Sequence[Row], columns: dict[int, int]) -> LinearConstraint:
    where = [(at, columns[variable], value) for at, row in enumerate(rows) for variable, value in row.terms]
    at, column, value = zip(*where, strict=True) if where else ((), (), ())
    matrix = csr_array((value, (at, column)), shape=(len(rows), max(len(columns), 1)), dtype=float)
    low = np.array([-np.inf if row.low is None else min(row.low, _EXACT) for row in rows])
    high = np.array([np.inf if row.high is None or row.high > _EXACT else row.high for row in rows])
    return LinearConstraint(matrix, low, high)
