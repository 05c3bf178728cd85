"""Wiring of footage without a case: files on disk are read in the sandbox, compared, and put on one clock."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import probans
from probans.analysis.footage.sync import Samples, samples_from, silence
from probans.evidence.codec import from_plain
from probans.model.exhibit import MediaKind
from probans.model.incident import FootageCopy
from probans.model.outcome import Problem
from probans.model.reading import FootageReading
from probans.services import footage
from probans.services.stages import PICTURES
from probans.shell.connectors.identify import identify
from probans.shell.sandbox import Sandbox
from probans.shell.store.blobs import HEAD_BYTES, TAIL_BYTES
from probans.wiring.base import FOOTAGE_LIMITS

_FOOTAGE_MODULE = "probans.shell.connectors.footage"


def match_footage(paths: Sequence[Path], *, wanted: Path | None) -> dict[str, Any]:
    """Compare pictures, videos and sounds without a case; with ``wanted``, tell only its copies."""
    files = _files(paths)
    with Sandbox(folders=files, preload=(_FOOTAGE_MODULE,)) as sandbox:
        compared = footage.compare(files, lambda path: _read_footage(sandbox, path), wanted=wanted)
    return {
        "copies": [{"first": a, "second": b, **_plain_copy(copy)} for a, b, copy in compared.copies],
        "looked": [{"file": name, "looked_at": words} for name, words in compared.looked],
        "problems": [asdict(item) for item in compared.problems],
    }


def sync_footage(paths: Sequence[Path]) -> dict[str, Any]:
    """Put recordings on one clock by their sound."""
    files = _files(paths)
    with Sandbox(folders=files, preload=(_FOOTAGE_MODULE,)) as sandbox:
        found = footage.synchronise(files, lambda path: _read_sound(sandbox, path))
    return {
        "offsets": [footage.plain_offset(*item) for item in found.offsets],
        "stretches": [
            {"first": a, "second": b, "stretches": [asdict(item) for item in parts]} for a, b, parts in found.stretches
        ],
        "timeline": asdict(found.timeline),
        "problems": [asdict(item) for item in found.problems],
    }


def _files(paths: Sequence[Path]) -> list[Path]:
    """Files and all files in folders, in order, each once."""
    found = [item for path in paths for item in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return list(dict.fromkeys(item for item in found if item.is_file()))


def _read_footage(sandbox: Sandbox, path: Path) -> tuple[FootageReading | None, MediaKind, tuple[Problem, ...]]:
    with path.open("rb") as stream:
        head, size = stream.read(HEAD_BYTES), path.stat().st_size
        stream.seek(max(0, size - TAIL_BYTES))
        known = identify(head, stream.read(TAIL_BYTES), size, path.name)
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if known.kind not in PICTURES:
        words = f"It is {known.media_type}: neither picture, video nor sound."
        return None, known.kind, (*known.problems, Problem(code="FOOTAGE-OTHER-KIND", where=path.name, words=words))
    tool = {"name": "footage", "version": probans.__version__, "settings_digest": ""}
    request = {"exhibit": digest, "number": path.name, "kind": known.kind.value, "name": path.name, "tool": tool}
    done = sandbox.run(f"{_FOOTAGE_MODULE}:read_footage", request, inputs=(path,), limits=FOOTAGE_LIMITS)
    if done.problem is not None:
        return None, known.kind, (*known.problems, done.problem)
    reading = from_plain(FootageReading, done.value["reading"])
    return reading, known.kind, (*known.problems, *reading.reading.problems)


def _read_sound(sandbox: Sandbox, path: Path) -> tuple[Samples, tuple[Problem, ...]]:
    done = sandbox.run(f"{_FOOTAGE_MODULE}:sound_of", {}, inputs=(path,), limits=FOOTAGE_LIMITS)
    if done.problem is not None:
        return silence(), (done.problem,)
    return samples_from(done.blobs[0]), ()


def _plain_copy(copy: FootageCopy) -> dict[str, Any]:
    return {name: value for name, value in asdict(copy).items() if name not in ("first", "second", "probability")}
