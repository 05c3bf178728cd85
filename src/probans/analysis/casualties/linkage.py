"""Which records of tables are one person, with every pair compared and no labels (Fellegi and Sunter 1969).

Values of a field are compared once per pair of *different values*, not of records; every pair of records is then a sum
of small numbers taken from these tables, its pattern. Patterns are counted over all pairs, weights are learnt from the
counts (fellegi.py), and the pairs whose pattern weighs enough are collected in a second pass. No pair is left out
beforehand (no blocking). A shared rare value weighs more than a shared common one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from probans.analysis.casualties.fellegi import Agreement, Floats, Levels, learn, prior, probability

Codes = NDArray[np.int32]

TEXT_STEPS = (0.80, 0.88, 0.94)  # Jaro-Winkler; equality is a level of its own
_TEXT_M = (0.05, 0.03, 0.06, 0.11, 0.75)
_EXACT_M = (0.06, 0.94)
_CACHE = 60_000_000  # numbers kept of expanded rows per field
_PRIOR_PAIRS = 40.0
_WORTH_KEEPING = 1e-4
_MOST_RARE = 8.0


@dataclass(frozen=True, slots=True)
class Column:
    """A field of all records: values ('' missing) and whether near-equal texts count (``text``) or only equal ones."""

    name: str
    values: tuple[str, ...]
    text: bool = True


@dataclass(frozen=True, slots=True)
class PairChances:
    """Pairs of records (first < second) with the chance that they are one person, in order of the pairs."""

    pairs: NDArray[np.int64]
    chances: Floats
    model: Agreement
    compared: int


def link(columns: Sequence[Column], lists: Sequence[int] | None = None, least: float = 0.01) -> PairChances:
    """Compare all pairs of records; give those with at least the least chance.

    ``lists`` numbers the list of each record: then records of one list are never compared (no repeats within a list).
    """
    prepared = [_prepare(column) for column in columns]
    codes = np.stack([one.codes for one in prepared])
    group = np.full(codes.shape[1], -1, np.int32) if lists is None else np.array(lists, np.int32)
    order = _order(prepared)
    tables, starts, widths, size = _packed(prepared)
    cached = np.array([len(one.levels) * codes.shape[1] <= _CACHE for one in prepared])
    counted = _count(np.ascontiguousarray(codes[:, order]), tables, starts, widths, cached, group[order], size)
    shown = np.flatnonzero(counted)
    patterns = _patterns(shown, prepared)
    seen = counted[shown].astype(float)
    model = learn(patterns, seen, _start(prepared, patterns, seen, codes.shape[1]), _PRIOR_PAIRS)
    keep = np.zeros(size, dtype=np.bool_)
    keep[shown] = probability(model, patterns) * 2.0 ** _rare_headroom(prepared) >= _WORTH_KEEPING
    found, pattern = _collect(
        np.ascontiguousarray(codes[:, order]),
        tables,
        starts,
        widths,
        cached,
        group[order],
        keep,
        int(counted[keep].sum()),
    )
    pairs = np.sort(order[found], axis=1)
    chances = probability(model, _patterns(pattern, prepared), _rarity(prepared, codes, pairs, model))
    return _kept(pairs, chances, model, int(counted.sum()), least)


def _kept(pairs: NDArray[np.int64], chances: Floats, model: Agreement, compared: int, least: float) -> PairChances:
    enough = chances >= least
    pairs, chances = pairs[enough], chances[enough]
    by_pair = np.lexsort((pairs[:, 1], pairs[:, 0]))
    return PairChances(pairs[by_pair], chances[by_pair], model, compared)


@dataclass(frozen=True, slots=True)
class _Field:
    """Codes of values per record, how often each value stands, levels between values (0: missing, else level + 1)."""

    codes: Codes
    often: Floats
    levels: NDArray[np.uint8]
    number: int  # of levels
    text: bool


def _prepare(column: Column) -> _Field:
    values, codes, often = np.unique(np.array(column.values), return_inverse=True, return_counts=True)
    number = len(TEXT_STEPS) + 2 if column.text else 2
    levels = _text_levels(values.tolist()) if column.text else np.ones((len(values),) * 2, dtype=np.uint8)
    np.fill_diagonal(levels, number)
    if values[0] == "":
        levels[0, :] = levels[:, 0] = 0
        often[0] = 0
    return _Field(codes.astype(np.int32), often.astype(float), levels, number, column.text)


def _text_levels(values: list[str]) -> NDArray[np.uint8]:
    """Levels by similarity in bands of rows, so that no matrix of similarities of the whole is held."""
    levels = np.ones((len(values), len(values)), dtype=np.uint8)
    band = max(1, 4_000_000 // max(len(values), 1))
    for start in range(0, len(values), band):
        near = cdist(
            values[start : start + band],
            values,
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=TEXT_STEPS[0],
            dtype=np.float32,
        )
        for step in TEXT_STEPS:
            levels[start : start + band] += near >= step
    return levels


def _order(prepared: Sequence[_Field]) -> NDArray[np.int64]:
    """Records by the fields of most values first: their expanded rows are then used again and again."""
    keys = sorted(prepared, key=lambda one: len(one.levels))
    return np.lexsort([one.codes for one in keys]).astype(np.int64)


def _packed(
    prepared: Sequence[_Field],
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64], int]:
    """Tables of levels in one array, each multiplied so that the sum over fields numbers the pattern."""
    total = int(np.prod([one.number + 1 for one in prepared]))
    kind = np.dtype(np.uint16 if total <= 65_536 else np.uint32)  # the narrower, the more pairs a second
    times, parts, starts = 1, [], [0]
    for one in prepared:
        parts.append((one.levels.astype(np.uint32) * np.uint32(times)).astype(kind).ravel())
        starts.append(starts[-1] + parts[-1].size)
        times *= one.number + 1
    widths = np.array([len(one.levels) for one in prepared], dtype=np.int64)
    return np.concatenate(parts), np.array(starts[:-1], dtype=np.int64), widths, times


def _patterns(numbers: NDArray[np.int64], prepared: Sequence[_Field]) -> Levels:
    """Levels of each field from pattern numbers, -1 where missing."""
    columns = []
    rest = numbers.astype(np.int64)
    for one in prepared:
        columns.append((rest % (one.number + 1) - 1).astype(np.int8))
        rest = rest // (one.number + 1)
    return np.stack(columns, axis=1)


def _start(prepared: Sequence[_Field], patterns: Levels, seen: Floats, records: int) -> Agreement:
    """Before learning: nearly all pairs are of two people, so their chances are those of all pairs."""
    m = [_TEXT_M if one.text else _EXACT_M for one in prepared]
    u = []
    for field, one in enumerate(prepared):
        level = patterns[:, field]
        share = np.bincount(level[level >= 0], weights=seen[level >= 0], minlength=one.number) + 1e-3
        u.append((share / share.sum()).tolist())
    return prior(m, u, min(0.2, 0.1 * records / max(seen.sum(), 1.0)))


def _rarity(prepared: Sequence[_Field], codes: Codes, pairs: NDArray[np.int64], model: Agreement) -> Floats:
    """Weight added where values are equal: log2 of how much rarer this value is among pairs than equal values are."""
    total = np.zeros(len(pairs))
    for field, one in enumerate(prepared):
        first, second = codes[field, pairs[:, 0]], codes[field, pairs[:, 1]]
        known = max(one.often.sum(), 1.0)
        share = np.maximum(one.often, 1.0) / known
        usual = model.u[field][-1]
        added = np.clip(np.log2(usual / share[first]), -_MOST_RARE, _MOST_RARE)
        total += np.where((first == second) & (one.often[first] > 0), added, 0.0)
    return np.clip(total, -_MOST_RARE, _MOST_RARE)


def _rare_headroom(prepared: Sequence[_Field]) -> float:
    return _MOST_RARE if prepared else 0.0


@njit(nogil=True)
def _row(codes, tables, starts, widths, cached, kept, known, field, at, row):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """Numbers of one field for one record against all later ones; rows of fields with few values are kept."""
    value = codes[field, at]
    base = starts[field] + value * widths[field]
    records = codes.shape[1]
    if not cached[field]:
        if at == 0 or codes[field, at - 1] != value:
            for other in range(records):
                row[other] = tables[base + codes[field, other]]
        return row
    if not known[field][value]:
        known[field][value] = True
        for other in range(records):
            kept[field][value, other] = tables[base + codes[field, other]]
    return kept[field][value]


@njit(nogil=True)
def _rooms(codes, tables, widths, cached):  # type: ignore[no-untyped-def]
    """Room for kept rows of each field."""
    fields, records = codes.shape
    kept = [np.empty((widths[f] if cached[f] else 1, records), tables.dtype) for f in range(fields)]
    known = [np.zeros(widths[f], np.bool_) for f in range(fields)]
    return kept, known


@njit(nogil=True)
def _count(codes, tables, starts, widths, cached, group, size):  # type: ignore[no-untyped-def]
    """How many pairs show each pattern."""
    fields, records = codes.shape
    counted = np.zeros(size, np.int64)
    rows = np.empty((fields, records), tables.dtype)
    total = np.empty(records, tables.dtype)
    kept, known = _rooms(codes, tables, widths, cached)
    for at in range(records):
        total[at:] = 0
        for field in range(fields):
            row = _row(codes, tables, starts, widths, cached, kept, known, field, at, rows[field])
            for other in range(at + 1, records):
                total[other] += row[other]
        if group[at] < 0:
            for other in range(at + 1, records):
                counted[total[other]] += 1
        else:
            for other in range(at + 1, records):
                counted[total[other]] += group[other] != group[at]
    return counted


@njit(nogil=True)
def _collect(codes, tables, starts, widths, cached, group, keep, number):  # type: ignore[no-untyped-def]
    """Pairs whose pattern is kept, with their pattern."""
    fields, records = codes.shape
    pairs = np.empty((number, 2), np.int64)
    pattern = np.empty(number, np.int64)
    found = 0
    rows = np.empty((fields, records), tables.dtype)
    total = np.empty(records, tables.dtype)
    kept, known = _rooms(codes, tables, widths, cached)
    for at in range(records):
        total[at:] = 0
        for field in range(fields):
            row = _row(codes, tables, starts, widths, cached, kept, known, field, at, rows[field])
            for other in range(at + 1, records):
                total[other] += row[other]
        for other in range(at + 1, records):
            if keep[total[other]] and (group[at] < 0 or group[other] != group[at]):
                pairs[found, 0], pairs[found, 1], pattern[found] = at, other, total[other]
                found += 1
    return pairs[:found], pattern[:found]
