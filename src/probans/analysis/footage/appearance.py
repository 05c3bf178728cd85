"""First appearance: which copies belong to one recording, when each is known to have existed, and which came first.

Takes copies, readings, exhibits and the extractions of pages that carried them; gives one lineage for each recording.
The order rests on publication and receipt; what a file says of its own capture is shown and compared, never trusted to
order copies. That a copy appeared first proves a common source, not who copied from whom.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from probans.analysis.footage.judging import SAME_RECORDING, SHARES_STILL
from probans.evidence.codec import record_id
from probans.model.exhibit import Exhibit
from probans.model.incident import Appearance, FootageCopy, FootageLineage, Incident
from probans.model.reading import FootageReading, TextExtraction
from probans.model.when import DateInterval

PUBLISHED, RECEIVED, CAPTURED = "published", "received", "captured"
_JOINING = (SAME_RECORDING, SHARES_STILL)


def first_appearance(
    copies: Sequence[FootageCopy],
    footage: Sequence[FootageReading],
    exhibits: Sequence[Exhibit],
    extractions: Sequence[TextExtraction] = (),
) -> tuple[FootageLineage, ...]:
    """Lineages of footage of which there is more than one copy, in the order of their first member's digest."""
    appearances = _appearances(footage, exhibits, extractions)
    numbers = {item.sha256: item.number for item in exhibits}
    return tuple(_lineage(members, appearances, numbers) for members in _groups(copies))


def against_incidents(lineages: Sequence[FootageLineage], incidents: Sequence[Incident]) -> tuple[FootageLineage, ...]:
    """Add warnings: a recording that existed before the incident it is said to show, or that is shown for two."""
    return tuple(replace(item, warnings=(*item.warnings, *_warnings(item, incidents))) for item in lineages)


def _groups(copies: Sequence[FootageCopy]) -> list[tuple[str, ...]]:
    """Connected exhibits, sorted. Takes of one scene are not joined."""
    group: dict[str, set[str]] = {}
    for copy in copies:
        if copy.verdict in _JOINING:
            joined = group.get(copy.first, {copy.first}) | group.get(copy.second, {copy.second})
            group.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(members)) for members in group.values()})


def _appearances(
    footage: Sequence[FootageReading], exhibits: Sequence[Exhibit], extractions: Sequence[TextExtraction]
) -> Mapping[str, tuple[Appearance, ...]]:
    pages = {item.reading.exhibit: item for item in extractions}
    carriers: dict[str, list[TextExtraction]] = {}
    for page in extractions:
        for digest, _name in page.parts:
            carriers.setdefault(digest, []).append(page)
    captured = {item.reading.exhibit: item for item in footage}
    return {
        exhibit.sha256: (
            *_published(exhibit, pages, carriers.get(exhibit.sha256, ())),
            *_received(exhibit),
            *_captured(exhibit, captured),
        )
        for exhibit in exhibits
    }


def _published(
    exhibit: Exhibit, pages: Mapping[str, TextExtraction], carriers: Sequence[TextExtraction]
) -> Iterator[Appearance]:
    above = [exhibit.parent, *(arrival.from_exhibit for arrival in exhibit.arrivals)]
    found = {page.reading.exhibit: page for page in carriers}
    found |= {digest: pages[digest] for digest in above if digest in pages}
    for page in (found[digest] for digest in sorted(found)):
        if page.published is not None:
            title = page.url or page.title or page.outlet or "a page of the case"
            words = f"published with {title} ({page.published_basis or 'date as extracted'})"
            yield Appearance(exhibit=exhibit.sha256, basis=PUBLISHED, when=page.published, words=words)


def _received(exhibit: Exhibit) -> Iterator[Appearance]:
    days = sorted(arrival.received_at[:10] for arrival in exhibit.arrivals if arrival.received_at)
    if days:
        when = DateInterval(first=days[0], last=days[0])
        yield Appearance(exhibit=exhibit.sha256, basis=RECEIVED, when=when, words="taken into this case")


def _captured(exhibit: Exhibit, footage: Mapping[str, FootageReading]) -> Iterator[Appearance]:
    reading = footage.get(exhibit.sha256)
    if reading is not None and reading.captured is not None:
        words = f"the file itself says so ({reading.captured_raw}, zone {reading.captured_zone})"
        yield Appearance(exhibit=exhibit.sha256, basis=CAPTURED, when=reading.captured, words=words)


def _lineage(
    members: tuple[str, ...], appearances: Mapping[str, tuple[Appearance, ...]], numbers: Mapping[str, str]
) -> FootageLineage:
    signs = [sign for member in members for sign in appearances.get(member, ())]
    order = tuple(sorted(signs, key=lambda sign: (_by(sign), sign.basis, sign.exhibit, sign.words)))
    first, words = _first(members, order, numbers)
    return FootageLineage(
        id=record_id("LIN", "FootageLineage", members),
        members=members,
        appearances=order,
        first=first,
        words=words,
        warnings=tuple(_contradictions(order, numbers)),
    )


def _by(sign: Appearance) -> str:
    """The day by which it existed; an open end orders last."""
    return sign.when.last or "9999"


def _first(members: Sequence[str], order: Sequence[Appearance], numbers: Mapping[str, str]) -> tuple[str, str]:
    best = {member: _earliest(member, order) for member in members}
    known = sorted((sign for sign in best.values() if sign is not None), key=lambda sign: (_by(sign), sign.exhibit))
    if not known:
        return "", "No date of publication or receipt is known for any copy."
    leader = known[0]
    rivals = [sign for sign in known[1:] if not _by(leader) < (sign.when.first or _by(sign))]
    missing = [member for member in members if best[member] is None]
    name = numbers.get(leader.exhibit, leader.exhibit)
    if rivals or missing:
        others = ", ".join(numbers.get(item, item) for item in sorted([*(s.exhibit for s in rivals), *missing]))
        return "", f"{name} is known from {_by(leader)} at the latest; the dates known do not place it before {others}."
    only = " Receipt says when it reached this case, not when it was published." if leader.basis == RECEIVED else ""
    return leader.exhibit, f"{name}, {leader.words}, {_by(leader)} at the latest, before every other copy known.{only}"


def _earliest(member: str, order: Sequence[Appearance]) -> Appearance | None:
    return next((sign for sign in order if sign.exhibit == member and sign.basis != CAPTURED), None)


def _contradictions(order: Sequence[Appearance], numbers: Mapping[str, str]) -> Iterator[str]:
    existed = next((sign for sign in order if sign.basis != CAPTURED), None)
    for sign in order:
        if existed is not None and sign.basis == CAPTURED and sign.when.first > _by(existed):
            name, other = numbers.get(sign.exhibit, sign.exhibit), numbers.get(existed.exhibit, existed.exhibit)
            yield (
                f"{name} says that it was captured on {sign.when.first}, but the recording existed by {_by(existed)} "
                f"({other}, {existed.words})."
            )


def _warnings(lineage: FootageLineage, incidents: Sequence[Incident]) -> Iterator[str]:
    members = set(lineage.members)
    shown = [incident for incident in incidents if members & set(incident.footage)]
    existed = next((sign for sign in lineage.appearances if sign.basis != CAPTURED), None)
    for incident in shown:
        if existed is not None and incident.interval is not None and _by(existed) < incident.interval.first:
            yield (
                f"Older than incident {incident.number} that it is said to show: it existed by {_by(existed)} "
                f"({existed.words}), the incident is dated {incident.interval.first} at the earliest."
            )
    if len(shown) > 1:
        yield "Shown for more than one incident: " + ", ".join(sorted(item.number for item in shown)) + "."
