"""Who is said to have done it, to whom, with what: arguments of a trigger by where they stand.

*by Y* after the trigger, *Y's attack*, *Y attacked*; *X was attacked*, *attacked X*, *the attack on X*. Only actors can
be alleged perpetrators, never a person's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probans.analysis.reading.events import Event
from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Found, Sentence

_SKIP = words("the a an some unidentified unknown several two three four five six dozens of armed suspected alleged")
_AGAINST = words("on against at of near towards toward with into in over between and from among")
_NEW_PHRASE = words("was were the a an its their has had have is said says")
_BORDERS = frozenset({";", ":", "“", "”"})
_ATTACK_NOUNS = words("positions side territory direction")


@dataclass(frozen=True, slots=True)
class Arguments:
    """Actors and groups of people tied to a trigger, with the rule that tied each."""

    doers: tuple[tuple[Found, str], ...] = ()
    victims: tuple[Found, ...] = ()


def find_arguments(
    sentence: Sentence, event: Event, reach: tuple[int, int], actors: Sequence[Found], people: Sequence[Found]
) -> Arguments:
    """Find doers and victims of a trigger within the tokens of ``reach``."""
    inside = [actor for actor in actors if reach[0] <= actor.first and actor.last <= reach[1]]
    doers = _doers(sentence, event, inside)
    if any(rule == "by" for _, rule in doers) or (not doers and event.kind != "toll"):
        doers += _people_by(sentence, event, reach, people, doers)
    taken = {at for doer, _ in doers for at in range(doer.first, doer.last)}
    groups = [person for person in people if reach[0] <= person.first and person.last <= reach[1]]
    taken |= {person.head for person in groups if _is_body_of(sentence, person)}
    victims = tuple(person for person in groups if person.head not in taken and _is_victim(sentence, event, person))
    return Arguments(tuple(doers), victims)


def _doers(sentence: Sentence, event: Event, actors: Sequence[Found]) -> list[tuple[Found, str]]:
    by = [(actor, "by") for actor in actors if actor.first >= event.last and _after_by(sentence, actor.first)]
    if by or event.kind == "toll":  # who is dead has done nothing
        return by
    owners = [actor for actor in actors if actor.last <= event.first and _owns(sentence, actor, event)]
    if owners:
        return [(owners[-1], "owner")]
    attackers = [actor for actor in actors if actor.rule == "actor.attack"]
    if attackers and event.form != "active":
        return [(attackers[0], "attack")]
    if event.form == "active":
        subjects = [actor for actor in actors if actor.last <= event.first and _is_subject(sentence, actor, event)]
        if subjects:
            return [(subjects[-1], "subject")]
    positions = [
        actor
        for actor in actors
        if sentence.low(actor.last) in _ATTACK_NOUNS and sentence.low(actor.first - 1) == "from"
    ]
    if positions:
        return [(positions[0], "from")]
    return [(attackers[0], "attack")] if attackers else []


def _people_by(
    sentence: Sentence, event: Event, reach: tuple[int, int], people: Sequence[Found], doers: list[tuple[Found, str]]
) -> list[tuple[Found, str]]:
    """People by their noun, never by name, that stand right after *by*: *and by a civilian*."""
    taken = {at for doer, _ in doers for at in range(doer.first, doer.last)}
    return [
        (replace(person, rule="actor.people"), "by")
        for person in people
        if event.last <= person.first < reach[1] and person.head not in taken and _right_after_by(sentence, person)
    ]


def _right_after_by(sentence: Sentence, person: Found) -> bool:
    at = person.first - 1
    while sentence.low(at) in _SKIP:
        at -= 1
    return sentence.low(at) == "by" and sentence.low(person.last) != "'s"


def _after_by(sentence: Sentence, first: int) -> bool:
    at = first - 1
    while sentence.low(at) in _SKIP:
        at -= 1
    return sentence.low(at) == "by" or (sentence.low(at) == "and" and _joined_to_by(sentence, at))


def _joined_to_by(sentence: Sentence, at: int) -> bool:
    return any(sentence.low(back) == "by" for back in range(max(0, at - 8), at))


def _owns(sentence: Sentence, actor: Found, event: Event) -> bool:
    """*Torrund's attack*, *the Torrundi shelling*: nothing but describing words up to the trigger."""
    between = [sentence.low(at) for at in range(actor.last, event.first)]
    if event.form == "active" or len(between) > 4:
        return False
    plain = all(word.isalpha() or word in {"'s", "-"} for word in between)
    return plain and not set(between) & (_AGAINST | _NEW_PHRASE) and not any(word.endswith("ed") for word in between)


def _is_subject(sentence: Sentence, actor: Found, event: Event) -> bool:
    at = actor.first - 1
    while sentence.low(at) in _SKIP:
        at -= 1
    if sentence.low(at) in _AGAINST - {"and", "between"} and sentence.low(at) not in {"that"}:
        return False
    between = [sentence.low(position) for position in range(actor.last, event.first)]
    return len(between) <= 14 and not set(between) & (_BORDERS | {"was", "were"})


def _is_body_of(sentence: Sentence, person: Found) -> bool:
    """*a serviceman's body*: the serviceman is the victim, the body no second one."""
    return person.code == "dead" and sentence.low(person.head - 1) == "'s"


def _is_victim(sentence: Sentence, event: Event, person: Found) -> bool:
    if event.form == "passive" or event.kind in {"toll"}:
        before = 0 <= event.first - person.head <= 14
        return before or (
            person.head > event.last and sentence.low(person.first - 1) != "by" and person.head - event.last <= 4
        )
    if person.head >= event.last:
        between = [sentence.low(at) for at in range(event.last, person.first)]
        return len(between) <= 9 and "by" not in between and not set(between) & _BORDERS
    if event.form == "noun":
        return event.first - person.head <= 3
    return False
