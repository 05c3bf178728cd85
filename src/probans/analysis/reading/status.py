"""How a thing is said: denied or negated, possible or conditional, still to come.

Works on the words before a trigger in its clause, as far as the scope of a negation or an auxiliary reaches.
"""

from dataclasses import dataclass
from itertools import pairwise

from probans.analysis.reading.lexicon import phrases, words
from probans.analysis.reading.passage import Sentence
from probans.model.claim import Modality

_NEGATIONS = words(
    "not n't never no neither nor nobody none without cannot didn't hasn't wasn't weren't don't doesn't isn't"
)
_NEGATING = words("denied denies deny denying rejected rejects refuted dismissed")
_FUTURE = words("will shall 'll")
_FUTURE_PHRASES = phrases(
    "going to; plans to; planned to; intends to; about to; vowed to; threatened to; is to; are to"
)
_POSSIBLE = words("may might could would can if unless whether possibly perhaps potential should attempted")
_BORDERS = frozenset({",", ";", ":", ".", "“", "”", '"', "—"})
_REACH = 9


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a trigger is negated, and its modality, with the rules that said so."""

    negated: bool = False
    modality: Modality = Modality.ACTUAL
    rules: tuple[str, ...] = ()


def status_of(sentence: Sentence, first: int, reach: tuple[int, int]) -> Status:
    """The status of a trigger at token ``first``; words outside ``reach`` do not bear on it."""
    before = _before(sentence, first, reach[0])
    after = [sentence.low(at) for at in range(first + 1, min(first + 4, reach[1]))]
    if ("will", "be") in pairwise(after):
        return Status(modality=Modality.FUTURE, rules=("status.future",))
    negated = any(word in _NEGATIONS for word in before[-4:]) and not _is_cancelled(before)
    rules = ("status.negation",) if negated else ()
    if any(word in _FUTURE for word in before) or _ends_in(before, _FUTURE_PHRASES):
        return Status(negated, Modality.FUTURE, (*rules, "status.future"))
    if any(word in _POSSIBLE for word in before):
        return Status(negated, Modality.CONDITIONAL, (*rules, "status.conditional"))
    return Status(negated, Modality.ACTUAL, rules)


def _before(sentence: Sentence, first: int, floor_at: int) -> list[str]:
    """The words before a trigger in its clause, nearest last."""
    found: list[str] = []
    for at in range(first - 1, max(floor_at, first - _REACH) - 1, -1):
        low = sentence.low(at)
        if low in _BORDERS or low in {"that", "but", "while", "after", "who", "which"}:
            break
        found.append(low)
    return found[::-1]


def _is_cancelled(before: list[str]) -> bool:
    """*No fewer than 26*, *not only*: no negation of the thing itself."""
    joined = " ".join(before)
    return any(
        phrase in joined for phrase in ("no fewer than", "no less than", "not only", "not less than", "no longer")
    )


def _ends_in(before: list[str], listed: tuple[tuple[str, ...], ...]) -> bool:
    return not set(listed).isdisjoint(pairwise(before))
