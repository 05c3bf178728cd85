"""Wiring of reading one file without a case: its text in the sandbox, then the claims in it."""

import hashlib
from contextlib import closing
from pathlib import Path
from typing import Any

import probans
from probans.analysis.reading import read_report
from probans.evidence.codec import from_plain, to_plain
from probans.model.agents import Tool
from probans.model.case import CaseSettings
from probans.model.errors import UsageError
from probans.model.reading import TextExtraction
from probans.model.where import Place
from probans.shell.connectors import documents_tool
from probans.shell.connectors.identify import identify
from probans.shell.resources_reading import load_resources
from probans.shell.sandbox import run_in_child
from probans.shell.store.blobs import HEAD_BYTES, TAIL_BYTES
from probans.wiring.base import open_case
from probans.wiring.building import DOCUMENT_LIMITS, set_up


def read_file(path: Path, case_folder: Path | None) -> dict[str, Any]:
    """Read one document; with a case, its places, parties and outlets are known. Nothing is recorded."""
    settings = CaseSettings()
    places: tuple[Place, ...] = ()
    if case_folder is not None:
        with closing(open_case(case_folder, write=False)) as case:
            setup = set_up(case)
        settings, places = setup.settings, setup.places
    try:
        octets = path.read_bytes()
    except OSError as error:
        raise UsageError("FILE-UNREADABLE", f"{path} cannot be read: {error.strerror}.") from error
    found = identify(octets[:HEAD_BYTES], octets[-TAIL_BYTES:], len(octets), path.name)
    tool = Tool(name="probans.reading", version=probans.__version__)
    request = {
        "exhibit": hashlib.sha256(octets).hexdigest(),
        "number": path.name,
        "kind": found.kind.value,
        "media_type": found.media_type,
        "name": path.name,
        "tool": {"name": "probans.documents", "version": probans.__version__, "settings_digest": ""},
    }
    done = run_in_child(documents_tool.TARGET, request, inputs=[path.resolve()], limits=DOCUMENT_LIMITS)
    if done.problem is not None:
        raise UsageError(done.problem.code, done.problem.words)
    if done.value.get("text") is None:
        words = f"There is no text in {path.name} ({found.media_type})."
        raise UsageError("NO-TEXT", words)
    reading = read_report(
        done.blobs[done.value["text"]].decode("utf-8"),
        from_plain(TextExtraction, done.value["reading"]),
        settings=settings,
        resources=load_resources(places=places, settings=settings),
        name=path.name,
        tool=tool,
    )
    plain: dict[str, Any] = to_plain(reading)
    return plain
