"""Numbers in words and digits, with what stands around them: to ranges that never claim more than the words.

*Over 94* is 95 or more, *at least 26* is 26 or more, *26* is 26, *up to 30* is 0 to 30. Words that mean no exact number
(*dozens*, *about 30*) keep a literal range and, beside it, what they usually mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from probans.analysis.reading.lexicon import phrases, words
from probans.analysis.reading.tokens import Token
from probans.model.counts import Count

LARGEST = 10**12

_UNITS = {
    word[0]: number
    for number, word in enumerate(
        phrases(
            "zero; one; two; three; four; five; six; seven; eight; nine; ten; eleven; twelve; thirteen; fourteen; "
            "fifteen; sixteen; seventeen; eighteen; nineteen"
        )
    )
}
_TENS = {
    word[0]: 10 * number
    for number, word in enumerate(phrases("twenty; thirty; forty; fifty; sixty; seventy; eighty; ninety"), 2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"bn": 10**9, "k": 1000, "K": 1000, "M": 10**6, "B": 10**9}
_FRACTIONS = {
    "half": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fifth": 5,
    "fifths": 5,
    "tenth": 10,
}
_CURRENCY = frozenset({"$", "€", "£", "¥", "us", "c$", "a$", "hk"})
_RISING = words(
    "up rose rise rises risen rising increase increased increases increasing gain gained gains climbed climbs climb "
    "jumped grew grow grown surged soared added advanced upward higher"
)
_FALLING = words(
    "down fell fall falls fallen falling decrease decreased decreases decreasing lost lose drop dropped drops slid "
    "declined decline declines shed slipped tumbled plunged lower minus"
)
_MONTH_NAMES = words(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec"
)
_AFTER_DAY = (_MONTH_NAMES - {"may", "march"}) | words("a.m p.m a.m. p.m. am pm o'clock")
_BEFORE_YEAR = words(
    "in since until by from of after before during through late early mid and to , year till between for"
)

# word: literal low, usual low, usual high
_VAGUE: dict[tuple[str, ...], tuple[int, int, int]] = {
    ("dozens",): (24, 24, 99),
    ("scores",): (40, 40, 99),
    ("hundreds",): (200, 200, 999),
    ("thousands",): (2000, 2000, 9999),
    ("tens", "of", "thousands"): (20_000, 20_000, 99_999),
    ("hundreds", "of", "thousands"): (200_000, 200_000, 999_999),
    ("millions",): (2_000_000, 2_000_000, 9_999_999),
    ("several", "dozen"): (24, 36, 99),
    ("several", "hundred"): (200, 300, 999),
    ("several", "thousand"): (2000, 3000, 9999),
    ("a", "few", "dozen"): (24, 24, 60),
    ("a", "few", "hundred"): (200, 200, 600),
    ("several",): (2, 3, 9),
    ("a", "few"): (2, 2, 6),
    ("a", "handful", "of"): (2, 3, 6),
    ("a", "handful"): (2, 3, 6),
    ("a", "couple", "of"): (2, 2, 3),
    ("a", "couple"): (2, 2, 3),
    ("a", "number", "of"): (2, 3, 20),
    ("many",): (2, 5, 99),
    ("numerous",): (2, 5, 99),
    ("multiple",): (2, 2, 9),
    ("countless",): (2, 24, 999),
}
_VAGUE_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _words in sorted(_VAGUE, key=lambda words: (-len(words), words)):
    _VAGUE_BY_FIRST.setdefault(_words[0], []).append(_words)

_BEGINNINGS = frozenset({*_UNITS, *_TENS, *_SCALES, *_VAGUE_BY_FIRST, "a", "half", "no", "nobody", "none", "noone"})

# what stands before a number: words, kind
_BEFORE: tuple[tuple[str, str], ...] = (
    ("no fewer than", "least"),
    ("no less than", "least"),
    ("not fewer than", "least"),
    ("not less than", "least"),
    ("a minimum of", "least"),
    ("at the very least", "least"),
    ("at least", "least"),
    ("at minimum", "least"),
    ("minimum", "least"),
    ("no more than", "most"),
    ("not more than", "most"),
    ("a maximum of", "most"),
    ("as many as", "most"),
    ("as much as", "most"),
    ("up to", "most"),
    ("at most", "most"),
    ("maximum", "most"),
    ("well over", "over"),
    ("well above", "over"),
    ("more than", "over"),
    ("greater than", "over"),
    ("higher than", "over"),
    ("in excess of", "over"),
    ("upwards of", "over"),
    ("upward of", "over"),
    ("north of", "over"),
    ("over", "over"),
    ("above", "over"),
    ("exceeding", "over"),
    ("exceeded", "over"),
    ("exceeds", "over"),
    ("exceed", "over"),
    ("surpassing", "over"),
    ("surpassed", "over"),
    ("topped", "over"),
    ("fewer than", "under"),
    ("less than", "under"),
    ("lower than", "under"),
    ("under", "under"),
    ("below", "under"),
    ("just under", "nearly"),
    ("just short of", "nearly"),
    ("nearly", "nearly"),
    ("almost", "nearly"),
    ("close to", "about"),
    ("just over", "over"),
    ("an estimated", "about"),
    ("estimated", "about"),
    ("a total of about", "about"),
    ("approximately", "about"),
    ("approx", "about"),
    ("about", "about"),
    ("around", "about"),
    ("roughly", "about"),
    ("circa", "about"),
    ("some", "about"),
    ("perhaps", "about"),
    ("maybe", "about"),
    ("~", "about"),
    (">", "over"),
    ("<", "under"),
)
_BEFORE_BY_LAST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _kind in sorted(_BEFORE, key=lambda pair: -len(pair[0].split())):
    _BEFORE_BY_LAST.setdefault(_phrase.split()[-1], []).append((tuple(_phrase.split()), _kind))

_AFTER: tuple[tuple[tuple[str, ...], str], ...] = (
    (("or", "more"), "least"),
    (("or", "so"), "about"),
    (("or", "fewer"), "most"),
    (("or", "less"), "most"),
    (("-", "odd"), "about"),
    (("odd",), "about"),
    (("+",), "least"),
    (("plus",), "least"),
)
_WEEK = words("monday tuesday wednesday thursday friday saturday sunday")
_RANGE_SIGNS = frozenset("-–—")
_TRANSPARENT = frozenset({"the", "a", "total", "of", "another", "further", "additional"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a sentence: tokens ``first`` to ``last`` (exclusive) with its modifiers, the bare number within.

    ``value`` is the number itself (lower end of a range), ``upper`` the upper end of a range; ``modifier`` is one of
    exact, least, most, over, under, about, nearly, range, vague, none. ``change`` is *up* or *down* where the number is
    a difference (*rose 12*).
    """

    first: int
    last: int
    value: float
    modifier: str
    upper: float | None = None
    usual: tuple[int, int] | None = None
    bare_first: int = 0
    bare_last: int = 0
    change: str = ""


def find_amounts(tokens: Sequence[Token]) -> tuple[Amount, ...]:
    """Find all numbers of a sentence, left to right, never overlapping."""
    found: list[Amount] = []
    at = 0
    floor_at = 0
    while at < len(tokens):
        token = tokens[at]
        begins = token.low in _BEGINNINGS or token.word[0].isdigit()
        amount = _amount_at(tokens, at, floor_at) if begins else None
        if amount is None:
            at += 1
            continue
        found.append(amount)
        at = floor_at = amount.last
    return tuple(found)


def count_of(amount: Amount, wording: str) -> Count | None:
    """The amount as a number of people; None when it cannot be one (a fraction, absurdly large)."""
    value, upper = amount.value, amount.upper
    if value != int(value) or (upper is not None and upper != int(upper)) or value > LARGEST:
        return None
    return _count(int(value), amount, wording)


def _count(value: int, amount: Amount, wording: str) -> Count | None:
    upper = int(amount.upper or value)
    if amount.modifier == "vague":
        low, high = amount.usual or (value, value)
        return Count(low=value, high=None, wording=wording, vague=True, usual_low=low, usual_high=high)
    if amount.modifier in {"about", "nearly"}:
        above = None if amount.modifier == "about" else value
        return _usual((floor(value * 0.9), above or ceil(upper * 1.1)), value, above, wording)
    limits: dict[str, tuple[int, int | None]] = {
        "exact": (value, value),
        "none": (0, 0),
        "range": (value, upper),
        "least": (value, None),
        "over": (value + 1, None),
        "most": (0, value),
        "under": (0, max(0, value - 1)),
    }
    low, top = limits[amount.modifier]
    return Count(low=low, high=top, wording=wording)


def _usual(usual: tuple[int, int], value: int, high: int | None, wording: str) -> Count:
    low = min(1, value)
    return Count(
        low=low, high=high, wording=wording, vague=True, usual_low=max(low, usual[0]), usual_high=max(low, usual[1])
    )


def _amount_at(tokens: Sequence[Token], at: int, floor_at: int) -> Amount | None:
    none = _none_at(tokens, at)
    if none is not None:
        return none
    vague = _vague_at(tokens, at, floor_at)
    if vague is not None:
        return vague
    number = numeral_at(tokens, at)
    if number is None or _is_label(tokens, at, number[0]):
        return None
    last, value = number
    upper, end, between = _range_end(tokens, at, last, value)
    first, modifier = _modifier_before(tokens, at, floor_at)
    if upper is not None:
        modifier = modifier if modifier == "about" else "range"
        first = at - 1 if between and modifier == "range" else first
    else:
        end, modifier = _modifier_after(tokens, last, modifier)
    change = _change(tokens, first, floor_at)
    return Amount(first, end, value, modifier, upper, None, at, last if upper is None else end, change)


def _change(tokens: Sequence[Token], first: int, floor_at: int) -> str:
    """Whether a number is a difference up or down, by the word right before it."""
    at = first - 1
    while at >= floor_at and (tokens[at].low in _CURRENCY or tokens[at].low in {"by", "a", "another"}):
        at -= 1
    low = tokens[at].low if at >= floor_at else ""
    return "up" if low in _RISING else "down" if low in _FALLING else ""


def _is_label(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether digits name something rather than count it: a year, a day, an hour, a part of a name (*Unit 3*)."""
    token = tokens[at]
    if not token.word.isdigit():
        return False
    following = tokens[last].low if last < len(tokens) else ""
    if len(token.word) == 4 and 1900 <= int(token.word) <= 2100:
        counted = following[:1].isalpha() and following.endswith("s") and following not in {"was", "is", "has"}
        return not counted or (at > 0 and tokens[at - 1].low in _BEFORE_YEAR)
    clock = following == ":" and tokens[last].start == token.end
    dated = following in _AFTER_DAY or _after_month(tokens, at)
    return clock or dated or _is_part_of_name(tokens, at, last)


def _after_month(tokens: Sequence[Token], at: int) -> bool:
    back = at - 2 if at >= 2 and tokens[at - 1].word == "." else at - 1
    return back >= 0 and tokens[back].low in _MONTH_NAMES and tokens[back].is_capital


def _is_part_of_name(tokens: Sequence[Token], at: int, last: int) -> bool:
    if at < 2 or last != at + 1:
        return False
    before = tokens[at - 1]
    if before.word.isupper() and len(before.word) > 1:
        return False
    if not before.is_capital or not before.word.isalpha() or before.low in _WEEK or len(tokens[at].word) > 4:
        return False
    after = tokens[last] if last < len(tokens) else None
    return after is None or not (after.word[0].islower() and after.word.isalpha() and len(after.word) > 3)


def numeral_at(tokens: Sequence[Token], at: int) -> tuple[int, float] | None:
    """Read the number that begins at a token: (the token after it, its value)."""
    token = tokens[at]
    if token.word[0].isdigit():
        return _digits_at(tokens, at)
    fraction = _fraction_at(tokens, at)
    if fraction is not None:
        return fraction
    if token.low in {"a", "half"}:
        return _dozen_at(tokens, at)
    return _words_at(tokens, at)


def _fraction_at(tokens: Sequence[Token], at: int) -> tuple[int, float] | None:
    """*a third of*, *two thirds*, *one in five*."""
    low = tokens[at].low
    upper = 1 if low in {"a", "one"} else _UNITS.get(low)
    following = [token.low for token in tokens[at + 1 : at + 4]]
    if upper is None or len(following) < 2:
        return None
    if following[0] in _FRACTIONS and following[0] != "half" and (following[1] == "of" or low != "a"):
        return at + 2, round(upper / _FRACTIONS[following[0]], 4)
    if following[0] == "in" and _UNITS.get(following[1], 0) > upper and low == "one":
        return at + 3, round(upper / _UNITS[following[1]], 4)
    return None


def _digits_at(tokens: Sequence[Token], at: int) -> tuple[int, float] | None:
    written = tokens[at].word.replace(",", "")
    scale = 1
    for ending, factor in sorted(_SHORT_SCALES.items(), key=lambda item: -len(item[0])):
        if written.endswith(ending):
            written, scale = written[: -len(ending)], factor
            break
    try:
        value = float(written) if "." in written else int(written)
    except ValueError:
        return None
    after = at + 1
    if after < len(tokens) and tokens[after].low in _SCALES:
        scale *= _SCALES[tokens[after].low]
        after += 1
    elif after < len(tokens) and tokens[after].low == "dozen":
        scale, after = 12, after + 1
    return after, round(value * scale, 6)


def _dozen_at(tokens: Sequence[Token], at: int) -> tuple[int, float] | None:
    words = [token.low for token in tokens[at : at + 3]]
    for phrase, value in ((["half", "a", "dozen"], 6), (["a", "dozen"], 12)):
        if words[: len(phrase)] == phrase:
            return at + len(phrase), value
    if words[:1] == ["a"] and len(words) > 1 and words[1] in _SCALES:
        return _words_at(tokens, at + 1)
    return None


def _words_at(tokens: Sequence[Token], at: int) -> tuple[int, float] | None:
    state: tuple[int, int] | None = (0, 0)
    start = at
    while at < len(tokens):
        following = _extend(state, tokens[at].low, seen=at > start)
        if following is None and not (at > start and _joins(tokens, at, sum(state or (0, 0)))):
            break
        state = following or state
        at += 1
    return (at, sum(state or (0, 0))) if at > start else None


def _extend(state: tuple[int, int] | None, word: str, *, seen: bool) -> tuple[int, int] | None:
    """Add one word to a number read so far (whole thousands, the rest); None when it does not belong to it."""
    total, rest = state or (0, 0)
    below = rest % 100
    if word in _UNITS and (not seen or below == 0 or (below >= 20 and below % 10 == 0 and 0 < _UNITS[word] < 10)):
        return total, rest + _UNITS[word]
    if word in _TENS and below == 0:
        return total, rest + _TENS[word]
    if word == "dozen" and seen:
        return 0, (total + rest) * 12
    if word in _SCALES:
        scale = _SCALES[word]
        return (total, max(rest, 1) * 100) if scale == 100 else (total + max(rest, 1) * scale, 0)
    return None


def _joins(tokens: Sequence[Token], at: int, so_far: int) -> bool:
    """Whether *and* or a hyphen joins two parts of one number (*two hundred and five*, *twenty-six*)."""
    if at + 1 >= len(tokens) or not (tokens[at + 1].low in _UNITS or tokens[at + 1].low in _TENS):
        return False
    if tokens[at].low == "and":
        return so_far >= 100 and so_far % 100 == 0
    close = tokens[at].start == tokens[at - 1].end and tokens[at].end == tokens[at + 1].start
    return tokens[at].word in {"-", "‐", "‑"} and close and tokens[at - 1].low in _TENS


def _none_at(tokens: Sequence[Token], at: int) -> Amount | None:
    word = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if (
        word == "no"
        and following not in {"fewer", "less", "more", "one", "longer", "doubt", ""}
        and following.isalpha()
    ):
        return Amount(at, at + 1, 0, "none", bare_first=at, bare_last=at + 1)
    if word == "no" and following == "one":
        return Amount(at, at + 2, 0, "none", bare_first=at, bare_last=at + 2)
    if word in {"nobody", "none", "noone"}:
        return Amount(at, at + 1, 0, "none", bare_first=at, bare_last=at + 1)
    return None


def _vague_at(tokens: Sequence[Token], at: int, floor_at: int) -> Amount | None:
    if at and tokens[at].low == "many" and tokens[at - 1].low in {"as", "how", "so", "too", "not"}:
        return None
    for phrase in _VAGUE_BY_FIRST.get(tokens[at].low, ()):
        if tuple(token.low for token in tokens[at : at + len(phrase)]) == phrase:
            low, usual_low, usual_high = _VAGUE[phrase]
            end = at + len(phrase)
            first, _ = _modifier_before(tokens, at, floor_at)
            return Amount(first, end, low, "vague", None, (usual_low, usual_high), at, end)
    return None


def _range_end(tokens: Sequence[Token], at: int, last: int, value: float) -> tuple[float | None, int, bool]:
    """The upper end of *20 to 30*, *20-30*, *between 20 and 30*, *20 or 30*: (end, token after it, between)."""
    if last + 1 >= len(tokens):
        return None, last, False
    link = tokens[last].low
    at -= 1 if at and tokens[at - 1].low in _CURRENCY else 0
    before = tokens[at - 1].low if at else ""
    between = before == "between" and link == "and"
    spread = before == "from" and link == "to"
    if not (between or spread or link in {"to", "or"} or link in _RANGE_SIGNS):
        return None, last, False
    start = last + 1 + (tokens[last + 1].low in _CURRENCY)
    upper = numeral_at(tokens, start) if start < len(tokens) else None
    if upper is None or upper[1] <= value:
        return None, last, False
    return upper[1], upper[0], between or spread


def _modifier_before(tokens: Sequence[Token], at: int, floor_at: int) -> tuple[int, str]:
    first, modifier = at, "exact"
    reached = at
    while reached > floor_at:
        if tokens[reached - 1].low in _CURRENCY:
            reached -= 1
            continue
        found = _phrase_before(tokens, reached, floor_at)
        if found is None:
            break
        reached, kind = found
        first = reached
        modifier = kind if modifier == "exact" else modifier
    return first, modifier


def _phrase_before(tokens: Sequence[Token], first: int, floor_at: int) -> tuple[int, str] | None:
    for phrase, kind in _BEFORE_BY_LAST.get(tokens[first - 1].low, ()):
        start = first - len(phrase)
        if start >= floor_at and tuple(token.low for token in tokens[start:first]) == phrase:
            return start, kind
    return None


def _modifier_after(tokens: Sequence[Token], last: int, modifier: str) -> tuple[int, str]:
    for phrase, kind in _AFTER:
        if tuple(token.low for token in tokens[last : last + len(phrase)]) == phrase:
            return last + len(phrase), kind if modifier == "exact" else modifier
    return last, modifier
