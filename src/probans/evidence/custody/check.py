"""Check a log from its bytes: every entry, every tile, the root, the checkpoint's signature. Raises IntegrityError."""

from collections.abc import Callable, Iterator, Sequence

from probans.evidence.custody.note import VerifierKey, open_checkpoint
from probans.evidence.custody.tiles import tile_width
from probans.evidence.custody.tree import TILE_WIDTH, Edge, Tile, edge_size, extend, leaf_hash, root
from probans.model.custody import Checkpoint
from probans.model.errors import IntegrityError

BundleReader = Callable[[int, int], tuple[bytes, ...]]  # (index, width) -> entries
TileOctets = Callable[[Tile], bytes]


def check_log(
    note: str, keys: Sequence[VerifierKey], read_bundle: BundleReader, read_tile: TileOctets
) -> Iterator[tuple[int, tuple[bytes, ...]]]:
    """Yield (first index, entries) per bundle while checking; the last step compares the root with the checkpoint.

    Run it to the end: only then is the log as a whole checked. Memory is one bundle and the right edge of the tree.
    """
    checkpoint = open_checkpoint(note, keys)
    edge: Edge = ()
    for index in range((checkpoint.size + TILE_WIDTH - 1) // TILE_WIDTH):
        width = tile_width(0, index, checkpoint.size)
        entries = read_bundle(index, width)
        edge, tiles = extend(edge, [leaf_hash(entry) for entry in entries])
        for tile in tiles:
            _check_tile(tile, checkpoint.size, read_tile)
        yield index * TILE_WIDTH, entries
    _check_root(edge, checkpoint)


def _check_tile(tile: Tile, size: int, read_tile: TileOctets) -> None:
    # A partial tile that a later bundle completes is checked then, at its final width.
    if len(tile.hashes) != tile_width(tile.level, tile.index, size):
        return
    if read_tile(tile) != tile.octets:
        raise IntegrityError("LOG-TILE", f"Tile {tile.path} does not match the entries of the log.")


def _check_root(edge: Edge, checkpoint: Checkpoint) -> None:
    if edge_size(edge) != checkpoint.size or root(edge).hex() != checkpoint.root:
        raise IntegrityError("LOG-ROOT", "The entries of the log do not give the root that the checkpoint signs.")
