"""Numbers of people with what became of them: killed, injured, missing, detained, displaced.

A part of a number is tied to its whole (*seven, including two children*).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.links import Link, contains, outcome_of, share_outcomes
from probans.analysis.reading.numbers import count_of, find_amounts
from probans.analysis.reading.outcomes import INCLUDING, NOUNS
from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.persons import Persons, find_persons
from probans.model.claim import CountClaim, PersonOutcome
from probans.model.counts import Count

_TIMES = {"double": 2, "triple": 3, "quadruple": 4}
_KILLINGS = words("murder murders killing killings homicide homicides slaying slayings")


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of people: tokens ``first`` to ``last``, with the token of the word that says what became of them."""

    first: int
    last: int
    outcome_at: int
    claim: CountClaim


def find_tolls(sentence: Sentence) -> tuple[Toll, ...]:
    """Find the numbers of people in a sentence whose outcome is said, left to right."""
    persons = find_persons(sentence)
    linked = {index: outcome_of(sentence, persons, index) for index in range(len(persons))}
    linked = share_outcomes(sentence, persons, linked)
    tolls: list[Toll] = [_toll(sentence, persons[index], found) for index, found in linked.items() if found]
    tolls.extend(_nominal(sentence, tolls))
    tolls.sort(key=lambda toll: (toll.first, toll.last))
    return _with_subsets(sentence, tolls)


def _nominal(sentence: Sentence, found: Sequence[Toll]) -> list[Toll]:
    """*no casualties*, *five deaths*, *12 injuries*, *without casualties*: a number with a noun of outcome."""
    taken = {at for toll in found for at in range(toll.first, toll.last + 1)}
    tolls = []
    tolls.extend(_multiples(sentence))
    for amount in find_amounts(sentence.tokens):
        for at in range(amount.last, min(amount.last + 3, len(sentence.tokens))):
            noun = NOUNS.get(sentence.low(at))
            if noun is None or amount.first in taken or sentence.low(at) == "dead":
                continue
            count = count_of(amount, sentence.words(amount.first, amount.last))
            toll_follows = sentence.low(at + 1) in {"toll", "tolls", "penalty", "threat", "threats", "certificate"}
            if count is not None and not toll_follows:
                span = sentence.span(amount.first, at + 1)
                claim = CountClaim(outcome=noun, count=count, span=span, rule="count.noun")
                tolls.append(Toll(amount.first, at + 1, at, claim))
            break
    return tolls


def _multiples(sentence: Sentence) -> list[Toll]:
    """*a double murder*, *a triple killing*."""
    found = []
    for at in range(len(sentence.tokens) - 1):
        times = _TIMES.get(sentence.low(at))
        if times is not None and sentence.low(at + 1) in _KILLINGS:
            count = Count(low=times, high=times, wording=sentence.words(at, at + 2))
            span = sentence.span(at, at + 2)
            claim = CountClaim(outcome=PersonOutcome.KILLED, count=count, span=span, rule="count.multiple")
            found.append(Toll(at, at + 2, at + 1, claim))
    return found


def _toll(sentence: Sentence, person: Persons, link: Link) -> Toll:
    at, outcome, rule = link
    claim = CountClaim(
        outcome=outcome,
        count=person.count,
        span=sentence.span(person.first, person.last),
        group=person.group,
        rule=rule if person.rule == "count.number" else f"{rule}.{person.rule.split('.')[1]}",
    )
    return Toll(person.first, person.last, at, claim)


def _with_subsets(sentence: Sentence, tolls: Sequence[Toll]) -> tuple[Toll, ...]:
    """Mark each number that is part of the one before it, by the words between them."""
    result: list[Toll] = []
    for index, toll in enumerate(tolls):
        whole = _whole_of(sentence, result, toll)
        result.append(replace(toll, claim=replace(toll.claim, subset_of=whole)) if whole is not None else toll)
        del index
    return tuple(result)


def _whole_of(sentence: Sentence, before: Sequence[Toll], toll: Toll) -> int | None:
    """The index of the number that a number is part of: the nearest before it with the same outcome."""
    same = [index for index, whole in enumerate(before) if whole.claim.outcome is toll.claim.outcome]
    if not same:
        return None
    index = same[-1]
    whole = before[index].claim
    top = index if whole.subset_of is None else whole.subset_of
    between = [sentence.low(at) for at in range(before[index].last, toll.first)]
    if _is_called_part(sentence, toll, between):
        return top
    if whole.subset_of is not None:
        return top if ("and" in between and len(between) <= 4) or between == [","] else None
    smaller = toll.claim.count.low <= whole.count.low
    told = whole.rule.startswith("count.toll") or (":" in between and smaller)
    return index if told or (sentence.low(toll.outcome_at) == "condition" and smaller) else None


def _is_called_part(sentence: Sentence, toll: Toll, between: Sequence[str]) -> bool:
    """*..., including two children*; *two of them children*."""
    after = [sentence.low(at) for at in range(toll.last, toll.last + 3)]
    inside = any(contains(between, phrase) for phrase in INCLUDING)
    return len(between) <= 12 and (inside or tuple(after[:2]) in {("of", "them"), ("of", "whom"), ("of", "those")})
