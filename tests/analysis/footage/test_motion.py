"""Movement: the same recording is told from another at any offset and speed, or not at all."""

import numpy as np
import pytest

from probans.analysis.footage import motion
from probans.analysis.footage.motion import Movement
from probans.analysis.footage.regions import Box


def moving(seconds: float, seed: int, every_ms: float = 80) -> Movement:
    """Smooth random changes of brightness in 8 x 8 cells."""
    dice = np.random.default_rng(seed)
    knots = np.cumsum(dice.normal(0, 4, (round(seconds * 5) + 2, 8, 8)), axis=0)
    times = np.arange(0, seconds * 1000, every_ms)
    place = times / 200
    low = place.astype(int)
    share = (place - low)[:, None, None]
    return Movement(times=times, grids=128 + knots[low] * (1 - share) + knots[low + 1] * share)


def test_offset_and_speed() -> None:
    whole = moving(20, 1)
    inside = (whole.times >= 5000) & (whole.times < 12_000)
    piece = Movement(times=(whole.times[inside] - whole.times[inside][0]) / 1.25, grids=whole.grids[inside])
    found = motion.likeness(whole, piece, 1.25)
    assert found is not None
    assert found.correlation > 0.9
    assert found.offset_ms == pytest.approx(-5040 / 1.25, abs=80)
    wrong = motion.likeness(whole, piece, 1.0)
    assert wrong is not None
    assert wrong.correlation < found.correlation


def test_other_recordings_do_not_move_alike() -> None:
    for seed in range(10):
        found = motion.likeness(moving(12, seed), moving(8, seed + 100), 1.0)
        assert found is not None
        assert found.correlation < 0.4


def test_nothing_moves_nothing_is_said() -> None:
    still = Movement(times=np.arange(0, 8000, 80.0), grids=np.full((100, 8, 8), 90.0))
    assert motion.likeness(still, moving(8, 1), 1.0) is None


def test_key_frames_only_say_nothing() -> None:
    assert motion.likeness(moving(60, 1, every_ms=2000), moving(60, 1), 1.0) is None


def test_beginning_of_a_long_video_does_not_cover_its_end() -> None:
    kept = moving(60, 1)
    assert kept.covers(0, 59_000)
    assert not kept.covers(100_000, 105_000)


def test_part_of_a_grid() -> None:
    columns = np.tile(np.arange(8.0), (3, 8, 1))
    stored = [(time, grid.astype(np.uint8).tobytes().hex()) for time, grid in enumerate(columns * 10)]
    half = motion.movement(stored, 0, Box(right=0.5))
    assert half.grids[0, 0].tolist() == pytest.approx([0, 0, 10, 10, 20, 20, 30, 30])
    assert motion.movement(stored, 2).grids.shape == (3, 8, 8)


def test_grid_of_any_plane() -> None:
    for shape in ((1, 1), (5, 300), (720, 1280)):
        assert np.allclose(motion.grid(np.full(shape, 77, dtype=np.uint8)), 77)
