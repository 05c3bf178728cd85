"""A case on disk: what is acknowledged stays, what is not leaves nothing, the index is only an index."""

import io
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from probans.model.custody import Intake
from probans.model.errors import CaseBusy, IntegrityError, ProbansError, UsageError
from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from probans.shell.store.case import CaseFolder
from tests.cases import new_case, open_case


def intake(case: CaseFolder, octets: bytes, number: int) -> Intake:
    stored = case.put(io.BytesIO(octets))
    return Intake(
        sha256=stored.sha256,
        size=str(stored.size),
        number=f"TST-{number:06d}",
        kind=MediaKind.OPAQUE,
        media_type="application/octet-stream",
    )


def test_bytes_are_kept_under_their_digest_and_read_only(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        case.record([intake(case, b"testimony", 1)], by="clerk")
        digest = next(case.exhibits()).sha256
        assert case.read(digest) == b"testimony"
        assert stat.S_IMODE(case.blob_path(digest).stat().st_mode) == 0o444
        assert case.check_blob(digest, 9).outcome is Outcome.PASSED


def test_a_changed_blob_is_noticed(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        case.record([intake(case, b"testimony", 1)], by="clerk")
        digest = next(case.exhibits()).sha256
        case.blob_path(digest).chmod(0o644)
        case.blob_path(digest).write_bytes(b"testimonY")
        assert case.check_blob(digest, 9).code == "BLOB-DIGEST"
        case.blob_path(digest).unlink()
        assert case.check_blob(digest, 9).code == "BLOB-MISSING"


@pytest.mark.parametrize("batches", [[1], [1, 1, 1], [255], [254, 1, 1], [300, 212, 5]])
def test_the_log_survives_reopening_at_every_tile_edge(tmp_path: Path, batches: list[int]) -> None:
    with new_case(tmp_path / "c") as case:
        number = 0
        for batch in batches:
            events = [intake(case, str(number + i).encode(), number + i) for i in range(batch)]
            number += batch
            case.record(events, by="clerk")
        root = case.head().root
    with open_case(tmp_path / "c") as case:
        assert case.head().root == root
        assert sum(len(entries) for _first, entries in case.check_log()) == number + 1
        case.record([intake(case, b"one more", number)], by="clerk")
        assert sum(len(entries) for _first, entries in case.check_log()) == number + 2
        assert len(list(case.exhibits())) == number + 1


def test_two_writers_are_not_let_in(tmp_path: Path) -> None:
    with new_case(tmp_path / "c"), pytest.raises(CaseBusy):
        open_case(tmp_path / "c")


def test_a_reader_may_look_while_a_writer_works(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as writer:
        writer.record([intake(writer, b"x", 1)], by="clerk")
        with open_case(tmp_path / "c", write=False) as reader:
            assert len(list(reader.exhibits())) == 1
            with pytest.raises(UsageError):
                reader.record([intake(writer, b"y", 2)], by="clerk")


@pytest.mark.parametrize("damage", ["gone", "garbage", "stale"])
def test_a_lost_damaged_or_stale_index_is_made_again(tmp_path: Path, damage: str) -> None:
    with new_case(tmp_path / "c") as case:
        case.record([intake(case, b"x", 1)], by="clerk")
    index = tmp_path / "c" / "index.sqlite"
    old = shutil.copy(index, tmp_path / "old")
    with open_case(tmp_path / "c") as case:
        case.record([intake(case, b"y", 2)], by="clerk")
        expected = case.dump_index()
    for path in tmp_path.glob("c/index.sqlite*"):
        path.unlink()
    if damage == "garbage":
        index.write_bytes(b"not a database" * 100)
    if damage == "stale":
        shutil.copy(old, index)
    with open_case(tmp_path / "c") as case:
        assert case.dump_index() == expected


def test_rebuild_gives_the_same_content(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        case.record([intake(case, str(i).encode(), i) for i in range(300)], by="clerk")
        before = case.dump_index()
        case.rebuild_index()
        assert case.dump_index() == before


def test_a_log_cut_short_is_refused(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        shutil.copytree(tmp_path / "c" / "log", tmp_path / "early")
        case.record([intake(case, b"x", 1)], by="clerk")
    shutil.rmtree(tmp_path / "c" / "log")
    shutil.copytree(tmp_path / "early", tmp_path / "c" / "log")
    with pytest.raises(IntegrityError) as caught:
        open_case(tmp_path / "c")
    assert caught.value.code == "LOG-ROLLED-BACK"


def test_no_case_no_key_no_second_case(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        open_case(tmp_path)
    new_case(tmp_path / "c").close()
    with pytest.raises(UsageError):
        new_case(tmp_path / "c")
    (tmp_path / "c" / "keys" / "log.key").unlink()
    with pytest.raises(ProbansError) as caught:
        open_case(tmp_path / "c")
    assert caught.value.code == "LOG-KEY"


def test_the_private_key_is_for_its_owner_only(tmp_path: Path) -> None:
    new_case(tmp_path / "c").close()
    assert stat.S_IMODE((tmp_path / "c" / "keys" / "log.key").stat().st_mode) == 0o600


def test_holes_stay_holes(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse"
    with sparse.open("wb") as stream:
        stream.truncate(64 << 20)
        stream.seek(40 << 20)
        stream.write(b"something")
    with new_case(tmp_path / "c") as case, sparse.open("rb") as stream:
        stored = case.put(stream)
        assert case.check_blob(stored.sha256, 64 << 20).outcome is Outcome.PASSED
        assert case.blob_path(stored.sha256).stat().st_blocks * 512 < 8 << 20


KILLED = """
import io, os, sys
from tests.shell.store.test_case import intake, open_case
from pathlib import Path
fault, count = int(sys.argv[2]), 0
def watch(event, arguments):
    global count
    if event in ("open", "os.rename", "os.remove") and sys.argv[1] in str(arguments[0]):
        count += 1
        if count == fault:
            os._exit(9)
with open_case(Path(sys.argv[1])) as case:
    sys.addaudithook(watch)
    case.record([intake(case, f"k{i}".encode(), 1000 + i) for i in range(3)], by="clerk")
print("done", count)
"""


@pytest.mark.slow
def test_killed_at_every_file_operation_the_log_holds_all_or_nothing(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    with new_case(tmp_path / "c") as case:
        case.record([intake(case, str(i).encode(), i) for i in range(254)], by="clerk")
    outcomes = set()
    for fault in range(1, 200):
        copy = tmp_path / f"f{fault}"
        shutil.copytree(tmp_path / "c", copy)
        command = [sys.executable, "-c", KILLED, str(copy), str(fault)]
        environment = {"PYTHONPATH": f"{root / 'src'}:{root}", "PATH": ""}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        with open_case(copy) as case:
            entries = sum(len(found) for _first, found in case.check_log())
            outcomes.add(entries)
            assert entries in (255, 258)
            assert len(list(case.exhibits())) == entries - 1
            assert not list((copy / "blobs" / "incoming").iterdir())
        shutil.rmtree(copy)
        if done.returncode == 0:
            break
    assert "done" in done.stdout
    assert outcomes == {255, 258}
