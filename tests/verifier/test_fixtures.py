"""Cases and packages of every released format stay readable."""

import tarfile
from pathlib import Path

import pytest

from tests.verifier.make_fixture import FIXTURES
from verifier import probans_verify as verify


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.tar.gz")), ids=lambda path: path.name)
@pytest.mark.parametrize("kind", ["case", "whole", "selected"])
def test_a_fixture_of_an_older_format_is_still_sound(tmp_path: Path, fixture: Path, kind: str) -> None:
    with tarfile.open(fixture) as archive:
        archive.extractall(tmp_path, filter="data")
    asked = verify.Asked(
        key=verify.parse_key((tmp_path / "key").read_text()), since=(tmp_path / "kept").read_bytes(), jobs=1
    )
    items = list(verify.check(tmp_path / kind, asked))
    assert [item for item in items if item.outcome != verify.PASSED] == []
