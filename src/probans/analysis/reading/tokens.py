"""Tokens with their offsets in the untouched text.

A token is a word (with its inner apostrophes and hyphens), a number (with its separators) or one sign. Time is linear.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from probans.model.claim import Span

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?(?!\d)"  # 1,234,567.8
    r"|\d{1,15}(?:\.\d{1,9})?(?:(?:st|nd|rd|th|s|pm|am|bn|k|K|M|B)(?![^\W_]))?"  # 12 · 3.5 · 26th · 1990s · 9pm · 13.6M
    r"|(?:[A-Z]\.){2,5}(?![^\W_])"  # U.S.
    r"|[^\W\d_]{1,60}\d{1,6}(?![^\W_]|[.,]\d)"  # XC40
    r"|[^\W\d_]{1,60}(?:[’'ʼ][^\W\d_]{1,12}){0,3}"  # word with apostrophes, split again below
    r"|''|``"  # quotation marks of typewriters
    r"|\w"
    r"|[^\w\s]"
)
_POSSESSIVE = re.compile(r"(?i)(?<=\w)[’'ʼ](?:s|ll|re|ve|d|m)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``text[start:end] == word``; ``low`` is the word in lower case with straight apostrophes."""

    start: int
    end: int
    word: str
    low: str

    @property
    def is_word(self) -> bool:
        """Whether it holds letters or digits."""
        return self.word[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.word[0].isupper()


def tokenise(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Split ``text[start:end]`` into tokens, offsets counted in the whole text."""
    return tuple(token for match in _TOKEN.finditer(text, start, end) for token in _split(match))


def span_of(text: str, tokens: Iterable[Token]) -> Span:
    """The stretch of text from the first to the last of the tokens (at least one)."""
    listed = tuple(tokens)
    return span(text, listed[0].start, listed[-1].end)


def span(text: str, start: int, end: int) -> Span:
    """The stretch ``text[start:end]`` as a record."""
    return Span(start=start, end=end, words=text[start:end])


def _split(match: "re.Match[str]") -> "tuple[Token, ...]":
    word = match.group()
    ending = _POSSESSIVE.search(word)
    if ending is None:
        return (_token(match.start(), word),)
    cut = ending.start()
    return _token(match.start(), word[:cut]), _token(match.start() + cut, word[cut:])


def _token(start: int, word: str) -> Token:
    return Token(start, start + len(word), word, word.lower().replace("’", "'").replace("ʼ", "'"))
