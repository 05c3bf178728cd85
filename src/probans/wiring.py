"""The one place that chooses implementations, reads settings and holds the clock.

Each function is one thing that a face (command line, web) offers; it gives plain values.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import probans
from probans.analysis.footage.sync import Samples, samples_from, silence
from probans.evidence.codec import from_plain
from probans.evidence.custody.note import SignerKey
from probans.model.custody import CaseOpened
from probans.model.errors import UsageError
from probans.model.exhibit import MediaKind
from probans.model.incident import FootageCopy
from probans.model.outcome import Problem
from probans.model.reading import FootageReading
from probans.services import add as adding
from probans.services import check as checking
from probans.services import footage, lineage
from probans.services.add import Added, Intaker
from probans.services.stages import PICTURES
from probans.shell.connectors.identify import Identification, identify
from probans.shell.folders import walk
from probans.shell.sandbox import Sandbox
from probans.shell.store.case import CaseFolder, create_case

SOFTWARE = f"probans {probans.__version__}"
HEAD_BYTES = 64 << 10
TAIL_BYTES = 4 << 10
INTAKE_THREADS = 8

Files = Callable[[int, int], None]
StageProgress = Callable[[str, int, int], None]


def open_case(folder: Path, *, write: bool) -> CaseFolder:
    """Open a case, for writing under its lock."""
    return CaseFolder(folder, clock=_now, salt=_salt, derive=lineage.derive, write=write)


def init_case(folder: Path, *, title: str, prefix: str, settings: bytes | None = None) -> str:
    """Make a case; give its public key."""
    _require_prefix(prefix)
    name = f"probans.invalid/{prefix.lower()}-{secrets.token_hex(4)}"
    signer = SignerKey(name=name, seed=secrets.token_bytes(32))
    opened = CaseOpened(case_id=prefix, prefix=prefix, origin="", verifier_key="", software=SOFTWARE)
    toml = settings if settings is not None else _fresh_settings(title, prefix)
    create_case(folder, opened, signer, toml, clock=_now, salt=_salt)
    with closing(open_case(folder, write=False)) as case:
        return case.verifier_key()


def add_paths(folder: Path, paths: Sequence[Path], *, by: str, jobs: int, progress: Files) -> dict[str, Any]:
    """Take files in."""
    missing = [path for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise UsageError("NO-SUCH-FILE", f"There is nothing at {missing[0]}.")
    with closing(open_case(folder, write=True)) as case:
        return _plain_added(_add(case, paths, (folder,), by=by, jobs=jobs, progress=progress))


def check_case(folder: Path, *, jobs: int, progress: StageProgress) -> dict[str, Any]:
    """Check log and blobs."""
    with closing(open_case(folder, write=False)) as case, ThreadPoolExecutor(_jobs(jobs)) as threads:
        checked = checking.check(case, threads, progress)
    return asdict(checked) | {"sound": checked.sound}


def rebuild_case(folder: Path) -> int:
    """Make the index again."""
    with closing(open_case(folder, write=True)) as case:
        return case.rebuild_index()


def show_record(folder: Path, identifier: str) -> dict[str, Any]:
    """A record's lineage."""
    with closing(open_case(folder, write=False)) as case:
        return asdict(lineage.show(case, identifier))


def _add(
    case: CaseFolder, paths: Sequence[Path], leave_out: Sequence[Path], *, by: str, jobs: int, progress: Files
) -> Added:
    with ThreadPoolExecutor(max(INTAKE_THREADS, _jobs(jobs))) as threads:
        intaker = Intaker(
            store=case, identify=_identify, prefix=_prefix(case), by=by, threads=threads, progress=progress
        )
        return adding.add(walk(paths, leave_out=leave_out), intaker)


def _plain_added(added: Added) -> dict[str, Any]:
    plain: dict[str, Any] = asdict(added)
    return plain


def _identify(stream: BinaryIO, size: int, name: str) -> Identification:
    head = stream.read(HEAD_BYTES)
    if size > HEAD_BYTES:
        stream.seek(max(HEAD_BYTES, size - TAIL_BYTES))
        return identify(head, stream.read(TAIL_BYTES), size, name)
    return identify(head, b"", size, name)


def _prefix(case: CaseFolder) -> str:
    opened = case.opened()
    return opened.prefix


def _require_prefix(prefix: str) -> None:
    if not prefix.isascii() or not prefix.isalnum() or len(prefix) > 12:
        raise UsageError("PREFIX", "A prefix of exhibit numbers is 1 to 12 ASCII letters or digits.")


def _fresh_settings(title: str, prefix: str) -> bytes:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'# Settings of this case: docs/format/case-toml.md\nid = "{prefix}"\ntitle = "{quoted}"\n'.encode()


def _jobs(jobs: int) -> int:
    return jobs if jobs > 0 else (os.cpu_count() or 1)


def _now() -> datetime:
    return datetime.now(UTC)


def _salt() -> bytes:
    return secrets.token_bytes(16)


def match_footage(paths: Sequence[Path], *, wanted: Path | None) -> dict[str, Any]:
    """Compare pictures, videos and sounds without a case; with ``wanted``, tell only its copies."""
    files = _files(paths)
    with Sandbox(folders=files, preload=(_FOOTAGE_MODULE,)) as sandbox:
        compared = footage.compare(files, lambda path: _read_footage(sandbox, path), wanted=wanted)
    return {
        "copies": [{"first": a, "second": b, **_plain_copy(copy)} for a, b, copy in compared.copies],
        "looked": [{"file": name, "looked_at": words} for name, words in compared.looked],
        "problems": [asdict(item) for item in compared.problems],
    }


def sync_footage(paths: Sequence[Path]) -> dict[str, Any]:
    """Put recordings on one clock by their sound."""
    files = _files(paths)
    with Sandbox(folders=files, preload=(_FOOTAGE_MODULE,)) as sandbox:
        found = footage.synchronise(files, lambda path: _read_sound(sandbox, path))
    return {
        "offsets": [footage.plain_offset(*item) for item in found.offsets],
        "stretches": [
            {"first": a, "second": b, "stretches": [asdict(item) for item in parts]} for a, b, parts in found.stretches
        ],
        "timeline": asdict(found.timeline),
        "problems": [asdict(item) for item in found.problems],
    }


_FOOTAGE_MODULE = "probans.shell.connectors.footage"


def _files(paths: Sequence[Path]) -> list[Path]:
    """Files and all files in folders, in order, each once."""
    found = [item for path in paths for item in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return list(dict.fromkeys(item for item in found if item.is_file()))


def _read_footage(sandbox: Sandbox, path: Path) -> tuple[FootageReading | None, MediaKind, tuple[Problem, ...]]:
    with path.open("rb") as stream:
        known = _identify(stream, path.stat().st_size, path.name)
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if known.kind not in PICTURES:
        words = f"It is {known.media_type}: neither picture, video nor sound."
        return None, known.kind, (*known.problems, Problem(code="FOOTAGE-OTHER-KIND", where=path.name, words=words))
    tool = {"name": "footage", "version": probans.__version__, "settings_digest": ""}
    request = {"exhibit": digest, "number": path.name, "kind": known.kind.value, "name": path.name, "tool": tool}
    done = sandbox.run(f"{_FOOTAGE_MODULE}:read_footage", request, inputs=(path,))
    if done.problem is not None:
        return None, known.kind, (*known.problems, done.problem)
    reading = from_plain(FootageReading, done.value["reading"])
    return reading, known.kind, (*known.problems, *reading.reading.problems)


def _read_sound(sandbox: Sandbox, path: Path) -> tuple[Samples, tuple[Problem, ...]]:
    done = sandbox.run(f"{_FOOTAGE_MODULE}:sound_of", {}, inputs=(path,))
    if done.problem is not None:
        return silence(), (done.problem,)
    return samples_from(done.blobs[0]), ()


def _plain_copy(copy: FootageCopy) -> dict[str, Any]:
    return {name: value for name, value in asdict(copy).items() if name not in ("first", "second", "probability")}
