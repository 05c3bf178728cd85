"""Hand-over packages, whole and selected: sound as exported, and every forgery of one is named by the verifier."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from probans.evidence.custody.note import SignerKey, sign_note
from probans.services.export_bag import Companions, Recipient, export_bag
from probans.services.prove import prove, prove_consistency
from probans.shell.bag import BagFolder
from tests.cases import open_case
from tests.forgeries.base import READING, Base, make_base, write_file
from tests.shared import ROOT
from verifier import probans_verify as verify

SOURCE = ROOT / "verifier" / "probans_verify.py"
SELECTED = ("TST-000001",)
Make = Callable[[Path], None]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return make_base(tmp_path_factory.mktemp("base") / "case")


@pytest.fixture(scope="module")
def packages(base: Base, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packages")
    companions = Companions(verifier=SOURCE.read_bytes(), how_to="how", software="probans test", fictional=True)
    for name, numbers in (("whole", ()), ("selected", SELECTED)):
        case = Path(shutil.copytree(base.folder, folder / f"case-{name}"))
        with closing(open_case(case)) as store:
            export_bag(
                store, BagFolder(folder / name), companions, Recipient(name="Court"), numbers=numbers, by="clerk"
            )
    return {name: folder / name for name in ("whole", "selected")}


def found(folder: Path, base: Base) -> list[verify.Item]:
    return list(verify.check(folder, verify.Asked(key=verify.parse_key(base.key), since=base.kept)))


def codes(folder: Path, base: Base) -> set[str]:
    return {item.code for item in found(folder, base) if item.outcome != verify.PASSED}


@pytest.mark.parametrize("name", ["whole", "selected"])
def test_a_package_is_sound(packages: dict[str, Path], base: Base, name: str) -> None:
    items = found(packages[name], base)
    assert [item for item in items if item.outcome != verify.PASSED] == []
    withheld = [item for item in items if item.check == "withheld"]
    assert len(withheld) == (2 if name == "selected" else 0)


def test_the_copy_inside_runs_alone(packages: dict[str, Path], base: Base) -> None:
    command = [sys.executable, "-I", "-B", "verify/probans_verify.py", ".", "--key", base.key]
    done = subprocess.run(command, cwd=packages["whole"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("0 failed, 0 not checked\n")
    done = subprocess.run(command[:-2], cwd=packages["whole"], capture_output=True, text=True, check=False)
    assert done.returncode == verify.EXIT_NOT_CHECKED
    assert "KEY-UNPINNED" in done.stdout


# --- forgeries of packages: name, kind of package, code --------------------------------------------------------------

FORGERIES: list[tuple[Make, str, str]] = []


def forgery(kind: str, code: str) -> Callable[[Make], Make]:
    def register(make: Make) -> Make:
        FORGERIES.append((make, kind, code))
        return make

    return register


def remade(folder: Path) -> None:
    """Make the manifests anew, as a forger would."""
    for algorithm in ("sha256", "sha512"):
        for prefix, wanted in (("manifest", True), ("tagmanifest", False)):
            names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
            lines = [
                f"{hashlib.new(algorithm, (folder / name).read_bytes()).hexdigest()}  {name}\n"
                for name in names
                if name.startswith("data/") is wanted and not name.startswith("tagmanifest-")
            ]
            write_file(folder / f"{prefix}-{algorithm}.txt", "".join(lines).encode())


def described(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    path = folder / "metadata" / "package.json"
    plain = json.loads(path.read_bytes())
    change(plain)
    write_file(path, json.dumps(plain).encode())
    remade(folder)


def exhibit(folder: Path) -> Path:
    return folder / "data" / "exhibits" / "TST-000001.txt"


@forgery("whole", "BAG-DIGEST")
def byte_changed(folder: Path) -> None:
    write_file(exhibit(folder), exhibit(folder).read_bytes().replace(b"Nine", b"Five"))


@forgery("whole", "BLOB-DIGEST")
def byte_changed_and_manifests_remade(folder: Path) -> None:
    byte_changed(folder)
    remade(folder)


@forgery("selected", "BLOB-DIGEST")
def byte_changed_in_a_selection_and_manifests_remade(folder: Path) -> None:
    byte_changed_and_manifests_remade(folder)


@forgery("whole", "BLOB-DIGEST")
def number_changed_in_a_reading(folder: Path) -> None:
    digest = hashlib.sha256(READING).hexdigest()
    write_file(folder / "data" / "records" / digest, READING.replace(b"9", b"6"))
    remade(folder)


@forgery("whole", "BAG-MISSING")
def exhibit_taken_out(folder: Path) -> None:
    exhibit(folder).unlink()


@forgery("whole", "BLOB-MISSING")
def exhibit_taken_out_and_manifests_remade(folder: Path) -> None:
    exhibit(folder).unlink()
    remade(folder)


@forgery("whole", "PACKAGE-EXHIBIT")
def exhibit_taken_out_of_the_description_too(folder: Path) -> None:
    exhibit(folder).unlink()
    described(folder, lambda plain: plain.update(exhibits=plain["exhibits"][1:]))  # type: ignore[index]


@forgery("whole", "BAG-UNLISTED")
def file_slipped_into_the_payload(folder: Path) -> None:
    write_file(folder / "data" / "exhibits" / "TST-000009.txt", b"Twelve")


@forgery("whole", "BLOB-UNNAMED")
def file_slipped_in_and_manifests_remade(folder: Path) -> None:
    file_slipped_into_the_payload(folder)
    remade(folder)


@forgery("whole", "BAG-UNLISTED")
def twin_of_a_name_in_other_letters(folder: Path) -> None:
    """A Greek capital tau for the T: the two names look the same."""
    write_file(exhibit(folder).with_name("\u03a4ST-000001.txt"), b"Twelve")


@forgery("whole", "BLOB-UNNAMED")
def twin_of_a_name_and_manifests_remade(folder: Path) -> None:
    twin_of_a_name_in_other_letters(folder)
    remade(folder)


@forgery("whole", "BLOB-UNNAMED")
def twin_of_a_name_in_another_normal_form(folder: Path) -> None:
    """A combining letter after the name, as a decomposed name would have it."""
    write_file(exhibit(folder).with_name("TST-000001\u0301.txt"), b"Twelve")
    remade(folder)


@forgery("whole", "BAG-UNLISTED")
def file_slipped_in_beside_the_payload(folder: Path) -> None:
    write_file(folder / "metadata" / "more.txt", b"Twelve")


@forgery("whole", "BAG-MANIFEST")
def file_left_out_of_one_manifest(folder: Path) -> None:
    path = folder / "manifest-sha512.txt"
    write_file(path, b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


@forgery("whole", "BAG-MANIFEST")
def manifest_that_leads_outside(folder: Path) -> None:
    path = folder / "manifest-sha256.txt"
    write_file(path, path.read_bytes() + b"0" * 64 + b"  data/../../case/case.toml\n")


@forgery("selected", "BAG-MANIFEST")
def manifest_written_in_another_way(folder: Path) -> None:
    path = folder / "tagmanifest-sha256.txt"
    write_file(path, path.read_bytes().replace(b"  ", b"\t ", 1))


@forgery("whole", "BAG-MANIFEST")
def manifest_with_a_null_in_a_name(folder: Path) -> None:
    path = folder / "manifest-sha256.txt"
    write_file(path, path.read_bytes().replace(b"TST-000001", b"TST-\x00001"))


@forgery("whole", "BAG-MANIFEST")
def payload_manifests_taken_out(folder: Path) -> None:
    for path in folder.glob("manifest-*"):
        path.unlink()


@forgery("whole", "BAG-FORMAT")
def other_version_declared(folder: Path) -> None:
    write_file(folder / "bagit.txt", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")


@forgery("whole", "PACKAGE-EXHIBIT")
def exhibits_exchange_numbers(folder: Path) -> None:
    def exchange(plain: dict[str, object]) -> None:
        one, two = plain["exhibits"][:2]  # type: ignore[index]
        one["number"], two["number"] = two["number"], one["number"]

    described(folder, exchange)


@forgery("whole", "PACKAGE-CHECKPOINT")
def description_of_another_checkpoint(folder: Path) -> None:
    described(folder, lambda plain: plain["checkpoint"].update(size=599))  # type: ignore[attr-defined]


@forgery("whole", "PACKAGE-FORMAT")
def description_that_leads_outside(folder: Path) -> None:
    described(folder, lambda plain: plain["exhibits"][0].update(file="data/exhibits/../../x"))  # type: ignore[index]


@forgery("whole", "PACKAGE-FORMAT")
def description_of_another_format(folder: Path) -> None:
    described(folder, lambda plain: plain.update(format="probans-package/9"))


@forgery("whole", "LOG-MISSING")
def bundle_taken_out(folder: Path) -> None:
    (folder / "log" / "tile" / "entries" / "001").unlink()
    remade(folder)


@forgery("selected", "LOG-TILE")
def tile_changed(folder: Path) -> None:
    path = folder / "log" / "tile" / "0" / "001"
    write_file(path, b"\x00" * 32 + path.read_bytes()[32:])
    remade(folder)


@forgery("selected", "LOG-TILE")
def disclosed_entry_changed(folder: Path) -> None:
    path = folder / "log" / "entry" / "2"
    write_file(path, path.read_bytes().replace(b'"clerk"', b'"CLERK"'))
    remade(folder)


@forgery("selected", "LOG-TILE")
def disclosed_entry_at_another_place(folder: Path) -> None:
    (folder / "log" / "entry" / "2").rename(folder / "log" / "entry" / "3")
    remade(folder)


@forgery("selected", "LOG-FIRST-ENTRY")
def opening_not_disclosed(folder: Path) -> None:
    (folder / "log" / "entry" / "0").unlink()
    remade(folder)


@forgery("selected", "PACKAGE-EXHIBIT")
def entry_of_the_exhibit_not_disclosed(folder: Path) -> None:
    (folder / "log" / "entry" / "2").unlink()
    remade(folder)


@forgery("selected", "PACKAGE-WITHHELD")
def withheld_at_another_place(folder: Path) -> None:
    described(folder, lambda plain: plain["withheld"][0].update(log_index=40))  # type: ignore[index]


@forgery("selected", "PACKAGE-WITHHELD")
def withheld_beyond_the_log(folder: Path) -> None:
    described(folder, lambda plain: plain["withheld"][0].update(log_index=4000))  # type: ignore[index]


@forgery("whole", "PROOF-MISSING")
def proof_taken_out(folder: Path) -> None:
    (folder / "proofs" / "TST-000001.tlog-proof").unlink()
    remade(folder)


@forgery("whole", "PROOF-ROOT")
def proof_of_another_exhibit(folder: Path) -> None:
    for ending in ("entry", "tlog-proof"):
        other = (folder / "proofs" / f"TST-000002.{ending}").read_bytes()
        write_file(folder / "proofs" / f"TST-000001.{ending}", other)
    remade(folder)


@forgery("whole", "PROOF-ROOT")
def step_of_a_proof_changed(folder: Path) -> None:
    edited_proof(folder, lambda lines: [*lines[:2], "A" * 43 + "=", *lines[3:]])


@forgery("whole", "PROOF-FORMAT")
def proof_of_another_version(folder: Path) -> None:
    edited_proof(folder, lambda lines: ["c2sp.org/tlog-proof@v2", *lines[1:]])


@forgery("whole", "PROOF-FORMAT")
def proof_without_an_index(folder: Path) -> None:
    edited_proof(folder, lambda lines: [lines[0], "place 2", *lines[2:]])


@forgery("whole", "PROOF-FORMAT")
def proof_with_a_short_hash(folder: Path) -> None:
    edited_proof(folder, lambda lines: [*lines[:2], "AAAA", *lines[3:]])


@forgery("whole", "PROOF-SHAPE")
def step_of_a_proof_added(folder: Path) -> None:
    edited_proof(folder, lambda lines: [*lines[:2], lines[2], *lines[2:]])


@forgery("whole", "LOG-KEY")
def proof_under_another_origin_by_owner(folder: Path) -> None:
    signer = SignerKey(name="probans.example/TST", seed=bytes(range(32)))

    def elsewhere(lines: list[str]) -> list[str]:
        at = lines.index("")
        text = "\n".join(["probans.example/OTHER", *lines[at + 2 : at + 4]]) + "\n"
        return [*lines[: at + 1], sign_note(text, [signer])]

    edited_proof(folder, elsewhere)


def edited_proof(folder: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = folder / "proofs" / "TST-000001.tlog-proof"
    write_file(path, "\n".join(change(path.read_text().split("\n"))).encode())
    remade(folder)


@forgery("whole", "PROOF-SHAPE")
def step_of_a_proof_taken_out(folder: Path) -> None:
    edited_proof(folder, lambda lines: [*lines[:2], *lines[3:]])


@forgery("whole", "LOG-KEY")
def key_and_log_of_somebody_else(folder: Path) -> None:
    """The whole log signed anew with another key, so that only the key kept elsewhere shows it."""
    key = verify.parse_key(KEY_OF_SOMEBODY)
    note = (folder / "log" / "checkpoint").read_text().split("\n\n")[0] + "\n"
    write_file(folder / "keys" / "log.pub", f"{key.text}\n".encode())
    write_file(folder / "log" / "checkpoint", signed_by_somebody(note))
    remade(folder)


def _somebody() -> tuple[str, Callable[[str], bytes]]:
    signer = SignerKey(name="probans.example/TST", seed=b"\x07" * 32)
    return str(signer.verifier), lambda text: sign_note(text, [signer]).encode()


KEY_OF_SOMEBODY, signed_by_somebody = _somebody()


@pytest.mark.parametrize(("make", "kind", "code"), FORGERIES, ids=lambda item: getattr(item, "__name__", str(item)))
def test_a_forged_package_is_caught(
    packages: dict[str, Path], base: Base, tmp_path: Path, make: Make, kind: str, code: str
) -> None:
    folder = Path(shutil.copytree(packages[kind], tmp_path / "package"))
    make(folder)
    assert code in codes(folder, base)


# --- proofs of single exhibits, as files -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proofs(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proofs")
    with closing(open_case(base.folder, write=False)) as store:
        proof = prove(store, "TST-000001")
        consistency = prove_consistency(store, 8)
        digest = next(store.exhibits()).sha256
        (folder / "photo.bin").write_bytes(store.read(digest))
    (folder / "TST-000001.tlog-proof").write_text(proof.proof)
    (folder / "TST-000001.entry").write_bytes(proof.entry)
    (folder / "consistency.json").write_text(json.dumps(consistency))
    (folder / "old").write_bytes(base.kept)
    (folder / "new").write_bytes((base.folder / "log" / "checkpoint").read_bytes())
    return folder


def ran(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, set[str]]:
    status = verify.main([*map(str, arguments), "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return status, {line["code"] for line in lines if line.get("code")}


def test_an_exhibit_is_proven_by_two_small_files(proofs: Path, base: Base, capsys: pytest.CaptureFixture[str]) -> None:
    proof, key = proofs / "TST-000001.tlog-proof", ("--key", base.key)
    assert ran(capsys, proof, *key, "--blob", proofs / "photo.bin") == (0, set())
    assert ran(capsys, proof, *key) == (6, {"BLOB-NOT-GIVEN"})
    assert ran(capsys, proof, *key, "--blob", proofs / "old") == (5, {"BLOB-DIGEST"})
    assert ran(capsys, proof, *key, "--entry", proofs / "old") == (5, {"PROOF-ROOT"})
    assert ran(capsys, proof, "--key", KEY_OF_SOMEBODY) == (5, {"NOTE-UNSIGNED"})
    assert ran(capsys, proof) == (2, set())


def test_a_log_is_proven_to_continue_an_older_one(
    proofs: Path, base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof, key = proofs / "consistency.json", ("--key", base.key)
    both = ("--since", proofs / "old", "--now", proofs / "new")
    assert ran(capsys, proof, *key, *both) == (0, set())
    assert ran(capsys, proof) == (6, {"CHECKPOINT-NOT-GIVEN"})
    assert ran(capsys, proof, *key, "--since", proofs / "new", "--now", proofs / "old") == (5, {"PROOF-ROOT"})
    plain = json.loads(proof.read_text())
    for name, change, code in (
        ("second", {"second_root": plain["first_root"]}, "PROOF-ROOT"),
        ("short", {"proof": plain["proof"][1:]}, "PROOF-SHAPE"),
        ("long", {"proof": [*plain["proof"], plain["proof"][0]]}, "PROOF-SHAPE"),
        ("empty", {"first": 0}, "PROOF-SHAPE"),
        ("text", {"first": "8"}, "PROOF-FORMAT"),
        ("hash", {"proof": ["AA=="]}, "PROOF-FORMAT"),
    ):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(plain | change))
        status, said = ran(capsys, path)
        assert (status, said - {"CHECKPOINT-NOT-GIVEN"}) == (5, {code}), name
