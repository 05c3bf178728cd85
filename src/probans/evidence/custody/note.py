"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint), Ed25519.

Takes text and keys, gives note text; opening a note raises ``IntegrityError`` unless a known key signed it.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from probans.evidence.custody.points import require_sound_point
from probans.model.custody import Checkpoint
from probans.model.errors import IntegrityError

ED25519 = 1
COSIGNATURE = 4
_TIME_BYTES = 8
SEPARATOR = "\n\n"
DASH = "\u2014 "


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key by name: ``name+<key id hex>+<base64 of algorithm byte and key>``.

    ``algorithm`` is ED25519 for logs, COSIGNATURE for partners who countersign checkpoints (C2SP tlog-cosignature).
    """

    name: str
    public: bytes
    algorithm: int = ED25519

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.public, self.algorithm)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.algorithm]) + self.public)}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignerKey:
    """A private key by name; its text form is kept in a file of mode 0600 and shown nowhere."""

    name: str
    seed: bytes
    algorithm: int = ED25519

    @property
    def verifier(self) -> VerifierKey:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, public=public, algorithm=self.algorithm)

    def text(self) -> str:
        """Go's note format: ``PRIVATE+KEY+name+id+base64``."""
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{_base64(bytes([self.algorithm]) + self.seed)}"


def key_id(name: str, public: bytes, algorithm: int = ED25519) -> bytes:
    """First four bytes of SHA-256 over name, newline, algorithm byte and key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def parse_verifier_key(text: str) -> VerifierKey:
    """Read a public key. Raises IntegrityError when malformed, of another algorithm, or its id does not fit."""
    name, identifier, algorithm, key = _key_parts(text, text.strip().split("+", 2))
    require_sound_point(key)
    verifier = VerifierKey(name=name, public=key, algorithm=algorithm)
    if verifier.id.hex() != identifier:
        raise IntegrityError("KEY-ID", "The public key does not match its own identifier.")
    return verifier


def parse_signer_key(text: str) -> SignerKey:
    """Read a private key file's text. Raises IntegrityError when malformed."""
    start = "PRIVATE+KEY+"
    if not text.startswith(start):
        raise IntegrityError("KEY-FORMAT", "The private key file does not hold a note key.")
    name, identifier, algorithm, seed = _key_parts("", text.strip()[len(start) :].split("+", 2))
    signer = SignerKey(name=name, seed=seed, algorithm=algorithm)
    if signer.verifier.id.hex() != identifier:
        raise IntegrityError("KEY-ID", "The private key does not match its own identifier.")
    return signer


def sign_note(text: str, signers: Sequence[SignerKey]) -> str:
    """Sign ``text`` (ends in a newline) with each key."""
    if not text.endswith("\n"):
        raise ValueError("a note's text ends in a newline")
    lines = [_signature_line(text, signer) for signer in signers]
    return text + "\n" + "".join(lines)


def open_note(note: str, keys: Sequence[VerifierKey]) -> str:
    """Give the text of a note that at least one of ``keys`` signed.

    Raises IntegrityError when malformed, when a known key's signature is wrong, or when no known key signed.
    """
    text, lines = _split_note(note)
    known = {(key.name, key.id): key for key in keys}
    signed = 0
    for line in lines:
        name, identifier, signature = _parse_signature(line)
        key = known.get((name, identifier))
        if key is not None:
            _check_signature(key, text, signature)
            signed += 1
    if not signed:
        raise IntegrityError("NOTE-UNSIGNED", "The note carries no signature by a known key.")
    return text


def sign_checkpoint(origin: str, size: int, root: bytes, signer: SignerKey) -> Checkpoint:
    """Make a checkpoint: origin, decimal size, base64 root."""
    note = sign_note(f"{origin}\n{size}\n{_base64(root)}\n", [signer])
    return Checkpoint(origin=origin, size=size, root=root.hex(), note=note)


def open_checkpoint(note: str, keys: Sequence[VerifierKey]) -> Checkpoint:
    """Check the signature and read the tree head. Raises IntegrityError."""
    return read_checkpoint(open_note(note, keys), note)


def read_checkpoint(text: str, note: str = "") -> Checkpoint:
    """Read a tree head from a note's text without checking who signed. Raises IntegrityError when malformed."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise IntegrityError("CHECKPOINT-FORMAT", "The checkpoint does not have its three lines.")
    root = _unbase64(lines[2])
    if not (lines[1].isascii() and lines[1].isdigit()) or str(int(lines[1])) != lines[1] or len(root) != 32:
        raise IntegrityError("CHECKPOINT-FORMAT", "The checkpoint's size or root is malformed.")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root.hex(), note=note)


def cosign(note: str, signer: SignerKey, seconds: int) -> str:
    """Add a partner's line to a checkpoint: ``seconds`` since 1970 is when it was seen (C2SP tlog-cosignature)."""
    text, _lines = _split_note(note)
    stamp = seconds.to_bytes(_TIME_BYTES, "big")
    signature = Ed25519PrivateKey.from_private_bytes(signer.seed).sign(_cosigned(text, seconds))
    return note + f"{DASH}{signer.name} {_base64(signer.verifier.id + stamp + signature)}\n"


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _key_parts(whole: str, parts: list[str]) -> tuple[str, str, int, bytes]:
    if len(parts) != 3 or not parts[0] or len(parts[1]) != 8:
        raise IntegrityError("KEY-FORMAT", f"Not a note key: {whole[:60]!r}")
    octets = _unbase64(parts[2])
    if len(octets) != 33 or octets[0] not in (ED25519, COSIGNATURE):
        raise IntegrityError("KEY-FORMAT", "The key is not an Ed25519 key of 32 bytes.")
    return parts[0], parts[1], octets[0], octets[1:]


def _signature_line(text: str, signer: SignerKey) -> str:
    signature = Ed25519PrivateKey.from_private_bytes(signer.seed).sign(text.encode())
    return f"{DASH}{signer.name} {_base64(signer.verifier.id + signature)}\n"


def _split_note(note: str) -> tuple[str, list[str]]:
    at = note.rfind(SEPARATOR)
    if at < 0 or not note.endswith("\n") or any(ord(c) < 0x20 and c != "\n" for c in note):
        raise IntegrityError("NOTE-FORMAT", "The note is malformed.")
    return note[: at + 1], note[at + 2 : -1].split("\n")


def _parse_signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    octets = _unbase64(encoded)
    if not line.startswith(DASH) or not name or len(octets) < 5:
        raise IntegrityError("NOTE-FORMAT", "A signature line of the note is malformed.")
    return name, octets[:4], octets[4:]


def _check_signature(key: VerifierKey, text: str, signature: bytes) -> None:
    message = text.encode()
    if key.algorithm == COSIGNATURE:
        message = _cosigned(text, int.from_bytes(signature[:_TIME_BYTES], "big"))
        signature = signature[_TIME_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature as error:
        raise IntegrityError("NOTE-SIGNATURE", f"The signature by {key.name} does not fit the text.") from error


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _unbase64(text: str) -> bytes:
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise IntegrityError("NOTE-FORMAT", "Not base64.") from error
    if _base64(octets) != text:
        raise IntegrityError("NOTE-FORMAT", "The base64 has spare bits set.")
    return octets
