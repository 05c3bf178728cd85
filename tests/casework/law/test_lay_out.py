"""Proposals of law for incidents: what supports, what contradicts, and honest silence."""

from dataclasses import replace

import pytest

from probans.casework.law import lay_out
from probans.model.agents import Tool
from probans.model.claim import Claim, Modality
from probans.model.incident import Incident, Membership
from probans.model.law import Bearing, Cell, ElementState, Matrix
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading, Reading
from probans.model.when import DateInterval
from probans.shell.law_data import load_crimes
from tests.casework.saying import SETTINGS, claim

CRIMES = load_crimes()
DAY = DateInterval(first="2031-03-04", last="2031-03-04")

SHELLED = claim(
    "c1",
    "attack.shelling",
    "Torrundian artillery deliberately shelled a residential quarter of Askerholm; nine civilians were killed",
    by="Vesmari Prosecutor's Office",
    stance="alleges",
    perpetrator="Torrundian army",
    killed=9,
)
DENIED = claim(
    "c2",
    "denial",
    "Our forces did not shell Askerholm",
    by="Ministry of Defence of Torrund",
    stance="denies",
    about="attack.shelling",
)
DEPOT = claim(
    "c3",
    "attack.shelling",
    "Torrundian guns hit an ammunition depot in Askerholm after residents had been warned: leaflets were dropped",
    by="Ministry of Defence of Torrund",
    perpetrator="Torrundian guns",
)


def incident(kind: str, *claims: Claim, footage: tuple[str, ...] = ()) -> Incident:
    return Incident(
        id="i1",
        number="I-1",
        kind=kind,
        title="",
        interval=DAY,
        place=None,
        claims=tuple(item.id for item in claims),
        footage=footage,
        members=tuple(Membership(member=digest, reasons=("same street",)) for digest in footage),
    )


def laid(kind: str, *claims: Claim, conflict: str = "international") -> dict[str, Matrix]:
    made = lay_out((incident(kind, *claims),), claims, (), CRIMES, replace(SETTINGS, conflict=conflict))
    return {matrix.crime: matrix for matrix in made}


def cell(matrix: Matrix, name: str) -> Cell:
    return next(cell for cell in matrix.cells if cell.element == f"{matrix.crime}.{name}")


def test_shelling_of_a_quarter() -> None:
    matrix = laid("attack.shelling", SHELLED)["rs-8-2-b-i"]
    assert matrix.why_proposed == (
        "Proposed because 1 claim speaks of attack.shelling, and the material speaks of civilians; "
        "civilian objects or places where civilians live."
    )
    assert cell(matrix, "conduct").supports[0].reason == (
        "Vesmari Prosecutor's Office (alleges): the passage speaks of conduct of this kind (“attack.shelling”)."
    )
    assert cell(matrix, "intent").state is ElementState.SOME
    assert "“deliberately”" in cell(matrix, "intent").supports[0].reason
    assert cell(matrix, "object").contradicts == ()


def test_denial_and_the_other_sides_account_stand_against() -> None:
    matrix = laid("attack.shelling", SHELLED, DENIED, DEPOT)["rs-8-2-b-i"]
    conduct, aim = cell(matrix, "conduct"), cell(matrix, "object")
    assert conduct.state is ElementState.CONTESTED
    assert [bears.material for bears in conduct.contradicts] == ["c2"]
    assert conduct.contradicts[0].reason == (
        "Ministry of Defence of Torrund (denies), the side on which the conduct is laid: "
        "“Our forces did not shell Askerholm”."
    )
    assert aim.state is ElementState.CONTESTED
    assert [(bears.material, bears.bearing) for bears in aim.contradicts] == [("c3", Bearing.EXCULPATORY)]
    assert "“ammunition depot”" in aim.contradicts[0].reason
    assert [bears.material for bears in cell(matrix, "intent").contradicts] == ["c3"]
    assert "1 claim denies or dispute it" in matrix.why_proposed


def test_the_accused_side_saying_so_itself_is_marked() -> None:
    conduct = cell(laid("attack.shelling", SHELLED, DEPOT)["rs-8-2-b-i"], "conduct")
    assert "The side on which the conduct is laid says so itself." in conduct.supports[1].reason


def test_a_rejection_in_words_counts_as_one_whatever_was_read_of_its_stance() -> None:
    told = claim(
        "c4", "attack.shelling", "Claims that our guns shelled civilians are entirely false", by="Torrund army"
    )
    conduct = cell(laid("attack.shelling", SHELLED, told)["rs-8-2-b-i"], "conduct")
    assert [bears.material for bears in conduct.supports] == ["c1"]
    assert [bears.material for bears in conduct.contradicts] == ["c4"]


def test_an_accident_told_by_the_accused_side_stands_against_the_conduct() -> None:
    words = "The explosions were caused by the accidental detonation of ammunition"
    told = claim("c4", "attack", words, by="Ministry of Defence of Torrund")
    conduct = cell(laid("attack.shelling", SHELLED, told)["rs-8-2-b-i"], "conduct")
    assert [bears.reason for bears in conduct.contradicts] == [
        "Ministry of Defence of Torrund (asserts): it speaks of a mistake or accident (“accidental”)."
    ]


def test_laying_it_on_the_other_side_stands_against_the_conduct() -> None:
    blame = claim("c4", "attack.shelling", "Vesmari guns shelled it", by="Torrund army", perpetrator="Vesmari guns")
    conduct = cell(laid("attack.shelling", SHELLED, blame)["rs-8-2-b-i"], "conduct")
    assert "Torrund army (asserts): it lays the conduct on others (Vesmari guns)." in [
        bears.reason for bears in conduct.contradicts
    ]


@pytest.mark.parametrize(
    ("conflict", "proposed", "not_proposed"),
    [
        ("international", "rs-8-2-b-i", "rs-8-2-e-i"),
        ("non-international", "rs-8-2-e-i", "rs-8-2-b-i"),
        ("both", "rs-8-2-e-i", ""),
        ("both", "rs-8-2-b-i", ""),
        ("international", "ihl-11-12", ""),
        ("non-international", "ihl-11-12", "ihl-128-a"),
    ],
)
def test_the_kind_of_conflict_is_respected(conflict: str, proposed: str, not_proposed: str) -> None:
    matrices = laid("attack.shelling", SHELLED, conflict=conflict)
    assert proposed in matrices
    assert not_proposed not in matrices


def test_burnt_body() -> None:
    burnt = claim(
        "c1",
        "case.opened",
        "The Office opened a criminal case over the burning of a Vesmari serviceman's body by Torrundian troops",
        by="Vesmari Prosecutor's Office",
        about="dead.mutilation",
        perpetrator="Torrundian troops",
    )
    confirmed = claim(
        "c2",
        "verification",
        "the footage is real",
        about="dead.mutilation",
        by="Prosecutor of Vesmar",
        stance="confirms",
    )
    matrices = laid("dead.mutilation", burnt, confirmed)
    assert set(matrices) == {"rs-8-2-b-xxi", "ihl-90", "ihl-113", "ihl-115"}
    outrage = matrices["rs-8-2-b-xxi"]
    assert [bears.material for bears in cell(outrage, "conduct").supports] == ["c1", "c2"]
    assert cell(outrage, "victim").state is ElementState.SOME
    assert cell(outrage, "intent").missing.startswith("Not seen: something done on purpose")
    assert cell(matrices["ihl-113"], "dead").state is ElementState.SOME


def test_cluster_and_phosphorus_munitions_of_a_whole_war_stand_without_incident() -> None:
    used = claim(
        "c1",
        "weapons.use",
        "Vesmar has documented the use of ballistic missiles, cluster munitions and phosphorus munitions",
        perpetrator="Torrund",
    )
    made = lay_out((), (used,), (), CRIMES, replace(SETTINGS, conflict="international"))
    assert {matrix.incident for matrix in made} == {""}
    assert {matrix.crime for matrix in made} == {"ihl-11-12", "ihl-71", "ihl-84", "ihl-85"}
    nature = cell(next(matrix for matrix in made if matrix.crime == "ihl-71"), "indiscriminate")
    assert nature.state is ElementState.NOT_LOOKED_FOR


def test_a_toll_counts_as_an_attack_when_it_speaks_of_attacks() -> None:
    words = "Twenty-six civilians were killed in attacks on Askerholm on March 4 and 5"
    toll = claim("c1", "toll", words, perpetrator="Torrundian army", killed=26)
    assert "rs-8-2-b-i" in laid("toll", toll)
    other = claim("c1", "toll", "Twenty-six civilians were killed in all", killed=26)
    assert laid("toll", other) == {}


def test_a_civilian_among_the_perpetrators_is_no_victim() -> None:
    burnt = claim(
        "c1",
        "dead.mutilation",
        "The body of a soldier was burned by a civilian",
        perpetrator="a civilian",
    )
    reasons = cell(laid("dead.mutilation", burnt)["rs-8-2-b-xxi"], "victim").supports[0].reason
    assert "civilian" not in reasons


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("Shells struck the district hospital of Askerholm", True),
        ("The hospital in Askerholm was badly damaged by shells", True),
        ("After the shelling nine people were taken to hospital", False),
        ("Shells wounded nine people, who were treated in the hospital", False),
    ],
)
def test_a_hospital_counts_where_it_is_hit_not_where_people_are_taken(words: str, *, proposed: bool) -> None:
    shelled = claim("c1", "attack.shelling", words, perpetrator="Torrundian army")
    assert ("rs-8-2-b-ix" in laid("attack.shelling", shelled)) is proposed


def test_people_killed_in_an_attack_are_looked_at_under_conduct_of_hostilities() -> None:
    dead = claim("c2", "killing", "Two children were killed", killed=2)
    matrices = laid("attack.shelling", SHELLED, dead)
    assert not {"rs-8-2-a-i", "ihl-89"} & set(matrices)
    assert [bears.material for bears in cell(matrices["rs-8-2-b-i"], "conduct").supports] == ["c1", "c2"]
    assert "rs-8-2-a-i" in laid("killing", dead)


def test_people_of_whom_nothing_is_said_are_not_called_civilians() -> None:
    shelled = claim("c1", "attack.shelling", "Shells fell on the square and three people died", killed=3)
    matrix = laid("attack.shelling", shelled)["rs-8-2-b-i"]
    assert "people killed or injured of whom it is not said who they were" in matrix.why_proposed
    assert cell(matrix, "object").state is ElementState.NOTHING_FOUND


def test_duty_to_investigate_and_the_answer_of_that_side() -> None:
    failed = claim("c1", "failure-to-investigate", "Torrund failed to investigate", by="Prosecutor of Vesmar")
    opened = claim("c2", "case.opened", "Torrund opened an inquiry", by="Prosecutor of Torrund")
    own = claim("c3", "measure", "Measures are under way", by="Prosecutor of Vesmar")
    (matrix,) = lay_out((), (failed, opened, own), (), CRIMES, SETTINGS)
    assert matrix.crime == "ihl-158"
    conduct = cell(matrix, "conduct")
    assert [bears.material for bears in conduct.supports] == ["c1"]
    assert [bears.material for bears in conduct.contradicts] == ["c2"]


def test_nothing_found_says_what_was_looked_for() -> None:
    matrix = laid("attack.shelling", replace(SHELLED, passage=replace(SHELLED.passage, words="civilians died")))[
        "rs-8-2-b-i"
    ]
    intent = cell(matrix, "intent")
    assert intent.state is ElementState.NOTHING_FOUND
    assert intent.missing == (
        "Looked for and not found: something done on purpose, in the source's own words; "
        "the same conduct on several days."
    )


def test_negated_and_conditional_words_support_nothing() -> None:
    no_one = replace(
        SHELLED, counts=(), passage=replace(SHELLED.passage, words="No civilians were hurt, not deliberately")
    )
    assert "rs-8-2-b-i" not in laid("attack.shelling", no_one)
    threatened = replace(SHELLED, modality=Modality.CONDITIONAL)
    assert all(not cell.supports for matrix in laid("attack.shelling", threatened).values() for cell in matrix.cells)


def film(captured: str) -> FootageReading:
    tool = Tool(name="t", version="1", settings_digest="")
    reading = Reading(exhibit="f1", tool=tool, outcome=Outcome.PASSED)
    return FootageReading(reading=reading, captured=DateInterval(first=captured, last=captured))


@pytest.mark.parametrize(("captured", "side"), [("2031-03-04", "supports"), ("2027-01-01", "contradicts")])
def test_footage_supports_unless_its_file_speaks_of_other_days(captured: str, side: str) -> None:
    made = lay_out(
        (incident("attack.shelling", SHELLED, footage=("f1",)),), (SHELLED,), (film(captured),), CRIMES, SETTINGS
    )
    conduct = cell(next(matrix for matrix in made if matrix.crime == "rs-8-2-b-i"), "conduct")
    sides = {"supports": conduct.supports, "contradicts": conduct.contradicts}
    assert [name for name, found in sides.items() if "f1" in [bears.material for bears in found]] == [side]


def test_never_speaks_of_guilt_and_gives_the_same_twice() -> None:
    matrices = laid("attack.shelling", SHELLED, DENIED, DEPOT, conflict="both")
    assert matrices == laid("attack.shelling", SHELLED, DENIED, DEPOT, conflict="both")
    words = repr(matrices).lower()
    assert not any(word in words for word in ("guilty", "proven", "admissible", "perpetrator is"))
