"""Word processing and presentation files (Office Open XML, OpenDocument) to text; pictures in them become parts.

Their members are markup and no documents of their own, so they are not taken out as those of other archives are. Text
that tracked changes delete is not in the text; that there is some is told. Spreadsheets are not read: saved as CSV they
are.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree  # type: ignore[import-untyped]

from probans.analysis.written_dates import read_date
from probans.model.outcome import Problem
from probans.shell.connectors.documents_archive import BROKEN, Allowance, Bounds, taken_members
from probans.shell.connectors.documents_content import Content, Document, unreadable
from probans.shell.connectors.documents_header import read_header

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
WORD, SLIDES, SHEET = (
    f"{_OPEN_XML}{name}" for name in ("wordprocessingml.document", "presentationml.presentation", "spreadsheetml.sheet")
)
TEXT, TALK, CALC = (f"{_OPEN_DOCUMENT}{name}" for name in ("text", "presentation", "spreadsheet"))

# Members that hold text, in reading order, by media type.
_TEXT_MEMBERS: Mapping[str, str] = {
    WORD: r"word/(document|footnotes|endnotes)\.xml",
    SLIDES: r"ppt/slides/slide\d+\.xml",
    TEXT: r"content\.xml",
    TALK: r"content\.xml",
}
_PICTURES = re.compile(r"(?:word|ppt|xl)/(?:media|embeddings)/.+|(?:Pictures|media)/.+")
_ABOUT = ("docProps/core.xml", "meta.xml")
_MARKUP_BYTES = 64 << 20
_PARAGRAPHS, _BREAKS = {"p", "h"}, {"br", "cr", "line-break"}
_UNSEEN = {"delText", "del", "tracked-changes", "instrText", "annotation"}


def read_office(document: Document, bounds: Bounds | None = None) -> Content:
    """Read the text, the pictures and what the file says of itself."""
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(document.path) as archive:
            text = "\n\f\n".join(filter(None, _texts(document, archive, problems)))
            about = _about(archive)
            allowance = Allowance(bounds=bounds or Bounds(), archive_bytes=document.size)
            pictures = [member for member in archive.infolist() if _PICTURES.fullmatch(member.filename)]
            parts = tuple(taken_members(document, archive, pictures, allowance, problems))
    except BROKEN as error:
        return unreadable(document.problem("OFFICE-UNREADABLE", f"The document cannot be read: {error}"))
    header = read_header(text)
    return replace(
        about,
        text=text or None,
        title=header.title or about.title,
        author=header.author or about.author,
        outlet=header.outlet,
        published=header.published or about.published,
        published_basis=header.published_basis or about.published_basis,
        parts=parts,
        problems=tuple(problems),
    )


def _texts(document: Document, archive: zipfile.ZipFile, problems: list[Problem]) -> Iterator[str]:
    pattern = _TEXT_MEMBERS.get(document.media_type)
    if pattern is None:
        words = "Sheets are not read from this format; saved as CSV they are."
        problems.append(document.problem("OFFICE-SHEET", words))
        return
    names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    for name in sorted(names, key=lambda name: (int("0" + re.sub(r"\D", "", name)), name)):
        root = _root(archive, name)
        if root is None:
            problems.append(document.problem("OFFICE-UNREADABLE", "The markup is broken or too large.", member=name))
            continue
        if any(_local(element) in ("delText", "tracked-changes") for element in root.iter()):
            words = "Tracked changes delete words in this document; those are not in the text."
            problems.append(document.problem("OFFICE-CHANGES", words, member=name))
        yield "".join(_words(root)).strip("\n")


def _words(root: etree._Element) -> Iterator[str]:
    """Text in order, a line for each paragraph; in Open XML only ``t`` holds words, in OpenDocument all elements do."""
    mixed = _local(root).startswith("document-")
    hidden: etree._Element | None = None
    for action, element in etree.iterwalk(root, events=("start", "end")):
        name = _local(element)
        if hidden is None and name in _UNSEEN and action == "start":
            hidden = element
        if hidden is None:
            yield from _piece(element, name, action, mixed=mixed)
        if hidden is element and action == "end":
            hidden = None
        if mixed and hidden is None and action == "end" and _in_paragraph(element):
            yield element.tail or ""


def _piece(element: etree._Element, name: str, action: str, *, mixed: bool) -> Iterator[str]:
    if action == "end":
        if name in _PARAGRAPHS:
            yield "\n"
        return
    if name == "tab":
        yield "\t"
    elif name in _BREAKS:
        yield "\n"
    elif name == "s" and mixed:
        yield " "
    elif name == "t" or (mixed and (name in _PARAGRAPHS or _in_paragraph(element))):
        yield element.text or ""


def _in_paragraph(element: etree._Element) -> bool:
    return any(_local(above) in _PARAGRAPHS for above in element.iterancestors())


def _about(archive: zipfile.ZipFile) -> Content:
    """Title, author and creation date as the file gives them."""
    found: dict[str, str] = {}
    for name in _ABOUT:
        root = _root(archive, name) if name in archive.namelist() else None
        for element in root.iter() if root is not None else ():
            found.setdefault(_local(element), " ".join((element.text or "").split()))
    created = read_date(found.get("created", "") or found.get("creation-date", ""))
    return Content(
        title=found.get("title", ""),
        author=found.get("creator", ""),
        published=created,
        published_basis="document creation date" if created else "",
    )


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Parsed markup; None when it is broken or too large. No entity is resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    with archive.open(name) as stream:
        octets = stream.read(_MARKUP_BYTES + 1)
    try:
        return etree.fromstring(octets, parser) if len(octets) <= _MARKUP_BYTES else None
    except etree.XMLSyntaxError:
        return None


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
