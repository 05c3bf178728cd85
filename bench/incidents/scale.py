"""Time per claim as the case grows: generated claims of an invented conflict, stated as such.

Each generated act happens on one day at one of many settlements and is told by eight claims that vary kind, day, place
precision, weapon, number and speaker; a tenth of the claims lack a date or a place; some are denials or about a case.
"""

import random
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from probans.analysis.incidents.grouping import group_incidents
from probans.analysis.incidents.origins import trace_origins
from probans.evidence.codec import record_id
from probans.model.agents import Tool
from probans.model.case import CaseSettings, Outlet, Party
from probans.model.claim import (
    Claim,
    CountClaim,
    Mention,
    PersonOutcome,
    PlaceMention,
    Span,
    Speaker,
    SpeakerRole,
    Stance,
)
from probans.model.counts import Count
from probans.model.outcome import Outcome
from probans.model.reading import Reading, ReportReading
from probans.model.when import DateInterval
from probans.model.where import Place

PER_ACT = 8
KINDS = ("attack.shelling", "attack.shelling", "attack.missile", "attack.air", "killing", "attack.drone")
WEAPONS = ("rocket", "artillery", "missile", "drone", "")
OFFICES = ("Defence Ministry", "Prosecutor-General's Office", "Emergency Service", "Health Ministry")
SETTINGS = CaseSettings(
    parties=(
        Party(id="vesmar", name="Vesmar", names=("Vesmari",)),
        Party(id="torrund", name="Torrund", names=("Torrundish",)),
    ),
    outlets=tuple(Outlet(name=f"Outlet {number}", match=()) for number in range(200)),
)


def generate(count: int, seed: int = 5) -> tuple[list[Claim], list[ReportReading]]:
    """About ``count`` claims with the reports they stand in."""
    dice = random.Random(seed)
    settlements = [_place(number, dice) for number in range(max(20, count // 200))]
    claims, reports = [], []
    for act in range(count // PER_ACT):
        day = date(2030, 1, 1) + timedelta(days=dice.randrange(700))
        place, kind = dice.choice(settlements), dice.choice(KINDS)
        for telling in range(PER_ACT):
            claim, report = _telling(f"{act}/{telling}", day, place, kind, dice)
            claims.append(claim)
            reports.append(report)
    return claims, reports


def _place(number: int, dice: random.Random) -> Place:
    return Place(
        id=f"p{number}",
        name=f"Settlement {number}",
        latitude=round(-50 + dice.random() * 20, 4),
        longitude=round(-30 + dice.random() * 20, 4),
        radius_m=dice.choice((1000, 3000)),
        within=(f"d{number % 40}", "c0"),
    )


def _telling(name: str, day: date, place: Place, kind: str, dice: random.Random) -> tuple[Claim, ReportReading]:
    text = record_id("txt", "Text", name)
    published = (day + timedelta(days=dice.choice((0, 1, 1, 2, 5)))).isoformat()
    told = dice.choice((kind, kind, "killing"))
    dates = () if dice.random() < 0.06 else (DateInterval(first=day.isoformat(), last=day.isoformat()),)
    places = () if dice.random() < 0.04 else (PlaceMention(span=_span(place.name), name=place.name, place=place),)
    weapon = dice.choice(WEAPONS)
    outlet = f"Outlet {dice.randrange(200)}"
    side = dice.choice(("Vesmari", "Torrundish"))
    speakers = [Speaker(name=outlet, role=SpeakerRole.OUTLET)]
    if dice.random() < 0.6:
        speakers.append(Speaker(name=f"{side} {dice.choice(OFFICES)}", role=SpeakerRole.OFFICE))
    low = dice.randrange(1, 40)
    claim = Claim(
        id="",
        exhibit=text,
        text=text,
        passage=_span(f"Passage {name}"),
        kind=told,
        stance=Stance.DENIES if dice.random() < 0.03 else Stance.ASSERTS,
        chain=tuple(speakers),
        dates=dates,
        places=places,
        weapons=(Mention(name=weapon, span=_span(weapon)),) if weapon else (),
        counts=(CountClaim(outcome=PersonOutcome.KILLED, count=Count(low=low, high=low), span=_span("x")),),
        sentence=f"In {place.name} people were hit, said source {name}.",
    )
    interval = DateInterval(first=published, last=published)
    reading = Reading(exhibit=text, tool=Tool(name="generated", version="1"), outcome=Outcome.PASSED)
    report = ReportReading(reading=reading, text=text, outlet=outlet, published=interval)
    return replace(claim, id=record_id("clm", "Claim", claim)), report


def _span(words: str) -> Span:
    return Span(start=0, end=len(words), words=words)


def measure(sizes: tuple[int, ...]) -> Iterator[tuple[int, float, float, int, int]]:
    """For each size: claims, seconds for origins, seconds for incidents, incidents, peak memory in MiB."""
    for size in sizes:
        claims, reports = generate(size)
        begin = time.process_time()
        origins, edges = trace_origins(claims, reports, (), SETTINGS)
        traced = time.process_time()
        incidents, _ = group_incidents(claims, reports, (), (), origins, edges, (), SETTINGS, ())
        ended = time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield len(claims), traced - begin, ended - traced, len(incidents), memory


if __name__ == "__main__":
    print("claims  origins µs/claim  incidents µs/claim  incidents  peak MiB")
    for count, traced, grouped, incidents, memory in measure((1_000, 10_000, 100_000)):
        print(f"{count:>7} {traced / count * 1e6:>12.0f} {grouped / count * 1e6:>14.0f} {incidents:>10} {memory:>9}")
