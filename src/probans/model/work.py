"""Work under way: files found, stage tasks and their results. Passed between services and shell, never stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from probans.model.agents import Tool
from probans.model.exhibit import Exhibit
from probans.model.outcome import Outcome, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file to take in, or the problem that keeps it out. ``open`` gives a stream; ``changed`` compares afterwards."""

    path_raw: str
    path_nfc: str
    source: str
    size: int = 0
    modified_ns: str = ""
    open: Callable[[], BinaryIO] | None = None
    changed: Callable[[], bool] = lambda: False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One stage on one exhibit. ``request`` is plain JSON for the stage's function, ``inputs`` blobs that it reads."""

    stage: str
    exhibit: Exhibit
    tool: Tool
    request: Mapping[str, Any]
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Bytes that a stage took out of an exhibit (an attachment, an archived page): index among the result's blobs."""

    blob: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a stage made: ``reading`` plain JSON without digests of its own blobs; ``blobs`` in order.

    ``text`` is the index of the blob that is a text working copy; ``parts`` are new exhibits. ``fill`` puts the digests
    of the blobs into the reading.
    """

    outcome: Outcome
    reading: Mapping[str, Any] | None = None
    blobs: tuple[bytes, ...] = ()
    text: int | None = None
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    sandbox: str = ""
