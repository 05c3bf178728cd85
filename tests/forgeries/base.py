"""The case that forgeries are made from: 600 entries, so that there are full tiles, partial tiles and a level above."""

import base64
import hashlib
import io
import json
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from probans.evidence.codec import canonical, record_id
from probans.evidence.custody.note import COSIGNATURE, SignerKey, cosign, parse_signer_key
from probans.model.agents import Tool
from probans.model.custody import (
    Analysed,
    Cosigned,
    Decided,
    Event,
    Intake,
    KeyEnrolled,
    NotTaken,
    Reported,
    SettingsRead,
    ToolRun,
)
from probans.model.decision import Decision
from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome, Problem
from probans.shell.store.case import CaseFolder
from tests.cases import new_case
from verifier import probans_verify as verify

ENTRIES = 600
CLERK = b"\x01" * 32  # seed of a person's key
PARTNER = SignerKey(name="archive.example/witness", seed=b"\x02" * 32, algorithm=COSIGNATURE)
READING = canonical({"figures": [{"high": 9, "low": 9, "wording": "nine"}]})
PAGE = b"<!doctype html><p>Killed: 9"
TEXTS = (b"Nine people were killed in Askerholm.", b"Eleven people were killed in Askerholm.", b"", b"\x00\xff" * 700)


@dataclass(frozen=True, slots=True)
class Base:
    """A sound case, the key that signs it, and a checkpoint that somebody kept from earlier."""

    folder: Path
    key: str
    kept: bytes


def make_base(folder: Path, entries: int = ENTRIES) -> Base:
    """Make the case; always the same."""
    with new_case(folder) as case:
        case.record(_material(case), by="clerk")
        kept = (folder / "log" / "checkpoint").read_bytes()
        left = entries - case.head().size
        case.record([_not_taken(number) for number in range(left - 5)], by="clerk")
        case.record(_end(case, kept), by="clerk")
        case.write_output("case-file.html", PAGE)
        return Base(folder, case.verifier_key(), kept)


def _material(case: CaseFolder) -> list[Event]:
    tool = Tool(name="reader", version="1")
    settings = case.put_bytes(b'id = "TST"\n').sha256
    events: list[Event] = [SettingsRead(files=(("case.toml", settings),))]
    for number, octets in enumerate(TEXTS, 1):
        stored = case.put(io.BytesIO(octets))
        taken = Intake(
            sha256=stored.sha256,
            size=str(stored.size),
            number=f"TST-{number:06d}",
            kind=MediaKind.TEXT,
            media_type="text/plain",
        )
        if number == len(TEXTS):  # the last is a working copy of the first
            parent = case.put_bytes(TEXTS[0]).sha256
            taken = replace(taken, number="TST-000001.T1", role="working copy", parent=parent)
        events.append(taken)
    reading = case.put_bytes(READING).sha256
    poster = case.put_bytes(b"poster").sha256
    first = case.put_bytes(TEXTS[0]).sha256
    events.append(
        ToolRun(exhibit=first, stage="table", tool=tool, outcome=Outcome.PASSED, output=reading, outputs=(poster,))
    )
    decision = Decision(
        id="", act="confirm", subjects=("c1",), person="Clerk", reason="read", made_at="2031-03-05T00:00:00Z"
    )
    identifier = record_id("dec", "decision", decision)
    return [*events, Decided(decision=replace(decision, id=identifier))]


def _not_taken(number: int) -> NotTaken:
    problem = Problem(code="FILE-UNREADABLE", where=str(number), words="It could not be read.")
    return NotTaken(path_raw=f"{number:08x}", path_nfc=str(number), problem=problem)


def _end(case: CaseFolder, kept: bytes) -> list[Event]:
    enrolled = KeyEnrolled(person="Clerk", public_key=public_key(CLERK), fingerprint=fingerprint(CLERK))
    decision = Decision(
        id="", act="reject", subjects=("c2",), person="Clerk", reason="a copy", made_at="2031-03-06T00:00:00Z"
    )
    decision = replace(decision, id=record_id("dec", "decision", decision))
    note = case.put_bytes(cosign(kept.decode(), PARTNER, 1_930_000_000).encode()).sha256
    head = verify.parse_checkpoint(verify.parse_note(kept).text)
    cosigned = Cosigned(size=head.size, root=head.root.hex(), note=note, partner="Archive", key=str(PARTNER.verifier))
    signature = sshsig(CLERK, canonical(decision), "probans-decision")
    return [enrolled, Decided(decision=decision, signature=signature), cosigned, *_reported(case)]


def _reported(case: CaseFolder) -> list[Event]:
    analysis = case.put_bytes(canonical({"incidents": []})).sha256
    page = case.put_bytes(PAGE).sha256
    tool = Tool(name="analysis", version="1")
    return [
        Analysed(tool=tool, inputs="0" * 64, output=analysis),
        Reported(sha256=page, name="case-file.html", analysis=analysis, checkpoint_size=case.head().size),
    ]


# --- the forger's tools ----------------------------------------------------------------------------------------------


class Log:
    """A log in memory, to change and write back."""

    def __init__(self, case: Path) -> None:
        self.case = case
        self.note = verify.parse_note((case / "log" / "checkpoint").read_bytes())
        self.checkpoint = verify.parse_checkpoint(self.note.text)
        tiles = verify.Tiles(case / "log", self.checkpoint.size)
        self.entries = [entry for _number, entry in verify.walk_log(tiles)]

    def event(self, number: int) -> dict[str, object]:
        entry: dict[str, object] = json.loads(self.entries[number])
        return entry

    def put(self, number: int, entry: dict[str, object]) -> None:
        self.entries[number] = verify.canonical(entry)

    def write(self) -> None:
        """Write bundles and tiles that fit the entries; the checkpoint stays."""
        folder = self.case / "log" / "tile"
        for number in range(0, len(self.entries), 256):
            part = self.entries[number : number + 256]
            _write(folder / "entries", number // 256, len(part), b"".join(_framed(entry) for entry in part))
        row = [verify.leaf_hash(entry) for entry in self.entries]
        level = 0
        while row:
            for number in range(0, len(row), 256):
                _write(
                    folder / str(level),
                    number // 256,
                    len(row[number : number + 256]),
                    b"".join(row[number : number + 256]),
                )
            row = [verify.tree_hash(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]
            level += 1

    def root(self) -> bytes:
        """Root over the entries."""
        return verify.tree_hash([verify.leaf_hash(entry) for entry in self.entries])

    def sign(self, signer: SignerKey | None = None, *, origin: str = "") -> None:
        """Write and sign a checkpoint over the entries, with the case's own key unless another is given."""
        signer = signer or own_key(self.case)
        text = checkpoint_text(origin or signer.name, str(len(self.entries)), self.root())
        write_file(self.case / "log" / "checkpoint", signed(text, signer))


def sshsig(
    seed: bytes,
    message: bytes,
    namespace: str,
    *,
    version: int = 1,
    hashed: str = "sha512",
    kind: bytes = b"ssh-ed25519",
) -> str:
    """An armoured SSH signature, as ``ssh-keygen -Y sign`` makes it; defects on demand."""
    digest = hashlib.new(hashed, message).digest()
    fields = (namespace.encode(), b"", hashed.encode())
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(b"SSHSIG" + _strings(*fields, digest))
    body = b"SSHSIG" + version.to_bytes(4, "big") + _strings(_wire(seed), *fields, _strings(kind, signature))
    return f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(body).decode()}\n-----END SSH SIGNATURE-----\n"


def public_key(seed: bytes) -> str:
    return f"ssh-ed25519 {base64.b64encode(_wire(seed)).decode()}"


def fingerprint(seed: bytes) -> str:
    return "SHA256:" + base64.b64encode(hashlib.sha256(_wire(seed)).digest()).decode().rstrip("=")


def _wire(seed: bytes) -> bytes:
    return _strings(b"ssh-ed25519", Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def _strings(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def own_key(case: Path) -> SignerKey:
    return parse_signer_key((case / "keys" / "log.key").read_text().strip())


def checkpoint_text(origin: str, size: str, root: bytes) -> str:
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def signed(text: str, signer: SignerKey) -> bytes:
    """A note signed over any text, well-formed or not."""
    key = verify.parse_key(str(signer.verifier))
    signature = key.key_id + Ed25519PrivateKey.from_private_bytes(signer.seed).sign(text.encode())
    return f"{text}\n— {signer.name} {base64.b64encode(signature).decode()}\n".encode()


def write_file(path: Path, octets: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.chmod(0o644)
    path.write_bytes(octets)


def _framed(entry: bytes) -> bytes:
    return len(entry).to_bytes(2, "big") + entry


def _write(folder: Path, number: int, width: int, octets: bytes) -> None:
    name = verify.tile_name(number)
    write_file(folder / (name if width == 256 else f"{name}.p/{width}"), octets)
