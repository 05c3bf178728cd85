"""Dates and periods become intervals of days, resolved against publication, never forced to a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probans.analysis.reading.date_meanings import Context
from probans.analysis.reading.dates import find_dates, follow

PUBLISHED = Context(published=date(2031, 3, 12))  # a Wednesday


def read(text: str, context: Context = PUBLISHED) -> list[tuple[str, str]]:
    """First and last day of every interval in a text."""
    return [
        (interval.first, interval.last)
        for mention in find_dates(text, 0, len(text), context)
        for interval in mention.intervals
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 4 March 2031", "2031-03-04", "2031-03-04"),
        ("on March 4, 2031", "2031-03-04", "2031-03-04"),
        ("on the 4th of March", "2031-03-04", "2031-03-04"),
        ("on November 30", "2030-11-30", "2030-11-30"),
        ("on Tuesday, March 11", "2031-03-11", "2031-03-11"),
        ("2031-02-03", "2031-02-03", "2031-02-03"),
        ("25.12.2030", "2030-12-25", "2030-12-25"),
        ("ORLAU, 3 JAN 31 --", "2031-01-03", "2031-01-03"),
        ("in February", "2031-02-01", "2031-02-28"),
        ("in late February", "2031-02-15", "2031-02-28"),
        ("in 2029", "2029-01-01", "2029-12-31"),
        ("between November 27 and January 10", "2030-11-27", "2031-01-10"),
        ("from 27 November 2030 to 10 January 2031", "2030-11-27", "2031-01-10"),
        ("the night of 4 to 5 March", "2031-03-04", "2031-03-05"),
        ("since the early 2020s", "2020-01-01", "2031-03-12"),
        ("since March 1", "2031-03-01", "2031-03-12"),
        ("until March 1", "", "2031-03-01"),
        ("on Monday", "2031-03-10", "2031-03-10"),
        ("on Wednesday", "2031-03-12", "2031-03-12"),
        ("last Wednesday", "2031-03-05", "2031-03-05"),
        ("yesterday morning", "2031-03-11", "2031-03-11"),
        ("the day before yesterday", "2031-03-10", "2031-03-10"),
        ("overnight", "2031-03-11", "2031-03-12"),
        ("last week", "2031-03-03", "2031-03-09"),
        ("earlier this month", "2031-03-01", "2031-03-12"),
        ("three days ago", "2031-03-09", "2031-03-09"),
        ("two weeks ago", "2031-02-23", "2031-03-01"),
        ("over the past ten days", "2031-03-02", "2031-03-12"),
        ("will meet on Friday", "2031-03-14", "2031-03-14"),
    ],
)
def test_an_expression(text: str, first: str, last: str) -> None:
    assert read(text) == [(first, last)]


def test_a_list_of_days_is_separate_days() -> None:
    days = ["2031-02-04", "2031-02-05", "2031-02-08", "2031-02-11", "2031-02-17"]
    assert read("shelled on February 4, 5, 8, 11, 17.") == [(day, day) for day in days]
    assert read("shelled on 4 and 5 February") == [(day, day) for day in days[:2]]


def test_an_ambiguous_order_of_day_and_month_covers_both() -> None:
    assert read("on 02/03/2031") == [("2031-02-03", "2031-03-02")]


def test_a_relative_day_follows_the_day_named_before() -> None:
    assert read("on March 4, and again the following day") == [("2031-03-04",) * 2, ("2031-03-05",) * 2]


def test_the_year_told_of_carries_on() -> None:
    first = "The siege began on 2 May 2019."
    context = follow(PUBLISHED, find_dates(first, 0, len(first), PUBLISHED))
    assert read("It ended on June 4.", context) == [("2019-06-04", "2019-06-04")]


@pytest.mark.parametrize(
    "text", ["It may march on.", "1,200 people", "between 3 and 5 people", "Augusta", "May Brandt"]
)
def test_no_date(text: str) -> None:
    assert read(text) == []


def test_without_publication_a_relative_day_keeps_its_words_only() -> None:
    [mention] = find_dates("on Monday", 0, 9, Context())
    assert (mention.span.words, mention.intervals) == ("Monday", ())


@given(st.text(alphabet=st.sampled_from(list("0123456789 ,./-May rchJunedsth\n"))))
def test_any_text_gives_intervals_in_order(text: str) -> None:
    for mention in find_dates(text, 0, len(text), PUBLISHED):
        assert text[mention.span.start : mention.span.end] == mention.span.words
        assert all(not (part.first and part.last) or part.first <= part.last for part in mention.intervals)
