"""Names and numbers in the words around a claim: what tells one act from another of its kind.

Look-alike acts share their vocabulary; they differ in names of people and streets, in ages and numbers. Takes the words
around a claim, gives its named words (capitalised inside a sentence, or with a digit) and how rare each is in the case.
A case with few texts says little about rarity, so a thousand texts without the word are thought beside it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from probans.analysis.incidents.names import listed

AROUND = 1500  # code points of context on each side of a passage
THOUGHT_TEXTS = 1000
VERY_RARE = 0.001  # of the texts
RARE = 0.005

_CALENDAR = listed(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_AGE = re.compile(r"\b(\d{1,3})(?:-|\s)years?(?:-|\s)old\b|\baged\s(\d{1,3})\b|,\s(\d{2}),")


@dataclass(frozen=True, slots=True)
class Context:
    """Named words, ages and days around a claim."""

    named: frozenset[str]
    ages: frozenset[str]
    days: frozenset[str] = frozenset()  # ISO days named around it


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of the case's texts each named word stands."""

    texts: int
    counts: Mapping[str, int]

    def rate(self, word: str) -> float:
        """Share of texts with the word."""
        return self.counts.get(word, 0) / (self.texts + THOUGHT_TEXTS)


def read_context(words: str, days: Iterable[str] = (), idle: Set[str] = frozenset()) -> Context:
    """Take named words and ages out of the words around a claim.

    ``days`` are those read there; ``idle`` are folded words that count elsewhere or say nothing: places, parties.
    """
    named: set[str] = set()
    for sentence in _SENTENCE.split(words):
        for place, match in enumerate(_WORD.finditer(sentence)):
            word = match.group()
            if (place and len(word) > 2 and word[0].isupper()) or any(letter.isdigit() for letter in word):
                named.add(word.casefold())
    telling = frozenset(word for word in named if word not in idle and word not in _CALENDAR and not _is_date(word))
    ages = {age for found in _AGE.findall(words) for age in found if age}
    return Context(telling, frozenset(ages), frozenset(days))


def split_name(name: str) -> list[str]:
    """The words of a name, folded as named words are."""
    return [word.casefold() for word in _WORD.findall(name)]


def _is_date(word: str) -> bool:
    return word.isdecimal() and (int(word) <= 31 or 1900 <= int(word) <= 2100)


def count_words(contexts: Iterable[tuple[str, Context]]) -> Rarity:
    """Count named words over texts, each text once; takes (text digest, context)."""
    of_text: dict[str, set[str]] = {}
    for text, context in contexts:
        of_text.setdefault(text, set()).update(context.named)
    return Rarity(len(of_text), Counter(word for words in of_text.values() for word in words))


def by_rarity(named: Set[str], rarity: Rarity) -> tuple[frozenset[str], frozenset[str]]:
    """The very rare and the rare of some named words; words of one text only tell nothing and are left out."""
    rates = {word: rarity.rate(word) for word in named if rarity.counts.get(word, 0) > 1}
    return (
        frozenset(word for word, rate in rates.items() if rate <= VERY_RARE),
        frozenset(word for word, rate in rates.items() if VERY_RARE < rate <= RARE),
    )
