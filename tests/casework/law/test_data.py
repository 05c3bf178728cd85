"""The law data are whole: ids once, kinds known; each crime of the Statute has conduct, mental side, context."""

import re

import pytest
from tools.make_law_tables import PAGE, with_tables

from probans.casework.law.features import NAMES
from probans.model.errors import UsageError
from probans.model.law import Crime
from probans.shell.law_data import load_crimes, parse_crimes

KINDS = frozenset(
    {
        "attack",
        "attack.shelling",
        "attack.air",
        "attack.missile",
        "attack.ground",
        "attack.drone",
        "killing",
        "ill-treatment",
        "dead.mutilation",
        "prisoners.taking",
        "prisoners.killing",
        "hostage-taking",
        "displacement",
        "looting",
        "cultural-property.damage",
        "medical.attack",
        "journalist.attack",
        "arrest",
        "case.opened",
        "measure",
        "request",
        "referral",
        "agreement",
        "denial",
        "verification",
        "failure-to-investigate",
        "weapons.use",
        "toll",
    }
)
CONDUCT = KINDS - {"case.opened", "measure", "request", "referral", "denial", "verification"}
STATUTE = re.compile(r"8\(2\)\([abce]\)\([ivx]+\)(-\d)?")
RULE = re.compile(r"Rules? \d+( [ABC])?([-,] ?\d+)*")
CRIMES = load_crimes()

ONE = """
instrument = "I"
conflict = "both"
source = "S"
[[crimes]]
id = "x"
article = "1"
title = "T"
[[crimes.elements]]
id = "conduct"
words = "W"
sort = "conduct"
"""


def is_statute(crime: Crime) -> bool:
    return crime.instrument.startswith("Rome Statute")


def test_ids_are_given_once() -> None:
    ids = [crime.id for crime in CRIMES]
    elements = [element.id for crime in CRIMES for element in crime.elements]
    assert len(ids) == len(set(ids))
    assert len(elements) == len(set(elements))


@pytest.mark.parametrize("crime", CRIMES, ids=lambda crime: crime.id)
def test_crime_is_complete(crime: Crime) -> None:
    sorts = {element.sort for element in crime.elements}
    assert crime.conduct_kinds
    assert set(crime.conduct_kinds) <= KINDS
    assert {"conduct", "context"} <= sorts
    assert ("mental" in sorts) is is_statute(crime), "a rule binds a party; only a crime has a mental side"
    assert (STATUTE if is_statute(crime) else RULE).fullmatch(crime.article)
    assert all(element.words.endswith(".") for element in crime.elements)


@pytest.mark.parametrize("kind", sorted(CONDUCT))
def test_every_kind_of_conduct_has_law(kind: str) -> None:
    assert any(kind in crime.conduct_kinds for crime in CRIMES)


def test_every_feature_is_known_and_used() -> None:
    used = {name for crime in CRIMES for element in crime.elements for name in element.looks_for}
    used |= {name for crime in CRIMES for element in crime.elements for name in element.looks_against}
    used |= {name for crime in CRIMES for name in crime.needs}
    assert used | {"attack"} == NAMES, "attack is asked of tolls only"


def test_statute_paragraphs_stand_with_their_conflict() -> None:
    for crime in filter(is_statute, CRIMES):
        letter = crime.article[5]
        assert crime.conflict == ("international" if letter in "ab" else "non-international"), crime.article


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('conflict = "both"', 'conflict = "civil"', "'conflict' must be one of"),
        ('sort = "conduct"', 'sort = "deed"', "'sort' must be one of"),
        ('title = "T"', 'titel = "T"', "unknown key 'titel'"),
        ('title = "T"', "title = 3", "'title' must be text"),
        ('title = "T"', 'title = "T"\nneeds = "dead"', "'needs' must be a list"),
        ('title = "T"', 'title = "T"\nshared = ["nowhere"]', "no shared element 'nowhere'"),
        ("[[crimes.elements]]", "[[crimes", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_data_is_refused(old: str, new: str, said: str) -> None:
    assert parse_crimes(ONE, "one.toml")[0].elements[0].id == "x.conduct"
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        parse_crimes(ONE.replace(old, new), "one.toml")
    assert caught.value.code == "LAW-DATA"


def test_the_page_on_law_has_the_tables_of_the_data() -> None:
    page = PAGE.read_text("utf-8")
    assert with_tables(page) == page, "run tools/make_law_tables.py"
    assert [crime.id for crime in CRIMES if f"| `{crime.id}` |" not in page] == []
