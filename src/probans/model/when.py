"""Time as it is known: instants in UTC and intervals of days, never forced to a day."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DateInterval:
    """Days from ``first`` to ``last`` inclusive, ISO 8601 (``2031-03-04``); empty string means open-ended.

    ``wording`` keeps the words that gave it. An interval wider than a day means: some time within.
    """

    first: str
    last: str
    wording: str = ""

    def __post_init__(self) -> None:
        for day in (self.first, self.last):
            if day:
                date.fromisoformat(day)
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"interval ends before it begins: {self.first} > {self.last}")

    @property
    def is_day(self) -> bool:
        return bool(self.first) and self.first == self.last

    @property
    def days(self) -> int | None:
        """Number of days in the interval; None when open-ended."""
        if not (self.first and self.last):
            return None
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1

    def overlaps(self, other: "DateInterval", slack_days: int = 0) -> bool:
        """Whether both can mean the same day, allowing ``slack_days`` between them."""
        return not (_before(self.last, other.first, slack_days) or _before(other.last, self.first, slack_days))

    def contains(self, other: "DateInterval") -> bool:
        """Whether every day of ``other`` lies in this interval."""
        starts = not self.first or (bool(other.first) and self.first <= other.first)
        ends = not self.last or (bool(other.last) and other.last <= self.last)
        return starts and ends


def _before(end: str, start: str, slack_days: int) -> bool:
    if not end or not start:
        return False
    return date.fromisoformat(end) + timedelta(days=slack_days) < date.fromisoformat(start)
