"""EXIF of a still by Pillow: fields raw beside normalised, capture time, place, and the embedded thumbnail."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import PIL
from PIL import ExifTags, Image

from probans.model.reading import MetadataField
from probans.shell.connectors.footage.sight import MOST_FIELDS, plain_words
from probans.shell.connectors.footage.times import Moment, moment, valid_point

TOOL = f"Pillow {PIL.__version__}"
_ZONES = {
    "DateTimeOriginal": "OffsetTimeOriginal",
    "DateTimeDigitized": "OffsetTimeDigitized",
    "DateTime": "OffsetTime",
}
_BLOCKS = (("EXIF IFD0", None), ("EXIF", ExifTags.IFD.Exif), ("GPS", ExifTags.IFD.GPSInfo))
_ANY_ERROR = (ValueError, TypeError, KeyError, OSError, SyntaxError, ArithmeticError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exif:
    """What EXIF says: all fields, the time of capture with its raw words, a point, the thumbnail's bytes."""

    fields: tuple[MetadataField, ...] = ()
    captured: Moment | None = None
    captured_raw: str = ""
    place: tuple[float, float] | None = None
    thumbnail: bytes = b""


def read_exif(picture: Image.Image) -> Exif:
    """Read EXIF; what is broken is left out (the raw block stays in the exhibit)."""
    try:
        whole = picture.getexif()
    except _ANY_ERROR:
        return Exif()
    blocks = {name: _block(whole, ifd) for name, ifd in _BLOCKS}
    named = {**blocks["EXIF IFD0"], **blocks["EXIF"]}
    captured, raw = _captured(named)
    return Exif(
        fields=tuple(_fields(blocks))[:MOST_FIELDS],
        captured=captured,
        captured_raw=raw,
        place=_place(blocks["GPS"]),
        thumbnail=_thumbnail(whole, bytes(picture.info.get("exif") or b"")),
    )


def _block(whole: Image.Exif, ifd: int | None) -> dict[str, Any]:
    names: Mapping[int, str] = ExifTags.GPSTAGS if ifd == ExifTags.IFD.GPSInfo else ExifTags.TAGS
    try:
        values = dict(whole) if ifd is None else whole.get_ifd(ifd)
    except _ANY_ERROR:
        return {}
    return {names.get(tag, f"0x{tag:04x}"): value for tag, value in values.items()}


def _fields(blocks: Mapping[str, Mapping[str, Any]]) -> Iterator[MetadataField]:
    for group, values in blocks.items():
        for name in sorted(values):
            value = values[name]
            if isinstance(value, Mapping) or name in ("MakerNote", "ExifOffset", "GPSInfo"):
                continue
            raw = f"{len(value)} bytes" if isinstance(value, bytes) and len(value) > 64 else plain_words(value)
            yield MetadataField(group=group, name=name, raw=raw, normalised=_normalised(name, value, values), tool=TOOL)


def _normalised(name: str, value: object, values: Mapping[str, Any]) -> str:
    if name in _ZONES:
        read = moment(plain_words(value), plain_words(values.get(_ZONES[name], "")))
        return read.iso if read else ""
    if name in ("GPSLatitude", "GPSLongitude"):
        degrees = _degrees(value, values.get(f"{name}Ref"))
        return "" if degrees is None else f"{degrees:.7f}"
    return ""


def _captured(named: Mapping[str, Any]) -> tuple[Moment | None, str]:
    # DateTime alone is the time of the last change and says nothing of capture.
    for name in ("DateTimeOriginal", "DateTimeDigitized"):
        raw = plain_words(named.get(name, ""))
        read = moment(raw, plain_words(named.get(_ZONES[name], "")))
        if read:
            return read, raw
    return None, ""


def _place(gps: Mapping[str, Any]) -> tuple[float, float] | None:
    latitude = _degrees(gps.get("GPSLatitude"), gps.get("GPSLatitudeRef"))
    longitude = _degrees(gps.get("GPSLongitude"), gps.get("GPSLongitudeRef"))
    return None if latitude is None or longitude is None else valid_point(latitude, longitude)


def _degrees(value: Any, reference: Any) -> float | None:
    try:
        parts = [float(part) for part in value]
        whole = sum(part / 60**power for power, part in enumerate(parts))
    except _ANY_ERROR:
        return None
    if len(parts) != 3 or not abs(whole) <= 180:
        return None
    letter = plain_words(reference or "")[:1].upper()
    return -whole if letter in ("S", "W") else whole if letter in ("N", "E") else None


def _thumbnail(whole: Image.Exif, octets: bytes) -> bytes:
    try:
        block = whole.get_ifd(ExifTags.IFD.IFD1)
        start, size = int(block[0x0201]), int(block[0x0202])
    except _ANY_ERROR:
        return b""
    body = octets.removeprefix(b"Exif\x00\x00")
    found = body[start : start + size]
    return found if found.startswith(b"\xff\xd8") else b""


def thumbnail_picture(octets: bytes) -> Image.Image | None:
    """Decode an embedded thumbnail; None when it is broken."""
    try:
        with Image.open(io.BytesIO(octets), formats=["JPEG"]) as picture:
            picture.load()
            return picture
    except _ANY_ERROR:
        return None
