"""Whether two aligned videos move alike: the test that tells one recording from two takes of one scene.

Takes the 8 x 8 grids of brightness that a reading stores for its sampled frames; gives the correlation of their changes
in time. A still scene has nothing to compare: then there is no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probans.analysis.footage.regions import Box

SIDE = 8
WHOLE = Box()
LEAST_SAMPLES = 20
LEAST_CHANGE = 0.25  # grey levels between samples 40 ms apart; less is rounding and noise
COARSEST_MS = 250  # grids farther apart (key frames only) say nothing of movement between them
_STEP_MS = 40
_LEAST_SHARE = 0.5
_PEAK = 15  # steps on either side of the best offset that count as the same peak

Grids = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Grids (n, 8, 8) at times in ms."""

    times: NDArray[np.float64]
    grids: Grids

    def covers(self, first_ms: float, last_ms: float) -> bool:
        """Whether grids were kept over this time; of long videos only the beginning has them."""
        return bool(len(self.times)) and self.times[0] - 1000 <= first_ms and last_ms <= self.times[-1] + 1000

    def mirrored(self) -> "Movement":
        return Movement(times=self.times, grids=self.grids[:, :, ::-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Best correlation of changes, at ``offset_ms``, over ``seconds``; ``next_best`` away from that offset."""

    correlation: float
    next_best: float
    offset_ms: int
    seconds: float


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


def movement(stored: Sequence[tuple[int, str]], base: int = 0, box: Box = WHOLE) -> Movement:
    """Grids as a reading stores them, of the whole picture (0) or a content box (1, 2), and there of a part only."""
    octets = b"".join(bytes.fromhex(grids) for _time, grids in stored)
    kept = np.frombuffer(octets, dtype=np.uint8).reshape(len(stored), -1, SIDE, SIDE)
    grids = kept[:, min(base, kept.shape[1] - 1)].astype(np.float64)
    times = np.array([time for time, _grids in stored], dtype=np.float64)
    return Movement(times=times, grids=grids if box.is_whole else _part(grids, box))


def _part(grids: Grids, box: Box) -> Grids:
    """The grid of a part of the picture, between the cells of the whole."""
    rows, columns = _cells(box.top, box.bottom), _cells(box.left, box.right)
    inside: Grids = rows @ grids @ columns.T
    return inside


def _cells(start: float, end: float) -> Grids:
    """Weights (8, 8) of old cells in new ones along an axis: how much of each new cell every old one covers."""
    borders = np.linspace(start, end, SIDE + 1) * SIDE
    low, high = borders[:-1, None], borders[1:, None]
    old = np.arange(SIDE)[None, :]
    covered: Grids = np.clip(np.minimum(high, old + 1) - np.maximum(low, old), 0, None) / (high - low)
    return covered


def likeness(first: Movement, second: Movement, speed: float) -> Likeness | None:
    """Correlate changes at every offset; the best, and the next best away from it. None when too little moves.

    At offset ``o`` second time = ``o`` + first time / ``speed``.
    """
    left = _changes(first, _STEP_MS * speed)
    right = _changes(second, _STEP_MS)
    if left is None or right is None:
        return None
    correlation, overlap = _every_lag(left, right)
    # A short overlap correlates by chance: it must reach over a good part of the shorter video.
    enough = overlap >= max(LEAST_SAMPLES, _LEAST_SHARE * min(len(left), len(right)))
    usable = np.where(enough, correlation, -1.0)
    best = int(np.argmax(usable))
    others = usable.copy()
    others[max(0, best - _PEAK) : best + _PEAK + 1] = -1.0
    lag = best - (len(left) - 1)
    starts = second.times[0] - first.times[0] / speed
    return Likeness(
        correlation=float(usable[best]),
        next_best=float(others.max()),
        offset_ms=round(lag * _STEP_MS + starts),
        seconds=float(overlap[best]) * _STEP_MS / 1000,
    )


def _changes(movement: Movement, step_ms: float) -> Grids | None:
    """Changes (n, 64) of the grids between instants ``step_ms`` apart, None when there are few or hardly any."""
    if len(movement.times) < 2 or float(np.median(np.diff(movement.times))) > COARSEST_MS:
        return None
    times = np.arange(movement.times[0], movement.times[-1] + 1, step_ms)
    if len(times) <= LEAST_SAMPLES:
        return None
    changes = np.diff(_interpolated(movement, times), axis=0).reshape(len(times) - 1, -1)
    return changes if float(np.sqrt((changes**2).mean())) >= LEAST_CHANGE else None


def _every_lag(left: Grids, right: Grids) -> tuple[Grids, Grids]:
    """Normalised correlation and number of overlapping samples at every lag, lag 1 - len(left) first."""
    count, more = len(left), len(right)
    size = 1 << (count + more - 1).bit_length()
    spectrum = np.conj(np.fft.rfft(left, size, axis=0)) * np.fft.rfft(right, size, axis=0)
    product = _lags(np.fft.irfft(spectrum.sum(axis=1), size), count, more)
    ones = np.conj(np.fft.rfft(np.ones(count), size)) * np.fft.rfft(np.ones(more), size)
    overlap = np.rint(_lags(np.fft.irfft(ones, size), count, more))
    strength = np.sqrt(np.maximum(_energy(left, right), 1e-9))
    return np.clip(product / strength, -1, 1), overlap


def _energy(left: Grids, right: Grids) -> Grids:
    """Product of the energies of both overlapping parts at every lag."""
    count, more = len(left), len(right)
    first = np.concatenate([[0.0], np.cumsum((left**2).sum(axis=1))])
    second = np.concatenate([[0.0], np.cumsum((right**2).sum(axis=1))])
    lags = np.arange(1 - count, more)
    begin, end = np.maximum(0, -lags), np.minimum(count, more - lags)
    product: Grids = (first[end] - first[begin]) * (second[end + lags] - second[begin + lags])
    return product


def _lags(circular: Grids, count: int, more: int) -> Grids:
    return np.concatenate([circular[len(circular) - count + 1 :], circular[:more]])


def _interpolated(movement: Movement, times: NDArray[np.float64]) -> Grids:
    after = np.clip(np.searchsorted(movement.times, times), 1, len(movement.times) - 1)
    before = after - 1
    gap = np.maximum(movement.times[after] - movement.times[before], 1.0)
    share = np.clip((times - movement.times[before]) / gap, 0, 1)[:, None, None]
    result: Grids = movement.grids[before] * (1 - share) + movement.grids[after] * share
    return result
