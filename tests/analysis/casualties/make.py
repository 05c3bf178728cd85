"""Hand-made records for the tests of the register: the invented conflict of Vesmar and Torrund."""

from probans.model.casualty import Report
from probans.model.claim import Claim, CountClaim, PersonOutcome, PlaceMention, Scope, Span, Speaker, SpeakerRole
from probans.model.counts import Count
from probans.model.when import DateInterval
from probans.model.where import Place

VESMAR = Place(id="vesmar", name="Vesmar", level="country")
MARREN = Place(id="marren", name="Marren", within=("vesmar",))
OSKEL = Place(id="oskel", name="Oskel", within=("vesmar",))

_WORDS = Span(start=0, end=4, words="word")


def days(*periods: str) -> tuple[DateInterval, ...]:
    """``2031-03-04`` a day, ``2031-03-04/2031-03-09`` a period, ``/2031-03-09`` open."""
    ends = [period.partition("/") for period in periods]
    return tuple(DateInterval(first=first, last=last if slash else first) for first, slash, last in ends)


def counted(
    low: int, high: int | None = None, outcome: str = "killed", group: str = "civilians", subset_of: int | None = None
) -> CountClaim:
    """A count in a claim; ``high`` -1 means exactly ``low``."""
    count = Count(low=low, high=low if high == -1 else high)
    return CountClaim(outcome=PersonOutcome(outcome), count=count, span=_WORDS, group=group, subset_of=subset_of)


def claim(
    identity: str,
    counts: tuple[CountClaim, ...],
    place: Place | None = VESMAR,
    dates: tuple[DateInterval, ...] = (),
    scope: Scope = Scope.TOTAL,
    part_of: str = "",
    source: str = "Halvern Gazette",
    said: str = "",
) -> Claim:
    """A claim of figures."""
    speaker = Speaker(name=source, role=SpeakerRole.OUTLET, said=DateInterval(first=said, last=said) if said else None)
    return Claim(
        id=identity,
        exhibit="e" * 64,
        text="f" * 64,
        passage=_WORDS,
        kind="killing",
        chain=(speaker,),
        dates=dates,
        places=(PlaceMention(span=_WORDS, name=place.name, place=place),) if place else (),
        counts=counts,
        scope=scope,
        part_of=part_of,
    )


def report(
    identity: str,
    low: int,
    high: int | None,
    place: Place | None = VESMAR,
    dates: tuple[DateInterval, ...] = (),
    outcome: str = "killed",
    group: str = "",
    **more: str,
) -> Report:
    """A reported figure of a whole box, as a table of figures gives it."""
    return Report(
        id=identity,
        place=place.id if place else "",
        place_name=place.name if place else "",
        within=place.within if place else (),
        interval=dates[0] if dates else None,
        dates=dates or days("2031-03-01/2031-03-31"),
        outcome=outcome,
        group=group,
        count=Count(low=low, high=high),
        origin=more.get("origin", identity),
        claims=(f"table#{identity}",),
        scope=more.get("scope", "table"),
        incident=more.get("incident", ""),
        part_of=more.get("part_of", ""),
        as_of=more.get("as_of", ""),
        source=more.get("source", f"source {identity}"),
    )
