"""What the register says in words: labels of figures, and contradictions with both sources."""

from collections.abc import Sequence

from probans.model.casualty import Report
from probans.model.when import DateInterval

RULE = (
    "Every range follows from the accepted reports alone: nothing is averaged, a part is never added to its whole, "
    "and incidents of different places or days add up only to a least number. Places of which none lies in the other "
    "are taken to be apart. Where reports contradict each other the answer is given for each largest set of reports "
    "that can all be true, and the range shown spans these answers."
)


def label_of(report: Report, group: str) -> str:
    """Name what a report counts: place, days, group, outcome."""
    where = report.place_name or "everywhere"
    return f"{where}, {_days(report.dates)}: {_who(group, report.outcome)}"


def contradiction_words(reports: Sequence[Report]) -> str:
    """Say which reports cannot all be true, each with its source and its own words."""
    said = "; ".join(
        f"{report.source or 'an unnamed source'} gives {_figure(report)} "
        f"({label_of(report, report.group)}{_known(report)})"
        for report in sorted(reports, key=lambda report: report.id)
    )
    number = "Both" if len(reports) == 2 else f"All {len(reports)}"
    later = _later(reports)
    if len(reports) == 1:
        return f"This cannot be true within what the others must be: {said}."
    return f"{number} cannot be true at once: {said}.{later}"


def _later(reports: Sequence[Report]) -> str:
    """A toll may rise between two days on which it was known; that is said, never assumed."""
    days = {report.as_of for report in reports if report.as_of}
    return " They were known on different days: a toll may have risen in between." if len(days) > 1 else ""


def _known(report: Report) -> str:
    return f", as known on {report.as_of}" if report.as_of else ""


def _figure(report: Report) -> str:
    plain = str(report.count)
    return f"“{report.count.wording}”, that is {plain}," if report.count.wording not in ("", plain) else plain


def _who(group: str, outcome: str) -> str:
    return f"{group} {outcome}" if group else f"people {outcome}"


def _days(days: Sequence[DateInterval]) -> str:
    if not days:
        return "period not stated"
    if len(days) > 3:
        return f"{len(days)} dates from {days[0].first} to {days[-1].last}"
    return ", ".join(_interval(day) for day in days)


def _interval(day: DateInterval) -> str:
    if day.is_day:
        return day.first
    if not day.first:
        return f"until {day.last}"
    return f"{day.first} to {day.last}" if day.last else f"since {day.first}"
