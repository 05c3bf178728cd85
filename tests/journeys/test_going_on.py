"""Going on: a build that is killed at any instant, and run again, gives what an uninterrupted one gives, once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from probans.evidence.codec import to_plain
from probans.evidence.custody.entries import kind_of, read_entry
from probans.model.agents import Tool
from probans.model.custody import CaseOpened, Reported
from probans.model.exhibit import Exhibit, MediaKind
from probans.model.outcome import Outcome
from probans.model.work import Result, Task
from probans.shell.runners import PoolRunner
from probans.wiring import building, keeping
from probans.wiring.base import open_case
from tests.drawing import still

BY = "R. Example"
ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PROBANS_PERSON": BY, "COLUMNS": "80"}
TEXTS = {
    "ministry.txt": "The Vesmar health ministry said on 5 March 2031 that at least 26 civilians were killed in Kessra.",
    "denial.txt": "Torrund's defence ministry denied on 6 March 2031 that its forces had shelled the market in Kessra.",
    "agency.md": "# Kessra\n\nOn 4 March 2031 shells hit the market in Kessra, killing over 94 people, the mayor said.",
    "page.html": "<html><head><title>Kessra</title></head><body><p>Thirty-one people were injured in Kessra on "
    "4 March 2031 when shells fell on the market, a doctor said.</p></body></html>",
    "copy.txt": "The Vesmar health ministry said on 5 March 2031 that at least 26 civilians were killed in Kessra. AP",
    "letter.eml": "From: a@vesmar.invalid\nDate: Tue, 04 Mar 2031 10:00:00 +0000\nSubject: Kessra\n\n"
    "On 3 March 2031 Torrund soldiers shot 4 prisoners in Sorrel, a witness said.\n",
}


def quiet(*_arguments: object) -> None:
    pass


def build(folder: Path, case: Path) -> dict[str, Any]:
    return building.build(folder, case, by=BY, jobs=1, files=quiet, stage=quiet)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "probans", *map(str, arguments)]


def started(folder: Path, case: Path) -> "subprocess.Popen[bytes]":
    """A build in a session of its own, so that it is killed as a closed terminal would."""
    return subprocess.Popen(
        command("build", folder, "--case", case, "--jobs", 1),
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def logged(case: Path) -> list[tuple[str, Any]]:
    """All that the log says, but for what differs with each case: keys, and pages that show the checkpoint."""
    with closing(open_case(case, write=False)) as opened:
        events = [read_entry(index, octets).event for index, octets in opened.entries()]
    plain = []
    for event in events:
        if isinstance(event, CaseOpened | Reported):
            plain.append((kind_of(event), None))
        else:
            said = to_plain(event)
            said.pop("inputs", "")  # of an analysis: a digest over when each exhibit came, too
            plain.append((kind_of(event), said))
    return plain


def checked(case: Path) -> dict[str, Any]:
    return keeping.check_case(case, jobs=1, progress=quiet)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("going on") / "material"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    Image.fromarray(np.asarray(still(3))).save(folder / "picture.png")
    return folder


@pytest.fixture(scope="module")
def uninterrupted(material: Path) -> Path:
    case = material.parent / "uninterrupted"
    built = build(material, case)
    assert (built["exhibits"], built["readings"]["failed"]) == (7, 0)
    assert built["claims"] > 4
    return case


# Builds in a fork of a process that has everything loaded, and is killed at its n-th file operation in the case.
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.journeys.test_going_on import build
folder = Path(sys.argv[1])
def killed_at(fault, case):
    counter = 0
    def watch(event, arguments):
        nonlocal counter
        written = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
        if (written or event in ("os.rename", "os.remove")) and str(case) in str(arguments[0]):
            counter += 1
            if counter == fault:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    build(folder, case)
for line in sys.stdin:
    fault, case = line.split(" ", 1)
    child = os.fork()
    if not child:
        killed_at(int(fault), Path(case.strip()))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
# Of about 180: keys, first entry, blobs, intake, settings, readings, analysis, page, its entry, its copy.
INSTANTS = (3, 18, 27, 45, 52, 79, 92, 118, 141, 151, 168, 178)


@pytest.mark.slow
def test_killed_at_many_file_operations_and_run_again(material: Path, uninterrupted: Path, tmp_path: Path) -> None:
    expected = logged(uninterrupted)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(material)],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as forks:
        assert forks.stdin
        assert forks.stdout
        for instant in INSTANTS:
            case = tmp_path / f"case-{instant}"
            for expected_end in (int(signal.SIGKILL), 0):
                print(instant if expected_end else 0, case, file=forks.stdin, flush=True)
                assert int(forks.stdout.readline()) == expected_end, f"at operation {instant}"
            assert logged(case) == expected, f"killed at operation {instant}"
            found = checked(case)
            assert found["sound"], f"killed at operation {instant}: {found['trouble']}"
        forks.stdin.close()


def orphans(case: Path) -> list[int]:
    """Processes that still name the case on their command line or among their open files."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            names = [process.joinpath("cmdline").read_bytes().decode("utf-8", "replace")]
            names += [str(link.readlink()) for link in process.joinpath("fd").iterdir()]
        except OSError:
            continue
        if int(process.name) != os.getpid() and any(str(case) in name for name in names):
            found.append(int(process.name))
    return found


def in_session(leader: int) -> list[int]:
    """Processes alive whose session is that of ``leader``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = process.joinpath("stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(process.name))
    return found


def wait_until(wanted: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if wanted():
            return True
        time.sleep(0.05)
    return wanted()


def wait_for_log(case: Path, entries: int) -> None:
    """Wait until the log holds so many entries."""

    def there() -> bool:
        try:
            return int((case / "log" / "checkpoint").read_text().splitlines()[1]) >= entries
        except (OSError, IndexError):
            return False

    assert wait_until(there, 120)


@pytest.mark.slow
def test_the_command_is_killed_and_interrupted_and_goes_on(material: Path, uninterrupted: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    for entries, sign in ((1, signal.SIGKILL), (9, signal.SIGKILL), (12, signal.SIGINT)):
        process = started(material, case)
        wait_for_log(case, entries)
        if sign is signal.SIGINT:
            os.killpg(process.pid, sign)  # as a terminal does with Ctrl-C: to the workers as well
        else:
            process.send_signal(sign)
        _output, errors = process.communicate(timeout=60)
        if sign is signal.SIGINT and process.returncode != 0:
            assert process.returncode == 130
            assert b"Traceback" not in errors
            assert b"INTERRUPTED: Stopped." in errors
        assert wait_until(partial(lambda leader: not in_session(leader), process.pid), 20), "no worker lives on"
        assert wait_until(lambda: not orphans(case), 20), "no sandbox lives on"
    build(material, case)
    assert logged(case) == logged(uninterrupted)
    assert checked(case)["sound"]


def test_a_second_build_with_nothing_changed_adds_no_entry(material: Path, uninterrupted: Path) -> None:
    before = (uninterrupted / "log" / "checkpoint").read_bytes()
    page = (uninterrupted / "out" / "case-file.html").read_bytes()
    (uninterrupted / "out" / "case-file.html").unlink()
    build(material, uninterrupted)
    assert (uninterrupted / "log" / "checkpoint").read_bytes() == before
    assert (uninterrupted / "out" / "case-file.html").read_bytes() == page


def test_rebuild_gives_the_index_again(uninterrupted: Path) -> None:
    def dump() -> dict[str, list[dict[str, Any]]]:
        with closing(open_case(uninterrupted, write=True)) as opened:
            return opened.dump_index()

    before = dump()
    keeping.rebuild_case(uninterrupted)
    assert dump() == before


def test_a_new_file_alone_is_read_and_new_settings_read_the_texts_again(
    material: Path, uninterrupted: Path, tmp_path: Path
) -> None:
    folder, case = tmp_path / material.name, tmp_path / "case"
    shutil.copytree(material, folder)
    shutil.copytree(uninterrupted, case)
    keeping.add_paths(case, [folder], by=BY, jobs=1, progress=quiet)
    before = len(logged(case))
    (folder / "new.txt").write_text("On 7 March 2031 a shell killed 3 people in Sorrel, the police said.")
    build(folder, case)
    new = logged(case)[before:]
    assert [kind for kind, _said in new if kind != "ingestion"] == ["tool run", "tool run", "analysis", "report"]
    assert {said["exhibit"] for kind, said in new if kind == "tool run"} == {new[0][1]["sha256"]}
    before = len(logged(case))
    (folder / "case.toml").write_text('[[parties]]\nid = "torrund"\nname = "Torrund"\n')
    build(folder, case)
    new = logged(case)[before:]
    assert new[0][0] == "settings"
    assert {said["stage"] for kind, said in new if kind == "tool run"} == {"report"}
    assert sum(kind == "tool run" for kind, _said in new) == 7
    assert checked(case)["sound"]


def fatal(_stage: str, request: Any, _texts: tuple[bytes, ...]) -> Result:
    """A worker that dies on one text: always, or the first time only."""
    flag = Path(request["flag"])
    if request["deadly"] == "always" or (request["deadly"] == "once" and not flag.exists()):
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Result(outcome=Outcome.PASSED)


def nothing() -> None:
    pass


@pytest.mark.parametrize("deadly", ["once", "always"])
def test_a_killed_worker_is_survived(tmp_path: Path, deadly: str) -> None:
    tool = Tool(name="deadly", version="1")
    tasks = [
        Task(
            stage="report",
            exhibit=Exhibit(
                sha256=f"{number:064x}", number=f"EX-{number:06d}", size=1, kind=MediaKind.TEXT, media_type=""
            ),
            tool=tool,
            request={"deadly": deadly if number == 2 else "", "flag": str(tmp_path / "flag")},
            inputs=(),
        )
        for number in range(5)
    ]
    runner = PoolRunner(fatal, lambda _digest: b"", start=nothing, start_with=(), workers=2)
    results = list(runner(tasks))
    assert [task.exhibit.number for task, _result in results] == [task.exhibit.number for task in tasks]
    failed = [result.problems[0].code for _task, result in results if result.outcome is Outcome.FAILED]
    assert failed == (["WORKER-KILLED"] if deadly == "always" else [])
