"""Commands that check the checkpoint's signature with public tools only (docs/format/custody-log.md)."""

_RECIPE = r"""
sed '/^$/,$d' log/checkpoint > signed.txt
grep '^— ' log/checkpoint | head -n 1 | cut -d' ' -f3 | base64 -d | tail -c 64 > signature.bin
printf '\060\052\060\005\006\003\053\145\160\003\041\000' > key.der
cut -d+ -f3- keys/log.pub | base64 -d | tail -c 32 >> key.der
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed.txt -sigfile signature.bin
"""


def signature_recipe() -> str:
    """Shell commands to run in the case folder; the last one says whether the signature fits. The twelve bytes are the
    DER frame of an Ed25519 public key (RFC 8410)."""
    return _RECIPE.strip()
