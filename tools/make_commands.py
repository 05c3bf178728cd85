"""Write docs/commands.md from the program's own help: every command, its options and the exit codes.

Run: PYTHONPATH=src python tools/make_commands.py
"""

from pathlib import Path
from typing import Any

import typer

from probans.cli.main import app

TARGET = Path(__file__).resolve().parents[1] / "docs" / "commands.md"

HEAD = """# Commands

Written by tools/make_commands.py from the program's own help; do not edit. With `--json` a command prints one JSON
document; an error is then `{"error": {"code": ..., "words": ...}}` on standard output, else one line on standard error.

## Exit codes

| code | means |
| --- | --- |
| 0 | done; of `check`: every single check passed |
| 1 | something that the program did not expect; PROBANS_DEBUG=1 shows the trace |
| 2 | the request cannot be carried out as asked: no such case, file, record or option |
| 3 | another process is working on the case (CASE-BUSY) |
| 4 | the disk is full, the case is read-only, or the storage failed |
| 5 | what is stored is not what was promised: a check failed, bytes or log entries are damaged or missing |
| 6 | of `check`: nothing failed, but something could not be checked |
| 130 | stopped with Ctrl-C; what was done is kept, and the same command goes on |
"""


def page() -> str:
    """The whole page."""
    root: Any = typer.main.get_command(app)
    return HEAD + "".join(_sections(root, "probans"))


def _sections(command: Any, name: str) -> list[str]:
    inside = getattr(command, "commands", None)
    if inside is None:
        return [_section(command, name)]
    return [part for key in sorted(inside) for part in _sections(inside[key], f"{name} {key}")]


def _section(command: Any, name: str) -> str:
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option" and item.name != "help"]
    usage = " ".join([name, *(_shown(item) for item in arguments), *(["[OPTIONS]"] if options else [])])
    rows = [f"| `{_shown(item)}` | {_help(item)} | |\n" for item in arguments]
    rows += [f"| `{_names(item)}` | {_help(item)} | {_default(item)} |\n" for item in options]
    table = "| | means | when left out |\n| --- | --- | --- |\n" + "".join(rows)
    return f"\n## {name}\n\n{' '.join((command.help or '').split())}\n\n```\n{usage}\n```\n\n{table}"


def _shown(item: Any) -> str:
    shown = str(item.metavar or item.name.upper())
    return shown if item.required else f"[{shown}]"


def _names(item: Any) -> str:
    return ", ".join([*item.opts, *item.secondary_opts])


def _help(item: Any) -> str:
    said = " ".join((getattr(item, "help", None) or "").split()).replace("|", "\\|")
    variable = getattr(item, "envvar", None)
    return f"{said} Or from {variable}." if variable else said


def _default(item: Any) -> str:
    if item.required:
        return "needed"
    if item.default in (None, "", False) or callable(item.default):
        return ""
    return f"`{item.default}`"


if __name__ == "__main__":
    TARGET.write_text(page(), "utf-8")
