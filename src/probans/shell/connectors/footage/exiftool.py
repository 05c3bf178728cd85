"""ExifTool where it is installed: its fields beside ours, never instead of them. Runs inside the child's limits."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from probans.model.outcome import Problem
from probans.model.reading import MetadataField
from probans.shell.connectors.footage.sight import MOST_FIELDS, plain_words

# Facts of the file system and of the program are not facts of the exhibit.
_LEFT_OUT = ("System", "ExifTool", "SourceFile", "Composite")
_SECONDS = 20


def run_exiftool(path: Path, name: str) -> tuple[tuple[MetadataField, ...], tuple[Problem, ...]]:
    """Fields by ExifTool, or the problem that it is absent or failed."""
    program = shutil.which("exiftool")
    if program is None:
        words = "ExifTool is not installed; its fields were not checked."
        return (), (Problem(code="TOOL-ABSENT-EXIFTOOL", where=name, words=words),)
    command = [program, "-config", "", "-j", "-l", "-G1", "-a", "-charset", "filename=utf8", "--", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
        values = json.loads(done.stdout.decode("utf-8", "replace"))[0]
        version = next(_version(values))
    except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, StopIteration, RecursionError) as error:
        words = f"ExifTool gave no answer ({type(error).__name__}); its fields were not checked."
        return (), (Problem(code="FOOTAGE-EXIFTOOL", where=name, words=words),)
    return tuple(_fields(values, f"ExifTool {version}"))[:MOST_FIELDS], ()


def _version(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if key.endswith("ExifToolVersion"):
            yield plain_words(_shown(value))


def _fields(values: Mapping[str, Any], tool: str) -> Iterator[MetadataField]:
    for key, value in values.items():
        group, _, field = key.rpartition(":")
        if not group or group in _LEFT_OUT:
            continue
        shown, raw = _shown(value), value.get("num") if isinstance(value, Mapping) else None
        first = shown if raw is None else raw
        yield MetadataField(
            group=plain_words(group),
            name=plain_words(field),
            raw=plain_words(first),
            normalised="" if raw is None else plain_words(shown),
            tool=tool,
        )


def _shown(value: Any) -> Any:
    return value.get("val", "") if isinstance(value, Mapping) else value
