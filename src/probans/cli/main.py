"""``probans``: a few plain commands over a case. Exit codes are documented in docs/commands.md.

Heavy modules are imported inside the commands, so that ``probans --help`` answers at once.
"""

import getpass
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from probans.cli.footage import footage as footage_commands
from probans.cli.footage import sun as sun_commands
from probans.cli.show_progress import StageProgress, say, say_node, say_problems
from probans.model.errors import ProbansError

app = typer.Typer(
    name="probans",
    help="Turn reports and footage into a case file in which every figure can be followed down to preserved bytes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(footage_commands, name="footage")
app.add_typer(sun_commands, name="sun")

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Person = Annotated[str, typer.Option("--by", envvar="PROBANS_PERSON", help="Who acts; recorded in the custody log.")]
Jobs = Annotated[int, typer.Option("--jobs", help="Processes and threads to use; 0 means all cores.")]

EXIT_FAILED_CHECK = 5
EXIT_NOT_CHECKED = 6
EXIT_INTERRUPTED = 130


@app.command()
def init(
    case: CasePath,
    title: Annotated[str, typer.Option(help="Title of the case.")] = "Untitled case",
    prefix: Annotated[str, typer.Option(help="Prefix of exhibit numbers.")] = "EX",
    by: Person = "",
    as_json: AsJson = False,  # noqa: FBT002 - a command line flag
) -> None:
    """Make a new case: its keys, settings file and custody log."""
    from probans import wiring  # noqa: PLC0415

    key = wiring.init_case(case, title=title, prefix=prefix)
    say({"case": str(case), "verifier_key": key}, as_json=as_json, words=f"Case made in {case}. Its public key:\n{key}")
    _ = by


@app.command()
def add(
    case: CasePath,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders to take in.")],
    by: Person = "",
    jobs: Jobs = 0,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Take files in: each is hashed, preserved and registered in the custody log."""
    from probans import wiring  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        added = wiring.add_paths(case, paths, by=_person(by), jobs=jobs, progress=progress.files)
    words = (
        f"{added['registered']} new exhibits, {added['came_again']} came again, "
        f"{added['here_already']} were here already, {added['not_taken']} could not be taken."
    )
    say(added, as_json=as_json, words=words)
    say_problems(added["problems"], as_json=as_json)


@app.command()
def process(case: CasePath, by: Person = "", jobs: Jobs = 0, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Read everything that was not read yet, and bring incidents, casualties and law up to date."""
    from probans import wiring  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        done = wiring.process_case(case, by=_person(by), jobs=jobs, progress=progress.stage)
    words = (
        f"{done['passed']} readings passed, {done['failed']} failed; "
        f"{done['claims']} claims, {done['incidents']} incidents (proposals)."
    )
    say(done, as_json=as_json, words=words)


@app.command()
def report(case: CasePath, by: Person = "", as_json: AsJson = False) -> None:  # noqa: FBT002
    """Make the case file: one HTML page that opens offline."""
    from probans import wiring  # noqa: PLC0415

    path = wiring.report_case(case, by=_person(by))
    say({"case_file": str(path)}, as_json=as_json, words=f"The case file is {path}")


@app.command()
def check(case: CasePath, jobs: Jobs = 0, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Re-hash everything and recompute the log's root. Exit code 0 only when every check passed."""
    from probans import wiring  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        checked = wiring.check_case(case, jobs=jobs, progress=progress.stage)
    lines = [f"{item['outcome']}: {item['subject']} ({item['check']}) {item['words']}" for item in checked["trouble"]]
    total = f"{checked['passed']} passed, {checked['failed']} failed, {checked['not_checked']} not checked."
    say(checked, as_json=as_json, words="\n".join([checked["log"]["words"], *lines, total]))
    if checked["failed"]:
        raise typer.Exit(EXIT_FAILED_CHECK)
    if checked["not_checked"]:
        raise typer.Exit(EXIT_NOT_CHECKED)


@app.command()
def rebuild(case: CasePath, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Throw the index away and make it again from the preserved bytes and the log."""
    from probans import wiring  # noqa: PLC0415

    entries = wiring.rebuild_case(case)
    say({"entries": entries}, as_json=as_json, words=f"Index rebuilt from {entries} log entries.")


@app.command()
def show(
    case: CasePath,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Record id, exhibit number or digest.")],
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show any record with its lineage down to preserved bytes."""
    from probans import wiring  # noqa: PLC0415

    say_node(wiring.show_record(case, identifier), as_json=as_json)


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of reports and footage.")],
    case: Annotated[Path, typer.Option("--case", metavar="CASE", help="The case's folder; made when absent.")],
    by: Person = "",
    jobs: Jobs = 0,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Init, add, process and report in one go; run it again after an interruption and it goes on."""
    from probans import wiring  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        built = wiring.build(folder, case, by=_person(by), jobs=jobs, files=progress.files, stage=progress.stage)
    words = (
        f"{built['exhibits']} exhibits, {built['claims']} claims, {built['incidents']} incidents (proposals), "
        f"{len(built['problems'])} problems listed.\nThe case file is {built['case_file']}"
    )
    say(built, as_json=as_json, words=words)


@app.command()
def demo(
    case: Annotated[Path, typer.Option("--case", metavar="CASE", help="Where to build it.")] = Path("demo-case"),
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Build the example case (an invented conflict) and say where the case file is."""
    from probans import wiring  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        built = wiring.build_demo(case, by=_person(""), files=progress.files, stage=progress.stage)
    say(built, as_json=as_json, words=f"The example's case file is {built['case_file']}\nOpen it in a browser.")


def main() -> None:
    """Run the command line; errors become one sentence and a documented exit code."""
    sys.exit(run(app))


def run(command: Callable[..., Any]) -> int:
    """Run a command and turn its ending into an exit code."""
    try:
        command(standalone_mode=False)
    except ProbansError as error:
        _complain(error.code, error.words)
        return error.exit_status
    except (KeyboardInterrupt, typer.Abort):
        _complain("INTERRUPTED", "Stopped. What was done is kept; run the same command again to go on.")
        return EXIT_INTERRUPTED
    except typer.Exit as ended:
        return ended.exit_code
    except Exception as error:  # noqa: BLE001 - the last line of defence: one sentence instead of a trace
        return _unexpected(error)
    return 0


def _unexpected(error: Exception) -> int:
    shown = getattr(error, "show", None)
    if callable(shown):  # a wrong option or argument; the library words it best
        shown()
        return 2
    if os.environ.get("PROBANS_DEBUG"):
        raise error
    _complain("UNEXPECTED", f"{type(error).__name__}: {error}. Set PROBANS_DEBUG=1 for the whole trace.")
    return 1


def _complain(code: str, words: str) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": {"code": code, "words": words}}) + "\n")
    else:
        sys.stderr.write(f"{code}: {words}\n")


def _person(by: str) -> str:
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unnamed user"
