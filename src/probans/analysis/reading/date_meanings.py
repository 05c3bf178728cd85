"""What the words of a date mean: from a match of a pattern and a context to intervals of days.

Every function takes a match with named groups and a ``Context`` and gives the separate intervals meant, none when the
words cannot be resolved.
"""

import re
from dataclasses import dataclass
from datetime import date

from probans.analysis.reading.days import (
    Days,
    day,
    last_on_or_before,
    make_day,
    month_of,
    part_of,
    season_of,
    shift,
    week_of,
    year_of,
)
from probans.analysis.reading.numbers import numeral_at
from probans.analysis.reading.tokens import tokenise

Found = tuple[Days, ...]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_NUMBER = {name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))}
_MONTH_NUMBER["sept"] = 9
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAY_NUMBER = {name: number for number, name in enumerate(_WEEKDAYS)}
_WEEKDAY_NUMBER |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5}
_WEEKDAY_NUMBER |= {"sun": 6}

_PARTS = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is resolved against: day of publication, the year told of, the day last named."""

    published: date | None = None
    year: int | None = None
    anchor: date | None = None
    future: bool = False


def _month_number(written: str) -> int:
    return _MONTH_NUMBER[written.lower()]


def _whole_year(written: str) -> int:
    if len(written) == 4:
        return int(written)
    return int(written) + (2000 if int(written) < 50 else 1900)


def _choose_year(month: int, number: int, context: Context) -> int | None:
    """The year of a day and month that stand without one: that of an older account, else the nearest to publication.

    A day to come counts twice as far as one gone by, so that reports tell of the past where both are possible.
    """
    published = context.published
    if context.year is not None and (published is None or context.year < published.year - 1):
        return context.year
    if published is None:
        return None
    years = (published.year - 1, published.year, published.year + 1)
    days = {year: when for year in years if (when := make_day(year, month, number)) is not None}
    return min(days, key=lambda year: _distance(days[year], published, context), default=None)


def _distance(when: date, published: date, context: Context) -> int:
    days = (when - published).days
    if days <= 0:
        return -days * (2 if context.future else 1)
    return days * (1 if context.future else 2)


def read_day(match: "re.Match[str]", context: Context) -> Found:
    month, number = _month_number(match["month"]), int(match["day"])
    written = match.groupdict().get("year")
    year = _whole_year(written) if written else _choose_year(month, number, context)
    when = make_day(year, month, number) if year else None
    return (day(when),) if when else ()


def read_list(match: "re.Match[str]", context: Context) -> Found:
    month = _month_number(match["month"])
    numbers = [int(found) for found in re.findall(r"\d{1,2}", match["days"])]
    written = match.groupdict().get("year")
    year = _whole_year(written) if written else _choose_year(month, numbers[-1], context)
    days = [make_day(year, month, number) for number in numbers] if year else []
    return tuple(day(when) for when in days if when is not None)


def read_range(match: "re.Match[str]", context: Context) -> Found:
    listed = read_list(match, context)
    return (Days(listed[0].first, listed[-1].last),) if len(listed) == 2 else listed


def read_between(match: "re.Match[str]", context: Context) -> Found:
    last_month, last_day = _month_number(match["month2"]), int(match["day2"])
    first_month, first_day = _month_number(match["month"]), int(match["day"])
    year2 = match["year2"]
    last_year = int(year2) if year2 else _choose_year(last_month, last_day, context)
    if last_year is None:
        return ()
    earlier = (first_month, first_day) <= (last_month, last_day)
    first_year = int(match["year"]) if match["year"] else last_year - (not earlier)
    first, last = make_day(first_year, first_month, first_day), make_day(last_year, last_month, last_day)
    return (Days(first, last),) if first and last else ()


def read_numeric(match: "re.Match[str]", _: Context) -> Found:
    """Day and month in digits. Where both orders are possible, the interval covers both readings."""
    one, two, year = int(match["one"]), int(match["two"]), _whole_year(match["year"])
    readings = (
        {make_day(year, two, one), make_day(year, one, two)} if match["sign"] == "/" else {make_day(year, two, one)}
    )
    days = sorted(when for when in readings if when is not None)
    return (Days(days[0], days[-1]),) if days else ()


def read_iso(match: "re.Match[str]", _: Context) -> Found:
    when = make_day(int(match["year"]), int(match["one"]), int(match["two"]))
    return (day(when),) if when else ()


def read_month(match: "re.Match[str]", context: Context) -> Found:
    number = _month_number(match["month"])
    written = match.groupdict().get("year")
    if written:
        year: int | None = _whole_year(written)
    else:
        year = _year_of_month(number, (match.groupdict().get("which") or "").lower(), context)
    if year is None:
        return ()
    return (_part(match, month_of(year, number)),)


def _year_of_month(number: int, which: str, context: Context) -> int | None:
    published = context.published
    if published is None:
        return context.year
    if which == "next":
        return published.year + (number <= published.month)
    if which == "last":
        return published.year - (number >= published.month)
    if which == "this":
        return published.year
    return _choose_year(number, 15, context)


def read_month_of_year(match: "re.Match[str]", context: Context) -> Found:
    """*January this year*, *June last year*."""
    if context.published is None:
        return ()
    offset = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    return (month_of(context.published.year + offset, _month_number(match["month"])),)


def read_quarter(match: "re.Match[str]", context: Context) -> Found:
    """*the third quarter*: the latest that has begun before publication."""
    published = context.published
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["ordinal"].lower())
    if published is None or number is None:
        return ()
    year = published.year if 3 * number - 2 <= published.month else published.year - 1
    return (Days(month_of(year, 3 * number - 2).first, month_of(year, 3 * number).last),)


def read_nothing(_: "re.Match[str]", __: Context) -> Found:
    """Words of time that name no days: *now*, *recently*, *six weeks*."""
    return ()


def read_year(match: "re.Match[str]", _: Context) -> Found:
    return (_part(match, year_of(int(match["year"]))),)


def _part(match: "re.Match[str]", whole: Days) -> Days:
    part = (match.groupdict().get("part") or "").lower()
    return part_of(whole, _PARTS[part]) if part else whole


def read_decade(match: "re.Match[str]", _: Context) -> Found:
    first = int(match["decade"])
    whole = Days(date(first, 1, 1), date(first + 9, 12, 31))
    return (_part(match, whole),)


def read_season(match: "re.Match[str]", context: Context) -> Found:
    written = match.groupdict().get("year")
    published = context.published
    which = (match.groupdict().get("which") or "").lower()
    if written:
        return (season_of(int(written), match["season"].lower()),)
    if published is None:
        return ()
    offset = {"last": -1, "next": 1}.get(which, 0)
    return (season_of(published.year + offset, match["season"].lower()),)


def read_weekday(match: "re.Match[str]", context: Context) -> Found:
    if context.published is None:
        return ()
    number = _WEEKDAY_NUMBER[match["weekday"].lower().rstrip(".")]
    which = (match.groupdict().get("which") or "").lower()
    recent = last_on_or_before(context.published, number)
    if which in {"last", "past"} and recent == context.published:
        recent = shift(recent, -7)
    if which in {"next", "coming"} or (context.future and recent != context.published and not which):
        recent = shift(recent, 7)
    return (day(recent),)


def _weekday_and_day(match: "re.Match[str]", context: Context) -> Found:
    return read_day(match, context)


def read_deictic(match: "re.Match[str]", context: Context) -> Found:
    published = context.published
    if published is None:
        return ()
    word = " ".join(match["word"].lower().split())
    if word == "overnight":
        return (Days(shift(published, -1), published),)
    if word in {"last night", "yesterday"} or word.startswith("yesterday"):
        return (day(shift(published, -1)),)
    if "before yesterday" in word:
        return (day(shift(published, -2)),)
    if word.startswith("tomorrow"):
        return (day(shift(published, 1)),)
    return (day(published),)


def read_relative(match: "re.Match[str]", context: Context) -> Found:
    published = context.published
    if published is None:
        return ()
    offset = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    whole = _unit_period(match["unit"].lower(), published, offset)
    if whole is None:
        return ()
    part = (match.groupdict().get("part") or "").lower()
    if part in {"earlier", "later"}:
        earlier = part == "earlier"
        return (Days(whole.first, published) if earlier and offset == 0 else whole,)
    return (part_of(whole, _PARTS[part]) if part else whole,)


def _unit_period(unit: str, published: date, offset: int) -> Days | None:
    if unit == "week":
        return week_of(published, offset)
    if unit == "weekend":
        saturday = shift(
            last_on_or_before(published, 5), 7 * max(0, offset) - (7 if published.weekday() >= 5 and offset < 0 else 0)
        )
        return Days(saturday, shift(saturday, 1))
    if unit == "month":
        return month_of(published.year, published.month + offset)
    if unit == "year":
        return year_of(min(max(published.year + offset, 1), 9999))
    return None


def read_ago(match: "re.Match[str]", context: Context) -> Found:
    base = context.published if match["ago"].lower() == "ago" else (context.anchor or None)
    if base is None:
        return ()
    amount = _amount(match["number"])
    return (_back(base, amount, match["unit"].lower()),) if amount is not None else ()


def _back(base: date, amount: int, unit: str) -> Days:
    if unit in {"day", "night"}:
        return day(shift(base, -amount))
    if unit == "week":
        middle = shift(base, -7 * amount)
        return Days(shift(middle, -3), shift(middle, 3))
    if unit == "month":
        return month_of(base.year, base.month - amount)
    if unit == "hour":
        return Days(shift(base, -((amount + 23) // 24)), base)
    years = {"year": 1, "decade": 10, "century": 100}.get(unit, 1) * amount
    return year_of(max(1, base.year - years))


def read_past(match: "re.Match[str]", context: Context) -> Found:
    published = context.published
    amount = _amount(match["number"]) if match["number"] else 1
    if published is None or amount is None:
        return ()
    length = {"day": 1, "night": 1, "week": 7, "weekend": 7, "month": 31, "year": 366, "hour": 1}.get(
        match["unit"].lower(), 366
    )
    days = (amount + 23) // 24 if match["unit"].lower() == "hour" else length * amount
    return (Days(shift(published, -days), published),)


def read_anchored(match: "re.Match[str]", context: Context) -> Found:
    if context.anchor is None:
        return ()
    word = match["word"].lower()
    step = -1 if "previous" in word or "before" in word or "earlier" in word else 1
    step = 0 if "same" in word or "that" in word else step
    return (day(shift(context.anchor, step)),)


def _amount(written: str) -> int | None:
    written = written.lower()
    vague = {"a few": 3, "few": 3, "several": 4, "a couple of": 2, "couple": 2, "a": 1, "an": 1, "recent": 2}
    if written in vague:
        return vague[written]
    tokens = tokenise(written, 0, len(written))
    number = numeral_at(tokens, 0) if tokens else None
    return int(number[1]) if number is not None and number[0] == len(tokens) and number[1] <= 9999 else None
