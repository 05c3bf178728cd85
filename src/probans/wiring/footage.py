"""Wiring of footage without a case: files on disk are read in the sandbox, compared, and put on one clock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import probans
from probans.analysis.footage import sync
from probans.evidence.codec import from_plain
from probans.model.errors import UsageError
from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome, Problem
from probans.model.reading import FootageReading
from probans.services import footage
from probans.shell.connectors.identify import identify
from probans.shell.sandbox import Limits, Sandbox
from probans.shell.store.blobs import HEAD_BYTES, TAIL_BYTES, digest_of

FOOTAGE_LIMITS = Limits(wall_seconds=900, cpu_seconds=900, memory_bytes=3 << 30, output_bytes=256 << 20)
PICTURES = (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO)

Met = tuple[Problem, ...]


def match_footage(paths: Sequence[Path], *, wanted: Path | None) -> dict[str, Any]:
    """Compare files (folders are walked); with ``wanted``, tell only its copies."""
    files = list(_files(paths))
    with _sandbox(files, "probans.shell.connectors.footage") as sandbox:
        found = footage.compare(files, partial(_read, sandbox), wanted=wanted)
    return {
        "copies": [
            {
                "first": first,
                "second": second,
                "verdict": copy.verdict,
                "edits": list(copy.edits),
                "words": copy.words,
                "matches": [list(match) for match in copy.matches],
            }
            for first, second, copy in found.copies
        ],
        "looked": [{"file": name, "looked_at": how} for name, how in found.looked],
        "problems": [asdict(item) for item in found.problems],
    }


def sync_footage(paths: Sequence[Path]) -> dict[str, Any]:
    """Put the sound of recordings on one clock."""
    with _sandbox(paths, "probans.shell.connectors.footage.sound") as sandbox:
        found = footage.synchronise(paths, partial(_sound, sandbox))
    return {
        "offsets": [footage.plain_offset(first, second, offset) for first, second, offset in found.offsets],
        "stretches": [
            {"first": first, "second": second, "stretches": [asdict(item) for item in many]}
            for first, second, many in found.stretches
        ],
        "timeline": asdict(found.timeline),
        "problems": [asdict(item) for item in found.problems],
    }


@contextmanager
def _sandbox(paths: Sequence[Path], preload: str) -> Iterator[Sandbox]:
    with Sandbox(folders=sorted({path.resolve().parent for path in paths}), preload=[preload]) as sandbox:
        yield sandbox


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (item for item in sorted(path.rglob("*")) if item.is_file() and not item.is_symlink())
        elif path.is_file():
            yield path
        else:
            raise UsageError("NO-SUCH-FILE", f"There is nothing at {path}.")


def _read(sandbox: Sandbox, path: Path) -> tuple[FootageReading | None, MediaKind, Met]:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        size = path.stat().st_size
        stream.seek(max(0, size - TAIL_BYTES))
        found = identify(head, stream.read(TAIL_BYTES), size, path.name)
        if found.kind not in PICTURES:
            return None, found.kind, found.problems
        stream.seek(0)
        sha256, _size = digest_of(stream)
    request = {
        "exhibit": sha256,
        "number": path.name,
        "name": path.name,
        "kind": found.kind.value,
        "media_type": found.media_type,
        "tool": {"name": "probans.footage", "version": probans.__version__, "settings_digest": ""},
    }
    done = sandbox.run(
        "probans.shell.connectors.footage:read_footage", request, inputs=[path.resolve()], limits=FOOTAGE_LIMITS
    )
    if done.outcome is not Outcome.PASSED:
        return None, found.kind, _named(path, done.problem)
    reading = from_plain(FootageReading, done.value["reading"])
    return reading, found.kind, (*found.problems, *reading.reading.problems)


def _sound(sandbox: Sandbox, path: Path) -> tuple[sync.Samples, Met]:
    target = "probans.shell.connectors.footage.sound:sound_of"
    done = sandbox.run(target, {}, inputs=[path.resolve()], limits=FOOTAGE_LIMITS)
    if done.outcome is not Outcome.PASSED:
        return np.zeros(0, dtype=np.float32), _named(path, done.problem)
    samples = np.frombuffer(done.blobs[0], dtype="<f4").astype(np.float32)
    silent = Problem(code="FOOTAGE-NO-SOUND", where=path.name, words="The file has no sound that can be decoded.")
    return samples, () if len(samples) else (silent,)


def _named(path: Path, problem: Problem | None) -> Met:
    return (Problem(code=problem.code, where=path.name, words=problem.words),) if problem else ()
