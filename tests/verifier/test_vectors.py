"""The stand-alone verifier against public vectors: Ed25519, notes, proofs, tiles, canonical JSON."""

import ast
import base64
import json
import re
import sys
from pathlib import Path

import pytest

from tests.shared import ROOT, shared_data
from tests.verifier.proof_cases import faults
from verifier import probans_verify as verify

SOURCE = ROOT / "verifier" / "probans_verify.py"


def test_runs_on_old_python_and_imports_the_standard_library_only() -> None:
    tree = ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 8))
    roots = {name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    roots |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert roots <= sys.stdlib_module_names
    assert "socket" not in roots
    assert "subprocess" not in roots


def test_ed25519_of_the_rfc() -> None:
    # RFC 8032, section 7.1, test 2
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verify.verify_ed25519(public, b"\x72", signature)
    assert not verify.verify_ed25519(public, b"\x73", signature)


def test_odd_keys_and_signatures_are_refused() -> None:
    vectors = json.loads(shared_data("conformance", "ed25519", "ed25519vectors.json").read_text())
    weak = {"low_order_A", "non_canonical_A"}
    for vector in vectors:
        public, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
        flags = set(vector["flags"] or ())
        accepted = verify.verify_ed25519(public, vector["msg"].encode(), signature)
        if flags & weak:
            assert not accepted, vector["number"]
        if "non_canonical_R" in flags:
            assert not accepted, vector["number"]


def test_notes() -> None:
    vectors = json.loads(shared_data("conformance", "signed-note", "vectors.json").read_text())
    one, two = (verify.parse_key(text) for text in vectors["verifier_keys"])
    note = verify.parse_note(vectors["expected_signed_note"].encode())
    assert verify.require_signed(note, one) == 0
    both = verify.parse_note(vectors["two_signature_note"].encode())
    assert [verify.require_signed(both, key) for key in (one, two)] == [0, 0]
    with pytest.raises(verify.Broken) as caught:
        verify.require_signed(note, two)
    assert caught.value.code == "NOTE-UNSIGNED"
    for text in vectors["invalid_verifier_keys"]:
        with pytest.raises(verify.Broken):
            verify.parse_key(text)


def _vectors(kind: str) -> list[Path]:
    return sorted(shared_data("conformance", "rfc6962-merkle", "testdata", kind).rglob("*.json"))


def _octets(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_inclusion_proofs() -> None:
    vectors = [json.loads(path.read_text()) for path in _vectors("inclusion")]
    assert len(vectors) == 98
    for vector in vectors:
        path = [_octets(step) for step in vector["proof"] or ()]
        leaf = _octets(vector["leafHash"])
        try:
            root = verify.root_from_inclusion(vector["leafIdx"], vector["treeSize"], leaf, path)
            good = root == _octets(vector["root"]) and len(leaf) == 32
        except verify.Broken:
            good = False
        assert good is not vector["wantErr"], vector["desc"]


def test_consistency_proofs() -> None:
    vectors = [json.loads(path.read_text()) for path in _vectors("consistency")]
    assert len(vectors) == 98
    for vector in vectors:
        old = verify.Checkpoint("o", vector["size1"], _octets(vector["root1"]))
        new = verify.Checkpoint("o", vector["size2"], _octets(vector["root2"]))
        try:
            verify.require_consistent(old, new, [_octets(step) for step in vector["proof"] or ()])
            good = True
        except verify.Broken:
            good = False
        assert good is not vector["wantErr"], vector["desc"]


def test_proofs_of_all_small_trees() -> None:
    assert faults(verify) == []


def test_a_strangers_tiled_log() -> None:
    folder = shared_data("conformance", "tlog-tiles")
    key = verify.parse_key((folder / "verifier-key.txt").read_text().strip())
    for size in range(1, 16):
        note = verify.parse_note((folder / "log" / f"checkpoint.{size}").read_bytes())
        verify.require_signed(note, key)
        checkpoint = verify.parse_checkpoint(note.text)
        tiles = verify.Tiles(folder / "log", size)
        assert [index for index, _entry in verify.walk_log(tiles)] == list(range(size))
        assert tiles.root_at(size) == checkpoint.root


def test_canonical_json() -> None:
    folder = shared_data("conformance", "jcs")
    for path in sorted((folder / "input").glob("*.json")):
        wanted = (folder / "output" / path.name).read_bytes()
        assert verify.canonical(json.loads(path.read_bytes())) == wanted
        verify.read_canonical(wanted)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (333333333.33333329, "333333333.3333333"),
        (4.50, "4.5"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740993.0, "9007199254740992"),
        (-12.25, "-12.25"),
    ],
)
def test_numbers_as_ecmascript_writes_them(number: float, text: str) -> None:
    assert verify.canonical(number) == text.encode()


@pytest.mark.parametrize(
    "octets", [b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{ "a":1}', b"NaN", b'"\\u0041"', b"[" * 60000]
)
def test_other_than_canonical_is_refused(octets: bytes) -> None:
    with pytest.raises(verify.Broken) as caught:
        verify.read_canonical(octets)
    assert caught.value.code == "LOG-ENTRY"


def test_every_code_is_on_a_page() -> None:
    codes = set(re.findall(r'"((?:[A-Z]+-)+[A-Z]+)"', SOURCE.read_text("utf-8")))
    pages = "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs" / "format").glob("*.md")))
    assert len(codes) > 40
    assert [code for code in sorted(codes) if code not in pages] == []
