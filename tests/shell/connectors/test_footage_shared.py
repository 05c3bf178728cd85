"""Other people's files, as the description that comes with them says what to expect."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from probans.analysis.footage import pdq, sync
from probans.analysis.footage.copies import find_copies
from probans.analysis.footage.judging import SAME_RECORDING
from probans.evidence.codec import from_plain
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading
from probans.shell.connectors.footage import moving, read_footage
from probans.shell.connectors.footage.sound import read_sound
from tests.shared import shared_data


@pytest.fixture(autouse=True)
def no_exiftool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def read(path: Path, kind: str = "video") -> FootageReading:
    tool = {"name": "footage", "version": "1", "settings_digest": ""}
    request = {"exhibit": path.name.encode().hex(), "number": "T", "kind": kind, "name": path.name, "tool": tool}
    return from_plain(FootageReading, read_footage(request, [path])[0]["reading"])


def distance(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


def test_rotation_named_by_the_file_is_told() -> None:
    """Four different takes of a keyboard; only the turn for display can be compared."""
    folder = shared_data("media", "containers")
    assert [read(folder / f"video_{angle}.mov").rotation for angle in (0, 90, 180, 270)] == [0, 90, 180, 270]


def test_published_frame_fingerprints_of_videos() -> None:
    """Every frame of quality 50 or more lies within 31 bits of the published one, the project's own rule."""
    folder = shared_data("media", "vpdq")
    away = []
    for path in sorted((folder / "sample-videos").glob("*.mp4")):
        lines = (folder / "sample-hashes" / f"{path.stem}.txt").read_text().split()
        published = [line.split(",") for line in lines]
        with path.open("rb") as stream, moving.open_container(stream) as container:
            frames = [pdq.fingerprint(moving.luma(frame)) for frame in container.decode(video=0)]
        assert len(frames) == len(published)
        away += [
            distance(ours, row[2])
            for (ours, quality), row in zip(frames, published, strict=True)
            if int(row[1]) >= 50 and quality >= 50
        ]
    assert max(away) <= 31
    assert np.mean(away) < 5


def test_copies_edited_by_people_are_found_and_nothing_else() -> None:
    folder = shared_data("media", "vpdq")
    with (folder / "groups.csv").open() as rows:
        groups = {row["file"].encode().hex(): row["group"] for row in csv.DictReader(rows)}
    found, _ = find_copies([read(path) for path in sorted((folder / "sample-videos").glob("*.mp4"))], [])
    assert [groups[item.first] == groups[item.second] for item in found] == [True, True]
    assert {item.verdict for item in found} == {SAME_RECORDING}


def test_takes_of_one_presenter_are_never_one_recording() -> None:
    folder = shared_data("media", "clips", "asl_gestures")
    found, _ = find_copies([read(path) for path in sorted(folder.glob("*.mkv"))], [])
    assert SAME_RECORDING not in {item.verdict for item in found}


def test_copies_of_stills_by_other_people() -> None:
    folder = shared_data("media", "imagededup", "mixed_images")
    readings = [read(path, "image") for path in sorted(folder.glob("*.jpg"))]
    names = {item.reading.exhibit: bytes.fromhex(item.reading.exhibit).decode() for item in readings}
    found, _ = find_copies(readings, [])
    pairs = {frozenset((names[item.first], names[item.second])): item for item in found}
    original = "ukbench00120.jpg"
    assert pairs[frozenset((original, "ukbench00120_hflip.jpg"))].edits == ("mirrored",)
    assert frozenset((original, "ukbench00120_resize.jpg")) in pairs
    assert not any("ukbench09268.jpg" in pair for pair in pairs)
    corrupt = next(item for item in readings if "corrupt" in names[item.reading.exhibit])
    assert (corrupt.reading.outcome, corrupt.reading.problems[0].code) == (Outcome.FAILED, "FOOTAGE-UNREADABLE")


def test_metadata_as_another_reader_found_it() -> None:
    folder = shared_data("media", "metadata")
    phone = read(folder / "mov" / "with-gps.mov")
    assert (phone.captured_raw, phone.captured_zone) == ("2019-07-24T11:25:40+0300", "+03:00")
    assert (phone.latitude, phone.longitude, phone.rotation) == (32.0929, 34.862, 90)
    other = read(folder / "mp4" / "with-gps.mp4")
    assert (other.latitude, other.longitude, other.captured_zone) == (51.4169, -0.0806, "unknown")


def test_damaged_stream_counts_what_was_decoded() -> None:
    reading = read(shared_data("media", "containers", "corrupted.mp4"))
    assert reading.reading.outcome is Outcome.PASSED
    assert (reading.decoded, reading.frames_seen) == (49, 50)
    assert "first at 3.000 s" in next(item.words for item in reading.reading.problems if item.code == "FOOTAGE-DAMAGED")


@pytest.mark.parametrize("kind", ["image", "video", "audio"])
def test_hostile_files_are_coded_failures(kind: str) -> None:
    for path in sorted(shared_data("media", "hostile").rglob("*.*")):
        reading = read(path, kind)
        codes = {item.code for item in reading.reading.problems}
        assert reading.reading.outcome is Outcome.PASSED or codes & {"FOOTAGE-UNREADABLE", "FOOTAGE-EMPTY"}
        assert not any(re.search(r"/(work|tmp|home)/", item.words) for item in reading.reading.problems)


def test_documented_offset_of_two_recordings() -> None:
    folder = shared_data("media", "audio")
    first, second = read_sound(folder / "timbl_1.mp3"), read_sound(folder / "timbl_2.mp3")
    found = sync.offset(first, second)
    assert found.sure
    assert found.seconds == pytest.approx(12.2540, abs=0.001)
    assert not sync.offset(first, read_sound(folder / "test.mp3")).sure
