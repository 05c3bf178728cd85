"""WARC, ARC and WACZ to the pages and media archived in them; each becomes a part named by its address.

Only what a server answered with success (or a stored resource) and what the case can read is taken out: pages, texts,
tables, documents and media. The rest stays in the archive, counted in a problem.
"""

import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from probans.model.outcome import Problem
from probans.shell.connectors.documents_archive import BOMB, OUTSIDE, Allowance, Bounds, read_bounded, room, too_deep
from probans.shell.connectors.documents_content import Content, Document, Taken, sound, unreadable

_TAKEN_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/csv", "text/markdown", "application/pdf",
                "message/rfc822", "image/", "video/", "audio/", "application/zip")  # fmt: skip
_RECORDS = 200_000
_READ_BYTES = 8 << 30
_BROKEN = (
    ArchiveLoadFailed,
    ValueError,
    EOFError,
    OSError,
    KeyError,
    AttributeError,
    TypeError,
    IndexError,
    zlib.error,
)


@dataclass(kw_only=True)
class _Harvest:
    """What has come out so far and what stayed in."""

    document: Document
    allowance: Allowance
    problems: list[Problem] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    records: int = 0
    full: bool = False

    def problem(self, code: str, words: str, *, member: str = "") -> None:
        self.problems.append(self.document.problem(code, words, member=member))


def read_warc(document: Document, bounds: Bounds | None = None) -> Content:
    """Take the answers out of a WARC or ARC file, compressed or not."""
    limits = bounds or Bounds()
    if (refused := too_deep(document, limits)) is not None:
        return refused
    harvest = _harvest(document, limits)
    with document.path.open("rb") as stream:
        parts = tuple(_records(harvest, stream, member=""))
    return _content(harvest, parts)


def read_wacz(document: Document, bounds: Bounds | None = None) -> Content:
    """Take the answers out of the WARC files in a WACZ."""
    limits = bounds or Bounds()
    if (refused := too_deep(document, limits)) is not None:
        return refused
    harvest = _harvest(document, limits)
    parts: list[Taken] = []
    try:
        with zipfile.ZipFile(document.path) as archive:
            for name in archive.namelist():
                if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                    with archive.open(name) as stream:
                        parts += _records(harvest, cast(io.BufferedIOBase, stream), member=name)
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        harvest.problem("ARCHIVE-UNREADABLE", f"The archive cannot be read to its end: {error}")
    return _content(harvest, tuple(parts))


def _harvest(document: Document, bounds: Bounds) -> _Harvest:
    return _Harvest(document=document, allowance=Allowance(bounds=bounds, archive_bytes=document.size))


def _content(harvest: _Harvest, parts: tuple[Taken, ...]) -> Content:
    if harvest.left:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(harvest.left.items()))
        harvest.problem("WARC-LEFT", f"Records left in the archive: {kinds}.")
    if not parts and not harvest.records:
        unread = harvest.document.problem("WARC-UNREADABLE", "No record of the archive can be read.")
        return unreadable(unread, *harvest.problems)
    if not parts:
        harvest.problem("WARC-EMPTY", "Nothing that the case can read was taken out of the archive.")
    return Content(parts=parts, problems=tuple(harvest.problems))


def _records(harvest: _Harvest, stream: io.BufferedIOBase, *, member: str) -> Iterator[Taken]:
    """Payloads in order; where the archive is broken, what comes before."""
    records = ArchiveIterator(_Counted(_unpacked(stream), _most(harvest)), arc2warc=True, check_digests=True)
    while not harvest.full:
        try:
            record = next(records, None)
            if record is None:
                return
            harvest.records += 1
            taken = _record(harvest, record)
        except _TooMuchError:
            harvest.problem(BOMB, "More would come out than a limit allows; the rest was not read.", member=member)
            return
        except _BROKEN as error:
            words = f"After record {harvest.records} the archive cannot be read: {_first_line(error)}"
            harvest.problem("WARC-DAMAGED", words, member=member)
            return
        if taken is not None:
            yield taken


def _unpacked(stream: io.BufferedIOBase) -> io.BufferedIOBase:
    """The stream without gzip, whether each record was packed by itself (as it should be) or the whole file."""
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if packed else stream


def _most(harvest: _Harvest) -> int:
    bounds = harvest.allowance.bounds
    return min(_READ_BYTES, max(bounds.ratio_from, bounds.ratio * harvest.allowance.archive_bytes))


class _Counted:
    """A stream that refuses to give more than ``most`` bytes: what is only skipped costs time as well."""

    def __init__(self, stream: io.BufferedIOBase, most: int) -> None:
        self._stream = stream
        self._left = most

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        try:
            # What stands before a cut is given at once; a read of the whole size would lose it to the error.
            block = self._stream.read1(size)
        except EOFError as error:
            # The library takes this error for the regular end of the archive.
            raise OSError("the packed archive is cut short") from error
        self._left -= len(block)
        if self._left < 0:
            raise _TooMuchError
        return block


class _TooMuchError(Exception):
    """The archive unpacks to more than its bound."""


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return sound(lines[0])[:200] if lines else type(error).__name__


def _record(harvest: _Harvest, record: ArcWarcRecord) -> Taken | None:
    """The payload of one record, or None: not an answer, of no use, or (with a problem) damaged or too large."""
    if record.rec_type not in ("response", "resource"):
        return None
    address = sound(record.rec_headers.get_header("WARC-Target-URI") or f"record {harvest.records}")
    if (why := _left(record)) or harvest.records > _RECORDS:
        harvest.left[why or "after the limit"] += 1
        return None
    if words := harvest.allowance.refusal():
        harvest.problem(BOMB, words)
        harvest.full = True
        return None
    octets = read_bounded(record.content_stream(), room(harvest.allowance))
    if octets is None:
        harvest.allowance.members += 1
        harvest.problem(BOMB, f"The record is larger than what may still come out; {OUTSIDE}.", member=address)
        return None
    if record.digest_checker is not None and record.digest_checker.passed is False:
        words = "The archive's own digest of this record does not fit its bytes."
        harvest.problem("WARC-DIGEST", words, member=address)
    if getattr(record.raw_stream, "limit", 0) > 0:
        harvest.problem("WARC-DAMAGED", "The record is shorter than the archive says; it was cut.", member=address)
    harvest.allowance.took(len(octets))
    return Taken(name=address, octets=octets) if octets else None


def _left(record: ArcWarcRecord) -> str:
    """Why a record stays in the archive; '' when it is taken out."""
    headers = record.http_headers
    status = str(headers.get_statuscode()) if headers is not None else "200"
    if not status.startswith("2"):
        return f"answers {status}" if re.fullmatch(r"\d{3}", status) else "answers without status"
    packed = ((headers.get_header("content-encoding") if headers is not None else "") or "").lower().strip()
    if packed and packed != "identity" and packed not in BufferedReader.get_supported_decompressors():
        return "packed in a way that is not read"
    named = (headers.get_header("content-type") if headers is not None else record.content_type) or ""
    media_type = named.partition(";")[0].strip().lower()
    known = not media_type or media_type.startswith(_TAKEN_TYPES)
    return (
        "" if known else (media_type if re.fullmatch(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}", media_type) else "other")
    )
