"""The timeline as shapes for a drawing 960 units wide: incidents as bars in lanes, texts published as ticks.

A bar is as wide as the interval is uncertain; an end that is open, or lies beyond the frame, is drawn paler. The frame
is the case's period when the case gives one, so that one stray date does not crush everything else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from probans.casework.dossier.words import MONTHS
from probans.model.incident import Incident
from probans.model.reading import FootageReading, ReportReading
from probans.model.when import DateInterval

WIDTH = 960.0
LEFT = 128.0
RIGHT = 944.0
LANE = 26.0
TOP = 34.0
LABEL = 62.0  # room that a number needs beside its bar
LEAST_BAR = 8.0
DOTS = 26.0
STEPS = (1, 2, 7, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One incident: where its days begin and end, and the lane it stands in. ``open_end`` says which end is open."""

    incident: str
    x: float
    y: float
    width: float
    open_end: str
    interval: DateInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Texts published, or footage captured, on one day."""

    x: float
    number: int
    day: str
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line of the axis with its words; ``strong`` begins a month."""

    x: float
    words: str
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChart:
    """All that the template draws."""

    height: float
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    published: tuple[Dot, ...]
    captured: tuple[Dot, ...]
    beyond: tuple[str, ...]  # incidents wholly outside the frame
    published_y: float
    captured_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    def x(self, day: str, *, after: bool = False) -> float:
        """Where a day begins, or ends (``after``)."""
        passed = (date.fromisoformat(day) - self.first).days + (1 if after else 0)
        return LEFT + (RIGHT - LEFT) * passed / self.days

    def holds(self, day: str) -> bool:
        """Whether a day lies in the frame."""
        return self.first <= date.fromisoformat(day) <= self.last

    def touches(self, interval: DateInterval) -> bool:
        """Whether some day of an interval may lie in the frame."""
        return interval.overlaps(DateInterval(first=self.first.isoformat(), last=self.last.isoformat()))


def draw_timeline(
    incidents: Sequence[Incident],
    reports: Sequence[ReportReading],
    footage: Sequence[FootageReading],
    period: tuple[str, str] = ("", ""),
) -> TimeChart | None:
    """Lay incidents, publications and captures out in time; None when no incident has a day.

    ``period`` is the first and last day of the case, empty when not given.
    """
    dated = [(incident, incident.interval) for incident in incidents if incident.interval is not None]
    if not any(interval.first or interval.last for _, interval in dated):
        return None
    published = [reading.published for reading in reports if reading.published]
    captured = [reading.captured for reading in footage if reading.captured]
    axis = _period_axis(period) or _axis([interval for _, interval in dated], [*published, *captured])
    bars, lanes = _bars([pair for pair in dated if axis.touches(pair[1])], axis)
    below = TOP + lanes * LANE + 12
    captured_y = below + (DOTS if published else 0)
    return TimeChart(
        height=captured_y + (DOTS if captured else 0) + 6,
        ticks=_ticks(axis),
        bars=bars,
        published=_dots(published, axis),
        captured=_dots(captured, axis),
        beyond=tuple(incident.id for incident, interval in dated if not axis.touches(interval)),
        published_y=below + DOTS / 2,
        captured_y=captured_y + DOTS / 2,
    )


def _axis(intervals: Iterable[DateInterval], marks: Iterable[DateInterval]) -> _Axis:
    """From the first day to the last; publications far outside the incidents' time do not stretch it."""
    known = [date.fromisoformat(day) for one in intervals for day in (one.first, one.last) if day]
    first, last = min(known), max(known)
    room = timedelta(days=max(14, (last - first).days))
    near = [date.fromisoformat(one.first) for one in marks if one.is_day]
    near = [day for day in near if _moved(first, -room) <= day <= _moved(last, room)]
    first, last = min([first, *near]), max([last, *near])
    return _with_edges(first, last)


def _period_axis(period: tuple[str, str]) -> _Axis | None:
    """The case's own period with some room; None when it is open or no period."""
    try:
        first, last = map(date.fromisoformat, period)
    except ValueError:
        return None
    return _with_edges(first, last) if first <= last else None


def _with_edges(first: date, last: date) -> _Axis:
    edge = timedelta(days=max(1, (last - first).days // 24))
    first, last = _moved(first, -edge), _moved(last, edge)
    return _Axis(first=first, days=(last - first).days + 1)


def _moved(day: date, by: timedelta) -> date:
    """A day moved, at most to the ends of the calendar."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def _bars(dated: Sequence[tuple[Incident, DateInterval]], axis: _Axis) -> tuple[tuple[Bar, ...], int]:
    """Place each bar in the first lane with room for it and its number."""
    free: list[float] = []
    bars = []
    for incident, interval in sorted(
        dated, key=lambda pair: (pair[1].first or pair[1].last, pair[0].number, pair[0].id)
    ):
        begins, ends = _is_inside(interval.first, axis), _is_inside(interval.last, axis)
        start = axis.x(interval.first) if begins else LEFT
        end = axis.x(interval.last, after=True) if ends else RIGHT
        width = max(LEAST_BAR, end - start)
        lane = next((number for number, room in enumerate(free) if room <= start), len(free))
        free[lane : lane + 1] = [start + width + LABEL]
        bars.append(
            Bar(
                incident=incident.id,
                x=round(start, 1),
                y=TOP + lane * LANE,
                width=round(width, 1),
                open_end="start" if not begins else "end" if not ends else "",
                interval=interval,
            )
        )
    return tuple(bars), len(free)


def _is_inside(day: str, axis: _Axis) -> bool:
    return bool(day) and axis.holds(day)


def _dots(intervals: Iterable[DateInterval], axis: _Axis) -> tuple[Dot, ...]:
    days = Counter(interval.first for interval in intervals if interval.is_day)
    shown = {day: number for day, number in days.items() if axis.holds(day)}
    return tuple(
        Dot(
            x=round((axis.x(day) + axis.x(day, after=True)) / 2, 1),
            number=number,
            day=day,
            size=round(min(9.0, 3.5 + 1.2 * number**0.5), 1),
        )
        for day, number in sorted(shown.items())
    )


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    if axis.days > 150:
        return _month_ticks(axis)
    step = next((step for step in STEPS if axis.days / step <= 14), STEPS[-1])
    days = (axis.first + timedelta(days=number) for number in range(axis.days))
    return tuple(
        Tick(x=round(axis.x(day.isoformat()), 1), words=f"{day.day} {MONTHS[day.month - 1][:3]}", strong=day.day == 1)
        for number, day in enumerate(days)
        if number % step == 0
    )


def _month_ticks(axis: _Axis) -> tuple[Tick, ...]:
    months = axis.days / 30.44
    step = next((step for step in (1, 3, 6, 12, 24, 60, 120) if months / step <= 14), 240)
    last = axis.last
    starts = (
        date(year, month, 1)
        for year in range(axis.first.year, last.year + 1)
        for month in range(1, 13)
        if (year * 12 + month - 1) % step == 0
    )
    return tuple(
        Tick(
            x=round(axis.x(day.isoformat()), 1), words=f"{MONTHS[day.month - 1][:3]} {day.year}", strong=day.month == 1
        )
        for day in starts
        if axis.first <= day <= last
    )
