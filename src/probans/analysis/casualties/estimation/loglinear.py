"""Hierarchical log-linear models of a capture table (Fienberg 1972; Bishop, Fienberg and Holland 1975).

The expected number of people of each pattern is log-linear in effects of lists and of sets of lists; the people on no
list have all effects 0, so their estimate is exp(intercept). Pairs of lists that share no one are given an effect of
minus infinity: the patterns that hold such a pair leave the fit. A fit is refused when its maximum does not exist (a
linear program tells) or its effects cannot be told apart (rank).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import gammaln
from scipy.stats import chi2

from probans.analysis.casualties.estimation.captures import Captures, Refusal, full_counts

Floats = NDArray[np.float64]
Profile = Callable[[float], float]  # undocumented people to log likelihood
Effect = tuple[int, ...]  # positions of lists, sorted

_ROUNDS = 100
_STILL = 1e-11


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model. ``total`` is documented plus exp(intercept), ``error`` its standard error (delta method)."""

    effects: tuple[Effect, ...]
    total: float
    error: float
    deviance: float
    freedom: int
    aic: float
    bic: float
    log_likelihood: float


def hierarchy(generators: Iterable[Sequence[int]]) -> tuple[Effect, ...]:
    """All effects of a hierarchical model: every non-empty subset of its generators, the small ones first."""
    effects = {
        tuple(sorted(some))
        for generator in generators
        for size in range(1, len(generator) + 1)
        for some in combinations(generator, size)
    }
    return tuple(sorted(effects, key=lambda effect: (len(effect), effect)))


def fit(captures: Captures, effects: Sequence[Effect]) -> Fit:
    """Fit by maximum likelihood.

    Raises Refusal MSE-NO-MAXIMUM when no finite maximum exists, MSE-NOT-IDENTIFIED when effects cannot be told apart.
    """
    design, counts = _prepare(captures, effects)
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise Refusal("MSE-NOT-IDENTIFIED", f"the effects {_words(captures, effects)} cannot be told apart")
    if not maximum_exists(design, counts):
        raise Refusal("MSE-NO-MAXIMUM", f"with the effects {_words(captures, effects)} no finite maximum exists")
    return _fitted(captures, effects, design, counts)


def maximum_exists(design: Floats, counts: Floats) -> bool:
    """Whether some table without an empty cell has the same sums as the observed one (Fienberg and Rinaldo 2012)."""
    if counts.min() > 0:
        return True
    cells, columns = design.shape
    objective = np.zeros(cells + 1)
    objective[-1] = -1.0
    floor = np.hstack([-np.eye(cells), np.ones((cells, 1))])
    equal = np.hstack([design.T, np.zeros((columns, 1))])
    result = linprog(
        objective,
        A_ub=floor,
        b_ub=np.zeros(cells),
        A_eq=equal,
        b_eq=design.T @ counts,
        bounds=[(0, None)] * cells + [(0, 1)],
        method="highs",
    )
    return bool(result.status == 0 and -result.fun > 1e-7)


def stepwise(captures: Captures, threshold: float = 0.02) -> Fit:
    """Add pairs of lists one at a time, each time the one whose chance by luck is least, while it is below the
    threshold; pairs whose model is refused are passed over."""
    size = len(captures.lists)
    effects: tuple[Effect, ...] = tuple((at,) for at in range(size))
    current = fit(captures, effects)
    left = list(combinations(range(size), 2))
    while left:
        tried = [(pair, _try(captures, (*effects, pair))) for pair in left]
        better = [(_chance(current, model), pair, model) for pair, model in tried if model is not None]
        if not better or min(better, key=lambda item: item[:2])[0] > threshold:
            return current
        _, pair, current = min(better, key=lambda item: item[:2])
        effects = (*effects, pair)
        left.remove(pair)
    return current


def _try(captures: Captures, effects: Sequence[Effect]) -> Fit | None:
    try:
        return fit(captures, effects)
    except Refusal:
        return None


def _chance(simple: Fit, richer: Fit) -> float:
    """Chance of so large a gain in likelihood if the added effect were nothing."""
    return float(chi2.sf(2.0 * (richer.log_likelihood - simple.log_likelihood), 1))


def all_models(captures: Captures, most: int = 2) -> tuple[Fit, ...]:
    """All models with main effects and any effects of at most ``most`` lists that fit and keep the hierarchy; refused
    ones are left out. In order of BIC."""
    size = len(captures.lists)
    extra = [some for length in range(2, most + 1) for some in combinations(range(size), length)]
    if len(extra) > 12:
        raise Refusal("MSE-TOO-MANY", f"{2 ** len(extra)} models are too many to try; use the stepwise search")
    mains = tuple((at,) for at in range(size))
    found = []
    for chosen in range(1 << len(extra)):
        effects = (*mains, *(some for at, some in enumerate(extra) if chosen >> at & 1))
        if set(hierarchy(effects)) == set(effects):
            model = _try(captures, effects)
            if model is not None:
                found.append(model)
    return tuple(sorted(found, key=lambda model: (model.bic, model.effects)))


def profile_interval(captures: Captures, effects: Sequence[Effect], share: float = 0.95) -> tuple[float, float]:
    """Interval of totals whose best fit is not too unlikely (profile of the multinomial likelihood)."""
    best = fit(captures, effects)
    design, counts = _prepare(captures, effects)
    design = np.vstack([np.eye(1, design.shape[1]), design])
    documented = float(counts.sum())

    def profile(undocumented: float) -> float:
        table = np.concatenate([[undocumented], counts])
        expected = _expected(design, table)
        total = documented + undocumented
        log_cells = float(table @ np.log(np.maximum(expected, 1e-300) / expected.sum()))
        return log_cells + float(gammaln(total + 1.0) - gammaln(undocumented + 1.0))

    undocumented = max(best.total - documented, 1e-6)
    peak = _peak(profile, undocumented)
    drop = chi2.ppf(share, 1) / 2.0
    limit = profile(peak) - drop
    return documented + _cross(profile, peak, 0.0, limit), documented + _cross(profile, peak, None, limit)


def _prepare(captures: Captures, effects: Sequence[Effect]) -> tuple[Floats, Floats]:
    """Design and counts of the observable patterns, those of an effect that nobody shows taken out."""
    size = len(captures.lists)
    counts = full_counts(captures)
    cells = np.arange(1, 1 << size)
    member = (cells[:, np.newaxis] >> np.arange(size)) & 1
    columns = [np.ones(len(cells))]
    kept = np.ones(len(cells), dtype=bool)
    for effect in effects:
        column = member[:, list(effect)].all(axis=1)
        if len(effect) > 1 and not counts[cells[column]].sum():
            kept &= ~column
        else:
            columns.append(column.astype(float))
    return np.stack(columns, axis=1)[kept], counts[cells][kept].astype(float)


def _fitted(captures: Captures, effects: Sequence[Effect], design: Floats, counts: Floats) -> Fit:
    expected = _expected(design, counts)
    information = design.T @ (design * expected[:, np.newaxis])
    variance = float(np.linalg.inv(information)[0, 0])
    intercept = float(np.linalg.lstsq(design, np.log(expected), rcond=None)[0][0])
    undocumented = float(np.exp(intercept))
    positive = counts > 0
    deviance = 2.0 * float(counts[positive] @ np.log(counts[positive] / expected[positive]) - (counts - expected).sum())
    likelihood = float(counts @ np.log(expected) - expected.sum() - gammaln(counts + 1.0).sum())
    parameters = design.shape[1]
    documented = captures.documented
    return Fit(
        tuple(effects),
        documented + undocumented,
        float(np.sqrt(undocumented + undocumented**2 * variance)),
        deviance,
        len(counts) - parameters,
        2.0 * parameters - 2.0 * likelihood,
        float(np.log(documented)) * parameters - 2.0 * likelihood,
        likelihood,
    )


def _expected(design: Floats, counts: Floats) -> Floats:
    """Expected counts at the maximum: Newton's method with halved steps."""
    effects: Floats = np.asarray(np.linalg.lstsq(design, np.log(counts + 0.5), rcond=None)[0], dtype=np.float64)
    value = _likelihood(design, counts, effects)
    for _ in range(_ROUNDS):
        expected = np.exp(design @ effects)
        information = design.T @ (design * expected[:, np.newaxis])
        step: Floats = np.asarray(
            np.linalg.lstsq(information, design.T @ (counts - expected), rcond=None)[0], np.float64
        )
        size = 1.0
        while _likelihood(design, counts, effects + size * step) < value - 1e-12 * abs(value) and size > 1e-6:
            size /= 2.0
        effects = effects + size * step
        moved, value = _likelihood(design, counts, effects) - value, _likelihood(design, counts, effects)
        if abs(moved) < _STILL * (1.0 + abs(value)) and float(np.abs(step).max()) < 1e-7:
            break
    fitted: Floats = np.exp(design @ effects)
    return fitted


def _likelihood(design: Floats, counts: Floats, effects: Floats) -> float:
    linear = np.clip(design @ effects, -500.0, 500.0)
    return float(counts @ linear - np.exp(linear).sum())


def _peak(profile: Profile, start: float) -> float:
    """Where the profile is highest, by golden section around a start."""
    low, high = start / 4.0, start * 4.0
    ratio = (5**0.5 - 1) / 2
    while high - low > 1e-4 * high:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if profile(left) > profile(right) else (left, high)
    return (low + high) / 2.0


def _cross(profile: Profile, peak: float, low: float | None, limit: float) -> float:
    """Where the profile falls to the limit: below the peak (``low`` given) or above it."""
    inside, outside = peak, low
    if outside is None:
        outside = 2.0 * peak
        while profile(outside) > limit:
            outside *= 2.0
    elif profile(max(outside, 1e-9)) > limit:
        return outside
    for _ in range(60):
        middle = (inside + outside) / 2.0
        if profile(max(middle, 1e-9)) > limit:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2.0


def _words(captures: Captures, effects: Sequence[Effect]) -> str:
    return ", ".join(" x ".join(captures.lists[at] for at in effect) for effect in effects if len(effect) > 1) or "none"
