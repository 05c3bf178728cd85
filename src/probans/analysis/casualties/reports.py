"""Reports: reported figures as boxes, from claims and from tables of figures.

A claim gives a report per count when it is accepted, not denied or disputed, and said to be real. A place or a period
that is not stated stays not stated; it never becomes *everywhere* or *always*.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from probans.analysis.casualties.regions import plain_group
from probans.evidence.codec import record_id
from probans.model.casualty import Report
from probans.model.claim import Claim, CountClaim, Modality, Scope, Stance
from probans.model.counts import Count
from probans.model.decision import Decision
from probans.model.incident import Incident, OriginEdge
from probans.model.reading import FigureRow, TableReading
from probans.model.when import DateInterval
from probans.model.where import Place

NOT_STATED = "place not stated"
TABLE = "table"

_SAYS_NOTHING = frozenset({Stance.DENIES, Stance.DISPUTES})


@dataclass(frozen=True, slots=True)
class Material:
    """What reports are made of."""

    claims: Sequence[Claim]
    incidents: Sequence[Incident]
    edges: Sequence[OriginEdge]
    tables: Sequence[TableReading]
    places: Sequence[Place]
    decisions: Sequence[Decision]


def make_reports(material: Material) -> tuple[Report, ...]:
    """Make all reports, parts tied to their wholes, the same origin's earlier figures marked as superseded."""
    rejected = rejected_ids(material.decisions)
    accepted = [claim for claim in material.claims if _says_a_figure(claim) and claim.id not in rejected]
    found = list(_from_claims(sorted(accepted, key=lambda claim: claim.id), material))
    found += [report for report in _from_tables(material) if not rejected.intersection(report.claims)]
    return mark_superseded(merge_same(found), material.incidents)


def rejected_ids(decisions: Sequence[Decision]) -> frozenset[str]:
    """Ids that people rejected, superseded decisions left out."""
    void = {decision.supersedes for decision in decisions if decision.supersedes}
    standing = [decision for decision in decisions if decision.id not in void and decision.act == "reject"]
    return frozenset(subject for decision in standing for subject in decision.subjects)


def merge_same(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Make one report of those by which one origin says the same of the same box; claims are kept together."""
    groups: dict[object, list[Report]] = {}
    for report in sorted(reports, key=lambda report: report.id):
        groups.setdefault(_sameness(report), []).append(report)
    renamed = {report.id: group[0].id for group in groups.values() for report in group}
    return tuple(_merged(group, renamed) for group in groups.values())


def mark_superseded(reports: Sequence[Report], incidents: Sequence[Incident]) -> tuple[Report, ...]:
    """Mark the figures that the same origin revised later for the same box; both stay in the register."""
    latest: dict[object, Report] = {}
    for report in sorted(reports, key=lambda report: (report.as_of, report.id)):
        if report.origin and report.as_of:
            latest[(report.origin, box_of(report))] = report
    by_incident = _superseded_claims(incidents)
    return tuple(_superseded(report, latest, by_incident) for report in reports)


def box_of(report: Report) -> tuple[object, ...]:
    """What the figure counts, whoever says it."""
    days = tuple((day.first, day.last) for day in report.dates)
    subject = report.incident or report.place or report.place_name.casefold()
    return report.scope, subject, report.incident == "" and days, report.outcome, plain_group(report.group)


def _superseded(report: Report, latest: Mapping[object, Report], by_incident: Mapping[object, str]) -> Report:
    newest = latest.get((report.origin, box_of(report)))
    if newest and report.as_of and newest.as_of > report.as_of:
        return replace(report, superseded_by=newest.id)
    revised = [by_incident.get((claim, report.outcome, plain_group(report.group))) for claim in report.claims]
    return replace(report, superseded_by="later claim " + min(filter(None, revised))) if all(revised) else report


def _superseded_claims(incidents: Sequence[Incident]) -> dict[object, str]:
    """Claims whose figure the incident's origin revised, to the claim that revised it."""
    return {
        (claim, figure.outcome, plain_group(figure.group)): figure.claims[0]
        for incident in incidents
        for figure in incident.figures
        for claim, _ in figure.superseded
        if figure.claims and claim not in figure.claims
    }


def _says_a_figure(claim: Claim) -> bool:
    return bool(claim.counts) and claim.stance not in _SAYS_NOTHING and claim.modality is Modality.ACTUAL


def _from_claims(claims: Sequence[Claim], material: Material) -> Iterable[Report]:
    incident_of = {claim: incident for incident in material.incidents for claim in incident.claims}
    origin_of = _origins(material.edges)
    ids = {
        (claim.id, at): record_id("report", "Report", [claim.id, at])
        for claim in claims
        for at in range(len(claim.counts))
    }
    by_id = {claim.id: claim for claim in claims}
    for claim in claims:
        box = _claim_box(claim, incident_of.get(claim.id), origin_of.get(claim.id, ""))
        for at, counted in enumerate(claim.counts):
            whole = _whole_of(claim, at, by_id.get(claim.part_of))
            yield replace(
                box,
                id=ids[claim.id, at],
                outcome=counted.outcome.value,
                group=_group(claim, counted),
                count=counted.count,
                part_of=ids.get(whole, "") if whole else "",
            )


def _group(claim: Claim, counted: CountClaim) -> str:
    """The count's own group, else the one kind of victim that the claim names."""
    if counted.group or counted.subset_of is not None:
        return counted.group
    named = {mention.code or mention.name for mention in claim.victims}
    return min(named) if len(named) == 1 and plain_group(min(named)) in ("civilians", "children", "soldiers") else ""


def _whole_of(claim: Claim, at: int, parent: Claim | None) -> tuple[str, int] | None:
    """The count that contains this one: in the same claim, else the same outcome in the containing claim."""
    counted = claim.counts[at]
    if counted.subset_of is not None and counted.subset_of != at:
        return claim.id, counted.subset_of
    if parent is None or parent.id == claim.id:
        return None
    fits = [where for where, other in enumerate(parent.counts) if other.outcome == counted.outcome]
    same = [where for where in fits if plain_group(parent.counts[where].group) == plain_group(counted.group)]
    wholes = [where for where in fits if not plain_group(parent.counts[where].group)]
    return (parent.id, (same or wholes)[0]) if same or wholes else None


def _claim_box(claim: Claim, incident: Incident | None, origin: str) -> Report:
    """The box of a claim, its count still to be filled in. An incident's own place and days go before the claim's."""
    place, name = _claim_place(claim)
    dates = claim.dates
    in_incident = claim.scope is Scope.INCIDENT and incident is not None
    if in_incident and incident is not None:
        place, name = incident.place, incident.place_name or NOT_STATED
        dates = (incident.interval,) if incident.interval else ()
    return Report(
        id="",
        place=place.id if place else "",
        place_name=place.name if place else name,
        within=place.within if place else (),
        interval=hull(dates),
        dates=_plain_days(dates),
        outcome="",
        group="",
        count=Count(low=0, high=None),
        origin=origin,
        claims=(claim.id,),
        incident=incident.id if in_incident and incident else "",
        scope=claim.scope.value,
        as_of=_as_of(claim),
        source=_source_words(claim),
    )


def _claim_place(claim: Claim) -> tuple[Place | None, str]:
    """The innermost place when the places of the claim contain each other, else nothing."""
    known = {mention.place.id: mention.place for mention in claim.places if mention.place}
    if not known:
        names = sorted({mention.name for mention in claim.places})
        return None, " and ".join(names) if names else NOT_STATED
    inner = max(known.values(), key=lambda place: (len(place.within), place.id))
    if all(place.id == inner.id or place.id in inner.within for place in known.values()):
        return inner, inner.name
    return None, " and ".join(sorted(place.name for place in known.values()))


def _as_of(claim: Claim) -> str:
    days = [speaker.said.last or speaker.said.first for speaker in claim.chain if speaker.said]
    return max(days, default="")


def _source_words(claim: Claim) -> str:
    return claim.chain[-1].name if claim.chain else ""


def _origins(edges: Sequence[OriginEdge]) -> dict[str, str]:
    """The first origin of each claim in order of ids, so that the order of edges does not matter."""
    found: dict[str, str] = {}
    for edge in sorted(edges, key=lambda edge: (edge.claim, edge.origin)):
        found.setdefault(edge.claim, edge.origin)
    return found


def _from_tables(material: Material) -> Iterable[Report]:
    places = _places_by_name(material.places)
    origin_of = _origins(material.edges)
    for table in sorted(material.tables, key=lambda table: table.reading.exhibit):
        for row in table.figures if table.purpose == "figures" else ():
            where = f"{table.reading.exhibit}#{row.line}"
            yield _from_row(row, where, origin_of.get(where, row.source or table.reading.exhibit), places)


def _from_row(row: FigureRow, where: str, origin: str, places: Mapping[str, Place]) -> Report:
    place = places.get(row.place.casefold())
    days = (DateInterval(first=row.first, last=row.last),) if row.first or row.last else ()
    return Report(
        id=record_id("report", "Report", [where, row.outcome, row.group, row.first, row.last]),
        place=place.id if place else "",
        place_name=place.name if place else row.place,
        within=place.within if place else (),
        interval=hull(days),
        dates=days,
        outcome=row.outcome,
        group=row.group,
        count=Count(low=row.low or 0, high=row.high, wording=row.wording),
        origin=origin,
        claims=(where,),
        scope=TABLE,
        as_of=row.as_of,
        source=row.source,
    )


def _places_by_name(places: Sequence[Place]) -> dict[str, Place]:
    """Places by id, name and other names; a name that two places bear names neither."""
    named: dict[str, dict[str, Place]] = {}
    for place in places:
        for name in (place.id, place.name, *place.alternates):
            named.setdefault(name.casefold(), {})[place.id] = place
    return {name: next(iter(found.values())) for name, found in named.items() if len(found) == 1}


def hull(dates: Sequence[DateInterval]) -> DateInterval | None:
    """Span from the first day to the last of separate days or periods."""
    if not dates:
        return None
    first = "" if any(not day.first for day in dates) else min(day.first for day in dates)
    last = "" if any(not day.last for day in dates) else max(day.last for day in dates)
    return DateInterval(first=first, last=last)


def _plain_days(dates: Sequence[DateInterval]) -> tuple[DateInterval, ...]:
    return tuple(sorted({DateInterval(first=day.first, last=day.last) for day in dates}))


def _sameness(report: Report) -> object:
    if not report.origin or report.part_of:
        return report.id
    return report.origin, box_of(report), report.count.low, report.count.high, report.as_of


def _merged(group: Sequence[Report], renamed: Mapping[str, str]) -> Report:
    claims = tuple(sorted({claim for report in group for claim in report.claims}))
    return replace(group[0], claims=claims, part_of=renamed.get(group[0].part_of, group[0].part_of))
