"""What became of a number of people: the outcome that a number is tied to, by where both stand.

*26 civilians were killed*, *killing 26*, *26 dead*, *the death of 26 people*, *the toll rose to 26*; numbers joined
with *and* share an outcome, parts follow their whole.
"""

from collections.abc import Sequence

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.numbers import find_amounts
from probans.analysis.reading.outcomes import (
    ACTIVE,
    ARTICLES,
    AUXILIARIES,
    DESCRIBING,
    HURTS,
    INCLUDING,
    NOUNS,
    OUTCOME_OF,
    SUFFERING,
    outcome_at,
)
from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.persons import Persons
from probans.model.claim import PersonOutcome

_FREED = words("freed released rescued exchanged freeing releasing rescuing")
_COUNTED = words("dead deaths killed injured wounded missing abducted kidnapped detained arrested displaced")
_PASSIVE_ONLY = words("dead died die dies perished missing disappeared fled homeless unaccounted vanished dying")
_TO_AMOUNT = words(
    "the of a an some another further additional about around least at more than over up to estimated as many"
)
_CLAUSE_END = frozenset({".", ";", ":", "!", "?", "”", "“", '"'})
_LISTED = words("dead killed victims injured wounded missing detained")
_JOINING = words("and , or as well plus along with")
Link = tuple[int, PersonOutcome, str]


def outcome_of(sentence: Sentence, persons: Sequence[Persons], index: int) -> Link | None:
    person = persons[index]
    limit = persons[index + 1].first if index + 1 < len(persons) else len(sentence.tokens)
    if person.bodies:
        return person.last - 1, PersonOutcome.KILLED, "count.bodies"
    return _linked(sentence, person, limit) or _taken(sentence, person) or _described(sentence, person)


def _linked(sentence: Sentence, person: Persons, limit: int) -> Link | None:
    return (
        _toll_before(sentence, person)
        or _left_dead(sentence, person, limit)
        or _before(sentence, person)
        or _after(sentence, person, limit)
        or _lives(sentence, person)
        or _death_of(sentence, person)
    )


def _described(sentence: Sentence, person: Persons) -> Link | None:
    """*five captured servicemen*, *30 wounded soldiers*, *six prisoners of war*: said by the noun phrase itself."""
    for at in range(person.first, person.last - 1):
        low = sentence.low(at)
        if low in DESCRIBING:
            return at, OUTCOME_OF[low], "count.adjective"
    before = {sentence.low(at) for at in range(person.first - 3, person.first)}
    if person.group == "prisoners" and person.rule == "count.number" and not before & _FREED:
        return person.last - 1, PersonOutcome.DETAINED, "count.status"
    return None


def _taken(sentence: Sentence, person: Persons) -> Link | None:
    """*took 11 civilians from the village*, *eleven people taken from Skerrin*, *were led away*."""
    before, after = sentence.low(person.first - 1), [sentence.low(at) for at in range(person.end, person.end + 4)]
    if before in {"took", "taking", "seized"} and after[0] in {
        "from",
        "away",
        "hostage",
        "prisoner",
        "captive",
        "with",
    }:
        return person.first - 1, PersonOutcome.DETAINED, "count.taken"
    for at, low in enumerate(after[:3]):
        if low in {"taken", "led"} and after[at + 1 :][:1] in (
            ["from"],
            ["away"],
            ["hostage"],
            ["prisoner"],
            ["captive"],
        ):
            return person.end + at, PersonOutcome.DETAINED, "count.taken"
    return None


def _before(sentence: Sentence, person: Persons) -> Link | None:
    """An active verb right before the number: *killing at least 26 civilians*."""
    at = person.first - 1
    while at >= 0 and sentence.low(at) in _TO_AMOUNT:
        at -= 1
    if sentence.low(at) == "dead" and sentence.low(at - 1) == "shot":
        at -= 1
    low = sentence.low(at)
    if low == "," or (low == "and" and sentence.low(at - 1) in OUTCOME_OF):
        return None
    if low not in ACTIVE or _is_passive(sentence, at):
        return None
    return at, outcome_at(sentence, at) or OUTCOME_OF[low], "count.active"


def _is_passive(sentence: Sentence, at: int) -> bool:
    """Whether a past form is passive, so that a number after it is no object (*were killed 12 km away*)."""
    if sentence.low(at).endswith("ing"):
        return False
    for back in range(at - 1, max(-1, at - 4), -1):
        low = sentence.low(back)
        if low in {"was", "were", "been", "being", "are", "is"}:
            return True
        if low not in {"also", "not", "reportedly", "later", "shot", "seriously"}:
            return False
    return False


def _after(sentence: Sentence, person: Persons, limit: int) -> Link | None:
    """An outcome after the number: *26 civilians were killed*, *26 dead*."""
    loose = 0
    for at in range(person.end, min(limit, person.end + 24, len(sentence.tokens))):
        low = sentence.low(at)
        if low in _CLAUSE_END:
            return None
        outcome = outcome_at(sentence, at)
        if outcome is not None and not _is_active_here(sentence, at, person.end):
            return at, outcome, "count.passive"
        if low in NOUNS and at == person.end:
            return at, NOUNS[low], "count.noun"
        if low == "," and not _is_aside(sentence, at):
            return None
        loose += low not in AUXILIARIES
        if loose > 12:
            return None
    return None


def _is_aside(sentence: Sentence, at: int) -> bool:
    """Whether a comma opens an aside after people: *two men, aged 19 and 23, were killed*."""
    after = sentence.low(at + 1)
    if after in {"was", "were", "have", "had", "has", "died", "are"}:
        return True
    return after in {"including", "ages", "aged", "all", "most", "one", "both", "some", "among", "mostly", "who"} or (
        sentence.tokens[at + 1].word[0].isdigit() if at + 1 < len(sentence.tokens) else False
    )


def _is_active_here(sentence: Sentence, at: int, end: int) -> bool:
    """Whether an outcome verb after people has them as its doer: *gunmen killed ...*."""
    low = sentence.low(at)
    if low in HURTS and {sentence.low(back) for back in range(at - 5, at)} & SUFFERING:
        return False
    if low in _PASSIVE_ONLY or low not in ACTIVE:
        return False
    if low in {"kill", "kills", "killing", "injuring", "wounding", "wounds", "detaining", "arresting", "capturing"}:
        return True
    if any(sentence.low(back) in {"was", "were", "been", "being", "be", "is", "are", "got"} for back in range(end, at)):
        return False
    following = sentence.low(at + 1)
    object_follows = following in ARTICLES | {
        "the",
        "at",
        "dozens",
        "several",
        "him",
        "her",
        "them",
    } or _begins_number(sentence, at + 1)
    if following == "at" and sentence.low(at + 2) != "least":
        object_follows = False
    return object_follows


def _begins_number(sentence: Sentence, at: int) -> bool:
    if at >= len(sentence.tokens):
        return False
    return bool(find_amounts(sentence.tokens[at : at + 1])) and sentence.low(at) != "no"


def _left_dead(sentence: Sentence, person: Persons, limit: int) -> Link | None:
    """*left 12 people dead*: the outcome right after the noun phrase."""
    low = sentence.low(person.end)
    if person.end < limit + 1 and low in OUTCOME_OF and low not in ACTIVE:
        return person.end, OUTCOME_OF[low], "count.left"
    noun = NOUNS.get(low)
    return (person.end, noun, "count.noun") if noun else None


def _lives(sentence: Sentence, person: Persons) -> Link | None:
    """*claimed the lives of 26 people*, *26 people lost their lives*."""
    before = [sentence.low(at) for at in range(max(0, person.first - 4), person.first)]
    if "lives" in before and "of" in before:
        return person.first - 1, PersonOutcome.KILLED, "count.lives"
    after = [sentence.low(at) for at in range(person.end, person.end + 6)]
    if "lost" in after and "lives" in after:
        return person.end + after.index("lost"), PersonOutcome.KILLED, "count.lives"
    if sentence.low(person.last - 1) in {"lives", "life"} and {"claimed", "cost", "took"} & set(before):
        return person.first - 1, PersonOutcome.KILLED, "count.lives"
    return None


def _death_of(sentence: Sentence, person: Persons) -> Link | None:
    """*the death of 26 people*, *the killing of three nurses*, *injuries to five people*."""
    link = {"deaths": "of", "death": "of", "killing": "of", "murder": "of", "killings": "of", "massacre": "of"}
    link |= {"murders": "of", "execution": "of", "assassination": "of", "arrest": "of", "detention": "of"}
    link |= {"kidnapping": "of", "abduction": "of", "capture": "of", "disappearance": "of", "wounding": "of"}
    link |= {"bodies": "of", "corpses": "of"}
    link |= {"injuries": "to", "injury": "to"}
    at = person.first - 1
    while at > 0 and sentence.low(at) in _TO_AMOUNT - {"of", "to"}:
        at -= 1
    if at < 1 or link.get(sentence.low(at - 1)) != sentence.low(at):
        return None
    word = sentence.low(at - 1)
    outcomes = dict.fromkeys(("arrest", "detention", "kidnapping", "abduction", "capture"), PersonOutcome.DETAINED)
    outcomes |= dict.fromkeys(("injuries", "injury", "wounding"), PersonOutcome.INJURED)
    outcomes |= {"disappearance": PersonOutcome.MISSING}
    return at - 1, outcomes.get(word, PersonOutcome.KILLED), "count.nominal"


def _toll_before(sentence: Sentence, person: Persons) -> Link | None:
    """*the death toll rose to 31*, *bringing the number of dead to 31*."""
    if not person.bare and sentence.low(person.last - 1) not in {"people", "persons", "civilians", "victims"}:
        return None
    for at in range(person.first - 1, max(-1, person.first - 9), -1):
        low = sentence.low(at)
        if low in _CLAUSE_END | {","}:
            return None
        if low == "toll":
            return at, PersonOutcome.KILLED, "count.toll"
        if low in _LISTED and sentence.low(at - 1) == "the" and sentence.low(at + 1).startswith("includ"):
            return at, OUTCOME_OF.get(low, PersonOutcome.KILLED), "count.among"
        counted = low in _COUNTED and sentence.low(at - 1) in {"of", "the"}
        if counted and "number" in {sentence.low(back) for back in range(at - 4, at)}:
            return at, OUTCOME_OF.get(low, PersonOutcome.KILLED), "count.toll"
    return None


def share_outcomes(
    sentence: Sentence, persons: Sequence[Persons], linked: dict[int, Link | None]
) -> dict[int, Link | None]:
    """Give the outcome of one number to those joined with it (*two men and a woman were killed*)."""
    result = dict(linked)
    for index in range(1, len(persons)):  # parts follow their whole before anything else
        whole = result[index - 1]
        if whole and _are_joined(sentence, persons[index - 1], persons[index], parts=True):
            own = result[index]
            if own is None or own[0] > persons[index].end + 3:
                result[index] = _shared(whole)
    for index in range(len(persons) - 2, -1, -1):
        found = result[index + 1]
        joined = found is not None and _are_joined(sentence, persons[index], persons[index + 1])
        if result[index] is None and found and joined and found[2] != "count.active":
            result[index] = _shared(found)
    for index in range(1, len(persons)):
        before = result[index - 1]
        joined = _are_joined(sentence, persons[index - 1], persons[index]) or _is_placed(sentence, persons[index])
        if result[index] is None and before and joined:
            result[index] = _shared(before)
    return result


def _shared(link: Link) -> Link:
    return link[0], link[1], link[2].removesuffix(".shared") + ".shared"


def _is_placed(sentence: Sentence, person: Persons) -> bool:
    """A bare number with a place after it, in an enumeration: *nine in Tarngard, five in Hadrik*."""
    after = sentence.low(person.end) in {"in", "at", "on", "near"}
    return person.bare and after and sentence.low(person.first - 1) in {",", "and", ":", "-", "–", "—", ";"}


def _are_joined(sentence: Sentence, one: Persons, two: Persons, *, parts: bool = False) -> bool:
    between = [sentence.low(at) for at in range(one.end, two.first)]
    if parts:
        near = len(between) <= 9
        return near and (any(contains(between, phrase) for phrase in INCLUDING) or _goes_on(sentence, one, between))
    if not between or len(between) > 7:
        return not between and one.end == two.first
    if between != ["as"] and all(word in _JOINING for word in between):
        return True
    return any(contains(between, phrase) for phrase in INCLUDING)


def _goes_on(sentence: Sentence, one: Persons, between: Sequence[str]) -> bool:
    """Whether a number goes on a list of parts: *including three patients and a nurse*."""
    before = [sentence.low(at) for at in range(one.first - 3, one.first)]
    return between in (["and"], [","], [",", "and"]) and "including" in before


def contains(listed: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(listed[at : at + len(phrase)]) == phrase for at in range(len(listed)))
