"""The map as shapes for a drawing 960 units wide: land, lines, labels, and a circle for where each incident may be.

A circle has the radius within which the place is known, never less than a mark that can be seen; incidents whose
marks would cover each other share one. The list beside the map says the same in words.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from probans.casework.dossier.outline import Label, Line, Point, Shape, read_basemap, read_world
from probans.model.incident import Incident
from probans.model.where import Place

Box = tuple[float, float, float, float]  # west, south, east, north; on the drawing left, top, right, bottom

WIDTH = 960.0
HEIGHT = 600.0
EARTH_KM_PER_DEGREE = 111.195
NEAR = 16.0
OFF = 13.0  # from a mark's centre to its words
LETTER = 7.4  # an ample width for one letter of a mark's words
LAND_LETTER = 14.5
LEAST_SPAN_KM = 60.0
BEYOND = 40.0  # shapes are cut this far outside the frame, so that no cut edge shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the list beside the map, with the ids of its incidents."""

    place: Place
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark on the drawing: centre, radius of uncertainty, incidents, places, and its words with where they stand
    (no words where they would cover others; the mark's title and the list say them)."""

    x: float
    y: float
    uncertain: float
    incidents: tuple[str, ...]
    places: tuple[str, ...]
    words: str = ""
    anchor: str = "start"
    text_x: float = 0.0
    text_y: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words on the drawing."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapChart:
    """All that the template draws. ``paths`` are (kind, path data); ``bar`` the scale bar's length and words;
    ``far`` are places far outside the case's own map, which one wrongly read name would otherwise crush."""

    paths: tuple[tuple[str, str], ...]
    labels: tuple[Text, ...]
    meridians: tuple[Text, ...]
    parallels: tuple[Text, ...]
    marks: tuple[Mark, ...]
    spots: tuple[Spot, ...]
    far: tuple[Spot, ...]
    nameless: tuple[str, ...]
    bar: tuple[float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Equirectangular projection true to scale at the middle latitude."""

    longitude: float
    latitude: float
    per_degree: float

    @property
    def squeeze(self) -> float:
        return max(0.05, math.cos(math.radians(self.latitude)))

    def to_drawing(self, point: Point) -> Point:
        x = WIDTH / 2 + (point[0] - self.longitude) * self.squeeze * self.per_degree
        return x, HEIGHT / 2 - (point[1] - self.latitude) * self.per_degree


def draw_map(incidents: Sequence[Incident], basemap: str, world: str) -> MapChart | None:
    """Lay the incidents out on a map; None when no place has coordinates. Raises ValueError on a bad basemap."""
    spots = _spots(incidents)
    shapes, labels = read_basemap(basemap) if basemap else ((), ())
    frame = [(*point, *point) for shape in shapes for ring in shape.rings for point in ring]
    near, far = _parted(spots, frame)
    if not near:
        return None
    window = _window([*(_box(spot.place) for spot in near), *frame])
    drawn = shapes or read_world(world)
    marks = _with_words(_marks(near, window), {incident.id: incident.number for incident in incidents})
    return MapChart(
        paths=tuple(path for shape in drawn for path in _paths(shape, window)),
        labels=tuple(_texts(labels, window, marks)),
        meridians=_grid(window, WIDTH / window.squeeze, 0),
        parallels=_grid(window, HEIGHT, 1),
        marks=marks,
        spots=near,
        far=far,
        nameless=tuple(incident.id for incident in incidents if not _located(incident.place)),
        bar=_bar(window),
    )


def _located(place: Place | None) -> bool:
    """Whether a place has coordinates on the globe."""
    if place is None or place.latitude is None or place.longitude is None:
        return False
    return abs(place.latitude) <= 90 and abs(place.longitude) <= 360


def _point(place: Place) -> Point:
    return float(place.longitude or 0.0), float(place.latitude or 0.0)


def _spots(incidents: Iterable[Incident]) -> tuple[Spot, ...]:
    found: dict[str, tuple[Place, list[str]]] = {}
    for incident in incidents:
        if incident.place is not None and _located(incident.place):
            found.setdefault(incident.place.id, (incident.place, []))[1].append(incident.id)
    return tuple(Spot(place=place, incidents=tuple(ids)) for place, ids in found.values())


def _parted(spots: Sequence[Spot], frame: Sequence[Box]) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """Spots on the case's own map and half its size around, and those beyond; all are near without such a map."""
    if not frame:
        return tuple(spots), ()
    west, south, east, north = _around(frame)
    aside, up = (east - west) / 2, (north - south) / 2
    middle = (west + east) / 2

    def is_near(spot: Spot) -> bool:
        longitude, latitude = _near((_point(spot.place),), middle)[0]
        return west - aside <= longitude <= east + aside and south - up <= latitude <= north + up

    return tuple(spot for spot in spots if is_near(spot)), tuple(spot for spot in spots if not is_near(spot))


def _window(boxes: Sequence[Box]) -> _Window:
    west, south, east, north = _around(boxes)
    latitude = (south + north) / 2
    squeeze = max(0.05, math.cos(math.radians(latitude)))
    least = LEAST_SPAN_KM / EARTH_KM_PER_DEGREE
    across, upwards = max((east - west) * squeeze, least), max(north - south, least)
    per_degree = min(WIDTH / (across * 1.12), HEIGHT / (upwards * 1.16))
    return _Window(longitude=(west + east) / 2, latitude=latitude, per_degree=per_degree)


def _around(boxes: Sequence[Box]) -> Box:
    """The box around boxes, over the date line where that is the shorter way."""
    turned = [
        (west + 360, south, east + 360, north) if west + east < 0 else (west, south, east, north)
        for west, south, east, north in boxes
    ]
    plain, over = _bounds(boxes), _bounds(turned)
    return over if over[2] - over[0] < plain[2] - plain[0] else plain


def _bounds(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _box(place: Place) -> Box:
    longitude, latitude = _point(place)
    up = place.radius_m / 1000 / EARTH_KM_PER_DEGREE
    aside = up / max(0.05, math.cos(math.radians(latitude)))
    return longitude - aside, latitude - up, longitude + aside, latitude + up


def _paths(shape: Shape, window: _Window) -> Iterable[tuple[str, str]]:
    rings = [[window.to_drawing(point) for point in _near(ring, window.longitude)] for ring in shape.rings if ring]
    if shape.closed:
        data = "".join(_data(_clipped(ring), "Z") for ring in rings)
    else:
        data = "".join(_data(run, "") for ring in rings for run in _runs(ring))
    return [(shape.kind, data)] if data else []


def _near(ring: Line, middle: float) -> list[Point]:
    """Unroll a ring over the date line, then bring it beside the middle of the map."""
    points, turn, last = [], 0.0, ring[0][0]
    for x, y in ring:
        turn += 360.0 * ((last - x > 180.0) - (x - last > 180.0))
        points.append((x + turn, y))
        last = x
    shift = 360.0 * round((middle - sum(x for x, _ in points) / len(points)) / 360.0)
    return [(x + shift, y) for x, y in points]


def _clipped(ring: list[Point]) -> list[Point]:
    """Sutherland and Hodgman's clipping to the frame and a little beyond."""
    for axis, limit, sign in ((0, -BEYOND, 1), (0, WIDTH + BEYOND, -1), (1, -BEYOND, 1), (1, HEIGHT + BEYOND, -1)):
        if not ring:
            return ring
        ring = _cut(ring, axis, limit, sign)
    return ring


def _cut(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    before = ring[-1]
    for point in ring:
        inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if inside:
            kept.append(point)
        before = point
    return kept


def _runs(line: list[Point]) -> Iterable[list[Point]]:
    """The stretches of a line that may cross the frame."""
    run: list[Point] = []
    for start, end in pairwise(line):
        if _outside(start, end):
            if run:
                yield run
            run = []
        else:
            run = [*run, end] if run else [start, end]
    if run:
        yield run


def _outside(start: Point, end: Point) -> bool:
    return any(
        max(start[axis], end[axis]) < -BEYOND or min(start[axis], end[axis]) > size + BEYOND
        for axis, size in ((0, WIDTH), (1, HEIGHT))
    )


def _data(points: Sequence[Point], end: str) -> str:
    """Path data with differences, in tenths of a unit."""
    places = [(round(x * 10), round(y * 10)) for x, y in points]
    if len(places) < 2:
        return ""
    parts, last = [f"M{_tenths(places[0][0])} {_tenths(places[0][1])}l"], places[0]
    for place in places[1:]:
        if place != last:
            parts.append(f"{_tenths(place[0] - last[0])} {_tenths(place[1] - last[1])} ")
            last = place
    return "".join(parts).strip() + end if len(parts) > 1 else ""


def _tenths(value: int) -> str:
    return f"{value / 10:g}" if value % 10 else str(value // 10)


def _texts(labels: Iterable[Label], window: _Window, marks: Sequence[Mark]) -> Iterable[Text]:
    """Names of the case's own map, moved up or down until they lie under no mark and no mark's words."""
    taken = _mark_boxes(marks) + [
        _box_of(mark.words, mark.text_x, mark.text_y, mark.anchor) for mark in marks if mark.words
    ]
    for label in labels:
        x, y = window.to_drawing(label.at)
        moved = (y + down for down in (0, -30, 30, -60, 60, -90, 90, -120, 120))
        y = next((at for at in moved if _free(_box_of(label.name, x, at, "middle", LAND_LETTER), taken)), y)
        if 0 < x < WIDTH and 0 < y < HEIGHT:
            yield Text(x=round(x, 1), y=round(y, 1), words=label.name)


def _grid(window: _Window, size: float, axis: int) -> tuple[Text, ...]:
    """Meridians (axis 0) or parallels (axis 1) at round degrees."""
    middle = (window.longitude, window.latitude)[axis]
    half = size / window.per_degree / 2
    step = _round_step(half * 2 / 5)
    lines = []
    for number in range(math.ceil((middle - half) / step), math.floor((middle + half) / step) + 1):
        value = number * step
        x, y = window.to_drawing((value, window.latitude) if axis == 0 else (window.longitude, value))
        shown = _degree_words((value + 180) % 360 - 180, "EW") if axis == 0 else _degree_words(value, "NS")
        lines.append(Text(x=round(x, 1), y=round(y, 1), words=shown))
    return tuple(lines)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _degree_words(value: float, sides: str) -> str:
    shown = f"{abs(round(value, 4)):g}°"
    return shown if round(value, 4) == 0 else f"{shown} {sides[0] if value > 0 else sides[1]}"


def _bar(window: _Window) -> tuple[float, str]:
    per_km = window.per_degree / EARTH_KM_PER_DEGREE
    kilometres = _round_step(60 / per_km)
    return round(kilometres * per_km, 1), f"{kilometres:g} km"


def _marks(spots: Sequence[Spot], window: _Window) -> tuple[Mark, ...]:
    groups: list[tuple[Point, list[Spot]]] = []
    for spot in spots:
        longitude, latitude = _near((_point(spot.place),), window.longitude)[0]
        at = window.to_drawing((longitude, latitude))
        near = next((group for centre, group in groups if math.dist(centre, at) < NEAR), None)
        if near is None:
            groups.append((at, [spot]))
        else:
            near.append(spot)
    return tuple(_mark(at, group, window) for at, group in groups)


def _mark(at: Point, group: Sequence[Spot], window: _Window) -> Mark:
    per_metre = window.per_degree / EARTH_KM_PER_DEGREE / 1000
    return Mark(
        x=round(at[0], 1),
        y=round(at[1], 1),
        uncertain=round(max(spot.place.radius_m for spot in group) * per_metre, 1),
        incidents=tuple(incident for spot in group for incident in spot.incidents),
        places=tuple(dict.fromkeys(spot.place.name for spot in sorted(group, key=lambda spot: -spot.place.radius_m))),
    )


def _with_words(marks: Sequence[Mark], numbers: dict[str, str]) -> tuple[Mark, ...]:
    """Write each mark's words where they cover no mark and no words already written; most incidents first."""
    taken = _mark_boxes(marks)
    written = {}
    for mark in sorted(marks, key=lambda mark: -len(mark.incidents)):
        words = mark.places[0] if len(mark.places) == 1 else f"{mark.places[0]} …"
        words = f"{numbers[mark.incidents[0]]} {words}" if len(mark.incidents) == 1 else words
        written[mark.incidents] = _placed(mark, words, taken)
    return tuple(written[mark.incidents] for mark in marks)


def _placed(mark: Mark, words: str, taken: list[Box]) -> Mark:
    """Try right, left, above and below; without words when all are taken."""
    for anchor, aside, down in (("start", OFF, 4), ("end", -OFF, 4), ("middle", 0, -12), ("middle", 0, 22)):
        box = _box_of(words, mark.x + aside, mark.y + down, anchor)
        if _free(box, taken):
            taken.append(box)
            return replace(
                mark, words=words, anchor=anchor, text_x=round(mark.x + aside, 1), text_y=round(mark.y + down, 1)
            )
    return mark


def _mark_boxes(marks: Sequence[Mark]) -> list[Box]:
    half = NEAR / 2 + 1
    return [(mark.x - half, mark.y - half, mark.x + half, mark.y + half) for mark in marks]


def _box_of(words: str, x: float, y: float, anchor: str, letter: float = LETTER) -> Box:
    """The box around words whose base line is at y."""
    width = len(words) * letter
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, y - 12.0, left + width, y + 4.0


def _free(box: Box, taken: Sequence[Box]) -> bool:
    inside = box[0] >= 0 and box[2] <= WIDTH
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )
