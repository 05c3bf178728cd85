"""Whether two aligned videos move alike: the test that tells one recording from two takes of one scene.

Takes the 8 x 8 grids of brightness that a reading stores for its sampled frames; gives the correlation of their changes
in time. A still scene has nothing to compare: then there is no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIDE = 8
LEAST_SAMPLES = 5
LEAST_CHANGE = 0.8  # grey levels between samples; rounding alone makes 0.4
_SEARCH_MS = 400
_STEP_MS = 20

Grids = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Grids (n, 8, 8) at times in ms."""

    times: NDArray[np.float64]
    grids: Grids

    def mirrored(self) -> "Movement":
        return Movement(times=self.times, grids=self.grids[:, :, ::-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Correlation -1..1 of changes at ``offset_ms``, and over how many samples."""

    correlation: float
    offset_ms: int
    samples: int


def grid(plane: NDArray[np.generic]) -> NDArray[np.float32]:
    """Mean brightness in 8 x 8 cells of a plane, from about every fourth row and column."""
    step = max(1, min(plane.shape) // 180)
    thin = plane[step // 2 :: step, step // 2 :: step] if min(plane.shape) >= 8 * step else plane
    rows, columns = (np.linspace(0, side, SIDE + 1).astype(int)[:-1] for side in thin.shape)
    sums = np.add.reduceat(np.add.reduceat(thin, rows, axis=0, dtype=np.float32), columns, axis=1)
    heights, widths = (
        np.maximum(1, np.diff(np.append(starts, side)))
        for starts, side in zip((rows, columns), thin.shape, strict=True)
    )
    cells: NDArray[np.float32] = (sums / heights[:, None] / widths).astype(np.float32)
    return cells


def movement(stored: Sequence[tuple[int, str]]) -> Movement:
    """Grids as a reading stores them."""
    octets = b"".join(bytes.fromhex(grid) for _time, grid in stored)
    grids = np.frombuffer(octets, dtype=np.uint8).reshape(-1, SIDE, SIDE).astype(np.float64)
    return Movement(times=np.array([time for time, _grid in stored], dtype=np.float64), grids=grids)


def likeness(first: Movement, second: Movement, offset_ms: int, speed: float) -> Likeness | None:
    """Correlate changes near an alignment; None when the overlap is short or either side hardly moves."""
    best: Likeness | None = None
    for shift in range(-_SEARCH_MS, _SEARCH_MS + 1, _STEP_MS):
        found = _at(first, second, offset_ms + shift, speed)
        if found is not None and (best is None or found.correlation > best.correlation):
            best = found
    return best


def _at(first: Movement, second: Movement, offset_ms: int, speed: float) -> Likeness | None:
    if len(first.times) < LEAST_SAMPLES or len(second.times) < LEAST_SAMPLES:
        return None
    mapped = offset_ms + first.times / speed
    inside = (mapped >= second.times[0]) & (mapped <= second.times[-1])
    if inside.sum() < LEAST_SAMPLES:
        return None
    left = np.diff(first.grids[inside], axis=0)
    right = np.diff(_interpolated(second, mapped[inside]), axis=0)
    if min(_strength(left), _strength(right)) < LEAST_CHANGE:
        return None
    product = float((left * right).sum() / np.sqrt((left**2).sum() * (right**2).sum()))
    return Likeness(correlation=product, offset_ms=offset_ms, samples=int(inside.sum()))


def _interpolated(movement: Movement, times: NDArray[np.float64]) -> Grids:
    after = np.clip(np.searchsorted(movement.times, times), 1, len(movement.times) - 1)
    before = after - 1
    gap = np.maximum(movement.times[after] - movement.times[before], 1.0)
    share = ((times - movement.times[before]) / gap)[:, None, None]
    result: Grids = movement.grids[before] * (1 - share) + movement.grids[after] * share
    return result


def _strength(changes: Grids) -> float:
    return float(np.sqrt((changes**2).mean()))
