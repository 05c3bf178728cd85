"""Footage without a case: compare two files, look for a file's copies among others, put recordings on one clock.

Each function takes paths and the readers that wiring chooses (they run in the sandbox); it gives plain records.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from probans.analysis.footage import sync
from probans.analysis.footage.copies import find_copies
from probans.model.errors import UsageError
from probans.model.exhibit import Exhibit, MediaKind
from probans.model.incident import FootageCopy
from probans.model.outcome import Problem
from probans.model.reading import FootageReading

ReadFile = Callable[[Path], tuple[FootageReading | None, MediaKind, tuple[Problem, ...]]]
ReadSound = Callable[[Path], tuple[sync.Samples, tuple[Problem, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Copies by file name, how each file was looked at (so that *no copy found* can be judged), and trouble."""

    copies: tuple[tuple[str, str, FootageCopy], ...]
    looked: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Synchronised:
    """Offsets of each pair, where cuts and drift show, and all on one clock."""

    offsets: tuple[tuple[str, str, sync.Offset], ...]
    stretches: tuple[tuple[str, str, tuple[sync.Stretch, ...]], ...]
    timeline: sync.Timeline
    problems: tuple[Problem, ...] = ()


def compare(paths: Sequence[Path], read: ReadFile, *, wanted: Path | None = None) -> Compared:
    """Compare all files with each other; with ``wanted``, tell only copies of that one."""
    files = _distinct(paths)
    readings: list[FootageReading] = []
    exhibits: list[Exhibit] = []
    problems: list[Problem] = []
    for name, path in files.items():
        reading, kind, met = read(path)
        problems += met
        if reading is not None:
            readings.append(reading)
            exhibits.append(_stand_in(reading, name, kind))
    copies, more = find_copies(readings, exhibits)
    names: dict[str, str] = {}
    for exhibit in exhibits:
        names.setdefault(exhibit.sha256, exhibit.number)
    told = [(names[copy.first], names[copy.second], copy) for copy in copies]
    chosen = [item for item in told if wanted is None or _name_of(wanted, files) in item[:2]]
    return Compared(
        copies=tuple(chosen),
        looked=tuple((item.number, reading.sampling) for item, reading in zip(exhibits, readings, strict=True)),
        problems=(*problems, *more),
    )


def synchronise(paths: Sequence[Path], read: ReadSound) -> Synchronised:
    """Put the sound of files on one clock."""
    files = _distinct(paths)
    if len(files) < 2:
        raise UsageError("FOOTAGE-TWO-FILES", "Two recordings or more are needed to put them on one clock.")
    sounds: dict[str, sync.Samples] = {}
    problems: list[Problem] = []
    for name, path in files.items():
        sounds[name], met = read(path)
        problems += met
    offsets = {(a, b): sync.offset(sounds[a], sounds[b]) for a, b in combinations(sorted(files), 2)}
    details = [(a, b, sync.stretches(sounds[a], sounds[b])) for (a, b), found in offsets.items() if found.sure]
    return Synchronised(
        offsets=tuple((a, b, found) for (a, b), found in offsets.items()),
        stretches=tuple(details),
        timeline=sync.timeline(offsets, sorted(files)),
        problems=tuple(problems),
    )


def _distinct(paths: Sequence[Path]) -> dict[str, Path]:
    """Files by name; files of one name are told apart by their folder."""
    found: dict[str, Path] = {}
    for path in paths:
        name = path.name if path.name not in found else str(path)
        found[name] = path
    return found


def _name_of(wanted: Path, files: dict[str, Path]) -> str:
    return next(name for name, path in files.items() if path == wanted)


def _stand_in(reading: FootageReading, name: str, kind: MediaKind) -> Exhibit:
    return Exhibit(sha256=reading.reading.exhibit, number=name, size=0, kind=kind, media_type="")


def plain_offset(first: str, second: str, found: sync.Offset) -> dict[str, Any]:
    """An offset as plain values; without seconds when it is not sure."""
    return {
        "first": first,
        "second": second,
        "sure": found.sure,
        "second_begins_after_first_s": round(found.seconds, 4) if found.sure else None,
        "height": round(found.height, 1),
        "ratio": round(found.ratio, 2),
    }
