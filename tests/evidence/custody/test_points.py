"""Public keys with which a signature proves nothing are refused, and only those."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from probans.evidence.custody.points import require_sound_point
from probans.model.errors import IntegrityError
from tests.shared import shared_data

PRIME = 2**255 - 19


def refused(key: bytes) -> bool:
    try:
        require_sound_point(key)
    except IntegrityError:
        return True
    return False


def test_every_low_order_or_non_canonical_key_of_the_vectors_is_refused() -> None:
    vectors = json.loads((shared_data("conformance/ed25519") / "ed25519vectors.json").read_text())
    for vector in vectors:
        flags = set(vector["flags"] or ())
        if flags & {"low_order_A", "non_canonical_A"}:
            assert refused(bytes.fromhex(vector["key"])), vector["number"]
        else:
            assert not refused(bytes.fromhex(vector["key"])), vector["number"]


@given(st.binary(min_size=32, max_size=32))
def test_honest_keys_are_taken(seed: bytes) -> None:
    require_sound_point(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


@pytest.mark.parametrize("y", [PRIME, PRIME + 1, 2**255 - 1])
def test_a_second_spelling_of_a_key_is_refused(y: int) -> None:
    with pytest.raises(IntegrityError, match="KEY-NOT-CANONICAL"):
        require_sound_point(y.to_bytes(32, "little"))
