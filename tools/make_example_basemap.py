"""Draw the coast, border and rivers of the invented continent Halvern as GeoJSON.

Run as ``python tools/make_example_basemap.py FILE``. Corner points are roughened by halving with a fixed seed, so the
same file comes out each time.
"""

import itertools
import json
import random
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]

_COAST: tuple[Point, ...] = (
    (-19.55, -37.55), (-19.25, -37.05), (-18.7, -36.75), (-18.05, -36.35), (-17.3, -36.15), (-16.5, -36.3),
    (-15.8, -36.05), (-15.0, -36.3), (-14.35, -36.75), (-13.85, -37.2), (-13.62, -37.85), (-13.8, -38.4),
    (-14.25, -38.75), (-14.55, -39.3), (-15.2, -39.6), (-15.95, -39.45), (-16.6, -39.85), (-17.35, -39.9),
    (-17.95, -39.5), (-18.55, -39.35), (-18.9, -38.85), (-19.35, -38.5), (-19.15, -38.05),
)  # fmt: skip
_BORDER: tuple[Point, ...] = (
    (-16.5, -36.3), (-16.42, -36.75), (-16.55, -37.2), (-16.4, -37.6), (-16.5, -38.0), (-16.38, -38.4),
    (-16.5, -38.9), (-16.45, -39.4), (-16.6, -39.85),
)  # fmt: skip
_RIVERS: tuple[tuple[str, tuple[Point, ...]], ...] = (
    ("Sollis", ((-16.95, -37.4), (-17.05, -38.02), (-17.6, -38.1), (-18.4, -37.9), (-19.15, -38.05))),
    ("Tarn Water", ((-15.9, -37.5), (-15.5, -37.7), (-14.8, -37.75), (-14.3, -37.95), (-13.66, -37.95))),
)
_VELNA = slice(16, 49)  # the Velna is the border for part of its course: eight points to a stretch


def basemap() -> dict[str, Any]:
    """Give the features: two countries as polygons that share their border, the coast, the border, three rivers."""
    border = _rough(_BORDER, "border")
    coast = [_rough((a, b), f"coast {a}") for a, b in zip(_COAST, _COAST[1:] + _COAST[:1], strict=True)]
    east = [point for stretch in coast[5:16] for point in stretch[:-1]]
    west = [point for stretch in coast[16:] + coast[:5] for point in stretch[:-1]]
    features = [
        _feature("country", "Vesmar", "Polygon", [_closed([*west, *border])]),
        _feature("country", "Torrund", "Polygon", [_closed([*east, *border[::-1]])]),
        _feature("coast", "Halvern", "Polygon", [_closed([*west, *east])]),
        _feature("border", "", "LineString", border),
        _feature("river", "Velna", "LineString", border[_VELNA]),
        *(_feature("river", name, "LineString", _rough(points, name)) for name, points in _RIVERS),
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(kind: str, name: str, shape: str, coordinates: list[Any]) -> dict[str, Any]:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": geometry}


def _closed(ring: list[Point]) -> list[Point]:
    without_repeats = [point for point, after in zip(ring, [*ring[1:], ring[0]], strict=True) if point != after]
    return [*without_repeats, without_repeats[0]]


def _rough(points: tuple[Point, ...], seed: str) -> list[Point]:
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    line = list(points)
    for _ in range(3):
        line = [item for a, b in itertools.pairwise(line) for item in (a, _between(a, b, chance))] + line[-1:]
    return line


def _between(a: Point, b: Point, chance: random.Random) -> Point:
    across = chance.uniform(-0.12, 0.12)
    longitude = (a[0] + b[0]) / 2 + across * (b[1] - a[1])
    latitude = (a[1] + b[1]) / 2 - across * (b[0] - a[0])
    return round(longitude, 4), round(latitude, 4)


def main() -> None:
    """Write the file named on the command line."""
    features = basemap()["features"]
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    Path(sys.argv[1]).write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
