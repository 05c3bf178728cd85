"""Draw the pictures and films of the example case: hills, houses, smoke, lorries; nobody in them, nothing graphic.

Run as ``python tools/make_example_media.py FOLDER``. Everything is drawn from fixed seeds, so the same versions of the
encoders give the same bytes. ``media`` gives file names and bytes; what is a copy of what stands in the example's
``answers.json``.
"""

import io
import math
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageOps

Picture = Image.Image
Colour = tuple[int, int, int]

WIDTH, HEIGHT, RATE = 400, 300, 12
_MARGIN = 24  # the scene is drawn wider than the frame, so that a hand-held camera can sway


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A scene filmed for ``seconds``; ``sway`` seeds the hand that holds the camera."""

    backdrop: Picture
    moving: Callable[[ImageDraw.ImageDraw, float], None]
    seconds: int
    sway: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a film is written: frame size, x264's constant rate factor, and the container's metadata."""

    width: int = WIDTH
    height: int = HEIGHT
    crf: int = 27
    metadata: tuple[tuple[str, str], ...] = ()


def media() -> dict[str, bytes]:
    """Give every file of the example's ``media`` folder: name to bytes."""
    market, pit, track, depot = (list(_frames(film)) for film in (_market(), _pit(), _track(), _depot()))
    crater, hospital = _crater(), _hospital()
    return {
        "market-smoke-original.mp4": _encode(
            market, Encoding(metadata=_recorded("2031-03-09T11:12:40Z", -38.0497, -17.0311))
        ),
        "market-smoke-channel.mp4": _encode(market, Encoding(width=256, height=192, crf=33)),
        "market-smoke-mirrored.mp4": _encode(
            [_mirrored(_cropped(frame, 0.9)) for frame in market], Encoding(width=320, height=240, crf=30)
        ),
        "market-smoke-still.jpg": _jpeg(market[4 * RATE], 80),
        "IMG_20310309_142205.jpg": _jpeg(crater, 88, _exif("2031:03:09 14:22:05", "-01:00", (-38.0514, -17.0262))),
        "market-crater-cropped.jpg": _jpeg(_cropped(crater, 0.85), 70),
        "tarngard-hospital.jpg": _jpeg(hospital, 85, _exif("2031:03:15 15:48:31", "+00:00", (-37.7043, -15.5604))),
        "gravel-pit.mp4": _encode(pit, Encoding(metadata=_recorded("2031-03-17T13:05:12Z"))),
        "gravel-pit-still.jpg": _jpeg(pit[6 * RATE], 82),
        "palvene-track.mp4": _encode(track, Encoding(metadata=_recorded("2031-03-20T16:41:07Z"))),
        "palvene-track-padded.mp4": _encode(
            [_padded(frame) for frame in track], Encoding(width=288, height=384, crf=31)
        ),
        "depot-archive-2024.mp4": _encode(depot, Encoding(metadata=_recorded("2024-08-17T21:10:33Z"))),
        "orlesk-depot-burning.mp4": _encode(depot[RATE : 6 * RATE], Encoding(width=320, height=240, crf=32)),
    }


# --- scenes ----------------------------------------------------------------------------------------------------------


def _market() -> Film:
    """Roofs of an old town, a hill with a mast behind, a chimney at the right; smoke rises from the middle."""
    picture = _sky((168, 186, 204), (226, 222, 210))
    draw = ImageDraw.Draw(picture)
    _hill(draw, 150, 46, (104, 120, 104), "back")
    draw.line([(92, 60), (92, 128)], fill=(70, 70, 76), width=3)
    draw.line([(80, 74), (104, 74)], fill=(70, 70, 76), width=2)
    _hill(draw, 190, 26, (124, 128, 96), "front")
    chance = _chance("market houses")
    for row, base in enumerate((218, 258, 318)):
        _terrace(draw, base, 44 + 10 * row, chance)
    draw.rectangle([360, 150, 384, 330], fill=(120, 76, 62), outline=(70, 44, 38))
    draw.rectangle([356, 144, 388, 154], fill=(88, 58, 48))
    puffs = _puffs("market smoke", (226, 196), 26)
    return Film(backdrop=_grain(picture, "market"), moving=_smoke(puffs, (70, 68, 70)), seconds=8, sway="market")


def _pit() -> Film:
    """Terraces of a gravel pit with a conveyor; a lorry drives through from left to right."""
    picture = _sky((196, 200, 200), (214, 210, 196))
    draw = ImageDraw.Draw(picture)
    _hill(draw, 96, 20, (96, 108, 84), "pit rim")
    for step in range(5):
        top = 100 + step * 34
        _hill(draw, top, 9, (198 - 17 * step, 178 - 15 * step, 142 - 12 * step), f"terrace {step}")
    draw.polygon([(50, 226), (190, 120), (198, 128), (64, 232)], fill=(84, 92, 104))
    for leg in range(4):
        draw.line([(78 + 32 * leg, 214 - 24 * leg), (78 + 32 * leg, 250)], fill=(64, 70, 80), width=4)
    draw.rectangle([300, 146, 372, 204], fill=(142, 150, 148), outline=(80, 84, 84))
    draw.polygon([(294, 148), (336, 122), (378, 148)], fill=(112, 70, 60))
    return Film(backdrop=_grain(picture, "pit"), moving=_lorry(272, (74, 88, 66), -90, 62), seconds=9, sway="pit")


def _track() -> Film:
    """A farm track between fields with three poplars; thin smoke, a lorry far off."""
    picture = _sky((204, 190, 172), (232, 224, 200))
    draw = ImageDraw.Draw(picture)
    _hill(draw, 140, 18, (136, 140, 108), "far field")
    for furrow in range(16):
        draw.line([(224, 150), (furrow * 62 - 260, 350)], fill=(122 + furrow % 3 * 12, 104, 66), width=9)
    draw.polygon([(216, 150), (234, 150), (344, 350), (196, 350)], fill=(184, 164, 124))
    for tree in range(3):
        left = 306 + 38 * tree
        draw.ellipse([left, 64 - 8 * tree, left + 26, 176], fill=(72, 92 + 8 * tree, 58))
        draw.line([(left + 13, 150), (left + 13, 190)], fill=(78, 62, 48), width=5)
    draw.rectangle([40, 128, 104, 168], fill=(176, 150, 130), outline=(100, 84, 74))
    draw.polygon([(34, 130), (72, 100), (110, 130)], fill=(126, 66, 54))
    puffs = _puffs("track smoke", (168, 236), 12)
    lorry, smoke = _lorry(158, (92, 88, 80), 380, -44, 0.45), _smoke(puffs, (96, 92, 90))
    return Film(backdrop=_grain(picture, "track"), moving=_both(lorry, smoke), seconds=6, sway="track")


def _depot() -> Film:
    """Oil tanks by the water at night, a wall of smoke lit from below."""
    picture = _sky((18, 20, 36), (96, 54, 36))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 252, 460, 360], fill=(20, 28, 44))
    for wave in range(26):
        draw.line(
            [(wave * 37 % 430, 258 + wave * 3), (wave * 37 % 430 + 46, 258 + wave * 3)], fill=(132, 78, 44), width=2
        )
    for tank in range(5):
        left, tall = 24 + 84 * tank, 60 + 14 * (tank % 3)
        draw.rectangle([left, 252 - tall, left + 64, 252], fill=(84 + 12 * tank, 82, 86), outline=(30, 30, 36))
        draw.ellipse([left, 244 - tall, left + 64, 260 - tall], fill=(112, 106, 104), outline=(30, 30, 36))
    draw.line([(404, 110), (404, 252)], fill=(52, 50, 58), width=6)
    puffs = _puffs("depot smoke", (240, 180), 40)
    return Film(backdrop=_grain(picture, "depot"), moving=_smoke(puffs, (44, 38, 40)), seconds=7, sway="depot")


def _crater() -> Picture:
    """Market stalls in two rows under torn awnings, a dark hollow in the paving between them."""
    picture = Image.new("RGB", (800, 600), (176, 170, 160))
    draw = ImageDraw.Draw(picture)
    chance = _chance("crater")
    for row in range(14):
        for column in range(20):
            shade = chance.randint(138, 186)
            at = (column * 44 - row % 2 * 22, 260 + row * 26)
            draw.rectangle([*at, at[0] + 41, at[1] + 23], fill=(shade, shade - 4, shade - 12))
    for stall in range(6):
        left, stripe = 8 + stall * 134, ((172, 64, 56), (226, 214, 196), (66, 108, 92))[stall % 3]
        draw.rectangle([left, 150, left + 120, 262], fill=(126 + 8 * stall, 98, 70), outline=(66, 50, 38))
        edge = [(left + 12 * step, 150 + chance.randint(-4, 26)) for step in range(10, -1, -1)]
        draw.polygon([(left - 6, 96), (left + 126, 96), *edge], fill=stripe)
    draw.ellipse([318, 386, 506, 478], fill=(98, 90, 82))
    draw.ellipse([344, 402, 482, 466], fill=(48, 44, 42))
    for _ in range(90):
        x, y = 412 + chance.gauss(0, 150), 440 + chance.gauss(0, 56)
        draw.rectangle([x, y, x + chance.randint(4, 14), y + chance.randint(3, 9)], fill=(112, 96, 82))
    return _grain(picture, "crater photo", 5)


def _hospital() -> Picture:
    """A long building with many windows and a cross on the roof; its east wing is open to the sky."""
    picture = Image.new("RGB", (800, 600), (184, 198, 208))
    draw = ImageDraw.Draw(picture)
    chance = _chance("hospital")
    draw.rectangle([0, 470, 800, 600], fill=(112, 118, 100))
    draw.rectangle([70, 190, 730, 480], fill=(222, 216, 202), outline=(120, 116, 108), width=3)
    for floor in range(4):
        for window in range(12):
            at = (92 + window * 53, 214 + floor * 66)
            glass = (72, 84, 96) if chance.random() < 0.7 else (148, 164, 172)
            draw.rectangle([*at, at[0] + 30, at[1] + 40], fill=glass, outline=(140, 134, 126), width=2)
    ragged = [(560 + 17 * step, 300 + chance.randint(-34, 40)) for step in range(11)]
    draw.polygon([(560, 184), *ragged, (736, 184)], fill=(184, 198, 208))
    for _ in range(120):
        x = chance.gauss(650, 60)
        draw.rectangle([x, 470 + chance.random() * 60, x + chance.randint(5, 26), 534], fill=(150, 142, 130))
    draw.rectangle([236, 128, 316, 188], fill=(240, 238, 232), outline=(120, 116, 108))
    draw.rectangle([268, 134, 284, 182], fill=(178, 44, 44))
    draw.rectangle([246, 150, 306, 166], fill=(178, 44, 44))
    return _grain(picture, "hospital photo", 5)


# --- pieces of a scene -----------------------------------------------------------------------------------------------


def _chance(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a drawing, not a secret


def _sky(top: Colour, bottom: Colour) -> Picture:
    wide, high = WIDTH + 2 * _MARGIN, HEIGHT + 2 * _MARGIN
    picture = Image.new("RGB", (wide, high))
    draw = ImageDraw.Draw(picture)
    for y in range(high):
        part = y / high
        mixed = [round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True)]
        draw.line([(0, y), (wide, y)], fill=(mixed[0], mixed[1], mixed[2]))
    return picture


def _hill(draw: ImageDraw.ImageDraw, top: float, height: float, colour: Colour, seed: str) -> None:
    chance = _chance(seed)
    first, second = chance.uniform(0, 6), chance.uniform(0, 6)
    line = [
        (x, top - height * (0.6 * math.sin(x / 83 + first) + 0.4 * math.sin(x / 31 + second)))
        for x in range(0, WIDTH + 3 * _MARGIN, 6)
    ]
    draw.polygon([(0, 400), *line, (WIDTH + 3 * _MARGIN, 400)], fill=colour)


def _terrace(draw: ImageDraw.ImageDraw, base: int, height: int, chance: random.Random) -> None:
    left = -chance.randint(0, 20)
    while left < WIDTH + 2 * _MARGIN:
        wide, tall = chance.randint(36, 62), height + chance.randint(-10, 10)
        wall = (chance.randint(176, 226), chance.randint(160, 200), chance.randint(132, 172))
        draw.rectangle([left, base - tall, left + wide, base], fill=wall, outline=(96, 84, 74))
        roof = [(left - 3, base - tall), (left + wide // 2, base - tall - 18), (left + wide + 3, base - tall)]
        draw.polygon(roof, fill=(chance.randint(120, 168), chance.randint(62, 92), 58))
        for window in range(left + 7, left + wide - 9, 15):
            draw.rectangle([window, base - tall + 8, window + 7, base - tall + 19], fill=(64, 70, 82))
        left += wide + chance.randint(2, 7)


def _puffs(seed: str, foot: tuple[int, int], number: int) -> list[tuple[float, float, float, float]]:
    chance = _chance(seed)
    return [
        (foot[0] + chance.gauss(0, 9), foot[1], chance.uniform(0.6, 1.5), chance.uniform(0, 1)) for _ in range(number)
    ]


def _smoke(
    puffs: list[tuple[float, float, float, float]], colour: Colour
) -> Callable[[ImageDraw.ImageDraw, float], None]:
    def draw_smoke(draw: ImageDraw.ImageDraw, seconds: float) -> None:
        for x, y, speed, delay in puffs:
            age = (seconds + 3 - 4 * delay) * speed
            if age > 0:
                radius = 7 + 5 * age
                middle = (x + 7 * age + 5 * math.sin(age + 9 * delay), y - 15 * age)
                shade = round(26 * delay + 6 * age)
                draw.ellipse(
                    [middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius],
                    fill=(colour[0] + shade, colour[1] + shade, colour[2] + shade),
                )

    return draw_smoke


def _lorry(
    ground: int, colour: Colour, start: float, speed: float, size: float = 1.0
) -> Callable[[ImageDraw.ImageDraw, float], None]:
    def draw_lorry(draw: ImageDraw.ImageDraw, seconds: float) -> None:
        x = start + speed * seconds
        cab = x + 62 * size if speed > 0 else x - 20 * size
        draw.rectangle([x, ground - 38 * size, x + 60 * size, ground - 8 * size], fill=colour, outline=(40, 44, 40))
        draw.rectangle([cab, ground - 30 * size, cab + 18 * size, ground - 8 * size], fill=(60, 66, 60))
        for wheel in (x + 8 * size, x + 42 * size, cab + 6 * size):
            draw.ellipse([wheel, ground - 14 * size, wheel + 13 * size, ground], fill=(28, 28, 28))

    return draw_lorry


def _both(
    first: Callable[[ImageDraw.ImageDraw, float], None], second: Callable[[ImageDraw.ImageDraw, float], None]
) -> Callable[[ImageDraw.ImageDraw, float], None]:
    def draw_both(draw: ImageDraw.ImageDraw, seconds: float) -> None:
        first(draw, seconds)
        second(draw, seconds)

    return draw_both


def _grain(picture: Picture, seed: str, strength: int = 4) -> Picture:
    """Uneven light as a lens gives it, so that flat areas are not flat."""
    chance = _chance(seed)
    small = Image.new("L", (26, 20))
    small.putdata([128 + chance.randint(-9 * strength, 9 * strength) for _ in range(26 * 20)])
    cloud = small.resize(picture.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
    return Image.blend(picture, Image.merge("RGB", (cloud, cloud, cloud)), 0.14)


# --- from scene to file ----------------------------------------------------------------------------------------------


def _frames(film: Film) -> Iterator[Picture]:
    chance = _chance(film.sway)
    first, second = chance.uniform(0, 6), chance.uniform(0, 6)
    for number in range(film.seconds * RATE):
        seconds = number / RATE
        picture = film.backdrop.copy()
        film.moving(ImageDraw.Draw(picture), seconds)
        left = round(_MARGIN + 14 * math.sin(seconds * 0.7 + first) + 3 * math.sin(seconds * 3.1))
        top = round(_MARGIN + 8 * math.sin(seconds * 0.9 + second) + 2 * math.sin(seconds * 3.7))
        yield picture.crop((left, top, left + WIDTH, top + HEIGHT))


def _cropped(picture: Picture, kept: float) -> Picture:
    wide, high = picture.size
    left, top = round(wide * (1 - kept) * 0.6), round(high * (1 - kept) * 0.4)
    return picture.crop((left, top, left + round(wide * kept), top + round(high * kept)))


def _mirrored(picture: Picture) -> Picture:
    return ImageOps.mirror(picture)


def _padded(picture: Picture) -> Picture:
    """The film between black bars, as an upright telephone screen shows it."""
    upright = Image.new("RGB", (WIDTH, WIDTH * 4 // 3))
    upright.paste(picture, (0, (upright.height - HEIGHT) // 2))
    return upright


def _recorded(
    moment: str, latitude: float | None = None, longitude: float | None = None
) -> tuple[tuple[str, str], ...]:
    place = () if latitude is None else (("location", f"{latitude:+08.4f}{longitude:+09.4f}/"),)
    return (("creation_time", moment), *place)


def _encode(frames: list[Picture], encoding: Encoding) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        container.metadata.update(dict(encoding.metadata))
        stream = container.add_stream("libx264", rate=RATE, options=_x264(encoding.crf))
        stream.width, stream.height, stream.pix_fmt = encoding.width, encoding.height, "yuv420p"
        stream.time_base = Fraction(1, RATE)
        stream.thread_count = 1  # more threads may cut the frames differently on another machine
        for number, picture in enumerate(frames):
            fitted = picture.resize((encoding.width, encoding.height), Image.Resampling.LANCZOS)
            frame = av.VideoFrame.from_ndarray(_planes(fitted), format="yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()


def _planes(picture: Picture) -> npt.NDArray[np.uint8]:
    """Y over U over V as yuv420p wants them, limited range (ITU-R BT.601).

    Done here because the scaler's own conversion is not the same twice at widths it cannot align.
    """
    light, blue, red = (np.asarray(band, dtype=np.int32) for band in picture.convert("YCbCr").split())
    high, wide = light.shape
    luma = (light * 219 + 127) // 255 + 16
    chroma = [
        (((band.reshape(high // 2, 2, wide // 2, 2).sum(axis=(1, 3)) + 2) // 4 - 128) * 224 + 127) // 255 + 128
        for band in (blue, red)
    ]
    return np.concatenate([luma, *(plane.reshape(high // 4, wide) for plane in chroma)]).astype(np.uint8)


def _x264(crf: int) -> dict[str, str]:
    return {"crf": str(crf), "preset": "medium", "g": "24", "x264-params": "threads=1:lookahead-threads=1"}


def _jpeg(picture: Picture, quality: int, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **({} if exif is None else {"exif": exif.tobytes()}))
    return out.getvalue()


def _exif(moment: str, offset: str, place: tuple[float, float]) -> Image.Exif:
    """EXIF 2.31 of an invented telephone: local time with its offset from UTC, latitude and longitude."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x0132] = "Lumen", "Candle 4", "Wick 9.1", moment
    exif[0x0112] = 1
    photo = exif.get_ifd(0x8769)
    photo[0x9003], photo[0x9004], photo[0x9011] = moment, moment, offset
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "S" if place[0] < 0 else "N", _degrees(place[0])
    gps[3], gps[4] = "W" if place[1] < 0 else "E", _degrees(place[1])
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    seconds = round(abs(value) * 3600, 2)
    return float(seconds // 3600), float(seconds % 3600 // 60), round(seconds % 60, 2)


def main() -> None:
    """Write all files into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, octets in media().items():
        (folder / name).write_bytes(octets)


if __name__ == "__main__":
    main()
