"""Plain text, Markdown and tables as text: decoded, otherwise untouched."""

import re
from collections.abc import Callable

from probans.shell.connectors.documents_content import Content, Document
from probans.shell.connectors.documents_encoding import decode
from probans.shell.connectors.documents_header import Header, read_header


def read_text(document: Document) -> Content:
    """Decode a plain text and read its head."""
    return _read(document, read_header)


def read_markdown(document: Document) -> Content:
    """Decode Markdown, kept as it is, and read its front matter and first heading."""
    return _read(document, lambda text: read_header(text, markdown=True))


def read_table_text(document: Document) -> Content:
    """Decode a table as text; its first line is its columns, not a head."""
    return _read(document, lambda _text: Header())


def _read(document: Document, head: Callable[[str], Header]) -> Content:
    decoded = decode(document.read())
    header = head(decoded.text)
    language = header.language[:2].lower() if re.match(r"[A-Za-z]{2}(?![A-Za-z])", header.language) else ""
    return Content(
        text=decoded.text,
        title=header.title,
        author=header.author,
        outlet=header.outlet,
        url=header.url,
        published=header.published,
        published_basis=header.published_basis,
        language=language,
        language_basis="header of the text" if language else "",
        problems=(document.problem(decoded.code, decoded.words),) if decoded.code else (),
    )
