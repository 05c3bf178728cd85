"""Writing so that a power cut leaves either the old or the new: temporary name, fsync, rename, fsync the folder."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from probans.model.errors import StorageError

READ_ONLY = 0o444

_WORDS = {
    errno.ENOSPC: (
        "DISK-FULL",
        "The disk is full: free some space and run the same command again; nothing is half-written.",
    ),
    errno.EDQUOT: ("DISK-FULL", "The disk quota is used up: free some space and run the same command again."),
    errno.EROFS: (
        "CASE-READ-ONLY",
        "The case lies on a read-only file system: copy it to a writable place to work on it.",
    ),
    errno.EACCES: ("CASE-READ-ONLY", "The case folder may not be written by this user."),
    errno.EPERM: ("CASE-READ-ONLY", "The case folder may not be written by this user."),
}


class SourceUnreadable(OSError):
    """What is to be stored could not be read: trouble of the material, not of the storage."""


@contextlib.contextmanager
def storage_errors(where: str) -> Iterator[None]:
    """Turn an operating system error into a StorageError with a stable code and a sentence."""
    try:
        yield
    except SourceUnreadable:
        raise
    except OSError as error:
        code, words = _WORDS.get(error.errno or 0, ("STORAGE", f"{error.strerror or error}."))
        raise StorageError(code, f"{words} ({where})") from error


def write_durably(path: Path, octets: bytes, *, mode: int = 0o644) -> None:
    """Replace ``path`` with ``octets``; after return they survive a power cut. Raises StorageError."""
    with storage_errors(path.name):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.new")
        try:
            _write_synced(temporary, octets, mode)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_fresh(path: Path, octets: bytes, *, mode: int = 0o644) -> None:
    """Like ``write_durably`` but leaves the folder's fsync to the caller, who batches it (see ``sync_folder``)."""
    with storage_errors(path.name):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.new")
        try:
            _write_synced(temporary, octets, mode)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_synced(path: Path, octets: bytes, mode: int) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(octets)
        stream.flush()
        os.fsync(stream.fileno())
