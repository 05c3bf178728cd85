"""Times and places as files write them: normalised, with the zone only where the file gives it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from probans.model.when import DateInterval

UNKNOWN_ZONE = "unknown"
_STAMP = re.compile(
    r"(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_POINT = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_FIRST_YEAR = 1970  # below stand the zero dates of file formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as read: local clock time in ISO 8601 without zone, and the zone or ``unknown``."""

    local: datetime
    zone: str = UNKNOWN_ZONE

    @property
    def iso(self) -> str:
        return self.local.isoformat() + ("" if self.zone == UNKNOWN_ZONE else self.zone)


def moment(raw: str, zone: str = "") -> Moment | None:
    """Read a time in the ways of EXIF, QuickTime and ISO 8601; None when it is none or a format's zero date.

    ``zone`` is an offset that stands in another field of the file.
    """
    found = _STAMP.search(raw)
    if not found:
        return None
    numbers = [int(part) if part else 0 for part in found.groups()[:6]]
    try:
        local = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001  a clock time, its zone is kept beside it
    except ValueError:
        return None
    return Moment(local=local, zone=_offset(found[7] or zone)) if local.year > _FIRST_YEAR else None


def days(read: Moment, raw: str, *, container: bool = False) -> DateInterval:
    """The days on which a time can lie.

    A container's time is UTC by its standard and local time in many cameras: without a zone all local days that either
    meaning allows are kept.
    """
    first = last = read.local
    if container and read.zone == UNKNOWN_ZONE:
        first, last = read.local - timedelta(hours=12), read.local + timedelta(hours=14)
    return DateInterval(first=first.date().isoformat(), last=last.date().isoformat(), wording=raw)


def point(raw: str) -> tuple[float, float] | None:
    """Latitude and longitude of an ISO 6709 string such as ``+32.0929+034.8620+028.516/``."""
    found = _POINT.match(raw.strip())
    return valid_point(float(found[1]), float(found[2])) if found else None


def valid_point(latitude: float, longitude: float) -> tuple[float, float] | None:
    """The point when it is on the globe and not the (0, 0) that cameras write without a fix."""
    sound = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0.0, 0.0)
    return (round(latitude, 7), round(longitude, 7)) if sound else None


def _offset(zone: str) -> str:
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", zone.strip())
    if found and int(found[2]) <= 14 and int(found[3]) < 60:
        return f"{found[1]}{found[2]}:{found[3]}"
    return "+00:00" if zone.strip() == "Z" else UNKNOWN_ZONE
