"""The sandbox: whatever the child does, the host gets one coded answer in time, and the next file is read."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from probans.model.errors import UsageError
from probans.model.outcome import Outcome
from probans.shell.sandbox import JSON, ChildResult, Limits, Sandbox, detect_level, run_in_child

HERE = Path(__file__).parent
LEVELS = ["partial", *(["full"] if detect_level() == "full" else [])]
QUICK = Limits(wall_seconds=2, cpu_seconds=10, memory_bytes=1 << 30, output_bytes=1_000_000)


@pytest.fixture(params=LEVELS)
def sandbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sandbox]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"alpha")
    with Sandbox(folders=(tmp_path / "in",), packages=(HERE,), level=request.param) as made:
        yield made


def run(sandbox: Sandbox, name: str, *inputs: Path, **request: JSON) -> ChildResult:
    return sandbox.run(f"targets:{name}", request, inputs=inputs, limits=QUICK)


def problem(result: ChildResult) -> str:
    assert result.outcome is Outcome.FAILED
    assert result.problem is not None
    return result.problem.code


def test_value_and_blobs_come_back(sandbox: Sandbox, tmp_path: Path) -> None:
    result = run(sandbox, "echo", tmp_path / "in" / "a.txt", words="\u202bشهيد \U0001f54a")
    assert result.outcome is Outcome.PASSED
    assert result.value == {"request": {"words": "\u202bشهيد \U0001f54a"}, "sizes": [5]}
    assert result.blobs == (b"alpha",)
    assert result.sandbox_level == sandbox.level


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sleep", "CHILD-TIMEOUT"),
        ("spin", "CHILD-TIMEOUT"),
        ("fill", "CHILD-MEMORY"),
        ("segfault", "CHILD-CRASH"),
        ("flood", "CHILD-OUTPUT"),
        ("fail", "CHILD-ERROR"),
        ("not_a_number", "CHILD-ERROR"),
        ("surrogate", "CHILD-ERROR"),
        ("no_such_function", "CHILD-ERROR"),
        ("kill_server", "CHILD-CRASH"),
    ],
)
def test_each_failure_has_its_code_and_the_next_file_is_read(sandbox: Sandbox, name: str, code: str) -> None:
    began = time.monotonic()
    assert problem(run(sandbox, name)) == code
    assert time.monotonic() - began < 12
    assert run(sandbox, "echo").outcome is Outcome.PASSED


def test_an_exception_is_told_with_its_sentence(sandbox: Sandbox) -> None:
    result = run(sandbox, "fail")
    assert result.problem is not None
    assert result.problem.words == "ValueError: the third page is upside down"


def test_printing_breaks_nothing(sandbox: Sandbox) -> None:
    assert run(sandbox, "chatter").value == "quiet"


def test_what_a_worker_leaves_running_is_ended(sandbox: Sandbox) -> None:
    left = run(sandbox, "leave_child").value
    assert run(sandbox, "look", path=f"/proc/{left}").value["there"] is False


def test_the_network_is_out_of_reach(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = run(sandbox, "reach_out", port=server.getsockname()[1]).value
    assert sandbox.level == "partial" or answer != "connected"


def test_inputs_cannot_be_changed_at_level_full(sandbox: Sandbox, tmp_path: Path) -> None:
    if sandbox.level == "partial":
        pytest.skip("bubblewrap is what makes inputs read-only")
    assert run(sandbox, "write_input", tmp_path / "in" / "a.txt").value == "OSError"
    assert (tmp_path / "in" / "a.txt").read_bytes() == b"alpha"


def test_the_rest_of_the_machine_is_not_seen_at_level_full(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    (tmp_path / "other").write_bytes(b"not an input")
    seen = run(sandbox, "look", path=str(tmp_path / "other")).value
    assert "SECRET_TOKEN" not in seen["environment"]
    assert seen["there"] is (sandbox.level == "partial")


def test_an_input_outside_the_folders_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    with pytest.raises(UsageError, match="SANDBOX-INPUT"):
        run(sandbox, "echo", tmp_path / "other")


def test_run_in_child_serves_one_request_from_a_fresh_child(tmp_path: Path) -> None:
    result = run_in_child("json:dumps", {}, inputs=())
    assert problem(result) == "CHILD-ERROR"


def test_no_process_is_left(sandbox: Sandbox) -> None:
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = set(children.read_text().split())
    run(sandbox, "echo")
    sandbox.close()
    assert set(children.read_text().split()) <= before
