"""Parts of a picture that are fingerprinted beside the whole: the content inside bars or padding, and centre crops.

Takes planes of brightness of one size (several frames of a video, or one still); gives boxes as fractions of height and
width, as guesses: a wrong box costs a fingerprint, not an answer. Bars are rows or columns that stay flat; padding (a
blurred copy around the picture) ends at straight edges across the picture.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probans.analysis.footage import pdq

CENTRES = ((90, 0.9), (80, 0.8))
CONTENTS = ("content box", "inner box")

_FLAT_SPREAD = 4.0  # grey levels: what compression leaves of a plain bar
_LEAST_CUT = 0.02
_MOST_CUT = 0.45
_LEAST_LEFT = 0.2
_CALM = 0.45  # detail of padding relative to the picture beside it
_EDGE = 2.5  # how far the border line stands out of the steps around it

Plane = NDArray[np.generic]
Run = Callable[[Sequence[Plane]], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in fractions of height and width, 0 to 1; ``bottom`` and ``right`` are exclusive."""

    top: float = 0.0
    bottom: float = 1.0
    left: float = 0.0
    right: float = 1.0

    @property
    def is_whole(self) -> bool:
        return self == Box()

    def centre(self, share: float) -> "Box":
        """The middle of this box, ``share`` of each side."""
        high, wide = (self.bottom - self.top) * (1 - share) / 2, (self.right - self.left) * (1 - share) / 2
        return Box(top=self.top + high, bottom=self.bottom - high, left=self.left + wide, right=self.right - wide)

    def cut(self, plane: Plane) -> Plane:
        """The part of a plane in this box, at least one row and column."""
        height, width = plane.shape
        rows, columns = _stretch(self.top, self.bottom, height), _stretch(self.left, self.right, width)
        return plane[rows, columns]


def variants(boxes: Sequence[Box]) -> tuple[tuple[str, Box], ...]:
    """Names and boxes of all that is fingerprinted of a picture whose content may lie in any of ``boxes``."""
    whole = Box()
    parts = [("full", whole), *((f"centre {name}", whole.centre(share)) for name, share in CENTRES)]
    for box, label in zip(boxes, CONTENTS, strict=False):
        parts += [(label, box), *((f"{label} centre {name}", box.centre(share)) for name, share in CENTRES)]
    return tuple(parts)


def place_of(name: str) -> tuple[int, Box]:
    """Where a named part lies: in the whole (0), the content box (1) or the inner box (2), and its box in there.

    Parts whose place depends on the picture's format are given as the whole.
    """
    base = next((number for number, label in enumerate(CONTENTS, 1) if name.startswith(label)), 0)
    rest = name.removeprefix(CONTENTS[base - 1]).strip() if base else name
    centres = {f"centre {label}": Box().centre(share) for label, share in CENTRES}
    return base, (centres | dict(_off_the_middle(Box()))).get(rest, Box())


def cuts(boxes: Sequence[Box], shape: tuple[int, ...]) -> tuple[tuple[str, Box], ...]:
    """Names and boxes of what reposts cut out off the middle or to another format; for some frames only.

    ``shape`` is the height and width of the picture.
    """
    box = boxes[0] if boxes else Box()
    label = f"{CONTENTS[0]} " if boxes else ""
    tall, wide = (box.bottom - box.top) * shape[0], (box.right - box.left) * shape[1]
    parts = [(label + name, part) for name, part in _off_the_middle(box)]
    for name, ratio in (("square", 1.0), ("5:4", 0.8), ("16:9", 9 / 16)):
        if wide * ratio > tall * 1.1:
            parts.append((f"{label}upright {name}", _window(box, 1.0, tall * ratio / wide, (0, 0.5))))
        elif tall * ratio > wide * 1.1:
            parts.append((f"{label}level {name}", _window(box, wide * ratio / tall, 1.0, (0.5, 0))))
    return tuple(parts)


def _off_the_middle(box: Box) -> Iterator[tuple[str, Box]]:
    for name, down in (("top", 0), ("bottom", 1)):
        for side, right in (("left", 0), ("right", 1)):
            yield f"{name} {side}", _window(box, 0.85, 0.85, (down, right))
        yield name, _window(box, 0.88, 1.0, (down, 0))


def windows(boxes: Sequence[Box]) -> tuple[tuple[str, Box], ...]:
    """Names and boxes of cuts anywhere in a picture, close enough to each other that any cut is near one; for stills.

    Too many for every frame of a video, where time and movement help instead.
    """
    box = boxes[0] if boxes else Box()
    label = f"{CONTENTS[0]} " if boxes else ""
    return tuple(
        (f"{label}window {round(share * 100)} {down} {right}", _window(box, share, share, (down / last, right / last)))
        for share, last in ((0.9, 2), (0.85, 4), (0.8, 4))
        for down in range(last + 1)
        for right in range(last + 1)
    )


def _window(box: Box, height: float, width: float, place: tuple[float, float]) -> Box:
    """A part of a box with shares of its height and width; ``place`` from 0 (top, left) to 1 (bottom, right)."""
    tall, wide = box.bottom - box.top, box.right - box.left
    top, left = box.top + tall * (1 - height) * place[0], box.left + wide * (1 - width) * place[1]
    return Box(top=top, bottom=top + tall * height, left=left, right=left + wide * width)


def tents(plane: Plane, parts: Sequence[tuple[str, Box]]) -> pdq.Floats:
    """Tents (n, 64, 64) of the parts of a plane."""
    return np.stack([pdq.tent(box.cut(plane)) for _name, box in parts])


def content_boxes(planes: Sequence[Plane]) -> tuple[Box, ...]:
    """Where the content of planes of one size may lie, likeliest first; none when there are neither bars nor padding.

    Bars are certain. Padding is guessed twice: as a pair of edges at the same distance from both sides, as reposts are
    made, and side by side.
    """
    if not planes or min(planes[0].shape) < 16:
        return ()
    pictures = [np.asarray(plane, dtype=np.float32) for plane in planes]
    bars = _inside(pictures, Box(), _flat_run)
    found: list[Box] = []
    for box in (_between_equal_edges(pictures), _inside(pictures, bars, _calm_run), bars):
        if not box.is_whole and not any(_alike(box, other) for other in found):
            found.append(box)
    return tuple(found[: len(CONTENTS)])


def _alike(first: Box, second: Box) -> bool:
    sides = ("top", "bottom", "left", "right")
    return all(abs(getattr(first, side) - getattr(second, side)) < 0.01 for side in sides)


def _between_equal_edges(pictures: Sequence[NDArray[np.float32]]) -> Box:
    """Cut the same share from top and bottom, or from left and right, where straight edges stand out on both sides."""
    down, across = _edge_pair(pictures), _edge_pair([picture.T for picture in pictures])
    if down is not None and (across is None or down[1] >= across[1]):
        return Box(top=down[0], bottom=1 - down[0])
    return Box() if across is None else Box(left=across[0], right=1 - across[0])


def _edge_pair(parts: Sequence[Plane]) -> tuple[float, float] | None:
    """The share to cut from both ends and how far the weaker of the two edges stands out; None when none does."""
    step = _steps(parts)
    length = len(step) + 1
    low, high = int(length * _LEAST_CUT) + 1, int(length * _MOST_CUT)
    if high - low < 8:
        return None
    out = _standing_out(step)
    # Edge k lies between rows k and k + 1; its partner, counted from the other end, may be a row off.
    back = np.maximum.reduce([np.roll(out[::-1], shift) for shift in (-1, 0, 1)])
    weaker = np.minimum(out, back)[low:high]
    best = low + int(np.argmax(weaker))
    return ((best + 1) / length, float(weaker.max())) if weaker.max() > _EDGE else None


def _steps(parts: Sequence[Plane]) -> NDArray[np.float64]:
    """How far the rows of pictures differ from the next one, in the middle of their columns."""
    return np.asarray(np.mean([np.median(np.abs(np.diff(part, axis=0)), axis=1) for part in parts], axis=0))


def _standing_out(step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each step as a multiple of the median step around it; steps below two grey levels do not stand out."""
    padded = np.pad(step, 12, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 25)
    around = np.median(np.delete(windows, slice(10, 15), axis=1), axis=1)
    return np.where(step >= 2, step / (around + 0.7), 0.0)


def _inside(pictures: Sequence[NDArray[np.float32]], box: Box, run: Run) -> Box:
    """Cut from all four sides of a box what ``run`` measures; keep the box when too little would be left."""
    parts = [box.cut(picture) for picture in pictures]
    turned = [part.T for part in parts]
    height, width = box.bottom - box.top, box.right - box.left
    found = Box(
        top=box.top + height * _cut(run(parts)),
        bottom=box.bottom - height * _cut(run([part[::-1] for part in parts])),
        left=box.left + width * _cut(run(turned)),
        right=box.right - width * _cut(run([part[::-1] for part in turned])),
    )
    enough = found.bottom - found.top >= _LEAST_LEFT and found.right - found.left >= _LEAST_LEFT
    return found if enough else box


def _cut(share: float) -> float:
    return share if share >= _LEAST_CUT else 0.0


def _flat_run(parts: Sequence[Plane]) -> float:
    """Share of the rows from the first on that are flat and of one grey in every picture."""
    spread = np.max([part.std(axis=1) for part in parts], axis=0)
    grey = np.max([np.abs(part.mean(axis=1) - part[0].mean()) for part in parts], axis=0)
    busy = np.flatnonzero((spread > _FLAT_SPREAD) | (grey > 2 * _FLAT_SPREAD))
    return float(busy[0]) / len(spread) if len(busy) else 0.0


def _calm_run(parts: Sequence[Plane]) -> float:
    """Share of the rows from the first on that are calm beside what follows and end at a straight edge, else 0."""
    detail = np.mean([np.abs(np.diff(part, n=2, axis=1)).mean(axis=1) for part in parts], axis=0)
    length = len(detail)
    low, high = int(length * _LEAST_CUT) + 1, int(length * _MOST_CUT)
    if high - low < 8:
        return 0.0
    out = _standing_out(_steps(parts))
    edge = low + int(np.argmax(out[low:high]))
    inner = float(detail[edge + 1 : edge + 1 + length // 4].mean())
    calm = float(detail[: edge + 1].mean()) < _CALM * inner
    return (edge + 1) / length if out[edge] > _EDGE and calm else 0.0


def _stretch(start: float, end: float, length: int) -> slice:
    first = min(length - 1, round(start * length))
    return slice(first, max(first + 1, round(end * length)))
