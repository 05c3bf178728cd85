"""case.toml as settings, and the case's allegations, measures and referrals."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from probans.casework.case import INNOCENCE, assemble_case, parse_case_toml
from probans.model.case import Allegation, CaseSettings, Measure, Outlet, Party, Referral
from probans.model.claim import SpeakerRole
from probans.model.incident import Incident
from probans.model.when import DateInterval
from tests.casework.saying import claim

WHOLE = """
id = "halvern"
title = "Shelling of Askerholm"
prefix = "HAL"
authority = "Prosecutor of Vesmar"
number = "7/2031"
opened = 2031-03-05
summary = "An invented case."
conflict = "international"
period_first = "2031-03-01"
period_last = "2031-04-10"
language = "en"
fictional = true
gazetteer = "places.csv"
basemap = "map.geojson"

[[parties]]
id = "vesmar"
name = "Vesmar"
names = ["Vesmari"]

[[outlets]]
name = "Sund Courier"
match = ["sund-courier"]
party = "vesmar"
kind = "outlet"

[[allegations]]
words = "Torrundian forces are alleged to have shelled Askerholm."
crimes = ["8(2)(b)(i)"]
incidents = ["I-1"]

[[measures]]
words = "Examine the crater."
owner = "Field team"
date = 2031-03-06
result = "Fragments kept."

[[referrals]]
words = "Request for the fire log."
sent_by = "Prosecutor of Vesmar"
sent_to = "Prosecutor of Torrund"
date = "2031-03-09"
answer = "Refused."
answered_on = "2031-03-20"
"""


def parsed(text: str) -> tuple[CaseSettings, list[tuple[str, str]]]:
    settings, problems = parse_case_toml(tomllib.loads(text))
    assert all(problem.code.startswith("CASE-TOML-") for problem in problems)
    return settings, [(problem.code.removeprefix("CASE-TOML-"), problem.words) for problem in problems]


def test_every_key_is_read() -> None:
    settings, problems = parsed(WHOLE)
    assert problems == []
    assert settings == CaseSettings(
        id="halvern",
        title="Shelling of Askerholm",
        prefix="HAL",
        authority="Prosecutor of Vesmar",
        number="7/2031",
        opened="2031-03-05",
        summary="An invented case.",
        conflict="international",
        period_first="2031-03-01",
        period_last="2031-04-10",
        language="en",
        fictional=True,
        gazetteer="places.csv",
        basemap="map.geojson",
        parties=(Party(id="vesmar", name="Vesmar", names=("Vesmari",)),),
        outlets=(Outlet(name="Sund Courier", match=("sund-courier",), party="vesmar"),),
        allegations=(
            Allegation(
                words="Torrundian forces are alleged to have shelled Askerholm.",
                crimes=("8(2)(b)(i)",),
                incidents=("I-1",),
            ),
        ),
        measures=(
            Measure(words="Examine the crater.", owner="Field team", date="2031-03-06", result="Fragments kept."),
        ),
        referrals=(
            Referral(
                words="Request for the fire log.",
                sent_by="Prosecutor of Vesmar",
                sent_to="Prosecutor of Torrund",
                date="2031-03-09",
                answer="Refused.",
                answered_on="2031-03-20",
            ),
        ),
    )


def test_an_empty_file_gives_the_defaults() -> None:
    assert parsed("") == (CaseSettings(), [])


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('title = "Shelling of Askerholm"', "title = 7", "TYPE", "'title' must be text; it is left out."),
        ("fictional = true", 'fictional = "yes"', "TYPE", "'fictional' must be true or false; it is left out."),
        ('names = ["Vesmari"]', 'names = "Vesmari"', "TYPE", "'names' must be a list of texts; it is left out."),
        ('language = "en"', 'langauge = "en"', "KEY", "The key 'langauge' is not known and is left out."),
        ('result = "Fragments kept."', 'claim = "c1"', "KEY", "The key 'claim' is not known and is left out."),
        (
            "opened = 2031-03-05",
            'opened = "5 March"',
            "VALUE",
            "'opened' must be a date such as 2031-03-04; it is left out.",
        ),
        ("opened = 2031-03-05", "opened = 2031-03-05T08:00:00", "TYPE", "'opened' must be text; it is left out."),
        (
            'conflict = "international"',
            'conflict = "civil war"',
            "VALUE",
            "'conflict' must be one of international, non-international, both; it is left out.",
        ),
        ('match = ["sund-courier"]', "", "MISSING", "'match' is missing, so this table is left out."),
        (
            'party = "vesmar"',
            'party = "torrund"',
            "VALUE",
            "The outlet 'Sund Courier' belongs to 'torrund', which is no party here.",
        ),
        (
            'prefix = "HAL"',
            'prefix = "HAL/1"',
            "VALUE",
            "'prefix' must be 1 to 12 ASCII letters or digits; it is left out.",
        ),
        (
            'period_last = "2031-04-10"',
            'period_last = "2030-04-10"',
            "VALUE",
            "'period_last' lies before 'period_first'.",
        ),
        ("[[measures]]", "[measures]", "TYPE", "'measures' must be written as [[measures]] tables; it is left out."),
    ],
)
def test_a_mistake_is_a_problem_and_the_rest_is_used(old: str, new: str, code: str, words: str) -> None:
    assert old in WHOLE
    settings, problems = parsed(WHOLE.replace(old, new))
    assert problems == [(code, words)]
    assert settings.authority == "Prosecutor of Vesmar"


def test_two_parties_of_one_id() -> None:
    assert parsed(WHOLE + '[[parties]]\nid = "vesmar"\nname = "V"')[1] == [
        ("VALUE", "The party id 'vesmar' is given twice.")
    ]


PROSECUTOR = "Prosecutor of Vesmar"
DAY = (DateInterval(first="2031-03-05", last="2031-03-05"),)


def incident(*claims: str) -> Incident:
    return Incident(id="i1", number="I-1", kind="attack.shelling", title="", interval=None, place=None, claims=claims)


def test_allegations_keep_the_words_and_the_presumption_of_innocence() -> None:
    opened = replace(claim("c1", "case.opened", "a case was opened", by=PROSECUTOR, about="killing"), dates=DAY)
    again = replace(opened, id="c2", passage=replace(opened.passage, words="the Prosecutor opened a case"))
    record = assemble_case(CaseSettings(), (opened, again), (incident("c1", "c2"),))
    assert record.allegations == (
        Allegation(
            words=f"“the Prosecutor opened a case” (Prosecutor of Vesmar, 2031-03-05). {INNOCENCE}",
            incidents=("i1",),
            claim="c2",
        ),
    )


def test_measures_and_referrals_come_from_claims() -> None:
    measure = claim("c1", "measure", "measures are under way", by=PROSECUTOR)
    outlet = claim("c2", "measure", "instructions were given")
    outlet = replace(outlet, chain=(replace(outlet.chain[0], role=SpeakerRole.OUTLET),))
    request = claim("c3", "request", "urged the police to investigate", by=PROSECUTOR, addressee="Torrund police")
    record = assemble_case(CaseSettings(), (measure, outlet, request), ())
    assert record.measures == (
        Measure(words="measures are under way", owner=PROSECUTOR, claim="c1"),
        Measure(words="instructions were given", claim="c2"),
    )
    assert record.referrals == (
        Referral(words="urged the police to investigate", sent_by=PROSECUTOR, sent_to="Torrund police", claim="c3"),
    )
    assert record.referrals[0].answer == ""


@pytest.mark.parametrize(
    ("addressee", "words", "kept"),
    [
        ("Vesmari authorities", "asks the Vesmari authorities to hand over the remains", True),
        ("Prosecutor General", "called on the Prosecutor General to open an inquiry", True),
        ("residents", "asks residents to give blood at the clinic", False),
        ("media", "calls on the media to check such material before they publish it", False),
        ("both armies", "asked both armies to keep the city out of the fighting", False),
    ],
)
def test_only_requests_to_authorities_for_a_step_of_law_are_referrals(
    addressee: str, words: str, *, kept: bool
) -> None:
    asked = claim("c1", "request", words, by=PROSECUTOR, addressee=addressee)
    assert bool(assemble_case(CaseSettings(), (asked,), ()).referrals) is kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("The office has opened a criminal case over the shelling", True),
        ("The office decided to open a case", True),
        ("called on the Prosecutor General to open an inquiry", False),
        ("the material did not give grounds to open a case", False),
        ("The office refused to open proceedings", False),
    ],
)
def test_a_case_that_was_only_asked_for_is_no_allegation(words: str, *, kept: bool) -> None:
    opened = claim("c1", "case.opened", words, by=PROSECUTOR)
    assert bool(assemble_case(CaseSettings(), (opened,), ()).allegations) is kept


def test_denied_and_future_steps_are_no_steps() -> None:
    denied = claim("c1", "case.opened", "no case was opened", stance="denies")
    assert assemble_case(CaseSettings(), (denied,), ()).allegations == ()


def test_a_referral_of_the_settings_is_linked_to_the_claim_that_tells_of_it() -> None:
    kept = Referral(words="Request", sent_to="Prosecutor of Torrund", date="2031-03-05", answer="Refused.")
    told = replace(
        claim("c1", "referral", "sent the records", by=PROSECUTOR, addressee="the Prosecutor of Torrund"), dates=DAY
    )
    record = assemble_case(CaseSettings(referrals=(kept,)), (told,), ())
    assert record.referrals == (replace(kept, claim="c1"),)


def test_the_example_on_the_page_is_read_without_a_problem() -> None:
    page = (Path(__file__).parents[2] / "docs" / "format" / "case-toml.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert parsed(example)[1] == []
    assert [
        field.name
        for field in fields(CaseSettings)
        if f"`{field.name}`" not in page and f"[[{field.name}]]" not in page
    ] == []
