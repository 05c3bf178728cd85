"""Mutated real files in the sandbox: no crash of the parent, no hang past the limit, every failure has a code.

``python -m bench.footage.hostile [--count N]``: each mutation turns bytes, cuts, repeats or swaps stretches of a small
picture, video or sound of the shared data. The seed is fixed, so a bad one can be made again from its number.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.footage.clips import SHARED
from bench.machine import ROOT, record
from probans.evidence.codec import from_plain
from probans.model.reading import FootageReading
from probans.shell.sandbox import Limits, Sandbox

LIMITS = Limits(wall_seconds=20, cpu_seconds=20, memory_bytes=2 << 30, output_bytes=64 << 20)
KINDS = {".jpg": "image", ".jpeg": "image", ".png": "image", ".mp3": "audio"}
LARGEST = 600_000
TARGET = "probans.shell.connectors.footage:read_footage"


def main() -> None:
    """Mutate, read, count, record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    seeds = [
        path
        for ending in ("jpg", "jpeg", "png", "mp3", "mp4", "mov", "mkv")
        for path in sorted(SHARED.rglob(f"*.{ending}"))
        if 0 < path.stat().st_size <= LARGEST
    ]
    outcomes: Counter[str] = Counter()
    slowest, slow_number = 0.0, -1
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with Sandbox(folders=(folder,), preload=("probans.shell.connectors.footage",)) as sandbox:
            for number in range(count):
                source = seeds[number % len(seeds)]
                path = folder / f"mutant{source.suffix}"
                path.write_bytes(mutated(source.read_bytes(), number))
                started = time.monotonic()
                outcomes.update(_read(sandbox, path))
                spent = time.monotonic() - started
                if spent > slowest:
                    slowest, slow_number = spent, number
            level = sandbox.level
    result: dict[str, Any] = {
        "mutations": count,
        "files": len(seeds),
        "outcomes": dict(sorted(outcomes.items())),
        "slowest_s": round(slowest, 1),
        "slowest_number": slow_number,
        "sandbox": level,
    }
    record(ROOT / "bench" / "footage" / "results", "hostile", result)
    print(result)


def mutated(octets: bytes, number: int) -> bytes:
    """Mutation ``number`` of a file."""
    dice, body = random.Random(number), bytearray(octets)
    for _ in range(dice.choice((1, 1, 2, 8))):
        place = dice.randrange(len(body)) if dice.random() < 0.5 else dice.randrange(min(len(body), 4096))
        length = min(len(body) - place, dice.choice((1, 1, 2, 4, 64, 1024)))
        how = dice.randrange(5)
        if how == 0:
            body[place : place + length] = dice.randbytes(length)
        elif how == 1:
            body[place : place + length] = dice.choice((b"\x00", b"\xff", b"\x7f")) * length
        elif how == 2 and place:
            del body[place:]
        elif how == 3:
            body[place:place] = body[place : place + length]
        else:
            other = dice.randrange(len(body))
            body[place : place + length] = body[other : other + length]
    return bytes(body)


def _read(sandbox: Sandbox, path: Path) -> list[str]:
    tool = {"name": "footage", "version": "bench", "settings_digest": ""}
    kind = KINDS.get(path.suffix, "video")
    request: dict[str, Any] = {"exhibit": "a" * 64, "number": "M-1", "kind": kind, "name": path.name, "tool": tool}
    done = sandbox.run(TARGET, request, inputs=(path,), limits=LIMITS)
    if done.problem is not None:
        return [done.problem.code]
    reading = from_plain(FootageReading, done.value["reading"])
    codes = sorted({item.code for item in reading.reading.problems})
    return [f"{reading.reading.outcome.value}{': ' if codes else ''}{', '.join(codes)}"]


if __name__ == "__main__":
    main()
