"""The figures a report gives for what it mainly tells: title and lead before the rest, totals before parts.

Within a sentence the counts of one outcome add up, without those that are part of others. Over sentences nothing is
added: the first statement in title or lead holds, and a later one replaces it only where it is larger and nearer to the
beginning than the body's end.
"""

from collections.abc import Iterable

from probans.model.claim import Claim, CountClaim, Modality, PersonOutcome, Scope, Stance
from probans.model.counts import Count
from probans.model.reading import ReportReading

_LEAD = 4
_BACK = ("the ", "he ", "she ", "his ", "her ")
_OUTCOMES = (
    PersonOutcome.KILLED,
    PersonOutcome.INJURED,
    PersonOutcome.KILLED_OR_INJURED,
    PersonOutcome.MISSING,
    PersonOutcome.DETAINED,
)


def report_figures(reading: ReportReading) -> dict[PersonOutcome, Count]:
    """The figure per outcome that the report gives for its main incident; outcomes it does not tell of are absent."""
    found: dict[PersonOutcome, Count] = {}
    for outcome in _OUTCOMES:
        sums = _sums(reading, outcome)
        lead = [count for index, count in sums if index < _LEAD]
        chosen = max(lead or [count for _, count in sums], key=_size, default=None)
        if chosen is not None:
            found[outcome] = chosen
    if PersonOutcome.KILLED in found:
        for outcome in (PersonOutcome.INJURED, PersonOutcome.KILLED_OR_INJURED):
            if outcome in found and found[outcome].wording.lower().startswith(_BACK):
                del found[outcome]
    return _with_survivors(found)


def _with_survivors(found: dict[PersonOutcome, Count]) -> dict[PersonOutcome, Count]:
    """Where a report says how many were shot and how many were killed, those left were injured."""
    shot, killed = found.get(PersonOutcome.KILLED_OR_INJURED), found.get(PersonOutcome.KILLED)
    if shot is None or PersonOutcome.INJURED in found or not shot.is_exact:
        return found
    dead = killed.low if killed is not None else 0
    left = max(0, shot.low - dead)
    return found | {PersonOutcome.INJURED: Count(low=left, high=shot.low, wording=shot.wording)} if left else found


def _sums(reading: ReportReading, outcome: PersonOutcome) -> list[tuple[int, Count]]:
    """The sum of an outcome per sentence, in reading order."""
    starts = {start: index for index, (start, _) in enumerate(reading.sentences)}
    by_sentence: dict[int, list[CountClaim]] = {}
    for claim in reading.claims:
        if _is_told_as_real(claim):
            index = _sentence_of(reading, claim, starts)
            by_sentence.setdefault(index, []).extend(
                count for count in claim.counts if count.outcome is outcome and count.subset_of is None
            )
    if any(not _points_back(count) for counts in by_sentence.values() for count in counts):
        by_sentence = {
            index: [count for count in counts if not _points_back(count)] for index, counts in by_sentence.items()
        }
    return [(index, add(counts)) for index, counts in sorted(by_sentence.items()) if counts]


def add(counts: Iterable[CountClaim]) -> Count:
    """Add counts of different people."""
    low, usual_low, usual_high = 0, 0, 0
    high: int | None = 0
    vague = False
    words = []
    for item in counts:
        count = item.count
        low += count.low
        high = None if high is None or count.high is None else high + count.high
        usual_low += count.usual_low if count.usual_low is not None else count.low
        usual_high += count.usual_high if count.usual_high is not None else (count.high or count.low)
        vague = vague or count.vague
        words.append(count.wording)
    wording = " + ".join(words)
    if not vague:
        return Count(low=low, high=high, wording=wording)
    return Count(low=low, high=high, wording=wording, vague=True, usual_low=usual_low, usual_high=usual_high)


def _is_told_as_real(claim: Claim) -> bool:
    return claim.scope is not Scope.TOTAL and claim.modality is Modality.ACTUAL and claim.stance is not Stance.DENIES


def _points_back(count: CountClaim) -> bool:
    """Whether a single person is one already told of: *the boy*, *he*."""
    return count.count.is_exact and f"{count.count.wording.lower()} ".startswith(_BACK)


def _sentence_of(reading: ReportReading, claim: Claim, starts: dict[int, int]) -> int:
    low, high = 0, len(reading.sentences)
    while low < high:
        middle = (low + high) // 2
        if reading.sentences[middle][1] <= claim.passage.start:
            low = middle + 1
        else:
            high = middle
    return starts.get(reading.sentences[low][0], low) if low < len(reading.sentences) else low


def _size(count: Count) -> int:
    return count.usual_low if count.usual_low is not None else count.low
