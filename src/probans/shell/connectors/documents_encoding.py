"""Bytes of a text to characters: byte order mark, then UTF-8, then the encoding declared, then a guess.

Text that is valid UTF-8 without a mark gives back its bytes exactly. A guess among single-byte code pages (Windows
Cyrillic 1251, Western 1252, Turkish 1254, Arabic 1256, and KOI8-R) looks at how words are built; it is always reported.
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
# Letters of the code pages below; punctuation of Windows-1252 such as curved quotes is none.
_WORD = re.compile(rb"[A-Za-z\xa8\xb3\xb8\xba\xbf\xc0-\xff]+")
_TITLES = {
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1254": "Windows-1254",
    "cp1256": "Windows-1256",
    "koi8-r": "KOI8-R",
}


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
    return (
        _by_escapes(octets, declared)
        or _by_utf8(octets)
        or _by_zeros(octets)
        or _by_declaration(octets, declared)
        or _by_mostly_utf8(octets)
        or _guessed(octets)
    )


def _by_escapes(octets: bytes, declared: str) -> Decoded | None:
    """Encodings that write other scripts in seven bits; read as UTF-8 they would be noise."""
    seven_bits = declared.lower().startswith(("iso-2022-", "hz-gb"))
    return _by_declaration(octets, declared) if seven_bits and octets.isascii() else None


def _by_utf8(octets: bytes) -> Decoded | None:
    try:
        return Decoded(text=octets.decode(), encoding="utf-8")
    except UnicodeDecodeError:
        return None


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
    sample = text[: 4 * _GUESS_BYTES]
    whole = len(re.findall(r"[^\x00-\x7f\ufffd]", sample))
    if whole and whole >= sample.count("\ufffd"):
        words = "Some bytes are not UTF-8; each is shown as the replacement character."
        return Decoded(text=text, encoding="utf-8", code=DAMAGED, words=words)
    return None


def _guessed(octets: bytes) -> Decoded:
    encoding = _code_page(_WORD.findall(octets[:_GUESS_BYTES]))
    return Decoded(
        text=octets.decode(encoding, "replace"),
        encoding=encoding,
        code=GUESSED,
        words=f"The text is not UTF-8 and names no encoding; it was read as {_TITLES[encoding]}, a guess.",
    )


def _code_page(words: list[bytes]) -> str:
    """Choose by how the words with high bytes are built: among ASCII letters, or wholly of another script."""
    foreign = [word for word in words if min(word) >= 0x80 and len(word) > 2]
    mixed = [word for word in words if min(word) < 0x80 <= max(word)]
    if sum(map(len, foreign)) <= sum(map(len, mixed)):
        return "cp1254" if _looks_turkish(b"".join(mixed)) else "cp1252"
    breaks = {encoding: _case_breaks(foreign, encoding) for encoding in ("cp1251", "koi8-r")}
    breaks["cp1256"] = _arabic_breaks(foreign)
    return min(breaks, key=lambda encoding: breaks[encoding])


def _looks_turkish(letters: bytes) -> bool:
    """Whether the six places where Windows-1254 differs from 1252 are used as Turkish uses them."""
    turkish = sum(letters.count(code) for code in (0xFD, 0xFE, 0xF0, 0xDD, 0xDE))
    return turkish * 8 > sum(letter >= 0x80 for letter in letters)


def _case_breaks(words: list[bytes], encoding: str) -> float:
    """Share of letters that are not Cyrillic, a capital after a small one, or a capital at all (few are)."""
    wrong = total = 0.0
    for word in words:
        text = word.decode(encoding, "replace")
        total += len(text)
        wrong += sum(not "\u0400" <= letter <= "\u04ff" for letter in text)
        wrong += sum(a.islower() and b.isupper() for a, b in pairwise(text))
        wrong += 0.25 * sum(letter.isupper() for letter in text)
    return wrong / max(total, 1)


def _arabic_breaks(words: list[bytes]) -> float:
    """Share of letters, read as Windows-1256, that are not Arabic."""
    text = b"".join(words).decode("cp1256", "replace")
    return sum(not "\u0600" <= letter <= "\u06ff" for letter in text) / max(len(text), 1)
