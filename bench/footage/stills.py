"""Stills: recall for each edit and false pairs among photographs, the same edits as for clips.

``python -m bench.footage.stills``: every photograph of the shared data, edited in memory, saved as JPEG 70.
"""

import io
import itertools
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.footage import edits
from bench.footage.clips import SHARED
from bench.machine import ROOT, record
from probans.analysis.footage import pdq
from probans.analysis.footage.copies import find_copies
from probans.model.agents import Tool
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading, Reading
from probans.shell.connectors.footage.stills import fingerprints

PHOTOGRAPHS = ("pdq/sample-b.jpg", "pdq/rgb.jpeg", "pdq/reg-test-input/labelme-subset/*.jpg", "metadata/jpg/*.jpg",
               "imagededup/mixed_images/ukbench00120.jpg", "imagededup/mixed_images/ukbench09268.jpg", "gps/*.jpg",
               "c2pa/*-A.jpg")  # fmt: skip
TOOL = Tool(name="bench", version="1")


def main() -> None:
    """Edit, compare all with all, print and record."""
    paths = [path for pattern in PHOTOGRAPHS for path in sorted(SHARED.glob(pattern))]
    made = [(name, "source", _opened(path)) for name, path in enumerate(paths)]
    moving = {"speed 1.25", "middle 30 %"}
    wanted = {name: edit for name, (edit, _span, _speed) in edits.EDITS.items() if name not in moving}
    made += [(name, edit, _saved(wanted[edit](picture))) for name, _source, picture in list(made) for edit in wanted]
    readings = [_reading(place, picture) for place, (_name, _edit, picture) in enumerate(made)]
    usable = {place for place in range(len(paths)) if readings[place].fingerprints[0].quality >= pdq.LEAST_QUALITY}
    copies, _ = find_copies(readings, [])
    found = {(int(copy.first, 16), int(copy.second, 16)): copy.matches[0][2] for copy in copies}
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, (name, edit, _picture) in enumerate(made):
        if edit != "source" and name in usable:
            rows[edit][0] += (name, place) in found
            rows[edit][1] += 1
    wrong = [pair for pair in found if made[pair[0]][0] != made[pair[1]][0]]
    others = sum(made[one][0] != made[two][0] for one, two in itertools.combinations(range(len(made)), 2))
    result: dict[str, Any] = {
        "edits": {edit: {"found": row[0], "of": row[1]} for edit, row in rows.items()},
        "wrong": len(wrong),
        "wrong_pairs": sorted(
            f"{paths[made[a][0]].name} {made[a][1]} / {paths[made[b][0]].name} {made[b][1]}" for a, b in wrong
        ),
        "pairs": others,
        "bits_of_right": np.bincount([found[p] for p in found if made[p[0]][0] == made[p[1]][0]])
        .cumsum()[::4]
        .tolist(),
        "bits_of_wrong": sorted(found[pair] for pair in wrong),
        "photographs": len(usable),
    }
    record(ROOT / "bench" / "footage" / "results", "stills", result)
    for edit, row in result["edits"].items():
        print(f"{edit:<24} {row['found']} of {row['of']}")
    print(result["bits_of_right"], result["bits_of_wrong"])
    print("wrong", result["wrong"], "of", others, result["wrong_pairs"][:20])


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        copy = picture.convert("RGB")
    copy.thumbnail((900, 900))
    return copy


def _saved(picture: Image.Image) -> Image.Image:
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "JPEG", quality=70)
    return Image.open(stream).convert("RGB")


def _reading(place: int, picture: Image.Image) -> FootageReading:
    reading = Reading(exhibit=f"{place:064x}", tool=TOOL, outcome=Outcome.PASSED)
    return FootageReading(reading=reading, fingerprints=fingerprints(pdq.brightness(np.asarray(picture))))


if __name__ == "__main__":
    main()
