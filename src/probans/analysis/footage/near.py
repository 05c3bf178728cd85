"""Near pairs among fingerprints: which codes of one set lie within some bits of which of another.

Codes are 256 bits as four 64-bit words. Everything is exact and compared in blocks of arrays.
"""

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Places = NDArray[np.intp]

_BLOCK = 1 << 20  # pairs compared at once: a few megabytes, so that they stay in the cache


def to_words(codes: NDArray[np.uint8]) -> Words:
    """Codes (n, 32) bytes as words (4, n)."""
    return np.ascontiguousarray(codes.reshape(-1, 32).view(np.uint64).T)


def distances(first: Words, second: Words) -> NDArray[np.uint16]:
    """Bits that differ between each of (4, n) and each of (4, m): (n, m)."""
    total = np.zeros((first.shape[1], second.shape[1]), dtype=np.uint16)
    for left, right in zip(first, second, strict=True):
        total += np.bitwise_count(left[:, None] ^ right[None, :])
    return total


def near_pairs(first: Words, second: Words, radius: int) -> tuple[Places, Places, NDArray[np.uint16]]:
    """All pairs within ``radius`` bits: places in the first, places in the second, distances."""
    step = max(1, _BLOCK // max(1, second.shape[1]))
    found: list[tuple[Places, Places, NDArray[np.uint16]]] = []
    for start in range(0, first.shape[1], step):
        apart = distances(first[:, start : start + step], second)
        rows, columns = np.nonzero(apart <= radius)
        found.append((rows + start, columns, apart[rows, columns]))
    if not found:
        return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.uint16)
    return (
        np.concatenate([item[0] for item in found]),
        np.concatenate([item[1] for item in found]),
        np.concatenate([item[2] for item in found]),
    )
