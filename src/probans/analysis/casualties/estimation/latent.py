"""Latent classes of people whom the lists reach differently (Manrique-Vallier 2016), by Bayesian sampling.

Within a class the lists are independent; class sizes come from a stick-breaking prior cut at ``classes``; the total has
prior 1/N. Two samplers of one model:

- ``hmc`` (default): the classes, the undocumented and the concentration are integrated out; Hamiltonian steps move the
  class sizes and the chances of the lists; the undocumented then follow in one draw each.
- ``gibbs``: the sweep of the original program (people to classes, chances, sticks, undocumented, concentration), its
  undocumented redrawn while above 20 times the documented, as there.

The compiled functions are long on purpose: a call or an array made inside their loops costs more than the sums.

A single chain is not an estimate: several start from different seeds and must agree, or the answer is a refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from probans.analysis.casualties.estimation.captures import Captures, Refusal
from probans.analysis.casualties.estimation.chains import effective_size, split_rhat

Floats = NDArray[np.float64]

MOST_RHAT = 1.01
LEAST_DRAWS = 400
_MOST_MISSING = 20.0  # undocumented for each documented, as the original cuts it
_STEPS = 50  # leaps of a trajectory, on average
_TINY = 1e-300
_SMALL_STEPS = 0.2


@dataclass(frozen=True, slots=True)
class LatentSettings:
    """How to sample. ``seed`` gives every chain its own; the same settings give the same draws."""

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    chains: int = 4
    warm_up: int = 2_000
    draws: int = 4_000
    thinning: int = 1
    seed: int = 1
    sampler: str = "hmc"


@dataclass(frozen=True, slots=True)
class LatentDraws:
    """Draws of the total, one row per chain, with split R-hat and effective size of log(undocumented + 1)."""

    totals: NDArray[np.int64]
    rhat: float
    effective: float
    settings: LatentSettings

    def quantile(self, share: float) -> float:
        """Quantile of the total over all chains."""
        return float(np.quantile(self.totals, share))

    @property
    def mean(self) -> float:
        """Mean of the total over all chains."""
        return float(self.totals.mean())


def sample_latent(captures: Captures, settings: LatentSettings) -> LatentDraws:
    """Sample the total, whether or not the chains agree; ``require_agreement`` decides on that."""
    patterns = np.ascontiguousarray(captures.patterns, dtype=np.float64)
    counts = captures.counts.astype(np.float64)
    run = _hmc_chain if settings.sampler == "hmc" else _gibbs_chain
    seeds = np.random.SeedSequence(settings.seed).spawn(settings.chains)
    chains = [_run(run, patterns, counts, settings, seed) for seed in seeds]
    totals = np.rint(np.array(chains)).astype(np.int64)
    missing = np.log(totals - captures.documented + 1.0)
    return LatentDraws(totals, split_rhat(missing), effective_size(missing), settings)


def require_agreement(found: LatentDraws) -> LatentDraws:
    """Give the draws back when the chains agree.

    Raises Refusal MSE-NOT-CONVERGED with the reason when R-hat is above 1.01 or fewer than 400 draws are effective.
    """
    if not found.rhat <= MOST_RHAT or not found.effective >= LEAST_DRAWS:
        means = ", ".join(f"{mean:.0f}" for mean in found.totals.mean(axis=1))
        raise Refusal(
            "MSE-NOT-CONVERGED",
            f"{found.settings.chains} chains do not agree (split R-hat {found.rhat:.3f}, effective draws "
            f"{found.effective:.0f}; means of the chains {means}): one of them alone would be a number by chance",
        )
    return found


def _run(
    run: Callable[..., Floats],
    patterns: Floats,
    counts: Floats,
    settings: LatentSettings,
    seed: np.random.SeedSequence,
) -> Floats:
    prior = np.array([settings.shape, settings.rate])
    length = np.array([settings.warm_up, settings.draws, settings.thinning])
    return run(np.random.Generator(np.random.PCG64(seed)), patterns, counts, settings.classes, prior, length)


@njit
def _hmc_chain(rng, patterns, counts, classes, prior, length):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0915
    """Totals of one chain. The step size is tuned during the warm-up (dual averaging, Hoffman and Gelman 2014)."""
    lists = patterns.shape[1]
    size = classes - 1 + classes * lists
    documented = counts.sum()
    at = rng.normal(0.0, 0.5, size)
    for j in range(lists):
        listed = np.sum(counts * patterns[:, j]) / (2.0 * documented)
        at[classes - 1 + j * classes : classes - 1 + (j + 1) * classes] += log(listed / (1.0 - listed))
    slope = np.empty(size)
    trial_slope = np.empty(size)
    density, none = _density(at, slope, patterns, counts, classes, prior)
    scale = np.ones(size)
    mean, spread, seen = np.zeros(size), np.zeros(size), 0.0
    log_step, log_step_mean, gap, target = log(0.1), 0.0, 0.0, log(1.0)
    tuned = 0
    totals = np.empty(length[1])
    for turn in range(length[0] + length[1] * length[2]):
        warm = turn < length[0]
        step = exp(log_step if warm else log_step_mean)
        if rng.random() < _SMALL_STEPS:  # a way out of narrow places where full steps are all refused
            step *= 0.2
            small = True
        else:
            small = False
        jump = rng.normal(0.0, 1.0, size) / np.sqrt(scale)
        energy = density - 0.5 * np.sum(jump * jump * scale)
        trial = at.copy()
        trial_slope[:] = slope
        trial_density, trial_none = density, none
        for _ in range(1 + int(rng.random() * 2 * _STEPS)):
            jump += 0.5 * step * trial_slope
            trial += step * scale * jump
            trial_density, trial_none = _density(trial, trial_slope, patterns, counts, classes, prior)
            jump += 0.5 * step * trial_slope
        change = trial_density - 0.5 * np.sum(jump * jump * scale) - energy
        allowed = trial_none <= _MOST_MISSING / (1.0 + _MOST_MISSING) and not np.isnan(change)
        accept = exp(min(0.0, change)) if allowed else 0.0
        if rng.random() < accept:
            at, density, none = trial, trial_density, trial_none
            slope[:] = trial_slope
        if warm and not small:
            tuned += 1
            gap = (1.0 - 1.0 / (tuned + 10.0)) * gap + (0.8 - accept) / (tuned + 10.0)
            log_step = target - sqrt(tuned) / 0.05 * gap
            weight = tuned**-0.75
            log_step_mean = weight * log_step + (1.0 - weight) * log_step_mean
        if warm:
            if turn > length[0] // 4:
                seen += 1.0
                difference = at - mean
                mean += difference / seen
                spread += difference * (at - mean)
            if turn in (length[0] // 2, length[0] * 3 // 4):
                scale = (spread / seen * seen + 5.0 * 1.0) / (seen + 5.0)
                mean[:], spread[:], seen = 0.0, 0.0, 0.0
                target, tuned, gap = log_step_mean, 0, 0.0
        elif (turn - length[0]) % length[2] == 0:
            rate = rng.gamma(documented, none / (1.0 - none))
            totals[(turn - length[0]) // length[2]] = documented + rng.poisson(rate)
    return totals


@njit(fastmath={"contract", "reassoc", "nsz", "arcp"}, error_model="numpy")
def _density(at, slope, patterns, counts, classes, prior):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0915
    """Log density of logit sticks and logit chances, its slope, and the chance of standing on no list.

    Chances are multiplied, not their logs added: exponentials are what costs. Products too small for that are floored.
    """
    cells, lists = patterns.shape
    stick = 1.0 / (1.0 + np.exp(-at[: classes - 1]))
    chance = 1.0 / (1.0 + np.exp(-at[classes - 1 :].reshape(lists, classes)))
    size = np.empty(classes)
    left, rate, value = 1.0, prior[1], 0.0
    for k in range(classes - 1):
        size[k] = left * stick[k]
        rest = max(1.0 - stick[k], _TINY)
        left *= rest
        rate -= log(rest)
        value += log(max(stick[k], _TINY))
    size[classes - 1] = left
    none_of = size.copy()
    for j in range(lists):
        for k in range(classes):
            none_of[k] *= 1.0 - chance[j, k]
    product = 1.0
    for j in range(lists):
        for k in range(classes):
            product *= max(chance[j, k] * (1.0 - chance[j, k]), 1e-30)
            if product < 1e-200:
                value += log(product)
                product = 1.0
    value += log(product)
    none = min(none_of.sum(), 1.0 - 1e-12)
    total = counts.sum()
    value -= total * log(1.0 - none) + (prior[0] + classes - 1.0) * log(rate)
    mass = np.zeros(classes)
    on_list = np.zeros((lists, classes))
    part = np.empty(classes)
    for i in range(cells):
        part[:] = size
        for j in range(lists):
            if patterns[i, j] > 0:
                for k in range(classes):
                    part[k] *= chance[j, k]
            else:
                for k in range(classes):
                    part[k] *= 1.0 - chance[j, k]
        whole = max(part.sum(), _TINY)
        value += counts[i] * log(whole)
        share = counts[i] / whole
        for k in range(classes):
            part[k] *= share
            mass[k] += part[k]
        for j in range(lists):
            if patterns[i, j] > 0:
                for k in range(classes):
                    on_list[j, k] += part[k]
    scale = total / (1.0 - none)
    later = 0.0
    for k in range(classes - 1, -1, -1):
        pull = mass[k] + scale * none_of[k]
        if k < classes - 1:
            v = stick[k]
            slope[k] = pull * (1.0 - v) - v * later + 1.0 - v - (prior[0] + classes - 1.0) / rate * v
        later += pull
        for j in range(lists):
            p = chance[j, k]
            slope[classes - 1 + j * classes + k] = on_list[j, k] - pull * p + 1.0 - 2.0 * p
    return value, none


@njit
def _gibbs_chain(rng, patterns, counts, classes, prior, length):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0915
    """Totals of one chain of the original sweep."""
    cells, lists = patterns.shape
    documented = counts.sum()
    chance = rng.uniform(0.05, 0.95, (classes, lists))
    stick = np.full(classes, 0.5)
    stick[classes - 1] = 1.0
    concentration = 1.0
    log_size = np.empty(classes)
    part = np.empty(classes)
    totals = np.empty(length[1])
    for turn in range(length[0] + length[1] * length[2]):
        left = 0.0
        for k in range(classes):
            log_size[k] = left + log(max(stick[k], 1e-300))
            left += log(max(1.0 - stick[k], 1e-300))
        members = np.zeros(classes)
        on_list = np.zeros((classes, lists))
        for i in range(cells):
            top = -1e300
            for k in range(classes):
                one = log_size[k]
                for j in range(lists):
                    one += log(chance[k, j]) if patterns[i, j] > 0 else log(1.0 - chance[k, j])
                part[k] = one
                top = max(top, one)
            _share_out(rng, counts[i], part, top, members, on_list, patterns[i])
        none = 0.0
        for k in range(classes):
            part[k] = log_size[k] + np.log(1.0 - chance[k]).sum()
            none += exp(part[k])
        missing = _MOST_MISSING * documented + 1.0
        while missing > _MOST_MISSING * documented:
            missing = float(rng.poisson(rng.gamma(documented, none / max(1.0 - none, 1e-12))))
        _share_out(rng, missing, part, part.max(), members, on_list, np.zeros(lists))
        later = members.sum()
        log_last = 0.0
        for k in range(classes):
            later -= members[k]
            for j in range(lists):
                drawn = rng.beta(1.0 + on_list[k, j], 1.0 + members[k] - on_list[k, j])
                chance[k, j] = min(max(drawn, 1e-12), 1.0 - 1e-12)
            if k < classes - 1:
                stick[k] = min(max(rng.beta(1.0 + members[k], concentration + later), 1e-12), 1.0 - 1e-12)
                log_last += log(1.0 - stick[k])
        concentration = rng.gamma(prior[0] + classes - 1.0, 1.0 / (prior[1] - log_last))
        if turn >= length[0] and (turn - length[0]) % length[2] == 0:
            totals[(turn - length[0]) // length[2]] = documented + missing
    return totals


@njit
def _share_out(rng, people, log_weights, top, members, on_list, pattern):  # type: ignore[no-untyped-def]
    """Share people out over classes at random in proportion to the weights."""
    whole = 0.0
    for k in range(len(log_weights)):
        whole += exp(log_weights[k] - top)
    left = people
    for k in range(len(log_weights)):
        weight = exp(log_weights[k] - top)
        drawn = left
        if k < len(log_weights) - 1:
            drawn = float(rng.binomial(int(left), min(1.0, max(0.0, weight / whole)))) if left > 0 else 0.0
        members[k] += drawn
        for j in range(len(pattern)):
            on_list[k, j] += drawn * pattern[j]
        left -= drawn
        whole = max(whole - weight, 1e-300)
