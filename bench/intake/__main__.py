"""Intake, side by side in one run with ``bagit.py`` and ``sha256sum`` over the same folder.

``python -m bench.intake [--small N] [--mixed-gib G] [--folder DIR]``: registers 2 GiB in files of mixed sizes and
20,000 small files; wall and processor seconds, peak memory of the child, ratio to each. Page cache is warm for all
(each input is read once before), and every tool writes to the same disk. The limit is ``sha256sum``: it only reads.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.machine import ROOT, record

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


def main() -> None:
    """Make the inputs, measure each tool on each, record."""
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        folder = Path(scratch)
        inputs = {
            "mixed": _mixed(folder / "mixed", int(options.mixed_gib * GIB)),
            "small": _small(folder / "small", options.small),
        }
        results = {name: _measure(path, folder) for name, path in inputs.items()}
    record(
        ROOT / "bench" / "intake" / "results", "intake", {"inputs": vars(options) | {"folder": ""}, "results": results}
    )
    for name, rows in results.items():
        print(name)
        for tool, row in rows.items():
            print(f"  {tool:<14} " + "  ".join(f"{key} {value}" for key, value in row.items()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--mixed-gib", type=float, default=2.0)
    parser.add_argument("--folder", default=None)
    return parser.parse_args()


def _mixed(folder: Path, total: int) -> Path:
    folder.mkdir()
    dice, written, number = random.Random(1), 0, 0
    while written < total:
        size = min(total - written, int(2 ** dice.uniform(12, 28)))
        _write_random(folder / f"{number:05d}.bin", size)
        written += size
        number += 1
    return folder


def _write_random(path: Path, size: int) -> None:
    # In pieces: a child's peak memory begins at what this process holds when it forks.
    with path.open("wb") as target:
        for start in range(0, size, MIB):
            target.write(os.urandom(min(MIB, size - start)))


def _small(folder: Path, count: int) -> Path:
    dice = random.Random(2)
    for number in range(count):
        path = folder / f"{number // 500:03d}" / f"{number:06d}.dat"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(dice.randint(200, 8000)))
    return folder


def _measure(path: Path, scratch: Path) -> dict[str, dict[str, Any]]:
    subprocess.run(["sync"], check=True)
    files = [item for item in path.rglob("*") if item.is_file()]
    size = sum(item.stat().st_size for item in files)
    listing = scratch / "list"
    listing.write_bytes(b"\0".join(os.fsencode(item) for item in files))
    rows = {
        "sha256sum": _run(["xargs", "-0", "-a", str(listing), "sha256sum"]),
        "bagit.py": _bagit(path, scratch),
        "probans add": _probans(path, scratch, jobs=0),
    }
    for row in rows.values():
        row["MiB/s"] = round(size / MIB / row["wall_s"], 1)
        row["files/s"] = round(len(files) / row["wall_s"], 1)
        row["wall_vs_sha256sum"] = round(row["wall_s"] / rows["sha256sum"]["wall_s"], 2)
        row["wall_vs_bagit"] = round(row["wall_s"] / rows["bagit.py"]["wall_s"], 2)
    return rows


def _bagit(path: Path, scratch: Path) -> dict[str, Any]:
    # A bag is made in place, so the copy that any keeper of originals must make first is part of its cost.
    target = scratch / "bag"
    program = (
        "import shutil, sys, bagit; shutil.copytree(sys.argv[1], sys.argv[2]);"
        "bagit.make_bag(sys.argv[2], checksums=['sha256'], processes=2)"
    )
    row = _run([sys.executable, "-W", "ignore", "-c", program, str(path), str(target)])
    shutil.rmtree(target)
    return row


def _probans(path: Path, scratch: Path, *, jobs: int) -> dict[str, Any]:
    case = scratch / "case"
    probans = [sys.executable, "-m", "probans"]
    _run([*probans, "init", str(case), "--prefix", "BEN"])
    row = _run([*probans, "add", str(case), str(path), "--json", "--jobs", str(jobs)])
    shutil.rmtree(case)
    return row


def _run(command: list[str]) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[:4]} ended with {status}")
    return {
        "wall_s": round(time.monotonic() - started, 2),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mib": round(usage.ru_maxrss / 1024, 1),
    }


if __name__ == "__main__":
    main()
