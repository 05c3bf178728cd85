"""Numbers of people with what became of them: killed, injured, missing, detained, displaced.

A number of people is tied to an outcome by where both stand: *26 civilians were killed*, *killing 26*, *26 dead*, *the
death of 26 people*, *the toll rose to 26*. A part of a number is tied to its whole (*seven, including two children*).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probans.analysis.reading.lexicon import phrases, words
from probans.analysis.reading.numbers import Amount, count_of, find_amounts
from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.people import BODIES, people_at
from probans.model.claim import CountClaim, PersonOutcome
from probans.model.counts import Count

_OUTCOME_WORDS: dict[PersonOutcome, frozenset[str]] = {
    PersonOutcome.KILLED: words(
        "killed kill kills killing dead died die dies dying slain slaying slew murdered murdering murders massacred "
        "executed executing perished perish assassinated assassinating beheaded lynched martyred slaughtered fatally "
        "deceased"
    ),
    PersonOutcome.INJURED: words(
        "injured injuring injure injures wounded wounding wounds wound hurt hurting maimed maiming hospitalised "
        "hospitalized"
    ),
    PersonOutcome.MISSING: words("missing disappeared unaccounted vanished"),
    PersonOutcome.DETAINED: words(
        "detained detaining arrested arresting captured capturing abducted abducting kidnapped kidnapping imprisoned "
        "jailed seized apprehended interned"
    ),
    PersonOutcome.KILLED_OR_INJURED: words("shot shoots gunned"),
    PersonOutcome.DISPLACED: words(
        "displaced displacing fled evacuated evacuating homeless uprooted deported expelled"
    ),
}
_OUTCOME_OF = {word: outcome for outcome, listed in _OUTCOME_WORDS.items() for word in listed}
_NOUNS: dict[str, PersonOutcome] = {
    **dict.fromkeys(words("deaths death fatalities fatality dead"), PersonOutcome.KILLED),
    **dict.fromkeys(words("injuries injury"), PersonOutcome.INJURED),
    **dict.fromkeys(words("casualties casualty"), PersonOutcome.KILLED_OR_INJURED),
    **dict.fromkeys(words("arrests detentions"), PersonOutcome.DETAINED),
}
_ACTIVE = words("shot shoots") | words(
    "killed kill kills killing murdered murdering murders massacred executed executing assassinated injured injuring "
    "injure injures wounded wounding wounds wound hurt hurting maimed maiming detained detaining arrested arresting "
    "captured capturing abducted abducting kidnapped kidnapping displaced shot shoots displacing evacuated evacuating "
    "slaughtered seized slew"
)
_CONDITIONS = words("critical serious stable fair good grave guarded")
_HURTS = words("wound wounds injury injuries burns fractures")
_SUFFERING = words("suffered suffering suffers sustained received")
_CARRIED = words("taken rushed airlifted transported flown")
_BE = words("was were is had has been remains remained")
_DEADLY = frozenset({("and", "killed"), (",", "killed"), ("and", "died"), ("to", "death"), ("down", "and")})
_PASSIVE_ONLY = words("dead died die dies perished missing disappeared fled homeless unaccounted vanished dying")
_AUXILIARIES = words(
    "was were is are been being be has have had got being also reportedly allegedly later then subsequently both all "
    "either confirmed pronounced declared found reported left apparently instantly seriously severely critically "
    "slightly badly fatally immediately now still already confirmed presumed feared believed lay lying listed remain "
    "remained remains who that which may might could not shot burned burnt stabbed beaten hacked tortured to gravely"
)
_LOOSE = words(
    "of from in at on the a an and or their his her its including among by local with for near under inside other more "
    "additional during after while when when as"
)
_TO_AMOUNT = words(
    "the of a an some another further additional about around least at more than over up to estimated as many"
)
_OTHERS = words("others more people persons dead injured wounded killed")
_INCLUDING = phrases(
    "including; among them; among whom; of them; of whom; of which; among those; among the dead; among the killed; "
    "amongst them; some of them; most of them; both of them; including at least; including the"
)
_NOT_PEOPLE = words(
    "year years month months week weeks day days hour hours minute minutes second seconds percent per cent km "
    "kilometres kilometers miles metres meters feet pm am p.m a.m p.m. a.m. times round rounds shots rockets "
    "missiles shells bombs houses homes buildings apartments vehicles cars tanks villages towns cities districts "
    "dollars euros pounds million billion points drones aircraft degrees tonnes tons kg animals cattle cows sheep "
    "goats incidents attacks strikes occasions schools hospitals churches ships boats trucks buses blocks pages "
    "countries states mines caliber calibre mm inches bullets weapons guns grenades °"
)
_TOLL = words("toll")
_TOLL_VERBS = words(
    "rose risen rises rising stood stands climbed reached reaches now at to is was of bringing increased"
)
_CLAUSE_END = frozenset({".", ";", ":", "!", "?", "”", "“", '"'})
_ARTICLES = words("a an his her their its another one the")
_NO_NAMES = words(
    "the a an in on at police county city street monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december hospital medical center "
    "department office sheriff high school university court news avenue road lane drive park state north south east "
    "west general"
)
_DESCRIBING = words(
    "captured detained wounded injured missing displaced abducted kidnapped arrested imprisoned murdered slain"
)
_LISTED = words("dead killed victims injured wounded missing detained")
_TIMES = {"double": 2, "triple": 3, "quadruple": 4}
_KILLINGS = words("murder murders killing killings homicide homicides slaying slayings")
_JOINING = words("and , or as well plus along with")
_PLACEMENT = words("shot attacked gunned")


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of people: tokens ``first`` to ``last``, with the token of the word that says what became of them."""

    first: int
    last: int
    outcome_at: int
    claim: CountClaim


@dataclass(frozen=True, slots=True)
class _Persons:
    """A number that counts people: tokens, the noun's group and the token after the noun phrase."""

    first: int
    last: int
    end: int
    count: Count
    group: str
    bare: bool = False
    bodies: bool = False
    rule: str = "count.number"


def find_tolls(sentence: Sentence) -> tuple[Toll, ...]:
    """Find the numbers of people in a sentence whose outcome is said, left to right."""
    persons = _persons(sentence)
    linked = {index: _outcome(sentence, persons, index) for index in range(len(persons))}
    linked = _share(sentence, persons, linked)
    tolls: list[Toll] = [_toll(sentence, persons[index], found) for index, found in linked.items() if found]
    tolls.extend(_nominal(sentence, tolls))
    tolls.sort(key=lambda toll: (toll.first, toll.last))
    return _with_subsets(sentence, tolls)


def people_counts(sentence: Sentence) -> tuple[tuple[int, int, Count, str], ...]:
    """All numbers of people in a sentence: (first token, token after, count, group)."""
    return tuple((person.first, person.end, person.count, person.group) for person in _persons(sentence))


# --- numbers of people -----------------------------------------------------------------------------------------------


def _persons(sentence: Sentence) -> tuple[_Persons, ...]:
    amounts = find_amounts(sentence.tokens)
    found = [person for amount in amounts if (person := _person(sentence, amount)) is not None]
    taken = {at for person in found for at in range(person.first, person.end)}
    taken |= {at for amount in amounts for at in range(amount.bare_first, amount.bare_last)}
    found.extend(_singular(sentence, at) for at in range(len(sentence.tokens)) if _is_singular(sentence, at, taken))
    found.extend(_named(sentence, {at for person in found for at in range(person.first, person.end)}))
    return tuple(sorted(found, key=lambda person: person.first))


def _person(sentence: Sentence, amount: Amount) -> _Persons | None:
    if not _can_count(sentence, amount):
        return None
    wording = sentence.words(amount.first, amount.last)
    count = count_of(amount, wording)
    if count is None:
        return None
    noun = _noun_after(sentence, amount.last)
    if sentence.low(amount.first - 1) == "of" and sentence.low(amount.first - 2) in {"family", "couple", "group"}:
        return _Persons(amount.first - 2, amount.last, amount.last, count, "")
    if noun is not None:
        group = people_at(sentence, noun) or ""
        end = noun + 1
        return _Persons(
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
    return _Persons(amount.first, amount.last, end, count, "", bare=True)


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
    if token.low in _DESCRIBING:
        return True
    if token.low in _AUXILIARIES - {"wounded", "injured"} or token.low in _LOOSE - {
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
    if low in _OUTCOME_OF or low in {
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
    return low in _AUXILIARIES


def _named(sentence: Sentence, taken: set[int]) -> list[_Persons]:
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
        found.append(_Persons(at, last, _over_age(sentence, last), count, group, rule="count.one"))
        at = last
    return found


def _is_spoken_of(sentence: Sentence, at: int, last: int) -> bool:
    """Whether a name or age stands right where a victim does, so that places and other names are left out."""
    after = sentence.low(_over_age(sentence, last))
    before = sentence.low(at - 1)
    if after in _BE or after in {"died", "dies", "shot", "killed", "suffered", "later", "dead", "injured", "wounded"}:
        return True
    return before in _ACTIVE or (before == "of" and sentence.low(at - 2) in {"death", "murder", "killing", "body"})


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
        if low in _ARTICLES or low == "'s":
            return back
        if not (sentence.tokens[back].word[0].isalnum() or low == "-") or low in _AUXILIARIES | _LOOSE - {
            "local",
            "other",
        }:
            return None
    return None


def _singular(sentence: Sentence, at: int) -> _Persons:
    first = _article(sentence, at)
    start = at if first is None else first
    count = Count(low=1, high=1, wording=sentence.words(start, at + 1))
    return _Persons(start, at + 1, at + 1, count, people_at(sentence, at) or "", rule="count.singular")


# --- outcomes --------------------------------------------------------------------------------------------------------

_Link = tuple[int, PersonOutcome, str]


def _outcome(sentence: Sentence, persons: Sequence[_Persons], index: int) -> _Link | None:
    person = persons[index]
    limit = persons[index + 1].first if index + 1 < len(persons) else len(sentence.tokens)
    if person.bodies:
        return person.last - 1, PersonOutcome.KILLED, "count.bodies"
    return _linked(sentence, person, limit) or _taken(sentence, person) or _described(sentence, person)


def _linked(sentence: Sentence, person: _Persons, limit: int) -> _Link | None:
    return (
        _toll_before(sentence, person)
        or _left_dead(sentence, person, limit)
        or _before(sentence, person)
        or _after(sentence, person, limit)
        or _lives(sentence, person)
        or _death_of(sentence, person)
    )


def _described(sentence: Sentence, person: _Persons) -> _Link | None:
    """*five captured servicemen*, *30 wounded soldiers*, *six prisoners of war*: said by the noun phrase itself."""
    for at in range(person.first, person.last - 1):
        low = sentence.low(at)
        if low in _DESCRIBING:
            return at, _OUTCOME_OF[low], "count.adjective"
    if person.group == "prisoners" and person.rule == "count.number":
        return person.last - 1, PersonOutcome.DETAINED, "count.status"
    return None


def _taken(sentence: Sentence, person: _Persons) -> _Link | None:
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


def _before(sentence: Sentence, person: _Persons) -> _Link | None:
    """An active verb right before the number: *killing at least 26 civilians*."""
    at = person.first - 1
    while at >= 0 and sentence.low(at) in _TO_AMOUNT:
        at -= 1
    low = sentence.low(at)
    if low == "," or (low == "and" and sentence.low(at - 1) in _OUTCOME_OF):
        return None
    if low not in _ACTIVE or _is_passive(sentence, at):
        return None
    return at, outcome_at(sentence, at) or _OUTCOME_OF[low], "count.active"


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


def _after(sentence: Sentence, person: _Persons, limit: int) -> _Link | None:
    """An outcome after the number: *26 civilians were killed*, *26 dead*."""
    loose = 0
    for at in range(person.end, min(limit, person.end + 24, len(sentence.tokens))):
        low = sentence.low(at)
        if low in _CLAUSE_END:
            return None
        outcome = outcome_at(sentence, at)
        if outcome is not None and not _is_active_here(sentence, at, person.end):
            return at, outcome, "count.passive"
        if low in _NOUNS and at == person.end:
            return at, _NOUNS[low], "count.noun"
        if low == "," and not _is_aside(sentence, at):
            return None
        loose += low not in _AUXILIARIES
        if loose > 12:
            return None
    return None


def outcome_at(sentence: Sentence, at: int) -> PersonOutcome | None:
    """What the word at a token says became of people; *shot* alone leaves open whether they live."""
    low = sentence.low(at)
    before = [sentence.low(back) for back in range(at - 5, at)]
    if low in {"shot", "gunned", "shoots"}:
        after = tuple(sentence.low(ahead) for ahead in range(at + 1, at + 3))
        deadly = after[0] == "dead" or before[-1] == "fatally" or after in _DEADLY
        return PersonOutcome.KILLED if deadly else PersonOutcome.KILLED_OR_INJURED
    if low in _OUTCOME_OF:
        return None if low == "wound" and sentence.low(at + 1) == "up" else _OUTCOME_OF[low]
    hurt = (low == "condition" and before[-1] in _CONDITIONS) or (low in _HURTS and set(before) & _SUFFERING)
    carried = low in {"hospital", "hospitals"} and set(before) & _CARRIED
    return PersonOutcome.INJURED if hurt or carried else None


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
    if low in _PASSIVE_ONLY or low not in _ACTIVE:
        return False
    if low in {"kill", "kills", "killing", "injuring", "wounding", "wounds", "detaining", "arresting", "capturing"}:
        return True
    if any(sentence.low(back) in {"was", "were", "been", "being", "be", "is", "are", "got"} for back in range(end, at)):
        return False
    following = sentence.low(at + 1)
    object_follows = following in _ARTICLES | {
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


def _left_dead(sentence: Sentence, person: _Persons, limit: int) -> _Link | None:
    """*left 12 people dead*: the outcome right after the noun phrase."""
    low = sentence.low(person.end)
    if person.end < limit + 1 and low in _OUTCOME_OF and low not in _ACTIVE:
        return person.end, _OUTCOME_OF[low], "count.left"
    noun = _NOUNS.get(low)
    return (person.end, noun, "count.noun") if noun else None


def _lives(sentence: Sentence, person: _Persons) -> _Link | None:
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


def _death_of(sentence: Sentence, person: _Persons) -> _Link | None:
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


def _toll_before(sentence: Sentence, person: _Persons) -> _Link | None:
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
            return at, _OUTCOME_OF.get(low, PersonOutcome.KILLED), "count.among"
        counted = low in {"dead", "deaths", "killed", "injured", "wounded"} and sentence.low(at - 1) in {"of", "the"}
        if counted and "number" in {sentence.low(back) for back in range(at - 4, at)}:
            return at, _OUTCOME_OF.get(low, PersonOutcome.KILLED), "count.toll"
    return None


def _share(sentence: Sentence, persons: Sequence[_Persons], linked: dict[int, _Link | None]) -> dict[int, _Link | None]:
    """Give the outcome of one number to those joined with it (*two men and a woman were killed*)."""
    result = dict(linked)
    for index in range(1, len(persons)):  # parts follow their whole before anything else
        whole = result[index - 1]
        if whole and _are_joined(sentence, persons[index - 1], persons[index], parts=True):
            own = result[index]
            if own is None or own[0] > persons[index].end:
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


def _shared(link: _Link) -> _Link:
    return link[0], link[1], link[2].removesuffix(".shared") + ".shared"


def _is_placed(sentence: Sentence, person: _Persons) -> bool:
    """A bare number with a place after it, in an enumeration: *nine in Tarngard, five in Hadrik*."""
    after = sentence.low(person.end) in {"in", "at", "on", "near"}
    return person.bare and after and sentence.low(person.first - 1) in {",", "and", ":", "-", "–", "—", ";"}


def _are_joined(sentence: Sentence, one: _Persons, two: _Persons, *, parts: bool = False) -> bool:
    between = [sentence.low(at) for at in range(one.end, two.first)]
    if parts:
        near = len(between) <= 9
        return near and (any(_contains(between, phrase) for phrase in _INCLUDING) or _goes_on(sentence, one, between))
    if not between or len(between) > 7:
        return not between and one.end == two.first
    if between != ["as"] and all(word in _JOINING for word in between):
        return True
    return any(_contains(between, phrase) for phrase in _INCLUDING)


def _goes_on(sentence: Sentence, one: _Persons, between: Sequence[str]) -> bool:
    """Whether a number goes on a list of parts: *including three patients and a nurse*."""
    before = [sentence.low(at) for at in range(one.first - 3, one.first)]
    return between in (["and"], [","], [",", "and"]) and "including" in before


def _contains(listed: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(listed[at : at + len(phrase)]) == phrase for at in range(len(listed)))


def _nominal(sentence: Sentence, found: Sequence[Toll]) -> list[Toll]:
    """*no casualties*, *five deaths*, *12 injuries*, *without casualties*: a number with a noun of outcome."""
    taken = {at for toll in found for at in range(toll.first, toll.last + 1)}
    tolls = []
    tolls.extend(_multiples(sentence))
    for amount in find_amounts(sentence.tokens):
        for at in range(amount.last, min(amount.last + 3, len(sentence.tokens))):
            noun = _NOUNS.get(sentence.low(at))
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


def _toll(sentence: Sentence, person: _Persons, link: _Link) -> Toll:
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
    for index in range(len(before) - 1, -1, -1):
        whole = before[index]
        if whole.claim.outcome is not toll.claim.outcome:
            continue
        between = [sentence.low(at) for at in range(whole.last, toll.first)]
        after = [sentence.low(at) for at in range(toll.last, toll.last + 3)]
        inside = any(_contains(between, phrase) for phrase in _INCLUDING) or any(
            tuple(after[: len(phrase)]) == phrase for phrase in phrases("of them; of whom; of those")
        )
        if inside and len(between) <= 12:
            return whole.claim.subset_of if whole.claim.subset_of is not None else index
        if ":" in between and toll.claim.count.low <= whole.claim.count.low:
            return index
        if whole.claim.subset_of is not None and "and" in between and len(between) <= 4:
            return whole.claim.subset_of
        if sentence.low(toll.outcome_at) == "condition" and toll.claim.count.low < whole.claim.count.low:
            return whole.claim.subset_of if whole.claim.subset_of is not None else index
        return None
    return None
