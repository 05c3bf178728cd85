"""Numbers of people as table cells write them, to a range that claims no more than the words. Pure.

*over 94* is 95 or more, *at least 26* is 26 or more, *26* is 26, *20-30* is 20 to 30, *up to 30* is 0 to 30. Words that
only hint at a size (*dozens*, *about 30*) give no range: low and high are None and the wording stands for itself.
"""

import re
from dataclasses import dataclass

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_UNITS)} | {word: 10 * at for at, word in enumerate(_TENS, 2)}
_NONE = {"no", "none", "nobody", "nil", "0", "нет", "لا"}
_UNKNOWN = {"", "-", "–", "—", ".", "?", "n/a", "na", "n.a.", "nan", "null", "unknown", "not known", "not stated",
            "not reported", "неизвестно", "невідомо", "غير معروف", "bilinmiyor", "bilinmir", "inconnu", "unbekannt",
            "desconocido"}  # fmt: skip
_ABOVE = ("more than", "over", "above", "in excess of", "greater than", ">", "plus de", "más de", "mehr als", "über",
          "более", "больше", "свыше", "понад", "більше", "أكثر من", "fazla", "çox")  # fmt: skip
_FROM = ("at least", "no fewer than", "not less than", "no less than", "minimum of", "minimum", "from", ">=", "≥",
         "au moins", "al menos", "mindestens", "не менее", "как минимум", "щонайменше", "не менше", "على الأقل",
         "ما لا يقل عن", "en az", "ən azı")  # fmt: skip
_BELOW = ("fewer than", "less than", "under", "below", "<", "moins de", "menos de", "weniger als", "менее", "меньше",
          "менше", "أقل من")  # fmt: skip
_TO = ("up to", "at most", "no more than", "not more than", "maximum of", "maximum", "<=", "≤", "jusqu'à", "hasta",
       "bis zu", "до", "ما يصل إلى")  # fmt: skip
_ABOUT = ("about", "around", "some", "nearly", "almost", "approx", "circa", "ca.", "c.", "~", "≈", "roughly", "environ",
          "unos", "etwa", "rund", "близько", "около", "примерно", "نحو", "حوالي", "yaklaşık", "təxminən")  # fmt: skip
_NUMBER = r"(?:\d{1,3}(?:[,.'’\u00a0\u202f ]\d{3})+|\d+|[a-z]+(?:[- ][a-z]+)?)"
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NOUNS = re.compile(r"\s*(?:people|persons?|civilians?|killed|dead|injured|wounded|victims|человек|осіб)\s*$")
_RANGE = re.compile(rf"(?:between\s+|from\s+)?({_NUMBER})\s*(?:-|–|—|\bto\b|\band\b)\s*({_NUMBER})")
_LARGEST = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A range as words give it. Both None: the words hint at a number only; ``high`` None alone: open-ended."""

    low: int | None
    high: int | None


def read_figure(cell: str) -> Figure | None:
    """Read a cell; None when it says that nothing is known. Raises ValueError when it is no number of people."""
    words = _NOUNS.sub("", " ".join(cell.translate(_DIGITS).casefold().split()))
    if words in _UNKNOWN:
        return None
    if words in _NONE:
        return Figure(low=0, high=0)
    number = _number(words)
    if number is not None:
        return Figure(low=number, high=number)
    found = _range(words) or _bounded(words)
    if found is not None:
        return found
    if re.search(r"\d", words) and not words.startswith(_ABOUT):
        raise ValueError(f"not a number of people: {cell[:80]!r}")
    return Figure(low=None, high=None)


def _range(words: str) -> Figure | None:
    match = _RANGE.fullmatch(words)
    ends = [_number(part) for part in match.groups()] if match else []
    if not ends or ends[0] is None or ends[1] is None:
        return None
    if ends[0] > ends[1]:
        raise ValueError(f"a range that ends before it begins: {words[:80]!r}")
    return Figure(low=ends[0], high=ends[1])


def _bounded(words: str) -> Figure | None:
    for names, kind in ((_FROM, "from"), (_TO, "to"), (_ABOVE, "above"), (_BELOW, "below")):
        for name in names:
            rest = words.removeprefix(name) if words.startswith(name) else words.removesuffix(name)
            number = _number(rest.strip()) if rest != words else None
            if number is not None:
                return _from_bound(kind, number)
    if words.endswith("+") or re.fullmatch(rf"{_NUMBER} (?:or more|and more|и более|або більше)", words):
        number = _number(re.sub(r"\s*(?:\+|(?:or|and) more|и более|або більше)$", "", words))
        return None if number is None else Figure(low=number, high=None)
    return None


def _from_bound(kind: str, number: int) -> Figure:
    if kind in ("from", "above"):
        return Figure(low=number + (kind == "above"), high=None)
    return Figure(low=0, high=max(number - (kind == "below"), 0))


def _number(words: str) -> int | None:
    """A number in figures (with marks between thousands) or in words up to ninety-nine."""
    if re.fullmatch(r"\d{1,3}(?:([,.'’\u00a0\u202f ])\d{3})(?:\1\d{3})*|\d{1,16}", words):
        number = int(re.sub(r"\D", "", words))
        return number if number <= _LARGEST else None
    if re.fullmatch(r"\d{1,15}[.,]0+", words):
        return int(re.split("[.,]", words)[0])
    tens, _, unit = words.replace("-", " ").partition(" ")
    if unit and tens in _TENS and _WORDS.get(unit, 10) < 10:
        return _WORDS[tens] + _WORDS[unit]
    return _WORDS.get(words)
