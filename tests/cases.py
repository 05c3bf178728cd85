"""Small real cases for tests: a clock that ticks, salts that count, everything else as in the product."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from probans.evidence.custody.note import SignerKey
from probans.model.custody import CaseOpened
from probans.services.lineage import derive
from probans.shell.store.case import CaseFolder, create_case


def ticking() -> Callable[[], datetime]:
    """A clock that moves a second at each look."""
    seconds = itertools.count()
    return lambda: datetime(2031, 3, 4, tzinfo=UTC) + timedelta(seconds=next(seconds))


def counting() -> Callable[[], bytes]:
    """Salts 1, 2, 3 ..."""
    numbers = itertools.count(1)
    return lambda: next(numbers).to_bytes(16, "big")


def open_case(folder: Path, *, write: bool = True) -> CaseFolder:
    return CaseFolder(folder, clock=ticking(), salt=counting(), derive=derive, write=write)


def new_case(folder: Path) -> CaseFolder:
    opened = CaseOpened(case_id="TST", prefix="TST", origin="", verifier_key="", software="probans test")
    signer = SignerKey(name="probans.example/TST", seed=bytes(range(32)))
    create_case(folder, opened, signer, b'id = "TST"\n', clock=ticking(), salt=counting(), by="tester")
    return open_case(folder)
