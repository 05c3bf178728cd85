"""Named features of claims that elements look for: which there are, what they mean, and the words that show them.

A feature says that a passage *speaks of* something. It never says that the thing is so. docs/law.md lists them.
English only so far: in a text of another language no word is found, and the element says so as *nothing found*.
"""

import re
from dataclasses import dataclass

from probans.model.claim import Claim, Mention, Modality, PersonOutcome, Scope, Stance

KILLED = frozenset({PersonOutcome.KILLED, PersonOutcome.KILLED_OR_INJURED, PersonOutcome.KILLED_OR_MISSING})
INJURED = frozenset({PersonOutcome.INJURED, PersonOutcome.KILLED_OR_INJURED})
PROCEDURE = frozenset({"case.opened", "measure", "arrest"})
ASKING = frozenset({"request", "referral"})
_OBJECTS_OF_KINDS = (
    ("dead.mutilation", "the-dead"),
    ("medical.attack", "medical-object"),
    ("cultural-property.damage", "cultural-object"),
    ("journalist.attack", "journalists"),
)
SAID_WHO = frozenset({"civilians", "combatants", "captives", "journalists", "medical-persons"})
STRIKING_KINDS = ("attack", "medical.attack", "journalist.attack", "cultural-property.damage", "looting", "weapons.use")
HOSTILE_KINDS = ("attack", "weapons.use", "prisoners.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """``means`` completes *speaks of ...*; ``words`` is a pattern; ``where``: passage, passage without perpetrators,
    victims, targets, weapons, perpetrators."""

    name: str
    means: str
    words: str = ""
    where: tuple[str, ...] = ("passage",)
    struck: bool = False  # in a passage only where it is said to be hit: people are also *taken to* hospitals


# A *civilian* among those who are said to have done it says nothing of who was harmed.
_PEOPLE = ("passage without perpetrators", "victims")
_THINGS = ("passage", "targets")
_ARMS = ("passage", "weapons")

FEATURES: tuple[Feature, ...] = (
    # found from the kind and the figures of a claim, not from words
    Feature(name="act", means="conduct of this kind"),
    Feature(name="killed", means="people killed"),
    Feature(name="injured", means="people injured"),
    Feature(name="people-harmed", means="people killed or injured of whom it is not said who they were"),
    Feature(name="detained", means="people detained"),
    Feature(name="displaced", means="people displaced"),
    Feature(name="repeated", means="the same conduct on several days"),
    Feature(name="investigation", means="steps of an investigation by the side spoken of"),
    Feature(
        name="attack",
        means="attacks",
        words=r"attack(s|ed|ing)?|shell(s|ed|ing|ings)?|rockets?|missiles?|explosions?|bombard\w*|(air|missile"
        r"|rocket|drone) ?strikes?|strikes? on|bomb(ed|ing|ings)",
    ),
    # people
    Feature(
        name="civilians",
        means="civilians",
        words=r"civilians?|residents?|villagers?|inhabitants|child(ren)?|women|famil(y|ies)|pensioners?|passers-by"
        r"|patients?|pupils?|peaceful (people|population)",
        where=_PEOPLE,
    ),
    Feature(
        name="combatants",
        means="members of armed forces among those harmed",
        words=r"soldiers?|service(man|men|woman|women|members?|personnel)|fighters?|militants?|combatants?|troops"
        r"|conscripts?|gunm[ae]n|recruits?",
        where=("victims",),
    ),
    Feature(
        name="combatants-fighting",
        means="persons still fighting or trying to escape",
        words=r"armed resistance|(tried|trying|attempt(ed|ing)?) to (escape|flee)|(killed|died|fell) in (combat"
        r"|action|battle)|took (a )?(direct |active )?part in (the )?(hostilities|fighting)|exchange of fire"
        r"|firefight",
    ),
    Feature(
        name="captives",
        means="captives, people who surrendered, or wounded people out of the fight",
        words=r"prisoners?( of war)?|pows?|captives?|captur(ed|ing)|taken prisoner|detainees?|surrender(ed|ing)?"
        r"|hostages?|internees?|hors de combat|(the )?wounded (soldiers?|service\w+|fighters?|men)"
        r"|in (custody|captivity)",
        where=_PEOPLE,
    ),
    Feature(
        name="the-dead",
        means="the body of a dead person",
        words=r"(dead |burn\w* |burying )?bod(y|ies) of|(’s|'s|s’|s') (dead )?bod(y|ies)|dead bod(y|ies)|corpses?"
        r"|(human|mortal|the|their|his|her) remains(?! (in|at|a|the)\b)|the (dead|fallen)\b(?= |[.,])"
        r"|dead (soldiers?|service\w+|m[ae]n|wom[ae]n|fighters?)",
        where=_PEOPLE,
    ),
    Feature(
        name="journalists",
        means="journalists",
        words=r"journalists?|reporters?|correspondents?|camera(man|men|woman|women|crew)|press (crew|vehicle|car)"
        r"|media (workers?|crew)|photographers?",
        where=("victims", "targets"),
    ),
    Feature(
        name="medical-persons",
        means="medical personnel",
        words=r"doctors?|nurses?|medics?|paramedics?|medical (staff|personnel|workers?|team)|ambulance (crew"
        r"|drivers?)|surgeons?|stretcher-bearers?",
        where=("victims", "targets"),
    ),
    # objects
    Feature(
        name="inhabited-place",
        means="a town, village or other inhabited place",
        words=r"villages?|towns?|city|cities|quarters?|settlements?|neighbou?rhoods?|residential",
        where=_THINGS,
    ),
    Feature(
        name="civilian-object",
        means="civilian objects or places where civilians live",
        words=r"houses?|homes?|apartments?|residential|dwellings?|markets?|shops?|bus(es)?|bakery|farms?"
        r"|civilian (infrastructure|objects?|buildings?|areas?|targets?)|water (supply|works)|power (station"
        r"|plant)",
        where=_THINGS,
    ),
    Feature(
        name="school",
        means="a school or kindergarten",
        words=r"schools?|kindergartens?|nurser(y|ies)|universit(y|ies)|college",
        where=_THINGS,
        struck=True,
    ),
    Feature(
        name="medical-object",
        means="a hospital, clinic or ambulance",
        words=r"hospitals?|clinics?|ambulances?|infirmar(y|ies)|maternity|medical (cent(re|er)s?|post|facilit(y"
        r"|ies)|unit|transport|convoy)|dressing station",
        where=_THINGS,
        struck=True,
    ),
    Feature(
        name="cultural-object",
        means="a building for religion or culture, or a monument",
        words=r"church(es)?|mosques?|cathedrals?|temples?|synagogues?|chapels?|monaster(y|ies)|shrines?|museums?"
        r"|librar(y|ies)|monuments?|cemeter(y|ies)|heritage|archives?|theatres?|cultural (property|site"
        r"|heritage|object)s?",
        where=_THINGS,
        struck=True,
    ),
    Feature(
        name="military-objective",
        means="a military objective",
        words=r"military (targets?|warehouses?|stores?|objectives?|bases?|positions?|facilit(y|ies)|sites?|depots?"
        r"|equipment|convoys?|airfields?|installations?|columns?|infrastructure|purposes|hardware|vehicles?)"
        r"|(ammunition|weapons?|arms) (depot|store|dump|cache)s?|command (post|cent(re|er))s?"
        r"|firing positions?|barracks|(legitimate|lawful) (military )?targets?|air ?bases?|rocket launchers?"
        r"|artillery (position|batter)\w*|troop concentrations?",
        where=_THINGS,
    ),
    Feature(name="emblem", means="a protective emblem", words=r"red (cross|crescent|crystal)|(clearly |well )marked"),
    Feature(
        name="graves",
        means="graves",
        words=r"graves?|graveyards?|cemeter(y|ies)|burial (site|ground|place)s?|tombs?|mass graves?",
    ),
    Feature(
        name="belongings", means="belongings of captives", words=r"(personal )?belongings|watches|money taken|valuables"
    ),
    # weapons
    Feature(
        name="cluster-munition",
        means="cluster munitions",
        words=r"cluster (munitions?|bombs?|warheads?|rockets?|shells?|weapons?)|sub-?munitions?|bomblets?",
        where=_ARMS,
    ),
    Feature(
        name="incendiary",
        means="incendiary or phosphorus munitions",
        words=r"incendiar(y|ies)|(white )?phosphorus|napalm|thermite",
        where=_ARMS,
    ),
    Feature(
        name="wide-area-weapon",
        means="weapons that may have a wide or imprecise effect",
        words=r"rockets?|artillery|mortars?|howitzers?|multiple[- ]launch\w*|ballistic missiles?|barrel bombs?"
        r"|unguided|(heavy )?shell(ed|ing|s)|bombard(ed|ment|ing)",
        where=_ARMS,
    ),
    Feature(
        name="chemical-weapon",
        means="chemical weapons",
        words=r"chemical (weapons?|munitions?|agents?|attack)|chlorine|sarin|mustard gas|nerve agents?|poison gas",
        where=_ARMS,
    ),
    Feature(name="poison", means="poison", words=r"poison(ed|ing)?(?! gas)|toxin", where=_ARMS),
    Feature(
        name="expanding-bullet",
        means="expanding bullets",
        words=r"expanding bullets?|dum-?dum|hollow-point|soft-nosed",
        where=_ARMS,
    ),
    Feature(
        name="landmine", means="landmines", words=r"land-?mines?|anti-?personnel mines?|minefields?|mined", where=_ARMS
    ),
    Feature(
        name="smoke-use",
        means="use for smoke or light",
        words=r"smoke ?screens?|(produce|for|as) (smoke|illumination)|illuminat(e|ion|ing)( flares?| rounds?)?"
        r"|obscur\w+",
    ),
    Feature(
        name="precise",
        means="an aim at a definite target or a precise weapon",
        words=r"precision[- ]\w+|precise (strike|hit)s?|pinpoint|high-precision|guided",
    ),
    Feature(
        name="indiscriminate-words",
        means="an attack without distinction, in the source's own words",
        words=r"indiscriminate(ly)?|random(ly)?|without distinction",
    ),
    # mental side
    Feature(
        name="deliberate",
        means="something done on purpose, in the source's own words",
        words=r"deliberate(ly)?|intentional(ly)?|on purpose|purposely|purposefully|knowingly|wilful(ly)?"
        r"|willful(ly)?|execut(ed|ions?)|systematic(ally)?",
    ),
    Feature(
        name="accident",
        means="a mistake or accident",
        words=r"accident(al|ally)?|by mistake|mistaken(ly)?|in error|unintentional(ly)?|unintended|malfunction\w*"
        r"|stray (shell|rocket|missile|round)s?|misfir\w+|(falling )?debris|technical (fault|failure)"
        r"|off course",
    ),
    Feature(name="order", means="an order", words=r"order(ed|s)?|on the orders? of|instruct(ed|ion)s?|decree"),
    Feature(
        name="no-quarter",
        means="an order or threat to leave no survivors",
        words=r"no (quarter|survivors|prisoners)|take no prisoners|kill (them )?all|leave no(body| one) alive"
        r"|spare no ?(one|body)",
    ),
    Feature(
        name="restrained",
        means="people bound, unarmed or at the mercy of others",
        words=r"(hands )?(tied|bound)|handcuff\w*|blindfold\w*|unarmed|hands (raised|up)|raised (their|his"
        r"|her) hands|begg(ed|ing)|kneel\w*|knees",
    ),
    Feature(
        name="filmed", means="the act having been filmed", words=r"film(ed|ing)|videos?|footage|photograph\w*|recorded"
    ),
    Feature(
        name="coercive-purpose",
        means="a purpose such as information, punishment or fear",
        words=r"interrogat\w+|confess\w*|extract information|punish\w*|reveng\w+|intimidat\w+|coerc\w+|to force",
    ),
    Feature(
        name="demand",
        means="a demand tied to the captives",
        words=r"ransom|demand(ed|s|ing)?|in (exchange|return) for|unless|bargain\w*|condition(s)? for (their"
        r"|the) release",
    ),
    Feature(
        name="threat",
        means="a threat",
        words=r"threat(s|en|ened|ening)?|would be (killed|shot|executed)|would not be released",
    ),
    Feature(
        name="personal-gain",
        means="property taken for private use",
        words=r"loot\w*|plunder\w*|pillag\w+|stole|stolen|sold|carried (off|away)|ransack\w*",
    ),
    # how people and the dead were treated
    Feature(
        name="degrading",
        means="degrading treatment",
        words=r"burn(ed|t|ing)?|mutilat\w+|behead\w*|desecrat\w+|humiliat\w+|degrad\w+|dragg\w+|kick\w*|stripped"
        r"|naked|parad(ed|ing)|mock\w*|trampl\w+|cut(ting)? off",
    ),
    Feature(
        name="ill-treated",
        means="ill-treatment",
        words=r"tortur\w+|beat(en|ing|ings)?|ill-treat\w*|mistreat\w*|abus(ed|e|ive)|electric shocks?|starv\w+"
        r"|maim\w*",
    ),
    Feature(
        name="deprivation",
        means="lack of food, water, shelter or medical care for captives",
        words=r"(denied|without|refused|lack of|no) (food|water|medical \w+|medicine|treatment|shelter"
        r"|warm clothing)|starv\w+|freezing cells?",
    ),
    Feature(name="burning", means="burning of a body", words=r"burn(ed|t|ing)?|set (on fire|alight)|cremat\w+"),
    Feature(
        name="bodies-left",
        means="bodies left lying",
        words=r"(bod(y|ies)|dead|corpses?) (\w+ ){0,4}(left|lying|unburied|uncollected)",
    ),
    Feature(
        name="bodies-returned",
        means="bodies being collected, identified or handed over",
        words=r"(return(ed|ing)?|hand(ed|ing) over|exchang(ed|ing)|collect(ed|ing)|repatriat\w+|identif(ied|ying"
        r"|ication of)) (\w+ ){0,4}(bod(y|ies)|remains|dead|fallen)|(bod(y|ies)|remains"
        r"|dead) (\w+ ){0,4}(returned|handed over|exchanged|repatriated|identified)",
    ),
    Feature(
        name="remains-withheld",
        means="remains not returned",
        words=r"(refus\w+|fail\w+|declin\w+) to (return|hand over|release) (\w+ ){0,4}(bod(y|ies)|remains|dead)"
        r"|(bod(y|ies)|remains) (\w+ ){0,3}(not (been )?(returned|handed over)|withheld)",
    ),
    Feature(
        name="unidentified",
        means="dead who were not identified or graves not marked",
        words=r"unidentified|unmarked|unnamed graves?|mass graves?|without (any )?(record|identification)",
    ),
    # detention
    Feature(
        name="legal-process",
        means="a legal ground or procedure for holding people",
        words=r"charged|court|trial|sentenced|warrant|remand(ed)?|prosecut(ed|ion)|lawful(ly)? (detained|arrested"
        r"|held)|suspects?",
    ),
    Feature(
        name="no-access",
        means="visits, letters or registration refused",
        words=r"(denied|refused|without|no) (access|contact|visits?|letters|communication)|incommunicado"
        r"|unregistered",
    ),
    Feature(
        name="access",
        means="visits, letters or registration granted",
        words=r"(visited|visit(s)? by) (\w+ ){0,3}(red cross|icrc|delegates)|granted access"
        r"|letters (\w+ )?(delivered|exchanged)|registered",
    ),
    Feature(
        name="still-held",
        means="people still held",
        words=r"still (being )?(held|detained|imprisoned|in captivity)|remain(s|ed)? in (captivity|custody"
        r"|detention)|(refus|fail)\w+ to (release|return|repatriate)|not (yet )?(been )?(released"
        r"|repatriated)",
    ),
    Feature(
        name="released",
        means="captives released or exchanged",
        words=r"(released|exchanged|repatriated|freed|swapped)|prisoner (exchange|swap)",
    ),
    # displacement and property
    Feature(
        name="forced-removal",
        means="people made to leave",
        words=r"forc(ed|ibly)|expel(led|ling)?|expulsions?|deport(ed|ation|ations|ing)|driven (out|from)"
        r"|at gunpoint|ethnic cleansing",
    ),
    Feature(
        name="safety-evacuation",
        means="an evacuation for people's safety",
        words=r"evacuat\w+ (\w+ ){0,4}(safety|safe|shelters?)|for (their|the) (own )?safety"
        r"|humanitarian corridors?",
    ),
    Feature(name="occupation", means="occupied territory", words=r"occup(ied|ation|ying)"),
    Feature(
        name="damage",
        means="damage or destruction",
        words=r"damag(ed|e|ing)|destroy(ed|ing)|destruction|ruin(ed|s)|demolish\w*|vandali\w+|raz(ed|ing)|burn(ed"
        r"|t) down",
    ),
    Feature(
        name="requisition",
        means="requisition or consent",
        words=r"requisition\w*|with (the )?(owner's )?consent|receipts?",
    ),
    Feature(
        name="military-necessity",
        means="military necessity",
        words=r"military necessity|(used|using|turned) (\w+ ){0,3}(as|into|for) (a )?(firing|military|command"
        r"|observation|storage)",
    ),
    Feature(
        name="warning",
        means="a warning given beforehand",
        words=r"(advance|prior|evacuation) warnings?|warned (the )?(residents|civilians|population|people"
        r"|inhabitants)|leaflets|call(s|ed) (on \w+ )?to (evacuate|leave)|evacuation (order|notice)s?",
    ),
    # the conflict and the duty to act
    Feature(
        name="armed-forces",
        means="armed forces or an armed group",
        words=r"armed forces|army|troops|soldiers?|military|militia|air force|navy|brigade|battalion|regiment"
        r"|fighters|armed (group|units?|men)|artillery|forces|service(man|men)",
        where=("passage", "perpetrators"),
    ),
    Feature(
        name="hostilities",
        means="fighting between armed sides",
        words=r"war(?! crimes?)|fighting|hostilities|offensive|front ?line|battles?|armed (conflict|attacks?"
        r"|clashes)|shelling|invasion",
    ),
    Feature(
        name="ceasefire",
        means="an end of active hostilities",
        words=r"cease-?fire|armistice|truce|peace (deal|agreement|treaty)|end(ed|ing)? (of )?(\w+ ){0,4}(fighting"
        r"|hostilities|war)",
    ),
    Feature(
        name="unanswered-request",
        means="a request left without answer",
        words=r"(no|without) (\w+ )?(answer|reply|response)|unanswered|not (yet )?(answered|replied|responded)",
    ),
)

NAMES = frozenset(feature.name for feature in FEATURES)
MEANS = {feature.name: feature.means for feature in FEATURES}
_HIT = (
    r"hit(s|ting)?|struck|shell(ed|ing)|attack(s|ed|ing)?|bomb(ed|ing|arded|ardment)|damag\w+|destroy\w+|target(ed|ing)"
    r"|land(ed|ing)|fell|burn\w*|set on fire|strikes?|raid(ed)?|explod\w+|loot\w*|collapsed|ruin\w*|smash\w*"
)
_BETWEEN = r"(?:\W+(?!(?:taken|brought|carried|rushed|treated|died|admitted|wounded|injured|to)\b)\w+)"
_BE = r"(?:was|were|been|is|are|being)"


_REJECTS = re.compile(
    r"\b(claims?|reports?|allegations?|accusations?|statements?|assertions?)\b[^.;]{0,120}?\b(is|are|was|were) "
    r"(\w+ )?(false|untrue|baseless|fabricat\w+|unfounded|invented|a lie|lies)\b",
    re.IGNORECASE,
)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _struck(words: str) -> re.Pattern[str]:
    before = rf"(?:{_HIT}){_BETWEEN}{{0,5}}?\W+(?:{words})"
    after = rf"(?:{words})(?:\W+\w+){{0,3}}?\W+{_BE}\W+(?:\w+\W+){{0,2}}?(?:{_HIT})"
    return _pattern(rf"{before}|{after}")


_PATTERNS = tuple(
    (feature, place, _struck(feature.words) if feature.struck and place == "passage" else _pattern(feature.words))
    for feature in FEATURES
    for place in feature.where
    if feature.words
)
# The word just before turns the sense round: *no civilians*, *not deliberate*. Such a hit is left out.
_NEGATED = re.compile(r"(?:\b(?:no|not|never|without|neither|nor|non)|n['’]t)[\s-]+(?:\w+\s+)?$", re.IGNORECASE)


def speaks_for(claim: Claim) -> bool:
    """Whether a claim can support anything: it says that something real happened and does not deny it."""
    return not contradicts(claim) and claim.modality is Modality.ACTUAL


def contradicts(claim: Claim) -> bool:
    """Whether a claim denies or disputes what others say, or its words call that untrue: no denial may be missed."""
    denies = claim.kind == "denial" or claim.stance in {Stance.DENIES, Stance.DISPUTES}
    return denies or _REJECTS.search(claim.passage.words) is not None


def features_of(claim: Claim) -> dict[str, str]:
    """Features by name, with the words that show them. Not here: ``act`` and ``investigation`` depend on more."""
    fields = _fields(claim)
    found: dict[str, str] = {}
    for feature, place, pattern in _PATTERNS:
        if feature.struck and place == "targets" and not claim.kind.startswith(STRIKING_KINDS):
            continue
        words = next((hit for text in fields[place] if (hit := _hit(pattern, text))), "")
        if words:
            found.setdefault(feature.name, words)
    if not found.keys() & SAID_WHO:
        found |= _unsaid(claim)
    return _by_kind(claim) | found | _counted(claim)


def _fields(claim: Claim) -> dict[str, tuple[str, ...]]:
    groups = tuple(count.group for count in claim.counts)
    return {
        "passage": (claim.passage.words,),
        "passage without perpetrators": (_without(claim.passage.words, claim.alleged_perpetrators),),
        "victims": (*_words(claim.victims), *groups),
        "targets": _words(claim.targets),
        "weapons": _words(claim.weapons),
        "perpetrators": _words(claim.alleged_perpetrators),
    }


def _without(text: str, mentions: tuple[Mention, ...]) -> str:
    for mention in mentions:
        text = text.replace(mention.span.words, " ; ") if mention.span.words else text
    return text


def _words(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(text for mention in mentions for text in (mention.span.words, mention.name))


def _hit(pattern: re.Pattern[str], text: str) -> str:
    for match in pattern.finditer(text):
        if not _NEGATED.search(text, 0, match.start()):
            return match.group()
    return ""


def _counted(claim: Claim) -> dict[str, str]:
    found = {}
    for name, outcomes in (
        ("killed", KILLED),
        ("injured", INJURED),
        ("detained", {PersonOutcome.DETAINED}),
        ("displaced", {PersonOutcome.DISPLACED}),
    ):
        words = [count.span.words for count in claim.counts if count.outcome in outcomes and count.count.high != 0]
        if words:
            found[name] = words[0]
    return found


def _unsaid(claim: Claim) -> dict[str, str]:
    harmed = [count for count in claim.counts if count.outcome in KILLED | INJURED and count.count.high != 0]
    words = [count.span.words for count in harmed if count.group.casefold() in {"", "people", "persons", "casualties"}]
    return {"people-harmed": words[0]} if words else {}


def _by_kind(claim: Claim) -> dict[str, str]:
    kinds = (claim.kind, claim.about_kind)
    found = {}
    if claim.scope is Scope.SEVERAL_DATES and len(claim.dates) > 1:
        found["repeated"] = ", ".join(day.wording or day.first for day in claim.dates)
    if any(kind.startswith(HOSTILE_KINDS) for kind in kinds):
        found["hostilities"] = claim.trigger.words if claim.trigger else claim.kind
    for kind, name in _OBJECTS_OF_KINDS:
        if kind in kinds:
            found[name] = claim.trigger.words if claim.trigger else kind
    if claim.kind == "agreement":
        found["ceasefire"] = claim.trigger.words if claim.trigger else "agreement"
    return found
