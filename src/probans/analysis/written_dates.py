"""Dates as headers and table cells write them, to intervals of days that claim no more than the words. Pure.

``03/04/2031`` can be two days of the calendar: unless an order is known, the interval runs from the earlier to the
later of them. A month or a year alone is all its days.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from probans.model.when import DateInterval

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "janvier", "januar", "jänner", "enero", "gennaio", "janeiro", "января", "січня", "ocak",
     "yanvar", "يناير", "كانون الثاني"),
    ("february", "feb", "février", "fevrier", "februar", "febrero", "febbraio", "fevereiro", "февраля", "лютого",
     "şubat", "fevral", "فبراير", "شباط"),
    ("march", "mar", "mars", "märz", "marzo", "março", "марта", "березня", "mart", "مارس", "آذار"),
    ("april", "apr", "avril", "abril", "aprile", "апреля", "квітня", "nisan", "aprel", "أبريل", "ابريل", "نيسان"),
    ("may", "mai", "mayo", "maggio", "maio", "мая", "травня", "mayıs", "مايو", "أيار"),
    ("june", "jun", "juin", "juni", "junio", "giugno", "junho", "июня", "червня", "haziran", "iyun", "يونيو", "حزيران"),
    ("july", "jul", "juillet", "juli", "julio", "luglio", "julho", "июля", "липня", "temmuz", "iyul", "يوليو", "تموز"),
    ("august", "aug", "août", "aout", "agosto", "августа", "серпня", "ağustos", "avqust", "أغسطس", "آب"),
    ("september", "sep", "sept", "septembre", "septiembre", "settembre", "setembro", "сентября", "вересня", "eylül",
     "sentyabr", "سبتمبر", "أيلول"),
    ("october", "oct", "octobre", "oktober", "octubre", "ottobre", "outubro", "октября", "жовтня", "ekim", "oktyabr",
     "أكتوبر", "تشرين الأول"),
    ("november", "nov", "novembre", "noviembre", "novembro", "ноября", "листопада", "kasım", "noyabr", "نوفمبر",
     "تشرين الثاني"),
    ("december", "dec", "décembre", "decembre", "dezember", "diciembre", "dicembre", "dezembro", "декабря", "грудня",
     "aralık", "dekabr", "ديسمبر", "كانون الأول"),
)  # fmt: skip
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAMES = "|".join(sorted(map(re.escape, _MONTH_NUMBER), key=lambda name: (-len(name), name)))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>(?:1[89]|20|21)\d\d)"
_DASH = r"\s*(?:-|–|—|to|and|au|bis|по|до)\s*"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![\d.]){_DAY}{_DASH}(?P<until>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<name>{_NAMES})\.?,?\s+{_YEAR}(?!\d)",
        rf"(?<![\d.]){_DAY}\s+(?:de\s+|of\s+)?(?P<name>{_NAMES})\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        rf"(?<!\w)(?P<name>{_NAMES})\.?\s+{_DAY}{_DASH}(?P<until>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"(?<!\w)(?P<name>{_NAMES})\.?\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<![\d.])(?P<one>\d{{1,2}})(?P<mark>[/.\-])(?P<two>\d{{1,2}})(?P=mark){_YEAR}(?!\d)",
        rf"(?<!\w)(?<!\d )(?<!\d\. )(?P<name>{_NAMES})\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        rf"(?<![\d/.\-]){_YEAR}-(?P<month>\d{{2}})(?![\d-])",
        rf"\A\D*{_YEAR}\D*\Z",
    )
)
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([/.\-])(\d{1,2})\2(?:1[89]|20|21)\d\d(?!\d)")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class DateOrder(StrEnum):
    """Whether the day or the month comes first in dates of figures only."""

    UNKNOWN = "unknown"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def read_date(words: str, order: DateOrder = DateOrder.UNKNOWN) -> DateInterval | None:
    """Read the first date in a header's value; None when there is none that the calendar has."""
    return next(_found(words, order), None)


def read_dates(words: str, order: DateOrder = DateOrder.UNKNOWN) -> DateInterval | None:
    """Read all dates in a cell as one period, from the earliest day to the latest."""
    found = list(_found(words, order))
    if not found:
        return None
    return DateInterval(first=min(day.first for day in found), last=max(day.last for day in found), wording=words)


def date_order(values: Iterable[str]) -> DateOrder:
    """Tell the order of day and month from dates that allow only one; UNKNOWN when none does or they disagree."""
    day_first = month_first = False
    for value in values:
        for one, mark, two in _NUMERIC.findall(value.translate(_DIGITS)):
            # Dots are used where the day comes first, and nowhere else.
            day_first |= mark == "." or int(one) > 12
            month_first |= int(two) > 12
    if day_first is month_first:
        return DateOrder.UNKNOWN
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def _found(words: str, order: DateOrder) -> Iterator[DateInterval]:
    """Dates in the text, in its order, none inside another."""
    plain = words.translate(_DIGITS)
    taken: list[tuple[int, int, DateInterval]] = []
    for form in _FORMS:
        for match in form.finditer(plain):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end, _ in taken):
                continue
            days = _days({key: value for key, value in match.groupdict().items() if value}, order)
            if days is not None:
                first, last = days
                interval = DateInterval(first=first.isoformat(), last=last.isoformat(), wording=words[start:end])
                taken.append((start, end, interval))
    return (interval for _, _, interval in sorted(taken, key=lambda item: item[:2]))


def _days(found: dict[str, str], order: DateOrder) -> tuple[date, date] | None:
    year = int(found["year"])
    if "one" in found:
        mark_order = DateOrder.DAY_FIRST if found["mark"] == "." else order
        return _in_order(year, int(found["one"]), int(found["two"]), mark_order)
    if "month" not in found and "name" not in found:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(found["month"]) if "month" in found else _MONTH_NUMBER[found["name"].lower()]
    if "day" not in found:
        return (date(year, month, 1), date(year, month, monthrange(year, month)[1])) if 1 <= month <= 12 else None
    first, last = _day(year, month, int(found["day"])), _day(year, month, int(found.get("until", found["day"])))
    return (first, last) if first and last and first <= last else None


def _in_order(year: int, one: int, two: int, order: DateOrder) -> tuple[date, date] | None:
    """What the calendar and the order allow: one day, or two that the same figures can mean."""
    day_first, month_first = _day(year, two, one), _day(year, one, two)
    if order is DateOrder.DAY_FIRST:
        month_first = None
    elif order is DateOrder.MONTH_FIRST:
        day_first = None
    days = sorted(day for day in (day_first, month_first) if day)
    return (days[0], days[-1]) if days else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
