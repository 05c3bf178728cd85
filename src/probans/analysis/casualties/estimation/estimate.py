"""Estimates side by side, each with all that must be said beside it; refusals as problems with a code.

An estimate is never part of the register and never one number: an interval under a stated model with a stated
assumption, the documented count beside it, and how it moves when a list or a setting is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from probans.analysis.casualties.estimation.captures import (
    Captures,
    Refusal,
    drop_empty_lists,
    never_overlap,
    require_estimable,
    without_list,
)
from probans.analysis.casualties.estimation.decomposable import MOST_LISTS, GraphAverage, average_graphs
from probans.analysis.casualties.estimation.latent import LatentSettings, require_agreement, sample_latent
from probans.analysis.casualties.estimation.loglinear import profile_interval, stepwise
from probans.model.outcome import Problem

MOST_AT_EDGE = 1e-4
_STATEMENT = "An estimate under the assumption stated, not a count; it is not part of the register."


@dataclass(frozen=True, slots=True)
class Estimate:
    """A 95 % interval of the total with its middle (median, or fit), and everything that must be read beside it."""

    method: str
    assumption: str
    documented: int
    low: float
    middle: float
    high: float
    details: tuple[tuple[str, str], ...]
    sensitivity: tuple[tuple[str, float, float], ...] = ()  # what was changed, the interval then
    statement: str = _STATEMENT


def estimate(
    captures: Captures, settings: LatentSettings | None = None
) -> tuple[tuple[Estimate, ...], tuple[Problem, ...]]:
    """Estimate by every method that the lists carry; what is refused is said, with its code and reason."""
    latent = settings or LatentSettings()
    methods: tuple[Callable[[Captures], Estimate], ...] = (
        estimate_graphs,
        estimate_loglinear,
        lambda table: estimate_latent(table, latent),
    )
    try:
        require_estimable(captures)
    except Refusal as refusal:
        return (), (_problem(refusal, captures),)
    table = drop_empty_lists(captures)
    found: list[Estimate] = []
    problems: list[Problem] = []
    for method in methods:
        try:
            found.append(method(table))
        except Refusal as refusal:
            problems.append(_problem(refusal, table))
    return tuple(found), tuple(problems)


def estimate_graphs(captures: Captures) -> Estimate:
    """Exact average over decomposable graphs, delta 2**-lists, with other deltas and each list left out beside it."""
    delta = 2.0 ** -len(captures.lists)
    base = average_widely(captures, delta)
    changed: list[tuple[str, Callable[[], GraphAverage]]] = [
        (f"delta {factor:g} times", lambda factor=factor: average_widely(captures, delta * factor))  # type: ignore[misc]
        for factor in (0.25, 4.0)
    ]
    changed += [
        (f"without {name}", lambda at=at: average_widely(without_list(captures, at), delta * 2))  # type: ignore[misc]
        for at, name in enumerate(captures.lists)
    ]
    return Estimate(
        "decomposable graphs, averaged",
        "given the dependences that one of the graphs allows, being on no list depends on nothing else",
        captures.documented,
        base.quantile(0.025),
        base.quantile(0.5),
        base.quantile(0.975),
        (
            ("prior", f"hyper-Dirichlet, delta {delta:g}; total 1/N"),
            ("grid of undocumented", f"1 to {int(base.totals[-1]) - captures.documented}"),
            ("likeliest graph", f"chance {base.graphs[0][1]:.3f} of {len(base.graphs)}"),
            *_about_lists(captures),
        ),
        tuple(_sensitivity(changed)),
    )


def estimate_loglinear(captures: Captures) -> Estimate:
    """Stepwise log-linear model with its profile interval, and the same without each list."""
    model = stepwise(captures)
    low, high = profile_interval(captures, model.effects)
    pairs = [" with ".join(captures.lists[at] for at in effect) for effect in model.effects if len(effect) > 1]
    return Estimate(
        "log-linear model, stepwise",
        "the dependences found are all there are, and no set of all lists depends on each other beyond them",
        captures.documented,
        low,
        model.total,
        high,
        (
            ("dependences", ", ".join(pairs) or "none"),
            (
                "choice",
                "pairs added while their chance by luck is at most 0.02; the interval does not hold that choice",
            ),
            ("fit", f"deviance {model.deviance:.1f} on {model.freedom} degrees of freedom"),
            *_about_lists(captures),
        ),
        tuple(_loglinear_without(captures)),
    )


def estimate_latent(captures: Captures, settings: LatentSettings) -> Estimate:
    """Latent classes by several chains that must agree."""
    found = require_agreement(sample_latent(captures, settings))
    return Estimate(
        "latent classes",
        "people fall into classes within which the lists are independent, each class on some list now and then",
        captures.documented,
        found.quantile(0.025),
        found.quantile(0.5),
        found.quantile(0.975),
        (
            (
                "prior",
                f"{settings.classes} classes, concentration gamma({settings.shape:g}, {settings.rate:g}), total 1/N",
            ),
            ("cut", "at most 20 undocumented for each documented"),
            ("chains", f"{settings.chains}, seed {settings.seed}, {settings.sampler}"),
            ("agreement", f"split R-hat {found.rhat:.4f}, effective draws {found.effective:.0f}"),
            *_about_lists(captures),
        ),
    )


def undocumented_grid(most: int) -> NDArray[np.int64]:
    """Numbers of undocumented: every one up to 2,000, then evenly by ratio, 2,000 more points."""
    low = np.arange(1, min(most, 2_000) + 1)
    return np.unique(np.concatenate([low, np.geomspace(low[-1], max(most, low[-1]), 2_000).astype(np.int64)]))


def average_widely(captures: Captures, delta: float) -> GraphAverage:
    """Average with a grid that is widened until its end no longer matters.

    Raises Refusal MSE-UNBOUNDED when the posterior still reaches 200 times the documented.
    """
    if not 3 <= len(captures.lists) <= MOST_LISTS:
        return average_graphs(captures, delta, np.arange(1, 2))
    for times in (20, 200):
        found = average_graphs(captures, delta, undocumented_grid(times * captures.documented + 100))
        if found.at_edge < MOST_AT_EDGE:
            return found
    raise Refusal("MSE-UNBOUNDED", "the lists allow totals beyond 200 times the documented: they overlap too little")


def _sensitivity(changed: Iterable[tuple[str, Callable[[], GraphAverage]]]) -> Iterable[tuple[str, float, float]]:
    for words, again in changed:
        try:
            found = again()
        except Refusal:
            continue
        yield words, float(found.quantile(0.025)), float(found.quantile(0.975))


def _loglinear_without(captures: Captures) -> Iterable[tuple[str, float, float]]:
    for at, name in enumerate(captures.lists):
        table = without_list(captures, at)
        try:
            require_estimable(table)
            low, high = profile_interval(table, stepwise(table).effects)
        except Refusal:
            continue
        yield f"without {name}", low, high


def _about_lists(captures: Captures) -> tuple[tuple[str, str], ...]:
    apart = [f"{a} and {b}" for a, b in never_overlap(captures)]
    sizes = captures.patterns.T.astype(np.int64) @ captures.counts
    named = ", ".join(f"{name} {size}" for name, size in zip(captures.lists, sizes.tolist(), strict=True))
    return ("lists", named), ("pairs that share no one", ", ".join(apart) or "none")


def _problem(refusal: Refusal, captures: Captures) -> Problem:
    return Problem(code=refusal.code, where=", ".join(captures.lists), words=f"No estimate: {refusal}.")


def with_linkage(found: Estimate, words: str) -> Estimate:
    """Say which linkage an estimate rests on."""
    return replace(found, details=(*found.details, ("linkage", words)))
