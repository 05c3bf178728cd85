"""Process: run the reading stages over every exhibit that they have not read yet.

Takes a case and stages; each result is committed in the order of the exhibits, so that the log is the same on every
runner. It can be stopped at any instant: what was committed is not done again.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from probans.evidence.codec import canonical, from_plain
from probans.model.custody import ArrivalAgain, ArrivalNote, Event, Intake, ToolRun
from probans.model.exhibit import Exhibit, MediaKind
from probans.model.outcome import Outcome, Problem
from probans.model.work import Part, Result, Task
from probans.services.ports import CaseStore

BATCH = 64
LOGGED_PROBLEMS = 40
LOGGED_BYTES = 480
NAME_BYTES = 4096


class Stage(Protocol):
    """A stage: which exhibits it reads, the task for each, and how a result's blobs get their digests."""

    @property
    def name(self) -> str: ...
    def task(self, exhibit: Exhibit, case: "Read") -> Task | None: ...
    def fill(self, result: Result, digests: Sequence[str]) -> Mapping[str, Any]: ...


Runner = Callable[[Sequence[Task]], Iterator[tuple[Task, Result]]]
Progress = Callable[[str, int, int], None]  # stage, done, of
Identify = Callable[[bytes, str], tuple[MediaKind, str, tuple[str, ...], tuple[Problem, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What has been read so far: (exhibit, stage) to the latest run, its log index."""

    runs: Mapping[tuple[str, str], ToolRun]
    read: Callable[[str], bytes]

    def reading(self, exhibit: str, stage: str) -> Mapping[str, Any] | None:
        """The latest reading of a stage as plain JSON."""
        run = self.runs.get((exhibit, stage))
        if run is None or not run.output:
            return None
        plain: Mapping[str, Any] = json.loads(self.read(run.output))
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """Everything that ``process`` needs."""

    store: CaseStore
    stages: Sequence[Stage]
    run: Runner
    identify: Identify
    by: str
    progress: Progress = lambda _stage, _done, _of: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """How many stage runs passed and failed, and how many problems they reported."""

    passed: int = 0
    failed: int = 0
    problems: int = 0


def process(processor: Processor) -> Processed:
    """Run all stages until nothing is left to read (parts found on the way are read too)."""
    total = Processed()
    while True:
        done = total
        for stage in processor.stages:
            total = _run_stage(stage, processor, total)
        if total == done:
            return total


def latest_runs(store: CaseStore) -> dict[tuple[str, str], ToolRun]:
    """(exhibit, stage) to the run that came last."""
    return {(run.exhibit, run.stage): run for _index, run in store.runs()}


def _run_stage(stage: Stage, processor: Processor, total: Processed) -> Processed:
    tasks = list(_tasks(stage, processor))
    if not tasks:
        return total
    done, batch = 0, []
    for task, result in processor.run(tasks):
        batch.append((task, result))
        if len(batch) == BATCH:
            total, done, batch = _commit(stage, batch, processor, total), done + len(batch), []
            processor.progress(stage.name, done, len(tasks))
    total = _commit(stage, batch, processor, total)
    processor.progress(stage.name, len(tasks), len(tasks))
    return total


def _tasks(stage: Stage, processor: Processor) -> Iterator[Task]:
    read = Read(runs=latest_runs(processor.store), read=processor.store.read)
    for exhibit in processor.store.exhibits():
        task = stage.task(exhibit, read)
        if task is None:
            continue
        before = read.runs.get((exhibit.sha256, stage.name))
        if before is None or before.tool != task.tool:
            yield task


def _commit(stage: Stage, batch: Iterable[tuple[Task, Result]], processor: Processor, total: Processed) -> Processed:
    events: list[Event] = []
    known: set[str] = set()
    passed = failed = problems = 0
    for task, result in batch:
        events += _events(stage, task, result, processor, known)
        passed += result.outcome is Outcome.PASSED
        failed += result.outcome is Outcome.FAILED
        problems += len(result.problems)
    processor.store.record(events, by=processor.by)
    return Processed(passed=total.passed + passed, failed=total.failed + failed, problems=total.problems + problems)


def _events(stage: Stage, task: Task, result: Result, processor: Processor, known: set[str]) -> list[Event]:
    digests = [processor.store.put_bytes(octets).sha256 for octets in result.blobs]
    children = _Children(
        task=task, processor=processor, known=known, first=processor.store.child_count(task.exhibit.sha256)
    )
    events: list[Event] = []
    if result.text is not None and digests[result.text] != task.exhibit.sha256:
        events.append(children.working_copy(result.blobs[result.text], digests[result.text]))
    for position, part in enumerate(result.parts, 1):
        events.append(children.part(part, position, result.blobs[part.blob], digests[part.blob]))
    output = ""
    if result.reading is not None:
        output = processor.store.put_bytes(canonical(stage.fill(result, digests))).sha256
    registered = {result.text, *(part.blob for part in result.parts)}
    besides = tuple(digest for blob, digest in enumerate(digests) if blob not in registered)
    events.append(_tool_run(stage, task, result, output, besides))
    return events


def _tool_run(stage: Stage, task: Task, result: Result, output: str, besides: tuple[str, ...]) -> ToolRun:
    return ToolRun(
        exhibit=task.exhibit.sha256,
        stage=stage.name,
        tool=task.tool,
        outcome=result.outcome,
        output=output,
        outputs=besides,
        sandbox=result.sandbox,
        problems=_logged_problems(task, result.problems),
    )


def _logged_problems(task: Task, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The first problems, placed; an entry of the log is small, and the reading has them all."""
    placed = tuple(
        Problem(code=item.code, where=_bounded(item.where or task.exhibit.number), words=_bounded(item.words))
        for item in problems[:LOGGED_PROBLEMS]
    )
    if len(problems) <= LOGGED_PROBLEMS:
        return placed
    words = f"{len(problems) - LOGGED_PROBLEMS} more problems are listed in the reading."
    return (*placed, Problem(code="MORE-PROBLEMS", where=task.exhibit.number, words=words))


def _bounded(text: str) -> str:
    # Names within an archive may be as long as its maker likes; a log entry may not.
    if len(canonical(text)) <= LOGGED_BYTES:
        return text
    return text[: LOGGED_BYTES // 6 - 1] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Children:
    """Registers what one task took out of an exhibit; ``first`` children of it are registered already."""

    task: Task
    processor: Processor
    known: set[str]
    first: int

    def working_copy(self, octets: bytes, sha256: str) -> Event:
        number = self.task.exhibit.number
        note = ArrivalNote(path_raw="", path_nfc=f"text of {number}", from_exhibit=self.task.exhibit.sha256)
        if self._here(sha256):
            return ArrivalAgain(sha256=sha256, arrival=note)
        return Intake(
            sha256=sha256,
            size=str(len(octets)),
            number=f"{number}.T{self.first + 1}",
            kind=MediaKind.TEXT,
            media_type="text/plain; charset=utf-8",
            role="working copy",
            parent=self.task.exhibit.sha256,
            tool=self.task.tool,
            arrival=note,
        )

    def part(self, part: Part, position: int, octets: bytes, sha256: str) -> Event:
        raw = part.name.encode("utf-8", "surrogateescape")[:NAME_BYTES]
        readable = unicodedata.normalize("NFC", raw.decode("utf-8", "replace"))
        note = ArrivalNote(path_raw=raw.hex(), path_nfc=readable, from_exhibit=self.task.exhibit.sha256)
        if self._here(sha256):
            return ArrivalAgain(sha256=sha256, arrival=note)
        kind, media_type, voices, problems = self.processor.identify(octets, part.name)
        return Intake(
            sha256=sha256,
            size=str(len(octets)),
            number=f"{self.task.exhibit.number}.P{self.first + position}",
            kind=kind,
            media_type=media_type,
            identified_by=voices,
            role="part",
            parent=self.task.exhibit.sha256,
            tool=self.task.tool,
            arrival=note,
            problems=problems,
        )

    def _here(self, sha256: str) -> bool:
        here = sha256 in self.known or bool(self.processor.store.known([sha256]))
        self.known.add(sha256)
        return here


def reading_of(kind: type, plain: Mapping[str, Any]) -> Any:
    """A reading's record from its plain form."""
    return from_plain(kind, plain)
