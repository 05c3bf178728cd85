"""Which moments of one moving picture are which of another: offset and speed from frames that look alike.

Takes near pairs of frames (time in the first, time in the second, bits apart); gives the alignment that most distinct
frames agree on. A copy's frames lie on one line; chance hits and a still scene's hits do not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SPEEDS = (1.0, 0.8, 1.25)
TOLERANCE_MS = 300
_BIN_MS = 100

Times = NDArray[np.int64]
Bits = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Near pairs of frames of two pictures: times in ms, bits, and what was compared (part of each, mirrored)."""

    first: Times
    second: Times
    bits: Bits
    relation: NDArray[np.intp]

    def take(self, places: NDArray[np.intp] | NDArray[np.bool_]) -> "Hits":
        return Hits(
            first=self.first[places],
            second=self.second[places],
            bits=self.bits[places],
            relation=self.relation[places],
        )

    def __len__(self) -> int:
        return len(self.bits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Second time = ``offset_ms`` + first time / ``speed``; ``matches`` one pair for each frame of the first.

    ``support`` is the sum of how far below chance each match lies, ``spread`` how many other offsets do as well.
    """

    offset_ms: int
    speed: float
    matches: Hits
    support: float


def align(hits: Hits) -> Alignment | None:
    """The best alignment; None without hits."""
    found = [item for speed in SPEEDS if (item := _align_at(hits, speed)) is not None]
    # Speed 1 unless another speed explains clearly more.
    return max(found, key=lambda item: item.support * (1.0 if item.speed == 1.0 else 0.85)) if found else None


def weights(bits: Bits) -> NDArray[np.float64]:
    """How far below chance a match lies, in decimal digits: unrelated pictures differ by 128 bits, 8.2 give or take."""
    below = np.maximum(0.0, (128.0 - bits) / 8.2)
    digits: NDArray[np.float64] = below**2 / 2 / np.log(10)
    return digits


def _align_at(hits: Hits, speed: float) -> Alignment | None:
    if not len(hits):
        return None
    offsets = hits.second - (hits.first / speed).astype(np.int64)
    order = np.lexsort((hits.bits, hits.first))
    ordered, shifted = hits.take(order), offsets[order]
    lowest = int(shifted.min())
    bins = (shifted - lowest) // _BIN_MS
    # One vote per frame and bin: the nearest of its pairs there.
    _unique, chosen = np.unique(np.stack([ordered.first, bins]), axis=1, return_index=True)
    votes = np.bincount(bins[chosen], weights=weights(ordered.bits[chosen]))
    half = TOLERANCE_MS // _BIN_MS
    window = np.convolve(votes, np.hanning(2 * half + 3)[1:-1])[half : half + len(votes)]
    centre = lowest + int(np.argmax(window)) * _BIN_MS + _BIN_MS // 2
    return along(hits, _refined(ordered, shifted, centre), speed)


def along(hits: Hits, offset_ms: int, speed: float) -> Alignment:
    """The matches near a given line of time; there may be none."""
    away = np.abs(hits.second - (hits.first / speed).astype(np.int64) - offset_ms)
    near = away <= TOLERANCE_MS
    matches = _one_each(hits.take(near), away[near])
    support = float(weights(matches.bits).sum())
    return Alignment(offset_ms=offset_ms, speed=speed, matches=matches, support=support)


def _refined(hits: Hits, offsets: Times, centre: int) -> int:
    near = np.abs(offsets - centre) <= TOLERANCE_MS
    if not near.any():
        return centre
    share = weights(hits.bits[near]) ** 2 + 1e-9
    return round(float(np.average(offsets[near], weights=share)))


def _one_each(hits: Hits, away: Times) -> Hits:
    """For each frame of the first the pair with the fewest bits, of those the one nearest to the line."""
    order = np.lexsort((away, hits.bits, hits.first))
    _frames, first = np.unique(hits.first[order], return_index=True)
    return hits.take(order[first])
