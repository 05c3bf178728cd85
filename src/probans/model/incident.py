"""Copies, origins and incidents: who copies whom, how many separate origins there are, what belongs together."""

from dataclasses import dataclass

from probans.model.claim import Span
from probans.model.counts import Count
from probans.model.when import DateInterval
from probans.model.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """The same passage in two texts: spans in each."""

    first: Span
    second: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCopy:
    """Two texts that share passages. ``kind``: exact, near, excerpt. ``containment`` 0..1 of the shorter in the longer.

    ``likely_source`` is the digest of the text likely copied from ('' when nothing tells), ``reasons`` say why.
    ``first`` and ``second`` are digests of text working copies, first < second.
    """

    first: str
    second: str
    kind: str
    containment: float
    passages: tuple[SharedPassage, ...]
    likely_source: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageCopy:
    """Two pictures or videos that share frames.

    ``verdict``: same bytes, same recording (likely), same scene, shares a still.

    ``matches`` are (time in first, time in second, distance) in milliseconds and bits; ``edits`` what was seen
    (mirrored, cropped, padded, re-encoded). ``first`` < ``second`` are exhibit digests.
    """

    first: str
    second: str
    verdict: str
    matches: tuple[tuple[int, int, int], ...]
    edits: tuple[str, ...] = ()
    probability: float | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A sign of when footage existed. ``basis``: published, received, captured (what the file says of itself).

    ``when``: it existed at the latest on the last day. ``words`` name the page or record that says so.
    """

    exhibit: str
    basis: str
    when: DateInterval
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageLineage:
    """Copies of one recording. ``members`` are exhibit digests, sorted; ``appearances`` earliest first.

    ``first`` is the member that appeared first ('' when the dates known do not order them); ``words`` say what that
    rests on. A common source is shown, never who copied from whom. ``warnings`` are plain sentences.
    """

    id: str
    members: tuple[str, ...]
    appearances: tuple[Appearance, ...] = ()
    first: str = ""
    words: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source at the end of an attribution or copying chain.

    ``party``: the side it belongs to, as the case names it, else ``third party`` or ``unknown``.
    ``kind``: office, organisation, agency, outlet, witness, unknown."""

    id: str
    name: str
    kind: str
    party: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginEdge:
    """Why a claim goes home to an origin: its evidence in words and the claim or text it rests on."""

    claim: str
    origin: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Why a claim or footage is in an incident (``reasons``, plain words) and what kept the nearest other one apart."""

    member: str  # claim id or exhibit digest
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginFigure:
    """What one origin says of one outcome in one incident, its latest word first; earlier ones are superseded, kept."""

    origin: str
    outcome: str
    group: str
    count: Count
    claims: tuple[str, ...]
    as_of: str = ""
    superseded: tuple[tuple[str, Count], ...] = ()  # (claim id, earlier count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What is disputed (count, date, place, weapon, author, whether it happened) and who says what."""

    about: str
    positions: tuple[tuple[str, tuple[str, ...]], ...]  # (position in words, claim ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Acts that belong together in place and time. ``origins`` are independent origins (ids); ``outlets`` how many
    outlets carried it. ``grade`` by the named rule ``grade_rule``. Everything here is a proposal unless ``decided``."""

    id: str
    number: str
    kind: str
    title: str
    interval: DateInterval | None
    place: Place | None
    place_name: str = ""
    alleged_perpetrators: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    footage: tuple[str, ...] = ()
    members: tuple[Membership, ...] = ()
    origins: tuple[str, ...] = ()
    outlets: int = 0
    figures: tuple[OriginFigure, ...] = ()
    killed: Count | None = None
    injured: Count | None = None
    disagreements: tuple[Disagreement, ...] = ()
    denials: tuple[str, ...] = ()
    grade: str = ""
    grade_rule: str = ""
    decided: tuple[str, ...] = ()  # decision ids applied


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two look-alike incidents or a claim left out, and why they were kept apart."""

    first: str
    second: str
    reasons: tuple[str, ...]
