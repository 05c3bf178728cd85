"""Runners: give results in the order of the tasks, on all cores, surviving killed workers.

``SandboxRunner`` runs stages that decode untrusted bytes, each in its own sandboxed child; ``PoolRunner`` runs pure
stages in worker processes. Both keep only a window of tasks under way, so memory does not grow with the case.
"""

import multiprocessing
import queue
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from probans.model.outcome import Outcome, Problem
from probans.model.work import Result, Task
from probans.shell.sandbox import ChildResult, Limits, Sandbox

TRIES = 3
Unpack = Callable[[ChildResult], Result]


class SandboxRunner:
    """Runs ``targets[stage]`` (``"module:function"``) in sandboxes that see only the blob folder."""

    def __init__(
        self,
        blob_path: Callable[[str], Path],
        folder: Path,
        targets: Mapping[str, tuple[str, Limits, Unpack]],
        *,
        workers: int,
    ) -> None:
        self._blob_path, self._targets, self._workers = blob_path, targets, workers
        self._folder = folder
        self._idle: queue.SimpleQueue[Sandbox] = queue.SimpleQueue()
        self._all: list[Sandbox] = []

    def __call__(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
        preload = sorted({target.partition(":")[0] for target, _limits, _unpack in self._targets.values()})
        self._all = [Sandbox(folders=[self._folder], preload=preload) for _ in range(min(self._workers, len(tasks)))]
        for sandbox in self._all:
            self._idle.put(sandbox)
        try:
            with ThreadPoolExecutor(len(self._all)) as threads:
                yield from in_order(tasks, lambda task: threads.submit(self._one, task), window=4 * self._workers)
        finally:
            for sandbox in self._all:
                sandbox.close()
            self._idle = queue.SimpleQueue()

    def _one(self, task: Task) -> Result:
        target, limits, unpack = self._targets[task.stage]
        sandbox = self._idle.get()
        try:
            inputs = [self._blob_path(digest) for digest in task.inputs]
            done = sandbox.run(target, task.request, inputs=inputs, limits=limits)
        finally:
            self._idle.put(sandbox)
        if done.outcome is Outcome.PASSED:
            return unpack(done)
        problems = (done.problem,) if done.problem else ()
        named = tuple(Problem(code=item.code, where=task.exhibit.number, words=item.words) for item in problems)
        return Result(outcome=Outcome.FAILED, problems=named, sandbox=done.sandbox_level)


class PoolRunner:
    """Runs a pure function ``work(stage, request, texts) -> Result`` in worker processes; ``start`` prepares each."""

    def __init__(
        self,
        work: Callable[[str, Mapping[str, Any], tuple[bytes, ...]], Result],
        read: Callable[[str], bytes],
        *,
        start: Callable[..., None],
        start_with: tuple[Any, ...],
        workers: int,
    ) -> None:
        self._work, self._read, self._workers = work, read, workers
        self._start, self._start_with = start, start_with
        self._pool: ProcessPoolExecutor | None = None
        self._tries: dict[str, int] = {}

    def __call__(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
        waiting = list(tasks)
        try:
            while waiting:
                try:
                    for task, result in in_order(tuple(waiting), self._submit, window=4 * self._workers):
                        waiting.pop(0)
                        yield task, result
                except BrokenProcessPool:
                    self.close()
                    yield from self._survive(waiting)
        finally:
            self.close()

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _survive(self, waiting: list[Task]) -> Iterator[tuple[Task, Result]]:
        # The first task not finished is the likeliest culprit: it is tried a few times, then marked and passed over.
        key = waiting[0].exhibit.sha256
        self._tries[key] = self._tries.get(key, 0) + 1
        if self._tries[key] >= TRIES:
            task = waiting.pop(0)
            words = f"The worker reading this was killed {TRIES} times; it is marked and passed over."
            problem = Problem(code="WORKER-KILLED", where=task.exhibit.number, words=words)
            yield task, Result(outcome=Outcome.FAILED, problems=(problem,))

    def _submit(self, task: Task) -> "Future[Result]":
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=self._start,
                initargs=self._start_with,
            )
        return self._pool.submit(self._work, task.stage, task.request, tuple(self._read(item) for item in task.inputs))


def in_order(
    tasks: Sequence[Task], submit: Callable[[Task], "Future[Result]"], *, window: int
) -> Iterator[tuple[Task, Result]]:
    """Keep ``window`` tasks under way and give results in the order of the tasks."""
    under_way: deque[tuple[Task, Future[Result]]] = deque()
    try:
        for task in tasks:
            under_way.append((task, submit(task)))
            while len(under_way) >= window or (under_way and under_way[0][1].done()):
                yield _finished(under_way)
        while under_way:
            yield _finished(under_way)
    finally:
        for _task, future in under_way:
            future.cancel()


def _finished(under_way: "deque[tuple[Task, Future[Result]]]") -> tuple[Task, Result]:
    task, future = under_way[0]
    result = future.result()
    under_way.popleft()
    return task, result
