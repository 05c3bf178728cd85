"""Add: take files in. Each is hashed and stored in one streaming pass, then registered in the custody log.

Takes found files (see shell/connectors/folders.py) and a case; gives what was registered and what was in the way.
Running it again on the same folder registers nothing twice and goes on where it was stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

from probans.model.custody import ArrivalAgain, ArrivalNote, Event, Intake, NotTaken
from probans.model.exhibit import MediaKind
from probans.model.outcome import Problem
from probans.model.work import FoundFile
from probans.services.ports import CaseStore, StoredBytes

BATCH_FILES = 1024
BATCH_BYTES = 256 << 20
FILE_CHANGED = "FILE-CHANGED"


class Identified(Protocol):
    """What bytes are: kind, media type, who said so, and disagreements."""

    @property
    def kind(self) -> MediaKind: ...
    @property
    def media_type(self) -> str: ...
    @property
    def voices(self) -> tuple[str, ...]: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


Identify = Callable[[bytes, bytes, int, str], Identified]  # head, tail, size, name
Progress = Callable[[int, int], None]  # files, bytes since the last call


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many files were registered, came again, were here already, could not be taken."""

    registered: int = 0
    came_again: int = 0
    here_already: int = 0
    not_taken: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    found: FoundFile
    stored: StoredBytes | None
    identified: Identified | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intaker:
    """Everything that ``add`` needs beside the files."""

    store: CaseStore
    identify: Identify
    prefix: str
    by: str
    threads: Executor
    progress: Progress = lambda _files, _bytes: None


def add(files: Iterable[FoundFile], intaker: Intaker) -> Added:
    """Take files in, in batches, each committed to the log before the next. Raises StorageError."""
    total = Added()
    for batch in _batches(_fresh(files, intaker)):
        total = _sum(total, _add_batch(batch, intaker))
    return total


def _fresh(files: Iterable[FoundFile], intaker: Intaker) -> Iterator[FoundFile | None]:
    """Skip files that stand in the case under the same path with the same size and time; None marks each."""
    seen: dict[str, _Seen] = {}
    for found in files:
        if found.source not in seen:
            seen[found.source] = _Seen(
                files=intaker.store.seen(found.source), refused=intaker.store.not_taken(found.source)
            )
        yield None if seen[found.source].knows(found) else found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    files: Mapping[str, tuple[str, str, str]]
    refused: set[tuple[str, str]]

    def knows(self, found: FoundFile) -> bool:
        if found.problem:
            return (found.path_raw, found.problem.code) in self.refused
        return self.files.get(found.path_raw, ("", "", ""))[:2] == (str(found.size), found.modified_ns)


def _batches(files: Iterable[FoundFile | None]) -> Iterator[list[FoundFile | None]]:
    batch: list[FoundFile | None] = []
    octets = 0
    for found in files:
        batch.append(found)
        octets += found.size if found else 0
        if len(batch) >= BATCH_FILES or octets >= BATCH_BYTES:
            yield batch
            batch, octets = [], 0
    if batch:
        yield batch


def _add_batch(batch: list[FoundFile | None], intaker: Intaker) -> Added:
    fresh = [found for found in batch if found is not None]
    taken = list(intaker.threads.map(lambda found: _take(found, intaker), fresh))
    events = _events(taken, intaker)
    intaker.store.record(events, by=intaker.by)
    intaker.progress(len(batch), sum(found.size for found in fresh))
    return Added(
        registered=sum(isinstance(event, Intake) for event in events),
        came_again=sum(isinstance(event, ArrivalAgain) for event in events),
        here_already=len(batch) - len(fresh),
        not_taken=sum(item.stored is None for item in taken),
        problems=tuple(problem for item in taken for problem in item.problems),
    )


def _take(found: FoundFile, intaker: Intaker) -> _Taken:
    if found.problem or not found.open:
        return _Taken(found=found, stored=None, identified=None, problems=(found.problem,) if found.problem else ())
    try:
        with found.open() as stream:
            stored = intaker.store.put(stream)
    except OSError as error:
        words = f"The file could not be read: {error.strerror or error}."
        return _refused(found, Problem(code="FILE-UNREADABLE", where=found.path_nfc, words=words))
    problems = _changed_problem(found)
    identified = intaker.identify(stored.head, stored.tail, stored.size, found.path_nfc)
    return _Taken(found=found, stored=stored, identified=identified, problems=(*problems, *identified.problems))


def _refused(found: FoundFile, problem: Problem) -> _Taken:
    return _Taken(found=found, stored=None, identified=None, problems=(problem,))


def _changed_problem(found: FoundFile) -> tuple[Problem, ...]:
    if not found.changed():
        return ()
    words = "The file changed while it was read; the bytes as read are kept and marked."
    return (Problem(code=FILE_CHANGED, where=found.path_nfc, words=words),)


def _events(taken: list[_Taken], intaker: Intaker) -> list[Event]:
    number = intaker.store.original_count()
    here = intaker.store.known([item.stored.sha256 for item in taken if item.stored])
    # A file that still cannot be read is tried each time and logged once.
    logged = {source: intaker.store.not_taken(source) for source in {i.found.source for i in taken if not i.stored}}
    events: list[Event] = []
    for item in taken:
        if item.stored is None or item.identified is None:
            if (item.found.path_raw, item.problems[0].code) not in logged[item.found.source]:
                events.append(_not_taken(item))
            continue
        note = _note(item.found)
        if item.stored.sha256 in here:
            events.append(ArrivalAgain(sha256=item.stored.sha256, arrival=note, problems=_changes(item)))
            continue
        number += 1
        here.add(item.stored.sha256)
        events.append(
            Intake(
                sha256=item.stored.sha256,
                size=str(item.stored.size),
                number=exhibit_number(intaker.prefix, number),
                kind=item.identified.kind,
                media_type=item.identified.media_type,
                identified_by=item.identified.voices,
                arrival=note,
                problems=item.problems,
            )
        )
    return events


def _changes(item: _Taken) -> tuple[Problem, ...]:
    """What was wrong with this arrival; what is odd about the bytes stands with their first one."""
    return tuple(problem for problem in item.problems if problem.code == FILE_CHANGED)


def exhibit_number(prefix: str, running: int) -> str:
    """Label for people: prefix and running number."""
    return f"{prefix}-{running:06d}"


def _note(found: FoundFile) -> ArrivalNote:
    return ArrivalNote(
        path_raw=found.path_raw,
        path_nfc=found.path_nfc,
        source=found.source,
        modified_ns=found.modified_ns,
        size=str(found.size),
    )


def _not_taken(item: _Taken) -> NotTaken:
    return NotTaken(
        path_raw=item.found.path_raw, path_nfc=item.found.path_nfc, problem=item.problems[0], source=item.found.source
    )


def _sum(one: Added, other: Added) -> Added:
    return Added(
        registered=one.registered + other.registered,
        came_again=one.came_again + other.came_again,
        here_already=one.here_already + other.here_already,
        not_taken=one.not_taken + other.not_taken,
        problems=(*one.problems, *other.problems),
    )
