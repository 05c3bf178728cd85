"""Copies of footage: the same recording re-encoded, cut out, cropped, mirrored or padded, and stills out of videos.

Takes the readings of a case; gives one ``FootageCopy`` for each pair that shares pictures, with the matched moments and
in words what the verdict rests on. *Same recording* is said only where the movement or the closeness of the pictures
tells it from another take of the same scene. Low-quality frames (black, fog, plain walls) are never compared.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probans.analysis.footage import motion, pdq
from probans.analysis.footage.alignment import Alignment, Hits, align
from probans.analysis.footage.near import near_pairs, to_words
from probans.analysis.footage.prints import WHOLE, Prints, gather
from probans.analysis.footage.regions import CONTENTS
from probans.model.exhibit import Exhibit
from probans.model.incident import FootageCopy
from probans.model.outcome import Problem
from probans.model.reading import FootageReading

SAME_RECORDING = "same recording (likely)"
SAME_SCENE = "same scene"
SHARES_STILL = "shares a still"

RADIUS = 60  # bits; safe with a second aligned frame: unrelated pictures differ by 128, 8.2 give or take
STILL_RADIUS = 48
CLOSE_BITS = 20
SAME_MOVEMENT = 0.4
OTHER_MOVEMENT = 0.2
MOST_MATCHES = 200
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
        if (copy := _judge(readings[pair.first], readings[pair.second], pair.hits, prints.parts)) is not None
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


def _judge(first: FootageReading, second: FootageReading, hits: Hits, parts: tuple[str, ...]) -> FootageCopy | None:
    moving = [_is_moving(item) for item in (first, second)]
    if all(moving):
        return _judge_videos(first, second, hits, parts)
    return _judge_still(first, second, hits, parts, both=not any(moving))


def _is_moving(reading: FootageReading) -> bool:
    return len(reading.motion) > 1


def _judge_still(
    first: FootageReading, second: FootageReading, hits: Hits, parts: tuple[str, ...], *, both: bool
) -> FootageCopy | None:
    near = hits.take(hits.bits <= STILL_RADIUS)
    if not len(near):
        return None
    best = near.take(np.array([int(np.argmin(near.bits))]))
    bits = int(best.bits[0])
    if both:
        verdict, words = SAME_RECORDING, f"The pictures differ in {bits} of 256 bits; unrelated ones in about 128."
    else:
        verdict = SHARES_STILL
        time = int(best.second[0] if not _is_moving(first) else best.first[0]) / 1000
        words = f"The still is like the video at {time:.1f} s: {bits} of 256 bits differ."
    return _copy(first, second, verdict, best, _edits(best, parts), words)


def _judge_videos(
    first: FootageReading, second: FootageReading, hits: Hits, parts: tuple[str, ...]
) -> FootageCopy | None:
    found = align(hits)
    if found is None:
        return None
    matches = found.matches
    edits = _edits(matches, parts)
    if len(matches) < 2:
        if int(matches.bits.min()) > STILL_RADIUS // 2:
            return None
        words = f"One frame of each is alike ({int(matches.bits.min())} of 256 bits differ); no second one confirms it."
        return _copy(first, second, SHARES_STILL, matches, edits, words)
    alike = _movement(first, second, found, mirrored="mirrored" in edits)
    verdict, why = _verdict(found, alike)
    offset = alike.offset_ms if alike is not None else found.offset_ms
    words = f"{len(matches)} frames match; second 0 of the first is second {offset / 1000:.1f} of the second. {why}"
    edits = (*edits, f"speed {found.speed:g}") if found.speed != 1.0 else edits
    return _copy(first, second, verdict, matches, edits, words)


def _movement(
    first: FootageReading, second: FootageReading, found: Alignment, *, mirrored: bool
) -> motion.Likeness | None:
    left, right = motion.movement(first.motion), motion.movement(second.motion)
    return motion.likeness(left, right.mirrored() if mirrored else right, found.offset_ms, found.speed)


def _verdict(found: Alignment, alike: motion.Likeness | None) -> tuple[str, str]:
    median = float(np.median(found.matches.bits))
    if alike is not None and alike.correlation >= SAME_MOVEMENT:
        return SAME_RECORDING, f"They move alike (correlation {alike.correlation:.2f})."
    if alike is not None and alike.correlation < OTHER_MOVEMENT:
        return SAME_SCENE, f"They do not move alike (correlation {alike.correlation:.2f}): other takes look like this."
    if median <= CLOSE_BITS:
        return SAME_RECORDING, f"The pictures are as close as re-encoding leaves them ({median:.0f} bits)."
    return SAME_SCENE, f"Too little moves to tell one recording from another take ({median:.0f} bits apart)."


def _edits(matches: Hits, parts: tuple[str, ...]) -> tuple[str, ...]:
    """What the most common relation among the matches shows was done to one of the two."""
    relation = int(np.bincount(matches.relation, weights=256.0 - matches.bits).argmax())
    pair, mirrored = divmod(relation, 2)
    names = {parts[place] for place in divmod(pair, len(parts))}
    seen = ["mirrored"] if mirrored else []
    if not names <= WHOLE:
        seen.append("cropped")
    if any(name.startswith(CONTENTS) for name in names):
        seen.append("padded")
    bits = matches.bits[matches.relation == relation]
    return tuple(seen) or (("re-encoded",) if len(bits) and int(bits.max()) > 0 else ())


def _copy(
    first: FootageReading, second: FootageReading, verdict: str, matches: Hits, edits: tuple[str, ...], words: str
) -> FootageCopy:
    rows = np.stack([matches.first, matches.second, matches.bits.astype(np.int64)], axis=1)
    if len(rows) > MOST_MATCHES:
        rows = rows[np.linspace(0, len(rows) - 1, MOST_MATCHES).round().astype(int)]
    return FootageCopy(
        first=first.reading.exhibit,
        second=second.reading.exhibit,
        verdict=verdict,
        matches=tuple((int(row[0]), int(row[1]), int(row[2])) for row in rows),
        edits=edits,
        words=words,
    )
