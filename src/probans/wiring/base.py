"""What all wiring shares: the clock, salts, and how a case is opened."""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import probans
from probans.services import lineage
from probans.shell.sandbox import Limits
from probans.shell.store.case import CaseFolder

SOFTWARE = f"probans {probans.__version__}"
FOOTAGE_LIMITS = Limits(wall_seconds=900, cpu_seconds=900, memory_bytes=3 << 30, output_bytes=256 << 20)
StageProgress = Callable[[str, int, int], None]


def open_case(folder: Path, *, write: bool) -> CaseFolder:
    """Open a case, for writing under its lock."""
    return CaseFolder(folder, clock=now, salt=salt, derive=lineage.derive, write=write)


def jobs_or_all(jobs: int) -> int:
    """The number of workers; 0 means one for each core."""
    return jobs if jobs > 0 else (os.cpu_count() or 1)


def now() -> datetime:
    return datetime.now(UTC)


def salt() -> bytes:
    return secrets.token_bytes(16)
