"""What one document held, before digests are taken: text, header values, parts, and what was wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from probans.model.outcome import Outcome, Problem
from probans.model.when import DateInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Bytes taken out of a document under the name they had in it."""

    name: str
    octets: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The content of a document. ``text`` None: there is none; values as the document gives them, never corrected."""

    text: str | None = None
    title: str = ""
    author: str = ""
    outlet: str = ""
    published: DateInterval | None = None
    published_basis: str = ""
    language: str = ""
    language_basis: str = ""
    url: str = ""
    parts: tuple[Taken, ...] = ()
    problems: tuple[Problem, ...] = ()
    outcome: Outcome = Outcome.PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document to read: its file, its exhibit number (where problems are), media type and name."""

    path: Path
    number: str
    media_type: str
    name: str

    @property
    def size(self) -> int:
        """Size in bytes."""
        return self.path.stat().st_size

    def read(self) -> bytes:
        """All bytes."""
        return self.path.read_bytes()

    def problem(self, code: str, words: str, *, member: str = "") -> Problem:
        """A problem in this document, or in one ``member`` of it."""
        return Problem(code=code, where=f"{self.number}: {member}" if member else self.number, words=words)


def unreadable(problem: Problem, *others: Problem) -> Content:
    """The content of a document that could not be read at all."""
    return Content(problems=(problem, *others), outcome=Outcome.FAILED)


def sound(text: str) -> str:
    """Text without lone surrogates, which UTF-8 cannot carry: undecoded bytes in it are read as UTF-8 or Latin-1."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _repaired(text)
    return text


def joined(values: Sequence[str]) -> str:
    """Values in one line, each once, in order."""
    return ", ".join(dict.fromkeys(value for value in values if value))


def _repaired(text: str) -> str:
    try:
        octets = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("latin-1")
