"""Loads what reading knows beforehand: the world gazetteer of the package, the case's places and its parties.

The gazetteer is derived from GeoNames (CC BY 4.0) by tools/make_gazetteer.py. A place of the case comes before any
place of the world that has the same name; a party's name comes before a country's.
"""

import csv
import gzip
import io
import math
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from probans.analysis.reading.resources import Resources
from probans.model.case import CaseSettings, Party
from probans.model.where import Place

_OWN_WEIGHT = 20.0
_LEVEL_WEIGHT = {"country": 3.0, "region": 2.0, "province": 1.5}

_Weighed = tuple[Place, float]


_COMMON = {
    "bridge",
    "camp",
    "castle",
    "center",
    "centre",
    "church",
    "city",
    "district",
    "downtown",
    "east",
    "eastside",
    "harbor",
    "harbour",
    "hill",
    "lower",
    "market",
    "mission",
    "new",
    "north",
    "old",
    "port",
    "river",
    "side",
    "south",
    "square",
    "station",
    "the",
    "town",
    "upper",
    "valley",
    "village",
    "west",
    "westside",
}


def load_resources(*, places: tuple[Place, ...] = (), settings: CaseSettings) -> Resources:
    """Load the resources of reading for a case. ``places`` are the case's own."""
    world = _world()
    listed = (*((place, _OWN_WEIGHT) for place in places), *world)
    return Resources(
        places=tuple(place for place, _ in listed),
        names=_names(listed),
        weights=tuple(weight for _, weight in listed),
        own=frozenset(range(len(places))),
        states=_states(settings.parties),
        adjectives=_adjectives(settings.parties, places),
        capitals=_capitals(settings.parties, places),
        parties=settings.parties,
        outlets=settings.outlets,
    )


def _names(listed: "Iterable[_Weighed]") -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    weights = []
    for index, (place, weight) in enumerate(listed):
        weights.append(weight)
        others = (other for other in place.alternates if weight == _OWN_WEIGHT or not _is_common(other))
        for name in dict.fromkeys(written.lower() for written in (place.name, *others)):
            found.setdefault(name, []).append(index)
    return {name: tuple(sorted(indexes, key=lambda index: (-weights[index], index))) for name, indexes in found.items()}


def _is_common(name: str) -> bool:
    """A nickname of common words only, as gazetteers list them (*Old Town*), stands for any town's."""
    return all(word in _COMMON for word in name.lower().replace("-", " ").split())


def _states(parties: tuple[Party, ...]) -> dict[str, str]:
    states = {place.name.lower(): place.name for place, _ in _world() if place.level == "country"}
    for row in _rows("adjectives.csv"):
        states |= {name.lower(): row["name"] for name in (row["name"], *row["other_names"].split("|")) if name}
    for party in parties:
        states[party.name.lower()] = party.name
        states |= {name.lower(): party.name for name in party.names if " " in name}
    return states


def _adjectives(parties: tuple[Party, ...], places: tuple[Place, ...]) -> dict[str, str]:
    adjectives: dict[str, str] = {}
    for row in _rows("adjectives.csv"):
        adjectives |= {word.replace("-", " ").lower(): row["name"] for word in row["adjectives"].split()}
    known = {name.lower() for place in places for name in (place.name, *place.alternates)}
    for party in parties:
        own = (name.lower() for name in party.names if " " not in name and name != party.name)
        adjectives |= {name: party.name for name in own if name not in known}
    return adjectives


def _capitals(parties: tuple[Party, ...], places: tuple[Place, ...]) -> dict[str, str]:
    """Names of capitals; of a party, the settlements among its names."""
    rows = list(_rows("gazetteer.csv.gz"))
    states = {(row["country"], row["capital"]): row["name"] for row in rows if row["kind"] == "country"}
    capitals = {capital.lower(): state for (_, capital), state in states.items() if capital}
    for row in rows:
        state = states.get((row["country"], row["name"])) if row["kind"] == "settlement" else None
        if state:
            capitals |= {name.lower(): state for name in row["alternates"].split("|") if name}
    settled = {place.name.lower() for place in places if place.level not in {"country", "region"}}
    for party in parties:
        capitals |= {name.lower(): party.name for name in party.names if name.lower() in settled}
    return capitals


@cache
def _world() -> tuple[_Weighed, ...]:
    """The places of the package with their weights."""
    countries = {row["code"]: row["name"] for row in _rows("adjectives.csv")}
    rows = list(_rows("gazetteer.csv.gz"))
    countries |= {row["country"]: row["name"] for row in rows if row["kind"] == "country"}
    ids = {row["country"]: row["id"] for row in rows if row["kind"] == "country"}
    return (*_regions(), *(_place(row, countries, ids) for row in rows))


def _place(row: dict[str, str], countries: dict[str, str], ids: dict[str, str]) -> _Weighed:
    level, code = row["kind"], row["country"]
    place = Place(
        id=f"geonames:{row['id']}",
        name=row["name"],
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        radius_m=1000 * int(row["radius_km"]),
        country=countries.get(code, code),
        within=() if level == "country" else (f"geonames:{ids[code]}",) if code in ids else (),
        alternates=tuple(name for name in row["alternates"].split("|") if name),
        level=level,
        gazetteer="GeoNames",
    )
    return place, math.log10(1 + int(row["population"])) + _LEVEL_WEIGHT.get(level, 0.0)


def _regions() -> Iterator[_Weighed]:
    for row in _rows("regions.csv"):
        place = Place(
            id=f"region:{row['name'].lower().replace(' ', '-')}",
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            radius_m=1000 * int(row["radius_km"]),
            alternates=tuple(name for name in row["other_names"].split("|") if name),
            level="region",
            gazetteer="regions",
        )
        yield place, 6.0 + _LEVEL_WEIGHT["region"]


def _rows(name: str) -> Iterator[dict[str, str]]:
    octets = files("probans.shell").joinpath("data", name).read_bytes()
    written = (gzip.decompress(octets) if name.endswith(".gz") else octets).decode()
    return csv.DictReader(io.StringIO(written))
