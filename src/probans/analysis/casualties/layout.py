"""Reports laid out as rows of an integer program.

A report of a whole box bounds the people of its region (lines.py). A report of a *hidden part* (an incident, a place or
a period not stated, a group not listed) counts some of the people in its box, no one knows which: it has unknowns of
its own, never more than the people of its box. Two hidden parts may be the same people, so they are never added, unless
a person judged two incidents to be different. Incidents of different places or days are different people, so they add
up; only as a lower bound, as nothing says that all incidents are known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from probans.analysis.casualties.lines import Line, Lines
from probans.analysis.casualties.program import Row, Terms
from probans.analysis.casualties.regions import (
    EVERYWHERE,
    Days,
    Region,
    Within,
    are_apart,
    covers,
    days_union,
    is_inside,
    is_listed,
    outcome_atoms,
    plain_group,
)
from probans.analysis.casualties.reports import NOT_STATED
from probans.model.casualty import Report

Hidden = tuple[str, ...]  # () the whole box; else what the hidden part is named after, the widest first
WHOLE: Hidden = ()
Box = tuple[str, Days]


@dataclass(frozen=True, slots=True)
class Context:
    """What holds whichever reports are laid out: all reports by id, their hidden parts, places, incidents kept apart.

    ``apart`` are pairs of incident ids (sorted) that a person judged to be different incidents.
    """

    reports: Mapping[str, Report]
    hidden: Mapping[str, Hidden]
    within: Within
    apart: frozenset[tuple[str, str]]


def context_of(reports: Sequence[Report], apart: frozenset[tuple[str, str]] = frozenset()) -> Context:
    """Work out the context of all reports, superseded ones included: they still say what is part of what."""
    by_id = {report.id: report for report in reports}
    hidden = {report.id: _hidden(report, by_id, frozenset()) for report in reports}
    return Context(by_id, hidden, {report.place: report.within for report in reports if report.place}, apart)


class Layout:
    """Rows of a set of reports, and how to ask for the people of a region or of a hidden part of it."""

    def __init__(self, regions: Sequence[Region], context: Context) -> None:
        self.context = context
        self.lines = Lines(regions, context.within)
        self.boxes: dict[Hidden, list[Box]] = {}
        self.rows: list[Row] = []

    def terms(self, region: Region, hidden: Hidden = WHOLE) -> Terms:
        """The sum of the people in a region, or in a hidden part of it."""
        if not hidden:
            return self.lines.sum_of(region)
        box = (region.place, region.days)
        if box not in self.boxes.setdefault(hidden, []):
            self.boxes[hidden].append(box)
        return tuple(sorted((self.part(hidden, box, line), 1) for line in self.lines.lines_of(region)))

    def part(self, hidden: Hidden, box: Box, line: Line) -> int:
        """The unknown number of people of a hidden part in a box, of one group class and outcome."""
        return self.lines.number((hidden, box, line[1:]))

    def kinds(self) -> Iterable[tuple[int, str]]:
        """Group classes and outcomes."""
        return ((at, outcome) for at in range(len(self.lines.classes)) for outcome in self.lines.outcomes)


def lay_out(binding: Sequence[Report], questions: Sequence[tuple[Region, Hidden]], context: Context) -> Layout:
    """Lay out the binding reports so that each question can be asked."""
    wholes = [context.reports[report.part_of] for report in binding if report.part_of in context.reports]
    spoken_of = [region_of(report) for report in (*binding, *wholes)]
    apart = [box for pair in context.apart for box in _apart_boxes(pair, binding)]
    kept_apart = [Region(*box, "", outcome) for box in apart for outcome in {report.outcome for report in binding}]
    layout = Layout([*spoken_of, *(region for region, _ in questions), *kept_apart], context)
    for report in binding:
        terms = layout.terms(region_of(report), context.hidden[report.id])
        layout.rows.append(Row(report.id, terms, report.count.low, report.count.high, report.id))
    for region, hidden in questions:
        layout.terms(region, hidden)
    layout.rows += _parts_in_wholes(layout, binding)
    layout.rows += _hidden_in_boxes(layout)
    layout.rows += _families(layout)
    layout.rows += _kept_apart(layout, binding)
    layout.rows += layout.lines.rows()
    return layout


def region_of(report: Report) -> Region:
    """The box of a report."""
    return Region(report.place, report.dates or None, plain_group(report.group), report.outcome)


def _hidden(report: Report, by_id: Mapping[str, Report], seen: frozenset[str]) -> Hidden:
    """Name the hidden part that a report counts, () when it counts the whole of its box."""
    whole = by_id.get(report.part_of)
    if whole and report.id not in seen and set(whole.claims) & set(report.claims):
        outer = _hidden(whole, by_id, seen | {report.id})
        same_group = plain_group(whole.group) == plain_group(report.group)
        return (*outer, f"some of {whole.id}: {report.id}") if same_group else (*outer, *_group_part(report))
    return (*_base(report), *_group_part(report))


def _base(report: Report) -> Hidden:
    if report.incident:
        return (f"incident {report.incident}",)
    if report.scope == "incident":
        return (f"report {report.id}",)
    if not report.place and report.place_name:
        named = report.place_name != NOT_STATED
        return (f"place {report.place_name.casefold()}" if named else f"{NOT_STATED}, {report.origin or report.id}",)
    return () if report.dates else (f"period not stated, {report.origin or report.id}",)


def _group_part(report: Report) -> Hidden:
    return () if is_listed(report.group) else (f"group {plain_group(report.group)}",)


def _parts_in_wholes(layout: Layout, binding: Sequence[Report]) -> Iterable[Row]:
    """What texts say of parts: the parts of one whole that are apart together are no more than the whole."""
    parts: dict[str, list[Report]] = {}
    for report in binding:
        whole = layout.context.reports.get(report.part_of)
        if whole and outcome_atoms(report.outcome) <= outcome_atoms(whole.outcome):
            parts.setdefault(whole.id, []).append(report)
    for identity in sorted(parts):
        whole = layout.context.reports[identity]
        for family in _families_apart(layout, sorted(parts[identity], key=lambda report: report.id)):
            lesser = _total(layout.terms(region_of(part), layout.context.hidden[part.id]) for part in family)
            greater = layout.terms(region_of(whole), layout.context.hidden[identity])
            yield no_more(f"part of {identity}: {' and '.join(part.id for part in family)}", lesser, greater)


def _families_apart(layout: Layout, parts: Sequence[Report]) -> list[list[Report]]:
    """Put parts together that no person can be in two of; a hidden part may be any people, so it stands alone."""
    families: list[list[Report]] = []
    for part in parts:
        region, hidden = region_of(part), layout.context.hidden[part.id]
        for family in families:
            if not hidden and all(
                not layout.context.hidden[other.id] and are_apart(region, region_of(other), layout.context.within)
                for other in family
            ):
                family.append(part)
                break
        else:
            families.append([part])
    return families


def _hidden_in_boxes(layout: Layout) -> Iterable[Row]:
    """A hidden part holds no more people than its box, and no more than the hidden parts around it."""
    for hidden in sorted(layout.boxes):
        for box in sorted(layout.boxes[hidden], key=_box_order):
            for kind in layout.kinds():
                yield from _hidden_rows(layout, hidden, box, kind)


def _hidden_rows(layout: Layout, hidden: Hidden, box: Box, kind: tuple[int, str]) -> Iterable[Row]:
    line = (box[0], *kind)
    inner = ((layout.part(hidden, box, line), 1),)
    name = f"{' / '.join(hidden)} in {box[0] or 'everywhere'} {_days_words(box[1])} {kind}"
    yield no_more(f"{name} within its box", inner, layout.lines.sum_of_line(line, box[1]))
    for around in [hidden[:length] for length in range(1, len(hidden) + 1)]:
        for outer in sorted(layout.boxes.get(around, ()), key=_box_order):
            if (around, outer) != (hidden, box) and _box_contains(outer, box, layout.context.within):
                greater = ((layout.part(around, outer, line), 1),)
                yield no_more(f"{name} within {' / '.join(around)} {_days_words(outer[1])}", inner, greater)


def _families(layout: Layout) -> Iterable[Row]:
    """Boxes of one hidden part that are apart and lie in a wider box of it hold together no more than that."""
    within = layout.context.within
    for hidden in sorted(layout.boxes):
        for outer in sorted(layout.boxes[hidden], key=_box_order):
            inside = [box for box in layout.boxes[hidden] if box != outer and _box_contains(outer, box, within)]
            for family in _boxes_apart(sorted(inside, key=_box_order), within):
                for kind in layout.kinds() if len(family) > 1 else ():
                    lesser = tuple(sorted((layout.part(hidden, box, (box[0], *kind)), 1) for box in family))
                    greater = ((layout.part(hidden, outer, (outer[0], *kind)), 1),)
                    yield no_more(f"{' / '.join(hidden)} parts in {_days_words(outer[1])} {kind}", lesser, greater)


def _boxes_apart(boxes: Sequence[Box], within: Within) -> list[list[Box]]:
    families: list[list[Box]] = []
    for box in boxes:
        fits = (family for family in families if all_apart([Region(*one, "", "") for one in (*family, box)], within))
        family = next(fits, None)
        if family is None:
            families.append([box])
        else:
            family.append(box)
    return families


def _box_contains(outer: Box, inner: Box, within: Within) -> bool:
    return is_inside(inner[0], outer[0], within) and covers(outer[1], inner[1])


def _kept_apart(layout: Layout, binding: Sequence[Report]) -> Iterable[Row]:
    """Incidents that people judged different share no one: together they are no more than the box around them."""
    for pair in sorted(layout.context.apart):
        keys: list[Hidden] = [(f"incident {incident}",) for incident in pair]
        for box in _apart_boxes(pair, binding):
            for kind in layout.kinds():
                found = [(key, own) for key in keys for own in layout.boxes.get(key, ())]
                lesser = tuple(sorted((layout.part(key, own, (own[0], *kind)), 1) for key, own in found))
                greater = layout.lines.sum_of_line((box[0], *kind), box[1])
                yield no_more(f"{pair[0]} and {pair[1]} judged different {kind}", lesser, greater)


def _apart_boxes(pair: tuple[str, str], binding: Sequence[Report]) -> list[Box]:
    """The box around two incidents of one place; incidents of different places add up anyway."""
    own = sorted({(one.incident, one.place, one.dates or None) for one in binding if one.incident in pair}, key=str)
    places = {place for _, place, _ in own}
    if len(own) != 2 or len({incident for incident, _, _ in own}) != 2:
        return []
    return [(places.pop() if len(places) == 1 else EVERYWHERE, days_union([days for _, _, days in own]))]


def no_more(name: str, lesser: Terms, greater: Terms) -> Row:
    """One sum is at most another."""
    total = dict(lesser)
    for variable, coefficient in greater:
        total[variable] = total.get(variable, 0) - coefficient
    return Row(name, tuple(sorted((variable, times) for variable, times in total.items() if times)), None, 0)


def _total(sums: Iterable[Terms]) -> Terms:
    total: dict[int, int] = {}
    for variable, times in (term for terms in sums for term in terms):
        total[variable] = total.get(variable, 0) + times
    return tuple(sorted(total.items()))


def all_apart(regions: Sequence[Region], within: Within) -> bool:
    """Whether no one can be in two of the regions."""
    return all(are_apart(first, second, within) for first, second in combinations(regions, 2))


def _box_order(box: Box) -> tuple[str, str]:
    return box[0], _days_words(box[1])


def _days_words(days: Days) -> str:
    return "all days" if days is None else " ".join(f"{day.first}/{day.last}" for day in days)
