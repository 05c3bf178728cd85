"""An index over fingerprints that finds near codes without looking at all of them: multi-index hashing on flat arrays.

After Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing" (2012): 256 bits are cut into
slots; codes near each other agree in some slot, up to a few bits. The budget says how many bits of a slot are tried
otherwise, and ``recall`` what share of codes at each distance that finds: an answer of *nothing found* is qualified.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import comb

import numpy as np
from numpy.typing import NDArray

from probans.analysis.footage import kernels

BITS = 256
EXACT_RADIUS = 31

Words = NDArray[np.uint64]


class Budget(StrEnum):
    """How thoroughly a search looks: bits of each slot tried otherwise (0, 1, 2), or all within 31 bits for certain."""

    QUICK = "quick"
    NORMAL = "normal"
    THOROUGH = "thorough"
    EXACT = "exact"


_FLIPS = {Budget.QUICK: 0, Budget.NORMAL: 1, Budget.THOROUGH: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Columns: number of the query, row of the index, bits apart; ordered by query, bits, row."""

    query: NDArray[np.int64]
    row: NDArray[np.int64]
    bits: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeIndex:
    """An immutable index: flat arrays that can be stored and mapped as they are.

    ``words`` (n, 4); per slot the bit it starts at and its width; ``borders`` of the buckets of all slots one after the
    other, a slot's from ``bases`` on; ``ids`` (slots, n) the rows by bucket.
    """

    words: Words
    starts: NDArray[np.int64]
    widths: NDArray[np.int64]
    bases: NDArray[np.int64]
    borders: NDArray[np.uint32]
    ids: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.words)

    @property
    def bytes_per_code(self) -> float:
        total = self.words.nbytes + self.borders.nbytes + self.ids.nbytes
        return total / max(1, len(self))


def build(codes: NDArray[np.uint8], *, slots: int = 0) -> CodeIndex:
    """Index codes (n, 32). ``slots`` 0 chooses by size: wider slots pay when there are more codes to pass over."""
    words = np.ascontiguousarray(codes.reshape(-1, 32)).view(np.uint64)
    count = slots or slots_for(len(words))
    starts = np.linspace(0, BITS, count + 1).round().astype(np.int64)
    widths = np.diff(starts)
    bases = np.concatenate([[0], np.cumsum((1 << widths) + 1)])
    borders = np.zeros(int(bases[-1]), dtype=np.uint32)
    ids = np.zeros((count, len(words)), dtype=np.uint32)
    for slot in range(count):
        part = borders[bases[slot] : bases[slot + 1]]
        kernels.fill_slot(words, starts[slot], widths[slot], part, ids[slot])
    return CodeIndex(words=words, starts=starts[:-1], widths=widths, bases=bases[:-1], borders=borders, ids=ids)


def slots_for(count: int) -> int:
    """Number of slots for so many codes: the buckets should hold about one code each."""
    wanted = max(8, int(np.log2(max(count, 2))))
    return max(10, min(24, BITS // wanted))


def search(index: CodeIndex, codes: NDArray[np.uint8], *, radius: int, budget: Budget = Budget.NORMAL) -> Found:
    """Find what lies within ``radius`` bits of each code (m, 32); EXACT looks within 31 bits and misses none."""
    queries = np.ascontiguousarray(codes.reshape(-1, 32)).view(np.uint64)
    flips = exact_flips(len(index.starts)) if budget is Budget.EXACT else np.full(len(index.starts), _FLIPS[budget])
    within = min(radius, EXACT_RADIUS) if budget is Budget.EXACT else radius
    layout = (index.words, index.starts, index.widths, index.bases, index.borders, index.ids)
    most = 1 << 16
    while True:
        asked, rows, bits, found = kernels.probe(layout, flips, queries, within, most)
        if found <= most:
            return _ordered(asked[:found], rows[:found], bits[:found])
        most = int(found)


def scan(columns: Words, codes: NDArray[np.uint8], *, radius: int) -> Found:
    """Compare each code (m, 32) with all codes as words (4, n): exact at any radius, and the best for few codes."""
    queries = np.ascontiguousarray(codes.reshape(-1, 32)).view(np.uint64)
    most = 1 << 16
    while True:
        asked, rows, bits, found = kernels.flat(columns, queries, radius, most)
        if found <= most:
            return _ordered(asked[:found], rows[:found], bits[:found])
        most = int(found)


def exact_flips(slots: int) -> NDArray[np.int64]:
    """Flips per slot that leave no code within 31 bits unseen.

    If every slot differed by more than its flips, the code would differ by at least the sum of (flips + 1) > 31.
    """
    least, more = divmod(EXACT_RADIUS + 1, slots)
    return np.array([least if slot < more else least - 1 for slot in range(slots)], dtype=np.int64)


def recall(index: CodeIndex, bits: int, budget: Budget) -> float:
    """Share of codes ``bits`` away that a budget finds, when the differing bits lie anywhere."""
    flips = exact_flips(len(index.starts)) if budget is Budget.EXACT else np.full(len(index.starts), _FLIPS[budget])
    # ways[d]: arrangements of d differing bits over the slots so far in which every slot has too many to be found.
    ways = [1] + [0] * bits
    for width, allowed in zip(index.widths.tolist(), flips.tolist(), strict=True):
        too_many = [comb(width, here) if here > allowed else 0 for here in range(bits + 1)]
        ways = [sum(ways[total - here] * too_many[here] for here in range(total + 1)) for total in range(bits + 1)]
    return 1.0 - ways[bits] / comb(BITS, bits)


def _ordered(asked: NDArray[np.uint32], rows: NDArray[np.uint32], bits: NDArray[np.uint16]) -> Found:
    order = np.lexsort((rows, bits, asked))
    return Found(
        query=asked[order].astype(np.int64), row=rows[order].astype(np.int64), bits=bits[order].astype(np.int64)
    )
