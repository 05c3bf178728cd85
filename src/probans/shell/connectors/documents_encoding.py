"""Bytes of a text to characters: byte order mark, then UTF-8, then the encoding declared, then a guess.

Text that is valid UTF-8 without a mark gives back its bytes exactly. A guess among the single-byte Windows code pages
(Cyrillic 1251, Arabic 1256, Western 1252) looks at how words are built; it is always reported.
"""

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

GUESSED = "TEXT-ENCODING-GUESSED"
DAMAGED = "TEXT-ENCODING-DAMAGED"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESS_BYTES = 256 << 10
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters, the encoding read, and a problem code with its words when that is not certain."""

    text: str
    encoding: str
    code: str = ""
    words: str = ""


def decode(octets: bytes, declared: str = "") -> Decoded:
    """Decode a text. ``declared`` is what a header or markup says and may be wrong."""
    for mark, encoding in _MARKS:
        if octets.startswith(mark):
            return _decoded(octets[len(mark) :], encoding)
    try:
        return Decoded(text=octets.decode(), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    return _by_zeros(octets) or _by_declaration(octets, declared) or _by_mostly_utf8(octets) or _guessed(octets)


def _decoded(octets: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(text=octets.decode(encoding), encoding=encoding)
    except UnicodeDecodeError:
        text = octets.decode(encoding, "replace")
        words = f"Some bytes are not {encoding}; each is shown as the replacement character."
        return Decoded(text=text, encoding=encoding, code=DAMAGED, words=words)


def _by_zeros(octets: bytes) -> Decoded | None:
    """UTF-16 without a mark: text in it has zero bytes at every other place."""
    sample = octets[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) * 3 < len(sample) // 2 or min(even, odd) * 4 > max(even, odd):
        return None
    return _decoded(octets, "utf-16-be" if even > odd else "utf-16-le")


def _by_declaration(octets: bytes, declared: str) -> Decoded | None:
    try:
        name = codecs.lookup(declared.strip("\"' ")).name if declared else ""
        # Browsers read Latin-1 as its superset, and so do those who declare it.
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        return Decoded(text=octets.decode(name), encoding=name) if name and not name.startswith("utf") else None
    except (LookupError, ValueError):
        return None


def _by_mostly_utf8(octets: bytes) -> Decoded | None:
    """UTF-8 that was cut or damaged in places: read as such rather than wholly misread in another encoding."""
    text = octets.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = len(re.findall(r"[^\x00-\x7f\ufffd]", text[: 4 * _GUESS_BYTES]))
    cut_only = damaged == 1 and text.endswith("\ufffd") and len(octets.rstrip(b"\x80-\xff")) > 8
    if whole > 4 * damaged or (cut_only and whole):
        words = "Some bytes are not UTF-8; each is shown as the replacement character."
        return Decoded(text=text, encoding="utf-8", code=DAMAGED, words=words)
    return None


def _guessed(octets: bytes) -> Decoded:
    encoding = _code_page(_WORD.findall(octets[:_GUESS_BYTES]))
    text = octets.decode(encoding, "replace")
    return Decoded(
        text=text,
        encoding=encoding,
        code=GUESSED,
        words=f"The text is not UTF-8 and names no encoding; it was read as {_TITLES[encoding]}, a guess.",
    )


_TITLES = {"cp1251": "Windows-1251", "cp1252": "Windows-1252", "cp1256": "Windows-1256"}


def _code_page(words: list[bytes]) -> str:
    """Choose by how the words with high bytes are built: mixed with ASCII, in Cyrillic case, or Arabic letters."""
    high = [word for word in words if max(word) >= 0x80]
    foreign = [word for word in high if min(word) >= 0x80]
    if sum(map(len, foreign)) * 2 < sum(map(len, high)):
        return "cp1252"
    return "cp1251" if _case_breaks(foreign) <= _arabic_breaks(foreign) else "cp1256"


def _case_breaks(words: list[bytes]) -> float:
    """Share of letters, read as Windows-1251, that are no letter or a capital after a small one."""
    wrong = total = 0
    for word in words:
        text = word.decode("cp1251", "replace")
        total += len(text)
        wrong += sum(not "\u0400" <= letter <= "\u04ff" for letter in text)
        wrong += sum(a.islower() and b.isupper() for a, b in pairwise(text))
    return wrong / max(total, 1)


def _arabic_breaks(words: list[bytes]) -> float:
    """Share of letters, read as Windows-1256, that are not Arabic."""
    text = b"".join(words).decode("cp1256", "replace")
    return sum(not "\u0600" <= letter <= "\u06ff" for letter in text) / max(len(text), 1)
