"""Analyse: run the pure stages over all readings: copies, origins, incidents, casualties, law, case.

The composition is itself pure: ``analyse`` takes what was read and gives an ``Analysis``; ``bring_up_to_date`` keeps
its bytes in the case and logs them with a digest over everything that went in.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from probans.evidence.codec import canonical, from_plain, sha256_hex, to_plain
from probans.model.agents import Tool
from probans.model.case import CaseSettings
from probans.model.casefile import Analysis, TextBody
from probans.model.custody import Analysed
from probans.model.decision import Decision
from probans.model.exhibit import Exhibit
from probans.model.law import Crime
from probans.model.outcome import Problem
from probans.model.reading import FootageReading, ReportReading, TableReading, TextExtraction
from probans.model.where import Place
from probans.services.ports import CaseStore
from probans.services.process import latest_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that has been read of a case, in the order of the exhibits."""

    settings: CaseSettings
    exhibits: tuple[Exhibit, ...]
    extractions: tuple[TextExtraction, ...]
    reports: tuple[ReportReading, ...]
    footage: tuple[FootageReading, ...]
    tables: tuple[TableReading, ...]
    texts: tuple[TextBody, ...]
    decisions: tuple[Decision, ...]
    places: tuple[Place, ...] = ()
    crimes: tuple[Crime, ...] = ()
    problems: tuple[Problem, ...] = ()


Analyse = Callable[[Material], Analysis]


def gather(
    store: CaseStore,
    settings: CaseSettings,
    *,
    places: tuple[Place, ...] = (),
    crimes: tuple[Crime, ...] = (),
    problems: tuple[Problem, ...] = (),
) -> Material:
    """Load the latest readings of every exhibit.

    ``places`` and ``crimes`` are the case's gazetteer and the law, ``problems`` what was wrong with the settings.
    """
    runs = latest_runs(store)
    exhibits = tuple(store.exhibits())

    def readings(stage: str, kind: type) -> tuple:  # type: ignore[type-arg]
        outputs = (runs[key].output for exhibit in exhibits if (key := (exhibit.sha256, stage)) in runs)
        return tuple(from_plain(kind, json.loads(store.read(output))) for output in outputs if output)

    extractions = readings("extract", TextExtraction)
    return Material(
        settings=settings,
        exhibits=exhibits,
        extractions=extractions,
        reports=readings("report", ReportReading),
        footage=readings("footage", FootageReading),
        tables=readings("table", TableReading),
        texts=tuple(_text_body(item, store) for item in extractions if item.text),
        decisions=store.decisions(),
        places=places,
        crimes=crimes,
        problems=problems,
    )


def bring_up_to_date(store: CaseStore, material: Material, tool: Tool, analyse: Analyse, *, by: str) -> Analysis:
    """Give the analysis of the material, made anew only when something that went in has changed."""
    inputs = inputs_digest(material, tool)
    last = latest(store)
    if last is not None and last.inputs == inputs and last.tool == tool:
        return from_plain(Analysis, json.loads(store.read(last.output)))
    analysis = analyse(material)
    output = store.put_bytes(canonical(analysis)).sha256
    store.record([Analysed(tool=tool, inputs=inputs, output=output)], by=by)
    return analysis


def latest(store: CaseStore) -> Analysed | None:
    """The last logged analysis."""
    found = [entry.event for entry in store.events("analysis") if isinstance(entry.event, Analysed)]
    return found[-1] if found else None


def inputs_digest(material: Material, tool: Tool) -> str:
    """SHA-256 over everything that goes into an analysis."""
    parts = {
        "settings": to_plain(material.settings),
        "tool": to_plain(tool),
        "exhibits": [[item.sha256, to_plain(item.arrivals)] for item in material.exhibits],
        "readings": [
            sha256_hex(canonical(reading))
            for group in (material.extractions, material.reports, material.footage, material.tables)
            for reading in group
        ],
        "decisions": [item.id for item in material.decisions],
        "places": sha256_hex(canonical(material.places)),
        "problems": to_plain(material.problems),
        "law": sha256_hex(canonical(material.crimes)),
    }
    return sha256_hex(canonical(parts))


def _text_body(extraction: TextExtraction, store: CaseStore) -> TextBody:
    return TextBody(
        sha256=extraction.text,
        exhibit=extraction.reading.exhibit,
        title=extraction.title,
        text=store.read(extraction.text).decode("utf-8"),
    )
