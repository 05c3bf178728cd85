"""Facts about the machine and the commit, for recorded results. No paths, no host names."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def facts() -> dict[str, Any]:
    """Commit, date, processor, cores, memory, versions."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "commit": commit,
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "processor": _field("/proc/cpuinfo", "model name"),
        "memory": _field("/proc/meminfo", "MemTotal"),
    }


def record(folder: Path, name: str, result: dict[str, Any]) -> None:
    """Write a result with its machine facts beside earlier ones."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": facts(), **result}, indent=1, sort_keys=True) + "\n"
    (folder / f"{name}.json").write_text(text, "utf-8")


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text("utf-8").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return ""
