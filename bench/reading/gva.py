"""Killed and injured per article against the incident's record: exact match, coverage and width of the ranges."""

import json
from collections import Counter
from typing import Any

from bench.reading.texts import DATA, read
from probans.analysis.reading.figures import report_figures
from probans.model.claim import PersonOutcome
from probans.model.counts import Count


def documents(every: int = 1) -> list[tuple[dict[str, Any], int, int]]:
    """The dev articles with killed and injured of their incident."""
    folder = DATA / "gva"
    incidents = {row["incident"]: row for row in map(json.loads, (folder / "incidents.jsonl").open(encoding="utf-8"))}
    found = []
    for number, line in enumerate((folder / "docs.jsonl").open(encoding="utf-8")):
        doc = json.loads(line)
        record = incidents.get(doc["incident"])
        if record is None or record.get("killed") is None or number % every:
            continue
        found.append((doc, int(record["killed"]), int(record["injured"])))
    return found


def figures(doc: dict[str, Any]) -> tuple[Count, Count]:
    """What we read for an article."""
    reading = read(f"{doc['title']}\n\n{doc['text']}", doc["dct"])
    counts = report_figures(reading)
    nothing = Count(low=0, high=0)
    return counts.get(PersonOutcome.KILLED, nothing), counts.get(PersonOutcome.INJURED, nothing)


def measure(every: int = 1) -> dict[str, float]:
    """Exact match of killed, injured and both; coverage and mean width of the ranges given."""
    right: Counter[str] = Counter()
    docs = documents(every)
    width = 0
    for doc, killed, injured in docs:
        ours = figures(doc)
        matches = [best(count) == truth for count, truth in zip(ours, (killed, injured), strict=True)]
        right["killed"] += matches[0]
        right["injured"] += matches[1]
        right["both"] += all(matches)
        right["covered"] += sum(covers(count, truth) for count, truth in zip(ours, (killed, injured), strict=True))
        width += sum((count.high if count.high is not None else count.low + 10) - count.low for count in ours)
    size = len(docs)
    result = {name: right[name] / size for name in ("killed", "injured", "both")}
    return result | {"covered": right["covered"] / (2 * size), "width": width / (2 * size), "articles": size}


def best(count: Count) -> int:
    """The single number nearest the words: the literal low end, for vague words the usual one."""
    return count.usual_low if count.vague and count.usual_low is not None else count.low


def covers(count: Count, truth: int) -> bool:
    """Whether the range holds the truth."""
    return count.low <= truth and (count.high is None or truth <= count.high)
