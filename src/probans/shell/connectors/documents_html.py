"""HTML to the text of the report in it; scripts never run and nothing is fetched.

Main text by trafilatura and publication date by htmldate, both over a tree parsed here. Where trafilatura finds
nothing, or the page is too large for it, the text is all that a browser would show.
"""

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

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

MAIN_TEXT_BYTES = 4 << 20
_HEAD_CHARACTERS = 64 << 10
_ELEMENTS, _DEPTH = 20_000, 200
_EARLIEST, _LATEST = "1900-01-01", "2199-12-31"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_NOT_SHOWN = {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select"}
_BLOCKS = {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
           "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
           "table", "tr", "ul"}  # fmt: skip


# Read once at import on purpose: each page is read in a fork of a server that imports this once, and without it every
# fork would load trafilatura's word lists and patterns again, which takes longer than most pages.
bare_extraction(html.document_fromstring("<html><body><p>Few words.</p></body></html>"))


def read_html(document: Document) -> Content:
    """Read a page: its main text, what it says of itself, and its publication date."""
    octets = document.read()
    decoded = decode_html(octets)
    problems = [document.problem(decoded.code, decoded.words)] if decoded.code else []
    tree = _plain_tree(decoded.text) if len(octets) <= MAIN_TEXT_BYTES else None
    head = tree if tree is not None else _tree(decoded.text[:_HEAD_CHARACTERS])
    about = _about(head) if head is not None else _About()
    if not about.url and re.match(r"https?://\S+\Z", document.name):
        about = replace(about, url=document.name)
    text = _main_text(tree) if tree is not None else ""
    if not text:
        text = visible_text(decoded.text)
        words = "The main text was not found, or the page is too large or too deep to look for it; all that it shows "
        code, words = ("HTML-WHOLE-TEXT", f"{words}was taken.") if text else ("HTML-EMPTY", "The page shows no text.")
        problems.append(document.problem(code, words))
    return _content(about, text, problems)


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
        self.hidden += tag in _NOT_SHOWN
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append("\t")

    def end(self, tag: str) -> None:
        if tag in _NOT_SHOWN and self.hidden:
            self.hidden -= 1
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def data(self, words: str) -> None:
        if not self.hidden:
            self.pieces.append(re.sub(r"[ \t\n\r\f\v]+", " ", words))

    def close(self) -> str:
        lines = (re.sub(" *\t *", "\t", re.sub("  +", " ", line)).strip() for line in "".join(self.pieces).split("\n"))
        return "\n".join(line for line in lines if line)


def visible_text(markup: str) -> str:
    """All text of a page but scripts, styles and the head, one line for each block."""
    parser = etree.HTMLParser(target=_Shown(), huge_tree=True, no_network=True, encoding="utf-8")
    parser.feed(_parsable(markup))
    shown: str = parser.close()
    return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    title: str = ""
    author: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: DateInterval | None = None


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


def _plain_tree(markup: str) -> html.HtmlElement | None:
    """The tree of a page of a size and depth that the main-text rules can walk; deeper ones would be cut short."""
    tree = _tree(markup)
    depth = elements = 0
    for action, _ in etree.iterwalk(tree, events=("start", "end")) if tree is not None else ():
        depth += 1 if action == "start" else -1
        elements += action == "start"
        if elements > _ELEMENTS or depth > _DEPTH:
            return None
    return tree


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
