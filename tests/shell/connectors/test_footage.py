"""Reading pictures, videos and sounds that the test makes: facts, pictures, fingerprints, and every kind of damage."""

import io
import shutil
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from probans.evidence.codec import from_plain, sha256_hex
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading
from probans.model.when import DateInterval
from probans.shell.connectors.footage import read_footage
from probans.shell.sandbox import Sandbox
from tests import drawing
from tests.shared import shared_data


@pytest.fixture(autouse=True)
def no_exiftool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests are about our own decoders."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)


def request(path: Path, kind: str) -> dict[str, Any]:
    tool = {"name": "footage", "version": "1", "settings_digest": ""}
    return {"exhibit": "a" * 64, "number": "TST-1", "kind": kind, "media_type": "", "name": path.name, "tool": tool}


def read(path: Path, kind: str = "video") -> tuple[FootageReading, Mapping[str, bytes]]:
    value, blobs = read_footage(request(path, kind), [path])
    return from_plain(FootageReading, value["reading"]), {sha256_hex(blob): blob for blob in blobs}


def codes(reading: FootageReading) -> list[str]:
    return [item.code for item in reading.reading.problems if item.code != "TOOL-ABSENT-EXIFTOOL"]


def bits(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


def test_video_with_its_facts_and_pictures(tmp_path: Path) -> None:
    path = drawing.write_video(tmp_path / "a.mp4", drawing.clip(1, 4, shots=2))
    reading, blobs = read(path)
    assert reading.reading.outcome is Outcome.PASSED
    assert codes(reading) == []
    assert (reading.width, reading.height, reading.video_codec, reading.audio_codec) == (320, 240, "h264", "")
    assert (reading.decoded, reading.frames_seen, reading.duration_ms) == (100, 100, 4000)
    assert len(reading.shots) == 1
    assert 2000 <= reading.shots[0] < 2200
    assert 2 < len(reading.key_frames) <= 12
    assert {digest for _, digest in reading.key_frames} | {reading.poster} == set(blobs)
    assert reading.captured is None
    assert reading.captured_zone == "unknown"


def test_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = drawing.write_video(tmp_path / "a.mp4", drawing.clip(1, 1))
    assert read_footage(request(path, "video"), [path]) == read_footage(request(path, "video"), [path])


def test_poster_cannot_be_seen_through(tmp_path: Path) -> None:
    """A chessboard of 16-pixel fields leaves no trace in the poster."""
    field = (np.indices((240, 320)) // 16).sum(axis=0) % 2 * 255
    path = drawing.write_still(tmp_path / "a.png", np.repeat(field[..., None], 3, axis=2).astype(np.uint8))
    reading, blobs = read(path, "image")
    poster = np.asarray(Image.open(io.BytesIO(blobs[reading.poster])).convert("L"), dtype=float)
    assert poster.std() < 30
    assert max(Image.open(io.BytesIO(blobs[reading.poster])).size) <= 320


def test_still_with_exif_keeps_raw_beside_normalised(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Halvern Optics"
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9011] = "2031:03:04 17:05:06", "+02:00"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (31.0, 30.0, 0.0), "W", (12.0, 15.0, 36.0)
    path = drawing.write_still(tmp_path / "a.jpg", drawing.still(3), exif=exif)
    reading, _ = read(path, "image")
    assert reading.captured == DateInterval(first="2031-03-04", last="2031-03-04", wording="2031:03:04 17:05:06")
    assert reading.captured_zone == "+02:00"
    assert (reading.latitude, reading.longitude) == (-31.5, -12.26)
    fields = {(item.group, item.name): item for item in reading.fields}
    assert fields["EXIF", "DateTimeOriginal"].normalised == "2031-03-04T17:05:06+02:00"
    assert fields["EXIF IFD0", "Make"].raw == "Halvern Optics"
    assert fields["GPS", "GPSLatitude"].normalised == "-31.5000000"


def test_zone_is_never_assumed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2031:03:04 17:05:06"
    reading, _ = read(drawing.write_still(tmp_path / "a.jpg", drawing.still(3), exif=exif), "image")
    assert (reading.captured_zone, reading.captured_raw) == ("unknown", "2031:03:04 17:05:06")


def test_container_time_without_zone_allows_every_local_day(tmp_path: Path) -> None:
    tags = {"creation_time": "2031-03-04T23:30:00Z", "location": "-31.5000-012.2600/"}
    reading, _ = read(drawing.write_video(tmp_path / "a.mp4", drawing.clip(1, 0.4), metadata=tags))
    assert reading.captured is not None
    assert (reading.captured.first, reading.captured.last) == ("2031-03-04", "2031-03-05")
    assert reading.captured_zone == "unknown"
    assert (reading.latitude, reading.longitude) == (-31.5, -12.26)


def test_orientation_is_applied_before_fingerprinting(tmp_path: Path) -> None:
    picture = drawing.still(4)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = read(drawing.write_still(tmp_path / "a.png", np.rot90(picture), exif=exif), "image")[0]
    plain = read(drawing.write_still(tmp_path / "b.png", picture), "image")[0]
    assert (turned.rotation, turned.container, plain.container) == (90, "png", "png")
    assert bits(turned.fingerprints[0].pdq, plain.fingerprints[0].pdq) == 0


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_video_is_fingerprinted_as_displayed(tmp_path: Path, quarters: int) -> None:
    frames = drawing.clip(4, 0.4)
    turned = [np.ascontiguousarray(np.rot90(frame, -quarters)) for frame in frames]
    path = drawing.write_video(tmp_path / "turned.mp4", turned, turn=90 * quarters)
    stored, plain = read(path)[0], read(drawing.write_video(tmp_path / "plain.mp4", frames))[0]
    assert stored.rotation == (-90 * quarters) % 360
    assert bits(stored.fingerprints[0].pdq, plain.fingerprints[0].pdq) <= 31


def test_old_thumbnail_in_an_edited_picture_is_noticed(tmp_path: Path) -> None:
    for seed, note in ((5, "shows the same picture"), (6, "differs from the picture")):
        path = tmp_path / f"{seed}.jpg"
        _write_with_thumbnail(path, drawing.still(5), drawing.still(seed, (160, 120)))
        fields = {item.name: item for item in read(path, "image")[0].fields}
        assert fields["Thumbnail"].note == note


def _write_with_thumbnail(path: Path, picture: drawing.Picture, thumb: drawing.Picture) -> None:
    small = io.BytesIO()
    Image.fromarray(thumb).save(small, "JPEG")
    octets = small.getvalue()
    # IFD0 without entries, then IFD1 with offset and length of the JPEG that follows it.
    body = b"II*\x00" + struct.pack("<IHIH", 8, 0, 14, 2)
    body += (
        struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack("<HHII", 0x0202, 4, 1, len(octets)) + struct.pack("<I", 0)
    )
    Image.fromarray(picture).save(path, exif=b"Exif\x00\x00" + body + octets)


def test_truncated_video_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = drawing.write_video(tmp_path / "a.mkv", drawing.clip(2, 4))
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    reading, _ = read(cut)
    assert reading.reading.outcome is Outcome.PASSED
    assert 0 < reading.decoded < 100
    assert reading.fingerprints
    assert codes(reading) == ["FOOTAGE-TRUNCATED"]


def test_truncated_mp4_without_its_index_is_a_coded_failure(tmp_path: Path) -> None:
    whole = drawing.write_video(tmp_path / "a.mp4", drawing.clip(2, 1))
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[:2000])
    reading, blobs = read(cut)
    assert (reading.reading.outcome, codes(reading), dict(blobs)) == (Outcome.FAILED, ["FOOTAGE-UNREADABLE"], {})


def test_truncated_picture_is_read_with_a_problem(tmp_path: Path) -> None:
    whole = drawing.write_still(tmp_path / "a.jpg", drawing.still(7))
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    reading, _ = read(cut, "image")
    assert (reading.reading.outcome, codes(reading)) == (Outcome.PASSED, ["FOOTAGE-DAMAGED"])
    assert len(reading.fingerprints) >= 3


def test_decompression_bomb_is_not_decoded(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks)
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    reading, blobs = read(path, "image")
    assert (reading.reading.outcome, codes(reading), dict(blobs)) == (Outcome.FAILED, ["FOOTAGE-TOO-LARGE"], {})
    assert (reading.width, reading.height) == (60_000, 60_000)


def test_script_called_mp4_never_opens_its_neighbour(tmp_path: Path) -> None:
    drawing.write_video(tmp_path / "secret.mp4", drawing.clip(1, 1))
    script = tmp_path / "script.mp4"
    script.write_text("ffconcat version 1.0\nfile secret.mp4\n")
    reading, blobs = read(script)
    assert (reading.reading.outcome, codes(reading), dict(blobs)) == (Outcome.FAILED, ["FOOTAGE-UNREADABLE"], {})


def test_sound_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    samples = (np.sin(np.arange(16_000) / 7) * 9000).astype("<i2").tobytes()
    head = b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt "
    head += struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16_000, 2, 16) + b"data" + struct.pack("<I", len(samples))
    path.write_bytes(head + samples)
    reading, blobs = read(path, "audio")
    assert (reading.reading.outcome, codes(reading), dict(blobs)) == (Outcome.PASSED, [], {})
    assert (reading.duration_ms, reading.video_codec, reading.audio_codec) == (2000, "", "pcm_s16le")


def test_animation_is_sampled(tmp_path: Path) -> None:
    pictures = [Image.fromarray(picture) for picture in drawing.clip(3, 1, (64, 48))[::5]]
    path = tmp_path / "a.gif"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=300)
    reading, _ = read(path, "image")
    assert (reading.decoded, reading.duration_ms) == (5, 1500)
    assert {item.time_ms for item in reading.fingerprints if item.variant == "full"} == {0, 300, 600, 900, 1200}


@pytest.mark.parametrize("size", [(1, 1), (2, 30_000), (30_000, 2)])
def test_odd_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    path = drawing.write_still(tmp_path / "a.png", np.full((size[1], size[0], 3), 9, dtype=np.uint8))
    assert codes(read(path, "image")[0]) == []


def test_all_black_video_has_no_quality(tmp_path: Path) -> None:
    path = drawing.write_video(tmp_path / "a.mp4", [np.zeros((240, 320, 3), dtype=np.uint8)] * 30)
    reading, _ = read(path)
    assert {item.quality for item in reading.fingerprints} == {0}


def test_absent_exiftool_is_one_problem(tmp_path: Path) -> None:
    reading, _ = read(drawing.write_still(tmp_path / "a.png", drawing.still(1)), "image")
    assert [item.code for item in reading.reading.problems] == ["TOOL-ABSENT-EXIFTOOL"]


def test_in_the_sandbox_with_exiftool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    path = drawing.write_video(tmp_path / "a.mp4", drawing.clip(1, 1))
    with Sandbox(folders=(tmp_path,)) as sandbox:
        target = "probans.shell.connectors.footage:read_footage"
        result = sandbox.run(target, request(path, "video"), inputs=(path,))
    assert result.problem is None
    reading = from_plain(FootageReading, result.value["reading"])
    assert sha256_hex(result.blobs[0]) == reading.poster
    tools = {item.tool.split()[0] for item in reading.fields}
    assert ("ExifTool" in tools) is (shutil.which("exiftool") is not None)


@pytest.mark.slow
def test_other_peoples_files_never_crash_the_reader() -> None:
    folder = shared_data("conformance", "media-metadata")
    endings = {".mov": "video", ".mp4": "video", ".avi": "video", ".mkv": "video", ".mp3": "audio", ".m4a": "audio"}
    count = 0
    for path in sorted(folder.rglob("*.*")):
        reading, _ = read(path, endings.get(path.suffix.lower(), "image"))
        assert reading.reading.outcome is Outcome.PASSED or codes(reading)
        count += 1
    assert count > 150
