"""Ways in which records may belong together, sampled by their chance: not one clustering but a spread of them.

The chance of a partition is taken as the product, over pairs of records put together, of the odds that they are one
person. Records of one list are never put together when each list names a person once. Every sweep takes each record
out and puts it back, alone or with records it may belong to, by chance; sweeps are thinned. From each sampled partition
follow the number of people and who stands on which lists: what linkage leaves open is carried into every number.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from probans.analysis.casualties.estimation.captures import Captures, capture_table
from probans.analysis.casualties.linkage import PairChances

Labels = NDArray[np.int64]

_SURE = 1e-9
_UNSEEN = 1e-4  # chance of a pair that was not worth keeping


@dataclass(frozen=True, slots=True)
class PartitionSettings:
    """How many partitions to give, sweeps before the first and between two, and the seed."""

    partitions: int = 100
    warm_up: int = 50
    thinning: int = 5
    seed: int = 1


def sample_partitions(
    records: int, found: PairChances, settings: PartitionSettings, lists: Sequence[int] | None = None
) -> NDArray[np.int64]:
    """Sample partitions: one row each, a label per record; equal labels are one person.

    ``lists`` numbers the list of each record and holds each list to one record per person.
    """
    starts, others, weights = _neighbours(records, found)
    of_list = np.arange(records) if lists is None else np.array(lists, dtype=np.int64)
    rng = np.random.Generator(np.random.PCG64(settings.seed))
    length = np.array([settings.partitions, settings.warm_up, settings.thinning])
    first = _by_strongest(records, found, None if lists is None else of_list)
    unseen = float(np.log(_UNSEEN))
    drawn: Labels = _sample(rng, starts, others, weights, of_list, first, length, unseen)
    return drawn


def people(partitions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of people in each partition."""
    return np.array([len(np.unique(labels)) for labels in partitions], dtype=np.int64)


def captures_of(labels: Labels, lists: Sequence[int], names: Sequence[str]) -> Captures:
    """Who stands on which lists under one partition."""
    member = np.zeros((int(labels.max()) + 1, len(names)), dtype=np.int64)
    member[labels, np.array(lists, dtype=np.int64)] = 1
    counted = Counter(tuple(row) for row in member.tolist() if any(row))
    return capture_table(names, list(counted), list(counted.values()))


def _neighbours(records: int, found: PairChances) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs as neighbours of each record, with log odds."""
    chances = np.clip(found.chances, _SURE, 1.0 - _SURE)
    odds = np.log(chances / (1.0 - chances))
    ends = np.concatenate([found.pairs[:, 0], found.pairs[:, 1]])
    others = np.concatenate([found.pairs[:, 1], found.pairs[:, 0]])
    order = np.lexsort((others, ends))
    starts = np.zeros(records + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=records), out=starts[1:])
    return starts, others[order], np.concatenate([odds, odds])[order]


def _by_strongest(records: int, found: PairChances, of_list: NDArray[np.int64] | None) -> Labels:
    """Join the likelier pairs first, never two records of one list: where sampling starts."""
    labels = np.arange(records)
    members = {at: [at] for at in range(records)}
    order = np.lexsort((found.pairs[:, 1], found.pairs[:, 0], -found.chances))
    for first, second in found.pairs[order[found.chances[order] > 0.5]].tolist():
        one, other = int(labels[first]), int(labels[second])
        if one == other:
            continue
        joined = members[one] + members[other]
        if of_list is not None and len({int(of_list[at]) for at in joined}) < len(joined):
            continue
        labels[members[other]] = one
        members[one] = joined
        del members[other]
    return labels


@njit
def _sample(rng, starts, others, weights, of_list, labels, length, unseen):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0915
    records = len(labels)
    size = np.zeros(records, np.int64)
    for at in range(records):
        size[labels[at]] += 1
    free = np.empty(records, np.int64)
    left = 0
    for label in range(records):
        if size[label] == 0:
            free[left] = label
            left += 1
    drawn = np.empty((length[0], records), np.int64)
    names = np.empty(records, np.int64)
    gain = np.zeros(records)
    joined = np.zeros(records, np.int64)
    clash = np.zeros(records, np.bool_)
    done = 0
    for sweep in range(length[1] + length[0] * length[2]):
        for at in range(records):
            if starts[at] == starts[at + 1]:
                continue
            own = labels[at]
            size[own] -= 1
            if size[own] == 0:
                free[left] = own
                left += 1
            labels[at] = -1
            near = 0
            for place in range(starts[at], starts[at + 1]):
                label = labels[others[place]]
                if joined[label] == 0:
                    names[near] = label
                    near += 1
                joined[label] += 1
                gain[label] += weights[place]
                clash[label] = clash[label] or of_list[others[place]] == of_list[at]
            top = 0.0
            for k in range(near):
                label = names[k]
                gain[label] += (size[label] - joined[label]) * unseen
                if clash[label]:
                    gain[label] = -1e9
                top = max(top, gain[label])
            whole = np.exp(-top)
            for k in range(near):
                whole += np.exp(gain[names[k]] - top)
            draw = rng.random() * whole
            chosen = -1
            for k in range(near):
                draw -= np.exp(gain[names[k]] - top)
                if draw < 0.0:
                    chosen = names[k]
                    break
            if chosen < 0:
                left -= 1
                chosen = free[left]
            labels[at] = chosen
            size[chosen] += 1
            for k in range(near):
                gain[names[k]], joined[names[k]], clash[names[k]] = 0.0, 0, False
        if sweep >= length[1] and (sweep - length[1]) % length[2] == 0:
            drawn[done] = labels
            done += 1
    return drawn
