"""Keep a case and two packages of the present format, so that every later verifier is held against them.

``PYTHONPATH=src python -m tests.verifier.make_fixture NAME`` writes ``fixtures/NAME.tar.gz``: case, whole and selected
package, ``key`` and ``kept`` (an earlier checkpoint). A fixture of a released format is never made again.
"""

import io
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from probans.services.export_bag import Companions, Recipient, export_bag
from probans.shell.bag import BagFolder
from tests.cases import open_case
from tests.forgeries.base import make_base

FIXTURES = Path(__file__).parent / "fixtures"
NO_EVIDENCE = ("index.sqlite", "case.lock", "log.key")


def main(name: str) -> None:
    """Write one fixture."""
    FIXTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        base = make_base(folder / "case", entries=20)
        (folder / "key").write_text(base.key)
        (folder / "kept").write_bytes(base.kept)
        companions = Companions(verifier=b"", how_to="docs/format/package.md", software="probans", fictional=True)
        for kind, numbers in (("whole", ()), ("selected", ("TST-000001",))):
            with closing(open_case(folder / "case")) as store:
                export_bag(
                    store, BagFolder(folder / kind), companions, Recipient(name="x"), numbers=numbers, by="clerk"
                )
        _pack(folder, FIXTURES / f"{name}.tar.gz")


def _pack(folder: Path, target: Path) -> None:
    with tarfile.open(target, "w:gz", compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in NO_EVIDENCE:
                described = tarfile.TarInfo(path.relative_to(folder).as_posix())
                octets = path.read_bytes()
                described.size = len(octets)
                archive.addfile(described, io.BytesIO(octets))


if __name__ == "__main__":
    main(sys.argv[1])
