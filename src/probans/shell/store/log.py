"""The custody log on disk: C2SP tiles and a checkpoint. Layout and promises: docs/format/custody-log.md.

A batch is committed by the rename of ``checkpoint``: tiles and bundles are durable before it, and whatever lies beyond
the checkpoint's size after a crash was never acknowledged and is overwritten.
"""

import contextlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from probans.evidence.custody.check import check_log
from probans.evidence.custody.note import SignerKey, VerifierKey, open_checkpoint, sign_checkpoint
from probans.evidence.custody.tiles import node_reader, pack_bundle, tile_width, unpack_bundle
from probans.evidence.custody.tree import (
    HASH_SIZE,
    TILE_HEIGHT,
    TILE_WIDTH,
    Edge,
    NodeReader,
    Tile,
    extend,
    leaf_hash,
    root,
    tile_index_path,
)
from probans.model.custody import Checkpoint
from probans.model.errors import IntegrityError
from probans.shell.store.durable import storage_errors, sync_folder, write_durably, write_fresh

CHECKPOINT = "checkpoint"
TILES_KEPT = 64


class LogFolder:
    """A log under ``folder``. Reading needs the public key, appending the private one."""

    def __init__(self, folder: Path, verifier: VerifierKey, signer: SignerKey | None = None) -> None:
        self.folder = folder
        self.verifier = verifier
        self._signer = signer
        self._edge: Edge | None = None
        self._tail: list[bytes] = []
        self._head: Checkpoint | None = None
        self._bundle: tuple[tuple[int, int], tuple[bytes, ...]] | None = None

    def head(self) -> Checkpoint | None:
        """The checkpoint as signed; None before the first entry. Raises IntegrityError when its signature is wrong."""
        if self._head is None:
            with contextlib.suppress(FileNotFoundError):
                self._head = self._opened((self.folder / CHECKPOINT).read_bytes())
        return self._head

    def _opened(self, note: bytes) -> Checkpoint:
        try:
            head = open_checkpoint(note.decode("utf-8"), [self.verifier])
        except UnicodeDecodeError as error:
            raise IntegrityError("NOTE-FORMAT", "The checkpoint is not valid UTF-8.") from error
        if head.origin != self.verifier.name:
            raise IntegrityError("LOG-KEY", "The checkpoint's origin is not the name of the log's key.")
        return head

    @property
    def size(self) -> int:
        head = self.head()
        return head.size if head else 0

    def append(self, entries: Sequence[bytes]) -> range:
        """Append entries and sign a new checkpoint; give their indexes. Durable on return. Raises StorageError."""
        if self._signer is None:
            raise IntegrityError("LOG-KEY", "The case's private log key is not here, so nothing can be recorded.")
        if not entries:
            return range(self.size, self.size)
        self._load_edge()
        first = self.size
        edge, tiles = extend(self._edge or (), [leaf_hash(entry) for entry in entries])
        bundles = self._bundles(first, entries)
        head = sign_checkpoint(self.verifier.name, first + len(entries), root(edge), self._signer)
        self._write(bundles + [(tile.path, tile.octets) for tile in tiles])
        write_durably(self.folder / CHECKPOINT, head.note.encode())
        self._edge, self._head = edge, head
        width = head.size % TILE_WIDTH
        self._tail = [*self._tail, *entries][-width:] if width else []
        self._drop_outgrown(first, head.size)
        return range(first, head.size)

    def entries(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Entries from ``start`` on, unchecked against the tree (see ``check``)."""
        for bundle in range(start // TILE_WIDTH, (self.size + TILE_WIDTH - 1) // TILE_WIDTH):
            for offset, entry in enumerate(self.read_bundle(bundle, tile_width(0, bundle, self.size))):
                index = bundle * TILE_WIDTH + offset
                if index >= start:
                    yield index, entry

    def entry(self, index: int) -> bytes:
        """Bytes of one entry, unchecked against the tree. Raises IntegrityError when there is none."""
        if not 0 <= index < self.size:
            raise IntegrityError("LOG-ENTRY", f"The log has no entry {index}.")
        bundle, offset = divmod(index, TILE_WIDTH)
        if self._bundle is None or self._bundle[0] != (bundle, self.size):
            self._bundle = ((bundle, self.size), self.read_bundle(bundle, tile_width(0, bundle, self.size)))
        return self._bundle[1][offset]

    def bundles(self) -> Iterator[tuple[str, bytes]]:
        """(file name below the log folder, octets) of every bundle."""
        for index in range((self.size + TILE_WIDTH - 1) // TILE_WIDTH):
            name = f"tile/entries/{tile_index_path(index, tile_width(0, index, self.size))}"
            yield name, self._read(name)

    def check(self) -> Iterator[tuple[int, tuple[bytes, ...]]]:
        """Check everything, yielding (first index, entries) per bundle. Raises IntegrityError at the first defect."""
        head = self.head()
        if head is None:
            raise IntegrityError("LOG-MISSING", "The custody log has no checkpoint.")
        yield from check_log(head.note, [self.verifier], self.read_bundle, self._read_tile)

    def nodes(self) -> NodeReader:
        """Reader of subtree hashes at the present size, for proofs."""
        return node_reader(self.size, lru_cache(TILES_KEPT)(self._tile_octets))

    def read_bundle(self, index: int, width: int) -> tuple[bytes, ...]:
        """Entries of one bundle. Raises IntegrityError when missing or malformed."""
        return unpack_bundle(self._read(f"tile/entries/{tile_index_path(index, width)}"), width)

    def _read_tile(self, tile: Tile) -> bytes:
        return self._read(tile.path)

    def _tile_octets(self, level: int, index: int, width: int) -> bytes:
        return self._read(f"tile/{level}/{tile_index_path(index, width)}")

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError as error:
            raise IntegrityError("LOG-MISSING", f"A file of the custody log is missing: {name}") from error

    def _load_edge(self) -> None:
        if self._edge is not None:
            return
        size, columns, level = self.size, [], 0
        while size >> (TILE_HEIGHT * level):
            columns.append(self._edge_column(level, size))
            level += 1
        self._edge = tuple(columns)
        width = size % TILE_WIDTH
        self._tail = list(self.read_bundle(size // TILE_WIDTH, width)) if width else []

    def _edge_column(self, level: int, size: int) -> tuple[bytes, ...]:
        count = size >> (TILE_HEIGHT * level)
        width = count % TILE_WIDTH
        if not width:
            return ()
        octets = self._tile_octets(level, count // TILE_WIDTH, width)
        return tuple(octets[at : at + HASH_SIZE] for at in range(0, len(octets), HASH_SIZE))

    def _bundles(self, first: int, entries: Sequence[bytes]) -> list[tuple[str, bytes]]:
        held = [*self._tail, *entries]
        index = first // TILE_WIDTH
        chunks = [held[at : at + TILE_WIDTH] for at in range(0, len(held), TILE_WIDTH)]
        return [
            (f"tile/entries/{tile_index_path(index + step, len(chunk))}", pack_bundle(chunk))
            for step, chunk in enumerate(chunks)
        ]

    def _write(self, files: list[tuple[str, bytes]]) -> None:
        folders: set[Path] = set()
        for name, octets in files:
            path = self.folder / name
            write_fresh(path, octets)
            folders.update((path.parent, path.parent.parent))
        with storage_errors("log"):
            for folder in sorted(folders):
                sync_folder(folder)

    def _drop_outgrown(self, before: int, after: int) -> None:
        # C2SP lets a log drop partial tiles once outgrown; keeping them would cost a file per batch for ever.
        for level in range(-1, 8):
            shift = TILE_HEIGHT * max(level, 0)
            old, new = before >> shift, after >> shift
            if old == new or not old % TILE_WIDTH:
                continue
            kind = "entries" if level < 0 else str(level)
            path = self.folder / f"tile/{kind}/{tile_index_path(old // TILE_WIDTH, old % TILE_WIDTH)}"
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
