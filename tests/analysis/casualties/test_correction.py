"""Many reports: the smallest correction and the conflicts it names."""

from probans.analysis.casualties.conflicts import MANY_REPORTS, find_conflicts, keep, smallest_correction
from probans.analysis.casualties.program import Row, holds, terms_of


def test_a_wrong_day_in_a_long_series_is_named_with_its_size() -> None:
    rows = series(wrong=40)

    assert smallest_correction(rows) == (("day 40", 7),)
    conflicts = find_conflicts(rows)
    assert len(rows) > MANY_REPORTS
    assert conflicts.sets == (frozenset({"day 40", "until 39", "until 40"}),)
    assert frozenset({"day 40"}) in conflicts.corrections
    assert holds(keep(rows, {row.report for row in rows} - {"day 40"}))


def test_a_series_without_a_mistake_needs_no_correction() -> None:
    assert smallest_correction(series(wrong=-1)) == ()
    assert find_conflicts(series(wrong=-1)).sets == ()


def series(wrong: int) -> list[Row]:
    """Three people a day for 50 days, as daily figures and running totals; one day says seven more."""
    daily = [3 + 7 * (at == wrong) for at in range(50)]
    rows = [Row(f"day {at}", terms_of([at]), said, said, f"day {at}") for at, said in enumerate(daily)]
    return rows + [
        Row(f"until {at}", terms_of(range(at + 1)), 3 * at + 3, 3 * at + 3, f"until {at}") for at in range(50)
    ]
