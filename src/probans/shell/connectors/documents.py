"""Bytes of a document to text and parts: runs in the sandbox child only, never on the host.

``extract(request, inputs)`` takes ``{exhibit, number, kind, media_type, name, tool}`` and one path; gives
``{reading, text, parts}`` and blobs: ``reading`` is a plain ``TextExtraction``, ``text`` the index of the blob that is
the UTF-8 working copy (null: none), ``parts`` pairs of blob index and name. Trouble in the material is a problem in the
reading; the preserved exhibit itself is never changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from probans.evidence.codec import sha256_hex, to_plain
from probans.model.agents import Tool
from probans.model.exhibit import MediaKind
from probans.model.outcome import Problem
from probans.model.reading import Reading, TextExtraction
from probans.shell.connectors.documents_archive import read_zip
from probans.shell.connectors.documents_content import Content, Document, sound, unreadable
from probans.shell.connectors.documents_html import read_html
from probans.shell.connectors.documents_language import detect_language
from probans.shell.connectors.documents_mail import read_mail, read_mailbox
from probans.shell.connectors.documents_office import CALC, SHEET, SLIDES, TALK, TEXT, WORD, read_office
from probans.shell.connectors.documents_pdf import read_pdf
from probans.shell.connectors.documents_text import read_markdown, read_table_text, read_text
from probans.shell.connectors.documents_web_archive import read_wacz, read_warc

DEPTH = 20
WHOLE_BYTES = 320 << 20
TEXT_CHARACTERS = 32 << 20
PARTS_BYTES = 176 << 20
PROBLEMS = 100

Answer = tuple[dict[str, Any], tuple[bytes, ...]]


def extract(request: Mapping[str, Any], inputs: Sequence[Path]) -> Answer:
    """Read one document (see the module's head for the shapes)."""
    document = Document(
        path=inputs[0],
        number=str(request["number"]),
        media_type=str(request["media_type"]),
        name=str(request["name"]),
    )
    content = read_document(document, MediaKind(request["kind"]))
    if not (content.text or content.parts or content.problems):
        content = _with_problem(content, document.problem("DOCUMENT-NO-CONTENT", "There is neither text nor a part."))
    for bound in (_problems_within_bounds, _parts_within_bounds, _text_within_bounds):
        content = bound(document, content)
    return _answer(_with_language(content), str(request["exhibit"]), Tool(**request["tool"]))


def read_document(document: Document, kind: MediaKind) -> Content:
    """Read a document by its kind; an empty one, one too large and a kind without text are problems."""
    if not document.size:
        return unreadable(document.problem("DOCUMENT-EMPTY", "The document holds no bytes."))
    read = _BY_MEDIA_TYPE.get(document.media_type) or _BY_KIND.get(kind)
    if read is None:
        words = f"Text is not taken out of {document.media_type} ({kind})."
        return unreadable(document.problem("DOCUMENT-KIND", words))
    if document.size > WHOLE_BYTES and read not in _STREAMED:
        words = f"The document is larger than {WHOLE_BYTES} bytes; text was not taken out."
        return unreadable(document.problem("DOCUMENT-TOO-LARGE", words))
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
    **dict.fromkeys((WORD, SLIDES, SHEET, TEXT, TALK, CALC), read_office),
}


# Readers that never hold the whole file in memory.
_STREAMED = (read_office, read_zip, read_warc, read_wacz, read_pdf)


def _parts_within_bounds(document: Document, content: Content) -> Content:
    """Take no more out than one answer holds, and nothing out of what lies too deep.

    The exhibit number counts how often a part was part of a part.
    """
    if content.parts and document.number.count(".P") >= DEPTH:
        words = f"The document lies within {DEPTH} others; its {len(content.parts)} parts were not taken out."
        return _with_problem(replace(content, parts=()), document.problem("PARTS-NESTED", words))
    sizes = accumulate(len(part.octets) for part in content.parts)
    fitting = sum(size <= PARTS_BYTES for size in sizes)
    if fitting == len(content.parts):
        return content
    words = f"More than {PARTS_BYTES} bytes of parts; {len(content.parts) - fitting} parts were not taken out."
    return _with_problem(replace(content, parts=content.parts[:fitting]), document.problem("PARTS-TOO-LARGE", words))


def _text_within_bounds(document: Document, content: Content) -> Content:
    """Cut a text that is too long to be read by anyone or anything; the document itself stays whole."""
    if content.text is None or len(content.text) <= TEXT_CHARACTERS:
        return content
    words = f"The text is longer than {TEXT_CHARACTERS} characters; the working copy ends there."
    cut = replace(content, text=content.text[:TEXT_CHARACTERS])
    return _with_problem(cut, document.problem("TEXT-CUT", words))


def _problems_within_bounds(document: Document, content: Content) -> Content:
    more = len(content.problems) - PROBLEMS
    if more <= 0:
        return content
    summed = document.problem("DOCUMENT-MORE", f"{more} more problems like these were found in the document.")
    return replace(content, problems=(*content.problems[:PROBLEMS], summed))


def _with_problem(content: Content, problem: Problem) -> Content:
    return replace(content, problems=(*content.problems, problem))


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
