"""A sentence prepared for reading: its tokens, and the typed spans found in it."""

from dataclasses import dataclass

from probans.analysis.reading.tokens import Token, span
from probans.model.claim import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text, its number and its paragraph's; ``capitals`` when nearly all words are in capitals."""

    text: str
    start: int
    end: int
    paragraph: int
    index: int
    tokens: tuple[Token, ...]
    capitals: bool = False
    title: bool = False

    def low(self, at: int) -> str:
        """The word at a token index in lower case; empty outside the sentence."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def span(self, first: int, last: int) -> Span:
        """The stretch from token ``first`` to before token ``last``."""
        return span(self.text, self.tokens[first].start, self.tokens[last - 1].end)

    def words(self, first: int, last: int) -> str:
        """The words from token ``first`` to before token ``last``, white space made single."""
        return " ".join(self.span(first, last).words.split()) if first < last else ""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Something named in a sentence: tokens ``first`` to before ``last``, its clean name, code and rule.

    ``head`` is the token index of the head noun.
    """

    first: int
    last: int
    name: str
    code: str = ""
    rule: str = ""
    head: int = 0


def is_mostly_capitals(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence is written in capitals, so that capitals say nothing."""
    letters = [token for token in tokens if token.word[0].isalpha() and len(token.word) > 1]
    return len(letters) >= 4 and sum(token.word.isupper() for token in letters) > 0.7 * len(letters)
