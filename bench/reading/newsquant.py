"""Numbers with their modifiers in news sentences: multiset match of value, and of value with change."""

import json
from collections import Counter

from bench.reading.texts import DATA, prf
from probans.analysis.reading.numbers import Amount, find_amounts
from probans.analysis.reading.tokens import tokenise

_CHANGE = {
    "exact": "=",
    "range": "=",
    "least": ">",
    "over": ">",
    "most": "<",
    "under": "<",
    "about": "~",
    "nearly": "~",
}


def ours(text: str) -> list[tuple[str, str]]:
    """(value, change) of every number that we read."""
    tokens = tokenise(text, 0, len(text))
    found = (amount for amount in find_amounts(tokens) if amount.modifier in _CHANGE)
    return [
        (_value(amount), (amount.change if amount.modifier == "exact" else "") or _CHANGE[amount.modifier])
        for amount in found
    ]


def gold(row: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    """(value, change) of every quantity of a sentence."""
    return [(_plain(item["value"]), item["change"]) for item in row["quantities"]]


def measure() -> dict[str, float]:
    """F1 of value, and of value with change."""
    rows = json.loads((DATA / "newsquant" / "NewsQuant.dev.json").read_text(encoding="utf-8"))
    scores = {}
    for name, part in (("value", slice(0, 1)), ("value+change", slice(0, 2))):
        matched = given = wanted = 0
        for row in rows:
            one, two = Counter(item[part] for item in ours(row["text"])), Counter(item[part] for item in gold(row))
            matched += sum((one & two).values())
            given += sum(one.values())
            wanted += sum(two.values())
        scores[name] = prf(matched, given, wanted)[2]
    return scores | {"sentences": len(rows)}


def _value(amount: Amount) -> str:
    return _number(amount.value) if amount.upper is None else f"{_number(amount.value)}-{_number(amount.upper)}"


def _plain(written: str) -> str:
    parts = written.split("-") if "-" in written[1:] else [written]
    try:
        return "-".join(_number(float(part)) for part in parts)
    except ValueError:
        return written


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(round(value, 4))
