"""The index finds what a comparison with everything finds, and says how much a smaller budget misses."""

import numpy as np
import pytest
from numpy.typing import NDArray

from probans.analysis.footage import index as indexing
from probans.analysis.footage.index import Budget
from probans.analysis.footage.near import near_pairs, to_words

Codes = NDArray[np.uint8]


def codes_of(count: int, seed: int = 1) -> Codes:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def planted(codes: Codes, most: int, seed: int = 2) -> tuple[Codes, NDArray[np.int64]]:
    """Each code with 0 to ``most`` of its bits turned, and how many."""
    dice = np.random.default_rng(seed)
    away = dice.integers(0, most + 1, len(codes))
    bits = np.unpackbits(codes, axis=1)
    for row, count in zip(bits, away, strict=True):
        row[dice.choice(256, count, replace=False)] ^= 1
    return np.packbits(bits, axis=1), away


def test_exact_search_misses_nothing() -> None:
    codes = codes_of(5000)
    queries, away = planted(codes[:300], 31)
    found = indexing.search(indexing.build(codes), queries, radius=31, budget=Budget.EXACT)
    assert {(int(q), int(r), int(b)) for q, r, b in zip(found.query, found.row, found.bits, strict=True)} == {
        (place, place, int(bits)) for place, bits in enumerate(away)
    }


@pytest.mark.parametrize("slots", [10, 13, 24])
def test_search_and_scan_agree_on_crowded_codes(slots: int) -> None:
    """Codes that share buckets, as frames of one video do: each near row is told once."""
    base, _ = planted(np.repeat(codes_of(20), 30, axis=0), 12)
    queries = base[::40]
    scanned = indexing.scan(to_words(base), queries, radius=31)
    found = indexing.search(indexing.build(base, slots=slots), queries, radius=31, budget=Budget.EXACT)
    for name in ("query", "row", "bits"):
        assert np.array_equal(getattr(found, name), getattr(scanned, name))
    rows, columns, bits = near_pairs(to_words(queries), to_words(base), 31)
    assert sorted(zip(rows.tolist(), columns.tolist(), bits.tolist(), strict=True)) == sorted(
        zip(scanned.query.tolist(), scanned.row.tolist(), scanned.bits.tolist(), strict=True)
    )


@pytest.mark.parametrize("budget", [Budget.QUICK, Budget.NORMAL])
def test_recall_is_what_was_promised(budget: Budget) -> None:
    codes = codes_of(2000)
    built = indexing.build(codes)
    for bits in (20, 28):
        queries = np.unpackbits(codes, axis=1)
        dice = np.random.default_rng(bits)
        for row in queries:
            row[dice.choice(256, bits, replace=False)] ^= 1
        found = indexing.search(built, np.packbits(queries, axis=1), radius=bits, budget=budget)
        share = np.mean(np.isin(np.arange(2000), found.query[found.query == found.row]))
        assert share == pytest.approx(indexing.recall(built, bits, budget), abs=0.04)


def test_exact_flips_add_up_beyond_the_radius() -> None:
    for slots in range(8, 25):
        assert int((indexing.exact_flips(slots) + 1).sum()) == indexing.EXACT_RADIUS + 1


def test_empty_index_answers() -> None:
    found = indexing.search(indexing.build(codes_of(0)), codes_of(3), radius=31)
    assert len(found.row) == 0
