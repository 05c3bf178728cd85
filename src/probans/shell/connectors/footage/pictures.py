"""Pictures to show: small key frames, and posters blurred beyond recovery."""

import io

from PIL import Image

KEY_FRAME_SIDE = 480
POSTER_SIDE = 320
POSTER_CELLS = 12


def small(picture: Image.Image) -> Image.Image:
    """A copy in RGB whose longer side is at most 480 pixels."""
    copy = picture.convert("RGB")
    copy.thumbnail((KEY_FRAME_SIDE, KEY_FRAME_SIDE), Image.Resampling.BILINEAR)
    return copy


def poster(picture: Image.Image) -> bytes:
    """JPEG of a picture from which all but 12 cells along the longer side are gone before it is drawn large again.

    A blur of the large picture could be undone in part; what was averaged into a cell is lost.
    """
    rgb = picture.convert("RGB")
    share = max(rgb.size)
    cells = tuple(max(1, round(side * POSTER_CELLS / share)) for side in rgb.size)
    size = tuple(max(1, round(side * POSTER_SIDE / share)) for side in rgb.size)
    lost = rgb.resize((cells[0], cells[1]), Image.Resampling.BOX)
    return jpeg(lost.resize((size[0], size[1]), Image.Resampling.BICUBIC), 60)


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    """JPEG bytes without any metadata."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
