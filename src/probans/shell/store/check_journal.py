"""How far a full check came, so that one over terabytes goes on after it was stopped."""

import contextlib
import json
from pathlib import Path

from probans.model.errors import StorageError
from probans.shell.store.durable import write_durably

NAME = "check.journal"


class CheckJournal:
    """A small file in the case; harmless to lose, and not written on read-only media."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def reached(self, root: str) -> str:
        """The last digest checked under this root; empty when there is none."""
        try:
            plain = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return ""
        return str(plain["digest"]) if isinstance(plain, dict) and plain.get("root") == root else ""

    def write(self, root: str, digest: str) -> None:
        """Remember that all digests up to this one were checked."""
        with contextlib.suppress(StorageError):
            write_durably(self._path, json.dumps({"root": root, "digest": digest}).encode())

    def clear(self) -> None:
        """Forget: the check came to its end."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
