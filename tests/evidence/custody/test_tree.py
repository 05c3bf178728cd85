"""The tree against the RFC's definition, and against published vectors."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probans.evidence.custody.tiles import node_reader, tile_width
from probans.evidence.custody.tree import (
    EMPTY_ROOT,
    Edge,
    consistency_proof,
    edge_size,
    extend,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    root_from_inclusion,
    roots_from_consistency,
    tile_index_path,
)
from tests.shared import shared_data


def slow_root(entries: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word by word."""
    if not entries:
        return EMPTY_ROOT
    if len(entries) == 1:
        return leaf_hash(entries[0])
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return node_hash(slow_root(entries[:split]), slow_root(entries[split:]))


class Grown:
    """A tree with its tiles in memory, grown in the given steps."""

    def __init__(self, entries: list[bytes], steps: list[int]) -> None:
        self.edge: Edge = ()
        self.tiles: dict[tuple[int, int, int], bytes] = {}
        at = 0
        for step in [*steps, len(entries)]:
            self.edge, tiles = extend(self.edge, [leaf_hash(e) for e in entries[at : at + step]])
            at = min(len(entries), at + step)
            self.tiles |= {(t.level, t.index, len(t.hashes)): t.octets for t in tiles}
        self.size = edge_size(self.edge)
        self.node = node_reader(self.size, lambda level, index, width: self.tiles[level, index, width])


sizes = st.one_of(st.integers(0, 40), st.sampled_from([255, 256, 257, 511, 513, 700]))


@settings(max_examples=60, deadline=None)
@given(size=sizes, steps=st.lists(st.integers(1, 300), max_size=4))
def test_growing_in_any_steps_gives_the_root_of_the_rfc(size: int, steps: list[int]) -> None:
    entries = [str(i).encode() for i in range(size)]
    grown = Grown(entries, steps)
    assert grown.size == size
    assert root(grown.edge) == slow_root(entries)


@settings(max_examples=60, deadline=None)
@given(size=sizes.filter(bool), pick=st.integers(0, 10**6))
def test_every_leaf_has_an_inclusion_proof_and_no_other_leaf_fits_it(size: int, pick: int) -> None:
    entries = [str(i).encode() for i in range(size)]
    grown, index = Grown(entries, [7]), pick % size
    proof = inclusion_proof(index, size, grown.node)
    assert root_from_inclusion(leaf_hash(entries[index]), index, size, proof) == slow_root(entries)
    assert root_from_inclusion(leaf_hash(b"other"), index, size, proof) != slow_root(entries)


@settings(max_examples=60, deadline=None)
@given(size=sizes.filter(bool), pick=st.integers(0, 10**6))
def test_an_appended_log_proves_that_it_continues_every_older_one(size: int, pick: int) -> None:
    entries = [str(i).encode() for i in range(size)]
    grown, first = Grown(entries, [3]), pick % size + 1
    proof = consistency_proof(first, size, grown.node)
    old = slow_root(entries[:first])
    assert roots_from_consistency(first, size, old, proof) == (old, slow_root(entries))


def test_tiles_are_named_as_c2sp_says() -> None:
    assert tile_index_path(1234067, 256) == "x001/x234/067"
    assert tile_index_path(0, 70) == "000.p/70"
    assert [tile_width(level, 0, 70_000) for level in range(4)] == [256, 256, 1, 0]
    assert tile_width(0, 273, 70_000) == 112
    assert tile_width(1, 1, 70_000) == 17


def vectors(kind: str) -> list[Path]:
    return sorted(shared_data("conformance", "rfc6962-merkle", "testdata", kind).rglob("*.json"))


def unpack(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def proof_of(plain: dict[str, Any]) -> list[bytes]:
    return [unpack(item) for item in plain["proof"] or []]


def accepts_inclusion(case: dict[str, Any]) -> bool:
    try:
        found = root_from_inclusion(unpack(case["leafHash"]), case["leafIdx"], case["treeSize"], proof_of(case))
    except ValueError:
        return False
    return found == unpack(case["root"])


def accepts_consistency(case: dict[str, Any]) -> bool:
    old = unpack(case["root1"])
    try:
        first, second = roots_from_consistency(case["size1"], case["size2"], old, proof_of(case))
    except ValueError:
        return False
    return (first, second) == (old, unpack(case["root2"]))


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_published_vectors(kind: str) -> None:
    judge = accepts_inclusion if kind == "inclusion" else accepts_consistency
    cases = [json.loads(path.read_text()) for path in vectors(kind)]
    assert len(cases) == 98
    assert [judge(case) for case in cases] == [not case["wantErr"] for case in cases]
