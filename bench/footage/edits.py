"""Edits of real clips, as reposting makes them: each takes a clip's frames and gives a video file.

Generated edits only: real uploads to social networks cannot be had here, and every figure that rests on these says so.
"""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

Edit = Callable[[Image.Image], Image.Image]
LONGEST = 8.0  # seconds of a clip that are edited
ENCODED = {"crf": "30", "preset": "veryfast"}


def frames(path: Path, *, side: int = 0) -> Iterator[tuple[float, Image.Image]]:
    """Frames with their times in seconds, upright, shrunk to ``side`` when given."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            picture = frame.to_image()  # type: ignore[no-untyped-call]
            if frame.rotation:
                picture = picture.rotate(frame.rotation, expand=True)
            if side and max(picture.size) > side:
                picture.thumbnail((side, side))
            yield frame.time or 0.0, picture


def write(
    source: Path, target: Path, edit: Edit, *, span: tuple[float, float] = (0, 1), speed: float = 1.0, side: int = 400
) -> Path:
    """Encode an edit of ``span`` (shares of the length) of a clip at ``speed``."""  # fmt: skip
    with av.open(str(source)) as container:
        length = min(LONGEST, float(container.duration or 0) / 1e6)
        rate = container.streams.video[0].average_rate or 25
    first, last = span[0] * length, span[1] * length
    within = itertools.takewhile(lambda item: item[0] <= last, frames(source, side=side))
    chosen = [picture for time, picture in within if time >= first]
    with av.open(str(target), "w") as output:
        stream = output.add_stream("libx264", rate=Fraction(rate) * Fraction(speed), options=ENCODED)
        for number, picture in enumerate(chosen):
            done = _even(edit(picture).convert("RGB"))
            if number == 0:
                stream.width, stream.height, stream.pix_fmt = done.width, done.height, "yuv420p"
            encoded = av.VideoFrame.from_ndarray(np.asarray(done), format="rgb24")
            output.mux(stream.encode(encoded))
        output.mux(stream.encode(None))
    return target


def _even(picture: Image.Image) -> Image.Image:
    return picture.crop((0, 0, picture.width // 2 * 2, picture.height // 2 * 2))


def plain(picture: Image.Image) -> Image.Image:
    return picture


def smaller(picture: Image.Image) -> Image.Image:
    return picture.resize((max(2, picture.width // 2), max(2, picture.height // 2)))


def brighter(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(ImageEnhance.Brightness(picture).enhance(1.25)).enhance(0.8)


def crop(share: float, *, x: float = 0.5, y: float = 0.5) -> Edit:
    """Cut ``share`` of each side away; ``x``, ``y`` say where the cut window sits (0.5 is the middle)."""

    def edit(picture: Image.Image) -> Image.Image:
        width, height = round(picture.width * (1 - share)), round(picture.height * (1 - share))
        left, top = round((picture.width - width) * x), round((picture.height - height) * y)
        return picture.crop((left, top, left + width, top + height))

    return edit


def mirror(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def letterbox(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGB", (picture.width, round(picture.height * 1.35)))
    ground.paste(picture, (0, (ground.height - picture.height) // 2))
    return ground


def blurred_padding(picture: Image.Image) -> Image.Image:
    """A vertical picture: the original on a blurred enlargement of itself, as phones repost wide clips."""
    width, height = (picture.width, picture.width * 16 // 9)
    if picture.height > picture.width:
        width, height = picture.height * 16 // 9, picture.height
    scale = max(width / picture.width, height / picture.height)
    large = picture.resize((round(picture.width * scale), round(picture.height * scale)))
    left, top = (large.width - width) // 2, (large.height - height) // 2
    ground = large.crop((left, top, left + width, top + height)).filter(
        ImageFilter.GaussianBlur(max(picture.size) / 40)
    )
    ground.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return ground


def logo(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    draw, unit = ImageDraw.Draw(copy), picture.width / 100
    draw.rounded_rectangle((unit * 78, unit * 3, unit * 97, unit * 12), unit * 2, fill=(200, 30, 30))
    draw.text((unit * 80, unit * 4), "HALVERN 24", fill="white", font_size=max(8, int(unit * 3)))
    return copy


def caption(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    draw, top = ImageDraw.Draw(copy), picture.height * 85 // 100
    draw.rectangle((0, top, picture.width, picture.height), fill="white")
    size = max(8, picture.height // 14)
    draw.text((picture.width // 20, top + size // 2), "BREAKING: WATCH UNTIL THE END", fill="black", font_size=size)
    return copy


def turned(degrees: float) -> Edit:
    """Slightly turned, corners filled black."""
    return lambda picture: picture.rotate(degrees, Image.Resampling.BICUBIC)


def in_picture(picture: Image.Image) -> Image.Image:
    """The clip at 70 % on a plain ground."""
    ground = Image.new("RGB", picture.size, (40, 60, 90))
    small = picture.resize((picture.width * 7 // 10, picture.height * 7 // 10))
    ground.paste(small, ((ground.width - small.width) // 2, (ground.height - small.height) // 3))
    return ground


def noisy(picture: Image.Image) -> Image.Image:
    grain = np.random.default_rng(1).normal(0, 8, (picture.height, picture.width, 1))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


# Name: edit, span, speed.
EDITS: dict[str, tuple[Edit, tuple[float, float], float]] = {
    "re-encoded": (plain, (0, 1), 1),
    "half size": (smaller, (0, 1), 1),
    "colour and contrast": (brighter, (0, 1), 1),
    "grain": (noisy, (0, 1), 1),
    "crop 10 %": (crop(0.1), (0, 1), 1),
    "crop 20 %": (crop(0.2), (0, 1), 1),
    "crop 15 % off centre": (crop(0.15, x=0.2, y=0), (0, 1), 1),
    "letterbox": (letterbox, (0, 1), 1),
    "blurred padding": (blurred_padding, (0, 1), 1),
    "mirror": (mirror, (0, 1), 1),
    "mirror, crop 10 %": (lambda picture: mirror(crop(0.1)(picture)), (0, 1), 1),
    "logo": (logo, (0, 1), 1),
    "caption bar": (caption, (0, 1), 1),
    "speed 1.25": (plain, (0, 1), 1.25),
    "turned 3 degrees": (turned(3), (0, 1), 1),
    "picture in picture": (in_picture, (0, 1), 1),
    "middle 30 %": (plain, (0.35, 0.65), 1),
}
