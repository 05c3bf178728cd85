"""Weights of agreement between two records (Fellegi and Sunter 1969), learnt without labels.

A pair of records is a pattern: one level of agreement per field, 0 the least, -1 where a value is missing. ``m`` and
``u`` are the chances of each level among pairs of one person and among pairs of two. They are estimated by expectation
maximisation from counts of patterns, held by a prior worth a stated number of pairs so that small lists stay sane.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]

_ROUNDS = 200
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """Chances of each level per field among same (``m``) and different (``u``) people; ``share`` of same pairs."""

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    share: float


def prior(m: Sequence[Sequence[float]], u: Sequence[Sequence[float]], share: float) -> Agreement:
    """Make chances from numbers, each field's scaled to 1."""
    scaled_m, scaled_u = (tuple(np.array(field) / np.sum(field) for field in part) for part in (m, u))
    return Agreement(scaled_m, scaled_u, share)


def learn(patterns: Levels, counts: Floats, start: Agreement, pairs_of_prior: float = 20.0) -> Agreement:
    """Estimate chances from patterns (one row each) and how many pairs show them, around ``start``."""
    model = start
    for _ in range(_ROUNDS):
        chance = probability(model, patterns)
        same, different = counts * chance, counts * (1.0 - chance)
        share = (same.sum() + pairs_of_prior) / (counts.sum() + pairs_of_prior / start.share)
        improved = Agreement(
            _levels(patterns, same, start.m, pairs_of_prior),
            _levels(patterns, different, start.u, pairs_of_prior),
            float(share),
        )
        moved = max(float(np.abs(a - b).max()) for a, b in zip(improved.m, model.m, strict=True))
        model = improved
        if moved < _STILL:
            break
    return model


def weights(model: Agreement, patterns: Levels) -> Floats:
    """Sum of log2(m/u) over the fields that both records give."""
    total = np.zeros(len(patterns))
    for field, (m, u) in enumerate(zip(model.m, model.u, strict=True)):
        level = patterns[:, field]
        total += np.where(level < 0, 0.0, np.log2(m / u)[np.maximum(level, 0)])
    return total


def probability(model: Agreement, patterns: Levels, extra: Floats | None = None) -> Floats:
    """Chance that a pair is one person; ``extra`` adds weight (log2), such as for rare names."""
    weight = weights(model, patterns) + np.log2(model.share / (1.0 - model.share))
    total = np.clip(weight if extra is None else weight + extra, -1000.0, 1000.0)
    return np.asarray(1.0 / (1.0 + np.exp2(-total)))


def _levels(patterns: Levels, mass: Floats, start: tuple[Floats, ...], strength: float) -> tuple[Floats, ...]:
    found = []
    for field, before in enumerate(start):
        level = patterns[:, field]
        seen = np.bincount(level[level >= 0], weights=mass[level >= 0], minlength=len(before))
        found.append((seen + strength * before) / (seen.sum() + strength))
    return tuple(found)
