"""Which claims tell of one incident: claims of the invented conflict, what is expected beside them."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probans.analysis.incidents.grouping import group_incidents
from probans.analysis.incidents.origins import trace_origins
from probans.model.agents import Tool
from probans.model.claim import Claim, Scope, Stance
from probans.model.decision import Decision
from probans.model.exhibit import Arrival, Exhibit, MediaKind
from probans.model.incident import Apart, FootageCopy, Incident
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading, Reading, ReportReading
from tests.analysis.incidents.records import (
    MARKET,
    NORTH,
    OSTREY,
    SELBY,
    SETTINGS,
    VESMAR,
    claim,
    days,
    killed,
    report,
    text_digest,
)

Grouped = tuple[tuple[Incident, ...], tuple[Apart, ...]]


def group(
    claims: Sequence[Claim],
    reports: Sequence[ReportReading] = (),
    decisions: Sequence[Decision] = (),
    footage: Sequence[FootageReading] = (),
    exhibits: Sequence[Exhibit] = (),
    copies: Sequence[FootageCopy] = (),
) -> Grouped:
    origins, edges = trace_origins(claims, reports, (), SETTINGS)
    return group_incidents(claims, reports, footage, copies, origins, edges, decisions, SETTINGS, exhibits)


def partition(incidents: Sequence[Incident], claims: Sequence[Claim]) -> list[set[int]]:
    number = {item.id: place for place, item in enumerate(claims)}
    return sorted(({number[member] for member in (*item.claims, *item.denials)} for item in incidents), key=min)


def decision(
    act: str, *subjects: str, by: str = "A. Lind", value: str = "", supersedes: str = "", log: int = 1
) -> Decision:
    return Decision(
        id=f"dec-{log}-{act}",
        act=act,
        subjects=subjects,
        person=by,
        reason="read both reports",
        made_at="2031-04-01T00:00:00Z",
        value=value,
        supersedes=supersedes,
        log_index=log,
    )


SHELLING = claim(
    "Shells hit Ostrey on 4 March.", said=("=Halvern Courier", "#Vesmari Defence Ministry"), by=("Torrundish army",)
)
TOLL = claim(
    "At least 26 people died in Ostrey on Tuesday.", kind="killing", said=("=Halvern Wire",), counts=(killed(26, None),)
)
AT_MARKET = claim(
    "Rockets fell on the market.", where=(MARKET,), weapons=("rocket",), said=("=Torrund Voice", "~Oda Brenn")
)
NEXT_DAY = claim("Shells hit Ostrey again on 5 March.", when=("2031-03-05",), counts=(killed(2),))
ELSEWHERE = claim("Selby came under fire on 4 March.", where=(SELBY,))


def test_a_shelling_its_toll_and_the_market_it_hit_are_one_incident() -> None:
    incidents, _ = group([SHELLING, TOLL, AT_MARKET])
    (incident,) = incidents
    assert incident.kind == "attack.shelling"
    assert incident.place == MARKET
    assert incident.interval == days("2031-03-04")[0]
    assert incident.title == "Shelling, Ostrey market, 4 March 2031"
    assert incident.number == "INC-001"
    assert incident.alleged_perpetrators == ("Torrund",)
    assert len(incident.origins) == 3
    assert incident.killed is None


def test_look_alikes_on_the_next_day_or_in_another_town_stay_apart_with_reasons() -> None:
    claims = [SHELLING, NEXT_DAY, ELSEWHERE]
    incidents, apart = group(claims)
    assert partition(incidents, claims) == [{0}, {1}, {2}]
    first, second = (next(item.id for item in incidents if claim_.id in item.claims) for claim_ in (SHELLING, NEXT_DAY))
    (kept,) = [item for item in apart if {item.first, item.second} == {first, second}]
    assert any("A day apart" in reason for reason in kept.reasons)


def test_the_numbers_follow_the_order_of_time() -> None:
    incidents, _ = group([NEXT_DAY, SHELLING])
    assert [(item.number, item.interval) for item in incidents] == [
        ("INC-001", days("2031-03-04")[0]),
        ("INC-002", days("2031-03-05")[0]),
    ]


def test_a_total_is_no_incident_and_joins_none() -> None:
    total = claim(
        "Over 94 civilians were killed in the war.", kind="killing", scope=Scope.TOTAL, counts=(killed(95, None),)
    )
    incidents, apart = group([SHELLING, total])
    assert [item.claims for item in incidents] == [(SHELLING.id,)]
    assert any(item.first == total.id and "total" in item.reasons[0] for item in apart)


def test_a_sum_of_several_dates_is_beside_the_days_it_covers() -> None:
    dates = ("2031-03-04", "2031-03-08", "2031-03-11")
    sum_of = claim("26 died on 4, 8 and 11 March.", when=dates, scope=Scope.SEVERAL_DATES, counts=(killed(26),))
    incidents, apart = group([SHELLING, sum_of])
    assert [item.claims for item in incidents] == [(SHELLING.id,)]
    (kept,) = [item for item in apart if item.first == sum_of.id]
    assert kept.second == incidents[0].id
    assert "whole and part" in kept.reasons[0]


def test_a_sum_of_several_dates_of_which_nothing_else_is_known_is_shown_as_one() -> None:
    sum_of = claim("26 died on 4 and 8 March.", when=("2031-03-04", "2031-03-08"), scope=Scope.SEVERAL_DATES)
    (incident,), _ = group([sum_of])
    assert incident.interval == days("2031-03-04/2031-03-08")[0]


def test_a_side_that_says_so_itself_confirms_and_a_denial_contests_again() -> None:
    admitted = claim(
        "Our forces hit Ostrey on 4 March.",
        said=("=Halvern Courier", "#Torrundish Defence Ministry"),
        by=("Torrundish army",),
    )
    (incident,), _ = group([SHELLING, admitted])
    assert incident.grade == "confirmed by its author"
    denial = claim("It never happened.", said=("=Torrund Voice",), stance=Stance.DENIES)
    (incident,), _ = group([SHELLING, admitted, denial])
    assert incident.grade == "contested"


def test_the_day_in_a_dateline_is_no_day_of_the_act() -> None:
    words = "By Hadda Brenk, 6 March 2031\nShells fell on Ostrey on 4 March."
    dated = claim(words, "dated", when=("2031-03-06", "2031-03-04"), scope=Scope.SEVERAL_DATES)
    (incident,), _ = group([SHELLING, dated], [report("dated", "Halvern Courier", "2031-03-06")])
    assert incident.interval == days("2031-03-04")[0]


def test_a_case_opened_and_footage_verified_attach_to_the_act_they_are_about() -> None:
    text = "long report"
    act = claim(
        "The body was burned in Selby on 2 March.", text, kind="dead.mutilation", where=(SELBY,), when=("2031-03-02",)
    )
    opened = claim(
        "The office opened a case.",
        text,
        start=50,
        kind="case.opened",
        about="dead.mutilation",
        where=(),
        when=("2031-03-06",),
    )
    real = claim(
        "The footage is real.", text, start=90, kind="verification", about="dead.mutilation", where=(), when=()
    )
    claims = [act, opened, real, SHELLING]
    incidents, _ = group(claims, [report(text, "Vesmar Today", "2031-03-06")])
    assert partition(incidents, claims) == [{0, 1, 2}, {3}]


def test_a_case_opened_alone_makes_the_incident_it_is_about() -> None:
    text = "a report"
    opened = claim(
        "A case was opened over the burning of a body.",
        text,
        kind="case.opened",
        about="dead.mutilation",
        where=(),
        when=(),
    )
    real = claim(
        "It reflects the reality.", text, start=60, kind="verification", about="dead.mutilation", where=(), when=()
    )
    measure = claim("Measures are under way.", text, start=90, kind="measure", where=(), when=())
    incidents, apart = group([opened, real, measure], [report(text, "Vesmar Today", "2031-03-06")])
    (incident,) = incidents
    assert set(incident.claims) == {opened.id, real.id}
    assert incident.kind == "dead.mutilation"
    assert [item.first for item in apart] == [measure.id]


def test_a_denial_is_attached_as_a_denial_and_contests_the_incident() -> None:
    denial = claim(
        "Torrund did not shell Ostrey.", said=("=Torrund Voice", "#Torrundish Defence Ministry"), stance=Stance.DENIES
    )
    (incident,), _ = group([SHELLING, denial])
    assert incident.denials == (denial.id,)
    assert denial.id not in incident.claims
    assert incident.grade == "contested"
    assert "whether it happened" in [item.about for item in incident.disagreements]


def test_latest_word_of_an_origin_supersedes_its_earlier_ones_and_origins_are_not_averaged() -> None:
    office = ("=Halvern Courier", "#Vesmari Defence Ministry")
    early = claim("12 died.", "early", said=office, counts=(killed(12),))
    late = claim("26 died.", "late", said=office, counts=(killed(26),))
    other = claim("40 died.", "other", said=("=Open Halvern Watch",), counts=(killed(40),))
    reports = [
        report("early", published="2031-03-04"),
        report("late", published="2031-03-06"),
        report("other", published="2031-03-05"),
    ]
    (incident,), _ = group([early, late, other], reports)
    by_low = {figure.count.low: figure for figure in incident.figures}
    assert sorted(by_low) == [26, 40]
    assert by_low[26].superseded == ((early.id, early.counts[0].count),)
    assert by_low[26].as_of == "2031-03-06"
    (count,) = [item for item in incident.disagreements if item.about == "count"]
    assert [position for position, _ in count.positions] == ["26 killed", "40 killed"]


def test_ten_outlets_repeating_one_office_are_one_origin_and_weak() -> None:
    claims = [
        claim(f"Outlet {number} repeats it.", said=(f"=Outlet {number}", "#Vesmari Defence Ministry"))
        for number in range(10)
    ]
    (incident,), _ = group(claims)
    assert incident.outlets == 10
    assert len(incident.origins) == 1
    assert incident.grade == "weak"
    assert "probans-grade/1" in incident.grade_rule


@pytest.mark.parametrize(
    ("other", "grade"),
    [
        ("#Vesmari Prosecutor-General's Office", "weak"),
        ("+Open Halvern Watch", "fair"),
        ("#Torrundish Defence Ministry", "fair"),
    ],
)
def test_the_grade_follows_separate_origins_and_sides(other: str, grade: str) -> None:
    second = claim("Shelling of Ostrey is also told here.", said=("=Halvern Courier", other))
    (incident,), _ = group([SHELLING, second])
    assert incident.grade == grade


def test_a_claim_without_date_joins_the_one_incident_it_fits_or_none_of_two() -> None:
    vague = claim("Ostrey was shelled.", "vague", when=())
    reports = [report("vague", "Halvern Courier", "2031-03-06")]
    (incident,), _ = group([SHELLING, vague], reports)
    assert vague.id in incident.claims
    incidents, apart = group([SHELLING, NEXT_DAY, vague], reports)
    assert not any(vague.id in item.claims for item in incidents)
    assert any(item.first == vague.id and "equally" in item.reasons[0] for item in apart)


def test_a_claim_that_names_only_the_province_joins_the_incident_of_that_day_in_it() -> None:
    wide = claim("Shells fell in the north.", where=(NORTH,))
    (incident,), _ = group([SHELLING, wide])
    assert set(incident.claims) == {SHELLING.id, wide.id}


def test_a_period_of_the_whole_war_is_left_out() -> None:
    war = claim("They used rockets throughout.", when=("2031-01-01/2031-06-01",), where=(VESMAR,))
    incidents, apart = group([war])
    assert incidents == ()
    assert "longer than" in apart[0].reasons[0]


# --- people's word ---


def test_unlinked_claims_stay_apart_and_a_later_decision_undoes_it() -> None:
    unlink = decision("unlink", TOLL.id, SHELLING.id)
    incidents, apart = group([SHELLING, TOLL], decisions=[unlink])
    assert len(incidents) == 2
    assert any("Unlinked by A. Lind" in reason for item in apart for reason in item.reasons)
    assert all(item.decided == (unlink.id,) for item in incidents)
    undone = decision("confirm", TOLL.id, supersedes=unlink.id, log=2)
    incidents, _ = group([SHELLING, TOLL], decisions=[unlink, undone])
    assert len(incidents) == 1


def test_a_claim_unlinked_from_an_incident_leaves_it() -> None:
    (incident,), _ = group([SHELLING, TOLL, AT_MARKET])
    incidents, _ = group([SHELLING, TOLL, AT_MARKET], decisions=[decision("unlink", TOLL.id, incident.id)])
    assert sorted(len(item.claims) for item in incidents) == [1, 2]


def test_linked_claims_bring_their_incidents_together() -> None:
    incidents, _ = group([SHELLING, NEXT_DAY], decisions=[decision("link", SHELLING.id, NEXT_DAY.id)])
    (incident,) = incidents
    assert incident.claims == tuple(sorted((SHELLING.id, NEXT_DAY.id)))
    assert all("Linked by A. Lind" in member.reasons[0] for member in incident.members)


def test_contradictory_decisions_are_shown_and_not_obeyed() -> None:
    decisions = [
        decision("link", SHELLING.id, NEXT_DAY.id),
        decision("unlink", SHELLING.id, NEXT_DAY.id, by="B. Orm", log=2),
    ]
    incidents, apart = group([SHELLING, NEXT_DAY], decisions=decisions)
    assert len(incidents) == 2
    assert any("People disagree" in reason for item in apart for reason in item.reasons)


def test_rejected_claims_stay_out_and_rejected_incidents_are_discounted() -> None:
    incidents, apart = group([SHELLING, TOLL], decisions=[decision("reject", TOLL.id)])
    assert [item.claims for item in incidents] == [(SHELLING.id,)]
    assert any(item.first == TOLL.id and "Rejected by A. Lind" in item.reasons[0] for item in apart)
    (incident,), _ = group([SHELLING])
    (discounted,), _ = group([SHELLING], decisions=[decision("reject", incident.id)])
    assert discounted.grade == "discounted"


def test_a_name_given_by_a_person_is_the_title_and_an_unknown_subject_is_told() -> None:
    (incident,), _ = group([SHELLING])
    named = decision("name", incident.id, value="The Tuesday shelling")
    (after,), _ = group([SHELLING], decisions=[named])
    assert (after.id, after.title, after.decided) == (incident.id, "The Tuesday shelling", (named.id,))
    _, apart = group([SHELLING], decisions=[decision("link", SHELLING.id, "inc-gone")])
    assert any("nothing in this case now" in reason for item in apart for reason in item.reasons)


# --- footage ---


def film(
    name: str, *, captured: str = "", at: tuple[float, float] | None = None, parent: str = ""
) -> tuple[FootageReading, Exhibit]:
    digest = text_digest(name)
    reading = FootageReading(
        reading=Reading(exhibit=digest, tool=Tool(name="camera", version="1"), outcome=Outcome.PASSED),
        captured=days(captured)[0] if captured else None,
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
    )
    arrival = Arrival(log_index=1, received_at="", path_raw="", path_nfc=f"in/{name}")
    exhibit = Exhibit(
        sha256=digest,
        number=f"EX-{name}",
        size=1,
        kind=MediaKind.VIDEO,
        media_type="video/mp4",
        parent=parent,
        arrivals=(arrival,),
    )
    return reading, exhibit


def test_footage_joins_by_name_by_place_and_day_and_by_its_copies() -> None:
    telling = claim("The video ostrey-0304.mp4 shows shells falling on Ostrey.", footage=("video",))
    named, there, copy, old = (
        film("ostrey-0304.mp4"),
        film("clip.mp4", captured="2031-03-04", at=(-38.001, -20.0)),
        film("repost.mp4"),
        film("other.mp4", captured="2029-01-01", at=(-10.0, 10.0)),
    )
    pair = sorted((named[1].sha256, copy[1].sha256))
    copies = [FootageCopy(first=pair[0], second=pair[1], verdict="same recording (likely)", matches=())]
    films = (named, there, copy, old)
    readings, exhibits = [item[0] for item in films], [item[1] for item in films]
    (incident,), _ = group([telling], footage=readings, exhibits=exhibits, copies=copies)
    assert incident.footage == tuple(sorted(item[1].sha256 for item in (named, there, copy)))
    assert all(member.reasons for member in incident.members)


def test_footage_older_than_the_incident_it_is_said_to_show_is_a_disagreement() -> None:
    telling = claim("The video ostrey-0304.mp4 shows shells falling on Ostrey.")
    reading, exhibit = film("ostrey-0304.mp4", captured="2029-01-01")
    (incident,), _ = group([telling], footage=[reading], exhibits=[exhibit])
    assert [item.about for item in incident.disagreements] == ["date of footage"]


# --- properties ---

MANY = [
    SHELLING,
    TOLL,
    AT_MARKET,
    NEXT_DAY,
    ELSEWHERE,
    claim("Shells fell in the north.", where=(NORTH,)),
    claim("Ostrey was shelled.", when=()),
    claim("Fire was opened.", where=(), when=()),
    claim("Ostrey burned on 4 or 5 March.", when=("2031-03-04/2031-03-05",), weapons=("rocket",)),
    claim("Nothing of the kind happened in Ostrey.", kind="denial", about="attack.shelling"),
    claim("In Ostrey and Selby people died.", where=(OSTREY, SELBY), kind="killing", counts=(killed(5),)),
    claim("A hamlet called Brim was hit.", where=("Brim",)),
    claim("Brim was hit by rockets.", where=("Brim",), weapons=("rocket",)),
    claim("A case was opened.", kind="case.opened", about="prisoners.killing", where=(), when=()),
    claim("26 died on three days.", when=("2031-03-04", "2031-03-08"), scope=Scope.SEVERAL_DATES),
    claim("Over 94 died.", kind="killing", scope=Scope.TOTAL),
]
DECISIONS = [
    decision("link", MANY[3].id, MANY[4].id, log=3),
    decision("unlink", MANY[1].id, MANY[0].id, log=4),
    decision("reject", MANY[11].id, log=5),
]


@settings(max_examples=30, deadline=None)
@given(st.permutations(MANY), st.permutations(DECISIONS), st.sets(st.integers(0, 2)))
def test_order_changes_nothing_and_every_claim_is_in_at_most_one_incident(
    claims: Sequence[Claim], decisions: Sequence[Decision], kept: set[int]
) -> None:
    some = [item for item in decisions if DECISIONS.index(item) in kept]
    same_order = [item for item in DECISIONS if item in some]
    incidents, apart = group(claims, decisions=some)
    assert (incidents, apart) == group(MANY, decisions=same_order)
    members = [member for item in incidents for member in (*item.claims, *item.denials)]
    assert len(members) == len(set(members))
    left_out = {item.first for item in apart}
    assert {item.id for item in claims} <= set(members) | left_out
    assert all(member.reasons and all(member.reasons) for item in incidents for member in item.members)
    assert all(item.reasons and all(item.reasons) for item in apart)
    assert len({item.id for item in incidents}) == len(incidents)
