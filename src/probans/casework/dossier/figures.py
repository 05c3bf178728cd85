"""Casualty figures for the page: wholes above their parts, ranges as strips on one scale per outcome."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from probans.model.casualty import Casualties, Figure
from probans.model.claim import PersonOutcome
from probans.model.counts import Count

OUTCOMES = [outcome.value for outcome in PersonOutcome]
STRIP = 160.0
OPEN_TAIL = 34.0  # room after the highest number, so that an open end can be seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A range drawn ``STRIP`` units wide; ``open_end`` says that it has no upper end."""

    x: float
    width: float
    open_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure at its depth below the whole that contains it."""

    figure: Figure
    depth: int
    strip: Strip


def figure_lines(casualties: Casualties) -> tuple[FigureLine, ...]:
    """Every figure once, each whole followed by its parts."""
    by_id = {figure.id: figure for figure in casualties.figures}
    scales = _scales(casualties.figures)
    seen: set[str] = set()
    walked = [pair for root in (*roots(casualties), *casualties.figures) for pair in _walk(root, by_id, seen)]
    return tuple(
        FigureLine(figure=figure, depth=depth, strip=_strip(figure.count, scales[figure.outcome]))
        for figure, depth in walked
    )


def main_figures(casualties: Casualties) -> tuple[Figure, ...]:
    """One figure for each outcome over all people, places and days; without such, the wholes."""
    case_wide = [one for one in casualties.figures if not (one.place or one.incident or one.group)]
    first = {one.outcome: one for one in reversed(case_wide)}
    return tuple(sorted(first.values(), key=_by_outcome)) or roots(casualties)


def roots(casualties: Casualties) -> tuple[Figure, ...]:
    """The figures that are part of no other: those that hold the dead first, then in the order of the taxonomy."""
    by_id = {figure.id: figure for figure in casualties.figures}
    inside = {part for figure in casualties.figures for part in figure.parts}
    found = [figure for figure in casualties.figures if figure.id not in inside]

    def place(figure: Figure) -> tuple[int, str]:
        return min(_by_outcome(one) for one in (figure, *(by_id[part] for part in figure.parts if part in by_id)))

    return tuple(sorted(found, key=place))


def _by_outcome(figure: Figure) -> tuple[int, str]:
    place = OUTCOMES.index(figure.outcome) if figure.outcome in OUTCOMES else len(OUTCOMES)
    return place, figure.outcome


def _walk(root: Figure, by_id: dict[str, Figure], seen: set[str]) -> Iterator[tuple[Figure, int]]:
    stack = [(root, 0)]
    while stack:
        figure, depth = stack.pop()
        if figure.id in seen:
            continue
        seen.add(figure.id)
        yield figure, depth
        stack += [(by_id[part], depth + 1) for part in reversed(figure.parts) if part in by_id]


def _scales(figures: Sequence[Figure]) -> dict[str, int]:
    scales: dict[str, int] = {}
    for figure in figures:
        top = figure.count.low if figure.count.high is None else figure.count.high
        scales[figure.outcome] = max(scales.get(figure.outcome, 1), top)
    return scales


def _strip(count: Count, scale: int) -> Strip:
    room = STRIP - OPEN_TAIL
    start = room * count.low / scale
    end = STRIP if count.high is None else room * count.high / scale
    return Strip(x=round(min(start, room), 1), width=round(max(2.5, end - start), 1), open_end=count.high is None)
