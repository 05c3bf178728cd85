"""Alignment by sound: error against the documented offset and right answers down to -10 dB of noise.

``python -m bench.footage.sync``: two cuts of a real recording, each with its own noise that is stronger at low
frequencies; random offsets; unrelated pairs must be refused.
"""

import json
from typing import Any

import numpy as np

from bench.footage.clips import SHARED
from bench.machine import ROOT, record
from probans.analysis.footage import sync
from probans.shell.connectors.footage.sound import read_sound

DOCUMENTED = 12.2540
TRIALS = 40


def main() -> None:
    """Measure and record."""
    folder = SHARED / "audio"
    first, second = read_sound(folder / "timbl_1.mp3"), read_sound(folder / "timbl_2.mp3")
    other = read_sound(folder / "test.mp3")
    found = sync.offset(first, second)
    dice = np.random.default_rng(5)
    result: dict[str, Any] = {
        "documented_offset_error_s": round(abs(found.seconds - DOCUMENTED), 5),
        "decibels": {str(level): _trials(first, level, dice) for level in (20, 0, -5, -10, -15)},
        "unrelated_refused": _unrelated(first, other, dice),
    }
    record(ROOT / "bench" / "footage" / "results", "sync", result)
    print(json.dumps(result, indent=1))


def _trials(whole: sync.Samples, level: float, dice: np.random.Generator) -> dict[str, float]:
    right = wrong = 0
    for _ in range(TRIALS):
        start = int(dice.integers(0, 15 * sync.RATE))
        one = _noisy(whole[: 30 * sync.RATE], level, dice)
        two = _noisy(whole[start : start + 20 * sync.RATE], level, dice)
        found = sync.offset(one, two)
        close = abs(found.seconds - start / sync.RATE) <= 0.002
        right += found.sure and close
        wrong += found.sure and not close
    return {"right": right / TRIALS, "wrong": wrong / TRIALS}


def _unrelated(first: sync.Samples, other: sync.Samples, dice: np.random.Generator) -> float:
    """Speech against music, and speech against itself played backwards."""
    refused = 0
    for _ in range(TRIALS):
        start = int(dice.integers(0, 25 * sync.RATE))
        part = first[start : start + 15 * sync.RATE]
        refused += not sync.offset(part, other).sure
        refused += not sync.offset(part, np.ascontiguousarray(first[: 20 * sync.RATE][::-1])).sure
    return refused / TRIALS / 2


def _noisy(samples: sync.Samples, level: float, dice: np.random.Generator) -> sync.Samples:
    count = len(samples)
    spectrum = np.fft.rfft(dice.normal(0, 1, count)) / np.sqrt(np.maximum(1, np.arange(count // 2 + 1)))
    noise = np.fft.irfft(spectrum, count)
    noise *= samples.std() / 10 ** (level / 20) / noise.std()
    return np.asarray(samples + noise, dtype=np.float32)


if __name__ == "__main__":
    main()
