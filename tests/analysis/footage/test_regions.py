"""Content boxes found on drawn pictures, and parts named and cut."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from probans.analysis.footage import regions
from probans.analysis.footage.regions import Box
from tests import drawing


def plane(picture: Image.Image) -> regions.Plane:
    return np.asarray(picture.convert("L"), dtype=np.uint8)


@pytest.mark.parametrize("edit", [drawing.padded, drawing.blurred_padding])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_padding_is_found_to_the_pixel(edit: Callable[[Image.Image], Image.Image], seed: int) -> None:
    source = Image.fromarray(drawing.still(seed))
    padded = edit(source)
    top = (padded.height - source.height) // 2 / padded.height
    boxes = regions.content_boxes([plane(padded)])
    assert any(abs(box.top - top) < 0.01 and abs(box.bottom - (1 - top)) < 0.01 for box in boxes)


@pytest.mark.parametrize("shape", [(1, 1), (15, 400), (400, 17), (64, 64)])
def test_odd_planes_have_no_padding(shape: tuple[int, int]) -> None:
    assert regions.content_boxes([np.full(shape, 7, dtype=np.uint8)]) == ()
    assert regions.content_boxes([]) == ()


def test_names_lead_back_to_places() -> None:
    box = Box(top=0.2, bottom=0.8)
    for name, _part in regions.variants((box, Box(left=0.1))):
        base, inside = regions.place_of(name)
        assert base == (1 if name.startswith("content") else 2 if name.startswith("inner") else 0)
        assert inside.is_whole is ("centre" not in name)
    base, corner = regions.place_of("content box bottom left")
    assert (base, corner.bottom, corner.left) == (1, 1.0, 0.0)
    assert [corner.top, corner.right] == pytest.approx([0.15, 0.85])
    assert regions.place_of("upright square") == (0, Box())


def test_cuts_to_another_format_keep_the_shorter_side() -> None:
    named = dict(regions.cuts((), (720, 1280)))
    square = named["upright square"]
    assert square.bottom - square.top == 1.0
    assert (square.right - square.left) * 1280 == pytest.approx(720)
    assert "level square" in dict(regions.cuts((), (1280, 720)))


def test_cut_of_a_tiny_plane_is_never_empty() -> None:
    tiny = np.zeros((1, 2), dtype=np.uint8)
    assert all(box.cut(tiny).size for _name, box in regions.cuts((), (1, 2)))


def test_any_cut_of_a_still_is_near_a_window() -> None:
    dice = np.random.default_rng(3)
    named = [box for _name, box in regions.windows(())]
    for _ in range(200):
        share = dice.uniform(0.8, 0.9)
        top, left = dice.uniform(0, 1 - share, 2)
        cut = (top, top + share, left, left + share)
        away = [
            max(abs(a - b) for a, b in zip(cut, (box.top, box.bottom, box.left, box.right), strict=True))
            for box in named
        ]
        assert min(away) < 0.055
