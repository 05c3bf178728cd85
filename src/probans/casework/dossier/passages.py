"""Passages in their context, and whole texts cut so that every passage has a place to arrive at.

Offsets are Unicode code points, end exclusive. What does not match its text is shown alone and said to be unmatched.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from probans.model.claim import Claim, Span

AROUND = 240
_EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text. ``marked``: part of a passage; ``figure``: a number of people; ``starts`` and ``ends`` are
    the claims whose passage begins or ends here."""

    words: str
    marked: bool = False
    figure: bool = False
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A claim's passage between the words around it. ``matched`` is False when text and offsets do not agree."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    matched: bool


def in_context(text: str | None, claim: Claim) -> Passage:
    """Give the passage of a claim with at most ``AROUND`` characters before and after, cut at spaces."""
    span = claim.passage
    if text is None or not matches(text, span):
        return Passage(before="", pieces=(Piece(words=span.words, marked=True),), after="", matched=False)
    figures = [count.span for count in claim.counts if matches(text, count.span)]
    return Passage(
        before=_tail(text, span.start),
        pieces=tuple(_cut(text, span.start, span.end, figures)),
        after=_head(text, span.end),
        matched=True,
    )


def whole(text: str, claims: Sequence[Claim]) -> tuple[Piece, ...]:
    """Cut a whole text at the borders of the passages of ``claims`` (those that match it)."""
    spans = [(claim.id, claim.passage) for claim in claims if matches(text, claim.passage)]
    borders = sorted({0, len(text), *(at for _, span in spans for at in (span.start, span.end))})
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    depth = dict.fromkeys(borders, 0)
    for claim, span in spans:
        starts.setdefault(span.start, []).append(claim)
        ends.setdefault(span.end, []).append(claim)
        depth[span.start] += 1
        depth[span.end] -= 1
    pieces, open_now = [], 0
    for start, end in pairwise(borders):
        open_now += depth[start]
        begun, ended = tuple(starts.get(start, ())), tuple(ends.get(end, ()))
        pieces.append(Piece(words=text[start:end], marked=open_now > 0, starts=begun, ends=ended))
    return tuple(pieces)


def matches(text: str, span: Span) -> bool:
    """Whether the span holds the words it says."""
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.words


def _cut(text: str, start: int, end: int, figures: Iterable[Span]) -> Iterable[Piece]:
    at = start
    for span in sorted(figures):
        if at <= span.start and span.end <= end:
            if at < span.start:
                yield Piece(words=text[at : span.start], marked=True)
            yield Piece(words=text[span.start : span.end], marked=True, figure=True)
            at = span.end
    if at < end:
        yield Piece(words=text[at:end], marked=True)


def _tail(text: str, start: int) -> str:
    if start <= AROUND:
        return _together(text[:start])
    words = text[start - AROUND : start]
    return "… " + _together(words[words.find(" ") + 1 :])


def _head(text: str, end: int) -> str:
    if len(text) - end <= AROUND:
        return _together(text[end:])
    words = text[end : end + AROUND]
    cut = words.rfind(" ")
    return _together(words[:cut] if cut > 0 else words) + " …"


def _together(words: str) -> str:
    """Without empty lines: they would push the passage apart."""
    return _EMPTY_LINES.sub("\n", words)
