"""What each origin says of the people hit, and where the members of an incident disagree.

The latest word of an origin counts and its earlier ones stay visible; words of different origins are never averaged.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from probans.analysis.incidents.likeness import say_interval
from probans.analysis.incidents.names import Naming
from probans.analysis.incidents.tellings import Telling
from probans.model.counts import Count
from probans.model.incident import Disagreement, OriginFigure

_Said = tuple[str, str, Count]  # as of, claim id, count


def figures(tellings: Sequence[Telling], origin_of: Mapping[str, str]) -> tuple[OriginFigure, ...]:
    """Figures by outcome, group and origin, each with the origin's latest word first and its earlier ones kept."""
    said: dict[tuple[str, str, str], list[_Said]] = {}
    for telling in sorted(tellings, key=lambda item: item.id):
        for item in telling.claim.counts:
            key = (str(item.outcome), item.group, origin_of.get(telling.id, ""))
            said.setdefault(key, []).append((as_of(telling), telling.id, item.count))
    return tuple(_figure(key, said[key]) for key in sorted(said))


def _figure(key: tuple[str, str, str], said: Sequence[_Said]) -> OriginFigure:
    ranked = sorted(said, key=lambda item: (_exactness(item[2]), item[1]))
    ranked.sort(key=lambda item: item[0], reverse=True)
    day, _, count = ranked[0]
    same = tuple(claim for _, claim, other in ranked if _is_same(other, count))
    earlier = tuple((claim, other) for _, claim, other in ranked if not _is_same(other, count))
    outcome, group, origin = key
    return OriginFigure(
        origin=origin, outcome=outcome, group=group, count=count, claims=same, as_of=day, superseded=earlier
    )


def _exactness(count: Count) -> tuple[bool, bool, int]:
    return count.vague, count.high is None, (count.high or count.low) - count.low


def _is_same(first: Count, second: Count) -> bool:
    return (first.low, first.high) == (second.low, second.high)


def as_of(telling: Telling) -> str:
    """The day on which a claim was said: by its innermost dated speaker, else when it was published."""
    said = [speaker.said for speaker in telling.claim.chain if speaker.said is not None]
    return (said[-1].last or said[-1].first) if said else telling.published


# --- disagreements ---


def disagreements(
    tellings: Sequence[Telling], denials: Sequence[Telling], found: Sequence[OriginFigure], naming: Naming
) -> tuple[Disagreement, ...]:
    """What the members dispute, in a fixed order, each with the positions and who holds them."""
    disputed = [
        *_about_counts(found),
        _about("date", {item.id: _days(item) for item in tellings}),
        _about_place(tellings),
        _about("weapon", {item.id: set(item.weapons) for item in tellings}),
        _about("author", {item.id: _authors(item, naming) for item in tellings}),
        _about_denial(tellings, denials),
    ]
    return tuple(item for item in disputed if item is not None)


def _about_counts(found: Sequence[OriginFigure]) -> Iterable[Disagreement]:
    by_group: dict[tuple[str, str], list[OriginFigure]] = {}
    for figure in found:
        by_group.setdefault((figure.outcome, figure.group), []).append(figure)
    for (outcome, group), same in sorted(by_group.items()):
        if any(_exclude(one.count, other.count) for one, other in combinations(same, 2)):
            positions: dict[str, tuple[str, ...]] = {}
            for figure in sorted(same, key=lambda item: (item.count.low, str(item.count), item.origin)):
                words = f"{figure.count} {outcome}" + (f" ({group})" if group else "")
                positions[words] = (*positions.get(words, ()), *figure.claims)
            yield Disagreement(
                about="count", positions=tuple((key, tuple(sorted(value))) for key, value in positions.items())
            )


def _exclude(first: Count, second: Count) -> bool:
    return any(one.high is not None and one.high < other.low for one, other in ((first, second), (second, first)))


def _about(about: str, values: Mapping[str, set[str]]) -> Disagreement | None:
    """A disagreement when two members name values of which none is shared."""
    given = {claim: value for claim, value in values.items() if value}
    distinct = sorted({tuple(sorted(value)) for value in given.values()})
    if not any(not set(one) & set(other) for one, other in combinations(distinct, 2)):
        return None
    holders = (
        (value, tuple(sorted(claim for claim, held in given.items() if set(value) == held))) for value in distinct
    )
    return Disagreement(about=about, positions=tuple((", ".join(value), claims) for value, claims in holders))


def _days(telling: Telling) -> set[str]:
    if len(telling.days) == 1:
        return {telling.days[0]}
    return set(telling.days) or {
        day for item in telling.intervals for day in ([say_interval(item)] if item.is_day else [])
    }


def _about_place(tellings: Sequence[Telling]) -> Disagreement | None:
    """A disagreement when two members name exact places of which neither lies in the other."""
    named = {item.id: item.places[0] for item in tellings if item.places}
    places = {place.id: place for place in named.values()}
    ids = sorted(places)
    if not any(
        one not in places[other].within and other not in places[one].within for one, other in combinations(ids, 2)
    ):
        return None
    holders = [
        (places[key].name, tuple(sorted(claim for claim, place in named.items() if place.id == key))) for key in ids
    ]
    return Disagreement(about="place", positions=tuple(sorted(holders)))


def _authors(telling: Telling, naming: Naming) -> set[str]:
    if telling.authors:
        return set(telling.authors)
    return {mention.name for mention in telling.claim.alleged_perpetrators if not naming.parties_in(mention.name)}


def _about_denial(tellings: Sequence[Telling], denials: Sequence[Telling]) -> Disagreement | None:
    if not denials:
        return None
    told = tuple(sorted(item.id for item in tellings))
    denied = tuple(sorted(item.id for item in denials))
    return Disagreement(about="whether it happened", positions=(("said to have happened", told), ("denied", denied)))
