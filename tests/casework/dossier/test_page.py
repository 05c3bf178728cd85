"""The page as a whole: well-formed, closed to the outside, the same bytes every time."""

from probans.casework.dossier import render
from probans.model.case import CaseRecord, CaseSettings
from probans.model.casefile import Analysis, CaseFile
from probans.model.custody import Checkpoint
from probans.shell.dossier_assets import load_assets


def empty_case() -> CaseFile:
    return CaseFile(
        case=CaseRecord(settings=CaseSettings()),
        exhibits=(),
        reports=(),
        footage=(),
        tables=(),
        texts=(),
        analysis=Analysis(),
        decisions=(),
        checkpoint=Checkpoint(origin="probans.example/empty", size=1, root="00" * 32),
        checks=(),
        problems=(),
    )


def test_an_empty_case_renders() -> None:
    page = render(empty_case(), load_assets())
    assert page.startswith(b"<!DOCTYPE html>")
    assert b"Untitled case" in page
