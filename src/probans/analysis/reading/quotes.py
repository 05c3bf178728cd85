"""Quoted stretches of a text: from an opening to a closing mark, over sentences and, where left open, paragraphs.

Straight marks open and close in turn within a paragraph. A quotation left open at a paragraph's end goes on only if the
next paragraph begins with a mark, as print has it.
"""

import re
from collections.abc import Sequence

_MARK = re.compile(r"[“”\"«»]|''|``")
_OPEN, _CLOSE = frozenset({"“", "«", "``"}), frozenset({"”", "»"})
SHORTEST = 25


def find_quotes(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The quoted stretches within paragraphs, marks included, in reading order; short ones are words, not speech."""
    found: list[tuple[int, int]] = []
    for start, end in paragraphs:
        opened: int | None = None
        for match in _MARK.finditer(text, start, end):
            mark = match.group()
            if opened is None and mark not in _CLOSE:
                opened = match.start()
            elif opened is not None and mark not in _OPEN:
                found.append((opened, match.end()))
                opened = None
        if opened is not None:
            found.append((opened, end))
    return tuple(part for part in found if part[1] - part[0] >= SHORTEST)


def quote_at(quotes: Sequence[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    """The quotation that holds an offset (binary search)."""
    low, high = 0, len(quotes)
    while low < high:
        middle = (low + high) // 2
        if quotes[middle][1] <= offset:
            low = middle + 1
        else:
            high = middle
    return quotes[low] if low < len(quotes) and quotes[low][0] <= offset else None
