"""C2SP tlog-proof files: index, inclusion proof and checkpoint in one text."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from probans.evidence.custody.note import VerifierKey, open_checkpoint
from probans.evidence.custody.tree import root_from_inclusion
from probans.model.custody import Checkpoint
from probans.model.errors import IntegrityError

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogProof:
    """An entry's place in the log, provable offline. ``extra`` is unauthenticated context."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""


def write_proof(proof: LogProof) -> str:
    """Text of a ``.tlog-proof`` file."""
    lines = [HEADER]
    if proof.extra:
        lines.append("extra " + base64.b64encode(proof.extra).decode())
    lines.append(f"index {proof.index}")
    lines += [base64.b64encode(item).decode() for item in proof.hashes]
    return "\n".join(lines) + "\n\n" + proof.checkpoint


def read_proof(text: str) -> LogProof:
    """Parse a ``.tlog-proof`` file. Raises IntegrityError when malformed."""
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != HEADER:
        raise IntegrityError("PROOF-FORMAT", "Not a tlog-proof file.")
    extra = _decode(lines.pop(1).removeprefix("extra ")) if len(lines) > 1 and lines[1].startswith("extra ") else b""
    if len(lines) < 2 or not lines[1].startswith("index "):
        raise IntegrityError("PROOF-FORMAT", "The proof names no index.")
    digits = lines[1].removeprefix("index ")
    if not (digits.isascii() and digits.isdigit()) or str(int(digits)) != digits:
        raise IntegrityError("PROOF-FORMAT", "The proof's index is malformed.")
    return LogProof(
        index=int(digits), hashes=tuple(_decode(line) for line in lines[2:]), checkpoint=checkpoint, extra=extra
    )


def check_proof(proof: LogProof, leaf: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    """Check that a leaf hash is in the tree of a checkpoint signed by one of ``keys``. Raises IntegrityError."""
    checkpoint = open_checkpoint(proof.checkpoint, keys)
    try:
        root = root_from_inclusion(leaf, proof.index, checkpoint.size, proof.hashes)
    except ValueError as error:
        raise IntegrityError("PROOF-SHAPE", f"The inclusion proof is malformed: {error}.") from error
    if root.hex() != checkpoint.root:
        raise IntegrityError("PROOF-ROOT", "The entry is not in the tree that the checkpoint signs.")
    return checkpoint


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise IntegrityError("PROOF-FORMAT", "A line of the proof is not base64.") from error
