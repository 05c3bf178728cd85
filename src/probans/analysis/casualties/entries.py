"""Rows of victim lists made comparable: name, age, sex, place and day beside the values as written.

What cannot be read is not compared and stays as written: an age beyond 120, a day in an unknown form. ``look_over``
reports it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import JaroWinkler

from probans.analysis.casualties.names import Name, read_name, similarity, to_latin
from probans.model.outcome import Problem
from probans.model.reading import TableReading, VictimRow

FIELDS = ("name", "age", "sex", "place", "date")
MISSING = -1
OLDEST = 120

_NAME_STEPS = (0.75, 0.85, 0.92, 0.99)
_SEXES = {"m": "m", "male": "m", "man": "m", "boy": "m", "f": "f", "female": "f", "woman": "f", "girl": "f"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row ready to compare. ``ages`` and ``days`` are (least, greatest); None when not given or not readable."""

    row: str
    list_name: str
    written: VictimRow
    name: Name
    ages: tuple[int, int] | None
    sex: str
    place: str
    days: tuple[date, date] | None


def read_entries(tables: Sequence[TableReading]) -> tuple[Entry, ...]:
    """Make entries of all rows of victim lists, in order of exhibit and line."""
    ordered = sorted((table for table in tables if table.purpose == "victims"), key=lambda table: table.reading.exhibit)
    return tuple(
        _entry(row, table) for table in ordered for row in sorted(table.victims, key=lambda row: row.line) if row.name
    )


def look_over(tables: Sequence[TableReading]) -> tuple[Problem, ...]:
    """Report what in victim lists cannot be compared; nothing of it is changed or lost."""
    return tuple(problem for entry in read_entries(tables) for problem in _problems(entry))


def compare(first: Entry, second: Entry) -> tuple[int, ...]:
    """Level of agreement per field of FIELDS; MISSING where either side does not say."""
    return (
        _name_level(first.name, second.name),
        MISSING if first.ages is None or second.ages is None else _steps(gap(first.ages, second.ages), (5, 2, 1)),
        MISSING if not first.sex or not second.sex else int(first.sex == second.sex),
        MISSING if not first.place or not second.place else int(_same_place(first.place, second.place)),
        MISSING if first.days is None or second.days is None else _steps(day_gap(first, second), (7, 1, 0)),
    )


def explain(first: Entry, second: Entry) -> tuple[str, ...]:
    """Say in plain words what agrees and what does not."""
    reasons = [_name_reason(first.name, second.name)]
    for words, one, other in (
        ("age", first.written.age, second.written.age),
        ("sex", first.written.sex, second.written.sex),
        ("place", first.written.place, second.written.place),
        ("date", first.written.date, second.written.date),
        ("fate", first.written.fate, second.written.fate),
    ):
        if one and other:
            reasons.append(f"same {words}, {one}" if one == other else f"{words} {one} against {other}")
    return tuple(reasons)


def gap(first: tuple[int, int], second: tuple[int, int]) -> int:
    """Distance between two ranges, 0 when they overlap."""
    return max(0, first[0] - second[1], second[0] - first[1])


def day_gap(first: Entry, second: Entry) -> int:
    """Days between two entries' dates, 0 when they overlap."""
    if first.days is None or second.days is None:
        raise ValueError("both entries need a day")
    one, other = ((days[0].toordinal(), days[1].toordinal()) for days in (first.days, second.days))
    return gap(one, other)


def read_age(words: str) -> tuple[int, int] | None:
    """Read an age in years as a range: *34*, *30-35*, *about 30*, *6 months*, *newborn*; None beyond OLDEST."""
    plain = words.casefold().strip()
    numbers = [int(number) for number in re.findall(r"\d{1,4}", plain)]
    if not numbers:
        return (0, 0) if plain in ("newborn", "infant", "baby") else None
    if re.search(r"month|week|day", plain):
        return numbers[0] // 12, max(1, numbers[-1] // 12)
    low, high = min(numbers[:2]), max(numbers[:2])
    if high > OLDEST:
        return None
    loose = 3 if re.search(r"about|around|approx|circa|~|\?|s$", plain) else 0
    return max(0, low - loose), high + loose


def read_days(words: str) -> tuple[date, date] | None:
    """Read a date as a range of days: a day, a month or a year, year first or day first with stops; None otherwise."""
    plain = words.strip()
    for form, make in _DATE_FORMS:
        found = re.fullmatch(form, plain)
        if found:
            try:
                return make(*(int(part) for part in found.groups()))
            except ValueError:
                return None
    return None


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    if not 1900 <= year <= 2200:
        raise ValueError("not a year of this calendar")
    return date(year, month, day), date(year, month, day)


def _month(year: int, month: int) -> tuple[date, date]:
    start = _day(year, month, 1)[0]
    after = date(year + month // 12, month % 12 + 1, 1)
    return start, date.fromordinal(after.toordinal() - 1)


def _year(year: int) -> tuple[date, date]:
    return _day(year, 1, 1)[0], date(year, 12, 31)


_DATE_FORMS: tuple[tuple[str, Callable[..., tuple[date, date]]], ...] = (
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", _day),
    (r"(\d{4})/(\d{1,2})/(\d{1,2})", _day),
    (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", lambda day, month, year: _day(year, month, day)),
    (r"(\d{4})-(\d{1,2})", _month),
    (r"(\d{4})", _year),
)


def _entry(row: VictimRow, table: TableReading) -> Entry:
    return Entry(
        row=f"{table.reading.exhibit}#{row.line}",
        list_name=table.list_name or table.reading.exhibit,
        written=row,
        name=read_name(row.name),
        ages=read_age(row.age),
        sex=_SEXES.get(row.sex.casefold().strip(), ""),
        place=to_latin(row.place),
        days=read_days(row.date),
    )


def _problems(entry: Entry) -> Iterable[Problem]:
    if entry.written.age.strip() and entry.ages is None:
        yield Problem(
            code="VICTIM-AGE", where=entry.row, words=f"“{entry.written.age}” is not an age that can be compared."
        )
    if entry.written.date.strip() and entry.days is None:
        words = f"“{entry.written.date}” is not a date of a known form and calendar; it is not compared."
        yield Problem(code="VICTIM-DATE", where=entry.row, words=words)
    if not entry.name.full_words:
        words = f"“{entry.written.name}” gives no more than initials; it can be linked only by a person."
        yield Problem(code="VICTIM-NAME", where=entry.row, words=words)


def _name_level(first: Name, second: Name) -> int:
    """Level of a name; one word or an initial is too little for the upper levels."""
    level = sum(similarity(first, second) >= step for step in _NAME_STEPS)
    return level if min(first.full_words, second.full_words) > 1 else min(level, 2)


def _steps(distance: int, limits: Sequence[int]) -> int:
    return sum(distance <= limit for limit in limits)


def _same_place(first: str, second: str) -> bool:
    return (
        first == second or first in second or second in first or JaroWinkler.normalized_similarity(first, second) >= 0.9
    )


def _name_reason(first: Name, second: Name) -> str:
    if first.written == second.written:
        return f"same name as written, {first.written}"
    if first.words == second.words:
        return f"same name in another script or spelling: {first.written} and {second.written}"
    if sorted(first.words) == sorted(second.words):
        return f"same name in another order: {first.written} and {second.written}"
    alike = similarity(first, second)
    how = "similar" if alike >= _NAME_STEPS[0] else "unlike"
    return f"{how} names ({alike:.2f}): {first.written} and {second.written}"
