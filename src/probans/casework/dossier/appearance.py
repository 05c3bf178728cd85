"""First appearance of footage: among copies of one recording, which came in first and which says the earliest capture.

It shows a common source, not who copied from whom: the direction of copying is for people to judge.
"""

from collections import defaultdict
from dataclasses import dataclass

from probans.model.casefile import CaseFile
from probans.model.exhibit import Arrival, Exhibit
from probans.model.when import DateInterval

SAME = ("same bytes", "same recording")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAppearance:
    """Digests of all copies; the copy that arrived first; the copy whose metadata gives the earliest capture."""

    copies: tuple[str, ...]
    received: str = ""
    arrival: Arrival | None = None
    captured: str = ""
    capture: DateInterval | None = None


def first_appearances(casefile: CaseFile) -> dict[str, FirstAppearance]:
    """For each exhibit of footage, the first appearance of the recording it belongs to."""
    leader = _leaders(casefile)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for reading in casefile.footage:
        groups[_find(leader, reading.reading.exhibit)].append(reading.reading.exhibit)
    exhibits = {exhibit.sha256: exhibit for exhibit in casefile.exhibits}
    captures = {reading.reading.exhibit: reading.captured for reading in casefile.footage}
    found = [_first(members, exhibits, captures) for members in groups.values()]
    return {member: first for first in found for member in first.copies}


def _leaders(casefile: CaseFile) -> dict[str, str]:
    leader = {reading.reading.exhibit: reading.reading.exhibit for reading in casefile.footage}
    for copy in casefile.analysis.footage_copies:
        if copy.verdict.startswith(SAME) and copy.first in leader and copy.second in leader:
            leader[_find(leader, copy.second)] = _find(leader, copy.first)
    return leader


def _find(leader: dict[str, str], member: str) -> str:
    while leader[member] != member:
        member = leader[member]
    return member


def _first(
    members: list[str], exhibits: dict[str, Exhibit], captures: dict[str, DateInterval | None]
) -> FirstAppearance:
    arrivals = [
        (arrival.log_index, member, arrival)
        for member in members
        if member in exhibits
        for arrival in exhibits[member].arrivals
    ]
    captured = [
        (capture.first, member, capture)
        for member in members
        if (capture := captures.get(member)) is not None and capture.first
    ]
    _, received, arrival = min(arrivals, key=lambda one: one[:2], default=(0, "", None))
    _, earliest, capture = min(captured, key=lambda one: one[:2], default=("", "", None))
    return FirstAppearance(
        copies=tuple(members), received=received, arrival=arrival, captured=earliest, capture=capture
    )
