"""Sound Ed25519 public keys: with a point of low order any signature fits, so its owner could deny what he signed."""

from probans.model.errors import IntegrityError

_PRIME = 2**255 - 19
# The y of every point whose order divides 8 (RFC 8032 curve); the sign bit is left aside.
_LOW_ORDER = frozenset(
    {
        0,
        1,
        _PRIME - 1,
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
    }
)


def require_sound_point(public: bytes) -> None:
    """Raise IntegrityError for a key that is no canonical encoding or a point of low order."""
    if len(public) != 32:
        raise IntegrityError("KEY-FORMAT", "An Ed25519 public key has 32 bytes.")
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _PRIME:
        raise IntegrityError("KEY-NOT-CANONICAL", "The public key is not canonically encoded.")
    if y in _LOW_ORDER:
        raise IntegrityError("KEY-LOW-ORDER", "The public key is a point of low order: any signature would fit it.")
