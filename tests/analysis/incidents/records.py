"""Short ways to write claims, reports and settings of the invented conflict of Vesmar and Torrund."""

from probans.evidence.codec import record_id, sha256_hex
from probans.model.agents import Tool
from probans.model.case import CaseSettings, Outlet, Party
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
from probans.model.counts import Count
from probans.model.outcome import Outcome
from probans.model.reading import Reading, ReportReading
from probans.model.when import DateInterval
from probans.model.where import Place

SETTINGS = CaseSettings(
    parties=(
        Party(id="vesmar", name="Vesmar", names=("Vesmari",)),
        Party(id="torrund", name="Torrund", names=("Torrunder", "Torrundish")),
    ),
    outlets=(
        Outlet(name="Vesmar Today", match=("vesmartoday",), party="vesmar"),
        Outlet(name="Torrund Voice", match=("voice",), party="torrund"),
        Outlet(name="Halvern Courier", match=("courier",)),
        Outlet(name="Halvern Wire", match=("wire",), kind="agency"),
        Outlet(name="Open Halvern Watch", match=("watch",), kind="organisation"),
    ),
)

OSTREY = Place(id="h1", name="Ostrey", latitude=-38.0, longitude=-20.0, radius_m=4000, within=("h10", "h0"))
MARKET = Place(
    id="h2", name="Ostrey market", latitude=-38.0, longitude=-20.01, radius_m=200, within=("h1", "h10"), level="point"
)
SELBY = Place(id="h3", name="Selby", latitude=-38.9, longitude=-21.5, radius_m=3000, within=("h10", "h0"))
NORTH = Place(id="h10", name="North Province", radius_m=80000, within=("h0",), level="province")
VESMAR = Place(id="h0", name="Vesmar", radius_m=400000, level="country")

ROLES = {"=": SpeakerRole.OUTLET, "@": SpeakerRole.AGENCY, "#": SpeakerRole.OFFICE, "+": SpeakerRole.ORGANISATION}
ROLES |= {"!": SpeakerRole.SPOKESPERSON, "~": SpeakerRole.WITNESS, "%": SpeakerRole.PERSON, "?": SpeakerRole.UNNAMED}


def text_digest(text: str) -> str:
    return sha256_hex(text.encode())


def span(words: str, start: int = 0) -> Span:
    return Span(start=start, end=start + len(words), words=words)


def chain(*speakers: str) -> tuple[Speaker, ...]:
    """The first sign is the role: outlet ``=``, agency ``@``, office ``#``, organisation ``+``, and as in ``ROLES``."""
    return tuple(Speaker(name=speaker[1:], role=ROLES[speaker[0]]) for speaker in speakers)


def days(*written: str) -> tuple[DateInterval, ...]:
    """``2031-03-04`` or ``2031-03-04/2031-03-06``."""
    ends = (day.split("/") for day in written)
    return tuple(DateInterval(first=pair[0], last=pair[-1]) for pair in ends)


def killed(low: int, high: int | None = -1, group: str = "", outcome: str = "killed") -> CountClaim:
    count = Count(low=low, high=low if high == -1 else high, wording=str(low))
    return CountClaim(outcome=PersonOutcome(outcome), count=count, span=span(str(low)), group=group)


def claim(
    words: str,
    text: str = "",
    *,
    start: int = 0,
    kind: str = "attack.shelling",
    about: str = "",
    said: tuple[str, ...] = ("=Halvern Courier",),
    when: tuple[str, ...] = ("2031-03-04",),
    where: tuple[Place | str, ...] = (OSTREY,),
    by: tuple[str, ...] = (),
    weapons: tuple[str, ...] = (),
    counts: tuple[CountClaim, ...] = (),
    scope: Scope = Scope.INCIDENT,
    stance: Stance = Stance.ASSERTS,
    victims: tuple[str, ...] = (),
    footage: tuple[str, ...] = (),
) -> Claim:
    body = Claim(
        id="",
        exhibit=text_digest("exhibit of " + (text or words)),
        text=text_digest(text or words),
        passage=span(words, start),
        kind=kind,
        about_kind=about,
        stance=stance,
        chain=chain(*said),
        dates=days(*when),
        places=tuple(place_mention(place) for place in where),
        alleged_perpetrators=tuple(Mention(name=name, span=span(name)) for name in by),
        weapons=tuple(Mention(name=name, span=span(name), code=name) for name in weapons),
        victims=tuple(Mention(name=name, span=span(name)) for name in victims),
        footage=tuple(Mention(name=name, span=span(name)) for name in footage),
        counts=counts,
        scope=scope,
        sentence=words,
    )
    return Claim(**{field: getattr(body, field) for field in body.__slots__} | {"id": record_id("clm", "Claim", body)})


def place_mention(place: Place | str) -> PlaceMention:
    if isinstance(place, str):
        return PlaceMention(span=span(place), name=place)
    return PlaceMention(span=span(place.name), name=place.name, place=place)


def report(text: str, outlet: str = "", published: str = "", hint: str = "") -> ReportReading:
    return ReportReading(
        reading=Reading(
            exhibit=text_digest("exhibit of " + text), tool=Tool(name="reader", version="1"), outcome=Outcome.PASSED
        ),
        text=text_digest(text),
        outlet=outlet,
        published=DateInterval(first=published, last=published) if published else None,
        origin_hint=hint,
    )
