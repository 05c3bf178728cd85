"""Prepares a sentence: finds every typed span in it once, for the rules that tie them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from probans.analysis.reading.actors import find_actors
from probans.analysis.reading.attribution import Attribution, find_attributions
from probans.analysis.reading.date_meanings import Context
from probans.analysis.reading.dates import DateMention, find_dates
from probans.analysis.reading.events import Event, find_events, find_targets
from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Found, Sentence
from probans.analysis.reading.people import find_people
from probans.analysis.reading.places import PlaceFound, find_places
from probans.analysis.reading.resources import Resources
from probans.analysis.reading.tolls import Toll, find_tolls
from probans.analysis.reading.weapons import find_weapons

_FOOTAGE = words(
    "video videos footage photo photos photograph photographs picture pictures image images clip clips recording"
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence with all that was found in it; dates are given as token ranges beside the mentions."""

    sentence: Sentence
    dates: tuple[tuple[int, int, DateMention], ...]
    places: tuple[PlaceFound, ...]
    actors: tuple[Found, ...]
    people: tuple[Found, ...]
    weapons: tuple[Found, ...]
    targets: tuple[Found, ...]
    footage: tuple[Found, ...]
    tolls: tuple[Toll, ...]
    events: tuple[Event, ...]
    attributions: tuple[Attribution, ...]

    def speech(self, at: int) -> tuple[Attribution, ...]:
        """The attributions that cover a token, the outermost first."""
        return tuple(item for item in self.attributions if item.covers(at))

    def reach(self, at: int) -> tuple[int, int]:
        """The stretch of tokens that says one thing with the token: the innermost content, else the sentence."""
        inner = self.speech(at)
        if inner:
            return min(part[0] for part in inner[-1].content), max(part[1] for part in inner[-1].content)
        return self._own_clause(at)

    def _own_clause(self, at: int) -> tuple[int, int]:
        """The stretch around a token that nobody is quoted with: between semicolons and what others say."""
        first, last = at, at + 1
        while first > 0 and not self._is_border(first - 1):
            first -= 1
        while last < len(self.sentence.tokens) and not self._is_border(last):
            last += 1
        return first, last

    def _is_border(self, at: int) -> bool:
        said = any(item.covers(at) for item in self.attributions)
        return said or self.sentence.low(at) == ";" or self.in_frame(at)

    def in_frame(self, at: int) -> bool:
        """Whether a token belongs to the words of an attribution rather than to what is said."""
        return any(
            first <= at < last
            for item in self.attributions
            for first, last in (item.source, item.cue, item.medium)
            if item.kind not in {"directed", "denied"} or (first, last) != item.cue
        )


def prepare(sentence: Sentence, context: Context, resources: Resources, countries: Mapping[str, float]) -> Prepared:
    """Find all typed spans of a sentence."""
    dates = find_dates(sentence.text, sentence.start, sentence.end, context)
    ranges = tuple((*_token_range(sentence, mention.span.start, mention.span.end), mention) for mention in dates)
    people, weapons = find_people(sentence), find_weapons(sentence)
    attributions = find_attributions(sentence)
    places = tuple(place for place in find_places(sentence, resources, countries) if not _is_date(place, ranges))
    return Prepared(
        sentence=sentence,
        dates=ranges,
        places=places,
        actors=find_actors(sentence, resources),
        people=people,
        weapons=weapons,
        targets=find_targets(sentence),
        footage=_find_footage(sentence),
        tolls=tuple(
            toll for toll in find_tolls(sentence) if not (_in_date(toll, ranges) or _is_known_place(toll, places))
        ),
        events=find_events(sentence, weapons, people),
        attributions=tuple(item for item in attributions if not _heads_a_place(sentence, item, places, resources)),
    )


def _is_known_place(toll: Toll, places: Sequence[PlaceFound]) -> bool:
    """*The Lantern Market wounded*: a place of the gazetteer is nobody who was wounded."""
    return any(
        place.mention.place is not None and place.first <= toll.first and toll.last <= place.last for place in places
    )


def _heads_a_place(sentence: Sentence, item: Attribution, places: Sequence[PlaceFound], resources: Resources) -> bool:
    """*Sudan: fighters attack a village*: the place at the head of a title does not speak."""
    if item.rule != "attribution.heading":
        return False
    named = sentence.words(*item.source).lower()
    return named in resources.states or any((place.first, place.last) == item.source for place in places)


def _find_footage(sentence: Sentence) -> tuple[Found, ...]:
    found = []
    for at, token in enumerate(sentence.tokens):
        if token.low in _FOOTAGE:
            found.append(Found(at, at + 1, token.low, "footage", "footage.noun", at))
    return tuple(found)


def _token_range(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    first = next((at for at, token in enumerate(sentence.tokens) if token.end > start), len(sentence.tokens))
    last = next((at for at, token in enumerate(sentence.tokens) if token.start >= end), len(sentence.tokens))
    return first, max(first, last)


def _is_date(place: PlaceFound, ranges: Sequence[tuple[int, int, DateMention]]) -> bool:
    return any(first <= place.first < last for first, last, _ in ranges)


def _in_date(toll: Toll, ranges: Sequence[tuple[int, int, DateMention]]) -> bool:
    return any(first <= toll.first < last for first, last, _ in ranges)
