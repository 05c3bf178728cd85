"""The Merkle tree of RFC 6962 section 2.1 (the same in RFC 9162), kept as C2SP tiles.

Takes leaf hashes, gives roots, tiles and proofs. An ``Edge`` is all that is needed to go on appending: for each tile
level, the hashes of the rightmost, partial tile.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HASH_SIZE = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
EMPTY_ROOT = hashlib.sha256(b"").digest()

Edge = tuple[tuple[bytes, ...], ...]
NodeReader = Callable[[int, int], bytes]  # (height, index) -> hash of the perfect subtree of 2**height leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A run of up to 256 subtree hashes: C2SP tlog-tiles ``tile/<level>/<index>[.p/<width>]``."""

    level: int
    index: int
    hashes: tuple[bytes, ...]

    @property
    def path(self) -> str:
        return f"tile/{self.level}/{tile_index_path(self.index, len(self.hashes))}"

    @property
    def octets(self) -> bytes:
        return b"".join(self.hashes)


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962: SHA-256 of 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962: SHA-256 of 0x01 and both children; the prefix keeps a node from passing as a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def extend(edge: Edge, leaves: Iterable[bytes]) -> tuple[Edge, tuple[Tile, ...]]:
    """Append leaf hashes; give the new edge and every tile that is new or grew, full tiles before partial ones."""
    columns = [list(column) for column in edge]
    counts = [edge_size(edge) >> (TILE_HEIGHT * level) for level in range(len(edge))]
    full: list[Tile] = []
    grown: set[int] = set()
    for leaf in leaves:
        _push(columns, counts, 0, leaf, full, grown)
    partial = [
        Tile(level=level, index=counts[level] // TILE_WIDTH, hashes=tuple(columns[level]))
        for level in sorted(grown)
        if columns[level]
    ]
    return tuple(tuple(column) for column in columns), (*full, *partial)


def edge_size(edge: Edge) -> int:
    """Number of leaves in the tree."""
    return sum(len(column) << (TILE_HEIGHT * level) for level, column in enumerate(edge))


def root(edge: Edge) -> bytes:
    """Root hash of the whole tree."""
    right: bytes | None = None
    for column in edge:
        for subtree in reversed(_perfect(column)):
            right = subtree if right is None else node_hash(subtree, right)
    return EMPTY_ROOT if right is None else right


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Root over a power-of-two number of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def inclusion_proof(index: int, size: int, node: NodeReader) -> tuple[bytes, ...]:
    """Audit path of leaf ``index`` in the tree of ``size`` leaves (RFC 9162 section 2.1.3.1), leaf's sibling first."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    return tuple(_audit_path(index, 0, size, node))


def consistency_proof(first: int, second: int, node: NodeReader) -> tuple[bytes, ...]:
    """Proof that the tree of ``first`` leaves is a prefix of that of ``second`` (RFC 9162 section 2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError(f"no consistency proof from {first} to {second}")
    return tuple(_consistency(first, 0, second, node, whole=True)) if first < second else ()


def range_root(start: int, end: int, node: NodeReader) -> bytes:
    """Root over the leaves ``start`` to ``end``, where start is aligned as the tree splits (RFC 6962 section 2.1)."""
    width = end - start
    if width & (width - 1) == 0:
        return node(width.bit_length() - 1, start // width)
    split = _split(width)
    return node_hash(range_root(start, start + split, node), range_root(start + split, end, node))


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Root implied by an inclusion proof (RFC 9162 section 2.1.3.2). Raises ValueError when the shape is wrong."""
    if not 0 <= index < size:
        raise ValueError("leaf index lies outside the tree")
    _require_hashes((leaf, *proof))
    position, last, running = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError("inclusion proof is too long")
        if position & 1 or position == last:
            running = node_hash(sibling, running)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            running = node_hash(running, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise ValueError("inclusion proof is too short")
    return running


def roots_from_consistency(first: int, second: int, first_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Both roots implied by a consistency proof (RFC 9162 section 2.1.4.2); compare each with the one you hold."""
    if not 0 < first <= second:
        raise ValueError("a consistency proof runs from a smaller, not empty tree to a larger one")
    if first == second:
        if proof:
            raise ValueError("a proof between equal sizes is empty")
        return first_root, first_root
    _require_hashes((first_root, *proof))
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    return _replay_consistency(first - 1, second - 1, path)


def tile_index_path(index: int, width: int) -> str:
    """File name of a tile: groups of three digits, all but the last begun with x; ``.p/<width>`` when partial."""
    digits = f"{index % 1000:03d}"
    index //= 1000
    while index:
        digits = f"x{index % 1000:03d}/{digits}"
        index //= 1000
    return digits if width == TILE_WIDTH else f"{digits}.p/{width}"


def _push(
    columns: list[list[bytes]], counts: list[int], level: int, item: bytes, full: list[Tile], grown: set[int]
) -> None:
    if level == len(columns):
        columns.append([])
        counts.append(0)
    column = columns[level]
    column.append(item)
    counts[level] += 1
    grown.add(level)
    if len(column) == TILE_WIDTH:
        full.append(Tile(level=level, index=counts[level] // TILE_WIDTH - 1, hashes=tuple(column)))
        top = perfect_root(column)
        column.clear()
        _push(columns, counts, level + 1, top, full, grown)


def _perfect(column: Sequence[bytes]) -> list[bytes]:
    subtrees, start, width = [], 0, len(column)
    for bit in range(TILE_HEIGHT, -1, -1):
        if width & (1 << bit):
            subtrees.append(perfect_root(column[start : start + (1 << bit)]))
            start += 1 << bit
    return subtrees


def _split(width: int) -> int:
    return 1 << ((width - 1).bit_length() - 1)


def _audit_path(index: int, start: int, end: int, node: NodeReader) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_audit_path(index, start, middle, node), range_root(middle, end, node)]
    return [*_audit_path(index, middle, end, node), range_root(start, middle, node)]


def _consistency(first: int, start: int, end: int, node: NodeReader, *, whole: bool) -> list[bytes]:
    if first == end:
        return [] if whole else [range_root(start, end, node)]
    middle = start + _split(end - start)
    if first <= middle:
        return [*_consistency(first, start, middle, node, whole=whole), range_root(middle, end, node)]
    return [*_consistency(first, middle, end, node, whole=False), range_root(start, middle, node)]


def _replay_consistency(position: int, last: int, path: list[bytes]) -> tuple[bytes, bytes]:
    while position & 1:
        position, last = position >> 1, last >> 1
    if not path:
        raise ValueError("consistency proof is empty")
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ValueError("consistency proof is too long")
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise ValueError("consistency proof is too short")
    return old, new


def _require_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(item) != HASH_SIZE for item in hashes):
        raise ValueError("every hash has 32 bytes")
