"""Rows of victim lists put together as people."""

from dataclasses import replace

import pytest

from probans.analysis.casualties import link_victims
from probans.analysis.casualties.entries import look_over, read_age, read_days
from probans.analysis.casualties.names import read_name, similarity
from probans.analysis.casualties.placing import place_people
from probans.model.agents import Tool
from probans.model.decision import Decision
from probans.model.incident import Incident
from probans.model.outcome import Outcome
from probans.model.reading import Reading, TableReading, VictimRow
from probans.model.when import DateInterval
from tests.analysis.casualties.make import MARREN

FIRST, SECOND = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Олена Петренко", "Petrenko Olena"),
        ("Olena Petrenko", "Elena Petrenko"),
        ("محمد أحمد الخطيب", "Mohamed Ahmad al-Khatib"),
        ("Марченко Іван Петрович", "Ivan Petrovych Marchenko"),
        ("يوسف عبد الله", "Yusuf Abdullah"),
        ("Abd al-Rahman Saleh", "Abdulrahman Saleh"),
        ("Хачатрян Армен", "Armen Khachatryan"),
        ("Ольга Ткач", "Olha Tkach"),
    ],
)
def test_one_name_in_two_spellings_is_alike(one: str, other: str) -> None:
    assert similarity(read_name(one), read_name(other)) >= 0.9


@pytest.mark.parametrize(("one", "other"), [("Ivan Ivanov", "Petr Petrov"), ("Ivan Ivanov", "Ivan Sidorov")])
def test_two_names_are_not_alike(one: str, other: str) -> None:
    assert similarity(read_name(one), read_name(other)) < 0.75


def test_the_same_person_in_two_lists_is_proposed_with_reasons_and_every_value_is_kept() -> None:
    links, people = link_victims(two_lists())

    (link,) = [link for link in links if link.score >= 0.5]
    assert (link.first, link.second) == (f"{FIRST}#2", f"{SECOND}#2")
    assert any("Олена Петренко and Petrenko Olena" in reason for reason in link.reasons)
    assert "age 34 against 35" in link.reasons
    assert len(people) == 5
    person = next(one for one in people if len(one.rows) == 2)
    assert person.names == ("Petrenko Olena", "Олена Петренко")
    assert person.ages == ("34", "35")
    assert person.lists == ("first list", "second list")
    assert person.proposed


def test_people_decide() -> None:
    different = decide("judge-different", f"{FIRST}#2", f"{SECOND}#2")
    same = decide("judge-same", f"{FIRST}#3", f"{SECOND}#3")

    links, people = link_victims(two_lists(), [different, same])

    assert {(link.first[-1], link.second[-1]): link.judgement for link in links if link.judgement} == {
        ("2", "2"): "different",
        ("3", "3"): "same",
    }
    together = [person for person in people if len(person.rows) == 2]
    assert [person.rows for person in together] == [(f"{FIRST}#3", f"{SECOND}#3")]
    assert not together[0].proposed


def test_namesakes_of_different_age_place_and_date_in_one_list_stay_two_people() -> None:
    table = victims(
        FIRST,
        "list",
        VictimRow(line=2, name="Ivan Marchenko", age="70", place="Oskel", date="2031-03-01"),
        VictimRow(line=3, name="Ivan Marchenko", age="8", place="Marren", date="2031-05-09"),
        VictimRow(line=4, name="Sara Dorn", age="8", place="Marren", date="2031-05-09"),
    )

    assert len(link_victims([table])[1]) == 3


def test_a_row_entered_twice_is_one_person_with_that_reason() -> None:
    row = VictimRow(line=2, name="Ivan Marchenko", age="70", sex="m", place="Oskel", date="2031-03-01")
    table = victims(FIRST, "list", row, replace(row, line=3), VictimRow(line=4, name="Sara Dorn", age="8", sex="f"))

    links, people = link_victims([table])

    assert len(people) == 2
    assert links[0].reasons[0] == "twice in one list, list"


def test_the_order_of_lists_changes_nothing() -> None:
    assert link_victims(two_lists()) == link_victims(two_lists()[::-1])


def test_a_person_is_placed_in_the_one_incident_that_fits() -> None:
    _, people = link_victims(two_lists())
    fitting, other_day, twin = incident("i1", "2031-03-09"), incident("i2", "2031-05-01"), incident("i3", "2031-03-09")

    placed = {person.names[0]: person.incident for person in place_people(people, [fitting, other_day])}
    assert placed["Sara Dorn"] == "i1"
    assert placed["Armen Lusk"] == ""
    assert not any(person.incident for person in place_people(people, [fitting, twin]))


def incident(identity: str, day: str) -> Incident:
    return Incident(
        id=identity, number="1", kind="killing", title="t", interval=DateInterval(first=day, last=day), place=MARREN
    )


def test_no_rows_no_people() -> None:
    assert link_victims([]) == ((), ())


def test_what_cannot_be_compared_is_reported() -> None:
    table = victims(
        FIRST,
        "list",
        VictimRow(line=2, name="A. M.", age="150", date="15 Rajab 1452"),
        VictimRow(line=3, name="Sara Dorn", age="8", date="2031-05-09"),
    )

    assert [problem.code for problem in look_over([table])] == ["VICTIM-AGE", "VICTIM-DATE", "VICTIM-NAME"]


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("34", (34, 34)),
        ("30-35", (30, 35)),
        ("about 30", (27, 33)),
        ("6 months", (0, 1)),
        ("newborn", (0, 0)),
        ("150", None),
        ("unknown", None),
    ],
)
def test_ages(words: str, years: tuple[int, int] | None) -> None:
    assert read_age(words) == years


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("2031-02-03", ("2031-02-03", "2031-02-03")),
        ("03.02.2031", ("2031-02-03", "2031-02-03")),
        ("2031-12", ("2031-12-01", "2031-12-31")),
        ("2031", ("2031-01-01", "2031-12-31")),
        ("2031-02-30", None),
        ("1452-07-15", None),
    ],
)
def test_days(words: str, days: tuple[str, str] | None) -> None:
    found = read_days(words)
    assert (found and tuple(day.isoformat() for day in found)) == days


def two_lists() -> list[TableReading]:
    return [
        victims(
            FIRST,
            "first list",
            VictimRow(line=2, name="Олена Петренко", age="34", sex="f", place="Oskel", date="2031-03-04"),
            VictimRow(line=3, name="Sara Dorn", age="8", sex="f", place="Marren", date="2031-03-09"),
            VictimRow(line=4, name="Armen Lusk", age="61", sex="m", place="Marren", date="2031-03-11"),
        ),
        victims(
            SECOND,
            "second list",
            VictimRow(line=2, name="Petrenko Olena", age="35", sex="f", place="Oskel", date="2031-03-04"),
            VictimRow(line=3, name="Dorn, S.", age="", sex="", place="", date=""),
            VictimRow(line=4, name="Tomas Vey", age="22", sex="m", place="Oskel", date="2031-03-12"),
        ),
    ]


def victims(exhibit: str, name: str, *rows: VictimRow) -> TableReading:
    reading = Reading(exhibit=exhibit, tool=Tool(name="table", version="1"), outcome=Outcome.PASSED)
    return TableReading(reading=reading, purpose="victims", list_name=name, victims=rows)


def decide(act: str, *rows: str) -> Decision:
    return Decision(id=act, act=act, subjects=rows, person="p", reason="known", made_at="2031-06-01")
