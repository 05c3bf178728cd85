"""Parts of a picture that are fingerprinted beside the whole: the content inside bars or padding, and centre crops.

Takes planes of brightness of one size (several frames of a video, or one still); gives boxes as fractions of height and
width. Bars are rows or columns that stay flat; padding (a blurred copy around the picture) is a stretch with little
detail that ends at a straight edge across the picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probans.analysis.footage import pdq

CENTRES = ((90, 0.9), (80, 0.8))

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


def variants(box: Box) -> tuple[tuple[str, Box], ...]:
    """Names and boxes of all that is fingerprinted of a picture whose content lies in ``box``."""
    whole = Box()
    parts = [("full", whole), *((f"centre {name}", whole.centre(share)) for name, share in CENTRES)]
    if not box.is_whole:
        parts += [("content box", box), *((f"content centre {name}", box.centre(share)) for name, share in CENTRES)]
    return tuple(parts)


def tents(plane: Plane, parts: Sequence[tuple[str, Box]]) -> pdq.Floats:
    """Tents (n, 64, 64) of the parts of a plane."""
    return np.stack([pdq.tent(box.cut(plane)) for _name, box in parts])


def content_box(planes: Sequence[Plane]) -> Box:
    """Find the content of planes of one size: the whole when there are neither bars nor padding."""
    if not planes or min(planes[0].shape) < 16:
        return Box()
    pictures = [np.asarray(plane, dtype=np.float32) for plane in planes]
    bars = _inside(pictures, Box(), _flat_run)
    return _inside(pictures, bars, _calm_run)


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
    step = np.mean([np.median(np.abs(np.diff(part, axis=0)), axis=1) for part in parts], axis=0)
    length = len(detail)
    low, high = int(length * _LEAST_CUT) + 1, int(length * _MOST_CUT)
    if high - low < 8:
        return 0.0
    edge = low + int(np.argmax(step[low:high]))
    around = np.concatenate([step[max(0, edge - 12) : edge - 2], step[edge + 3 : edge + 13]])
    stands_out = step[edge] >= 4 and step[edge] > _EDGE * float(np.median(around)) + 1
    inner = float(detail[edge + 1 : edge + 1 + length // 4].mean())
    calm = float(detail[: edge + 1].mean()) < _CALM * inner
    return (edge + 1) / length if stands_out and calm else 0.0


def _stretch(start: float, end: float, length: int) -> slice:
    first = min(length - 1, round(start * length))
    return slice(first, max(first + 1, round(end * length)))
