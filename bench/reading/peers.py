"""What else runs offline, on the same texts: the plain rules that people use today. Small on purpose."""

import re

from probans.analysis.reading.numbers import numeral_at
from probans.analysis.reading.tokens import tokenise

_NUMBER = r"(\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_KILLED = re.compile(
    rf"(?i)\b{_NUMBER}\s(?:\w+\s){{0,3}}(?:killed|dead|died)|(?:killed|killing)\s(?:\w+\s){{0,2}}{_NUMBER}\b"
)
_INJURED = re.compile(
    rf"(?i)\b{_NUMBER}\s(?:\w+\s){{0,3}}(?:injured|wounded|hurt|shot)|(?:injured|injuring|wounded|wounding)\s(?:\w+\s){{0,2}}{_NUMBER}\b"
)


def keyword_counts(text: str) -> tuple[int, int]:
    """The first number next to *killed* and to *injured*; 0 where there is none."""
    return _first(_KILLED, text), _first(_INJURED, text)


def _first(pattern: "re.Pattern[str]", text: str) -> int:
    match = pattern.search(text)
    if match is None:
        return 0
    written = next(group for group in match.groups() if group)
    found = numeral_at(tokenise(written, 0, len(written)), 0)
    return int(found[1]) if found else 0
