"""``probans footage`` and ``probans sun`` as a user runs them, on files that the test makes."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from probans.cli.main import app
from tests import drawing


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(item) for item in arguments])


def test_match_tells_a_mirrored_copy(tmp_path: Path) -> None:
    frames = drawing.clip(1, 2)
    first = drawing.write_video(tmp_path / "square.mp4", frames)
    second = drawing.write_video(tmp_path / "repost.mp4", drawing.edited(frames, drawing.mirrored))
    (copy,) = json.loads(run("footage", "match", first, second, "--json").stdout)["copies"]
    assert {copy["first"], copy["second"]} == {"square.mp4", "repost.mp4"}
    assert (copy["verdict"], copy["edits"]) == ("same recording (likely)", ["mirrored"])


def test_search_without_a_find_says_how_it_looked(tmp_path: Path) -> None:
    wanted = drawing.write_video(tmp_path / "wanted.mp4", drawing.clip(1, 1))
    (tmp_path / "among").mkdir()
    drawing.write_still(tmp_path / "among" / "other.png", drawing.still(50))
    (tmp_path / "among" / "note.txt").write_text("Nothing to see here.")
    result = run("footage", "search", wanted, tmp_path / "among")
    assert "No copy found. Looked at:" in result.stdout
    assert "every frame decoded: 25 decoded" in result.stdout
    assert "FOOTAGE-OTHER-KIND: note.txt" in result.stdout


def test_sync_tells_the_offset_or_that_it_cannot_tell(tmp_path: Path) -> None:
    dice = np.random.default_rng(4)
    sound = (dice.normal(0, 0.05, 48_000 * 14) * np.repeat(dice.gamma(1, 1, 140), 4800)).astype(np.float32)
    still = [drawing.still(1, (64, 48))] * 25
    for name, start in (("a", 0.0), ("b", 3.5)):
        part = sound[round(start * 48_000) : round((start + 10) * 48_000)]
        drawing.write_video(tmp_path / f"{name}.mp4", still, sound=part)
    other = dice.normal(0, 0.05, 480_000).astype(np.float32)
    drawing.write_video(tmp_path / "c.mp4", still, sound=other)
    found = json.loads(run("footage", "sync", *(tmp_path / f"{name}.mp4" for name in "abc"), "--json").stdout)
    sure = [item for item in found["offsets"] if item["sure"]]
    assert [(item["first"], item["second"]) for item in sure] == [("a.mp4", "b.mp4")]
    assert sure[0]["second_begins_after_first_s"] == pytest.approx(3.5, abs=0.005)
    assert found["timeline"]["alone"] == ["c.mp4"]


def test_sun_wants_a_zone_and_gives_the_published_example() -> None:
    place = ("--latitude", "39.742476", "--longitude", "-105.1786")
    found = json.loads(run("sun", "position", *place, "--time", "2003-10-17T12:30:30-07:00", "--json").stdout)
    assert found["azimuth"] == pytest.approx(194.3402, abs=0.0002)
    assert run("sun", "position", *place, "--time", "2003-10-17T12:30:30").exit_code != 0


def test_shadow_gives_times_and_places() -> None:
    place = ("--latitude", "-31.5", "--longitude", "-12.26")
    spans = json.loads(run("sun", "times", *place, "--day", "2031-03-04", "--ratio", "1.2", "--json").stdout)["spans"]
    assert len(spans) == 2
    moment = ("--time", "2031-03-04T16:00+00:00", "--ratio", "1.2")
    band = json.loads(run("sun", "places", *moment, "--azimuth", "300", "--json").stdout)
    inner, middle, outer = band["radius_degrees"]
    assert inner < middle < outer
    assert len(band["points"]) >= 1
