"""From a prepared sentence to drafts of claims: which triggers make one claim, and what belongs to it.

What is done about conduct (a case opened, a measure, a request) is a claim of its own that names the conduct it is
about. Triggers of one strike said by one speaker in one sentence are one claim, of the most particular kind among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from probans.analysis.reading.arguments import Arguments, find_arguments
from probans.analysis.reading.attribution import Attribution
from probans.analysis.reading.dates import DateMention
from probans.analysis.reading.events import CONDUCT, Event, refine
from probans.analysis.reading.passage import Found
from probans.analysis.reading.places import PlaceFound
from probans.analysis.reading.prepare import Prepared
from probans.analysis.reading.status import Status, status_of
from probans.analysis.reading.tolls import Toll
from probans.model.claim import PersonOutcome

_STRIKE_FAMILY = frozenset(
    kind
    for kind in CONDUCT
    if kind.split(".")[0] in {"attack", "medical", "journalist", "cultural-property", "weapons", "toll"}
) | {"killing"}
_PRIORITY = (
    "medical.attack", "cultural-property.damage", "journalist.attack", "attack.shelling", "attack.missile",
    "attack.drone", "attack.air", "attack.ground", "weapons.use", "attack", "killing", "toll",
)  # fmt: skip
_FROM_AFAR = frozenset({"attack.air", "attack.shelling", "attack.missile", "attack.drone"})
_PROCEEDINGS = frozenset({"case.opened", "measure", "request", "referral", "failure-to-investigate"})
_OUTCOME_KIND = {
    PersonOutcome.KILLED: ("prisoners.killing",),
    PersonOutcome.DETAINED: ("prisoners.taking", "hostage-taking", "arrest", "ill-treatment", "prisoners.killing"),
    PersonOutcome.DISPLACED: ("displacement",),
    PersonOutcome.AFFECTED: ("ill-treatment",),
}


_WARS = frozenset(
    {"war", "fighting", "conflict", "hostilities", "campaign", "violence", "offensive", "clashes", "bombardment"}
)


@dataclass(slots=True)
class Draft:
    """A claim in the making: triggers, token reach, and what was tied to it. Filled once, then turned into a record."""

    prepared: Prepared
    kind: str
    triggers: tuple[Event, ...]
    reach: tuple[int, int]
    speech: tuple[Attribution, ...]
    status: Status = field(default_factory=Status)
    about_kind: str = ""
    doers: tuple[tuple[Found, str], ...] = ()
    victims: tuple[Found, ...] = ()
    weapons: tuple[Found, ...] = ()
    targets: tuple[Found, ...] = ()
    footage: tuple[Found, ...] = ()
    tolls: tuple[Toll, ...] = ()
    dates: tuple[DateMention, ...] = ()
    carried: tuple[DateMention, ...] = ()
    places: tuple[PlaceFound, ...] = ()
    addressee: tuple[int, int] = (0, 0)
    in_case: bool = False

    @property
    def is_conduct(self) -> bool:
        """Whether it says that something was done to people or things."""
        return self.kind in CONDUCT


def draft_claims(prepared: Prepared) -> list[Draft]:
    """Make the drafts of a sentence, in reading order."""
    drafts: list[Draft] = _requests(prepared)
    taken = {draft.triggers[0].first for draft in drafts if draft.triggers}
    by_reach: dict[tuple[int, int], list[Event]] = {}
    for event in prepared.events:
        if event.first not in taken and not prepared.in_frame(event.first):
            by_reach.setdefault(prepared.reach(event.first), []).append(event)
    for toll in prepared.tolls:
        by_reach.setdefault(prepared.reach(toll.outcome_at), [])
    for reach, events in sorted(by_reach.items()):
        drafts.extend(_of_reach(prepared, reach, events))
    return sorted(drafts, key=lambda draft: (draft.reach, draft.triggers))


def _requests(prepared: Prepared) -> list[Draft]:
    """What one speaker asks of another, or denies as a whole: the verb is the trigger."""
    drafts = []
    for item in prepared.attributions:
        kind = {"directed": "request", "denied": "denial"}.get(item.kind)
        if kind is None:
            continue
        reach = item.content[0]
        trigger = Event(item.cue[0], item.cue[1], kind, f"event.{kind}", "active")
        draft = Draft(prepared, kind, (trigger,), reach, (item,), addressee=item.addressee)
        draft.dates = _dates_of(prepared, reach, ())
        draft.places = tuple(place for place in prepared.places if reach[0] <= place.first and place.last <= reach[1])
        draft.about_kind = _about(draft, [event for event in prepared.events if reach[0] < event.first < reach[1]])
        drafts.append(draft)
    return drafts


def _of_reach(prepared: Prepared, reach: tuple[int, int], events: Sequence[Event]) -> list[Draft]:
    drafts: list[Draft] = []
    tolls = [toll for toll in prepared.tolls if prepared.reach(toll.outcome_at) == reach]
    events = _killed_by_strikes(events)
    strikes = [event for event in events if event.kind in _STRIKE_FAMILY]
    for event in events:
        if event.kind not in _STRIKE_FAMILY and not _repeats(event, drafts):
            drafts.append(_draft(prepared, reach, (event,), ()))
    for draft in drafts:
        draft.tolls = tuple(toll for toll in tolls if draft.kind in _OUTCOME_KIND.get(toll.claim.outcome, ()))
    rest = [toll for toll in tolls if not any(toll in draft.tolls for draft in drafts)]
    parts = _by_place(prepared, reach, rest)
    for part, tolls_there in parts:
        strikes_there = [event for event in strikes if part[0] <= event.first < part[1]] or strikes[: len(parts) == 1]
        drafts.append(_strike(prepared, part, strikes_there, tolls_there))
    if not parts and strikes:
        drafts.append(_strike(prepared, reach, strikes, rest))
    opened = [draft.triggers[0].first for draft in drafts if draft.kind in _PROCEEDINGS]
    for draft in drafts:
        draft.in_case = any(at < draft.triggers[0].first for at in opened) if draft.triggers else False
    _share_dates(prepared, drafts)
    for draft in drafts:
        draft.about_kind = _about(draft, events) if not draft.is_conduct else ""
    return [draft for draft in drafts if _says_something(draft)]


def _by_place(
    prepared: Prepared, reach: tuple[int, int], tolls: Sequence[Toll]
) -> list[tuple[tuple[int, int], list[Toll]]]:
    """Cut a clause that gives figures place by place (*nine in Tarngard, five in Hadrik*); else one part."""
    if not tolls:
        return []
    heads = [
        toll
        for toll in tolls
        if toll.claim.subset_of is None or prepared.sentence.low(toll.last) in {"in", "at", "on", "near"}
    ]
    borders = [*(toll.first for toll in heads[1:]), reach[1]]
    places = [_placed_between(prepared, toll.last, border) for toll, border in zip(heads, borders, strict=False)]
    one_outcome = len({toll.claim.outcome for toll in heads}) == 1
    if len(heads) < 2 or not one_outcome or not all(places[1:]) or len(set(places)) < len(places):
        return [(reach, list(tolls))]
    starts = [reach[0], *borders[:-1]]
    spans = list(zip(starts, borders, strict=True))
    return [(part, [toll for toll in tolls if part[0] <= toll.first < part[1]]) for part in spans]


def _placed_between(prepared: Prepared, first: int, last: int) -> str:
    return next((place.mention.name for place in prepared.places if first <= place.first < last), "")


def _share_dates(prepared: Prepared, drafts: Sequence[Draft]) -> None:
    """Where conduct and what is done about it stand in one clause, each date goes to the nearer of the two."""
    if len({draft.is_conduct for draft in drafts}) < 2:
        return
    places = {id(draft): draft.triggers[0].first if draft.triggers else draft.tolls[0].first for draft in drafts}
    starts = {mention.span: first for first, _, mention in prepared.dates}
    for draft in drafts:
        draft.dates = tuple(
            mention
            for mention in draft.dates
            if min(drafts, key=lambda other: abs(places[id(other)] - starts[mention.span])).is_conduct
            is draft.is_conduct
        )


def _killed_by_strikes(events: Sequence[Event]) -> list[Event]:
    """Prisoners killed by an air strike were not killed as prisoners: the strike is the conduct."""
    struck = any(event.kind in _FROM_AFAR for event in events)
    return [
        replace(event, kind="killing") if struck and event.kind == "prisoners.killing" else event for event in events
    ]


def _repeats(event: Event, drafts: Sequence[Draft]) -> bool:
    return any(draft.kind == event.kind for draft in drafts)


def _strike(prepared: Prepared, reach: tuple[int, int], events: Sequence[Event], tolls: Sequence[Toll]) -> Draft:
    ranked = sorted(events, key=lambda event: (_rank(event.kind), event.form == "noun", event.first))
    draft = _draft(prepared, reach, tuple(ranked), tuple(tolls))
    if not events:
        draft.kind = _kind_of_tolls(tolls)
    elif draft.kind in {"toll", "killing"} and tolls:
        draft.kind = "killing" if any(toll.claim.outcome is PersonOutcome.KILLED for toll in tolls) else "toll"
    return draft


def _rank(kind: str) -> int:
    return _PRIORITY.index(kind) if kind in _PRIORITY else len(_PRIORITY)


def _kind_of_tolls(tolls: Sequence[Toll]) -> str:
    outcomes = {toll.claim.outcome for toll in tolls}
    if PersonOutcome.KILLED in outcomes and any(
        toll.claim.rule.startswith(("count.active", "count.passive")) for toll in tolls
    ):
        return "killing"
    if outcomes == {PersonOutcome.DETAINED}:
        return "prisoners.taking" if any(toll.claim.group in {"prisoners", "soldiers"} for toll in tolls) else "arrest"
    return "displacement" if outcomes == {PersonOutcome.DISPLACED} else "toll"


def _draft(prepared: Prepared, reach: tuple[int, int], triggers: tuple[Event, ...], tolls: tuple[Toll, ...]) -> Draft:
    first = triggers[0].first if triggers else tolls[0].outcome_at
    inside = _inside(prepared, reach)
    scene = _scene(prepared, reach, first)
    draft = Draft(
        prepared,
        triggers[0].kind if triggers else "toll",
        triggers,
        reach,
        prepared.speech(first),
        status=status_of(prepared.sentence, first, reach),
        tolls=tolls,
        weapons=tuple(inside(prepared.weapons)),
        targets=tuple(inside(prepared.targets)),
        footage=tuple(inside(prepared.footage)),
        dates=_dates_of(prepared, scene, prepared.speech(first)),
        places=tuple(place for place in prepared.places if scene[0] <= place.first and place.last <= scene[1]),
    )
    if draft.is_conduct or draft.kind == "failure-to-investigate":
        _tie_people(draft)
    if triggers:
        draft.triggers = (refine(triggers[0], draft.weapons, draft.targets, draft.victims), *triggers[1:])
        draft.kind = draft.triggers[0].kind
    return draft


def _scene(prepared: Prepared, reach: tuple[int, int], at: int) -> tuple[int, int]:
    """Where the place and time of a token may stand.

    *They signed in the port on Saturday, ending a war in which 200 died*: neither port nor Saturday is theirs who died.
    """
    sentence = prepared.sentence
    for which in range(reach[0] + 2, min(at, reach[1])):
        if sentence.low(which) != "which" or sentence.low(which - 1) not in ("in", "during"):
            continue
        if sentence.low(which - 2) in _WARS:
            return which, reach[1]
    return reach


def _dates_of(prepared: Prepared, reach: tuple[int, int], speech: tuple[Attribution, ...]) -> tuple[DateMention, ...]:
    """The dates inside what is said; else a period at the head of the sentence (*In May, the office said, ...*)."""
    own = tuple(mention for at, last, mention in prepared.dates if reach[0] <= at and last <= reach[1])
    if own or not speech:
        return own
    return tuple(
        mention
        for at, _, mention in prepared.dates
        if at < speech[0].source[0] and mention.intervals and mention.intervals[0].days != 1
    )


def _inside(prepared: Prepared, reach: tuple[int, int]):  # type: ignore[no-untyped-def]
    def inside(found: Sequence[Found]) -> list[Found]:
        return [
            item
            for item in found
            if reach[0] <= item.first and item.last <= reach[1] and not prepared.in_frame(item.first)
        ]

    return inside


def _tie_people(draft: Draft) -> None:
    """Tie doers and victims to the triggers; what is counted as killed or injured is a victim too."""
    prepared = draft.prepared
    found: list[Arguments] = [
        find_arguments(prepared.sentence, event, draft.reach, prepared.actors, prepared.people)
        for event in draft.triggers
    ]
    doers = next((item.doers for item in found if item.doers), ())
    draft.doers = doers or _accused(draft)
    taken = {at for doer, _ in draft.doers for at in range(doer.first, doer.last)}
    victims = {victim for item in found for victim in item.victims}
    for toll in draft.tolls:
        victims |= {person for person in prepared.people if toll.first <= person.head < toll.last}
    draft.victims = tuple(sorted(victim for victim in victims if victim.head not in taken))


def _accused(draft: Draft) -> tuple[tuple[Found, str], ...]:
    """Whom an accusation names: *accused Torrund of ...*."""
    if not draft.is_conduct or not draft.speech or draft.speech[-1].kind != "accused":
        return ()
    first = draft.speech[-1].content[0][0]
    accused = [actor for actor in draft.prepared.actors if first <= actor.first <= first + 2]
    return ((accused[0], "accused"),) if accused else ()


def _about(draft: Draft, events: Sequence[Event]) -> str:
    """The conduct that a case, measure or verification is about: named after it, else before it."""
    at = draft.triggers[0].first if draft.triggers else draft.reach[0]
    conduct = [refine(event, draft.weapons, draft.targets, draft.victims) for event in events if event.kind in CONDUCT]
    after = [event for event in conduct if event.first > at]
    chosen = after or conduct
    return chosen[0].kind if chosen else ""


def _says_something(draft: Draft) -> bool:
    """Keep conduct only where something is said of it: who, whom, where, when, with what or how many."""
    if draft.kind == "verification":
        return bool(draft.footage) or _names_proof(draft)
    if not draft.is_conduct:
        return True
    if draft.tolls:
        return True
    if draft.kind == "toll":
        return False
    return bool(draft.doers or draft.victims or draft.weapons or draft.places or draft.dates or draft.targets)


def _names_proof(draft: Draft) -> bool:
    near = {token.low for token in draft.prepared.sentence.tokens}
    return bool(near & {"document", "order", "letter", "recording", "post", "report", "authenticity", "materials"})
