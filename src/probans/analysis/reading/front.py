"""What stands around a report: date line, author, title, agency dateline, and page furniture that is not the report."""

import re
from dataclasses import dataclass
from datetime import date

from probans.analysis.reading.date_meanings import Context
from probans.analysis.reading.dates import find_dates
from probans.analysis.reading.sentences import split_paragraphs
from probans.model.claim import Span
from probans.model.when import DateInterval

_HEADER = re.compile(r"(?i)^(?:date|dated|published|posted|updated|last updated|by|author|issued|source|byline)\b[:\s]")
_AUTHOR = re.compile(r"\b[Bb]y:?\s+((?:[^\W\d_][\w.’'-]{0,30}\s){1,3}[^\W\d_][\w’'-]{1,30})\s*(?:$|[,|])")
_AUTHOR_NAME = re.compile(r"^[^\W\d_a-z]")
_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-Þ]{2}[A-ZÀ-Þ.’'-]{0,30}(?:[ ][A-ZÀ-Þ][A-ZÀ-Þ.’'-]{0,30}){0,4})"
    r"(?P<when>[^()\n—–]{0,50}?)\s{0,2}"
    r"(?:[(\[](?P<agency>[A-Z][\w .&-]{1,30})[)\]]\s{0,2})?(?:—|–|--|- )\s{0,2}"
)
_WIRE = re.compile(
    r"^(?P<place>[A-Z][A-Z .,'()-]{2,60}),?\s(?P<when>\d{1,2}\s[A-Z]{3,4}\s\d{2})\s(?:\([A-Z .\-]{2,60}\)\s)?--\s"
    r"(?:\[[A-Z ]{3,40}\]\s)?"
)
_BRACKETED = re.compile(
    r"^\((?P<agency>)(?P<place>[A-ZÀ-Þ][\w.’'-]{1,30}(?:[ ][A-ZÀ-Þ][\w.’'-]{0,30}){0,3}),\s"
    r"(?P<when>[^()\n]{4,30})\)\s(?:—|–|--|-)\s"
)
_SLASHED = re.compile(
    r"^(?P<place>[A-Z][A-Z .'-]{2,40}),\s(?P<when>[A-Za-z]{3,9}\.?\s\d{1,2}|\d{1,2}\s[A-Za-z]{3,9}(?:\s\d{4})?)[.,]?\s"
    r"/(?P<agency>[A-Z][\w -]{2,20})/\.?\s{0,2}(?:—|–|--|-)?\s{0,2}"
)
_DATELINES = (_WIRE, _SLASHED, _BRACKETED, _DATELINE)
_AGENCY = re.compile(
    r"\((?P<agency>AP|AFP|Reuters|TASS|Interfax|Xinhua|ANSA|EFE|dpa|UPI|[A-Z]{2,6})\)\s{0,2}(?:—|–|--|-)"
)
_CREDIT = re.compile(
    r"(?i)^\(?(?:reporting by|additional reporting|editing by|writing by|source|via"
    r"|by our|with (?:reporting|material) (?:by|from)|agencies|©)\b"
)
_FURNITURE = re.compile(
    r"(?i)^(?:read (?:more|also|next|full)|related(?: stories| articles| news)?\b|share(?: this| on)?\b|subscribe"
    r"|sign up|advertisement|click here|follow us|comments?\b|tags?:|photo(?: by|:)|image:|copyright|©"
    r"|all rights reserved|most read|trending|more from|see also|newsletter|you (?:may|might) also|latest news"
    r"|copy link|print this|e-?mail this|back to top|cookies?\b|log ?in|menu\b|skip to|download our|watch:|video:)"
)


@dataclass(frozen=True, slots=True)
class Front:
    """The frame of a report: what it says of itself, and the stretches that are its body."""

    published: DateInterval | None
    author: str
    agency: str
    title: tuple[int, int] | None
    body: tuple[tuple[int, int], ...]


def read_front(text: str) -> Front:
    """Read the first lines of a text and mark its furniture."""
    paragraphs = split_paragraphs(text)
    published: DateInterval | None = None
    author = agency = ""
    body: list[tuple[int, int]] = []
    title: tuple[int, int] | None = None
    for number, (start, end) in enumerate(paragraphs):
        words = text[start : min(end, start + 400)]
        header = number < 6 and end - start <= 200 and (_is_header(words) or _is_date_line(text, start, end))
        if number < 6:
            published = published or (_date_of(text, start, end) if header else _dateline_date(words))
            author = author or _author(words, header=header)
            agency = agency or _agency(words)
        if header or _is_furniture(words, end - start):
            continue
        if title is None and not body and _is_title(words, end - start):
            title = (start, end)
        line = _dateline(words) if number < 8 else None
        body.append((start + line.end() if line is not None else start, end))
    return Front(published, author, agency, title, tuple(body))


def clean_title(written: str) -> str:
    """A title without the marks of Markdown."""
    return written.strip(" #*_\n")


def day_of(interval: DateInterval | None) -> date | None:
    """The day of publication to count from: the last day of the interval."""
    if interval is None:
        return None
    written = interval.last or interval.first
    return date.fromisoformat(written) if written else None


def _is_header(words: str) -> bool:
    return bool(_HEADER.match(words)) and not words.rstrip().endswith((".", "!", "?", "”", '"'))


def _is_date_line(text: str, start: int, end: int) -> bool:
    """A short line that ends in a date: *Ministry of Defence, statement of 9 March 2031*."""
    words = text[start:end].rstrip(" *_#|\n")
    mentions = find_dates(text, start, start + len(words), Context())
    if not mentions or end - start > 120 or mentions[-1].rule not in {"date.day", "date.iso", "date.numeric"}:
        return False
    last = mentions[-1].span
    before = text[start : last.start].rstrip(" *_")
    return last.end >= start + len(words) and (
        before == "" or before.endswith((",", "|", "·", "-", "–", ":", " of", "\n"))
    )


def _is_furniture(words: str, length: int) -> bool:
    return length <= 160 and (bool(_FURNITURE.match(words)) or bool(_CREDIT.match(words)))


def _is_title(words: str, length: int) -> bool:
    return length <= 160 and not words.rstrip().endswith((".", "!", "”", '"', ":"))


def _date_of(text: str, start: int, end: int) -> DateInterval | None:
    for mention in find_dates(text, start, end, Context()):
        if len(mention.intervals) == 1:
            return mention.intervals[0]
    return None


def _dateline(words: str) -> "re.Match[str] | None":
    return next((match for pattern in _DATELINES if (match := pattern.match(words)) is not None), None)


def _dateline_date(words: str) -> DateInterval | None:
    match = _dateline(words)
    when = match["when"] if match is not None else ""
    for mention in find_dates(when, 0, len(when), Context()):
        if len(mention.intervals) == 1:
            return mention.intervals[0]
    return None


def _author(words: str, *, header: bool) -> str:
    if not header:
        return ""
    match = _AUTHOR.search(words)
    name = " ".join(match[1].split()) if match is not None else ""
    return name if name and all(_AUTHOR_NAME.match(part) for part in name.split()) else ""


def _agency(words: str) -> str:
    match = _AGENCY.search(words[:120])
    if match is None:
        match = _SLASHED.match(words) or _DATELINE.match(words)
    return (match["agency"] or "") if match is not None else ""


def span_list(text: str, parts: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    """Stretches of a text as records."""
    return tuple(Span(start=start, end=end, words=text[start:end]) for start, end in parts)
