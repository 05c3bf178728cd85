"""Tellings: what a claim says that matters for grouping, taken out once.

A telling has a standing: ``conduct`` tells of an act, ``about`` of what is done about it, ``denial`` says that it was
not so, ``several`` sums acts of several dates. What can be no part of an incident gets a reason instead.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from probans.analysis.incidents.kinds import is_conduct
from probans.analysis.incidents.names import Naming
from probans.analysis.incidents.wording import AROUND, Context, by_rarity, count_words, read_context, split_name
from probans.model.casefile import TextBody
from probans.model.claim import Claim, Mention, Modality, Scope, Stance
from probans.model.counts import Count
from probans.model.reading import ReportReading
from probans.model.when import DateInterval
from probans.model.where import Place

NOTHING = Context(frozenset(), frozenset())
DAYS_OF_AN_ACT = 4  # an interval up to this long dates an act well enough to find it by its days
DAYS_OF_AN_INCIDENT = 31  # a longer period is no single incident
RADIUS_OF_AN_ACT_M = 30_000  # a wider place is no place to find an act by
SAME_SENTENCE_WORDS = 8  # a sentence of so many words that comes twice was copied

_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_DATELINE = re.compile(r"\b\d{4}\b[^\n]{0,30}\n.")  # a year near the end of a line inside the passage
_LEVELS = ("point", "settlement", "district", "province", "country", "region", "unknown")
_COARSE = frozenset({"province", "country", "region"})


@dataclass(frozen=True, slots=True)
class Telling:
    """What one claim says, ready for comparison. ``days`` is empty when the date is unknown or too wide."""

    claim: Claim
    standing: str
    kind: str
    places: tuple[Place, ...]
    coarse: tuple[Place, ...]
    names: tuple[str, ...]  # places the gazetteer does not know, folded
    intervals: tuple[DateInterval, ...]
    days: tuple[str, ...]
    weapons: frozenset[str]
    targets: frozenset[str]
    authors: tuple[str, ...]
    people: frozenset[str]
    counts: tuple[tuple[str, str, Count], ...]
    published: str
    sentence: str
    context: Context = NOTHING
    very_rare: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()
    other_scenes: frozenset[tuple[str, str]] = frozenset()  # (place, day) of the other claims of its text

    @property
    def id(self) -> str:
        return self.claim.id

    @property
    def is_anchored(self) -> bool:
        """Whether place and day are both known well enough to find the act by them."""
        return bool((self.places or self.names) and self.days)

    @property
    def is_findable(self) -> bool:
        """Whether it says enough to find its incident by: place and day, or very rare names around it."""
        return self.is_anchored or bool(self.very_rare)

    @property
    def scenes(self) -> frozenset[tuple[str, str]]:
        """Places and days as pairs."""
        places = [place.id for place in self.places] or list(self.names)
        return frozenset((place, day) for place in places for day in self.days)


def describe(claim: Claim, report: ReportReading | None, naming: Naming) -> Telling:
    """Take out of a claim what matters for grouping."""
    published = report.published if report is not None else None
    told = (published.last or published.first) if published is not None else ""
    intervals = _meant_intervals(claim, told)
    standing, kind = _standing(claim, intervals, told)
    places, coarse, names = _places(claim)
    if standing == "about" and told:  # the day a case was opened is no day of the act
        intervals = tuple(item for item in intervals if item.last and item.last < told)
    return Telling(
        claim=claim,
        standing=standing,
        kind=kind,
        places=places,
        coarse=coarse,
        names=names,
        intervals=intervals,
        days=_days(intervals),
        weapons=_codes(claim.weapons),
        targets=_codes(claim.targets),
        authors=_authors(claim, naming),
        people=_people(claim),
        counts=tuple((str(item.outcome), item.group, item.count) for item in claim.counts if item.subset_of is None),
        published=told,
        sentence=_sentence_digest(claim.sentence or claim.passage.words),
    )


def why_no_part(telling: Telling) -> str:
    """The reason why a claim can be no part of an incident; '' when it can."""
    claim = telling.claim
    if claim.scope is Scope.TOTAL:
        return "It is a total over a period or an area, not one incident; its figures stand in the casualty register."
    if claim.modality is not Modality.ACTUAL:
        return f"It speaks of something {claim.modality.value}, not of something said to have happened."
    if not telling.kind:
        return f"It tells of no conduct and of nothing done about one ({claim.kind or 'no kind'})."
    lengths = [interval.days for interval in telling.intervals]
    if (
        telling.standing == "conduct"
        and lengths
        and all(days is None or days > DAYS_OF_AN_INCIDENT for days in lengths)
    ):
        return f"It covers a period longer than {DAYS_OF_AN_INCIDENT} days, not one incident."
    return ""


def _standing(claim: Claim, intervals: Sequence[DateInterval], told: str) -> tuple[str, str]:
    conduct = is_conduct(claim.kind)
    kind = claim.kind if conduct else claim.about_kind if is_conduct(claim.about_kind) else ""
    if claim.kind.startswith("denial") or (conduct and claim.stance in (Stance.DENIES, Stance.DISPUTES)):
        return "denial", kind or "denial"
    if not conduct:
        return "about", kind
    days = sorted({item.first for item in intervals if item.is_day})
    night = len(days) == 2 and (
        told in days or date.fromisoformat(days[0]) + timedelta(days=1) >= date.fromisoformat(days[1])
    )
    sums = claim.scope is Scope.SEVERAL_DATES and len(days) >= 2 and not night
    return ("several" if sums else "conduct"), kind


def _meant_intervals(claim: Claim, published: str) -> tuple[DateInterval, ...]:
    """Dates of the act: beside another day, the day in a dateline and a long period are background."""
    dates = tuple(dict.fromkeys(item for item in claim.dates if item.first or item.last))
    days = [item for item in dates if item.is_day]
    if _DATELINE.search(claim.passage.words):
        days = [item for item in days if item.first != published] or days
    if not days:
        return dates
    return tuple(item for item in dates if item in days or (not item.is_day and _is_short(item)))


def _is_short(interval: DateInterval) -> bool:
    return interval.days is not None and interval.days <= DAYS_OF_AN_ACT


def _places(claim: Claim) -> tuple[tuple[Place, ...], tuple[Place, ...], tuple[str, ...]]:
    """The most exact places, the coarse ones, and the names that the gazetteer does not know."""
    known = {mention.place.id: mention.place for mention in claim.places if mention.place is not None}
    containing = {outer for place in known.values() for outer in place.within}
    inner = [known[key] for key in sorted(known) if key not in containing]
    exact = [place for place in inner if place.level not in _COARSE and place.radius_m <= RADIUS_OF_AN_ACT_M]
    names = {" ".join(mention.name.casefold().split()) for mention in claim.places if mention.place is None}
    exact.sort(
        key=lambda place: (_LEVELS.index(place.level) if place.level in _LEVELS else 9, place.radius_m, place.id)
    )
    return tuple(exact), tuple(place for place in inner if place not in exact), tuple(sorted(names - {""}))


def _days(intervals: Sequence[DateInterval]) -> tuple[str, ...]:
    found: set[str] = set()
    for interval in intervals:
        if (interval.days or DAYS_OF_AN_ACT + 1) <= DAYS_OF_AN_ACT:
            first = date.fromisoformat(interval.first)
            found |= {(first + timedelta(days=step)).isoformat() for step in range(interval.days or 0)}
    return tuple(sorted(found))


def _codes(mentions: Sequence[Mention]) -> frozenset[str]:
    return frozenset((mention.code or mention.name).casefold() for mention in mentions)


def _authors(claim: Claim, naming: Naming) -> tuple[str, ...]:
    """Parties to which the alleged perpetrators are said to belong."""
    found: set[str] = set()
    for mention in claim.alleged_perpetrators:
        found |= set(naming.parties_in(mention.name))
    return tuple(sorted(found))


def _people(claim: Claim) -> frozenset[str]:
    """Names of persons among the victims: two capitalised words or more."""
    names = (mention.name for mention in claim.victims)
    return frozenset(
        name.casefold()
        for name in names
        if sum(word[:1].isupper() and word[1:].islower() for word in name.split()) >= 2
    )


def _sentence_digest(sentence: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in sentence.casefold()).split()
    if len(words) < SAME_SENTENCE_WORDS:
        return ""
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:16]


def describe_all(
    claims: Sequence[Claim], reports: Sequence[ReportReading], texts: Sequence[TextBody], naming: Naming
) -> tuple[Mapping[str, Telling], Mapping[str, ReportReading]]:
    """Tellings by claim id, in the order of the ids, and reports by text."""
    by_text = {report.text: report for report in sorted(reports, key=lambda item: item.reading.exhibit)[::-1]}
    bodies = {body.sha256: body.text for body in texts}
    by_id = {claim.id: claim for claim in claims}
    idle = naming.party_words | _idle_words(claims, by_text.values())
    contexts = {
        key: _context(by_id[key], bodies.get(by_id[key].text), by_text.get(by_id[key].text), idle)
        for key in sorted(by_id)
    }
    rarity = count_words((by_id[key].text, context) for key, context in contexts.items())
    plain = {key: describe(by_id[key], by_text.get(by_id[key].text), naming) for key in contexts}
    scenes: dict[str, dict[str, frozenset[tuple[str, str]]]] = {}
    for key, telling in plain.items():
        if telling.standing == "conduct":
            scenes.setdefault(telling.claim.text, {})[key] = telling.scenes
    tellings = {}
    for key, telling in plain.items():
        very_rare, rare = by_rarity(contexts[key].named, rarity)
        others = frozenset(scene for other in scenes.get(telling.claim.text, {}).values() for scene in other)
        tellings[key] = replace(
            telling, context=contexts[key], very_rare=very_rare, rare=rare, other_scenes=others - telling.scenes
        )
    return tellings, by_text


def _idle_words(claims: Iterable[Claim], reports: Iterable[ReportReading]) -> frozenset[str]:
    """Words that count elsewhere or recur for another reason: places of claims, those who speak, outlets."""
    names = {mention.name for claim in claims for mention in claim.places}
    names |= {speaker.name for claim in claims for speaker in claim.chain}
    names |= {name for report in reports for name in (report.outlet, report.author, report.origin_hint)}
    return frozenset(word for name in names for word in split_name(name))


def _context(claim: Claim, text: str | None, report: ReportReading | None, idle: frozenset[str]) -> Context:
    """Names and days around a claim: in the text when it is at hand, else in its own sentence."""
    if text is None:
        return read_context(claim.sentence or claim.passage.words, idle=idle)
    start, end = max(0, claim.passage.start - AROUND), claim.passage.end + AROUND
    mentions = report.dates if report is not None else ()
    near = (mention.name for mention in mentions if start <= mention.span.start < end)
    return read_context(text[start:end], (day for name in near for day in _days_of(name)), idle)


def _days_of(name: str) -> set[str]:
    """Single days in the name of a date mention: *2031-03-04* or *2031-03-04..2031-03-04*; periods name none."""
    found = set()
    for part in name.split("/"):
        days = _ISO_DAY.findall(part)
        if days and len(set(days)) == 1:
            found.add(days[0])
    return found
