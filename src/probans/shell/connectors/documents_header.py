"""The head of a report: front matter and header lines such as ``Published: ...``, ``By ...``, ``Outlet: ...``. Pure.

The text stays whole and untouched; this only says what its labelled first lines say about it. Datelines and letterheads
without a label belong to the reading of the report.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from probans.analysis.written_dates import read_date, read_dates
from probans.model.when import DateInterval

_HEAD_LINES = 40
_LABELLED_LINES = 12
_VALUE_LENGTH = 300

_LABELS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "subject", "titre", "titel", "título", "заголовок", "العنوان", "başlık",
              "başlıq"),
    "author": ("author", "authors", "by", "byline", "reporter", "auteur", "autor", "автор", "الكاتب", "yazar",
               "müəllif"),
    "outlet": ("outlet", "source", "publisher", "publication", "agency", "organisation", "organization", "site",
               "sitename", "issued by", "channel", "from", "quelle", "fuente", "источник", "джерело", "المصدر",
               "kaynak", "mənbə"),
    "published": ("published", "date", "publication date", "date published", "published on", "posted",
                  "posted on", "issued", "dated", "publié", "datum", "veröffentlicht", "fecha", "дата",
                  "опубликовано", "опубліковано", "التاريخ", "نشر", "tarih", "tarix"),
    "url": ("url", "link", "canonical", "permalink", "address"),
    "language": ("language", "lang"),
}  # fmt: skip
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels}
_LABELLED = re.compile(r"\s*[*_#>]*\s*(?P<label>[^\W\d_][^:\n]{0,30}?)\s*[*_]*\s*[:：]\s*[*_]*\s*(?P<value>\S.*)\s*")
_DATE_BY = re.compile(r"\s*date[:\s]\s*(?P<date>\S.{0,40}?)(?:\s+by\s+(?P<author>\S.{0,120}))?\s*", re.IGNORECASE)
_BY = re.compile(r"\s*[*_]*by\s+(?P<author>[^\W\d_][^.:;!?]{1,100})\s*", re.IGNORECASE)
_JOINING = {"and", "with", "for", "in", "of", "the", "de", "da", "di", "du", "del", "der", "den", "van", "von",
            "al", "el", "bin", "ibn", "our", "a", "staff", "correspondent", "reporter", "correspondents",
            "reporters", "s"}  # fmt: skip
_HEAD_DATE_LINES = 6
_HEAD_DATE_LENGTH = 120
_HEAD_DATE_WORDS = 8
_OF_THE_TEXT = re.compile(
    r"\b(?:published|posted|issued|released|dated|updated|statement|communiqu[eé]|bulletin|press release|note)\b",
    re.IGNORECASE,
)
_WHEN_SOMETHING_HAPPENED = re.compile(
    r"\b(?:on|of|since|from|until|till|between|in|after|before|by|for)\s+(?:\w+day,?\s+)?(?:the\s+)?"
    r"(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"#{1,2}\s+(?P<title>\S.*?)\s*#*\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the head of a text says of it. ``lines`` is how many lines the front matter takes (0: none)."""

    title: str = ""
    author: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: DateInterval | None = None
    published_basis: str = ""


def read_header(text: str, *, markdown: bool = False) -> Header:
    """Read front matter if there is some, else the header lines; in Markdown also the first heading."""
    lines = text[: _HEAD_LINES * 1000].splitlines()[:_HEAD_LINES]
    front = _front_matter(lines)
    values = front or dict(_header_values(lines))
    published = read_date(values.get("published", ""))
    if markdown and "title" not in values:
        values["title"] = next((match["title"] for line in lines if (match := _HEADING.fullmatch(line))), "")
    basis = ("front matter" if front else "header line") if published else ""
    if published is None and (published := _date_in_head(lines)):
        basis = "head of the text"
    fields = {name: values.get(name, "")[:_VALUE_LENGTH] for name in ("title", "author", "outlet", "url", "language")}
    return Header(**fields, published=published, published_basis=basis)


def _date_in_head(lines: list[str]) -> DateInterval | None:
    """The day in the first short line that is no sentence and holds one whole date: a letterhead, a line under a title.

    A date that says when something happened ("on 9 March 2031") is not the day of the text, unless the line says so.
    """
    filled = [line.strip() for line in lines if line.strip()][:_HEAD_DATE_LINES]
    for line in filled:
        if len(line) > _HEAD_DATE_LENGTH:
            continue
        found, every = read_date(line), read_dates(line)
        if not found or not every or not every.is_day:
            continue
        said = _OF_THE_TEXT.search(line)
        happened = _WHEN_SOMETHING_HAPPENED.search(line)
        is_sentence = line.rstrip("*_").endswith((".", "!", "?")) and len(line.split()) > _HEAD_DATE_WORDS
        if said or not (happened or is_sentence):
            return found
    return None


def _front_matter(lines: list[str]) -> dict[str, str]:
    """Values of a ``---`` block at the very top; empty when there is none that is closed."""
    if not lines or lines[0].strip() != "---":
        return {}
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
    values: dict[str, str] = {}
    for line in lines[1:end]:
        label, colon, value = line.partition(":")
        field = _FIELD_OF.get(label.strip().lower())
        if colon and field and value.strip():
            values.setdefault(field, _unquoted(value.strip()))
    return values


def _header_values(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Fields of the labelled lines before the text itself begins, the first of each kind."""
    seen: set[str] = set()
    filled = [line for line in lines if line.strip()][:_LABELLED_LINES]
    for position, line in enumerate(filled):
        found = _fields_of(line)
        if not found and (position > 2 or len(line) > _VALUE_LENGTH):
            return
        for field, value in found:
            if field not in seen:
                seen.add(field)
                yield field, value


def _fields_of(line: str) -> list[tuple[str, str]]:
    if (match := _DATE_BY.fullmatch(line)) and read_date(match["date"]):
        author = [("author", match["author"].strip())] if match["author"] else []
        return [("published", match["date"]), *author]
    if match := _LABELLED.fullmatch(line):
        field = _FIELD_OF.get(match["label"].lower())
        value = match["value"].strip().strip("*_")
        return [(field, _unquoted(value))] if field and len(value) <= _VALUE_LENGTH else []
    if (match := _BY.fullmatch(line)) and _is_names(match["author"]):
        return [("author", match["author"].strip().strip("*_"))]
    return []


def _is_names(words: str) -> bool:
    """Whether all words are names or join names: ``Ina Sorn and Teodor van Hallic``, not ``the time we came``."""
    tokens = re.findall(r"[^\W\d_]+", words)
    return len(tokens) <= 12 and all(not token[0].islower() or token in _JOINING for token in tokens)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
