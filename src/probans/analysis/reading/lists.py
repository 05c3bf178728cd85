"""Lists of figures in lines: a heading that says what is counted, then one line for each day or place.

*Killed, by day:* followed by *9 March, Lantern Market: 14*. The outcome stands in the heading, the number at the line's
end; the line's own date and place belong to it.
"""

from collections.abc import Sequence
from dataclasses import replace

from probans.analysis.reading.numbers import count_of, find_amounts
from probans.analysis.reading.outcomes import outcome_at
from probans.analysis.reading.prepare import Prepared
from probans.analysis.reading.tolls import Toll
from probans.model.claim import CountClaim, PersonOutcome

_LONGEST_LIST = 40


def with_listed(prepared: Sequence[Prepared]) -> list[Prepared]:
    """Add the figures of list lines to the sentences of a text."""
    found: list[Prepared] = []
    outcome: PersonOutcome | None = None
    since = 0
    for item in prepared:
        toll = _toll_of_line(item, outcome) if outcome is not None and since < _LONGEST_LIST else None
        if toll is not None:
            found.append(replace(item, tolls=(toll,)))
            since += 1
            continue
        outcome, since = _heading(item), 0
        found.append(item)
    return found


def _heading(item: Prepared) -> PersonOutcome | None:
    """The outcome that a short line ending in a colon announces."""
    tokens = item.sentence.tokens
    if len(tokens) > 12 or tokens[-1].low != ":":
        return None
    return next((found for at in range(len(tokens)) if (found := outcome_at(item.sentence, at)) is not None), None)


def _toll_of_line(item: Prepared, outcome: PersonOutcome) -> Toll | None:
    tokens = item.sentence.tokens
    amounts = find_amounts(tokens)
    if not amounts or len(tokens) > 30 or not (item.dates or item.places):
        return None
    last = amounts[-1]
    ends = last.last >= len(tokens) - 1 and item.sentence.low(last.first - 1) in {":", "-", "–", "—"}
    count = count_of(last, item.sentence.words(last.first, last.last)) if ends else None
    if count is None:
        return None
    claim = CountClaim(outcome=outcome, count=count, span=item.sentence.span(last.first, last.last), rule="count.list")
    return Toll(last.first, last.last, last.first, claim)
