"""What a claim takes from the sentences around it: the place and the time of an account that goes on.

A claim that names no place of its own takes that of the claim before it in the same paragraph; a toll over a whole
period takes the country its paragraph tells of, other than that of the alleged perpetrator. What is taken is marked.
"""

from collections.abc import Sequence

from probans.analysis.reading.actors import state_at
from probans.analysis.reading.dates import DateMention
from probans.analysis.reading.drafts import Draft
from probans.analysis.reading.places import PlaceFound, country_of
from probans.analysis.reading.resources import Resources
from probans.model.claim import PlaceMention

NEAR = 5
SHORT = 7
WINDOW = 40  # drafts looked back over, so that a long text takes linear time


def place_before(drafts: Sequence[Draft], index: int) -> tuple[PlaceFound, ...]:
    """The places of the nearest conduct before, within ``NEAR`` sentences; none where another place intervenes."""
    draft = drafts[index]
    here = draft.prepared.sentence
    for other in reversed(drafts[max(0, index - WINDOW) : index]):
        there = other.prepared.sentence
        if here.index - there.index > NEAR:
            return ()
        if other.is_conduct and other.places and there.index != here.index:
            return tuple(place for place in other.places if place.mention.place is not None)[:2]
    return ()


def dates_before(drafts: Sequence[Draft], index: int) -> tuple[DateMention, ...]:
    """The dates of the conduct told of right before, its own or those it took, unless another place is told of."""
    draft = drafts[index]
    here = draft.prepared.sentence
    names = {place.mention.name for place in draft.places}
    for other in reversed(drafts[max(0, index - WINDOW) : index]):
        there = other.prepared.sentence
        if here.index - there.index > NEAR or here.paragraph - there.paragraph > 2:
            return ()
        if other.is_conduct and there.index != here.index:
            elsewhere = {place.mention.name for place in other.places}
            apart = bool(names and elsewhere and not names & elsewhere)
            return () if apart else tuple(mention for mention in other.carried if _is_near(mention))
    return ()


def _is_near(mention: DateMention) -> bool:
    return bool(mention.intervals) and all((interval.days or 99) <= SHORT for interval in mention.intervals)


def country_of_paragraph(drafts: Sequence[Draft], index: int, resources: Resources) -> PlaceMention | None:
    """The state last named before a claim in its paragraph that is not the alleged perpetrator's."""
    draft = drafts[index]
    here = draft.prepared.sentence
    accused = {doer.code for doer, _ in draft.doers}
    nearby = drafts[max(0, index - WINDOW) : index + 1]
    around = [item.prepared.sentence for item in nearby if _same_paragraph(item, draft)]
    for sentence in sorted({item.index: item for item in around}.values(), key=lambda item: -item.index):
        if sentence.index > here.index:
            continue
        for at in range(len(sentence.tokens) - 1, -1, -1):
            state = state_at(sentence, at, resources)
            if state is None or state[2] != "name" or resources.party_of(state[1]) in accused:
                continue
            indexes = resources.names.get(state[1].lower(), ())
            known = [resources.places[found] for found in indexes if country_of(resources.places[found]) == state[1]]
            place = next((item for item in known if item.level == "country"), known[0] if known else None)
            if place is not None:
                return PlaceMention(
                    span=sentence.span(at, state[0]), name=state[1], place=place, rule="place.context.country"
                )
    return None


def _same_paragraph(one: Draft, two: Draft) -> bool:
    return one.prepared.sentence.paragraph == two.prepared.sentence.paragraph
