"""Going on: a build that is killed at any instant, and run again, gives what an uninterrupted one gives, once."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from probans.evidence.codec import to_plain
from probans.evidence.custody.entries import kind_of, read_entry
from probans.model.custody import CaseOpened, Reported
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
    "copy.txt": "The Vesmar health ministry said on 5 March 2031 that at least 26 civilians were killed in Kessra. (AP)",
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
INSTANTS = (2, 5, 9, 14, 22, 31, 40, 50, 58, 66, 74, 82, 90, 98)


@pytest.mark.slow
def test_killed_at_many_file_operations_and_run_again(material: Path, uninterrupted: Path, tmp_path: Path) -> None:
    expected = logged(uninterrupted)
    forks = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(material)],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert forks.stdin
    assert forks.stdout
    killed = 0
    with forks:
        for instant in INSTANTS:
            case = tmp_path / f"case {instant}"
            forks.stdin.write(f"{instant} {case}\n")
            forks.stdin.flush()
            killed += forks.stdout.readline().strip() == str(int(signal.SIGKILL))
            build(material, case)
            assert logged(case) == expected, f"killed at operation {instant}"
            assert checked(case)["sound"], f"killed at operation {instant}: {checked(case)['trouble']}"
        forks.stdin.close()
    assert killed >= 12
