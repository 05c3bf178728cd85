"""The register on hand-made claims and reports."""

from probans.analysis.casualties import reckon, reconcile
from probans.model.case import CaseSettings
from probans.model.casualty import Casualties, Figure
from probans.model.claim import Claim, Scope
from probans.model.counts import Count
from probans.model.decision import Decision
from probans.model.incident import Incident, OriginEdge
from tests.analysis.casualties.make import MARREN, OSKEL, VESMAR, claim, counted, days, report

WAR = days("2031-09-27/2031-11-10")
FIVE_DATES = days("2031-10-04", "2031-10-05", "2031-10-08", "2031-10-11", "2031-10-17")


def test_a_city_toll_inside_a_war_toll_is_not_added_to_it() -> None:
    war = claim("war", (counted(95), counted(408, outcome="injured")), VESMAR, WAR)
    city = claim(
        "city", (counted(26, -1), counted(121, outcome="injured")), MARREN, FIVE_DATES, Scope.SEVERAL_DATES, "war"
    )

    register = register_of(war, city)

    assert str(whole(register, "killed").count) == "95 or more"
    assert str(whole(register, "injured").count) == "408 or more"
    assert str(total(register, "marren", "killed").count) == "26"
    assert str(total(register, "marren", "injured").count) == "121 or more"
    assert str(total(register, "vesmar", "killed").elsewhere) == "69 or more"
    assert str(total(register, "vesmar", "injured").elsewhere) == "0 or more"
    assert not register.contradictions


def test_the_same_holds_when_the_war_toll_names_no_place_and_no_days() -> None:
    war = claim("war", (counted(95),), None)
    city = claim("city", (counted(26, -1),), MARREN, FIVE_DATES, Scope.SEVERAL_DATES, "war")

    register = register_of(war, city)

    assert str(whole(register, "killed").count) == "95 or more"
    unplaced = next(figure for figure in register.figures if "not stated" in figure.label)
    assert (str(unplaced.count), str(unplaced.elsewhere)) == ("95 or more", "69 or more")


def test_both_ends_name_the_reports_that_bind_them() -> None:
    register = reconcile(
        [
            report("r1", 100, 100, VESMAR),
            report("r2", 60, None, MARREN),
            report("r3", 30, None, OSKEL),
        ]
    )

    marren = total(register, "marren", "killed")
    assert (marren.count.low, marren.count.high) == (60, 70)
    assert marren.low_by == ("r2",)
    assert marren.high_by == ("r1", "r3")


def test_a_contradiction_names_both_sources_and_adds_up_by_hand() -> None:
    register = reconcile([report("a", 12, 12, source="Vesmar Office"), report("b", 15, None, source="Torrund Office")])

    (found,) = register.contradictions
    assert found.reports == ("a", "b")
    assert found.multipliers == (("a at most", 1), ("b at least", 1))
    assert "Vesmar Office gives 12" in found.words
    assert "Torrund Office gives 15 or more" in found.words
    figure = total(register, "vesmar", "killed")
    assert figure.alternatives == ((Count(low=12, high=12), ("a",)), (Count(low=15, high=None), ("b",)))
    assert (figure.count.low, figure.count.high) == (12, None)


def test_a_three_way_contradiction_is_not_a_pair() -> None:
    register = reconcile([report("a", 30, 30, MARREN), report("b", 25, 25, OSKEL), report("c", 0, 49, VESMAR)])

    (found,) = register.contradictions
    assert found.reports == ("a", "b", "c")
    assert dict(found.multipliers)["c at most"] == 1


def test_three_exact_reports_that_only_halves_of_people_could_reconcile() -> None:
    first, second, third = days("2031-03-01"), days("2031-03-02"), days("2031-03-03")
    register = reconcile(
        [
            report("a", 1, 1, dates=first + second),
            report("b", 1, 1, dates=second + third),
            report("c", 1, 1, dates=first + third),
        ]
    )

    (found,) = register.contradictions
    assert found.reports == ("a", "b", "c")
    assert any(name.startswith("half of (") for name, _ in found.multipliers)


def test_incidents_of_different_days_add_up_as_a_least_number_only() -> None:
    register = register_of(
        claim("first", (counted(3, -1),), scope=Scope.INCIDENT),
        claim("second", (counted(4, -1),), scope=Scope.INCIDENT),
        incidents=[incident("i1", "first", "2031-03-04"), incident("i2", "second", "2031-03-09")],
    )

    assert str(whole(register, "killed").count) == "7 or more"
    assert sorted(str(figure.count) for figure in register.figures if figure.incident) == ["3", "4"]


def test_incidents_that_may_be_the_same_are_not_added_until_judged_different() -> None:
    claims = (
        claim("first", (counted(3, -1),), scope=Scope.INCIDENT),
        claim("second", (counted(4, -1),), scope=Scope.INCIDENT),
    )
    incidents = [incident("i1", "first", "2031-03-04"), incident("i2", "second", "2031-03-04")]
    judged = Decision(
        id="d1", act="judge-different", subjects=("i2", "i1"), person="p", reason="two streets", made_at="2031-04-01"
    )

    assert str(whole(register_of(*claims, incidents=incidents), "killed").count) == "4 or more"
    assert str(whole(register_of(*claims, incidents=incidents, decisions=[judged]), "killed").count) == "7 or more"


def test_the_same_origin_later_revises_its_figure_and_both_stay() -> None:
    register = register_of(
        claim("early", (counted(12, -1),), MARREN, WAR, said="2031-11-11"),
        claim("late", (counted(15, -1),), MARREN, WAR, said="2031-11-20"),
        edges=[OriginEdge(claim=one, origin="o1", because=()) for one in ("early", "late")],
    )

    assert str(total(register, "marren", "killed").count) == "15"
    assert len(register.reports) == 2
    assert not register.contradictions
    early = next(one for one in register.reports if one.claims == ("early",))
    late = next(one for one in register.reports if one.claims == ("late",))
    assert (early.superseded_by, late.superseded_by) == (late.id, "")


def test_a_part_in_the_same_sentence_is_inside_its_whole() -> None:
    both = claim("both", (counted(26, -1), counted(3, -1, group="children", subset_of=0)), MARREN, WAR)

    register = register_of(both)

    assert str(whole(register, "killed").count) == "26 or more"
    by_group = {figure.group: str(figure.count) for figure in register.figures if figure.place == "marren"}
    assert (by_group["civilians"], by_group["children"]) == ("26", "3")


def test_rejected_and_denied_claims_bind_nothing() -> None:
    rejection = Decision(id="d", act="reject", subjects=("no",), person="p", reason="misread", made_at="2031-01-01")
    register = register_of(
        claim("yes", (counted(2),), MARREN, WAR), claim("no", (counted(9),), MARREN, WAR), decisions=[rejection]
    )

    assert str(whole(register, "killed").count) == "2 or more"


def test_missing_is_never_silently_killed() -> None:
    register = reconcile([report("a", 10, 10, outcome="killed or missing"), report("b", 4, 4, outcome="killed")])

    assert str(total(register, "vesmar", "killed or missing").count) == "10"
    assert str(total(register, "vesmar", "killed").count) == "4"
    assert str(whole(register, "killed").count) == "4 or more"


def test_two_independent_contradictions_are_told_apart() -> None:
    register = reconcile(
        [
            report("a", 5, 5, MARREN),
            report("b", 8, 8, MARREN),
            report("c", 2, 2, OSKEL),
            report("d", 4, None, OSKEL),
        ]
    )

    assert [found.reports for found in register.contradictions] == [("a", "b"), ("c", "d")]
    assert [str(count) for count, _ in total(register, "marren", "killed").alternatives] == ["5", "8"]


def test_order_of_the_material_changes_nothing() -> None:
    reports = [report("a", 5, 5, MARREN), report("b", 8, 9, MARREN), report("c", 2, None, OSKEL)]

    assert reconcile(reports) == reconcile(reports[::-1])


def test_nothing_gives_an_empty_register() -> None:
    register = register_of()

    assert (register.reports, register.figures, register.contradictions) == ((), (), ())


def register_of(
    *claims: Claim,
    incidents: list[Incident] | None = None,
    edges: list[OriginEdge] | None = None,
    decisions: list[Decision] | None = None,
) -> Casualties:
    return reckon(
        list(claims), incidents or [], edges or [], [], [VESMAR, MARREN, OSKEL], decisions or [], CaseSettings()
    )


def incident(identity: str, member: str, day: str) -> Incident:
    return Incident(
        id=identity, number="1", kind="killing", title="t", interval=days(day)[0], place=MARREN, claims=(member,)
    )


def whole(register: Casualties, outcome: str) -> Figure:
    return next(
        one for one in register.figures if not one.place and one.outcome == outcome and "all places" in one.label
    )


def total(register: Casualties, place: str, outcome: str) -> Figure:
    return next(one for one in register.figures if one.place == place and one.outcome == outcome and one.reports)
