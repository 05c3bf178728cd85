"""Files that people edit: ``case.toml``, gazetteer, basemap. Read once; bad material is a Problem, not a crash."""

import csv
import io
import json
import tomllib
from typing import Any

from probans.model.outcome import Problem
from probans.model.where import Place

_COLUMNS = ("id", "name", "alternates", "latitude", "longitude", "radius_m", "country", "within", "level")


def read_toml(octets: bytes | None, name: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Plain values of a TOML file; empty with a Problem when it cannot be parsed."""
    if octets is None:
        return {}, ()
    try:
        return tomllib.loads(octets.decode("utf-8-sig")), ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, (Problem(code="CASE-TOML-SYNTAX", where=name, words=f"The file is not valid TOML: {error}."),)


def read_gazetteer(octets: bytes | None, name: str) -> tuple[tuple[Place, ...], tuple[Problem, ...]]:
    """Places of a case's own gazetteer (docs/format/gazetteer.md); a bad row is a Problem and is left out."""
    if octets is None:
        return (), ()
    rows = csv.DictReader(io.StringIO(octets.decode("utf-8-sig", "replace"), newline=""))
    missing = [column for column in _COLUMNS[:2] if column not in (rows.fieldnames or ())]
    if missing:
        return (), (Problem(code="GAZETTEER-COLUMNS", where=name, words=f"Column {missing[0]!r} is missing."),)
    places, problems = [], []
    for row in rows:
        try:
            places.append(_place(row, name))
        except ValueError as error:
            where = f"{name}:{rows.line_num}"
            problems.append(Problem(code="GAZETTEER-ROW", where=where, words=f"The row cannot be read: {error}."))
    return tuple(places), tuple(problems)


def read_basemap(octets: bytes | None, name: str) -> tuple[str, tuple[Problem, ...]]:
    """GeoJSON text of a case's own basemap; empty with a Problem when it is not GeoJSON."""
    if octets is None:
        return "", ()
    try:
        plain = json.loads(octets)
        if plain.get("type") != "FeatureCollection":
            raise ValueError("not a FeatureCollection")
    except (ValueError, AttributeError) as error:
        return "", (Problem(code="BASEMAP", where=name, words=f"The basemap cannot be read: {error}."),)
    return octets.decode("utf-8"), ()


def _place(row: dict[str, str], gazetteer: str) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        latitude=_number(row.get("latitude")),
        longitude=_number(row.get("longitude")),
        radius_m=int(_number(row.get("radius_m")) or 0),
        country=row.get("country") or "",
        within=_many(row.get("within")),
        alternates=_many(row.get("alternates")),
        level=row.get("level") or "settlement",
        gazetteer=gazetteer,
    )


def _number(text: str | None) -> float | None:
    return float(text) if text and text.strip() else None


def _many(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split("|") if part.strip())
