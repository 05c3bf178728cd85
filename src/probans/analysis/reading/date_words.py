"""The patterns of dates and periods in English, each with the function that gives its meaning.

Every repetition is bounded, so that matching a sentence takes time linear in its length.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from probans.analysis.reading.date_meanings import (
    Context,
    Found,
    read_ago,
    read_anchored,
    read_between,
    read_day,
    read_decade,
    read_deictic,
    read_iso,
    read_list,
    read_month,
    read_month_of_year,
    read_nothing,
    read_numeric,
    read_past,
    read_quarter,
    read_range,
    read_relative,
    read_season,
    read_weekday,
    read_year,
)
from probans.analysis.reading.days import Days

Resolver: TypeAlias = "Callable[[re.Match[str], Context], Found]"


_MONTH = (
    r"(?P<month{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year{0}>(?:1[89]|20|21)\d\d)(?![\w])(?!,\d)"
_SHORT_YEAR = r"(?P<year{0}>(?:1[89]|20|21)\d\d|\d\d)(?![\w:])"
_DAY_NUMBER = r"[0-3]?\d(?:st|nd|rd|th)?"
_LIST_LINK = r"(?:\s{0,2},\s{0,2}(?:and\s{1,2})?|\s{1,2}and\s{1,2}|\s{1,2}&\s{1,2})"
_RANGE_LINK = r"\s{0,2}(?:-|–|—|to|until|till|through|and)\s{0,2}"
_WEEKDAY = (
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|mon\.|tues?\.|wed\.|thurs?\.|fri\.|sat\.|sun\.)"
)
_PART_OF_DAY = r"(?:[\s-]{1,2}(?P<time>night|evening|morning|afternoon|noon|dawn|midday|midnight))?"
_UNIT = r"(?P<unit>day|week|month|year|night|decade|weekend|hour|quarter|century)s?"
_PART = r"(?P<part>early|mid|middle|late|beginning|start|end)"
_ANY_NUMBER = (
    r"(?P<number>\d{1,3}|a few|a couple of|an?|few|several|couple|recent|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|twenty-four|forty-eight"
    r"|seventy-two)"
)
_WHICH = r"(?P<which>this|last|next|past|previous|coming)"
_IN_PART = rf"(?:the\s)?(?:{_PART}(?:\sof\s(?:the\s)?|[\s-]))?"

_M, _M2, _D, _D2 = _MONTH.format(""), _MONTH.format("2"), _DAY.format(""), _DAY.format("2")
_Y, _SY = _YEAR.format(""), _SHORT_YEAR.format("")
_S, _OF = r"\s{1,2}", r"(?:\s{1,2}of)?"
_MAYBE_YEAR, _MAYBE_YEAR2 = rf"(?:,?{_S}{_Y})?", rf"(?:,?{_S}{_YEAR.format('2')})?"
_MAYBE_WEEKDAY = rf"(?:{_WEEKDAY.replace('P<weekday>', ':')}\s{{0,2}},?\s{{0,2}})?"
_TWO_DAYS = rf"(?P<days>{_DAY_NUMBER}\s?(?:-|–|to|through)\s?{_DAY_NUMBER})"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_NAMED_DATE = (
    r"(?:(?:the\s)?(?:early|late|mid|start of|beginning of|end of)[\s-])?(?:the\s)?"
    rf"(?:{_DAY_NUMBER}{_S})?{_MONTH.replace('P<month{0}>', ':')}(?:{_S}{_DAY_NUMBER})?(?:,?{_S}(?:19|20|21)\d\d)?"
)
_OTHER_DATE = (
    r"(?:19|20|21)\d\d|(?:the\s)?(?:early\s|late\s|mid-)?(?:19|20)\d0s|yesterday|last (?:week|month|year)"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_ANCHORED = (
    r"(?:the|that) (?:same|previous|following|next) (?:day|night|morning|evening)|the day (?:before|after)"
    r"|that (?:day|night|morning|evening|afternoon)|a day (?:earlier|later)"
)
_DEICTIC = (
    r"the day before yesterday|yesterday(?: (?:morning|evening|afternoon|night))?|today|tonight|last night|overnight"
    r"|this (?:morning|evening|afternoon)|tomorrow(?: (?:morning|evening|afternoon|night))?"
)


_ENDING = frozenset({"until", "till", "up to", "before", "as of"})


_BEGAN = r"(?:began|started|erupted|broke out)"
_BEGINNING = rf"(?:(?:the\s)?(?:\w{{2,20}}\s){{1,4}}?{_BEGAN}\s(?:in|on)\s)?"
_WAR = (
    r"(?P<link>war|conflict|invasion|fighting|hostilities|uprising)\s?,?\s(?:(?:which|that)\s)?(?:has\s)?"
    rf"{_BEGAN}"
)


def _after(words: str) -> str:
    return "(?:" + "|".join(rf"(?<={word}\s)" for word in words.split()) + ")"


def _open(match: "re.Match[str]", context: Context) -> Found:
    """*Since* and *until* with a date: an interval closed by publication or open at its beginning."""
    inner = _inner_date(match["rest"], context)
    if inner is None:
        return ()
    if match["link"].lower() in _ENDING:
        return (Days(None, inner.last),)
    closed = inner.first and context.published and context.published >= inner.first
    return (Days(inner.first, context.published if closed else None),)


def _inner_date(words: str, context: Context) -> Days | None:
    for name, pattern, resolver in RULES:
        match = pattern.match(words) if name not in {"since", "ago"} else None
        if match is not None and match.end() == len(words):
            found = resolver(match, context)
            return found[0] if len(found) == 1 else None
    return None


def _compile(pattern: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<![\w])(?:{pattern})(?![\w])", re.IGNORECASE)


# name, pattern, meaning; where two match at one place the longer wins, then the earlier in the list
_WRITTEN: tuple[tuple[str, str, Resolver], ...] = (
    ("between", rf"{_M}{_S}{_D}{_MAYBE_YEAR}{_RANGE_LINK}{_M2}{_S}{_D2}{_MAYBE_YEAR2}", read_between),
    ("between", rf"{_D}{_OF}{_S}{_M}{_MAYBE_YEAR}{_RANGE_LINK}{_D2}{_OF}{_S}{_M2}{_MAYBE_YEAR2}", read_between),
    ("list", rf"{_M}{_S}(?P<days>{_DAY_NUMBER}(?:{_LIST_LINK}{_DAY_NUMBER}(?!\d)){{1,12}}){_MAYBE_YEAR}", read_list),
    ("list", rf"(?P<days>{_DAY_NUMBER}(?:{_LIST_LINK}{_DAY_NUMBER}){{1,12}}){_OF}{_S}{_M}{_MAYBE_YEAR}", read_list),
    ("range", rf"{_M}{_S}{_TWO_DAYS}{_MAYBE_YEAR}", read_range),
    ("range", rf"{_TWO_DAYS}{_OF}{_S}{_M}{_MAYBE_YEAR}", read_range),
    ("range", rf"between\s(?P<days>{_DAY_NUMBER}\sand\s{_DAY_NUMBER}){_OF}{_S}{_M}{_MAYBE_YEAR}", read_range),
    ("range", rf"between\s{_M}{_S}(?P<days>{_DAY_NUMBER}\sand\s{_DAY_NUMBER}){_MAYBE_YEAR}", read_range),
    ("day", rf"{_MAYBE_WEEKDAY}{_M}{_S}{_D}(?:\s?,\s?|{_S}){_Y}", read_day),
    ("day", rf"{_MAYBE_WEEKDAY}{_M}{_S}{_D}(?![\d:/])(?!,\d\d\d)", read_day),
    ("day", rf"{_MAYBE_WEEKDAY}(?:the\s)?{_D}{_OF}[\s-]{{1,2}}{_M}(?:,?[\s-]{{1,2}}{_SY})?", read_day),
    ("iso", r"(?P<year>(?:19|20|21)\d\d)-(?P<one>[01]\d)-(?P<two>[0-3]\d)", read_iso),
    ("numeric", r"(?P<one>[0-3]?\d)(?P<sign>[./])(?P<two>[0-3]?\d)(?P=sign)(?P<year>(?:19|20)\d\d|\d\d)", read_numeric),
    ("month", rf"{_IN_PART}{_M}(?:,?{_S}|\sof\s){_Y}", read_month),
    ("month", rf"(?P<which>last|next|this)\s{_M}", read_month),
    ("month", rf"{_M}(?:\sof)?\s(?P<which>last|next|this)\syear", read_month_of_year),
    ("quarter", r"(?:the\s)?(?:fiscal\s)?(?P<ordinal>first|second|third|fourth)[\s-]quarter", read_quarter),
    ("now", r"now|currently|at present|at the moment", read_nothing),
    ("recent", r"recently|previously|in the past", read_nothing),
    ("soon", r"soon|in the future|in the near future", read_nothing),
    ("duration", rf"{_ANY_NUMBER}[\s-]{_UNIT}", read_nothing),
    ("month", rf"{_after('in since until by of during from to')}{_IN_PART}{_M}", read_month),
    ("month", rf"{_PART}[\s-](?:of\s)?{_M}", read_month),
    (
        "month",
        r"(?-i:(?P<month>January|February|April|June|July|August|September|October|November|December))",
        read_month,
    ),
    (
        "year",
        rf"(?:{_after('in since of during until by from to through and the fiscal')}|(?<=\()){_IN_PART}{_Y}",
        read_year,
    ),
    ("year", rf"{_PART}[\s-](?:of\s)?{_Y}", read_year),
    ("decade", rf"(?:the\s)?(?:{_PART}[\s-])?(?P<decade>(?:19|20)\d0)[’']?s", read_decade),
    ("season", rf"(?:(?:the|(?P<which>last|next|this))\s)?{_SEASON}\s(?:of\s)?{_Y}", read_season),
    ("season", rf"(?P<which>last|next|this)\s{_SEASON}", read_season),
    ("weekday", rf"(?:(?P<which>last|next|this|past|coming)\s)?{_WEEKDAY}{_PART_OF_DAY}", read_weekday),
    ("deictic", rf"(?P<word>{_DEICTIC})", read_deictic),
    (
        "relative",
        rf"(?:(?P<part>earlier|later|early|late)\s)?(?:the\s)?{_WHICH}\s(?P<unit>week|month|year|weekend)",
        read_relative,
    ),
    (
        "ago",
        rf"(?:(?:about|some|around|nearly|almost|more than)\s)?{_ANY_NUMBER}\s{_UNIT}\s(?P<ago>ago|earlier|before)",
        read_ago,
    ),
    ("past", rf"(?:the\s)?(?:last|past|previous)\s{_ANY_NUMBER}\s{_UNIT}", read_past),
    ("past", r"(?:the\s)?(?:last|past)\s(?P<number>)(?P<unit>day|night|24 hours)", read_past),
    ("anchored", rf"(?P<word>{_ANCHORED})", read_anchored),
    ("began", rf"{_WAR}\s(?:in|on)\s(?P<rest>{_NAMED_DATE}|{_OTHER_DATE})", _open),
    (
        "since",
        rf"(?P<link>since|until|till|up to|before|as of)\s{_BEGINNING}(?P<rest>{_NAMED_DATE}|{_OTHER_DATE})",
        _open,
    ),
)
RULES = tuple((name, _compile(pattern), resolver) for name, pattern, resolver in _WRITTEN)
MONTH_AND_YEAR = _compile(rf"{_M}(?:{_S}{_DAY_NUMBER})?,?{_S}{_Y}")
FUTURE = re.compile(r"(?i)\b(?:will|shall|next|scheduled|due|plans? to|expected to|upcoming|is to|are to|would)\b")
BORN = re.compile(r"(?i)\bborn\s(?:in|on)\s$")
SAID = re.compile(r"(?i)\b(?:said|told|announced|reported|added)\b")
HINT = re.compile(
    r"(?i)\d|days?\b|night|morning|evening|week|month|year|ago|tomorrow|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|spring|summer|autumn|winter|earlier|fall|now\b|recently|currently|soon\b|decade|hour|quarter"
)
