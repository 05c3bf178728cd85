"""All fingerprints of a case as arrays: whose, when, of which part of the picture, mirrored or not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probans.analysis.footage import pdq
from probans.analysis.footage.near import Words, to_words
from probans.analysis.footage.regions import CONTENTS
from probans.model.reading import FootageReading

# Parts that show a whole picture; the others stand for a copy that was cut down to them.
WHOLE = frozenset({"full", *CONTENTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """Columns of equal length, in the order of the readings: place of the reading, time (ms), part, bits.

    ``parts`` names the parts that ``part`` counts; codes of a quality below 50 are left out.
    """

    codes: NDArray[np.uint8]
    words: Words
    owner: NDArray[np.intp]
    time_ms: NDArray[np.int64]
    part: NDArray[np.intp]
    parts: tuple[str, ...]

    def of(self, owner: int) -> NDArray[np.intp]:
        """Places of one reading's fingerprints."""
        first, last = np.searchsorted(self.owner, (owner, owner + 1))
        return np.arange(first, last)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which are of a whole picture."""
        names = np.array([name in WHOLE for name in self.parts], dtype=bool)
        return names[self.part]


def gather(readings: Sequence[FootageReading]) -> Prints:
    """Collect the usable fingerprints of all readings."""
    rows = [
        (place, item)
        for place, reading in enumerate(readings)
        for item in reading.fingerprints
        if item.quality >= pdq.LEAST_QUALITY
    ]
    parts = tuple(sorted({item.variant for _place, item in rows}))
    number = {name: place for place, name in enumerate(parts)}
    codes = pdq.to_codes([item.pdq for _place, item in rows])
    return Prints(
        codes=codes,
        words=to_words(codes),
        owner=np.array([place for place, _item in rows], dtype=np.intp),
        time_ms=np.array([item.time_ms for _place, item in rows], dtype=np.int64),
        part=np.array([number[item.variant] for _place, item in rows], dtype=np.intp),
        parts=parts,
    )
