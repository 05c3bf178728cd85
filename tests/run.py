"""All checks and tests, as ``python3 go.py test`` runs them: format, lint, imports, types, then pytest."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run every check; arguments go to pytest. The last thing printed is pytest's own summary."""
    checks = [
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["importlinter.cli", "lint"],
        ["mypy"],
    ]
    failed = [check[0] for check in checks if not arguments and _run(_module(check))]
    status = _run([sys.executable, "-m", "pytest", "-q", *arguments])
    if failed:
        print(f"failed before the tests: {', '.join(failed)}")
    return 1 if failed else status


def _module(check: list[str]) -> list[str]:
    if check[0] == "importlinter.cli":
        program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
        return [sys.executable, "-c", program, "--no-cache"]
    return [sys.executable, "-m", *check]


def _run(command: list[str]) -> int:
    started = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"[{time.monotonic() - started:.0f} s] {' '.join(command[1:4])}: {'passed' if not status else 'FAILED'}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
