"""Numbers in words and digits become ranges that never claim more than the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probans.analysis.reading.numbers import count_of, find_amounts
from probans.analysis.reading.tokens import span, tokenise
from probans.model.counts import Count


def counts(text: str) -> list[Count]:
    """All counts in a text."""
    tokens = tokenise(text, 0, len(text))
    found = []
    for amount in find_amounts(tokens):
        count = count_of(amount, text[tokens[amount.first].start : tokens[amount.last - 1].end])
        if count is not None:
            found.append(count)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Over 94 civilians", 95, None),
        ("more than 407 injured", 408, None),
        ("at least 26 people", 26, None),
        ("26 people", 26, 26),
        ("Twenty-six civilians", 26, 26),
        ("up to 30 soldiers", 0, 30),
        ("as many as 30 soldiers", 0, 30),
        ("fewer than 10 fishermen", 0, 9),
        ("no fewer than twelve", 12, None),
        ("between 20 and 30 miners", 20, 30),
        ("20 to 30 miners", 20, 30),
        ("20–30 miners", 20, 30),
        ("1,204 dead", 1204, 1204),
        ("two hundred and five families", 205, 205),
        ("a hundred people", 100, 100),
        ("half a dozen men", 6, 6),
        ("two dozen men", 24, 24),
        ("12 or more men", 12, None),
        ("30+ wounded", 30, None),
        ("1.5 million people", 1_500_000, 1_500_000),
        ("three thousand two hundred people", 3200, 3200),
        ("no casualties", 0, 0),
        ("no one was hurt", 0, 0),
        ("nobody was hurt", 0, 0),
        ("well over 200 villagers", 201, None),
    ],
)
def test_a_number_with_its_words(text: str, low: int, high: int | None) -> None:
    [count] = counts(text)
    assert (count.low, count.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "usual"),
    [
        ("dozens of villagers", 24, (24, 99)),
        ("scores of villagers", 40, (40, 99)),
        ("tens of thousands fled", 20_000, (20_000, 99_999)),
        ("several fishermen", 2, (3, 9)),
        ("about 30 people", 1, (27, 33)),
        ("some 30 people", 1, (27, 33)),
        ("30 or so people", 1, (27, 33)),
    ],
)
def test_vague_words_keep_a_literal_range_and_a_usual_one(text: str, low: int, usual: tuple[int, int]) -> None:
    [count] = counts(text)
    assert count.vague
    assert (count.low, count.high) == (low, None)
    assert (count.usual_low, count.usual_high) == usual


def test_nearly_stays_below() -> None:
    [count] = counts("nearly 100 people")
    assert (count.low, count.high, count.vague) == (1, 100, True)


def test_several_numbers_in_one_sentence_stay_apart() -> None:
    assert [str(count) for count in counts("13 dead, over 50 hurt and two missing")] == ["13", "51 or more", "2"]


@given(number=st.integers(min_value=1, max_value=10**7), words=st.sampled_from(["", "at least ", "over ", "up to "]))
def test_a_range_is_never_narrower_than_the_words(number: int, words: str) -> None:
    [count] = counts(f"{words}{number:,} people")
    allowed = {"": {number}, "at least ": {number, number + 9}, "over ": {number + 1}, "up to ": {0, number}}[words]
    assert all(count.low <= value and (count.high is None or value <= count.high) for value in allowed)


@given(st.text())
def test_any_text_can_be_tokenised(text: str) -> None:
    for token in tokenise(text, 0, len(text)):
        assert text[token.start : token.end] == token.word
        assert span(text, token.start, token.end).words == token.word
    counts(text)
