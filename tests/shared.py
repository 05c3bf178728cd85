"""Where the third-party data is, if at all."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def shared_data(*parts: str) -> Path:
    """Path in the shared data; skips the test with a message when it is absent."""
    base = Path(os.environ.get("PROBANS_SHARED_DATA", ROOT.parent / "shared" / "data"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data absent: {'/'.join(parts)}")
    return path
