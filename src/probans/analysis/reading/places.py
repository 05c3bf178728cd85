"""Places in a sentence: longest match over the gazetteer, with capitals and neighbours, then which place is meant.

Adjectives are not places, and a name inside a longer name is none (*Lincoln Brandt*). Of several places with one name
the case's own comes first, then the one in a country that the text names, then the most populous. A place that the
gazetteer does not know is still found where its words say so (*the village of Dunmere*).
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.resources import Resources
from probans.model.claim import PlaceMention
from probans.model.where import Place

LONGEST_NAME = 5
_NAMED_IN_TEXT = 3.0
_NAMED_BESIDE = 8.0
_OWN_NAME = 1.5

_LOCATING = words(
    "in at near from to of on around outside inside into toward towards across through throughout over between by "
    "within beyond north south east west northern southern eastern western central northeast northwest southeast "
    "southwest downtown nearby leaving reaching left entered reached hit struck shelled bombed"
)
_KINDS = words(
    "village town city settlement district region province county state municipality oblast raion governorate suburb "
    "neighbourhood neighborhood hamlet community island islands valley peninsula borough department prefecture port "
    "capital commune canton area camp"
)
_KINDS_AFTER = words(
    "village town city district region province county municipality oblast raion governorate island islands valley "
    "peninsula borough prefecture square street market bridge river mountains airport"
)
_UNITS = words("county province district region oblast raion governorate island islands valley municipality")
_TITLES = words(
    "mr mrs ms miss dr president minister general gen col colonel capt captain lt maj major sgt prof professor sir "
    "king queen prince sheikh senator sen rep gov governor judge justice pope bishop father st chairman chancellor "
    "secretary ambassador officer detective sheriff chief spokesman spokeswoman spokesperson"
)
_COMMON = words(
    "the a an and of in on at by for to from is was are be as he she it they we i you his her their our this that "
    "these those who what when where why how no not one two three all any some most many more less new old big small "
    "police army march may june april august monday tuesday wednesday thursday friday saturday sunday january "
    "february july september october november december man woman men women university central north south east west "
    "northern southern eastern western national general president minister war peace police bar split of but if so "
    "or nor yet union league party house center centre church school hospital street road avenue park hall street "
    "mission independence liberty union justice hope home long best sun times post press media moscow-based reading "
    "mobile nice battle bath deal same also after before while since until during under over then there here now "
    "just only even still such than too very can will would should could must might shall let us our government "
    "people civil military service services officer officers office court law human rights group international "
    "security defence defense interior foreign affairs according however meanwhile both each every another other "
    "others several few dear god allah jesus buddha islam much date data photo image video page report reports "
    "source sources read see watch listen subscribe share email print follow like comment comments copyright "
    "tuesday's king queen bay van date bus"
)
_NAME_LINKS = words("de la el al san santa los las le du des von van der bin ibn abu")


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place with its tokens. ``code`` is empty, or *state* where a state acts rather than lies."""

    first: int
    last: int
    mention: PlaceMention
    score: float = 0.0


def find_places(sentence: Sentence, resources: Resources, countries: Mapping[str, float]) -> tuple[PlaceFound, ...]:
    """Find the places of a sentence, left to right. ``countries`` counts how often the text names each country."""
    found: list[PlaceFound] = []
    at = 0
    while at < len(sentence.tokens):
        place = _place_at(sentence, at, resources, countries)
        if place is None:
            at += 1
            continue
        found.append(place)
        at = place.last
    return tuple(found)


def count_countries(sentences: tuple[Sentence, ...], resources: Resources) -> dict[str, float]:
    """How much a text speaks of each country: by name 1, by a place that only it has 1/2, by adjective 1/4."""
    counted: dict[str, float] = {}
    for sentence in sentences:
        for at, token in enumerate(sentence.tokens):
            if token.is_capital:
                state, weight = _country_at(sentence, at, resources)
                if state:
                    counted[state] = counted.get(state, 0.0) + weight
    return counted


def _country_at(sentence: Sentence, at: int, resources: Resources) -> tuple[str, float]:
    low = sentence.low(at)
    state = resources.states.get(low) or resources.states.get(f"{low} {sentence.low(at + 1)}")
    if state:
        return state, 1.0
    if low in resources.adjectives:
        return resources.adjectives[low], 0.25
    indexes = resources.names.get(low, ())
    if len(indexes) == 1 and low not in _COMMON and not _inside_name(sentence, at, at + 1):
        return resources.places[indexes[0]].country, 0.5
    return "", 0.0


def _place_at(sentence: Sentence, at: int, resources: Resources, countries: Mapping[str, float]) -> PlaceFound | None:
    token = sentence.tokens[at]
    if not token.is_capital:
        return None
    for last in range(min(at + LONGEST_NAME, len(sentence.tokens)), at, -1):
        indexes = _indexes(sentence, at, last, resources)
        if indexes and _may_be_place(sentence, at, last, indexes, resources):
            return _known(sentence, at, last, indexes, resources, countries)
    return _unknown(sentence, at, resources.adjectives.keys())


def _indexes(sentence: Sentence, at: int, last: int, resources: Resources) -> tuple[int, ...]:
    name = sentence.words(at, last).lower().replace("’", "'")
    found = resources.names.get(name, ())
    if found or last - at > 3 or not name.startswith("st "):
        return found
    return resources.names.get(name.replace("st ", "saint ", 1), ())


def _may_be_place(sentence: Sentence, at: int, last: int, indexes: tuple[int, ...], resources: Resources) -> bool:
    words_low = sentence.words(at, last).lower()
    if not sentence.tokens[last - 1].is_word or words_low in resources.adjectives:
        return False
    if any(index in resources.own for index in indexes):
        return True
    if last - at == 1 and sentence.tokens[at].word.isupper() and words_low in resources.states:
        return not sentence.capitals or words_low not in _COMMON
    if last - at == 1 and (words_low in _COMMON or (len(words_low) < 3 and words_low not in resources.states)):
        return False
    state = words_low in resources.states
    if not state and _inside_name(sentence, at, last):
        return False
    strong = state or resources.weights[indexes[0]] >= 6.0
    return strong or last - at > 1 or _is_located(sentence, at, last)


def _is_located(sentence: Sentence, at: int, last: int) -> bool:
    before = sentence.low(at - 1)
    if before in _LOCATING or before in _KINDS or sentence.low(last) in _KINDS_AFTER:
        return True
    return before == "," or (
        sentence.low(last) == "," and sentence.tokens[min(last + 1, len(sentence.tokens) - 1)].is_capital
    )


def _inside_name(sentence: Sentence, at: int, last: int) -> bool:
    """Whether the words are part of a longer name: of a person, a newspaper, a street."""
    if sentence.capitals or sentence.title:
        return False
    before, after = at - 1, last
    tokens = sentence.tokens
    if before >= 0:
        low = tokens[before].low
        if (low in _TITLES and low != "president") or low.rstrip(".") in _TITLES:
            return True
        adjacent = tokens[before].is_capital and tokens[before].word.isalpha() and before > 0
        if adjacent and low not in _LOCATING and low not in _COMMON and low not in _KINDS:
            return not _is_nationality(low)
    if after < len(tokens):
        following = tokens[after]
        if following.is_capital and following.word.isalpha() and following.low not in _KINDS_AFTER:
            return following.low not in {"and", "or"}
        if following.word in {"-", "–"} and following.start == tokens[after - 1].end:
            return True
    return False


def _is_nationality(low: str) -> bool:
    return low.endswith(("an", "ish", "ese", "i", "ic"))


def _known(
    sentence: Sentence,
    at: int,
    last: int,
    indexes: tuple[int, ...],
    resources: Resources,
    countries: Mapping[str, float],
) -> PlaceFound:
    beside = _beside(sentence, last, resources)
    written = sentence.words(at, last).lower()

    def score(index: int) -> tuple[float, int]:
        place = resources.places[index]
        named = _NAMED_IN_TEXT * min(countries.get(place.country, 0), 3) / 3 if place.level != "country" else 0.0
        named += _OWN_NAME if place.name.lower() == written else 0.0
        near = _NAMED_BESIDE if beside and beside in {place.country, *place.within} else 0.0
        return (resources.weights[index] + named + near, -index)

    ranked = sorted(indexes, key=score, reverse=True)
    best = resources.places[ranked[0]]
    others = tuple(f"{resources.places[index].name} ({resources.places[index].country})" for index in ranked[1:6])
    rule = "place.case" if ranked[0] in resources.own else "place.gazetteer"
    mention = PlaceMention(
        span=sentence.span(at, last), name=sentence.words(at, last), place=best, rule=rule, alternatives=others
    )
    return PlaceFound(at, last, mention, score(ranked[0])[0])


def _beside(sentence: Sentence, last: int, resources: Resources) -> str:
    """The country named right after a comma: *Ganton, Vesmar*."""
    if sentence.low(last) != ",":
        return ""
    for length in (3, 2, 1):
        end = last + 1 + length
        if end <= len(sentence.tokens):
            state = resources.states.get(sentence.words(last + 1, end).lower())
            if state:
                return state
    return ""


def _unknown(sentence: Sentence, at: int, adjectives: Set[str]) -> PlaceFound | None:
    """A name that the gazetteer does not know, where its words say that it is a place."""
    if sentence.capitals or sentence.title:
        return None
    before, second = sentence.low(at - 1), sentence.low(at - 2)
    called = before == "of" and (second in _KINDS or second.removesuffix("s") in _KINDS)
    beside = before in _KINDS - {"state", "area", "capital", "community", "port"}
    if not (called or beside or (at > 0 and before in _LOCATING | {"the", ","})):
        return None
    last = at
    while last < len(sentence.tokens) and last - at < 6 and _goes_on(sentence, last):
        if sentence.low(last) in _COMMON and last > at:
            break
        last += 1
    if last == at or (last - at == 1 and sentence.low(at) in _COMMON | _TITLES | adjectives):
        return None
    parts = {sentence.low(position) for position in range(at, last)}
    own = last - at > 1 and sentence.low(last - 1) in _UNITS and not parts & _TITLES
    after = own or sentence.low(last) in _KINDS_AFTER - {"square", "street", "market", "bridge", "airport"}
    if not (called or beside or after):
        return None
    mention = PlaceMention(span=sentence.span(at, last), name=sentence.words(at, last), rule="place.called")
    return PlaceFound(at, last, mention)


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Whether a token goes on a name: capitals, and the small parts of names (*Wad al-Noura*, *Rio de Oro*)."""
    token = sentence.tokens[at]
    following = sentence.tokens[at + 1] if at + 1 < len(sentence.tokens) else None
    if token.is_capital:
        return True
    if token.low in _NAME_LINKS or token.word == "-":
        return following is not None and (following.is_capital or following.word == "-")
    return False


def country_of(place: Place | None) -> str:
    """The country of a place, empty when not known."""
    if place is None:
        return ""
    return place.name if place.level == "country" else place.country
