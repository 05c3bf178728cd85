"""Capture tables: how many people stand on exactly which lists; and the refusals that come before any estimate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Patterns = NDArray[np.int8]  # one row per pattern, one column per list, 1 where the people stand on the list
Counts = NDArray[np.int64]


class Refusal(ValueError):
    """No estimate: the lists do not carry one. ``code`` is stable, see docs/casualties.md."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Captures:
    """Names of lists, observed patterns (each once, never all zero) and the people of each (at least 1)."""

    lists: tuple[str, ...]
    patterns: Patterns
    counts: Counts

    @property
    def documented(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())


def capture_table(lists: Sequence[str], rows: Iterable[Sequence[int]], counts: Iterable[int]) -> Captures:
    """Make a table from patterns and counts. Equal patterns are added, empty ones left out, order made canonical.

    Raises Refusal for patterns of the wrong length, negative counts, or people on no list.
    """
    total: dict[tuple[int, ...], int] = {}
    for row, count in zip(rows, counts, strict=True):
        pattern = tuple(int(value) for value in row)
        if len(pattern) != len(lists) or not set(pattern) <= {0, 1} or count < 0:
            raise Refusal("MSE-TABLE", f"not a capture pattern with a number of people: {pattern}, {count}")
        if count and not any(pattern):
            raise Refusal("MSE-TABLE", "people on no list cannot be in a capture table: they are what is estimated")
        total[pattern] = total.get(pattern, 0) + int(count)
    kept = sorted(pattern for pattern, count in total.items() if count)
    return Captures(
        tuple(lists),
        np.array(kept, dtype=np.int8).reshape(len(kept), len(lists)),
        np.array([total[pattern] for pattern in kept], dtype=np.int64),
    )


def require_estimable(captures: Captures) -> None:
    """Refuse what no model can mend: fewer than three lists that overlap, two lists that are one.

    Raises Refusal with code MSE-EMPTY, MSE-LISTS, MSE-OVERLAP or MSE-IDENTICAL.
    """
    if not captures.documented:
        raise Refusal("MSE-EMPTY", "the lists name no one")
    used = np.flatnonzero(captures.patterns.any(axis=0))
    if len(used) < 3:
        raise Refusal("MSE-LISTS", f"{len(used)} lists name anyone; an estimate needs at least three that overlap")
    overlap = overlaps(captures)
    for first in used:
        for second in used[used > first]:
            if overlap[first, second] == overlap[first, first] == overlap[second, second]:
                names = f"{captures.lists[first]} and {captures.lists[second]}"
                raise Refusal("MSE-IDENTICAL", f"{names} name the same people: they are one list, not two")
    if _largest_linked(overlap, used) < 3:
        raise Refusal("MSE-OVERLAP", "no three lists are tied by people whom they share; nothing tells what is missing")


def overlaps(captures: Captures) -> Counts:
    """People whom each pair of lists shares; the diagonal is the size of each list."""
    patterns = captures.patterns.astype(np.int64)
    shared: Counts = (patterns * captures.counts[:, np.newaxis]).T @ patterns
    return shared


def never_overlap(captures: Captures) -> tuple[tuple[str, str], ...]:
    """Pairs of lists that share no one."""
    shared = overlaps(captures)
    size = len(captures.lists)
    return tuple(
        (captures.lists[a], captures.lists[b]) for a in range(size) for b in range(a + 1, size) if not shared[a, b]
    )


def without_list(captures: Captures, left_out: int) -> Captures:
    """The table when one list is ignored: people only on it are then on no list and drop out."""
    kept = [at for at in range(len(captures.lists)) if at != left_out]
    rows = captures.patterns[:, kept]
    seen = rows.any(axis=1)
    return capture_table([captures.lists[at] for at in kept], rows[seen].tolist(), captures.counts[seen].tolist())


def drop_empty_lists(captures: Captures) -> Captures:
    """The table without lists that name no one."""
    kept = np.flatnonzero(captures.patterns.any(axis=0))
    lists = [captures.lists[at] for at in kept]
    return capture_table(lists, captures.patterns[:, kept].tolist(), captures.counts.tolist())


def full_counts(captures: Captures) -> Counts:
    """Counts of all 2**lists patterns; list 1 is the least significant bit; the pattern of no list is 0 here."""
    size = len(captures.lists)
    if size > 16:
        raise Refusal("MSE-TOO-MANY", f"{size} lists give too many patterns for this method; use latent classes")
    index = captures.patterns.astype(np.int64) @ (1 << np.arange(size))
    full = np.zeros(1 << size, dtype=np.int64)
    full[index] = captures.counts
    return full


def _largest_linked(overlap: Counts, used: NDArray[np.int64]) -> int:
    """Size of the largest group of lists tied by shared people."""
    left = set(used.tolist())
    largest = 0
    while left:
        group, todo = set(), [min(left)]
        while todo:
            at = todo.pop()
            if at not in group:
                group.add(at)
                todo += [other for other in left if overlap[at, other] and other not in group]
        left -= group
        largest = max(largest, len(group))
    return largest
