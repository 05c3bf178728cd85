"""Sounds made by the test, cut, mixed with noise and echo: offsets right to the millisecond, or refused."""

import numpy as np
import pytest

from probans.analysis.footage import sync
from probans.analysis.footage.sync import RATE, Samples


def scene(seconds: float, seed: int = 1) -> Samples:
    """Bursts of noise of varying loudness, like speech and bangs."""
    dice = np.random.default_rng(seed)
    count = round(seconds * RATE)
    knots = np.arange(0, count + RATE, RATE // 8)
    loudness = np.interp(np.arange(count), knots, dice.gamma(0.5, 1, len(knots)))
    return np.asarray(dice.normal(0, 0.1, count) * loudness, dtype=np.float32)


def noise(count: int, seed: int) -> Samples:
    """Noise that is stronger at low frequencies."""
    dice = np.random.default_rng(seed)
    spectrum = np.fft.rfft(dice.normal(0, 1, count)) / np.sqrt(np.maximum(1, np.arange(count // 2 + 1)))
    made = np.fft.irfft(spectrum, count)
    return np.asarray(made / made.std(), dtype=np.float32)


def with_noise(samples: Samples, decibels: float, seed: int) -> Samples:
    """Add noise so that the signal is ``decibels`` above it."""
    level = samples.std() / 10 ** (decibels / 20)
    return np.asarray(samples + noise(len(samples), seed) * level, dtype=np.float32)


@pytest.mark.parametrize("decibels", [20, 0, -10])
@pytest.mark.parametrize("start", [0.0, 7.3215, 12.5])
def test_offset_to_the_millisecond(decibels: float, start: float) -> None:
    whole = scene(40)
    first = with_noise(whole[: 30 * RATE], decibels, 2)
    second = with_noise(whole[round(start * RATE) : round((start + 20) * RATE)], decibels, 3)
    found = sync.offset(first, second)
    assert found.sure
    assert found.seconds == pytest.approx(start, abs=0.001)
    assert sync.offset(second, first).seconds == pytest.approx(-start, abs=0.001)


def test_unrelated_sounds_are_refused() -> None:
    for seed in range(5):
        assert not sync.offset(scene(20, seed), scene(20, seed + 50)).sure


def test_silence_is_refused() -> None:
    assert not sync.offset(scene(5), np.zeros(5 * RATE, dtype=np.float32)).sure
    assert not sync.offset(scene(5), np.zeros(0, dtype=np.float32)).sure


def test_drift_is_measured() -> None:
    whole = scene(90)
    times = np.arange(60 * RATE) * (1 + 100e-6) + 5 * RATE
    second = np.interp(times, np.arange(len(whole)), whole).astype(np.float32)
    (found,) = sync.stretches(whole, second)
    assert found.offset == pytest.approx(5, abs=0.002)
    assert found.drift_ppm == pytest.approx(100, abs=20)


def test_cut_shows_as_a_jump() -> None:
    whole = scene(90)
    second = np.concatenate([whole[: 30 * RATE], whole[45 * RATE : 75 * RATE]])
    found = sync.stretches(whole, second)
    assert [round(item.offset, 2) for item in (found[0], found[-1])] == [0.0, 15.0]
    assert found[0].last == pytest.approx(30, abs=6)


def test_recordings_on_one_clock() -> None:
    whole = scene(60)
    starts = {"a": 3.0, "b": 0.0, "c": 11.25}
    cuts = {
        name: with_noise(whole[round(s * RATE) : round((s + 30) * RATE)], 10, 1000 + ord(name))
        for name, s in starts.items()
    }
    cuts["d"] = scene(30, 99)
    pairs = [(one, two) for one in cuts for two in cuts if one < two]
    found = sync.timeline({pair: sync.offset(cuts[pair[0]], cuts[pair[1]]) for pair in pairs}, list(cuts))
    ((first, second, third),) = found.groups
    assert [name for name, _ in (first, second, third)] == ["b", "a", "c"]
    assert [start for _, start in (first, second, third)] == pytest.approx([0, 3, 11.25], abs=0.001)
    assert found.alone == ("d",)
    assert found.residual < 0.001
