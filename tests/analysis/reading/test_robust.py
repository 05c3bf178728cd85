"""Any text can be read: in bounded time, with spans that lie in it, and the same each time."""

import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probans.evidence.codec import canonical, from_plain, to_plain
from probans.model.claim import Span
from probans.model.reading import ReportReading
from tests.analysis.reading.reader import read

WORDS = tuple(
    re.split(
        " ",
        "Torrundi troops shelled Kelmora killing at least 26 civilians and wounding dozens said the ministry . , “ ” "
        "on March 4 2031 Monday accused of denied that \n\n seven including two children were killed in his wife body "
        "burned ; ( ) 1,200 over Vesmar Orlesk No video reflects the reality لقد 'Ωμέγα \x00 \u200f https://a.example/ "
        "October 4, 5, 8",
    )
)


def spans(record: object) -> Iterator[Span]:
    """All spans anywhere in a record."""
    if isinstance(record, Span):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from spans(item)
    elif is_dataclass(record):
        for field in fields(record):
            yield from spans(getattr(record, field.name))


def check(text: str) -> ReportReading:
    """Read a text and check every span of the reading."""
    reading = read(text)
    for span in spans(reading):
        assert text[span.start : span.end] == span.words
        assert span.start < span.end
    for one in reading.claims:
        assert all(count.subset_of is None or count.subset_of < len(one.counts) for count in one.counts)
    assert len({one.id for one in reading.claims}) >= len({(one.passage, one.kind) for one in reading.claims}) - 1
    return reading


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_spans_always_lie_in_the_text(text: str) -> None:
    reading = check(text)
    assert from_plain(ReportReading, to_plain(reading)) == reading
    assert canonical(read(text)) == canonical(reading)


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_any_characters_can_be_read(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "x", "\x00\x01\x02", "\ufeff", "🙂" * 50, "“", "((((((", "0"])
def test_little_or_strange_texts_give_nothing(text: str) -> None:
    assert check(text).claims == ()


def test_a_language_that_is_not_read_is_said_so() -> None:
    arabic = "قالت الوزارة إن ٤٣ مدنياً قتلوا في القصف على المدينة يوم 2031-03-04."
    reading = check(f"Five civilians were killed in Kelmora on Monday.\n\n{arabic}")
    assert [span.words for span in reading.not_read] == [arabic]
    assert [problem.code for problem in reading.reading.problems] == ["LANGUAGE-NOT-READ"]
    assert [str(one.counts[0].count) for one in reading.claims] == ["5"]
    assert "43" in [number.name for number in reading.numbers if number.code == "unread"]
    assert [found.name for found in reading.dates if found.code == "unread"] == ["2031-03-04..2031-03-04"]


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 30_000,
        "killed " * 15_000,
        "said, " * 20_000,
        '"' * 100_000,
        "A" * 200_000,
        "March 4, 5, 8, " * 8_000,
        "the " * 50_000,
        "Kelmora, " * 12_000,
        "not " * 20_000,
        "((" * 50_000 + "\n" * 50_000,
        "at least 26 people, including " * 4_000,
    ],
    ids=[
        "digits",
        "triggers",
        "cues",
        "quotes",
        "one-word",
        "dates",
        "small",
        "places",
        "negations",
        "signs",
        "subsets",
    ],
)
def test_hostile_texts_are_read_in_bounded_time(text: str) -> None:
    began = time.perf_counter()
    check(text)
    assert time.perf_counter() - began < 30
