"""Dates and periods in a sentence, resolved to intervals of days that are never forced to a day.

Each rule is one bounded pattern with a meaning. Relative words (*yesterday*, *on Monday*, *last week*) count from the
day of publication; a day and month without a year takes the year of its neighbour in the same phrase, else the year
that the passage tells of, else the latest year in which it is not after publication. What cannot be resolved keeps its
words and has no interval.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from probans.analysis.reading.date_meanings import Context
from probans.analysis.reading.date_words import BORN, FUTURE, HINT, MONTH_AND_YEAR, RULES, SAID
from probans.analysis.reading.days import Days
from probans.model.claim import Span
from probans.model.when import DateInterval


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or period in the text: all its separate intervals, the rule that read it, the day later words refer to."""

    span: Span
    intervals: tuple[DateInterval, ...]
    rule: str
    explicit_year: int | None = None
    anchor: date | None = None


def find_dates(text: str, start: int, end: int, context: Context) -> tuple[DateMention, ...]:
    """Find the dates of the sentence ``text[start:end]``, left to right, never overlapping."""
    sentence = text[start:end]
    if not HINT.search(sentence):
        return ()
    year = _year_in(sentence)
    local = replace(context, year=year or context.year)
    chosen = _longest(
        (match.start(), -match.end(), number, match)
        for number, rule in enumerate(RULES)
        for match in rule[1].finditer(sentence)
    )
    found: list[DateMention] = []
    for number, match in chosen:
        ahead = replace(local, future=_is_ahead(sentence, match.start()))
        mention = _mention(text, start, match, number, ahead)
        if mention is None:
            continue
        found.append(mention)
        local = replace(local, anchor=mention.anchor or local.anchor)
    return tuple(found)


def follow(context: Context, mentions: Iterable[DateMention]) -> Context:
    """The context for the next sentence, after the dates of this one."""
    for mention in mentions:
        context = replace(context, year=mention.explicit_year or context.year, anchor=mention.anchor or context.anchor)
    return context


def _is_ahead(sentence: str, at: int) -> bool:
    """Whether words shortly before a date speak of what is to come, with no saying between."""
    return bool(FUTURE.search(sentence, max(0, at - 70), at)) and not SAID.search(sentence, max(0, at - 30), at)


def _longest(candidates: "Iterable[tuple[int, int, int, re.Match[str]]]") -> "list[tuple[int, re.Match[str]]]":
    chosen: list[tuple[int, re.Match[str]]] = []
    reached = -1
    for first, _, number, match in sorted(candidates, key=lambda item: item[:3]):
        if first >= reached:
            chosen.append((number, match))
            reached = match.end()
    return chosen


def _mention(text: str, start: int, match: "re.Match[str]", number: int, context: Context) -> DateMention | None:
    name, _, resolver = RULES[number]
    if BORN.search(text, max(0, start + match.start() - 12), start + match.start()):
        return None
    found = resolver(match, context)
    first, last = start + match.start(), start + match.end()
    words = text[first:last].rstrip(" ,")
    span = Span(start=first, end=first + len(words), words=words)
    intervals = tuple(_interval(days, words) for days in found)
    dated = name in {"day", "between", "list", "range"} or (context.published is None and name in {"month", "year"})
    year = (match.groupdict().get("year") or match.groupdict().get("year2")) if dated else None
    anchor = found[-1].first if found and found[-1].first == found[-1].last else None
    return DateMention(span, intervals, f"date.{name}", int(year) if year and len(year) == 4 else None, anchor)


def _interval(days: Days, words: str) -> DateInterval:
    first, last = days.first, days.last
    if first is not None and last is not None and first > last:
        first, last = last, first
    return DateInterval(first=first.isoformat() if first else "", last=last.isoformat() if last else "", wording=words)


def _year_in(sentence: str) -> int | None:
    """The year that a sentence names together with a month, when it names only one."""
    years = {int(match.group("year")) for match in MONTH_AND_YEAR.finditer(sentence)}
    return years.pop() if len(years) == 1 else None
