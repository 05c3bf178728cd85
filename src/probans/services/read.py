"""Read: the pure reading stages as one function that a worker process runs, by the stage's name.

``prepare`` is called once in each worker; ``read`` gives a ``Result`` whatever the text is like: a fault in a reader is
a Problem on that exhibit, and the rest goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from probans.analysis.reading import Resources, read_report
from probans.analysis.tables import read_table
from probans.evidence.codec import from_plain, to_plain
from probans.model.case import CaseSettings
from probans.model.outcome import Outcome, Problem
from probans.model.reading import ReportReading, TableReading, TextExtraction
from probans.model.work import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """What the readers of one case are given besides the text."""

    settings: CaseSettings
    resources: Resources


_readers: list[Readers] = []


def prepare(readers: Readers) -> None:
    """Keep the readers in this worker process."""
    _readers[:] = [readers]


def read(stage: str, request: Mapping[str, Any], texts: tuple[bytes, ...]) -> Result:
    """Run stage ``report`` or ``table`` on the text of one exhibit."""
    try:
        reading = _read(stage, request, texts[0].decode("utf-8"), _readers[0])
    except Exception as error:  # noqa: BLE001 - a reader's fault must not stop the others
        words = f"The reader of stage {stage} stopped: {type(error).__name__}: {error}."
        return Result(outcome=Outcome.FAILED, problems=(Problem(code="READER-ERROR", where="", words=words),))
    return Result(
        outcome=reading.reading.outcome,
        reading=to_plain(reading),
        problems=reading.reading.problems,
        sandbox="not needed",
    )


def _read(stage: str, request: Mapping[str, Any], text: str, readers: Readers) -> ReportReading | TableReading:
    if stage == "table":
        return read_table(text, exhibit=request["exhibit"], name=request["name"], tool=request["tool"])
    return read_report(
        text,
        from_plain(TextExtraction, request["extraction"]),
        settings=readers.settings,
        resources=readers.resources,
        name=request["name"],
        tool=request["tool"],
    )
