"""Arithmetic of days: months, weeks, seasons and years as first and last day. No time zones, no clock."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days from ``first`` to ``last`` inclusive; None where open."""

    first: date | None
    last: date | None


def day(when: date) -> Days:
    """One day."""
    return Days(when, when)


def make_day(year: int, month: int, number: int) -> date | None:
    """A day of the calendar, or None when there is none such."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    return date(year, month, number)


def month_of(year: int, month: int) -> Days:
    """A whole month; ``month`` may lie outside 1..12 and is carried into the year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = min(max(year, 1), 9999)
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def year_of(year: int) -> Days:
    """A whole year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def week_of(when: date, weeks: int = 0) -> Days:
    """Monday to Sunday of the week of a day, ``weeks`` later."""
    monday = shift(when, 7 * weeks - when.weekday())
    return Days(monday, shift(monday, 6))


def shift(when: date, days: int) -> date:
    """A day moved by a number of days, held within the calendar."""
    ordinal = min(max(when.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def part_of(whole: Days, part: str) -> Days:
    """The early, middle or late part of a period, generously cut."""
    if whole.first is None or whole.last is None:
        return whole
    length = (whole.last - whole.first).days + 1
    cuts = {"early": (0.0, 0.5), "mid": (0.25, 0.75), "late": (0.5, 1.0)}
    low, high = cuts[part]
    return Days(whole.first + timedelta(int(length * low)), whole.first + timedelta(max(0, round(length * high) - 1)))


def season_of(year: int, name: str) -> Days:
    """A season of the year. Which months it has depends on the hemisphere: a month is added on both sides."""
    middle = {"spring": 4, "summer": 7, "autumn": 10, "fall": 10, "winter": 13}[name]
    return Days(month_of(year, middle - 2).first, month_of(year, middle + 2).last)


def last_on_or_before(when: date, weekday: int) -> date:
    """The latest such weekday (Monday is 0) not after a day."""
    return shift(when, -((when.weekday() - weekday) % 7))
