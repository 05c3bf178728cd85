"""Words that say that something was done: from a trigger to a kind of docs/taxonomy.md.

A trigger alone gives a kind, or a kind with what must stand near it (*burning ... body*, *opened ... case*). Weapons,
targets and victims refine the kind afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Found, Sentence
from probans.analysis.reading.people import people_at

CONDUCT = (
    "attack", "attack.shelling", "attack.air", "attack.missile", "attack.ground", "attack.drone", "killing",
    "ill-treatment", "dead.mutilation", "prisoners.taking", "prisoners.killing", "hostage-taking", "displacement",
    "looting", "cultural-property.damage", "medical.attack", "journalist.attack", "weapons.use", "toll",
)  # fmt: skip
STRIKES = frozenset(
    kind for kind in CONDUCT if kind.split(".")[0] in {"attack", "medical", "journalist", "cultural-property"}
)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """A trigger: tokens ``first`` to ``last``, its kind, the rule, and its form (active, passive, noun)."""

    first: int
    last: int
    kind: str
    rule: str
    form: str = "noun"


def _verb(*stems: str) -> frozenset[str]:
    forms = set()
    for stem in stems:
        forms |= {stem, f"{stem}s", f"{stem}ed", f"{stem}ing"}
        if stem.endswith("e"):
            forms |= {f"{stem}d", f"{stem[:-1]}ing"}
        if stem.endswith(("t", "b", "g", "n", "p")):
            forms |= {f"{stem}{stem[-1]}ed", f"{stem}{stem[-1]}ing"}
        if stem.endswith(("sh", "ck", "ss", "x")):
            forms.add(f"{stem}es")
    return frozenset(forms)


_SINGLE: dict[str, frozenset[str]] = {
    "attack.shelling": (_verb("shell", "bombard") - {"shell", "shells"})
    | words("bombardment bombardments shellfire barrage barrages"),
    "attack.air": words("airstrike airstrikes air-strike air-strikes strafed strafing"),
    "attack.ground": words(
        "ambush ambushed ambushes gunfight gunfights firefight gunfire crossfire firing raid raids raided raiding "
        "stormed storming machine-gunned shootout"
    ),
    "attack": _verb("attack", "bomb", "assault", "hit", "torpedo", "target") - {"hitting", "bombs", "bomb"}
    | words(
        "slammed slamming landed rained struck strike strikes striking blast blasts explosion explosions bombing "
        "bombings exploded detonated explode offensive hitting blown"
    ),
    "killing": _verb("kill", "murder", "assassinate", "slaughter", "behead", "lynch", "gun")
    - {"gun", "guns", "gunned", "gunning"}
    | words(
        "executed execute executing execution executions massacre massacres massacred assassination assassinations "
        "slain murders killings homicide shooting shootings"
    ),
    "ill-treatment": _verb("torture", "beat", "abuse", "rape", "humiliate", "mistreat", "ill-treat", "starve", "whip")
    | words("beaten beatings torture ill-treatment mistreatment rapes tortured abuses stabbed burned_alive flogged"),
    "hostage-taking": _verb("kidnap", "abduct")
    | words("kidnapping kidnappings abduction abductions hostage-taking hostages"),
    "displacement": _verb("displace", "deport", "expel", "evict", "uproot")
    | words("expelled deportation deportations expulsion expulsions displacement fled"),
    "looting": _verb("loot", "plunder", "pillage", "ransack"),
    "arrest": _verb("arrest", "detain", "apprehend") | words("arrests detention detentions"),
    "toll": words("casualties casualty toll dead died die fatalities"),
}
_SINGLE_OF = {word: kind for kind, listed in sorted(_SINGLE.items()) for word in listed}

# kind: verbs or nouns, what must stand within a few tokens after (or, for passives, before)
_BODY = words("body bodies corpse corpses remains")
_PRISONERS = words("prisoner prisoners captive captives detainee detainees pow pows hostages captured surrendered")
_CASE = words("case cases proceedings proceeding prosecution lawsuit criminal pre")
_INQUIRY = words("probe probes investigation investigations inquiry inquiries examination inspection")
_PAIRS: tuple[tuple[str, frozenset[str], frozenset[str], int], ...] = (
    (
        "dead.mutilation",
        _verb("burn", "mutilate", "desecrate", "decapitate", "dismember", "defile", "behead", "disfigure", "trample")
        | words("burnt mutilation desecration burning cut dragged dragging"),
        _BODY,
        7,
    ),
    (
        "case.opened",
        _verb("launch", "open", "initiate", "institute", "start", "file", "register", "bring")
        | words("brought begun began"),
        _CASE,
        6,
    ),
    (
        "referral",
        _verb("refer", "submit", "send", "forward", "hand", "lodge", "transmit") | words("sent handed"),
        words(
            "complaint dossier file files materials evidence letter appeal application case cases note report "
            "court tribunal"
        ),
        7,
    ),
    (
        "agreement",
        _verb("sign", "agree", "conclude", "reach", "broker", "declare", "announce") | words("agreed signing"),
        words("agreement deal ceasefire truce accord treaty armistice pact cease-fire memorandum peace"),
        8,
    ),
    (
        "prisoners.taking",
        words("taken took captured capture captures capturing take seized"),
        words("prisoner captive soldiers servicemen troops prisoners fighters soldier serviceman pows"),
        5,
    ),
    ("hostage-taking", words("taken took holding held take seized"), words("hostage hostages"), 6),
    (
        "prisoners.killing",
        _verb("kill", "execute", "murder") | words("shot shooting execution killings"),
        _PRISONERS,
        6,
    ),
    ("weapons.use", _verb("use", "employ", "deploy") | words("use"), frozenset(), 0),
    (
        "attack",
        words("burned burnt torched burning torching razed"),
        words("houses homes house home village villages buildings shops huts school church mosque market"),
        6,
    ),
    (
        "attack",
        words("destroyed damaged demolished levelled leveled destroying damaging gutted"),
        words(
            "hospital hospitals clinic clinics ambulance ambulances church churches mosque mosques monastery museum "
            "cathedral cemetery library monument school schools kindergarten"
        ),
        8,
    ),
    (
        "attack",
        words("fired fire fires firing launched launching dropped dropping drop rained hurled threw throwing"),
        words(
            "shells shell rockets rocket missiles missile mortars mortar bombs bomb rounds drones drone munitions "
            "grenades grenade shots projectiles artillery torpedo"
        ),
        8,
    ),
    (
        "measure",
        _verb("launch", "open", "initiate", "start", "order", "conduct") | words("begun began ordered carried"),
        _INQUIRY,
        6,
    ),
    (
        "measure",
        words("questioned interviewed questioning examined summoned"),
        words("witnesses witness suspects victims"),
        6,
    ),
    (
        "measure",
        words("examination autopsy exhumation"),
        words("ballistic forensic assigned ordered medical conducted"),
        4,
    ),
    ("measure", words("relieved suspended removed dismissed"), words("duty post duties command"), 4),
    (
        "measure",
        words("measures steps investigation inquiry instructions search investigators examinations probe"),
        words("underway taken conducted given ongoing carried under continuing continues launched ordered begun"),
        6,
    ),
    (
        "measure",
        words("conducted conducting ordered continuing"),
        words("investigation inquiry examination inspection probe"),
        4,
    ),
    ("displacement", words("forced driven fled flee fleeing left leave"), words("homes flee leave"), 5),
    ("looting", _verb("steal", "take") | words("stole stolen"), words("belongings property valuables appliances"), 6),
)
_PHRASES: dict[str, str] = {
    "attack": "fired on; fired at",
    "dead.mutilation": (
        "set fire to corpses; set fire to bodies; set fire to the bodies; set fire to the body; set the bodies on "
        "fire; set the body on fire; set fire to the corpses"
    ),
    "failure-to-investigate": (
        "failed to investigate; failure to investigate; not investigated; did not investigate; refused to "
        "investigate; no investigation; not been investigated; fails to investigate; failed to prosecute; failed "
        "to punish; no one has been punished; not been punished; did not punish; has not investigated; never "
        "investigated; impunity"
    ),
    "verification": (
        "reflects the reality; reflect the reality; reflects reality; is genuine; are genuine; is authentic; are "
        "authentic; was genuine; was authentic; is real; is fake; was fake; are fake; is a fake; was a fake; was "
        "fabricated; is fabricated; was staged; been verified; was verified; were verified; geolocated; is not "
        "genuine; is a forgery; was doctored; not authentic; was filmed; was old; were genuine; does not show; "
        "corresponds to reality"
    ),
    "prisoners.taking": "taken prisoner; took prisoner; taken captive; taken prisoners",
    "killing": (
        "shot dead; shot and killed; gunned down; put to death; fatally shot; fatally stabbed; shot to death; "
        "stabbed to death; beaten to death; burned alive; burned to death; burnt alive; hacked to death; lost "
        "their lives; claimed the lives; lost his life; lost her life; found dead"
    ),
    "attack.air": (
        "air strike; air strikes; air raid; air raids; aerial bombardment; aerial attack; air attack; air "
        "attacks; aerial bombing; bombing raid; bombing raids"
    ),
    "attack.missile": "missile strike; missile strikes; missile attack; missile attacks; ballistic missile strike",
    "attack.shelling": (
        "artillery fire; mortar fire; rocket fire; rocket attack; rocket attacks; mortar attack; mortar "
        "attacks; artillery attack; artillery strike; artillery strikes; came under fire; under "
        "shellfire; rocket strike; shells fell; shells landed; shells hit; rockets hit; mortar bombs "
        "fell; rockets fell; shell hit; shell landed; shell struck; shells struck; rockets struck"
    ),
    "attack.drone": "drone strike; drone strikes; drone attack; drone attacks",
    "attack.ground": "opened fire; ground attack; car bomb",
    "measure": (
        "will be taken; legal actions; criminal investigation; is investigating; are investigating; will "
        "investigate; investigation is underway; instructions were given"
    ),
    "case.opened": "opened a criminal case; criminal case; criminal proceedings",
    "ill-treatment": "electric shocks; sexual violence; degrading treatment; inhuman treatment",
    "medical.attack": "attack on a hospital",
    "denial": (
        "denied the allegations; denied the allegation; denied the accusations; denied the accusation; denied "
        "responsibility; denied any; denied involvement; rejected the accusations; rejected the accusation; "
        "rejected the allegations; rejects the allegation; rejected the claim; rejected the claims; dismissed the "
        "allegations; dismissed the claims; denies the allegations; denied the report; denied the reports; denied "
        "the claims; denied the claim; denied it; rejected the allegation; called the report; denied attacking; "
        "denied shelling"
    ),
    "agreement": "peace deal; ceasefire agreement; agreed to a ceasefire; ceasefire took effect; truce took effect",
}
_PHRASE_OF: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _kind, _listed in _PHRASES.items():
    for _phrase in (tuple(part.split()) for part in _listed.split(";")):
        _PHRASE_OF.setdefault(_phrase[0], []).append((_phrase, _kind))

_DETERMINERS = words("the of a an this that 's its their deliberate")
_BE = words("was were been being be is are got get")
_NOT_STRIKE_OBJECT = words("deal deals agreement balance chord blow")
_TARGETS: dict[str, frozenset[str]] = {
    "medical": words("hospital hospitals clinic clinics ambulance ambulances infirmary maternity polyclinic"),
    "cultural": words(
        "church churches mosque mosques monastery monasteries museum museums cathedral temple synagogue cemetery "
        "cemeteries library archive monument monuments shrine chapel heritage"
    ),
    "education": words("school schools kindergarten kindergartens university college"),
    "civilian": words(
        "house houses home homes building buildings apartment apartments market marketplace bakery shop shops mall "
        "bus buses car cars street streets square neighbourhood neighborhood village residential block blocks "
        "shelter shelters dormitory hotel station train farm farms vehicle vehicles convoy truck trucks ferry bridge "
        "bridges restaurant theatre theater supermarket orphanage camp office offices embassy store stores"
    ),
    "infrastructure": words(
        "dam power substation pipeline airport port harbour harbor railway depot refinery plant pylon pylons "
        "electricity road tower towers"
    ),
    "military": words("barracks base bases headquarters checkpoint position positions post garrison"),
}
_TARGET_OF = {word: code for code, listed in _TARGETS.items() for word in listed}
_WEAPON_KIND = {
    "artillery": "attack.shelling", "mortar": "attack.shelling", "rocket": "attack.shelling",
    "cluster munition": "attack.shelling",
    "ballistic missile": "attack.missile", "cruise missile": "attack.missile", "missile": "attack.missile",
    "aerial bomb": "attack.air", "guided bomb": "attack.air", "barrel bomb": "attack.air",
    "combat aircraft": "attack.air",
    "drone": "attack.drone", "small arms": "attack.ground", "grenade": "attack.ground", "blade": "attack.ground",
    "rocket-propelled grenade": "attack.ground", "tank": "attack.ground",
}  # fmt: skip


_JUDGED = words("staged fake fabricated doctored forged genuine authentic manipulated unedited falsified edited")
_PROOF = words(
    "video videos footage film photo photos photograph photographs picture pictures image images clip clips recording "
    "recordings document documents order letter sound"
)


def _judgements(sentence: Sentence) -> list[Event]:
    """*the video is authentic*, *dismissed as staged a video*: a word of judgement with proof named in the sentence."""
    if not any(token.low in _PROOF for token in sentence.tokens):
        return []
    found = [at for at, token in enumerate(sentence.tokens) if token.low in _JUDGED]
    added = [at for at, token in enumerate(sentence.tokens) if token.low == "added" and sentence.low(at - 1) == "been"]
    return [Event(at, at + 1, "verification", "event.judgement", "noun") for at in (found or added)[:1]]


def find_events(sentence: Sentence, weapons: Sequence[Found], people: Sequence[Found]) -> tuple[Event, ...]:
    """Find the triggers of a sentence, left to right, the longer and more particular first where they overlap."""
    candidates = [
        *_phrases(sentence),
        *_judgements(sentence),
        *_pairs(sentence, weapons),
        *_singles(sentence, weapons, people),
    ]
    chosen: list[Event] = []
    for event in candidates:
        if not any(event.first < other.last and other.first < event.last for other in chosen):
            chosen.append(event)
    return tuple(sorted(chosen))


def find_targets(sentence: Sentence) -> tuple[Found, ...]:
    """Find the buildings and things that can be hit, with what they are protected as."""
    found = []
    for at, token in enumerate(sentence.tokens):
        code = _TARGET_OF.get(token.low)
        if code is None:
            continue
        first = at
        while first > 0 and at - first < 3 and _describes(sentence, first - 1):
            first -= 1
        found.append(Found(first, at + 1, sentence.words(first, at + 1), code, "target.noun", at))
    return tuple(found)


def refine(event: Event, weapons: Iterable[Found], targets: Iterable[Found], victims: Iterable[Found]) -> Event:
    """Make a kind more particular by the weapon used, the thing hit and the people meant."""
    codes = {target.code for target in targets}
    groups = {victim.code for victim in victims if victim.code != "prisoner" or abs(victim.head - event.first) <= 7}
    kind = event.kind
    if kind == "attack":
        kind = next((found for weapon in weapons if (found := _WEAPON_KIND.get(weapon.code))), kind)
    if kind.startswith("attack"):
        if "medical" in codes or "medical" in groups:
            return replace(event, kind="medical.attack")
        if "cultural" in codes:
            return replace(event, kind="cultural-property.damage")
        if "journalist" in groups:
            return replace(event, kind="journalist.attack")
    if kind == "killing" and "prisoner" in groups and not weapons_from_afar(weapons):
        kind = "prisoners.killing"
    return replace(event, kind=kind)


def weapons_from_afar(weapons: Iterable[Found]) -> bool:
    """Whether a weapon named is fired from afar, so that who was killed was not in its user's hands."""
    return any(_WEAPON_KIND.get(weapon.code, "attack.ground") != "attack.ground" for weapon in weapons)


def _describes(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    common = words(
        "the a an of in on at by to and or near hit struck was were had from with into its their his her that two "
        "three one"
    )
    return token.word[0].isalpha() and token.low not in common and not token.low.endswith("ed")


def _form(sentence: Sentence, at: int) -> str:
    low = sentence.low(at)
    before = [sentence.low(back) for back in range(max(0, at - 4), at)]
    if low.endswith("ing") and (sentence.low(at + 1) == "of" or set(before[-3:]) & _DETERMINERS):
        return "noun"
    if before and set(before[-3:]) & _BE and not low.endswith("ing"):
        return "passive"
    if low.endswith(("ed", "ing", "en", "shot", "struck", "hit", "killed", "beat", "took")):
        by = sentence.low(at + 1) == "by"
        return "passive" if by and not low.endswith("ing") else "active"
    return "noun"


def _phrases(sentence: Sentence) -> list[Event]:
    found = []
    for at, token in enumerate(sentence.tokens):
        for phrase, kind in _PHRASE_OF.get(token.low, ()):
            last = at + len(phrase)
            if tuple(word.low for word in sentence.tokens[at:last]) == phrase:
                found.append(Event(at, last, kind, f"event.phrase.{kind}", _form(sentence, at)))
    return sorted(found, key=lambda event: (event.first - event.last, event.first))


def _pairs(sentence: Sentence, weapons: Sequence[Found]) -> list[Event]:
    found = []
    for at, token in enumerate(sentence.tokens):
        for kind, first, second, reach in _PAIRS:
            if token.low not in first:
                continue
            if kind == "weapons.use":
                if _used_weapon(sentence, at, weapons):
                    found.append(Event(at, at + 1, kind, "event.pair.weapons.use", _form(sentence, at)))
                continue
            if token.low == "open" and sentence.low(at - 1) in {"a", "an", "the"}:
                continue
            if token.low in {"captured", "seized"} and people_at(sentence, at + 1) is not None:
                continue
            other = _near(sentence, at, second, reach)
            if other is not None:
                found.append(Event(at, at + 1, kind, f"event.pair.{kind}", _form(sentence, at)))
    return found


def _near(sentence: Sentence, at: int, wanted: frozenset[str], reach: int) -> int | None:
    """A wanted word after the trigger, or before it in a passive, within the clause."""
    for position in range(at + 1, min(at + reach + 1, len(sentence.tokens))):
        low = sentence.low(position)
        if low in wanted:
            return position
        if low in {".", ";", "“", "”"}:
            break
    if _form(sentence, at) == "passive":
        for position in range(at - 1, max(-1, at - reach - 2), -1):
            if sentence.low(position) in wanted:
                return position
    return None


def _used_weapon(sentence: Sentence, at: int, weapons: Sequence[Found]) -> bool:
    passive = _form(sentence, at) == "passive"
    for weapon in weapons:
        distance = weapon.first - at if weapon.first > at else (at - weapon.last + 1 if passive else 99)
        if 0 < distance <= 6:
            return True
    return False


def _singles(sentence: Sentence, weapons: Sequence[Found], people: Sequence[Found]) -> list[Event]:
    found = []
    in_weapon = {at for weapon in weapons for at in range(weapon.first, weapon.last)}
    for at, token in enumerate(sentence.tokens):
        kind = _SINGLE_OF.get(token.low) or _base_verb(sentence, at)
        if kind is None or not _stands_as_event(sentence, at, kind, people):
            continue
        if at in in_weapon and token.low not in {"bombing", "bombings", *_BASE_VERBS}:
            continue
        found.append(Event(at, at + 1, kind, f"event.word.{kind}", _form(sentence, at)))
    return found


_BASE_VERBS = {"shell": "attack.shelling", "bomb": "attack"}


def _base_verb(sentence: Sentence, at: int) -> str | None:
    """*did not shell*, *will bomb*: words that are weapons elsewhere are acts after an auxiliary."""
    kind = _BASE_VERBS.get(sentence.low(at))
    return kind if sentence.low(at - 1) in {"not", "to", "will", "would", "n't", "never"} else None


_HITTING = words(
    "slammed slams slamming landed crashed rained ripped tore hit hits hitting struck strike strikes striking target "
    "targets targeted targeting"
)
_LABOUR = words("hunger general labor labour")


_HITTING = words("hit hits hitting struck strike strikes striking target targets targeted targeting")
_LABOUR = words("hunger general labor labour")


def _stands_as_event(sentence: Sentence, at: int, kind: str, people: Sequence[Found]) -> bool:
    low, before, after = sentence.low(at), sentence.low(at - 1), sentence.low(at + 1)
    if low in _HITTING:
        return after not in _NOT_STRIKE_OBJECT and before not in _LABOUR and _has_striking(sentence, at)
    if kind == "displacement" and low == "fled":
        return any(abs(person.head - at) <= 8 for person in people) or sentence.low(at + 2) in {"homes", "area"}
    stands = {
        "dead": after not in {"end", "line", "sea", "serviceman"} and before != "the",
        "arrest": after not in {"warrant", "warrants"},
        "die": before in {"to", "will", "could", "would"},
        "hostages": before in {"took", "taking", "taken", "holding", "held", "of"},
    }
    return stands.get(low, True)


def _has_striking(sentence: Sentence, at: int) -> bool:
    """Whether *hit* and *struck* are said of weapons or of things and places hit."""
    near = {sentence.low(position) for position in range(max(0, at - 8), min(at + 10, len(sentence.tokens)))}
    arms = words(
        "missile missiles rocket rockets shell shells drone drones bomb bombs artillery aircraft jets warplanes "
        "mortar mortars air strike fire warplane munition munitions projectile projectiles helicopters blast "
        "explosion forces troops bullet"
    )
    return bool(near & (arms | frozenset(_TARGET_OF)))
