"""Estimates against the recorded reference outputs where the shared data is present, and refusals on made tables."""

import csv
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import gammaln

from probans.analysis.casualties.estimation.captures import Captures, Refusal, capture_table, require_estimable
from probans.analysis.casualties.estimation.chains import effective_size, split_rhat
from probans.analysis.casualties.estimation.decomposable import average_graphs, decomposable_graphs
from probans.analysis.casualties.estimation.estimate import estimate
from probans.analysis.casualties.estimation.latent import LatentSettings, require_agreement, sample_latent
from probans.analysis.casualties.estimation.loglinear import all_models, fit, hierarchy, profile_interval, stepwise
from tests.shared import shared_data


def test_the_decomposable_graphs_are_all_there() -> None:
    assert [len(decomposable_graphs(size)) for size in (3, 4, 5)] == [8, 61, 822]


def test_averaging_equals_the_recorded_tables() -> None:
    found = average_graphs(shared("mse_madigan_york_1997/five_lists.csv"), 0.5, np.arange(1, 301))
    assert_allclose(found.mean, 617.8158907614669, rtol=1e-10)
    assert_allclose(found.graphs[0][1], 0.217073450567816, rtol=1e-10)
    assert [found.quantile(share) for share in (0.025, 0.5, 0.975)] == [588, 616, 655]

    kosovo = average_graphs(shared("mse_kosovo_1999/counts.csv"), 1 / 16, np.arange(1, 20_001))
    assert_allclose(kosovo.graphs[0][1], 0.985513559427124, rtol=1e-10)
    assert [kosovo.quantile(share) for share in (0.025, 0.5, 0.975)] == [9827, 12595, 16543]


def test_averaging_with_a_prior_of_ones_own() -> None:
    table = shared("mse_madigan_york_1997/three_lists.csv")
    undocumented = np.arange(1, 301)
    total = table.documented + undocumented
    prior = gammaln(total + 13.14) - gammaln(total + 1) + total * np.log(55.17 / 56.17)

    found = average_graphs(table, 1.0, undocumented, prior)

    assert_allclose(found.mean, 733.452369111849, rtol=1e-10)
    assert_allclose(found.graphs[0][1], 0.373767397640113, rtol=1e-10)


def test_loglinear_equals_the_figure_of_the_tribunal() -> None:
    table = shared("mse_kosovo_1999/counts.csv")
    model = fit(table, hierarchy([(0, 1, 2), (0, 3), (2, 3)]))

    assert round(model.total, 1) == 10356.5
    assert round(model.error, 1) == 785.9
    assert [round(end) for end in profile_interval(table, model.effects)] == [8994, 12110]
    best = all_models(table, 3)[0]
    assert best.effects == model.effects


def test_stepwise_equals_the_recorded_search() -> None:
    assert_allclose(stepwise(shared("mse_uk_modern_slavery_2013/six_lists.csv")).total, 11417.9910915046, rtol=1e-9)
    assert_allclose(stepwise(shared("mse_uk_modern_slavery_2013/five_lists.csv")).total, 11312.9902894352, rtol=1e-9)


@pytest.mark.slow
def test_latent_classes_lie_within_the_recorded_chains() -> None:
    found = require_agreement(sample_latent(shared("mse_kosovo_1999/counts.csv"), LatentSettings(seed=2)))

    assert 10_550 < found.mean < 10_850
    assert 8_950 < found.quantile(0.025) < 9_200
    assert 13_500 < found.quantile(0.975) < 14_200


@pytest.mark.slow
@pytest.mark.parametrize("sampler", ["hmc", "gibbs"])
def test_both_samplers_know_a_total_that_was_made(sampler: str) -> None:
    settings = LatentSettings(
        classes=3, sampler=sampler, warm_up=500, draws=2_000, thinning=3 if sampler == "gibbs" else 1
    )
    found = require_agreement(sample_latent(independent_lists(1_000, (0.5, 0.4, 0.3, 0.3)), settings))

    assert found.quantile(0.025) < 1_000 < found.quantile(0.975)
    assert np.array_equal(found.totals, sample_latent(independent_lists(1_000, (0.5, 0.4, 0.3, 0.3)), settings).totals)


@pytest.mark.parametrize(
    ("rows", "counts", "code"),
    [
        ([], [], "MSE-EMPTY"),
        ([(1, 0, 0), (1, 1, 0)], [5, 5], "MSE-LISTS"),
        ([(1, 1, 0), (1, 1, 1), (0, 0, 1)], [5, 5, 5], "MSE-IDENTICAL"),
        ([(1, 0, 0), (0, 1, 0), (0, 0, 1)], [5, 5, 5], "MSE-OVERLAP"),
    ],
)
def test_lists_that_carry_no_estimate_are_refused(rows: list[tuple[int, ...]], counts: list[int], code: str) -> None:
    table = capture_table(("one", "two", "three"), rows, counts)

    with pytest.raises(Refusal) as refusal:
        require_estimable(table)
    assert refusal.value.code == code
    assert [problem.code for problem in estimate(table)[1]] == [code]


@pytest.mark.parametrize("row", [(0, 0, 0), (1, 2, 0), (1, 0)])
def test_what_is_no_capture_pattern_is_refused(row: tuple[int, ...]) -> None:
    with pytest.raises(Refusal):
        capture_table(("one", "two", "three"), [row], [3])


def test_a_fit_without_a_maximum_is_refused() -> None:
    table = capture_table(("one", "two", "three"), [(1, 0, 0), (0, 1, 0), (1, 1, 1)], [5, 5, 5])

    with pytest.raises(Refusal) as refusal:
        fit(table, hierarchy([(0,), (1, 2)]))
    assert refusal.value.code in ("MSE-NO-MAXIMUM", "MSE-NOT-IDENTIFIED")


def test_chains_that_disagree_are_told() -> None:
    draws = np.random.default_rng(1).normal(size=(4, 1_000))

    assert split_rhat(draws) < 1.01
    assert effective_size(draws) > 2_000
    assert split_rhat(draws + np.arange(4)[:, np.newaxis]) > 1.2


@pytest.mark.slow
def test_every_estimate_carries_what_must_be_read_beside_it() -> None:
    settings = LatentSettings(classes=3, warm_up=500, draws=1_500)
    found, problems = estimate(independent_lists(1_000, (0.5, 0.4, 0.3, 0.3)), settings)

    assert not problems
    assert [one.method for one in found] == [
        "decomposable graphs, averaged",
        "log-linear model, stepwise",
        "latent classes",
    ]
    for one in found:
        assert one.low < one.middle < one.high
        assert one.low < 1_000 < one.high
        assert one.assumption
        assert "not a count" in one.statement
        assert {"lists", "pairs that share no one"} <= {name for name, _ in one.details}
    assert any(words.startswith("without") for words, _, _ in found[0].sensitivity)


def independent_lists(total: int, chances: tuple[float, ...]) -> Captures:
    """Lists that reach each person independently, counts as expected."""
    patterns = [pattern for pattern in product((0, 1), repeat=len(chances)) if any(pattern)]
    share = [
        float(np.prod([chance if on else 1 - chance for on, chance in zip(pattern, chances, strict=True)]))
        for pattern in patterns
    ]
    names = tuple(f"list {at + 1}" for at in range(len(chances)))
    return capture_table(names, patterns, [round(total * one) for one in share])


def shared(name: str) -> Captures:
    with (shared_data("statistics") / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    values = [[int(float(value)) for value in row] for row in rows]
    return capture_table(header[:-1], [row[:-1] for row in values], [row[-1] for row in values])
