"""Copies found among pictures and videos that the test draws, edits and encodes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from probans.analysis.footage import copies
from probans.analysis.footage.copies import find_copies
from probans.analysis.footage.judging import SAME_RECORDING, SAME_SCENE, SHARES_STILL
from probans.evidence.codec import from_plain, sha256_hex
from probans.model.exhibit import Exhibit, MediaKind
from probans.model.incident import FootageCopy
from probans.model.reading import FootageReading
from probans.shell.connectors.footage import read_footage
from tests import drawing

Edit = Callable[[Image.Image], Image.Image]


def reading_of(path: Path) -> FootageReading:
    kind = "video" if path.suffix == ".mp4" else "image"
    tool = {"name": "footage", "version": "1", "settings_digest": ""}
    digest = sha256_hex(path.read_bytes())
    request = {"exhibit": digest, "number": path.stem, "kind": kind, "name": path.name, "tool": tool}
    return from_plain(FootageReading, read_footage(request, [path])[0]["reading"])


def copies_among(paths: Sequence[Path]) -> dict[frozenset[str], FootageCopy]:
    """Copies by the two file stems."""
    names = {sha256_hex(path.read_bytes()): path.stem for path in paths}
    exhibits = [
        Exhibit(sha256=digest, number=name, size=0, kind=MediaKind.VIDEO, media_type="")
        for digest, name in names.items()
    ]
    found, _ = find_copies([reading_of(path) for path in paths], exhibits)
    return {frozenset((names[item.first], names[item.second])): item for item in found}


def one(paths: Sequence[Path]) -> FootageCopy:
    (copy,) = copies_among(paths).values()
    assert copy.first < copy.second
    return copy


@pytest.mark.parametrize(
    ("edit", "seen"),
    [
        (lambda picture: picture, ("re-encoded",)),
        (drawing.cropped(0.1), ("cropped",)),
        (drawing.cropped(0.2), ("cropped",)),
        (drawing.mirrored, ("mirrored",)),
        (drawing.padded, ("padded",)),
        (drawing.blurred_padding, ("padded",)),
        (drawing.captioned, ("re-encoded",)),
    ],
)
def test_edited_video_is_found(tmp_path: Path, edit: Edit, seen: tuple[str, ...]) -> None:
    frames = drawing.clip(1, 3)
    first = drawing.write_video(tmp_path / "first.mp4", frames)
    second = drawing.write_video(tmp_path / "second.mp4", drawing.edited(frames, edit), options={"crf": "34"})
    copy = one([first, second])
    assert (copy.verdict, copy.edits) == (SAME_RECORDING, seen)
    assert len(copy.matches) >= 5


@pytest.mark.parametrize(
    ("edit", "seen"),
    [
        (lambda picture: picture.resize((200, 150)), ("re-encoded",)),
        (drawing.cropped(0.2), ("cropped",)),
        (drawing.mirrored, ("mirrored",)),
        (drawing.padded, ("padded",)),
    ],
)
def test_edited_still_is_found(tmp_path: Path, edit: Edit, seen: tuple[str, ...]) -> None:
    picture = drawing.still(11)
    first = drawing.write_still(tmp_path / "first.jpg", picture)
    second = drawing.write_still(tmp_path / "second.jpg", drawing.edited([picture], edit)[0], quality=60)
    copy = one([first, second])
    assert (copy.verdict, copy.edits) == (SAME_RECORDING, seen)


def test_piece_of_a_video_says_where_it_lies(tmp_path: Path) -> None:
    frames = drawing.clip(2, 6, shots=3)
    whole = drawing.write_video(tmp_path / "whole.mp4", frames)
    piece = drawing.write_video(tmp_path / "piece.mp4", frames[75:125])
    copy = one([whole, piece])
    assert copy.verdict == SAME_RECORDING
    forth = sha256_hex(whole.read_bytes()) == copy.first
    offsets = [(left - right) if forth else (right - left) for left, right, _bits in copy.matches]
    assert np.median(offsets) == pytest.approx(3000, abs=150)


def test_faster_copy_is_found_with_its_speed(tmp_path: Path) -> None:
    frames = drawing.clip(3, 6, shots=3)
    slow = drawing.write_video(tmp_path / "slow.mp4", frames, rate=20)
    fast = drawing.write_video(tmp_path / "fast.mp4", frames, rate=25)
    copy = one([slow, fast])
    assert copy.verdict == SAME_RECORDING
    assert copy.edits[-1] in ("speed 1.25", "speed 0.8")


def test_still_out_of_a_video(tmp_path: Path) -> None:
    frames = drawing.clip(4, 4, shots=2)
    video = drawing.write_video(tmp_path / "video.mp4", frames)
    still = drawing.write_still(tmp_path / "still.jpg", frames[60], quality=70)
    copy = one([video, still])
    assert copy.verdict == SHARES_STILL
    time = max(copy.matches[0][:2])
    assert time == pytest.approx(2400, abs=250)


def test_unrelated_pictures_and_videos_are_kept_apart(tmp_path: Path) -> None:
    videos = [drawing.write_video(tmp_path / f"v{seed}.mp4", drawing.clip(seed, 2)) for seed in range(20, 25)]
    stills = [drawing.write_still(tmp_path / f"s{seed}.png", drawing.still(seed)) for seed in range(30, 35)]
    assert copies_among([*videos, *stills]) == {}


def test_another_take_of_one_scene_is_not_called_the_same_recording(tmp_path: Path) -> None:
    ground = drawing.still(40)
    takes = []
    for name, places in (("one", np.linspace(10, 220, 75)), ("two", np.linspace(230, 20, 75))):
        frames = []
        for place in places:
            frame = ground.copy()
            frame[60:200, int(place) : int(place) + 70] = (230, 60, 40)
            frames.append(frame)
        takes.append(drawing.write_video(tmp_path / f"{name}.mp4", frames))
    assert one(takes).verdict == SAME_SCENE


def test_black_frames_are_never_compared(tmp_path: Path) -> None:
    black = [np.zeros((240, 320, 3), dtype=np.uint8)] * 30
    paths = [
        drawing.write_video(tmp_path / "one.mp4", black),
        drawing.write_video(tmp_path / "two.mp4", black, options={"crf": "35"}),
    ]
    found, problems = find_copies([reading_of(path) for path in paths], [])
    assert found == ()
    assert [item.code for item in problems] == ["FOOTAGE-NOT-COMPARED"] * 2


def test_no_footage_no_copies() -> None:
    assert find_copies([], []) == ((), ())


def test_the_index_finds_what_comparing_everything_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = drawing.clip(6, 3)
    edits = (lambda picture: picture, drawing.cropped(0.1), drawing.mirrored, drawing.captioned)
    paths = [
        drawing.write_video(tmp_path / f"{place}.mp4", drawing.edited(frames, edit), options={"crf": "34"})
        for place, edit in enumerate(edits)
    ]
    readings = [reading_of(path) for path in paths]
    everything = find_copies(readings, [])
    monkeypatch.setattr(copies, "SMALL", 0)
    assert find_copies(readings, []) == everything
    assert len(everything[0]) >= 4


def test_order_of_readings_does_not_matter(tmp_path: Path) -> None:
    frames = drawing.clip(5, 2)
    paths = [
        drawing.write_video(tmp_path / "a.mp4", frames),
        drawing.write_video(tmp_path / "b.mp4", frames, options={"crf": "36"}),
        drawing.write_still(tmp_path / "c.jpg", frames[10]),
    ]
    readings = [reading_of(path) for path in paths]
    assert find_copies(readings, []) == find_copies(readings[::-1], [])
