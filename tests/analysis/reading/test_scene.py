"""Place and time of a toll are those of its own clause, not of what is told around it."""

from tests.analysis.reading.reader import read


def test_the_dead_of_a_war_did_not_die_where_peace_was_signed() -> None:
    text = (
        "PORT CANDREY, April 19, 2031 - The ministers signed a ceasefire in Port Candrey on Saturday, ending nearly "
        "seven weeks of fighting in which more than 200 civilians are known to have died on both sides."
    )
    tolls = [claim for claim in read(text).claims if claim.counts]
    assert tolls
    for claim in tolls:
        assert not [place.name for place in claim.places if "Candrey" in place.name], claim.sentence


def test_a_nickname_of_common_words_is_no_place_of_the_world() -> None:
    reading = read("On 30 March the Old Town was shelled and seven people were killed.")
    assert not [place for place in reading.places if place.place is not None and place.place.country == "US"]


def test_a_place_is_nobody_who_was_wounded() -> None:
    reading = read("The queue of blood donors for the Kelmora wounded stood every day this week.")
    assert not [count for claim in reading.claims for count in claim.counts]
