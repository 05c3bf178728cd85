"""Drafts to claims: stance, scope, speakers, places and dates, the explanation, the id, and totals over parts."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from probans.analysis.reading.attribution import ACCUSING, ADMITTING, ALLEGING, CONFIRMING, DENYING, DISPUTING
from probans.analysis.reading.drafts import Draft
from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Found, Sentence
from probans.analysis.reading.people import BODIES
from probans.analysis.reading.places import country_of
from probans.analysis.reading.tokens import span
from probans.evidence.codec import record_id
from probans.model.claim import (
    Claim,
    CountClaim,
    Mention,
    PersonOutcome,
    PlaceMention,
    Scope,
    Span,
    Speaker,
    SpeakerRole,
    Stance,
)
from probans.model.when import DateInterval

_LONG_PERIOD = 10
_VERY_LONG_PERIOD = 30
_NEAR_TOTALS = 20  # totals looked at before and after a part, so that a long text takes linear time
_TOTAL = words("total totals overall altogether cumulative cumulatively")
LASTING = frozenset({"date.began", "date.between", "date.since", "date.past", "date.range"})
WHOLE_WAR = words("offensive campaign siege war conflict fighting hostilities weeks months invasion")
_TOLD = words(
    "report reports claim claims allegation allegations accusation accusations rumour rumours rumor rumors statement "
    "statements information assertion assertions"
)
_FALSE = words(
    "false untrue lies lie baseless unfounded groundless propaganda fabricated fake invented misleading incorrect"
)
_PARTISAN = frozenset({SpeakerRole.OFFICE, SpeakerRole.ORGANISATION})
_QUESTIONABLE = frozenset({"failure-to-investigate"})


@dataclass(frozen=True, slots=True)
class Around:
    """What a claim takes from outside its sentence: speakers, places and dates, with the reader's identity."""

    exhibit: str
    text: str
    reader: str
    chain: tuple[Speaker, ...]
    side: str = ""
    places: tuple[PlaceMention, ...] = ()
    dates: tuple[DateInterval, ...] = ()
    date_spans: tuple[Span, ...] = ()


def make_claim(draft: Draft, around: Around) -> Claim:
    """Turn a draft into a claim without id and links."""
    scope = _scope(draft, around)
    kind = _kind(draft, scope)
    counts = _counts(draft)
    claim = Claim(
        id="",
        exhibit=around.exhibit,
        text=around.text,
        passage=_passage(draft),
        kind=kind,
        about_kind=draft.about_kind,
        trigger=_trigger(draft),
        stance=stance_of(draft, around.chain, around.side),
        modality=draft.status.modality,
        chain=around.chain,
        dates=around.dates,
        date_spans=around.date_spans,
        places=around.places,
        alleged_perpetrators=tuple(_mention(draft.prepared.sentence, doer, rule) for doer, rule in draft.doers),
        victims=tuple(_victim(draft, victim) for victim in draft.victims),
        weapons=tuple(_mention(draft.prepared.sentence, weapon) for weapon in draft.weapons),
        targets=tuple(_mention(draft.prepared.sentence, target) for target in draft.targets if draft.is_conduct),
        counts=counts,
        scope=scope,
        addressee=draft.prepared.sentence.words(*draft.addressee).removeprefix("the ") if draft.addressee[1] else "",
        footage=tuple(_mention(draft.prepared.sentence, footage) for footage in draft.footage),
        reader=around.reader,
    )
    claim = replace(claim, score=_score(draft, claim), explanation=_explain(draft, claim))
    return replace(claim, sentence=say(claim))


def finish(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Link totals with their parts and give every claim its id. Wholes get theirs first, so ids are well founded."""
    order = sorted(range(len(claims)), key=lambda index: (-_breadth(claims[index]), index))
    totals = [index for index, claim in enumerate(claims) if claim.scope is Scope.TOTAL and claim.counts]
    done: dict[int, Claim] = {}
    for index in order:
        claim = claims[index]
        near = bisect_left(totals, index)
        others = (done.get(other) for other in totals[max(0, near - _NEAR_TOTALS) : near + _NEAR_TOTALS])
        wholes = [other for other in others if other is not None and _contains(other, claim)]
        whole = min(wholes, key=_breadth, default=None)
        linked = replace(claim, part_of=whole.id) if whole is not None else claim
        if whole is not None:
            words_of = f"part of the total said at {whole.passage.start}: the place and time lie within it"
            linked = replace(linked, explanation=(*linked.explanation, words_of))
        done[index] = replace(linked, id=record_id("claim", "Claim", linked))
    return tuple(done[index] for index in range(len(claims)))


def stance_of(draft: Draft, chain: Sequence[Speaker], side: str = "") -> Stance:
    """How the speaker stands to it. What a speaker says against someone is alleged, never asserted.

    ``side`` is the party or state of the innermost speaker, empty when not known.
    """
    cues = {draft.prepared.sentence.low(item.cue[0]) for item in draft.speech}
    negated = draft.status.negated and draft.is_conduct and not draft.tolls
    if cues & DENYING or negated or draft.kind == "denial" or _is_called_false(draft):
        return Stance.DENIES
    if cues & DISPUTING:
        return Stance.DENIES if draft.is_conduct and own_act(draft, side) else Stance.DISPUTES
    if draft.kind == "verification" and not cues & ACCUSING:
        return Stance.DISPUTES if _is_doubted(draft) else Stance.CONFIRMS
    if draft.is_conduct and own_act(draft, side):
        return Stance.CONFIRMS
    accuses = bool(draft.doers) and (draft.is_conduct or draft.kind in _QUESTIONABLE)
    told_by_someone = len(chain) > 1 or chain[0].role in _PARTISAN or draft.in_case
    if cues & (ALLEGING | ACCUSING) or (accuses and told_by_someone and not cues & ADMITTING):
        return Stance.ALLEGES
    return Stance.CONFIRMS if cues & CONFIRMING else Stance.ASSERTS


def _is_called_false(draft: Draft) -> bool:
    """*Reports that a school had been hit are false*: what is told is told to be untrue."""
    if not draft.is_conduct:
        return False
    low = [token.low for token in draft.prepared.sentence.tokens]
    first = draft.triggers[0].first if draft.triggers else draft.tolls[0].first
    told = bool(set(low[max(0, first - 14) : first]) & _TOLD)
    return told and any(
        word in _FALSE and {"is", "are", "was", "were"} & set(low[max(0, at - 3) : at])
        for at, word in enumerate(low)
        if at > first
    )


def own_act(draft: Draft, side: str) -> bool:
    """Whether a speaker tells of what his own side did (*it had struck a depot*): an admission, not an accusation."""
    return any(rule == "speaker" or (side and doer.code == side) for doer, rule in draft.doers)


def say(claim: Claim) -> str:
    """A plain sentence that tells what the claim says, who says it and how."""
    who = (
        " and ".join(dict.fromkeys(speaker.name for speaker in claim.chain[1:])) or claim.chain[0].name or "The report"
    )
    parts = [f"{who} {claim.stance.value}: {claim.kind}"]
    if claim.about_kind:
        parts.append(f"about {claim.about_kind}")
    if claim.counts:
        parts.append(
            "; ".join(
                f"{count.outcome.value} {count.count}{' ' + count.group if count.group else ''}"
                for count in claim.counts
            )
        )
    if claim.places:
        parts.append("in " + ", ".join(dict.fromkeys(place.name for place in claim.places)))
    if claim.dates:
        parts.append("on " + ", ".join(_days(interval) for interval in claim.dates))
    if claim.alleged_perpetrators:
        parts.append("alleged perpetrator: " + ", ".join(mention.name for mention in claim.alleged_perpetrators))
    return ", ".join(parts) + "."


def _days(interval: DateInterval) -> str:
    return interval.first if interval.is_day else f"{interval.first or '…'} to {interval.last or '…'}"


def _passage(draft: Draft) -> Span:
    sentence = draft.prepared.sentence
    first, last = draft.reach
    while last > first + 1 and sentence.low(last - 1) in {".", ",", "”", '"', ";", ":"}:
        last -= 1
    while first < last - 1 and sentence.low(first) in {",", "“", '"', ";", ":", "and", "but", "#", "*", "-", "–"}:
        first += 1
    return sentence.span(first, last)


def _trigger(draft: Draft) -> Span | None:
    if draft.triggers:
        return draft.prepared.sentence.span(draft.triggers[0].first, draft.triggers[0].last)
    at = draft.tolls[0].outcome_at if draft.tolls else None
    return draft.prepared.sentence.span(at, at + 1) if at is not None else None


def _scope(draft: Draft, around: Around) -> Scope:
    if not draft.is_conduct:
        return Scope.INCIDENT
    low = {token.low for token in draft.prepared.sentence.tokens[slice(*draft.reach)]}
    if _spans_a_period(draft, low) or (draft.tolls and not around.dates and low & WHOLE_WAR and _is_sum(draft)):
        return Scope.TOTAL
    separate = {(interval.first, interval.last) for interval in around.dates}
    return Scope.SEVERAL_DATES if len(separate) > 1 and draft.dates else Scope.INCIDENT


def _is_sum(draft: Draft) -> bool:
    return draft.kind in {"killing", "toll", "attack"}


def _spans_a_period(draft: Draft, low: set[str]) -> bool:
    """Whether the only date is a long period over which things went on, rather than a day known only roughly."""
    dated = [mention for mention in draft.dates if mention.intervals]
    if len(dated) != 1 or len(dated[0].intervals) != 1:
        return False
    length = dated[0].intervals[0].days
    counted = bool(draft.tolls) or draft.kind == "weapons.use"
    summed = bool(low & _TOTAL) or {"so", "far"} <= low or (dated[0].rule == "date.year" and _is_unplaced_sum(draft))
    lasting = dated[0].rule in LASTING or (counted and summed)
    return lasting and (length is None or length > (_LONG_PERIOD if counted else _VERY_LONG_PERIOD))


def _is_unplaced_sum(draft: Draft) -> bool:
    """Whether only deaths are told of, nothing that was hit and no place smaller than a country or region."""
    known = [place.mention.place for place in draft.places]
    placed = any(place is None or place.level not in {"country", "region", "province"} for place in known)
    return draft.kind in {"killing", "toll"} and not draft.targets and not placed


def _kind(draft: Draft, scope: Scope) -> str:
    """A sum over a period or several days is a toll unless its kind of attack is said."""
    if scope is not Scope.INCIDENT and draft.tolls and draft.kind in {"killing", "attack", "toll"}:
        return "toll"
    return draft.kind


def _counts(draft: Draft) -> tuple[CountClaim, ...]:
    """The counts of a draft, with references to wholes renumbered to those that stay."""
    all_tolls = draft.prepared.tolls
    kept = [index for index, toll in enumerate(all_tolls) if toll in draft.tolls]
    renumbered = {old: new for new, old in enumerate(kept)}
    counts = [all_tolls[index].claim for index in kept]
    return tuple(
        replace(count, subset_of=renumbered.get(count.subset_of) if count.subset_of is not None else None)
        for count in counts
    )


def _mention(sentence: Sentence, found: Found, rule: str = "") -> Mention:
    name = found.rule + (f".{rule}" if rule else "")
    return Mention(name=found.name, span=sentence.span(found.first, found.last), rule=name, code=found.code)


def _victim(draft: Draft, found: Found) -> Mention:
    """A victim; *a serviceman's body* is a dead serviceman."""
    sentence = draft.prepared.sentence
    after = [sentence.low(at) for at in range(found.last, found.last + 2)]
    if after[:1] == ["'s"] and after[1:2] and after[1] in BODIES:
        return Mention(
            name=f"{found.name} (dead)", span=span(sentence.text, sentence.tokens[found.first].start,
            sentence.tokens[found.last + 1].end), rule="people.body", code="dead",
        )  # fmt: skip
    return _mention(sentence, found)


def _is_doubted(draft: Draft) -> bool:
    sentence = draft.prepared.sentence
    trigger = sentence.words(draft.triggers[0].first, draft.triggers[0].last).lower()
    doubt = (
        "fake",
        "fabricated",
        "staged",
        "forge",
        "doctored",
        "not",
        "old",
        "manipulated",
        "falsified",
        "edited",
        "added",
    )
    return any(trigger.startswith(word) or f" {word}" in trigger for word in doubt) or draft.status.negated


def _score(draft: Draft, claim: Claim) -> float:
    """How much of a claim was found in plain words, between 0 and 1. Uncalibrated."""
    own_place = any(not place.rule.startswith("place.context") for place in claim.places)
    signs = (
        bool(draft.triggers),
        bool(draft.dates),
        own_place,
        bool(claim.counts or claim.victims),
        bool(claim.weapons or claim.alleged_perpetrators),
    )
    return round(0.4 + 0.1 * sum(signs), 2)


def _explain(draft: Draft, claim: Claim) -> tuple[str, ...]:
    lines = [f"kind {claim.kind}: “{trigger.words}”" for trigger in (claim.trigger,) if trigger is not None]
    lines.extend(f"rule: {event.rule}" for event in draft.triggers[:1])
    lines.extend(f"{count.outcome.value} {count.count}: “{count.span.words}” ({count.rule})" for count in claim.counts)
    lines.extend(f"place {place.name}: “{place.span.words}” ({place.rule})" for place in claim.places)
    taken = "" if any(mention.intervals for mention in draft.dates) else " (from the account before)"
    lines.extend(f"date {_days(date)}: “{date.wording}”{taken}" for date in claim.dates)
    lines.extend(f"alleged perpetrator {found.name} ({found.rule})" for found in claim.alleged_perpetrators)
    lines.extend(f"said by {speaker.name} ({speaker.rule})" for speaker in claim.chain if speaker.rule)
    lines.extend(f"status: {rule}" for rule in draft.status.rules)
    return tuple(lines)


# --- totals over parts -----------------------------------------------------------------------------------------------


def _breadth(claim: Claim) -> int:
    """How much time a claim spans, in days; a total spans more than its parts."""
    firsts = [interval.first for interval in claim.dates if interval.first]
    lasts = [interval.last for interval in claim.dates if interval.last]
    if not firsts or not lasts:
        return 1 if claim.scope is Scope.TOTAL else 0
    whole = DateInterval(first=min(firsts), last=max(*lasts, min(firsts)))
    return 10 * (whole.days or 1) + (claim.scope is Scope.TOTAL)


def _contains(whole: Claim, part: Claim) -> bool:
    """Whether the figures of one claim contain those of another, by place and time as the text gives them."""
    if whole.scope is not Scope.TOTAL or not whole.counts or not part.counts or _breadth(whole) <= _breadth(part):
        return False
    if not part.dates or not all(any(outer.contains(inner) for outer in whole.dates) for inner in part.dates):
        return False
    return _place_within(part, whole) and _not_larger(part, whole) and _same_doers(part, whole)


def _place_within(part: Claim, whole: Claim) -> bool:
    outer = {place.place.id: place.place for place in whole.places if place.place is not None}
    if not outer:
        return True
    for mention in part.places:
        place = mention.place
        if place is None:
            continue
        inside = place.id in outer or any(container in outer for container in place.within)
        if inside or any(known.level == "country" and known.name == country_of(place) for known in outer.values()):
            return True
    return False


def _not_larger(part: Claim, whole: Claim) -> bool:
    outcomes: Mapping[PersonOutcome, CountClaim] = {
        count.outcome: count for count in whole.counts if count.subset_of is None
    }
    shared = [count for count in part.counts if count.outcome in outcomes]
    return bool(shared) and all(
        (high := outcomes[count.outcome].count.high) is None or count.count.low <= high for count in shared
    )


def _same_doers(part: Claim, whole: Claim) -> bool:
    one = {mention.code for mention in part.alleged_perpetrators if mention.code}
    two = {mention.code for mention in whole.alleged_perpetrators if mention.code}
    return not one or not two or bool(one & two)


def own_voice(chain: Sequence[Speaker]) -> bool:
    """Whether a claim is told in the outlet's own voice."""
    return all(speaker.role is SpeakerRole.OUTLET for speaker in chain)
