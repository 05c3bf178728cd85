"""Exact averaging over all decomposable graphs of 3 to 6 lists (Madigan and York 1997).

A graph says which lists depend on each other; given its cliques and separators the marginal likelihood of a table with
any number of people on no list is a ratio of gamma functions (hyper-Dirichlet prior, ``delta`` per cell). Summing over
graphs and a grid of undocumented numbers gives the posterior exactly, with no random numbers.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from probans.analysis.casualties.estimation.captures import Captures, Refusal, full_counts

Floats = NDArray[np.float64]
Graph = tuple[tuple[int, ...], tuple[int, ...]]  # cliques, separators (the empty one left out), as bit masks of lists

MOST_LISTS = 6
_NEGLIGIBLE = 40.0  # graphs this many log units below the best add less than 1e-17


@dataclass(frozen=True, slots=True)
class GraphAverage:
    """Posterior of the total: ``totals`` with ``chances`` (sum 1), and the graphs with theirs, the likeliest first.

    ``at_edge`` is the chance of the last total of the grid: unless it is tiny, the grid cuts the answer off.
    """

    totals: NDArray[np.int64]
    chances: Floats
    graphs: tuple[tuple[Graph, float], ...]
    at_edge: float

    @property
    def mean(self) -> float:
        """Posterior mean of the total."""
        return float(self.totals @ self.chances)

    def quantile(self, share: float) -> int:
        """Least total with at least this share of the posterior at or below it."""
        at = int(np.searchsorted(np.cumsum(self.chances), share - 1e-12))
        return int(self.totals[min(at, len(self.totals) - 1)])


def average_graphs(
    captures: Captures, delta: float, undocumented: NDArray[np.int64], log_prior: Floats | None = None
) -> GraphAverage:
    """Average over all decomposable graphs on a grid of undocumented numbers.

    The grid rises; it may be uneven. ``log_prior`` is the log of the prior of the total at each grid point, -log(total)
    when not given.
    Raises Refusal MSE-LISTS below 3 and MSE-TOO-MANY above 6 lists.
    """
    size = len(captures.lists)
    if size < 3:
        raise Refusal("MSE-LISTS", f"{size} lists: graphs are averaged over 3 to {MOST_LISTS}")
    if size > MOST_LISTS:
        raise Refusal("MSE-TOO-MANY", f"{size} lists: graphs are averaged over 3 to {MOST_LISTS}")
    counts = full_counts(captures)
    total = counts.sum() + undocumented
    common = gammaln(total + 1.0) - gammaln(undocumented + 1.0)
    common += -np.log(total) if log_prior is None else log_prior
    common += _log_spacing(undocumented)
    graphs = decomposable_graphs(size)
    parts = sorted({part for cliques, separators in graphs for part in (*cliques, *separators)})
    fixed, moving = _components(counts, parts, delta, undocumented)
    scores = _graph_scores(graphs, fixed, moving, common)
    best = scores.max()
    evidence = logsumexp(scores)
    chances = np.zeros(len(undocumented))
    for at in np.flatnonzero(scores > best - _NEGLIGIBLE):
        chances += np.exp(_curve(graphs[at], fixed, moving) + common - evidence)
    order = np.argsort(-scores, kind="stable")
    weights = tuple((graphs[at], float(np.exp(scores[at] - evidence))) for at in order.tolist())
    chances /= chances.sum()
    return GraphAverage(total, chances, weights, float(chances[-1]))


@lru_cache(maxsize=8)
def decomposable_graphs(size: int) -> tuple[Graph, ...]:
    """All decomposable graphs on ``size`` lists by cliques and separators (8, 61, 822, 18,154 for 3 to 6 lists)."""
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    found = []
    for chosen in range(1 << len(pairs)):
        around = [0] * size
        for at, (a, b) in enumerate(pairs):
            if chosen >> at & 1:
                around[a] |= 1 << b
                around[b] |= 1 << a
        graph = _cliques(around)
        if graph is not None:
            found.append(graph)
    return tuple(found)


def _cliques(around: list[int]) -> Graph | None:
    """Cliques and separators along a maximum cardinality order; None when the graph is not decomposable."""
    size = len(around)
    seen, previous = 0, 0
    cliques: list[int] = []
    separators: list[int] = []
    for _ in range(size):
        left = [at for at in range(size) if not seen >> at & 1]
        node = max(left, key=lambda at: ((around[at] & seen).bit_count(), -at))
        parents = around[node] & seen
        if any(parents & ~(around[at] | 1 << at) for at in range(size) if parents >> at & 1):
            return None
        if cliques and parents.bit_count() > previous:
            cliques[-1] |= 1 << node
        else:
            separators.append(parents)
            cliques.append(parents | 1 << node)
        previous = parents.bit_count()
        seen |= 1 << node
    return tuple(sorted(cliques)), tuple(sorted(one for one in separators if one))


def _log_spacing(grid: NDArray[np.int64]) -> Floats:
    """How many totals each grid point stands for: a coarse grid must not weigh its fine part more."""
    return np.log(np.gradient(grid.astype(float))) if len(grid) > 1 else np.zeros(1)


def _components(
    counts: NDArray[np.int64], parts: list[int], delta: float, undocumented: NDArray[np.int64]
) -> tuple[dict[int, float], dict[int, Floats]]:
    """Log marginal likelihood of each set of lists: what the grid does not change, and what it does."""
    cells = np.arange(len(counts))
    mass = delta * len(counts)
    ends = gammaln(mass) - gammaln(counts.sum() + undocumented + mass)
    fixed, moving = {}, {}
    for part in parts:
        alpha = mass / (1 << part.bit_count())
        margin = np.bincount(cells & part, weights=counts.astype(float), minlength=len(counts))
        kept = sorted({int(cell & part) for cell in cells})
        terms = gammaln(margin[kept] + alpha) - gammaln(alpha)
        fixed[part] = float(terms[1:].sum())
        moving[part] = gammaln(margin[0] + undocumented + alpha) - gammaln(alpha) + ends
    return fixed, moving


def _graph_scores(
    graphs: tuple[Graph, ...], fixed: dict[int, float], moving: dict[int, Floats], common: Floats
) -> Floats:
    """Log evidence of each graph. A coarse grid finds the hopeless ones first."""
    coarse = np.unique(np.linspace(0, len(common) - 1, num=min(len(common), 60)).astype(np.int64))
    thin = {part: values[coarse] for part, values in moving.items()}
    bound = np.array([float((_curve(graph, fixed, thin) + common[coarse]).max()) for graph in graphs])
    scores = np.full(len(graphs), -np.inf)
    close = np.flatnonzero(bound > bound.max() - _NEGLIGIBLE - np.log(len(common)))
    for at in close.tolist():
        scores[at] = logsumexp(_curve(graphs[at], fixed, moving) + common)
    return scores


def _curve(graph: Graph, fixed: dict[int, float], moving: dict[int, Floats]) -> Floats:
    cliques, separators = graph
    total = sum(fixed[part] for part in cliques) - sum(fixed[part] for part in separators)
    curve = moving[cliques[0]] + total
    for part in cliques[1:]:
        curve = curve + moving[part]
    for part in separators:
        curve = curve - moving[part]
    return curve
