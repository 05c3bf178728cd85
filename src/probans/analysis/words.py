"""Words of a text with their places, so that texts can be compared whatever their spacing, case, quotes or script.

Takes a text and gives its words in order: each with a 64-bit digest of its normalised form (NFKC, case folded) and its
offsets in Unicode code points. Punctuation is not a word. In scripts written without spaces every character is one.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SPACED_SHINGLE = 5
UNSPACED_SHINGLE = 10

_UNSPACED = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_UNSPACED += "\U00020000-\U0003ffff"
_NOT_A_WORD = r"\s!-/:-@\[-`{-~\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u055a-\u055f\u0589\u05be\u05f3\u05f4"
_NOT_A_WORD += r"\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
_NOT_A_WORD += r"\uff3b-\uff40\uff5b-\uff65"
_WORD = re.compile(f"[{_UNSPACED}]|[^{_NOT_A_WORD}{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_MULTIPLIER = 0x9E3779B97F4A7C15  # odd, so that multiplication loses nothing


@dataclass(slots=True)
class Vocabulary:
    """Digests of the words met so far: a word is normalised and digested once."""

    known: dict[str, int] = field(default_factory=dict)

    def digest(self, word: str) -> int:
        """Give the 64-bit digest of a word's normalised form."""
        found = self.known.get(word)
        if found is None:
            normal = unicodedata.normalize("NFKC", word).casefold()
            found = int.from_bytes(hashlib.blake2b(normal.encode("utf-8", "replace"), digest_size=8).digest(), "big")
            self.known[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text. ``unspaced`` when most of them are characters of a script without spaces."""

    digests: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    unspaced: bool

    def __len__(self) -> int:
        return len(self.digests)

    @property
    def shingle_length(self) -> int:
        return UNSPACED_SHINGLE if self.unspaced else SPACED_SHINGLE


def split_words(text: str, vocabulary: Vocabulary, stretches: Iterable[tuple[int, int]] | None = None) -> Words:
    """Take the words of a text, or only of the given stretches of it (in order, not overlapping)."""
    found = [
        match
        for start, end in (stretches if stretches is not None else [(0, len(text))])
        for match in _WORD.finditer(text, start, end)
    ]
    characters = sum(1 for match in found if _IS_UNSPACED.match(match.group()))
    return Words(
        np.array([vocabulary.digest(match.group()) for match in found], dtype=np.uint64),
        np.array([match.start() for match in found], dtype=np.int64),
        np.array([match.end() for match in found], dtype=np.int64),
        characters * 2 > len(found),
    )


def shingles(words: Words, length: int = 0) -> NDArray[np.uint64]:
    """Digest every run of ``length`` words (by default as the script asks), in order."""
    length = length or words.shingle_length
    count = len(words) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        total = total * np.uint64(_MULTIPLIER) + words.digests[place : place + count]
    return total
