"""Entry bundles and nodes read from tiles (C2SP tlog-tiles).

Takes a function that reads a tile's bytes; gives the hash of any perfect subtree, and entries from bundles.
"""

from collections.abc import Callable, Sequence

from probans.evidence.custody.tree import HASH_SIZE, TILE_HEIGHT, TILE_WIDTH, NodeReader, perfect_root
from probans.model.errors import IntegrityError

MAX_ENTRY = 0xFFFF
TileReader = Callable[[int, int, int], bytes]  # (level, index, width) -> octets


def pack_bundle(entries: Sequence[bytes]) -> bytes:
    """Join entries with big-endian 16-bit lengths."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_bundle(octets: bytes, width: int) -> tuple[bytes, ...]:
    """Split a bundle into exactly ``width`` entries. Raises IntegrityError when it holds more, fewer or half of one."""
    entries, at = [], 0
    while at < len(octets):
        length = int.from_bytes(octets[at : at + 2], "big")
        entry = octets[at + 2 : at + 2 + length]
        if at + 2 > len(octets) or len(entry) != length:
            raise IntegrityError("LOG-BUNDLE", "An entry bundle of the log is cut short.")
        entries.append(entry)
        at += 2 + length
    if len(entries) != width:
        raise IntegrityError("LOG-BUNDLE", f"An entry bundle holds {len(entries)} entries where {width} were promised.")
    return tuple(entries)


def tile_width(level: int, index: int, size: int) -> int:
    """Width of the tile in a tree of ``size`` leaves: 256 when full, 0 when it does not exist."""
    return max(0, min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - index * TILE_WIDTH))


def node_reader(size: int, read_tile: TileReader) -> NodeReader:
    """Give a reader of perfect subtrees of a tree of ``size`` leaves from its tiles."""

    def node(height: int, index: int) -> bytes:
        level, within = divmod(height, TILE_HEIGHT)
        span = 1 << within
        tile, start = divmod(index * span, TILE_WIDTH)
        width = tile_width(level, tile, size)
        octets = read_tile(level, tile, width)
        if len(octets) != width * HASH_SIZE or start + span > width:
            raise IntegrityError("LOG-TILE", f"Tile {level}/{tile} of the log has the wrong size.")
        hashes = [octets[i * HASH_SIZE : (i + 1) * HASH_SIZE] for i in range(start, start + span)]
        return perfect_root(hashes)

    return node
