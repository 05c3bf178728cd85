"""The custody log: durable appends a second, proofs a second, and the check of a long log.

``python -m bench.log [--entries N] [--batch B]``: appends ``N`` registrations in batches as ``add`` does,
then checks the whole log and makes proofs. The limits beside it: SHA-256 on one core (``openssl speed``) and the disk's
fsync. Time per entry is printed for each tenth of the log: it must not grow.
"""

import argparse
import hashlib
import os
import random
import re
import secrets
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.machine import ROOT, record
from probans.model.custody import ArrivalNote, Event, Intake
from probans.model.exhibit import MediaKind
from probans.services import check as checking
from probans.services.prove import prove
from probans.wiring.base import open_case
from probans.wiring.keeping import init_case

PROOFS = 2000


def main() -> None:
    """Append, check, prove, record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=1024)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        results = _measure(Path(scratch) / "case", options.entries, options.batch)
    record(ROOT / "bench" / "log" / "results", "log", {"options": vars(options), "results": results})
    for name, value in results.items():
        print(f"{name}: {value}")


def _measure(folder: Path, entries: int, batch: int) -> dict[str, Any]:
    init_case(folder, title="bench", prefix="LOG", by="bench")
    tenths = []
    with closing(open_case(folder, write=True)) as case:
        started = mark = time.monotonic()
        for first in range(0, entries, batch):
            many = [_event(number) for number in range(first, min(entries, first + batch))]
            case.record(many, by="bench")
            if (first + batch) // (entries // 10) != first // (entries // 10):
                tenths.append(round((time.monotonic() - mark) / (entries / 10) * 1e6, 1))
                mark = time.monotonic()
        appended = time.monotonic() - started
        started = time.monotonic()
        for _bundle in case.check_log():
            pass
        tree = time.monotonic() - started
        started = time.monotonic()
        with ThreadPoolExecutor(1) as threads:
            checked = checking.check(case, threads, plan=checking.Plan(since="9999"))
        whole = time.monotonic() - started
        started = time.monotonic()
        dice = random.Random(1)
        for _ in range(PROOFS):
            prove(case, str(dice.randrange(entries)))
        proved = time.monotonic() - started
    return {
        "appends_per_s": round(entries / appended),
        "us_per_append_by_tenth": tenths,
        "check_tree_s": round(tree, 2),
        "check_entries_and_sense_s": round(whole, 2),
        "log_outcome": checked.log.outcome.value,
        "proofs_per_s": round(PROOFS / proved),
        "openssl_sha256_MiB_s": _openssl(),
        "hashlib_leaves_per_s": _leaves(),
        "fsync_per_s": _fsyncs(folder),
    }


def _event(number: int) -> Event:
    digest = hashlib.sha256(number.to_bytes(8, "big")).hexdigest()
    name = f"folder/{number:07d}.jpg"
    note = ArrivalNote(path_raw=name.encode().hex(), path_nfc=name, source="bench", size="4000")
    return Intake(
        sha256=digest,
        size="4000",
        number=f"LOG-{number + 1:06d}",
        kind=MediaKind.IMAGE,
        media_type="image/jpeg",
        identified_by=("content: image/jpeg", "name: image/jpeg"),
        arrival=note,
    )


def _openssl() -> float:
    command = ["openssl", "speed", "-seconds", "1", "-bytes", "16384", "-evp", "sha256"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.findall(r"([\d.]+)k\s*$", told, re.MULTILINE)
    return round(float(found[-1]) * 1000 / (1 << 20), 1) if found else 0.0


def _leaves() -> int:
    entry = secrets.token_bytes(600)
    started, count = time.monotonic(), 0
    while time.monotonic() - started < 1:
        for _ in range(1000):
            hashlib.sha256(b"\x00" + entry).digest()
        count += 1000
    return count


def _fsyncs(folder: Path) -> int:
    path = folder / "fsync"
    started, count = time.monotonic(), 0
    with path.open("wb") as stream:
        while time.monotonic() - started < 1:
            stream.write(b"x" * 4096)
            stream.flush()
            os.fsync(stream.fileno())
            count += 1
    path.unlink()
    return count


if __name__ == "__main__":
    main()
