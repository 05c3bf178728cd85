"""The sun and shadows: errors against published tables, how often the truth lies inside, how large the region is.

``python -m bench.footage.sun [--peers DIR]``: DIR holds ``shadowfinder``, installed apart with what it needs; it runs
in a process of its own over the same first 100 observations.
"""

import argparse
import csv
import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from bench.footage.clips import SHARED
from bench.machine import ROOT, record
from probans.analysis.footage import shadow, sun

OBSERVATIONS = 1000
PEER = """
import json, sys, time
from datetime import datetime
import numpy as np
from shadowfinder import ShadowFinder
finder, rows = None, []
for item in json.load(sys.stdin):
    start = time.process_time()
    when = datetime.fromisoformat(item["time"]).replace(tzinfo=None)
    if finder is None:
        finder = ShadowFinder(1.0, item["length"], when)
    else:
        finder.set_details(when, 1.0, item["length"], "utc")
    finder.find_shadows()
    near = np.abs(finder.location_likelihoods) <= 0.2
    area = float((near * np.cos(np.radians(finder.lats))).sum() * finder.angular_resolution ** 2)
    place = item["place"]
    row = int(np.argmin(np.abs(finder.lats[:, 0] - place[0])))
    column = int(np.argmin(np.abs(finder.lons[0] - place[1])))
    rows.append([area, bool(near[row, column]), time.process_time() - start])
json.dump(rows, sys.stdout)
"""


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default="")
    peers = parser.parse_args().peers
    result: dict[str, Any] = {"error_degrees": errors()} | regions(peers)
    record(ROOT / "bench" / "footage" / "results", "sun", result)
    print(json.dumps(result, indent=1))


def errors() -> dict[str, float]:
    """Largest differences in elevation from the algorithms of the table, between 1950 and 2060."""
    worst: dict[str, float] = {}
    with (SHARED / "sun" / "solposx_conditions.csv").open() as rows:
        for row in csv.DictReader(rows):
            moment = datetime.fromisoformat(row["time_iso"])
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            if not 1950 <= moment.year <= 2060:
                continue
            found = sun.position(sun.julian_day(moment), float(row["latitude_deg"]), float(row["longitude_deg_east"]))
            for name in ("spa", "skyfield", "sg2", "noaa"):
                if row[f"{name}_elevation"]:
                    off = abs(float(found.elevation) - float(row[f"{name}_elevation"]))
                    worst[name] = round(max(worst.get(name, 0.0), off), 5)
    return worst


def regions(peers: str) -> dict[str, Any]:
    """Simulated shadows: 2 per cent of length, 2 minutes of clock, 5 degrees of direction."""
    dice = np.random.default_rng(11)
    seen = [_observation(dice) for _ in range(OBSERVATIONS)]
    inside = {1: 0, 2: 0}
    areas: dict[int, list[float]] = {1: [], 2: []}
    spent = 0.0
    for item in seen:
        for freedom in (1, 2):
            measured = _shadow(item, freedom)
            started = time.process_time()
            inside[freedom] += bool(shadow.fits(measured, sun.julian_day(item["stated"]), *item["place"]))
            spent += time.process_time() - started
            if len(areas[freedom]) < 100:
                areas[freedom].append(_area(measured, item["stated"]))
    started = time.process_time()
    for item in seen:
        shadow.places_at(_shadow(item, 1), item["stated"])
    closed = (time.process_time() - started) / OBSERVATIONS
    result: dict[str, Any] = {
        "truth inside, length only": inside[1] / OBSERVATIONS,
        "truth inside, with direction": inside[2] / OBSERVATIONS,
        "ms per band": round(closed * 1000, 3),
    }
    theirs = _peer(peers, seen[:100]) if peers else []
    if theirs:
        area = np.array([row[0] for row in theirs])
        result |= {
            "area / ShadowFinder band, length only": round(float(np.median(np.array(areas[1]) / area)), 3),
            "area / ShadowFinder band, with direction": round(float(np.median(np.array(areas[2]) / area)), 4),
            "ShadowFinder: truth inside": float(np.mean([row[1] for row in theirs])),
            "ShadowFinder ms, first / later": [
                round(theirs[0][2] * 1000),
                round(float(np.median([r[2] for r in theirs])) * 1000, 1),
            ],
        }
    return result


def _observation(dice: np.random.Generator) -> dict[str, Any]:
    while True:
        place = (float(dice.uniform(-59, 84)), float(dice.uniform(-180, 180)))
        moment = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(seconds=int(dice.uniform(0, 365 * 86_400)))
        there = sun.position(sun.julian_day(moment), *place)
        if 5 < float(there.apparent) < 80:
            break
    length = float(1 / np.tan(np.radians(float(there.apparent))) * (1 + dice.normal(0, 0.02)))
    return {
        "place": place,
        "length": length,
        "azimuth": float(there.azimuth + dice.normal(0, 5)),
        "stated": moment + timedelta(seconds=round(dice.normal(0, 120))),
    }


def _shadow(item: dict[str, Any], freedom: int) -> shadow.Shadow:
    ruler = shadow.Ruler(height=1.0, length=item["length"], length_error=0.02)
    azimuth = item["azimuth"] if freedom == 2 else None
    return shadow.measured(ruler, azimuth=azimuth, azimuth_error=5.0, clock_error=120)


def _area(measured: shadow.Shadow, moment: datetime) -> float:
    """Square degrees of the 95 % region on ShadowFinder's own grid and latitudes."""
    latitudes, longitudes = np.meshgrid(np.arange(-60, 85.1, 0.5), np.arange(-180, 180, 0.5), indexing="ij")
    near = shadow.fits(measured, sun.julian_day(moment), latitudes, longitudes)
    return float((near * np.cos(np.radians(latitudes))).sum() * 0.25)


def _peer(peers: str, seen: list[dict[str, Any]]) -> list[list[float]]:
    request = [{"place": item["place"], "length": item["length"], "time": item["stated"].isoformat()} for item in seen]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PEER],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": peers, "PATH": "/usr/bin", "HOME": "/tmp"},
    )
    if done.returncode:
        print("shadowfinder:", done.stderr[-300:])
        return []
    answer: list[list[float]] = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    main()
