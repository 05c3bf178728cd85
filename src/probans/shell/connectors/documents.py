"""Bytes of a document to text and parts: runs in the sandbox child only, never on the host.

``extract(request, inputs)`` takes ``{exhibit, number, kind, media_type, name, tool}`` and one path; gives
``{reading, text, parts}`` and blobs: ``reading`` is a plain ``TextExtraction``, ``text`` the index of the blob that is
the UTF-8 working copy (null: none), ``parts`` pairs of blob index and name. Trouble in the material is a problem in the
reading; the preserved exhibit itself is never changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from probans.evidence.codec import sha256_hex, to_plain
from probans.model.agents import Tool
from probans.model.exhibit import MediaKind
from probans.model.reading import Reading, TextExtraction
from probans.shell.connectors.documents_archive import read_zip
from probans.shell.connectors.documents_content import Content, Document, sound, unreadable
from probans.shell.connectors.documents_html import read_html
from probans.shell.connectors.documents_language import detect_language
from probans.shell.connectors.documents_mail import read_mail, read_mailbox
from probans.shell.connectors.documents_pdf import read_pdf
from probans.shell.connectors.documents_text import read_markdown, read_table_text, read_text
from probans.shell.connectors.documents_web_archive import read_wacz, read_warc

DEPTH = 20

Answer = tuple[dict[str, Any], tuple[bytes, ...]]


def extract(request: Mapping[str, Any], inputs: Sequence[Path]) -> Answer:
    """Read one document (see the module's head for the shapes)."""
    document = Document(
        octets=inputs[0].read_bytes(),
        number=str(request["number"]),
        media_type=str(request["media_type"]),
        name=str(request["name"]),
    )
    content = _within_depth(document, read_document(document, MediaKind(request["kind"])))
    return _answer(_with_language(content), str(request["exhibit"]), Tool(**request["tool"]))


def read_document(document: Document, kind: MediaKind) -> Content:
    """Read a document by its kind; an empty one and a kind without text are problems."""
    if not document.octets:
        return unreadable(document.problem("DOCUMENT-EMPTY", "The document holds no bytes."))
    read = _BY_MEDIA_TYPE.get(document.media_type) or _BY_KIND.get(kind)
    if read is None:
        words = f"Text is not taken out of {document.media_type} ({kind})."
        return unreadable(document.problem("DOCUMENT-KIND", words))
    return read(document)


_BY_KIND: Mapping[MediaKind, Callable[[Document], Content]] = {
    MediaKind.TEXT: read_text,
    MediaKind.MARKDOWN: read_markdown,
    MediaKind.TABLE: read_table_text,
    MediaKind.HTML: read_html,
    MediaKind.PDF: read_pdf,
    MediaKind.EMAIL: read_mail,
    MediaKind.CONTAINER: read_zip,
    MediaKind.WEB_ARCHIVE: read_warc,
}
_BY_MEDIA_TYPE: Mapping[str, Callable[[Document], Content]] = {
    "application/mbox": read_mailbox,
    "application/wacz": read_wacz,
}


def _within_depth(document: Document, content: Content) -> Content:
    """Take nothing more out of what lies too deep: the exhibit number counts how often a part was part of a part."""
    if not content.parts or document.number.count(".P") < DEPTH:
        return content
    words = f"The document lies within {DEPTH} others; its {len(content.parts)} parts were not taken out."
    problems = (*content.problems, document.problem("PARTS-NESTED", words))
    return replace(content, parts=(), problems=problems)


def _with_language(content: Content) -> Content:
    if content.text is None or content.language:
        return content
    language = detect_language(content.text)
    return replace(content, language=language, language_basis="detected" if language else "")


def _answer(content: Content, exhibit: str, tool: Tool) -> Answer:
    texts = (sound(content.text).encode(),) if content.text else ()
    digests = [(sha256_hex(part.octets), sound(part.name)) for part in content.parts]
    extraction = TextExtraction(
        reading=Reading(exhibit=exhibit, tool=tool, outcome=content.outcome, problems=content.problems),
        text=sha256_hex(texts[0]) if texts else "",
        title=sound(content.title),
        author=sound(content.author),
        outlet=sound(content.outlet),
        published=content.published,
        published_basis=content.published_basis,
        language=content.language,
        language_basis=content.language_basis,
        url=sound(content.url),
        parts=tuple(digests),
    )
    value = {
        "reading": to_plain(extraction),
        "text": 0 if texts else None,
        "parts": [[len(texts) + at, name] for at, (_, name) in enumerate(digests)],
    }
    return value, (*texts, *(part.octets for part in content.parts))
