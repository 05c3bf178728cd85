"""PDQ, the published 256-bit perceptual fingerprint of pictures, from a plane of brightness.

Takes arrays of brightness (rows, columns), 0..255; gives 64 x 64 tents, 16 x 16 cosine coefficients, 256 bits, a
quality 0..100. Obeys "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (Facebook, 2019):
two box filters along each axis, decimation to 64 x 64, cosine transform without the constant term, bits above the
median. Filters and decimation are linear, so they are applied here as one banded weight matrix per axis: the same
numbers, far fewer operations. A fingerprint finds copies; it is never an identity.
"""

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

SIDE = 64
TERMS = 16
BITS = TERMS * TERMS
LEAST_QUALITY = 50

Floats = NDArray[np.float32]
Codes = NDArray[np.uint8]


def tent(plane: NDArray[np.generic]) -> Floats:
    """Filter and decimate a plane to 64 x 64 (float32); raises ValueError when it is not a picture."""
    if plane.ndim != 2 or not plane.size:
        raise ValueError("a plane of brightness has rows and columns")
    rows = _reduce(plane, *_bands(plane.shape[0]))
    thumb: Floats = np.ascontiguousarray(_reduce(rows.T, *_bands(plane.shape[1])).T)
    return thumb


def brightness(rgb: NDArray[np.uint8]) -> Floats:
    """Brightness of an RGB picture (rows, columns, 3) with the weights that PDQ names."""
    red, green, blue = (rgb[..., channel].astype(np.float32) for channel in range(3))
    whole: Floats = np.float32(0.299) * red + np.float32(0.587) * green + np.float32(0.114) * blue
    return whole


def coefficients(tents: Floats) -> Floats:
    """Cosine coefficients (..., 16, 16) of tents (..., 64, 64): rows are vertical frequencies 1 to 16."""
    wave = _waves()
    return np.asarray(wave @ tents @ wave.T, dtype=np.float32)


def codes(terms: Floats) -> Codes:
    """Bits of coefficients (..., 16, 16) as 32 bytes each, most significant first as PDQ is written in hexadecimal."""
    flat = terms.reshape(*terms.shape[:-2], BITS)
    # The published median of 256 values is the lower of the two middle ones.
    median = np.partition(flat, BITS // 2 - 1, axis=-1)[..., BITS // 2 - 1, None]
    return np.packbits((flat > median)[..., ::-1], axis=-1)


def quality(thumb: Floats) -> int:
    """Quality 0..100 of a tent: how much happens in it. Below 50 a fingerprint says little."""
    scaled = [np.trunc(np.diff(thumb, axis=axis) * np.float32(100) / np.float32(255)) for axis in (0, 1)]
    return min(100, int(sum(float(np.abs(part).sum()) for part in scaled)) // 90)


def fingerprint(plane: NDArray[np.generic]) -> tuple[str, int]:
    """PDQ of a plane: 64 hexadecimal digits and the quality."""
    thumb = tent(plane)
    return codes(coefficients(thumb)).tobytes().hex(), quality(thumb)


def orientations(terms: Floats) -> dict[str, Floats]:
    """Coefficients as they would be of the picture turned or mirrored, without looking at the picture again.

    Names say what was done to the picture; turns are counter-clockwise.
    """
    across, down = mirrored(terms), _flip_signs(terms, axis=-2)
    swapped = np.swapaxes(terms, -1, -2)
    return {
        "as is": terms,
        "mirrored": across,
        "upside down": down,
        "turned 180": mirrored(down),
        "transposed": swapped,
        "turned 90": _flip_signs(swapped, axis=-2),
        "turned 270": mirrored(swapped),
        "transposed the other way": mirrored(_flip_signs(swapped, axis=-2)),
    }


def mirrored(terms: Floats) -> Floats:
    """Coefficients of the picture mirrored left to right."""
    return _flip_signs(terms, axis=-1)


def mirrored_codes(bits: Codes) -> Codes:
    """Codes (..., 32) of mirrored pictures, from codes alone.

    Mirroring negates the coefficients of odd horizontal frequencies; as the median lies near zero their bits turn.
    That is off by the bits whose coefficients lie between the two medians, a few of 256.
    """
    return bits ^ _mirror_mask()


def to_codes(hexadecimal: list[str]) -> Codes:
    """Codes (n, 32) of fingerprints in hexadecimal; raises ValueError when one has not 64 digits."""
    octets = bytes.fromhex("".join(hexadecimal))
    if len(octets) != 32 * len(hexadecimal):
        raise ValueError("a fingerprint has 64 hexadecimal digits")
    return np.frombuffer(octets, dtype=np.uint8).reshape(-1, 32)


def _flip_signs(terms: Floats, axis: int) -> Floats:
    signs = np.where(np.arange(TERMS) % 2 == 0, -1, 1).astype(np.float32)
    return np.asarray(terms * (signs if axis == -1 else signs[:, None]), dtype=np.float32)


@cache
def _mirror_mask() -> Codes:
    odd = np.tile(np.arange(TERMS) % 2 == 0, TERMS)
    return np.packbits(odd[::-1])


@cache
def _waves() -> Floats:
    frequency, place = np.arange(1, TERMS + 1)[:, None], np.arange(SIDE)[None, :]
    waves = np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * frequency * (2 * place + 1))
    return np.asarray(waves, dtype=np.float32)


def _reduce(plane: NDArray[np.generic], first: NDArray[np.intp], weights: Floats) -> Floats:
    """Weighted sums (64, columns) of bands of rows; the band of output row i begins at ``first[i]``."""
    places = first[:, None] + np.arange(weights.shape[1])[None, :]
    bands = plane[places].astype(np.float32)
    return np.asarray(np.matmul(weights[:, None, :], bands)[:, 0, :], dtype=np.float32)


@lru_cache(maxsize=64)
def _bands(length: int) -> tuple[NDArray[np.intp], Floats]:
    """For an axis of ``length``: where the band of each of the 64 samples begins, and its weights (64, widest)."""
    centres = ((np.arange(SIDE) + 0.5) * length / SIDE).astype(int)
    spans = [_span(int(centre), length) for centre in centres]
    outer = [(_span(low, length)[0], _span(high - 1, length)[1]) for low, high in spans]
    widest = max(high - low for low, high in outer)
    first = np.array([min(low, length - widest) for low, _ in outer])
    weights = np.zeros((SIDE, widest))
    for row, (low, high) in enumerate(spans):
        for place in range(low, high):
            begin, end = _span(place, length)
            weights[row, begin - first[row] : end - first[row]] += 1 / (end - begin) / (high - low)
    return first, weights.astype(np.float32)


def _span(place: int, length: int) -> tuple[int, int]:
    """What the box filter averages at ``place`` of an axis: half-open, shorter at the edges."""
    window = (length + 2 * SIDE - 1) // (2 * SIDE)
    right = (window + 2) // 2 - 1
    return max(0, place - (window - 1 - right)), min(length, place + right + 1)
