"""Text to paragraphs and sentences, by offsets. Nothing is changed and time is linear in the text.

A paragraph ends at an empty line, at a line end that closes a sentence, or before a list mark. A sentence ends at a
full stop, question mark or exclamation mark followed by space and something that can begin a sentence; known
abbreviations, initials and numbers do not end it. A stretch without any end is cut at ``LONGEST`` characters, so that
no later rule meets an unbounded sentence.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from probans.analysis.reading.lexicon import words

LONGEST = 1500

_BLANK = re.compile(r"\n[ \t\r\f\v\u00a0]{0,200}\n\s{0,2000}")
_END = re.compile(r"([.!?…؟。]{1,6}[\"”’')\]»]{0,3})(\s{1,200})(?=([\"“‘'(\[«—–-]{0,3})(\w|$))")
_LINE_END = re.compile(
    r"(?<=[.!?:\"”])[ \t]{0,20}\r?\n"  # a line that closes a sentence
    r"|(?<=\d)[ \t]{0,20}\r?\n(?=[ \t]{0,20}\d)"  # lines of figures
    r"|\r?\n(?=[ \t]{0,20}(?:[-•*–·]|\d{1,2}[.)])[ \t])"  # list marks
)
_ABBREVIATIONS = words(
    "mr mrs ms dr prof gen lt col maj capt sgt brig adm gov sen rep st jr sr hon rev messrs no nos vs etc inc ltd co "
    "corp dept est fig approx art arts para paras sec ch vol ed eds cf al e.g i.e jan feb mar apr jun jul aug sep sept "
    "oct nov dec mon tue tues wed thu thur thurs fri sat sun km m ft mt ave blvd rd cpl pvt cmdr supt insp det "
    "u.s u.n u.k a.m p.m d.c resp maj.gen lt.gen lt.col"
)
_MAY_END = words("a.m p.m u.s u.n u.k d.c etc inc ltd co corp jr sr no")
_STARTERS = words(
    "the a an he she it they we i this that these those in on at by for from but and however according after when "
    "while as there one two three some many several most both no its his her their our meanwhile earlier later"
)
_LAST_WORD = re.compile(r"([^\W_]{1,20}(?:\.[^\W_]{1,4}){0,3})$")


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A sentence: where it begins and ends, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def split_sentences(text: str) -> tuple[Stretch, ...]:
    """Split a text into sentences in reading order, without the white space around them."""
    paragraphs = enumerate(split_paragraphs(text))
    return tuple(part for number, (start, end) in paragraphs for part in split_part(text, start, end, number))


def split_part(text: str, start: int, end: int, paragraph: int) -> tuple[Stretch, ...]:
    """Split one paragraph ``text[start:end]`` into sentences."""
    return tuple(Stretch(first, last, paragraph) for first, last in _sentences(text, start, end))


def split_paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Split a text into paragraphs without the white space around them."""
    found = []
    start = 0
    for match in _BLANK.finditer(text):
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    trimmed = (_trim(text, *part) for block in found for part in _lines(text, *block))
    return tuple((start, end) for start, end in trimmed if start < end)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a block at line ends that close a sentence; hard-wrapped lines stay together."""
    cuts = [match.end() for match in _LINE_END.finditer(text, start, end)]
    borders = [start, *cuts, end]
    return list(pairwise(borders))


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    first = start
    for match in _END.finditer(text, start, end):
        if _ends_here(text, first, match):
            found.append((first, match.end(1)))
            first = match.end(2)
    found.append((first, end))
    return [piece for part in found for piece in _cut(text, *_trim(text, *part))]


def _ends_here(text: str, first: int, match: "re.Match[str]") -> bool:
    mark, following = match.group(1), match.group(4)
    if mark[0] != ".":
        return True
    if following.islower():
        return False
    word = _LAST_WORD.search(text, max(first, match.start() - 40), match.start())
    last = word.group(1).lower() if word else ""
    if last in _MAY_END:
        return _word_at(text, match.start(4)) in _STARTERS
    if last in _ABBREVIATIONS:
        return False
    return not (len(last) == 1 and last.isalpha() and text[match.start() - 1].isupper() and following.isupper())


def _word_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and end - start < 20 and text[end].isalpha():
        end += 1
    return text[start:end].lower()


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut an over-long stretch at white space, else anywhere."""
    pieces = []
    while end - start > LONGEST:
        at = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        at = at if at > 0 else start + LONGEST
        pieces.append(_trim(text, start, at))
        start = _trim(text, at, end)[0]
    pieces.append((start, end))
    return [(first, last) for first, last in pieces if first < last]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
