"""Copies of footage: the same recording re-encoded, cut out, cropped, mirrored or padded, and stills out of videos.

Takes the readings of a case; gives one ``FootageCopy`` for each pair that shares pictures, with the matched moments and
in words what the verdict rests on. *Same recording* is said only where the movement or the closeness of the pictures
tells it from another take of the same scene. Low-quality frames (black, fog, plain walls) are never compared.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probans.analysis.footage import pdq
from probans.analysis.footage.alignment import Hits
from probans.analysis.footage.judging import judge
from probans.analysis.footage.near import near_pairs, to_words
from probans.analysis.footage.prints import Prints, gather
from probans.model.exhibit import Exhibit
from probans.model.incident import FootageCopy
from probans.model.outcome import Problem
from probans.model.reading import FootageReading

RADIUS = 72  # bits; what lies beyond judging.SURE_RADIUS counts only where the movement agrees too
SMALL = 200_000_000  # pairs of codes that are compared one by one; more go through the index

Places = NDArray[np.intp]
Codes = NDArray[np.uint8]
Pairs = tuple[Places, Places, NDArray[np.uint16]]
Search = Callable[[Prints, Places, Codes], Pairs]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two readings by place and the hits between them, first's time first."""

    first: int
    second: int
    hits: Hits


def find_copies(
    footage: Sequence[FootageReading], exhibits: Sequence[Exhibit]
) -> tuple[tuple[FootageCopy, ...], tuple[Problem, ...]]:
    """Compare every reading with every other; results in the order of the digests."""
    readings = sorted(footage, key=lambda item: item.reading.exhibit)
    names = {item.sha256: item.number for item in exhibits}
    prints = gather(readings)
    copies = [
        copy
        for pair in _pairs(prints)
        if (copy := judge(readings[pair.first], readings[pair.second], pair.hits, prints.parts)) is not None
    ]
    return tuple(copies), tuple(_not_compared(readings, prints, names))


def _not_compared(readings: Sequence[FootageReading], prints: Prints, names: dict[str, str]) -> Iterator[Problem]:
    compared = set(prints.owner.tolist())
    for place, reading in enumerate(readings):
        if reading.fingerprints and place not in compared:
            digest = reading.reading.exhibit
            words = "No picture in it has enough detail for a fingerprint; copies of it were not looked for."
            yield Problem(code="FOOTAGE-NOT-COMPARED", where=names.get(digest, digest), words=words)


def _pairs(prints: Prints) -> Iterator[_Pair]:
    """All pairs of readings with hits. Whole pictures, as they are and mirrored, against every part of the others."""
    whole = np.flatnonzero(prints.whole)
    if not len(whole):
        return
    plain = prints.codes[whole]
    asked = ((plain, 0), (pdq.mirrored_codes(plain), 1))
    small = len(whole) * len(prints.codes) <= SMALL
    search = _everything if small else _through_index(prints)
    found = [_directed(prints, whole, search(prints, whole, codes), mirrored=flag) for codes, flag in asked]
    left, right, hits = (_joined(found, place) for place in range(3))
    if not len(left):
        return
    order = np.lexsort((right, left))
    left, right, hits = left[order], right[order], hits[order]
    edges = np.flatnonzero(np.diff(left) | np.diff(right)) + 1
    for rows in np.split(np.arange(len(left)), edges):
        yield _Pair(first=int(left[rows[0]]), second=int(right[rows[0]]), hits=_as_hits(hits[rows]))


def _joined(found: Sequence[tuple[NDArray[np.int64], ...]], place: int) -> NDArray[np.int64]:
    return np.concatenate([item[place] for item in found])


def _everything(prints: Prints, _whole: Places, codes: Codes) -> Pairs:
    return near_pairs(to_words(codes), prints.words, RADIUS)


def _through_index(prints: Prints) -> Search:
    """Find readings with some frame in common by the index, then compare those with each other in full."""
    # Loading the compiled loops takes a second, which small cases and other commands need not pay.
    from probans.analysis.footage import index as indexing  # noqa: PLC0415

    index = indexing.build(prints.codes)

    def search(prints: Prints, whole: Places, codes: Codes) -> Pairs:
        found = indexing.search(index, codes, radius=RADIUS, budget=indexing.Budget.NORMAL)
        owners = np.stack([prints.owner[whole[found.query]], prints.owner[found.row]], axis=1)
        related = np.unique(owners[owners[:, 0] != owners[:, 1]], axis=0)
        return _concatenated([_between(prints, whole, codes, int(one), int(two)) for one, two in related])

    return search


def _between(prints: Prints, whole: Places, codes: Codes, one: int, two: int) -> Pairs:
    asked, all_of = np.flatnonzero(prints.owner[whole] == one), prints.of(two)
    rows, columns, bits = near_pairs(to_words(codes[asked]), prints.words[:, all_of], RADIUS)
    return asked[rows], all_of[columns], bits


def _concatenated(found: Sequence[Pairs]) -> Pairs:
    none = (np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.uint16))
    rows, columns, bits = zip(*(found or [none]), strict=True)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(bits)


def _directed(
    prints: Prints, whole: Places, pairs: Pairs, *, mirrored: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Hits of whole pictures in all parts of others: places of both readings, first < second, and rows of hits."""
    rows, columns, bits = pairs
    rows = whole[rows]
    other = prints.owner[rows] != prints.owner[columns]
    rows, columns, bits = rows[other], columns[other], bits[other]
    swap = prints.owner[rows] > prints.owner[columns]
    first, second = np.where(swap, columns, rows), np.where(swap, rows, columns)
    count = len(prints.parts)
    relation = (prints.part[first] * count + prints.part[second]) * 2 + mirrored
    hits = np.stack([prints.time_ms[first], prints.time_ms[second], bits.astype(np.int64), relation], axis=1)
    return prints.owner[first].astype(np.int64), prints.owner[second].astype(np.int64), hits


def _as_hits(rows: NDArray[np.int64]) -> Hits:
    return Hits(first=rows[:, 0], second=rows[:, 1], bits=rows[:, 2].astype(np.uint16), relation=rows[:, 3])
