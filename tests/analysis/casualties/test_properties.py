"""What must hold for any truth and any reports of it."""

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from probans.analysis.casualties import reconcile
from probans.analysis.casualties.conflicts import adds_up, certificate, find_conflicts, keep, sides_of
from probans.analysis.casualties.layout import context_of, lay_out, region_of
from probans.analysis.casualties.program import Range, Row, holds, range_of, terms_of
from probans.model.casualty import Figure, Report
from probans.model.when import DateInterval
from probans.model.where import Place
from tests.analysis.casualties.make import MARREN, OSKEL, VESMAR, days, report

PLACES = (VESMAR, MARREN, OSKEL)
GROUPS = {"": {"child", "other"}, "children": {"child"}}
DAYS = 3
MOST = 3

# The truth: people killed by (place they died in, day, kind of person).
truths = st.fixed_dictionaries(
    {(place.id, day, kind): st.integers(0, 4) for place in PLACES for day in range(DAYS) for kind in ("child", "other")}
)
boxes = st.tuples(
    st.sampled_from(PLACES),
    st.tuples(st.integers(0, DAYS - 1), st.integers(0, DAYS - 1)).map(sorted),
    st.sampled_from(sorted(GROUPS)),
)
slack = st.tuples(st.sampled_from([0, 0, 1, 2]), st.sampled_from([0, 0, 3, None]))
true_reports = st.lists(st.tuples(boxes, slack), min_size=1, max_size=6)
quick = settings(max_examples=40, deadline=None)

Truth = dict[tuple[str, int, str], int]
Box = tuple[Place, list[int], str]
Said = list[tuple[Box, tuple[int, int | None]]]


@quick
@given(truths, true_reports)
def test_every_range_contains_the_true_count(truth: Truth, said: Said) -> None:
    register = reconcile(reports_of(truth, said))

    assert not register.contradictions
    for figure in register.figures:
        true = people(truth, figure.place, figure.interval, figure.group)
        assert figure.count.low <= true
        assert figure.count.high is None or true <= figure.count.high


@quick
@given(truths, true_reports, true_reports)
def test_a_further_true_report_never_widens_a_range(truth: Truth, said: Said, more: Said) -> None:
    before = reconcile(reports_of(truth, said))
    after = {figure.id: figure.count for figure in reconcile(reports_of(truth, said + more)).figures}

    for figure in before.figures:
        narrowed = after[figure.id]
        assert narrowed.low >= figure.count.low
        assert figure.count.high is None or (narrowed.high is not None and narrowed.high <= figure.count.high)


@quick
@given(truths, true_reports)
def test_the_reports_that_bind_an_end_give_it_alone(truth: Truth, said: Said) -> None:
    reports = reports_of(truth, said)
    by_id = {one.id: one for one in reports}
    for figure in reconcile(reports).figures:
        if figure.low_by:
            assert count_by([by_id[one] for one in figure.low_by], figure).low == figure.count.low
        if figure.high_by:
            assert count_by([by_id[one] for one in figure.high_by], figure).high == figure.count.high


rows = st.lists(
    st.tuples(
        st.sets(st.integers(0, 3), min_size=1),
        st.integers(0, MOST * 2),
        st.one_of(st.none(), st.integers(0, MOST * 3)),
    ),
    max_size=5,
)


@quick
@given(rows, st.sets(st.integers(0, 3), min_size=1))
def test_the_program_equals_counting_every_case(
    made: list[tuple[set[int], int, int | None]], question: set[int]
) -> None:
    program = [Row(f"r{at}", terms_of(found), low, high, f"r{at}") for at, (found, low, high) in enumerate(made)]
    program += [Row(f"cap {at}", ((at, 1),), None, MOST, "") for at in range(4)]
    values = [
        sum(case[at] for at in question)
        for case in product(range(MOST + 1), repeat=4)
        if all(_holds(row, case) for row in program)
    ]

    assert range_of(program, terms_of(question)) == (Range(min(values), max(values)) if values else None)


@quick
@given(rows)
def test_conflicts_are_minimal_and_their_multipliers_add_up(made: list[tuple[set[int], int, int | None]]) -> None:
    program = [Row(f"r{at}", terms_of(found), low, high, f"r{at}") for at, (found, low, high) in enumerate(made)]
    conflicts = find_conflicts(program)
    assume(conflicts.sets)

    for conflict in conflicts.sets:
        assert not holds(keep(program, conflict))
        assert all(holds(keep(program, conflict - {one})) for one in conflict)
        proof = dict(certificate(keep(program, conflict)))
        sides = sides_of(keep(program, conflict))
        if not any(name.startswith("half of") for name in proof):
            assert adds_up(sides, [proof.get(side.name, 0) for side in sides])
    for left_out in conflicts.corrections:
        everyone = {row.report for row in program}
        assert holds(keep(program, everyone - left_out))
        assert all(not holds(keep(program, everyone - left_out | {one})) for one in left_out)


def reports_of(truth: Truth, said: Said) -> list[Report]:
    made = []
    for at, ((place, (first, last), group), (below, above)) in enumerate(said):
        dates = days(f"{day(first)}/{day(last)}")
        true = people(truth, place.id, dates[0], group)
        high = None if above is None else true + above
        made.append(report(f"r{at}", max(0, true - below), high, place, dates, group=group))
    return made


def people(truth: Truth, place: str, interval: DateInterval | None, group: str) -> int:
    return sum(
        count
        for (where, at, kind), count in truth.items()
        if place in ("", "vesmar", where)
        and (interval is None or interval.first <= day(at) <= interval.last)
        and kind in GROUPS[group]
    )


def day(at: int) -> str:
    return f"2031-03-{at + 1:02d}"


def count_by(reports: list[Report], figure: Figure) -> Range:
    like = [report(f"about {place.id}", 0, None, place) for place in PLACES]
    place = next((one for one in PLACES if one.id == figure.place), None)
    asked = region_of(report("q", 0, None, place, (figure.interval,) if figure.interval else (), group=figure.group))
    if figure.interval is None:
        asked = type(asked)(asked.place, None, asked.group, asked.outcome)
    layout = lay_out(reports, [(asked, ())], context_of([*reports, *like]))
    found = range_of(layout.rows, layout.terms(asked))
    assert found is not None
    return found


def _holds(row: Row, case: tuple[int, ...]) -> bool:
    total = sum(case[variable] * times for variable, times in row.terms)
    return (row.low is None or row.low <= total) and (row.high is None or total <= row.high)
