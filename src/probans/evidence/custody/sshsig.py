"""People's signatures in OpenSSH's SSHSIG format, as made by ``ssh-keygen -Y sign``.

Takes the armoured signature, the message and a public key line; raises IntegrityError unless they fit. Ed25519 (also on
a hardware key), ECDSA P-256 and RSA (SHA-2) keys. Anyone can check the same with ``ssh-keygen -Y verify``.
Source: OpenSSH PROTOCOL.sshsig, PROTOCOL.u2f.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from probans.evidence.custody.points import require_sound_point
from probans.model.errors import IntegrityError

DECISIONS = "probans-decision"
_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_DIGESTS = {"sha256": hashlib.sha256, "sha512": hashlib.sha512}
_RSA = {"rsa-sha2-256": hashes.SHA256(), "rsa-sha2-512": hashes.SHA512()}
_USER_PRESENT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """An OpenSSH public key: algorithm name and key blob."""

    algorithm: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """As ``ssh-keygen -l`` prints it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")

    def __str__(self) -> str:
        return f"{self.algorithm} {base64.b64encode(self.blob).decode()}"


def parse_public_key(line: str) -> PublicKey:
    """Read a line of a ``.pub`` file. Raises IntegrityError for other algorithms, malformed or unsound keys."""
    parts = line.split()
    if len(parts) < 2:
        raise IntegrityError("SSH-KEY", "Not an OpenSSH public key line.")
    key = PublicKey(algorithm=parts[0], blob=_unbase64(parts[1]))
    if _take(key.blob)[0].decode("ascii", "replace") != key.algorithm:
        raise IntegrityError("SSH-KEY", "The key's name and its content disagree.")
    if key.algorithm in ("ssh-ed25519", "sk-ssh-ed25519@openssh.com"):
        require_sound_point(_fields(key.blob)[1])
    elif key.algorithm not in ("ecdsa-sha2-nistp256", "ssh-rsa"):
        raise IntegrityError("SSH-KEY", f"Keys of type {key.algorithm} are not supported.")
    return key


def check_signature(armoured: str, message: bytes, key: PublicKey, namespace: str) -> None:
    """Check that ``key`` signed ``message`` for ``namespace``. Raises IntegrityError."""
    blob = _unarmour(armoured)
    if not blob.startswith(_MAGIC + b"\x00\x00\x00\x01"):
        raise IntegrityError("SSHSIG-FORMAT", "The signature is not an SSHSIG of version 1.")
    parts = _fields(blob[len(_MAGIC) + 4 :])
    if len(parts) != 5:
        raise IntegrityError("SSHSIG-FORMAT", "The signature does not have its five fields.")
    public, signed_namespace, reserved, digest_name, signature = parts
    if public != key.blob:
        raise IntegrityError("SSHSIG-KEY", "The signature was made by another key.")
    if signed_namespace.decode("utf-8", "replace") != namespace:
        raise IntegrityError("SSHSIG-NAMESPACE", f"The signature is not for {namespace}.")
    digest = _DIGESTS.get(digest_name.decode("ascii", "replace"))
    if digest is None:
        raise IntegrityError("SSHSIG-FORMAT", "The signature uses an unknown digest.")
    signed = _MAGIC + b"".join(map(_string, (signed_namespace, reserved, digest_name, digest(message).digest())))
    try:
        _check(key, signature, signed)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, IndexError) as error:
        raise IntegrityError("SSHSIG-WRONG", "The signature does not fit the message.") from error


def _check(key: PublicKey, signature: bytes, signed: bytes) -> None:
    algorithm, raw = _take(signature)
    value, rest = _take(raw)
    name = algorithm.decode("ascii", "replace")
    if key.algorithm == "sk-ssh-ed25519@openssh.com":
        _check_hardware(key, value, rest, signed)
        return
    public: Any = load_ssh_public_key(str(key).encode())
    if isinstance(public, Ed25519PublicKey) and name == "ssh-ed25519":
        public.verify(value, signed)
    elif isinstance(public, ec.EllipticCurvePublicKey) and name == "ecdsa-sha2-nistp256":
        r, s = (int.from_bytes(part, "big") for part in _fields(value))
        public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    elif isinstance(public, RSAPublicKey) and name in _RSA:
        public.verify(value, signed, padding.PKCS1v15(), _RSA[name])
    else:
        raise ValueError(f"signature of type {name} by a key of type {key.algorithm}")


def _check_hardware(key: PublicKey, value: bytes, rest: bytes, signed: bytes) -> None:
    _name, public, application = _fields(key.blob)
    if len(rest) != 5 or not rest[0] & _USER_PRESENT:
        raise ValueError("the hardware key does not say that a person was present")
    told = hashlib.sha256(application).digest() + rest + hashlib.sha256(signed).digest()
    Ed25519PublicKey.from_public_bytes(public).verify(value, told)


def _unarmour(text: str) -> bytes:
    body = text.strip().replace("\r\n", "\n")
    if not (body.startswith(_BEGIN) and body.endswith(_END)):
        raise IntegrityError("SSHSIG-FORMAT", "The signature is not armoured as SSHSIG.")
    return _unbase64("".join(body[len(_BEGIN) : -len(_END)].split()))


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise IntegrityError("SSH-BASE64", "A key or signature is not base64.") from error


def _take(octets: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(octets[:4], "big")
    if len(octets) < 4 or len(octets) < 4 + length:
        raise IntegrityError("SSH-FORMAT", "A key or signature is cut short.")
    return octets[4 : 4 + length], octets[4 + length :]


def _fields(octets: bytes) -> list[bytes]:
    found = []
    while octets:
        field, octets = _take(octets)
        found.append(field)
    return found


def _string(octets: bytes) -> bytes:
    return len(octets).to_bytes(4, "big") + octets
