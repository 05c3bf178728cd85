"""Wiring of keeping: making a case, taking files in, checking, rebuilding the index, showing a record."""

import os
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from probans.evidence.custody.note import SignerKey
from probans.model.custody import CaseOpened
from probans.model.errors import UsageError
from probans.services import add as adding
from probans.services import check as checking
from probans.services import lineage
from probans.services.add import Added, Intaker
from probans.services.check import WHOLE, Plan
from probans.shell.connectors.identify import identify
from probans.shell.folders import walk
from probans.shell.store.case import CaseFolder, create_case
from probans.shell.store.check_journal import CheckJournal
from probans.wiring import custody
from probans.wiring.base import SOFTWARE, StageProgress, jobs_or_all, now, open_case, salt

INTAKE_THREADS = 8

Files = Callable[[int, int], None]


def init_case(folder: Path, *, title: str, prefix: str, by: str, settings: bytes | None = None) -> str:
    """Make a case; give its public key."""
    _require_prefix(prefix)
    name = f"probans.invalid/{prefix.lower()}-{secrets.token_hex(4)}"
    signer = SignerKey(name=name, seed=secrets.token_bytes(32))
    opened = CaseOpened(case_id=prefix, prefix=prefix, origin="", verifier_key="", software=SOFTWARE)
    toml = settings if settings is not None else _fresh_settings(title, prefix)
    create_case(folder, opened, signer, toml, clock=now, salt=salt, by=by)
    with closing(open_case(folder, write=False)) as case:
        return case.verifier_key()


def add_paths(folder: Path, paths: Sequence[Path], *, by: str, jobs: int, progress: Files) -> dict[str, Any]:
    """Take files in."""
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        raise UsageError("NO-SUCH-FILE", f"There is nothing at {missing[0]}.")
    with closing(open_case(folder, write=True)) as case:
        return asdict(take_in(case, paths, (folder,), by=by, jobs=jobs, progress=progress))


def check_case(
    folder: Path,
    *,
    jobs: int,
    progress: StageProgress,
    plan: Plan = WHOLE,
    go_on: bool = False,
    record_by: str = "",
) -> dict[str, Any]:
    """Check log, blobs and signatures. ``go_on`` continues a full check that was stopped; ``record_by`` logs it."""
    journal = CheckJournal(folder)
    with closing(open_case(folder, write=bool(record_by))) as case, ThreadPoolExecutor(jobs_or_all(jobs)) as threads:
        root = case.head().root
        if go_on:
            plan = replace(plan, after=journal.reached(root))
        checked = checking.check(
            case,
            threads,
            progress,
            plan=plan,
            besides=custody.signature_checks(case),
            reached=lambda digest: journal.write(root, digest),
        )
        journal.clear()
        if record_by:
            checking.record_check(case, checked, by=record_by)
    return asdict(checked) | {"sound": checked.sound}


def check_plan(*, one_in: int, since: str) -> Plan:
    """Which part to check. Raises UsageError when that is no part."""
    if one_in < 1:
        raise UsageError("CHECK-SAMPLE", "A sample is every n-th item, n at least 1.")
    try:
        day = date.fromisoformat(since).isoformat() if since else ""
    except ValueError as error:
        raise UsageError("CHECK-SINCE", f"{since!r} is not a day like 2031-03-04.") from error
    return Plan(one_in=one_in, offset=now().toordinal(), since=day)


def rebuild_case(folder: Path) -> int:
    """Make the index again."""
    with closing(open_case(folder, write=True)) as case:
        return case.rebuild_index()


def show_record(folder: Path, identifier: str) -> dict[str, Any]:
    """A record's lineage."""
    with closing(open_case(folder, write=False)) as case:
        return asdict(lineage.show(case, identifier))


def take_in(
    case: CaseFolder, paths: Sequence[Path], leave_out: Sequence[Path], *, by: str, jobs: int, progress: Files
) -> Added:
    """Take files in, but for ``leave_out``."""
    with ThreadPoolExecutor(max(INTAKE_THREADS, jobs_or_all(jobs))) as threads:
        intaker = Intaker(
            store=case, identify=identify, prefix=case.opened().prefix, by=by, threads=threads, progress=progress
        )
        return adding.add(walk(paths, leave_out=leave_out), intaker)


def _require_prefix(prefix: str) -> None:
    if not prefix.isascii() or not prefix.isalnum() or len(prefix) > 12:
        raise UsageError("PREFIX", "A prefix of exhibit numbers is 1 to 12 ASCII letters or digits.")


def _fresh_settings(title: str, prefix: str) -> bytes:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return (
        f'# Settings of this case: docs/format/case-toml.md\nid = "{prefix}"\ntitle = "{quoted}"\nprefix = "{prefix}"\n'
    ).encode()
