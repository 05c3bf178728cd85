"""Stills by Pillow: size, EXIF, fingerprints of the picture as displayed, embedded thumbnail compared."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, ImageOps, ImageSequence

from probans.analysis.footage import pdq, regions
from probans.model.outcome import Problem
from probans.model.reading import FrameFingerprint, MetadataField
from probans.shell.connectors.footage import exif
from probans.shell.connectors.footage.pictures import small
from probans.shell.connectors.footage.sampling import Sampler
from probans.shell.connectors.footage.sight import MOST_PIXELS, Sight, plain_words, words_of
from probans.shell.connectors.footage.times import UNKNOWN_ZONE, days

# Plain raster decoders only: nothing that runs a program or reads a second file.
FORMATS = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "TIFF", "BMP", "DIB", "AVIF", "JPEG2000", "PPM", "TGA", "PCX", "ICO",
           "SGI", "PSD", "ICNS", "DDS", "XBM", "SUN")  # fmt: skip
MOST_ANIMATION = 600
_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}  # EXIF orientation to degrees clockwise for display
_THUMBNAIL_BITS = 60
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, ArithmeticError, AttributeError,
           NotImplementedError, RuntimeError)  # fmt: skip


def look(path: Path, name: str) -> Sight | None:
    """Read a still; None when Pillow has no decoder for it."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit below is a problem with a code
    Image.init()  # Pillow knows a decoder only once its plug-in is loaded
    try:
        with Image.open(path, formats=[decoder for decoder in FORMATS if decoder in Image.OPEN]) as picture:
            return _looked(picture, name)
    except _BROKEN:
        return None


def _looked(picture: Image.Image, name: str) -> Sight:
    too_large = picture.width * picture.height > MOST_PIXELS
    # Reading the EXIF of a PNG decodes it whole.
    carried = exif.Exif() if too_large else exif.read_exif(picture)
    facts = {
        "container": (picture.format or "").lower(),
        "width": picture.width,
        "height": picture.height,
        "rotation": 0 if too_large else _TURNS.get(_orientation(picture), 0),
        **_capture(carried),
    }
    fields = (*carried.fields, *_own_fields(picture))
    if too_large:
        words = (
            f"The picture claims {picture.width} x {picture.height} pixels; more than {MOST_PIXELS} are not decoded."
        )
        problem = Problem(code="FOOTAGE-TOO-LARGE", where=name, words=words)
        return Sight(facts=facts, fields=fields, problems=(problem,), seen=False)
    if getattr(picture, "is_animated", False) and picture.format in ("GIF", "WEBP", "PNG", "AVIF"):
        return _animated(picture, name, facts, fields)
    return _still(picture, name, facts, fields, carried)


def _still(
    picture: Image.Image, name: str, facts: dict[str, object], fields: tuple[MetadataField, ...], carried: exif.Exif
) -> Sight:
    shown, problems = _upright(picture, name)
    if shown is None:
        return Sight(facts=facts, fields=fields, problems=problems, seen=False)
    plane = _plane(shown)
    prints = fingerprints(plane)
    return Sight(
        facts=facts | {"sampling": "the whole picture", "decoded": 1, "frames_seen": 1},
        fields=(*fields, *_compare_thumbnail(carried.thumbnail, prints[0])),
        fingerprints=prints,
        frames=((0, small(shown)),),
        poster=shown,
        problems=problems,
    )


def fingerprints(plane: regions.Plane) -> tuple[FrameFingerprint, ...]:
    """Fingerprints of a still and of its parts."""
    boxes = regions.content_boxes([plane])
    parts = regions.variants(boxes) + regions.cuts(boxes, plane.shape) + regions.windows(boxes)
    tents = regions.tents(plane, parts)
    codes = pdq.codes(pdq.coefficients(tents))
    return tuple(
        FrameFingerprint(time_ms=0, pdq=code.tobytes().hex(), quality=pdq.quality(thumb), variant=name)
        for (name, _box), thumb, code in zip(parts, tents, codes, strict=True)
    )


def _upright(picture: Image.Image, name: str) -> tuple[Image.Image | None, tuple[Problem, ...]]:
    """Decode and turn as displayed; what is cut short is decoded as far as it goes, with a problem."""
    problems: tuple[Problem, ...] = ()
    try:
        picture.load()
    except _BROKEN as error:
        words = f"The picture is damaged or cut short; what could be decoded was read ({words_of(error)})."
        problems = (Problem(code="FOOTAGE-DAMAGED", where=name, words=words),)
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            picture.load()
        except _BROKEN:
            unread = Problem(code="FOOTAGE-UNREADABLE", where=name, words="Nothing of the picture could be decoded.")
            return None, (unread,)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        turned = ImageOps.exif_transpose(picture)
    except _BROKEN:
        turned = picture
    # Transparency is dropped and sixteen bits are cut as every other maker of PDQ fingerprints does.
    return turned.convert("RGB"), problems


def _animated(picture: Image.Image, name: str, facts: dict[str, object], fields: tuple[MetadataField, ...]) -> Sight:
    sampler: Sampler | None = None
    problems: tuple[Problem, ...] = ()
    clock = decoded = 0
    total = int(getattr(picture, "n_frames", 1))
    try:
        for frame, lasts in _frames(picture):
            plane = _plane(frame)
            sampler = sampler or Sampler(
                boxes=regions.content_boxes([plane]), every_ms=200, length_ms=total * max(lasts, 20)
            )
            sampler.glance(clock, plane)
            if sampler.wants(clock):
                sampler.take(clock, plane, lambda shown=frame: small(shown))  # type: ignore[misc]
            clock, decoded = clock + lasts, decoded + 1
    except _BROKEN as error:
        words = f"Decoded {decoded} of {total} frames of the animation ({words_of(error)})."
        problems = (Problem(code="FOOTAGE-DAMAGED", where=name, words=words),)
    if sampler is None:
        return Sight(facts=facts, fields=fields, problems=problems, seen=False)
    seen = {
        "duration_ms": clock,
        "decoded": decoded,
        "frames_seen": total,
        "shots": tuple(sampler.shots),
        "motion": tuple(sampler.motion),
    }
    return Sight(
        facts=facts | seen | {"sampling": f"an animation: {sampler.samples} of its first {decoded} frames"},
        fields=fields,
        fingerprints=tuple(sampler.fingerprints),
        frames=sampler.key_frames(),
        poster=sampler.poster(),
        problems=problems,
    )


def _frames(picture: Image.Image) -> Iterator[tuple[Image.Image, int]]:
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        if number == MOST_ANIMATION:
            return
        yield frame.convert("RGB"), int(frame.info.get("duration") or 100)


def _plane(picture: Image.Image) -> regions.Plane:
    return pdq.brightness(np.asarray(picture))


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(0x0112, 1))
    except _BROKEN:
        return 1


def _capture(carried: exif.Exif) -> dict[str, object]:
    facts: dict[str, object] = {}
    if carried.captured is not None:
        facts["captured"] = days(carried.captured, carried.captured_raw)
        facts["captured_raw"] = carried.captured_raw
        facts["captured_zone"] = carried.captured.zone or UNKNOWN_ZONE
    if carried.place is not None:
        facts["latitude"], facts["longitude"] = carried.place
    return facts


def _own_fields(picture: Image.Image) -> Iterator[MetadataField]:
    for key, name in (("Software", "Software"), ("comment", "Comment"), ("Comment", "Comment"), ("Author", "Author")):
        value = picture.info.get(key)
        if isinstance(value, str | bytes) and value:
            group = (picture.format or "file").upper()
            yield MetadataField(group=group, name=name, raw=plain_words(value), tool=exif.TOOL)


def _compare_thumbnail(octets: bytes, whole: FrameFingerprint) -> Iterator[MetadataField]:
    """Say how far an embedded thumbnail is from its picture: an edit often leaves the old one."""
    thumb = exif.thumbnail_picture(octets) if octets else None
    if thumb is None:
        return
    plane = _plane(thumb.convert("RGB"))
    parts = [plane, *(box.cut(plane) for box in regions.content_boxes([plane]))]
    bits = min(_distance(pdq.fingerprint(part)[0], whole.pdq) for part in parts)
    note = "differs from the picture" if bits > _THUMBNAIL_BITS else "shows the same picture"
    yield MetadataField(
        group="EXIF IFD1",
        name="Thumbnail",
        raw=f"{thumb.width} x {thumb.height}, {len(octets)} bytes",
        normalised=f"{bits} of 256 bits from the picture",
        note=note,
        tool=exif.TOOL,
    )


def _distance(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()
