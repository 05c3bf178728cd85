"""Exhibits: items registered in the store, addressed by their SHA-256."""

from dataclasses import dataclass
from enum import StrEnum

from probans.model.agents import Tool


class MediaKind(StrEnum):
    """The broad kind of an exhibit, decided from its bytes; it chooses the stages that read it."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    EMAIL = "email"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    WEB_ARCHIVE = "web archive"
    TABLE = "table"
    CONTAINER = "container"
    OPAQUE = "opaque"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One time that bytes came in: the same bytes twice are one exhibit with two arrivals.

    ``path_raw`` is the hexadecimal of the path's bytes as received (relative to the folder added), ``path_nfc`` the
    same in Unicode NFC for people; ``modified_ns`` the file system's time as a decimal string, of little worth.
    """

    log_index: int
    received_at: str
    path_raw: str
    path_nfc: str
    modified_ns: str = ""
    received_by: str = ""
    from_exhibit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A registered item. ``sha256`` is its identity, ``number`` the label for people (prefix and running number).

    ``parent`` is set for working copies and parts (an attachment, extracted text): the digest of what it came from;
    ``tool`` then made it. ``media_type`` as identified from the bytes, ``identified_by`` names the voices heard.
    """

    sha256: str
    number: str
    size: int
    kind: MediaKind
    media_type: str
    identified_by: tuple[str, ...] = ()
    parent: str = ""
    role: str = "original"  # original | part | working copy
    tool: Tool | None = None
    arrivals: tuple[Arrival, ...] = ()
    log_index: int = 0

    @property
    def name(self) -> str:
        return self.arrivals[0].path_nfc if self.arrivals else self.number
