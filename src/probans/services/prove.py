"""Prove: the C2SP proof of an exhibit's registration, or of one entry, and consistency between two sizes of the log."""

import base64
from dataclasses import dataclass

from probans.evidence.custody.tree import consistency_proof, range_root
from probans.model.errors import UsageError
from probans.services.export_bag import proof_of
from probans.services.ports import CaseStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An entry's bytes, its place, and the text of its ``.tlog-proof``."""

    index: int
    entry: bytes
    proof: str


def prove(store: CaseStore, wanted: str) -> Proof:
    """Prove an exhibit (number or digest) or a log index. Raises UsageError when it is not in the log."""
    head = store.head()
    index = _index(store, wanted)
    if not 0 <= index < head.size:
        raise UsageError("ID-UNKNOWN", f"The log has no entry {index}.")
    return Proof(index=index, entry=store.entry(index), proof=proof_of(store, head, index))


def prove_consistency(store: CaseStore, first: int, second: int = 0) -> dict[str, object]:
    """Prove that the log of ``first`` entries is the beginning of that of ``second`` (0: now). RFC 9162 2.1.4."""
    second = second or store.head().size
    if not 0 < first <= second <= store.head().size:
        raise UsageError("LOG-SIZE", f"There is no consistency proof from {first} to {second} entries in this log.")
    node = store.nodes()
    hashes = consistency_proof(first, second, node)
    return {
        "first": first,
        "second": second,
        "first_root": range_root(0, first, node).hex(),
        "second_root": range_root(0, second, node).hex(),
        "proof": [base64.b64encode(item).decode() for item in hashes],
    }


def _index(store: CaseStore, wanted: str) -> int:
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 20:
        return int(wanted)
    for exhibit in store.exhibits():
        if wanted in (exhibit.number, exhibit.sha256):
            return exhibit.log_index
    raise UsageError("ID-UNKNOWN", f"There is no exhibit {wanted!r} in this case.")
