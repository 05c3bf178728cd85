#!/usr/bin/env python3
"""Set Probans up and run it: ``python3 go.py demo``, ``python3 go.py test``, or any ``probans`` command.

Standard library only. Makes ``.venv`` beside this file with uv when present, else with venv and pip; installs the
hash-locked requirements, links the project, and remembers the lock's digest so that the next start is immediate.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("PROBANS_VENV", HERE / ".venv"))
LOCK = HERE / "requirements.lock"
STAMP = ENVIRONMENT / "probans-lock.sha256"
OLDEST = (3, 11)


def main(arguments: "list[str]") -> int:
    """Set up when needed, then hand over."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Probans needs Python 3.11 or newer; this is {found}. Install it and run this again with it.")
        return 2
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 0
    if not set_up():
        return 2
    return hand_over(arguments)


def set_up() -> bool:
    """Make the environment match the lock; True when it does."""
    wanted = _digest()
    if STAMP.is_file() and STAMP.read_text("utf-8") == wanted and _python().exists():
        return True
    print("Setting up (once; a minute or two) ...", flush=True)
    uv = shutil.which("uv")
    done = _set_up_with_uv(uv) if uv else _set_up_with_pip()
    if done:
        STAMP.write_text(wanted, "utf-8")
    return done


def hand_over(arguments: "list[str]") -> int:
    """Run the tests or a probans command inside the environment."""
    if arguments[0] == "test":
        return _run([str(_python()), str(HERE / "tests" / "run.py"), *arguments[1:]])
    return _run([str(_python()), "-m", "probans", *arguments])


def _digest() -> str:
    project = (HERE / "pyproject.toml").read_bytes()
    return hashlib.sha256(LOCK.read_bytes() + b"\0" + project + b"\0" + sys.version.encode()).hexdigest()


def _python() -> Path:
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return ENVIRONMENT / folder / name


def _set_up_with_uv(uv: str) -> bool:
    steps = [
        [uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(ENVIRONMENT)],
        [uv, "pip", "install", "--quiet", "--python", str(_python()), "--require-hashes", "-r", str(LOCK)],
    ]
    return _all(steps) and _link()


def _set_up_with_pip() -> bool:
    made = subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=False, capture_output=True, text=True)
    if made.returncode:
        _say_what_helps(made.stdout + made.stderr)
        return False
    pip = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return _all([[*pip, "--require-hashes", "-r", str(LOCK)]]) and _link()


def _link() -> bool:
    # A path file instead of an editable install: no build tool is fetched outside the hashed lock.
    command = [str(_python()), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    folder = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    (Path(folder) / "probans.pth").write_text(str(HERE / "src") + "\n", "utf-8")
    return True


def _say_what_helps(output: str) -> None:
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if "ensurepip" in output or "venv" in output:
        print("This Python cannot make environments yet. On Debian or Ubuntu one command helps:")
        print("    sudo apt install python3-venv")
    else:
        print(output)


def _all(steps: "list[list[str]]") -> bool:
    for step in steps:
        if _run(step):
            print("Setting up failed at: " + " ".join(step))
            return False
    return True


def _run(command: "list[str]") -> int:
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
