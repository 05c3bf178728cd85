"""Documents: real bytes in, text and parts out, whatever is in them."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from probans.evidence.codec import from_plain
from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from probans.model.reading import TextExtraction
from probans.shell.connectors.documents import extract
from probans.shell.connectors.identify import identify


class Extracted:
    """An answer of ``extract`` with its blobs looked up."""

    def __init__(self, value: dict[str, Any], blobs: tuple[bytes, ...]) -> None:
        self.record = from_plain(TextExtraction, value["reading"])
        self.text = None if value["text"] is None else blobs[value["text"]].decode()
        self.parts = {name: blobs[at] for at, name in value["parts"]}
        self.codes = [problem.code for problem in self.record.reading.problems]
        digests = [hashlib.sha256(blob).hexdigest() for blob in blobs]
        assert self.record.text == ("" if value["text"] is None else digests[value["text"]])
        assert [digest for digest, _ in self.record.parts] == [digests[at] for at, _ in value["parts"]]


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def read_bytes(octets: bytes, name: str, kind: MediaKind | None = None, number: str = "EX-0001") -> Extracted:
        path = tmp_path / "input"
        path.write_bytes(octets)
        found = identify(octets[: 64 << 10], octets[-4096:], len(octets), name)
        request = {
            "exhibit": hashlib.sha256(octets).hexdigest(),
            "number": number,
            "kind": (kind or found.kind).value,
            "media_type": found.media_type,
            "name": name,
            "tool": {"name": "probans-documents", "version": "1", "settings_digest": ""},
        }
        return Extracted(*extract(request, [path]))

    return read_bytes


def test_plain_text_gives_back_its_bytes_and_its_head(read: Any) -> None:
    octets = b" date 2031-03-04 By Ina Sorn\n\nThe Office of Vesmar said nine people died.\r\n"
    found = read(octets, "a.txt")
    assert found.text.encode() == octets
    assert found.record.published.first == found.record.published.last == "2031-03-04"
    assert (found.record.published_basis, found.record.author) == ("header line", "Ina Sorn")
    assert (found.record.language, found.record.language_basis) == ("en", "detected")
    assert found.record.reading.outcome is Outcome.PASSED
    assert found.codes == []
