"""Read bytes as a document, as the sandbox child does, and look the answer's blobs up."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from probans.evidence.codec import canonical, from_plain
from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from probans.model.reading import TextExtraction
from probans.shell.connectors.documents import extract
from probans.shell.connectors.identify import identify


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What ``extract`` gave: the record, the text or None, parts by name in order, and problem codes in order."""

    record: TextExtraction
    text: str | None
    parts: tuple[tuple[str, bytes], ...]
    codes: tuple[str, ...]
    wheres: tuple[str, ...]
    outcome: Outcome

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.parts]

    @property
    def published(self) -> tuple[str, str]:
        day = self.record.published
        return (day.first, day.last) if day else ("", "")


def read(octets: bytes, name: str, *, kind: MediaKind | None = None, number: str = "EX-0001") -> Answer:
    """Identify and extract; checks that the answer is canonical and that its digests are those of its blobs."""
    found = identify(octets[: 64 << 10], octets[-4096:], len(octets), name)
    request = {
        "exhibit": hashlib.sha256(octets).hexdigest(),
        "number": number,
        "kind": (kind or found.kind).value,
        "media_type": found.media_type,
        "name": name,
        "tool": {"name": "probans-documents", "version": "1", "settings_digest": ""},
    }
    with tempfile.NamedTemporaryFile() as file:
        file.write(octets)
        file.flush()
        value, blobs = extract(request, [Path(file.name)])
    canonical(value)
    record = from_plain(TextExtraction, value["reading"])
    digests = [hashlib.sha256(blob).hexdigest() for blob in blobs]
    assert record.text == ("" if value["text"] is None else digests[value["text"]])
    assert list(record.parts) == [(digests[at], part) for at, part in value["parts"]]
    return Answer(
        record=record,
        text=None if value["text"] is None else blobs[value["text"]].decode(),
        parts=tuple((part, blobs[at]) for at, part in value["parts"]),
        codes=tuple(problem.code for problem in record.reading.problems),
        wheres=tuple(problem.where for problem in record.reading.problems),
        outcome=record.reading.outcome,
    )
