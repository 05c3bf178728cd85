"""Figures: questions answered with the tightest range that the reports imply, and what binds each end.

Questions: every reported box that is a total, every place, every incident, and the whole of the case, per outcome.
Nothing is averaged. Where reports contradict each other the answer is given per maximal consistent set of reports, and
the count shown spans these answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from probans.analysis.casualties.conflicts import Conflicts, find_conflicts, keep
from probans.analysis.casualties.layout import WHOLE, Context, Hidden, Layout, all_apart, lay_out, region_of
from probans.analysis.casualties.program import Program, Range, Terms
from probans.analysis.casualties.regions import EVERYWHERE, Region, contains, outcome_atoms
from probans.analysis.casualties.reports import hull
from probans.analysis.casualties.words import label_of
from probans.evidence.codec import record_id
from probans.model.casualty import Figure, Report
from probans.model.counts import Count
from probans.model.when import DateInterval


@dataclass(frozen=True, slots=True)
class Question:
    """How many people of a region (or of a hidden part of it). ``reports`` speak of exactly this."""

    region: Region
    hidden: Hidden
    label: str
    incident: str = ""
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """Reports of outcomes that some word joins, laid out, with their conflicts and the questions about them."""

    reports: tuple[Report, ...]
    questions: tuple[Question, ...]
    layout: Layout
    conflicts: Conflicts
    worlds: tuple[tuple[frozenset[str], Program], ...]  # reports left out, and the rest as a program
    by_place: Mapping[str, Sequence[int]]  # questions about each place


@dataclass(frozen=True, slots=True)
class World:
    """The answer in one maximal consistent set: the disputed reports it keeps, and what binds each end."""

    answer: Range
    kept: tuple[str, ...]
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]


def make_family(reports: Sequence[Report], context: Context, title: str) -> Family:
    """Lay out binding reports of one family of outcomes and find their conflicts."""
    questions = tuple(_questions(reports, context, title))
    layout = lay_out(reports, [(question.region, question.hidden) for question in questions], context)
    conflicts = find_conflicts(layout.rows)
    by_place: dict[str, list[int]] = {}
    for at, question in enumerate(questions):
        by_place.setdefault(question.region.place, []).append(at)
    return Family(tuple(reports), questions, layout, conflicts, _world_programs(layout, conflicts), by_place)


def _world_programs(layout: Layout, conflicts: Conflicts) -> tuple[tuple[frozenset[str], Program], ...]:
    """A program per maximal consistent set. When there are more than are listed, one without any disputed report
    is added: its answers contain theirs."""
    everyone = {row.report for row in layout.rows}
    disputed = frozenset[str]().union(*conflicts.sets)
    choices = conflicts.corrections if conflicts.complete else (*conflicts.corrections, disputed)
    return tuple((left_out, Program(keep(layout.rows, everyone - left_out))) for left_out in choices)


def families(reports: Sequence[Report]) -> list[list[Report]]:
    """Group reports by outcomes that some report joins (*killed or missing* ties killed to missing)."""
    groups: list[tuple[set[str], list[Report]]] = []
    for report in sorted(reports, key=lambda report: report.id):
        atoms = _tied(report.outcome)
        touching = [group for group in groups if group[0] & atoms]
        groups = [group for group in groups if not group[0] & atoms]
        members = [member for _, group in touching for member in group]
        groups.append((atoms.union(*(tied for tied, _ in touching)), [*members, report]))
    return [sorted(members, key=lambda report: report.id) for _, members in groups]


def _tied(outcome: str) -> set[str]:
    everyone = {"killed", "injured", "missing", "detained", "displaced", "affected"}
    return everyone if outcome == "affected" else set(outcome_atoms(outcome))


def answer(family: Family) -> tuple[Figure, ...]:
    """Answer every question of a family."""
    answers = [_answer(family, question) for question in family.questions]
    parts = _nesting(family)
    return tuple(
        _with_parts(family, family.questions[at], figure, [answers[part] for part in parts[at]], parts[at])
        for at, figure in enumerate(answers)
    )


def _questions(reports: Sequence[Report], context: Context, title: str) -> Iterable[Question]:
    """The whole, the reported boxes, the places, the incidents: in this order, each once."""
    asked: dict[tuple[Region, Hidden], Question] = {}
    for outcome in sorted({report.outcome for report in reports}):
        region = Region(EVERYWHERE, None, "", outcome)
        asked[region, WHOLE] = Question(region, WHOLE, f"{title}, all places and days: people {outcome}")
    for report in reports:
        if not report.incident and report.scope != "incident":
            _ask(asked, region_of(report), context.hidden[report.id], report)
    for report in reports:
        if report.place:
            region = Region(report.place, None, "", report.outcome)
            label = f"{report.place_name}, all days: people {report.outcome}"
            asked.setdefault((region, WHOLE), Question(region, WHOLE, label))
    for report in reports:
        if report.incident:
            _ask(asked, region_of(report), context.hidden[report.id], report)
    return asked.values()


def _ask(asked: dict[tuple[Region, Hidden], Question], region: Region, hidden: Hidden, report: Report) -> None:
    before = asked.get((region, hidden))
    known = before.reports if before else ()
    label = before.label if before else label_of(report, region.group)
    asked[region, hidden] = Question(region, hidden, label, report.incident, (*known, report.id))


def _answer(family: Family, question: Question) -> Figure:
    terms = family.layout.terms(question.region, question.hidden)
    worlds = _worlds(family, terms)
    count = _span(worlds)
    lowest, highest = worlds[0], max(worlds, key=lambda world: _top(world.answer))
    region = question.region
    return Figure(
        id=record_id("figure", "Figure", [region.place, _days(region), region.group, region.outcome, *question.hidden]),
        label=question.label,
        place=region.place,
        interval=_interval(region),
        outcome=region.outcome,
        group=region.group,
        count=count,
        low_by=lowest.low_by,
        high_by=highest.high_by if count.high is not None else (),
        reports=question.reports,
        alternatives=tuple((_count(world.answer), world.kept) for world in worlds) if len(worlds) > 1 else (),
        incident=question.incident,
    )


def _worlds(family: Family, terms: Terms) -> list[World]:
    """Answers per maximal consistent set, each with the disputed reports it keeps; equal answers once."""
    disputed = frozenset[str]().union(*family.conflicts.sets)
    found: dict[Range, World] = {}
    for left_out, program in family.worlds:
        low, high = program.least(terms), program.greatest(terms)
        answer = Range(low.value, high.value if high else None)
        kept = tuple(sorted(disputed - left_out))
        found.setdefault(answer, World(answer, kept, low.reports, high.reports if high else ()))
    return sorted(found.values(), key=lambda world: (world.answer.low, _top(world.answer)))


def _nesting(family: Family) -> list[tuple[int, ...]]:
    """For each question the largest others inside it: by region and hidden part, or because a text says so."""
    said = _said_parts(family)
    wholes = [
        [whole for whole in _candidates(family, part) if _is_part(family, part, whole, said)]
        for part in range(len(family.questions))
    ]
    parts: list[list[int]] = [[] for _ in family.questions]
    for part, around in enumerate(wholes):
        for whole in around:
            if not any(whole in wholes[other] for other in around if other != whole):
                parts[whole].append(part)
    return [tuple(inside) for inside in parts]


def _candidates(family: Family, part: int) -> Iterable[int]:
    """Questions about the place of this one or a place around it."""
    place = family.questions[part].region.place
    around = {place, EVERYWHERE, *family.layout.context.within.get(place, ())}
    return sorted(whole for outer in around for whole in family.by_place.get(outer, ()) if whole != part)


def _is_part(family: Family, part: int, whole: int, said: set[tuple[int, int]]) -> bool:
    inner, outer = family.questions[part], family.questions[whole]
    within = family.layout.context.within
    if not contains(outer.region, inner.region, within):
        return False
    if inner.hidden[: len(outer.hidden)] != outer.hidden:
        return (part, whole) in said
    return inner.hidden != outer.hidden or not contains(inner.region, outer.region, within)


def _said_parts(family: Family) -> set[tuple[int, int]]:
    """Questions of which some report is said to be part of a report of another question."""
    at = {report: index for index, question in enumerate(family.questions) for report in question.reports}
    return {
        (at[report.id], at[report.part_of]) for report in family.reports if report.id in at and report.part_of in at
    }


def _with_parts(
    family: Family, question: Question, figure: Figure, parts: Sequence[Figure], at: Sequence[int]
) -> Figure:
    """Name the parts, and what the whole leaves outside the reported totals among them."""
    inside = [family.questions[index] for index in at]
    like = [
        part
        for part in inside
        if part.reports and part.region.group == question.region.group and part.hidden in (question.hidden, WHOLE)
    ]
    elsewhere = _elsewhere(family, question, like) if like else None
    if elsewhere is not None and not question.reports and elsewhere.low == 0 and elsewhere.high is None:
        elsewhere = None  # says nothing
    return replace(figure, parts=tuple(sorted(part.id for part in parts)), elsewhere=elsewhere)


def _elsewhere(family: Family, question: Question, parts: Sequence[Question]) -> Count | None:
    """The whole less its parts; None when parts overlap, so that less their sum would be too little."""
    if not all_apart([part.region for part in parts], family.layout.context.within):
        return None
    terms = dict(family.layout.terms(question.region, question.hidden))
    for variable, times in (term for part in parts for term in family.layout.terms(part.region, part.hidden)):
        terms[variable] = terms.get(variable, 0) - times
    left = tuple(sorted((variable, times) for variable, times in terms.items() if times))
    return _span(_worlds(family, left))


def _span(worlds: Sequence[World]) -> Count:
    """From the lowest low to the highest high: every answer lies within."""
    ranges = [world.answer for world in worlds]
    high = None if any(found.high is None for found in ranges) else max(found.high or 0 for found in ranges)
    return Count(low=min(found.low for found in ranges), high=high)


def _count(found: Range) -> Count:
    return Count(low=found.low, high=found.high)


def _top(found: Range) -> float:
    return float("inf") if found.high is None else found.high


def _days(region: Region) -> list[list[str]]:
    return [[day.first, day.last] for day in region.days or ()]


def _interval(region: Region) -> DateInterval | None:
    return hull(region.days) if region.days else None
