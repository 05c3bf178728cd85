"""The custody log's records. Bytes and promises: docs/format/custody-log.md."""

from dataclasses import dataclass
from enum import StrEnum


class EntryKind(StrEnum):
    """What a custody event records (PREMIS event types where one fits)."""

    CASE_OPENED = "case opened"
    INTAKE = "ingestion"
    ARRIVAL = "arrival"
    READING = "reading"
    DECISION = "decision"
    ANALYSIS = "analysis"
    REPORT = "report"
    SETTINGS = "settings"
    FIXITY = "fixity check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A tree head: origin line, number of entries, root hash (hex), and the signed note as it stands on disk."""

    origin: str
    size: int
    root: str
    note: str = ""
