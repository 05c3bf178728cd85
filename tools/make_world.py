#!/usr/bin/env python3
"""Make the outline of the world that the case file page draws: ``make_world.py countries-50m.json world.json``.

The input is TopoJSON of the npm package ``world-atlas`` (Natural Earth, public domain). The output is compact JSON:
``step`` degrees per unit; ``arcs``, each a flat list of differences (x, y, x, y, ...) in units; ``land``, polygons as
lists of rings, a ring as a list of arcs (``~n`` means arc n backwards); ``borders``, the arcs that two countries share.
Lines are simplified to ``TOLERANCE`` degrees and names are left out: the page names no state for anyone.
"""

import json
import sys
from pathlib import Path
from typing import Any

STEP = 0.01
TOLERANCE = 0.052

Point = tuple[float, float]


def main(source: Path, target: Path) -> None:
    """Read TopoJSON, write the outline."""
    topology = json.loads(source.read_text("utf-8"))
    target.write_text(json.dumps(outline(topology), separators=(",", ":")) + "\n", "utf-8")


def outline(topology: dict[str, Any]) -> dict[str, Any]:
    """Give arcs, land and borders of a topology of countries."""
    arcs = [_differences(_simplified(line)) for line in _decoded(topology)]
    polygons = [polygon for country in topology["objects"]["countries"]["geometries"] for polygon in _polygons(country)]
    kept = [rings for rings in polygons if any(len(arcs[_plain(arc)]) > 4 for ring in rings for arc in ring)]
    used = {_plain(arc) for rings in kept for ring in rings for arc in ring}
    arcs = [arc if number in used else [] for number, arc in enumerate(arcs)]
    return {"step": STEP, "arcs": arcs, "land": kept, "borders": _shared(kept)}


def _decoded(topology: dict[str, Any]) -> list[list[Point]]:
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + shift_x, y * scale_y + shift_y))
        lines.append(line)
    return lines


def _simplified(line: list[Point]) -> list[Point]:
    """Douglas and Peucker's simplification; the ends stay, so that neighbours keep meeting."""
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        far, at = max(
            ((_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0.0, 0)
        )
        if far > TOLERANCE:
            keep.add(at)
            stretches += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, first: Point, last: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, first, last
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    return float(((x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2) ** 0.5)


def _differences(line: list[Point]) -> list[int]:
    flat = []
    last_x = last_y = 0
    for x, y in ((round(x / STEP), round(y / STEP)) for x, y in line):
        flat += [x - last_x, y - last_y]
        last_x, last_y = x, y
    return flat


def _polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    if country["type"] == "Polygon":
        return [country["arcs"]]
    return list(country["arcs"]) if country["type"] == "MultiPolygon" else []


def _shared(polygons: list[list[list[int]]]) -> list[int]:
    seen: dict[int, int] = {}
    for arc in (_plain(arc) for rings in polygons for ring in rings for arc in ring):
        seen[arc] = seen.get(arc, 0) + 1
    return sorted(arc for arc, times in seen.items() if times > 1)


def _plain(arc: int) -> int:
    return ~arc if arc < 0 else arc


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
