"""Export: a hand-over package that an opponent can check with public tools (docs/format/package.md).

Takes a case and a selection of exhibits; writes a BagIt bag through a target, and logs the disclosure.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from probans.casework.case_uco import case_graph
from probans.evidence.custody.entries import read_entry
from probans.evidence.custody.proof import LogProof, write_proof
from probans.evidence.custody.tiles import tile_width
from probans.evidence.custody.tree import TILE_HEIGHT, TILE_WIDTH, Tile, inclusion_proof, leaf_hash
from probans.model.custody import (
    ArrivalAgain,
    CaseOpened,
    Checkpoint,
    Disclosed,
    Entry,
    Intake,
    KeyEnrolled,
    KeyRevoked,
    Stamped,
    ToolRun,
)
from probans.model.errors import UsageError
from probans.model.exhibit import Exhibit
from probans.services.check import blobs_named_by
from probans.services.ports import CaseStore

FORMAT = "probans-package/1"
ENDINGS = {
    "text/plain": "txt", "text/markdown": "md", "text/html": "html", "text/csv": "csv", "application/pdf": "pdf",
    "message/rfc822": "eml", "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/tiff": "tif",
    "image/webp": "webp", "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "audio/mpeg": "mp3",
    "video/x-matroska": "mkv", "audio/wav": "wav", "application/warc": "warc", "application/warc+gzip": "warc.gz",
    "application/wacz": "wacz", "application/zip": "zip", "application/json": "json",
}  # fmt: skip


class BagTarget(Protocol):
    """Where a bag is written: names are relative, ASCII, with forward slashes."""

    def put(self, name: str, stream: BinaryIO) -> None: ...
    def put_bytes(self, name: str, octets: bytes) -> None: ...
    def finish(self, info: Mapping[str, str]) -> str:
        """Write manifests and declarations; give the SHA-256 of ``tagmanifest-sha256.txt``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What went out."""

    exhibits: int
    records: int
    withheld: int
    package: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom and for what a package is made; it is logged."""

    name: str
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """Files that go into every package: the checker and the page on how to check."""

    verifier: bytes
    how_to: str
    software: str
    fictional: bool = False


def export_bag(
    store: CaseStore,
    target: BagTarget,
    companions: Companions,
    recipient: Recipient,
    *,
    numbers: Sequence[str],
    by: str,
) -> Exported:
    """Write a package of the exhibits ``numbers`` (empty: the whole case). Raises UsageError, StorageError."""
    head = store.head()
    exhibits = list(store.exhibits())
    chosen = _choose(exhibits, numbers)
    whole = len(chosen) == len(exhibits)
    digests = {item.sha256 for item in chosen}
    entries = [entry for entry in _entries(store) if whole or _may_go(entry, digests)]
    records = _write_data(store, target, chosen, entries)
    _write_log(store, target, head, entries=None if whole else entries)
    _write_proofs(store, target, head, chosen)
    _write_stamps(store, target, entries)
    withheld = [_withheld(store, item) for item in exhibits if item.sha256 not in digests]
    _write_metadata(target, head, companions, chosen, withheld, entries)
    package = target.finish(_bag_info(companions, recipient, head, whole=whole))
    disclosed = Disclosed(
        package=package,
        to=recipient.name,
        exhibits=len(chosen),
        withheld=len(withheld),
        checkpoint_size=head.size,
        purpose=recipient.purpose,
    )
    store.record([disclosed], by=by)
    return Exported(exhibits=len(chosen), records=records, withheld=len(withheld), package=package)


def file_of(exhibit: Exhibit) -> str:
    """An exhibit's ASCII name within a package."""
    ending = ENDINGS.get(exhibit.media_type.partition(";")[0], "bin")
    return f"data/exhibits/{exhibit.number}.{ending}"


def _choose(exhibits: Sequence[Exhibit], numbers: Sequence[str]) -> list[Exhibit]:
    """The exhibits of these numbers with all that came out of them, and what they came out of."""
    if not numbers:
        return list(exhibits)
    by_number = {item.number: item for item in exhibits}
    unknown = [number for number in numbers if number not in by_number]
    if unknown:
        raise UsageError("EXHIBIT-UNKNOWN", f"There is no exhibit {unknown[0]} in this case.")
    chosen = {by_number[number].sha256 for number in numbers}
    for item in exhibits:  # children are registered after their parents
        if item.parent in chosen:
            chosen.add(item.sha256)
    return [item for item in exhibits if item.sha256 in chosen]


def _entries(store: CaseStore) -> Iterator[Entry]:
    for index, octets in store.entries():
        yield read_entry(index, octets)


def _may_go(entry: Entry, digests: set[str]) -> bool:
    done = entry.event
    if isinstance(done, Intake | ArrivalAgain):
        return done.sha256 in digests
    if isinstance(done, ToolRun):
        return done.exhibit in digests
    return isinstance(done, CaseOpened | KeyEnrolled | KeyRevoked | Stamped)


def _write_data(store: CaseStore, target: BagTarget, chosen: Sequence[Exhibit], entries: Iterable[Entry]) -> int:
    for item in chosen:
        with store.open(item.sha256) as stream:
            target.put(file_of(item), stream)
    exhibits = {item.sha256 for item in chosen}
    named = sorted({digest for entry in entries for digest, _size in blobs_named_by(entry)} - exhibits)
    for digest in named:
        with store.open(digest) as stream:
            target.put(f"data/records/{digest}", stream)
    return len(named)


def _write_log(store: CaseStore, target: BagTarget, head: Checkpoint, *, entries: Sequence[Entry] | None) -> None:
    target.put_bytes("log/checkpoint", head.note.encode())
    target.put_bytes("keys/log.pub", store.verifier_key().encode() + b"\n")
    node = store.nodes()
    for level in range(8):
        for index in range((head.size >> (TILE_HEIGHT * level)) // TILE_WIDTH + 1):
            width = tile_width(level, index, head.size)
            if width:
                hashes = tuple(node(TILE_HEIGHT * level, index * TILE_WIDTH + at) for at in range(width))
                tile = Tile(level=level, index=index, hashes=hashes)
                target.put_bytes(f"log/{tile.path}", tile.octets)
    if entries is None:
        for name, octets in store.bundles():
            target.put_bytes(f"log/{name}", octets)
        return
    for entry in entries:
        target.put_bytes(f"log/entry/{entry.index}", store.entry(entry.index))


def _write_proofs(store: CaseStore, target: BagTarget, head: Checkpoint, chosen: Sequence[Exhibit]) -> None:
    for item in chosen:
        target.put_bytes(f"proofs/{item.number}.entry", store.entry(item.log_index))
        target.put_bytes(f"proofs/{item.number}.tlog-proof", proof_of(store, head, item.log_index).encode())


def proof_of(store: CaseStore, head: Checkpoint, index: int) -> str:
    """The text of a C2SP proof of one entry under a checkpoint."""
    hashes = inclusion_proof(index, head.size, store.nodes())
    return write_proof(LogProof(index=index, hashes=hashes, checkpoint=head.note))


def _write_stamps(store: CaseStore, target: BagTarget, entries: Iterable[Entry]) -> None:
    count: dict[int, int] = {}
    signers = []
    for entry in entries:
        done = entry.event
        if isinstance(done, Stamped):
            number = count[done.size] = count.get(done.size, 0) + 1
            if number == 1:
                target.put_bytes(f"stamps/{done.size}.checkpoint", store.read(done.note))
            target.put_bytes(f"stamps/{done.size}.{number}.tsr", store.read(done.response))
            if done.certificates:
                target.put_bytes(f"stamps/{done.size}.{number}.pem", store.read(done.certificates))
        elif isinstance(done, KeyEnrolled):
            signers.append(f'"{done.person}" {done.public_key}\n')
    if signers:
        target.put_bytes("keys/people.allowed_signers", "".join(signers).encode())


def _withheld(store: CaseStore, item: Exhibit) -> dict[str, object]:
    leaf = leaf_hash(store.entry(item.log_index)).hex()
    return {"number": item.number, "log_index": item.log_index, "leaf_hash": leaf}


def _write_metadata(
    target: BagTarget,
    head: Checkpoint,
    companions: Companions,
    chosen: Sequence[Exhibit],
    withheld: Sequence[dict[str, object]],
    entries: Sequence[Entry],
) -> None:
    plain = {
        "format": FORMAT,
        "selection": "selected" if withheld else "whole",
        "checkpoint": {"origin": head.origin, "size": head.size, "root": head.root},
        "exhibits": [_exhibit_line(item) for item in chosen],
        "withheld": list(withheld),
        "fictional": companions.fictional,
    }
    target.put_bytes("metadata/package.json", _json(plain))
    target.put_bytes("metadata/exhibits.csv", _exhibits_csv(chosen))
    target.put_bytes("metadata/case.jsonld", _json(case_graph(chosen, entries, companions.software)))
    target.put_bytes("verify/probans_verify.py", companions.verifier)
    target.put_bytes("HOW-TO-CHECK.txt", companions.how_to.encode())


def _exhibit_line(item: Exhibit) -> dict[str, object]:
    return {
        "number": item.number,
        "sha256": item.sha256,
        "size": str(item.size),
        "log_index": item.log_index,
        "file": file_of(item),
        "role": item.role,
        "parent": item.parent,
    }


def _exhibits_csv(chosen: Sequence[Exhibit]) -> bytes:
    """RFC 4180 with CRLF; a name that a spreadsheet would run as a formula gets a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["number", "file", "sha256", "size", "kind", "media_type", "role", "parent", "log_index", "name", "path_raw",
         "received_at", "received_by"]
    )  # fmt: skip
    for item in chosen:
        first = item.arrivals[0] if item.arrivals else None
        writer.writerow(
            [item.number, file_of(item), item.sha256, item.size, item.kind.value, item.media_type, item.role,
             item.parent, item.log_index, _harmless(item.name), first.path_raw if first else "",
             first.received_at if first else "", _harmless(first.received_by) if first else ""]
        )  # fmt: skip
    return out.getvalue().encode("utf-8")


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _bag_info(companions: Companions, recipient: Recipient, head: Checkpoint, *, whole: bool) -> dict[str, str]:
    return {
        "Source-Organization": " ".join(head.origin.split()),
        "External-Description": "Invented example" if companions.fictional else "Exhibits with their custody log",
        "Bag-Software-Agent": companions.software,
        "Probans-Format": FORMAT,
        "Probans-Selection": "whole" if whole else "selected",
        "Probans-Checkpoint": f"{head.size} {head.root}",
        "Probans-Recipient": " ".join(recipient.name.split()) or "not named",
    }


def _json(plain: object) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
