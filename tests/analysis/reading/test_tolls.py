"""Numbers of people with what became of them: sentence in, counts out."""

import pytest

from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.tokens import tokenise
from probans.analysis.reading.tolls import find_tolls


def tolls(text: str) -> list[tuple[str, str, str]]:
    """(outcome, range, group) of every count in a sentence."""
    sentence = Sentence(text, 0, len(text), 0, 1, tokenise(text, 0, len(text)))
    found = [toll.claim for toll in find_tolls(sentence)]
    return [(claim.outcome.value, str(claim.count), claim.group) for claim in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Over 40 civilians were killed.", [("killed", "41 or more", "civilians")]),
        ("Shells hit Kelmora, killing at least 12 people.", [("killed", "12 or more", "")]),
        ("13 dead, over 50 hurt", [("killed", "13", ""), ("injured", "51 or more", "")]),
        ("The death toll rose to 31.", [("killed", "31", "")]),
        ("The number of dead rose to 31.", [("killed", "31", "")]),
        ("The shelling left 12 people dead and 30 injured.", [("killed", "12", ""), ("injured", "30", "")]),
        ("The war claimed the lives of 26 people.", [("killed", "26", "")]),
        ("A man and two women were killed.", [("killed", "1", "men"), ("killed", "2", "women")]),
        ("His wife died.", [("killed", "1", "women")]),
        ("No one was hurt.", [("injured", "0", "")]),
        ("There were no casualties.", [("killed or injured", "0", "")]),
        ("Another 12 were injured.", [("injured", "12", "")]),
        ("Some 300 people were displaced.", [("displaced", "1 or more", "")]),
        ("Troops took 11 civilians from the village.", [("detained", "11", "civilians")]),
        ("The film shows five captured servicemen.", [("detained", "5", "soldiers")]),
        ("The bodies of 12 villagers were found.", [("killed", "12", "")]),
        ("Two fishermen are still missing.", [("missing", "2", "workers")]),
        ("A 12-year-old was killed.", [("killed", "1", "children")]),
        ("Four people were shot.", [("killed or injured", "4", "")]),
        ("Four people were shot dead.", [("killed", "4", "")]),
        ("A double murder", [("killed", "2", "")]),
        ("A boy of nine was killed.", [("killed", "1", "children")]),
        ("Two men, 19 and 20, were killed.", [("killed", "2", "men")]),
        ("26 houses were destroyed.", []),
        ("He is 26.", []),
        ("On 26 March shells hit the depot.", []),
    ],
)
def test_a_sentence(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert tolls(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Seven people, including two children, were killed.", [None, 0]),
        ("Nine were killed, including three patients and a nurse, and 26 were injured.", [None, 0, 0, None]),
        ("Three people died, of whom two were children.", [None, 0]),
        ("We hold the names of 203 civilians killed: 121 in Vesmar and 82 in Torrund.", [None, 0, 0]),
        ("Five men were injured, one in critical condition.", [None, 0]),
    ],
)
def test_parts_of_a_number_point_to_their_whole(text: str, parts: list[int | None]) -> None:
    sentence = Sentence(text, 0, len(text), 0, 1, tokenise(text, 0, len(text)))
    assert [toll.claim.subset_of for toll in find_tolls(sentence)] == parts
