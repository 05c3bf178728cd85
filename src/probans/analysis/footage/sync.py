"""Several recordings of one sound on one clock: offsets with uncertainty, drift, cuts, and refusal when it cannot tell.

Takes samples at 8000 a second (float arrays); gives offsets in seconds: how long after the first the second begins.
Generalised cross-correlation with softened phase transform (Knapp and Carter, 1976), between 200 and 3400 Hz. Sound
travels 343 metres a second: a source 343 metres nearer to one microphone moves the offset by a second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

RATE = 8000
LOW_HZ, HIGH_HZ = 200.0, 3400.0
WHITENING = 0.8
LEAST_HEIGHT = 12.0  # standard deviations of the correlation; unrelated sounds reach about 8
LEAST_RATIO = 1.3  # first to second peak; unrelated sounds about 1.15
CERTAIN_HEIGHT = 40.0  # above this no second look is needed
LONGEST_SECONDS = 1200
_WINDOW = 10 * RATE
_PEAK_WIDTH = RATE // 20
_JUMP = 0.03  # seconds between neighbouring windows that drift cannot explain
_LEAST_LOUDNESS = 1e-5
_PARTS = 4

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """The second begins ``seconds`` after the first, give or take ``error``.

    ``height`` of the peak in standard deviations and ``ratio`` to the next peak; ``sure`` when both suffice.
    """

    seconds: float
    error: float
    height: float
    ratio: float
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From ``first`` to ``last`` second of the second recording one offset holds, with drift in parts per million."""

    first: float
    last: float
    offset: float
    drift_ppm: float
    residual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Recordings on one clock: ``starts`` in seconds after the earliest, by name, one group of connected recordings.

    ``residual`` is the largest disagreement in seconds around loops; ``alone`` could not be placed.
    """

    groups: tuple[tuple[tuple[str, float], ...], ...]
    residual: float
    alone: tuple[str, ...]


def silence() -> Samples:
    """No sound at all."""
    return np.zeros(0, dtype=np.float32)


def samples_from(octets: bytes) -> Samples:
    """Samples as 32-bit little-endian floats."""
    return np.frombuffer(octets, dtype="<f4").astype(np.float32)


def offset(first: Samples, second: Samples) -> Offset:
    """Find by how much the second begins after the first; unsure rather than wrong."""
    if min(_loudness(first), _loudness(second)) < _LEAST_LOUDNESS:
        return Offset(seconds=0.0, error=float("inf"), height=0.0, ratio=1.0, sure=False)
    correlation, size = _correlation(first, second)
    found = _peak(correlation, size, len(first), len(second))
    if found.sure and found.height < CERTAIN_HEIGHT and not _parts_agree(first, second, found.seconds):
        return replace(found, sure=False)
    return found


def stretches(first: Samples, second: Samples) -> tuple[Stretch, ...]:
    """Offsets window by window, joined while they agree: drift shows as a slope, a cut as a new stretch."""
    found: list[tuple[float, float]] = []
    for start in range(0, max(1, len(second) - _WINDOW // 2), _WINDOW // 2):
        here = offset(first, second[start : start + _WINDOW])
        if here.sure:
            found.append(((start + _WINDOW / 2) / RATE, here.seconds - start / RATE))
    runs: list[list[tuple[float, float]]] = []
    for time, seconds in found:
        if runs and abs(seconds - runs[-1][-1][1]) <= _JUMP:
            runs[-1].append((time, seconds))
        else:
            runs.append([(time, seconds)])
    return tuple(_stretch(run, len(second) / RATE) for run in runs)


def timeline(offsets: Mapping[tuple[str, str], Offset], names: Sequence[str]) -> Timeline:
    """Put recordings on one clock by least squares over all sure offsets (first, second)."""
    edges = {pair: found for pair, found in sorted(offsets.items()) if found.sure}
    groups, worst = [], 0.0
    for members in _connected(sorted(names), list(edges)):
        inside = {pair: found for pair, found in edges.items() if pair[0] in members}
        if not inside:
            continue
        starts, residual = _solved(members, inside)
        worst = max(worst, residual)
        groups.append(tuple(sorted(starts, key=lambda item: (item[1], item[0]))))
    placed = {name for group in groups for name, _start in group}
    return Timeline(groups=tuple(groups), residual=worst, alone=tuple(sorted(set(names) - placed)))


def _loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def _correlation(first: Samples, second: Samples) -> tuple[NDArray[np.float64], int]:
    size = 1 << (len(first) + len(second) - 1).bit_length()
    spectrum = np.fft.rfft(first, size) * np.conj(np.fft.rfft(second, size))
    frequency = np.fft.rfftfreq(size, 1 / RATE)
    strength = np.abs(spectrum)
    floor = 1e-12 + 1e-6 * float(strength.max())
    weight = ((frequency >= LOW_HZ) & (frequency <= HIGH_HZ)) / np.maximum(strength, floor) ** WHITENING
    return np.fft.irfft(spectrum * weight, size), size


def _peak(correlation: NDArray[np.float64], size: int, first: int, second: int) -> Offset:
    """The highest point among lags at which the two overlap at all."""
    lags = np.concatenate([correlation[:first], correlation[size - second + 1 :]])
    best = int(np.argmax(lags))
    height = float((lags[best] - lags.mean()) / (lags.std() + 1e-30))
    lag = best if best < first else best - first - second + 1
    others = lags.copy()
    for near in range(lag - _PEAK_WIDTH, lag + _PEAK_WIDTH + 1):
        place = near if near >= 0 else first + second - 1 + near
        if 0 <= place < len(others) and -second < near < first:
            others[place] = -np.inf
    ratio = float(lags[best] / max(float(others.max()), 1e-30)) if np.isfinite(others.max()) else 1.0
    left, middle, right = (float(correlation[(lag + step) % size]) for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    fine = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return Offset(
        seconds=(lag + fine) / RATE,
        error=1 / RATE,
        height=height,
        ratio=ratio,
        sure=height >= LEAST_HEIGHT and ratio >= LEAST_RATIO,
    )


def _parts_agree(first: Samples, second: Samples, seconds: float) -> bool:
    """Whether at least three quarters of the overlap, each for itself, have their peak at the same offset.

    One loud bang in each of two unrelated recordings makes a high peak; nothing else around it agrees.
    """
    lag = round(seconds * RATE)
    begin, end = max(0, lag), min(len(first), lag + len(second))
    borders = np.linspace(begin, end, _PARTS + 1).round().astype(int)
    if borders[1] - borders[0] < RATE // 2:
        return False
    return sum(_agrees(first[a:b], second[a - lag : b - lag]) for a, b in pairwise(borders)) >= _PARTS * 3 // 4


def _agrees(first: Samples, second: Samples) -> bool:
    correlation, _size = _correlation(first, second)
    near = np.concatenate([correlation[-_PEAK_WIDTH:], correlation[: _PEAK_WIDTH + 1]])
    return abs(int(np.argmax(near)) - _PEAK_WIDTH) <= RATE // 200


def _stretch(run: Sequence[tuple[float, float]], length: float) -> Stretch:
    times, seconds = np.array(run).T
    slope, base = (float(part) for part in np.polyfit(times, seconds, 1)) if len(run) > 1 else (0.0, float(seconds[0]))
    half = _WINDOW / RATE / 2
    return Stretch(
        first=max(0.0, float(times[0]) - half),
        last=min(length, float(times[-1]) + half),
        offset=base,
        drift_ppm=slope * 1e6,
        residual=float(np.abs(seconds - base - slope * times).max()),
    )


def _connected(names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    group = {name: {name} for name in names}
    for first, second in pairs:
        joined = group[first] | group[second]
        group.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(members)): sorted(members) for members in group.values()}.values())


def _solved(members: Sequence[str], edges: Mapping[tuple[str, str], Offset]) -> tuple[list[tuple[str, float]], float]:
    place = {name: number for number, name in enumerate(members)}
    matrix, known = np.zeros((len(edges) + 1, len(members))), np.zeros(len(edges) + 1)
    for row, ((first, second), found) in enumerate(edges.items()):
        matrix[row, place[second]], matrix[row, place[first]], known[row] = 1, -1, found.seconds
    matrix[-1, 0] = 1  # one of them is the origin of the clock
    starts = np.linalg.lstsq(matrix, known, rcond=None)[0]
    residual = float(np.abs(matrix @ starts - known).max())
    starts = starts - starts.min()
    return [(name, float(starts[place[name]])) for name in members], residual
