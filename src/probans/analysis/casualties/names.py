"""Names of people, comparable across scripts, spellings and orders. The name as written is never changed.

A name becomes words in plain Latin letters (``words``), with particles such as *al*, *bin* or *van* set aside, and each
word a skeleton: its consonants in classes that spellings and transliterations mix up. Arabic and Hebrew write few
vowels, so names in them meet Latin ones by skeleton. The tables are our own and coarse on purpose: a skeleton only
finds names to compare.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "w", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ј": "y", "љ": "ly", "њ": "ny", "ћ": "c",
    "џ": "dzh", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch",
    "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "ة": "a", "و": "w", "ؤ": "u", "ي": "y", "ی": "y", "ى": "a", "ئ": "i", "ء": "",
}  # fmt: skip
_HEBREW = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "w", "ז": "z", "ח": "h", "ט": "t", "י": "y", "כ": "k",
    "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "", "פ": "p", "ף": "f", "צ": "ts",
    "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip
_ARMENIAN = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "y", "թ": "t", "ժ": "zh", "ի": "i",
    "լ": "l", "խ": "kh", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh", "ճ": "ch", "մ": "m", "յ": "y", "ն": "n",
    "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts",
    "ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f", "և": "ev",
}  # fmt: skip
_GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "kh", "ჯ": "j",
    "ჰ": "h",
}  # fmt: skip
_LATIN = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a"}
_LETTERS = {**_CYRILLIC, **_GREEK, **_ARABIC, **_HEBREW, **_ARMENIAN, **_GEORGIAN, **_LATIN}

_PARTICLE_WORDS = (
    "al el as ad ar an ash at az ibn ben bin bint abu abou umm um de del della da di dos du la le van von der den ter "
    "zu oglu ogly oghlu kyzy qizi uulu mac mc o"
)
PARTICLES = frozenset(_PARTICLE_WORDS.split())

# Letter groups that spellings of one sound mix up, longest first.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("dzh", "j"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("sh", "s"),
    ("ch", "c"), ("ts", "c"), ("tz", "c"), ("dz", "z"), ("dj", "j"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("ck", "k"), ("x", "ks"), ("q", "k"),
)  # fmt: skip
_SILENT = frozenset("aeiouyhwj")  # vowels, and the consonants that stand for vowels in one script or another


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to compare: words in order as written, particles apart, skeletons sorted."""

    written: str
    words: tuple[str, ...]
    particles: tuple[str, ...]
    skeletons: tuple[str, ...]

    @property
    def full_words(self) -> int:
        """How many words are more than an initial."""
        return sum(len(word) > 1 for word in self.words)


def read_name(written: str) -> Name:
    """Make a name comparable."""
    words = _join_servant(to_latin(written).replace("-", " ").replace(".", " ").split())
    kept = [word for word in words if word not in PARTICLES] or words
    return Name(
        written,
        tuple(kept),
        tuple(word for word in words if word in PARTICLES and word not in kept),
        tuple(sorted(filter(None, (skeleton(word) for word in kept)))),
    )


def _join_servant(words: list[str]) -> list[str]:
    """Write *abd al-rahman*, *abdul rahman* and *abdulrahman* as one word, as lists do each of them."""
    joined: list[str] = []
    for word in words:
        open_servant = bool(joined) and joined[-1] in ("abd", "abdul", "abdel", "abdal")
        if open_servant and word in ("al", "el", "ul"):
            continue
        if open_servant:
            joined[-1] = "abd" + word
        else:
            joined.append(re.sub(r"^abd[aeu]l(?=[a-z]{3})", "abd", word))
    return joined


@lru_cache(maxsize=100_000)
def to_latin(text: str) -> str:
    """Plain Latin letters, spaces, hyphens and stops; accents and vowel marks dropped.

    The article of an Arabic word is set apart as Latin spellings do.
    """
    composed = unicodedata.normalize("NFKC", text).casefold()
    composed = re.sub(r"(?<!\w)ال(?=\w{2})", "ال ", composed)
    latin = "".join(_LETTERS.get(letter, letter) for letter in composed)
    parts = unicodedata.normalize("NFKD", latin)
    kept = (letter if letter.isalpha() or letter in "-." else " " if letter in " ,;/·\t" else "" for letter in parts)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Consonant classes of a word; the first letter always counts (any vowel as one class)."""
    for group, sound in _SOUNDS:
        word = word.replace(group, sound)
    if not word:
        return ""
    head = "a" if word[0] in "aeiouy" else "v" if word[0] == "w" else word[0]
    body = [letter for letter in word[1:] if letter not in _SILENT]
    squeezed = [letter for at, letter in enumerate(body) if letter != ([head, *body])[at]]
    return head + "".join(squeezed)


def similarity(first: Name, second: Name, rarity: Mapping[str, float] | None = None) -> float:
    """How alike two names are, 0..1, whatever the order of their words.

    Each word of the shorter name is set against its best free counterpart. Words left over in the longer one cost
    little (a patronymic or a grandfather's name is often left out) unless the shorter name is a single word.
    """
    short, long = sorted((first.words, second.words), key=lambda words: (len(words), words))
    if not short:
        return 0.0
    total, weight = 0.0, 0.0
    free = list(long)
    for word in sorted(short, key=len, reverse=True):
        best = max(free, key=lambda other: (word_similarity(word, other), other))
        free.remove(best)
        heavy = (rarity or {}).get(skeleton(word), 1.0) * (0.3 if len(word) == 1 or len(best) == 1 else 1.0)
        total += heavy * word_similarity(word, best)
        weight += heavy
    missing = 0.1 * len(free) if len(short) > 1 else 0.25 * len(free)
    return max(0.0, total / weight - min(missing, 0.3))


@lru_cache(maxsize=500_000)
def word_similarity(first: str, second: str) -> float:
    """How alike two words are: spelling, lifted when their skeletons agree; an initial agrees with its word."""
    if first == second:
        return 1.0
    if len(first) == 1 or len(second) == 1:
        return 0.8 if first[0] == second[0] else 0.0
    spelling = float(JaroWinkler.normalized_similarity(first, second))
    one, other = skeleton(first), skeleton(second)
    if one == other and len(one) > 1:
        return max(spelling, 0.9)
    if one[1:] == other[1:] and len(one) > 2:
        return max(spelling, 0.8)
    return spelling
