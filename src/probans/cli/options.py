"""Options that all commands share."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Person = Annotated[str, typer.Option("--by", envvar="PROBANS_PERSON", help="Who acts; recorded in the custody log.")]
Jobs = Annotated[int, typer.Option("--jobs", help="Processes and threads to use; 0 means all cores.")]


def person(by: str) -> str:
    """Who acts: as given, else the user's name on this machine."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unnamed user"
