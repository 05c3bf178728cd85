"""Copy detection on generated edits of real clips: recall for each edit, false pairs, takes told apart, seconds off.

``python -m bench.footage.copies [--folder DIR]``: DIR keeps the edited files between runs. Beside our result stands the
usual rule (one frame a second, any frame within 31 bits), computed from the same fingerprints.
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.footage import clips, edits
from bench.machine import ROOT, record
from probans.analysis.footage import near, pdq
from probans.analysis.footage.copies import find_copies
from probans.analysis.footage.judging import SAME_RECORDING
from probans.model.exhibit import Exhibit
from probans.model.incident import FootageCopy
from probans.model.reading import FootageReading

Read = tuple[FootageReading, Exhibit]


def main() -> None:
    """Make the edits, read all, compare all, print and record the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", default=None)
    options = parser.parse_args()
    path, os.environ["PATH"] = os.environ["PATH"], ""  # ExifTool is not what is measured
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sources = clips.sources()
        everything = [*sources, *clips.copies(sources, folder)]
        started = time.process_time()
        readings = [clips.read(clip, number) for number, clip in enumerate(everything)]
        reading_s = time.process_time() - started
    os.environ["PATH"] = path
    result = measure(everything, readings) | {"reading_cpu_s": round(reading_s, 1)}
    record(ROOT / "bench" / "footage" / "results", "copies", result)
    print_result(result)


def measure(everything: Sequence[clips.Clip], readings: Sequence[Read]) -> dict[str, Any]:
    """Compare all clips with all and count."""
    started = time.process_time()
    found, _ = find_copies([item[0] for item in readings], [item[1] for item in readings])
    compare_s = time.process_time() - started
    number = {item[1].sha256: place for place, item in enumerate(readings)}
    by_pair = {(number[copy.first], number[copy.second]): copy for copy in found}
    rows: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    wrong = {"other scene": 0, "same scene called same recording": 0, "same scene said": 0, "pairs": 0}
    seconds: list[float] = []
    missed: list[str] = []
    sources = [place for place, clip in enumerate(everything) if clip.edit == "source"]
    for place, clip in enumerate(everything):
        for source in sources:
            if source >= place:
                continue
            copy = by_pair.get((source, place))
            if everything[source].recording != clip.recording:
                _count_wrong(wrong, copy, same_scene=everything[source].scene == clip.scene)
            elif clip.edit != "source" and clip.name.startswith(everything[source].name):
                row = rows[clip.edit]
                row["of"] += 1
                row["usual rule"] += _usual_rule(readings[source][0], readings[place][0])
                row["found"] += copy is not None
                row["same recording"] += copy is not None and copy.verdict == SAME_RECORDING
                if copy is None:
                    missed.append(f"{clip.name} {clip.edit}")
                else:
                    seconds.append(_seconds_off(copy, clip))
    people = sum(
        (a, b) in by_pair
        for a in sources
        for b in sources
        if a < b and everything[a].recording == everything[b].recording
    )
    return {
        "edits": {name: dict(row) for name, row in rows.items()},
        "wrong": wrong,
        "edited_by_people_found": people,
        "seconds_off_median": round(float(np.median(seconds)), 3),
        "seconds_off_90": round(float(np.percentile(seconds, 90)), 3),
        "missed": missed,
        "clips": len(everything),
        "compare_cpu_s": round(compare_s, 1),
    }


def _count_wrong(wrong: dict[str, int], copy: FootageCopy | None, *, same_scene: bool) -> None:
    wrong["pairs"] += 1
    if copy is None:
        return
    if not same_scene:
        wrong["other scene"] += 1
    elif copy.verdict == SAME_RECORDING:
        wrong["same scene called same recording"] += 1
    else:
        wrong["same scene said"] += 1


def _usual_rule(first: FootageReading, second: FootageReading) -> bool:
    """One frame a second, any pair of whole frames within 31 bits."""
    words = []
    for reading in (first, second):
        whole = [item for item in reading.fingerprints if item.variant == "full" and item.quality >= pdq.LEAST_QUALITY]
        kept, due = [], 0
        for item in whole:
            if item.time_ms >= due:
                kept.append(item.pdq)
                due = item.time_ms // 1000 * 1000 + 1000
        words.append(near.to_words(pdq.to_codes(kept)))
    return bool(words[0].shape[1] and words[1].shape[1] and near.distances(words[0], words[1]).min() <= 31)


def _seconds_off(copy: FootageCopy, clip: clips.Clip) -> float:
    off = [abs(second / 1000 * clip.speed + clip.start - first / 1000) for first, second, _bits in copy.matches]
    return float(np.median(off))


def print_result(result: dict[str, Any]) -> None:
    total: dict[str, int] = defaultdict(int)
    for name in edits.EDITS:
        row = result["edits"][name]
        for key, value in row.items():
            total[key] += value
        print(f"{name:<24}", "  ".join(f"{key} {value}" for key, value in row.items()))
    print("total", dict(total))
    for key in ("wrong", "edited_by_people_found", "seconds_off_median", "seconds_off_90", "missed", "compare_cpu_s"):
        print(key, result[key])


if __name__ == "__main__":
    main()
