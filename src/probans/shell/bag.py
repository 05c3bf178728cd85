"""BagIt 1.0 (RFC 8493) in a folder: both digests in one streaming pass, ASCII names, renamed into place when whole."""

import hashlib
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from probans.model.errors import StorageError, UsageError
from probans.shell.store.durable import storage_errors, sync_folder

CHUNK = 1 << 20
_MANIFESTS = ("sha256", "sha512")


class BagFolder:
    """A bag under way in ``<folder>.part``; ``finish`` gives it its name. A bag never overwrites anything."""

    def __init__(self, folder: Path) -> None:
        if folder.exists():
            raise UsageError("PACKAGE-EXISTS", f"There is something at {folder} already; name another folder.")
        self.folder = folder
        self._under_way = folder.with_name(folder.name + ".part")
        self._digests: dict[str, tuple[str, str]] = {}
        self._payload = [0, 0]
        with storage_errors(str(folder)):
            if self._under_way.exists():
                shutil.rmtree(self._under_way)
            (self._under_way / "data").mkdir(parents=True)

    def put(self, name: str, stream: BinaryIO) -> None:
        """Write one file. Raises StorageError."""
        if not name.isascii() or ".." in name.split("/") or name in self._digests or "%" in name:
            raise StorageError("PACKAGE-NAME", f"Not a name for a package: {name!r}.")
        sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
        path = self._under_way / name
        with storage_errors(name):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as target:
                while chunk := stream.read(CHUNK):
                    sha256.update(chunk)
                    sha512.update(chunk)
                    target.write(chunk)
                    size += len(chunk)
        self._digests[name] = (sha256.hexdigest(), sha512.hexdigest())
        if name.startswith("data/"):
            self._payload[0] += size
            self._payload[1] += 1

    def put_bytes(self, name: str, octets: bytes) -> None:
        self.put(name, io.BytesIO(octets))

    def finish(self, info: Mapping[str, str]) -> str:
        """Write the declarations and manifests, make all durable, rename; give the tag manifest's SHA-256."""
        lines = [f"{key}: {value}" for key, value in info.items()]
        lines.append(f"Payload-Oxum: {self._payload[0]}.{self._payload[1]}")
        self.put_bytes("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        self.put_bytes("bag-info.txt", ("\n".join(lines) + "\n").encode())
        payload = sorted(name for name in self._digests if name.startswith("data/"))
        for position, algorithm in enumerate(_MANIFESTS):
            self.put_bytes(f"manifest-{algorithm}.txt", self._manifest(payload, position))
        tags = sorted(name for name in self._digests if not name.startswith("data/"))
        for position, algorithm in enumerate(_MANIFESTS):
            self.put_bytes(f"tagmanifest-{algorithm}.txt", self._manifest(tags, position))
        with storage_errors(str(self.folder)):
            for folder in sorted({path.parent for path in self._under_way.rglob("*")}):
                sync_folder(folder)
            self._under_way.rename(self.folder)
            sync_folder(self.folder.parent)
        return self._digests["tagmanifest-sha256.txt"][0]

    def _manifest(self, names: list[str], position: int) -> bytes:
        return "".join(f"{self._digests[name][position]}  {name}\n" for name in names).encode()
