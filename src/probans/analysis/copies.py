"""Copies of text: which texts share passages, where exactly, and which is likely copied from which.

Takes text bodies and what was read in them; gives one ``TextCopy`` for each pair found, in the order of the digests.
Pairs come from shared five-word shingles (ten characters in scripts without spaces), never from comparing all with all.
Shared passages are then exact: the same words in the same order, with offsets in both originals. Page furniture (what
recurs in many texts that have little else in common) never makes a copy. Order of the input changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probans.analysis.words import Vocabulary, Words, shingles, split_words
from probans.model.casefile import TextBody
from probans.model.claim import Span
from probans.model.incident import SharedPassage, TextCopy
from probans.model.reading import ReportReading

NEAR = 0.6  # of the longer text found in the other: the same text, lightly changed
EXCERPT = 0.1  # of the shorter text found in the longer
LONG_PASSAGE = 24  # words in a row that two writers do not find by chance
SHORT_PASSAGE = 8  # words; shorter ones are not shown
MET_AGAIN = 2  # shingles by which two texts must meet to be looked at
ALL_PAIRS = 8  # texts that share one shingle: up to this many, every pair is looked at
FEW_SHINGLES = 8  # shared five-word runs below which nothing is made of it
SAME_TEXT = 0.8  # of the longer text found in the other: furniture is then part of the text
REPEATS = 32  # places of one shingle in one text: more are a refrain, not a passage
FURNITURE_OUTLET = 4  # texts of one outlet with the same words
FURNITURE_TEXTS = 40  # texts of any outlets with the same words, or a fiftieth of all

_Array = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Prepared:
    body: TextBody
    report: ReportReading | None
    words: Words
    runs: _Array  # shingles in order
    distinct: _Array  # sorted

    @property
    def outlet(self) -> str:
        return self.report.outlet if self.report is not None else ""


def find_text_copies(texts: Sequence[TextBody], reports: Sequence[ReportReading]) -> tuple[TextCopy, ...]:
    """Find pairs of texts that share passages, with the passages, how much, and the likely source."""
    by_text = {report.text: report for report in sorted(reports, key=lambda item: item.reading.exhibit, reverse=True)}
    prepared = _prepare(texts, by_text)
    if len(prepared) < 2:
        return ()
    furniture = _furniture(prepared)
    pairs = _candidates(prepared)
    found = (_compare(prepared[first], prepared[second], furniture) for first, second in pairs)
    return tuple(copy for copy in found if copy is not None)


def _prepare(texts: Sequence[TextBody], reports: Mapping[str, ReportReading]) -> list[_Prepared]:
    vocabulary = Vocabulary()
    distinct = {body.sha256: body for body in sorted(texts, key=lambda item: item.exhibit, reverse=True)}
    prepared = []
    for sha256 in sorted(distinct):
        body, report = distinct[sha256], reports.get(sha256)
        stretches = [(span.start, span.end) for span in report.body] if report is not None and report.body else None
        words = split_words(body.text, vocabulary, stretches)
        runs = shingles(words)
        prepared.append(_Prepared(body, report, words, runs, np.unique(runs)))
    return prepared


# --- candidates ---


def _postings(prepared: Sequence[_Prepared]) -> tuple[_Array, NDArray[np.int64]]:
    """All (shingle, text index), sorted by shingle, then by index."""
    codes = np.concatenate([item.distinct for item in prepared])
    owners = np.repeat(np.arange(len(prepared)), [len(item.distinct) for item in prepared])
    order = np.argsort(codes, kind="stable")
    return codes[order], owners[order]


def _candidates(prepared: Sequence[_Prepared]) -> list[tuple[int, int]]:
    """Pairs that share a shingle: all pairs of a few texts, neighbours and the first text when they are many."""
    codes, owners = _postings(prepared)
    count = len(prepared)
    starts = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]])) if len(codes) else np.zeros(0, int)
    sizes = np.diff(np.concatenate([starts, [len(codes)]]))
    group_start, group_size = np.repeat(starts, sizes), np.repeat(sizes, sizes)
    position = np.arange(len(codes)) - group_start
    keys = [owners[group_start[position > 0]] * count + owners[position > 0]]
    for step in range(1, ALL_PAIRS):
        later = np.flatnonzero((position >= step) & ((group_size <= ALL_PAIRS) | (step == 1)))
        keys.append(owners[later - step] * count + owners[later])
    pairs, times = np.unique(np.concatenate(keys), return_counts=True)
    return [(int(key) // count, int(key) % count) for key in pairs[times >= MET_AGAIN]]


@dataclass(frozen=True, slots=True)
class _Furniture:
    """Shingles that recur widely: in many texts at all, and in several texts of one outlet (by its name). Sorted."""

    wide: _Array
    of_outlet: Mapping[str, _Array]

    def is_telling(self, shingles_of: _Array, text: _Prepared) -> NDArray[np.bool_]:
        """Which shingles of a text are no furniture of it."""
        own = self.of_outlet.get(text.outlet, self.wide)
        return ~(_is_among(shingles_of, self.wide) | _is_among(shingles_of, own))


def _is_among(values: _Array, ordered: _Array) -> NDArray[np.bool_]:
    """Whether each value is among ordered ones; cheap also when those are many."""
    if not len(ordered):
        return np.zeros(len(values), dtype=bool)
    places = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    among: NDArray[np.bool_] = ordered[places] == values
    return among


def _furniture(prepared: Sequence[_Prepared]) -> _Furniture:
    codes, _ = _postings(prepared)
    values, counts = np.unique(codes, return_counts=True)
    by_outlet: dict[str, list[_Array]] = {}
    for item in prepared:
        if item.report is not None and item.report.outlet:
            by_outlet.setdefault(item.report.outlet, []).append(item.distinct)
    of_outlet = {}
    for outlet in sorted(by_outlet):
        own, times = np.unique(np.concatenate(by_outlet[outlet]), return_counts=True)
        of_outlet[outlet] = own[times >= FURNITURE_OUTLET]
    return _Furniture(values[counts >= max(FURNITURE_TEXTS, len(prepared) // 50)], of_outlet)


# --- comparison ---


def _compare(first: _Prepared, second: _Prepared, furniture: _Furniture) -> TextCopy | None:
    shared, smaller, larger = _overlap(first, second, furniture)
    if not len(shared):
        return None
    passages = _shared_passages(first, second, shared)
    longest = max((length for _, length in passages), default=0)
    kind = _kind(first, second, (len(shared), smaller, larger), longest)
    if not kind:
        return None
    source, reasons = likely_source(first.body, first.report, second.body, second.report)
    return TextCopy(
        first=first.body.sha256,
        second=second.body.sha256,
        kind=kind,
        containment=round(len(shared) / smaller, 4),
        passages=tuple(passage for passage, _ in passages),
        likely_source=source,
        reasons=(_describe(kind, len(shared) / smaller, longest), *reasons),
    )


def _overlap(first: _Prepared, second: _Prepared, furniture: _Furniture) -> tuple[_Array, int, int]:
    """Shared shingles, and how many the smaller and the larger text have; without furniture, unless it is the text."""
    shared = np.intersect1d(first.distinct, second.distinct, assume_unique=True)
    smaller, larger = sorted((len(first.distinct), len(second.distinct)))
    if len(shared) < min(FEW_SHINGLES, NEAR * larger):
        return shared[:0], smaller, larger
    telling = shared[furniture.is_telling(shared, first) & furniture.is_telling(shared, second)]
    common_outlet = first.outlet and first.outlet == second.outlet
    if len(telling if common_outlet else shared) >= SAME_TEXT * larger or _is_exact(first, second):
        return shared, smaller, larger
    smaller, larger = sorted(int(furniture.is_telling(item.distinct, item).sum()) for item in (first, second))
    return telling, smaller, larger


def _is_exact(first: _Prepared, second: _Prepared) -> bool:
    return len(first.words) == len(second.words) and bool((first.words.digests == second.words.digests).all())


def _kind(first: _Prepared, second: _Prepared, sizes: tuple[int, int, int], longest: int) -> str:
    shared, smaller, larger = sizes
    if _is_exact(first, second):
        return "exact"
    if shared >= NEAR * larger:
        return "near"
    if shared >= max(FEW_SHINGLES, EXCERPT * smaller) or longest >= LONG_PASSAGE:
        return "excerpt"
    return ""


def _describe(kind: str, containment: float, longest: int) -> str:
    if kind == "exact":
        return "The texts are the same but for spacing, case and punctuation."
    how = "mostly the same text" if kind == "near" else "one holds passages of the other"
    return f"{how.capitalize()}: {containment:.0%} of the shorter is in the longer, {longest} words in a row at most."


def _shared_passages(first: _Prepared, second: _Prepared, shared: _Array) -> list[tuple[SharedPassage, int]]:
    """Longest runs of the same words, longest first chosen, none overlapping in either text; in order of the first."""
    runs = _maximal_runs(first, second, shared)
    free_first = np.ones(len(first.words), dtype=bool)
    free_second = np.ones(len(second.words), dtype=bool)
    chosen: list[tuple[int, int, int]] = []
    for length, start, other in sorted(runs, key=lambda run: (-run[0], run[1], run[2])):
        if length < SHORT_PASSAGE and chosen:
            break
        mine, theirs = slice(start, start + length), slice(other, other + length)
        if free_first[mine].all() and free_second[theirs].all():
            free_first[mine] = free_second[theirs] = False
            chosen.append((start, other, length))
    return [
        (SharedPassage(first=_span(first, start, length), second=_span(second, other, length)), length)
        for start, other, length in sorted(chosen)
    ]


def _maximal_runs(first: _Prepared, second: _Prepared, shared: _Array) -> list[tuple[int, int, int]]:
    """(length in words, start in first, start in second) of runs that cannot be made longer."""
    where: dict[int, list[int]] = {}
    for place in np.flatnonzero(np.isin(second.runs, shared)).tolist():
        places = where.setdefault(int(second.runs[place]), [])
        if len(places) < REPEATS:
            places.append(place)
    width = first.words.shingle_length
    growing: dict[int, tuple[int, int]] = {}  # place in second where the run would go on -> where it began in both
    finished: list[tuple[int, int, int]] = []
    last = -1
    for place in np.flatnonzero(np.isin(first.runs, shared)).tolist():
        going_on = {}
        for other in where.get(int(first.runs[place]), []):
            begun = growing.pop(other, None) if place == last + 1 else None
            going_on[other + 1] = begun or (place, other)
        finished.extend((after - begun[1] + width - 1, *begun) for after, begun in growing.items())
        growing, last = going_on, place
    finished.extend((after - begun[1] + width - 1, *begun) for after, begun in growing.items())
    return finished


def _span(item: _Prepared, start: int, length: int) -> Span:
    begin, end = int(item.words.starts[start]), int(item.words.ends[start + length - 1])
    return Span(start=begin, end=end, words=item.body.text[begin:end])


# --- direction ---


def likely_source(
    first: TextBody, first_report: ReportReading | None, second: TextBody, second_report: ReportReading | None
) -> tuple[str, tuple[str, ...]]:
    """Say which text is likely copied from ('' when nothing tells) and why: credits first, then publication dates."""
    first_credits = _credit(second, second_report, first_report)
    second_credits = _credit(first, first_report, second_report)
    if bool(first_credits) != bool(second_credits):
        source = first.sha256 if first_credits else second.sha256
        return source, (
            first_credits or second_credits,
            *_contradicting_date(source, first, first_report, second_report),
        )
    common = _common_credit(first_report, second_report)
    if common:
        return "", (common,)
    return _by_date(first, first_report, second, second_report)


def _credit(text: TextBody, report: ReportReading | None, other: ReportReading | None) -> str:
    """A sentence when ``text`` credits the outlet of the other text."""
    name = other.outlet if other is not None else ""
    if not name or (report is not None and report.outlet.casefold() == name.casefold()):
        return ""
    hint = report.origin_hint if report is not None else ""
    if hint and _is_called(name, hint):
        return f"Its dateline or credit line names {hint}."
    return f"It names {name}." if len(name) >= 3 and _names(text.text, name) else ""


def _names(text: str, name: str) -> bool:
    place = text.find(name)
    if place < 0 or not name:
        return False
    before, after = text[:place][-1:], text[place + len(name) :][:1]
    return not before.isalnum() and not after.isalnum()


def _common_credit(first: ReportReading | None, second: ReportReading | None) -> str:
    if first is None or second is None or not first.origin_hint or not second.origin_hint:
        return ""
    if not _is_called(first.origin_hint, second.origin_hint):
        return ""
    return f"Both credit {first.origin_hint}, so both likely copy it rather than each other."


def _is_called(name: str, written: str) -> bool:
    """Whether ``written`` is a name, a part of it in whole words, or its initials."""
    folded, other = name.casefold(), written.casefold()
    initials = "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
    return _names(folded, other) or _names(other, folded) or (len(initials) >= 3 and _names(other, initials))


def _contradicting_date(
    source: str, first: TextBody, first_report: ReportReading | None, second_report: ReportReading | None
) -> tuple[str, ...]:
    source_report, copy_report = first_report, second_report
    if source != first.sha256:
        source_report, copy_report = second_report, first_report
    if _is_earlier(copy_report, source_report):
        return ("Yet the publication dates say the opposite; one of the dates or the credit may be wrong.",)
    return ()


def _by_date(
    first: TextBody, first_report: ReportReading | None, second: TextBody, second_report: ReportReading | None
) -> tuple[str, tuple[str, ...]]:
    if _is_earlier(first_report, second_report):
        return first.sha256, (_dates_say(first_report, second_report),)
    if _is_earlier(second_report, first_report):
        return second.sha256, (_dates_say(second_report, first_report),)
    return "", ("Nothing tells which came first: no credit, and no two publication dates that differ.",)


def _is_earlier(one: ReportReading | None, other: ReportReading | None) -> bool:
    if one is None or other is None or one.published is None or other.published is None:
        return False
    return bool(one.published.last) and bool(other.published.first) and one.published.last < other.published.first


def _dates_say(earlier: ReportReading | None, later: ReportReading | None) -> str:
    if earlier is None or later is None or earlier.published is None or later.published is None:
        raise ValueError("only dated reports can be put in order")
    return f"It was published first: {earlier.published.last}, the other {later.published.first}."
