"""Which passages are in English. A rough test by script and by the small words of the language; no model.

A passage of another script, or of many words without English small words, is not read.
"""

from collections.abc import Sequence

from probans.analysis.reading.lexicon import words

_SMALL = words(
    "the of and to in a is was that for on with as by at from it he are were be this which had has have an not they "
    "his but or who their its will been said after over when one two would there all she her people no into about "
    "more"
)
_SHARE = 0.12
_ENOUGH = 12


def unread_passages(text: str, body: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The stretches of a body that are not in English."""
    return tuple(part for part in body if not is_english(text[part[0] : min(part[1], part[0] + 4000)]))


def is_english(passage: str) -> bool:
    """Whether a passage can be read as English; very short passages in Latin script pass."""
    letters = [sign for sign in passage if sign.isalpha()]
    if not letters:
        return True
    latin = sum(sign < "ɐ" for sign in letters)
    if latin < 0.7 * len(letters):
        return False
    listed = [word.strip(".,;:!?()\"'“”’").lower() for word in passage.split()]
    counted = [word for word in listed if word.isalpha()]
    if len(counted) < _ENOUGH:
        return True
    return sum(word in _SMALL for word in counted) >= _SHARE * len(counted)
