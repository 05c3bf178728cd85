"""Bad input as it comes: each gives a coded message, nothing is lost or half-written, and the rest goes on."""

import contextlib
import gzip
import hashlib
import html
import io
import os
import shutil
import socket
import struct
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from probans.model.errors import CaseBusy, StorageError, UsageError
from probans.model.exhibit import Exhibit
from probans.model.work import FoundFile
from probans.shell import folders
from probans.wiring import building, keeping
from probans.wiring.base import open_case
from tests.drawing import clip, write_video

BY = "R. Example"
GOOD = "Torrund's army shelled the market in Kessra on 4 March 2031, killing at least 26 civilians, the ministry said."
MEBI = 1 << 20


def quiet(*_arguments: object) -> None:
    pass


def build(folder: Path, case: Path) -> dict[str, Any]:
    return building.build(folder, case, by=BY, jobs=2, files=quiet, stage=quiet)


def add(case: Path, *paths: Path) -> dict[str, Any]:
    return keeping.add_paths(case, paths, by=BY, jobs=2, progress=quiet)


def checked(case: Path) -> dict[str, Any]:
    return keeping.check_case(case, jobs=2, progress=quiet)


def sound(case: Path) -> bool:
    return bool(checked(case)["sound"])


def exhibits(case: Path) -> tuple[Exhibit, ...]:
    with closing(open_case(case, write=False)) as opened:
        return tuple(opened.exhibits())


def codes(built: dict[str, Any], part: str = "") -> set[str]:
    return {item["code"] for item in built["problems"] if part in item["where"]}


def size_on_disk(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    keeping.init_case(folder, title="A test", prefix="TST", by=BY)
    return folder


@pytest.fixture
def material(tmp_path: Path) -> Path:
    folder = tmp_path / "material"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    return folder


# -- one folder with everything that is bad in it, built once

SCRIPTED = f"""<html><head><title>A</title></title></script><script>alert(1)</script></title></head>
<body onload="alert(2)"><p>{GOOD}</p><p>He said &lt;/script&gt;&lt;script&gt;alert(3)&lt;/script&gt;.</p>
<img src=x onerror=alert(4)><iframe src="javascript:alert(5)"></iframe><a href="javascript:alert(6)">x</a>
<svg><script>alert(7)</script></svg><meta http-equiv=refresh content="0;url=http://example.invalid/"></body></html>"""


def picture_bomb(side: int = 60_000) -> bytes:
    """A PNG that claims 3.6 thousand million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(MEBI * 16))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zip_bomb(mebibytes: int = 2048) -> bytes:
    """Many members that share the same packed zeros: some kilobytes give two gibibytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(mebibytes // 64):
            archive.writestr(f"{number}.txt", bytes(64 * MEBI) if number < 2 else b"small")
    return held.getvalue()


def damaged_zip() -> bytes:
    """Sixty damaged members with names so long that their problems do not fit a log entry."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(60):
            archive.writestr(f"{number}{'☃' * 3000}.txt", b"as written")
    return held.getvalue().replace(b"as written", b"as damaged")


def web_archive_bomb(mebibytes: int = 1500) -> bytes:
    """A WARC whose one response is a gzip member of zeros, itself packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(MEBI)) for _ in range(mebibytes)) + packer.flush()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        b"WARC-Target-URI: http://kessra.invalid/\r\nWARC-Date: 2031-03-04T00:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: " + str(len(answer)).encode()
    )
    return gzip.compress(head + b"\r\n\r\n" + answer + b"\r\n\r\n")


def put_bad_names(folder: Path) -> int:
    """Names that tools stumble over; how many the file system took."""
    composed = unicodedata.normalize("NFC", "Café é.txt")
    names = [
        b"two\nlines.txt",
        b"100%s %n %d.txt",
        b"\x1b[31mred\x07.txt",
        b"not utf-8 \xff\xfe.txt",
        b"n" * 251 + b".txt",
        "\u202egpj.evil.txt".encode(),
        b"<script>alert(8)<",
        b'";alert(9);.html',
        b"-rf",
        b" ",
        composed.encode(),
        unicodedata.normalize("NFD", composed).encode(),
    ]
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(f"Text number {number}.")
    return len(names)


def put_deep(folder: Path, depth: int, name: str = "d") -> None:
    """A file ``depth`` folders down, made step by step as its path grows."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    with os.fdopen(os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as stream:
        stream.write("Deep down.")
    os.close(here)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, dict[str, Any], int]]:
    """Folder, case, what the build said, and how many files it holds that can be taken."""
    root = tmp_path_factory.mktemp("everything")
    folder, case = root / "material", root / "case"
    (folder / "names").mkdir(parents=True)
    (folder / "empty folder").mkdir()
    (root / "outside.txt").write_text("Not material.")
    (folder / "good.txt").write_text(GOOD)
    (folder / "zero.txt").write_bytes(b"")
    (folder / "zero.mp4").write_bytes(b"")
    (folder / "scripted.html").write_text(SCRIPTED)
    (folder / "bomb.png").write_bytes(picture_bomb())
    (folder / "bomb.zip").write_bytes(zip_bomb())
    (folder / "long names.zip").write_bytes(damaged_zip())
    (folder / "bomb.warc.gz").write_bytes(web_archive_bomb())
    whole = write_video(root / "whole.mp4", clip(1, 2.0), options={"movflags": "faststart"})
    (folder / "cut.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    (folder / "noise.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(5000))
    (folder / "noise.eml").write_bytes(b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" * 50)
    (folder / "nulls.txt").write_bytes(b"\0" * 3000 + GOOD.encode())
    with (folder / "sparse.bin").open("wb") as stream:
        stream.truncate(256 * MEBI)
    (folder / "loop").symlink_to("loop")
    (folder / "up").symlink_to("..")
    (folder / "out.txt").symlink_to(root / "outside.txt")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as ear:
        os.chdir(folder)
        ear.bind("ear")
    put_deep(folder, 200)
    files = 13 + put_bad_names(folder / "names") + 1
    yield folder, case, build(folder, case), files
    shutil.rmtree(root)


def test_everything_that_can_be_taken_is(everything: tuple[Path, Path, dict[str, Any], int]) -> None:
    folder, case, built, files = everything
    originals = [item for item in exhibits(case) if item.role == "original"]
    arrivals = [arrival for item in originals for arrival in item.arrivals]
    assert built["added"]["not_taken"] == 5
    assert len(arrivals) == files
    assert built["claims"] >= 1, "the good report is read all the same"
    for item in originals:
        for arrival in item.arrivals:
            path = folder.parent / os.fsdecode(bytes.fromhex(arrival.path_raw))
            assert hashlib.sha256(path.read_bytes()).hexdigest() == item.sha256
    assert sound(case)


def test_every_bad_thing_has_its_code(everything: tuple[Path, Path, dict[str, Any], int]) -> None:
    _folder, case, built, _files = everything
    number = {Path(item.name).name: item.number for item in exhibits(case) if item.role == "original"}
    expected = {
        "material/loop": "LINK-NOT-FOLLOWED",
        "material/up": "LINK-NOT-FOLLOWED",
        "material/out.txt": "LINK-NOT-FOLLOWED",
        "material/pipe.txt": "SPECIAL-FILE",
        "material/ear": "SPECIAL-FILE",
        number["bomb.zip"]: "ARCHIVE-BOMB",
        number["long names.zip"]: "ARCHIVE-MEMBER",
        "material/bomb.png": "FOOTAGE-TOO-LARGE",
        "material/cut.mp4": "FOOTAGE-",
        number["noise.pdf"]: "PDF-UNREADABLE",
        "material/zero.mp4": "TYPE-EMPTY",
    }
    found = {where: codes(built, where) for where in expected}
    assert [where for where, code in expected.items() if not any(c.startswith(code) for c in found[where])] == [], found
    assert codes(built, number["bomb.warc.gz"]), "a decompression bomb is reported"


def test_twins_by_normal_form_stay_two_names(everything: tuple[Path, Path, dict[str, Any], int]) -> None:
    raw = {arrival.path_raw for item in exhibits(everything[1]) for arrival in item.arrivals if "Caf" in item.name}
    assert len(raw) == 2


def test_holes_stay_holes_and_bombs_stay_packed(everything: tuple[Path, Path, dict[str, Any], int]) -> None:
    assert size_on_disk(everything[1]) < 300 * MEBI


def test_nothing_has_left_and_nothing_is_half_written(everything: tuple[Path, Path, dict[str, Any], int]) -> None:
    case = everything[1]
    assert not list((case / "blobs" / "incoming").iterdir())
    assert not [path for path in case.rglob(".*") if path.is_file()]


class _Active(HTMLParser):
    """Collects what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "applet"):
            self.found.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            if (
                name.startswith("on")
                or name in ("action", "formaction", "srcdoc")
                or (name in ("href", "src", "xlink:href") and address[:11] == "javascript:")
            ):
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and not address.startswith("data:"):
                self.found.append(f"{tag} {name}={value}")


def test_the_case_file_runs_nothing_of_what_it_shows(everything: tuple[Path, Path, dict[str, Any], int]) -> None:
    page = Path(everything[2]["case_file"]).read_text("utf-8")
    active = _Active()
    active.feed(page)
    assert active.found == ["script"], "only the page's own script"
    assert "default-src 'none'" in html.unescape(page)


def test_a_second_build_of_everything_adds_nothing(everything: tuple[Path, Path, dict[str, Any], int]) -> None:
    folder, case, built, _files = everything
    before = (case / "log" / "checkpoint").read_bytes()
    again = build(folder, case)
    assert (case / "log" / "checkpoint").read_bytes() == before
    assert (again["exhibits"], again["claims"]) == (built["exhibits"], built["claims"])


# -- files that are not what they were a moment ago


def meanwhile(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    """Let ``change`` happen after the files were listed and before they are read."""

    def walk(paths: Sequence[Path], *, leave_out: Sequence[Path] = ()) -> Iterator[FoundFile]:
        yield from folders.walk(paths, leave_out=leave_out)
        change()

    monkeypatch.setattr(keeping, "walk", walk)


def write_once(path: Path, octets: bytes) -> None:
    if path.read_bytes() != octets:
        path.write_bytes(octets)


def swapped_for_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def swapped_for_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def swapped_for_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("good.txt")


@pytest.mark.parametrize("change", [Path.unlink, swapped_for_folder, swapped_for_pipe, swapped_for_link])
def test_a_file_that_is_another_thing_when_read_is_not_taken(
    case: Path, material: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    (material / "fickle.txt").write_text("Here a moment ago.")
    meanwhile(monkeypatch, lambda: change(material / "fickle.txt"))
    added = add(case, material)
    assert (added["registered"], added["not_taken"]) == (1, 1)
    assert [item["code"] for item in added["problems"]] == ["FILE-UNREADABLE"]
    assert sound(case)


@pytest.mark.parametrize("octets", [b"Other words, longer than those before.", b"", GOOD.encode()])
def test_a_file_that_changes_is_kept_as_read_and_marked(
    case: Path, material: Path, monkeypatch: pytest.MonkeyPatch, octets: bytes
) -> None:
    fickle = material / "sometimes.txt"
    fickle.write_text("Words.")
    meanwhile(monkeypatch, lambda: write_once(fickle, octets))
    assert add(case, material)["problems"][0]["code"] == "FILE-CHANGED"
    with closing(open_case(case, write=False)) as opened:
        assert opened.problems()[0].code == "FILE-CHANGED", "the log says so too"
        assert opened.read(hashlib.sha256(octets).hexdigest()) == octets
    add(case, material)
    assert add(case, material)["here_already"] == 2
    assert sound(case)


def test_a_file_that_goes_away_after_it_was_read_is_kept_and_marked(
    case: Path, material: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.fdopen

    def fdopen(descriptor: int, *arguments: Any, **named: Any) -> Any:
        (material / "good.txt").unlink(missing_ok=True)
        return really(descriptor, *arguments, **named)

    monkeypatch.setattr("probans.shell.folders.os.fdopen", fdopen)
    assert [item["code"] for item in add(case, material)["problems"]] == ["FILE-CHANGED"]
    assert exhibits(case)[0].size == len(GOOD)
    assert sound(case)


class _Broken(io.RawIOBase):
    """A disk with a bad sector."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise OSError(5, "Input/output error")


def test_a_file_on_a_bad_sector_is_not_taken_and_the_rest_is(
    case: Path, material: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (material / "bad sector.txt").write_text("x")
    really = os.fdopen

    def fdopen(descriptor: int, *arguments: Any, **named: Any) -> Any:
        if "bad sector" in str(Path(f"/proc/self/fd/{descriptor}").readlink()) and named.get("buffering") == 0:
            os.close(descriptor)
            return _Broken()
        return really(descriptor, *arguments, **named)

    monkeypatch.setattr("probans.shell.folders.os.fdopen", fdopen)
    for _ in range(2):
        added = add(case, material)
        assert [item["code"] for item in added["problems"]] == ["FILE-UNREADABLE"]
        assert added["not_taken"] == 1
        assert len(exhibits(case)) == 1
    with closing(open_case(case, write=False)) as opened:
        assert len(opened.events("not taken")) == 1, "the same trouble is logged once"
    assert sound(case)


# -- folders


def test_an_empty_folder_gives_an_empty_case_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    built = build(tmp_path / "empty", tmp_path / "case")
    assert (built["exhibits"], built["claims"]) == (0, 0)
    assert Path(built["case_file"]).is_file()
    assert sound(tmp_path / "case")


def test_a_folder_deeper_than_paths_may_be_is_reported(case: Path, material: Path) -> None:
    put_deep(material, 60, "d" * 100)
    added = add(case, material)
    assert (added["registered"], added["not_taken"]) == (1, 1)
    assert [item["code"] for item in added["problems"]] == ["FILE-UNREADABLE"]
    assert sound(case)
    subprocess.run(["rm", "-rf", str(material / ("d" * 100))], check=True)


def test_a_file_deeper_than_python_calls_itself_is_taken(case: Path, material: Path) -> None:
    put_deep(material, 600)
    assert add(case, material)["registered"] == 2
    subprocess.run(["rm", "-rf", str(material / "d")], check=True)


def test_a_case_within_its_own_material_does_not_take_itself_in(material: Path) -> None:
    case = material / "case"
    keeping.init_case(case, title="A test", prefix="TST", by=BY)
    for _ in range(2):
        add(case, material)
        assert [item.name for item in exhibits(case)] == ["material/good.txt"]
    assert sound(case)


# -- places to write that do not let themselves be written


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    places: list[Path] = []

    def mounted(*arguments: str) -> Path:
        place = tmp_path / f"mounted {len(places)}"
        place.mkdir()
        done = subprocess.run(["mount", *arguments, str(place)], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("this user may not mount")
        places.append(place)
        return place

    yield mounted
    for place in reversed(places):
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_case_on_a_read_only_disk_is_read_and_not_worked_on(
    case: Path, material: Path, mount: Callable[..., Path]
) -> None:
    add(case, material)
    place = mount("-o", "bind", str(case))
    subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
    assert sound(place)
    assert keeping.show_record(place, "TST-000001")["caption"].startswith("TST-000001")
    attempts: list[Callable[[], object]] = [
        lambda: add(place, material),
        lambda: building.process_case(place, by=BY, jobs=1, progress=quiet),
        lambda: build(material, place),
        lambda: keeping.rebuild_case(place),
        lambda: keeping.init_case(place / "new", title="", prefix="EX", by=BY),
    ]
    for attempt in attempts:
        with pytest.raises(StorageError, match="CASE-READ-ONLY"):
            attempt()


def test_a_full_disk_stops_with_a_code_and_the_same_command_goes_on(material: Path, mount: Callable[..., Path]) -> None:
    place = mount("-t", "tmpfs", "-o", "size=6m", "tmpfs")
    for number in range(12):
        (material / f"{number:02}.bin").write_bytes(os.urandom(MEBI))
    case = place / "case"
    keeping.init_case(case, title="", prefix="EX", by=BY)
    for _ in range(2):
        with pytest.raises(StorageError, match="DISK-FULL"):
            add(case, material)
        assert not list((case / "blobs" / "incoming").iterdir())
    subprocess.run(["mount", "-o", "remount,size=60m", str(place)], check=True)
    assert checked(case)["failed"] == 0, "what is there is whole"
    assert add(case, material)["registered"] == 13
    assert sound(case)


def test_a_disk_that_is_full_at_any_write_loses_nothing(
    case: Path, material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.fsync
    for fault in range(1, 60):
        copy = tmp_path / f"copy {fault}"
        shutil.copytree(case, copy)
        left = [fault]

        def full(descriptor: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise OSError(28, "No space left on device")
            really(descriptor)

        monkeypatch.setattr(os, "fsync", full)
        with contextlib.suppress(StorageError):
            add(copy, material)
        monkeypatch.setattr(os, "fsync", really)
        add(copy, material)
        assert [item.name for item in exhibits(copy)] == ["material/good.txt"]
        assert sound(copy)
        shutil.rmtree(copy)
        if left[0] > 0:
            break
    assert 4 < fault < 59


def test_a_second_process_is_told_that_the_case_is_busy(case: Path, material: Path) -> None:
    with closing(open_case(case, write=True)), pytest.raises(CaseBusy) as caught:
        build(material, case)
    assert (caught.value.code, caught.value.exit_status) == ("CASE-BUSY", 3)
    assert add(case, material)["registered"] == 1


# -- settings as an enemy writes them


@pytest.mark.parametrize(
    "toml",
    [b"\xff\xfe", b"title = ", b'title = 3\nprefix = "../.."\n', b'gazetteer = "nowhere.csv"\n', b"[[[[", b"\0" * 100],
)
def test_settings_that_make_no_sense_are_reported(case: Path, material: Path, toml: bytes) -> None:
    (material / "case.toml").write_bytes(toml)
    setup_codes = {item["code"][:9] for item in _prepared(material, case)}
    assert setup_codes <= {"CASE-TOML", "SETTINGS-"}
    assert setup_codes


@pytest.mark.parametrize("name", ["keys/log.key", "index.sqlite", "log/checkpoint", "../outside.csv", "/etc/passwd"])
def test_settings_do_not_reach_for_what_is_not_theirs(case: Path, material: Path, name: str) -> None:
    (material / "case.toml").write_text(f'gazetteer = "{name}"\n')
    secret = (case / "keys" / "log.key").read_bytes()
    with pytest.raises(UsageError, match="SETTINGS-OUTSIDE"):
        _prepared(material, case)
    assert not any(secret == path.read_bytes() for path in (case / "blobs").rglob("*") if path.is_file())


def _prepared(material: Path, case: Path) -> list[dict[str, Any]]:
    """What is wrong with the settings, found without reading anything."""
    with closing(open_case(case, write=True)) as opened:
        building._bring_settings(material, opened)
        return [{"code": item.code} for item in building._set_up(opened, by=BY).problems]
