"""Proofs for all small trees, right ones and spoilt ones: what any implementation of RFC 9162 must say of them.

``faults(module)`` takes a module with the verifier's functions and gives what it judged wrongly.
"""

from collections.abc import Iterator
from types import ModuleType

from probans.evidence.custody.note import SignerKey
from probans.evidence.custody.tree import consistency_proof, inclusion_proof
from tests.forgeries.base import PARTNER, checkpoint_text, signed
from verifier import probans_verify as whole

SIZES = range(1, 18)
LEAVES = [whole.leaf_hash(bytes([number])) for number in SIZES]
OTHER = b"\x00" * 32


def node(height: int, index: int) -> bytes:
    """Hash of a perfect subtree."""
    return whole.tree_hash(LEAVES[index << height : (index + 1) << height])


def root(size: int) -> bytes:
    return whole.tree_hash(LEAVES[:size]) if size else whole.EMPTY_ROOT


def faults(module: ModuleType) -> list[str]:
    """What a module says wrongly of the proofs."""
    return [*_of_inclusion(module), *_of_consistency(module), *_of_roots(module)]


def _of_inclusion(module: ModuleType) -> Iterator[str]:
    for size in SIZES:
        for index in range(size):
            path = list(inclusion_proof(index, size, node))
            for case, proof, at, good in (
                ("right", path, index, True),
                ("long", [*path, OTHER], index, False),
                ("short", path[:-1], index, not path),
                ("beyond", path, size + index, False),
            ):
                if good is not _leads(module, at, size, LEAVES[index], proof):
                    yield f"inclusion {index} of {size}: {case}"


def _leads(module: ModuleType, index: int, size: int, leaf: bytes, path: list[bytes]) -> bool:
    try:
        return bool(module.root_from_inclusion(index, size, leaf, path) == root(size))
    except module.Broken as broken:
        return bool(broken.code != "PROOF-SHAPE")


def _of_consistency(module: ModuleType) -> Iterator[str]:
    for size in SIZES:
        for first in range(1, size + 1):
            path = list(consistency_proof(first, size, node))
            for case, proof, old, good in (
                ("right", path, root(first), True),
                ("long", [*path, OTHER], root(first), False),
                ("short", path[:-1], root(first), not path),
                ("other root", path, OTHER, False),
            ):
                if good is not _joins(module, (first, old), (size, root(size)), proof):
                    yield f"consistency {first} to {size}: {case}"
    for first, second in ((0, 4), (5, 4)):
        if _joins(module, (first, root(first)), (second, root(second)), []):
            yield f"consistency {first} to {second}"


def _joins(module: ModuleType, old: tuple[int, bytes], new: tuple[int, bytes], path: list[bytes]) -> bool:
    try:
        module.require_consistent(module.Checkpoint("o", *old), module.Checkpoint("o", *new), path)
    except module.Broken:
        return False
    return True


def _of_roots(module: ModuleType) -> Iterator[str]:
    """A signed checkpoint of another root is not the one that was proven."""
    signer = SignerKey(name=PARTNER.name, seed=PARTNER.seed)
    note = signed(checkpoint_text("o", "3", root(3)), signer)
    key = module.parse_key(str(signer.verifier))
    for found, good in ((root(3), module.PASSED), (root(4), module.FAILED)):
        if module.check_root(module.Checkpoint("o", 3, found), note, key, "").outcome != good:
            yield "root against a signed checkpoint"
