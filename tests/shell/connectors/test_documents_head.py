"""The day of a text from its head: a letterhead says it, a headline about a day does not."""

import pytest

from probans.shell.connectors.documents_header import read_header


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("RIVER POST\nThursday, 13 March 2031\n\nToll rises", "2031-03-13"),
        ("[forwarded] 17.03.2031\n\nORDER", "2031-03-17"),
        ("13 March 2031 — special sheet, free\n", "2031-03-13"),
        ("# Nine are home\n\n**Field note 22, 9 April 2031**\n", "2031-04-09"),
        ("channel: x\n25 March 2031, 00:41\n", "2031-03-25"),
        ("Published on 10 March 2031\n", "2031-03-10"),
        ("Statement of 9 March 2031\n", "2031-03-09"),
        ("Shelling on 9 March 2031 kills 12\n\nText", ""),
        ("Toll of 9 March 2031 rises\n", ""),
        ("On March 9, 2031, shells fell on the market and killed twelve people.\n", ""),
        ("Between 3 March 2031 and 5 March 2031\n", ""),
        ("", ""),
    ],
)
def test_the_day_stands_in_the_head(text: str, day: str) -> None:
    published = read_header(text).published
    assert (published.first if published else "") == day


def test_a_label_comes_before_a_letterhead() -> None:
    header = read_header("RIVER POST, 1 March 2031\nPublished: 2 March 2031\n")
    assert header.published is not None
    assert (header.published.first, header.published_basis) == ("2031-03-02", "header line")
