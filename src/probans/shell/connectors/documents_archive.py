"""ZIP archives to their members, within limits: a bomb is reported and what fits is taken out.

Members are read as a stream and counted as they come, because a directory can lie about sizes. Names are kept as
written in the archive: they only label parts, nothing is ever written under them.
"""

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from probans.model.outcome import Problem
from probans.shell.connectors.documents_content import Content, Document, Taken, sound, unreadable

BOMB = "ARCHIVE-BOMB"
OUTSIDE = "to read it, unpack it and add it as a file of its own"
_BLOCK = 1 << 20
_ENCRYPTED, _UTF8 = 0x1, 0x800
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, ValueError, EOFError, OSError,
          RuntimeError, OverflowError, LookupError)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What may come out of one archive. ``ratio`` is bytes out for each byte in, counted beyond ``ratio_from``."""

    members: int = 5000
    member_bytes: int = 160 << 20
    total_bytes: int = 160 << 20
    ratio: int = 200
    ratio_from: int = 8 << 20
    depth: int = 6


@dataclass(kw_only=True)
class Allowance:
    """Counts what has come out of one archive against its bounds."""

    bounds: Bounds
    archive_bytes: int
    members: int = 0
    total: int = 0

    def refusal(self, more: int = 0) -> str:
        """Why ``more`` bytes may not come out, in words; '' when they may."""
        total = self.total + more
        if self.members >= self.bounds.members:
            return f"More than {self.bounds.members} members; the rest was not taken out."
        if total > self.bounds.total_bytes:
            return f"More than {self.bounds.total_bytes} bytes would come out; the rest was not taken out."
        if total > self.bounds.ratio_from and total > self.bounds.ratio * max(self.archive_bytes, 1):
            return f"More than {self.bounds.ratio} bytes would come out for each byte in; the rest was not taken out."
        return ""

    def took(self, size: int) -> None:
        """Count a member taken out."""
        self.members += 1
        self.total += size


def read_zip(document: Document, bounds: Bounds | None = None) -> Content:
    """Take the members out; each becomes a part."""
    limits = bounds or Bounds()
    if (refused := too_deep(document, limits)) is not None:
        return refused
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(document.path) as archive:
            allowance = Allowance(bounds=limits, archive_bytes=document.size)
            parts = tuple(taken_members(document, archive, archive.infolist(), allowance, problems))
    except BROKEN as error:
        return unreadable(document.problem("ARCHIVE-UNREADABLE", f"The archive cannot be opened: {error}"))
    return Content(parts=parts, problems=tuple(problems))


def too_deep(document: Document, bounds: Bounds) -> Content | None:
    """Refuse an archive within an archive too many times over; the exhibit number says how deep it lies."""
    if document.number.count(".P") < bounds.depth:
        return None
    words = f"The archive lies within {bounds.depth} others; it was not opened."
    return unreadable(document.problem(BOMB, words))


def read_bounded(stream: IO[bytes], most: int) -> bytes | None:
    """Read a stream to its end; None when it holds more than ``most`` bytes."""
    taken = bytearray()
    while block := stream.read(min(_BLOCK, most + 1 - len(taken))):
        taken += block
        if len(taken) > most:
            return None
    return bytes(taken)


def taken_members(
    document: Document,
    archive: zipfile.ZipFile,
    members: Iterable[zipfile.ZipInfo],
    allowance: Allowance,
    problems: list[Problem],
) -> Iterator[Taken]:
    """Take members out as far as the allowance goes."""
    for member in members:
        if member.is_dir():
            continue
        if words := allowance.refusal():
            problems.append(document.problem(BOMB, words))
            return
        octets = _member(document, archive, member, allowance, problems)
        if octets is not None:
            yield Taken(name=_name(member), octets=octets)


def _member(
    document: Document,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    allowance: Allowance,
    problems: list[Problem],
) -> bytes | None:
    """One member's bytes, or None with a problem."""
    name = _name(member)
    if member.flag_bits & _ENCRYPTED:
        problems.append(document.problem("ARCHIVE-ENCRYPTED", "The member needs a password.", member=name))
        return None
    try:
        with archive.open(member) as stream:
            octets = read_bounded(stream, room(allowance))
    except BROKEN as error:
        words = f"The member cannot be taken out: {error}"
        problems.append(document.problem("ARCHIVE-MEMBER", words, member=name))
        return None
    if octets is None:
        allowance.members += 1
        words = f"The member is larger than the {room(allowance)} bytes that may still come out; {OUTSIDE}."
        problems.append(document.problem(BOMB, words, member=name))
        return None
    allowance.took(len(octets))
    return octets


def _name(member: zipfile.ZipInfo) -> str:
    """The name as written: archives that say no encoding are taken as UTF-8 where that fits, else as code page 437."""
    try:
        return sound(member.filename if member.flag_bits & _UTF8 else member.filename.encode("cp437").decode())
    except UnicodeError:
        return sound(member.filename)


def room(allowance: Allowance) -> int:
    """How many bytes the next member may have."""
    bounds = allowance.bounds
    by_ratio = max(bounds.ratio_from, bounds.ratio * allowance.archive_bytes)
    return max(0, min(bounds.member_bytes, min(bounds.total_bytes, by_ratio) - allowance.total))
