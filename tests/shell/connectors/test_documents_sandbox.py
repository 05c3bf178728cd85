"""Documents in the sandbox: as the process reads them, with limits, one after another."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from probans.evidence.codec import from_plain
from probans.model.outcome import Outcome
from probans.model.reading import TextExtraction
from probans.shell.connectors.documents_tool import PRELOAD, TARGET, TOOL, settings
from probans.shell.connectors.identify import identify
from probans.shell.sandbox import JSON, ChildResult, Sandbox
from tests.shared import shared_data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="module")
def sandbox(folder: Path) -> Iterator[Sandbox]:
    with Sandbox(folders=(folder,), preload=PRELOAD) as made:
        yield made


def extract(sandbox: Sandbox, path: Path) -> ChildResult:
    octets = path.read_bytes()
    found = identify(octets[: 64 << 10], octets[-4096:], len(octets), path.name)
    request: dict[str, JSON] = {
        "exhibit": "ab" * 32,
        "number": "EX-0001",
        "kind": found.kind.value,
        "media_type": found.media_type,
        "name": path.name,
        "tool": {"name": TOOL.name, "version": TOOL.version, "settings_digest": ""},
        **settings(),
    }
    return sandbox.run(TARGET, request, inputs=[path])


def test_a_text_comes_back_with_its_reading(sandbox: Sandbox, folder: Path) -> None:
    (folder / "a.txt").write_bytes("قال المكتب إن تسعة أشخاص قتلوا في كلمورا.".encode())
    result = extract(sandbox, folder / "a.txt")
    assert result.outcome is Outcome.PASSED
    assert result.blobs == ((folder / "a.txt").read_bytes(),)
    assert from_plain(TextExtraction, result.value["reading"]).language == "ar"


def test_the_same_document_gives_the_same_answer(sandbox: Sandbox, folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("a.html", "<html><body><p>Nine people died in Hadrik.</p></body></html>")
        archive.writestr("b.txt", "Nine people died.")
    first, second = extract(sandbox, folder / "a.zip"), extract(sandbox, folder / "a.zip")
    assert (first.value, first.blobs) == (second.value, second.blobs)


def test_a_bomb_takes_the_child_no_further_than_its_bounds(sandbox: Sandbox, folder: Path) -> None:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(3):
            archive.writestr(f"{at}", bytes(64 << 20))
    result = extract(sandbox, folder / "bomb.zip")
    assert result.outcome is Outcome.PASSED
    assert {problem["code"] for problem in result.value["reading"]["reading"]["problems"]} == {"ARCHIVE-BOMB"}


@pytest.mark.parametrize("part", ["warc-wacz", "media-metadata"])
def test_no_shared_file_breaks_the_child(part: str) -> None:
    data = shared_data("conformance", part)
    with Sandbox(folders=(data,), preload=PRELOAD) as sandbox:
        for path in sorted(path for path in data.rglob("*") if path.is_file()):
            result = extract(sandbox, path)
            assert result.outcome is Outcome.PASSED, (path.name, result.problem)
