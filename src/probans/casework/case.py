"""The case: ``case.toml`` as settings, and its allegations, measures and referrals (docs/format/case-toml.md).

A mistake in ``case.toml`` is a Problem; the rest of the file is used. Nothing here decides anything: an allegation read
from a report keeps the source's words and the presumption of innocence.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_type_hints

from probans.model.case import Allegation, CaseRecord, CaseSettings, Measure, Outlet, Party, Referral
from probans.model.claim import Claim, Modality, SpeakerRole, Stance
from probans.model.incident import Incident
from probans.model.outcome import Problem

TABLES: Mapping[str, tuple[type, tuple[str, ...]]] = {
    "parties": (Party, ("id", "name")),
    "outlets": (Outlet, ("name", "match")),
    "allegations": (Allegation, ("words",)),
    "measures": (Measure, ("words",)),
    "referrals": (Referral, ("words",)),
}
DATES = frozenset({"opened", "period_first", "period_last", "date", "answered_on"})
CHOICES = {
    "conflict": ("international", "non-international", "both"),
    "kind": ("outlet", "agency", "office", "organisation"),
}
FROM_CLAIMS_ONLY = frozenset({"claim"})
INNOCENCE = "This is an allegation; whoever is meant is presumed innocent."
# A case that somebody is asked to open, or does not open, was not opened.
_ASKED_FOR = re.compile(
    r"(?<!decided )(?<!decision )\bto open (an?|the|criminal|proceedings)\b"
    r"|\b(not|never|refus\w+|declin\w+)\b[^.;]{0,40}\bopen",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"prosecut|\b(courts?|tribunals?|police|law[- ]enforcement|authorit(y|ies)|governments?|minist(er|ers|ry|ries)"
    r"|commission(er)?s?|ombuds\w+|parliament|general staff"
    r"|security (service|council)|united nations|inquiry|office)\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(investigat\w*|inquir\w+|proceedings|cases?|prosecut\w*|punish\w*|legal|law|extradit\w*|arrest\w*|evidence"
    r"|records?|logs?|documents?|coordinates|remains|bod(y|ies)|hand over|access|release|accountab\w+|justice"
    r"|assistance)\b",
    re.IGNORECASE,
)
_SHAPES = {str: "text", bool: "true or false", tuple[str, ...]: "a list of texts"}


# --- case.toml -------------------------------------------------------------------------------------------------------


def parse_case_toml(plain: Mapping[str, Any], name: str = "case.toml") -> tuple[CaseSettings, tuple[Problem, ...]]:
    """Settings from the plain values of ``case.toml``, and what was wrong with it (unknown keys, wrong types)."""
    problems: list[Problem] = []
    values = _values(CaseSettings, {key: value for key, value in plain.items() if key not in TABLES}, name, problems)
    values |= {key: _table(plain.get(key, []), key, name, problems) for key in TABLES}
    settings = CaseSettings(**values)
    problems += _loose_ends(settings, name)
    return _without_odd_prefix(settings, name, problems), tuple(problems)


def _table(rows: Any, key: str, name: str, problems: list[Problem]) -> tuple[Any, ...]:
    if not isinstance(rows, list):
        problems.append(_problem("TYPE", name, f"{key!r} must be written as [[{key}]] tables; it is left out"))
        return ()
    kind, needed = TABLES[key]
    made = []
    for number, row in enumerate(rows, 1):
        where = f"{name}, [[{key}]] {number}"
        if not isinstance(row, Mapping):
            problems.append(_problem("TYPE", where, "a table was expected; it is left out"))
            continue
        values = _values(kind, row, where, problems)
        missing = [field for field in needed if not values.get(field)]
        if missing:
            problems.append(_problem("MISSING", where, f"{missing[0]!r} is missing, so this table is left out"))
            continue
        made.append(kind(**values))
    return tuple(made)


def _values(kind: type, row: Mapping[str, Any], where: str, problems: list[Problem]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)} - set(TABLES) - FROM_CLAIMS_ONLY
    values = {}
    for key in sorted(row):
        if key not in known:
            problems.append(_problem("KEY", where, f"the key {key!r} is not known and is left out"))
            continue
        value = row[key].isoformat() if type(row[key]) is date else row[key]
        fault = _fault(key, value, hints[key])
        if fault:
            problems.append(_problem(fault[0], where, fault[1]))
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    return values


def _fault(key: str, value: Any, shape: Any) -> tuple[str, str] | None:
    """Code and words when a value cannot be used."""
    if not _fits(value, shape):
        return "TYPE", f"{key!r} must be {_SHAPES[shape]}; it is left out"
    if key in CHOICES and value not in CHOICES[key]:
        return "VALUE", f"{key!r} must be one of {', '.join(CHOICES[key])}; it is left out"
    if key in DATES and value and not _is_date(value):
        return "VALUE", f"{key!r} must be a date such as 2031-03-04; it is left out"
    return None


def _fits(value: Any, shape: Any) -> bool:
    if shape is str or shape is bool:
        return isinstance(value, shape)
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _loose_ends(settings: CaseSettings, name: str) -> Iterable[Problem]:
    ids = [party.id for party in settings.parties]
    for twice in sorted({party for party in ids if ids.count(party) > 1}):
        yield _problem("VALUE", name, f"the party id {twice!r} is given twice")
    for outlet in settings.outlets:
        if outlet.party and outlet.party not in ids:
            yield _problem(
                "VALUE", name, f"the outlet {outlet.name!r} belongs to {outlet.party!r}, which is no party here"
            )
    if settings.period_first and settings.period_last and settings.period_first > settings.period_last:
        yield _problem("VALUE", name, "'period_last' lies before 'period_first'")


def _without_odd_prefix(settings: CaseSettings, name: str, problems: list[Problem]) -> CaseSettings:
    prefix = settings.prefix
    if prefix.isascii() and prefix.isalnum() and len(prefix) <= 12:
        return settings
    problems.append(_problem("VALUE", name, "'prefix' must be 1 to 12 ASCII letters or digits; it is left out"))
    return replace(settings, prefix=CaseSettings().prefix)


def _problem(code: str, where: str, words: str) -> Problem:
    return Problem(code=f"CASE-TOML-{code}", where=where, words=f"{words[:1].upper()}{words[1:]}.")


# --- the case record -------------------------------------------------------------------------------------------------


def assemble_case(settings: CaseSettings, claims: tuple[Claim, ...], incidents: tuple[Incident, ...]) -> CaseRecord:
    """The case from its settings first, then from claims that say so.

    Claims that tell of one and the same step (same owner, day, addressee and subject) give one record, which names the
    one with the longest passage. An empty answer means that none is recorded, not that there was none.
    """
    told = [claim for claim in claims if _tells(claim)]
    about = _incidents_of(incidents)
    opened = [claim for claim in told if claim.kind == "case.opened" and not _ASKED_FOR.search(claim.passage.words)]
    steps = [claim for claim in told if claim.kind == "measure"]
    requests = [claim for claim in told if claim.kind in {"request", "referral"} and _is_to_authority(claim)]
    allegations = [_allegation(claim, about) for claim in _one_of_each(opened, about)]
    measures = [_measure(claim) for claim in _one_of_each(steps, about)]
    sent = [_referral(claim) for claim in _one_of_each(requests, about)]
    known = tuple(_linked(referral, sent) for referral in settings.referrals)
    linked = {referral.claim for referral in known}
    return CaseRecord(
        settings=settings,
        allegations=(*settings.allegations, *allegations),
        measures=(*settings.measures, *measures),
        referrals=(*known, *(referral for referral in sent if referral.claim not in linked)),
    )


def _tells(claim: Claim) -> bool:
    return claim.modality is Modality.ACTUAL and claim.stance not in {Stance.DENIES, Stance.DISPUTES}


def _incidents_of(incidents: tuple[Incident, ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for incident in incidents:
        for claim in incident.claims:
            found[claim] = (*found.get(claim, ()), incident.id)
    return found


def _is_to_authority(claim: Claim) -> bool:
    """Whether a request goes to an authority and asks for a step of law; mayors also ask people to give blood."""
    addressee = claim.addressee or claim.passage.words
    return _AUTHORITY.search(addressee) is not None and _STEP.search(claim.passage.words) is not None


def _one_of_each(claims: list[Claim], about: Mapping[str, tuple[str, ...]]) -> Iterable[Claim]:
    """Of the claims that tell of one step the one with the longest passage, in the order of the first of them."""
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        subject = about.get(claim.id) or (" ".join(claim.passage.words.casefold().split()),)
        addressee = claim.addressee.casefold()
        told_by_day = bool(addressee and _day(claim))
        key = (_owner(claim).casefold(), _day(claim), addressee, claim.about_kind, () if told_by_day else subject)
        groups.setdefault(key, []).append(claim)
    return [max(group, key=lambda claim: len(claim.passage.words)) for group in groups.values()]


def _allegation(claim: Claim, about: Mapping[str, tuple[str, ...]]) -> Allegation:
    said = ", ".join(part for part in (_owner(claim), _day(claim)) if part)
    words = f"“{claim.passage.words}”{f' ({said})' if said else ''}. {INNOCENCE}"
    return Allegation(words=words, incidents=about.get(claim.id, ()), claim=claim.id)


def _measure(claim: Claim) -> Measure:
    return Measure(words=claim.passage.words, owner=_owner(claim), date=_day(claim), claim=claim.id)


def _referral(claim: Claim) -> Referral:
    return Referral(
        words=claim.passage.words, sent_by=_owner(claim), sent_to=claim.addressee, date=_day(claim), claim=claim.id
    )


def _linked(referral: Referral, sent: list[Referral]) -> Referral:
    """A referral of the settings with the claim that tells of it: same day, and one addressee's name in the other's."""
    wanted = referral.sent_to.casefold()
    for told in sent:
        other = told.sent_to.casefold()
        if told.date == referral.date and wanted and other and (wanted in other or other in wanted):
            return replace(referral, claim=told.claim)
    return referral


def _owner(claim: Claim) -> str:
    """The innermost speaker; nobody when only an outlet or agency speaks in its own voice."""
    if not claim.chain or claim.chain[-1].role in {SpeakerRole.OUTLET, SpeakerRole.AGENCY}:
        return ""
    return claim.chain[-1].name


def _day(claim: Claim) -> str:
    """The day of the step if the claim gives one day, else the day on which it was said."""
    said = [speaker.said for speaker in reversed(claim.chain) if speaker.said]
    return next((when.first for when in (*claim.dates, *said) if when.is_day), "")
