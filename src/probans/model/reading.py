"""Readings: what a tool produced from one exhibit. Stored as canonical JSON, itself an exhibit. Never called a fact."""

from dataclasses import dataclass

from probans.model.agents import Tool
from probans.model.claim import Claim, Mention, PlaceMention, Span
from probans.model.outcome import Outcome, Problem
from probans.model.when import DateInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Common to all readings: which exhibit, which tool, how it ended, what was wrong."""

    exhibit: str
    tool: Tool
    outcome: Outcome
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextExtraction:
    """Text taken out of a document. ``text`` is the digest of the UTF-8 working copy (empty: no text).

    ``published`` with ``published_basis`` (where it was found); ``parts`` are digests of parts (attachments, archived
    pages) with their names, in order; ``html_title`` etc. as the tool gave them, never corrected.
    """

    reading: Reading
    text: str = ""
    title: str = ""
    author: str = ""
    outlet: str = ""
    published: DateInterval | None = None
    published_basis: str = ""
    language: str = ""
    language_basis: str = ""
    url: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReading:
    """What was read in one text: typed spans and claims. ``body`` lists the stretches read as the report itself.

    ``origin_hint`` names an agency in a dateline or credit line. ``not_read`` lists passages in a language not read.
    """

    reading: Reading
    text: str
    published: DateInterval | None = None
    title: str = ""
    author: str = ""
    outlet: str = ""
    language: str = ""
    origin_hint: str = ""
    body: tuple[Span, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    dates: tuple[Mention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    numbers: tuple[Mention, ...] = ()
    not_read: tuple[Span, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataField:
    """One value a file carries: ``group`` is the block it stands in (EXIF, moov), raw beside normalised."""

    group: str
    name: str
    raw: str
    normalised: str = ""
    note: str = ""
    tool: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFingerprint:
    """A fingerprint of one sampled picture: time in milliseconds (0 for stills), 256 PDQ bits in hex, quality 0..100.

    ``variant`` names the part of the picture (analysis/footage/regions.py): full, content box, inner box, the middle 90
    and 80 per cent of each, and for some frames what a repost may cut out.
    """

    time_ms: int
    pdq: str
    quality: int
    variant: str = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageReading:
    """What a picture, video or sound carries and looks like to a machine.

    ``poster`` is the digest of a really blurred low-resolution JPEG; ``key_frames`` digests of small JPEGs
    with time (ms), shown only on demand. ``sampling`` says in words which frames were looked at.
    ``decoded`` of ``frames_seen`` frames decoded. Times in the metadata carry their zone only when the file says it.
    ``width`` and ``height`` as stored, ``rotation`` in degrees clockwise for display; ``shots`` are the times (ms) at
    which a new shot begins; ``motion`` gives about every 80 ms a time (ms) and 8 x 8 grids of
    brightness, 64 bytes each in hexadecimal: of the whole picture, then of the content box and the inner box if found.
    """

    reading: Reading
    container: str = ""
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    video_codec: str = ""
    audio_codec: str = ""
    frame_rate: str = ""
    rotation: int = 0
    captured: DateInterval | None = None
    captured_raw: str = ""
    captured_zone: str = "unknown"
    latitude: float | None = None
    longitude: float | None = None
    fields: tuple[MetadataField, ...] = ()
    fingerprints: tuple[FrameFingerprint, ...] = ()
    poster: str = ""
    key_frames: tuple[tuple[int, str], ...] = ()
    sampling: str = ""
    decoded: int = 0
    frames_seen: int = 0
    shots: tuple[int, ...] = ()
    motion: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One row of a table of reported figures. ``line`` is the line in the file (1-based, header is 1)."""

    line: int
    source: str
    place: str
    first: str
    last: str
    outcome: str
    group: str
    low: int | None
    high: int | None
    wording: str
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimRow:
    """One row of a victim list: values as written. ``line`` is the line in the file."""

    line: int
    name: str
    age: str = ""
    sex: str = ""
    place: str = ""
    date: str = ""
    fate: str = ""
    other: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """Rows of a CSV recognised as reported figures or as a victim list (``purpose``), else empty."""

    reading: Reading
    purpose: str = "unknown"  # figures | victims | unknown
    columns: tuple[str, ...] = ()
    list_name: str = ""
    figures: tuple[FigureRow, ...] = ()
    victims: tuple[VictimRow, ...] = ()
