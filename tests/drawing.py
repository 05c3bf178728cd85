"""Pictures, videos and sounds made by the tests: drawn shapes that move, and edits of them."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Picture = NDArray[np.uint8]  # (rows, columns, 3)
RATE = 25


def still(seed: int, size: tuple[int, int] = (320, 240)) -> Picture:
    """A picture of random shapes of many sizes, like a photograph to a fingerprint. ``size`` is width and height."""
    dice = np.random.default_rng(seed)
    whole = np.zeros((size[1], size[0], 3))
    for cells in (4, 8, 16, 32, 64, 128):
        for channel in range(3):
            small = Image.fromarray(dice.normal(0, 12 + 200 / cells, (cells, cells)).astype(np.float32))
            whole[..., channel] += np.asarray(small.resize(size, Image.Resampling.BICUBIC))
    return np.clip(whole + 128, 0, 255).astype(np.uint8)


def clip(seed: int, seconds: float = 4.0, size: tuple[int, int] = (320, 240), shots: int = 1) -> list[Picture]:
    """Frames of a camera that pans over a drawn scene, with ``shots`` scenes one after the other."""
    count = round(seconds * RATE)
    frames = []
    for number in range(count):
        shot, place = divmod(number, -(-count // shots))
        scene = _scene(seed * 100 + shot, size)
        left = min(round(place * 1.2), scene.shape[1] - size[0])
        frames.append(np.ascontiguousarray(scene[:, left : left + size[0]]))
    return frames


_SCENES: dict[tuple[int, tuple[int, int]], Picture] = {}


def _scene(seed: int, size: tuple[int, int]) -> Picture:
    if (seed, size) not in _SCENES:
        _SCENES[seed, size] = still(seed, (size[0] * 2, size[1]))
    return _SCENES[seed, size]


def write_video(
    path: Path,
    frames: Sequence[Picture],
    *,
    codec: str = "libx264",
    rate: int = RATE,
    options: dict[str, str] | None = None,
    metadata: dict[str, str] | None = None,
    keyframes: int = 50,
    sound: NDArray[np.float32] | None = None,
    turn: int = 0,
) -> Path:
    """Encode frames (even sizes); ``sound`` is mono at 48 kHz and becomes AAC.

    ``turn`` is written as degrees counter-clockwise for display.
    """
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"} if metadata else {}) as output:
        output.metadata.update(metadata or {})
        video = cast(
            VideoStream, output.add_stream(codec, rate=rate, options=options or {"crf": "28", "preset": "veryfast"})
        )
        video.height, video.width = frames[0].shape[:2]
        video.pix_fmt = "yuv420p"
        video.gop_size = keyframes
        if turn:
            video.set_display_rotation(turn)
        audio = output.add_stream("aac", rate=48_000, layout="mono") if sound is not None else None
        for picture in frames:
            output.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(video.encode(None))
        if audio is not None and sound is not None:
            for start in range(0, len(sound), 1024):
                block = av.AudioFrame.from_ndarray(sound[None, start : start + 1024], format="fltp", layout="mono")
                block.sample_rate, block.pts, block.time_base = 48_000, start, Fraction(1, 48_000)
                output.mux(audio.encode(block))
            output.mux(audio.encode(None))
    return path


def write_still(path: Path, picture: Picture, **options: object) -> Path:
    """Save a picture in the format of its ending."""
    Image.fromarray(picture).save(path, **options)  # type: ignore[arg-type]
    return path


def edited(frames: Sequence[Picture], edit: Callable[[Image.Image], Image.Image]) -> list[Picture]:
    """Every frame through an edit of Pillow pictures, cut to even sides."""
    return [_even(np.asarray(edit(Image.fromarray(picture)).convert("RGB"))) for picture in frames]


def cropped(share: float) -> Callable[[Image.Image], Image.Image]:
    """Keep the middle ``1 - share`` of each side."""

    def edit(picture: Image.Image) -> Image.Image:
        left, top = round(picture.width * share / 2), round(picture.height * share / 2)
        return picture.crop((left, top, picture.width - left, picture.height - top))

    return edit


def mirrored(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def padded(picture: Image.Image) -> Image.Image:
    """Black bars above and below."""
    ground = Image.new("RGB", (picture.width, round(picture.height * 1.4)))
    ground.paste(picture, (0, (ground.height - picture.height) // 2))
    return ground


def blurred_padding(picture: Image.Image) -> Image.Image:
    """An upright picture with the original in the middle of a blurred enlargement of itself."""
    size = (picture.width, picture.width * 16 // 9)
    ground = picture.resize(size).filter(ImageFilter.GaussianBlur(picture.width / 25))
    ground.paste(picture, (0, (size[1] - picture.height) // 2))
    return ground


def captioned(picture: Image.Image) -> Image.Image:
    """A white bar with dark marks over the lower eighth."""
    copy = picture.copy()
    top = picture.height * 7 // 8
    copy.paste((255, 255, 255), (0, top, picture.width, picture.height))
    for left in range(picture.width // 10, picture.width * 9 // 10, 9):
        copy.paste((20, 20, 20), (left, top + 6, left + 5, picture.height - 6))
    return copy


def _even(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2])
