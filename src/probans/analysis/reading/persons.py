"""Numbers of people in a sentence: in figures and words, one person by noun, age, name or pronoun. Ages are none."""

from dataclasses import dataclass

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.numbers import Amount, count_of, find_amounts
from probans.analysis.reading.outcomes import ACTIVE, ARTICLES, AUXILIARIES, DESCRIBING, OUTCOME_OF, outcome_at
from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.people import BODIES, people_at
from probans.model.counts import Count

_BE = words("was were is had has been remains remained")
_LOOSE = words(
    "of from in at on the a an and or their his her its including among by local with for near under inside other more "
    "additional during after while when when as"
)
_NOT_PEOPLE = words(
    "year years month months week weeks day days hour hours minute minutes second seconds percent per cent km "
    "kilometres kilometers miles metres meters feet pm am p.m a.m p.m. a.m. times round rounds shots rockets "
    "missiles shells bombs houses homes buildings apartments vehicles cars tanks villages towns cities districts "
    "dollars euros pounds million billion points drones aircraft degrees tonnes tons kg animals cattle cows sheep "
    "goats incidents attacks strikes occasions schools hospitals churches ships boats trucks buses blocks pages "
    "countries states mines caliber calibre mm inches bullets weapons guns grenades °"
)
_NO_NAMES = words(
    "the a an in on at police county city street monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december hospital medical center "
    "department office sheriff high school university court news avenue road lane drive park state north south east "
    "west general"
)
_AFTER_TOLL = words("after when while as since with - – — people")


@dataclass(frozen=True, slots=True)
class Persons:
    """A number that counts people: tokens, the noun's group and the token after the noun phrase."""

    first: int
    last: int
    end: int
    count: Count
    group: str
    bare: bool = False
    bodies: bool = False
    rule: str = "count.number"


def find_persons(sentence: Sentence) -> tuple[Persons, ...]:
    amounts = find_amounts(sentence.tokens)
    found = [person for amount in amounts if (person := _person(sentence, amount)) is not None]
    taken = {at for person in found for at in range(person.first, person.end)}
    taken |= {at for amount in amounts for at in range(amount.bare_first, amount.bare_last)}
    found.extend(_singular(sentence, at) for at in range(len(sentence.tokens)) if _is_singular(sentence, at, taken))
    found.extend(_named(sentence, {at for person in found for at in range(person.first, person.end)}))
    return tuple(sorted(found, key=lambda person: person.first))


def people_counts(sentence: Sentence) -> tuple[tuple[int, int, Count, str], ...]:
    """All numbers of people in a sentence: (first token, token after, count, group)."""
    return tuple((person.first, person.end, person.count, person.group) for person in find_persons(sentence))


def _person(sentence: Sentence, amount: Amount) -> Persons | None:
    if not _can_count(sentence, amount):
        return None
    wording = sentence.words(amount.first, amount.last)
    count = count_of(amount, wording)
    if count is None:
        return None
    noun = _noun_after(sentence, amount.last)
    if sentence.low(amount.first - 1) == "of" and sentence.low(amount.first - 2) in {"family", "couple", "group"}:
        return Persons(amount.first - 2, amount.last, amount.last, count, "")
    if noun is not None:
        group = people_at(sentence, noun) or ""
        end = noun + 1
        return Persons(
            amount.first,
            noun + 1,
            end,
            count,
            "" if group == "dead" else group,
            bodies=sentence.low(noun) in BODIES,
        )
    if not _stands_alone(sentence, amount):
        return None
    end = amount.last + (sentence.low(amount.last) in {"others", "more", "other"})
    called = people_at(sentence, end + 1) if sentence.low(end) in {"were", "are", "was"} else None
    return Persons(amount.first, amount.last, end, count, called or "", bare=True)


def _can_count(sentence: Sentence, amount: Amount) -> bool:
    tokens = sentence.tokens
    if _touches_sign(sentence, amount) or _is_aged(sentence, amount):
        return False
    digits = tokens[amount.bare_first].word
    if amount.modifier == "exact" and digits.isdigit() and len(digits) == 4 and 1900 <= int(digits) <= 2100:
        return _noun_after(sentence, amount.last) is not None
    return digits[0].isalpha() or digits.replace(",", "").replace(".", "").isdigit() or amount.upper is not None


def _touches_sign(sentence: Sentence, amount: Amount) -> bool:
    """Whether a sign makes a number something else: money, a share, a part of a word or a reference."""
    tokens = sentence.tokens
    before, after = sentence.low(amount.first - 1), sentence.low(amount.last)
    if after in {"-", "–", "/", ":", "%", "°"} and tokens[amount.last].start == tokens[amount.last - 1].end:
        return True
    if before == "-":
        return tokens[amount.first - 1].end == tokens[amount.first].start
    return before in {"$", "€", "£", "/", "#", "no", "article"} and amount.modifier != "vague"


def _is_aged(sentence: Sentence, amount: Amount) -> bool:
    """Whether a number is an age: *aged 38 and 41*, *Jon Brandt, 43,*, *a boy of nine*."""
    before = [sentence.low(at) for at in range(amount.first - 4, amount.first)]
    if {"age", "aged", "ages"} & set(before):
        return True
    if amount.modifier != "exact":
        return False
    if before[-1] == "," and sentence.low(amount.last) in {",", "."} and amount.first >= 2:
        return sentence.tokens[amount.first - 2].is_capital
    return before[-1] == "of" and _is_age(sentence, amount)


def _is_age(sentence: Sentence, amount: Amount) -> bool:
    """*a boy of nine*, *a man of 64*: an age, not a number of people."""
    noun = sentence.low(amount.first - 2)
    if noun in {"family", "group", "couple"}:
        return False
    return people_at(sentence, amount.first - 2) is not None and not noun.endswith("s") and amount.value < 120


def _noun_after(sentence: Sentence, at: int) -> int | None:
    """The noun of people that a number counts: within a few words that can stand between."""
    if sentence.low(at) == "of" and sentence.low(at + 1) in {"the", "our", "their", "its", "his", "them", "whom"}:
        at += 2
    elif sentence.low(at) == "of":
        at += 1
    for position in range(at, min(at + 6, len(sentence.tokens))):
        low = sentence.low(position)
        if low in _NOT_PEOPLE:
            return None
        if people_at(sentence, position) is not None and not _is_modifier(sentence, position):
            return position
        if not _may_stand_between(sentence, position):
            return None
    return None


def _is_modifier(sentence: Sentence, at: int) -> bool:
    """Whether a noun of people only describes the next one (*five police officers*, *two army captains*)."""
    return people_at(sentence, at + 1) is not None and sentence.low(at + 1) not in {"dead", "missing"}


def _may_stand_between(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    if not token.word[0].isalpha():
        return token.word in {"-"}
    if token.low in DESCRIBING:
        return True
    if token.low in AUXILIARIES - {"wounded", "injured"} or token.low in _LOOSE - {
        "other",
        "more",
        "local",
        "additional",
    }:
        return token.low in {"seriously", "critically", "severely", "slightly", "badly"}
    return token.low not in {"killed", "died", "dead", "missing", "said", "were", "was"}


def _stands_alone(sentence: Sentence, amount: Amount) -> bool:
    """Whether a number without a noun stands for people: *26 were killed*, *and five injured*, *three others*."""
    at = amount.last
    low = sentence.low(at)
    if low in {"others", "more", "other"}:
        low = sentence.low(at + 1)
        at += 1
    if low in _NOT_PEOPLE or _is_listed_age(sentence, amount):
        return False
    if low in _AFTER_TOLL and "toll" in {sentence.low(back) for back in range(amount.first - 6, amount.first)}:
        return True
    if low in OUTCOME_OF or low in {
        "of",
        "and",
        "or",
        ",",
        ".",
        "",
        ")",
        "in",
        "who",
        "on",
        "at",
        "from",
        "people",
        "have",
        "has",
    }:
        return True
    return low in AUXILIARIES


def _named(sentence: Sentence, taken: set[int]) -> list[Persons]:
    """One person by age, name or pronoun: *a 12-year-old*, *Jon Brandt, 43,*, *she*."""
    found = []
    at = 0
    while at < len(sentence.tokens):
        last = _age_noun_end(sentence, at) or _name_end(sentence, at) or _pronoun_end(sentence, at)
        if last is None or taken & set(range(at, last)) or not _is_spoken_of(sentence, at, last):
            at += 1
            continue
        group = "children" if _is_young(sentence, at) else ""
        count = Count(low=1, high=1, wording=sentence.words(at, last))
        found.append(Persons(at, last, _over_age(sentence, last), count, group, rule="count.one"))
        at = last
    return found


def _is_spoken_of(sentence: Sentence, at: int, last: int) -> bool:
    """Whether a name or age stands right where a victim does, so that places and other names are left out."""
    after = sentence.low(_over_age(sentence, last))
    before = sentence.low(at - 1)
    if after in _BE or after in {"died", "dies", "shot", "killed", "suffered", "later", "dead", "injured", "wounded"}:
        return True
    return before in ACTIVE or (before == "of" and sentence.low(at - 2) in {"death", "murder", "killing", "body"})


def _age_noun_end(sentence: Sentence, at: int) -> int | None:
    """*12-year-old*, with the name that may follow it."""
    if [sentence.low(position) for position in range(at + 1, at + 5)] != ["-", "year", "-", "old"]:
        return None
    last = at + 5
    if people_at(sentence, last) is not None:
        return last + 1
    return _name_end(sentence, last) or last


def _name_end(sentence: Sentence, at: int) -> int | None:
    """Two to four capitalised words in a row, as a person's name is written; not in titles or capitals."""
    if sentence.capitals or sentence.title:
        return None
    last = at
    while last < len(sentence.tokens) and last - at < 4 and _is_name_word(sentence, last):
        last += 1
    return last if last - at >= 2 else None


def _is_name_word(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return token.is_capital and token.word.isalpha() and len(token.word) > 1 and token.low not in _NO_NAMES


def _pronoun_end(sentence: Sentence, at: int) -> int | None:
    return at + 1 if sentence.low(at) in {"he", "she"} else None


def _is_young(sentence: Sentence, at: int) -> bool:
    word = sentence.tokens[at].word
    return word.isdigit() and int(word) < 18


def _over_age(sentence: Sentence, last: int) -> int:
    """Step over an age between commas: *Jon Brandt, 43, was killed*."""
    if sentence.low(last) == "," and sentence.low(last + 1).isdigit():
        end = last + 2
        return end + 1 if sentence.low(end) == "," else end
    return last


def _is_listed_age(sentence: Sentence, amount: Amount) -> bool:
    """*Two men, 19 and 20, were taken*: bare numbers between commas right after people are their ages."""
    if amount.modifier != "exact" or amount.value > 110 or sentence.low(amount.last) not in {",", "and"}:
        return False
    before = [sentence.low(at) for at in range(amount.first - 4, amount.first)]
    people = any(people_at(sentence, at) is not None for at in range(amount.first - 4, amount.first - 1))
    return people and before[-1] in {",", "and"} and "," in before


def _is_singular(sentence: Sentence, at: int, taken: set[int]) -> bool:
    """Whether a noun of one person has an article or owner before it (*a man*, *his wife*)."""
    low = sentence.low(at)
    if at in taken or (low.endswith("s") and not low.endswith("ss")) or people_at(sentence, at) is None:
        return False
    name = (
        sentence.tokens[at].is_capital and at > 0 and not (sentence.title or sentence.capitals or sentence.index == 0)
    )
    if name or _is_modifier(sentence, at):
        return False
    if low in {"people", "police", "children", "women", "men", "troops"} or low.endswith("men") or low in BODIES:
        return False
    first = _article(sentence, at)
    return (first is not None and first not in taken) or _is_bare(sentence, at)


def _is_bare(sentence: Sentence, at: int) -> bool:
    """One person without an article: in a title (*Man killed in shelling*) or joined to another (*a man and woman*)."""
    joined = sentence.low(at - 1) == "and" and people_at(sentence, at - 2) is not None
    in_title = at <= 5 and (sentence.title or sentence.index == 0) and outcome_at(sentence, at + 1) is not None
    return joined or in_title


def _article(sentence: Sentence, at: int) -> int | None:
    for back in range(at - 1, max(-1, at - 8), -1):
        low = sentence.low(back)
        if low in ARTICLES or low == "'s":
            return back
        if not (sentence.tokens[back].word[0].isalnum() or low == "-") or low in AUXILIARIES | _LOOSE - {
            "local",
            "other",
        }:
            return None
    return None


def _singular(sentence: Sentence, at: int) -> Persons:
    first = _article(sentence, at)
    start = at if first is None else first
    count = Count(low=1, high=1, wording=sentence.words(start, at + 1))
    return Persons(start, at + 1, at + 1, count, people_at(sentence, at) or "", rule="count.singular")
