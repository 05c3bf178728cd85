"""Whether chains of draws may be believed: split R-hat and effective sample size (Vehtari and others 2021)."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

Floats = NDArray[np.float64]


def split_rhat(draws: Floats) -> float:
    """Potential scale reduction of chains (one row each), halves set against each other, on ranks; 1 is agreement."""
    half = draws.shape[1] // 2
    halves = np.vstack([draws[:, :half], draws[:, -half:]])
    folded = np.abs(halves - np.median(halves))
    return max(_rhat(_ranks(halves)), _rhat(_ranks(folded)))


def effective_size(draws: Floats) -> float:
    """Number of independent draws worth as much, over all chains (Geyer's initial sequence on ranks)."""
    half = draws.shape[1] // 2
    chains = _ranks(np.vstack([draws[:, :half], draws[:, -half:]]))
    number, length = chains.shape
    covariance = np.mean([_autocovariance(chain) for chain in chains], axis=0)
    within = covariance[0] * length / (length - 1)
    total = within * (length - 1) / length + chains.mean(axis=1).var(ddof=1)
    if total <= 0:
        return 0.0
    correlation = 1.0 - (within - covariance) / total
    correlation[0] = 1.0
    pairs = correlation[: length - length % 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    kept = np.minimum.accumulate(pairs[: negative[0] if len(negative) else len(pairs)])
    return float(number * length / max(2.0 * kept.sum() - 1.0, 1.0 / np.log10(number * length)))


def _rhat(chains: Floats) -> float:
    length = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    if within == 0:
        return 1.0 if np.ptp(chains) == 0 else float("inf")
    between = length * chains.mean(axis=1).var(ddof=1)
    return float(np.sqrt(((length - 1) / length * within + between / length) / within))


def _ranks(chains: Floats) -> Floats:
    """Normal scores of ranks over all chains."""
    ranks = rankdata(chains).reshape(chains.shape)
    scores: Floats = ndtri((ranks - 0.375) / (chains.size + 0.25))
    return scores


def _autocovariance(chain: Floats) -> Floats:
    length = len(chain)
    centred = chain - chain.mean()
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.fft.rfft(centred, size)
    covariance: Floats = np.fft.irfft(spectrum * np.conj(spectrum), size)[:length] / length
    return covariance
