"""Those who act: states, parties, their forces, and armed groups. Never a person by name.

An actor is a state in an acting place, or a noun of force with its nationality (*Torrundi troops*, *officers of the
Torrundi armed forces*, *Torrund's artillery*), or an armed group without one (*gunmen*).
"""

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Found, Sentence
from probans.analysis.reading.resources import Resources

_FORCES = words(
    "troops troop soldiers soldier servicemen serviceman forces force army military artillery militia militias "
    "militiamen militiaman gunmen gunman militants militant rebels rebel fighters fighter insurgents insurgent "
    "guerrillas guerrilla separatists separatist mercenaries mercenary paramilitaries paramilitary police policemen "
    "policeman officers officer navy aviation warplanes warplane aircraft jets jet helicopters gunners crews crew "
    "unit units brigade battalion regiment division company platoon squad guard guards commandos commando marines "
    "sailors paratroopers terrorists terrorist attackers attacker assailants assailant jihadists jihadist occupiers "
    "invaders side authorities government regime command snipers sniper pilots pilot drones drone gang gangs cartel "
    "interrogators jailers captors men subversives bombers extremists hitmen criminals individuals intruders "
    "saboteurs airforce fleet squads squadron patrol patrols column garrison command airmen gendarmes agents"
)
_ARMED = words(
    "gunmen gunman militants militant rebels rebel fighters fighter insurgents insurgent guerrillas guerrilla "
    "separatists separatist mercenaries paramilitaries terrorists terrorist attackers attacker assailants assailant "
    "jihadists jihadist occupiers invaders militia militias militiamen troops soldiers soldier snipers sniper police "
    "policemen policeman army regime subversives hitmen extremists bombers"
)
_BETWEEN = words(
    "armed military air security special ground naval land border interior defence defense occupation occupying "
    "government regular irregular law-enforcement enforcement police national republican presidential paramilitary "
    "law - armored armoured mechanized mechanised airborne coastal and rocket missile artillery infantry tank mobile "
    "reconnaissance attack-drone drone state civil state-backed backed 's ’s 1st 2nd 3rd 4th 5th 6th 7th 8th 9th first "
    "second third fourth fifth guards marine combat"
)
_MEMBERS = words(
    "officers officer members member soldiers soldier servicemen serviceman units unit representatives men elements "
    "commanders commander fighters personnel agents troops"
)
_ATTACKS = words("use") | words(
    "attack attacks shelling bombardment bombing bombings strike strikes airstrike airstrikes raid raids offensive "
    "aggression invasion fire assault assaults missile missiles rocket rockets drone drones shells bombs occupation "
    "massacre killings atrocities crimes"
)
_OFFICIAL = words(
    "security armed government military occupation occupying special paramilitary enemy rebel coalition state"
)
_NAMED = words(
    "forces army brigade battalion militia group front movement command guard corps regiment division brigades"
)
_NO_FORCES = words(
    "the and for new dead war ap afp un us uk eu usa gmt tv cnn bbc pm am utc who icc icj ngo ngos osce cpb ceo fbi "
    "nbc abc cbs i ii iii iv"
)
_UNKNOWN = words("unidentified unknown masked armed suspected heavily hooded uniformed several")


def find_actors(sentence: Sentence, resources: Resources) -> tuple[Found, ...]:
    """Find all actors of a sentence, left to right, never overlapping."""
    found: list[Found] = []
    at = 0
    while at < len(sentence.tokens):
        actor = _actor_at(sentence, at, resources)
        if actor is None:
            at += 1
            continue
        if found and _belongs(sentence, found[-1], actor):
            before = found.pop()
            name = sentence.words(before.first, actor.last)
            actor = Found(before.first, actor.last, name, actor.code, "actor.members", before.head)
        found.append(_with_members(sentence, actor, found))
        at = actor.last
    return tuple(found)


def _belongs(sentence: Sentence, force: Found, state: Found) -> bool:
    """*the armed forces of Vesmar*: a force right before *of* and a state is the state's."""
    between = [sentence.low(at) for at in range(force.last, state.first)]
    return between in (["of"], ["of", "the"]) and not force.code


def state_at(sentence: Sentence, at: int, resources: Resources) -> tuple[int, str, str] | None:
    """The state named at a token: (token after it, the state's name, *adjective* or *name*)."""
    if not sentence.tokens[at].is_capital:
        return None
    for last in range(min(at + 4, len(sentence.tokens)), at, -1):
        low = sentence.words(at, last).lower()
        if low in resources.states:
            return last, resources.states[low], "name"
        if low in resources.adjectives:
            return last, resources.adjectives[low], "adjective"
    return None


def _actor_at(sentence: Sentence, at: int, resources: Resources) -> Found | None:
    state = state_at(sentence, at, resources)
    if state is not None:
        return _of_state(sentence, at, state, resources)
    named = _named_force(sentence, at)
    if named is not None:
        return named
    low = sentence.low(at)
    if low in _ARMED or (low in _FORCES and sentence.low(at - 1) in _UNKNOWN | _OFFICIAL):
        first = at
        while first > 0 and sentence.low(first - 1) in _UNKNOWN | _OFFICIAL | _BETWEEN - {"and", "-", "'s"}:
            first -= 1
        return Found(first, at + 1, sentence.words(first, at + 1), "", "actor.armed", at)
    return None


def _named_force(sentence: Sentence, at: int) -> Found | None:
    """A force by its name (*Rapid Support Forces*) or initials (*RSF fighters*); capitals must mean something."""
    if sentence.capitals or sentence.title:
        return None
    last = at
    while last < len(sentence.tokens) and last - at < 5 and _is_name_part(sentence, last):
        last += 1
    if last - at >= 2 and sentence.low(last - 1) in _NAMED:
        return Found(at, last, sentence.words(at, last), "", "actor.named", last - 1)
    word = sentence.tokens[at].word
    if not (word.isupper() and word.isalpha() and 3 <= len(word) <= 6) or word.lower() in _NO_FORCES:
        return None
    beside = [sentence.tokens[near].word for near in (at - 1, at + 1) if 0 <= near < len(sentence.tokens)]
    if any(other.isupper() and len(other) > 1 for other in beside):
        return None
    end = at + 1 + (sentence.low(at + 1) in _FORCES)
    return Found(at, end, sentence.words(at, end), "", "actor.initials", end - 1)


def _is_name_part(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return token.is_capital and token.word.isalpha() and token.low not in {"the", "a", "on", "in"}


def _of_state(sentence: Sentence, at: int, state: tuple[int, str, str], resources: Resources) -> Found | None:
    last, name, kind = state
    code = resources.party_of(name)
    end = _force_end(sentence, last)
    if end is not None:
        rule = "actor.force"
        return Found(at, end, sentence.words(at, end), code, rule, end - 1)
    after = last + 1 if sentence.low(last) == "'s" else last
    while sentence.low(after) in _BETWEEN - {"and", "-"} and sentence.low(after) not in _ATTACKS:
        after += 1
    if sentence.low(after) in _ATTACKS:
        return Found(at, last, name, code, "actor.attack", last - 1)
    if kind == "name" and sentence.low(last) != "'s":
        return Found(at, last, name, code, "actor.state", last - 1)
    return None


def _force_end(sentence: Sentence, at: int) -> int | None:
    """The token after the noun of force that belongs to a nationality ending before ``at``."""
    end = None
    for position in range(at, min(at + 6, len(sentence.tokens))):
        low = sentence.low(position)
        if low in _FORCES:
            end = position + 1
        elif low not in _BETWEEN and not (low == "general" and sentence.low(position + 1) == "staff"):
            break
    return end


def _with_members(sentence: Sentence, actor: Found, before: list[Found]) -> Found:
    """Widen *the Torrundi armed forces* to *officers of the Torrundi armed forces*."""
    first = actor.first
    back = first - 1
    if sentence.low(back) == "the":
        back -= 1
    if (
        sentence.low(back) == "of"
        and sentence.low(back - 1) in _MEMBERS
        and not (before and before[-1].last > back - 1)
    ):
        return Found(back - 1, actor.last, sentence.words(back - 1, actor.last), actor.code, "actor.members", back - 1)
    return actor
