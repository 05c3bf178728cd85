"""Figures and dates of passages in a language that is not read: digits only, without what they mean.

They help a person to find the place; they never give a claim.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from probans.analysis.reading.date_meanings import Context
from probans.analysis.reading.dates import find_dates
from probans.analysis.reading.sentences import split_part
from probans.analysis.reading.tokens import span, tokenise
from probans.model.claim import Mention

Stretches = Sequence[tuple[int, int]]
_IN_DIGITS = frozenset({"date.iso", "date.numeric"})


def numbers_in_digits(text: str, stretches: Stretches) -> tuple[Mention, ...]:
    """The numbers written in digits of any script; the name is the number in plain digits."""
    found = []
    for first, last in _sentences(text, stretches):
        for token in tokenise(text, first, last):
            written = token.word.replace(",", "")
            if written.isdecimal() and len(written) <= 12:
                place = span(text, token.start, token.end)
                found.append(Mention(name=str(int(written)), span=place, rule="number.digits", code="unread"))
    return tuple(found)


def dates_in_digits(text: str, stretches: Stretches, published: date | None) -> tuple[Mention, ...]:
    """The dates written in digits only."""
    found = []
    for first, last in _sentences(text, stretches):
        for mention in find_dates(text, first, last, Context(published=published)):
            if mention.rule in _IN_DIGITS and mention.intervals:
                name = f"{mention.intervals[0].first}..{mention.intervals[0].last}"
                found.append(Mention(name=name, span=mention.span, rule=mention.rule, code="unread"))
    return tuple(found)


def _sentences(text: str, stretches: Stretches) -> Iterable[tuple[int, int]]:
    return ((part.start, part.end) for start, end in stretches for part in split_part(text, start, end, 0))
