"""Incidents from claims and footage: what tells of the same act stands together, with reasons, and why others stay out.

Takes claims, reports, footage with its copies, origins with their edges, people's decisions, settings and exhibits;
gives incidents numbered in the order of time and what was kept apart. With the texts at hand, names around a claim
count too. Same input in any order gives the same records. The rules and weights are those of docs/incidents.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from probans.analysis.incidents.constraints import Constraints, Pair, by_whom, constrain, in_force
from probans.analysis.incidents.footage import Placed, place_footage
from probans.analysis.incidents.gathering import Gathered, gather
from probans.analysis.incidents.names import prepare_naming
from probans.analysis.incidents.summary import Context, summarise
from probans.analysis.incidents.tellings import Telling, describe_all
from probans.evidence.codec import record_id
from probans.model.case import CaseSettings
from probans.model.casefile import TextBody
from probans.model.claim import Claim
from probans.model.decision import Decision
from probans.model.exhibit import Exhibit
from probans.model.incident import Apart, FootageCopy, Incident, Origin, OriginEdge
from probans.model.reading import FootageReading, ReportReading

_Result = tuple[tuple[Incident, ...], tuple[Apart, ...]]


def group_incidents(  # noqa: PLR0913, PLR0917 - the stage's contract: everything read of a case
    claims: Sequence[Claim],
    reports: Sequence[ReportReading],
    footage: Sequence[FootageReading],
    footage_copies: Sequence[FootageCopy],
    origins: Sequence[Origin],
    edges: Sequence[OriginEdge],
    decisions: Sequence[Decision],
    settings: CaseSettings,
    exhibits: Sequence[Exhibit],
    texts: Sequence[TextBody] = (),
) -> _Result:
    """Group claims and footage into incidents, and say what was kept apart and why."""
    naming = prepare_naming(settings)
    tellings, by_text = describe_all(claims, reports, texts, naming)
    context = Context(
        settings=settings,
        naming=naming,
        origins={origin.id: origin for origin in origins},
        origin_of={edge.claim: edge.origin for edge in edges},
        reports=by_text,
        footage={item.reading.exhibit: item for item in footage},
    )
    material = (footage, footage_copies, exhibits)
    standing = in_force(decisions)
    members: dict[str, tuple[str, ...]] = {key: (key,) for key in (*tellings, *sorted(context.footage))}
    members = _incidents_named(standing, members, tellings, material, context) | members
    constraints = constrain(standing, members)
    return _group(tellings, constraints, material, context)


_Material = tuple[Sequence[FootageReading], Sequence[FootageCopy], Sequence[Exhibit]]


def _incidents_named(
    decisions: Sequence[Decision],
    members: Mapping[str, tuple[str, ...]],
    tellings: Mapping[str, Telling],
    material: _Material,
    context: Context,
) -> dict[str, tuple[str, ...]]:
    """What the incident ids in decisions stand for: as grouped with people's word on claims, or without any."""
    if all(subject in members for decision in decisions for subject in decision.subjects):
        return {}
    named: dict[str, tuple[str, ...]] = {}
    on_members = [item for item in decisions if all(subject in members for subject in item.subjects)]
    for obeyed in ([], on_members):
        incidents, _ = _group(tellings, constrain(obeyed, members), material, context)
        named |= {item.id: tuple(sorted((*item.claims, *item.denials, *item.footage))) for item in incidents}
    return named


def _group(tellings: Mapping[str, Telling], constraints: Constraints, material: _Material, context: Context) -> _Result:
    gathered = gather(list(tellings.values()), constraints)
    gathered.groups.sort(key=lambda group: group.members()[0].id)
    placed = place_footage(*material, gathered.groups, constraints)
    found = [summarise(group, placed.of_group.get(number, {}), context) for number, group in enumerate(gathered.groups)]
    incidents = _mark(_number(_distinguish(found)), constraints)
    return incidents, _apart(incidents, gathered, placed, constraints)


# --- ids and numbers ---


def _distinguish(incidents: Iterable[Incident]) -> list[Incident]:
    """Give incidents that would have the same id an ordinal, in the order of their first members."""
    found: dict[str, int] = {}
    distinct = []
    for incident in sorted(incidents, key=_first_member):
        ordinal = found[incident.id] = found.get(incident.id, 0) + 1
        own = incident.id if ordinal == 1 else record_id("inc", "Incident", [incident.id, ordinal])
        distinct.append(replace(incident, id=own))
    return distinct


def _first_member(incident: Incident) -> str:
    return min((*incident.claims, *incident.denials))


def _number(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """INC-001 and so on in the order of time; incidents without a date come last."""
    in_order = sorted(incidents, key=_time_order)
    return tuple(replace(incident, number=f"INC-{place:03d}") for place, incident in enumerate(in_order, 1))


def _time_order(incident: Incident) -> tuple[str, str, str, str]:
    interval = incident.interval
    first = (interval.first or interval.last) if interval is not None else ""
    return first or "9999", interval.last if interval is not None else "", incident.place_name, incident.id


# --- decisions shown ---


def _mark(incidents: Sequence[Incident], constraints: Constraints) -> tuple[Incident, ...]:
    applied: dict[str, list[Decision]] = {}
    for pairs in (constraints.links, constraints.unlinks):
        for pair, decisions in pairs.items():
            for member in pair:
                applied.setdefault(member, []).extend(decisions)
    for mark in constraints.marks:
        for subject in mark.subjects:
            applied.setdefault(subject, []).append(mark)
    return tuple(_mark_one(incident, applied) for incident in incidents) if applied else tuple(incidents)


def _mark_one(incident: Incident, applied: Mapping[str, Sequence[Decision]]) -> Incident:
    members = (incident.id, *incident.claims, *incident.denials, *incident.footage)
    decisions = {decision.id: decision for member in members for decision in applied.get(member, ())}
    own = sorted(applied.get(incident.id, ()), key=lambda item: (item.log_index, item.id))
    titles = [decision.value for decision in own if decision.act == "name" and decision.value]
    rejected = any(decision.act == "reject" for decision in own)
    return replace(
        incident,
        decided=tuple(sorted(decisions)),
        title=titles[-1] if titles else incident.title,
        grade="discounted" if rejected else incident.grade,
    )


# --- what was kept apart ---


def _apart(
    incidents: Sequence[Incident], gathered: Gathered, placed: Placed, constraints: Constraints
) -> tuple[Apart, ...]:
    of_member = {member: incident.id for incident in incidents for member in (*incident.claims, *incident.denials)}
    found = [
        _between(pair, tuple(f"Unlinked by {by_whom(item)}." for item in decisions), of_member)
        for pair, decisions in constraints.unlinks.items()
    ]
    look_alikes = ((pair, reasons) for pair, reasons in gathered.apart.items() if of_member.keys() >= set(pair))
    found += [_between(pair, reasons, of_member) for pair, reasons in look_alikes]
    found += [
        replace(item, second=of_member.get(item.second, item.second)) for item in (*gathered.left_out, *placed.apart)
    ]
    found += list(constraints.trouble)
    distinct: dict[Pair, Apart] = {}
    for item in found:  # of several reasons for one pair the first weighs most: people's word
        if item.first != item.second:
            distinct.setdefault((item.first, item.second), item)
    return tuple(distinct[key] for key in sorted(distinct))


def _between(pair: Pair, reasons: tuple[str, ...], of_member: Mapping[str, str]) -> Apart:
    """Two members kept apart, said of the incidents in which they stand."""
    first, second = sorted(of_member.get(member, member) for member in pair)
    return Apart(first=first, second=second, reasons=reasons)
