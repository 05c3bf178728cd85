"""Which texts share passages: texts of the invented conflict, the expected copies beside them."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probans.analysis.copies import find_text_copies
from probans.evidence.codec import sha256_hex
from probans.model.agents import Tool
from probans.model.casefile import TextBody
from probans.model.claim import Span
from probans.model.outcome import Outcome
from probans.model.reading import Reading, ReportReading
from probans.model.when import DateInterval

STATEMENT = (
    "The Prosecutor-General's Office of Vesmar has opened a criminal case over the shelling of the market in Ostrey "
    "on 4 March, in which at least 26 people were killed. Investigators are examining fragments of the rockets and "
    "are taking statements from the wounded in two hospitals of the town."
)
OTHER = (
    "Rain returned to the harbour towns of the northern coast this week, and the ferries between Ostrey and the "
    "islands stayed in port for a third day while fishermen mended their nets in the covered sheds by the pier."
)


def body(text: str, title: str = "") -> TextBody:
    return TextBody(sha256=sha256_hex(text.encode()), exhibit=sha256_hex(b"x" + text.encode()), title=title, text=text)


def report(text: TextBody, published: str = "", outlet: str = "", hint: str = "") -> ReportReading:
    return ReportReading(
        reading=Reading(exhibit=text.exhibit, tool=Tool(name="reader", version="1"), outcome=Outcome.PASSED),
        text=text.sha256,
        published=DateInterval(first=published, last=published) if published else None,
        outlet=outlet,
        origin_hint=hint,
    )


def test_same_words_with_other_spacing_case_and_quotes_are_an_exact_copy() -> None:
    changed = STATEMENT.upper().replace("'", "’").replace(" on ", "\n\non  ")
    (copy,) = find_text_copies([body(STATEMENT), body(changed)], [])
    assert copy.kind == "exact"
    assert copy.containment == 1.0
    assert len(copy.passages) == 1


def test_a_few_changed_words_are_a_near_copy_with_exact_passages() -> None:
    changed = STATEMENT.replace("at least 26", "some 30").replace("Investigators", "Detectives")
    one, two = body(STATEMENT), body(changed)
    (copy,) = find_text_copies([one, two], [])
    assert copy.kind == "near"
    texts = {item.sha256: item.text for item in (one, two)}
    for passage in copy.passages:
        assert texts[copy.first][passage.first.start : passage.first.end] == passage.first.words
        assert texts[copy.second][passage.second.start : passage.second.end] == passage.second.words
        assert passage.first.words == passage.second.words


def test_a_statement_inside_a_longer_article_is_an_excerpt() -> None:
    (copy,) = find_text_copies([body(STATEMENT), body(f"{OTHER}\n\n{STATEMENT}\n\n{OTHER[:60]}")], [])
    assert copy.kind == "excerpt"
    assert copy.containment == 1.0


def test_unrelated_texts_are_no_copy() -> None:
    assert find_text_copies([body(STATEMENT), body(OTHER)], []) == ()


def test_page_furniture_that_recurs_in_one_outlet_makes_no_copy() -> None:
    footer = (
        "You are reading the Halvern Courier. Subscribe to our morning letter, follow us everywhere, and write to the "
        "desk if you have seen something that the readers of the Courier ought to know about today."
    )
    stories = [" ".join(f"{word}{number}" for word in OTHER.split()) + "\n" + footer for number in range(6)]
    texts = [body(story) for story in stories]
    assert find_text_copies(texts, [report(text, outlet="Halvern Courier") for text in texts]) == ()


def test_only_the_body_of_a_report_is_compared() -> None:
    one, two = body(f"{STATEMENT}\n{OTHER}"), body(STATEMENT.replace("a", "e") + "\n" + OTHER)
    reports = [
        ReportReading(
            reading=Reading(exhibit=text.exhibit, tool=Tool(name="reader", version="1"), outcome=Outcome.PASSED),
            text=text.sha256,
            body=(Span(start=0, end=len(STATEMENT), words=text.text[: len(STATEMENT)]),),
        )
        for text in (one, two)
    ]
    assert find_text_copies([one, two], reports) == ()


@pytest.mark.parametrize(
    ("first", "second", "source", "why"),
    [
        (("2031-03-05", "A", ""), ("2031-03-06", "B", ""), "first", "published first"),
        (("2031-03-06", "Halvern Wire", ""), ("2031-03-06", "B", "Halvern Wire"), "first", "credit line"),
        (("2031-03-07", "Halvern Wire", ""), ("2031-03-06", "B", "Halvern Wire"), "first", "opposite"),
        (("2031-03-05", "A", "Halvern Wire"), ("2031-03-06", "B", "Halvern Wire"), "", "Both credit"),
        (("2031-03-05", "A", ""), ("2031-03-05", "B", ""), "", "Nothing tells"),
    ],
)
def test_the_likely_source_is_said_with_its_reason(
    first: tuple[str, str, str], second: tuple[str, str, str], source: str, why: str
) -> None:
    one, two = body(STATEMENT), body(STATEMENT.replace("fragments", "pieces"))
    (copy,) = find_text_copies([one, two], [report(one, *first), report(two, *second)])
    assert copy.likely_source == (one.sha256 if source else "")
    assert any(why in reason for reason in copy.reasons)


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    statement = (
        "検察庁は三月四日の市場への砲撃について刑事事件の捜査を開始したと発表した。少なくとも二十六人が死亡した。"
    )
    (copy,) = find_text_copies([body(statement), body("速報：" + statement + "詳細は後ほど。")], [])
    assert copy.kind in ("near", "excerpt")
    assert copy.containment > 0.9


PIECES = [
    STATEMENT,
    OTHER,
    STATEMENT + OTHER,
    OTHER[:150] + STATEMENT[:150],
    STATEMENT[40:],
    OTHER.upper(),
    "",
    "a a a a a a a",
]


@settings(max_examples=40, deadline=None)
@given(st.permutations(PIECES))
def test_the_order_of_texts_changes_nothing(pieces: Sequence[str]) -> None:
    assert find_text_copies([body(piece) for piece in pieces], []) == find_text_copies([body(p) for p in PIECES], [])
