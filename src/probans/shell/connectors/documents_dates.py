"""Dates as headers write them, to intervals of days that claim no more than the words. Pure.

``03/04/2031`` can be two days of the calendar: the interval runs from the earlier to the later of them.
"""

import re
from calendar import monthrange
from datetime import date

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
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_DAY}\s+(?:de\s+|of\s+)?(?P<name>{_NAMES})\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        rf"(?<!\w)(?P<name>{_NAMES})\.?\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<one>\d{{1,2}})[/.\-](?P<two>\d{{1,2}})[/.\-]{_YEAR}(?!\d)",
        rf"(?<!\w)(?P<name>{_NAMES})\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}-(?P<month>\d{{2}})(?!\d)",
    )
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def read_date(words: str) -> DateInterval | None:
    """Read the first date in a header's value; None when there is none that the calendar has."""
    plain = words.translate(_DIGITS)
    for form in _FORMS:
        for match in form.finditer(plain):
            days = _days({key: value for key, value in match.groupdict().items() if value})
            if days is not None:
                first, last = days
                return DateInterval(first=first.isoformat(), last=last.isoformat(), wording=words[slice(*match.span())])
    return None


def _days(found: dict[str, str]) -> tuple[date, date] | None:
    year = int(found["year"])
    if "one" in found:
        return _either_order(year, int(found["one"]), int(found["two"]))
    month = int(found["month"]) if "month" in found else _MONTH_NUMBER[found["name"].lower()]
    if "day" in found:
        day = _day(year, month, int(found["day"]))
        return (day, day) if day else None
    if not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _either_order(year: int, one: int, two: int) -> tuple[date, date] | None:
    """Day first or month first: what the calendar allows."""
    days = sorted(day for day in (_day(year, two, one), _day(year, one, two)) if day)
    return (days[0], days[-1]) if days else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
