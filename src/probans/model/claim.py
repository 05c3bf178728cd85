"""Claims: what a source asserts, with the exact passage. A claim is never a fact.

Offsets are Unicode code points in the text of a working copy (its digest is ``text``), end exclusive.
"""

from dataclasses import dataclass
from enum import StrEnum

from probans.model.counts import Count
from probans.model.when import DateInterval
from probans.model.where import Place


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of the text and the words it holds: ``text[start:end] == words`` always."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something named in the text: ``name`` cleaned, ``span`` original, ``rule`` found it, ``code`` of a taxonomy."""

    name: str
    span: Span
    rule: str = ""
    code: str = ""


class Stance(StrEnum):
    """How the source stands to what it says (scored against MUC-4 confidence, see docs/taxonomy.md)."""

    ASSERTS = "asserts"
    ALLEGES = "alleges"
    CONFIRMS = "confirms"
    DENIES = "denies"
    DISPUTES = "disputes"


class Modality(StrEnum):
    """Whether the thing is said to be real, conditional or yet to come."""

    ACTUAL = "actual"
    CONDITIONAL = "conditional"
    FUTURE = "future"


class Scope(StrEnum):
    """What a claim's figures cover."""

    INCIDENT = "incident"
    SEVERAL_DATES = "several dates"
    TOTAL = "total"


class SpeakerRole(StrEnum):
    """Place of a speaker in the chain of attribution, from the page inwards."""

    OUTLET = "outlet"
    AGENCY = "agency"
    OFFICE = "office"
    ORGANISATION = "organisation"
    SPOKESPERSON = "spokesperson"
    WITNESS = "witness"
    PERSON = "person"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One link of an attribution chain. ``cue`` is the saying verb, ``medium`` the means (*its website*)."""

    name: str
    role: SpeakerRole
    span: Span | None = None
    cue: Span | None = None
    medium: str = ""
    said: DateInterval | None = None
    rule: str = ""


class PersonOutcome(StrEnum):
    """What a number of people counts. Unions stay unions: *casualties* is never silently *killed*."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DETAINED = "detained"
    DISPLACED = "displaced"
    KILLED_OR_MISSING = "killed or missing"
    KILLED_OR_INJURED = "killed or injured"
    AFFECTED = "affected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountClaim:
    """A number of people in a claim. ``subset_of`` is the index (in the claim's counts) of the whole it is part of;
    ``group`` is who (civilians, children, ...; empty: people not further said)."""

    outcome: PersonOutcome
    count: Count
    span: Span
    group: str = ""
    subset_of: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place in the text with what it was resolved to; ``place`` None when the gazetteer knows nothing."""

    span: Span
    name: str
    place: Place | None = None
    rule: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says in one passage.

    ``id`` is a digest over everything below (framed, see evidence/codec). ``exhibit`` is the original exhibit's digest,
    ``text`` the digest of the working copy that the offsets refer to. ``passage`` holds the whole claim.
    ``kind`` and ``about_kind`` are codes of docs/taxonomy.md (``about_kind``: a case opened *about* a killing).
    ``chain`` runs from the outlet to the innermost speaker; a chain of only the outlet is the outlet's own voice.
    ``dates`` are separate days or periods, all of which the claim covers. ``scope`` TOTAL never makes an incident.
    ``part_of`` is the id of a claim in the same text whose figures contain these.
    ``score`` is uncalibrated until ``probability`` is set. ``reader`` is the tool id. A proposal until confirmed.
    """

    id: str
    exhibit: str
    text: str
    passage: Span
    kind: str
    about_kind: str = ""
    trigger: Span | None = None
    stance: Stance = Stance.ASSERTS
    modality: Modality = Modality.ACTUAL
    chain: tuple[Speaker, ...] = ()
    dates: tuple[DateInterval, ...] = ()
    date_spans: tuple[Span, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    alleged_perpetrators: tuple[Mention, ...] = ()
    victims: tuple[Mention, ...] = ()
    weapons: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    counts: tuple[CountClaim, ...] = ()
    scope: Scope = Scope.INCIDENT
    part_of: str = ""
    addressee: str = ""
    footage: tuple[Mention, ...] = ()
    sentence: str = ""
    explanation: tuple[str, ...] = ()
    score: float = 0.0
    probability: float | None = None
    reader: str = ""
