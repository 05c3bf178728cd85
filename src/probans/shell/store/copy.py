"""A second copy of a case in a folder elsewhere (another disk, a mounted share): the layout of the case itself."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from probans.model.errors import IntegrityError
from probans.shell.store.blobs import BlobFolder
from probans.shell.store.durable import storage_errors, write_durably


class CopyFolder:
    """Blobs and log under ``folder``. It has no private key, so nothing can be recorded in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name
        with storage_errors(str(folder)):
            (folder / "blobs").mkdir(parents=True, exist_ok=True)
        self._blobs = BlobFolder(folder / "blobs")

    def has(self, sha256: str) -> bool:
        return self._blobs.has(sha256)

    def put(self, sha256: str, stream: BinaryIO) -> None:
        """Raises IntegrityError when the stream does not hold the bytes of that name: damage is not copied."""
        if self._blobs.put(stream).sha256 != sha256:
            raise IntegrityError("BLOB-DIGEST", f"The preserved bytes of {sha256} were changed; they are not copied.")
        self._blobs.settle()

    def open(self, sha256: str) -> BinaryIO:
        return self._blobs.open(sha256)

    def put_log(self, files: Iterable[tuple[str, bytes]]) -> None:
        for name, octets in files:
            path = self.folder / name
            if not path.is_file() or path.read_bytes() != octets:
                write_durably(path, octets)
