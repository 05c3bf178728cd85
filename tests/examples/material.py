"""The example's material as plain values: the answer key, and the text of every document it names."""

import html
import io
import json
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

ROOT = Path(__file__).parents[2]
HALVERN = ROOT / "examples" / "halvern"
SOURCES = ROOT / "tools" / "example_documents"

Plain = dict[str, Any]


def answers() -> Plain:
    """The answer key as it stands."""
    key: Plain = json.loads((HALVERN / "answers.json").read_text(encoding="utf-8"))
    return key


def text_of(name: str) -> str:
    """Words of a document of the key (``file`` or ``file#part``), white space made single; pages keep no markup."""
    file, _, part = name.partition("#")
    octets = (HALVERN / file).read_bytes()
    if file.endswith(".warc.gz"):
        text = _page(octets, part)
    elif file.endswith(".eml"):
        text = _letter(octets, part)
    elif file.endswith(".pdf"):
        text = (SOURCES / f"{Path(file).stem}.txt").read_text(encoding="utf-8")
    else:
        text = octets.decode("utf-8")
    if file.endswith((".html", ".warc.gz")):
        text = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", text)))
    return " ".join(text.split())


def items(value: Any, field: str) -> list[Plain]:
    """Every record in the key, at any depth, that has ``field``."""
    if isinstance(value, list):
        return [found for item in value for found in items(item, field)]
    if isinstance(value, dict):
        here = [value] if field in value else []
        return here + [found for item in value.values() for found in items(item, field)]
    return []


def _page(octets: bytes, address: str) -> str:
    for record in ArchiveIterator(io.BytesIO(octets)):
        if record.rec_headers.get_header("WARC-Target-URI") == address:
            page: str = record.content_stream().read().decode("utf-8")
            return page
    raise FileNotFoundError(address)


def _letter(octets: bytes, attachment: str) -> str:
    letter = message_from_bytes(octets, _class=EmailMessage, policy=default)
    if not attachment:
        body = letter.get_body(("plain",))
        return str(body.get_content()) if body else ""
    for part in letter.iter_attachments():
        if part.get_filename() == attachment:
            return str(part.get_content())
    raise FileNotFoundError(attachment)
