"""The case: authority, allegations, measures, referrals; and the case settings as ``case.toml`` gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party to the conflict as the case names it: names and adjectives that identify its offices and forces."""

    id: str
    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet known to the case: how its files are recognised (``match``: in path, url or text) and its party."""

    name: str
    match: tuple[str, ...]
    party: str = ""
    kind: str = "outlet"  # outlet | agency | office | organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An investigative step with an owner, a date and a result. ``claim`` when a source said so."""

    words: str
    owner: str = ""
    date: str = ""
    result: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A case or request sent to an authority, with its answer or silence (``answer`` empty: none recorded)."""

    words: str
    sent_by: str = ""
    sent_to: str = ""
    date: str = ""
    answer: str = ""
    answered_on: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """What is alleged against whom, with presumption of innocence in its words. ``incidents`` it concerns."""

    words: str
    crimes: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSettings:
    """``case.toml`` parsed once. ``prefix`` begins exhibit numbers.

    ``conflict``: international, non-international, both.
    """

    id: str = "case"
    title: str = "Untitled case"
    prefix: str = "EX"
    authority: str = ""
    number: str = ""
    opened: str = ""
    summary: str = ""
    conflict: str = "both"
    period_first: str = ""
    period_last: str = ""
    language: str = "en"
    fictional: bool = False
    parties: tuple[Party, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    measures: tuple[Measure, ...] = ()
    referrals: tuple[Referral, ...] = ()
    gazetteer: str = ""  # file name within the case folder, CSV as docs/format/gazetteer.md
    basemap: str = ""  # GeoJSON file name within the case folder
    leave_out: tuple[str, ...] = ()  # names in a folder being built that are not material (its notes, its answer key)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """The case as the file shows it: from settings and from claims that say so."""

    settings: CaseSettings
    allegations: tuple[Allegation, ...] = ()
    measures: tuple[Measure, ...] = ()
    referrals: tuple[Referral, ...] = ()
