"""Outlines to draw under the map: from the case's own GeoJSON, else from the compact outline of the world.

Points are (longitude, latitude) in degrees. Nothing here names or judges a border.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A filled area (``rings``) or a line (one ring, not ``closed``). ``kind``: land, country, coast, border, river."""

    kind: str
    rings: tuple[Line, ...]
    closed: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name that the case's own map gives to a point or area."""

    name: str
    at: Point


def read_basemap(geojson: str) -> tuple[tuple[Shape, ...], tuple[Label, ...]]:
    """Read GeoJSON: polygons, lines and named points. Raises ValueError when it is not GeoJSON."""
    try:
        features = json.loads(geojson)["features"]
        shapes = tuple(shape for feature in features for shape in _shapes(feature))
        labels = tuple(label for feature in features for label in _labels(feature))
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not GeoJSON that can be drawn: {error}") from error
    return shapes, labels


def read_world(outline: str) -> tuple[Shape, ...]:
    """Read the compact outline (tools/make_world.py): land to fill, coasts and borders to draw."""
    world = json.loads(outline)
    if not world:
        return ()
    arcs = [_points(arc, world["step"]) for arc in world["arcs"]]
    borders = set(world["borders"])
    land = (
        Shape(kind="land", rings=tuple(_ring(ring, arcs) for ring in rings), closed=True) for rings in world["land"]
    )
    lines = (
        Shape(kind="border" if number in borders else "coast", rings=(arc,), closed=False)
        for number, arc in enumerate(arcs)
        if arc
    )
    return (*land, *lines)


def _points(arc: list[int], step: float) -> Line:
    x = y = 0
    points = []
    for at in range(0, len(arc), 2):
        x, y = x + arc[at], y + arc[at + 1]
        points.append((x * step, y * step))
    return tuple(points)


def _ring(numbers: Iterable[int], arcs: list[Line]) -> Line:
    points: list[Point] = []
    for number in numbers:
        points += arcs[number] if number >= 0 else reversed(arcs[~number])
    return tuple(points)


def _shapes(feature: dict[str, Any]) -> Iterator[Shape]:
    properties, what, where = _parts(feature)
    name, kind = str(properties.get("name") or ""), str(properties.get("kind") or "")
    if what in ("Polygon", "MultiPolygon"):
        for polygon in [where] if what == "Polygon" else where:
            yield Shape(kind=kind or "country", rings=tuple(map(_line, polygon)), closed=True, name=name)
    elif what in ("LineString", "MultiLineString"):
        for line in [where] if what == "LineString" else where:
            yield Shape(kind=kind or "border", rings=(_line(line),), closed=False, name=name)


def _labels(feature: dict[str, Any]) -> Iterator[Label]:
    properties, what, where = _parts(feature)
    name = str(properties.get("name") or "")
    if not name or properties.get("kind") == "coast":
        return
    if what == "Point":
        yield Label(name=name, at=_checked(float(where[0]), float(where[1])))
    elif what == "Polygon":
        yield Label(name=name, at=_middle(_line(where[0])))


def _parts(feature: dict[str, Any]) -> tuple[dict[str, Any], str, Any]:
    """Properties, type of geometry, coordinates."""
    geometry = feature.get("geometry") or {}
    return feature.get("properties") or {}, str(geometry.get("type", "")), geometry.get("coordinates")


def _line(points: Iterable[Any]) -> Line:
    return tuple(_checked(float(point[0]), float(point[1])) for point in points)


def _checked(longitude: float, latitude: float) -> Point:
    """A point that lies on the globe; an outline may go once around beyond the date line."""
    if not (abs(longitude) <= 540 and abs(latitude) <= 90):
        raise ValueError(f"not degrees of longitude and latitude: {longitude}, {latitude}")
    return longitude, latitude


def _middle(ring: Line) -> Point:
    """Centroid of a ring's area."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if area == 0:
        return ring[0]
    return x / (3 * area), y / (3 * area)
