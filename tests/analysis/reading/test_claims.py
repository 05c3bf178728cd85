"""Claims of the invented conflict, from both sides: kind, who, whom, where, when, how many, and how it is said."""

import pytest

from probans.model.claim import Modality, PersonOutcome, Scope, Stance
from tests.analysis.reading.reader import claim, claims, read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Torrundi troops shelled Kelmora on March 4.", "attack.shelling"),
        ("Vesmari artillery hit the market in Tarngard.", "attack.shelling"),
        ("An air strike destroyed two houses in Kelmora.", "attack.air"),
        ("A Vesmari drone hit a bus near Tarngard.", "attack.drone"),
        ("A ballistic missile struck Kelmora.", "attack.missile"),
        ("Torrundi shells hit the hospital in Kelmora.", "medical.attack"),
        ("Vesmari shells hit the museum in Tarngard.", "cultural-property.damage"),
        ("Torrundi soldiers used cluster munitions in Kelmora.", "weapons.use"),
        ("Vesmari soldiers burned the body of a Torrundi serviceman.", "dead.mutilation"),
        ("Torrundi soldiers shot three prisoners near Kelmora.", "prisoners.killing"),
        ("Vesmari guards tortured two captives in Tarngard.", "ill-treatment"),
        ("Torrundi troops captured five Vesmari soldiers.", "prisoners.taking"),
        ("Armed men took 11 villagers hostage in Kelmora.", "hostage-taking"),
        ("Torrundi soldiers looted shops in Kelmora.", "looting"),
        ("The Vesmari office opened a criminal case.", "case.opened"),
        ("The office opened an inquiry into the shelling of Kelmora.", "measure"),
        ("Vesmar urged Torrund to release the prisoners.", "request"),
        ("The two states signed a ceasefire agreement.", "agreement"),
        ("The ministry denied the allegations.", "denial"),
        ("The video is authentic, the office said.", "verification"),
        ("Torrund failed to investigate the shelling.", "failure-to-investigate"),
        ("Police arrested two men in Kelmora.", "arrest"),
        ("Hundreds of families fled Kelmora.", "displacement"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind in [found.kind for found in claims(text)]


def test_all_of_a_plain_sentence() -> None:
    text = (
        "Torrundi forces shelled the market in Kelmora on 4 March, killing at least 26 civilians and wounding dozens, "
        "the Vesmari Prosecutor's Office said on its website."
    )
    found = claim(text, "attack.shelling")
    assert [who.name for who in found.alleged_perpetrators] == ["Torrundi forces"]
    assert [who.code for who in found.alleged_perpetrators] == ["torrund"]
    assert [place.place.id for place in found.places if place.place] == ["kelmora"]
    assert [(date.first, date.last) for date in found.dates] == [("2031-03-04", "2031-03-04")]
    assert [(count.outcome, str(count.count), count.group) for count in found.counts] == [
        (PersonOutcome.KILLED, "26 or more", "civilians"),
        (PersonOutcome.INJURED, "24 or more", ""),
    ]
    assert found.stance is Stance.ALLEGES
    assert found.chain[-1].name == "Vesmari Prosecutor's Office"
    assert found.passage.words.startswith("Torrundi forces shelled")
    assert found.passage.words.endswith("wounding dozens")
    assert found.explanation
    assert found.sentence.startswith("Vesmari Prosecutor's Office alleges")


@pytest.mark.parametrize(
    ("text", "stance", "modality"),
    [
        ("Torrundi troops shelled Kelmora.", Stance.ASSERTS, Modality.ACTUAL),
        ("Vesmar said Torrundi troops shelled Kelmora.", Stance.ALLEGES, Modality.ACTUAL),
        ("Vesmar accused Torrundi troops of shelling Kelmora.", Stance.ALLEGES, Modality.ACTUAL),
        ("The Torrundi ministry denied that its troops shelled Kelmora.", Stance.DENIES, Modality.ACTUAL),
        ("Torrundi troops did not shell Kelmora, the ministry said.", Stance.DENIES, Modality.ACTUAL),
        ("Vesmari troops will shell Tarngard again, the ministry warned.", Stance.ALLEGES, Modality.FUTURE),
        ("The Vesmari ministry said Vesmari artillery shelled Tarngard.", Stance.CONFIRMS, Modality.ACTUAL),
        ("The Vesmari ministry said its forces had struck Tarngard.", Stance.CONFIRMS, Modality.ACTUAL),
        ("Torrund rejected the accusation that its forces shelled Kelmora.", Stance.DENIES, Modality.ACTUAL),
        ("Reports that Torrundi shells had hit a school in Kelmora are false.", Stance.DENIES, Modality.ACTUAL),
        ("Claims that 30 children died in Kelmora are lies.", Stance.DENIES, Modality.ACTUAL),
        ("If Torrundi troops shelled Kelmora, they broke the law.", Stance.ASSERTS, Modality.CONDITIONAL),
    ],
)
def test_how_it_is_said(text: str, stance: Stance, modality: Modality) -> None:
    found = claims(text)[0]
    assert (found.stance, found.modality) == (stance, modality)


def test_judgement_on_footage() -> None:
    assert claim("The office said the video is genuine.", "verification").stance is Stance.CONFIRMS
    assert claim("The ministry dismissed as staged a video of the shelling.", "verification").stance is Stance.DISPUTES


def test_a_citys_toll_is_part_of_the_wars_and_neither_adds() -> None:
    text = (
        "More than 400 civilians were killed in Vesmar in the war between 1 December 2030 and 10 March 2031. "
        "Thirty civilians were killed in Kelmora alone on January 4, 5 and 9."
    )
    whole, part = claims(text)
    assert (whole.scope, part.scope) == (Scope.TOTAL, Scope.SEVERAL_DATES)
    assert part.part_of == whole.id
    assert whole.part_of == ""


def test_figures_by_place_are_claims_of_their_own() -> None:
    text = "The dead include nine in Tarngard on 15 February and five in Braskholm on 12 February."
    found = claims(text)
    assert [[place.name for place in item.places] for item in found] == [["Tarngard"], ["Braskholm"]]
    assert [[str(count.count) for count in item.counts] for item in found] == [["9"], ["5"]]
    assert [[date.first for date in item.dates] for item in found] == [["2031-02-15"], ["2031-02-12"]]


def test_a_list_of_figures_is_read_line_by_line() -> None:
    text = "Killed, by day:\n4 March, Kelmora: 14\n6 March, Orlesk: 3\n"
    found = claims(text)
    assert [str(item.counts[0].count) for item in found] == ["14", "3"]
    assert [item.dates[0].first for item in found] == ["2031-03-04", "2031-03-06"]


def test_an_account_goes_on_with_its_place_and_day() -> None:
    text = "Shells hit Kelmora on 4 March. Five people were killed."
    found = claim(text, "killing")
    assert [place.place.id for place in found.places if place.place] == ["kelmora"]
    assert [date.first for date in found.dates] == ["2031-03-04"]
    assert any("account before" in line for line in found.explanation)


def test_a_request_has_an_addressee_and_a_case_what_it_is_about() -> None:
    assert claim("Vesmar urged the Torrundi authorities to investigate.", "request").addressee == "Torrundi authorities"
    opened = claim("The office opened a criminal case over the shelling of Kelmora.", "case.opened")
    assert opened.about_kind == "attack.shelling"


def test_no_person_is_named_as_perpetrator() -> None:
    found = claims("General Jon Brandt shelled Kelmora, killing five people. Two were killed by Ivo Marn.")
    assert all(not item.alleged_perpetrators for item in found)


def test_front_matter_is_not_the_report() -> None:
    reading = read(
        "Published: 11 March 2031 By Ilse Marn\n\nFive people died in Kelmora.\n\nRead more: ten killed in Orlesk"
    )
    assert reading.author == "Ilse Marn"
    assert [item.counts[0].count.low for item in reading.claims] == [5]


def test_an_agency_in_the_dateline_is_a_link_of_the_chain() -> None:
    reading = read("KELMORA, March 11 (CPB) - Shells hit Kelmora on Monday.", name="orlesk-courier-2031.txt")
    assert [speaker.name for speaker in reading.claims[0].chain] == ["Orlesk Courier", "CPB"]
    assert reading.origin_hint == "CPB"


def test_ids_name_their_content() -> None:
    first, second = claims("Shells hit Kelmora on 4 March."), claims("Shells hit Kelmora on 5 March.")
    assert first == claims("Shells hit Kelmora on 4 March.")
    assert first[0].id != second[0].id
