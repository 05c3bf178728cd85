"""Records in plain words: counts, days, sizes, places. English, without locale, the same everywhere."""

from datetime import date

from probans.model.counts import Count
from probans.model.exhibit import Arrival
from probans.model.when import DateInterval
from probans.model.where import Place

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
UNKNOWN_DATE = "date not known"


def in_words(code: str) -> str:
    """Turn a code such as ``attack_on-civilians`` into words."""
    return code.replace("_", " ").replace("-", " ").replace(".", ", ").strip()


def clause(words: str) -> str:
    """Words without a full stop at the end, so that a sentence can go on."""
    return words.rstrip().removesuffix(".")


def count_words(count: Count | None) -> str:
    """A count as its literal range: ``26``, ``95 or more``, ``0–30``; ``no figure`` when none is known."""
    if count is None:
        return "no figure"
    if count.is_exact:
        return thousands(count.low)
    return (
        f"{thousands(count.low)} or more" if count.high is None else f"{thousands(count.low)}–{thousands(count.high)}"
    )


def usual_words(count: Count | None) -> str:
    """What vague words usually mean, said as such; empty for plain figures."""
    if count is None or not count.vague or count.usual_low is None:
        return ""
    high = "more" if count.usual_high is None else thousands(count.usual_high)
    joined = f"{thousands(count.usual_low)} or more" if count.usual_high is None else f"{count.usual_low}–{high}"
    return f"these words usually mean {joined}"


def thousands(number: int) -> str:
    """Digits in groups of three, parted by a comma."""
    return f"{number:,}"


def interval_words(interval: DateInterval | None) -> str:
    """Days in words: ``4 October 2031``, ``4–11 October 2031``, ``from 4 October 2031``."""
    if interval is None or not (interval.first or interval.last):
        return UNKNOWN_DATE
    if not interval.first:
        return f"until {day_words(interval.last)}"
    if not interval.last:
        return f"from {day_words(interval.first)}"
    return day_words(interval.first) if interval.is_day else _span_words(interval.first, interval.last)


def day_words(iso: str) -> str:
    """An ISO day in words; what is no ISO day is given back as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _span_words(first: str, last: str) -> str:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_words(last)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def short_size(size: int) -> str:
    """A size in kB, MB or GB (powers of ten); empty while bytes are easy to read."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return ""


def by_stance(stance: str) -> str:
    """A stance as a participle: ``alleges`` becomes ``alleged``."""
    return {"denies": "denied"}.get(stance, stance.removesuffix("s").removesuffix("e") + "ed")


def shortened(words: str, longest: int = 110) -> str:
    """Words cut at a space when they are long; the whole stands elsewhere on the page."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    cut = words.rfind(" ", 0, longest)
    return words[: cut if cut > 0 else longest] + " …"


def duration_words(milliseconds: int) -> str:
    """``0:07.250`` or ``1:02:03.000``: minutes, seconds and thousandths."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{head}:{seconds:02}.{rest:03}"


def radius_words(metres: int) -> str:
    """How well a place is known."""
    if metres <= 0:
        return "no radius given"
    return f"within {metres / 1000:g} km" if metres >= 1000 else f"within {metres} m"


def period_words(first: str, last: str) -> str:
    """A period given as two ISO days, either of which may be missing; what is no day is given back as it is."""
    try:
        return interval_words(DateInterval(first=first, last=last))
    except ValueError:
        return " – ".join(day for day in (first, last) if day)


def moment_words(at: str) -> str:
    """An instant of the log (UTC, RFC 3339) to the second: ``21 April 2031, 09:00:08 UTC``."""
    day, mark, clock = at.partition("T")
    if not mark or not at.endswith("Z"):
        return at
    return f"{day_words(day)}, {clock[:8]} UTC"


def is_same_path(arrival: Arrival) -> bool:
    """Whether the path for people is, byte for byte, the path as received."""
    return arrival.path_nfc.encode("utf-8", "surrogatepass").hex() == arrival.path_raw


def point_words(latitude: float, longitude: float) -> str:
    """``41.200° S, 12.300° W``."""
    return f"{_degrees(latitude, 'NS')}, {_degrees(longitude, 'EW')}"


def coordinate_words(place: Place) -> str:
    """``41.200° S, 12.300° W``, or that only the name is known."""
    if place.latitude is None or place.longitude is None:
        return "known by name only"
    return point_words(place.latitude, place.longitude)


def _degrees(value: float, sides: str) -> str:
    return f"{abs(value):.3f}° {sides[0] if value >= 0 else sides[1]}"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 claim``, ``2 claims``."""
    return f"{thousands(number)} {one if number == 1 else many or one + 's'}"
