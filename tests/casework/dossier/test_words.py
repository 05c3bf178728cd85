"""Records in plain words, passages in their context, figures in order."""

from dataclasses import replace

import pytest

from probans.casework.dossier import words
from probans.casework.dossier.figures import figure_lines, main_figures
from probans.casework.dossier.passages import in_context, whole
from probans.model.casualty import Casualties, Figure
from probans.model.counts import Count
from probans.model.when import DateInterval
from tests.casework.dossier import halvern


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (None, "no figure"),
        (Count(low=26, high=26), "26"),
        (Count(low=95, high=None), "95 or more"),
        (Count(low=0, high=30), "0–30"),
        (Count(low=1200, high=1500), "1,200–1,500"),
    ],
)
def test_a_range_never_says_more_than_the_words(count: Count | None, shown: str) -> None:
    assert words.count_words(count) == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2031-03-09", "2031-03-09", "9 March 2031"),
        ("2031-03-09", "2031-03-12", "9–12 March 2031"),
        ("2031-03-30", "2031-04-02", "30 March – 2 April 2031"),
        ("2030-12-30", "2031-01-02", "30 December 2030 – 2 January 2031"),
        ("2031-03-09", "", "from 9 March 2031"),
        ("", "2031-03-09", "until 9 March 2031"),
        ("", "", "date not known"),
    ],
)
def test_days_in_words(first: str, last: str, shown: str) -> None:
    assert words.interval_words(DateInterval(first=first, last=last)) == shown


def test_other_words() -> None:
    assert words.moment_words("2031-04-21T09:00:08.123456Z") == "21 April 2031, 09:00:08 UTC"
    assert words.moment_words("yesterday") == "yesterday"
    assert words.duration_words(47_250) == "0:47.250"
    assert words.duration_words(3_723_004) == "1:02:03.004"
    assert words.short_size(1_234_567) == "1.2 MB"
    assert words.radius_words(150) == "within 150 m"
    assert words.radius_words(7000) == "within 7 km"
    assert [words.by_stance(one) for one in ("asserts", "alleges", "confirms", "denies", "disputes")] == [
        "asserted",
        "alleged",
        "confirmed",
        "denied",
        "disputed",
    ]
    assert words.plural(1, "copy", "copies") == "1 copy"
    assert words.plural(2000, "copy", "copies") == "2,000 copies"
    assert words.period_words("spring", "2031-04-19") == "spring – 2031-04-19"


def test_the_passage_stands_in_its_context_with_its_figures() -> None:
    passage = in_context(halvern.COURIER, halvern.C1)
    assert "".join(piece.words for piece in passage.pieces) == halvern.C1.passage.words
    assert [piece.words for piece in passage.pieces if piece.figure] == ["At least 21", "64", "Four of the dead"]
    assert passage.before.endswith("Kelmora, 9 March 2031.\n")
    assert passage.after.endswith(" …")


def test_a_passage_that_does_not_match_stands_alone() -> None:
    passage = in_context("another text", halvern.C1)
    assert not passage.matched
    assert passage.before == passage.after == ""


def test_a_whole_text_is_cut_without_losing_a_letter() -> None:
    claims = [halvern.C1, halvern.C2, halvern.C3, halvern.C4]
    pieces = whole(halvern.COURIER, claims)
    assert "".join(piece.words for piece in pieces) == halvern.COURIER
    assert [claim for piece in pieces for claim in piece.starts] == [
        "c-courier-toll",
        "c-courier-author",
        "c-courier-request",
    ]
    assert {claim for piece in pieces for claim in piece.ends} == {
        "c-courier-toll",
        "c-courier-author",
        "c-courier-request",
    }
    assert all(piece.marked for piece in pieces if piece.starts)
    assert whole("", []) == ()


def figure(name: str, *parts: str, outcome: str = "killed") -> Figure:
    count = Count(low=1, high=2)
    return Figure(
        id=name,
        label=name,
        place="",
        interval=None,
        outcome=outcome,
        group="",
        count=count,
        low_by=(),
        high_by=(),
        parts=parts,
    )


def test_wholes_stand_above_their_parts_and_the_dead_first() -> None:
    casualties = Casualties(
        figures=(
            figure("injured", outcome="injured"),
            figure("city"),
            figure("all", "land", "city"),
            figure("land", "city"),
        )
    )
    assert [(line.figure.id, line.depth) for line in figure_lines(casualties)] == [
        ("all", 0),
        ("land", 1),
        ("city", 2),
        ("injured", 0),
    ]


def test_the_dead_are_a_main_figure_even_inside_a_wider_one() -> None:
    both = figure("both", "killed", outcome="killed or injured")
    casualties = Casualties(figures=(both, figure("killed"), replace(figure("town"), place="kelmora")))
    assert [one.id for one in main_figures(casualties)] == ["killed", "both"]
    assert [one.id for one in main_figures(Casualties(figures=(replace(figure("town"), place="kelmora"),)))] == ["town"]


def test_parts_that_go_in_a_ring_are_each_shown_once() -> None:
    lines = figure_lines(Casualties(figures=(figure("a", "b"), figure("b", "a"))))
    assert sorted(line.figure.id for line in lines) == ["a", "b"]
