#!/usr/bin/env python3
"""Check a case, a proof or a bag of Probans without Probans: one file, Python 3.8 or newer, nothing to install.

    python3 probans_verify.py CASE --key KEY            a case folder or a hand-over package
    python3 probans_verify.py EX-000001.tlog-proof --key KEY --blob photo.jpg
    python3 probans_verify.py consistency.json --key KEY --since OLD-CHECKPOINT --now NEW-CHECKPOINT
    python3 probans_verify.py CASE --since OLD-CHECKPOINT --report case-file.html

It is a second implementation, written from docs/format alone (custody-log.md, case-folder.md, package.md, proofs.md)
and the public texts that those pages name: RFC 6962, RFC 8032, RFC 8785, C2SP signed-note, tlog-checkpoint, tlog-tiles,
tlog-proof and tlog-cosignature, BagIt (RFC 8493) and SSHSIG. It imports nothing of Probans and changes nothing.

Each line says *passed*, *failed* or *not checked*. Exit code: 0 everything passed; 5 something failed; 6 nothing failed
but something was not checked; 2 it could not be used as asked. What it shows is that bytes did not change and that
nothing was slipped in or taken out since the log was signed. It never shows that what a file seems to show is true.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import math
import os
import re
import stat
import struct
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, Tuple  # noqa: UP035 - Python 3.8 cannot subscript tuple when it runs

VERSION = "1"
PASSED, FAILED, NOT_CHECKED = "passed", "failed", "not checked"
EXIT_PASSED, EXIT_USAGE, EXIT_FAILED, EXIT_NOT_CHECKED = 0, 2, 5, 6
CHUNK = 1 << 20
MAX_NOTE = 1 << 20
MAX_PROOF = 1 << 20
MAX_TILE = 1 << 25  # 256 entries of 65,535 bytes with their lengths fit


class Broken(Exception):
    """A link does not hold. ``code`` as in docs/format/custody-log.md."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Item(NamedTuple):
    """One line of the result."""

    outcome: str
    check: str
    subject: str
    words: str
    code: str = ""


# --- Ed25519 (RFC 8032), verification only ---------------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = Tuple[int, int, int, int]  # noqa: UP006 - extended coordinates X, Y, Z, T
NEUTRAL: Point = (0, 1, 1, 0)


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is right. Refused: low-order and non-canonical keys, S not below q, R not canonical."""
    key = decompress(public)
    if key is None or is_low_order(key) or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= Q:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % Q
    found = add(multiply(s, BASE), multiply(Q - k, key))
    return compress(found) == signature[:32]


def decompress(octets: bytes) -> Point | None:
    if len(octets) != 32:
        return None
    number = int.from_bytes(octets, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    x = _recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _recover(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def compress(point: Point) -> bytes:
    x, y, z, _t = point
    inverse = pow(z, -1, P)
    return ((y * inverse % P) | ((x * inverse % P & 1) << 255)).to_bytes(32, "little")


def add(first: Point, second: Point) -> Point:
    a = (first[1] - first[0]) * (second[1] - second[0]) % P
    b = (first[1] + first[0]) * (second[1] + second[0]) % P
    c = 2 * first[3] * second[3] * D % P
    d = 2 * first[2] * second[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(number: int, point: Point) -> Point:
    result = NEUTRAL
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def is_low_order(point: Point) -> bool:
    x, y, z, _t = multiply(8, point)
    return x % P == 0 and (y - z) % P == 0


def _base() -> Point:
    y = 4 * pow(5, -1, P) % P
    x = _recover(y, 0) or 0
    return x, y, 1, x * y % P


BASE = _base()


# --- signed notes and checkpoints (C2SP) -----------------------------------------------------------------------------

ED25519, COSIGNATURE = 1, 4


class Key(NamedTuple):
    """A verifier key: ``<name>+<key id>+<base64 of type and public key>``."""

    name: str
    key_id: bytes
    kind: int
    public: bytes
    text: str


class Note(NamedTuple):
    """A note's text (with its last newline) and its signature lines."""

    text: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]  # name, key id, signature


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def parse_key(text: str) -> Key:
    """Read a verifier key. Raises Broken (KEY-FORMAT, KEY-ID, KEY-NOT-CANONICAL, KEY-LOW-ORDER)."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_key_name(parts[0]) or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        raise Broken("KEY-FORMAT", "A public key is written as name+key id+base64.")
    material = read_base64(parts[2], "KEY-FORMAT", "The public key is not base64.")
    if len(material) != 33 or material[0] not in (ED25519, COSIGNATURE):
        raise Broken("KEY-FORMAT", "The public key is not an Ed25519 key.")
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + material).digest()[:4]
    if key_id.hex() != parts[1]:
        raise Broken("KEY-ID", "The key id does not fit the key.")
    point = decompress(material[1:])
    if point is None:
        raise Broken("KEY-NOT-CANONICAL", "The public key is not a canonical point on the curve.")
    if is_low_order(point):
        raise Broken("KEY-LOW-ORDER", "The public key is of low order: any signature would fit it.")
    return Key(parts[0], key_id, material[0], material[1:], text)


def is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def parse_note(octets: bytes) -> Note:
    """Split a note. Raises Broken (NOTE-FORMAT)."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        raise Broken("NOTE-FORMAT", "The note is not valid UTF-8.") from None
    if any(character < " " and character != "\n" for character in text):
        raise Broken("NOTE-FORMAT", "The note has control characters.")
    at = text.rfind("\n\n")
    if at < 0 or not text.endswith("\n"):
        raise Broken("NOTE-FORMAT", "The note has no empty line before its signatures, or does not end in a newline.")
    lines = text[at + 2 : -1].split("\n")
    return Note(text[: at + 1].encode("utf-8"), tuple(_signature_line(line) for line in lines))


def _signature_line(line: str) -> tuple[str, bytes, bytes]:
    match = re.fullmatch("— ([^ ]+) ([^ ]+)", line)
    if not match or not is_key_name(match.group(1)):
        raise Broken("NOTE-FORMAT", "A signature line is not: dash, key name, base64.")
    octets = read_base64(match.group(2), "NOTE-FORMAT", "A signature is not base64.")
    if len(octets) < 5:
        raise Broken("NOTE-FORMAT", "A signature is too short.")
    return match.group(1), octets[:4], octets[4:]


def require_signed(note: Note, key: Key) -> int:
    """Check all signatures of a known key; give the time of a cosignature (0 for a plain one).

    Raises Broken: NOTE-UNSIGNED when there is none by this key, NOTE-SIGNATURE when one is wrong.
    """
    own = [signature for name, key_id, signature in note.signatures if (name, key_id) == (key.name, key.key_id)]
    if not own:
        raise Broken("NOTE-UNSIGNED", f"No signature by {key.name} ({key.key_id.hex()}) is on it.")
    return max(_require_signature(note, key, signature) for signature in own)


def _require_signature(note: Note, key: Key, octets: bytes) -> int:
    message, signature, made = note.text, octets, 0
    if key.kind == COSIGNATURE:
        made, signature = int.from_bytes(octets[:8], "big"), octets[8:]
        message = f"cosignature/v1\ntime {made}\n".encode() + note.text
    if not verify_ed25519(key.public, message, signature):
        raise Broken("NOTE-SIGNATURE", f"The signature by {key.name} is wrong.")
    return made


def parse_checkpoint(text: bytes) -> Checkpoint:
    """Origin, size and root of a checkpoint's text. Raises Broken (CHECKPOINT-FORMAT)."""
    lines = text.decode("utf-8").split("\n")
    if len(lines) < 4 or lines[-1] != "" or not all(lines[:-1]) or not is_decimal(lines[1]):
        raise Broken("CHECKPOINT-FORMAT", "A checkpoint has an origin, a size in decimal and a root, each on a line.")
    root = read_base64(lines[2], "CHECKPOINT-FORMAT", "The root is not base64.")
    if len(root) != 32:
        raise Broken("CHECKPOINT-FORMAT", "The root is not 32 bytes.")
    return Checkpoint(lines[0], int(lines[1]), root)


def is_decimal(text: str) -> bool:
    return re.fullmatch(r"0|[1-9][0-9]{0,17}", text) is not None


def read_base64(text: str, code: str, words: str) -> bytes:
    try:
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Broken(code, words) from None
    if base64.b64encode(octets).decode("ascii") != text:
        raise Broken(code, words)
    return octets


# --- the tree (RFC 6962) and its tiles (C2SP tlog-tiles) -------------------------------------------------------------

EMPTY_ROOT = hashlib.sha256(b"").digest()
WIDTH = 256


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(hashes: Sequence[bytes]) -> bytes:
    """Root over hashes of equal height."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


def bag_peaks(peaks: Sequence[bytes]) -> bytes:
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """Root that an inclusion proof leads to (RFC 9162, 2.1.3.2). Raises Broken (PROOF-SHAPE)."""
    if index >= size:
        raise Broken("PROOF-SHAPE", "The index lies beyond the tree.")
    first, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise Broken("PROOF-SHAPE", "The proof is too long.")
        if first & 1 or first == last:
            found = node_hash(step, found)
            first, last = _up_to_right_child(first, last)
        else:
            found = node_hash(found, step)
        first, last = first >> 1, last >> 1
    if last:
        raise Broken("PROOF-SHAPE", "The proof is too short.")
    return found


def require_consistent(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> None:
    """Check a consistency proof (RFC 9162, 2.1.4.2). Raises Broken (PROOF-SHAPE, PROOF-ROOT)."""
    if not 0 < old.size <= new.size:
        raise Broken("PROOF-SHAPE", "The old size must be above zero and not above the new size.")
    if old.size == new.size:
        if path:
            raise Broken("PROOF-SHAPE", "Between equal sizes the proof is empty.")
        roots = (old.root, old.root)
    else:
        roots = _roots_from_consistency(old, new, path)
    if roots != (old.root, new.root):
        raise Broken("PROOF-ROOT", "The proof does not join the two roots.")


def _roots_from_consistency(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Old and new root that a proof gives."""
    steps = list(path)
    if old.size & (old.size - 1) == 0:
        steps.insert(0, old.root)
    if not steps:
        raise Broken("PROOF-SHAPE", "The proof is too short.")
    first, last = old.size - 1, new.size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    one = two = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Broken("PROOF-SHAPE", "The proof is too long.")
        if first & 1 or first == last:
            one, two = node_hash(step, one), node_hash(step, two)
            first, last = _up_to_right_child(first, last)
        else:
            two = node_hash(two, step)
        first, last = first >> 1, last >> 1
    if last:
        raise Broken("PROOF-SHAPE", "The proof is too short.")
    return one, two


def _up_to_right_child(first: int, last: int) -> tuple[int, int]:
    while not first & 1 and first:
        first, last = first >> 1, last >> 1
    return first, last


class Tiles:
    """Tiles and bundles of a log on disk, for a tree of a given size."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.size = size

    def count(self, level: int) -> int:
        """How many tiles a level has."""
        return ((self.size >> 8 * level) + WIDTH - 1) // WIDTH

    def leaf(self, number: int) -> bytes:
        """Leaf hash of an entry."""
        tile = number // WIDTH
        return self.hashes(0, tile, self.width(0, tile))[number % WIDTH]

    def width(self, level: int, number: int) -> int:
        """How many hashes a tile holds in a tree of this size."""
        return min(WIDTH, (self.size >> 8 * level) - number * WIDTH)

    def read(self, kind: str, number: int, width: int) -> tuple[bytes, int]:
        """A tile's bytes and width: the partial one, or the full one that took its place (C2SP allows that)."""
        path = self.folder / "tile" / kind / tile_name(number)
        wanted = [(path, WIDTH)]
        if width < WIDTH:
            wanted.insert(0, (path.parent / (path.name + ".p") / str(width), width))
        for place, held in wanted:
            if place.is_file():
                return read_file(place, MAX_TILE, "LOG-MISSING"), held
        raise Broken("LOG-MISSING", f"{wanted[0][0].relative_to(self.folder.parent)} is not there or cannot be read.")

    def hashes(self, level: int, number: int, width: int) -> list[bytes]:
        octets, held = self.read(str(level), number, width)
        if len(octets) != 32 * held:
            raise Broken("LOG-TILE", f"Tile {level}/{number} has {len(octets)} bytes; {32 * held} are due.")
        return [octets[at : at + 32] for at in range(0, 32 * width, 32)]

    def bundle(self, number: int, width: int) -> list[bytes]:
        octets, held = self.read("entries", number, width)
        entries, at = [], 0
        while at < len(octets):
            end = at + 2 + int.from_bytes(octets[at : at + 2], "big")
            if at + 2 > len(octets) or end > len(octets):
                raise Broken("LOG-BUNDLE", f"Bundle {number} ends within an entry.")
            entries.append(octets[at + 2 : end])
            at = end
        if len(entries) != held:
            raise Broken("LOG-BUNDLE", f"Bundle {number} has {len(entries)} entries; {held} are due.")
        return entries[:width]

    def root_at(self, size: int) -> bytes:
        """Root of the tree when it had ``size`` entries, from tiles already found to be right."""
        if size == 0:
            return EMPTY_ROOT
        peaks, at = [], 0
        for bit in range(size.bit_length() - 1, -1, -1):
            if size >> bit & 1:
                peaks.append(self._perfect(at, bit))
                at += 1 << bit
        return bag_peaks(peaks)

    def _perfect(self, at: int, height: int) -> bytes:
        level, span = height // 8, 1 << height % 8
        first = at >> 8 * level
        number = first // WIDTH
        hashes = self.hashes(level, number, self.width(level, number))
        return tree_hash(hashes[first % WIDTH : first % WIDTH + span])


def tile_name(number: int) -> str:
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.insert(0, f"x{number % 1000:03d}")
    return "/".join(parts)


class Pyramid:
    """Holds the tiles of each level against the level below, while leaves come in from the left."""

    def __init__(self, tiles: Tiles) -> None:
        self.tiles = tiles
        self.rows: list[list[bytes]] = []
        self.done: list[int] = []  # full tiles of each level above the leaves

    def add(self, leaves: list[bytes]) -> None:
        """Take the hashes of the next tile of leaves. Raises Broken (LOG-TILE)."""
        level = 0
        while len(leaves) == WIDTH:
            if level == len(self.rows):
                self.rows.append([])
                self.done.append(0)
            row = self.rows[level]
            row.append(tree_hash(leaves))
            if len(row) < WIDTH:
                return
            self._compare(level)
            leaves, self.rows[level] = row, []
            self.done[level] += 1
            level += 1

    def finish(self) -> None:
        """Compare the partial tiles at the right edge. Raises Broken (LOG-TILE)."""
        for level, row in enumerate(self.rows):
            if row:
                self._compare(level)

    def _compare(self, level: int) -> None:
        row, number = self.rows[level], self.done[level]
        if row != self.tiles.hashes(level + 1, number, len(row)):
            raise Broken("LOG-TILE", f"Tile {level + 1}/{number} does not hold the hashes of the level below.")


def walk_log(tiles: Tiles) -> Iterator[tuple[int, bytes]]:
    """Every entry with its number, held against the tiles on the way. Raises Broken at the first broken link.

    Only a walk that comes to its end has compared all tiles.
    """
    pyramid = Pyramid(tiles)
    for number in range(tiles.count(0)):
        width = tiles.width(0, number)
        entries = tiles.bundle(number, width)
        hashes = [leaf_hash(entry) for entry in entries]
        there = tiles.hashes(0, number, width)
        if hashes != there:
            at = next(at for at in range(width) if hashes[at] != there[at])
            raise Broken("LOG-TILE", f"Entry {number * WIDTH + at} does not give the hash in tile 0/{number}.")
        for offset, entry in enumerate(entries):
            yield number * WIDTH + offset, entry
        pyramid.add(hashes)
    pyramid.finish()


def walk_tiles(tiles: Tiles) -> None:
    """Compare all tiles where the entries are not at hand. Raises Broken (LOG-TILE, LOG-MISSING)."""
    pyramid = Pyramid(tiles)
    for number in range(tiles.count(0)):
        pyramid.add(tiles.hashes(0, number, tiles.width(0, number)))
    pyramid.finish()


# --- canonical JSON (RFC 8785) ---------------------------------------------------------------------------------------


def read_canonical(octets: bytes) -> Any:
    """The value of canonical JSON. Raises Broken (LOG-ENTRY) unless the bytes are exactly the canonical form."""
    try:
        value = json.loads(octets.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
        again = canonical(value)
    except (ValueError, RecursionError, OverflowError) as error:
        raise Broken("LOG-ENTRY", f"It is not JSON as RFC 8785 wants it ({error}).") from None
    if again != octets:
        raise Broken("LOG-ENTRY", "It is not in its canonical form (RFC 8785).")
    return value


def canonical(value: Any) -> bytes:
    return _write(value).encode("utf-8")


def _write(value: Any) -> str:
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _write_text(value)
    if isinstance(value, (int, float)):
        return _write_number(value)
    if isinstance(value, list):
        return "[" + ",".join(_write(entry) for entry in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(_write_text(key) + ":" + _write(value[key]) for key in keys) + "}"


_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def _write_text(text: str) -> str:
    return (
        '"' + re.sub(r'["\\\x00-\x1f]', lambda hit: _SHORT.get(hit.group(), f"\\u{ord(hit.group()):04x}"), text) + '"'
    )


def _write_number(number: Any) -> str:
    """As ECMAScript writes it: the shortest digits that give the same double."""
    if isinstance(number, int):
        if abs(number) > 2**53 - 1:
            raise ValueError("a whole number beyond 2^53")
        return str(number)
    if number == 0:
        return "0"
    if not math.isfinite(number):
        raise ValueError("not a number")
    sign, number = ("-", -number) if number < 0 else ("", number)
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len((whole + fraction).lstrip("0")))
    digits = digits.rstrip("0")
    return sign + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    rest = "." + digits[1:] if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{point - 1:+d}"


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(word)


# --- entries of the custody log --------------------------------------------------------------------------------------

# Field: (shape, default). NEEDED has no default. Shapes: text, digest (64 hexadecimal digits), size (decimal text),
# count (whole number), list, record names below, digests (list of them), pairs (of name and digest).
NEEDED = object()
RECORDS: dict[str, dict[str, tuple[str, Any]]] = {
    "arrival": {
        "path_raw": ("text", NEEDED),
        "path_nfc": ("text", NEEDED),
        "source": ("text", ""),
        "modified_ns": ("text", ""),
        "size": ("text", ""),
        "from_exhibit": ("digest or none", ""),
    },
    "tool": {"name": ("text", NEEDED), "version": ("text", NEEDED), "settings_digest": ("digest or none", "")},
    "problem": {"code": ("text", NEEDED), "where": ("text", NEEDED), "words": ("text", NEEDED)},
    "decision": {
        "id": ("text", NEEDED),
        "act": ("text", NEEDED),
        "subjects": ("list", NEEDED),
        "person": ("text", NEEDED),
        "reason": ("text", NEEDED),
        "made_at": ("text", NEEDED),
        "value": ("text", ""),
        "supersedes": ("text", ""),
    },
}
KINDS: dict[str, dict[str, tuple[str, Any]]] = {
    "case opened": {
        "case_id": ("text", NEEDED),
        "prefix": ("text", NEEDED),
        "origin": ("text", NEEDED),
        "verifier_key": ("text", NEEDED),
        "software": ("text", ""),
        "log_format": ("text", "probans-custody-log/1"),
    },
    "ingestion": {
        "sha256": ("digest", NEEDED),
        "size": ("size", NEEDED),
        "number": ("text", NEEDED),
        "kind": ("text", NEEDED),
        "media_type": ("text", NEEDED),
        "identified_by": ("list", []),
        "role": ("text", "original"),
        "parent": ("digest or none", ""),
        "tool": ("tool", None),
        "arrival": ("arrival", None),
        "problems": ("problems", []),
    },
    "arrival": {"sha256": ("digest", NEEDED), "arrival": ("arrival", NEEDED), "problems": ("problems", [])},
    "not taken": {
        "path_raw": ("text", NEEDED),
        "path_nfc": ("text", NEEDED),
        "problem": ("problem", NEEDED),
        "source": ("text", ""),
    },
    "tool run": {
        "exhibit": ("digest", NEEDED),
        "stage": ("text", NEEDED),
        "tool": ("tool", NEEDED),
        "outcome": ("text", NEEDED),
        "output": ("digest or none", ""),
        "outputs": ("digests", []),
        "sandbox": ("text", ""),
        "problems": ("problems", []),
    },
    "decision": {"decision": ("decision", NEEDED), "signature": ("text", "")},
    "settings": {"files": ("pairs", NEEDED)},
    "analysis": {"tool": ("tool", NEEDED), "inputs": ("digest", NEEDED), "output": ("digest", NEEDED)},
    "report": {
        "sha256": ("digest", NEEDED),
        "name": ("text", NEEDED),
        "analysis": ("digest", NEEDED),
        "checkpoint_size": ("count", NEEDED),
    },
    "fixity check": {
        "passed": ("count", NEEDED),
        "failed": ("count", NEEDED),
        "not_checked": ("count", NEEDED),
        "first_failures": ("list", []),
    },
    "time stamp": {
        "size": ("count", NEEDED),
        "root": ("text", NEEDED),
        "note": ("digest", NEEDED),
        "authority": ("text", NEEDED),
        "response": ("digest", NEEDED),
        "certificates": ("digest or none", ""),
        "kind": ("text", "rfc3161"),
        "time": ("text", ""),
        "outcome": ("text", NOT_CHECKED),
        "checked_by": ("text", ""),
        "words": ("text", ""),
    },
    "cosignature": {
        "size": ("count", NEEDED),
        "root": ("text", NEEDED),
        "note": ("digest", NEEDED),
        "partner": ("text", NEEDED),
        "key": ("text", NEEDED),
    },
    "key enrolled": {"person": ("text", NEEDED), "public_key": ("text", NEEDED), "fingerprint": ("text", NEEDED)},
    "key revoked": {"person": ("text", NEEDED), "fingerprint": ("text", NEEDED), "reason": ("text", NEEDED)},
    "disclosure": {
        "package": ("digest", NEEDED),
        "to": ("text", NEEDED),
        "exhibits": ("count", NEEDED),
        "withheld": ("count", NEEDED),
        "checkpoint_size": ("count", NEEDED),
        "purpose": ("text", ""),
    },
    "repair": {"sha256": ("digest", NEEDED), "found": ("text", NEEDED), "source": ("text", NEEDED)},
}
ENVELOPE = {"format", "kind", "at", "by", "salt", "event"}
AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
HEX = re.compile(r"[0-9a-f]{64}")


class Entry(NamedTuple):
    number: int
    kind: str
    event: dict[str, Any]


def read_entry(index: int, octets: bytes) -> Entry:
    """An entry, checked against format 1. Raises Broken (LOG-ENTRY), naming the entry."""
    try:
        value = read_canonical(octets)
        if not isinstance(value, dict) or set(value) != ENVELOPE:
            raise Broken("LOG-ENTRY", f"It must have exactly the fields {', '.join(sorted(ENVELOPE))}.")
        if value["format"] != 1 or isinstance(value["format"], bool):
            raise Broken("LOG-ENTRY", "It is not of format 1, the one that this verifier knows.")
        if not AT.fullmatch(str(value["at"])) or not re.fullmatch(r"[0-9a-f]{32}", str(value["salt"])):
            raise Broken("LOG-ENTRY", "Its time or its salt is not well-formed.")
        if not isinstance(value["by"], str) or value["kind"] not in KINDS:
            raise Broken("LOG-ENTRY", f"Its kind {value['kind']!r} is not one of format 1.")
        _require_record(value["event"], KINDS[value["kind"]], "event")
    except Broken as broken:
        raise Broken(broken.code, f"Entry {index}: {broken.words}") from None
    return Entry(index, value["kind"], value["event"])


def _require_record(value: Any, fields: dict[str, tuple[str, Any]], where: str) -> None:
    if not isinstance(value, dict) or set(value) - set(fields):
        raise Broken("LOG-ENTRY", f"{where} has fields that format 1 does not have.")
    for name, (shape, default) in fields.items():
        if name not in value:
            if default is NEEDED:
                raise Broken("LOG-ENTRY", f"{where} lacks {name!r}.")
            continue
        if default is not NEEDED and value[name] == default and type(value[name]) is type(default):
            raise Broken("LOG-ENTRY", f"{where} writes out the default of {name!r}.")
        _require_shape(value[name], shape, f"{where}.{name}")


def _require_shape(value: Any, shape: str, where: str) -> None:
    if shape in RECORDS:
        _require_record(value, RECORDS[shape], where)
    elif shape == "problems":
        _require_shape(value, "list", where)
        for entry in value:
            _require_record(entry, RECORDS["problem"], where)
    elif not _SHAPES[shape](value):
        raise Broken("LOG-ENTRY", f"{where} is not a {shape}.")


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and HEX.fullmatch(value) is not None


_SHAPES: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "digest": _is_digest,
    "digest or none": lambda value: value == "" or _is_digest(value),
    "size": lambda value: isinstance(value, str) and is_decimal(value),
    "count": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    "list": lambda value: isinstance(value, list),
    "digests": lambda value: isinstance(value, list) and all(map(_is_digest, value)),
    "pairs": lambda value: (
        isinstance(value, list)
        and all(isinstance(pair, list) and len(pair) == 2 and _is_digest(pair[1]) for pair in value)
    ),
}


# Fields whose digests name blobs; the other digests refer to exhibits, settings or inputs.
NAMING = {
    "ingestion": ("sha256",),
    "tool run": ("outputs", "output"),
    "analysis": ("output",),
    "report": ("sha256",),
    "settings": ("files",),
    "time stamp": ("note", "response", "certificates"),
    "cosignature": ("note",),
}


def blobs_of(entry: Entry) -> Iterator[tuple[str, int]]:
    """Digest and size (-1: not said) of each blob that an entry vouches for."""
    size = int(entry.event["size"]) if entry.kind == "ingestion" else -1
    for field in NAMING.get(entry.kind, ()):
        value = entry.event.get(field, "")
        for named in value if isinstance(value, list) else [value]:
            digest = named[1] if isinstance(named, list) else named
            if digest:
                yield digest, size


class Sense:
    """Whether entries, each sound by itself, agree with each other (custody-log.md, *Agreement*)."""

    def __init__(self, key: Key, *, whole: bool = True) -> None:
        self.key = key
        self.whole = whole  # whether every entry is at hand, so that what an entry refers to must be, too
        self.exhibits: set[str] = set()
        self.numbers: set[str] = set()
        self.decisions: set[str] = set()

    def read(self, entry: Entry) -> None:
        """Take the next entry. Raises Broken when it contradicts what came before."""
        event = entry.event
        if (entry.kind == "case opened") != (entry.number == 0):
            raise Broken("LOG-FIRST-ENTRY", f"Entry {entry.number}: entry 0 must open the case, and no other may.")
        if entry.number == 0 and event["verifier_key"] != self.key.text:
            raise Broken("LOG-FIRST-ENTRY", "The key that opened the case is not the one in keys/log.pub.")
        if entry.kind == "ingestion":
            self._ingested(entry)
        elif entry.kind == "decision":
            self._decided(entry)
        referred = {"arrival": "sha256", "tool run": "exhibit"}.get(entry.kind)
        if referred and self.whole and event[referred] not in self.exhibits:
            raise Broken("LOG-UNKNOWN-EXHIBIT", f"Entry {entry.number} names bytes that were not registered.")
        if entry.kind in DATED and event[DATED[entry.kind]] > entry.number:
            raise Broken("LOG-FUTURE", f"Entry {entry.number} names a checkpoint that did not exist yet.")

    def _ingested(self, entry: Entry) -> None:
        event = entry.event
        if event["sha256"] in self.exhibits or event["number"] in self.numbers:
            raise Broken("LOG-TWICE", f"Entry {entry.number} registers {event['number']} a second time.")
        if event.get("parent") and self.whole and event["parent"] not in self.exhibits:
            raise Broken("LOG-UNKNOWN-EXHIBIT", f"Entry {entry.number} names a parent that was not registered.")
        self.exhibits.add(event["sha256"])
        self.numbers.add(event["number"])

    def _decided(self, entry: Entry) -> None:
        decision = entry.event["decision"]
        if decision["id"] != decision_id(decision):
            raise Broken("DECISION-ID", f"The id of the decision in entry {entry.number} is not that of its content.")
        if decision.get("supersedes") and self.whole and decision["supersedes"] not in self.decisions:
            raise Broken("DECISION-UNKNOWN", f"Entry {entry.number} supersedes a decision that was not made.")
        self.decisions.add(decision["id"])


DATED = {"report": "checkpoint_size", "time stamp": "size"}


def decision_id(decision: dict[str, Any]) -> str:
    """The id that a decision's content gives."""
    framed = canonical({"content": {**decision, "id": ""}, "format": 1, "type": "decision"})
    return "dec-" + hashlib.sha256(framed).hexdigest()[:20]


# --- people's signatures (SSHSIG, as ssh-keygen -Y makes them) -------------------------------------------------------

SIGNED_AS = "probans-decision"


class Cursor:
    """Reads the length-prefixed strings of the SSH wire format."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.at = 0

    def take(self, length: int) -> bytes:
        if self.at + length > len(self.octets):
            raise Broken("SSHSIG-FORMAT", "The signature ends too early.")
        self.at += length
        return self.octets[self.at - length : self.at]

    def string(self) -> bytes:
        return self.take(struct.unpack(">I", self.take(4))[0])

    def end(self) -> None:
        if self.at != len(self.octets):
            raise Broken("SSHSIG-FORMAT", "The signature has bytes too many.")


def verify_sshsig(armoured: str, message: bytes, namespace: str) -> tuple[bytes, bool]:
    """The signer's public key (wire form) and whether its kind could be checked. Raises Broken (SSHSIG-...)."""
    lines = armoured.strip().split("\n")
    if lines[0] != "-----BEGIN SSH SIGNATURE-----" or lines[-1] != "-----END SSH SIGNATURE-----":
        raise Broken("SSHSIG-FORMAT", "It is not an armoured SSH signature.")
    cursor = Cursor(read_base64("".join(lines[1:-1]), "SSHSIG-FORMAT", "The signature is not base64."))
    if cursor.take(6) != b"SSHSIG" or cursor.take(4) != struct.pack(">I", 1):
        raise Broken("SSHSIG-FORMAT", "It is not an SSH signature of version 1.")
    public, named, reserved, algorithm, signature = (cursor.string() for _ in range(5))
    cursor.end()
    if named != namespace.encode():
        raise Broken("SSHSIG-NAMESPACE", f"It was made for {named.decode('utf-8', 'replace')!r}, not {namespace!r}.")
    if algorithm not in (b"sha256", b"sha512"):
        raise Broken("SSHSIG-FORMAT", "Its hash is neither sha256 nor sha512.")
    digest = hashlib.new(algorithm.decode(), message).digest()
    signed = b"SSHSIG" + b"".join(struct.pack(">I", len(part)) + part for part in (named, reserved, algorithm, digest))
    return public, _verify_ssh(public, signed, signature)


def _verify_ssh(public: bytes, signed: bytes, signature: bytes) -> bool:
    """False when the kind of key is not known here. Raises Broken (SSHSIG-WRONG)."""
    key, seal = Cursor(public), Cursor(signature)
    kind = key.string()
    if kind not in (b"ssh-ed25519", b"sk-ssh-ed25519@openssh.com"):
        return False
    point = key.string()
    if seal.string() != kind:
        raise Broken("SSHSIG-FORMAT", "Key and signature are of different kinds.")
    octets = seal.string()
    if kind.startswith(b"sk-"):
        application = key.string()
        signed = hashlib.sha256(application).digest() + seal.take(5) + hashlib.sha256(signed).digest()
    key.end()
    seal.end()
    if not verify_ed25519(point, signed, octets):
        raise Broken("SSHSIG-WRONG", "The signature is wrong.")
    return True


class People:
    """Keys that people enrolled, as the log goes on."""

    def __init__(self) -> None:
        self.keys: dict[bytes, str] = {}

    def follow(self, entry: Entry) -> None:
        if entry.kind == "key enrolled":
            self.keys[_wire(entry.event["public_key"])] = entry.event["person"]
        elif entry.kind == "key revoked":
            gone = [key for key in self.keys if fingerprint(key) == entry.event["fingerprint"]]
            for key in gone:
                del self.keys[key]

    def check(self, entry: Entry) -> Item:
        decision = entry.event["decision"]
        subject = f"decision {decision['id']} (entry {entry.number})"
        try:
            public, known = verify_sshsig(entry.event["signature"], canonical(decision), SIGNED_AS)
            if self.keys.get(public) != decision["person"]:
                raise Broken("SSHSIG-KEY", f"The key was not one of {decision['person']} at that time.")
        except Broken as broken:
            return Item(FAILED, "person's signature", subject, broken.words, broken.code)
        if not known:
            words = "This kind of key is not checked here; use ssh-keygen -Y verify."
            return Item(NOT_CHECKED, "person's signature", subject, words, "SSHSIG-KIND")
        return Item(PASSED, "person's signature", subject, f"Signed with an enrolled key of {decision['person']}.")


def fingerprint(wire: bytes) -> str:
    return "SHA256:" + base64.b64encode(hashlib.sha256(wire).digest()).decode().rstrip("=")


def _wire(public_key: str) -> bytes:
    parts = public_key.split()
    try:
        return base64.b64decode(parts[1], validate=True) if len(parts) > 1 else b""
    except (binascii.Error, ValueError):
        return b""


# --- time stamps (RFC 3161 in CMS) -----------------------------------------------------------------------------------


class Der(NamedTuple):
    """One DER element: tag, content, and all its bytes."""

    tag: int
    body: bytes
    whole: bytes

    def parts(self) -> list[Der]:
        return parse_der(self.body)


OID, UTC_TIME, GENERAL_TIME = 0x06, 0x17, 0x18


def parse_der(octets: bytes) -> list[Der]:
    """The elements that follow each other in a stretch of DER. Raises Broken (STAMP-FORMAT)."""
    found, at = [], 0
    while at < len(octets):
        start, tag = at, octets[at]
        at += 2
        length = octets[at - 1] if at <= len(octets) else 0
        if length > 0x80:
            at, size = at + length - 0x80, length - 0x80
            length = int.from_bytes(octets[at - size : at], "big")
        if tag & 0x1F == 0x1F or length == 0x80 or at + length > len(octets):
            raise Broken("STAMP-FORMAT", "The answer is not in the form of RFC 3161.")
        found.append(Der(tag, octets[at : at + length], octets[start : at + length]))
        at += length
    return found


def oid(text: str) -> bytes:
    """The content of an object identifier."""
    first, second, *rest = (int(part) for part in text.split("."))
    return b"".join(_base128(number) for number in (40 * first + second, *rest))


def _base128(number: int) -> bytes:
    group = bytes([number & 0x7F])
    while number > 0x7F:
        number >>= 7
        group = bytes([number & 0x7F | 0x80]) + group
    return group


SIGNED_DATA, TST_INFO = oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
KEY_USAGE, TIME_STAMPING = oid("2.5.29.37"), oid("1.3.6.1.5.5.7.3.8")
RSA, EC = oid("1.2.840.113549.1.1.1"), oid("1.2.840.10045.2.1")
HASHES = {oid(f"2.16.840.1.101.3.4.2.{number}"): name for number, name in ((1, "sha256"), (2, "sha384"), (3, "sha512"))}
PKCS1 = {oid(f"1.2.840.113549.1.1.{number}") for number in (1, 11, 12, 13)}
ECDSA = {oid(f"1.2.840.10045.4.3.{number}") for number in (2, 3, 4)}
DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


class Curve(NamedTuple):
    """A short Weierstrass curve y² = x³ - 3x + b over a prime field."""

    prime: int
    b: int
    order: int
    x: int
    y: int


CURVES = {
    oid("1.2.840.10045.3.1.7"): Curve(
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    oid("1.3.132.0.34"): Curve(
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
}


class Stamp(NamedTuple):
    """A token as read, before its signature is checked."""

    time: str  # YYYYMMDDHHMMSS, UTC
    hashed: str
    digest: bytes
    content: bytes  # TSTInfo
    attributes: bytes  # as signed
    signature: bytes
    signed_with: bytes  # object identifier


class Signer(NamedTuple):
    """What a certificate says of a signer of time stamps."""

    first: str
    last: str
    algorithm: bytes
    curve: bytes
    public: bytes


def verify_stamp(response: bytes, message: bytes, certificates: bytes) -> tuple[str, bool]:
    """Time of a stamp over ``message`` and whether its kind of signature is known here.

    The signature must be by a certificate for time stamps among the PEM ``certificates``, valid at that time.
    Raises Broken: STAMP-FORMAT, STAMP-REFUSED, STAMP-DIGEST, STAMP-WRONG, STAMP-SIGNER, STAMP-EXPIRED.
    """
    try:
        stamp = read_stamp(response)
        if hashlib.new(stamp.hashed, message).digest() != stamp.digest:
            raise Broken("STAMP-DIGEST", "The authority's answer is over something else than the checkpoint.")
        return stamp.time, _require_signer(stamp, read_signers(certificates))
    except (IndexError, ValueError):
        raise Broken("STAMP-FORMAT", "The answer or a certificate is not in the form of RFC 3161.") from None


def _require_signer(stamp: Stamp, signers: list[Signer]) -> bool:
    """Whether a signer's kind of signature is known here. Raises Broken when none of them signed."""
    if not signers:
        raise Broken("STAMP-SIGNER", "Among the certificates there is none for time stamps.")
    able = [signer for signer in signers if _is_known(stamp, signer)]
    if not able:
        return False
    signed = [signer for signer in able if _is_signed(stamp, signer)]
    if not signed:
        raise Broken("STAMP-WRONG", "The stamp is not signed by any of the certificates for time stamps.")
    if not any(signer.first <= stamp.time <= signer.last for signer in signed):
        raise Broken("STAMP-EXPIRED", "The signer's certificate was not valid at the time of the stamp.")
    return True


def read_stamp(response: bytes) -> Stamp:
    """Read an answer or a bare token. Raises Broken, IndexError, ValueError."""
    (top,) = parse_der(response)
    content = top
    if top.parts()[0].tag != OID:
        if top.parts()[0].parts()[0].body not in (b"\x00", b"\x01"):
            raise Broken("STAMP-REFUSED", "The authority refused to stamp.")
        content = top.parts()[1]
    kind, wrapped = content.parts()
    _version, _digests, inner, *_rest, signers = wrapped.parts()[0].parts()
    inner_kind, held = inner.parts()
    if kind.body != SIGNED_DATA or inner_kind.body != TST_INFO:
        raise Broken("STAMP-FORMAT", "The answer holds no time stamp.")
    info = held.parts()[0].body
    _v, _policy, imprint, _serial, time, *_more = parse_der(info)[0].parts()
    algorithm, digest = imprint.parts()
    _v, _who, hashed, attributes, signed_with, signature, *_more = signers.parts()[0].parts()
    stamp = Stamp(
        time=_moment(time),
        hashed=HASHES.get(algorithm.parts()[0].body, ""),
        digest=digest.body,
        content=info,
        # RFC 5652, 5.4: the attributes are signed with the tag of a SET, not the one they carry.
        attributes=b"\x31" + attributes.whole[1:],
        signature=signature.body,
        signed_with=signed_with.parts()[0].body,
    )
    _require_attributes(stamp, attributes, HASHES.get(hashed.parts()[0].body, ""))
    return stamp


def _require_attributes(stamp: Stamp, attributes: Der, hashed: str) -> None:
    if not stamp.hashed or not hashed or attributes.tag != 0xA0:
        raise Broken("STAMP-FORMAT", "The answer uses a hash that is not known here, or signs no attributes.")
    values = {item.parts()[0].body: item.parts()[1].parts()[0].body for item in attributes.parts()}
    wanted = {CONTENT_TYPE: TST_INFO, MESSAGE_DIGEST: hashlib.new(hashed, stamp.content).digest()}
    if {name: values.get(name) for name in wanted} != wanted:
        raise Broken("STAMP-WRONG", "What the authority signed is not the time stamp in its answer.")


def read_signers(pem: bytes) -> list[Signer]:
    """Certificates for time stamps among PEM certificates."""
    blocks = re.findall(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----", pem)
    found = []
    for block in blocks:
        fields = parse_der(base64.b64decode(block))[0].parts()[0].parts()
        fields = fields[1:] if fields[0].tag == 0xA0 else fields
        _serial, _algorithm, _issuer, validity, _subject, public, *rest = fields
        extensions = [item for part in rest if part.tag == 0xA3 for item in part.parts()[0].parts()]
        uses = [item.parts()[-1] for item in extensions if item.parts()[0].body == KEY_USAGE]
        if [use.body for held in uses for use in held.parts()[0].parts()] == [TIME_STAMPING]:
            algorithm, bits = public.parts()
            curve = algorithm.parts()[1].body if len(algorithm.parts()) > 1 else b""
            first, last = (_moment(item) for item in validity.parts())
            found.append(Signer(first, last, algorithm.parts()[0].body, curve, bits.body[1:]))
    return found


def _moment(time: Der) -> str:
    text = time.body.decode("ascii")
    match = re.fullmatch(r"(\d{12}|\d{14})(?:\.\d+)?Z", text)
    if not match or (time.tag == UTC_TIME) is not (len(match.group(1)) == 12):
        raise ValueError("not a time in UTC")
    century = "" if time.tag == GENERAL_TIME else "19" if text[:2] >= "50" else "20"
    return century + match.group(1)


def _is_known(stamp: Stamp, signer: Signer) -> bool:
    if signer.algorithm == RSA:
        return stamp.signed_with in PKCS1
    return signer.algorithm == EC and signer.curve in CURVES and stamp.signed_with in ECDSA


def _is_signed(stamp: Stamp, signer: Signer) -> bool:
    # CMS wants the hash of the signature to be that of the message digest; the last arc names it where it is fixed.
    names = (
        {11: "sha256", 12: "sha384", 13: "sha512"}
        if signer.algorithm == RSA
        else {2: "sha256", 3: "sha384", 4: "sha512"}
    )
    hashed = names.get(stamp.signed_with[-1], "")
    for name in [hashed] if hashed else sorted(DIGEST_INFO):
        digest = hashlib.new(name, stamp.attributes).digest()
        if signer.algorithm == RSA and verify_rsa(signer.public, name, digest, stamp.signature):
            return True
        if signer.algorithm == EC and verify_ecdsa(CURVES[signer.curve], signer.public, digest, stamp.signature):
            return True
    return False


def verify_rsa(public: bytes, hashed: str, digest: bytes, signature: bytes) -> bool:
    """RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2): the whole encoded message is compared, nothing is parsed."""
    modulus, exponent = (int.from_bytes(item.body, "big") for item in parse_der(public)[0].parts())
    length, number = (modulus.bit_length() + 7) // 8, int.from_bytes(signature, "big")
    padding = b"\xff" * (length - 3 - len(DIGEST_INFO[hashed] + digest))
    if modulus.bit_length() < 2048 or exponent < 3 or number >= modulus or len(padding) < 8:
        return False
    return (
        pow(number, exponent, modulus).to_bytes(length, "big")
        == b"\x00\x01" + padding + b"\x00" + DIGEST_INFO[hashed] + digest
    )


def verify_ecdsa(curve: Curve, public: bytes, digest: bytes, signature: bytes) -> bool:
    """ECDSA (FIPS 186-5, 6.4.2) with an uncompressed public key."""
    size = (curve.prime.bit_length() + 7) // 8
    if len(public) != 1 + 2 * size or public[0] != 4:
        return False
    key = int.from_bytes(public[1 : 1 + size], "big"), int.from_bytes(public[1 + size :], "big")
    r, s = (int.from_bytes(item.body, "big") for item in parse_der(signature)[0].parts())
    if not _on_curve(curve, key) or not (0 < r < curve.order and 0 < s < curve.order):
        return False
    bits = max(0, len(digest) * 8 - curve.order.bit_length())
    inverse = pow(s, -1, curve.order)
    one = _times(curve, (int.from_bytes(digest, "big") >> bits) * inverse % curve.order, (curve.x, curve.y))
    two = _times(curve, r * inverse % curve.order, key)
    found = _plus(curve, one, two)
    return found is not None and found[0] % curve.order == r


def _on_curve(curve: Curve, point: tuple[int, int]) -> bool:
    x, y = point
    inside = 0 <= x < curve.prime and 0 <= y < curve.prime
    return inside and (y * y - (x * x * x - 3 * x + curve.b)) % curve.prime == 0


def _plus(curve: Curve, one: tuple[int, int] | None, two: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or two is None:
        return one or two
    if one[0] == two[0]:
        if (one[1] + two[1]) % curve.prime == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, curve.prime)
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, curve.prime)
    x = (slope * slope - one[0] - two[0]) % curve.prime
    return x, (slope * (one[0] - x) - one[1]) % curve.prime


def _times(curve: Curve, number: int, point: tuple[int, int]) -> tuple[int, int] | None:
    result, step = None, point
    while number:
        if number & 1:
            result = _plus(curve, result, step)
        doubled = _plus(curve, step, step)
        number >>= 1
        if doubled is None:
            break
        step = doubled
    return result


# --- what a case or a package holds ----------------------------------------------------------------------------------


class Asked(NamedTuple):
    """What the user gave besides the thing to check."""

    key: Key | None = None
    since: bytes | None = None  # an earlier checkpoint that somebody kept
    now: bytes | None = None  # the later checkpoint of a consistency proof
    report: Path | None = None
    blob: Path | None = None
    entry: bytes | None = None
    authority: bytes | None = None  # PEM certificates of a time-stamping authority
    jobs: int = 1


class Held(NamedTuple):
    """Where a case or a package keeps things: place of a blob by its digest, folders that hold nothing but blobs."""

    folder: Path
    place: Callable[[str], str]
    store: Sequence[str]

    def path(self, digest: str) -> Path:
        return self.folder / self.place(digest)


class Opened(NamedTuple):
    """A log whose checkpoint is signed by the key beside it."""

    key: Key
    checkpoint: Checkpoint
    tiles: Tiles


class Findings:
    """What reading the entries brought up."""

    def __init__(self) -> None:
        self.blobs: OrderedDict[str, int] = OrderedDict()
        self.reports: dict[str, list[str]] = {}
        self.anchors: list[Entry] = []
        self.ingested: dict[int, dict[str, Any]] = {}
        self.items: list[Item] = []
        self.people = People()

    def follow(self, entry: Entry) -> None:
        for digest, size in blobs_of(entry):
            if self.blobs.get(digest, -1) < 0:
                self.blobs[digest] = size
        self.people.follow(entry)
        if entry.kind == "ingestion":
            self.ingested[entry.number] = entry.event
        elif entry.kind == "report":
            self.reports.setdefault(entry.event["name"], []).append(entry.event["sha256"])
        elif entry.kind in ("time stamp", "cosignature"):
            self.anchors.append(entry)
        elif entry.event.get("signature"):
            self.items.append(self.people.check(entry))


def open_log(folder: Path) -> Opened:
    """Key and signed checkpoint. Raises Broken."""
    key = parse_key(_text(folder / "keys" / "log.pub", "KEY-FORMAT"))
    note = parse_note(read_file(folder / "log" / "checkpoint", MAX_NOTE, "LOG-MISSING"))
    require_signed(note, key)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != key.name:
        raise Broken("LOG-KEY", "The checkpoint's origin is not the name of the log's key.")
    return Opened(key, checkpoint, Tiles(folder / "log", checkpoint.size))


def check_opening(folder: Path, asked: Asked) -> tuple[Opened | None, list[Item]]:
    """The opened log, if its checkpoint holds, and what is to be said of checkpoint and key."""
    try:
        opened = open_log(folder)
    except Broken as broken:
        words = "Without a good checkpoint there is nothing to hold it against."
        return None, [
            Item(FAILED, "checkpoint", "log/checkpoint", broken.words, broken.code),
            Item(NOT_CHECKED, "log", "custody log", words),
            Item(NOT_CHECKED, "blobs", "preserved bytes", "Without a good log no bytes are vouched for."),
        ]
    checkpoint = opened.checkpoint
    words = f"{checkpoint.size} entries, root {checkpoint.root.hex()}, signed by {opened.key.name}."
    return opened, [Item(PASSED, "checkpoint", "log/checkpoint", words), key_item(opened.key, asked.key)]


def key_item(own: Key, pinned: Key | None) -> Item:
    """Compare the key in the case with the one that came by another way."""
    if pinned is None:
        words = f"No key from elsewhere was given (--key), so whoever made this copy may have made the key: {own.text}"
        return Item(NOT_CHECKED, "key", own.name, words, "KEY-UNPINNED")
    if pinned.text != own.text:
        return Item(FAILED, "key", own.name, f"The key is not the one given with --key, {pinned.text}.", "LOG-KEY")
    return Item(PASSED, "key", own.name, "The key is the one given with --key.")


def check_log(opened: Opened, findings: Findings) -> Item:
    """Every entry, every tile, the root, and whether the entries agree."""
    sense, tiles = Sense(opened.key), opened.tiles
    try:
        for number, octets in walk_log(tiles):
            entry = read_entry(number, octets)
            sense.read(entry)
            findings.follow(entry)
        require_root(opened)
    except Broken as broken:
        return Item(FAILED, "log", "custody log", broken.words, broken.code)
    return Item(PASSED, "log", "custody log", f"{tiles.size} entries give all tiles and the signed root.")


def require_root(opened: Opened) -> None:
    """Raises Broken unless the tiles give the signed root (LOG-ROOT) of a log that has begun (LOG-FIRST-ENTRY)."""
    if opened.tiles.size == 0:
        raise Broken("LOG-FIRST-ENTRY", "The log is empty; its first entry must open the case.")
    if opened.tiles.root_at(opened.tiles.size) != opened.checkpoint.root:
        raise Broken("LOG-ROOT", "The entries do not give the root that the checkpoint signs.")


def check_holdings(held: Held, opened: Opened, findings: Findings, asked: Asked) -> Iterator[Item]:
    """Preserved bytes, and bytes that nothing vouches for; stamps and countersignatures; reports."""
    yield from check_blobs(held, findings, asked.jobs)
    yield from check_unnamed(held, findings)
    yield from check_anchors(held, opened, findings, asked)
    if asked.report is not None:
        yield check_report(asked.report, {digest for named in findings.reports.values() for digest in named})
    if asked.since is not None:
        yield check_since(asked.since, opened)


def check_blobs(held: Held, findings: Findings, jobs: int) -> Iterator[Item]:
    """Re-hash all that the log names."""
    named = list(findings.blobs.items())
    with ThreadPoolExecutor(jobs) as threads:
        for at in range(0, len(named), 256):
            yield from threads.map(lambda item: check_blob(held, *item), named[at : at + 256])


def check_blob(held: Held, digest: str, size: int) -> Item:
    """Whether bytes are there and are what their name says."""
    subject = held.place(digest)
    try:
        found, length = hash_file(held.path(digest))
    except FileNotFoundError:
        return Item(FAILED, "blob", subject, "It is not there.", "BLOB-MISSING")
    except OSError as error:
        return Item(NOT_CHECKED, "blob", subject, f"It cannot be read: {error.strerror}.", "BLOB-UNREADABLE")
    if found != digest:
        return Item(FAILED, "blob", subject, f"Its SHA-256 is {found}.", "BLOB-DIGEST")
    if size not in (-1, length):
        return Item(FAILED, "blob", subject, f"It has {length} bytes; the log says {size}.", "BLOB-DIGEST")
    return Item(PASSED, "blob", subject, f"{length} bytes.")


# What a case folder keeps beside the preserved bytes (docs/format/case-folder.md).
NOT_PRESERVED = ("blobs/incoming/", "blobs/unacknowledged", "blobs/damaged/")


def check_unnamed(held: Held, findings: Findings) -> Iterator[Item]:
    """List files among the preserved bytes that no entry names."""
    named = {held.place(digest) for digest in findings.blobs}
    for folder in held.store:
        for path in _files(held.folder / folder):
            name = path.relative_to(held.folder).as_posix()
            if name not in named and not name.startswith(NOT_PRESERVED):
                words = "No entry of the log names it: left by an interrupted command, or slipped in."
                yield Item(NOT_CHECKED, "named by the log", name, words, "BLOB-UNNAMED")


def check_anchors(held: Held, opened: Opened, findings: Findings, asked: Asked) -> Iterator[Item]:
    """Stamps and countersignatures: the root that they speak of must be the one that this log had then."""
    for entry in findings.anchors:
        subject = f"{entry.kind} (entry {entry.number})"
        try:
            octets = read_file(held.path(entry.event["note"]), MAX_NOTE, "BLOB-MISSING")
            note = parse_note(octets)
            require_signed(note, opened.key)
            _require_same_tree(entry, parse_checkpoint(note.text), opened.tiles)
            if entry.kind == "cosignature":
                yield _check_cosignature(entry, note, subject)
            else:
                yield _check_stamp(held, entry, octets, asked.authority)
        except Broken as broken:
            yield Item(FAILED, entry.kind, subject, broken.words, broken.code)


def _require_same_tree(entry: Entry, checkpoint: Checkpoint, tiles: Tiles) -> None:
    if (entry.event["size"], entry.event["root"]) != (checkpoint.size, checkpoint.root.hex()):
        raise Broken("ANCHOR-CHECKPOINT", "The entry speaks of another checkpoint than the note that it names.")
    require_beginning(checkpoint, tiles)


def require_beginning(old: Checkpoint, tiles: Tiles, *, shorter: str = "CHECKPOINT-AHEAD") -> None:
    """Raises Broken unless an earlier checkpoint's tree is the beginning of this log."""
    if old.size > tiles.size:
        raise Broken(shorter, f"That checkpoint has {old.size} entries, this log only {tiles.size}.")
    if tiles.root_at(old.size) != old.root:
        raise Broken("CHECKPOINT-FORKED", f"At {old.size} entries this log had another root: there are two logs.")


def _check_cosignature(entry: Entry, note: Note, subject: str) -> Item:
    partner = parse_key(entry.event["key"])
    made = require_signed(note, partner)
    when = f" at POSIX time {made}" if made else ""
    return Item(PASSED, "cosignature", subject, f"Signed by the key {partner.text}{when}; is it {partner.name}'s?")


def _check_stamp(held: Held, entry: Entry, note: bytes, authority: bytes | None) -> Item:
    subject = f"time stamp (entry {entry.number})"
    response = read_file(held.path(entry.event["response"]), CHUNK, "BLOB-MISSING")
    kept = entry.event.get("certificates", "")
    pem = authority or (read_file(held.path(kept), CHUNK, "BLOB-MISSING") if kept else b"")
    time, known = verify_stamp(response, note, pem)
    when = f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[8:10]}:{time[10:12]}:{time[12:14]}"
    if entry.event.get("time", when)[:19] != when:
        raise Broken("STAMP-TIME", f"The entry says {entry.event['time']}; the stamp says {when}Z.")
    if not known:
        words = "This kind of signature is not checked here; use openssl ts -verify, as HOW-TO-CHECK says."
        return Item(NOT_CHECKED, "time stamp", subject, words, "STAMP-KIND")
    if authority is None:
        words = f"By the certificate kept in the case it existed at {when}Z. Give the authority's own with --authority."
        return Item(NOT_CHECKED, "time stamp", subject, words, "STAMP-UNPINNED")
    return Item(PASSED, "time stamp", subject, f"The checkpoint existed at {when}Z, by the authority given.")


def check_report(path: Path, known: set[str]) -> Item:
    """Whether a case file has exactly the bytes of a report that the log names."""
    if hash_file(path)[0] in known:
        return Item(PASSED, "report", path.name, "The log names exactly these bytes as a report of this case.")
    words = "Its bytes are none that the log names: changed, or not made from this case."
    return Item(FAILED, "report", path.name, words, "REPORT-DIGEST")


def check_since(octets: bytes, opened: Opened) -> Item:
    """Whether this log continues the one of an earlier checkpoint that somebody kept."""
    try:
        note = parse_note(octets)
        require_signed(note, opened.key)
        old = parse_checkpoint(note.text)
        require_beginning(old, opened.tiles, shorter="LOG-ROLLED-BACK")
    except Broken as broken:
        return Item(FAILED, "since", "kept checkpoint", broken.words, broken.code)
    return Item(PASSED, "since", "kept checkpoint", f"This log continues the one of {old.size} entries.")


REST = Item(NOT_CHECKED, "rest of the log", "custody log", "What comes after the broken link was not read.")


# --- a case folder (docs/format/case-folder.md) ----------------------------------------------------------------------


def check_case(folder: Path, asked: Asked) -> Iterator[Item]:
    """Check a case folder."""
    opened, items = check_opening(folder, asked)
    yield from items
    if opened is None:
        return
    held, findings = Held(folder, lambda digest: f"blobs/{digest[:2]}/{digest}", ("blobs",)), Findings()
    log = check_log(opened, findings)
    yield log
    yield from findings.items
    if log.outcome != PASSED:
        yield from check_blobs(held, findings, asked.jobs)
        yield REST
        return
    yield from check_holdings(held, opened, findings, asked)
    yield from _check_out(folder / "out", findings)


def _check_out(folder: Path, findings: Findings) -> Iterator[Item]:
    """Case files made for people: a file by a name that the log knows must have the bytes that the log knows."""
    for path in _files(folder):
        known = findings.reports.get(path.relative_to(folder).as_posix())
        if known:
            yield check_report(path, set(known))


# --- a hand-over package (docs/format/package.md) --------------------------------------------------------------------

PACKAGE = "metadata/package.json"
PACKAGE_FORMAT = "probans-package/1"
NUMBER = re.compile(r"[A-Za-z0-9]+-[0-9]+(\.[A-Z][0-9]+)*")  # TST-000001, and TST-000001.T1 for a part or working copy


class Package(NamedTuple):
    """What ``metadata/package.json`` says."""

    whole: bool
    checkpoint: dict[str, Any]
    exhibits: list[dict[str, Any]]
    withheld: list[dict[str, Any]]


def read_package(folder: Path) -> Package:
    """Read the package's own description. Raises Broken (PACKAGE-FORMAT)."""
    try:
        plain = json.loads(read_file(folder / PACKAGE, 1 << 30, "PACKAGE-FORMAT"), object_pairs_hook=_no_twins)
        if plain["format"] != PACKAGE_FORMAT or plain["selection"] not in ("whole", "selected"):
            raise Broken("PACKAGE-FORMAT", f"It is not of the format {PACKAGE_FORMAT}, whole or selected.")
        package = Package(plain["selection"] == "whole", plain["checkpoint"], plain["exhibits"], plain["withheld"])
        sound = all(_is_exhibit_line(line) for line in package.exhibits)
        sound = sound and all(_is_withheld_line(line) for line in package.withheld)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Broken("PACKAGE-FORMAT", f"The package's description cannot be read ({error}).") from None
    if not sound or (package.whole and package.withheld):
        raise Broken("PACKAGE-FORMAT", "The package's description has a line that is not well-formed.")
    return package


def _is_exhibit_line(line: dict[str, Any]) -> bool:
    named = re.fullmatch(r"data/exhibits/[A-Za-z0-9.-]+", line["file"]) is not None and ".." not in line["file"]
    named = named and NUMBER.fullmatch(line["number"]) is not None
    return named and _is_digest(line["sha256"]) and _SHAPES["count"](line["log_index"]) and is_decimal(line["size"])


def _is_withheld_line(line: dict[str, Any]) -> bool:
    return isinstance(line["number"], str) and _is_digest(line["leaf_hash"]) and _SHAPES["count"](line["log_index"])


def check_package(folder: Path, asked: Asked) -> Iterator[Item]:
    """Check a package beyond its manifests."""
    opened, items = check_opening(folder, asked)
    yield from items
    if opened is None:
        return
    try:
        package = read_package(folder)
        _require_this_checkpoint(package, opened.checkpoint)
    except Broken as broken:
        yield Item(FAILED, "package", PACKAGE, broken.words, broken.code)
        return
    findings = Findings()
    log = check_log(opened, findings) if package.whole else check_disclosed(folder, opened, findings)
    yield log
    yield from findings.items
    if log.outcome != PASSED:
        yield REST
        return
    files = {line["sha256"]: line["file"] for line in package.exhibits}
    held = Held(folder, lambda digest: files.get(digest, f"data/records/{digest}"), ("data",))
    yield from check_exhibits(folder, package, opened, findings)
    yield from check_holdings(held, opened, findings, asked)


def _require_this_checkpoint(package: Package, checkpoint: Checkpoint) -> None:
    said = {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}
    if package.checkpoint != said:
        raise Broken("PACKAGE-CHECKPOINT", "The package's description speaks of another checkpoint.")


def check_disclosed(folder: Path, opened: Opened, findings: Findings) -> Item:
    """A selected package: tiles give the root, and each disclosed entry has its leaf hash in them."""
    sense, tiles = Sense(opened.key, whole=False), opened.tiles
    try:
        walk_tiles(tiles)
        require_root(opened)
        names = sorted(int(path.name) for path in _files(folder / "log" / "entry") if is_decimal(path.name))
        for number in names:
            octets = read_file(folder / "log" / "entry" / str(number), 1 << 16, "LOG-MISSING")
            if number >= tiles.size or leaf_hash(octets) != tiles.leaf(number):
                raise Broken("LOG-TILE", f"Entry {number} does not give the hash that stands at its place.")
            entry = read_entry(number, octets)
            sense.read(entry)
            findings.follow(entry)
        if names[:1] != [0]:
            raise Broken("LOG-FIRST-ENTRY", "The entry that opens the case is not in the package.")
    except Broken as broken:
        return Item(FAILED, "log", "custody log", broken.words, broken.code)
    words = f"All tiles give the signed root; {len(names)} disclosed of {tiles.size} entries stand in it."
    return Item(PASSED, "log", "custody log", words)


def check_exhibits(folder: Path, package: Package, opened: Opened, findings: Findings) -> Iterator[Item]:
    """Each exhibit against its entry and its proof, each withheld one against its leaf hash, none left unsaid."""
    for line in package.exhibits:
        subject = f"{line['number']} ({line['file']})"
        event = findings.ingested.get(line["log_index"], {})
        if {name: event.get(name) for name in ("number", "sha256", "size")} != {
            name: line[name] for name in ("number", "sha256", "size")
        }:
            words = "Its entry in the log says something else than the package's description."
            yield Item(FAILED, "exhibit", subject, words, "PACKAGE-EXHIBIT")
            continue
        try:
            check_pair(folder / "proofs", line["number"], line["log_index"], opened)
        except Broken as broken:
            yield Item(FAILED, "proof", subject, broken.words, broken.code)
            continue
        yield Item(PASSED, "exhibit", subject, f"Registered by entry {line['log_index']}; its proof holds.")
    for line in package.withheld:
        yield _check_withheld(line, opened.tiles)
    said = {line["log_index"] for line in package.exhibits}
    for number in sorted(set(findings.ingested) - said):
        words = f"Entry {number} registers an exhibit that the package's description does not list."
        yield Item(FAILED, "exhibit", findings.ingested[number]["number"], words, "PACKAGE-EXHIBIT")


def check_pair(folder: Path, number: str, index: int, opened: Opened) -> None:
    """The entry and the proof that travel with an exhibit. Raises Broken."""
    entry = read_file(folder / f"{number}.entry", 1 << 16, "PROOF-MISSING")
    proof = parse_proof(read_file(folder / f"{number}.tlog-proof", MAX_PROOF, "PROOF-MISSING"))
    if proof.number != index or leaf_hash(entry) != opened.tiles.leaf(index):
        raise Broken("PROOF-ROOT", "The proof is of another entry.")
    require_proven(proof, entry, opened.key)


def _check_withheld(line: dict[str, Any], tiles: Tiles) -> Item:
    subject = f"{line['number']} (withheld)"
    try:
        found = tiles.leaf(line["log_index"]).hex() if line["log_index"] < tiles.size else ""
    except Broken as broken:
        return Item(FAILED, "withheld", subject, broken.words, broken.code)
    if found != line["leaf_hash"]:
        words = "The log has another leaf hash at that place."
        return Item(FAILED, "withheld", subject, words, "PACKAGE-WITHHELD")
    words = f"An entry stands in the log at {line['log_index']}; once disclosed it must fit this leaf hash."
    return Item(PASSED, "withheld", subject, words)


# --- proofs as files (docs/format/proofs.md) -------------------------------------------------------------------------

PROOF_HEAD = "c2sp.org/tlog-proof@v1"


class Proof(NamedTuple):
    """A ``.tlog-proof``: place of an entry, path to the root, signed checkpoint."""

    number: int
    path: list[bytes]
    note: Note


def parse_proof(octets: bytes) -> Proof:
    """Read a ``.tlog-proof``; its ``extra`` line is nobody's word and is left aside. Raises Broken (PROOF-FORMAT)."""
    head, gap, note = octets.partition(b"\n\n")
    try:
        lines = head.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Broken("PROOF-FORMAT", "The proof is not valid UTF-8.") from None
    if not gap or lines[0] != PROOF_HEAD:
        raise Broken("PROOF-FORMAT", f"It does not begin with {PROOF_HEAD}, or has no checkpoint.")
    if len(lines) > 1 and lines[1].startswith("extra "):
        read_base64(lines.pop(1)[len("extra ") :], "PROOF-FORMAT", "The extra line is not base64.")
    if len(lines) < 2 or not lines[1].startswith("index ") or not is_decimal(lines[1][len("index ") :]):
        raise Broken("PROOF-FORMAT", "It does not give the index of the entry.")
    return Proof(int(lines[1][len("index ") :]), read_hashes(lines[2:]), parse_note(note))


def read_hashes(lines: Sequence[str]) -> list[bytes]:
    hashes = [read_base64(line, "PROOF-FORMAT", "A line of the proof is not base64.") for line in lines]
    if any(len(found) != 32 for found in hashes):
        raise Broken("PROOF-FORMAT", "A line of the proof is not a SHA-256 hash.")
    return hashes


def require_proven(proof: Proof, entry: bytes, key: Key) -> Checkpoint:
    """The checkpoint under which an entry is proven. Raises Broken."""
    require_signed(proof.note, key)
    checkpoint = parse_checkpoint(proof.note.text)
    if checkpoint.origin != key.name:
        raise Broken("LOG-KEY", "The checkpoint's origin is not the name of the key.")
    if root_from_inclusion(proof.number, checkpoint.size, leaf_hash(entry), proof.path) != checkpoint.root:
        raise Broken("PROOF-ROOT", "The proof does not lead from the entry to the signed root.")
    return checkpoint


def check_proof(octets: bytes, asked: Asked) -> Iterator[Item]:
    """Check a ``.tlog-proof`` with the entry that it is about."""
    try:
        if asked.key is None or asked.entry is None:
            raise Broken(
                "USAGE", "A proof carries neither key nor entry: give --key, and --entry or the .entry beside it."
            )
        proof = parse_proof(octets)
        checkpoint = require_proven(proof, asked.entry, asked.key)
        entry = read_entry(proof.number, asked.entry)
    except Broken as broken:
        if broken.code == "USAGE":
            raise
        yield Item(FAILED, "proof", "inclusion", broken.words, broken.code)
        return
    words = (
        f"Entry {proof.number} ({entry.kind}) is in the log of {checkpoint.size} entries signed by {asked.key.name}."
    )
    yield Item(PASSED, "proof", "inclusion", words)
    yield from _check_proven_blobs(entry, asked.blob)


def _check_proven_blobs(entry: Entry, blob: Path | None) -> Iterator[Item]:
    named = dict(blobs_of(entry))
    if blob is None:
        for digest in named:
            words = "The entry names these bytes; give the file with --blob to compare."
            yield Item(NOT_CHECKED, "blob", digest, words, "BLOB-NOT-GIVEN")
        return
    found, length = hash_file(blob)
    if found not in named or named[found] not in (-1, length):
        yield Item(FAILED, "blob", blob.name, f"Its SHA-256, {found}, is not one that the entry names.", "BLOB-DIGEST")
    else:
        yield Item(PASSED, "blob", blob.name, f"Its bytes are those that the entry names ({found}).")


def check_consistency(octets: bytes, asked: Asked) -> Iterator[Item]:
    """Check a consistency proof, and its two roots against signed checkpoints where these are given."""
    try:
        plain = json.loads(octets)
        old = Checkpoint("", plain["first"], bytes.fromhex(plain["first_root"]))
        new = Checkpoint("", plain["second"], bytes.fromhex(plain["second_root"]))
        require_consistent(old, new, read_hashes(plain["proof"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Item(FAILED, "proof", "consistency", "It is no consistency proof as proofs.md has it.", "PROOF-FORMAT")
        return
    except Broken as broken:
        yield Item(FAILED, "proof", "consistency", broken.words, broken.code)
        return
    yield Item(PASSED, "proof", "consistency", f"The log of {new.size} entries continues the one of {old.size}.")
    yield check_root(old, asked.since, asked.key, "--since")
    yield check_root(new, asked.now, asked.key, "--now")


def check_root(proven: Checkpoint, octets: bytes | None, key: Key | None, option: str) -> Item:
    """Whether a root of a consistency proof is the one that a checkpoint signs."""
    subject = f"root of {proven.size} entries"
    if octets is None or key is None:
        words = f"Give the signed checkpoint of that size ({option}) and the key (--key) to compare."
        return Item(NOT_CHECKED, "checkpoint", subject, words, "CHECKPOINT-NOT-GIVEN")
    try:
        note = parse_note(octets)
        require_signed(note, key)
        if parse_checkpoint(note.text)[1:] != proven[1:]:
            raise Broken("PROOF-ROOT", "The checkpoint signs another size or root.")
    except Broken as broken:
        return Item(FAILED, "checkpoint", subject, broken.words, broken.code)
    return Item(PASSED, "checkpoint", subject, f"It is the one that {key.name} signed.")


# --- bags (BagIt, RFC 8493) ------------------------------------------------------------------------------------------

ALGORITHMS = ("sha256", "sha512")


def check_bag(folder: Path) -> Iterator[Item]:
    """Manifests of a bag, and the case within it when there is one."""
    try:
        declared = _text(folder / "bagit.txt", "BAG-FORMAT").split("\n")[0]
    except Broken as broken:
        yield Item(FAILED, "bag", "bagit.txt", broken.words, "BAG-FORMAT")
        return
    if declared != "BagIt-Version: 1.0":
        yield Item(FAILED, "bag", "bagit.txt", "It does not declare BagIt version 1.0.", "BAG-FORMAT")
    listed: set[str] = set()
    for prefix in ("manifest", "tagmanifest"):
        present = [name for name in ALGORITHMS if (folder / f"{prefix}-{name}.txt").is_file()]
        if not present:
            yield Item(FAILED, "bag", f"{prefix}-sha256.txt", "There is no such manifest.", "BAG-MANIFEST")
        for algorithm in present:
            yield from _check_manifest(folder, f"{prefix}-{algorithm}.txt", algorithm, listed)
    yield from _check_unlisted(folder, listed)


def _check_unlisted(folder: Path, listed: set[str]) -> Iterator[Item]:
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name.startswith("data/") and name not in listed:
            yield Item(FAILED, "bag", name, "It lies in the payload and no manifest lists it.", "BAG-UNLISTED")
        elif name not in listed and not re.fullmatch(r"tagmanifest-[a-z0-9]+\.txt", name):
            yield Item(NOT_CHECKED, "bag", name, "No manifest lists it.", "BAG-UNLISTED")


def _check_manifest(folder: Path, manifest: str, algorithm: str, listed: set[str]) -> Iterator[Item]:
    own, sound = set(), True
    for line in read_file(folder / manifest, 1 << 30, "BAG-MANIFEST").decode("utf-8", "replace").splitlines():
        # One way to write a line (package.md), so that no byte of a manifest can change unnoticed.
        match = re.fullmatch(r"([0-9a-f]+)  (.+)", line)
        name = match.group(2).replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") if match else line
        if not match or not _stays_inside(name) or name in own:
            yield Item(FAILED, "bag", manifest, f"A line cannot be used: {line!r}.", "BAG-MANIFEST")
            sound = False
            continue
        own.add(name)
        for fault in _check_listed(folder / name, name, algorithm, match.group(1)):
            yield fault
            sound = False
    payload = {path.relative_to(folder).as_posix() for path in _files(folder / "data")}
    if manifest.startswith("manifest-") and own != payload:
        yield Item(FAILED, "bag", manifest, "It does not list exactly the files of the payload.", "BAG-MANIFEST")
    elif sound:
        yield Item(PASSED, "bag", manifest, f"{len(own)} files are as listed.")
    listed |= own


def _check_listed(path: Path, name: str, algorithm: str, digest: str) -> Iterator[Item]:
    try:
        found = hash_file(path, algorithm)[0]
    except OSError:
        yield Item(FAILED, "bag", name, "A manifest lists it and it is not there.", "BAG-MISSING")
        return
    if found != digest:
        yield Item(FAILED, "bag", name, f"Its {algorithm} is not the one in the manifest.", "BAG-DIGEST")


def _stays_inside(name: str) -> bool:
    return not name.startswith(("/", "~")) and ".." not in name.split("/") and not set(name) & {"\\", "\0"}


# --- files -----------------------------------------------------------------------------------------------------------


def read_file(path: Path, limit: int, code: str) -> bytes:
    try:
        with path.open("rb") as stream:
            # Asking for the limit itself would set so much memory aside for every small file.
            octets = stream.read(min(limit, os.fstat(stream.fileno()).st_size) + 1)
    except OSError as error:
        raise Broken(code, f"{path.name} cannot be read: {error.strerror}.") from None
    if len(octets) > limit:
        raise Broken(code, f"{path.name} is too large.")
    return octets


def _text(path: Path, code: str) -> str:
    """Text of a small file without its last newline."""
    try:
        text = read_file(path, MAX_NOTE, code).decode("utf-8")
    except UnicodeDecodeError:
        raise Broken(code, f"{path.name} is not valid UTF-8.") from None
    return text[:-1] if text.endswith("\n") else text


def hash_file(path: Path, algorithm: str = "sha256") -> tuple[str, int]:
    """Hexadecimal digest and length of a regular file's bytes."""
    digest, length = hashlib.new(algorithm), 0
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, "not a regular file")
    with path.open("rb") as stream:
        for octets in iter(lambda: stream.read(CHUNK), b""):
            digest.update(octets)
            length += len(octets)
    return digest.hexdigest(), length


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(str(folder)):
        folders.sort()
        for name in sorted(names):
            yield Path(root) / name


# --- the command -----------------------------------------------------------------------------------------------------


def check(subject: Path, asked: Asked) -> Iterator[Item]:
    """Check whatever it is: case folder, package or other bag, inclusion proof, consistency proof."""
    if (subject / "bagit.txt").is_file():
        yield from check_bag(subject)
        if (subject / PACKAGE).exists() or (subject / "log").exists():
            yield from check_package(subject, asked)
        else:
            yield Item(NOT_CHECKED, "package", str(subject), "It is a bag, but no package of Probans.", "PACKAGE-NONE")
    elif (subject / "log").is_dir() or (subject / "keys").is_dir():
        yield from check_case(subject, asked)
    elif subject.is_file():
        octets = read_file(subject, MAX_PROOF, "USAGE")
        yield from (check_consistency if octets.lstrip().startswith(b"{") else check_proof)(octets, asked)
    else:
        raise Broken("USAGE", f"{subject} is no case folder, no package and no proof.")


def exit_code(outcomes: Sequence[str]) -> int:
    if FAILED in outcomes:
        return EXIT_FAILED
    return EXIT_NOT_CHECKED if NOT_CHECKED in outcomes or not outcomes else EXIT_PASSED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    parser = argparse.ArgumentParser(prog="probans_verify.py", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("subject", type=Path, help="case folder, bag, or proof file")
    parser.add_argument("--key", help="public key of the log (or a file with it) that you got by another way")
    parser.add_argument("--since", type=Path, help="an earlier checkpoint that you kept")
    parser.add_argument("--now", type=Path, help="the later checkpoint of a consistency proof")
    parser.add_argument("--entry", type=Path, help="the log entry that a .tlog-proof is about (default: beside it)")
    parser.add_argument("--authority", type=Path, help="PEM certificates of the authority that stamped")
    parser.add_argument("--report", type=Path, help="a case file (HTML) said to be made from this case")
    parser.add_argument("--blob", type=Path, help="the file that a proof speaks of")
    parser.add_argument("--all", action="store_true", help="also list every blob that passed")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    try:
        return _tell(check(given.subject, _asked(given)), every=given.all, plain=given.json)
    except Broken as broken:
        print(f"{broken.code}: {broken.words}", file=sys.stderr)
    except OSError as error:
        print(f"USAGE: {error}", file=sys.stderr)
    return EXIT_USAGE


def _asked(given: argparse.Namespace) -> Asked:
    entry = given.entry
    if entry is None and given.subject.suffix == ".tlog-proof" and given.subject.with_suffix(".entry").is_file():
        entry = given.subject.with_suffix(".entry")
    return Asked(
        key=_given_key(given.key),
        since=read_file(given.since, MAX_NOTE, "USAGE") if given.since else None,
        now=read_file(given.now, MAX_NOTE, "USAGE") if given.now else None,
        report=given.report,
        blob=given.blob,
        entry=read_file(entry, 1 << 16, "USAGE") if entry else None,
        authority=read_file(given.authority, CHUNK, "USAGE") if given.authority else None,
        jobs=max(1, given.jobs),
    )


def _given_key(text: str | None) -> Key | None:
    if text is None:
        return None
    return parse_key(_text(Path(text), "USAGE") if Path(text).is_file() else text.strip())


def _tell(items: Iterator[Item], *, every: bool, plain: bool) -> int:
    counts = dict.fromkeys((PASSED, FAILED, NOT_CHECKED), 0)
    first: Item | None = None
    for item in items:
        counts[item.outcome] += 1
        first = item if first is None and item.outcome == FAILED else first
        if every or item.outcome != PASSED or item.check != "blob":
            print(json.dumps(item._asdict(), ensure_ascii=False) if plain else _line(item))
    code = exit_code([outcome for outcome, number in counts.items() if number])
    if plain:
        print(json.dumps({"counts": counts, "exit": code, "version": VERSION}))
    else:
        print(", ".join(f"{number} {outcome}" for outcome, number in counts.items()))
        if first is not None:
            print(f"First broken link: {first.subject}: {first.words} [{first.code}]")
    return code


def _line(item: Item) -> str:
    code = f" [{item.code}]" if item.code else ""
    return f"{item.outcome.upper():<12} {item.check}: {item.subject}: {item.words}{code}"


if __name__ == "__main__":
    sys.exit(main())
