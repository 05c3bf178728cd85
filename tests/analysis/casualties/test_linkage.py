"""Linkage of made records with known people, and of the shared sets where they are present."""

import csv
from collections import Counter

import numpy as np
import pytest

from probans.analysis.casualties.estimation.captures import Refusal
from probans.analysis.casualties.estimation.linked import estimate_linked
from probans.analysis.casualties.linkage import Column, PairChances, link
from probans.analysis.casualties.partitions import PartitionSettings, captures_of, people, sample_partitions
from tests.shared import shared_data

SYLLABLES = ("mar", "jo", "pet", "al", "sver", "in", "tor", "ves", "hal", "kri", "ul", "bren", "sol", "wen", "dag")


def test_records_of_one_person_are_found_in_spite_of_errors() -> None:
    columns, truth, _ = made_lists(120)
    found = link(columns)

    precision, recall = quality(found, truth)
    assert precision > 0.95
    assert recall > 0.9
    assert found.compared == len(truth) * (len(truth) - 1) // 2


def test_records_of_one_list_are_not_compared_when_it_names_each_person_once() -> None:
    columns, truth, lists = made_lists(60)
    found = link(columns, lists)

    assert all(lists[first] != lists[second] for first, second in found.pairs.tolist())
    sizes = Counter(lists).values()
    assert found.compared == (len(truth) ** 2 - sum(size * size for size in sizes)) // 2


def test_partitions_spread_around_the_true_number_of_people_and_keep_lists_apart() -> None:
    columns, truth, lists = made_lists(120)
    drawn = sample_partitions(len(truth), link(columns, lists), PartitionSettings(partitions=20), lists)

    number = people(drawn)
    assert abs(number.mean() - len(set(truth))) < 0.05 * len(set(truth))
    for labels in drawn:
        pairs = list(zip(labels.tolist(), lists, strict=True))
        assert len(set(pairs)) == len(pairs)
    assert np.array_equal(
        drawn, sample_partitions(len(truth), link(columns, lists), PartitionSettings(partitions=20), lists)
    )


def test_a_pair_by_even_chance_is_together_in_about_half_of_the_partitions() -> None:
    model = link(made_lists(20)[0]).model
    even = PairChances(np.array([[0, 1]]), np.array([0.5]), model, 1)

    drawn = sample_partitions(3, even, PartitionSettings(partitions=2_000))

    assert 0.45 < (drawn[:, 0] == drawn[:, 1]).mean() < 0.55
    assert (drawn[:, 2] != drawn[:, 0]).all()


def test_the_linkage_is_carried_into_the_estimate() -> None:
    columns, truth, lists = made_lists(150)
    drawn = sample_partitions(len(truth), link(columns, lists), PartitionSettings(partitions=10), lists)

    found = estimate_linked(drawn, lists, ("one", "two", "three"))

    assert found.low < 150 < found.high
    assert found.details[0][0] == "linkage"
    with pytest.raises(Refusal):
        estimate_linked(drawn, [0] * len(truth), ("one", "two", "three"))


@pytest.mark.parametrize(
    ("folder", "least"),
    [("link_mse_geco_5dist_1num", 0.98), ("link_mse_geco_10dist_2num", 0.95), ("link_mse_geco_15dist_1num", 0.98)],
)
def test_five_noisy_lists_are_linked_and_the_interval_holds_the_true_total(folder: str, least: float) -> None:
    base = shared_data("statistics", folder)
    with (base / "records.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (base / "truth.csv").open(encoding="utf-8", newline="") as file:
        entity = {row["record"]: row["entity"] for row in csv.DictReader(file)}
    columns = [Column(name, tuple(row[name] for row in rows)) for name in ("fname", "lname", "by", "bm", "bd")]
    found = link(columns)

    precision, recall = quality(found, [entity[row["record"]] for row in rows])
    assert 2 * precision * recall / (precision + recall) > least
    lists = [int(row["list"]) - 1 for row in rows]
    drawn = sample_partitions(len(rows), found, PartitionSettings(partitions=10))
    estimate = estimate_linked(drawn, lists, ("1", "2", "3", "4", "5"))
    assert estimate.low < 1_000 < estimate.high
    assert estimate.high - estimate.low < 400


def test_lists_of_one_person_each_give_one_row_per_person() -> None:
    table = captures_of(np.array([0, 0, 1]), [0, 1, 1], ("one", "two"))

    assert table.patterns.tolist() == [[0, 1], [1, 1]]
    assert table.counts.tolist() == [1, 1]


def quality(found: PairChances, truth: list[str]) -> tuple[float, float]:
    chosen = found.pairs[found.chances >= 0.5]
    right = sum(truth[first] == truth[second] for first, second in chosen.tolist())
    return right / len(chosen), right / sum(count * (count - 1) // 2 for count in Counter(truth).values())


def made_lists(number: int) -> tuple[list[Column], list[str], list[int]]:
    """People on three lists, each with chance 0.6; one value in fifteen has a letter changed."""
    rng = np.random.default_rng(7)
    records: list[tuple[str, int, str, str, str]] = []
    for person in range(number):
        given, family = ("".join(rng.choice(SYLLABLES, 2).tolist()) for _ in range(2))
        born = f"{rng.integers(1940, 2020)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"
        for at in range(3):
            if rng.random() < 0.6:
                values = [_spoiled(value, rng) for value in (given, family)]
                records.append((str(person), at, values[0], values[1], born))
    columns = [
        Column(name, tuple(str(record[at]) for record in records)) for at, name in ((2, "g"), (3, "f"), (4, "b"))
    ]
    return columns, [record[0] for record in records], [record[1] for record in records]


def _spoiled(value: str, rng: np.random.Generator) -> str:
    if rng.random() > 1 / 15:
        return value
    at = int(rng.integers(len(value)))
    return value[:at] + "x" + value[at + 1 :]
