"""PDF to text, page by page, by pdfium; attached files become parts. Pictures of text are not read.

Pages are joined by a blank line with a form feed, so that the page of any passage can be counted.
"""

import re
from collections.abc import Iterator

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from probans.analysis.written_dates import read_date
from probans.model.outcome import Problem
from probans.model.when import DateInterval
from probans.shell.connectors.documents_content import Content, Document, Taken, sound, unreadable
from probans.shell.connectors.documents_header import read_header

PAGES = 20_000
TEXT_CHARACTERS = 32 << 20
ATTACHMENTS = 1000
PAGE_BREAK = "\n\f\n"
# pdfium joins the two lines and marks the hyphen between them with one of these.
_PARTED = re.compile("(\\w*)[\ufffe\x02](?=(.?))", re.DOTALL)
_KEEP_HYPHEN = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "non", "anti",
                "self", "ex", "vice", "cross", "mid", "pre", "post", "pro", "semi", "multi", "co", "one", "two",
                "three", "four", "five", "six", "seven", "eight", "nine", "ten", "so", "well", "half"}  # fmt: skip
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read_pdf(document: Document) -> Content:
    """Read the text layer of each page; a page without one is a problem PDF-NO-TEXT."""
    try:
        opened = pypdfium2.PdfDocument(document.path)
    except pypdfium2.PdfiumError as error:
        return unreadable(_not_opened(document, error))
    problems: list[Problem] = []
    pages = list(_pages(document, opened, problems))
    text = PAGE_BREAK.join(pages)
    if not text.strip():
        problems.append(document.problem("PDF-NO-TEXT", "No page holds text; the pages may be pictures of text."))
        text = ""
    header = read_header(text)
    created = _created(opened.get_metadata_value("CreationDate"))
    return Content(
        text=text or None,
        title=header.title or _value(opened, "Title"),
        author=header.author or _value(opened, "Author"),
        outlet=header.outlet,
        published=header.published or created,
        published_basis=header.published_basis or ("pdf creation date" if created else ""),
        parts=tuple(_attachments(document, opened, problems)),
        problems=tuple(problems),
    )


def _not_opened(document: Document, error: pypdfium2.PdfiumError) -> Problem:
    if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
        return document.problem("PDF-ENCRYPTED", "The document needs a password to be read.")
    return document.problem("PDF-UNREADABLE", f"The document cannot be opened: {error}")


def _pages(document: Document, opened: pypdfium2.PdfDocument, problems: list[Problem]) -> Iterator[str]:
    empty: list[int] = []
    taken = 0
    count = len(opened)
    for position in range(min(count, PAGES)):
        text = _page(document, opened, position, problems)
        if text is not None and not text.strip():
            empty.append(position + 1)
        taken += len(text or "")
        if taken > TEXT_CHARACTERS:
            words = f"The text is longer than {TEXT_CHARACTERS} characters; pages from {position + 1} on were not read."
            problems.append(document.problem("PDF-TOO-LONG", words))
            break
        yield text or ""
    if count > PAGES:
        words = f"The document has {count} pages; those after {PAGES} were not read."
        problems.append(document.problem("PDF-TOO-LONG", words))
    if empty and len(empty) < count:
        words = f"{len(empty)} of {count} pages hold no text and may be pictures: {_ranges(empty)}."
        problems.append(document.problem("PDF-NO-TEXT", words))


def _page(document: Document, opened: pypdfium2.PdfDocument, position: int, problems: list[Problem]) -> str | None:
    """Text of one page; None, with a problem, when the page is broken."""
    try:
        page = opened[position]
        try:
            text_page = page.get_textpage()
            try:
                return _clean(text_page.get_text_range())
            finally:
                text_page.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        words = f"Page {position + 1} cannot be read: {error}"
        problems.append(document.problem("PDF-PAGE-UNREADABLE", words))
        return None


def _clean(text: str) -> str:
    """Line ends as one character; words that pdfium joined over a line's end without the hyphen that parted them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return sound(_PARTED.sub(lambda match: match[1] + _hyphen(match[1], match[2]), plain))


def _hyphen(before: str, after: str) -> str:
    """The hyphen of ``Twenty-six`` and ``Al-Hadrik`` stays at a line's end, that of ``peo-ple`` does not."""
    parted = before[-1:].isalpha() and after.islower() and before.lower() not in _KEEP_HYPHEN
    return "" if parted else "-"


def _created(value: str) -> DateInterval | None:
    match = _CREATED.match(value)
    return read_date("-".join(match.groups())) if match else None


def _value(opened: pypdfium2.PdfDocument, key: str) -> str:
    return " ".join(sound(opened.get_metadata_value(key)).replace("\x00", "").split())


def _attachments(document: Document, opened: pypdfium2.PdfDocument, problems: list[Problem]) -> Iterator[Taken]:
    for position in range(min(opened.count_attachments(), ATTACHMENTS)):
        name = f"attachment {position + 1}"
        try:
            attached = opened.get_attachment(position)
            name = sound(attached.get_name()) or name
            yield Taken(name=name, octets=bytes(attached.get_data()))
        except pypdfium2.PdfiumError as error:
            words = f"The attached file cannot be taken out: {error}"
            problems.append(document.problem("PDF-ATTACHMENT", words, member=name))


def _ranges(pages: list[int]) -> str:
    """Page numbers in a few words."""
    shown = ", ".join(map(str, pages[:20]))
    return f"{shown} and others" if len(pages) > 20 else shown
