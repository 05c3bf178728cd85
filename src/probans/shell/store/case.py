"""A case in a folder: lock, keys, blobs, log and index together. Layout: docs/format/case-folder.md."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.exc import DatabaseError

from probans.evidence.custody.entries import read_entry, write_entry
from probans.evidence.custody.note import SignerKey, parse_signer_key, parse_verifier_key
from probans.evidence.custody.tree import NodeReader
from probans.model.custody import CaseOpened, Checkpoint, Entry, Event, ToolRun
from probans.model.decision import Decision
from probans.model.errors import CaseBusy, IntegrityError, UsageError
from probans.model.exhibit import Exhibit
from probans.model.outcome import Check, Outcome, Problem
from probans.shell.store.blobs import BlobFolder, Stored, digest_of
from probans.shell.store.durable import storage_errors, write_durably
from probans.shell.store.index import IndexFile
from probans.shell.store.log import LogFolder

LOG_KEY = "keys/log.key"
LOG_PUBLIC = "keys/log.pub"
INDEX = "index.sqlite"
SETTINGS = "case.toml"
BATCH = 1024
SETTINGS_BYTES = 64 << 20
MAX_NAME = 255
OWN_NAMES = frozenset({"keys", "log", "blobs", "out", "case.lock", "check.journal"})

Clock = Callable[[], datetime]
Salt = Callable[[], bytes]
Derive = Callable[[Entry, Callable[[str], bytes]], list[dict[str, Any]]]


class CaseFolder:
    """An open case. Use as a context manager; a writer holds the case's lock."""

    def __init__(self, folder: Path, *, clock: Clock, salt: Salt, derive: Derive, write: bool) -> None:
        self.folder = folder
        self._clock, self._salt, self._derive, self._write = clock, salt, derive, write
        _require_case(folder)
        self._lock = _lock(folder, exclusive=write)
        try:
            self._verifier = parse_verifier_key((folder / LOG_PUBLIC).read_text("utf-8"))
            self._log = LogFolder(folder / "log", self._verifier, _signer(folder) if write else None)
            self._blobs = BlobFolder(folder / "blobs")
            if write:
                self._blobs.sweep(octets for _index, octets in self._log.entries())
            self._index = _open_index(folder, write=write)
            self._catch_up()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "CaseFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if hasattr(self, "_index"):
            self._index.close()
        self._lock.close()

    # -- blobs

    def put(self, stream: BinaryIO) -> Stored:
        return self._blobs.put(stream)

    def put_bytes(self, octets: bytes) -> Stored:
        return self._blobs.put_bytes(octets)

    def read(self, sha256: str) -> bytes:
        return self._blobs.read(sha256)

    def open(self, sha256: str) -> BinaryIO:
        return self._blobs.open(sha256)

    def blob_path(self, sha256: str) -> Path:
        return self._blobs.path(sha256)

    def restore(self, sha256: str, stream: BinaryIO) -> str:
        return self._blobs.restore(sha256, stream)

    def log_files(self) -> Iterator[tuple[str, bytes]]:
        yield LOG_PUBLIC, (self.folder / LOG_PUBLIC).read_bytes()
        for path in sorted((self.folder / "log" / "tile").rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self.folder).as_posix(), path.read_bytes()
        yield "log/checkpoint", self.head().note.encode()

    def blob_digests(self) -> Iterator[str]:
        return self._blobs.digests()

    def check_blob(self, sha256: str, size: int) -> Check:
        """Re-compute a blob's digest and compare size and name."""
        try:
            with self._blobs.open(sha256) as stream:
                found, length = digest_of(stream)
        except IntegrityError as error:
            return Check(subject=sha256, check="digest", outcome=Outcome.FAILED, words=error.words, code=error.code)
        except OSError as error:
            words = f"The bytes could not be read: {error.strerror}."
            return Check(
                subject=sha256, check="digest", outcome=Outcome.NOT_CHECKED, words=words, code="BLOB-UNREADABLE"
            )
        if (found, length) != (sha256, size if size >= 0 else length):
            words = f"The preserved bytes now have digest {found} and {length} bytes."
            return Check(subject=sha256, check="digest", outcome=Outcome.FAILED, words=words, code="BLOB-DIGEST")
        return Check(subject=sha256, check="digest", outcome=Outcome.PASSED)

    # -- log

    def record(self, events: Sequence[Event], *, by: str) -> range:
        """Append events: blobs durable first, then the log, then the index. No log entry, no action."""
        if not events:
            return range(0)
        if not self._write:
            raise UsageError("CASE-OPENED-FOR-READING", "The case is open for reading only.")
        self._blobs.settle()
        first = self._log.size
        entries = [self._entry(first + offset, event, by) for offset, event in enumerate(events)]
        indexes = self._log.append([write_entry(entry) for entry in entries])
        self._blobs.acknowledge()
        self._index.apply(entries, self._rows)
        return indexes

    def head(self) -> Checkpoint:
        head = self._log.head()
        if head is None:
            raise IntegrityError("LOG-MISSING", "The custody log has no checkpoint.")
        return head

    def entries(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        return self._log.entries(start)

    def entry(self, index: int) -> bytes:
        return self._log.entry(index)

    def bundles(self) -> Iterator[tuple[str, bytes]]:
        return self._log.bundles()

    def check_log(self) -> Iterator[tuple[int, tuple[bytes, ...]]]:
        return self._log.check()

    def nodes(self) -> NodeReader:
        return self._log.nodes()

    def opened(self) -> CaseOpened:
        """The log's first entry. Raises IntegrityError when it is not what a log begins with."""
        index, octets = next(self._log.entries())
        event = read_entry(index, octets).event
        if not isinstance(event, CaseOpened) or event.verifier_key != str(self._verifier):
            raise IntegrityError("LOG-FIRST-ENTRY", "The log does not begin with this case and this key.")
        return event

    def verifier_key(self) -> str:
        return str(self._verifier)

    # -- index

    def exhibits(self) -> Iterator[Exhibit]:
        return self._index.exhibits()

    def original_count(self) -> int:
        return self._index.child_count("")

    def child_count(self, sha256: str) -> int:
        return self._index.child_count(sha256)

    def known(self, digests: Sequence[str]) -> set[str]:
        return self._index.known(digests)

    def seen(self, source: str) -> dict[str, tuple[str, str, str]]:
        return self._index.seen(source)

    def not_taken(self, source: str) -> set[tuple[str, str]]:
        return self._index.not_taken(source)

    def runs(self) -> Iterator[tuple[int, ToolRun]]:
        return self._index.runs()

    def decisions(self) -> tuple[Decision, ...]:
        return self._index.decisions()

    def problems(self) -> tuple[Problem, ...]:
        return self._index.problems()

    def events(self, kind: str) -> tuple[Entry, ...]:
        return self._index.events(kind)

    def find(self, identifier: str) -> list[dict[str, Any]]:
        return self._index.find(identifier)

    def entries_about(self, subject: str) -> list[dict[str, Any]]:
        return self._index.entries_about(subject)

    def dump_index(self) -> dict[str, list[dict[str, Any]]]:
        return self._index.dump()

    def rebuild_index(self) -> int:
        """Throw the index away and make it again from log and blobs; give the number of entries replayed."""
        self._index.close()
        _remove_index(self.folder)
        self._index = _open_index(self.folder, write=True)
        self._catch_up()
        return self._log.size

    # -- files for people

    def settings_file(self, name: str) -> bytes | None:
        path = settings_path(self.folder, name)
        if path.is_symlink() or not path.is_file():
            return None
        if path.stat().st_size > SETTINGS_BYTES:
            raise UsageError("SETTINGS-SIZE", f"{name!r} is larger than {SETTINGS_BYTES} bytes.")
        return path.read_bytes()

    def write_settings(self, name: str, octets: bytes) -> None:
        write_durably(settings_path(self.folder, name), octets)

    def write_output(self, name: str, octets: bytes) -> Path:
        path = self.folder / "out" / name
        write_durably(path, octets)
        return path

    def _entry(self, index: int, event: Event, by: str) -> Entry:
        return _entry(index, event, by, self._clock(), self._salt())

    def _rows(self, entry: Entry) -> list[dict[str, Any]]:
        return self._derive(entry, self._blobs.read)

    def _catch_up(self) -> None:
        applied, size = self._index.applied(), self._log.size
        if applied < size and not self._write and not self._index.in_memory and _is_locked(self.folder):
            return  # a writer is at work and will bring the index up to date
        if applied > size:
            raise IntegrityError(
                "LOG-ROLLED-BACK", f"The log has {size} entries, but {applied} were recorded before: it was cut short."
            )
        batch: list[Entry] = []
        for index, octets in self._log.entries(applied):
            batch.append(read_entry(index, octets))
            if len(batch) == BATCH:
                self._index.apply(batch, self._rows)
                batch = []
        if batch:
            self._index.apply(batch, self._rows)


def settings_path(folder: Path, name: str) -> Path:
    """Where a settings file lies: beside case.toml. Raises UsageError for a path or a name of the case's own.

    Settings files are preserved and handed over: a name that reached the private key would publish it.
    """
    own = name.startswith((".", INDEX)) or name in OWN_NAMES
    if own or name != Path(name).name or not name.isprintable() or len(os.fsencode(name)) > MAX_NAME:
        raise UsageError("SETTINGS-OUTSIDE", f"{name!r} is not the name of a file that may lie beside {SETTINGS}.")
    return folder / name


def create_case(
    folder: Path, opened: CaseOpened, signer: SignerKey, settings: bytes, *, clock: Clock, salt: Salt, by: str
) -> None:
    """Make a case folder: keys, settings and the first log entry, checkpoint last. Raises UsageError, StorageError."""
    _require_none(folder)
    with storage_errors(str(folder)):
        (folder / "keys").mkdir(parents=True, exist_ok=True)
        (folder / "keys").chmod(0o700)
    # Under the lock, so that of two who make the same case at once one makes it and the other is told.
    with _lock(folder, exclusive=True):
        _require_none(folder)
        signer = _keys(folder, signer)
        if not (folder / SETTINGS).exists():
            write_durably(folder / SETTINGS, settings)
        first = replace(opened, origin=signer.verifier.name, verifier_key=str(signer.verifier))
        log = LogFolder(folder / "log", signer.verifier, signer)
        log.append([write_entry(_entry(0, first, by, clock(), salt()))])


def _keys(folder: Path, signer: SignerKey) -> SignerKey:
    """The keys on disk: those of an interrupted attempt when there are any."""
    if not (folder / LOG_KEY).exists():
        write_durably(folder / LOG_KEY, signer.text().encode() + b"\n", mode=0o600)
    signer = _signer(folder)
    write_durably(folder / LOG_PUBLIC, str(signer.verifier).encode() + b"\n")
    return signer


def _require_none(folder: Path) -> None:
    if (folder / "log" / "checkpoint").exists():
        raise UsageError("CASE-EXISTS", f"There is a case already in {folder}.")


def _entry(index: int, event: Event, by: str, now: datetime, salt: bytes) -> Entry:
    at = now.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return Entry(index=index, at=at, by=by, event=event, salt=salt.hex())


def _require_case(folder: Path) -> None:
    if not (folder / "log" / "checkpoint").is_file():
        raise UsageError("NO-CASE", f"There is no case in {folder}. Make one with: probans init {folder}")


def _signer(folder: Path) -> SignerKey:
    try:
        return parse_signer_key((folder / LOG_KEY).read_text("utf-8").strip())
    except FileNotFoundError as error:
        raise IntegrityError("LOG-KEY", f"The private key {LOG_KEY} is missing, so nothing can be recorded.") from error


def _lock(folder: Path, *, exclusive: bool) -> BinaryIO:
    path = folder / "case.lock"
    if not exclusive:
        return Path(os.devnull).open("rb")
    with storage_errors(str(path)):
        stream = path.open("ab")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        stream.close()
        raise CaseBusy("CASE-BUSY", "Another process is working on this case; wait for it or stop it.") from error
    return stream


def _is_locked(folder: Path) -> bool:
    try:
        _lock(folder, exclusive=True).close()
    except CaseBusy:
        return True
    return False


def _open_index(folder: Path, *, write: bool) -> IndexFile:
    if not write and not os.access(folder, os.W_OK):
        # A case on read-only media is still readable: its index is made again in memory.
        return IndexFile(None)
    try:
        return IndexFile(folder / INDEX)
    except DatabaseError:
        if not write:
            return IndexFile(None)
        # The index is only an index: a damaged one is thrown away and made again.
        _remove_index(folder)
        return IndexFile(folder / INDEX)


def _remove_index(folder: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            (folder / f"{INDEX}{suffix}").unlink()
