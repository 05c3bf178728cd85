"""Files on disk: walks what a person named, in a fixed order, never following links, and says what keeps a file out."""

import errno
import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from probans.model.outcome import Problem
from probans.model.work import FoundFile


def walk(paths: Sequence[Path], *, leave_out: Sequence[Path] = ()) -> Iterator[FoundFile]:
    """Give every file below ``paths`` in the order of their names' bytes, but for ``leave_out`` (the case itself)."""
    skipped = {(status.st_dev, status.st_ino) for path in leave_out if (status := _status(path))}
    for path in paths:
        # The digest of the absolute path tells two folders of one name apart without telling where they lie.
        place = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:16]
        label = os.fsencode(path.absolute().name)
        yield from _walk_one(os.fsencode(path), label, f"{_nfc(label)}#{place}", skipped)


def _walk_one(path: bytes, label: bytes, source: str, skipped: set[tuple[int, int]]) -> Iterator[FoundFile]:
    # A list and not recursion: folders may lie deeper than Python calls itself.
    waiting = [(path, label)]
    while waiting:
        here, name = waiting.pop()
        try:
            status = os.lstat(here)
        except OSError as error:
            yield _kept_out(name, source, "FILE-UNREADABLE", f"The file could not be looked at: {error.strerror}.")
            continue
        if (status.st_dev, status.st_ino) in skipped:
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield _file(here, name, source, status)
            continue
        try:
            inside = sorted(os.listdir(here), reverse=True)  # noqa: PTH208 - names as bytes
        except OSError as error:
            yield _kept_out(name, source, "FOLDER-UNREADABLE", f"The folder could not be read: {error.strerror}.")
            continue
        waiting += [(here + b"/" + item, name + b"/" + item) for item in inside]


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _file(path: bytes, label: bytes, source: str, status: os.stat_result) -> FoundFile:
    if stat.S_ISREG(status.st_mode):
        return _found(path, label, source, status)
    if stat.S_ISLNK(status.st_mode):
        words = "A symbolic link is not followed; add what it points to."
        return _kept_out(label, source, "LINK-NOT-FOLLOWED", words)
    return _kept_out(label, source, "SPECIAL-FILE", "A device, pipe or socket is not a file to preserve.")


def _found(path: bytes, label: bytes, source: str, status: os.stat_result) -> FoundFile:
    def changed() -> bool:
        try:
            now = os.lstat(path)
        except OSError:
            return True
        return (now.st_size, now.st_mtime_ns, now.st_ino) != (status.st_size, status.st_mtime_ns, status.st_ino)

    return FoundFile(
        path_raw=label.hex(),
        path_nfc=_nfc(label),
        source=source,
        size=status.st_size,
        modified_ns=str(status.st_mtime_ns),
        open=lambda: _open(path),
        changed=changed,
    )


def _open(path: bytes) -> BinaryIO:
    # Another thing may stand here than was seen: a link is not followed, a pipe is not waited for.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "It is no longer a file")
    return os.fdopen(descriptor, "rb", buffering=0)


def _kept_out(label: bytes, source: str, code: str, words: str) -> FoundFile:
    name = _nfc(label)
    return FoundFile(
        path_raw=label.hex(), path_nfc=name, source=source, problem=Problem(code=code, where=name, words=words)
    )


def _nfc(label: bytes) -> str:
    # Bytes that are not UTF-8 become U+FFFD here; path_raw keeps them exactly.
    return unicodedata.normalize("NFC", label.decode("utf-8", "replace"))
