"""The verification record of a piece of footage: measurements laid out by aspect, judgements from people's decisions.

Takes what is known of one exhibit; gives a ``Verification`` whose judgements are empty until a decision with act
``determine``, subjects ``(exhibit, aspect)`` and a JSON value fills one. Nothing here concludes anything.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probans.model.decision import Decision
from probans.model.exhibit import Exhibit
from probans.model.incident import FootageCopy, FootageLineage
from probans.model.outcome import Problem
from probans.model.reading import FootageReading
from probans.model.verification import Aspect, Assessment, Judgement, Measurement, Verification

ACT = "determine"
_DEVICE = ("make", "model", "software", "com.apple.quicktime.make", "com.apple.quicktime.model",
           "com.apple.quicktime.software", "com.android.version", "encoder", "lensmodel")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one piece of footage. ``numbers`` give exhibit numbers by digest."""

    reading: FootageReading
    exhibit: Exhibit
    copies: tuple[FootageCopy, ...] = ()
    lineage: FootageLineage | None = None
    numbers: Mapping[str, str]


def prepare(known: Known) -> Verification:
    """Lay out all measurements; every judgement is empty."""
    makers = {
        Aspect.SOURCE: _source,
        Aspect.PLACE: _place,
        Aspect.TIME: _time,
        Aspect.CONTENT: _content,
        Aspect.TECHNIQUE: _technique,
    }
    return Verification(
        exhibit=known.exhibit.sha256,
        assessments=tuple(
            Assessment(aspect=aspect, measurements=tuple(make(known)), not_checked=tuple(_not_checked(aspect, known)))
            for aspect, make in makers.items()
        ),
    )


def decided(verification: Verification, decisions: Sequence[Decision]) -> tuple[Verification, tuple[Problem, ...]]:
    """Fill in judgements from decisions, the last that is not superseded for each aspect."""
    superseded = {item.supersedes for item in decisions if item.supersedes}
    found: dict[str, Judgement] = {}
    problems = []
    for item in decisions:
        if item.act != ACT or item.id in superseded or item.subjects[:1] != (verification.exhibit,):
            continue
        judgement = _judgement(item)
        if judgement is None or len(item.subjects) != 2 or item.subjects[1] not in set(Aspect):
            words = "The decision does not say a conclusion and a standard for one of the five aspects."
            problems.append(Problem(code="VERIFICATION-INCOMPLETE", where=item.id, words=words))
        else:
            found[item.subjects[1]] = judgement
    filled = tuple(
        Assessment(
            aspect=item.aspect,
            measurements=item.measurements,
            not_checked=item.not_checked,
            judgement=found.get(item.aspect, item.judgement),
        )
        for item in verification.assessments
    )
    return Verification(exhibit=verification.exhibit, assessments=filled), tuple(problems)


def _judgement(decision: Decision) -> Judgement | None:
    try:
        value: Any = json.loads(decision.value)
        conclusion, standard = str(value["conclusion"]).strip(), str(value["standard"]).strip()
        lists = {
            name: tuple(str(part) for part in value.get(name, ()))
            for name in ("evidence_for", "evidence_against", "alternatives")
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if not conclusion or not standard or not decision.person:
        return None
    return Judgement(
        conclusion=conclusion,
        standard=standard,
        person=decision.person,
        made_at=decision.made_at,
        reason=decision.reason,
        decision=decision.id,
        **lists,
    )


def _source(known: Known) -> Iterator[Measurement]:
    for arrival in known.exhibit.arrivals:
        by = f" by {arrival.received_by}" if arrival.received_by else ""
        words = f"Received as {arrival.path_nfc or known.exhibit.number} on {arrival.received_at}{by}."
        yield Measurement(words=words, exhibits=(known.exhibit.sha256,))
    if known.lineage is not None:
        yield Measurement(words=f"First appearance: {known.lineage.words}", exhibits=known.lineage.members)
    for copy in known.copies:
        other = copy.second if copy.first == known.exhibit.sha256 else copy.first
        edits = f" ({', '.join(copy.edits)})" if copy.edits else ""
        words = f"Shares pictures with {known.numbers.get(other, other)}: {copy.verdict}{edits}. {copy.words}"
        yield Measurement(words=words, exhibits=(copy.first, copy.second))


def _place(known: Known) -> Iterator[Measurement]:
    reading = known.reading
    if reading.latitude is not None and reading.longitude is not None:
        words = f"The file carries the point {reading.latitude:.6f}, {reading.longitude:.6f}; anyone can write one."
        yield _from_reading(known, words)


def _time(known: Known) -> Iterator[Measurement]:
    reading = known.reading
    if reading.captured is not None:
        zone = "without a zone" if reading.captured_zone == "unknown" else f"zone {reading.captured_zone}"
        words = f"The file says it was captured {reading.captured_raw} ({zone}): {_days(reading)}."
        yield _from_reading(known, words)
    if known.lineage is not None:
        for sign in known.lineage.appearances:
            name = known.numbers.get(sign.exhibit, sign.exhibit)
            words = f"{name} {sign.basis} {sign.when.first} to {sign.when.last}: {sign.words}."
            yield Measurement(words=words, exhibits=(sign.exhibit,))
        for warning in known.lineage.warnings:
            yield Measurement(words=f"Warning: {warning}", exhibits=known.lineage.members)


def _days(reading: FootageReading) -> str:
    when = reading.captured
    if when is None:
        return ""
    return f"on {when.first}" if when.is_day else f"between {when.first} and {when.last}"


def _content(known: Known) -> Iterator[Measurement]:
    reading = known.reading
    yield _from_reading(known, f"Looked at: {reading.sampling or 'nothing could be decoded'}.")
    if reading.shots:
        times = ", ".join(f"{time / 1000:.1f} s" for time in reading.shots[:20])
        yield _from_reading(known, f"{len(reading.shots)} new shots begin, at {times}.")


def _technique(known: Known) -> Iterator[Measurement]:
    reading = known.reading
    codecs = "/".join(part for part in (reading.video_codec, reading.audio_codec) if part)
    words = f"{reading.container or 'unknown container'} {codecs}, {reading.width} x {reading.height}"
    yield _from_reading(
        known, words.strip() + (f", {reading.duration_ms / 1000:.1f} s." if reading.duration_ms else ".")
    )
    for item in reading.fields:
        if item.name.lower() in _DEVICE or item.note:
            note = f" ({item.note})" if item.note else ""
            said = item.normalised or item.raw
            yield Measurement(
                words=f"{item.group} {item.name}: {said}{note}.", tool=item.tool, exhibits=(known.exhibit.sha256,)
            )
    for problem in reading.reading.problems:
        yield _from_reading(known, f"{problem.code}: {problem.words}")


def _not_checked(aspect: Aspect, known: Known) -> Iterator[str]:
    reading = known.reading
    if aspect is Aspect.PLACE:
        if reading.latitude is None:
            yield "The file carries no point."
        yield "Landmarks, signs and terrain have not been compared with maps or satellite pictures."
    if aspect is Aspect.TIME:
        if reading.captured is None:
            yield "The file carries no time of capture."
        yield "No shadow has been measured; weather and light have not been compared with records."
    if aspect is Aspect.CONTENT:
        yield "What is shown and said has not been described by a person."
    if aspect is Aspect.TECHNIQUE and not any(item.tool.startswith("ExifTool") for item in reading.fields):
        yield "ExifTool has not read the file."
    if aspect is Aspect.SOURCE:
        if known.lineage is None:
            yield "No other copy is in the case; copies outside it have not been looked for."
        yield "Who made the recording has not been established."


def _from_reading(known: Known, words: str) -> Measurement:
    return Measurement(words=words, tool=known.reading.reading.tool.id, exhibits=(known.exhibit.sha256,))
