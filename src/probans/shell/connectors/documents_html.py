"""HTML to the text of the report in it; scripts never run and nothing is fetched.

Main text by trafilatura and publication date by htmldate, both over a tree parsed here. Where trafilatura finds
nothing, or the page is too large for it, the text is all that a browser would show.
"""

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from htmldate import find_date
from lxml import etree, html  # type: ignore[import-untyped]
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata

from probans.analysis.written_dates import read_date
from probans.model.outcome import Problem
from probans.model.when import DateInterval
from probans.shell.connectors.documents_content import Content, Document
from probans.shell.connectors.documents_encoding import Decoded, decode
from probans.shell.connectors.documents_header import read_header

MAIN_TEXT_BYTES = 2 << 20
_EARLIEST, _LATEST = "1900-01-01", "2199-12-31"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_NOT_SHOWN = {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select"}
_BLOCKS = {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
           "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
           "table", "tr", "ul"}  # fmt: skip


def read_html(document: Document) -> Content:
    """Read a page: its main text, what it says of itself, and its publication date."""
    decoded = decode_html(document.octets)
    problems: list[Problem] = [document.problem(decoded.code, decoded.words)] if decoded.code else []
    tree = _tree(decoded.text)
    if tree is None:
        problems.append(document.problem("HTML-EMPTY", "The page holds no markup and no text."))
        return Content(text=decoded.text or None, problems=tuple(problems))
    about = _about(tree)
    if len(document.octets) > MAIN_TEXT_BYTES:
        words = f"The page is larger than {MAIN_TEXT_BYTES} bytes; all visible text was taken, not the main text."
        problems.append(document.problem("HTML-WHOLE-TEXT", words))
        text = ""
    else:
        text = _main_text(tree)
        if not text:
            words = "No main text was found on the page; all visible text was taken."
            problems.append(document.problem("HTML-WHOLE-TEXT", words))
    return _content(about, text or visible_text(decoded.text), problems)


def decode_html(octets: bytes) -> Decoded:
    """Decode a page by its mark, as UTF-8, or as its own first kilobytes declare."""
    declared = _XML_ENCODING.search(octets[:1024]) or _CHARSET.search(octets[:4096])
    return decode(octets, declared[1].decode("ascii") if declared else "")


@dataclass(kw_only=True)
class _Shown:
    """Collects what a browser would show, from parser events: no tree, so that size does not matter."""

    pieces: list[str] = field(default_factory=list)
    hidden: int = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag in _NOT_SHOWN:
            self.hidden += 1
        self._break(tag)

    def end(self, tag: str) -> None:
        if tag in _NOT_SHOWN and self.hidden:
            self.hidden -= 1
        self._break(tag)

    def data(self, words: str) -> None:
        if not self.hidden:
            self.pieces.append(words.replace("\n", " ").replace("\r", " "))

    def close(self) -> str:
        lines = (re.sub(r"[ \t\f\v]+", " ", line).strip() for line in "".join(self.pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append("\t")


def visible_text(markup: str) -> str:
    """All text of a page but scripts, styles and the head, one line for each block."""
    parser = etree.HTMLParser(target=_Shown(), huge_tree=True, no_network=True, encoding="utf-8")
    parser.feed(_parsable(markup))
    shown: str = parser.close()
    return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    title: str
    author: str
    outlet: str
    url: str
    language: str
    published: DateInterval | None


def _about(tree: html.HtmlElement) -> _About:
    found = extract_metadata(tree, extensive=False)
    return _About(
        title=_line(found.title),
        author=_line(found.author),
        outlet=_line(found.sitename),
        url=_canonical(tree),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip(),
        published=_published(tree),
    )


def _content(about: _About, text: str, problems: Sequence[Problem]) -> Content:
    """What the markup says first, then what the head of the text says."""
    header = read_header(text)
    language = re.match(r"[A-Za-z]{2}(?![A-Za-z])", about.language)
    return Content(
        text=text or None,
        title=about.title or header.title,
        author=about.author or header.author,
        outlet=about.outlet or header.outlet,
        url=about.url,
        published=about.published or header.published,
        published_basis="html metadata" if about.published else header.published_basis,
        language=language[0].lower() if language else "",
        language_basis="html lang" if language else "",
        problems=tuple(problems),
    )


def _tree(markup: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(huge_tree=True, no_network=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_parsable(markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _parsable(markup: str) -> bytes:
    # XML forbids these and the parser would stop at a zero; bytes, because a declaration in a string is refused.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", markup).encode("utf-8", "replace")


def _main_text(tree: html.HtmlElement) -> str:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(found, "text", None)
    return str(text).strip() if text else ""


def _published(tree: html.HtmlElement) -> DateInterval | None:
    # Fixed bounds: the library's own end today, and a reading must not change with the day it is made on.
    found = find_date(deepcopy(tree), extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
    return read_date(found) if found else None


def _canonical(tree: html.HtmlElement) -> str:
    for path in ('//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content'):
        for value in tree.xpath(path):
            if re.match(r"https?://\S+\Z", str(value).strip()):
                return str(value).strip()
    return ""


def _line(value: object) -> str:
    return " ".join(str(value).split()) if value else ""
