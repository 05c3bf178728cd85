"""Tables: rows as figures or as victims, values as written, odd rows reported and the rest read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probans.analysis.table_figures import Figure, read_figure
from probans.analysis.tables import read_table
from probans.evidence.codec import canonical
from probans.model.agents import Tool
from probans.model.claim import PersonOutcome
from probans.model.reading import TableReading
from probans.model.when import DateInterval
from tests.shared import ROOT

TOOL = Tool(name="probans-tables", version="1")


def read(text: str, name: str = "table.csv") -> TableReading:
    return read_table(text, exhibit="ab" * 32, name=name, tool=TOOL)


def codes(table: TableReading) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in table.reading.problems]


def test_killed_and_injured_become_a_row_each() -> None:
    table = read(
        "Source,Place,Date,Killed,Injured\n"
        "Count Every Name,Kelmora,2031-03-09,at least 21,64\n"
        "Office of Torrund,Kelmora,9 March 2031,over 94,dozens\n"
    )
    assert table.purpose == "figures"
    assert [(row.line, row.source, row.outcome, row.low, row.high, row.wording) for row in table.figures] == [
        (2, "Count Every Name", "killed", 21, None, "at least 21"),
        (2, "Count Every Name", "injured", 64, 64, "64"),
        (3, "Office of Torrund", "killed", 95, None, "over 94"),
        (3, "Office of Torrund", "injured", None, None, "dozens"),
    ]
    assert {(row.first, row.last) for row in table.figures} == {("2031-03-09", "2031-03-09")}
    assert codes(table) == []


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("26", 26, 26),
        ("1,204", 1204, 1204),
        ("1 204", 1204, 1204),
        ("over 94", 95, None),
        ("more than 94 people", 95, None),
        (">94", 95, None),
        ("at least 26", 26, None),
        ("26+", 26, None),
        ("26 or more", 26, None),
        ("≥ 26", 26, None),
        ("20-30", 20, 30),
        ("20 – 30", 20, 30),
        ("between 20 and 30", 20, 30),
        ("up to 30", 0, 30),
        ("fewer than 5", 0, 4),
        ("twenty-six", 26, 26),
        ("nine", 9, 9),
        ("none", 0, 0),
        ("at least nine", 9, None),
        ("٢٦", 26, 26),
        ("أكثر من ٩٤", 95, None),
        ("не менее 26", 26, None),
        ("26.0", 26, 26),
        ("dozens", None, None),
        ("about 30", None, None),
        ("several", None, None),
    ],
)
def test_a_cell_claims_no_more_than_its_words(cell: str, low: int | None, high: int | None) -> None:
    assert read_figure(cell) == Figure(low=low, high=high)


@pytest.mark.parametrize("cell", ["", " ", "-", "n/a", "Unknown", "?", "неизвестно"])
def test_a_cell_that_knows_nothing_is_no_figure(cell: str) -> None:
    assert read_figure(cell) is None


@pytest.mark.parametrize("cell", ["30-20", "see note 4", "12/5", "-3", "1.5"])
def test_a_cell_that_is_no_number_of_people_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|range"):
        read_figure(cell)


def test_low_high_and_outcome_columns() -> None:
    table = read(
        "source;place;first;last;outcome;group;low;high;count;as of\n"
        "Count Every Name;Hadrik;3.3.2031;19.4.2031;killed;civilians;25;28;;20.4.2031\n"
        "Red Lantern;Hadrik;3.3.2031;;wounded;;10;;12;\n"
        "Red Lantern;Hadrik;3.3.2031;4.3.2031;surprised;;10;12;;\n"
        "Red Lantern;Hadrik;4.3.2031;3.3.2031;killed;;12;10;;\n"
        "Red Lantern;Hadrik;4.3.2031;5.3.2031;killed;;10;12;13;\n",
    )
    first, second = table.figures
    assert (first.first, first.last, first.outcome, first.group) == ("2031-03-03", "2031-04-19", "killed", "civilians")
    assert (first.low, first.high, first.wording, first.as_of) == (25, 28, "25–28", "2031-04-20")
    assert (second.last, second.outcome, second.low, second.high, second.wording) == (
        "",
        "injured",
        10,
        None,
        "12 (10–)",
    )
    assert codes(table) == [
        ("TABLE-OUTCOME", "table.csv, line 4"),
        ("TABLE-DATE", "table.csv, line 5"),
        ("TABLE-FIGURE", "table.csv, line 5"),
        ("TABLE-FIGURE", "table.csv, line 6"),
    ]


def test_a_victim_list_keeps_values_as_written() -> None:
    table = read(
        "List of the dead of Kelmora\n\n"
        "Name\tAge\tSex\tPlace\tDate of death\tStatus\tTrade\n"
        '"Osk,\nMaren"\t34\tf\tLantern Market\t9.3.2031\tkilled\t\n'
        "Hallic, Teodor\tabout 60\tm\tKelmora\t11.3.2031\tkilled\ttram driver\n",
        name="dead.tsv",
    )
    assert table.purpose == "victims"
    assert table.list_name == "List of the dead of Kelmora"
    first, second = table.victims
    assert (first.line, first.name, first.date) == (4, "Osk,\nMaren", "9.3.2031")
    assert (second.line, second.age, second.fate, second.other) == (
        6,
        "about 60",
        "killed",
        (("Trade", "tram driver"),),
    )


@pytest.mark.parametrize(
    "head",
    [
        "ФИО;Возраст;Пол;Место;Дата смерти;Судьба",
        "الاسم;العمر;الجنس;المكان;تاريخ الوفاة;المصير",
        "Ad Soyad;Yaş;Cinsiyet;Şehir;Ölüm tarihi;Durum",
        "Full_Name;AGE;Gender;Town;DateOfDeath;Fate",
    ],
)
def test_lists_in_other_languages_are_recognised(head: str) -> None:
    table = read(f"{head}\nA B;4;f;Hadrik;9.3.2031;killed\n")
    victim = table.victims[0]
    values = (victim.name, victim.age, victim.sex, victim.place, victim.date, victim.fate)
    assert values == ("A B", "4", "f", "Hadrik", "9.3.2031", "killed")


def test_names_in_two_columns_are_joined_and_kept() -> None:
    table = read("First name,Last name,Age\nMaren,Osk,34\n")
    assert table.victims[0].name == "Maren Osk"
    assert table.victims[0].other == (("First name", "Maren"), ("Last name", "Osk"))


def test_an_unknown_table_is_left_alone() -> None:
    table = read("File,Task,Category\na.txt,a,non\n")
    assert (table.purpose, table.columns, table.figures) == ("unknown", ("File", "Task", "Category"), ())
    assert codes(table) == [("TABLE-UNKNOWN-COLUMNS", "table.csv")]


def test_odd_rows_are_problems_and_the_rest_is_read() -> None:
    table = read(
        "place,date,killed\n"
        "Hadrik,2031-03-03,5\n"
        "Hadrik,2031-03-04,5,extra\n"
        '"Old" Hadrik,2031-03-05,6\n'
        "Total,,16\n"
        "Kelmora,in spring,7\n"
        "Kelmora\n"
        "Kelmora,2031-03-06,see note 4\n"
        'Kelmora,2031-03-07,"8\n'
        "Kelmora,2031-03-08,9\n"
    )
    assert [(row.line, row.place, row.first, row.low) for row in table.figures] == [
        (2, "Hadrik", "2031-03-03", 5),
        (4, '"Old" Hadrik', "2031-03-05", 6),
        (6, "Kelmora", "", 7),
        (10, "Kelmora", "2031-03-08", 9),
    ]
    assert [code for code, _ in codes(table)] == [
        "TABLE-ROW",
        "TABLE-ROW",
        "TABLE-ROW",
        "TABLE-ROW",
        "TABLE-TOTAL",
        "TABLE-DATE",
        "TABLE-FIGURE",
        "TABLE-FIGURE",
    ]


def test_figures_that_only_low_and_high_columns_of_an_outcome_give() -> None:
    table = read(
        "Town,Day,Killed (min),Killed (max),Civilians killed,Children injured\nKelmora,2031-03-09,20,30,18,4\n"
    )
    assert [(row.outcome, row.group, row.low, row.high) for row in table.figures] == [
        ("killed", "", 20, 30),
        ("killed", "civilians", 18, 18),
        ("injured", "children", 4, 4),
    ]


def test_day_and_month_are_told_apart_by_the_column_or_stay_both() -> None:
    told = read("place,date,killed\nHadrik,04/03/2031,1\nHadrik,19/03/2031,1\n")
    assert [row.first for row in told.figures] == ["2031-03-04", "2031-03-19"]
    open_ = read("place,date,killed\nHadrik,04/03/2031,1\n")
    assert [(row.first, row.last) for row in open_.figures] == [("2031-03-04", "2031-04-03")]


def test_a_count_without_outcome_takes_it_from_the_title() -> None:
    assert [row.outcome for row in read("place,date,count\nHadrik,2031-03-04,3\n", "killed.csv").figures] == ["killed"]
    table = read("place,date,count\nHadrik,2031-03-04,3\n", "march.csv")
    assert (table.purpose, table.figures, codes(table)[0][0]) == ("figures", (), "TABLE-OUTCOME")


def test_the_examples_of_the_documentation_are_read() -> None:
    page = (ROOT / "docs" / "format" / "tables.md").read_text("utf-8")
    figures, victims = (read(block) for block in re.findall(r"```csv\n(.*?)```", page, re.DOTALL))
    assert [(row.outcome, row.low, row.high, row.as_of) for row in figures.figures] == [
        ("killed", 5, 5, "2031-03-13"),
        ("injured", 0, 20, "2031-03-13"),
        ("killed", 95, None, ""),
        ("injured", None, None, ""),
    ]
    assert [row.name for row in victims.victims] == ["Maren Osk", "Hallic, Teodor"]
    assert codes(figures) == codes(victims) == []


def test_the_numbers_of_the_documentation_are_read_as_it_says() -> None:
    page = (ROOT / "docs" / "format" / "tables.md").read_text("utf-8")
    told = {
        "95 or more": (95, None),
        "26 or more": (26, None),
        "0 to 30": (0, 30),
        "0 to 4": (0, 4),
        "20 to 30": (20, 30),
    }
    rows = [row for row in re.findall(r"^\| (.+?) \| (.+?) \|$", page, re.MULTILINE) if row[1] in told]
    assert len(rows) == len(told)
    for written, meaning in rows:
        for cell in written.split(" · "):
            low, high = told[meaning]
            assert read_figure(cell) == Figure(low=low, high=high), cell


def test_empty_text_is_no_table() -> None:
    assert read("").purpose == "unknown"


CELLS = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789 -–,.+<>≥/\"'\n\r;\t", max_size=12),
    st.sampled_from(
        ["over 94", "at least", "20-30", "9 March 2031", "3/4/2031", "31.12.2031", "dozens", "killed", "Total"]
    ),
)


@given(
    head=st.lists(
        st.sampled_from(["place", "date", "first", "last", "killed", "low", "high", "outcome", "name", "age"])
    ),
    rows=st.lists(st.lists(CELLS, max_size=10), max_size=8),
    delimiter=st.sampled_from(",;\t"),
)
def test_whatever_the_cells_hold_a_table_is_read(head: list[str], rows: list[list[str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(cells) for cells in [head, *rows])
    table = read(text)
    assert read(text) == table
    for row in table.figures:
        DateInterval(first=row.first, last=row.last)
        assert row.low is None or row.high is None or 0 <= row.low <= row.high
        assert row.outcome in set(PersonOutcome)
        assert 1 < row.line <= len(text.splitlines()) + 1
    canonical(table)


def test_many_odd_rows_are_summed_up() -> None:
    table = read("place,date,killed\n" + "Hadrik,2031-03-04,x9\n" * 300)
    assert len(table.reading.problems) == 101
    assert table.reading.problems[-1].code == "TABLE-MORE"
