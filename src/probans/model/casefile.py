"""All that a case file shows, as one frozen record: the page is a function of this and nothing else."""

from dataclasses import dataclass

from probans.model.case import CaseRecord
from probans.model.casualty import Casualties
from probans.model.claim import Claim
from probans.model.custody import Checkpoint
from probans.model.decision import Decision
from probans.model.exhibit import Exhibit
from probans.model.incident import Apart, FootageCopy, FootageLineage, Incident, Origin, OriginEdge, TextCopy
from probans.model.law import Crime, Matrix
from probans.model.outcome import Check, Problem
from probans.model.reading import FootageReading, ReportReading, TableReading
from probans.model.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the pure stages made of all readings: claims as accepted, copies, origins, incidents, casualties, law."""

    claims: tuple[Claim, ...] = ()
    text_copies: tuple[TextCopy, ...] = ()
    footage_copies: tuple[FootageCopy, ...] = ()
    lineages: tuple[FootageLineage, ...] = ()
    origins: tuple[Origin, ...] = ()
    origin_edges: tuple[OriginEdge, ...] = ()
    incidents: tuple[Incident, ...] = ()
    apart: tuple[Apart, ...] = ()
    casualties: Casualties = Casualties()
    crimes: tuple[Crime, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    case: CaseRecord | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBody:
    """A text working copy as shown: digest, exhibit it came from, title, and the whole text."""

    sha256: str
    exhibit: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything on the page. ``posters`` maps a blurred poster's digest to its JPEG bytes. ``basemap`` is GeoJSON."""

    case: CaseRecord
    exhibits: tuple[Exhibit, ...]
    reports: tuple[ReportReading, ...]
    footage: tuple[FootageReading, ...]
    tables: tuple[TableReading, ...]
    texts: tuple[TextBody, ...]
    analysis: Analysis
    decisions: tuple[Decision, ...]
    checkpoint: Checkpoint
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    places: tuple[Place, ...] = ()
    posters: tuple[tuple[str, bytes], ...] = ()
    basemap: str = ""
    verifier_key: str = ""
    software: str = ""
