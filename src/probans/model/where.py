"""Places as they are known: a point, a radius, and what contains it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named place.

    ``id`` is stable within its gazetteer; ``latitude`` and ``longitude`` are WGS 84 degrees (None when only the name is
    known); ``radius_m`` is the radius in metres within which the thing meant lies; ``within`` lists containing places
    from the nearest outwards (ids); ``alternates`` are other names, none preferred for political reasons;
    ``level`` is one of point, settlement, district, province, country, region, unknown.
    """

    id: str
    name: str
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int = 0
    country: str = ""
    within: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()
    level: str = "settlement"
    gazetteer: str = ""
