"""What two readings that share pictures are to each other, and in words why.

Takes hits between their frames; gives a ``FootageCopy`` or nothing. Movement decides between one recording and two
takes of one scene; where nothing moves, only pictures as close as re-encoding leaves them count as one recording.
"""

from dataclasses import dataclass

import numpy as np

from probans.analysis.footage import motion, regions
from probans.analysis.footage.alignment import SPEEDS, Alignment, Hits, align, along
from probans.analysis.footage.prints import WHOLE
from probans.model.incident import FootageCopy
from probans.model.reading import FootageReading

SAME_RECORDING = "same recording (likely)"
SAME_SCENE = "same scene"
SHARES_STILL = "shares a still"

SURE_RADIUS = 60  # bits, with a second aligned frame: unrelated pictures differ by 128, 8.2 give or take
STILL_RADIUS = 48
CLOSE_BITS = 20
SAME_MOVEMENT = 0.55  # takes of one scene reached 0.41, edited takes 0.53 in our measurements; copies mostly 0.8
LONG_MOVEMENT = 0.4  # enough over this many seconds when no other offset comes near
LONG_SECONDS = 4.0
OTHER_MOVEMENT = 0.25
SCENE_FRAMES = 3
MOST_MATCHES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    """How alike two videos move, and at which speed of the first."""

    likeness: motion.Likeness
    speed: float

    @property
    def alike(self) -> bool:
        found = self.likeness
        clear = found.correlation - found.next_best >= 0.15
        longer = found.seconds >= LONG_SECONDS and found.correlation >= 4 * found.next_best
        return (found.correlation >= SAME_MOVEMENT and clear) or (found.correlation >= LONG_MOVEMENT and longer)


def judge(first: FootageReading, second: FootageReading, hits: Hits, parts: tuple[str, ...]) -> FootageCopy | None:
    """Say what two readings are to each other; ``parts`` names what the relations of the hits count."""
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
    moved = _moved(first, second, found, parts) if len(found.matches) > 1 else None
    if moved is None or not moved.alike:
        found = align(hits.take(hits.bits <= SURE_RADIUS))
        if found is None or len(found.matches) < 2:
            return _one_frame(first, second, found, parts)
        moved = _moved(first, second, found, parts)
    if moved is not None and moved.alike:
        # Movement places the copy to a tenth of a second, where frames of a still scene fit anywhere.
        better = along(hits, moved.likeness.offset_ms, moved.speed)
        found = better if len(better.matches) > 1 else found
    verdict, why = _verdict(found, moved)
    if verdict == SAME_SCENE and int((found.matches.bits <= STILL_RADIUS).sum()) < SCENE_FRAMES:
        # The same caption or frame around two pictures brings them this near and no nearer.
        return None
    offset = found.offset_ms / 1000
    words = f"{len(found.matches)} frames match; second 0 of the first is second {offset:.1f} of the second. {why}"
    edits = _edits(found.matches, parts)
    edits = (*edits, f"speed {found.speed:g}") if found.speed != 1.0 else edits
    return _copy(first, second, verdict, found.matches, edits, words)


def _one_frame(
    first: FootageReading, second: FootageReading, found: Alignment | None, parts: tuple[str, ...]
) -> FootageCopy | None:
    if found is None or int(found.matches.bits.min()) > STILL_RADIUS // 2:
        return None
    bits = int(found.matches.bits.min())
    words = f"One frame of each is alike ({bits} of 256 bits differ); no second one confirms it."
    return _copy(first, second, SHARES_STILL, found.matches, _edits(found.matches, parts), words)


def _moved(first: FootageReading, second: FootageReading, found: Alignment, parts: tuple[str, ...]) -> _Moved | None:
    """The best likeness of movement over speeds, comparing the parts of the pictures that matched."""
    (one, two), mirrored = _relation(found.matches, parts)
    left = motion.movement(first.motion, *regions.place_of(one))
    right = motion.movement(second.motion, *regions.place_of(two))
    matches = found.matches
    if not left.covers(matches.first.min(), matches.first.max()) or not right.covers(
        matches.second.min(), matches.second.max()
    ):
        return None
    right = right.mirrored() if mirrored else right
    speeds = SPEEDS if found.speed == 1.0 else (found.speed, 1.0)
    tried = [
        _Moved(likeness=alike, speed=speed)
        for speed in speeds
        if (alike := motion.likeness(left, right, speed)) is not None
    ]
    return max(tried, key=lambda item: item.likeness.correlation, default=None)


def _verdict(found: Alignment, moved: _Moved | None) -> tuple[str, str]:
    median = float(np.median(found.matches.bits))
    correlation = moved.likeness.correlation if moved is not None else 0.0
    if moved is not None and moved.alike:
        return SAME_RECORDING, f"They move alike (correlation {correlation:.2f} over {moved.likeness.seconds:.1f} s)."
    if moved is not None and correlation < OTHER_MOVEMENT:
        return SAME_SCENE, f"They do not move alike (correlation {correlation:.2f}): other takes look like this."
    if median <= CLOSE_BITS:
        return SAME_RECORDING, f"The pictures are as close as re-encoding leaves them ({median:.0f} bits)."
    return SAME_SCENE, f"Too little moves to tell one recording from another take ({median:.0f} bits apart)."


def _relation(matches: Hits, parts: tuple[str, ...]) -> tuple[tuple[str, str], bool]:
    """The most common relation among the matches: the part of each that matched, and whether mirrored."""
    most = int(np.bincount(matches.relation, weights=256.0 - matches.bits).argmax())
    pair, mirrored = divmod(most, 2)
    one, two = divmod(pair, len(parts))
    return (parts[one], parts[two]), bool(mirrored)


def _edits(matches: Hits, parts: tuple[str, ...]) -> tuple[str, ...]:
    """What the most common relation shows was done to one of the two."""
    names, mirrored = _relation(matches, parts)
    seen = ["mirrored"] if mirrored else []
    if not set(names) <= WHOLE:
        seen.append("cropped")
    if any(name.startswith(regions.CONTENTS) for name in names):
        seen.append("padded")
    return tuple(seen) or (("re-encoded",) if int(matches.bits.max()) > 0 else ())


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
