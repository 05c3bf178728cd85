"""Reports laid out as rows of an integer program.

Every cell (see regions.py) holds an unknown number of people. A report of a whole box bounds the sum of its cells.
A report of a *hidden part* (an incident, a place or a period not stated, a group not listed) counts some of the people
in its box, no one knows which: it has variables of its own, none larger than its cell. Two hidden parts may be the same
people, so they are never added, unless a person judged two incidents to be different. Incidents of different places
or days are different people, so they add up; only as a lower bound, as nothing says that all incidents are known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from probans.analysis.casualties.program import Row, Terms, terms_of
from probans.analysis.casualties.regions import Cell, Partition, Region, is_listed, outcome_atoms, plain_group
from probans.analysis.casualties.reports import NOT_STATED
from probans.model.casualty import Report

Hidden = tuple[str, ...]  # () the whole box; else what the hidden part is named after, the widest first
WHOLE: Hidden = ()


@dataclass(slots=True)
class Layout:
    """Rows of a set of reports, and how to ask for the people of a region or of a hidden part."""

    partition: Partition
    rows: list[Row]
    hidden: Mapping[str, Hidden]
    _variables: dict[tuple[Hidden, Cell], int] = field(default_factory=dict)

    def terms(self, region: Region, hidden: Hidden = WHOLE) -> Terms:
        """The sum of the people in a region (or in a hidden part of it)."""
        return terms_of(self.variable(hidden, cell) for cell in self.partition.cells(region))

    def variable(self, hidden: Hidden, cell: Cell) -> int:
        """The unknown number of people of a hidden part in a cell."""
        return self._variables.setdefault((hidden, cell), len(self._variables))

    def variables(self) -> Mapping[tuple[Hidden, Cell], int]:
        """All unknowns so far."""
        return self._variables


@dataclass(frozen=True, slots=True)
class Context:
    """What holds whichever reports are laid out: all reports by id, their hidden parts, places, incidents kept apart.

    ``apart`` are pairs of incident ids (sorted) that a person judged to be different incidents.
    """

    reports: Mapping[str, Report]
    hidden: Mapping[str, Hidden]
    within: Mapping[str, tuple[str, ...]]
    apart: frozenset[tuple[str, str]]


def context_of(reports: Sequence[Report], apart: frozenset[tuple[str, str]] = frozenset()) -> Context:
    """Work out the context of all reports, superseded ones included: they still say what is part of what."""
    by_id = {report.id: report for report in reports}
    hidden = {report.id: _hidden(report, by_id, frozenset()) for report in reports}
    return Context(by_id, hidden, {report.place: report.within for report in reports if report.place}, apart)


def lay_out(binding: Sequence[Report], questions: Sequence[Region], context: Context) -> Layout:
    """Lay out the binding reports, cut so that each question is a union of cells."""
    wholes = [context.reports[report.part_of] for report in binding if report.part_of in context.reports]
    regions = [*(region_of(report) for report in (*binding, *wholes)), *questions]
    layout = Layout(Partition(regions, context.within), [], context.hidden)
    for report in binding:
        terms = layout.terms(region_of(report), layout.hidden[report.id])
        layout.rows.append(Row(report.id, terms, report.count.low, report.count.high, report.id))
    layout.rows += _whole_contains_part(layout, binding, context.reports)
    layout.rows += _hidden_inside(layout)
    layout.rows += _kept_apart(layout, context.apart)
    layout.rows += _affected(layout)
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


def _whole_contains_part(layout: Layout, binding: Sequence[Report], by_id: Mapping[str, Report]) -> Iterable[Row]:
    for part in binding:
        whole = by_id.get(part.part_of)
        if whole is None or not outcome_atoms(part.outcome) <= outcome_atoms(whole.outcome):
            continue
        yield from _contains(layout, whole, part)


def _contains(layout: Layout, whole: Report, part: Report) -> Iterable[Row]:
    outer, inner = layout.hidden[whole.id], layout.hidden[part.id]
    cells = layout.partition.cells(region_of(part))
    name = f"part {part.id} in {whole.id}"
    if set(cells) <= set(layout.partition.cells(region_of(whole))):
        if outer != inner[: len(outer)]:  # else it follows already
            for cell in cells:
                yield at_most(f"{name}: {cell}", layout.variable(inner, cell), layout.variable(outer, cell))
        return
    lesser = layout.terms(region_of(part), inner)
    yield _no_more(name, lesser, layout.terms(region_of(whole), outer))


def _hidden_inside(layout: Layout) -> Iterable[Row]:
    """A hidden part holds no more people than the part around it, and that no more than the cell."""
    todo = sorted((key for key in layout.variables() if key[0]), key=_key)
    while todo:
        hidden, cell = todo.pop()
        outer = _around(layout, hidden, cell)
        inner = layout.variable(hidden, cell)
        yield at_most(f"hidden {' / '.join(hidden)}: {cell}", inner, layout.variable(outer, cell))


def _around(layout: Layout, hidden: Hidden, cell: Cell) -> Hidden:
    """The nearest part around a hidden one that any report speaks of."""
    outer = hidden[:-1]
    while outer and (outer, cell) not in layout.variables():
        outer = outer[:-1]
    return outer


def _kept_apart(layout: Layout, apart: frozenset[tuple[str, str]]) -> Iterable[Row]:
    """Incidents that people judged different share no one."""
    keys = layout.variables()
    cells = sorted({cell for _, cell in keys}, key=lambda cell: (cell.part, cell.outcome))
    for first, second in sorted(apart):
        one, other = (f"incident {first}",), (f"incident {second}",)
        for cell in cells:
            if (one, cell) in keys and (other, cell) in keys:
                parts = terms_of((layout.variable(one, cell), layout.variable(other, cell)))
                yield _no_more(f"apart {first} {second}: {cell}", parts, ((layout.variable(WHOLE, cell), 1),))


def _affected(layout: Layout) -> Iterable[Row]:
    """Affected people include all others; a person may be, say, injured and displaced, so these are not added."""
    keys = sorted(layout.variables(), key=_key)
    for hidden, cell in keys:
        if cell.outcome != "affected":
            continue
        killed, injured = ((hidden, Cell(cell.part, outcome)) for outcome in ("killed", "injured"))
        others = [key for key in keys if key[0] == hidden and key[1].part == cell.part and key != (hidden, cell)]
        sums = [[key] for key in others if key not in (killed, injured)]
        sums.append([key for key in (killed, injured) if key in others])
        whole = ((layout.variable(hidden, cell), 1),)
        for parts in filter(None, sums):
            terms = terms_of(layout.variable(*key) for key in parts)
            yield _no_more(f"affected {parts[0][1].outcome}: {cell}", terms, whole)


def at_most(name: str, lesser: int, greater: int) -> Row:
    """One variable is at most another."""
    return _no_more(name, ((lesser, 1),), ((greater, 1),))


def _no_more(name: str, lesser: Terms, greater: Terms) -> Row:
    total = dict(lesser)
    for variable, coefficient in greater:
        total[variable] = total.get(variable, 0) - coefficient
    return Row(name, tuple(sorted((v, c) for v, c in total.items() if c)), None, 0)


def _key(key: tuple[Hidden, Cell]) -> tuple[Hidden, int, str]:
    return key[0], key[1].part, key[1].outcome
