"""Estimates with what linkage leaves open carried through: one exact average per sampled partition, pooled.

Missed links raise a total and false ones lower it, so one clustering gives an interval that is too sure. Every sampled
partition counts the same; the pooled posterior is the mean of theirs (linkage as the imputed part of the data).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from probans.analysis.casualties.estimation.captures import Captures, Refusal, require_estimable
from probans.analysis.casualties.estimation.decomposable import GraphAverage
from probans.analysis.casualties.estimation.estimate import Estimate, average_widely
from probans.analysis.casualties.partitions import captures_of, people


def estimate_linked(partitions: NDArray[np.int64], lists: Sequence[int], names: Sequence[str]) -> Estimate:
    """Average over decomposable graphs for every partition, pooled.

    Raises Refusal of the first partition that carries no estimate: then the linkage does not either.
    """
    if not len(partitions):
        raise Refusal("MSE-EMPTY", "there is no partition to estimate from")
    tables = [captures_of(labels, lists, names) for labels in partitions]
    averages = [_average(table) for table in tables]
    documented = people(partitions)
    low, middle, high = (pooled_quantile(averages, share) for share in (0.025, 0.5, 0.975))
    alone = [average.quantile(0.5) for average in averages]
    return Estimate(
        "decomposable graphs, averaged over sampled linkages",
        "given the dependences that one of the graphs allows, being on no list depends on nothing else",
        int(np.median(documented)),
        low,
        middle,
        high,
        (
            ("linkage", f"{len(partitions)} sampled partitions, {documented.min()} to {documented.max()} people"),
            ("medians of single partitions", f"{min(alone)} to {max(alone)}"),
            ("prior", f"hyper-Dirichlet, delta {2.0 ** -len(names):g}; total 1/N"),
        ),
    )


def pooled_quantile(averages: Sequence[GraphAverage], share: float) -> int:
    """Quantile of the mean of several posteriors."""
    totals = np.concatenate([average.totals for average in averages])
    chances = np.concatenate([average.chances for average in averages]) / len(averages)
    order = np.argsort(totals, kind="stable")
    at = int(np.searchsorted(np.cumsum(chances[order]), share - 1e-12))
    return int(totals[order][min(at, len(totals) - 1)])


def _average(table: Captures) -> GraphAverage:
    require_estimable(table)
    return average_widely(table, 2.0 ** -len(table.lists))
