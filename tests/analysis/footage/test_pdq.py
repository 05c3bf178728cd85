"""PDQ against the published fingerprints, and its orientations against pictures really turned."""

import csv

import numpy as np
import pytest
from PIL import Image

from probans.analysis.footage import pdq
from tests.shared import shared_data


def drawn(seed: int, shape: tuple[int, int] = (240, 320)) -> np.ndarray:
    """A picture of random shapes of many sizes, like a photograph to a fingerprint."""
    dice = np.random.default_rng(seed)
    whole = np.zeros(shape)
    for cells in (4, 8, 16, 32, 64):
        small = Image.fromarray(dice.normal(0, 200 / cells, (cells, cells)).astype(np.float32))
        whole += np.asarray(small.resize((shape[1], shape[0]), Image.Resampling.BICUBIC))
    return np.clip(whole + 128, 0, 255).astype(np.uint8)


def distance(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


def test_published_fingerprints_bit_for_bit() -> None:
    folder = shared_data("media")
    read = 0
    with (folder / "pdq_reference.csv").open() as rows:
        for row in csv.DictReader(rows):
            expected = row["hash_pdqhash_0.2.8_pillow_rgb"]
            if expected.startswith("unreadable"):
                continue
            rgb = np.asarray(Image.open(folder / row["file"]).convert("RGB"))
            found, quality = pdq.fingerprint(pdq.brightness(rgb))
            assert (row["file"], found, quality) == (row["file"], expected, int(row["quality_pdqhash"]))
            read += 1
    assert read > 30


def test_unrelated_pictures_differ_by_about_half_the_bits() -> None:
    prints = [pdq.fingerprint(drawn(seed))[0] for seed in range(12)]
    pairs = [distance(prints[i], prints[j]) for i in range(12) for j in range(i)]
    assert min(pairs) > 80
    assert 118 < sum(pairs) / len(pairs) < 138


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (64, 64), (63, 129), (720, 1280), (30_000, 2)])
def test_any_size_has_a_fingerprint(shape: tuple[int, int]) -> None:
    code, quality = pdq.fingerprint(np.full(shape, 77, dtype=np.uint8))
    assert len(code) == 64
    assert quality == 0


def test_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="rows and columns"):
        pdq.fingerprint(np.zeros((0, 5), dtype=np.uint8))


def test_orientations_agree_with_pictures_really_turned() -> None:
    plane = drawn(5, (384, 384))
    turned = pdq.orientations(pdq.coefficients(pdq.tent(plane)))
    really = {
        "as is": plane,
        "mirrored": plane[:, ::-1],
        "upside down": plane[::-1],
        "turned 180": plane[::-1, ::-1],
        "transposed": plane.T,
        "turned 90": np.rot90(plane),
        "turned 270": np.rot90(plane, 3),
        "transposed the other way": np.rot90(plane, 2).T,
    }
    for name, terms in turned.items():
        found = pdq.codes(terms).tobytes().hex()
        assert distance(found, pdq.fingerprint(np.ascontiguousarray(really[name]))[0]) <= 20, name


def test_mirrored_from_the_bits_alone() -> None:
    for seed in range(8):
        plane = drawn(seed)
        code = pdq.to_codes([pdq.fingerprint(plane)[0]])
        found = pdq.mirrored_codes(code).tobytes().hex()
        assert distance(found, pdq.fingerprint(np.ascontiguousarray(plane[:, ::-1]))[0]) <= 24
