"""Custody as its users go through it: partners, authorities, signatures, packages, second copies, samples."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from probans.evidence.custody.entries import read_entry
from probans.evidence.custody.note import parse_verifier_key
from probans.evidence.custody.proof import check_proof, read_proof
from probans.evidence.custody.tree import leaf_hash
from probans.model.errors import IntegrityError, ProbansError, UsageError
from probans.services.check import Plan
from probans.services.decide import Wish
from probans.wiring import custody, keeping
from tests.authority import LocalAuthority, needs_openssl

BY = "R. Example"


def quiet(*_arguments: object) -> None:
    pass


@pytest.fixture
def case(tmp_path: Path) -> Path:
    material = tmp_path / "material"
    material.mkdir()
    (material / "statement.txt").write_text("The harbour was shelled on 4 March, the office said.")
    (material / "notice.txt").write_text("A second text.")
    (material / "clip.bin").write_bytes(bytes(range(256)) * 64)
    folder = tmp_path / "case"
    keeping.init_case(folder, title="A test", prefix="TST", by=BY)
    keeping.add_paths(folder, [material], by=BY, jobs=1, progress=quiet)
    return folder


def checked(folder: Path) -> dict[str, Any]:
    return keeping.check_case(folder, jobs=1, progress=quiet)


def codes(result: dict[str, Any]) -> set[str]:
    return {item["code"] for item in result["trouble"]}


def blob_of(folder: Path, number: str) -> Path:
    sha256 = str(keeping.show_record(folder, number)["id"])
    return folder / "blobs" / sha256[:2] / sha256


def write_over(path: Path, octets: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(octets)


@needs_openssl
def test_a_stamp_is_kept_checked_and_caught_when_its_answer_is_swapped(case: Path, tmp_path: Path) -> None:
    (tmp_path / "tsa").mkdir()
    with LocalAuthority(tmp_path / "tsa", embed_chain=False) as authority:
        pem = tmp_path / "pinned.pem"
        pem.write_bytes(authority.certificates)
        done = custody.stamp(case, authority.url, pem, by=BY)
    assert done["outcome"] == "passed"
    assert checked(case)["sound"]
    response = case / "blobs" / done["response"][:2] / done["response"]
    write_over(response, response.read_bytes()[:-1] + b"!")
    assert codes(checked(case)) == {"BLOB-DIGEST"}


def test_a_silent_authority_changes_nothing(case: Path, tmp_path: Path) -> None:
    (tmp_path / "pinned.pem").write_text("none")
    before = (case / "log" / "checkpoint").read_bytes()
    with pytest.raises(UsageError, match="AUTHORITY-SILENT"):
        custody.stamp(case, "http://127.0.0.1:9/", tmp_path / "pinned.pem", by=BY)
    assert (case / "log" / "checkpoint").read_bytes() == before


def test_a_partner_countersigns_by_file_and_a_forked_log_is_refused(case: Path, tmp_path: Path) -> None:
    public = custody.new_partner_key(tmp_path / "partner.key", "partner.example")
    assert (tmp_path / "partner.key").stat().st_mode & 0o777 == 0o600
    fork = tmp_path / "fork"
    shutil.copytree(case, fork)
    note = tmp_path / "note"
    note.write_text(custody.countersign(case / "log" / "checkpoint", tmp_path / "partner.key"))
    done = custody.take_countersigned(case, note, public, by=BY)
    assert done["size"] == 4
    assert checked(case)["sound"]
    for folder, text in ((case, "one"), (fork, "other")):
        (tmp_path / text).write_text(text)
        keeping.add_paths(folder, [tmp_path / text], by=BY, jobs=1, progress=quiet)
    keeping.add_paths(fork, [tmp_path / "one"], by=BY, jobs=1, progress=quiet)
    note.write_text(custody.countersign(fork / "log" / "checkpoint", tmp_path / "partner.key"))
    with pytest.raises(IntegrityError, match="CHECKPOINT-FORKED"):
        custody.take_countersigned(case, note, public, by=BY)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not on this machine")
def test_signed_decisions_hold_and_a_revoked_key_signs_no_more(case: Path, tmp_path: Path) -> None:
    key = tmp_path / "id"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    subject = keeping.show_record(case, "TST-000001")["id"]
    wish = Wish(act="determine", subjects=(subject,), reason="Compared with the original at the archive.")
    with pytest.raises(IntegrityError, match="DECISION-KEY"):
        custody.decide(case, wish, person=BY, key=key)
    fingerprint = custody.enrol(case, key.with_name("id.pub"), person=BY)["fingerprint"]
    decision = custody.decide(case, wish, person=BY, key=key)
    assert checked(case)["sound"]
    assert keeping.show_record(case, decision["id"])["type"] == "decision"
    custody.revoke(case, fingerprint, reason="lost", by=BY)
    assert checked(case)["sound"], "what was signed before stays signed"
    with pytest.raises(IntegrityError, match="DECISION-KEY"):
        custody.decide(case, wish, person=BY, key=key)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish(act="acquit", subjects=(), reason="x"), "DECISION-ACT"),
        (Wish(act="confirm", subjects=("nothing",), reason="x"), "ID-UNKNOWN"),
        (Wish(act="confirm", subjects=(), reason="  "), "DECISION-REASON"),
        (Wish(act="confirm", subjects=(), reason="x", supersedes="dec-0"), "DECISION-UNKNOWN"),
    ],
)
def test_a_decision_that_means_nothing_is_refused(case: Path, wish: Wish, code: str) -> None:
    with pytest.raises(ProbansError, match=code):
        custody.decide(case, wish, person=BY, key=None)


def test_proofs_of_every_exhibit_hold_and_no_other_entry_fits(case: Path, tmp_path: Path) -> None:
    key = parse_verifier_key((case / "keys" / "log.pub").read_text())
    for number in ("TST-000001", "TST-000002", "TST-000003", "0"):
        done = custody.prove(case, number, tmp_path)
        proof = read_proof(Path(done["proof"]).read_text())
        entry = Path(done["entry"]).read_bytes()
        check_proof(proof, leaf_hash(entry), [key])
        read_entry(done["index"], entry)
        with pytest.raises(IntegrityError, match="PROOF-ROOT"):
            check_proof(proof, leaf_hash(entry + b" "), [key])
    consistent = custody.prove_consistency(case, 2, 0)
    assert consistent["second"] == 4
    with pytest.raises(UsageError, match="LOG-SIZE"):
        custody.prove_consistency(case, 9, 0)


@pytest.fixture(params=["whole", "selected"])
def package(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    numbers = ("TST-000002",) if request.param == "selected" else ()
    target = tmp_path / "package"
    done = custody.export(case, target, numbers, to="A court", purpose="test", by=BY)
    assert done["withheld"] == (2 if numbers else 0)
    return target


def test_a_package_is_valid_for_public_tools(package: Path) -> None:
    for manifest in ("manifest", "tagmanifest"):
        for algorithm in ("256", "512"):
            command = [f"sha{algorithm}sum", "--quiet", "-c", f"{manifest}-sha{algorithm}.txt"]
            assert subprocess.run(command, cwd=package, check=False).returncode == 0
    bagit = pytest.importorskip("bagit")
    assert bagit.Bag(str(package)).is_valid()
    assert (package / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")
    assert all(str(path.relative_to(package)).isascii() for path in package.rglob("*"))


def test_a_package_holds_what_it_says_and_withholds_the_rest(package: Path) -> None:
    plain = json.loads((package / "metadata" / "package.json").read_text())
    for item in plain["exhibits"]:
        assert (package / item["file"]).stat().st_size == int(item["size"])
    for item in plain["withheld"]:
        assert not (package / "log" / "entry" / str(item["log_index"])).exists()
        level_0 = (package / "log" / "tile" / "0" / f"000.p/{plain['checkpoint']['size']}").read_bytes()
        at = item["log_index"] * 32
        assert level_0[at : at + 32].hex() == item["leaf_hash"]
    if plain["withheld"]:
        everything = b"".join(path.read_bytes() for path in package.rglob("*") if path.is_file())
        assert b"The harbour was shelled" not in everything
        assert b"statement.txt" not in everything


def test_names_that_a_spreadsheet_would_run_are_made_harmless(case: Path, tmp_path: Path) -> None:
    (tmp_path / "=2+3.txt").write_text("added by its own name")
    keeping.add_paths(case, [tmp_path / "=2+3.txt"], by=BY, jobs=1, progress=quiet)
    custody.export(case, tmp_path / "out", (), to="", purpose="", by=BY)
    lines = (tmp_path / "out" / "metadata" / "exhibits.csv").read_text("utf-8").splitlines()
    assert any("'=2+3.txt" in line for line in lines)
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.split(","))


def test_a_package_is_logged_and_never_overwrites(case: Path, package: Path) -> None:
    assert checked(case)["sound"]
    with pytest.raises(UsageError, match="PACKAGE-EXISTS"):
        custody.export(case, package, (), to="", purpose="", by=BY)
    with pytest.raises(UsageError, match="EXHIBIT-UNKNOWN"):
        custody.export(case, package.with_name("more"), ("TST-000099",), to="", purpose="", by=BY)


def test_damage_is_repaired_from_a_second_copy_and_logged(case: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert custody.mirror(case, copy, progress=quiet)["copied"] == 3
    assert custody.mirror(case, copy, progress=quiet)["copied"] == 0
    damaged, lost = blob_of(case, "TST-000001"), blob_of(case, "TST-000002")
    write_over(damaged, b"changed")
    lost.unlink()
    assert codes(checked(case)) == {"BLOB-DIGEST", "BLOB-MISSING"}
    done = custody.repair(case, copy, by=BY, jobs=1)
    assert (set(done["restored"]), done["lost"]) == ({damaged.name, lost.name}, ())
    assert checked(case)["sound"]
    assert len(list((case / "blobs" / "damaged").iterdir())) == 1, "the damaged bytes are kept aside"


def test_a_damaged_second_copy_repairs_nothing(case: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    custody.mirror(case, copy, progress=quiet)
    blob = blob_of(case, "TST-000001")
    for place in (case, copy):
        write_over(place / blob.relative_to(case), b"changed in both")
    assert custody.repair(case, copy, by=BY, jobs=1)["lost"] == (blob.name,)
    assert blob.read_bytes() == b"changed in both"


def test_damage_is_not_copied(case: Path, tmp_path: Path) -> None:
    write_over(blob_of(case, "TST-000001"), b"changed")
    with pytest.raises(IntegrityError, match="BLOB-DIGEST"):
        custody.mirror(case, tmp_path / "copy", progress=quiet)


def test_samples_over_all_offsets_see_every_item(case: Path) -> None:
    write_over(blob_of(case, "TST-000003"), b"changed")
    seen = 0
    for offset in range(4):
        plan = Plan(one_in=4, offset=offset)
        seen += keeping.check_case(case, jobs=1, progress=quiet, plan=plan)["failed"]
    assert seen == 1
    for part in ({"one_in": 0, "since": ""}, {"one_in": 1, "since": "soon"}):
        with pytest.raises(UsageError, match="CHECK-S"):
            keeping.check_plan(**part)  # type: ignore[arg-type]


def test_a_recorded_check_is_in_the_log(case: Path) -> None:
    keeping.check_case(case, jobs=1, progress=quiet, record_by=BY)
    assert "fixity check" in (case / "log" / "tile" / "entries" / "000.p" / "5").read_text("utf-8", "replace")
    assert checked(case)["sound"]


def test_the_private_key_is_in_no_package(package: Path, case: Path) -> None:
    secret = (case / "keys" / "log.key").read_bytes().strip().rpartition(b"+")[2]
    assert not any(secret in path.read_bytes() for path in package.rglob("*") if path.is_file())


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not on this machine")
def test_a_case_without_any_bytes_can_record(tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "id")], check=True)
    keeping.init_case(tmp_path / "case", title="Empty", prefix="EMP", by=BY)
    custody.enrol(tmp_path / "case", tmp_path / "id.pub", person=BY)
    assert checked(tmp_path / "case")["sound"]
