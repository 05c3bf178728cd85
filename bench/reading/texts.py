"""Where the sets are, and how a text is read for measuring: defaults of a case, publication date given."""

import os
from functools import cache
from pathlib import Path

from bench.machine import ROOT
from probans.analysis.reading import Resources, read_report
from probans.model.agents import Tool
from probans.model.case import CaseSettings
from probans.model.outcome import Outcome
from probans.model.reading import Reading, ReportReading, TextExtraction
from probans.model.when import DateInterval
from probans.shell.resources_reading import load_resources

DATA = Path(os.environ.get("PROBANS_SHARED_DATA", ROOT.parent / "shared" / "data")) / "text"
TOOL = Tool(name="probans.reading", version="bench")
SETTINGS = CaseSettings()


@cache
def resources() -> Resources:
    """The resources of a case without parties."""
    return load_resources(settings=SETTINGS)


def read(text: str, published: str = "", title: str = "") -> ReportReading:
    """Read one text."""
    when = DateInterval(first=published, last=published) if published else None
    extraction = TextExtraction(
        reading=Reading(exhibit="e" * 64, tool=TOOL, outcome=Outcome.PASSED), text="a" * 64, published=when, title=title
    )
    return read_report(text, extraction, settings=SETTINGS, resources=resources(), name="text.txt", tool=TOOL)


def prf(matched: float, given: float, wanted: float) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = matched / given if given else 0.0
    recall = matched / wanted if wanted else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0
