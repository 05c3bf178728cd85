"""The promise of the page: from every figure down to claim, passage, exhibit, digest and log entry."""

import base64
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from probans.casework.dossier import render
from probans.casework.dossier.recipe import signature_recipe
from probans.shell.dossier_assets import load_assets
from tests.casework.dossier import halvern

PAGE = render(halvern.case_file(), load_assets()).decode()


def block(anchor: str) -> str:
    """The source of the element with an id, up to the next element of its kind with an id."""
    start = PAGE.index(f'id="{anchor}"')
    tag = PAGE[PAGE.rindex("<", 0, start) + 1 :].split(" ")[0]
    return PAGE[start : PAGE.index(f"</{tag}>", start)]


def links(source: str, kind: str) -> list[str]:
    return re.findall(rf'href="#({kind}-[^"]+)"', source)


def test_from_a_key_figure_down_to_the_log() -> None:
    summary = PAGE[PAGE.index('<ul class="key">') : PAGE.index('<ul class="key small">')]
    (killed, _injured) = links(summary, "figure")
    reports = links(block(killed), "report")
    assert reports == ["report-r-city", "report-r-hospital", "report-r-table"]
    (claim,) = links(block("report-r-city"), "claim")
    assert "<mark><b>Over 94</b> civilians were killed" in block(claim)
    (passage,) = links(block(claim), "passage")
    assert PAGE[PAGE.index(f'id="{passage}"') :].split("<mark>")[1].startswith("Over 94 civilians")
    (exhibit,) = set(links(block(claim), "exhibit"))
    row = block(exhibit)
    assert halvern.TEXT_EXHIBITS[6].sha256 in row
    assert re.search(r"log entry 7\b", row)


def test_a_table_row_is_followed_to_its_line() -> None:
    (row,) = links(block("report-r-table"), "row")
    assert row == "row-HAL-0012-2"
    assert "25-28" in block(row)


def test_both_sides_of_a_contradiction_and_its_sum() -> None:
    start = PAGE.index('<article class="card contradiction">')
    contradiction = PAGE[start : PAGE.index("</article>", start)]
    assert "Count Every Name" in contradiction
    assert "Candrey Press Bureau" in contradiction
    assert {"report-r-market", "report-r-bodies"} <= set(links(contradiction, "report"))
    assert "≤ 19" in contradiction
    assert "≥ 26" in contradiction


def test_silence_is_recorded_as_silence() -> None:
    case = PAGE[PAGE.index('id="referrals"') :]
    assert case.index("no answer recorded") < case.index("The coordinates are classified")


def test_a_zone_that_is_not_known_is_said_to_be_unknown() -> None:
    assert "<strong>zone unknown</strong>" in block("footage-HAL-0009")
    assert "zone <bdi>+01:00</bdi>" in block("footage-HAL-0008")


def test_the_poster_is_the_blurred_one() -> None:
    assert base64.b64encode(halvern.POSTERS[0][1]).decode() in block("footage-HAL-0008")


def test_denials_and_both_sides_of_an_element() -> None:
    assert links(block("incident-I-1"), "claim").count("claim-c-sentinel-denial") >= 2
    matrix = block("matrix-i-market-rs-8-2-b-iv")
    for words in ("says that artillery fired", "denies that any unit fired", "orders, target lists", "not looked for"):
        assert words in matrix


def test_arabic_text_keeps_its_direction_and_language() -> None:
    claim = block("claim-c-sada-hospital")
    assert '<blockquote dir="auto" lang="ar">' in claim
    assert "١٣ شخصا" in claim


def test_what_was_not_checked_is_not_reported_as_passed() -> None:
    checks = PAGE[PAGE.index('id="checks"') :]
    assert "<strong>2</strong> passed, <strong>1</strong> failed, <strong>1</strong> not checked" in checks
    assert checks.index("failed</td>") < checks.index("not checked</td>") < checks.index("passed</td>")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("forged", [False, True])
def test_the_recipe_checks_the_signature_with_public_tools(tmp_path: Path, *, forged: bool) -> None:
    case = halvern.case_file()
    note = case.checkpoint.note.replace("\n64\n", "\n65\n") if forged else case.checkpoint.note
    _write(tmp_path, {"log/checkpoint": note, "keys/log.pub": case.verifier_key + "\n"}.items())
    done = subprocess.run(["sh", "-c", signature_recipe()], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode == 0, "Signature Verified Successfully" in done.stdout) == (not forged, not forged)


def _write(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    for name, text in files:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
