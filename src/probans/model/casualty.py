"""Casualties: figures as boxes (place x days x group x outcome), never averaged, parts inside wholes."""

from dataclasses import dataclass

from probans.model.counts import Count
from probans.model.outcome import Problem
from probans.model.when import DateInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reported figure as a box. ``place`` is a gazetteer id or name ('' everywhere), ``claims`` what it comes from
    (claim ids, or ``<exhibit digest>#line`` for a table row), ``origin`` the origin id."""

    id: str
    place: str
    place_name: str
    within: tuple[str, ...]
    interval: DateInterval | None
    dates: tuple[DateInterval, ...]
    outcome: str
    group: str
    count: Count
    origin: str
    claims: tuple[str, ...]
    incident: str = ""
    scope: str = "incident"
    part_of: str = ""
    as_of: str = ""
    source: str = ""  # who says it, in words
    superseded_by: str = ""  # report id: kept and shown, but binds nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Reports that cannot all be true, with integer multipliers anyone can add up by hand.

    Each constraint says sum <= or >= bound; the weighted sum of ``constraints`` gives 0 >= 1 (see docs/casualties.md).
    """

    outcome: str
    reports: tuple[str, ...]
    words: str
    multipliers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The answer to one question (place, period, group, outcome): tightest range by the accepted reports.

    ``low_by`` and ``high_by`` are report ids that bind each end. When reports conflict, ``alternatives`` holds the
    answer per maximal consistent set: never averaged. ``elsewhere`` is what the whole leaves outside its parts.
    """

    id: str
    label: str
    place: str
    interval: DateInterval | None
    outcome: str
    group: str
    count: Count
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]
    reports: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # figure ids inside this one
    elsewhere: Count | None = None
    alternatives: tuple[tuple[Count, tuple[str, ...]], ...] = ()
    incident: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimLink:
    """Two rows of lists that may be one person: a proposal with reasons, or a person's judgement."""

    first: str  # <exhibit digest>#line
    second: str
    score: float
    reasons: tuple[str, ...]
    judgement: str = ""  # same | different | unsure | ''


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyRecord:
    """One person as the lists give them: every source's value kept. ``rows`` are the list rows linked together."""

    id: str
    names: tuple[str, ...]
    ages: tuple[str, ...]
    places: tuple[str, ...]
    dates: tuple[str, ...]
    fate: tuple[str, ...]
    rows: tuple[str, ...]
    lists: tuple[str, ...]
    incident: str = ""
    proposed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """The register: reports, figures, contradictions, named people, links between rows."""

    reports: tuple[Report, ...] = ()
    figures: tuple[Figure, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    people: tuple[CasualtyRecord, ...] = ()
    links: tuple[VictimLink, ...] = ()
    rule: str = ""
    problems: tuple[Problem, ...] = ()
