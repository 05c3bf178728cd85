"""A group of tellings as an incident record: kind, place, days, origins, figures, disagreements, grade and title."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from probans.analysis.incidents.figures import disagreements, figures
from probans.analysis.incidents.footage import taken_before
from probans.analysis.incidents.gathering import Group
from probans.analysis.incidents.kinds import family, in_words, is_conduct, is_toll, upholds
from probans.analysis.incidents.likeness import compare, say_dates, say_places
from probans.analysis.incidents.names import THIRD_PARTY, UNKNOWN_PARTY, Naming
from probans.analysis.incidents.tellings import Telling
from probans.evidence.codec import record_id
from probans.model.case import CaseSettings
from probans.model.claim import SpeakerRole, Stance
from probans.model.incident import Disagreement, Incident, Membership, Origin
from probans.model.reading import FootageReading, ReportReading
from probans.model.when import DateInterval
from probans.model.where import Place

GRADE_RULE = (
    "probans-grade/1, a proposal; the first that fits. Discounted: a person rejected it. Contested: it is denied. "
    "Confirmed by its author: an origin of the side that is said to have done it says so itself. Contested: different "
    "sides are said to have done it. Fair: two or more separate origins that are not all of one party to the conflict. "
    "Weak: anything less, however many outlets carry it."
)
REASONS_SHOWN = 4
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Context:
    """What all incidents of a case are described with."""

    settings: CaseSettings
    naming: Naming
    origins: Mapping[str, Origin]
    origin_of: Mapping[str, str]
    reports: Mapping[str, ReportReading]
    footage: Mapping[str, FootageReading]


def summarise(group: Group, footage: Mapping[str, tuple[str, ...]], context: Context) -> Incident:
    """Make the incident of a group; its number is given when all are known, its id may still get an ordinal."""
    tellings = sorted(group.tellings, key=lambda item: item.id)
    denials = sorted(group.denials, key=lambda item: item.id)
    place, interval, kind = choose_place(tellings), choose_interval(tellings), choose_kind(tellings)
    said = figures(tellings, context.origin_of)
    supporting = tuple(item for item in tellings if is_conduct(item.claim.kind) or upholds(item.claim.kind))
    origins = tuple(sorted({context.origin_of[item.id] for item in supporting if item.id in context.origin_of}))
    disputed = disagreements(tellings, denials, said, context.naming)
    grade = _grade(tellings, disputed, origins, context)
    return Incident(
        id=record_id("inc", "Incident", _identity(tellings, kind, place, interval)),
        number="",
        kind=kind,
        title=_title(kind, place, tellings, interval),
        interval=interval,
        place=place,
        place_name=place.name if place is not None else _unknown_place(tellings),
        alleged_perpetrators=_alleged(tellings, context),
        weapons=tuple(sorted({weapon for item in tellings for weapon in item.weapons})),
        claims=tuple(item.id for item in tellings),
        footage=tuple(sorted(footage)),
        members=_memberships(group, footage),
        origins=origins,
        outlets=len({name for item in (*tellings, *denials) if (name := _outlet(item, context))}),
        figures=said,
        disagreements=(*disputed, *_old_footage(tellings, footage, interval, context)),
        denials=tuple(item.id for item in denials),
        grade=grade,
        grade_rule=GRADE_RULE,
    )


def _identity(
    tellings: Sequence[Telling], kind: str, place: Place | None, interval: DateInterval | None
) -> tuple[str, ...]:
    """What names an incident and stays when more is told of it: family of conduct, settlement and first day."""
    settlement = place.within[0] if place is not None and place.level == "point" and place.within else ""
    where = settlement or (place.id if place is not None else _unknown_place(tellings))
    when = interval.first if interval is not None else ""
    own = "" if where or when else tellings[0].id
    return family(kind), where, when, own, "several" if tellings[0].standing == "several" else ""


# --- what, where, when ---


def choose_kind(tellings: Sequence[Telling]) -> str:
    """The kind most members give; what an act did (a toll) names it only when nobody names the act."""
    counts = Counter(item.kind for item in tellings)
    return min(counts, key=lambda kind: (is_toll(kind), -counts[kind], kind), default="")


def choose_place(tellings: Sequence[Telling]) -> Place | None:
    """The place that agrees with most members (the same, inside, or around), the most exact of those."""
    places = {place.id: place for item in tellings for place in item.places or item.coarse}

    def agrees(place: Place, item: Telling) -> bool:
        named = item.places or item.coarse
        return any(other.id == place.id or other.id in place.within or place.id in other.within for other in named)

    counts = {key: sum(agrees(place, item) for item in tellings) for key, place in places.items()}
    return min(places.values(), key=lambda place: (-counts[place.id], place.radius_m or 10**9, place.id), default=None)


def choose_interval(tellings: Sequence[Telling]) -> DateInterval | None:
    """The days members give; where only periods are known, the days that all periods share, else the whole span."""
    days = sorted({day for item in tellings for day in item.days})
    if tellings and tellings[0].standing == "several":
        days = sorted(
            {day for item in tellings for interval in item.intervals for day in (interval.first, interval.last)}
        )
    if days:
        agreed = Counter(day for item in tellings if len(item.days) == 1 for day in item.days)
        clear = [day for day in days if agreed[day]] if agreed and tellings[0].standing != "several" else days
        return DateInterval(first=clear[0], last=clear[-1])
    intervals = [interval for item in tellings for interval in item.intervals]
    if not intervals:
        return None
    first, last = max(item.first for item in intervals), min((item.last for item in intervals if item.last), default="")
    if not last or first <= last:
        return DateInterval(first=first, last=last)
    return DateInterval(first=min(item.first for item in intervals), last=max(item.last for item in intervals))


def _unknown_place(tellings: Sequence[Telling]) -> str:
    counts = Counter(name for item in tellings for name in item.names)
    name = min(counts, key=lambda key: (-counts[key], key), default="")
    written = [
        mention.name
        for item in tellings
        for mention in item.claim.places
        if " ".join(mention.name.casefold().split()) == name
    ]
    return min(written, default="")


def _title(kind: str, place: Place | None, tellings: Sequence[Telling], interval: DateInterval | None) -> str:
    where = place.name if place is not None else _unknown_place(tellings) or "place not said"
    return f"{in_words(kind).capitalize()}, {where}, {_when(interval)}"


def _when(interval: DateInterval | None) -> str:
    if interval is None or not (interval.first or interval.last):
        return "date not said"
    if interval.is_day:
        return _day(interval.first)
    if not interval.last:
        return f"from {_day(interval.first)}"
    return f"{_day(interval.first)} to {_day(interval.last)}" if interval.first else f"until {_day(interval.last)}"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _alleged(tellings: Sequence[Telling], context: Context) -> tuple[str, ...]:
    """Alleged perpetrators as named: the party's name where one is meant, otherwise the words."""
    parties = {party.id: party.name for party in context.settings.parties}
    found: dict[str, str] = {}
    for mention in (mention for item in tellings for mention in item.claim.alleged_perpetrators):
        named = context.naming.parties_in(mention.name)
        for name in [parties[party] for party in named] or [" ".join(mention.name.split())]:
            found.setdefault(name.casefold(), name)
    return tuple(found[key] for key in sorted(found))


def _outlet(telling: Telling, context: Context) -> str:
    chain = telling.claim.chain
    if chain and chain[0].role is SpeakerRole.OUTLET:
        return chain[0].name.casefold()
    report = context.reports.get(telling.claim.text)
    return report.outlet.casefold() if report is not None else ""


# --- why ---


def _memberships(group: Group, footage: Mapping[str, tuple[str, ...]]) -> tuple[Membership, ...]:
    founder = _founder(group.tellings)
    members = [
        Membership(member=item.id, reasons=group.reasons.get(item.id) or _why(item, founder, len(group.tellings)))
        for item in group.members()
    ]
    members += [Membership(member=digest, reasons=footage[digest]) for digest in sorted(footage)]
    return tuple(members)


def _founder(tellings: Sequence[Telling]) -> Telling | None:
    """The member the others are explained by: tells of the act, names day and place, published first."""
    return min(
        tellings,
        key=lambda item: (
            item.standing == "about",
            not item.is_anchored,
            is_toll(item.kind),
            item.published or "9",
            item.id,
        ),
        default=None,
    )


def _why(telling: Telling, founder: Telling | None, size: int) -> tuple[str, ...]:
    if founder is None:
        return ("People put it here.",)
    if telling is founder:
        told = f"It tells of {in_words(telling.kind)}, {say_places(telling)}, {say_dates(telling.intervals)}"
        return (
            f"{told}; the other {size - 1} are compared with it." if size > 1 else f"{told}; nothing else fits it.",
        )
    likeness = compare(telling, founder)
    if likeness.reasons:
        return likeness.reasons[:REASONS_SHOWN]
    return ("It came here with others that people linked.", *likeness.against)


def _old_footage(
    tellings: Sequence[Telling], footage: Mapping[str, tuple[str, ...]], interval: DateInterval | None, context: Context
) -> tuple[Disagreement, ...]:
    first = interval.first if interval is not None else ""
    old = [
        digest
        for digest in sorted(footage)
        if digest in context.footage and taken_before(context.footage[digest], first)
    ]
    if not old:
        return ()
    claims = tuple(item.id for item in tellings)
    taken = sorted({context.footage[digest].captured.last for digest in old})  # type: ignore[union-attr]
    positions = ((f"happened {first}", claims), (f"footage placed here says of itself {', '.join(taken)}", tuple(old)))
    return (Disagreement(about="date of footage", positions=positions),)


# --- grade ---


def _grade(
    tellings: Sequence[Telling], disputed: Sequence[Disagreement], origins: Sequence[str], context: Context
) -> str:
    if any(item.about == "whether it happened" for item in disputed):
        return "contested"
    if any(_admits(item, context) for item in tellings):
        return "confirmed by its author"
    if any(item.about == "author" for item in disputed):
        return "contested"
    parties = [context.origins[key].party for key in origins if key in context.origins]
    if len(parties) >= 2 and (len(set(parties)) >= 2 or set(parties) <= {THIRD_PARTY, UNKNOWN_PARTY}):
        return "fair"
    return "weak"


def _admits(telling: Telling, context: Context) -> bool:
    """Whether the side that is said to have done it says so itself: its own origin names it as the author."""
    origin = context.origins.get(context.origin_of.get(telling.id, ""))
    own_words = telling.claim.stance in (Stance.ASSERTS, Stance.CONFIRMS) and is_conduct(telling.claim.kind)
    return origin is not None and own_words and telling.authors == (origin.party,)
