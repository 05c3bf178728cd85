"""``probans``: a few plain commands over a case. Exit codes are documented in docs/commands.md.

Heavy modules are imported inside the commands, so that ``probans --help`` answers at once.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from probans.cli import custody_commands, footage
from probans.cli.options import AsJson, CasePath, Jobs, Person, person
from probans.cli.show_progress import StageProgress, say, say_node, say_problems, visible
from probans.model.errors import ProbansError

app = typer.Typer(
    name="probans",
    help="Turn reports and footage into a case file in which every figure can be followed down to preserved bytes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

EXIT_USAGE = 2
EXIT_FAILED_CHECK = 5
EXIT_NOT_CHECKED = 6
EXIT_INTERRUPTED = 130


@app.command()
def init(
    case: CasePath,
    title: Annotated[str, typer.Option(help="Title of the case.")] = "Untitled case",
    prefix: Annotated[str, typer.Option(help="Prefix of exhibit numbers.")] = "EX",
    by: Person = "",
    as_json: AsJson = False,
) -> None:
    """Make a new case: its keys, settings file and custody log."""
    from probans.wiring import keeping  # noqa: PLC0415

    key = keeping.init_case(case, title=title, prefix=prefix, by=person(by))
    say({"case": str(case), "verifier_key": key}, as_json=as_json, words=f"Case made in {case}. Its public key:\n{key}")


@app.command()
def add(
    case: CasePath,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders to take in.")],
    by: Person = "",
    jobs: Jobs = 0,
    as_json: AsJson = False,
) -> None:
    """Take files in: each is hashed, preserved and registered in the custody log."""
    from probans.wiring import keeping  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        added = keeping.add_paths(case, paths, by=person(by), jobs=jobs, progress=progress.files)
    words = (
        f"{added['registered']} new exhibits, {added['came_again']} came again, "
        f"{added['here_already']} were here already, {added['not_taken']} could not be taken."
    )
    say(added, as_json=as_json, words=words)
    say_problems(added["problems"], as_json=as_json)


@app.command()
def process(case: CasePath, by: Person = "", jobs: Jobs = 0, as_json: AsJson = False) -> None:
    """Read everything that was not read yet, and bring incidents, casualties and law up to date."""
    from probans.wiring import building  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        done = building.process_case(case, by=person(by), jobs=jobs, progress=progress.stage)
    words = (
        f"{done['passed']} readings passed, {done['failed']} failed; "
        f"{done['claims']} claims, {done['incidents']} incidents (proposals)."
    )
    say(done, as_json=as_json, words=words)


@app.command()
def report(case: CasePath, by: Person = "", jobs: Jobs = 0, as_json: AsJson = False) -> None:
    """Make the case file: one HTML page that opens offline."""
    from probans.wiring import building  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        path = building.report_case(case, by=person(by), jobs=jobs, progress=progress.stage)
    say({"case_file": str(path)}, as_json=as_json, words=f"The case file is {path}")


@app.command()
def check(
    case: CasePath,
    sample: Annotated[int, typer.Option(help="Re-hash every n-th item only, another part each day.")] = 1,
    since: Annotated[str, typer.Option(help="Only what was recorded since this day (2031-03-04).")] = "",
    go_on: Annotated[bool, typer.Option("--continue", help="Go on with a full check that was stopped.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Write the outcome into the custody log.")] = False,
    by: Person = "",
    jobs: Jobs = 0,
    as_json: AsJson = False,
) -> None:
    """Re-hash everything and recompute the log's root. Exit code 0 only when every check passed."""
    from probans.wiring import keeping  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        checked = keeping.check_case(
            case,
            jobs=jobs,
            progress=progress.stage,
            plan=keeping.check_plan(one_in=sample, since=since),
            go_on=go_on,
            record_by=person(by) if record else "",
        )
    lines = [f"{item['outcome']}: {item['subject']} ({item['check']}) {item['words']}" for item in checked["trouble"]]
    total = f"{checked['passed']} passed, {checked['failed']} failed, {checked['not_checked']} not checked."
    say(checked, as_json=as_json, words="\n".join([checked["log"]["words"], *lines, total]))
    if checked["failed"]:
        raise typer.Exit(EXIT_FAILED_CHECK)
    if checked["not_checked"]:
        raise typer.Exit(EXIT_NOT_CHECKED)


@app.command()
def rebuild(case: CasePath, as_json: AsJson = False) -> None:
    """Throw the index away and make it again from the preserved bytes and the log."""
    from probans.wiring import keeping  # noqa: PLC0415

    entries = keeping.rebuild_case(case)
    say({"entries": entries}, as_json=as_json, words=f"Index rebuilt from {entries} log entries.")


@app.command()
def show(
    case: CasePath,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Record id, exhibit number or digest.")],
    as_json: AsJson = False,
) -> None:
    """Show any record with its lineage down to preserved bytes."""
    from probans.wiring import keeping  # noqa: PLC0415

    say_node(keeping.show_record(case, identifier), as_json=as_json)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report: text, page, PDF, mail.")],
    case: Annotated[Path | None, typer.Option(help="Read with this case's places, parties and outlets.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the claims that would be read out of one report; nothing is recorded."""
    from probans.wiring import reading  # noqa: PLC0415

    found = reading.read_file(file, case)
    claims = found.get("claims", [])
    lines = [f"{item['kind']}: {item.get('sentence', '')}\n    “{item['passage']['words']}”" for item in claims]
    total = f"{len(claims)} claims (proposals), published {found.get('published', {}).get('first', 'not said')}."
    say(found, as_json=as_json, words="\n".join([*lines, total]))


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of reports and footage.")],
    case: Annotated[Path, typer.Option("--case", metavar="CASE", help="The case's folder; made when absent.")],
    by: Person = "",
    jobs: Jobs = 0,
    as_json: AsJson = False,
) -> None:
    """Init, add, process and report in one go; run it again after an interruption and it goes on."""
    from probans.wiring import building  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        built = building.build(folder, case, by=person(by), jobs=jobs, files=progress.files, stage=progress.stage)
    words = (
        f"{built['exhibits']} exhibits, {built['claims']} claims, {built['incidents']} incidents (proposals), "
        f"{len(built['problems'])} problems listed.\nThe case file is {built['case_file']}"
    )
    say(built, as_json=as_json, words=words)


@app.command()
def demo(
    case: Annotated[Path, typer.Option("--case", metavar="CASE", help="Where to build it.")] = Path("demo-case"),
    as_json: AsJson = False,
) -> None:
    """Build the example case (an invented conflict) and say where the case file is."""
    from probans.wiring import building  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        built = building.build_demo(case, by=person(""), files=progress.files, stage=progress.stage)
    say(built, as_json=as_json, words=f"The example's case file is {built['case_file']}\nOpen it in a browser.")


custody_commands.register(app)
app.add_typer(footage.footage, name="footage")
app.add_typer(footage.sun, name="sun")


def main() -> None:
    """Run the command line; errors become one sentence and a documented exit code."""
    sys.exit(run(app))


def run(command: Callable[..., Any]) -> int:
    """Run a command and turn its ending into an exit code."""
    try:
        # The library hands an Exit back as its code, and turns Ctrl-C into one.
        ended = command(standalone_mode=False)
    except ProbansError as error:
        _complain(error.code, error.words)
        return error.exit_status
    except (KeyboardInterrupt, typer.Abort):
        ended = EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: one sentence instead of a trace
        return _unexpected(error)
    if ended == EXIT_INTERRUPTED:
        _complain("INTERRUPTED", "Stopped. What was done is kept; run the same command again to go on.")
    return ended if isinstance(ended, int) else 0


def _unexpected(error: Exception) -> int:
    shown = getattr(error, "show", None)
    if callable(shown):  # a wrong option or argument; the library words it best
        if "--json" in sys.argv:
            _complain("USAGE", str(getattr(error, "format_message", error.__str__)()))
        else:
            shown()
        return EXIT_USAGE
    if os.environ.get("PROBANS_DEBUG"):
        raise error
    _complain("UNEXPECTED", f"{type(error).__name__}: {error}. Set PROBANS_DEBUG=1 for the whole trace.")
    return 1


def _complain(code: str, words: str) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": {"code": code, "words": words}}) + "\n")
    else:
        sys.stderr.write(f"{code}: {visible(words)}\n")
