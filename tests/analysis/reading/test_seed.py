"""The report the project starts from, against what a careful reader takes from it. Skipped where the data is absent."""

import json
from typing import Any

import pytest

from probans.analysis.reading import read_report
from probans.model.agents import Tool
from probans.model.case import CaseSettings
from probans.model.claim import Claim, PersonOutcome, Scope, Stance
from probans.model.outcome import Outcome
from probans.model.reading import Reading, ReportReading, TextExtraction
from probans.shell.resources_reading import load_resources
from tests.shared import shared_data

TOOL = Tool(name="probans.reading", version="1")
KINDS = {
    "c1": "case.opened", "c2": "verification", "c3": "measure", "c4": "failure-to-investigate", "c5": "request",
    "c6": "weapons.use", "c7": "toll", "c8": "toll", "c9": "agreement", "c10": "measure",
}  # fmt: skip


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What the careful reader wrote."""
    found: dict[str, Any] = json.loads(shared_data("seed", "expected.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def reading() -> ReportReading:
    """Our reading of the same text."""
    text = shared_data("seed", "report.txt").read_text(encoding="utf-8")
    settings = CaseSettings()
    extraction = TextExtraction(reading=Reading(exhibit="e" * 64, tool=TOOL, outcome=Outcome.PASSED), text="a" * 64)
    resources = load_resources(settings=settings)
    return read_report(text, extraction, settings=settings, resources=resources, name="report.txt", tool=TOOL)


def claim_for(wanted: dict[str, Any], reading: ReportReading) -> Claim:
    """The claim of the wanted kind whose passage overlaps the wanted one."""
    start, end = wanted["passage"]
    found = [
        claim
        for claim in reading.claims
        if claim.kind == KINDS[wanted["id"]] and claim.passage.start < end and start < claim.passage.end
    ]
    assert len(found) == 1, f"{wanted['id']}: {[claim.kind for claim in found]}"
    return found[0]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_claim_is_found_with_who_says_it_and_how(name: str, expected: dict[str, Any], reading: ReportReading) -> None:
    [wanted] = [item for item in expected["claims"] if item["id"] == name]
    claim = claim_for(wanted, reading)
    offices = [who for who in wanted["said_by"] if not who.startswith("outlet")]
    spoken = [
        speaker.name.replace("General's-Office", "General's Office").replace("-", " ") for speaker in claim.chain[1:]
    ]
    assert spoken == [office.replace("-", " ") for office in offices]
    assert claim.stance is Stance(wanted.get("stance", "asserts"))
    dates = wanted.get("date", [])
    if len(dates) == 2:
        assert [(date.first, date.last) for date in claim.dates] == [tuple(dates)]
    else:
        assert [date.first for date in claim.dates] == dates
    if "said_on" in wanted:
        assert claim.chain[-1].said is not None
        assert claim.chain[-1].said.first == wanted["said_on"]
        assert claim.chain[-1].medium == wanted["medium"]


@pytest.mark.parametrize("name", ["c7", "c8"])
def test_the_figures_are_the_ranges_of_the_words(name: str, expected: dict[str, Any], reading: ReportReading) -> None:
    [wanted] = [item for item in expected["claims"] if item["id"] == name]
    claim = claim_for(wanted, reading)
    for outcome in (PersonOutcome.KILLED, PersonOutcome.INJURED):
        [count] = [count for count in claim.counts if count.outcome is outcome]
        figures = wanted[outcome.value]
        assert (count.count.low, count.count.high) == (figures["low"], figures["high"])
        assert count.span.words.startswith(figures["wording"])
    assert [victim.name for victim in claim.victims] == ["civilians"]
    countries = {place.place.country or place.place.name for place in claim.places if place.place}
    assert countries == {"Azerbaijan"}


def test_the_toll_of_the_city_is_part_of_the_toll_of_the_war(expected: dict[str, Any], reading: ReportReading) -> None:
    war, city = (claim_for(item, reading) for item in expected["claims"] if item["id"] in {"c7", "c8"})
    assert city.part_of == war.id
    assert (war.scope, city.scope) == (Scope.TOTAL, Scope.SEVERAL_DATES)


def test_weapons_addressee_and_accused(expected: dict[str, Any], reading: ReportReading) -> None:
    by_id = {item["id"]: claim_for(item, reading) for item in expected["claims"]}
    assert [weapon.code for weapon in by_id["c6"].weapons] == [
        "ballistic missile",
        "cluster munition",
        "phosphorus munition",
    ]
    assert by_id["c5"].addressee == "Armenian law-enforcement agencies"
    assert by_id["c1"].about_kind == "dead.mutilation"
    assert [found.name for found in by_id["c7"].alleged_perpetrators] == ["Armenia"]
    burnings = [claim for claim in reading.claims if claim.kind == "dead.mutilation"]
    accused = [found.name for claim in burnings for found in claim.alleged_perpetrators]
    assert accused == ["Armenian troops", "officers of the Armenian armed forces", "civilian"]
    assert all(claim.stance is Stance.ALLEGES for claim in burnings)
    assert all(victim.code == "dead" for claim in burnings for victim in claim.victims)


def test_the_report_itself(expected: dict[str, Any], reading: ReportReading) -> None:
    must = expected["must"]["report"]
    assert reading.published is not None
    assert reading.published.first == must["published"]
    assert (reading.author, reading.language) == (must["author"], must["language"])


def test_what_must_never_be(reading: ReportReading) -> None:
    exact = {count.count.low for claim in reading.claims for count in claim.counts if count.count.is_exact}
    assert exact == {26}
    for claim in reading.claims:
        assert all("Aliyev" not in found.name for found in claim.alleged_perpetrators)
        assert sum(count.count.low for count in claim.counts if count.outcome is PersonOutcome.KILLED) <= 95
        accused_by_office = claim.alleged_perpetrators and len(claim.chain) > 1
        assert not (accused_by_office and claim.stance in {Stance.ASSERTS, Stance.CONFIRMS})
