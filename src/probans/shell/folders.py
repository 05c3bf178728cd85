"""Files on disk: walks what a person named, in a fixed order, never following links, and says what keeps a file out."""

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
        source = f"{_nfc(label)}#{place}"
        yield from _visit(path, label, source, skipped)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _visit(path: Path, label: bytes, source: str, skipped: set[tuple[int, int]]) -> Iterator[FoundFile]:
    try:
        status = path.lstat()
    except OSError as error:
        yield _kept_out(label, source, "FILE-UNREADABLE", f"The file could not be looked at: {error.strerror}.")
        return
    if (status.st_dev, status.st_ino) in skipped:
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _visit_folder(path, label, source, skipped)
    elif stat.S_ISREG(status.st_mode):
        yield _found(path, label, source, status)
    elif stat.S_ISLNK(status.st_mode):
        yield _kept_out(label, source, "LINK-NOT-FOLLOWED", "A symbolic link is not followed; add what it points to.")
    else:
        yield _kept_out(label, source, "SPECIAL-FILE", "A device, pipe or socket is not a file to preserve.")


def _visit_folder(path: Path, label: bytes, source: str, skipped: set[tuple[int, int]]) -> Iterator[FoundFile]:
    try:
        names = sorted(os.listdir(os.fsencode(path)))  # noqa: PTH208 - names as bytes
    except OSError as error:
        yield _kept_out(label, source, "FOLDER-UNREADABLE", f"The folder could not be read: {error.strerror}.")
        return
    for name in names:
        yield from _visit(path / os.fsdecode(name), label + b"/" + name, source, skipped)


def _found(path: Path, label: bytes, source: str, status: os.stat_result) -> FoundFile:
    def open_it() -> BinaryIO:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        return os.fdopen(descriptor, "rb", buffering=0)

    def changed() -> bool:
        now = path.lstat()
        return (now.st_size, now.st_mtime_ns, now.st_ino) != (status.st_size, status.st_mtime_ns, status.st_ino)

    return FoundFile(
        path_raw=label.hex(),
        path_nfc=_nfc(label),
        source=source,
        size=status.st_size,
        modified_ns=str(status.st_mtime_ns),
        open=open_it,
        changed=changed,
    )


def _kept_out(label: bytes, source: str, code: str, words: str) -> FoundFile:
    name = _nfc(label)
    return FoundFile(
        path_raw=label.hex(), path_nfc=name, source=source, problem=Problem(code=code, where=name, words=words)
    )


def _nfc(label: bytes) -> str:
    # Bytes that are not UTF-8 become U+FFFD here; path_raw keeps them exactly.
    return unicodedata.normalize("NFC", label.decode("utf-8", "replace"))
