"""Mirror and repair: a second copy of the preserved bytes elsewhere, and damaged bytes restored from it."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from probans.model.custody import Repaired
from probans.model.errors import IntegrityError
from probans.model.outcome import Outcome
from probans.services.check import Progress, check
from probans.services.ports import CaseStore


class Copy(Protocol):
    """A second copy: the same blobs by digest, and the log's files as they stood."""

    @property
    def name(self) -> str: ...
    def has(self, sha256: str) -> bool: ...
    def put(self, sha256: str, stream: BinaryIO) -> None: ...
    def open(self, sha256: str) -> BinaryIO: ...
    def put_log(self, files: Iterable[tuple[str, bytes]]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was restored, and what could not be."""

    restored: tuple[str, ...]
    lost: tuple[str, ...]


def mirror(store: CaseStore, copy: Copy, progress: Progress = lambda _w, _d, _o: None) -> int:
    """Bring a second copy up to date: blobs first, then the log. Gives the number of blobs copied."""
    digests = list(store.blob_digests())
    copied = 0
    for done, digest in enumerate(digests, 1):
        if not copy.has(digest):
            with store.open(digest) as stream:
                copy.put(digest, stream)
            copied += 1
        progress("copy", done, len(digests))
    copy.put_log(store.log_files())
    return copied


def repair(store: CaseStore, copy: Copy, threads: Executor, *, by: str) -> Repair:
    """Restore every damaged or missing blob whose bytes the copy still has; each repair is logged."""
    checked = check(store, threads)
    restored, lost = [], []
    for item in checked.trouble:
        if item.outcome is not Outcome.FAILED or item.check != "digest":
            continue
        try:
            with copy.open(item.subject) as stream:
                found = store.restore(item.subject, stream)
        except (IntegrityError, FileNotFoundError):
            lost.append(item.subject)
            continue
        store.record([Repaired(sha256=item.subject, found=found, source=copy.name)], by=by)
        restored.append(item.subject)
    return Repair(restored=tuple(restored), lost=tuple(lost))
