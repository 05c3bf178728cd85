"""Gathering: from tellings to groups, each group the members of one incident.

First the tellings whose place and day are known, or that have rare names around them, form groups. Then those that say
less (and what is done about an act, and denials) join the one group they fit best, or stay out when two fit alike. What
conduct is left forms groups of its own. Last, people's links join groups. Deterministic, whatever the order of arrival.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from probans.analysis.incidents.clusters import (
    UNITS_COMPARED,
    Cluster,
    Key,
    cluster,
    ends_of,
    findings,
    loose_ends,
    open_ends,
    signature,
)
from probans.analysis.incidents.constraints import Constraints, Pair, by_whom
from probans.analysis.incidents.kinds import can_be_one, is_conduct, is_toll, upholds
from probans.analysis.incidents.likeness import ONE_INCIDENT, Likeness, compare
from probans.analysis.incidents.tellings import Telling, why_no_part
from probans.model.incident import Apart

CLEARLY_BETTER = 1.0  # log-odds by which the best group must beat the next for a loose telling to join it
CANDIDATES = 48  # groups that a loose telling is compared with: those that share most with it


@dataclass(slots=True)
class Group:
    """Members of one incident: tellings, denials of it, and why each of those that joined later did."""

    tellings: list[Telling]
    denials: list[Telling] = field(default_factory=list)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def members(self) -> list[Telling]:
        """All tellings, denials included, in the order of their ids."""
        return sorted((*self.tellings, *self.denials), key=lambda item: item.id)


@dataclass(slots=True)
class Gathered:
    """Groups, and who stayed apart: pairs of members with reasons, and claims left out."""

    groups: list[Group]
    apart: dict[Pair, tuple[str, ...]]
    left_out: list[Apart]


def gather(tellings: Sequence[Telling], constraints: Constraints) -> Gathered:
    """Put every telling into at most one group."""
    left_out = [*_rejected(tellings, constraints), *_no_part(tellings, constraints)]
    out = {item.first for item in left_out}
    able = sorted(_without(tellings, out), key=lambda item: item.id)
    findable = [item for item in able if item.is_findable and item.standing in ("conduct", "several")]
    loose = _without(able, {item.id for item in findable})
    first = cluster(findable, findings, ONE_INCIDENT, constraints)
    gathered = Gathered([Group(list(found)) for found in first.clusters], first.apart, left_out)
    loose = _attach(gathered, loose, constraints)
    denials = [item for item in loose if item.standing == "denial"]
    rest = cluster([item for item in loose if item.standing != "denial"], loose_ends, ONE_INCIDENT, constraints)
    for found in rest.clusters:
        _found_group(gathered, found)
    for denial in _attach(gathered, denials, constraints):
        gathered.left_out.append(_apart(denial, "It denies something, and no incident here fits what it denies."))
    set_sums_aside(gathered)
    obey_links(gathered, {item.id: item for item in tellings}, constraints)
    return gathered


def _without(tellings: Iterable[Telling], ids: Set[str]) -> list[Telling]:
    return [item for item in tellings if item.id not in ids]


def _rejected(tellings: Sequence[Telling], constraints: Constraints) -> list[Apart]:
    return [
        _apart(item, f"Rejected by {by_whom(constraints.rejected[item.id])}.")
        for item in tellings
        if item.id in constraints.rejected
    ]


def _no_part(tellings: Sequence[Telling], constraints: Constraints) -> list[Apart]:
    reasons = ((item, why_no_part(item)) for item in tellings if item.id not in constraints.rejected)
    return [_apart(item, reason) for item, reason in reasons if reason]


def _apart(telling: Telling, reason: str) -> Apart:
    return Apart(first=telling.id, second="", reasons=(reason,))


def _found_group(gathered: Gathered, found: Cluster) -> None:
    """Tellings that joined no group are an incident of their own when they say enough to tell it from others."""
    reason = ""
    if not any(is_conduct(item.claim.kind) or upholds(item.claim.kind) for item in found):
        reason = "Something is said about such conduct, but no claim or case here tells of it."
    elif all(is_toll(item.kind) and item.coarse and not (item.places or item.names or item.people) for item in found):
        reason = (
            "It counts people in a whole province or country and tells of no act; its figures stand in the register."
        )
    elif not any(item.places or item.names or item.days or item.standing == "about" or item.people for item in found):
        reason = "It names neither place nor day nor person, and fits no incident: nothing to tell it from others by."
    if reason:
        gathered.left_out += [_apart(item, reason) for item in found]
    else:
        gathered.groups.append(Group(list(found)))


# --- loose tellings ---


def _attach(gathered: Gathered, loose: Sequence[Telling], constraints: Constraints) -> list[Telling]:
    """Let each loose telling join the group it clearly fits best; gives those that fit none."""
    index = _Index(gathered.groups)
    joined: list[tuple[Telling, Group, Likeness]] = []
    left: list[Telling] = []
    for telling in loose:
        fits = sorted(_fits(telling, index, constraints), key=lambda item: (-item[0].log_odds, item[1]))
        if not fits:
            left.append(telling)
        elif len(fits) > 1 and fits[0][0].log_odds - fits[1][0].log_odds < CLEARLY_BETTER:
            gathered.left_out.append(_ambiguous(telling, [gathered.groups[number] for _, number in fits]))
        else:
            joined.append((telling, gathered.groups[fits[0][1]], fits[0][0]))
    for telling, group, likeness in joined:
        (group.denials if telling.standing == "denial" else group.tellings).append(telling)
        group.reasons[telling.id] = likeness.reasons
    return left


def _fits(telling: Telling, index: "_Index", constraints: Constraints) -> list[tuple[Likeness, int]]:
    numbers = index.candidates(telling)
    weighed = ((index.weigh(telling, number, constraints), number) for number in numbers)
    return [(likeness, number) for likeness, number in weighed if likeness.probability >= ONE_INCIDENT]


def _ambiguous(telling: Telling, groups: Sequence[Group]) -> Apart:
    reason = f"It fits {len(groups)} incidents about equally and says too little to tell which is meant."
    return Apart(first=telling.id, second=groups[0].tellings[0].id, reasons=(reason,))


class _Index:
    """Groups by what a loose telling may share with them."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.tellings = [_distinct(group.tellings) for group in groups]
        self.members = [[item.id for item in group.tellings] for group in groups]
        self.numbers: dict[Key, dict[int, None]] = {}
        for number, group in enumerate(groups):
            for telling in group.tellings:
                for key in open_ends(telling):
                    self.numbers.setdefault(key, {})[number] = None

    def candidates(self, telling: Telling) -> list[int]:
        shared = Counter(number for key in ends_of(telling) for number in self.numbers.get(key, {}))
        return sorted(shared, key=lambda number: (-shared[number], number))[:CANDIDATES]

    def weigh(self, telling: Telling, number: int, constraints: Constraints) -> Likeness:
        """The best likeness to a telling of the group; nothing when any of them rules it out."""
        if any(constraints.apart(telling.id, member) for member in self.members[number]):
            return Likeness(float("-inf"), (), ("A person unlinked them.",))
        weighed = [compare(telling, other) for other in self.tellings[number][:UNITS_COMPARED]]
        ruled_out = next((likeness for likeness in weighed if likeness.against), None)
        return ruled_out or max(weighed, key=lambda likeness: likeness.log_odds)


def _distinct(tellings: Iterable[Telling]) -> list[Telling]:
    found: dict[Hashable, Telling] = {}
    for telling in sorted(tellings, key=lambda item: item.id):
        found.setdefault((signature(telling), telling.claim.text, telling.sentence), telling)
    return list(found.values())


# --- sums over several dates ---


def set_sums_aside(gathered: Gathered) -> None:
    """A sum over several dates is no incident beside the incidents of those days: it is their whole, they its parts."""
    singles: dict[tuple[str, str], dict[int, Telling]] = {}
    for number, group in enumerate(gathered.groups):
        for telling in group.tellings if group.tellings[0].standing != "several" else ():
            for scene in ((place, day) for place in _around(telling) for day in telling.days):
                singles.setdefault(scene, {}).setdefault(number, telling)
    kept = []
    for group in gathered.groups:
        parts = _parts(group, singles) if group.tellings[0].standing == "several" else []
        gathered.left_out += parts
        if not parts:
            kept.append(group)
    gathered.groups = kept


def _parts(group: Group, singles: Mapping[tuple[str, str], Mapping[int, Telling]]) -> list[Apart]:
    found = []
    for telling in group.tellings:
        for scene in ((place, day) for place in _named(telling) for day in telling.days):
            for other in singles.get(scene, {}).values():
                if can_be_one(telling.kind, other.kind):
                    reason = f"It sums several dates, {scene[1]} among them; this incident is that day: whole and part."
                    found.append(Apart(first=telling.id, second=other.id, reasons=(reason,)))
    aside = {item.first for item in found}
    reason = "It sums several dates, and incidents of these days are known."
    rest = [_apart(item, reason) for item in (*group.tellings, *group.denials) if item.id not in aside]
    return [*found, *rest] if found else []


def _named(telling: Telling) -> tuple[str, ...]:
    return (*(place.id for place in telling.places + telling.coarse), *telling.names)


def _around(telling: Telling) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_named(telling), *(outer for place in telling.places for outer in place.within))))


# --- people's links ---


def obey_links(gathered: Gathered, tellings: Mapping[str, Telling], constraints: Constraints) -> None:
    """Join the groups that people linked; a member that people unlinked from the other group goes its own way."""
    if not constraints.links:
        return
    owner = {item.id: group for group in gathered.groups for item in group.members()}
    for pair, decisions in constraints.links.items():
        for member in pair:
            if member not in owner and member in tellings and member not in constraints.rejected:
                owner[member] = _bring_in(gathered, tellings[member])
        if pair[0] in owner and pair[1] in owner:
            words = f"Linked by {' and '.join(by_whom(decision) for decision in decisions)}."
            _join(gathered, owner, pair, words, constraints)
    only_denials = [group for group in gathered.groups if not group.tellings]
    gathered.groups = [group for group in gathered.groups if group.tellings]
    reason = "It denies something, and people keep it apart from the incident it fits."
    gathered.left_out += [_apart(item, reason) for group in only_denials for item in group.denials]


def _bring_in(gathered: Gathered, telling: Telling) -> Group:
    gathered.left_out = [item for item in gathered.left_out if item.first != telling.id]
    group = Group([], [telling]) if telling.standing == "denial" else Group([telling])
    gathered.groups.append(group)
    return group


def _join(gathered: Gathered, owner: dict[str, Group], pair: Pair, words: str, constraints: Constraints) -> None:
    one, other = owner[pair[0]], owner[pair[1]]
    for member in pair:
        owner[member].reasons[member] = (words, *owner[member].reasons.get(member, ()))
    if one is other:
        return
    linked = {member for known in constraints.links for member in known}
    leaving = {
        first.id if first.id not in linked else second.id
        for first in one.members()
        for second in other.members()
        if constraints.unlinks and constraints.apart(first.id, second.id)
    }
    outcast = Group([])
    for group in (one, other):
        outcast.tellings += [item for item in group.tellings if item.id in leaving]
        outcast.denials += [item for item in group.denials if item.id in leaving]
    one.tellings = _without((*one.tellings, *other.tellings), leaving)
    one.denials = _without((*one.denials, *other.denials), leaving)
    one.reasons |= other.reasons
    gathered.groups = [group for group in gathered.groups if group is not other]
    gathered.groups += [outcast] if outcast.tellings or outcast.denials else []
    owner |= {item.id: one for item in one.members()} | {item.id: outcast for item in outcast.members()}
