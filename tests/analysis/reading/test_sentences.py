"""Sentences keep their offsets; abbreviations, initials and numbers do not end them."""

import time

from hypothesis import given
from hypothesis import strategies as st

from probans.analysis.reading.sentences import LONGEST, split_sentences


def sentences(text: str) -> list[str]:
    """The words of each sentence."""
    return [text[part.start : part.end] for part in split_sentences(text)]


def test_plain_sentences() -> None:
    assert sentences("Shells fell on Orlau. Two people died! Who fired?") == [
        "Shells fell on Orlau.",
        "Two people died!",
        "Who fired?",
    ]


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = "Col. A. Brandt of Vesmar met Dr. Ilse Marn at 5 p.m. on Oct. 4. He said 3.5 tonnes were lost."
    assert sentences(text) == [text[:63], "He said 3.5 tonnes were lost."]


def test_a_quotation_mark_stays_with_its_sentence() -> None:
    assert sentences('"We saw it." Then they left.') == ['"We saw it."', "Then they left."]


def test_wrapped_lines_are_one_sentence_and_titles_stand_alone() -> None:
    assert sentences("Torrund denies\n\nThe ministry said that\nnothing fell.\n") == [
        "Torrund denies",
        "The ministry said that\nnothing fell.",
    ]


def test_paragraphs_are_numbered() -> None:
    assert [part.paragraph for part in split_sentences("One. Two.\n\nThree.")] == [0, 0, 1]


@given(st.text(alphabet=st.sampled_from(list("ab .!?\n\"'’A1,"))))
def test_every_sentence_lies_in_the_text_in_order(text: str) -> None:
    last = 0
    for part in split_sentences(text):
        assert last <= part.start < part.end <= len(text)
        assert text[part.start : part.end].strip() == text[part.start : part.end]
        last = part.end


def test_hostile_texts_take_linear_time() -> None:
    began = time.perf_counter()
    for text in ("." * 500_000, " \n" * 300_000, "a" * 500_000, "A. " * 150_000, '"' * 500_000, "1," * 200_000):
        assert all(part.end - part.start <= LONGEST for part in split_sentences(text))
    assert time.perf_counter() - began < 20
