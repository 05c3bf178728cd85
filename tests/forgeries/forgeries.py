"""Forgeries, one per defect, each with the code that must name it.

``verifier`` is the code that the stand-alone verifier must give, ``check`` that of ``probans check``; empty where that
check cannot see it (the docstring says why). The signer's key is used only where the name says *by owner*: whoever
holds the key can rewrite everything, and only a checkpoint or key kept elsewhere shows it.
"""

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probans.evidence.custody.note import COSIGNATURE, SignerKey, cosign
from tests.forgeries.base import CLERK, PARTNER, Log, checkpoint_text, own_key, signed, sshsig, write_file
from verifier import probans_verify as verify

Make = Callable[[Path], None]
NAMESPACE = "probans-decision"
OTHER = SignerKey(name="probans.example/TST", seed=b"\x07" * 32)


@dataclass(frozen=True, slots=True)
class Forgery:
    name: str
    make: Make
    verifier: str
    check: str


FORGERIES: list[Forgery] = []


def forgery(verifier: str, check: str | None = None) -> Callable[[Make], Make]:
    """Register a forgery; both checks give the same code unless said otherwise."""

    def register(make: Make) -> Make:
        FORGERIES.append(Forgery(make.__name__, make, verifier, verifier if check is None else check))
        return make

    return register


def blob_holding(case: Path, part: bytes) -> Path:
    return next(path for path in sorted((case / "blobs").rglob("*")) if path.is_file() and part in path.read_bytes())


def tile(case: Path, name: str) -> Path:
    return case / "log" / "tile" / name


def checkpoint(case: Path) -> Path:
    return case / "log" / "checkpoint"


# --- blobs -----------------------------------------------------------------------------------------------------------


@forgery("BLOB-DIGEST")
def bit_flipped_in_a_blob(case: Path) -> None:
    path = blob_holding(case, b"Nine people")
    octets = bytearray(path.read_bytes())
    octets[3] ^= 1
    write_file(path, bytes(octets))


@forgery("BLOB-DIGEST")
def blob_cut_short(case: Path) -> None:
    path = blob_holding(case, b"\x00\xff")
    write_file(path, path.read_bytes()[:-1])


@forgery("BLOB-DIGEST")
def blob_emptied(case: Path) -> None:
    write_file(blob_holding(case, b"Eleven"), b"")


@forgery("BLOB-DIGEST")
def blobs_exchanged(case: Path) -> None:
    one, two = blob_holding(case, b"Nine people"), blob_holding(case, b"Eleven")
    nine, eleven = one.read_bytes(), two.read_bytes()
    write_file(one, eleven)
    write_file(two, nine)


@forgery("BLOB-DIGEST")
def number_changed_in_a_reading(case: Path) -> None:
    path = blob_holding(case, b'"figures"')
    write_file(path, path.read_bytes().replace(b"9", b"6"))


@forgery("BLOB-DIGEST")
def number_changed_in_the_kept_report(case: Path) -> None:
    path = blob_holding(case, b"<!doctype")
    write_file(path, path.read_bytes().replace(b"9", b"6"))


@forgery("BLOB-MISSING")
def blob_gone(case: Path) -> None:
    blob_holding(case, b"Nine people").unlink()


@forgery("BLOB-MISSING")
def blob_moved_to_another_folder(case: Path) -> None:
    path = blob_holding(case, b"poster")
    (case / "blobs" / "zz").mkdir()
    path.rename(case / "blobs" / "zz" / path.name)


@forgery("BLOB-UNNAMED")
def blob_slipped_in(case: Path) -> None:
    octets = b"Twelve people were killed."
    digest = hashlib.sha256(octets).hexdigest()
    write_file(case / "blobs" / digest[:2] / digest, octets)


@forgery("BLOB-UNNAMED")
def blob_of_a_name_in_capitals(case: Path) -> None:
    path = blob_holding(case, b"Nine people")
    write_file(path.with_name(path.name.upper()), b"Twelve")


@forgery("REPORT-DIGEST", "")
def number_changed_in_the_report_for_people(case: Path) -> None:
    """``out/`` is not evidence for ``probans check``; the verifier holds it against the digest in the log."""
    path = case / "out" / "case-file.html"
    write_file(path, path.read_bytes().replace(b"9", b"6"))


# --- entries, bundles, tiles -----------------------------------------------------------------------------------------


@forgery("LOG-TILE")
def entry_changed(case: Path) -> None:
    path = tile(case, "entries/000")
    write_file(path, path.read_bytes().replace(b'"by":"clerk"', b'"by":"CLERK"', 1))


@forgery("LOG-TILE")
def salt_changed(case: Path) -> None:
    path = tile(case, "entries/002.p/88")
    at = path.read_bytes().index(b'"salt":"') + 8
    octets = bytearray(path.read_bytes())
    octets[at] = ord("f")
    write_file(path, bytes(octets))


@forgery("LOG-TILE")
def entry_changed_with_its_leaf(case: Path) -> None:
    """The tile of leaves fits the entry, the tile above does not."""
    above = tile(case, "1/000.p/2").read_bytes()
    changed(case, 40)
    write_file(tile(case, "1/000.p/2"), above)


def changed(case: Path, number: int) -> None:
    log = Log(case)
    log.put(number, log.event(number) | {"by": "someone else"})
    log.write()


@forgery("LOG-ROOT")
def entry_changed_with_all_tiles(case: Path) -> None:
    changed(case, 40)


@forgery("LOG-ROOT")
def last_entry_changed_with_all_tiles(case: Path) -> None:
    changed(case, 599)


@forgery("LOG-ROOT")
def entry_dated_back(case: Path) -> None:
    log = Log(case)
    log.put(3, log.event(3) | {"at": "2030-01-01T00:00:00.000000Z"})
    log.write()


@forgery("DECISION-ID")
def decision_altered(case: Path) -> None:
    altered(case, lambda decision: decision | {"act": "reject"})


@forgery("LOG-ROOT")
def decision_altered_with_its_id(case: Path) -> None:
    altered(case, lambda decision: with_id(decision | {"act": "reject"}))


@forgery("SSHSIG-WRONG")
def signed_decision_altered_by_owner(case: Path) -> None:
    altered(case, lambda decision: with_id(decision | {"act": "confirm"}), signed_one=True)
    Log(case).sign()


@forgery("SSHSIG-KEY")
def decision_signed_by_a_stranger_by_owner(case: Path) -> None:
    resigned(case, b"\x09" * 32, "probans-decision")


@forgery("SSHSIG-NAMESPACE")
def signature_made_for_something_else_by_owner(case: Path) -> None:
    resigned(case, CLERK, "file")


@forgery("SSHSIG-FORMAT", "SSH-FORMAT")
def signature_cut_short_by_owner(case: Path) -> None:
    log = Log(case)
    number, entry = the_decision(log, signed_one=True)
    lines = entry["event"]["signature"].split("\n")
    entry["event"]["signature"] = "\n".join([lines[0], lines[1][:-8], lines[2]])
    log.put(number, entry)
    log.write()
    log.sign()


@forgery("SSHSIG-FORMAT")
def signature_without_its_armour_by_owner(case: Path) -> None:
    with_signature(case, lambda message: sshsig(CLERK, message, NAMESPACE).replace("BEGIN", "BEGUN"))


@forgery("SSHSIG-FORMAT")
def signature_of_a_later_version_by_owner(case: Path) -> None:
    with_signature(case, lambda message: sshsig(CLERK, message, NAMESPACE, version=2))


@forgery("SSHSIG-FORMAT")
def signature_over_a_weak_hash_by_owner(case: Path) -> None:
    with_signature(case, lambda message: sshsig(CLERK, message, NAMESPACE, hashed="sha1"))


@forgery("SSHSIG-FORMAT", "SSHSIG-WRONG")
def signature_of_another_kind_than_its_key_by_owner(case: Path) -> None:
    with_signature(case, lambda message: sshsig(CLERK, message, NAMESPACE, kind=b"ssh-ed25518"))


@forgery("SSHSIG-FORMAT", "SSH-FORMAT")
def signature_with_bytes_more_by_owner(case: Path) -> None:
    def longer(message: bytes) -> str:
        first, body, last = sshsig(CLERK, message, NAMESPACE).strip().split("\n")
        return "\n".join([first, base64.b64encode(base64.b64decode(body) + b"more").decode(), last]) + "\n"

    with_signature(case, longer)


def resigned(case: Path, seed: bytes, namespace: str) -> None:
    with_signature(case, lambda message: sshsig(seed, message, namespace))


def with_signature(case: Path, sign: Callable[[bytes], str]) -> None:
    log = Log(case)
    number, entry = the_decision(log, signed_one=True)
    entry["event"]["signature"] = sign(verify.canonical(entry["event"]["decision"]))
    log.put(number, entry)
    log.write()
    log.sign()


@forgery("NOTE-SIGNATURE")
def countersignature_forged_by_owner(case: Path) -> None:
    """The entry names a note whose partner's line is not the partner's."""
    kept = blob_holding(case, PARTNER.name.encode()).read_bytes()
    line = cosign(
        kept.split("— archive".encode())[0].decode(),
        SignerKey(name=PARTNER.name, seed=b"\x03" * 32, algorithm=COSIGNATURE),
        1,
    )
    octets = base64.b64decode(line.rsplit(" ", 1)[1])
    forged = verify.parse_key(str(PARTNER.verifier)).key_id + octets[4:]
    note = line.rsplit(" ", 1)[0].encode() + b" " + base64.b64encode(forged) + b"\n"
    digest = hashlib.sha256(note).hexdigest()
    write_file(case / "blobs" / digest[:2] / digest, note)
    log = Log(case)
    number = next(at for at in range(len(log.entries)) if log.event(at)["kind"] == "cosignature")
    entry = json.loads(log.entries[number])
    entry["event"]["note"] = digest
    log.put(number, entry)
    log.write()
    log.sign()


@forgery("CHECKPOINT-FORKED")
def countersigned_log_rewritten_by_owner(case: Path) -> None:
    """What a partner countersigned is not the beginning of this log: the owner rewrote it."""
    log = Log(case)
    log.put(3, log.event(3) | {"by": "someone else"})
    log.write()
    log.sign()


@forgery("DECISION-UNKNOWN")
def decision_supersedes_one_never_made_by_owner(case: Path) -> None:
    altered(case, lambda decision: with_id(decision | {"supersedes": "dec-" + "0" * 20}))
    Log(case).sign()


def the_decision(log: Log, *, signed_one: bool) -> tuple[int, Any]:
    entries = [
        (number, json.loads(octets)) for number, octets in enumerate(log.entries) if b'"kind":"decision"' in octets
    ]
    return next(found for found in entries if ("signature" in found[1]["event"]) is signed_one)


def altered(case: Path, change: Callable[[dict[str, object]], dict[str, object]], *, signed_one: bool = False) -> None:
    log = Log(case)
    number, entry = the_decision(log, signed_one=signed_one)
    entry["event"]["decision"] = change(entry["event"]["decision"])
    log.put(number, entry)
    log.write()


def with_id(decision: dict[str, object]) -> dict[str, object]:
    return decision | {"id": verify.decision_id(decision)}


@forgery("LOG-ROOT")
def entries_in_another_order(case: Path) -> None:
    log = Log(case)
    log.entries[300], log.entries[301] = log.entries[301], log.entries[300]
    log.write()


@forgery("LOG-BUNDLE")
def entry_dropped(case: Path) -> None:
    log = Log(case)
    path = tile(case, "entries/002.p/88")
    write_file(path, path.read_bytes()[: -len(log.entries[-1]) - 2])


@forgery("LOG-BUNDLE")
def bundle_cut_short(case: Path) -> None:
    path = tile(case, "entries/001")
    write_file(path, path.read_bytes()[:-1])


@forgery("LOG-BUNDLE")
def bundle_with_one_byte_more(case: Path) -> None:
    path = tile(case, "entries/001")
    write_file(path, path.read_bytes() + b"\x00")


@forgery("LOG-BUNDLE")
def entry_slipped_in(case: Path) -> None:
    path = tile(case, "entries/000")
    write_file(path, path.read_bytes() + b"\x00\x02{}")


@forgery("LOG-TILE")
def bundles_exchanged(case: Path) -> None:
    exchange(tile(case, "entries/000"), tile(case, "entries/001"))


@forgery("LOG-TILE")
def tiles_exchanged(case: Path) -> None:
    exchange(tile(case, "0/000"), tile(case, "0/001"))


@forgery("LOG-FIRST-ENTRY")
def tiles_and_bundles_exchanged(case: Path) -> None:
    exchange(tile(case, "0/000"), tile(case, "0/001"))
    exchange(tile(case, "entries/000"), tile(case, "entries/001"))


def exchange(one: Path, two: Path) -> None:
    first, second = one.read_bytes(), two.read_bytes()
    write_file(one, second)
    write_file(two, first)


@forgery("LOG-TILE")
def tile_cut_short(case: Path) -> None:
    path = tile(case, "0/001")
    write_file(path, path.read_bytes()[:-32])


@forgery("LOG-TILE")
def tile_with_one_hash_more(case: Path) -> None:
    path = tile(case, "0/001")
    write_file(path, path.read_bytes() + b"\x00" * 32)


@forgery("LOG-TILE")
def tile_above_changed(case: Path) -> None:
    write_file(tile(case, "1/000.p/2"), b"\x00" * 64)


@forgery("LOG-MISSING")
def tile_gone(case: Path) -> None:
    tile(case, "0/001").unlink()


@forgery("LOG-MISSING")
def partial_tile_gone(case: Path) -> None:
    tile(case, "0/002.p/88").unlink()


@forgery("LOG-MISSING")
def bundle_gone(case: Path) -> None:
    tile(case, "entries/001").unlink()


# --- checkpoint and key ----------------------------------------------------------------------------------------------


@forgery("LOG-MISSING", "NO-CASE")
def checkpoint_gone(case: Path) -> None:
    checkpoint(case).unlink()


@forgery("NOTE-SIGNATURE")
def root_changed(case: Path) -> None:
    text = checkpoint(case).read_text()
    root = text.split("\n")[2]
    write_file(checkpoint(case), text.replace(root, ("A" if root[0] != "A" else "B") + root[1:]).encode())


@forgery("NOTE-SIGNATURE")
def size_changed_with_all_tiles(case: Path) -> None:
    """The last entry dropped, everything rebuilt, the checkpoint's lines adapted, the signature as it was."""
    log = Log(case)
    del log.entries[-1]
    log.write()
    old, _gap, signatures = checkpoint(case).read_bytes().partition(b"\n\n")
    origin = old.decode().split("\n")[0]
    text = checkpoint_text(origin, str(len(log.entries)), log.root())
    write_file(checkpoint(case), text.encode() + b"\n" + signatures)


@forgery("NOTE-SIGNATURE")
def signature_changed(case: Path) -> None:
    octets = checkpoint(case).read_bytes()
    head, line = octets[:-5], octets[-5:]
    write_file(checkpoint(case), head[:-1] + (b"A" if head[-1:] != b"A" else b"B") + line)


@forgery("NOTE-UNSIGNED")
def signed_by_another_key_of_that_name(case: Path) -> None:
    changed(case, 40)
    Log(case).sign(OTHER)


@forgery("NOTE-FORMAT")
def checkpoint_without_signature(case: Path) -> None:
    write_file(checkpoint(case), checkpoint(case).read_bytes().split(b"\n\n")[0] + b"\n")


@forgery("NOTE-FORMAT")
def checkpoint_with_carriage_returns(case: Path) -> None:
    write_file(checkpoint(case), checkpoint(case).read_bytes().replace(b"\n", b"\r\n"))


@forgery("NOTE-FORMAT")
def checkpoint_cut_short(case: Path) -> None:
    write_file(checkpoint(case), checkpoint(case).read_bytes()[:-1])


@forgery("NOTE-FORMAT")
def checkpoint_with_a_hyphen_for_the_dash(case: Path) -> None:
    write_file(checkpoint(case), checkpoint(case).read_bytes().replace("—".encode(), b"-"))


@forgery("NOTE-FORMAT")
def checkpoint_that_ends_within_a_line(case: Path) -> None:
    write_file(checkpoint(case), checkpoint(case).read_bytes() + "— other.example AAAAAAAA!".encode())


@forgery("NOTE-FORMAT")
def signature_of_four_bytes(case: Path) -> None:
    write_file(checkpoint(case), checkpoint(case).read_bytes() + "— other.example AAAAAA==\n".encode())


@forgery("NOTE-FORMAT")
def signature_with_spare_bits(case: Path) -> None:
    write_file(checkpoint(case), checkpoint(case).read_bytes() + "— other.example AAAAAAB=\n".encode())


@forgery("NOTE-FORMAT")
def control_character_by_owner(case: Path) -> None:
    log, signer = Log(case), own_key(case)
    write_file(checkpoint(case), signed(checkpoint_text(signer.name, "600", log.root()) + "a\tb\n", signer))


@forgery("NOTE-FORMAT")
def checkpoint_that_is_not_text(case: Path) -> None:
    write_file(checkpoint(case), b"\xff" + checkpoint(case).read_bytes())


@forgery("CHECKPOINT-FORMAT")
def size_with_a_leading_zero_by_owner(case: Path) -> None:
    log, signer = Log(case), own_key(case)
    write_file(checkpoint(case), signed(checkpoint_text(signer.name, "0600", log.root()), signer))


@forgery("CHECKPOINT-FORMAT")
def root_of_other_length_by_owner(case: Path) -> None:
    signer = own_key(case)
    write_file(checkpoint(case), signed(checkpoint_text(signer.name, "600", b"\x00" * 31), signer))


@forgery("LOG-KEY")
def checkpoint_of_another_origin_by_owner(case: Path) -> None:
    Log(case).sign(origin="probans.example/OTHER")


@forgery("LOG-FIRST-ENTRY")
def log_signed_anew_with_another_key(case: Path) -> None:
    """The key in the case is exchanged too, but entry 0 names the old one."""
    write_file(case / "keys" / "log.pub", f"{OTHER.verifier}\n".encode())
    Log(case).sign(OTHER)


@forgery("LOG-KEY", "")
def whole_log_rewritten_with_another_key(case: Path) -> None:
    """Consistent in itself: only a key kept elsewhere (``--key``) shows it, which ``probans check`` is not given."""
    log = Log(case)
    opening = log.event(0)
    event = opening["event"]
    assert isinstance(event, dict)
    log.put(0, opening | {"event": event | {"verifier_key": str(OTHER.verifier)}})
    log.write()
    log.sign(OTHER)
    write_file(case / "keys" / "log.pub", f"{OTHER.verifier}\n".encode())


@forgery("KEY-FORMAT")
def key_that_is_no_key(case: Path) -> None:
    write_file(case / "keys" / "log.pub", b"probans.example/TST\n")


@forgery("KEY-FORMAT")
def key_one_byte_too_long(case: Path) -> None:
    write_file(case / "keys" / "log.pub", key_text(verify.parse_key(key_of(case)).public + b"\x00"))


def key_of(case: Path) -> str:
    return (case / "keys" / "log.pub").read_text().strip()


@forgery("KEY-ID")
def key_under_a_wrong_id(case: Path) -> None:
    name, _key_id, rest = (case / "keys" / "log.pub").read_text().split("+", 2)
    write_file(case / "keys" / "log.pub", f"{name}+00000000+{rest}".encode())


@forgery("KEY-LOW-ORDER")
def key_with_which_anything_is_signed(case: Path) -> None:
    write_file(case / "keys" / "log.pub", key_text(b"\x01" + b"\x00" * 31))


@forgery("KEY-NOT-CANONICAL")
def key_not_canonical(case: Path) -> None:
    write_file(case / "keys" / "log.pub", key_text(b"\xff" * 32))


def key_text(public: bytes) -> bytes:
    material = b"\x01" + public
    key_id = hashlib.sha256(b"probans.example/TST\n" + material).hexdigest()[:8]
    return f"probans.example/TST+{key_id}+{base64.b64encode(material).decode()}\n".encode()


# --- what only the owner of the key can do, and what a kept checkpoint shows -----------------------------------------


@forgery("LOG-ROLLED-BACK")
def log_rolled_back(case: Path) -> None:
    """An older copy of the log put back: shown by a later checkpoint, or by the index of the same machine."""
    log = Log(case)
    del log.entries[500:]
    log.write()
    log.sign()


@forgery("CHECKPOINT-FORKED", "")
def history_rewritten_by_owner(case: Path) -> None:
    """Consistent in itself; only a checkpoint kept elsewhere (``--since``) shows it."""
    log = Log(case)
    log.put(3, log.event(3) | {"by": "someone else"})
    log.write()
    log.sign()


@forgery("LOG-ENTRY")
def entry_not_canonical_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: octets.replace(b'{"at"', b'{ "at"', 1))


@forgery("LOG-ENTRY")
def entry_with_a_field_twice_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: octets.replace(b'{"at"', b'{"at":"2031-03-04T00:00:00.000000Z","at"', 1))


@forgery("LOG-ENTRY")
def entry_with_an_unknown_field_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: octets.replace(b'"format":1', b'"extra":1,"format":1', 1))


@forgery("LOG-ENTRY")
def event_with_an_unknown_field_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: octets.replace(b'"event":{', b'"event":{"extra":1,', 1))


@forgery("LOG-ENTRY")
def event_with_a_number_for_a_text_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: re.sub(rb'"path_nfc":"(\d+)"', rb'"path_nfc":\1', octets))


@forgery("LOG-ENTRY")
def entry_with_a_short_salt_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: re.sub(rb'"salt":"..', rb'"salt":"', octets))


@forgery("LOG-ENTRY")
def entry_in_local_time_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: re.sub(rb'"at":"([^"]*)Z"', rb'"at":"\1+04:00"', octets))


@forgery("LOG-ENTRY")
def entry_of_another_format_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: octets.replace(b'"format":1', b'"format":2', 1))


@forgery("LOG-ENTRY")
def entry_of_an_unknown_kind_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: octets.replace(b'"kind":"not taken"', b'"kind":"not given"', 1))


@forgery("LOG-ENTRY")
def entry_that_writes_out_a_default_by_owner(case: Path) -> None:
    rewritten(
        case,
        40,
        lambda octets: octets.replace(
            b'"words":"It could not be read."}', b'"words":"It could not be read."},"source":""'
        ),
    )


@forgery("LOG-ENTRY")
def entry_that_lacks_a_field_by_owner(case: Path) -> None:
    rewritten(case, 40, lambda octets: octets.replace(b'"path_nfc":"32",', b"", 1))


@forgery("LOG-FIRST-ENTRY")
def case_opened_twice_by_owner(case: Path) -> None:
    log = Log(case)
    log.entries[40] = log.entries[0]
    log.write()
    log.sign()


@forgery("LOG-FIRST-ENTRY")
def log_that_does_not_open_the_case_by_owner(case: Path) -> None:
    log = Log(case)
    log.entries[0] = log.entries[40]
    log.write()
    log.sign()


@forgery("LOG-FIRST-ENTRY")
def log_emptied_by_owner(case: Path) -> None:
    signer = own_key(case)
    write_file(checkpoint(case), signed(checkpoint_text(signer.name, "0", verify.EMPTY_ROOT), signer))
    (case / "index.sqlite").unlink()


@forgery("ANCHOR-CHECKPOINT")
def countersignature_said_to_be_of_another_size_by_owner(case: Path) -> None:
    log = Log(case)
    number = next(at for at in range(len(log.entries)) if log.event(at)["kind"] == "cosignature")
    log.entries[number] = log.entries[number].replace(b'"size":8', b'"size":9')
    log.write()
    log.sign()


@forgery("LOG-TWICE")
def exhibit_registered_twice_by_owner(case: Path) -> None:
    log = Log(case)
    log.entries[40] = log.entries[2]
    log.write()
    log.sign()


@forgery("LOG-UNKNOWN-EXHIBIT")
def part_of_bytes_never_taken_in_by_owner(case: Path) -> None:
    rewritten(case, 3, lambda octets: octets.replace(b',"sha256"', b',"parent":"' + b"0" * 64 + b'","sha256"', 1))


@forgery("LOG-UNKNOWN-EXHIBIT")
def reading_of_bytes_never_taken_in_by_owner(case: Path) -> None:
    rewritten(case, 6, lambda octets: re.sub(rb'"exhibit":"[0-9a-f]{64}"', b'"exhibit":"' + b"0" * 64 + b'"', octets))


@forgery("LOG-FUTURE")
def report_on_a_log_to_come_by_owner(case: Path) -> None:
    rewritten(case, 599, lambda octets: re.sub(rb'"checkpoint_size":\d+', b'"checkpoint_size":700', octets))


@forgery("BLOB-DIGEST")
def size_that_is_not_the_blobs_by_owner(case: Path) -> None:
    rewritten(case, 2, lambda octets: octets.replace(b'"size":"37"', b'"size":"36"'))


def rewritten(case: Path, number: int, change: Callable[[bytes], bytes]) -> None:
    log = Log(case)
    log.entries[number] = change(log.entries[number])
    log.write()
    log.sign()


def copy(base: Path, folder: Path) -> Path:
    """A copy of the case to forge."""
    return Path(shutil.copytree(base, folder))
