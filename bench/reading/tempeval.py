"""Dates and durations in news: relaxed span F1 and value F1 (span overlap and same normalised value)."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

from bench.reading.texts import DATA, prf
from probans.analysis.reading.date_meanings import Context
from probans.analysis.reading.dates import DateMention, find_dates, follow
from probans.analysis.reading.numbers import numeral_at
from probans.analysis.reading.sentences import split_sentences
from probans.analysis.reading.tokens import tokenise

Marked = tuple[int, int, str]


def load(path: Path) -> tuple[str, str, list[Marked]]:
    """Text, publication date and gold expressions (dates and durations of the text body)."""
    root = ET.parse(path).getroot()
    body = root.find("TEXT")
    dct = next(
        (item.get("value", "") for item in root.iter("TIMEX3") if item.get("functionInDocument") == "CREATION_TIME"), ""
    )
    parts: list[str] = []
    gold: list[Marked] = []

    def walk(node: ET.Element) -> None:
        start = sum(map(len, parts))
        if node.text:
            parts.append(node.text)
        for child in node:
            walk(child)
            if child.tail:
                parts.append(child.tail)
        if node.tag == "TIMEX3":
            gold.append((start, sum(map(len, parts)), node.get("value", "")))

    assert body is not None
    walk(body)
    return "".join(parts), dct[:10], gold


def value_of(mention: DateMention) -> str:
    """The value of a mention the way the set writes it."""
    if mention.rule in _REFERENCES:
        return _REFERENCES[mention.rule]
    if mention.rule in {"date.duration", "date.past"}:
        return _duration(mention.span.words)
    return _days(mention) if mention.intervals else ""


def _days(mention: DateMention) -> str:
    days = mention.intervals[0]
    first, last = days.first, days.last
    inner = mention.span.words.split()[-1]
    if mention.rule == "date.since":
        return inner if inner.isdigit() and len(inner) == 4 else first or last
    if mention.rule == "date.quarter":
        return f"{first[:4]}-Q{(int(first[5:7]) + 2) // 3}"
    if mention.rule == "date.relative" and days.days == 7:
        year, week, _ = date.fromisoformat(first).isocalendar()
        return f"{year}-W{week:02d}"
    return first if days.is_day else _period(mention, first, last)


def _period(mention: DateMention, first: str, last: str) -> str:
    if first[:7] == last[:7] != "":
        return first[:7]
    whole = first[4:] == "-01-01" and last[4:] == "-12-31"
    same_year = first[:4] == last[:4] and (whole or mention.rule in {"date.year", "date.relative"})
    return first[:4] if same_year else first


_REFERENCES = {"date.now": "PRESENT_REF", "date.recent": "PAST_REF", "date.soon": "FUTURE_REF"}
_UNITS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
    "night": "D",
    "decade": "DE",
    "century": "CE",
    "quarter": "Q",
}


def _duration(words: str) -> str:
    """*the past two months* as P2M."""
    low = words.lower().replace("-", " ").split()
    unit = _UNITS.get(low[-1].removesuffix("s"), "")
    number = next((value for at in range(len(low)) if (value := _amount(low[at:-1]))), "X" if len(low) > 1 else "1")
    return f"P{number}{unit}" if unit else f"PT{number}H"


def _amount(low: list[str]) -> str:
    words = " ".join(low)
    tokens = tokenise(words, 0, len(words))
    number = numeral_at(tokens, 0) if tokens else None
    return str(int(number[1])) if number else "1" if low in (["a"], ["an"]) else ""


def ours(text: str, dct: str) -> list[Marked]:
    """Our expressions."""
    published = date.fromisoformat(dct) if re.fullmatch(r"\d{4}-\d\d-\d\d", dct) else None
    context = Context(published=published)
    found: list[Marked] = []
    for part in split_sentences(text):
        mentions = find_dates(text, part.start, part.end, context)
        context = follow(context, mentions)
        found.extend((mention.span.start, mention.span.end, value_of(mention)) for mention in mentions)
    return found


def measure(folder: str = "TimeBank") -> dict[str, float]:
    """Relaxed F1 and value F1 over a folder."""
    matched = valued = given = wanted = 0
    for path in sorted((DATA / "tempeval3" / folder).glob("*.tml")):
        text, dct, gold = load(path)
        given_here = ours(text, dct)
        given += len(given_here)
        wanted += len(gold)
        used: set[int] = set()
        for start, end, value in given_here:
            hit = next((i for i, item in enumerate(gold) if i not in used and start < item[1] and item[0] < end), None)
            if hit is not None:
                used.add(hit)
                matched += 1
                valued += gold[hit][2] == value
    return {"relaxed": prf(matched, given, wanted)[2], "value": prf(valued, given, wanted)[2], "expressions": wanted}
