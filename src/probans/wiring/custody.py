"""Wiring of what concerns custody: proofs, time, signatures, packages, second copies."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from probans.casework.case import parse_case_toml
from probans.evidence.custody.note import COSIGNATURE, SignerKey, cosign, parse_signer_key
from probans.evidence.custody.sshsig import DECISIONS
from probans.model.errors import UsageError
from probans.model.outcome import Check
from probans.model.stamp import Authority
from probans.services import decide as deciding
from probans.services import mirror as mirroring
from probans.services import prove as proving
from probans.services import stamp as stamping
from probans.services.export_bag import Companions, Recipient, export_bag
from probans.shell.bag import BagFolder
from probans.shell.connectors import timestamp
from probans.shell.settings import read_toml
from probans.shell.store.case import SETTINGS, CaseFolder
from probans.shell.store.copy import CopyFolder
from probans.shell.store.durable import write_durably
from probans.wiring.base import SOFTWARE, StageProgress, jobs_or_all, now, open_case, salt


def decide(folder: Path, wish: deciding.Wish, *, person: str, key: Path | None) -> dict[str, Any]:
    """Record a decision, signed with an SSH key when one is named."""
    with closing(open_case(folder, write=True)) as case:
        sign = _ssh_signer(key) if key else None
        decision = deciding.decide(case, wish, person=person, at=_moment(), sign=sign)
    return asdict(decision)


def enrol(folder: Path, public_key: Path, *, person: str) -> dict[str, Any]:
    """Enrol a person's public key."""
    with closing(open_case(folder, write=True)) as case:
        key = deciding.enrol(case, person, _text(public_key))
    return {"person": person, "fingerprint": key.fingerprint}


def revoke(folder: Path, fingerprint: str, *, reason: str, by: str) -> dict[str, Any]:
    """Revoke a key."""
    with closing(open_case(folder, write=True)) as case:
        deciding.revoke(case, fingerprint, reason, by=by)
    return {"fingerprint": fingerprint}


def stamp(folder: Path, url: str, certificates: Path, *, by: str) -> dict[str, Any]:
    """Have an authority stamp the checkpoint."""
    authority = Authority(url=url, certificates=_text(certificates).encode())
    with closing(open_case(folder, write=True)) as case:
        (event,) = stamping.stamp(case, [authority], ask=timestamp.ask, check_token=timestamp.check_token, by=by)
    return asdict(event)


def new_partner_key(path: Path, name: str) -> str:
    """Make a partner's countersigning key in ``path`` (0600); give the public key."""
    if path.exists():
        raise UsageError("FILE-EXISTS", f"There is a file at {path} already.")
    if not name or any(letter.isspace() or letter == "+" for letter in name):
        raise UsageError("KEY-NAME", "A key's name has no spaces and no plus sign.")
    signer = SignerKey(name=name, seed=salt() + salt(), algorithm=COSIGNATURE)
    write_durably(path, signer.text().encode() + b"\n", mode=0o600)
    return str(signer.verifier)


def countersign(note: Path, key: Path) -> str:
    """As a partner: add a line to a checkpoint that was sent. Gives the countersigned note."""
    signer = parse_signer_key(_text(key).strip())
    return cosign(_text(note), signer, int(now().timestamp()))


def take_countersigned(folder: Path, note: Path, partner: str, *, by: str) -> dict[str, Any]:
    """Take a countersigned checkpoint into the case."""
    with closing(open_case(folder, write=True)) as case:
        return asdict(stamping.countersign(case, _text(note), partner, by=by))


def prove(folder: Path, wanted: str, out: Path | None) -> dict[str, Any]:
    """Write the proof of an exhibit or entry."""
    with closing(open_case(folder, write=False)) as case:
        proof = proving.prove(case, wanted)
    target = out or folder / "out"
    name = wanted if not wanted.isdigit() else f"entry-{wanted}"
    write_durably(target / f"{name}.entry", proof.entry)
    write_durably(target / f"{name}.tlog-proof", proof.proof.encode())
    return {"index": proof.index, "proof": str(target / f"{name}.tlog-proof"), "entry": str(target / f"{name}.entry")}


def prove_consistency(folder: Path, first: int, second: int) -> dict[str, Any]:
    """Consistency proof between two sizes of the log."""
    with closing(open_case(folder, write=False)) as case:
        return proving.prove_consistency(case, first, second)


def export(folder: Path, target: Path, numbers: tuple[str, ...], *, to: str, purpose: str, by: str) -> dict[str, Any]:
    """Write a hand-over package."""
    with closing(open_case(folder, write=True)) as case:
        settings, _problems = parse_case_toml(read_toml(case.settings_file(SETTINGS), SETTINGS)[0])
        companions = Companions(verifier=_verifier(), how_to=_how_to(), software=SOFTWARE, fictional=settings.fictional)
        recipient = Recipient(name=to, purpose=purpose)
        done = export_bag(case, BagFolder(target), companions, recipient, numbers=numbers, by=by)
    return asdict(done) | {"folder": str(target)}


def mirror(folder: Path, copy: Path, *, progress: StageProgress) -> dict[str, Any]:
    """Bring a second copy up to date."""
    with closing(open_case(folder, write=False)) as case:
        return {"copied": mirroring.mirror(case, CopyFolder(copy), progress), "copy": str(copy)}


def repair(folder: Path, copy: Path, *, by: str, jobs: int) -> dict[str, Any]:
    """Restore damaged bytes from a second copy."""
    if not (copy / "blobs").is_dir():
        raise UsageError("NO-COPY", f"There is no second copy of a case in {copy}.")
    with closing(open_case(folder, write=True)) as case, ThreadPoolExecutor(jobs_or_all(jobs)) as threads:
        return asdict(mirroring.repair(case, CopyFolder(copy), threads, by=by))


def signature_checks(case: CaseFolder) -> Iterator[Check]:
    """Checks of time stamps, countersignatures and signed decisions."""
    yield from stamping.check_stamps(case, timestamp.check_token)
    yield from stamping.check_cosignatures(case)
    yield from deciding.check_decisions(case)


def _ssh_signer(key: Path) -> Callable[[bytes], str]:
    def sign(message: bytes) -> str:
        # ssh-keygen asks for a passphrase or a touch itself, so that no secret passes through here.
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "decision"
            path.write_bytes(message)
            command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", DECISIONS, str(path)]
            try:
                done = subprocess.run(command, check=False)
            except FileNotFoundError as error:
                raise UsageError("TOOL-ABSENT-SSH", "Signing needs ssh-keygen (Debian: openssh-client).") from error
            if done.returncode:
                raise UsageError("SIGNING", f"ssh-keygen could not sign with {key}.")
            return path.with_suffix(".sig").read_text("ascii")

    return sign


def _verifier() -> bytes:
    here = Path(__file__).resolve().parents[3] / "verifier" / "probans_verify.py"
    if here.is_file():
        return here.read_bytes()
    return (files("probans") / "verifier" / "probans_verify.py").read_bytes()


def _how_to() -> str:
    return (files("probans.shell") / "data" / "how-to-check.txt").read_text("utf-8")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("FILE-UNREADABLE", f"{path} cannot be read: {error}.") from error


def _moment() -> str:
    return now().isoformat(timespec="microseconds").replace("+00:00", "Z")
