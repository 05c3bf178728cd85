"""Show characters that cannot be seen, so that no text can hide or reorder what stands on the page.

Bidirectional overrides, zero-width characters, controls, tags and lone surrogates are printed as their code point.
Joiners stay where a script needs them (Persian, Indic scripts, emoji sequences).
"""

import re

from markupsafe import Markup

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINERS = "\u200c\u200d"
_FIRST_JOINING = 0x0590  # scripts in which a joiner has work to do begin here


def show_unseen(value: object) -> object:
    """Give a string with every unseen character as ``⟨U+202E⟩``; other values and finished markup are left alone."""
    if not isinstance(value, str) or isinstance(value, Markup) or _UNSEEN.search(value) is None:
        return value
    return _UNSEEN.sub(_shown, value.replace("\r\n", "\n"))


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    if character in _JOINERS and _joins(match.string, match.start()):
        return character
    return f"⟨U+{ord(character):04X}⟩"


def _joins(text: str, at: int) -> bool:
    neighbours = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(neighbours) == 2 and all(ord(one) >= _FIRST_JOINING and not _UNSEEN.match(one) for one in neighbours)
