"""The command line as a person and a script meet it: help, one sentence for an error, documented exit codes."""

import contextlib
import json
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer
from tools.make_commands import TARGET, page

from probans.cli import main
from probans.model.errors import IntegrityError, StorageError
from probans.wiring import keeping
from probans.wiring.base import open_case

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program with arguments; give exit code, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "80")

    def running(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["probans", *map(str, arguments)])
        code = main.run(main.app)
        output, errors = capsys.readouterr()
        return code, output, errors

    return running


@pytest.fixture
def case(tmp_path: Path) -> Path:
    material = tmp_path / "material"
    material.mkdir()
    (material / "good.txt").write_text("The harbour was shelled on 4 March 2031.")
    folder = tmp_path / "case"
    keeping.init_case(folder, title="A test", prefix="TST", by="R. Example")
    keeping.add_paths(folder, [material], by="R. Example", jobs=1, progress=lambda _files, _octets: None)
    return folder


def commands(command: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    inside = getattr(command, "commands", {})
    return [path, *(found for name in sorted(inside) for found in commands(inside[name], (*path, name)))]


@pytest.mark.parametrize("path", commands(typer.main.get_command(main.app)), ids=" ".join)
def test_every_command_has_help_that_fits_a_terminal(run: Run, path: tuple[str, ...]) -> None:
    code, output, errors = run(*path, "--help")
    assert (code, errors) == (0, "")
    assert "Usage: " in output
    assert max(map(len, output.splitlines())) <= 80


def test_the_page_of_commands_is_up_to_date() -> None:
    assert TARGET.read_text("utf-8") == page(), "run: PYTHONPATH=src python tools/make_commands.py"


ERRORS: list[tuple[str, int, str]] = [
    ("show CASE nothing", 2, "ID-UNKNOWN"),
    ("show CASE 123456", 2, "ID-UNKNOWN"),
    ("check NOWHERE", 2, "NO-CASE"),
    ("process NOWHERE", 2, "NO-CASE"),
    ("report NOWHERE", 2, "NO-CASE"),
    ("rebuild NOWHERE", 2, "NO-CASE"),
    ("add CASE NOWHERE", 2, "NO-SUCH-FILE"),
    ("add CASE LONG", 2, "NO-SUCH-FILE"),
    ("build NOWHERE --case CASE", 2, "NO-SUCH-FOLDER"),
    ("build LONG --case CASE", 2, "NO-SUCH-FOLDER"),
    ("init CASE", 2, "CASE-EXISTS"),
    ("init NOWHERE --prefix a/b", 2, "PREFIX"),
    ("check CASE --sample 0", 2, "CHECK-SAMPLE"),
    ("check CASE --since soon", 2, "CHECK-SINCE"),
    ("check CASE --jobs many", 2, "USAGE"),
    ("build", 2, "USAGE"),
    ("nonsense", 2, "USAGE"),
    ("decide CASE acquit TST-000001 --reason x", 2, "DECISION-ACT"),
    ("export bag CASE CASE", 2, "PACKAGE-EXISTS"),
    ("prove CASE TST-000009", 2, "ID-UNKNOWN"),
]


@pytest.mark.parametrize(("line", "status", "code"), ERRORS, ids=[line for line, _status, _code in ERRORS])
@pytest.mark.parametrize("as_json", [False, True], ids=["words", "json"])
def test_an_error_is_one_sentence_and_a_code(
    run: Run, case: Path, line: str, status: int, code: str, as_json: bool
) -> None:
    named = {"CASE": str(case), "NOWHERE": str(case.parent / "nowhere"), "LONG": "x" * 300}
    arguments = [named.get(word, word) for word in line.split()]
    ended, output, errors = run(*arguments, *(["--json"] if as_json else []))
    assert ended == status
    if as_json:
        assert json.loads(output)["error"]["code"] == code
        assert "\n" not in output.strip()
        return
    assert output == ""
    assert "Traceback" not in errors
    if code != "USAGE":
        assert errors.strip().splitlines()[-1].startswith(f"{code}: ")


def test_a_busy_case_ends_with_3(run: Run, case: Path) -> None:
    with closing(open_case(case, write=True)):
        for command in ("add", "process", "report", "rebuild"):
            code, output, _errors = run(command, case, *([case] if command == "add" else []), "--json")
            assert (code, json.loads(output)["error"]["code"]) == (3, "CASE-BUSY")
        assert run("check", case)[0] == 0, "to look is always allowed"


def test_damage_ends_with_5_and_the_unnamed_with_6(run: Run, case: Path) -> None:
    stray = case / "blobs" / "00" / f"{0:064x}"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"slipped in")
    assert run("check", case)[0] == 6
    digest = json.loads(run("show", case, "TST-000001", "--json")[1])["id"]
    blob = case / "blobs" / digest[:2] / digest
    blob.chmod(0o644)
    blob.write_bytes(b"changed")
    code, output, _errors = run("check", case, "--json")
    assert (code, json.loads(output)["failed"]) == (5, 1)
    assert "failed: " in run("check", case)[1]


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (KeyboardInterrupt(), 130, "INTERRUPTED"),
        (StorageError("DISK-FULL", "The disk is full."), 4, "DISK-FULL"),
        (IntegrityError("BLOB-MISSING", "Gone."), 5, "BLOB-MISSING"),
        (RuntimeError("odd"), 1, "UNEXPECTED"),
    ],
    ids=lambda item: type(item).__name__,
)
def test_other_endings(
    run: Run, case: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException, status: int, code: str
) -> None:
    def broken(_case: Path) -> int:
        raise raised

    monkeypatch.setattr(keeping, "rebuild_case", broken)
    ended, output, _errors = run("rebuild", case, "--json")
    assert (ended, json.loads(output)["error"]["code"]) == (status, code)
    ended, output, errors = run("rebuild", case)
    assert (ended, output) == (status, "")
    assert errors.startswith(f"{code}: ")


@pytest.mark.parametrize(
    "name", [b"\x1b]0;owned\x07.txt", b"two\nlines.txt", b"\xff\xfe.txt", "\u202etxt.exe".encode()]
)
def test_hostile_names_do_not_steer_the_terminal(run: Run, case: Path, name: bytes) -> None:
    material = case.parent / "hostile"
    material.mkdir()
    os.symlink("nowhere", os.fsencode(material) + b"/" + name)  # noqa: PTH211 - a name as bytes
    (material / os.fsdecode(b"taken" + name)).write_text("A text.")
    code, output, _errors = run("add", case, material)
    assert code == 0
    assert "LINK-NOT-FOLLOWED" in output
    assert all(item.isprintable() for item in output.replace("\n", ""))
    assert max(map(len, output.splitlines())) <= 80
    shown = run("show", case, "TST-000002")[1]
    assert not set(shown) & set("\x1b\x07\u202e")
    assert run("add", case, os.fsdecode(os.fsencode(material) + b"/no" + name))[0] == 2
    with contextlib.suppress(ValueError):
        assert json.loads(run("add", case, os.fsdecode(b"no" + name), "--json")[1])["error"]["code"] == "NO-SUCH-FILE"
