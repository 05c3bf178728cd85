"""What the decoders hand on: facts of a file, pictures to keep, and trouble met."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from probans.model.outcome import Problem
from probans.model.reading import FrameFingerprint, MetadataField

MOST_PIXELS = 100_000_000
MOST_FIELDS = 400
MOST_WORDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One file as decoded. ``facts`` are fields of ``FootageReading`` by name; ``frames`` (time in ms, small picture).

    ``poster`` is the picture to blur; ``seen`` is false when nothing could be decoded.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[MetadataField, ...] = ()
    fingerprints: tuple[FrameFingerprint, ...] = ()
    frames: tuple[tuple[int, Image.Image], ...] = ()
    poster: Image.Image | None = None
    problems: tuple[Problem, ...] = ()
    seen: bool = True


def plain_words(value: object) -> str:
    """Text of a value out of a file: bounded, without control characters or lone surrogates."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return text if len(text) <= MOST_WORDS else text[: MOST_WORDS - 1] + "…"


def words_of(error: Exception) -> str:
    """What an error says, without the path of the file, which differs from machine to machine."""
    said = getattr(error, "strerror", None) or (str(error) if not isinstance(error, OSError) else "")
    return f"{type(error).__name__}: {plain_words(said)[:120]}" if said else type(error).__name__
