"""Who says what: source, cue, content; the chain from outlet to witness; pronouns, documents, quotations."""

import pytest

from probans.analysis.reading.attribution import find_attributions
from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.speakers import role_of
from probans.analysis.reading.tokens import tokenise
from probans.model.claim import SpeakerRole
from tests.analysis.reading.reader import claim, claims


def said(text: str) -> list[tuple[str, str, str]]:
    """(source, cue, content) of every attribution in a sentence."""
    sentence = Sentence(text, 0, len(text), 0, 0, tokenise(text, 0, len(text)))
    return [
        (
            sentence.words(*item.source),
            sentence.words(*item.cue),
            " … ".join(sentence.words(*part) for part in item.content),
        )
        for item in find_attributions(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry said shells had hit Kelmora.", ("The ministry", "said", "shells had hit Kelmora")),
        ("Shells hit Kelmora, the ministry said on Monday.", ("the ministry", "said", "Shells hit Kelmora")),
        ("Shells hit Kelmora, said Ilse Marn.", ("Ilse Marn", "said", "Shells hit Kelmora")),
        ("According to the council, five people died.", ("the council", "According to", "five people died")),
        ("Five people died, according to the council.", ("the council", "according to", "Five people died")),
        ("Torrund accused Vesmar of shelling a bus.", ("Torrund", "accused", "Vesmar of shelling a bus")),
        ("The shells, he said, came from the west.", ("he", "said", "The shells … came from the west")),
        ("It was reported that two died.", ("", "reported", "two died")),
        ("Mr. Brandt told reporters that two died.", ("Mr. Brandt", "told", "two died")),
    ],
)
def test_a_form_of_attribution(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


def test_nested_saying_gives_the_outer_first() -> None:
    found = said("The office said witnesses reported that three men were taken.")
    assert [source for source, _, _ in found] == ["The office", "witnesses"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("the Ministry of Defence", SpeakerRole.OFFICE),
        ("a spokeswoman for the ministry", SpeakerRole.SPOKESPERSON),
        ("Reuters", SpeakerRole.AGENCY),
        ("residents of Kelmora", SpeakerRole.WITNESS),
        ("Count Every Name group", SpeakerRole.ORGANISATION),
        ("Ilse Marn", SpeakerRole.PERSON),
        ("two officials", SpeakerRole.UNNAMED),
    ],
)
def test_roles(name: str, role: SpeakerRole) -> None:
    assert role_of(name) is role


def chain(text: str, kind: str) -> list[tuple[str, str]]:
    """Name and role of every speaker after the outlet."""
    return [(speaker.name, speaker.role.value) for speaker in claim(text, kind).chain[1:]]


def test_a_spokesperson_speaks_for_an_office() -> None:
    text = "Jon Brandt, a spokesman for the Torrundi Ministry of Defence, said that 12 people were killed in Tarngard."
    assert chain(text, "killing") == [("Torrundi Ministry of Defence", "office"), ("Jon Brandt", "spokesperson")]


def test_a_pronoun_goes_back_to_the_office() -> None:
    text = "The Vesmari Ministry of Defence said shells hit Kelmora. It said that five people were killed there."
    assert chain(text, "killing") == [("Vesmari Ministry of Defence", "office")]


def test_a_report_goes_back_to_the_offices_that_made_it() -> None:
    text = (
        "The Vesmari Prosecutor's Office and the Kelmora Police Department examined the site. "
        "Five people were killed, the report said."
    )
    assert chain(text, "killing") == [
        ("Vesmari Prosecutor's Office", "office"),
        ("Kelmora Police Department", "office"),
    ]


def test_a_capital_speaks_for_its_state() -> None:
    text = "Orlesk denied that Vesmari troops shelled Tarngard."
    assert chain(text, "attack.shelling") == [("Orlesk", "office")]


def test_a_quotation_goes_on_over_sentences() -> None:
    text = '"We ran," said Ilse Marn, a nurse. "Two men were killed at the gate. Nobody came."'
    assert chain(text, "killing") == [("Ilse Marn", "witness")]


def test_medium_and_day_of_the_saying_are_kept() -> None:
    text = "Shells hit Kelmora on March 4, the Vesmari Ministry of Defence reported on its website on March 6."
    found = claim(text, "attack.shelling")
    assert [date.first for date in found.dates] == ["2031-03-04"]
    assert found.chain[-1].medium == "its website"
    assert found.chain[-1].said is not None
    assert found.chain[-1].said.first == "2031-03-06"


def test_without_a_source_it_is_the_outlets_own_voice() -> None:
    [found] = claims("Shells hit Kelmora on March 4.")
    assert [speaker.role for speaker in found.chain] == [SpeakerRole.OUTLET]
