"""Blobs in a folder: one file per SHA-256, written once, read-only. Layout: docs/format/case-folder.md.

One streaming pass hashes and stores. ``settle`` makes the renames of a batch durable; the log entry comes after it.
"""

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from probans.model.errors import IntegrityError
from probans.shell.store.durable import READ_ONLY, SourceUnreadable, storage_errors, sync_folder

CHUNK = 1 << 20
HEAD_BYTES = 64 << 10
TAIL_BYTES = 4 << 10
UNACKNOWLEDGED = "unacknowledged"
_ZEROS = bytes(CHUNK)
_DIGEST = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Digest and size of bytes that are in the store; ``new`` when they were not there before.

    ``head`` and ``tail`` are the first and last bytes of a stream, to identify it without reading it again.
    """

    sha256: str
    size: int
    new: bool
    head: bytes = b""
    tail: bytes = b""


class BlobFolder:
    """``blobs/<first two digits>/<sha256>`` under a case. Safe for several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._dirty: set[Path] = set()
        self._lock = threading.Lock()
        self._serial = 0
        self._incoming = folder / "incoming"
        self._names = folder / UNACKNOWLEDGED

    def path(self, sha256: str) -> Path:
        """Where a blob lies (whether or not it is there)."""
        if len(sha256) != 64 or not sha256.isascii() or not sha256.isalnum():
            raise IntegrityError("BLOB-NAME", f"Not a digest: {sha256[:80]!r}")
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def put(self, stream: BinaryIO) -> Stored:
        """Store a stream in one pass. Raises StorageError or SourceUnreadable; then nothing of it remains."""
        with storage_errors("blobs"):
            temporary = self._temporary()
            try:
                copied = _copy(stream, temporary)
                new = self._keep(temporary, copied.sha256, copied.size)
                return replace(copied, new=new)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def put_bytes(self, octets: bytes) -> Stored:
        """Store bytes in hand."""
        sha256 = hashlib.sha256(octets).hexdigest()
        if self.has(sha256):
            return Stored(sha256=sha256, size=len(octets), new=False)
        with storage_errors("blobs"):
            temporary = self._temporary()
            try:
                with temporary.open("xb") as target:
                    target.write(octets)
                    _finish(target)
                return Stored(sha256=sha256, size=len(octets), new=self._keep(temporary, sha256, len(octets)))
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def restore(self, sha256: str, stream: BinaryIO) -> str:
        """Put the right bytes back in place; give the digest of what stood there, or "missing".

        The damaged bytes are kept in ``blobs/damaged``. Raises IntegrityError when ``stream`` holds other bytes.
        """
        final = self.path(sha256)
        with storage_errors("blobs"):
            temporary = self._temporary()
            copied = _copy(stream, temporary)
            if copied.sha256 != sha256:
                temporary.unlink()
                raise IntegrityError("BLOB-DIGEST", f"The second copy of {sha256} is damaged too.")
            found = "missing"
            final.parent.mkdir(parents=True, exist_ok=True)
            if final.exists():
                with final.open("rb") as standing:
                    found = digest_of(standing)[0]
                aside = self.folder / "damaged"
                aside.mkdir(exist_ok=True)
                final.rename(aside / f"{sha256}.{found[:16]}")
            temporary.replace(final)
            self._mark(final.parent)
        return found

    def open(self, sha256: str) -> BinaryIO:
        """Open a blob for reading. Raises IntegrityError when it is missing."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise IntegrityError("BLOB-MISSING", f"The preserved bytes of {sha256} are missing.") from error

    def read(self, sha256: str) -> bytes:
        """All bytes of a blob, checked against the digest. For small blobs."""
        with self.open(sha256) as stream:
            octets = stream.read()
        if hashlib.sha256(octets).hexdigest() != sha256:
            raise IntegrityError("BLOB-DIGEST", f"The preserved bytes of {sha256} were changed.")
        return octets

    def settle(self) -> None:
        """Make all renames since the last call durable."""
        with self._lock:
            dirty, self._dirty = self._dirty, set()
        with storage_errors("blobs"):
            for folder in sorted(dirty):
                sync_folder(folder)

    def digests(self) -> Iterator[str]:
        """Names of all blobs, in order."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))

    def acknowledge(self) -> None:
        """Forget which blobs are new: a log entry names them now."""
        with storage_errors("blobs"), contextlib.suppress(FileNotFoundError):
            os.truncate(self._names, 0)

    def sweep(self, entries: Iterable[bytes]) -> None:
        """Remove what a killed process left: half-written files, and whole ones that none of ``entries`` names.

        Neither was ever acknowledged. Without this, bytes that the next run does not write again would stay unnamed.
        """
        for path in self._incoming.glob("*"):
            path.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            left = set(_DIGEST.findall(self._names.read_bytes()))
            if left:
                for octets in entries:
                    left -= set(_DIGEST.findall(octets))
                for digest in left:
                    self.path(digest.decode()).unlink(missing_ok=True)
                self.acknowledge()

    def _temporary(self) -> Path:
        with self._lock:
            self._serial += 1
            serial = self._serial
            if serial == 1:
                self._incoming.mkdir(parents=True, exist_ok=True)
        return self._incoming / f"{os.getpid()}-{serial}"

    def _keep(self, temporary: Path, sha256: str, size: int) -> bool:
        """Give a finished file its name; whether these bytes are new."""
        final = self.path(sha256)
        with contextlib.suppress(FileNotFoundError):
            if final.stat().st_size == size:
                temporary.unlink()
                return False
        self._note(sha256)
        try:
            temporary.replace(final)
        except FileNotFoundError:
            final.parent.mkdir(parents=True, exist_ok=True)
            self._mark(self.folder)
            temporary.replace(final)
        self._mark(final.parent)
        return True

    def _note(self, sha256: str) -> None:
        with self._lock, self._names.open("ab", buffering=0) as names:
            names.write(sha256.encode() + b"\n")

    def _mark(self, folder: Path) -> None:
        with self._lock:
            self._dirty.add(folder)


def digest_of(stream: BinaryIO) -> tuple[str, int]:
    """SHA-256 and size of a stream, in constant memory."""
    running, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        running.update(chunk)
        size += len(chunk)
    return running.hexdigest(), size


def _copy(stream: BinaryIO, target_path: Path) -> Stored:
    running, size, head, tail = hashlib.sha256(), 0, b"", b""
    with target_path.open("xb", buffering=0) as target:
        while chunk := _read(stream):
            running.update(chunk)
            size += len(chunk)
            head = head + chunk[: HEAD_BYTES - len(head)] if len(head) < HEAD_BYTES else head
            tail = (tail + chunk)[-TAIL_BYTES:] if len(chunk) < TAIL_BYTES else chunk[-TAIL_BYTES:]
            # Holes stay holes, so that a sparse disk image does not fill the disk.
            if len(chunk) == CHUNK and chunk == _ZEROS:
                target.seek(CHUNK, os.SEEK_CUR)
            else:
                _write_all(target, chunk)
        target.truncate(size)
        _finish(target)
    return Stored(sha256=running.hexdigest(), size=size, new=False, head=head, tail=tail)


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(CHUNK)
    except OSError as error:
        raise SourceUnreadable(error.errno, error.strerror or str(error)) from error


def _write_all(target: BinaryIO, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[target.write(view) :]


def _finish(target: BinaryIO) -> None:
    target.flush()
    os.fchmod(target.fileno(), READ_ONLY)
    os.fsync(target.fileno())
